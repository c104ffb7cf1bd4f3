//! A KPI as a value: evaluated, explained and printed by the same interpreter.

use kpi_model::{Dimension, Field, TableKind, Unit};

pub use crate::condition::Test;
pub use crate::term::Term;
pub use crate::windows::Window;

/// What a row adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// One.
    Rows,
    /// Its amount or score. A row without it is left out and listed.
    Sum(Field),
    /// The difference of two amounts, both present.
    Difference(Field, Field),
    /// Its amount × probability, exact in millionths of a minor unit.
    Expected(Field),
    /// Days between two dates, both present and in order.
    Days(Field, Field),
    /// Which record it is a part of: lines of one order are one record, any other row is its own.
    Record,
    /// Days from this date to the as-of day.
    Age(Field),
    /// Its amount × the part of its month that is over by the end of the as-of day, rounded to the minor unit.
    ToDate(Field, Clock),
    /// How and after how many days it ended, or that it is still open: an observation for competing risks.
    Ending,
}

/// The days that make up a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Clock {
    /// All of them.
    Calendar,
    /// Those that are worked ([`kpi_model::Workdays`]).
    Working,
}

/// Which period a row belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// The one that holds this date. A lens over all time does not need the date.
    At(Field),
    /// The one that holds this date, unless it holds that later date of the same customer, too: once per period. Not over all time.
    Last(Field, Field),
    /// Every one at whose end (at the as-of day, if earlier) the opportunity was open.
    OpenAtEnd,
    /// Closed: the close date. Open: the day it became overdue, or this many days old without a due date.
    ClosedOrStale(i32),
    /// The one that holds this date, also where it lies after the as-of day: plans.
    Due(Field),
    /// None: the measure is only defined over all time.
    Never,
}

/// Rows of one table, tested, dated and added up.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Measure {
    /// The table.
    pub table: TableKind,
    /// What a row adds.
    pub what: What,
    /// All must hold.
    pub tests: Vec<Test>,
    /// Where it belongs in time.
    pub when: When,
}

/// A measure as a formula uses it.
#[derive(Clone, Copy)]
pub(crate) struct Leaf<'a> {
    pub(crate) measure: &'a Measure,
    /// What it is gathered by.
    pub(crate) key: Option<Key>,
    /// Other days than those of the period.
    pub(crate) window: Option<Window>,
}

/// The period a growth rate compares with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Back {
    /// The one just before.
    Period,
    /// The same a year earlier.
    Year,
}

/// What rows are gathered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// The values of a dimension.
    Of(Dimension),
    /// The records: orders, not their lines.
    Record,
    /// The opportunities the rows belong to.
    Opportunity,
}

/// What is kept of the keys of an earlier period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// The keys themselves: retained ÷ all of the earlier period, with Wilson's interval.
    Keys,
    /// What they bring now ÷ what they brought.
    Value,
    /// The same, no key counted for more than it brought.
    Capped,
}

/// How uneven a sum is spread over keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// Part of the largest so many.
    Largest(usize),
    /// Part of the largest so many percent of the keys, rounded up to a whole key.
    LargestPercent(u8),
    /// How many keys, from the largest down, make up so many percent.
    KeysFor(u8),
    /// Herfindahl-Hirschman index, Σ share², from 1 ÷ keys to 1 (Hirschman 1964).
    Index,
}

/// Rows that have something against those that have not: kinds of activity and opportunities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contrast {
    /// Above and below the line, of the rows that have it.
    pub with: (Measure, Measure),
    /// Above and below the line, of all rows.
    pub all: (Measure, Measure),
    /// The dimension of `with` that `all` does not have.
    pub of: Dimension,
    /// Which of the two rates, or their difference.
    pub side: Side,
}

/// A side of a [`Contrast`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The rate with it.
    With,
    /// The rate without it.
    Without,
    /// With minus without; for shares of rows with Newcombe's interval (1998, method 10).
    Difference,
}

