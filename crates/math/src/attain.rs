//! The distribution of a sum of amounts that each come or do not come.

/// Steps of the grid at most.
const STEPS: i128 = 4_000_000;

fn gcd(a: i128, b: i128) -> i128 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// The exact probability that independent amounts, each coming with its probability, reach `goal` together.
///
/// By convolution on the grid of their greatest common divisor. `None` where an amount is negative, a probability is not in
/// 0…1, or the grid would be too fine: then it has to be sampled.
///
/// ```
/// let deals = [(400, 0.6), (250, 0.3), (200, 0.5), (150, 0.4), (120, 0.7), (80, 0.5), (60, 0.8), (40, 0.9)];
/// assert!((kpi_math::attain(&deals, 700).unwrap() - 0.5208).abs() < 5e-5);
/// ```
#[must_use]
pub fn attain(amounts: &[(i128, f64)], goal: i128) -> Option<f64> {
    if goal <= 0 && amounts.iter().all(|(amount, chance)| *amount >= 0 && (0.0..=1.0).contains(chance)) {
        return Some(1.0);
    }
    sums(amounts, goal)?.1.last().copied()
}

/// How likely each sum of independent amounts is: the step of the grid, and the chance of each multiple of it below `goal`, then
/// that of all from there on. `None` as [`attain`], and for a goal that is not above 0.
#[must_use]
pub fn sums(amounts: &[(i128, f64)], goal: i128) -> Option<(i128, Vec<f64>)> {
    if goal <= 0 || amounts.iter().any(|(amount, chance)| *amount < 0 || !(0.0..=1.0).contains(chance)) {
        return None;
    }
    let unit = amounts.iter().fold(0, |unit, (amount, _)| gcd(*amount, unit)).max(1);
    // Everything from the goal on is one step.
    let steps = (goal + unit - 1) / unit;
    if steps > STEPS || steps.checked_mul(amounts.len() as i128)? > 8 * STEPS {
        return None;
    }
    let steps = usize::try_from(steps).ok()?;
    let mut chances = vec![0.0; steps + 1];
    *chances.first_mut()? = 1.0;
    for (amount, chance) in amounts {
        let shift = usize::try_from((*amount / unit).min(steps as i128)).ok()?;
        if shift == 0 {
            continue;
        }
        let last = chances.get(steps - shift..).map_or(0.0, |tail| tail.iter().sum::<f64>());
        for to in (0..steps).rev() {
            let from = to.checked_sub(shift).and_then(|from| chances.get(from)).copied().unwrap_or(0.0);
            if let Some(slot) = chances.get_mut(to) {
                *slot = *slot * (1.0 - chance) + from * chance;
            }
        }
        let own = chances.last_mut()?;
        *own = *own * (1.0 - chance) + last * chance;
    }
    Some((unit, chances))
}

#[cfg(test)]
mod tests {
    use super::attain;
    use proptest::prelude::*;

    #[test]
    fn edges() {
        assert_eq!(attain(&[], 1), Some(0.0));
        assert_eq!(attain(&[(5, 0.25)], 0), Some(1.0));
        assert_eq!(attain(&[(5, 0.25)], 5), Some(0.25));
        assert_eq!(attain(&[(5, 1.25)], 5), None);
        assert_eq!(attain(&[(1, 0.5), (1_000_000_007, 0.5)], 1_000_000_000), None);
    }

    proptest! {
        #[test]
        fn is_the_sum_over_all_outcomes(deals in proptest::collection::vec((0i128..30, 0.0f64..=1.0), 0..10), goal in 0i128..100) {
            let mut expected = 0.0;
            for mask in 0u32..1 << deals.len() {
                let is_in = |i: usize| mask >> i & 1 == 1;
                let sum: i128 = deals.iter().enumerate().filter(|(i, _)| is_in(*i)).map(|(_, deal)| deal.0).sum();
                if sum >= goal {
                    expected += deals.iter().enumerate().map(|(i, deal)| if is_in(i) { deal.1 } else { 1.0 - deal.1 }).product::<f64>();
                }
            }
            prop_assert!((attain(&deals, goal).unwrap() - expected).abs() < 1e-12);
        }
    }
}
