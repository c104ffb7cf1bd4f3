//! Evidence for a target: what the own history, capacity and market say, and what would have to be true.

use serde::{Deserialize, Serialize};

use crate::{Bin, Day, Money, Need, Scenario, Spread, Text};

/// Asks for suggestions and for what speaks for and against a target.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
pub struct AskEvidence {
    /// The tree whose total is judged; its members give the capacity.
    pub spread: Spread,
    /// A scenario beside the year as it is; one without changes is none.
    pub scenario: Scenario,
    /// Growth of the market, as a fraction: 0.08 is eight percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub market_growth: Option<f64>,
    /// Growth of the strongest competitor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub competitor_growth: Option<f64>,
    /// The day on which the target is looked at again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub review: Option<Day>,
    /// Probabilities of the three tiers; default 0.8, 0.5, 0.2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chances: Option<(f64, f64, f64)>,
    /// Paths; default 2,000.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paths: Option<u32>,
    /// Seed; default 42.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<u32>,
}

/// Where a suggestion comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum SuggestionKind {
    /// Trend and season of the own bookings, by exponential smoothing.
    Smoothing,
    /// Open and coming opportunities: the median of the forecast.
    Pipeline,
    /// Opportunities × win rate × deal size of the last twelve months.
    Funnel,
    /// Productivity × ramp × months in the job, over all people.
    Capacity,
    /// Last twelve months × growth of the market.
    Market,
    /// Last twelve months × growth of the competitor.
    Competitor,
}

/// A figure for the year from one source, or why there is none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Suggestion {
    /// Source.
    pub kind: SuggestionKind,
    /// The figure.
    #[cfg_attr(feature = "typescript", ts(type = "string | null"))]
    pub amount: Option<Money>,
    /// Against the last twelve months, as a fraction.
    pub growth: Option<f64>,
    /// How it came about, with its numbers; or why there is none.
    pub how: Text,
}

/// The smoothing that foretold the own past best.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SmoothingView {
    /// `none`, `additive` or `multiplicative`.
    pub season: String,
    /// Has it a damped trend?
    pub has_trend: bool,
    /// Weights of level, trend and season, 0 to 1.
    pub weights: (f64, f64, f64),
    /// Σ |foretold − actual| ÷ Σ actual over three months from each origin.
    pub wape: f64,
    /// Σ (foretold − actual) ÷ Σ actual.
    pub bias: f64,
    /// Origins of the backtest.
    pub origins: u32,
    /// The months of the year.
    #[cfg_attr(feature = "typescript", ts(type = "string[]"))]
    pub months: Vec<Money>,
}

/// A level of ambition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum TierKind {
    /// 目标: likely.
    Base,
    /// 冲刺: as likely as not.
    Stretch,
    /// 挑战: unlikely.
    Challenge,
    /// The total of the tree that was asked about.
    Asked,
}

/// A target with its evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Tier {
    /// Level.
    pub kind: TierKind,
    /// The figure.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub amount: Money,
    /// Share of paths that reach it.
    pub chance: f64,
    /// Against the last twelve months, as a fraction.
    pub growth: Option<f64>,
    /// In how many twelve-month spans of the own history growth was at least this, of how many.
    pub history: (u32, u32),
    /// What each lever alone would have to be.
    pub needs: Vec<Need>,
    /// Opportunities per month it takes at the own win rate and deal size.
    pub opportunities_per_month: Option<f64>,
}

/// One letter of the SMART check.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SmartCheck {
    /// `S`, `M`, `A`, `R` or `T`.
    pub letter: String,
    /// Does it hold?
    pub holds: bool,
    /// Why, with the numbers.
    pub why: Text,
}

/// What the year may bring, and how sure the total that was asked about is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct YearOdds {
    /// Share of paths that reach the total.
    pub chance: f64,
    /// The amount reached with a probability of 90, 80, 70, 50, 30 and 20 %.
    #[cfg_attr(feature = "typescript", ts(type = "[number, string][]"))]
    pub sure: Vec<(f64, Money)>,
    /// Histogram of the year over all paths.
    pub bins: Vec<Bin>,
}

/// What speaks for and against a target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct EvidenceView {
    /// Year.
    pub year: i32,
    /// Booked in the last twelve whole months.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub last_year: Money,
    /// The year as it is.
    pub base: YearOdds,
    /// The year under the scenario that was asked about.
    pub scenario: Option<YearOdds>,
    /// Figures by source.
    pub suggestions: Vec<Suggestion>,
    /// The smoothing behind the first of them.
    pub smoothing: Option<SmoothingView>,
    /// Base, stretch, challenge, and the total that was asked about.
    pub tiers: Vec<Tier>,
    /// Specific, measurable, achievable, relevant, time-bound.
    pub smart: Vec<SmartCheck>,
}
