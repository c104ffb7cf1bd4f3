//! Which keys were seen in which cell: one bit each.

/// Most bits for which a table of all of them is made: 32 MiB.
const MOST: usize = 1 << 28;

/// A bit for each cell and key.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    words: Vec<u64>,
    /// Words of one cell.
    width: usize,
    keys: usize,
}

impl Seen {
    /// Nothing seen yet; `None` where the table would be too large.
    pub(crate) fn new(cells: usize, keys: usize) -> Option<Self> {
        let width = keys.div_ceil(64);
        let is_small = cells.checked_mul(width)?.checked_mul(64)? <= MOST;
        is_small.then(|| Self { words: vec![0; cells * width], width, keys })
    }

    pub(crate) fn note(&mut self, cell: u32, key: u32) {
        let key = key as usize;
        if key < self.keys
            && let Some(word) = self.words.get_mut((cell as usize).wrapping_mul(self.width).wrapping_add(key / 64))
        {
            *word |= 1 << (key % 64);
        }
    }

    /// How many keys a cell has seen.
    pub(crate) fn count(&self, cell: usize) -> u64 {
        let words = self.words.get(cell.saturating_mul(self.width)..cell.saturating_add(1).saturating_mul(self.width)).unwrap_or(&[]);
        words.iter().map(|word| u64::from(word.count_ones())).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::Seen;

    #[test]
    fn keys_are_counted_once_in_each_cell() {
        let mut seen = Seen::new(3, 130).unwrap();
        for (cell, key) in [(0, 0), (0, 0), (0, 129), (2, 64), (2, 130), (2, 63)] {
            seen.note(cell, key);
        }
        assert_eq!([0, 1, 2].map(|cell| seen.count(cell)), [2, 0, 2]);
        assert!(Seen::new(1 << 20, 1 << 20).is_none());
    }
}