/// How measures become a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Formula {
    /// The measure itself.
    Total(Measure),
    /// One measure ÷ another. Undefined for a denominator of 0, for money also below 0.
    Ratio {
        /// Above the line.
        numerator: Measure,
        /// Below the line.
        denominator: Measure,
        /// The numerator's rows are some of the denominator's: the interval is Wilson's for counts, by linearisation for sums.
        is_part: bool,
    },
    /// Σ ÷ n with an interval from the spread.
    Mean(Measure),
    /// A quantile in percent, interpolated.
    Quantile(Measure, u8),
    /// Probability of the first ending (win) within so many days: Aalen-Johansen.
    Within(Measure, i64),
    /// Probability of the second ending (loss) within the second number of days, of those that were still open after the first:
    /// Aalen-Johansen over these alone. In spans of one length it shows how the hazard of loss goes with age.
    LostBetween(Measure, i64, i64),
    /// Days until so many percent have been won; not reached if they never are.
    TimeTo(Measure, u8),
    /// 100 × (plus − minus) ÷ base, with the adjusted Wald interval.
    NetScore {
        /// Promoters.
        plus: Measure,
        /// Detractors.
        minus: Measure,
        /// All answers.
        base: Measure,
    },
    /// Change against an earlier period of the same shape, as a fraction.
    Growth(Measure, Back),
    /// Part of the group in the total of all groups of the lens.
    Share(Measure),
    /// How many different keys the rows have.
    Distinct(Measure, Key),
    /// Keys with at least so many records ÷ keys with any. The measure adds [`What::Record`].
    Repeated(Measure, Key, usize),
    /// What is left of the keys of the period before.
    Retained(Measure, Key, Kept),
    /// Keys of the second measure in the period before that have rows of the first in this one ÷ all of them.
    Reached(Measure, Measure, Key),
    /// How uneven the sum is spread over the keys. Undefined where the total is not positive.
    Concentration(Measure, Key, Spread),
    /// Keys with rows in the period ÷ keys with any row up to the as-of day: of a cohort, what is left of it.
    Active(Measure, Key),
    /// What a customer brings as long as it stays: the sum of the measure a key ÷ the part of the keys of the period before that has
    /// no row in this one. As many periods as 1 ÷ churn on average (Gupta and Lehmann 2003, without discounting).
    Lifetime(Measure, Key),
    /// A rate of rows that have something, beside all rows of the same table that the table of those who have it is made
    /// from. The dimension that tells the somethings apart does not divide the whole.
    Contrast(Box<Contrast>),
    /// A calculation, in a unit that follows from its meaning.
    Calculation(Term, Unit),
}

impl What {
    /// How many of what a column keeps make one: pieces are kept in millionths, minutes in seconds.
    pub(crate) fn parts(self) -> i64 {
        match self {
            Self::Sum(Field::Quantity) => 1_000_000,
            Self::Sum(Field::Duration) => 60,
            _ => 1,
        }
    }

    /// Is the sum money?
    #[must_use]
    pub fn is_money(self) -> bool {
        match self {
            Self::Sum(field) | Self::ToDate(field, _) => {
                matches!(
                    field,
                    Field::Amount
                        | Field::Cost
                        | Field::ListPrice
                        | Field::AmountPaid
                        | Field::Original
                        | Field::OriginalCost
                        | Field::Actual
                        | Field::Miss
                )
            }
            Self::Difference(..) | Self::Expected(_) => true,
            Self::Rows | Self::Days(..) | Self::Ending | Self::Record | Self::Age(_) => false,
        }
    }
}

impl Measure {
    /// Rows of a table that pass the tests.
    #[must_use]
    pub fn new(table: TableKind, what: What, tests: &[Test], when: When) -> Self {
        Self { table, what, tests: tests.to_vec(), when }
    }

    /// The columns it reads.
    #[must_use]
    pub fn fields(&self) -> Vec<Field> {
        let mut fields = match self.what {
            What::Rows | What::Record => Vec::new(),
            What::Sum(field) | What::Age(field) => vec![field],
            What::ToDate(field, _) => vec![field, Field::Month],
            What::Difference(a, b) | What::Days(a, b) => vec![a, b],
            What::Expected(field) => vec![field, Field::Stage],
            What::Ending => vec![Field::Stage, Field::Created, Field::Closed],
        };
        fields.extend(self.tests.iter().filter_map(|test| match test {
            Test::LongAfter(_, before, _) | Test::SoonAfter(_, before, _) => Some(*before),
            _ => None,
        }));
        fields.extend(self.tests.iter().map(|test| match test {
            Test::Won | Test::Lost | Test::Closed | Test::Open => Field::Stage,
            Test::Has(field)
            | Test::Lacks(field)
            | Test::Positive(field)
            | Test::Negative(field)
            | Test::OlderThan(field, _)
            | Test::LongAfter(field, ..)
            | Test::SoonAfter(field, ..)
            | Test::Happened(field)
            | Test::Between(field, ..)
            | Test::Is(field, _)
            | Test::IsNot(field, _) => *field,
        }));
        match self.when {
            When::At(field) | When::Due(field) => fields.push(field),
            When::Last(field, next) => fields.extend([field, next]),
            When::OpenAtEnd | When::ClosedOrStale(_) => fields.extend([Field::Stage, Field::Created, Field::Closed]),
            When::Never => {}
        }
        fields.sort_unstable();
        fields.dedup();
        fields
    }
}

