//! Splitting a whole number exactly in proportion to weights.

/// Why a split is impossible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpreadError {
    /// Nothing to give it to.
    NoParts,
    /// The locked parts exceed the total by this much.
    LockedTooMuch(i128),
    /// Everything is locked and this much is left over.
    NothingFree(i128),
    /// A number is too large to split exactly.
    TooLarge,
}

/// Splits `total` (≥ 0) over the parts in proportion to their weights (≥ 0), keeping locked parts as they are.
///
/// Largest remainder; ties go to the earlier part. All weights zero: even. Σ parts = total, always.
///
/// ```
/// let seven = kpi_math::spread(1_000_000, &[1; 7], &[None; 7]).unwrap();
/// assert_eq!(seven, [142_858, 142_857, 142_857, 142_857, 142_857, 142_857, 142_857]);
/// ```
///
/// # Errors
/// See [`SpreadError`]. A part without a lock entry counts as free.
pub fn spread(total: i128, weights: &[u64], locks: &[Option<i128>]) -> Result<Vec<i128>, SpreadError> {
    if weights.is_empty() {
        return Err(SpreadError::NoParts);
    }
    let lock = |i: usize| locks.get(i).copied().flatten();
    let locked: i128 = (0..weights.len()).filter_map(lock).sum();
    let rest = total - locked;
    if rest < 0 {
        return Err(SpreadError::LockedTooMuch(-rest));
    }
    let free: Vec<usize> = (0..weights.len()).filter(|i| lock(*i).is_none()).collect();
    if free.is_empty() && rest != 0 {
        return Err(SpreadError::NothingFree(rest));
    }
    let weight = |i: usize| i128::from(weights.get(i).copied().unwrap_or(0));
    let sum: i128 = free.iter().map(|i| weight(*i)).sum();
    let (sum, weight): (i128, &dyn Fn(usize) -> i128) = if sum == 0 { (free.len() as i128, &|_| 1) } else { (sum, &weight) };
    let mut parts: Vec<i128> = (0..weights.len()).map(|i| lock(i).unwrap_or(0)).collect();
    let mut remainders = Vec::with_capacity(free.len());
    let mut given = 0;
    for &i in &free {
        let product = rest.checked_mul(weight(i)).ok_or(SpreadError::TooLarge)?;
        let share = product / sum;
        given += share;
        remainders.push((-(product % sum), i));
        if let Some(part) = parts.get_mut(i) {
            *part = share;
        }
    }
    remainders.sort_unstable();
    for (_, i) in remainders.into_iter().take(usize::try_from(rest - given).unwrap_or(0)) {
        if let Some(part) = parts.get_mut(i) {
            *part += 1;
        }
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::{SpreadError, spread};
    use proptest::prelude::*;

    #[test]
    fn golden_and_errors() {
        assert_eq!(spread(10, &[0, 0, 0], &[]).unwrap(), [4, 3, 3]);
        assert_eq!(spread(100, &[3, 1, 1], &[None, Some(40), None]).unwrap(), [45, 40, 15]);
        assert_eq!(spread(5, &[], &[]), Err(SpreadError::NoParts));
        assert_eq!(spread(5, &[1, 1], &[Some(4), Some(3)]), Err(SpreadError::LockedTooMuch(2)));
        assert_eq!(spread(9, &[1, 1], &[Some(4), Some(3)]), Err(SpreadError::NothingFree(2)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]
        #[test]
        fn sums_exactly_and_stays_near_the_quota(total in 0i128..1_000_000_000_000, weights in proptest::collection::vec(0u64..1_000_000, 1..40)) {
            let parts = spread(total, &weights, &[]).unwrap();
            prop_assert_eq!(parts.iter().sum::<i128>(), total);
            let sum: u64 = weights.iter().sum();
            if sum > 0 {
                for (part, weight) in parts.iter().zip(&weights) {
                    let quota = total as f64 * *weight as f64 / sum as f64;
                    prop_assert!((*part as f64 - quota).abs() <= 1.0 + quota * 1e-12);
                }
            }
        }
    }
}
