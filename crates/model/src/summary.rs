//! The import report: what was read, how it was understood, what is not counted.

use serde::{Deserialize, Serialize};

use crate::{Day, Diagnostic, Field, FieldType, Replacement, TableKind, Text};

/// One column of a file as understood.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Column {
    /// The user's own header.
    pub header: String,
    /// The first value that is not empty.
    pub sample: String,
    /// What it means, if used.
    pub field: Option<Field>,
    /// How it is read.
    pub column_type: FieldType,
    /// 0 to 1: how sure the binding is.
    pub confidence: f64,
    /// The reason for the binding.
    pub evidence: Text,
    /// Cells that are filled.
    pub filled: u32,
    /// Different values, counted up to 1,000.
    pub distinct: u32,
    /// Cells that could not be read as the type.
    pub unreadable: u32,
    /// Heights 0 to 100 of a small histogram of the values; empty for free text.
    pub shape: Vec<u8>,
}

/// A row that is not counted, with its reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Rejected {
    /// Reason code, the code of a diagnostic.
    pub code: String,
    /// Reason in words.
    pub reason: Text,
    /// Rows concerned.
    pub count: u32,
    /// Lines of the file (header is line 1), all of them.
    pub lines: Vec<u32>,
}

/// One table: a file, or a sheet, entry or list in one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Table {
    /// What the table is called: the file name, and what it is in there where a file holds several
    /// (`book.xlsx › Orders`).
    pub file: String,
    /// Name of the file.
    pub source: String,
    /// `CSV`, `XLSX`, `JSON` …
    pub format: String,
    /// Line of the header, from 1; 0 where the columns have no names.
    pub header_line: u32,
    /// Size of the file in bytes.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub bytes: u64,
    /// What a row is; none where the file is not used.
    pub kind: Option<TableKind>,
    /// 0 to 1.
    pub confidence: f64,
    /// Encoding as read.
    pub encoding: String,
    /// Delimiter as read.
    pub delimiter: String,
    /// Data rows in the file.
    pub rows: u32,
    /// Rows counted.
    pub counted: u32,
    /// Rows not counted, by reason; counted + Σ count = rows for a file that is used.
    pub rejected: Vec<Rejected>,
    /// Columns in file order.
    pub columns: Vec<Column>,
}

/// How two files hang together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Relation {
    /// File with many rows per key.
    pub from_file: String,
    /// Its column.
    pub from_column: String,
    /// File with one row per key.
    pub to_file: String,
    /// Its column.
    pub to_column: String,
    /// Filled rows that find their key.
    pub matched: u32,
    /// Filled rows that do not.
    pub unmatched: u32,
    /// Rows with an empty key.
    pub empty: u32,
}

/// A repair on offer; taking it is one click.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Fix {
    /// The spelling repair.
    pub replacement: Replacement,
    /// Rows it changes.
    pub rows: u32,
    /// What it is, in words.
    pub what: Text,
}

/// What was loaded and how it was understood.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct LoadSummary {
    /// Files in load order.
    pub tables: Vec<Table>,
    /// Keys between files.
    pub relations: Vec<Relation>,
    /// Repairs on offer.
    pub fixes: Vec<Fix>,
    /// Repairs taken.
    pub applied: Vec<Fix>,
    /// Findings, most important first.
    pub diagnostics: Vec<Diagnostic>,
    /// Stage words and what they mean.
    pub stages: Vec<(String, String, u32)>,
    /// Open stages in the order in which opportunities go through them, as found or as decided; empty without stage history.
    #[serde(default)]
    pub stage_order: Vec<String>,
    /// Exit criteria: stage to the columns it asks for, as decided or as their headers say.
    #[serde(default)]
    pub criteria: std::collections::BTreeMap<String, Vec<String>>,
    /// Activity types as they stand in the files, the type each is counted under, and rows.
    pub activity_types: Vec<(String, String, u32)>,
    /// The last day in the data: the default `asOf`.
    #[cfg_attr(feature = "typescript", ts(type = "string | null"))]
    pub as_of: Option<Day>,
    /// The first day in the data.
    #[cfg_attr(feature = "typescript", ts(type = "string | null"))]
    pub first_day: Option<Day>,
    /// Currency code, where the data names one.
    pub currency: Option<String>,
    /// Other currencies in the files.
    #[serde(default)]
    pub currencies: Vec<String>,
    /// Times of bound columns are given with a zone.
    #[serde(default)]
    pub has_zones: bool,
}
