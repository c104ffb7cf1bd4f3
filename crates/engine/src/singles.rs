//! Single values of the cells of a pass, put in order once at its end.

use kpi_data::NO_CODE;

/// Values on their way, then the values of each cell one after the other.
#[derive(Clone, Debug, Default)]
pub(crate) struct Singles {
    /// Cell of each value, until they are settled.
    pub(crate) cells: Vec<u32>,
    /// Key of each value; empty where there are none.
    pub(crate) keys: Vec<u32>,
    /// The values; empty where each is 1.
    pub(crate) values: Vec<i64>,
    /// First value of each cell, and the end of the last.
    starts: Vec<usize>,
    pub(crate) has_keys: bool,
    pub(crate) are_ones: bool,
    /// No key is this large, where that is known.
    below: Option<usize>,
}

/// The keys of one cell in ascending order, each with its value; no values where each is 1.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Keyed<'a> {
    pub(crate) keys: &'a [u32],
    pub(crate) values: &'a [i64],
}

impl<'a> Keyed<'a> {
    /// Each key with its values.
    pub(crate) fn by_key(self) -> impl Iterator<Item = (u32, Keyed<'a>)> {
        let mut start = 0;
        self.keys.chunk_by(|a, b| a == b).map(move |keys| {
            let end = start + keys.len();
            let values = self.values.get(start..end).unwrap_or(&[]);
            start = end;
            (keys.first().copied().unwrap_or(0), Self { keys, values })
        })
    }

    /// The sum of the values.
    pub(crate) fn sum(self) -> i128 {
        if self.values.is_empty() { self.keys.len() as i128 } else { self.values.iter().map(|value| i128::from(*value)).sum() }
    }
}

impl Singles {
    pub(crate) fn values() -> Self {
        Self::default()
    }

    /// For keys below `below`, where that is known.
    pub(crate) fn keyed(are_ones: bool, below: Option<usize>) -> Self {
        Self { has_keys: true, are_ones, below, ..Self::default() }
    }

    pub(crate) fn push(&mut self, cell: u32, key: u32, value: i64) {
        self.cells.push(cell);
        if self.has_keys {
            self.keys.push(key);
        }
        if !self.are_ones {
            self.values.push(value);
        }
    }

    /// Puts the values in the order of cells, and in each cell in the order of keys, else of values.
    pub(crate) fn settle(&mut self, cells: usize) {
        // A place for each key of each cell, where that is not much more than there are values.
        match self.below.and_then(|below| below.checked_add(1)) {
            Some(width) if self.has_keys && cells.saturating_mul(width) <= self.keys.len() => self.count(cells, width),
            _ => self.sort(cells),
        }
    }

    /// Sorts by counting how often each key is in each cell. Of the `width` places of a cell the last is for rows without a key.
    #[inline(never)]
    fn count(&mut self, cells: usize, width: usize) {
        let none = width - 1;
        let place = |cell: u32, key: u32| (cell as usize).wrapping_mul(width).wrapping_add((key as usize).min(none));
        let mut starts = vec![0_usize; cells * width + 1];
        for (cell, key) in self.cells.iter().zip(&self.keys) {
            if let Some(slot) = starts.get_mut(place(*cell, *key) + 1) {
                *slot += 1;
            }
        }
        accumulate(&mut starts);
        if !self.are_ones {
            let mut next = starts.clone();
            let mut sorted = vec![0; self.values.len()];
            for ((cell, key), value) in self.cells.iter().zip(&self.keys).zip(&self.values) {
                if let Some(next) = next.get_mut(place(*cell, *key)) {
                    if let Some(slot) = sorted.get_mut(*next) {
                        *slot = *value;
                    }
                    *next += 1;
                }
            }
            self.values = sorted;
        }
        let at = |place: usize| starts.get(place).copied().unwrap_or(0);
        for cell in 0..cells {
            let first = cell * width;
            for (key, place) in (0_u32..).zip(first..first + none) {
                if let Some(keys) = self.keys.get_mut(at(place)..at(place + 1)) {
                    keys.fill(key);
                }
            }
            if let Some(keys) = self.keys.get_mut(at(first + none)..at(first + width)) {
                keys.fill(NO_CODE);
            }
        }
        self.starts = (0..=cells).map(|cell| at(cell * width)).collect();
        self.cells = Vec::new();
    }

    #[inline(never)]
    fn sort(&mut self, cells: usize) {
        let mut starts = vec![0_usize; cells + 1];
        for cell in &self.cells {
            if let Some(slot) = starts.get_mut(*cell as usize + 1) {
                *slot += 1;
            }
        }
        accumulate(&mut starts);
        if cells > 1 {
            self.keys = scattered(&self.cells, &self.keys, &starts);
            self.values = scattered(&self.cells, &self.values, &starts);
        }
        self.cells = Vec::new();
        let mut scratch = Scratch::default();
        for range in starts.windows(2).map(|ends| ends.first().copied().unwrap_or(0)..ends.last().copied().unwrap_or(0)) {
            let values = self.values.get_mut(range.clone()).unwrap_or_default();
            match self.keys.get_mut(range) {
                Some(keys) if self.has_keys => scratch.sort_by_key(keys, values),
                _ => sort(values),
            }
        }
        self.starts = starts;
    }

    fn range(&self, cell: usize) -> std::ops::Range<usize> {
        let at = |place: usize| self.starts.get(place).copied().unwrap_or(0);
        at(cell)..at(cell + 1)
    }

    pub(crate) fn values_of(&self, cell: usize) -> &[i64] {
        self.values.get(self.range(cell)).unwrap_or(&[])
    }

