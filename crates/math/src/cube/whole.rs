//! Whole numbers between bounds with given sums of subsets: exact simplex, then branching.

/// Subsets of variables with the sum each must have.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    /// Number of variables.
    pub(super) width: usize,
    /// Per row: the variables in it, ascending.
    pub(super) members: Vec<Vec<usize>>,
    /// Per row: the sum.
    pub(super) sums: Vec<i128>,
}

/// The answer to [`solve`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// A solution in whole numbers.
    Whole(Vec<i128>),
    /// None exists, not even in fractions: the multipliers of the rows in the contradiction, and by how much it fails.
    Contradiction(Vec<i128>, i128),
    /// Fractions would do, whole numbers cannot: every branch was closed.
    Fractions,
    /// The search was ended before it was decided, or a number grew too large.
    Open,
}

/// One vertex of the relaxation: values × `denominator`.
struct Vertex {
    values: Vec<i128>,
    denominator: i128,
}

enum Relaxed {
    Vertex(Vertex),
    Contradiction(Vec<i128>, i128),
    TooLarge,
}

/// A dense tableau of whole numbers over one common denominator.
///
/// Pivots keep it whole (Edmonds, Systems of distinct representatives and linear algebra, J. Res. NBS 71B, 1967). Bounded
/// variables at their upper bound are replaced by their complement (Dantzig, Linear Programming and Extensions, 18-1);
/// Bland's rule ends every run (Bland, New finite pivoting rules for the simplex method, Math. Oper. Res. 2, 1977).
struct Tableau {
    /// Rows of `width` variables, one artificial per row, right side; the last row is the objective.
    rows: Vec<Vec<i128>>,
    width: usize,
    denominator: i128,
    basis: Vec<usize>,
    /// Upper bounds of all columns; artificial ones have none.
    upper: Vec<Option<i128>>,
    /// Is the column the complement of its variable?
    flipped: Vec<bool>,
}

impl Tableau {
    fn new(sums: &Sums, right: &[i128], upper: &[Option<i128>]) -> Self {
        let height = sums.members.len();
        let columns = sums.width + height;
        let mut objective = vec![0; columns + 1];
        let mut rows = Vec::with_capacity(height + 1);
        for (i, (members, sum)) in sums.members.iter().zip(right).enumerate() {
            let sign = if *sum < 0 { -1 } else { 1 };
            let mut row = vec![0; columns + 1];
            for j in members {
                set(&mut row, *j, sign);
            }
            set(&mut row, sums.width + i, 1);
            set(&mut row, columns, sum.abs());
            for (j, total) in objective.iter_mut().enumerate().filter(|(j, _)| *j < sums.width || *j == columns) {
                *total += at(&row, j);
            }
            rows.push(row);
        }
        rows.push(objective);
        let upper = upper.iter().copied().chain(std::iter::repeat_n(None, height)).collect();
        let basis = (sums.width..columns).collect();
        Self { rows, width: sums.width, denominator: 1, basis, upper, flipped: vec![false; columns] }
    }

    fn cell(&self, row: usize, column: usize) -> i128 {
        self.rows.get(row).map_or(0, |row| at(row, column))
    }

    fn right(&self, row: usize) -> i128 {
        self.rows.get(row).and_then(|row| row.last()).copied().unwrap_or(0)
    }

    fn bound(&self, column: usize) -> Option<i128> {
        self.upper.get(column).copied().flatten()
    }

    /// Replaces a nonbasic variable by its complement.
    fn flip(&mut self, column: usize) -> Option<()> {
        let bound = self.bound(column)?;
        for row in &mut self.rows {
            let entry = at(row, column);
            if entry != 0 {
                let right = row.last_mut()?;
                *right = right.checked_sub(entry.checked_mul(bound)?)?;
                set(row, column, -entry);
            }
        }
        toggle(&mut self.flipped, column);
        Some(())
    }

    /// Replaces the basic variable of a row by its complement.
    fn flip_basic(&mut self, row: usize) -> Option<()> {
        let variable = at(&self.basis, row);
        let bound = self.bound(variable)?.checked_mul(self.denominator)?;
        let cells = self.rows.get_mut(row)?;
        for (j, entry) in cells.iter_mut().enumerate() {
            if j != variable {
                *entry = -*entry;
            }
        }
        let right = cells.last_mut()?;
        *right = right.checked_add(bound)?;
        toggle(&mut self.flipped, variable);
        Some(())
    }

