//! The pass over the rows: partial aggregates of every measure by group and period.

use kpi_data::{Facts, NO_CODE};

use crate::formula::Key;
use crate::observe::{Fate, Observer, Reason};
use crate::screen::{BLOCK, Block, COUNTS, UNSURE};
use crate::singles::{Keyed, Singles};
use crate::table::Codes;

/// What is known of one group and period after the pass. Two parts of the data merge by adding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Partial {
    pub(crate) n: u64,
    pub(crate) sum: i128,
    /// Σ value², where the formula needs it.
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
    pub(crate) periods: usize,
    /// Single values, where the formula needs their distribution or gathers them by a key.
    singles: Option<Singles>,
    has_squares: bool,
}

/// A measure on its way over the rows.
pub(crate) struct Job<'a> {
    pub(crate) observer: Observer<'a>,
    /// Group of each row; none where all rows are in the first.
    pub(crate) groups: Option<&'a [u32]>,
    /// Key of each row, for partials that are gathered by it.
    pub(crate) keys: Keys<'a>,
    pub(crate) partials: Partials,
}

/// One pass over the `rows` of a table for all its jobs. Each block is visited by one job after the other: what they read
/// stays in the cache.
pub(crate) fn pass(rows: usize, jobs: &mut [Job<'_>]) {
    let mut block = Block::default();
    let mut start = 0;
    while start < rows {
        let end = rows.min(start + BLOCK);
        for job in jobs.iter_mut() {
            job.block(start, end, &mut block);
        }
        start = end;
    }
    jobs.iter_mut().for_each(|job| job.partials.settle());
}

impl Job<'_> {
    fn block(&mut self, start: usize, end: usize, block: &mut Block) {
        block.begin(self.groups.map(|groups| groups.get(start..end).unwrap_or(&[])), end - start);
        self.observer.screen(start, end, block);
        let periods = self.partials.periods;
        let group = |row: usize| self.groups.and_then(|groups| groups.get(row)).map_or(0, |group| *group as usize);
        for (i, status) in block.status.iter().enumerate() {
            if *status != COUNTS && *status != UNSURE {
                continue;
            }
            let row = start + i;
            let first = group(row) * periods;
            if *status == COUNTS
                && let (Some(period), Some(value)) = (block.periods.get(i), block.values.get(i))
            {
                self.partials.add(first + *period as usize, i128::from(*value), self.keys, row);
                continue;
            }
            match self.observer.fate(row) {
                Fate::Counted { value, from, to } => {
                    for period in from..to {
                        self.partials.add(first + period as usize, value, self.keys, row);
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
    /// Empty partials; `are_ones` where every row adds 1, so that single values need not be kept.
    pub(crate) fn new(groups: usize, periods: usize, keeps: Keeps, has_squares: bool, are_ones: bool) -> Self {
        let count = groups * periods;
        let singles = match keeps {
            Keeps::Sums => None,
            Keeps::Values => Some(Singles::values()),
            Keeps::Keyed(_) => Some(Singles::keyed(are_ones)),
        };
        Self { cells: vec![Partial::default(); count], periods, singles, has_squares }
    }

    #[inline]
    fn add(&mut self, cell: usize, value: i128, keys: Keys<'_>, row: usize) {
        if let Some(partial) = self.cells.get_mut(cell) {
            partial.n += 1;
            partial.sum += value;
            if self.has_squares {
                partial.squares = partial.squares.saturating_add(square(value));
            }
        }
        if let Some(singles) = &mut self.singles {
            // Single values are days, counts and amounts of one row; only weighted sums are wider, and nobody lists them.
            let value = i64::try_from(value).unwrap_or(i64::MAX);
            singles.push(u32::try_from(cell).unwrap_or(u32::MAX), keys.of(row), value);
        }
    }

    fn settle(&mut self) {
        let cells = self.cells.len();
        if let Some(singles) = &mut self.singles {
            singles.settle(cells);
        }
    }

    /// The cells of the given groups, in this order; nothing for [`NO_CODE`]. Sums only.
    pub(crate) fn for_groups(&self, groups: &[u32]) -> Self {
        let cells = groups.iter().flat_map(|group| (0..self.periods).map(|period| self.cell(*group as usize, period)));
        Self { cells: cells.collect(), periods: self.periods, singles: None, has_squares: self.has_squares }
    }

    fn place(&self, group: usize, period: usize) -> usize {
        group.saturating_mul(self.periods).saturating_add(period)
    }

    pub(crate) fn cell(&self, group: usize, period: usize) -> Partial {
        self.cells.get(self.place(group, period)).copied().unwrap_or_default()
    }

    /// The single values of a cell, in order.
    pub(crate) fn values(&self, group: usize, period: usize) -> &[i64] {
        self.singles.as_ref().map_or(&[], |singles| singles.values_of(self.place(group, period)))
    }

    /// The keys of a cell in order, each with its value.
    pub(crate) fn keyed(&self, group: usize, period: usize) -> Keyed<'_> {
        self.singles.as_ref().map_or_else(Keyed::default, |singles| singles.keyed_of(self.place(group, period)))
    }
}

/// Value². Squares of 64-bit values cannot overflow; larger ones (weighted sums) have no use for a spread.
fn square(value: i128) -> i128 {
    match (i32::try_from(value), i64::try_from(value)) {
        // Within 32 bits one multiplication of the machine is enough.
        (Ok(small), _) => i128::from(i64::from(small) * i64::from(small)),
        (_, Ok(narrow)) => i128::from(narrow) * i128::from(narrow),
        _ => 0,
    }
}
