//! What to look at: KPIs, breakdown, periods and filters of one evaluation.

use serde::{Deserialize, Serialize};

use crate::{Calendar, Day, Dimension, Grain, Workdays};

/// One KPI, all its variants or a single one.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct KpiChoice {
    /// KPI id, `win_rate`.
    pub id: String,
    /// Variant id; none means all variants, the default first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub variant: Option<String>,
    /// A formula of one's own in place of a definition of the catalogue; the id is then its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub formula: Option<String>,
}

/// Rows whose dimension has one of the values; several filters must all hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Filter {
    /// The dimension that is restricted.
    pub dimension: Dimension,
    /// Values that stay, as shown in reports; the empty text stands for "not filled in".
    pub values: Vec<String>,
}

/// One question to the engine. Everything that changes a number is in here or in the data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
pub struct Lens {
    /// KPIs to compute; empty means the whole catalogue.
    pub kpis: Vec<KpiChoice>,
    /// Dimensions to break down by; empty means the total.
    pub by: Vec<Dimension>,
    /// Cut into periods of this grain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grain: Option<Grain>,
    /// The calendar that periods are cut by; default the civil one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calendar: Option<Calendar>,
    /// Which days are worked, for what is due by working days; default Monday to Friday.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workdays: Option<Workdays>,
    /// First day counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub from: Option<Day>,
    /// First day no longer counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub to: Option<Day>,
    /// The day the data is seen from: open, age and censoring refer to it. Default: the last day in the data.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub as_of: Option<Day>,
    /// Only opportunities created on or after this day, with their stays and activities.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub created_from: Option<Day>,
    /// Only opportunities created before this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub created_to: Option<Day>,
    /// Only so many groups: those with the largest value of the first definition in the last period, the largest first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub top: Option<u32>,
    /// Restrictions, all of which must hold.
    pub filters: Vec<Filter>,
}
