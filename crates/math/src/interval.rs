//! Intervals for proportions, for a difference of two proportions of the same answers, and for means.

use crate::Z95;

/// Wilson score interval of `successes` out of `n`, 95 %.
///
/// `wilson(3, 10)` is 0.108–0.603. `None` when `n` is 0 or `successes > n`. Source: Wilson, Probable
/// inference, the law of succession, and statistical inference, JASA 22 (1927).
///
/// ```
/// let (low, high) = kpi_math::wilson(3, 10).unwrap();
/// assert!((low - 0.1078).abs() < 5e-5 && (high - 0.6032).abs() < 5e-5);
/// assert_eq!(kpi_math::wilson(0, 0), None);
/// ```
#[must_use]
pub fn wilson(successes: u64, n: u64) -> Option<(f64, f64)> {
    if n == 0 || successes > n {
        return None;
    }
    let (k, n_f) = (successes as f64, n as f64);
    let z2 = Z95 * Z95;
    let centre = (k + z2 / 2.0) / (n_f + z2);
    let half = Z95 / (n_f + z2) * (k * (n_f - k) / n_f + z2 / 4.0).sqrt();
    // At 0 and n one end is exactly 0 or 1; rounding must not move it.
    let low = if successes == 0 { 0.0 } else { (centre - half).max(0.0) };
    let high = if successes == n { 1.0 } else { (centre + half).min(1.0) };
    Some((low, high))
}

/// Adjusted-Wald interval of `(plus − minus) ÷ n`, 95 %, clamped to −1…1: the interval of a net promoter score.
///
/// Adds 3 to `n` and ¾ to each of plus and minus. 20 and 8 of 40 give 0.046…0.512. `None` when `n` is 0 or the
/// parts exceed it. Source: Sauro and Lewis, MeasuringU, adjusted Wald for the net promoter score.
///
/// ```
/// let (low, high) = kpi_math::difference_adjusted(20, 8, 40).unwrap();
/// assert!((low - 0.046).abs() < 5e-4 && (high - 0.512).abs() < 5e-4);
/// ```
#[must_use]
pub fn difference_adjusted(plus: u64, minus: u64, n: u64) -> Option<(f64, f64)> {
    if n == 0 || plus.checked_add(minus)? > n {
        return None;
    }
    let n = n as f64 + 3.0;
    let (p, m) = ((plus as f64 + 0.75) / n, (minus as f64 + 0.75) / n);
    let half = Z95 * ((p + m - (p - m) * (p - m)) / n).sqrt();
    Some(((p - m - half).max(-1.0), (p - m + half).min(1.0)))
}

/// Mean and 95 % interval from a count, an exact sum and an exact sum of squares (normal approximation).
///
/// `None` for no values; the interval is absent for fewer than two. A zero spread gives a point.
///
/// ```
/// let (mean, interval) = kpi_math::mean(4, 10, 30).unwrap();
/// assert_eq!(mean, 2.5);
/// assert!((interval.unwrap().0 - 1.2349).abs() < 1e-4);
/// ```
#[must_use]
pub fn mean(n: u64, sum: i128, sum_of_squares: i128) -> Option<(f64, Option<(f64, f64)>)> {
    if n == 0 {
        return None;
    }
    let n_f = n as f64;
    let mean = sum as f64 / n_f;
    if n < 2 {
        return Some((mean, None));
    }
    let square = sum.checked_mul(sum).map_or(sum as f64 * (sum as f64) / n_f, |square| square as f64 / n_f);
    let variance = ((sum_of_squares as f64 - square) / (n_f - 1.0)).max(0.0);
    let half = Z95 * (variance / n_f).sqrt();
    Some((mean, Some((mean - half, mean + half))))
}

/// Newcombe interval of the difference of two rates, 95 %: the distances of the two Wilson intervals, squared and added.
///
/// Each rate is hits and cases; `None` where one has no cases. Source: Newcombe 1998, method 10.
///
/// ```
/// let (low, high) = kpi_math::newcombe((56, 70), (48, 80)).unwrap();
/// assert!((low - 0.0524).abs() < 1e-4 && (high - 0.3339).abs() < 1e-4);
/// ```
#[must_use]
pub fn newcombe(one: (u64, u64), other: (u64, u64)) -> Option<(f64, f64)> {
    let rate = |(hits, cases): (u64, u64)| hits as f64 / cases as f64;
    let (a, b) = (rate(one), rate(other));
    let ((low_a, high_a), (low_b, high_b)) = (wilson(one.0, one.1)?, wilson(other.0, other.1)?);
    let root = |x: f64, y: f64| (x * x + y * y).sqrt();
    Some((a - b - root(a - low_a, high_b - b), a - b + root(high_a - a, b - low_b)))
}

#[cfg(test)]
mod tests {
    use super::{difference_adjusted, mean, wilson};
    use proptest::prelude::*;

    /// semantics.md section 4.
    #[test]
    fn wilson_golden() {
        for ((k, n), (low, high)) in
            [((1, 1), (0.207, 1.0)), ((0, 5), (0.0, 0.434)), ((3, 10), (0.108, 0.603)), ((30, 100), (0.219, 0.396))]
        {
            let got = wilson(k, n).unwrap();
            assert!((got.0 - low).abs() < 5e-4 && (got.1 - high).abs() < 5e-4, "{k}/{n}: {got:?}");
        }
        assert_eq!(wilson(2, 1), None);
    }

    proptest! {
        #[test]
        fn wilson_holds_the_rate(n in 1u64..100_000, share in 0.0f64..=1.0) {
            let k = (share * n as f64) as u64;
            let (low, high) = wilson(k, n).unwrap();
            let rate = k as f64 / n as f64;
            prop_assert!((0.0..=1.0).contains(&low) && (0.0..=1.0).contains(&high));
            prop_assert!(low <= rate + 1e-15 && rate <= high + 1e-15);
        }

        #[test]
        fn net_score_stays_in_bounds(p in 0u64..1000, d in 0u64..1000, rest in 0u64..1000) {
            prop_assume!(p + d + rest > 0);
            let (low, high) = difference_adjusted(p, d, p + d + rest).unwrap();
            prop_assert!((-1.0..=1.0).contains(&low) && (-1.0..=1.0).contains(&high) && low <= high);
        }

        #[test]
        fn mean_lies_between_least_and_greatest(values in proptest::collection::vec(-1_000_000_i128..1_000_000, 1..50)) {
            let (value, interval) = mean(values.len() as u64, values.iter().sum(), values.iter().map(|v| v * v).sum()).unwrap();
            prop_assert!(*values.iter().min().unwrap() as f64 <= value && value <= *values.iter().max().unwrap() as f64);
            if let Some((low, high)) = interval {
                prop_assert!(low <= value && value <= high);
            }
        }
    }
}
