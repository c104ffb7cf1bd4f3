//! Quantiles of sorted whole numbers.

use crate::Z95;

/// The `q` quantile (0 to 1) with linear interpolation between order statistics.
///
/// The convention of numpy's default and SQL's `quantile_cont` (Hyndman and Fan, type 7). `sorted` must ascend;
/// empty gives `None`; `q` outside 0…1 is clamped.
///
/// ```
/// assert_eq!(kpi_math::quantile(&[1, 2, 3, 4], 0.5), Some(2.5));
/// assert_eq!(kpi_math::quantile(&[], 0.5), None);
/// ```
#[must_use]
pub fn quantile(sorted: &[i64], q: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let position = q.clamp(0.0, 1.0) * last as f64;
    let below = position.floor();
    let low = *sorted.get(below as usize)? as f64;
    let high = *sorted.get((below as usize + 1).min(last))? as f64;
    Some(low + (high - low) * (position - below))
}

/// A 95 % interval of the `q` quantile by order statistics: no assumption about the shape of the data.
///
/// Ranks `nq ± z √(nq(1−q))` (Conover, Practical Nonparametric Statistics, 3.2). `None` for fewer than six values,
/// where no such interval has the promised coverage.
#[must_use]
pub fn quantile_interval(sorted: &[i64], q: f64) -> Option<(f64, f64)> {
    if sorted.len() < 6 {
        return None;
    }
    let n = sorted.len() as f64;
    let half = Z95 * (n * q * (1.0 - q)).sqrt();
    let low = (n * q - half).ceil().max(1.0) as usize;
    let high = ((n * q + half).ceil() as usize).clamp(1, sorted.len());
    Some((*sorted.get(low - 1)? as f64, *sorted.get(high - 1)? as f64))
}

#[cfg(test)]
mod tests {
    use super::{quantile, quantile_interval};
    use proptest::prelude::*;

    #[test]
    fn type_seven() {
        assert_eq!(quantile(&[10], 0.9), Some(10.0));
        assert!((quantile(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9).unwrap() - 9.1).abs() < 1e-12);
        assert_eq!(quantile_interval(&[1, 2, 3], 0.5), None);
        let values: Vec<i64> = (1..=100).collect();
        assert_eq!(quantile_interval(&values, 0.5), Some((41.0, 60.0)));
    }

    proptest! {
        #[test]
        fn ordered_and_inside(mut values in proptest::collection::vec(-1000i64..1000, 1..60), a in 0.0f64..1.0, b in 0.0f64..1.0) {
            values.sort_unstable();
            let (low, high) = (quantile(&values, a.min(b)).unwrap(), quantile(&values, a.max(b)).unwrap());
            prop_assert!(low <= high && values[0] as f64 <= low && high <= values[values.len() - 1] as f64);
        }
    }
}
