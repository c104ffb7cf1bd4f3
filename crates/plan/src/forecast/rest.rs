//! Many open opportunities drawn as one sum per month: what tens of thousands bring together is normal for all purposes.
//!
//! Given the shocks of a path, mean and covariance are those of drawing each one by itself: an opportunity of amount a that is won in
//! month m with chance pₘ adds a·pₘ to the mean, and a²(diag p − p pᵀ) to the covariance of the months.

use kpi_math::Draws;

use super::snapshot::{Alike, Open};

/// Opportunities whose chances are taken together.
const BINS: usize = 16;

/// Opportunities of about the same chance.
#[derive(Clone, Debug)]
struct Bin {
    amount: f64,
    squares: f64,
    /// Chance to be won by the end of each month, without a shock: the mean, weighted by amount.
    below: Vec<f64>,
}

/// The opportunities that are drawn together.
#[derive(Clone, Debug)]
pub(super) struct Rest {
    bins: Vec<Bin>,
    months: usize,
}

impl Rest {
    /// `below` gives the chance of an opportunity to be won by the end of each month.
    pub(super) fn new(alike: &[Alike], months: usize, below: impl Fn(&Open) -> Vec<f64>) -> Self {
        let bin = |one: &Alike| Bin { amount: one.amount, squares: one.squares, below: below(&one.open) };
        let last = |bin: &Bin| bin.below.last().copied().unwrap_or(0.0);
        let mut single: Vec<Bin> = alike.iter().map(bin).filter(|bin| last(bin) > 1e-6).collect();
        single.sort_by(|a, b| last(a).total_cmp(&last(b)));
        let bins: Vec<Bin> = single.chunks(single.len().div_ceil(BINS).max(1)).map(|part| together(part, months)).collect();
        Self { bins, months }
    }

    /// What is won in each month, under the factors of the win rate of one path. A month may come out below 0 where little is
    /// expected of it: cut off there, the mean would be too high.
    pub(super) fn draw(&self, draws: &mut Draws, win: &[f64]) -> Vec<f64> {
        let (mut means, covariance) = self.moments(win);
        let root = cholesky(covariance, self.months);
        let normals: Vec<f64> = (0..self.months).map(|_| draws.normal()).collect();
        for (row, mean) in root.chunks(self.months.max(1)).zip(&mut means) {
            *mean += row.iter().zip(&normals).map(|(root, normal)| root * normal).sum::<f64>();
        }
        means
    }

    /// Mean of each month, and the covariance of the months row by row, its lower half.
    #[inline(never)]
    fn moments(&self, win: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let count = self.months;
        let (mut means, mut covariance, mut chances) = (vec![0.0; count], vec![0.0; count * count], vec![0.0; count]);
        for bin in &self.bins {
            // Won in the first month whose chance, under its own factor, is above those before.
            let mut before = 0.0_f64;
            for (((below, win), mean), chance) in bin.below.iter().zip(win).zip(&mut means).zip(&mut chances) {
                // Without `min` and `max`, which WebAssembly has to call.
                let now = below * win;
                let now = if now < 1.0 { now } else { 1.0 };
                let by_now = if now > before { now } else { before };
                *chance = by_now - before;
                before = by_now;
                *mean += *chance * bin.amount;
            }
            for ((i, row), chance) in covariance.chunks_mut(count.max(1)).enumerate().zip(&chances) {
                let scale = bin.squares * chance;
                for (slot, other) in row.iter_mut().zip(chances.get(..=i).unwrap_or(&[])) {
                    *slot -= scale * other;
                }
                if let Some(slot) = row.get_mut(i) {
                    *slot += scale;
                }
            }
        }
        (means, covariance)
    }
}

/// The lower triangle L with L·Lᵀ = the covariance; a month that does not vary has a row of zeros. (Golub and Van Loan, Matrix
/// Computations, 4.2.5.)
fn cholesky(mut matrix: Vec<f64>, count: usize) -> Vec<f64> {
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    for row in 0..count {
        let (above, rest) = matrix.split_at_mut(row * count);
        let Some(own) = rest.get_mut(..=row) else { break };
        for (column, known) in above.chunks(count.max(1)).enumerate() {
            let (done, open) = own.split_at_mut(column);
            let (Some(slot), Some(diagonal)) = (open.first_mut(), known.get(column)) else { break };
            *slot = if *diagonal > 0.0 { (*slot - product(done, known)) / diagonal } else { 0.0 };
        }
        if let Some((slot, done)) = own.split_last_mut() {
            let rest = *slot - product(done, done);
            *slot = if rest > 0.0 { rest.sqrt() } else { 0.0 };
        }
    }
    matrix
}

