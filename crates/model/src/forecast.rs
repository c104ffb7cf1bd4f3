//! Forecasts: what the months ahead may bring, and how good such forecasts were.

use serde::{Deserialize, Serialize};

use crate::{Day, LeverInfo, LimitCheck, Limits, Money, Scenario, Text};

/// Asks for the forecast of a year, as it is or under a scenario.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
pub struct AskForecast {
    /// Calendar year; default the year after `asOf`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// Target of the year; default that of the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub target: Option<Money>,
    /// Paths to draw, at most 20,000; default 2,000. Fewer paths are the first of more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paths: Option<u32>,
    /// Seed of the draws; default 42.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<u32>,
    /// What is changed.
    pub scenario: Scenario,
    /// Count repeat orders without an opportunity as bookings too; targets do not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub with_repeat: bool,
    /// What the changes should keep to.
    pub limits: Limits,
    /// Leave out the backtest, which does not depend on the scenario.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub without_backtest: bool,
}

/// A distribution of amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Distribution {
    /// One path in ten is below.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub p10: Money,
    /// One in four is below.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub p25: Money,
    /// Half are below.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub p50: Money,
    /// One in four is above.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub p75: Money,
    /// One in ten is above.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub p90: Money,
}

/// Part of the paths that end between two amounts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Bin {
    /// From.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub from: Money,
    /// To.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub to: Money,
    /// Share of all paths.
    pub share: f64,
}

/// A month behind or ahead, or the twelve months that end with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ForecastMonth {
    /// First day.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub month: Day,
    /// Booked by the as-of day; none for months ahead.
    #[cfg_attr(feature = "typescript", ts(type = "string | null"))]
    pub actual: Option<Money>,
    /// Booked and expected.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub expected: Money,
    /// Booked and drawn; none for whole months behind.
    pub drawn: Option<Distribution>,
}

/// One origin of the backtest: what was foretold for the months from it on, and what came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct BacktestPoint {
    /// First day foretold.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub from: Day,
    /// One path in ten was below.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub low: Money,
    /// Half were below.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub middle: Money,
    /// One path in ten was above.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub high: Money,
    /// What came.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub actual: Money,
}

/// How the forecast would have done on the own past.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Backtest {
    /// Months foretold from each origin.
    pub months: u32,
    /// Months of history before the first origin; a forecast itself needs twelve.
    pub history: u32,
    /// Σ |foretold − actual| ÷ Σ actual.
    pub wape: f64,
    /// Mean of |foretold − actual| ÷ actual.
    pub mape: f64,
    /// Σ (foretold − actual) ÷ Σ actual: above 0 the forecast was too high.
    pub bias: f64,
    /// Origins whose actual lay between low and high; eight in ten should.
    pub inside: u32,
    /// Origins.
    pub origins: u32,
    /// Mean squared error of the chance to do as well as a year before: 0 is perfect, 0.25 is a coin.
    pub brier: Option<f64>,
    /// The origins in order.
    pub points: Vec<BacktestPoint>,
}

/// What a forecast rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ForecastBasis {
    /// Made from orders, as there are no won opportunities: "opportunities" are orders, each won on its day.
    pub of_orders: bool,
    /// New opportunities per month, mean of twelve months.
    pub per_month: f64,
    /// Yearly growth of the inflow that stands out of its noise.
    pub growth: f64,
    /// Share won in the end, by the own curve.
    pub win_rate: f64,
    /// Days until half of the wins have come.
    pub median_days: f64,
    /// Mean won amount.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub deal_size: Money,
    /// Opportunities open at the as-of day.
    pub open: u32,
    /// Bookings of the calendar months against the mean month, from January.
    pub season: Vec<f64>,
    /// Stages with a win curve of their own: name, opportunities, share won.
    pub stages: Vec<(String, u32, f64)>,
    /// Relative deviations from quarter to quarter beyond chance: inflow, win rate.
    pub shocks: (f64, f64),
}

/// The forecast of a year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ForecastView {
    /// The day it was made from.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub as_of: Day,
    /// Year.
    pub year: i32,
    /// Target of the year.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub target: Money,
    /// Seed and number of paths.
    pub seed: u32,
    /// Paths drawn.
    pub paths: u32,
    /// Expected bookings of the year: the sum of the four parts below.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub expected: Money,
    /// Already won.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub booked: Money,
    /// From opportunities open now.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub from_open: Money,
    /// From opportunities not created yet.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub from_new: Money,
    /// From repeat business without opportunity.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub from_repeat: Money,
    /// Bookings of the year over all paths.
    pub drawn: Distribution,
    /// Share of paths that reach the target.
    pub chance: f64,
    /// Probability that what is booked and open reaches the target without anything new: by convolution, without shocks.
    pub open_alone: f64,
    /// The amount reached with a probability of 90, 80, 70, 50, 30 and 20 %.
    #[cfg_attr(feature = "typescript", ts(type = "[number, string][]"))]
    pub sure: Vec<(f64, Money)>,
    /// Histogram of the year over all paths.
    pub bins: Vec<Bin>,
    /// The months from two years back to the end of the year.
    pub months: Vec<ForecastMonth>,
    /// The twelve months that end with each of the last twelve and all further months.
    pub trailing: Vec<ForecastMonth>,
    /// Expected gross profit of the year, where costs are known.
    #[cfg_attr(feature = "typescript", ts(type = "string | null"))]
    pub gross_profit: Option<Money>,
    /// Gross profit ÷ bookings.
    pub margin: Option<f64>,
    /// Costs of the changes.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub programme_cost: Money,
    /// The levers, those without data with the reason.
    pub levers: Vec<LeverInfo>,
    /// What it rests on.
    pub basis: ForecastBasis,
    /// How it would have done on the own past.
    pub backtest: Option<Backtest>,
    /// Why there is no backtest.
    pub withheld: Option<Text>,
    /// The changes in words.
    pub words: Text,
    /// The limits that were given.
    pub limits: Vec<LimitCheck>,
}

/// Asks how sure each node of a target tree is to be reached.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
pub struct AskChances {
    /// The tree.
    pub spread: crate::Spread,
    /// What is changed.
    pub scenario: Scenario,
    /// Paths; default 1,000.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paths: Option<u32>,
    /// Seed; default 42.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<u32>,
}

/// How sure a node is to reach its figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct NodeChance {
    /// Node id.
    pub node: String,
    /// Share of paths that reach the node's figure; none where nothing is known about it.
    pub chance: Option<f64>,
    /// Bookings over all paths.
    pub drawn: Option<Distribution>,
    /// Why there is none.
    pub reason: Option<Text>,
}