    /// Brings `column` into the basis at `row`, where the entry is positive.
    fn pivot(&mut self, row: usize, column: usize) -> Option<()> {
        let chosen = self.rows.get(row)?.clone();
        let pivot = at(&chosen, column);
        let old = self.denominator;
        for (_, cells) in self.rows.iter_mut().enumerate().filter(|(i, _)| *i != row) {
            let factor = at(cells, column);
            if factor == 0 && pivot == old {
                continue;
            }
            for (entry, own) in cells.iter_mut().zip(&chosen) {
                let product = entry.checked_mul(pivot)?.checked_sub(factor.checked_mul(*own)?)?;
                *entry = if old == 1 { product } else { product / old };
            }
        }
        self.denominator = pivot;
        set(&mut self.basis, row, column);
        Some(())
    }

    /// One step of phase one; `Some(false)` when nothing improves any more.
    fn step(&mut self) -> Option<bool> {
        let height = self.basis.len();
        let Some(column) = (0..self.width).find(|j| self.cell(height, *j) > 0) else { return Some(false) };
        // The smallest step as a fraction; `None` as row means the variable's own bound.
        let mut best: Option<(i128, i128, Option<usize>)> = self.bound(column).map(|bound| (bound, 1, None));
        for row in 0..height {
            let entry = self.cell(row, column);
            let room = match entry.signum() {
                1 => Some((self.right(row), entry)),
                -1 => match self.bound(at(&self.basis, row)) {
                    Some(bound) => Some((bound.checked_mul(self.denominator)?.checked_sub(self.right(row))?, -entry)),
                    None => None,
                },
                _ => None,
            };
            let Some((above, below)) = room else { continue };
            let is_better = match best {
                None => true,
                Some((a, b, known)) => {
                    let (left, right) = (above.checked_mul(b)?, a.checked_mul(below)?);
                    let earlier = |known: usize| at(&self.basis, row) < at(&self.basis, known);
                    left < right || (left == right && known.is_none_or(earlier))
                }
            };
            if is_better {
                best = Some((above, below, Some(row)));
            }
        }
        match best {
            Some((_, _, Some(row))) => {
                if self.cell(row, column) < 0 {
                    self.flip_basic(row)?;
                }
                self.pivot(row, column)?;
            }
            Some((_, _, None)) => self.flip(column)?,
            // The sum of artificial variables is bounded: it cannot fall for ever.
            None => return None,
        }
        Some(true)
    }

    fn solve(mut self) -> Relaxed {
        loop {
            match self.step() {
                Some(true) => {}
                Some(false) => break,
                None => return Relaxed::TooLarge,
            }
        }
        let height = self.basis.len();
        let left_over = self.right(height);
        if left_over > 0 {
            let multipliers = (0..height).map(|i| self.cell(height, self.width + i) + self.denominator);
            return Relaxed::Contradiction(multipliers.collect(), (left_over + self.denominator - 1) / self.denominator);
        }
        let mut values = vec![0; self.width];
        for (row, variable) in self.basis.iter().enumerate() {
            if let Some(value) = values.get_mut(*variable) {
                *value = self.right(row);
            }
        }
        for (j, value) in values.iter_mut().enumerate().filter(|(j, _)| at(&self.flipped, *j)) {
            let Some(bound) = self.bound(j).and_then(|bound| bound.checked_mul(self.denominator)) else { return Relaxed::TooLarge };
            *value = bound - *value;
        }
        Relaxed::Vertex(Vertex { values, denominator: self.denominator })
    }
}

fn at<T: Copy + Default>(list: &[T], i: usize) -> T {
    list.get(i).copied().unwrap_or_default()
}

fn set<T>(list: &mut [T], i: usize, value: T) {
    if let Some(slot) = list.get_mut(i) {
        *slot = value;
    }
}

fn toggle(list: &mut [bool], i: usize) {
    if let Some(slot) = list.get_mut(i) {
        *slot = !*slot;
    }
}

