//! Differences between two groups within strata: like is compared with like, and the strata are weighed together.

use crate::Z95;

/// One stratum of a rate: hits and cases of the group, hits and cases of the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stratum {
    /// Hits and cases of the group.
    pub group: (u64, u64),
    /// Hits and cases of the others.
    pub others: (u64, u64),
}

/// A difference with its 95 % interval and the cases of the group that had others beside them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// Group less others.
    pub value: f64,
    /// 95 %.
    pub interval: (f64, f64),
    /// Cases of the group in strata with both.
    pub matched: u64,
}

/// The Mantel-Haenszel difference of two rates over strata, with Sato's variance; `None` where no stratum has both groups.
///
/// Strata without one of the two say nothing. With one stratum it is the plain difference. Source: Greenland and Robins 1985
/// (weights `n₁ n₀ ÷ n`), Sato 1989 (variance, sound for many thin strata as for few large ones).
///
/// ```
/// use kpi_math::{Stratum, rate_difference};
/// let plain = rate_difference(&[Stratum { group: (30, 60), others: (20, 80) }]).unwrap();
/// assert_eq!((plain.value, plain.matched), (0.25, 60));
/// assert!(rate_difference(&[Stratum { group: (3, 5), others: (0, 0) }]).is_none());
/// ```
#[must_use]
pub fn rate_difference(strata: &[Stratum]) -> Option<Difference> {
    let (mut weights, mut sum, mut p, mut q, mut matched) = (0.0, 0.0, 0.0, 0.0, 0);
    for Stratum { group, others } in strata.iter().filter(|stratum| stratum.group.1 > 0 && stratum.others.1 > 0) {
        let [a, n1, c, n0] = [group.0, group.1, others.0, others.1].map(|count| count as f64);
        let n = n1 + n0;
        weights += n1 * n0 / n;
        sum += (a * n0 - c * n1) / n;
        p += (n1 * n1 * c - n0 * n0 * a + n1 * n0 * (n0 - n1) / 2.0) / (n * n);
        q += (a * (n0 - c) + c * (n1 - a)) / (2.0 * n);
        matched += group.1;
    }
    if weights <= 0.0 {
        return None;
    }
    let value = sum / weights;
    let spread = Z95 * ((value * p + q).max(0.0)).sqrt() / weights;
    Some(Difference { value, interval: ((value - spread).max(-1.0), (value + spread).min(1.0)), matched })
}

/// Number, sum and sum of squares of values.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    /// Number.
    pub n: u64,
    /// Sum.
    pub sum: f64,
    /// Sum of squares; exact for whole numbers, which is what days are.
    pub squares: f64,
}

impl Moments {
    /// Takes one more value in.
    pub fn add(&mut self, value: f64) {
        self.n += 1;
        self.sum += value;
        self.squares += value * value;
    }

    /// Those of all values without those of a part of them.
    #[must_use]
    pub fn without(self, part: Self) -> Self {
        Self { n: self.n.saturating_sub(part.n), sum: self.sum - part.sum, squares: self.squares - part.squares }
    }

    /// Σ (value − mean)².
    fn around(self) -> f64 {
        (self.squares - self.sum * self.sum / self.n as f64).max(0.0)
    }
}

/// The difference of two means over strata of a group and others: strata weigh `n₁ n₀ ÷ n`, the variance within them is pooled; `None`
/// where no stratum has both, or where nothing is left to tell the variance from.
///
/// It is the coefficient of the group in a linear model with a constant for each stratum, and its standard error (normal quantile).
///
/// ```
/// use kpi_math::{Moments, mean_difference};
/// let of = |values: &[f64]| {
///     let mut all = Moments::default();
///     values.iter().for_each(|value| all.add(*value));
///     all
/// };
/// assert_eq!(mean_difference(&[(of(&[3.0, 5.0]), of(&[1.0, 1.0, 4.0]))]).unwrap().value, 2.0);
/// ```
#[must_use]
pub fn mean_difference(strata: &[(Moments, Moments)]) -> Option<Difference> {
    let (mut weights, mut sum, mut squares, mut free, mut matched) = (0.0, 0.0, 0.0, 0.0, 0_u64);
    for (group, others) in strata.iter().filter(|(group, others)| group.n > 0 && others.n > 0) {
        let [n1, n0] = [group.n, others.n].map(|count| count as f64);
        let apart = group.sum / n1 - others.sum / n0;
        let weight = n1 * n0 / (n1 + n0);
        weights += weight;
        sum += weight * apart;
        matched += group.n;
        // Strata with the same true difference may show different ones: what lies between them is noise too.
        squares += group.around() + others.around() + weight * apart * apart;
        free += n1 + n0 - 1.0;
    }
    let value = sum / weights;
    // Less the one difference that is estimated.
    let (squares, free) = (squares - weights * value * value, free - 1.0);
    if weights <= 0.0 || free <= 0.0 {
        return None;
    }
    let spread = Z95 * (squares.max(0.0) / free / weights).sqrt();
    Some(Difference { value, interval: (value - spread, value + spread), matched })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Draws;

    /// A true difference lies in the interval about 95 times in 100, with strata that differ and are of all sizes.
    #[test]
    fn intervals_hold_what_they_promise() {
        let (mut rates, mut means) = (0, 0);
        for seed in 0..400 {
            let mut draws = Draws::new(seed, 0);
            let (mut strata, mut amounts) = (Vec::new(), Vec::new());
            for place in 0..25 {
                let base = 0.2 + 0.02 * f64::from(place);
                let count = |draws: &mut Draws, n: u64, rate: f64| (0..n).filter(|_| draws.share() < rate).count() as u64;
                let (n1, n0) = (1 + (draws.share() * 8.0) as u64, 1 + (draws.share() * 30.0) as u64);
                let (a, c) = (count(&mut draws, n1, base + 0.15), count(&mut draws, n0, base));
                strata.push(Stratum { group: (a, n1), others: (c, n0) });
                let values = |draws: &mut Draws, n: u64, by: f64| {
                    let mut all = Moments::default();
                    (0..n).for_each(|_| all.add(10.0 * base + by + 3.0 * (draws.share() + draws.share() - 1.0)));
                    all
                };
                amounts.push((values(&mut draws, n1, 2.0), values(&mut draws, n0, 0.0)));
            }
            let holds =
                |found: Option<Difference>, truth: f64| found.is_some_and(|found| found.interval.0 <= truth && truth <= found.interval.1);
            rates += u32::from(holds(rate_difference(&strata), 0.15));
            means += u32::from(holds(mean_difference(&amounts), 2.0));
        }
        assert!((370..=392).contains(&rates) && (368..=392).contains(&means), "{rates} {means} of 400");
    }

    #[test]
    fn a_mix_that_is_confounded_is_set_right() {
        // The group works on easy cases; in each kind it is no better.
        let strata = [Stratum { group: (72, 90), others: (8, 10) }, Stratum { group: (2, 10), others: (18, 90) }];
        let found = rate_difference(&strata).unwrap();
        assert!(found.value.abs() < 1e-12 && found.interval.0 < 0.0 && found.interval.1 > 0.0);
        let plain = rate_difference(&[Stratum { group: (74, 100), others: (26, 100) }]).unwrap();
        assert!(plain.value > 0.4);
        let one = |value: f64| Moments { n: 1, sum: value, squares: value * value };
        assert!(mean_difference(&[(one(1.0), one(2.0))]).is_none(), "no variance to be known");
        assert!(mean_difference(&[]).is_none() && rate_difference(&[]).is_none());
    }
}
