//! A KPI as a value: evaluated, explained and printed by the same interpreter.

use kpi_model::{Field, TableKind, Unit};

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
    /// How and after how many days it ended, or that it is still open: an observation for competing risks.
    Ending,
}

/// What must hold for a row to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Test {
    /// Won at the as-of day.
    Won,
    /// Lost at the as-of day.
    Lost,
    /// Won or lost at the as-of day.
    Closed,
    /// This column is filled in.
    Has(Field),
    /// The score lies within.
    Between(Field, i32, i32),
}

/// Which period a row belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// The one that holds this date. A lens over all time does not need the date.
    At(Field),
    /// Every one at whose end (at the as-of day, if earlier) the opportunity was open.
    OpenAtEnd,
    /// Closed: the close date. Open: the day it became overdue, or this many days old without a due date.
    ClosedOrStale(i32),
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

/// The period a growth rate compares with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Back {
    /// The one just before.
    Period,
    /// The same a year earlier.
    Year,
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
        /// A lens over all time is taken over the months this table covers.
        covering: Option<TableKind>,
    },
    /// Σ ÷ n with an interval from the spread.
    Mean(Measure),
    /// A quantile in percent, interpolated.
    Quantile(Measure, u8),
    /// Probability of the first ending (win) within so many days: Aalen-Johansen.
    Within(Measure, i64),
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
}

impl What {
    /// Is the sum money?
    #[must_use]
    pub fn is_money(self) -> bool {
        match self {
            Self::Sum(field) => matches!(field, Field::Amount | Field::Cost | Field::ListPrice),
            Self::Difference(..) | Self::Expected(_) => true,
            Self::Rows | Self::Days(..) | Self::Ending => false,
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
            What::Rows => Vec::new(),
            What::Sum(field) => vec![field],
            What::Difference(a, b) | What::Days(a, b) => vec![a, b],
            What::Expected(field) => vec![field, Field::Stage],
            What::Ending => vec![Field::Stage, Field::Created, Field::Closed],
        };
        fields.extend(self.tests.iter().map(|test| match test {
            Test::Won | Test::Lost | Test::Closed => Field::Stage,
            Test::Has(field) | Test::Between(field, ..) => *field,
        }));
        match self.when {
            When::At(field) => fields.push(field),
            When::OpenAtEnd | When::ClosedOrStale(_) => fields.extend([Field::Stage, Field::Created, Field::Closed]),
            When::Never => {}
        }
        fields.sort_unstable();
        fields.dedup();
        fields
    }
}

impl Formula {
    /// The measures, numerator first.
    #[must_use]
    pub fn measures(&self) -> Vec<&Measure> {
        match self {
            Self::Total(m)
            | Self::Mean(m)
            | Self::Quantile(m, _)
            | Self::Within(m, _)
            | Self::TimeTo(m, _)
            | Self::Growth(m, _)
            | Self::Share(m) => vec![m],
            Self::Ratio { numerator, denominator, .. } => vec![numerator, denominator],
            Self::NetScore { plus, minus, base } => vec![plus, minus, base],
        }
    }

    /// The measure whose rows are all the rows behind the value.
    #[must_use]
    pub fn base(&self) -> &Measure {
        match self {
            Self::Total(m)
            | Self::Mean(m)
            | Self::Quantile(m, _)
            | Self::Within(m, _)
            | Self::TimeTo(m, _)
            | Self::Growth(m, _)
            | Self::Share(m) => m,
            Self::Ratio { numerator, denominator, is_part, .. } => {
                if *is_part {
                    denominator
                } else {
                    numerator
                }
            }
            Self::NetScore { base, .. } => base,
        }
    }

    /// What the value is measured in.
    #[must_use]
    pub fn unit(&self) -> Unit {
        match self {
            Self::Total(m) | Self::Mean(m) | Self::Quantile(m, _) => match m.what {
                what if what.is_money() => Unit::Money,
                What::Days(..) => Unit::Days,
                What::Sum(_) => Unit::Points,
                _ => Unit::Count,
            },
            Self::Ratio { .. } | Self::Within(..) | Self::Growth(..) | Self::Share(_) => Unit::Ratio,
            Self::TimeTo(..) => Unit::Days,
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
