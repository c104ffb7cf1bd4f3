//! What was wrong with the data, where, why, and what to do.

use serde::{Deserialize, Serialize};

use crate::Text;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Severity {
    /// Rows or cells are not counted.
    NotCounted,
    /// A guess or a contradiction that may change numbers.
    Check,
    /// For information.
    Note,
}

/// Where in the user's file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// File name.
    pub file: String,
    /// Column header, if one column is meant.
    pub column: Option<String>,
    /// Line in the file, counted from 1 with the header; the first of several.
    pub line: Option<u32>,
}

/// One finding; a row that is wrong never loses a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Diagnostic {
    /// Stable code, `E-CSV-FIELDS`.
    pub code: String,
    /// How much it matters.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// What was found.
    pub what: Text,
    /// What to do.
    pub fix: Text,
    /// Rows or cells concerned.
    pub count: u32,
    /// Up to five lines of the file.
    pub lines: Vec<u32>,
    /// Up to five texts as found.
    pub examples: Vec<String>,
    /// Ids of the KPIs that read what is concerned.
    pub affects: Vec<String>,
}
