//! What the pass gathers of each measure: partial aggregates by group and period.

use std::cell::OnceCell;

use crate::formula::Key;
use crate::seen::Seen;
use crate::singles::{Keyed, Singles};

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

/// The partials of one measure in one scope, group-major.
#[derive(Clone, Debug, Default)]
pub(crate) struct Partials {
    pub(crate) cells: Vec<Partial>,
    pub(crate) periods: usize,
    /// Single values, where the formula needs their distribution or gathers them by a key.
    singles: Option<Singles>,
    /// Which keys each cell has, where only their number is asked for.
    seen: Option<Seen>,
    /// Where it is put together from others: how many different keys each cell has.
    counted: Vec<u64>,
    /// See [`Partials::sizes`]: made when first asked for, as several definitions ask.
    sizes: Vec<OnceCell<Vec<i128>>>,
    has_squares: bool,
    /// Every row adds 1.
    are_ones: bool,
    /// What blocks of rows added, until it is settled.
    tally: Tally,
}

/// Counts and sums on their way: narrow, so that the cells of a pass stay in the cache.
#[derive(Clone, Debug, Default)]
struct Tally {
    /// Where every row adds 1.
    counts: Vec<u32>,
    /// Where rows have values: count and sum, side by side.
    sums: Vec<(u32, i64)>,
    /// No sum is further from 0 than this.
    reach: i64,
}

impl Tally {
    /// Adds 1 to each cell.
    #[inline(never)]
    fn count(&mut self, cells: &[u32]) {
        for cell in cells {
            if let Some(count) = self.counts.get_mut(*cell as usize) {
                *count = count.wrapping_add(1);
            }
        }
    }

    /// Adds values to their cells.
    #[inline(never)]
    fn sum(&mut self, cells: &[u32], values: &[i64]) {
        for (cell, value) in cells.iter().zip(values) {
            if let Some((count, sum)) = self.sums.get_mut(*cell as usize) {
                *count = count.wrapping_add(1);
                *sum = sum.wrapping_add(*value);
            }
        }
    }

