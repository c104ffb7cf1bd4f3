//! The pass over the rows: partial aggregates of every measure by group and period.

use kpi_data::{Facts, NO_CODE};

use crate::formula::Key;
use crate::observe::{Fate, Observer, Reason};
use crate::table::Codes;

/// What is known of one group and period after the pass. Two parts of the data merge by adding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Partial {
    pub(crate) n: u64,
    pub(crate) sum: i128,
    pub(crate) squares: i128,
    /// Rows that would count but lack the value.
    pub(crate) lacking: u64,
}

/// What the pass keeps beside counts and sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keeps {
    Sums,
    Values,
    Keyed(Key),
}

/// The keys of the rows of a table.
#[derive(Clone, Copy)]
pub(crate) enum Keys<'a> {
    None,
    Codes(Codes<'a>),
    Records(&'a Facts),
}

impl Keys<'_> {
    fn of(self, row: usize) -> u32 {
        match self {
            Self::None => NO_CODE,
            Self::Codes(codes) => codes.get(row),
            Self::Records(facts) => facts.record(row),
        }
    }
}

/// The partials of one measure in one scope, group-major.
#[derive(Clone, Debug, Default)]
pub(crate) struct Partials {
    pub(crate) cells: Vec<Partial>,
    /// Single values, where the formula needs their distribution.
    pub(crate) values: Option<Vec<Vec<i64>>>,
    /// Single values with their keys, where the formula gathers by a key.
    pub(crate) keyed: Option<Vec<Vec<(u32, i64)>>>,
    pub(crate) periods: usize,
}

/// A measure on its way over the rows.
pub(crate) struct Job<'a> {
    pub(crate) observer: Observer<'a>,
    pub(crate) groups: &'a [u32],
    /// Key of each row, for partials that are gathered by it.
    pub(crate) keys: Keys<'a>,
    pub(crate) partials: Partials,
}

/// Rows visited by one measure before the next takes its turn: what they read stays in the cache.
const BLOCK: usize = 4_096;

/// One pass over the `rows` of a table for all its jobs.
pub(crate) fn pass(rows: usize, jobs: &mut [Job<'_>]) {
    let mut start = 0;
    while start < rows {
        let end = rows.min(start + BLOCK);
        for job in jobs.iter_mut() {
            job.block(start, end);
        }
        start = end;
    }
}

impl Job<'_> {
    fn block(&mut self, start: usize, end: usize) {
        let groups = self.groups.get(start..end).unwrap_or(&[]);
        for (row, group) in (start..end).zip(groups) {
            if *group == NO_CODE {
                continue;
            }
            let first = *group as usize * self.partials.periods;
            match self.observer.fate(row) {
                Fate::Counted { value, from, to } => {
                    let key = self.keys.of(row);
                    for period in from..to {
                        self.partials.add(first + period as usize, value, key);
                    }
                }
                Fate::Out(Reason::Lacks(field)) if self.observer.is_needed(field) => {
                    for period in self.observer.would_count(row) {
                        if let Some(cell) = self.partials.cells.get_mut(first + period as usize) {
                            cell.lacking += 1;
                        }
                    }
                }
                Fate::Out(_) => {}
            }
        }
    }
}

impl Partials {
    pub(crate) fn new(groups: usize, periods: usize, keeps: Keeps) -> Self {
        let count = groups * periods;
        Self {
            cells: vec![Partial::default(); count],
            values: (keeps == Keeps::Values).then(|| vec![Vec::new(); count]),
            keyed: matches!(keeps, Keeps::Keyed(_)).then(|| vec![Vec::new(); count]),
            periods,
        }
    }

    fn add(&mut self, cell: usize, value: i128, key: u32) {
        if let Some(partial) = self.cells.get_mut(cell) {
            partial.n += 1;
            partial.sum += value;
            // Squares of 64-bit values cannot overflow; larger ones (weighted sums) have no use for a spread.
            if let Ok(narrow) = i64::try_from(value) {
                partial.squares = partial.squares.saturating_add(i128::from(narrow) * i128::from(narrow));
            }
        }
        if let Some(values) = self.values.as_mut().and_then(|values| values.get_mut(cell)) {
            values.push(i64::try_from(value).unwrap_or(i64::MAX));
        }
        if let Some(keyed) = self.keyed.as_mut().and_then(|keyed| keyed.get_mut(cell)) {
            keyed.push((key, i64::try_from(value).unwrap_or(i64::MAX)));
        }
    }

    /// The cells of the given groups, in this order; nothing for [`NO_CODE`]. Sums only.
    pub(crate) fn for_groups(&self, groups: &[u32]) -> Self {
        let cells = groups.iter().flat_map(|group| (0..self.periods).map(|period| self.cell(*group as usize, period)));
        Self { cells: cells.collect(), values: None, keyed: None, periods: self.periods }
    }

    pub(crate) fn cell(&self, group: usize, period: usize) -> Partial {
        self.cells.get(group.saturating_mul(self.periods).saturating_add(period)).copied().unwrap_or_default()
    }

    pub(crate) fn sorted_values(&self, group: usize, period: usize) -> Vec<i64> {
        let mut values = self.values.as_ref().and_then(|values| values.get(group * self.periods + period)).cloned().unwrap_or_default();
        values.sort_unstable();
        values
    }

    /// Keys with their values, in order.
    pub(crate) fn sorted_keyed(&self, group: usize, period: usize) -> Vec<(u32, i64)> {
        let mut keyed = self.keyed.as_ref().and_then(|keyed| keyed.get(group * self.periods + period)).cloned().unwrap_or_default();
        keyed.sort_unstable();
        keyed
    }
}
