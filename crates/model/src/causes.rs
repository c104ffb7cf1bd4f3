//! What lies behind the figures of the sales process: where most is lost, what goes with winning, what an activity changes.

use serde::{Deserialize, Serialize};

use crate::{Against, Lens, Money, Period, Text};

/// Asks which stage costs most.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
pub struct AskBottlenecks {
    /// Period and filters; no KPIs, breakdown or grain.
    pub lens: Lens,
    /// The period whose conversion is the yardstick.
    pub against: Against,
}

/// What one stage costs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Bottleneck {
    /// Stage.
    pub stage: String,
    /// Opportunities that first entered it in the period, and of them those that got further.
    #[cfg_attr(feature = "typescript", ts(type = "[number, number]"))]
    pub now: (u64, u64),
    /// The same of the period compared with, seen as long after its end as the present one is.
    #[cfg_attr(feature = "typescript", ts(type = "[number, number]"))]
    pub before: (u64, u64),
    /// Opportunities fewer that got further than the earlier rate would have let; negative: more.
    pub missing: Option<f64>,
    /// Of those of both periods that got further and have ended: ended, won.
    #[cfg_attr(feature = "typescript", ts(type = "[number, number]"))]
    pub ended: (u64, u64),
    /// Mean amount of those won.
    #[cfg_attr(feature = "typescript", ts(type = "string | null"))]
    pub size: Option<Money>,
    /// Missing × won ÷ ended × mean amount.
    #[cfg_attr(feature = "typescript", ts(type = "string | null"))]
    pub value: Option<Money>,
    /// 95 % interval of the value, from the two rates of the stage alone.
    #[cfg_attr(feature = "typescript", ts(type = "[string, string] | null"))]
    pub interval: Option<(Money, Money)>,
    /// What one more in a hundred of those who entered would bring.
    #[cfg_attr(feature = "typescript", ts(type = "string | null"))]
    pub point: Option<Money>,
}

/// All stages, that which costs most first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct BottleneckView {
    /// The period.
    pub period: Period,
    /// The period compared with.
    pub before: Period,
    /// Stages.
    pub stages: Vec<Bottleneck>,
}

/// What factors are asked about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Outcomes {
    /// Closed opportunities: won or not.
    #[default]
    Win,
    /// Won opportunities: days from creation to the win.
    Cycle,
}

/// Asks what goes with winning, or with a long cycle.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
pub struct AskFactors {
    /// Period and filters.
    pub lens: Lens,
    /// Of what.
    pub of: Outcomes,
}

/// Something that opportunities differ in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Factor {
    /// Product line.
    Product,
    /// Quarter of the amounts.
    Size,
    /// Are amount, product, source and customer filled in, as far as the data have them?
    Completeness,
    /// Time since the owner started, by the file of people, else since the owner's first opportunity, on the day this one was created.
    Tenure,
    /// Where it came from.
    Source,
    /// Lines of its order; for the cycle only.
    Lines,
}

/// One level of a factor against all others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct FactorRow {
    /// Factor.
    pub factor: Factor,
    /// Level.
    pub level: Text,
    /// Opportunities of the level.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub n: u64,
    /// Their win rate, or mean days.
    pub value: Option<f64>,
    /// Less that of all others, as it is.
    pub plain: Option<f64>,
    /// The same among opportunities of equal size band and source.
    pub adjusted: Option<f64>,
    /// Its 95 % interval.
    pub interval: Option<(f64, f64)>,
    /// Opportunities of the level that had others like them.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub matched: u64,
    /// Does the interval leave out 0?
    pub stands_out: bool,
}

/// All factors.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct FactorsView {
    /// Of what.
    pub of: Outcomes,
    /// Opportunities.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub n: u64,
    /// Win rate or mean days of all.
    pub value: Option<f64>,
    /// What the others were made equal in; what the data lack is not among them.
    pub adjusted_for: Vec<Factor>,
    /// Levels by factor, those that differ most first.
    pub rows: Vec<FactorRow>,
}

/// Asks what activities change, by kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
pub struct AskEffects {
    /// Period of the activities, and filters.
    pub lens: Lens,
    /// Days after the activity in which the opportunity has to get further; default 30, at most 365.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<u32>,
}

/// What one kind of activity changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct EffectRow {
    /// Kind; none where it is not filled in.
    pub kind: Option<String>,
    /// First activities of the kind in a stage, whose days after are all over.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub n: u64,
    /// Of them, those with opportunities beside them that were open on the same day, in the same stage and age band, and had no
    /// such activity in the two weeks before.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub matched: u64,
    /// Part of the matched that got further within the days.
    pub rate: Option<f64>,
    /// The same of those beside them, each day, stage and age as often as the activity.
    pub others: Option<f64>,
    /// The difference, over days, stages and ages.
    pub difference: Option<f64>,
    /// Its 95 % interval.
    pub interval: Option<(f64, f64)>,
    /// What activities of the kind cost in the period, of those whose days after are all over, where that is known.
    #[cfg_attr(feature = "typescript", ts(type = "string | null"))]
    pub cost: Option<Money>,
    /// Cost ÷ (difference × activities): of one opportunity more that got further, where the interval lies above 0.
    #[cfg_attr(feature = "typescript", ts(type = "string | null"))]
    pub cost_per_effect: Option<Money>,
}

/// All kinds, the most frequent first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct EffectsView {
    /// Days in which the opportunity had to get further.
    pub days: u32,
    /// Is getting further a later stage or the win? Without stage history it is the win.
    pub by_stage: bool,
    /// Kinds.
    pub rows: Vec<EffectRow>,
}