/// One bin of several; its mean is theirs.
fn together(part: &[Bin], months: usize) -> Bin {
    let amount: f64 = part.iter().map(|bin| bin.amount).sum();
    let mean = |month: usize| {
        let sum: f64 = part.iter().map(|bin| bin.amount * bin.below.get(month).copied().unwrap_or(0.0)).sum();
        if amount > 0.0 { sum / amount } else { 0.0 }
    };
    Bin { amount, squares: part.iter().map(|bin| bin.squares).sum(), below: (0..months).map(mean).collect() }
}

#[cfg(test)]
mod tests {
    use super::super::snapshot::alike;
    use super::*;

    fn open(amount: f64, age: f64) -> Open {
        Open { curve: 0, age, amount, person: 0, stage: 0, group: age as usize }
    }

    fn below(one: &Open) -> Vec<f64> {
        let chance = 0.02 + one.age / 1_000.0;
        vec![chance, 2.0 * chance, 2.5 * chance]
    }

    /// Mean and standard deviation by month and of the whole, over many draws.
    fn statistics(rows: &[Vec<f64>]) -> Vec<(f64, f64)> {
        let columns = (0..3).map(|month| rows.iter().map(|row| row[month]).collect::<Vec<f64>>());
        let whole = rows.iter().map(|row| row.iter().sum::<f64>()).collect();
        let of = |list: Vec<f64>| {
            let mean = list.iter().sum::<f64>() / list.len() as f64;
            (mean, (list.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / list.len() as f64).sqrt())
        };
        columns.chain([whole]).map(of).collect()
    }

    /// Where a month brings a win once in a while, too: chance may take it below 0, but not its mean away from the truth.
    #[test]
    fn the_mean_is_kept_where_little_is_won() {
        let few: Vec<Open> = (0..40).map(|i| open(100.0, f64::from(i % 3))).collect();
        let below = |_: &Open| vec![0.002, 0.004, 0.006];
        let rest = Rest::new(&alike(&few), 3, below);
        let rows: Vec<Vec<f64>> = (0..40_000).map(|path| rest.draw(&mut Draws::new(3, path), &[1.0; 3])).collect();
        for (month, (mean, _)) in statistics(&rows).into_iter().enumerate() {
            let expected = if month < 3 { 8.0 } else { 24.0 };
            assert!((mean - expected).abs() < 1.0, "month {month}: {mean}, expected {expected}");
        }
    }

    #[test]
    fn the_sum_varies_like_opportunities_drawn_one_by_one() {
        let all: Vec<Open> = (0..5_000).map(|i| open(f64::from(10 + i % 90), f64::from(i % 200))).collect();
        let rest = Rest::new(&alike(&all), 3, below);
        // The second factor is lower: nothing is won twice, and nothing is taken back.
        for win in [[1.0, 1.0, 1.0], [1.5, 0.6, 1.2]] {
            let together: Vec<Vec<f64>> = (0..4_000).map(|path| rest.draw(&mut Draws::new(1, path), &win)).collect();
            let singly: Vec<Vec<f64>> = (0..2_000)
                .map(|path| {
                    let mut draws = Draws::new(2, path);
                    let mut row = vec![0.0; 3];
                    for one in &all {
                        let share = draws.share();
                        if let Some(month) = below(one).iter().zip(&win).position(|(below, win)| share < (below * win).min(1.0)) {
                            row[month] += one.amount;
                        }
                    }
                    row
                })
                .collect();
            for ((mean, deviation), (true_mean, true_deviation)) in statistics(&together).into_iter().zip(statistics(&singly)) {
                let tolerance = 4.0 * true_deviation / 2_000_f64.sqrt() + 4.0 * deviation / 4_000_f64.sqrt();
                assert!((mean - true_mean).abs() <= tolerance, "{win:?}: mean {mean}, one by one {true_mean}");
                assert!(
                    (deviation - true_deviation).abs() <= 0.08 * true_deviation,
                    "{win:?}: deviation {deviation}, one by one {true_deviation}"
                );
            }
        }
    }
}
