//! Scenarios: levers on the own history, the expected result, and its inverse.

use serde::{Deserialize, Serialize};

use crate::{Money, Period};

/// Changes against the base; 1 is "as it was".
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
pub struct Levers {
    /// Factor on new opportunities per month.
    pub volume: f64,
    /// Factor on the win rate.
    pub win_rate: f64,
    /// Factor on the average deal size.
    pub deal_size: f64,
    /// Factor on the sales cycle: 0.9 is ten percent faster.
    pub cycle: f64,
}

impl Default for Levers {
    fn default() -> Self {
        Self { volume: 1.0, win_rate: 1.0, deal_size: 1.0, cycle: 1.0 }
    }
}

/// Asks for the outcome of a scenario over a calendar year.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
pub struct RunScenario {
    /// Planned year; default as in [`crate::Spread`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// Target of the year; default that of the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub target: Option<Money>,
    /// The levers.
    pub levers: Levers,
}

/// Asks which lever value reaches the target.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
pub struct GoalSeek {
    /// The scenario the search starts from.
    pub scenario: RunScenario,
}

/// Expected result of one set of levers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ScenarioResult {
    /// Expected bookings of the year.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub expected: Money,
    /// Of it: already won.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub booked: Money,
    /// Of it: from opportunities open today.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub from_open: Money,
    /// Of it: from opportunities not created yet.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub from_new: Money,
    /// Expected ÷ target.
    pub attainment: Option<f64>,
    /// Expected − target.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub gap: Money,
    /// Expected bookings of each month of the year.
    #[cfg_attr(feature = "typescript", ts(type = "string[]"))]
    pub months: Vec<Money>,
}

/// The base figures, and the result with and without the levers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ScenarioView {
    /// Planned year.
    pub year: i32,
    /// The months the base was measured in.
    pub history: Period,
    /// Target of the year.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub target: Money,
    /// New opportunities per month in the base.
    pub volume: f64,
    /// Share of opportunities that are won in the end, in the base.
    pub win_rate: f64,
    /// Mean won amount in the base.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub deal_size: Money,
    /// Median days from creation to win in the base.
    pub cycle_days: f64,
    /// Own worst and best quarter as factors of the mean quarter, per lever: volume, win rate, deal size, cycle.
    pub ranges: [(f64, f64); 4],
    /// Won amount of each month of the history.
    #[cfg_attr(feature = "typescript", ts(type = "string[]"))]
    pub actual_months: Vec<Money>,
    /// Without levers.
    pub base: ScenarioResult,
    /// With levers.
    pub result: ScenarioResult,
    /// Expected result at the own worst and best quarter of each lever alone.
    #[cfg_attr(feature = "typescript", ts(type = "[string, string][]"))]
    pub tornado: Vec<(Money, Money)>,
}

/// What one lever alone would have to be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Needed {
    /// `volume`, `winRate`, `dealSize` or `cycle`.
    pub lever: String,
    /// The factor that reaches the target; none where this lever alone cannot.
    pub factor: Option<f64>,
    /// Expected result at that factor, to check.
    #[cfg_attr(feature = "typescript", ts(type = "string | null"))]
    pub reaches: Option<Money>,
    /// Best quarter of the own history, as a factor.
    pub best: f64,
    /// Quarters of the history that were at least as good, of how many.
    pub quarters: (u32, u32),
}
