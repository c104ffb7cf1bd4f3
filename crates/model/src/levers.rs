//! Levers: what can be changed, what each change moves, and which changes reach a goal.

use serde::{Deserialize, Serialize};

use crate::{Day, Distribution, Money, Text};

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

impl Lever {
    /// Every lever.
    pub const ALL: [Self; 11] = [
        Self::Volume,
        Self::WinRate,
        Self::StageConversion,
        Self::DealSize,
        Self::Price,
        Self::Discount,
        Self::Cost,
        Self::Cycle,
        Self::Retention,
        Self::Headcount,
        Self::Activity,
    ];

    /// The levers of a mix where none are named: those that do not contain each other.
    pub const MIXED: [Self; 6] = [Self::Volume, Self::WinRate, Self::DealSize, Self::Cycle, Self::Discount, Self::Retention];

    /// The word on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Volume => "volume",
            Self::WinRate => "winRate",
            Self::StageConversion => "stageConversion",
            Self::DealSize => "dealSize",
            Self::Price => "price",
            Self::Discount => "discount",
            Self::Cost => "cost",
            Self::Cycle => "cycle",
            Self::Retention => "retention",
            Self::Headcount => "headcount",
            Self::Activity => "activity",
        }
    }
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

/// What changes must keep to. Nothing is limited unless it is given.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
pub struct Limits {
    /// The most that the changes may cost together.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub budget: Option<Money>,
    /// The least gross profit ÷ bookings of the year, as a fraction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub margin: Option<f64>,
    /// The most new opportunities a person can take on in a month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub load: Option<f64>,
    /// How far a lever may go in a mix, as a factor of the base; 1: it stays.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub levers: Vec<(Lever, f64)>,
}

/// Which limit a check is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum LimitKind {
    /// Cost of the changes, in currency units.
    Budget,
    /// Gross profit ÷ bookings, as a fraction.
    Margin,
    /// New opportunities of a person in the fullest month.
    Load,
}

/// Whether a scenario keeps to a limit.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct LimitCheck {
    /// Which.
    pub kind: LimitKind,
    /// The limit.
    pub limit: f64,
    /// What the scenario has; none where the data do not say.
    pub value: Option<f64>,
    /// Does it keep to it?
    pub holds: Option<bool>,
}

/// What a lever is in the data, or why it cannot be moved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct LeverInfo {
    /// What.
    pub lever: Lever,
    /// What it is called, without source or stage.
    pub name: Text,
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
    /// Factors of the worst and the best quarter, in place of what the scenario has.
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
    /// First month of the effect of levers that are not in `mix`; default the first month ahead.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub from: Option<Day>,
    /// Months until they are fully in effect; default 1: at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub over: Option<u32>,
    /// What the mix must keep to.
    pub limits: Limits,
}

/// What one lever alone would have to be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Need {
    /// Lever.
    pub lever: Lever,
    /// What it is called, as [`LeverInfo::name`].
    pub name: Text,
    /// Source or stage.
    pub item: Option<String>,
    /// The factor that reaches the goal, on top of the scenario; none where this lever alone cannot.
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
    /// What was changed already: needs and mix go on from there.
    pub scenario: Scenario,
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