    pub(crate) fn keyed_of(&self, cell: usize) -> Keyed<'_> {
        let range = self.range(cell);
        Keyed { keys: self.keys.get(range.clone()).unwrap_or(&[]), values: self.values.get(range).unwrap_or(&[]) }
    }
}

/// Counts, each behind its place, to where each place begins.
pub(crate) fn accumulate(counts: &mut [usize]) {
    let mut sum = 0;
    for count in counts {
        sum += *count;
        *count = sum;
    }
}

/// Items in the order of their cells.
#[inline(never)]
fn scattered<T: Copy + Default>(cells: &[u32], items: &[T], starts: &[usize]) -> Vec<T> {
    let mut next = starts.to_vec();
    let mut sorted = vec![T::default(); items.len()];
    for (cell, item) in cells.iter().zip(items) {
        if let Some(place) = next.get_mut(*cell as usize) {
            if let Some(slot) = sorted.get_mut(*place) {
                *slot = *item;
            }
            *place += 1;
        }
    }
    sorted
}

/// Fewer than these are sorted by comparing.
const FEW: usize = 256;

/// Sorts values; many within a narrow range, such as days, by counting.
#[inline(never)]
fn sort(values: &mut [i64]) {
    let ends = values.iter().fold((i64::MAX, i64::MIN), |(low, high), value| (low.min(*value), high.max(*value)));
    let width = usize::try_from(ends.1.saturating_sub(ends.0)).unwrap_or(usize::MAX);
    if values.len() < FEW || width / 4 > values.len() {
        values.sort_unstable();
        return;
    }
    let mut counts = vec![0_usize; width + 1];
    for value in values.iter() {
        if let Some(count) = counts.get_mut(usize::try_from(value - ends.0).unwrap_or(0)) {
            *count += 1;
        }
    }
    let mut rest = values;
    for (value, count) in (ends.0..).zip(counts) {
        let (same, others) = rest.split_at_mut(count.min(rest.len()));
        same.fill(value);
        rest = others;
    }
}

const DIGIT: u32 = 11;

/// Memory for sorting, used again from cell to cell.
#[derive(Default)]
struct Scratch {
    keys: Vec<u32>,
    values: Vec<i64>,
}

impl Scratch {
    /// Sorts keys together with their values, which may be none.
    fn sort_by_key(&mut self, keys: &mut [u32], values: &mut [i64]) {
        if values.is_empty() && keys.len() < FEW {
            keys.sort_unstable();
            return;
        }
        if keys.len() < FEW {
            let mut pairs: Vec<(u32, i64)> = keys.iter().copied().zip(values.iter().copied()).collect();
            pairs.sort_by_key(|(key, _)| *key);
            for ((key, value), pair) in keys.iter_mut().zip(values.iter_mut()).zip(pairs) {
                (*key, *value) = pair;
            }
            return;
        }
        let bits = 32 - keys.iter().copied().max().unwrap_or(0).leading_zeros();
        for shift in (0..bits).step_by(DIGIT as usize) {
            self.by_digit(keys, values, shift);
        }
    }

    /// One stable pass over a digit of the keys.
    #[inline(never)]
    fn by_digit(&mut self, keys: &mut [u32], values: &mut [i64], shift: u32) {
        let digit = |key: u32| ((key >> shift) & ((1 << DIGIT) - 1)) as usize;
        let mut next = [0_usize; (1 << DIGIT) + 1];
        for key in keys.iter() {
            if let Some(count) = next.get_mut(digit(*key) + 1) {
                *count += 1;
            }
        }
        accumulate(&mut next);
        self.keys.clear();
        self.keys.extend_from_slice(keys);
        self.values.clear();
        self.values.extend_from_slice(values);
        for (i, key) in self.keys.iter().enumerate() {
            let Some(place) = next.get_mut(digit(*key)) else { continue };
            if let Some(slot) = keys.get_mut(*place) {
                *slot = *key;
            }
            if let (Some(slot), Some(value)) = (values.get_mut(*place), self.values.get(i)) {
                *slot = *value;
            }
            *place += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Singles;
    use kpi_data::NO_CODE;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_cell_has_its_values_in_order(
            rows in proptest::collection::vec((0u32..4, prop_oneof![0u32..9, any::<u32>()], prop_oneof![-50i64..50, any::<i64>()]), 0..2_000),
            few in proptest::collection::vec((0u32..4, prop_oneof![9 => 0u32..9, 1 => Just(NO_CODE)], -50i64..50), 0..2_000),
            is_known in any::<bool>(),
        ) {
            let (rows, below) = if is_known { (few, Some(9)) } else { (rows, None) };
            let (mut plain, mut keyed, mut ones) = (Singles::values(), Singles::keyed(false, below), Singles::keyed(true, below));
            for (cell, key, value) in &rows {
                plain.push(*cell, 0, *value);
                keyed.push(*cell, *key, *value);
                ones.push(*cell, *key, 1);
            }
            plain.settle(4);
            keyed.settle(4);
            ones.settle(4);
            for cell in 0..4 {
                let of_cell = || rows.iter().filter(|row| row.0 as usize == cell);
                let mut values: Vec<i64> = of_cell().map(|row| row.2).collect();
                values.sort_unstable();
                prop_assert_eq!(plain.values_of(cell), &values[..]);
                let mut pairs: Vec<(u32, i64)> = of_cell().map(|row| (row.1, row.2)).collect();
                pairs.sort_by_key(|pair| pair.0);
                let found = keyed.keyed_of(cell);
                prop_assert_eq!(found.keys.iter().copied().zip(found.values.iter().copied()).collect::<Vec<_>>(), pairs);
                prop_assert_eq!(ones.keyed_of(cell).keys, keyed.keyed_of(cell).keys);
                prop_assert_eq!(ones.keyed_of(cell).sum(), values.len() as i128);
            }
        }
    }
}
