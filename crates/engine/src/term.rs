//! Calculations with several measures.

use crate::formula::{Key, Measure};

/// An amount in a calculation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// The sum of a measure.
    Sum(Measure),
    /// The sum of a measure, undefined where it has no rows: what nobody recorded is not 0.
    SumOfSome(Measure),
    /// How many rows a measure counts: those that have its value.
    Count(Measure),
    /// How many different keys the rows of a measure have.
    Distinct(Measure, Key),
    /// A plain number: above ÷ below.
    Number(i64, i64),
    /// a + b
    Plus(Box<Term>, Box<Term>),
    /// a × b
    Times(Box<Term>, Box<Term>),
    /// a − b
    Minus(Box<Term>, Box<Term>),
    /// a ÷ b; undefined for b = 0, for money also below 0.
    Over(Box<Term>, Box<Term>),
    /// a ÷ (target − reached): undefined without a target; [`kpi_model::Why::TargetMet`] where nothing remains.
    OverRemaining(Box<Term>, Box<Term>, Box<Term>),
}

impl Term {
    /// The number of different keys among the rows of a measure.
    #[must_use]
    pub fn distinct(measure: Measure, key: Key) -> Self {
        Self::Distinct(key.filled(measure), key)
    }

    /// a + b
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self::Plus(Box::new(self), Box::new(other))
    }

    /// Does it read no data at all?
    #[must_use]
    pub fn is_constant(&self) -> bool {
        self.leaves().is_empty()
    }

    /// a × b
    #[must_use]
    pub fn times(self, other: Self) -> Self {
        Self::Times(Box::new(self), Box::new(other))
    }

    /// a − b
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self::Minus(Box::new(self), Box::new(other))
    }

    /// a ÷ b
    #[must_use]
    pub fn over(self, other: Self) -> Self {
        Self::Over(Box::new(self), Box::new(other))
    }

    /// a ÷ what remains of a target
    #[must_use]
    pub fn over_remaining(self, target: Self, reached: Self) -> Self {
        Self::OverRemaining(Box::new(self), Box::new(target), Box::new(reached))
    }

    /// The measures with what they are gathered by, in the order of the calculation.
    pub(crate) fn leaves(&self) -> Vec<(&Measure, Option<Key>)> {
        match self {
            Self::Sum(measure) | Self::SumOfSome(measure) | Self::Count(measure) => vec![(measure, None)],
            Self::Distinct(measure, key) => vec![(measure, Some(*key))],
            Self::Number(..) => Vec::new(),
            Self::Plus(a, b) | Self::Times(a, b) | Self::Minus(a, b) | Self::Over(a, b) => [a.leaves(), b.leaves()].concat(),
            Self::OverRemaining(a, b, c) => [a.leaves(), b.leaves(), c.leaves()].concat(),
        }
    }

    /// Is the result money?
    pub(crate) fn is_money(&self) -> bool {
        match self {
            Self::Sum(measure) | Self::SumOfSome(measure) => measure.what.is_money(),
            Self::Number(..) | Self::Count(_) | Self::Distinct(..) | Self::OverRemaining(..) => false,
            Self::Plus(a, b) | Self::Times(a, b) => a.is_money() || b.is_money(),
            Self::Minus(a, _) => a.is_money(),
            Self::Over(a, b) => a.is_money() && !b.is_money(),
        }
    }
}
