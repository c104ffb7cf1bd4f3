//! Which cells the locks tell apart, and whole sums for each such class that keep every lock.

use std::collections::{BTreeMap, BTreeSet};

use super::whole::{Answer, Sums, solve};
use super::{Cube, CubeLock};

/// Cells that lie in exactly the same locks: what one of them may be, each may be.
#[derive(Clone, Debug, Default)]
pub(super) struct Classes {
    /// Class of each cell.
    pub(super) of_cell: Vec<usize>,
    /// Sum of the weights of each class.
    pub(super) weights: Vec<f64>,
    /// Number of cells of each class.
    sizes: Vec<usize>,
    /// The classes of the whole table, then of each lock that was asked for.
    rows: Vec<Row>,
}

#[derive(Clone, Debug)]
struct Row {
    classes: Vec<usize>,
    sum: i128,
    /// The locks this row follows from; the total is in all of them.
    reasons: BTreeSet<usize>,
}

/// Why there are no such sums.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// These locks contradict each other or the total, at least by this much.
    Conflict(BTreeSet<usize>, i128),
    /// Not decided within the limits.
    Open,
}

impl Classes {
    /// The classes of a cube under the locks with the given positions.
    pub(super) fn new(total: i128, cube: &Cube, locks: &[CubeLock], used: &[usize]) -> Self {
        let used: Vec<(usize, &CubeLock)> = used.iter().filter_map(|at| Some((*at, locks.get(*at)?))).collect();
        let spans: Vec<(usize, usize)> = used.iter().map(|(_, lock)| cube.span(lock.node)).collect();
        let words = used.len().div_ceil(64).max(1);
        let mask = |is_in: &dyn Fn(usize) -> bool| {
            let mut mask = vec![0u64; words];
            for i in (0..used.len()).filter(|i| is_in(*i)) {
                if let Some(word) = mask.get_mut(i / 64) {
                    *word |= 1 << (i % 64);
                }
            }
            mask
        };
        let lock = |i: usize| used.get(i).map(|(_, lock)| *lock);
        let of_leaf = (0..cube.leaves()).map(|leaf| mask(&|i| spans.get(i).is_some_and(|(from, to)| (*from..*to).contains(&leaf))));
        let of_column = (0..cube.columns).map(|c| mask(&|i| lock(i).is_some_and(|lock| lock.column.is_none_or(|own| own == c))));
        let of_layer = (0..cube.layers).map(|l| mask(&|i| lock(i).is_some_and(|lock| lock.layer.is_none_or(|own| own == l))));
        let (of_column, of_layer): (Vec<_>, Vec<_>) = (of_column.collect(), of_layer.collect());
        let mut known: BTreeMap<Vec<u64>, usize> = BTreeMap::new();
        let mut classes = Self::default();
        for leaf in of_leaf {
            for column in &of_column {
                for layer in &of_layer {
                    let key: Vec<u64> = leaf.iter().zip(column).zip(layer).map(|((a, b), c)| a & b & c).collect();
                    let next = known.len();
                    let class = *known.entry(key).or_insert(next);
                    let weight = cube.weights.get(classes.of_cell.len()).copied().unwrap_or(0);
                    classes.of_cell.push(class);
                    if class == classes.weights.len() {
                        classes.weights.push(0.0);
                        classes.sizes.push(0);
                    }
                    if let (Some(sum), Some(size)) = (classes.weights.get_mut(class), classes.sizes.get_mut(class)) {
                        *sum += weight as f64;
                        *size += 1;
                    }
                }
            }
        }
        classes.rows.push(Row { classes: (0..known.len()).collect(), sum: total, reasons: BTreeSet::new() });
        for (i, (at, lock)) in used.iter().enumerate() {
            let holds = |key: &[u64]| key.get(i / 64).is_some_and(|word| word >> (i % 64) & 1 == 1);
            let mut members: Vec<usize> = known.iter().filter(|(key, _)| holds(key)).map(|(_, class)| *class).collect();
            members.sort_unstable();
            classes.rows.push(Row { classes: members, sum: lock.amount, reasons: BTreeSet::from([*at]) });
        }
        classes
    }

