//! The pass over the rows: partial aggregates of every measure by group and period.

use std::cell::OnceCell;

use kpi_data::{Facts, NO_CODE};

use crate::formula::Key;
use crate::observe::{Fate, Observer, Reason};
use crate::screen::{BLOCK, Block, COUNTS, UNSURE};
use crate::seen::Seen;
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
    /// How many different keys.
    Distinct(Key),
    /// The values of each key.
    Keyed(Key),
}

/// What is known of the values that rows add.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Values {
    /// Their squares are asked for.
    pub(crate) has_squares: bool,
    /// Every row adds 1, so that single values need not be kept.
    pub(crate) are_ones: bool,
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
    /// Which keys each cell has, where only their number is asked for.
    seen: Option<Seen>,
    /// See [`Partials::sizes`]: made when first asked for, as several definitions ask.
    sizes: Vec<OnceCell<Vec<i128>>>,
    has_squares: bool,
    /// Every row adds 1.
    are_ones: bool,
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
    let (mut block, mut chosen) = (Block::default(), Chosen::default());
    let mut start = 0;
    while start < rows {
        let end = rows.min(start + BLOCK);
        for job in jobs.iter_mut() {
            job.block(start, end, &mut block, &mut chosen);
        }
        start = end;
    }
    jobs.iter_mut().for_each(|job| job.partials.settle());
}

/// The rows of a block that count: row, cell and value of each.
#[derive(Default)]
struct Chosen {
    rows: Vec<u32>,
    cells: Vec<u32>,
    values: Vec<i64>,
}

impl Chosen {
    /// Takes the rows that count; are there any?
    #[inline(never)]
    fn choose(&mut self, status: &[u8]) -> bool {
        self.rows.resize(status.len(), 0);
        let mut count = 0_usize;
        // Every row is written where the next one that counts belongs: no branch to mispredict.
        for (status, i) in status.iter().zip(0_u32..) {
            if let Some(slot) = self.rows.get_mut(count) {
                *slot = i;
            }
            count = count.wrapping_add(usize::from(*status == COUNTS));
        }
        self.rows.truncate(count);
        count > 0
    }
}

