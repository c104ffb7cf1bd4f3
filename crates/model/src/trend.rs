//! A figure over time: what is noise, what is a signal.

use serde::{Deserialize, Serialize};

use crate::{Lens, Quantity};

/// Asks which periods of a figure stand out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
pub struct AskTrend {
    /// One KPI and variant with a grain, without breakdown.
    pub lens: Lens,
    /// Take the season out first, where two whole years of months or quarters above 0 show one that is more than chance.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub seasonal: bool,
}

/// Why a period is a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum SignalRule {
    /// Beyond the natural limits.
    Beyond,
    /// The eighth or later in a row on one side of the mean.
    Run,
}

/// A period that is no chance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Signal {
    /// Name of the period.
    pub period: String,
    /// Why.
    pub rule: SignalRule,
}

/// The periods of a figure with their natural limits (XmR), and the last whole one beside earlier ones.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct TrendView {
    /// Whole periods the limits come from; a running period is not among them.
    pub periods: u32,
    /// Mean of the periods; none, like the limits, for fewer than six.
    pub mean: Option<f64>,
    /// Mean − 2.66 × mean moving range.
    pub low: Option<f64>,
    /// Mean + 2.66 × mean moving range.
    pub high: Option<f64>,
    /// Each period with the factor of its season, where it was taken out: mean and limits are those of value ÷ factor, and times the
    /// factor those of the period. Empty where it was not.
    pub season: Vec<(String, f64)>,
    /// Periods that stand out.
    pub signals: Vec<Signal>,
    /// The last whole period.
    pub period: Option<String>,
    /// Its value.
    #[cfg_attr(feature = "typescript", ts(type = "string | number | null"))]
    pub last: Option<Quantity>,
    /// The value of the period before.
    #[cfg_attr(feature = "typescript", ts(type = "string | number | null"))]
    pub previous: Option<Quantity>,
    /// The value of the same period a year earlier.
    #[cfg_attr(feature = "typescript", ts(type = "string | number | null"))]
    pub year_ago: Option<Quantity>,
}