impl Key {
    /// Where the key must be filled in for a row to count.
    fn test(self) -> Option<Test> {
        let dimension = match self {
            Self::Of(dimension) => dimension,
            Self::Opportunity => return Some(Test::Has(Field::Opportunity)),
            Self::Record => return None,
        };
        Some(Test::Has(match dimension {
            Dimension::Person => Field::Person,
            Dimension::Team => Field::Team,
            Dimension::Region => Field::Region,
            Dimension::Product => Field::Product,
            Dimension::Industry => Field::Industry,
            Dimension::Source => Field::Source,
            Dimension::Customer => Field::Customer,
            Dimension::Stage => Field::Stage,
            Dimension::ActivityType => Field::ActivityType,
            Dimension::LossReason => Field::LossReason,
            Dimension::Competitor => Field::Competitor,
            Dimension::Segment => Field::Segment,
            Dimension::Category => Field::Category,
            Dimension::Currency => Field::Currency,
            // Bands and cohorts are no fields of a file: what they are made of must be there.
            Dimension::Cohort | Dimension::DiscountBand => Field::Customer,
            Dimension::AgeBand => Field::Created,
            Dimension::MarginBand => Field::Cost,
        }))
    }

    /// The measure over rows whose key is filled in.
    pub(crate) fn filled(self, mut measure: Measure) -> Measure {
        measure.tests.extend(self.test());
        measure
    }
}

impl Formula {
    /// How many different keys the rows of a measure have.
    #[must_use]
    pub fn distinct(measure: Measure, key: Key) -> Self {
        Self::Distinct(key.filled(measure), key)
    }

    /// Keys with at least so many records ÷ keys with any.
    #[must_use]
    pub fn repeated(measure: Measure, key: Key, times: usize) -> Self {
        Self::Repeated(key.filled(measure), key, times)
    }

    /// What is left of the keys of the period before.
    #[must_use]
    pub fn retained(measure: Measure, key: Key, kept: Kept) -> Self {
        Self::Retained(key.filled(measure), key, kept)
    }

    /// Which of the keys of the period before have rows of another measure now.
    #[must_use]
    pub fn reached(now: Measure, before: Measure, key: Key) -> Self {
        Self::Reached(key.filled(now), key.filled(before), key)
    }

    /// How uneven the sum is spread over the keys.
    #[must_use]
    pub fn concentration(measure: Measure, key: Key, spread: Spread) -> Self {
        Self::Concentration(key.filled(measure), key, spread)
    }

    /// What is left of the keys.
    #[must_use]
    pub fn active(measure: Measure, key: Key) -> Self {
        Self::Active(key.filled(measure), key)
    }

    /// What a customer brings as long as it stays.
    #[must_use]
    pub fn lifetime(measure: Measure, key: Key) -> Self {
        Self::Lifetime(key.filled(measure), key)
    }

