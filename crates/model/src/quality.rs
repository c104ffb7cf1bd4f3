//! How far the data can be trusted, and what its faults cost which KPI.

use serde::{Deserialize, Serialize};

use crate::{Quantity, Text};

/// Asks how far the data can be trusted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct AskQuality {}

/// Rows of one KPI that are lost to one fault.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Cost {
    /// KPI id.
    pub kpi: String,
    /// Variant id.
    pub variant: String,
    /// Rows that would count if they were complete.
    pub rows: u32,
    /// The figure as computed, over all days of the data.
    #[cfg_attr(feature = "typescript", ts(type = "string | number | null"))]
    pub value: Option<Quantity>,
    /// The least it could be if the rows were complete; known for shares of rows.
    pub low: Option<f64>,
    /// The most it could be.
    pub high: Option<f64>,
}

/// One fault and the points it costs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Loss {
    /// Reason code, as in an explanation.
    pub code: String,
    /// Reason in words.
    pub label: Text,
    /// Points of the score, of 100.
    pub points: f64,
    /// The KPIs it costs rows, the most rows first.
    pub costs: Vec<Cost>,
}

/// How far the data can be trusted: for each KPI that has a value, the share of the rows it needs that are complete and
/// readable; the score is the mean of these shares in percent. 100 − score = Σ points.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Quality {
    /// 0 to 100; none where no KPI can be computed.
    pub score: Option<f64>,
    /// KPIs the score is the mean of.
    pub kpis: u32,
    /// Faults, the most expensive first.
    pub losses: Vec<Loss>,
}
