//! Show your work: formula, counted rows, and rows left out with the reason.

use serde::{Deserialize, Serialize};

use crate::{Lens, Quantity, TableKind, Text};

/// Asks how one cell was computed: the lens names one KPI with its variant and no breakdown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Explain {
    /// Scope of the cell; a group is given as a filter, a period as from and to.
    pub lens: Lens,
}

/// Rows with the same fate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RowGroup {
    /// `counted`, or the code of the reason.
    pub code: String,
    /// The same in words.
    pub label: Text,
    /// Rows.
    pub count: u32,
}

/// How a number came about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    /// KPI id.
    pub kpi: String,
    /// Variant id.
    pub variant: String,
    /// Name of the variant.
    pub name: Text,
    /// The formula in words.
    pub formula: Text,
    /// What stands above the line, in words.
    pub numerator_label: Text,
    /// What stands below the line, in words; empty for plain totals.
    pub denominator_label: Text,
    /// The value.
    #[cfg_attr(feature = "typescript", ts(type = "string | number | null"))]
    pub value: Option<Quantity>,
    /// Above the line.
    #[cfg_attr(feature = "typescript", ts(type = "string | number | null"))]
    pub numerator: Option<Quantity>,
    /// Below the line.
    #[cfg_attr(feature = "typescript", ts(type = "string | number | null"))]
    pub denominator: Option<Quantity>,
    /// How the interval was made.
    pub interval: Text,
    /// The table whose rows are listed.
    pub table: TableKind,
    /// Files of that table.
    pub files: Vec<String>,
    /// All rows of the table in the files.
    pub total: u32,
    /// Rows left out, by reason, in the order the tests are made.
    pub excluded: Vec<RowGroup>,
    /// Rows counted below the line (all counted rows for a total).
    pub counted: u32,
    /// Rows counted above the line, where that is a part of them.
    pub in_numerator: Option<u32>,
    /// Headers of the user's columns that were read.
    pub columns: Vec<String>,
}

/// Asks for rows behind a cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Rows {
    /// Scope, as in [`Explain`].
    pub lens: Lens,
    /// `counted`, or a reason code.
    pub code: String,
    /// Rows to skip.
    pub offset: u32,
    /// Rows to return, at most 200.
    pub limit: u32,
}

/// Asks for the rows behind a cell as a CSV file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SaveRows {
    /// Scope, as in [`Explain`].
    pub lens: Lens,
    /// `counted`, or a reason code.
    pub code: String,
}

/// Rows as they stand in the user's files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RowsPage {
    /// Headers: file, line, then the columns bound.
    pub headers: Vec<String>,
    /// Texts of each row.
    pub rows: Vec<Vec<String>>,
    /// All rows with this code.
    pub total: u32,
}
