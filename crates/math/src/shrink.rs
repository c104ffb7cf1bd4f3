//! Rates of many groups: what each one's rate is likely to be when chance is taken out, and how sure its rank is.

use crate::Draws;
use crate::elementary::{exp, ln_beta, normal_point};

/// What a group of `n` cases with `k` successes is likely to be, given its peers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shrunk {
    /// Posterior mean.
    pub rate: f64,
    /// 2.5 % and 97.5 % points of the draws.
    pub interval: (f64, f64),
    /// Best and worst rank, from 1, in nine of ten draws; none for a group with too few cases to be ranked.
    pub ranks: Option<(usize, usize)>,
}

/// The peers of a group of rates.
#[derive(Clone, Debug, PartialEq)]
pub struct Peers {
    /// Σk ÷ Σn.
    pub pooled: f64,
    /// Cases the peers weigh: a group of so many is half its own and half theirs. `None`: the groups differ by no more than
    /// chance would make them.
    pub weight: Option<f64>,
    /// One for each group, in the order given.
    pub groups: Vec<Shrunk>,
}

/// Draws behind intervals and ranks.
const DRAWS: usize = 2_000;
/// Points of the grid over the correlation within a group.
const GRID: usize = 64;

/// Shrinks rates `(successes, cases)` to their pool and draws ranks (rank 1 is the highest rate) of those with at least `least`
/// cases. `None` for fewer than two groups with cases, and where all or none succeed. Groups without cases get the pooled rate.
///
/// A beta-binomial model: rates of groups are drawn from a beta distribution with the pooled mean. How far they lie apart, the
/// correlation γ of two cases of a group, is not fixed at a best guess but averaged over a grid by its likelihood, uniform in
/// γ: Gelman and others, Bayesian Data Analysis, 3rd edition, section 5.3.
///
/// ```
/// let peers = kpi_math::shrink(&[(90, 100), (10, 100), (3, 4)], 30, 1).unwrap();
/// assert!(peers.groups[0].rate < 0.9 && peers.groups[1].rate > 0.1 && peers.groups[2].rate < 0.75);
/// assert_eq!((peers.groups[0].ranks, peers.groups[2].ranks), (Some((1, 1)), None));
/// ```
#[must_use]
pub fn shrink(groups: &[(u64, u64)], least: u64, seed: u64) -> Option<Peers> {
    let cases: u64 = groups.iter().map(|(_, n)| n).sum();
    let successes: u64 = groups.iter().map(|(k, _)| k).sum();
    let with_cases = groups.iter().filter(|(_, n)| *n > 0).count();
    if with_cases < 2 || successes == 0 || successes >= cases || groups.iter().any(|(k, n)| k > n) {
        return None;
    }
    let pooled = successes as f64 / cases as f64;
    let filled = groups.iter().filter(|(_, n)| *n > 0).map(|(k, n)| (*k as f64 / *n as f64, *n as f64));
    let spread: f64 = filled.map(|(rate, n)| n * (rate - pooled) * (rate - pooled)).sum();
    let is_chance = spread <= pooled * (1.0 - pooled) * (with_cases as f64 - 1.0);
    let grid = Grid::new(groups, pooled);
    let mean: f64 = grid.points.iter().map(|point| point.probability / (1.0 + point.weight)).sum();
    Some(Peers { pooled, weight: (!is_chance).then(|| (1.0 - mean) / mean), groups: ranked(groups, &grid, least, seed) })
}

/// One correlation that the groups may have.
struct Point {
    /// Cases the peers weigh under it.
    weight: f64,
    /// How likely it is, given the groups.
    probability: f64,
}

/// All correlations.
struct Grid {
    points: Vec<Point>,
    pooled: f64,
}

