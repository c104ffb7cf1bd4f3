//! Forecasts and scenarios: what the months ahead may bring, as they are and with levers moved.

use serde::{Deserialize, Serialize};

use crate::{Day, Money, Text};

/// Something that can be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Lever {
    /// New opportunities, all or of one source.
    Volume,
    /// Share of opportunities won.
    WinRate,
    /// Share of one stage that moves on.
    StageConversion,
    /// Amount of a win, with its cost.
    DealSize,
    /// Price: amount of a win at the same cost and, as an assumption, the same number of wins.
    Price,
    /// Discount rate.
    Discount,
    /// Cost of what is sold: moves the margin only.
    Cost,
    /// Days to the win.
    Cycle,
    /// Repeat orders without an opportunity; only where they are counted.
    Retention,
    /// Number of sales people; `over` is the ramp.
    Headcount,
    /// Sales activities, as far as inflow followed them.
    Activity,
}

/// One lever moved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Change {
    /// What.
    pub lever: Lever,
    /// Source of [`Lever::Volume`], stage of [`Lever::StageConversion`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub item: Option<String>,
    /// Factor once it is fully in effect; 1 is "as it was".
    pub factor: f64,
    /// First month of the effect; default the first month ahead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>", optional))]
    pub from: Option<Day>,
    /// Months until it is fully in effect, in equal steps; default 1: at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub over: Option<u32>,
    /// What it costs, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>", optional))]
    pub cost: Option<Money>,
}

/// Changes against the base; without any it is the base.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
pub struct Scenario {
    /// Name.
    pub name: String,
    /// What is different; the order does not matter.
    pub changes: Vec<Change>,
}

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

/// What a lever is in the data, or why it cannot be moved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct LeverInfo {
    /// What.
    pub lever: Lever,
    /// Source or stage.
    pub item: Option<String>,
    /// Value in the base: opportunities per month, share, money (in currency units), days or people.
    pub value: Option<f64>,
    /// Own worst and best quarter as factors of the mean quarter; worst first.
    pub range: Option<(f64, f64)>,
    /// Quarters behind the range.
    pub quarters: u32,
    /// Why it cannot be moved.
    pub reason: Option<Text>,
    /// What moving it takes for granted.
    pub note: Option<Text>,
}

/// What a forecast rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ForecastBasis {
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
}

/// Asks what each lever alone moves between its own worst and best quarter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
pub struct AskTornado {
    /// Year; default the year after `asOf`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// The other levers stand as here.
    pub scenario: Scenario,
    /// Count repeat orders without an opportunity as bookings too; targets do not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub with_repeat: bool,
}

/// One bar of the tornado.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Swing {
    /// Lever.
    pub lever: Lever,
    /// Source or stage.
    pub item: Option<String>,
    /// Factors of the worst and the best quarter.
    pub factors: (f64, f64),
    /// Expected bookings at the worst.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub worst: Money,
    /// Expected bookings at the best.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub best: Money,
}

/// Asks for expected bookings over two levers at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AskHeatMap {
    /// Year; default the year after `asOf`.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub year: Option<i32>,
    /// The other levers.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", ts(as = "Option<Scenario>", optional))]
    pub scenario: Scenario,
    /// First lever at each of its factors.
    pub rows: (Change, Vec<f64>),
    /// Second lever at each of its factors.
    pub columns: (Change, Vec<f64>),
    /// Count repeat orders without an opportunity as bookings too.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", ts(as = "Option<bool>", optional))]
    pub with_repeat: bool,
}

/// Expected bookings by factor of the first lever, then of the second.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct HeatView {
    /// Year.
    pub year: i32,
    /// Rows of columns.
    #[cfg_attr(feature = "typescript", ts(type = "string[][]"))]
    pub amounts: Vec<Vec<Money>>,
}

/// Asks which changes reach a goal.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
pub struct AskSeek {
    /// Year; default the year after `asOf`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// Bookings to reach; default the target of the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub goal: Option<Money>,
    /// With this probability; without it the expected value has to reach the goal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chance: Option<f64>,
    /// Seed and paths for a probability.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<u32>,
    /// Paths; default 1,000.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paths: Option<u32>,
    /// Where the search starts from.
    pub scenario: Scenario,
    /// Count repeat orders without an opportunity as bookings too; targets do not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub with_repeat: bool,
    /// The levers that may be mixed, each with timing; `factor` is how far it may go, `cost` what that full way costs. Empty: all
    /// levers up to their own best quarter, the effort being the part of the way to it.
    pub mix: Vec<Change>,
}

/// What one lever alone would have to be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Need {
    /// Lever.
    pub lever: Lever,
    /// Source or stage.
    pub item: Option<String>,
    /// The factor that reaches the goal; none where this lever alone cannot.
    pub factor: Option<f64>,
    /// Expected bookings at that factor.
    #[cfg_attr(feature = "typescript", ts(type = "string | null"))]
    pub reaches: Option<Money>,
    /// Own best quarter as a factor.
    pub best: Option<f64>,
    /// Quarters at least as good, of how many.
    pub quarters: (u32, u32),
}

/// The answer to a goal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SeekView {
    /// The goal.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub goal: Money,
    /// Each lever alone.
    pub alone: Vec<Need>,
    /// The least costly mix that reaches it; none where even all of it does not.
    pub mix: Option<Scenario>,
    /// Expected bookings of the mix, or of going all the way with every lever.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub reaches: Money,
    /// Its cost, where costs were given.
    #[cfg_attr(feature = "typescript", ts(type = "string | null"))]
    pub cost: Option<Money>,
    /// Its effort: the sum over levers of the part of the way to the bound.
    pub effort: f64,
}

/// Asks for up to four scenarios side by side; the base comes first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
pub struct AskCompare {
    /// Year; default the year after `asOf`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// Target; default that of the plan.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub target: Option<Money>,
    /// Paths; default 2,000.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paths: Option<u32>,
    /// Seed; default 42.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<u32>,
    /// The scenarios.
    pub scenarios: Vec<Scenario>,
    /// Count repeat orders without an opportunity as bookings too; targets do not.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub with_repeat: bool,
}

/// One scenario of a comparison.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ComparedScenario {
    /// Name; empty for the base.
    pub name: String,
    /// The changes in words.
    pub words: Text,
    /// Expected bookings of the year.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub expected: Money,
    /// Bookings of the year over all paths.
    pub drawn: Distribution,
    /// Share of paths that reach the target.
    pub chance: f64,
    /// Median less that of the base.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub gain: Money,
    /// Expected gross profit, where costs are known.
    #[cfg_attr(feature = "typescript", ts(type = "string | null"))]
    pub gross_profit: Option<Money>,
    /// Gross profit ÷ bookings.
    pub margin: Option<f64>,
    /// Costs of the changes.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub programme_cost: Money,
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
