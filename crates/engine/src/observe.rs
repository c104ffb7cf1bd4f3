//! One measure over one table: the fate of each row. Evaluation and explanation both ask here.

use kpi_data::{Facts, NO_CODE, NO_DAY, NO_MONEY, NO_NUMBER, Outcome};
use kpi_model::{Day, Field, TableKind, Text};

use crate::formula::{Measure, Test, What, When};
use crate::scope::{OUTSIDE, Scope};
use crate::table::{Codes, Table};

/// Why a row does not count, in the order of the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reason {
    Filtered,
    AfterAsOf,
    Open,
    NotOpen,
    NotWon,
    NotLost,
    Lacks(Field),
    /// Filled in where the measure looks for empty ones.
    Filled(Field),
    /// Not above or not below 0, as the measure asks.
    OtherSign,
    /// Not old enough.
    TooYoung,
    /// Had not happened by the as-of day.
    NotYet,
    /// Nothing came before.
    First,
    /// Not long enough after the one before.
    TooSoon,
    /// Too long after that day.
    TooLate,
    OutOfScale,
    /// It is something else than the measure asks for.
    OtherKind,
    OutOfOrder,
    NoDay(Field),
    Outside,
    /// The same customer comes again within the period.
    NotLast,
}

/// The fate of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// Adds `value` to the periods `from ≤ p < to`.
    Counted {
        value: i128,
        from: u32,
        to: u32,
    },
    Out(Reason),
}

/// How an observation ended, packed with its days into one number (see [`What::Ending`]).
pub(crate) const ENDINGS: i128 = 3;

pub(crate) type Column<'a, T> = Option<&'a [T]>;

/// A measure with its columns at hand.
pub(crate) struct Observer<'a> {
    pub(crate) measure: &'a Measure,
    pub(crate) table: Table<'a>,
    pub(crate) facts: &'a Facts,
    pub(crate) scope: &'a Scope,
    first_day: i32,
    period_of_day: Vec<u32>,
    pub(crate) outcomes: &'a [Outcome],
    pub(crate) created: Column<'a, i32>,
    pub(crate) closed: Column<'a, i32>,
    pub(crate) at: Column<'a, i32>,
    pub(crate) a: Source<'a>,
    pub(crate) b: Source<'a>,
    /// The columns of the fields that tests ask about.
    tested: Vec<(Field, Source<'a>)>,
    /// The codes of the texts that tests ask for.
    named: Vec<(Test, i64)>,
}

