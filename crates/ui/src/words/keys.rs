//! Words of the list of keys.

use super::Word;

words! {
    KEY_STEPS: "去第几步", "go to step";
    KEY_PERIOD: "上一期、下一期", "previous, next period";
    KEY_COMPARE: "换对比期", "change comparison";
    KEY_CLEAR: "清除筛选", "clear filters";
    KEY_DUPLICATE: "复制情景", "Duplicate the scenario";
    KEY_LEVER: "杠杆调一格，加 Shift 十格", "lever one step, ten with Shift";
    KEY_REACH: "杠杆调到单独达标", "lever to where it alone reaches the goal";
    KEY_UNDO: "撤销、重做", "undo, redo";
    KEY_OPEN: "打开文件或项目", "open files or a project";
    KEY_SAVE: "保存项目", "save the project";
    KEY_THEME: "深浅色", "theme";
    KEY_WORK: "算给我看", "show your work";
    KEY_HELP: "这张表", "this list";
}