// A WebAssembly engine replaces slow first code by fast code only when a function is called anew. What takes long therefore
// consists of functions that are called for each block, not of one that holds all loops.
impl Job<'_> {
    #[inline(never)]
    fn block(&mut self, start: usize, end: usize, block: &mut Block, chosen: &mut Chosen) {
        let groups = self.groups.map(|groups| groups.get(start..end).unwrap_or(&[]));
        block.begin(groups, end - start);
        self.observer.screen(start, end, block);
        if block.status.contains(&UNSURE) {
            for (i, _) in block.status.iter().enumerate().filter(|(_, status)| **status == UNSURE) {
                self.single(start + i);
            }
        }
        if !chosen.choose(&block.status) {
            return;
        }
        let periods = u32::try_from(self.partials.periods).unwrap_or(u32::MAX);
        chosen.cells.clear();
        let Chosen { rows, cells, .. } = chosen;
        let period = |i: &u32| block.periods.get(*i as usize).copied().unwrap_or(0);
        let first = |groups: &[u32], i: &u32| groups.get(*i as usize).map_or(0, |group| group.wrapping_mul(periods));
        match groups {
            None if block.periods.is_empty() => cells.resize(rows.len(), 0),
            None => cells.extend(rows.iter().map(period)),
            Some(groups) if block.periods.is_empty() => cells.extend(rows.iter().map(|i| first(groups, i))),
            Some(groups) => cells.extend(rows.iter().map(|i| first(groups, i).wrapping_add(period(i)))),
        }
        chosen.values.clear();
        if !block.values.is_empty() {
            chosen.values.extend(chosen.rows.iter().map(|i| block.values.get(*i as usize).copied().unwrap_or(0)));
        }
        self.partials.add_all(&chosen.cells, &chosen.values);
        if let Some(seen) = &mut self.partials.seen {
            let keys = self.keys;
            for (cell, i) in chosen.cells.iter().zip(&chosen.rows) {
                seen.note(*cell, keys.of(start + *i as usize));
            }
        }
        if let Some(singles) = &mut self.partials.singles {
            singles.cells.extend_from_slice(&chosen.cells);
            if singles.has_keys {
                let keys = self.keys;
                singles.keys.extend(chosen.rows.iter().map(|i| keys.of(start + *i as usize)));
            }
            if !singles.are_ones {
                singles.values.extend_from_slice(&chosen.values);
            }
        }
    }

    /// A row that has to be looked at by itself.
    fn single(&mut self, row: usize) {
        let group = self.groups.and_then(|groups| groups.get(row)).map_or(0, |group| *group as usize);
        let first = group * self.partials.periods;
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

impl Partials {
    /// Empty partials. Keys are below `keys`, where that is known.
    pub(crate) fn new(groups: usize, periods: usize, keeps: Keeps, keys: Option<usize>, values: Values) -> Self {
        let Values { has_squares, are_ones } = values;
        let count = groups * periods;
        let mut seen = None;
        let singles = match keeps {
            Keeps::Sums => None,
            Keeps::Values => Some(Singles::values()),
            Keeps::Keyed(_) => Some(Singles::keyed(are_ones)),
            Keeps::Distinct(_) => {
                seen = keys.and_then(|keys| Seen::new(count, keys));
                seen.is_none().then(|| Singles::keyed(true))
            }
        };
        Self { cells: vec![Partial::default(); count], periods, singles, seen, sizes: Vec::new(), has_squares, are_ones }
    }

    /// Adds values to their cells; 1 to each where there are no values.
    #[inline(never)]
    fn add_all(&mut self, cells: &[u32], values: &[i64]) {
        if let ([only], true) = (self.cells.as_mut_slice(), self.are_ones || !self.has_squares) {
            only.n += cells.len() as u64;
            only.sum += if values.is_empty() { cells.len() as i128 } else { sum(values) };
            return;
        }
        if values.is_empty() {
            // Their sum follows at the end.
            for cell in cells {
                if let Some(partial) = self.cells.get_mut(*cell as usize) {
                    partial.n = partial.n.wrapping_add(1);
                }
            }
            return;
        }
        for (cell, value) in cells.iter().zip(values) {
            if let Some(partial) = self.cells.get_mut(*cell as usize) {
                // Fewer than 2³² values of 64 bits: no sum of them comes near the end of 128.
                partial.n = partial.n.wrapping_add(1);
                partial.sum = partial.sum.wrapping_add(i128::from(*value));
            }
        }
        if self.has_squares {
            for (cell, value) in cells.iter().zip(values) {
                if let Some(partial) = self.cells.get_mut(*cell as usize) {
                    partial.squares = partial.squares.saturating_add(square(i128::from(*value)));
                }
            }
        }
    }

    fn add(&mut self, cell: usize, value: i128, keys: Keys<'_>, row: usize) {
        if let Some(partial) = self.cells.get_mut(cell) {
            partial.n += 1;
            partial.sum += value;
            if self.has_squares {
                partial.squares = partial.squares.saturating_add(square(value));
            }
        }
        if let Some(seen) = &mut self.seen {
            seen.note(u32::try_from(cell).unwrap_or(u32::MAX), keys.of(row));
        }
        if let Some(singles) = &mut self.singles {
            // Single values are days, counts and amounts of one row; only weighted sums are wider, and nobody lists them.
            let value = i64::try_from(value).unwrap_or(i64::MAX);
            singles.push(u32::try_from(cell).unwrap_or(u32::MAX), keys.of(row), value);
        }
    }

    fn settle(&mut self) {
        let cells = self.cells.len();
        if self.are_ones {
            for partial in &mut self.cells {
                partial.sum = i128::from(partial.n);
                // 1² = 1
                partial.squares = if self.has_squares { partial.sum } else { 0 };
            }
        }
        if let Some(singles) = &mut self.singles {
            singles.settle(cells);
            self.sizes = vec![OnceCell::new(); if singles.has_keys { cells } else { 0 }];
        }
    }

    /// The cells of the given groups, in this order; nothing for [`NO_CODE`]. Sums only.
    pub(crate) fn for_groups(&self, groups: &[u32]) -> Self {
        let cells = groups.iter().flat_map(|group| (0..self.periods).map(|period| self.cell(*group as usize, period)));
        Self { cells: cells.collect(), periods: self.periods, singles: None, seen: None, sizes: Vec::new(), ..*self }
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

    /// How many different keys a cell has.
    pub(crate) fn distinct(&self, group: usize, period: usize) -> u64 {
        match &self.seen {
            Some(seen) => seen.count(self.place(group, period)),
            None => self.keyed(group, period).keys.chunk_by(|a, b| a == b).count() as u64,
        }
    }

    /// The sums of the keys of a cell that are above 0, the largest first.
    pub(crate) fn sizes(&self, group: usize, period: usize) -> &[i128] {
        let make = || {
            let mut sizes: Vec<i128> = self.keyed(group, period).by_key().map(|(_, of_key)| of_key.sum()).filter(|sum| *sum > 0).collect();
            sizes.sort_unstable_by(|a, b| b.cmp(a));
            sizes
        };
        self.sizes.get(self.place(group, period)).map_or(&[], |sizes| sizes.get_or_init(make))
    }

    /// The keys of a cell in order, each with its value.
    pub(crate) fn keyed(&self, group: usize, period: usize) -> Keyed<'_> {
        self.singles.as_ref().map_or_else(Keyed::default, |singles| singles.keyed_of(self.place(group, period)))
    }
}

/// The exact sum of values, in two halves that cannot overflow: a block has far fewer than 2³¹ values.
fn sum(values: &[i64]) -> i128 {
    let (mut low, mut high) = (0_i64, 0_i64);
    for value in values {
        low = low.wrapping_add(value & 0xffff_ffff);
        high = high.wrapping_add(value >> 32);
    }
    (i128::from(high) << 32) + i128::from(low)
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
