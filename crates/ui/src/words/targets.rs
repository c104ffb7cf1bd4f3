//! Words of the third axis of targets.

use super::Word;

words! {
    ALSO_BY: "另按", "Also by";
    SHOWN_PART: "显示哪一部分", "Part that is shown";
    SAVE_CSV: "存 CSV", "Save CSV";
    SAVE_XLSX: "存 Excel", "Save Excel";
    READ_PLAN: "读入", "Read";
    ON_TRIAL: "正在用自己的过去试算…", "Trying it on your own past…";
}
