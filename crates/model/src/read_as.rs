//! How a file is to be read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What the user decided about the reading of a file, where what was found is wrong; nothing: as found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ReadAs {
    /// Label of the encoding of a text: `gb18030`.
    pub encoding: Option<String>,
    /// What stands between the cells of a text: one ASCII character.
    pub delimiter: Option<char>,
    /// Lines of headers, from 1, by the name of the sheet or of the file in an archive, `""` where there is only one table; 0: the columns
    /// have no names.
    pub header_lines: BTreeMap<String, u32>,
}

impl ReadAs {
    /// Is everything to be read as found?
    #[must_use]
    pub fn is_as_found(&self) -> bool {
        *self == Self::default()
    }
}