/// Whole numbers `low ≤ x ≤ high` with the given sums; at most `limit` branches are looked at.
///
/// Where the rows form two laminar families the relaxation is integral and no branch is needed. Otherwise the first
/// fractional variable is split in two. A contradiction is only named where no upper bound takes part.
pub(super) fn solve(sums: &Sums, low: &[i128], high: &[Option<i128>], limit: usize) -> Answer {
    let mut open = vec![(low.to_vec(), high.to_vec())];
    let mut looked_at = 0;
    while let Some((low, high)) = open.pop() {
        looked_at += 1;
        if looked_at > limit {
            return Answer::Open;
        }
        if low.iter().zip(&high).any(|(low, high)| high.is_some_and(|high| high < *low)) {
            continue;
        }
        let right = sums.members.iter().zip(&sums.sums).map(|(members, sum)| {
            let below: i128 = members.iter().map(|j| at(&low, *j)).sum();
            sum - below
        });
        let room: Vec<Option<i128>> = low.iter().zip(&high).map(|(low, high)| high.map(|high| high - low)).collect();
        match Tableau::new(sums, &right.collect::<Vec<_>>(), &room).solve() {
            Relaxed::TooLarge => return Answer::Open,
            Relaxed::Contradiction(multipliers, gap) => {
                if looked_at == 1 && open.is_empty() {
                    return Answer::Contradiction(multipliers, gap);
                }
            }
            Relaxed::Vertex(Vertex { values, denominator }) => {
                let Some(split) = values.iter().position(|value| value % denominator != 0) else {
                    let whole = values.iter().zip(&low).map(|(value, low)| value / denominator + low);
                    return Answer::Whole(whole.collect());
                };
                let floor = at(&values, split) / denominator + at(&low, split);
                let (mut above, mut below) = ((low.clone(), high.clone()), (low, high));
                set(&mut above.0, split, floor + 1);
                set(&mut below.1, split, Some(floor));
                open.push(above);
                open.push(below);
            }
        }
    }
    Answer::Fractions
}

#[cfg(test)]
mod tests {
    use super::{Answer, Sums, solve};
    use proptest::prelude::*;

    fn exists(sums: &Sums, high: i128, values: &mut Vec<i128>) -> bool {
        if values.len() == sums.width {
            return sums.members.iter().zip(&sums.sums).all(|(row, sum)| row.iter().map(|j| values[*j]).sum::<i128>() == *sum);
        }
        (0..=high).any(|value| {
            values.push(value);
            let found = exists(sums, high, values);
            values.pop();
            found
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3_000))]
        #[test]
        fn agrees_with_trying_everything(rows in proptest::collection::vec((1u8..32, 0i128..7), 1..5), bounded in any::<bool>()) {
            let mut sums = Sums { width: 5, ..Sums::default() };
            for (mask, sum) in rows {
                sums.members.push((0..5).filter(|j| mask >> j & 1 == 1).collect());
                sums.sums.push(sum);
            }
            let high = if bounded { 2 } else { 6 };
            let expected = exists(&sums, high, &mut Vec::new());
            match solve(&sums, &[0; 5], &[bounded.then_some(2); 5], 10_000) {
                Answer::Whole(values) => {
                    prop_assert!(expected);
                    for (row, sum) in sums.members.iter().zip(&sums.sums) {
                        prop_assert_eq!(row.iter().map(|j| values[*j]).sum::<i128>(), *sum);
                    }
                    prop_assert!(values.iter().all(|value| *value >= 0 && (!bounded || *value <= 2)));
                }
                Answer::Contradiction(multipliers, gap) => {
                    prop_assert!(!expected && gap > 0);
                    if !bounded {
                        // The proof: the combination of rows has no positive coefficient, and a positive sum.
                        for j in 0..5 {
                            let of = |(row, y): (&Vec<usize>, &i128)| if row.contains(&j) { *y } else { 0 };
                            prop_assert!(sums.members.iter().zip(&multipliers).map(of).sum::<i128>() <= 0);
                        }
                        prop_assert!(sums.sums.iter().zip(&multipliers).map(|(sum, y)| sum * y).sum::<i128>() > 0);
                    }
                }
                Answer::Fractions => prop_assert!(!expected),
                Answer::Open => prop_assert!(false, "undecided"),
            }
        }
    }
}