/// A column of values of either width.
#[derive(Clone, Copy)]
pub(crate) enum Source<'a> {
    Money(&'a [i64]),
    Number(&'a [i32]),
    Day(&'a [i32]),
    Code(Codes<'a>),
    None,
}

impl<'a> Source<'a> {
    pub(crate) fn of(table: Table<'a>, field: Field) -> Self {
        let facts = table.facts;
        if let Some(column) = table.seen_column(field) {
            column
        } else if let Some(column) = facts.money.get(&field) {
            Self::Money(column)
        } else if let Some(column) = facts.numbers.get(&field) {
            Self::Number(column)
        } else if let Some(column) = facts.days.get(&field) {
            Self::Day(column)
        } else if let Some(codes) = field.dimension().and_then(|dimension| table.codes(dimension)) {
            Self::Code(codes)
        } else if field == Field::Opportunity {
            Self::Code(Codes::Own(&facts.opportunity))
        } else {
            Self::None
        }
    }

    fn get(self, row: usize) -> Option<i64> {
        match self {
            Self::Money(column) => column.get(row).copied().filter(|value| *value != NO_MONEY),
            Self::Number(column) => column.get(row).copied().filter(|value| *value != NO_NUMBER).map(i64::from),
            Self::Day(column) => column.get(row).copied().filter(|value| *value != NO_DAY).map(i64::from),
            Self::Code(codes) => Some(codes.get(row)).filter(|code| *code != NO_CODE).map(i64::from),
            Self::None => None,
        }
    }
}

fn day(column: Column<'_, i32>, row: usize) -> Option<i32> {
    column.and_then(|column| column.get(row)).copied().filter(|day| *day != NO_DAY)
}

impl<'a> Observer<'a> {
    pub(crate) fn new(measure: &'a Measure, table: Table<'a>, scope: &'a Scope) -> Self {
        let facts = table.facts;
        let (first_day, period_of_day) = scope.table();
        let days = |field: Field| facts.days.get(&field).map(Vec::as_slice);
        let (a, b) = match measure.what {
            What::Sum(a) | What::Age(a) => (Source::of(table, a), Source::None),
            What::ToDate(a, _) => (Source::of(table, a), Source::of(table, Field::Month)),
            What::Difference(a, b) | What::Days(a, b) => (Source::of(table, a), Source::of(table, b)),
            What::Expected(a) => (Source::of(table, a), Source::of(table, Field::Probability)),
            What::Rows | What::Ending | What::Record => (Source::None, Source::None),
        };
        let at = match measure.when {
            When::At(Field::Closed) | When::Due(Field::Closed) => table.closed().or_else(|| days(Field::Closed)),
            When::At(field) | When::Due(field) | When::Last(field, _) => days(field),
            _ => None,
        };
        Self {
            measure,
            table,
            facts,
            scope,
            first_day,
            period_of_day,
            created: days(Field::Created),
            outcomes: table.outcomes(),
            closed: table.closed().or_else(|| days(Field::Closed)),
            at,
            a,
            b,
            tested: measure.fields().into_iter().map(|field| (field, Source::of(table, field))).collect(),
            named: measure
                .tests
                .iter()
                .filter_map(|test| match test {
                    Test::Is(field, text) | Test::IsNot(field, text) => Some((*test, table.code(*field, text))),
                    _ => None,
                })
                .collect(),
        }
    }

    /// The code of the text that a test asks for.
    pub(crate) fn code_of(&self, test: Test) -> i64 {
        self.named.iter().find(|(known, _)| *known == test).map_or(-1, |(_, code)| *code)
    }

    /// The column of a field.
    pub(crate) fn source(&self, field: Field) -> Source<'a> {
        self.tested.iter().find(|(known, _)| *known == field).map_or_else(|| Source::of(self.table, field), |(_, source)| *source)
    }

    #[inline]
    pub(crate) fn period(&self, day: i32) -> u32 {
        let offset = usize::try_from(i64::from(day) - i64::from(self.first_day)).ok();
        offset.and_then(|offset| self.period_of_day.get(offset)).copied().unwrap_or(OUTSIDE)
    }

    /// The outcome as it stood on the as-of day.
    fn outcome(&self, row: usize) -> Outcome {
        let outcome = self.outcomes.get(row).copied().unwrap_or(Outcome::Open);
        let is_later = outcome != Outcome::Open && day(self.closed, row).is_some_and(|day| day > self.scope.as_of.0);
        if is_later { Outcome::Open } else { outcome }
    }

    /// What happens to a row that the filters let through.
    pub(crate) fn fate(&self, row: usize) -> Fate {
        if day(self.created, row).is_some_and(|day| day > self.scope.as_of.0) {
            return Fate::Out(Reason::AfterAsOf);
        }
        for test in &self.measure.tests {
            if let Some(reason) = self.fails(*test, row) {
                return Fate::Out(reason);
            }
        }
        let (from, to) = match self.when(row) {
            Ok(periods) => periods,
            Err(reason) => return Fate::Out(reason),
        };
        match self.value(row) {
            Ok(value) => Fate::Counted { value, from, to },
            Err(reason) => Fate::Out(reason),
        }
    }

    pub(crate) fn fails(&self, test: Test, row: usize) -> Option<Reason> {
        match test {
            Test::Won => match self.outcome(row) {
                Outcome::Won => None,
                Outcome::Open => Some(Reason::Open),
                Outcome::Lost => Some(Reason::NotWon),
            },
            Test::Lost => match self.outcome(row) {
                Outcome::Lost => None,
                Outcome::Open => Some(Reason::Open),
                Outcome::Won => Some(Reason::NotLost),
            },
            Test::Closed => (self.outcome(row) == Outcome::Open).then_some(Reason::Open),
            Test::Open => match self.outcome(row) {
                Outcome::Open => None,
                Outcome::Won | Outcome::Lost => Some(Reason::NotOpen),
            },
            Test::Has(field) => self.cell(field, row).is_none().then_some(Reason::Lacks(field)),
            Test::Lacks(field) => self.cell(field, row).is_some().then_some(Reason::Filled(field)),
            Test::Positive(field) => self.sign(field, row, |value| value > 0),
            Test::Negative(field) => self.sign(field, row, |value| value < 0),
            Test::OlderThan(field, days) => match self.cell(field, row) {
                None => Some(Reason::Lacks(field)),
                Some(day) => (i64::from(self.scope.as_of.0) - day <= i64::from(days)).then_some(Reason::TooYoung),
            },
            Test::LongAfter(field, before, days) => match (self.cell(field, row), self.cell(before, row)) {
                (None, _) => Some(Reason::Lacks(field)),
                (_, None) => Some(Reason::First),
                (Some(day), Some(before)) => (day - before <= i64::from(days)).then_some(Reason::TooSoon),
            },
            Test::SoonAfter(field, before, days) => match (self.cell(field, row), self.cell(before, row)) {
                (_, None) => Some(Reason::Lacks(before)),
                (Some(day), Some(before)) if day <= i64::from(self.scope.as_of.0) => {
                    (day - before > i64::from(days)).then_some(Reason::TooLate)
                }
                _ => Some(Reason::NotYet),
            },
            Test::Happened(field) => match self.cell(field, row) {
                Some(day) if day <= i64::from(self.scope.as_of.0) => None,
                _ => Some(Reason::NotYet),
            },
            Test::Between(field, low, high) => match self.cell(field, row) {
                None => Some(Reason::Lacks(field)),
                Some(value) if Test::ends(field, low, high).contains(&value) => None,
                Some(_) if matches!(field, Field::Satisfaction | Field::Recommend) => Some(Reason::OutOfScale),
                Some(_) => Some(Reason::OtherKind),
            },
            Test::Is(field, _) => (self.cell(field, row) != Some(self.code_of(test))).then_some(Reason::OtherKind),
            Test::IsNot(field, _) => (self.cell(field, row) == Some(self.code_of(test))).then_some(Reason::OtherKind),
        }
    }

    pub(crate) fn cell(&self, field: Field, row: usize) -> Option<i64> {
        // A stay that ended later had not ended on the as-of day.
        if field == Field::Exit && day(self.closed, row).is_some_and(|day| day > self.scope.as_of.0) {
            return Some(i64::from(Field::STILL_THERE));
        }
        self.source(field).get(row)
    }

    fn sign(&self, field: Field, row: usize, is_right: fn(i64) -> bool) -> Option<Reason> {
        match self.cell(field, row) {
            None => Some(Reason::Lacks(field)),
            Some(value) => (!is_right(value)).then_some(Reason::OtherSign),
        }
    }

    fn at_day(&self, found: Option<i32>, field: Field) -> Result<(u32, u32), Reason> {
        match found {
            Some(day) if day > self.scope.as_of.0 && !self.is_plan(field) => Err(Reason::AfterAsOf),
            _ if self.scope.is_all_time() => Ok((0, 1)),
            None => Err(Reason::NoDay(field)),
            Some(day) => match self.period(day) {
                OUTSIDE => Err(Reason::Outside),
                period => Ok((period, period + 1)),
            },
        }
    }

    /// Dates of plans may lie after the as-of day.
    pub(crate) fn is_plan(&self, field: Field) -> bool {
        field == Field::Month || matches!(self.measure.when, When::Due(_))
    }

    fn when(&self, row: usize) -> Result<(u32, u32), Reason> {
        match self.measure.when {
            When::Never => Ok((0, 1)),
            When::At(field) | When::Due(field) => self.at_day(day(self.at, row), field),
            When::Last(field, next) => {
                let found = self.at_day(day(self.at, row), field)?;
                let next = self.cell(next, row).and_then(|next| self.at_day(i32::try_from(next).ok(), field).ok());
                if next == Some(found) { Err(Reason::NotLast) } else { Ok(found) }
            }
            When::ClosedOrStale(days_old) => {
                let as_of = self.scope.as_of.0;
                let due = day(self.closed, row);
                if self.outcome(row) != Outcome::Open {
                    return self.at_day(due, Field::Closed);
                }
                let old = day(self.created, row).map(|created| created.saturating_add(days_old));
                // Overdue or old, whichever came first.
                let stale = [due, old].into_iter().flatten().filter(|day| *day < as_of).min();
                match stale {
                    Some(stale) => self.at_day(Some(stale), Field::Closed),
                    None => Err(Reason::Open),
                }
            }
            When::OpenAtEnd => self.open_periods(row),
        }
    }

    /// The periods a row would count in if it had all it needs.
    pub(crate) fn would_count(&self, row: usize) -> std::ops::Range<u32> {
        self.when(row).map_or(0..0, |(from, to)| from..to)
    }

    /// Is the figure unknown without this column, or does an empty cell only not belong to it? A row without an amount is
    /// neither a sale nor a return; one of the first year of the data is neither of somebody new nor of somebody known.
    pub(crate) fn is_needed(&self, field: Field) -> bool {
        !matches!(field, Field::FirstPurchase | Field::FirstSale)
            && !self.measure.tests.iter().any(|test| matches!(test, Test::Positive(of) | Test::Negative(of) if *of == field))
    }

    fn open_periods(&self, row: usize) -> Result<(u32, u32), Reason> {
        let outcome = self.outcome(row);
        if self.scope.is_all_time() {
            return if outcome == Outcome::Open { Ok((0, 1)) } else { Err(Reason::NotOpen) };
        }
        let created = day(self.created, row).ok_or(Reason::NoDay(Field::Created))?;
        let closed = if outcome == Outcome::Open { i32::MAX } else { day(self.closed, row).ok_or(Reason::NoDay(Field::Closed))? };
        // Open at the end of a period: created on or before its last day, not closed by then. The last day is never after as-of.
        let last_day = |to: Day| (to.0 - 1).min(self.scope.as_of.0);
        let ends = &self.scope.periods;
        let from = ends.partition_point(|period| last_day(period.to) < created);
        let to = ends.partition_point(|period| last_day(period.to) < closed && period.from.0 <= self.scope.as_of.0);
        if from >= to {
            return Err(if closed == i32::MAX { Reason::Outside } else { Reason::NotOpen });
        }
        Ok((u32::try_from(from).unwrap_or(OUTSIDE), u32::try_from(to).unwrap_or(OUTSIDE)))
    }

    /// What it means that a cell is empty: of a stay without an end that it goes on, of a purchase without one before that it is the first.
    fn absent(&self, field: Field) -> Reason {
        match (self.facts.kind, field) {
            (TableKind::StageStays, Field::Closed) => Reason::Open,
            (TableKind::Purchases, Field::Created) => Reason::First,
            _ => Reason::Lacks(field),
        }
    }

    pub(crate) fn value(&self, row: usize) -> Result<i128, Reason> {
        let first = |field: Field| self.a.get(row).ok_or_else(|| self.absent(field));
        let second = |field: Field| self.b.get(row).ok_or_else(|| self.absent(field));
        match self.measure.what {
            What::Rows => Ok(1),
            What::Record => Ok(i128::from(self.facts.record(row))),
            What::Age(field) => {
                let age = i64::from(self.scope.as_of.0) - first(field)?;
                if age < 0 { Err(Reason::AfterAsOf) } else { Ok(i128::from(age)) }
            }
            What::Sum(field) => first(field).map(i128::from),
            What::ToDate(field, clock) => {
                let amount = first(field)?;
                let month = second(Field::Month)?;
                Ok(self.scope.gone.due(amount, Day(i32::try_from(month).unwrap_or(0)), clock))
            }
            What::Difference(a, b) => Ok(i128::from(first(a)?) - i128::from(second(b)?)),
            What::Expected(field) => Ok(i128::from(first(field)?) * i128::from(second(Field::Probability)?)),
            What::Days(a, b) => {
                let (from, to) = (first(a)?, second(b)?);
                if to > i64::from(self.scope.as_of.0) {
                    return Err(Reason::AfterAsOf);
                }
                if to < from { Err(Reason::OutOfOrder) } else { Ok(i128::from(to - from)) }
            }
            What::Ending => {
                let created = day(self.created, row).ok_or(Reason::Lacks(Field::Created))?;
                let outcome = self.outcome(row);
                let end = if outcome == Outcome::Open {
                    self.scope.as_of.0
                } else {
                    day(self.closed, row).ok_or(Reason::Lacks(Field::Closed))?
                };
                if end < created {
                    return Err(Reason::OutOfOrder);
                }
                Ok(i128::from(end - created) * ENDINGS + i128::from(outcome as u8))
            }
        }
    }
}

impl Reason {
    /// Is a cell missing or wrong that should be there? A question that was not answered is no fault.
    pub(crate) fn is_fault(self) -> bool {
        match self {
            Self::Lacks(field) => !matches!(field, Field::Satisfaction | Field::Recommend | Field::FirstPurchase | Field::FirstSale),
            Self::NoDay(_) | Self::OutOfScale | Self::OutOfOrder => true,
            Self::Filtered
            | Self::AfterAsOf
            | Self::Open
            | Self::NotOpen
            | Self::NotWon
            | Self::NotLost
            | Self::Filled(_)
            | Self::OtherSign
            | Self::TooYoung
            | Self::NotYet
            | Self::First
            | Self::TooSoon
            | Self::TooLate
            | Self::OtherKind
            | Self::NotLast
            | Self::Outside => false,
        }
    }

    /// Stable code, used to ask for the rows.
    pub(crate) fn code(self) -> String {
        match self {
            Self::Filtered => "filtered".to_owned(),
            Self::AfterAsOf => "after_as_of".to_owned(),
            Self::Open => "still_open".to_owned(),
            Self::NotOpen => "not_open".to_owned(),
            Self::NotWon => "not_won".to_owned(),
            Self::NotLost => "not_lost".to_owned(),
            Self::Lacks(field) => format!("lacks_{field:?}").to_lowercase(),
            Self::Filled(field) => format!("has_{field:?}").to_lowercase(),
            Self::OtherSign => "other_sign".to_owned(),
            Self::TooYoung => "too_young".to_owned(),
            Self::NotYet => "not_yet".to_owned(),
            Self::First => "first".to_owned(),
            Self::TooSoon => "too_soon".to_owned(),
            Self::TooLate => "too_late".to_owned(),
            Self::OutOfScale => "out_of_scale".to_owned(),
            Self::OtherKind => "other_kind".to_owned(),
            Self::OutOfOrder => "out_of_order".to_owned(),
            Self::NoDay(field) => format!("no_day_{field:?}").to_lowercase(),
            Self::Outside => "outside_period".to_owned(),
            Self::NotLast => "not_last".to_owned(),
        }
    }

    /// In words.
    pub(crate) fn label(self) -> Text {
        let (zh, en) = match self {
            Self::Filtered => ("被筛选排除", "taken out by the filters"),
            Self::AfterAsOf => ("晚于数据日期", "later than the as-of day"),
            Self::Open => ("仍未关闭", "still open"),
            Self::NotOpen => ("当时不在进行中", "not open at that time"),
            Self::NotWon => ("未赢单", "not won"),
            Self::NotLost => ("未输单", "not lost"),
            Self::Lacks(Field::Amount) => ("没有金额", "no amount"),
            Self::Lacks(Field::Cost) => ("没有成本", "no cost"),
            Self::Lacks(Field::ListPrice) => ("产品没有标价", "no list price"),
            Self::Lacks(Field::Created) | Self::NoDay(Field::Created) => ("没有创建日期", "no created date"),
            Self::Lacks(Field::Closed) | Self::NoDay(Field::Closed) => ("没有关闭日期", "no close date"),
            Self::Lacks(Field::Satisfaction | Field::Recommend) => ("没有回答这一题", "question not answered"),
            Self::Lacks(Field::FirstPurchase | Field::FirstSale) => {
                ("数据开始不满一年，看不出新旧", "within the first year of the data: nothing says what was new")
            }
            Self::Lacks(Field::Customer) => ("没有客户", "no account"),
            Self::Lacks(Field::Person) => ("没有负责人", "no owner"),
            Self::Lacks(_) => ("缺少这一列的值", "no value in the column"),
            Self::Filled(_) => ("这一列已填写", "the column is filled in"),
            Self::OtherSign => ("正负方向不符", "of the other sign"),
            Self::NotYet => ("到数据日期还没有发生", "had not happened by the as-of day"),
            Self::First => ("首次，之前没有", "the first, nothing came before"),
            Self::TooSoon => ("没有超过所要求的间隔", "not longer after that day than asked"),
            Self::TooLate => ("超过所要求的间隔", "longer after that day than asked"),
            Self::TooYoung => ("时间还不够长", "not that old yet"),
            Self::OtherKind => ("不是所问的值", "not the value asked for"),
            Self::OutOfScale => ("不在量表范围内", "outside the scale"),
            Self::OutOfOrder => ("后一日期早于前一日期", "the later date lies before the earlier one"),
            Self::NoDay(_) => ("没有日期", "no date"),
            Self::Outside => ("不在所选期间", "outside the period"),
            Self::NotLast => ("同一期间内之后还有一次", "another one follows within the period"),
        };
        Text::new(zh, en)
    }
}
