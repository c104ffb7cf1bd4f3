//! Words of the third axis of targets.

use super::Word;

words! {
    ALSO_BY: "另按", "Also by";
    SHOWN_PART: "显示哪一部分", "Part that is shown";
}
