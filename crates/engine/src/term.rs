//! Calculations with several measures.

use crate::formula::{Clock, Key, Leaf, Measure, Window};

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
    /// Days of the period that are left after the as-of day.
    DaysLeft(Clock),
    /// target − reached: undefined without a target; [`kpi_model::Why::TargetMet`] where nothing remains.
    Remaining(Box<Term>, Box<Term>),
    /// A term over other days than those of the period. Windows do not hold windows.
    During(Window, Box<Term>),
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

    /// What remains of a target
    #[must_use]
    pub fn remaining(self, reached: Self) -> Self {
        Self::Remaining(Box::new(self), Box::new(reached))
    }

    /// The term over a window.
    #[must_use]
    pub fn during(self, window: Window) -> Self {
        Self::During(window, Box::new(self))
    }

    /// Does it hold a window?
    #[must_use]
    pub fn has_window(&self) -> bool {
        self.leaves().iter().any(|leaf| leaf.window.is_some())
    }

    /// Its measures, in the order of the calculation.
    #[must_use]
    pub fn measures(&self) -> Vec<&Measure> {
        self.leaves().into_iter().map(|leaf| leaf.measure).collect()
    }

    /// The measures with what they are gathered by, in the order of the calculation.
    pub(crate) fn leaves(&self) -> Vec<Leaf<'_>> {
        match self {
            Self::Sum(measure) | Self::SumOfSome(measure) | Self::Count(measure) => vec![Leaf { measure, key: None, window: None }],
            Self::Distinct(measure, key) => vec![Leaf { measure, key: Some(*key), window: None }],
            Self::During(window, term) => term.leaves().into_iter().map(|leaf| Leaf { window: Some(*window), ..leaf }).collect(),
            Self::Number(..) | Self::DaysLeft(_) => Vec::new(),
            Self::Plus(a, b) | Self::Times(a, b) | Self::Minus(a, b) | Self::Over(a, b) | Self::Remaining(a, b) => {
                [a.leaves(), b.leaves()].concat()
            }
        }
    }

    /// Is the result money?
    pub(crate) fn is_money(&self) -> bool {
        match self {
            Self::Sum(measure) | Self::SumOfSome(measure) => measure.what.is_money(),
            Self::Number(..) | Self::Count(_) | Self::Distinct(..) | Self::DaysLeft(_) => false,
            Self::Plus(a, b) | Self::Times(a, b) => a.is_money() || b.is_money(),
            Self::Minus(a, _) | Self::Remaining(a, _) => a.is_money(),
            Self::Over(a, b) => a.is_money() && !b.is_money(),
            Self::During(_, term) => term.is_money(),
        }
    }
}
