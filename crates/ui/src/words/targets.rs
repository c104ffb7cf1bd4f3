//! Words of the targets page.

use super::Word;

words! {
    ALSO_BY: "另按", "Also by";
    SHOWN_PART: "显示哪一部分", "Part that is shown";
    SAVE_CSV: "存 CSV", "Save CSV";
    SAVE_XLSX: "存 Excel", "Save Excel";
    READ_PLAN: "读入文件", "Read a file";
    HELD: "随编辑保持", "Held by an edit";
    EDIT_KEEPS: "改一格时不变", "An edit keeps";
    KEEP_YEAR: "本行全年", "the row's year";
    KEEP_PARENT: "上级", "the level above";
    KEEP_OTHERS: "其余各格", "all else";
    KEPT_YEAR: "全年不变", "The year stays";
    KEPT_PARENT: "上级不变", "The level above stays";
    KEPT_OTHERS: "其余不变，合计随之变动", "All else stays, the sums follow";
    KEPT_LOCKS: "锁定的数不变", "Locked figures stay";
    ALSO_MOVED: "随之变动", "also moved:";
    AND_MORE: "等", "and more";
    NEXT_CELL: "下一格", "next";
    LOCK_CELL: "锁定", "lock";
    REGION_LEVEL: "团队之上加一级区域（按签约最多的区域归属）", "A level of regions above the teams, each where it booked most";
    CHANCE_AS_IS: "按基线预测达成概率", "Chance as things are";
    CHANCE_UNDER: "按情景达成概率", "Chance under scenario";
    YEAR_ODDS: "预测，竖线为目标，填色为达成部分", "forecast; the line is the target, filled is where it is reached";
    HOW_SURE: "要多大把握，目标就定多少", "How sure you want to be";
    MARKET_GROWTH: "市场增速", "Growth of the market";
    COMPETITOR_GROWTH: "竞争对手增速", "Growth of the strongest competitor";
    REVIEW_DAY: "复核日", "Review on";
    ON_TRIAL: "正在用自己的过去试算…", "Trying it on your own past…";
}
