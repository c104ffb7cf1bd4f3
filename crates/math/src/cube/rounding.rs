//! Rounding a table so that the sums of two families of nested sets stay within one unit, by flow.

/// Bits behind the point of a fractional quota.
pub(super) const BITS: u32 = 32;
const ONE: i128 = 1 << BITS;

/// Nested sets of cells: a tree of sets whose leaves hold cells. Set 0 is the whole table.
#[derive(Clone, Debug)]
pub(super) struct Family {
    /// The set around each set; that of set 0 is itself. A set comes after the one around it.
    pub(super) around: Vec<usize>,
    /// Order of preference: sets of lower rank are rounded first.
    pub(super) ranks: Vec<u8>,
    /// The smallest set each cell is in.
    pub(super) of_cell: Vec<usize>,
}

impl Family {
    pub(super) fn new(cells: usize) -> Self {
        Self { around: vec![0], ranks: vec![0], of_cell: vec![0; cells] }
    }

    pub(super) fn add(&mut self, around: usize, rank: u8) -> usize {
        self.around.push(around);
        self.ranks.push(rank);
        self.around.len() - 1
    }

    fn sums(&self, quotas: &[i128]) -> Vec<i128> {
        let mut sums = vec![0; self.around.len()];
        for (set, quota) in self.of_cell.iter().zip(quotas) {
            if let Some(sum) = sums.get_mut(*set) {
                *sum += quota;
            }
        }
        for set in (1..sums.len()).rev() {
            let (own, around) = (at(&sums, set), at(&self.around, set));
            if let Some(sum) = sums.get_mut(around) {
                *sum += own;
            }
        }
        sums
    }
}

fn at<T: Copy + Default>(list: &[T], i: usize) -> T {
    list.get(i).copied().unwrap_or_default()
}

/// An arc whose flow is its floor or one more.
#[derive(Clone, Copy, Debug)]
struct Arc {
    tail: usize,
    head: usize,
    /// Is the extra unit in use?
    is_up: bool,
    /// May the extra unit change?
    is_free: bool,
}

struct Network {
    arcs: Vec<Arc>,
    /// Arcs at each node, in the order in which paths try them.
    near: Vec<Vec<usize>>,
    seen: Vec<u32>,
    stamp: u32,
}

impl Network {
    fn add(&mut self, tail: usize, head: usize, is_free: bool) {
        let id = self.arcs.len();
        self.arcs.push(Arc { tail, head, is_up: false, is_free });
        for node in [tail, head] {
            if let Some(near) = self.near.get_mut(node) {
                near.push(id);
            }
        }
    }

    /// Moves one unit from `from` to a node where `is_end`; the arcs turned over, or none if there is no way.
    fn push(&mut self, from: usize, is_end: impl Fn(usize) -> bool) -> Option<usize> {
        self.stamp += 1;
        let mut path: Vec<(usize, usize)> = vec![(from, 0)];
        if let Some(seen) = self.seen.get_mut(from) {
            *seen = self.stamp;
        }
        let mut used: Vec<usize> = Vec::new();
        while let Some((node, next)) = path.last_mut() {
            if is_end(*node) {
                let end = *node;
                for arc in used {
                    if let Some(arc) = self.arcs.get_mut(arc) {
                        arc.is_up = !arc.is_up;
                    }
                }
                return Some(end);
            }
            let Some(id) = self.near.get(*node).and_then(|near| near.get(*next)).copied() else {
                path.pop();
                used.pop();
                continue;
            };
            *next += 1;
            let Some(arc) = self.arcs.get(id).copied().filter(|arc| arc.is_free) else { continue };
            // With the arc where its unit is not in use, against it where it is.
            let (start, end) = if arc.is_up { (arc.head, arc.tail) } else { (arc.tail, arc.head) };
            if start != *node || at(&self.seen, end) == self.stamp {
                continue;
            }
            if let Some(seen) = self.seen.get_mut(end) {
                *seen = self.stamp;
            }
            path.push((end, 0));
            used.push(id);
        }
        None
    }
}