    /// A whole sum for each class: near the proportional fit where that is possible, otherwise any that keeps the locks.
    pub(super) fn solve(&self) -> Result<Vec<i128>, Refused> {
        let mut values: Vec<Option<i128>> = vec![None; self.weights.len()];
        let rows = self.settle(&mut values)?;
        let free: Vec<usize> = (0..values.len()).filter(|class| values.get(*class).is_some_and(Option::is_none)).collect();
        if !free.is_empty() {
            let position: BTreeMap<usize, usize> = free.iter().enumerate().map(|(i, class)| (*class, i)).collect();
            let sums = Sums {
                width: free.len(),
                members: rows.iter().map(|row| row.classes.iter().filter_map(|class| position.get(class).copied()).collect()).collect(),
                sums: rows.iter().map(|row| row.sum).collect(),
            };
            let found = self.near(&sums, &free).or_else(|| match solve(&sums, &vec![0; free.len()], &vec![None; free.len()], WIDE) {
                Answer::Whole(found) => Some(Ok(found)),
                Answer::Contradiction(multipliers, gap) => {
                    let taking_part = rows.iter().zip(multipliers).filter(|(_, y)| *y != 0);
                    Some(Err(Refused::Conflict(taking_part.flat_map(|(row, _)| row.reasons.iter().copied()).collect(), gap)))
                }
                Answer::Fractions => Some(Err(Refused::Conflict(rows.iter().flat_map(|row| row.reasons.iter().copied()).collect(), 1))),
                Answer::Open => None,
            });
            let found = found.unwrap_or(Err(Refused::Open))?;
            for (class, value) in free.iter().zip(found) {
                if let Some(slot) = values.get_mut(*class) {
                    *slot = Some(value);
                }
            }
        }
        Ok(values.into_iter().map(Option::unwrap_or_default).collect())
    }

    /// Settles classes that a single row decides, and what follows; the rows that are left.
    fn settle(&self, values: &mut [Option<i128>]) -> Result<Vec<Row>, Refused> {
        let mut rows = self.rows.clone();
        while let Some(i) = rows.iter().position(|row| row.classes.len() <= 1 || row.sum <= 0) {
            let row = rows.swap_remove(i);
            // A sum of 0 settles all its classes at 0: nothing is negative.
            let is_contradiction = row.sum < 0 || (row.classes.is_empty() && row.sum != 0);
            if is_contradiction {
                return Err(Refused::Conflict(row.reasons, row.sum.abs()));
            }
            for class in row.classes {
                if let Some(value) = values.get_mut(class) {
                    *value = Some(row.sum);
                }
                for other in rows.iter_mut().filter(|other| other.classes.binary_search(&class).is_ok()) {
                    other.classes.retain(|own| *own != class);
                    other.sum -= row.sum;
                    other.reasons.extend(row.reasons.iter().copied());
                }
            }
        }
        rows.sort_by(|a, b| a.reasons.cmp(&b.reasons));
        Ok(rows)
    }

    /// Looks for whole sums around the proportional fit, in growing distance.
    fn near(&self, sums: &Sums, free: &[usize]) -> Option<Result<Vec<i128>, Refused>> {
        let weight = |class: &usize| self.weights.get(*class).copied().unwrap_or(0.0);
        let size = |class: &usize| self.sizes.get(*class).copied().unwrap_or(0) as f64;
        let weights: Vec<f64> = free.iter().map(weight).collect();
        let sizes: Vec<f64> = free.iter().map(size).collect();
        let quotas = fit(sums, &weights, &sizes);
        for reach in [0_i128, 2, 64, 4_096, 1 << 20] {
            let low: Vec<i128> = quotas.iter().map(|quota| (quota.floor() as i128 - reach).max(0)).collect();
            let high: Vec<Option<i128>> = quotas.iter().map(|quota| Some(quota.ceil() as i128 + reach)).collect();
            if let Answer::Whole(found) = solve(sums, &low, &high, NARROW) {
                return Some(Ok(found));
            }
        }
        None
    }
}

/// Branches looked at around the fit, and without bounds.
const NARROW: usize = 40;
const WIDE: usize = 20_000;
/// Rounds of fitting at most.
const ROUNDS: usize = 400;

/// Iterative proportional fitting: scales the weights to each row's sum in turn until all agree.
///
/// Source: Deming and Stephan, On a least squares adjustment, Ann. Math. Statist. 11 (1940). A row without any weight is
/// filled evenly by number of cells. Where the rows cannot be met it stops somewhere; the caller checks.
fn fit(sums: &Sums, weights: &[f64], sizes: &[f64]) -> Vec<f64> {
    let mut quotas = weights.to_vec();
    for _ in 0..ROUNDS {
        let mut worst = 0.0_f64;
        for (members, sum) in sums.members.iter().zip(&sums.sums) {
            let goal = *sum as f64;
            let own: f64 = members.iter().filter_map(|j| quotas.get(*j)).sum();
            worst = worst.max((own - goal).abs() / goal.abs().max(1.0));
            let all: f64 = members.iter().filter_map(|j| sizes.get(*j)).sum();
            for j in members {
                let size = sizes.get(*j).copied().unwrap_or(0.0);
                if let Some(quota) = quotas.get_mut(*j) {
                    *quota = if own > 0.0 { *quota * (goal / own) } else { goal * size / all };
                }
            }
        }
        if worst < 1e-15 {
            break;
        }
    }
    quotas
}
