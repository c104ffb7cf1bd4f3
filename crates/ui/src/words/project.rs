//! Words of projects.

use super::Word;

words! {
    OPEN_FILES: "打开文件或项目", "Open files or a project";
    SAVE_PROJECT: "保存项目", "Save project";
    PROJECT_HOLDS: "项目里是映射、目标、情景、自建指标，不含文件里的行。", "A project holds mapping, targets, scenarios and own KPIs, no rows of your files.";
    AWAITED: "项目还要这些文件，把它们拖到这里", "The project works on these files too: drop them here";
    GO_WITHOUT: "不用它们", "Go on without";
}
