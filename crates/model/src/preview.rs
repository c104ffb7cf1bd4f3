//! Rows of a table as they were read, whether they count or not.

use serde::{Deserialize, Serialize};

use crate::{Locale, Text};

/// Asks for rows of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default)]
pub struct Preview {
    /// Name of the table, as in the import report.
    pub file: String,
    /// Only rows that are not counted.
    pub left_out: bool,
    /// Rows to skip.
    pub offset: u32,
    /// Rows to return, at most 200.
    pub limit: u32,
}

/// One row as read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PreviewRow {
    /// Line of the file.
    pub line: u32,
    /// Its cells; none where the line could not be cut into cells.
    pub cells: Vec<String>,
    /// Why it is not counted.
    pub reason: Option<Text>,
}

/// Rows as read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PreviewPage {
    /// The table.
    pub file: String,
    /// Headers of the table.
    pub headers: Vec<String>,
    /// Rows.
    pub rows: Vec<PreviewRow>,
    /// Rows there are in all.
    pub total: u32,
}

/// Asks for the rows of a table that are not counted, as a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default)]
pub struct LeftOut {
    /// Name of the table; none: the whole import report, one line for each finding.
    pub file: Option<String>,
    /// Language of the reasons.
    pub locale: Locale,
}

/// What a table is saved as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum TableFormat {
    /// Text.
    #[default]
    Csv,
    /// A workbook.
    Xlsx,
}

/// A file made here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct TextFile {
    /// Suggested name.
    pub name: String,
    /// Its text: CSV has a byte order mark, so that spreadsheets read its letters. Or its bytes in base64.
    pub text: String,
    /// Is it base64?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub base64: bool,
}
