//! A block of rows against one measure, column by column.
//!
//! Says of each row whether it counts, with its period and value; whether it is out; or that only [`Observer::fate`] can
//! tell. The two must never disagree: what is settled here is what `fate` would say (tested on every KPI of the sample).

use kpi_data::{NO_CODE, NO_DAY, NO_MONEY, Outcome};
use kpi_model::Field;

use crate::formula::{Test, What, When};
use crate::observe::{Observer, Reason, Source};
use crate::scope::OUTSIDE;

/// Rows of a block.
pub(crate) const BLOCK: usize = 4_096;

/// The row counts, with one period and one value.
pub(crate) const COUNTS: u8 = 0;
/// The row is out.
pub(crate) const OUT: u8 = 1;
/// Look at the row by itself.
pub(crate) const UNSURE: u8 = 2;

/// What became of the rows of one block; used again and again.
#[derive(Default)]
pub(crate) struct Block {
    pub(crate) status: Vec<u8>,
    /// Value of each row that counts; empty where each adds 1.
    pub(crate) values: Vec<i64>,
}

impl Block {
    /// Begins a block of `rows` rows, of which those without a group are out.
    pub(crate) fn begin(&mut self, groups: Option<&[u32]>, rows: usize) {
        self.status.clear();
        match groups {
            Some(groups) => self.status.extend(groups.iter().map(|group| u8::from(*group == NO_CODE))),
            None => self.status.resize(rows, COUNTS),
        }
        self.values.clear();
    }
}

/// The days of a block by which rows count, looked up once for all measures that count by them.
#[derive(Default)]
pub(crate) struct Dates {
    is_known: bool,
    status: Vec<u8>,
    periods: Vec<u32>,
}

impl Dates {
    /// A new block begins.
    pub(crate) fn forget(&mut self) {
        self.is_known = false;
    }

    /// Period of each row; empty where all are in the first.
    pub(crate) fn periods(&self) -> &[u32] {
        &self.periods
    }
}

impl Source<'_> {
    /// Judges the cells of a range of rows.
    #[inline]
    fn judge(self, start: usize, end: usize, status: &mut [u8], verdict: impl Fn(Option<i64>) -> u8) {
        match self {
            Self::Money(column) => {
                for (status, cell) in status.iter_mut().zip(column.get(start..end).unwrap_or(&[])) {
                    settle(status, verdict((*cell != NO_MONEY).then_some(*cell)));
                }
            }
            Self::Number(column) | Self::Day(column) => {
                for (status, cell) in status.iter_mut().zip(column.get(start..end).unwrap_or(&[])) {
                    settle(status, verdict((*cell != NO_DAY).then_some(i64::from(*cell))));
                }
            }
            Self::Code(codes) => {
                for (status, row) in status.iter_mut().zip(start..end) {
                    let code = codes.get(row);
                    settle(status, verdict((code != NO_CODE).then_some(i64::from(code))));
                }
            }
            Self::None => status.iter_mut().for_each(|status| settle(status, verdict(None))),
        }
    }

    /// The cells of a range of rows; `lacks` becomes of rows without one.
    #[inline(never)]
    fn load(self, start: usize, end: usize, status: &mut [u8], values: &mut Vec<i64>, lacks: u8) {
        match self {
            Self::Money(column) => values.extend_from_slice(column.get(start..end).unwrap_or(&[])),
            Self::Number(column) | Self::Day(column) => {
                values.extend(column.get(start..end).unwrap_or(&[]).iter().map(|cell| i64::from(*cell)));
            }
            Self::Code(_) | Self::None => values.resize(end - start, 0),
        }
        self.judge(start, end, status, |cell| if cell.is_none() { lacks } else { COUNTS });
    }
}

