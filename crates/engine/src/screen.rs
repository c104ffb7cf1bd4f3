//! A block of rows against one measure, column by column.
//!
//! Says of each row whether it counts, with its period and value; whether it is out; or that only [`Observer::fate`] can
//! tell. The two must never disagree: what is settled here is what `fate` would say (tested on every KPI of the sample).

use kpi_data::{NO_CODE, NO_DAY, Outcome};
use kpi_model::Field;

use crate::formula::{Test, What, When};
use crate::observe::{Observer, Source};
use crate::scope::OUTSIDE;

/// Rows of a block.
pub(crate) const BLOCK: usize = 4_096;

/// The row counts, with one period and one value.
pub(crate) const COUNTS: u8 = 0;
/// The row is out.
const OUT: u8 = 1;
/// Look at the row by itself.
pub(crate) const UNSURE: u8 = 2;

/// What became of the rows of one block; used again and again.
#[derive(Default)]
pub(crate) struct Block {
    pub(crate) status: Vec<u8>,
    pub(crate) periods: Vec<u32>,
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
        self.periods.clear();
        self.periods.resize(rows, 0);
        self.values.clear();
        self.values.resize(rows, 1);
    }
}

impl Source<'_> {
    /// Visits the cells of a range of rows.
    #[inline]
    fn each(self, start: usize, end: usize, mut visit: impl FnMut(usize, Option<i64>)) {
        match self {
            Self::Money(column) => {
                let cells = column.get(start..end).unwrap_or(&[]);
                cells.iter().enumerate().for_each(|(i, cell)| visit(i, (*cell != kpi_data::NO_MONEY).then_some(*cell)));
            }
            Self::Number(column) | Self::Day(column) => {
                let cells = column.get(start..end).unwrap_or(&[]);
                cells.iter().enumerate().for_each(|(i, cell)| visit(i, (*cell != NO_DAY).then_some(i64::from(*cell))));
            }
            Self::Code(codes) => (start..end).enumerate().for_each(|(i, row)| {
                let code = codes.get(row);
                visit(i, (code != NO_CODE).then_some(i64::from(code)));
            }),
            Self::None => (0..end - start).for_each(|i| visit(i, None)),
        }
    }
}

impl Observer<'_> {
    /// Screens the rows `start..end`.
    pub(crate) fn screen(&self, start: usize, end: usize, block: &mut Block) {
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
        self.screen_when(start, end, block);
        self.screen_value(start, end, lacks, block);
    }

    /// A row without a value matters to sums, where it makes the sum unknown; elsewhere it is just out.
    fn status_of_lacking(&self) -> u8 {
        if matches!(self.measure.what, What::Sum(_) | What::Difference(..) | What::Expected(_)) { UNSURE } else { OUT }
    }

    fn each_outcome(&self, start: usize, end: usize, status: &mut [u8], is_right: impl Fn(Outcome) -> bool) {
        let as_of = self.scope.as_of.0;
        let outcomes = self.facts.outcomes.get(start..end).unwrap_or(&[]);
        if outcomes.is_empty() {
            return status.iter_mut().for_each(|status| settle(status, u8::from(!is_right(Outcome::Open))));
        }
        match self.closed.and_then(|closed| closed.get(start..end)) {
            Some(closed) => {
                for ((status, outcome), closed) in status.iter_mut().zip(outcomes).zip(closed) {
                    // What closed later was open on the as-of day; an empty date is before every day.
                    let outcome = if *closed > as_of { Outcome::Open } else { *outcome };
                    settle(status, u8::from(!is_right(outcome)));
                }
            }
            None => status.iter_mut().zip(outcomes).for_each(|(status, outcome)| settle(status, u8::from(!is_right(*outcome)))),
        }
    }

    /// Judges the cells of a field.
    #[inline]
    fn each_cell(&self, field: Field, start: usize, end: usize, status: &mut [u8], verdict: impl Fn(Option<i64>) -> u8) {
        if field == Field::Exit {
            // It depends on the as-of day how a stay ended.
            return status.iter_mut().zip(start..end).for_each(|(status, row)| settle(status, verdict(self.cell(field, row))));
        }
        Source::of(self.table, field).each(start, end, |i, cell| {
            if let Some(status) = status.get_mut(i) {
                settle(status, verdict(cell));
            }
        });
    }

    fn screen_test(&self, test: Test, start: usize, end: usize, lacks: u8, status: &mut [u8]) {
        let as_of = i64::from(self.scope.as_of.0);
        match test {
            Test::Won => self.each_outcome(start, end, status, |outcome| outcome == Outcome::Won),
            Test::Lost => self.each_outcome(start, end, status, |outcome| outcome == Outcome::Lost),
            Test::Closed => self.each_outcome(start, end, status, |outcome| outcome != Outcome::Open),
            Test::Open => self.each_outcome(start, end, status, |outcome| outcome == Outcome::Open),
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
                let is_off = |value: i64| u8::from(value < i64::from(low) || value > i64::from(high));
                self.each_cell(field, start, end, status, |cell| cell.map_or(lacks, is_off));
            }
            Test::LongAfter(..) => {
                for (status, row) in status.iter_mut().zip(start..end) {
                    settle(status, if self.fails(test, row).is_some() { lacks } else { COUNTS });
                }
            }
        }
    }

    fn screen_when(&self, start: usize, end: usize, block: &mut Block) {
        let is_all_time = self.scope.is_all_time();
        match self.measure.when {
            When::Never => {}
            When::At(field) | When::Due(field) => {
                let latest = if self.is_plan(field) { i32::MAX } else { self.scope.as_of.0 };
                let Some(days) = self.at.and_then(|at| at.get(start..end)) else {
                    let verdict = if is_all_time { COUNTS } else { OUT };
                    return block.status.iter_mut().for_each(|status| settle(status, verdict));
                };
                if is_all_time {
                    return block.status.iter_mut().zip(days).for_each(|(status, day)| settle(status, u8::from(*day > latest)));
                }
                for ((status, slot), day) in block.status.iter_mut().zip(&mut block.periods).zip(days) {
                    // An empty date is before every period.
                    let period = self.period(*day);
                    *slot = period;
                    settle(status, u8::from(*day > latest || period == OUTSIDE));
                }
            }
            When::OpenAtEnd if is_all_time => self.each_outcome(start, end, &mut block.status, |outcome| outcome == Outcome::Open),
            // More than one period, or a day that has to be worked out.
            When::OpenAtEnd | When::ClosedOrStale(_) => block.status.iter_mut().for_each(|status| settle(status, UNSURE)),
        }
    }

    fn screen_value(&self, start: usize, end: usize, lacks: u8, block: &mut Block) {
        let Block { status, values, .. } = block;
        match self.measure.what {
            What::Rows => {}
            What::Sum(_) => self.a.each(start, end, |i, cell| {
                if let (Some(status), Some(slot)) = (status.get_mut(i), values.get_mut(i)) {
                    match cell {
                        Some(value) => *slot = value,
                        None => settle(status, lacks),
                    }
                }
            }),
            _ => {
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
    *status = if *status == COUNTS { verdict } else { *status };
}