    /// Puts what was added into the cells; from then on it begins at 0.
    fn empty_into(&mut self, cells: &mut [Partial]) {
        for (partial, count) in cells.iter_mut().zip(&mut self.counts) {
            partial.n += u64::from(std::mem::take(count));
        }
        for (partial, (count, sum)) in cells.iter_mut().zip(&mut self.sums) {
            partial.n += u64::from(std::mem::take(count));
            partial.sum += i128::from(std::mem::take(sum));
        }
        self.reach = 0;
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
            Keeps::Keyed(_) => Some(Singles::keyed(are_ones, keys)),
            Keeps::Distinct(_) => {
                seen = keys.and_then(|keys| Seen::new(count, keys));
                seen.is_none().then(|| Singles::keyed(true, keys))
            }
        };
        let (ones, valued) = if are_ones { (count, 0) } else { (0, count) };
        let tally = Tally { counts: vec![0; ones], sums: vec![(0, 0); valued], reach: 0 };
        let cells = vec![Partial::default(); count];
        Self { cells, periods, singles, seen, counted: Vec::new(), sizes: Vec::new(), has_squares, are_ones, tally }
    }

    /// Cells of one group.
    pub(crate) fn columns(&self) -> u32 {
        u32::try_from(self.periods).unwrap_or(u32::MAX)
    }

    /// Adds the values of a block of rows to their cells; 1 to each where there are no values.
    pub(crate) fn add_all(&mut self, cells: &[u32], values: &[i64]) {
        let rows = u32::try_from(cells.len()).unwrap_or(u32::MAX);
        if self.are_ones {
            return match self.tally.counts.as_mut_slice() {
                [count] => *count = count.wrapping_add(rows),
                _ => self.tally.count(cells),
            };
        }
        // As many sums of the largest value as there are rows stay within 64 bits, or what was added so far moves on.
        let most = largest(values).checked_mul(i64::from(rows));
        match most.and_then(|most| self.tally.reach.checked_add(most)) {
            Some(reach) => self.tally.reach = reach,
            None => {
                self.tally.empty_into(&mut self.cells);
                let Some(most) = most else { return self.add_wide(cells, values) };
                self.tally.reach = most;
            }
        }
        match self.tally.sums.as_mut_slice() {
            [(count, sum)] => {
                *count = count.wrapping_add(rows);
                *sum = values.iter().fold(*sum, |sum, value| sum.wrapping_add(*value));
            }
            _ => self.tally.sum(cells, values),
        }
        self.add_squares(cells, values);
    }

    /// Values whose sum may take more than 64 bits.
    fn add_wide(&mut self, cells: &[u32], values: &[i64]) {
        for (cell, value) in cells.iter().zip(values) {
            if let Some(partial) = self.cells.get_mut(*cell as usize) {
                partial.n += 1;
                partial.sum += i128::from(*value);
            }
        }
        self.add_squares(cells, values);
    }

    fn add_squares(&mut self, cells: &[u32], values: &[i64]) {
        if self.has_squares {
            for (cell, value) in cells.iter().zip(values) {
                if let Some(partial) = self.cells.get_mut(*cell as usize) {
                    partial.squares = partial.squares.saturating_add(square(i128::from(*value)));
                }
            }
        }
    }

    /// Keeps which keys and which single values were added.
    #[inline(never)]
    pub(crate) fn keep(&mut self, cells: &[u32], keys: &[u32], values: &[i64]) {
        if let Some(seen) = &mut self.seen {
            for (cell, key) in cells.iter().zip(keys) {
                seen.note(*cell, *key);
            }
        }
        if let Some(singles) = &mut self.singles {
            singles.cells.extend_from_slice(cells);
            if singles.has_keys {
                singles.keys.extend_from_slice(keys);
            }
            if !singles.are_ones {
                singles.values.extend_from_slice(values);
            }
        }
    }

    /// Is more kept than counts and sums?
    pub(crate) fn keeps_more(&self) -> bool {
        self.seen.is_some() || self.singles.is_some()
    }

    /// Adds one value that may be wide.
    pub(crate) fn add(&mut self, cell: u32, value: i128, key: u32) {
        if let Some(partial) = self.cells.get_mut(cell as usize) {
            partial.n += 1;
            partial.sum += value;
            if self.has_squares {
                partial.squares = partial.squares.saturating_add(square(value));
            }
        }
        if let Some(seen) = &mut self.seen {
            seen.note(cell, key);
        }
        if let Some(singles) = &mut self.singles {
            // Single values are days, counts and amounts of one row; only weighted sums are wider, and nobody lists them.
            singles.push(cell, key, i64::try_from(value).unwrap_or(i64::MAX));
        }
    }

    /// Notes a row that would count but lacks the value.
    pub(crate) fn lack(&mut self, cell: u32) {
        if let Some(partial) = self.cells.get_mut(cell as usize) {
            partial.lacking += 1;
        }
    }

    /// Ends the pass.
    #[inline(never)]
    pub(crate) fn settle(&mut self) {
        let cells = self.cells.len();
        self.tally.empty_into(&mut self.cells);
        self.tally = Tally::default();
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
        Self { cells: cells.collect(), periods: self.periods, has_squares: self.has_squares, are_ones: self.are_ones, ..Self::default() }
    }

    /// Columns of several partials beside each other: counts, sums and numbers of keys.
    pub(crate) fn of_columns(groups: usize, columns: &[(&Self, usize)]) -> Self {
        let places = || (0..groups).flat_map(|group| columns.iter().map(move |(from, column)| (*from, group, *column)));
        let cells = places().map(|(from, group, column)| from.cell(group, column)).collect();
        let counted = places().map(|(from, group, column)| from.distinct(group, column)).collect();
        Self { cells, counted, periods: columns.len(), ..Self::default() }
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
            None if !self.counted.is_empty() => self.counted.get(self.place(group, period)).copied().unwrap_or_default(),
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

/// A bound on the size of values: below twice the largest. 1 where there are none, as each adds 1 then.
#[inline(never)]
fn largest(values: &[i64]) -> i64 {
    // The bits of all of them at once; the complement of a negative number has as many.
    let bits = values.iter().fold(1, |bits, value| bits | (*value ^ (*value >> 63)));
    (u64::MAX >> (bits as u64).leading_zeros().max(1)) as i64
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