    /// The measures with what they are gathered by, numerator first.
    pub(crate) fn leaves(&self) -> Vec<Leaf<'_>> {
        match self {
            Self::Distinct(measure, key)
            | Self::Repeated(measure, key, _)
            | Self::Retained(measure, key, _)
            | Self::Reached(measure, _, key)
            | Self::Concentration(measure, key, _)
            | Self::Active(measure, key)
            | Self::Lifetime(measure, key) => vec![Leaf { measure, key: Some(*key), window: None }],
            Self::Calculation(term, _) => term.leaves(),
            _ => self.measures().into_iter().map(|measure| Leaf { measure, key: None, window: None }).collect(),
        }
    }

    /// The measures, numerator first.
    #[must_use]
    pub fn measures(&self) -> Vec<&Measure> {
        match self {
            Self::Total(m)
            | Self::Mean(m)
            | Self::Quantile(m, _)
            | Self::Within(m, _)
            | Self::LostBetween(m, ..)
            | Self::TimeTo(m, _)
            | Self::Growth(m, _)
            | Self::Distinct(m, _)
            | Self::Repeated(m, ..)
            | Self::Retained(m, ..)
            | Self::Concentration(m, ..)
            | Self::Active(m, _)
            | Self::Lifetime(m, _)
            | Self::Share(m) => vec![m],
            Self::Contrast(contrast) => vec![&contrast.with.0, &contrast.with.1, &contrast.all.0, &contrast.all.1],
            Self::Calculation(term, _) => term.leaves().into_iter().map(|leaf| leaf.measure).collect(),
            Self::Ratio { numerator, denominator, .. } => vec![numerator, denominator],
            Self::Reached(now, before, _) => vec![now, before],
            Self::NetScore { plus, minus, base } => vec![plus, minus, base],
        }
    }

    /// The measure whose rows are all the rows behind the value; of a calculation, the first.
    #[must_use]
    pub fn base(&self) -> &Measure {
        /// What a calculation without data would count: nothing builds one.
        static NONE: Measure = Measure { table: TableKind::Opportunities, what: What::Rows, tests: Vec::new(), when: When::Never };
        match self {
            Self::Ratio { denominator, is_part: true, .. } => denominator,
            Self::NetScore { base, .. } => base,
            Self::Total(m)
            | Self::Ratio { numerator: m, .. }
            | Self::Mean(m)
            | Self::Quantile(m, _)
            | Self::Within(m, _)
            | Self::LostBetween(m, ..)
            | Self::TimeTo(m, _)
            | Self::Growth(m, _)
            | Self::Distinct(m, _)
            | Self::Repeated(m, ..)
            | Self::Retained(m, ..)
            | Self::Reached(m, ..)
            | Self::Concentration(m, ..)
            | Self::Active(m, _)
            | Self::Lifetime(m, _)
            | Self::Share(m) => m,
            Self::Contrast(contrast) if contrast.side == Side::With => &contrast.with.1,
            Self::Contrast(contrast) => &contrast.all.1,
            Self::Calculation(term, _) => term.leaves().first().map_or(&NONE, |leaf| leaf.measure),
        }
    }

    /// The window its base is taken over, where that is not the period.
    pub(crate) fn base_window(&self) -> Option<Window> {
        match self {
            Self::Calculation(term, _) => term.leaves().first().and_then(|leaf| leaf.window),
            _ => None,
        }
    }

    /// The table whose months a lens over all time is taken over: what is measured against targets says nothing of months
    /// without any.
    #[must_use]
    pub fn covering(&self) -> Option<TableKind> {
        let is_measured = matches!(self, Self::Ratio { .. } | Self::Calculation(..));
        (is_measured && self.measures().iter().any(|measure| measure.table == TableKind::Targets)).then_some(TableKind::Targets)
    }

    /// What the value is measured in.
    #[must_use]
    pub fn unit(&self) -> Unit {
        match self {
            Self::Total(m) | Self::Mean(m) | Self::Quantile(m, _) => match m.what {
                what if what.is_money() => Unit::Money,
                What::Days(..) | What::Age(_) => Unit::Days,
                What::Sum(Field::Quantity | Field::Duration) => Unit::Count,
                What::Sum(_) => Unit::Points,
                _ => Unit::Count,
            },
            Self::Ratio { .. }
            | Self::Within(..)
            | Self::LostBetween(..)
            | Self::Growth(..)
            | Self::Share(_)
            | Self::Repeated(..)
            | Self::Retained(..)
            | Self::Reached(..)
            | Self::Active(..)
            | Self::Contrast(_) => Unit::Ratio,
            Self::Concentration(_, _, Spread::KeysFor(_)) | Self::Distinct(..) => Unit::Count,
            Self::Concentration(..) => Unit::Ratio,
            Self::Calculation(_, unit) => *unit,
            Self::TimeTo(..) => Unit::Days,
            Self::Lifetime(..) => Unit::Money,
            Self::NetScore { .. } => Unit::Points,
        }
    }

    /// Do groups add up to the total?
    #[must_use]
    pub fn is_additive(&self) -> bool {
        // Expected amounts are rounded once per group, so they add up only to a minor unit each.
        match self {
            Self::Total(measure) | Self::Share(measure) => !matches!(measure.what, What::Expected(_)),
            _ => false,
        }
    }
}