impl Grid {
    fn new(groups: &[(u64, u64)], pooled: f64) -> Self {
        let weight = |i: usize| {
            let root = (i as f64 + 0.5) / GRID as f64;
            (1.0 - root * root) / (root * root)
        };
        let likelihood = |weight: f64| {
            let (above, below) = (weight * pooled, weight * (1.0 - pooled));
            let alone = ln_beta(above, below);
            groups.iter().map(|(k, n)| ln_beta(*k as f64 + above, (n - k) as f64 + below) - alone).sum::<f64>()
        };
        let logs: Vec<f64> = (0..GRID).map(|i| likelihood(weight(i))).collect();
        let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        // The grid is even in √γ, the prior in γ.
        let at = |(i, log): (usize, &f64)| exp(log - most) * (i as f64 + 0.5);
        let all: f64 = logs.iter().enumerate().map(at).sum();
        let point = |(i, log): (usize, &f64)| Point { weight: weight(i), probability: at((i, log)) / all };
        Self { points: logs.iter().enumerate().map(point).collect(), pooled }
    }

    /// Posterior mean of a group's rate.
    fn rate(&self, (k, n): (u64, u64)) -> f64 {
        let under = |point: &Point| point.probability * (k as f64 + point.weight * self.pooled) / (n as f64 + point.weight);
        self.points.iter().map(under).sum()
    }

    /// The weight at a share of all probability.
    fn weight(&self, share: f64) -> f64 {
        let mut left = share;
        let found = self.points.iter().find(|point| {
            left -= point.probability;
            left < 0.0
        });
        found.or(self.points.last()).map_or(0.0, |point| point.weight)
    }
}

/// Posterior means, intervals and ranks.
fn ranked(groups: &[(u64, u64)], grid: &Grid, least: u64, seed: u64) -> Vec<Shrunk> {
    let mut draws = Draws::new(seed, 0);
    let mut rates: Vec<Vec<f64>> = vec![Vec::with_capacity(DRAWS); groups.len()];
    let mut ranks: Vec<Vec<usize>> = vec![Vec::with_capacity(DRAWS); groups.len()];
    let mut order: Vec<(f64, usize)> = Vec::with_capacity(groups.len());
    for _ in 0..DRAWS {
        let weight = grid.weight(draws.share());
        let (above, below) = (weight * grid.pooled, weight * (1.0 - grid.pooled));
        order.clear();
        order.extend(groups.iter().enumerate().map(|(i, (k, n))| (draws.beta(*k as f64 + above, (n - k) as f64 + below), i)));
        for (rate, i) in &order {
            rates.get_mut(*i).into_iter().for_each(|rates| rates.push(*rate));
        }
        order.retain(|(_, i)| groups.get(*i).is_some_and(|(_, n)| *n >= least));
        order.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
        for (rank, (_, i)) in (1..).zip(&order) {
            ranks.get_mut(*i).into_iter().for_each(|ranks| ranks.push(rank));
        }
    }
    let place = |share: f64| ((DRAWS as f64 * share) as usize).min(DRAWS - 1);
    let summed = |group: &(u64, u64), mut rates: Vec<f64>, mut ranks: Vec<usize>| {
        rates.sort_by(f64::total_cmp);
        ranks.sort_unstable();
        let rate = |share: f64| rates.get(place(share)).copied().unwrap_or(0.0);
        let ranks = ranks.get(place(0.05)).copied().zip(ranks.get(place(0.95)).copied());
        Shrunk { rate: grid.rate(*group), interval: (rate(0.025), rate(0.975)), ranks }
    };
    groups.iter().zip(rates).zip(ranks).map(|((group, rates), ranks)| summed(group, rates, ranks)).collect()
}

