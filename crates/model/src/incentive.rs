//! Scores and pay: role templates, functions of attainment, pay curves, and what noise does to them.

use serde::{Deserialize, Serialize};

use crate::{Money, Text};

/// Asks for the role templates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct AskRoles {}

/// How an attainment becomes points.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
pub struct Measured {
    /// KPI id, or any name.
    pub kpi: String,
    /// Weight in percent.
    pub weight: u32,
    /// Less is better: attainment is target ÷ actual.
    pub lower_is_better: bool,
    /// Attainment below this gives 0 points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub floor: Option<f64>,
    /// Attainment above this counts as this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cap: Option<f64>,
    /// Steps in place of the attainment itself: from this attainment on, so many points (1 is full).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ladder: Vec<(f64, f64)>,
}

/// A role with its measures.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Role {
    /// Id, such as `hunter`.
    pub id: String,
    /// Name.
    pub name: Text,
    /// Its measures; weights of 100 percent together.
    pub measures: Vec<Measured>,
}

/// What happens to the weight of a measure without a value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Absent {
    /// The other measures take it over.
    #[default]
    Redistribute,
    /// It counts as 0.
    Zero,
}

/// Pay as a function of the score; 1 is the target pay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", tag = "kind", deny_unknown_fields)]
pub enum PayCurve {
    /// The score itself, nothing below `floor`, no more than `cap`.
    Linear {
        /// Nothing below this score.
        floor: f64,
        /// No more than this part of the target pay.
        cap: Option<f64>,
    },
    /// From each score on, so much.
    Stepped {
        /// Score and part of the target pay, ascending.
        steps: Vec<(f64, f64)>,
    },
    /// The score up to `from`, then `rate` for each further point.
    Accelerated {
        /// Nothing below this score.
        floor: f64,
        /// Score from which the accelerator works.
        from: f64,
        /// Pay per point above it.
        rate: f64,
        /// No more than this part of the target pay.
        cap: Option<f64>,
    },
}

impl Default for PayCurve {
    fn default() -> Self {
        Self::Linear { floor: 0.0, cap: None }
    }
}

/// One value of a person.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Reached {
    /// As in [`Measured::kpi`].
    pub kpi: String,
    /// Actual; none if unknown.
    pub actual: Option<f64>,
    /// Target.
    pub target: f64,
    /// Cases behind the actual: chance moves it by about 1 ÷ √n.
    pub n: u32,
}

/// A person to be scored.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Scored {
    /// Name.
    pub name: String,
    /// Id of the role.
    pub role: String,
    /// Variable pay at a score of 1.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub pay: Money,
    /// Part of the period in the job, 0 to 1; pay is prorated.
    #[serde(default = "one")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<f64>", optional))]
    pub present: f64,
    /// Values.
    pub values: Vec<Reached>,
}

fn one() -> f64 {
    1.0
}

/// Asks for scores and pay under a plan, and against another.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
pub struct AskScore {
    /// Roles; empty: the templates.
    pub roles: Vec<Role>,
    /// People.
    pub people: Vec<Scored>,
    /// What a missing value does.
    pub absent: Absent,
    /// Pay curve.
    pub curve: PayCurve,
    /// Pay curve to compare with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<PayCurve>,
    /// Seed of the noise; default 42.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<u32>,
}

/// A person's score and pay.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ScoreRow {
    /// Name.
    pub name: String,
    /// Id of the role.
    pub role: String,
    /// Σ weight × points; none where nothing is known.
    pub score: Option<f64>,
    /// Per measure of the role: attainment and weighted points.
    pub parts: Vec<(String, Option<f64>, f64)>,
    /// Pay.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub pay: Money,
    /// Pay under the other curve.
    #[cfg_attr(feature = "typescript", ts(type = "string | null"))]
    pub other: Option<Money>,
    /// Rank within the role, from 1.
    pub rank: Option<u32>,
    /// Ranks in nine of ten repetitions with chance.
    pub ranks: Option<(u32, u32)>,
    /// Pay in nine of ten repetitions with chance.
    #[cfg_attr(feature = "typescript", ts(type = "[string, string] | null"))]
    pub pays: Option<(Money, Money)>,
    /// Said where few cases stand behind the score.
    pub note: Option<Text>,
}

/// Scores and pay of all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ScoreView {
    /// People as asked.
    pub rows: Vec<ScoreRow>,
    /// Pay of all.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub cost: Money,
    /// Pay of all at a score of 1.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub target_cost: Money,
    /// Pay of all under the other curve.
    #[cfg_attr(feature = "typescript", ts(type = "string | null"))]
    pub other_cost: Option<Money>,
    /// People with more, less and the same under the first curve than under the other.
    pub against: Option<(u32, u32, u32)>,
    /// Cost in nine of ten repetitions with chance.
    #[cfg_attr(feature = "typescript", ts(type = "[string, string]"))]
    pub costs: (Money, Money),
    /// Part of all pairs of one role whose order stays in a repetition: 1 is a ranking free of chance.
    pub stable: Option<f64>,
}
