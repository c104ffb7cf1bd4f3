//! Many open opportunities drawn as one sum per month: what tens of thousands bring together is normal for all purposes.
//!
//! Given the shocks of a path, mean and variances are those of drawing each one by itself: an opportunity of amount a that is
//! won in month m with chance pₘ adds a·pₘ to the mean, and a²(diag p − p pᵀ) to the covariance of the months. The chances in p pᵀ are
//! replaced by their mean over all, weighted by a², which overstates the variance by what they differ.

use std::collections::BTreeMap;

use kpi_math::Draws;

use super::snapshot::Open;

/// Opportunities of one curve, age and stage.
#[derive(Clone, Debug)]
struct Alike {
    amount: f64,
    squares: f64,
    /// Chance to be won by the end of each month, without a shock.
    below: Vec<f64>,
}

/// The opportunities that are drawn together.
#[derive(Clone, Debug)]
pub(super) struct Rest {
    alike: Vec<Alike>,
    squares: f64,
    months: usize,
}

impl Rest {
    /// `below` gives the chance of an opportunity to be won by the end of each month.
    pub(super) fn new(open: &[Open], months: usize, below: impl Fn(&Open) -> Vec<f64>) -> Self {
        let mut alike: BTreeMap<(usize, i64, u32), Alike> = BTreeMap::new();
        for one in open {
            let entry = || Alike { amount: 0.0, squares: 0.0, below: below(one) };
            let sum = alike.entry((one.curve, one.age as i64, one.stage)).or_insert_with(entry);
            sum.amount += one.amount;
            sum.squares += one.amount * one.amount;
        }
        let alike: Vec<Alike> = alike.into_values().filter(|one| one.below.last().is_some_and(|chance| *chance > 1e-6)).collect();
        Self { squares: alike.iter().map(|one| one.squares).sum(), alike, months }
    }

    /// What is won in each month, under the factors of the win rate of one path.
    pub(super) fn draw(&self, draws: &mut Draws, win: &[f64]) -> Vec<f64> {
        let (means, squares) = self.moments(win);
        let deviation = |variance: f64| variance.max(0.0).sqrt();
        // Independent months and what is never won, all brought to the sum 0: the covariance of one draw among them.
        let spread: Vec<f64> = squares.iter().map(|square| deviation(*square) * draws.normal()).collect();
        let never = deviation(self.squares - squares.iter().sum::<f64>()) * draws.normal();
        let sum = never + spread.iter().sum::<f64>();
        let share = |square: f64| if self.squares > 0.0 { square / self.squares } else { 0.0 };
        let months = means.iter().zip(&squares).zip(&spread);
        months.map(|((mean, square), spread)| (mean + spread - share(*square) * sum).max(0.0)).collect()
    }

    /// Σ a·p and Σ a²·p of each month.
    #[inline(never)]
    fn moments(&self, win: &[f64]) -> (Vec<f64>, Vec<f64>) {
        let (mut means, mut squares) = (vec![0.0; self.months], vec![0.0; self.months]);
        for one in &self.alike {
            // Won in the first month whose chance, under its own factor, is above those before.
            let mut before = 0.0_f64;
            for (((below, win), mean), square) in one.below.iter().zip(win).zip(&mut means).zip(&mut squares) {
                let by_now = (below * win).min(1.0).max(before);
                let chance = by_now - before;
                before = by_now;
                *mean += chance * one.amount;
                *square += chance * one.squares;
            }
        }
        (means, squares)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(amount: f64, age: f64) -> Open {
        Open { curve: 0, age, amount, person: 0, stage: 0 }
    }

    fn below(one: &Open) -> Vec<f64> {
        let chance = 0.02 + one.age / 100.0;
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

    #[test]
    fn the_sum_varies_like_opportunities_drawn_one_by_one() {
        let all: Vec<Open> = (0..5_000).map(|i| open(f64::from(10 + i % 90), f64::from(i % 20))).collect();
        let rest = Rest::new(&all, 3, below);
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
