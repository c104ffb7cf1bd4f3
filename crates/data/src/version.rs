//! What an opportunity looked like at an earlier time.

use crate::Outcome;

/// One earlier state of one opportunity: a line of its history with amounts, or a row of an earlier export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// Row of the opportunity.
    pub deal: u32,
    /// Day since 1970 from which it is known.
    pub day: i32,
    /// Second of that day; of what is known by the day only, 0.
    pub second: i32,
    /// Minor units; [`crate::NO_MONEY`] where not said.
    pub amount: i64,
    /// When it was expected to close; [`crate::NO_DAY`] where not said.
    pub expected: i32,
    /// Open, won or lost then.
    pub outcome: Outcome,
}