impl Observer<'_> {
    /// Screens the rows `start..end`.
    pub(crate) fn screen(&self, start: usize, end: usize, dates: &mut Dates, block: &mut Block) {
        let lacks = self.status_of_lacking();
        if let Some(created) = self.created.and_then(|created| created.get(start..end)) {
            let as_of = self.scope.as_of.0;
            for (status, created) in block.status.iter_mut().zip(created) {
                settle(status, u8::from(*created > as_of));
            }
        }
        for test in &self.measure.tests {
            self.screen_test(*test, start, end, lacks, &mut block.status);
        }
        self.screen_when(start, end, dates, block);
        self.screen_value(start, end, lacks, block);
    }

    /// A row without a value matters to sums, where it makes the sum unknown; elsewhere it is just out.
    fn status_of_lacking(&self) -> u8 {
        if matches!(self.measure.what, What::Sum(_) | What::ToDate(..) | What::Difference(..) | What::Expected(_)) { UNSURE } else { OUT }
    }

    /// Judges outcomes: as recorded, and whether that was after the as-of day, when the opportunity was still open.
    #[inline]
    fn each_outcome(&self, start: usize, end: usize, status: &mut [u8], is_right: impl Fn(Outcome, bool) -> bool) {
        let as_of = self.scope.as_of.0;
        let outcomes = self.outcomes.get(start..end).unwrap_or(&[]);
        if outcomes.is_empty() {
            return status.iter_mut().for_each(|status| settle(status, u8::from(!is_right(Outcome::Open, false))));
        }
        match self.closed.and_then(|closed| closed.get(start..end)) {
            Some(closed) => {
                // An empty date is before every day.
                for ((status, outcome), closed) in status.iter_mut().zip(outcomes).zip(closed) {
                    settle(status, u8::from(!is_right(*outcome, *closed > as_of)));
                }
            }
            None => status.iter_mut().zip(outcomes).for_each(|(status, outcome)| settle(status, u8::from(!is_right(*outcome, false)))),
        }
    }

    /// Judges the cells of a field.
    #[inline]
    fn each_cell(&self, field: Field, start: usize, end: usize, status: &mut [u8], verdict: impl Fn(Option<i64>) -> u8) {
        if field == Field::Exit {
            // It depends on the as-of day how a stay ended.
            return status.iter_mut().zip(start..end).for_each(|(status, row)| settle(status, verdict(self.cell(field, row))));
        }
        self.source(field).judge(start, end, status, verdict);
    }

    #[inline(never)]
    fn screen_test(&self, test: Test, start: usize, end: usize, lacks: u8, status: &mut [u8]) {
        let as_of = i64::from(self.scope.as_of.0);
        match test {
            Test::Won => self.each_outcome(start, end, status, |outcome, is_later| (outcome == Outcome::Won) & !is_later),
            Test::Lost => self.each_outcome(start, end, status, |outcome, is_later| (outcome == Outcome::Lost) & !is_later),
            Test::Closed => self.each_outcome(start, end, status, |outcome, is_later| (outcome != Outcome::Open) & !is_later),
            Test::Open => self.each_outcome(start, end, status, |outcome, is_later| (outcome == Outcome::Open) | is_later),
            Test::Has(field) => self.each_cell(field, start, end, status, |cell| if cell.is_none() { lacks } else { COUNTS }),
            Test::Lacks(field) => self.each_cell(field, start, end, status, |cell| u8::from(cell.is_some())),
            Test::Positive(field) => self.each_cell(field, start, end, status, |cell| cell.map_or(lacks, |value| u8::from(value <= 0))),
            Test::Negative(field) => self.each_cell(field, start, end, status, |cell| cell.map_or(lacks, |value| u8::from(value >= 0))),
            Test::OlderThan(field, days) => {
                let is_young = |day: i64| u8::from(as_of - day <= i64::from(days));
                self.each_cell(field, start, end, status, |cell| cell.map_or(lacks, is_young));
            }
            Test::Happened(field) => self.each_cell(field, start, end, status, |cell| u8::from(cell.is_none_or(|day| day > as_of))),
            Test::Between(field, low, high) => {
                let ends = Test::ends(field, low, high);
                let is_off = |value: i64| u8::from(!ends.contains(&value));
                self.each_cell(field, start, end, status, |cell| cell.map_or(lacks, is_off));
            }
            Test::Is(field, _) => {
                let code = self.code_of(test);
                self.each_cell(field, start, end, status, |cell| u8::from(cell != Some(code)));
            }
            Test::IsNot(field, _) => {
                let code = self.code_of(test);
                self.each_cell(field, start, end, status, |cell| u8::from(cell == Some(code)));
            }
            Test::SoonAfter(..) => {
                for (status, row) in status.iter_mut().zip(start..end) {
                    let verdict = match self.fails(test, row) {
                        None => COUNTS,
                        Some(Reason::Lacks(_)) => lacks,
                        Some(_) => OUT,
                    };
                    settle(status, verdict);
                }
            }
            Test::LongAfter(..) => {
                for (status, row) in status.iter_mut().zip(start..end) {
                    settle(status, if self.fails(test, row).is_some() { lacks } else { COUNTS });
                }
            }
        }
    }

    fn screen_when(&self, start: usize, end: usize, dates: &mut Dates, block: &mut Block) {
        match self.measure.when {
            When::Never => {}
            When::At(field) | When::Due(field) => {
                if !dates.is_known {
                    self.date(field, start, end, dates);
                }
                block.status.iter_mut().zip(&dates.status).for_each(|(status, verdict)| settle(status, *verdict));
            }
            When::OpenAtEnd if self.scope.is_all_time() => {
                self.each_outcome(start, end, &mut block.status, |outcome, is_later| (outcome == Outcome::Open) | is_later)
            }
            // More than one period, or a day that has to be worked out.
            When::OpenAtEnd | When::ClosedOrStale(_) | When::Last(..) => block.status.iter_mut().for_each(|status| settle(status, UNSURE)),
        }
    }

    /// Finds the periods of a block of days, and which of them lie in none.
    #[inline(never)]
    fn date(&self, field: Field, start: usize, end: usize, dates: &mut Dates) {
        let Dates { is_known, status, periods } = dates;
        *is_known = true;
        status.clear();
        periods.clear();
        let latest = if self.is_plan(field) { i32::MAX } else { self.scope.as_of.0 };
        let is_all_time = self.scope.is_all_time();
        match self.at.and_then(|at| at.get(start..end)) {
            None => status.resize(end - start, if is_all_time { COUNTS } else { OUT }),
            Some(days) if is_all_time => status.extend(days.iter().map(|day| u8::from(*day > latest))),
            Some(days) => {
                // An empty date is before every period.
                periods.extend(days.iter().map(|day| self.period(*day)));
                status.extend(days.iter().zip(&*periods).map(|(day, period)| u8::from((*day > latest) | (*period == OUTSIDE))));
            }
        }
    }

    #[inline(never)]
    fn screen_value(&self, start: usize, end: usize, lacks: u8, block: &mut Block) {
        let Block { status, values } = block;
        match self.measure.what {
            What::Rows => {}
            What::Sum(_) => self.a.load(start, end, status, values, lacks),
            What::Days(..) if let (Source::Day(from), Source::Day(to)) = (self.a, self.b) => {
                let (from, to) = (from.get(start..end).unwrap_or(&[]), to.get(start..end).unwrap_or(&[]));
                let as_of = self.scope.as_of.0;
                values.extend(from.iter().zip(to).map(|(from, to)| i64::from(*to) - i64::from(*from)));
                for ((status, from), to) in status.iter_mut().zip(from).zip(to) {
                    // An empty date is before every day.
                    settle(status, u8::from((*from == NO_DAY) | (*to == NO_DAY) | (*to > as_of) | (*to < *from)));
                }
            }
            _ => {
                values.resize(end - start, 0);
                for ((status, slot), row) in status.iter_mut().zip(values).zip(start..end).filter(|((status, _), _)| **status == COUNTS) {
                    match self.value(row).map(i64::try_from) {
                        Ok(Ok(value)) => *slot = value,
                        // Wider than a single value.
                        Ok(Err(_)) => *status = UNSURE,
                        Err(_) => *status = lacks,
                    }
                }
            }
        }
    }
}

/// A row is settled by the first thing that speaks against it.
#[inline]
fn settle(status: &mut u8, verdict: u8) {
    // Without a branch: whole blocks are judged at once.
    *status |= verdict & u8::from(*status == COUNTS).wrapping_neg();
}
