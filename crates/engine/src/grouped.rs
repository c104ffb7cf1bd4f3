//! Items put together by a code.

use crate::singles::accumulate;

/// Items of each code, one code after the other; those of one code in the order they came until they are sorted.
pub(crate) struct Grouped<T> {
    items: Vec<T>,
    /// Where the items of each code begin, and the end of the last.
    starts: Vec<usize>,
}

impl<T: Copy + Default> Grouped<T> {
    /// Items of codes below `count`; others are left out.
    pub(crate) fn new(count: usize, items: impl Iterator<Item = (u32, T)> + Clone) -> Self {
        let mut starts = vec![0_usize; count + 1];
        for (code, _) in items.clone() {
            if let Some(items) = starts.get_mut((code as usize).saturating_add(1)) {
                *items += 1;
            }
        }
        accumulate(&mut starts);
        let mut next = starts.clone();
        let mut sorted = vec![T::default(); starts.last().copied().unwrap_or(0)];
        for (code, item) in items {
            // The last place is the end, not a code.
            let Some(place) = next.get_mut(code as usize).filter(|_| (code as usize) < count) else { continue };
            if let Some(slot) = sorted.get_mut(*place) {
                *slot = item;
            }
            *place += 1;
        }
        Self { items: sorted, starts }
    }

    /// Sorts the items of each code.
    pub(crate) fn sort_by<K: Ord>(&mut self, key: impl Fn(&T) -> K) {
        let mut rest = self.items.as_mut_slice();
        for ends in self.starts.windows(2) {
            let (first, end) = (ends.first().copied().unwrap_or(0), ends.last().copied().unwrap_or(0));
            let of_code = rest.split_off_mut(..(end - first).min(rest.len())).unwrap_or_default();
            if of_code.len() > 1 {
                of_code.sort_unstable_by_key(&key);
            }
        }
    }

    /// Codes with their items, those without any left out.
    pub(crate) fn groups(&self) -> impl Iterator<Item = (u32, &[T])> {
        let items = |ends: &[usize]| self.items.get(ends.first().copied().unwrap_or(0)..ends.last().copied().unwrap_or(0)).unwrap_or(&[]);
        (0_u32..).zip(self.starts.windows(2).map(items)).filter(|(_, of_code)| !of_code.is_empty())
    }

    /// All items.
    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }
}

#[cfg(test)]
mod tests {
    use kpi_data::NO_CODE;

    use super::Grouped;

    #[test]
    fn items_come_by_code_and_those_of_no_code_are_left_out() {
        let items = [(2, 'd'), (0, 'b'), (NO_CODE, 'x'), (2, 'c'), (3, 'y'), (0, 'a')];
        let mut grouped = Grouped::new(3, items.into_iter());
        let groups = |grouped: &Grouped<char>| grouped.groups().map(|(code, items)| (code, items.to_vec())).collect::<Vec<_>>();
        assert_eq!(groups(&grouped), [(0, vec!['b', 'a']), (2, vec!['d', 'c'])]);
        grouped.sort_by(|item| *item);
        assert_eq!(groups(&grouped), [(0, vec!['a', 'b']), (2, vec!['c', 'd'])]);
        assert_eq!(grouped.len(), 4);
    }
}