/// Whole numbers near fractional quotas (in units of 2⁻³²) with every set of both families rounded up or down.
///
/// The sum of all quotas must be whole. Sets are visited by rank, larger fractions first, ties in the order given; each
/// is rounded up if that is still possible: largest remainder, generalised to nested sets. That a solution exists follows
/// from the integrality of flows (Cox and Ernst, Controlled rounding, INFOR 20, 1982). `None` only if the sum is not whole.
pub(super) fn round(quotas: &[i128], left: &Family, right: &Family) -> Option<Vec<i128>> {
    let nodes = left.around.len();
    let sums = [left.sums(quotas), right.sums(quotas)];
    if sums.first()?.first()? % ONE != 0 {
        return None;
    }
    let count = nodes + right.around.len();
    let mut network = Network { arcs: Vec::new(), near: vec![Vec::new(); count], seen: vec![0; count], stamp: 0 };
    let mut excess = vec![0i128; count];
    // What is asked of each arc: rank, fraction.
    let mut wishes: Vec<(u8, i128)> = Vec::new();
    let mut add = |network: &mut Network, tail: usize, head: usize, quota: i128, rank: u8| {
        for (node, sign) in [(tail, -1), (head, 1)] {
            if let Some(excess) = excess.get_mut(node) {
                *excess += sign * (quota >> BITS);
            }
        }
        network.add(tail, head, quota % ONE != 0);
        wishes.push((rank, quota % ONE));
    };
    let mut cells: Vec<usize> = (0..quotas.len()).collect();
    cells.sort_by_key(|cell| -(at(quotas, *cell) % ONE));
    for cell in &cells {
        add(&mut network, at(&left.of_cell, *cell), nodes + at(&right.of_cell, *cell), at(quotas, *cell), u8::MAX);
    }
    for (shift, family, sums, is_left) in [(0, left, &sums[0], true), (nodes, right, &sums[1], false)] {
        for set in 1..family.around.len() {
            let (inner, outer) = (shift + set, shift + at(&family.around, set));
            let (tail, head) = if is_left { (outer, inner) } else { (inner, outer) };
            add(&mut network, tail, head, at(sums, set), at(&family.ranks, set));
        }
    }
    let total = sums.first()?.first()? >> BITS;
    for (node, sign) in [(0, 1), (nodes, -1)] {
        if let Some(excess) = excess.get_mut(node) {
            *excess += sign * total;
        }
    }
    balance(&mut network, &mut excess)?;
    prefer(&mut network, &wishes);
    let mut values: Vec<i128> = quotas.iter().map(|quota| quota >> BITS).collect();
    for (cell, arc) in cells.iter().zip(&network.arcs) {
        if let Some(value) = values.get_mut(*cell).filter(|_| arc.is_up) {
            *value += 1;
        }
    }
    Some(values)
}

/// Moves units until every node passes on what it gets.
fn balance(network: &mut Network, excess: &mut [i128]) -> Option<()> {
    for node in 0..excess.len() {
        while at(excess, node) > 0 {
            let end = network.push(node, |end| at(excess, end) < 0)?;
            for (node, sign) in [(node, -1), (end, 1)] {
                if let Some(excess) = excess.get_mut(node) {
                    *excess += sign;
                }
            }
        }
    }
    Some(())
}

/// More cells than this are left as the first solution has them: within one unit as well, larger fractions tried first.
const CELLS: usize = 500;

/// Fixes the arcs one by one, by rank and fraction: up if that is possible without touching what is fixed.
fn prefer(network: &mut Network, wishes: &[(u8, i128)]) {
    let is_small = wishes.iter().filter(|(rank, _)| *rank == u8::MAX).count() <= CELLS;
    let mut order: Vec<usize> = (0..wishes.len()).filter(|arc| is_small || at(wishes, *arc).0 < u8::MAX).collect();
    order.sort_by_key(|arc| (at(wishes, *arc).0, -at(wishes, *arc).1));
    for id in order {
        let Some(arc) = network.arcs.get_mut(id).filter(|arc| arc.is_free) else { continue };
        arc.is_free = false;
        let arc = *arc;
        if !arc.is_up
            && network.push(arc.head, |node| node == arc.tail).is_some()
            && let Some(arc) = network.arcs.get_mut(id)
        {
            arc.is_up = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BITS, Family, ONE, round};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn rows_and_columns_stay_within_one(quotas in proptest::collection::vec(0i128..(5 * ONE), 1..40), width in 1usize..7) {
            let mut quotas = quotas;
            let rest = (ONE - quotas.iter().sum::<i128>() % ONE) % ONE;
            quotas[0] += rest;
            let cells = quotas.len();
            let (mut rows, mut columns) = (Family::new(cells), Family::new(cells));
            for row in 0..cells.div_ceil(width) {
                let set = rows.add(0, 1);
                (row * width..((row + 1) * width).min(cells)).for_each(|cell| rows.of_cell[cell] = set);
            }
            for column in 0..width.min(cells) {
                let set = columns.add(0, 2);
                (column..cells).step_by(width).for_each(|cell| columns.of_cell[cell] = set);
            }
            let values = round(&quotas, &rows, &columns).unwrap();
            prop_assert_eq!(values.iter().sum::<i128>() << BITS, quotas.iter().sum::<i128>());
            for family in [&rows, &columns] {
                let scaled: Vec<i128> = values.iter().map(|value| value << BITS).collect();
                for (whole, quota) in family.sums(&scaled).iter().zip(family.sums(&quotas)) {
                    prop_assert!((whole - quota).abs() < ONE);
                }
            }
            for (value, quota) in values.iter().zip(&quotas) {
                prop_assert!(((value << BITS) - quota).abs() < ONE);
            }
        }
    }
}
