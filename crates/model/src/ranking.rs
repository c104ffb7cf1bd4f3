//! Groups in order of a rate, with chance taken out.

use serde::{Deserialize, Serialize};

use crate::{Dimension, Grade, Lens};

/// Asks for the groups of one rate in order. The peers of a group are all groups of the lens: filter to a role or segment for
/// fairer ones.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AskRanking {
    /// One definition that counts a part of its rows, one breakdown, no grain.
    pub lens: Lens,
    /// Seed of the draws behind intervals and ranks; default 42.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub seed: Option<u32>,
}

/// One group in its place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RankedGroup {
    /// Its value of the dimension; none for rows without one.
    pub group: Option<String>,
    /// Rows above the line.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub part: u64,
    /// Rows below the line.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub n: u64,
    /// Part ÷ n, as it is.
    pub rate: Option<f64>,
    /// What the rate is likely to be: between its own and that of all, nearer to its own the more cases there are.
    pub shrunken: Option<f64>,
    /// Its 95 % interval.
    pub interval: Option<(f64, f64)>,
    /// Place among the groups with enough cases by the shrunken rate, from 1 for the highest.
    pub rank: Option<u32>,
    /// Best and worst place in nine of ten repetitions.
    pub ranks: Option<(u32, u32)>,
    /// Differs from all others together, where of the groups named so one in ten may be by chance (Benjamini-Hochberg).
    pub stands_out: bool,
    /// How much may be said of so many cases.
    pub grade: Grade,
}

/// All groups of a rate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RankingView {
    /// The dimension.
    pub dimension: Dimension,
    /// Rate of the peers together: the groups with at least five cases, at most the 500 largest.
    pub pooled: Option<f64>,
    /// So many cases of its own weigh as much as the peers; none where the groups differ by no more than chance.
    pub weight: Option<f64>,
    /// Peers that were held against each other.
    pub searched: u32,
    /// Those with a rank first, by rank; then by number of cases.
    pub groups: Vec<RankedGroup>,
}