/// Which of many rates differ from the rest, so that of those named no more than a share `q` are expected to be named by chance.
///
/// Each group is held against all others by the normal test of two proportions with pooled variance; the step-up rule of
/// Benjamini and Hochberg, Controlling the false discovery rate, J. R. Statist. Soc. B 57 (1995), decides how many are named.
///
/// ```
/// let groups = [(90, 100), (500, 1_000), (510, 1_000), (495, 1_000), (3, 4)];
/// assert_eq!(kpi_math::discoveries(&groups, 0.1), [true, false, false, false, false]);
/// ```
#[must_use]
pub fn discoveries(groups: &[(u64, u64)], q: f64) -> Vec<bool> {
    let (successes, cases) = groups.iter().fold((0, 0), |(k, n), group| (k + group.0, n + group.1));
    let z = |(k, n): (u64, u64)| {
        let (rest_k, rest_n) = (successes - k, cases - n);
        if n == 0 || rest_n == 0 {
            return 0.0;
        }
        let pooled = successes as f64 / cases as f64;
        let error = (pooled * (1.0 - pooled) * (1.0 / n as f64 + 1.0 / rest_n as f64)).sqrt();
        if error > 0.0 { ((k as f64 / n as f64 - rest_k as f64 / rest_n as f64) / error).abs() } else { 0.0 }
    };
    let mut sizes: Vec<(f64, usize)> = groups.iter().enumerate().map(|(i, group)| (z(*group), i)).collect();
    sizes.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    let least = |place: usize| normal_point(1.0 - q * place as f64 / (2.0 * groups.len() as f64));
    let named = (1..=sizes.len()).rev().find(|place| sizes.get(place - 1).is_some_and(|(size, _)| *size >= least(*place))).unwrap_or(0);
    let mut found = vec![false; groups.len()];
    for (_, i) in sizes.into_iter().take(named) {
        if let Some(found) = found.get_mut(i) {
            *found = true;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{discoveries, shrink};
    use crate::Draws;
    use proptest::prelude::*;

    #[test]
    fn groups_alike_share_one_rate() {
        let peers = shrink(&[(5, 10), (50, 100), (25, 50)], 5, 1).unwrap();
        assert_eq!((peers.weight, peers.pooled), (None, 0.5));
        assert!(
            peers
                .groups
                .iter()
                .all(|group| (group.rate - 0.5).abs() < 1e-12 && group.ranks.is_some_and(|(best, worst)| best == 1 && worst >= 2))
        );
        assert_eq!(shrink(&[(1, 2)], 0, 1), None);
        assert_eq!(shrink(&[(0, 2), (0, 3)], 0, 1), None);
    }

    /// Of rates that are truly apart, the shrunken ones are closer to the truth than the raw ones, and the intervals hold.
    #[test]
    fn shrinking_comes_closer_to_the_truth() {
        let mut draws = Draws::new(5, 1);
        let (mut raw, mut shrunken, mut held, mut ranked, mut all) = (0.0, 0.0, 0, 0, 0);
        for round in 0..30 {
            let truths: Vec<f64> = (0..20).map(|_| draws.beta(12.0, 28.0)).collect();
            let groups: Vec<(u64, u64)> = truths
                .iter()
                .map(|truth| {
                    let n = 5 + draws.below(60) as u64;
                    ((0..n).filter(|_| draws.share() < *truth).count() as u64, n)
                })
                .collect();
            let peers = shrink(&groups, 0, round).unwrap();
            for ((truth, (k, n)), group) in truths.iter().zip(&groups).zip(&peers.groups) {
                raw += (*k as f64 / *n as f64 - truth).powi(2);
                shrunken += (group.rate - truth).powi(2);
                held += usize::from(group.interval.0 <= *truth && *truth <= group.interval.1);
                let rank = 1 + truths.iter().filter(|other| *other > truth).count();
                ranked += usize::from(group.ranks.is_some_and(|(best, worst)| best <= rank && rank <= worst));
                all += 1;
            }
        }
        assert!(shrunken < raw * 0.6, "{shrunken} of {raw}");
        assert!((92..=98).contains(&(held * 100 / all)), "{held} of {all}");
        assert!(ranked * 100 >= all * 88, "{ranked} of {all}");
    }

    proptest! {
        #[test]
        fn rates_lie_between_their_own_and_the_pool(groups in proptest::collection::vec((0u64..60, 0u64..60), 2..12), seed in 0u64..9) {
            let groups: Vec<(u64, u64)> = groups.into_iter().map(|(a, b)| (a, a + b)).collect();
            if let Some(peers) = shrink(&groups, 30, seed) {
                for ((k, n), group) in groups.iter().zip(&peers.groups) {
                    let own = if *n == 0 { peers.pooled } else { *k as f64 / *n as f64 };
                    let (low, high) = (own.min(peers.pooled), own.max(peers.pooled));
                    prop_assert!(low - 1e-9 <= group.rate && group.rate <= high + 1e-9);
                    prop_assert_eq!(group.ranks.is_some(), *n >= 30);
                    prop_assert!(group.ranks.is_none_or(|(best, worst)| 1 <= best && best <= worst && worst <= groups.len()));
                }
            }
            prop_assert_eq!(discoveries(&groups, 0.1).len(), groups.len());
        }
    }
}
