//! Readings of what was gathered by a key: how many, how often, who stayed, how uneven. The numbers of keys stand above
//! and below the line; how many rows are behind them, the caller knows.

use kpi_model::{Money, Quantity, Why};

use crate::finish::{Reading, count, fractions};
use crate::formula::{Kept, Measure, Spread};
use crate::singles::Keyed;

/// The sum of each key, keys in order.
fn sums(keyed: Keyed<'_>) -> Vec<(u32, i128)> {
    keyed.by_key().map(|(key, of_key)| (key, of_key.sum())).collect()
}

/// Keys with at least `times` different values ÷ keys.
pub(crate) fn repeated(keyed: Keyed<'_>, times: usize) -> Reading {
    let (mut all, mut again) = (0, 0);
    for (_, of_key) in keyed.by_key() {
        all += 1;
        again += u64::from(has_different(of_key.values, times));
    }
    share_of_keys(again, all)
}

/// Are there at least `times` different values?
fn has_different(values: &[i64], times: usize) -> bool {
    if values.len() < times || times < 2 {
        return values.len() >= times;
    }
    if times == 2 {
        return values.iter().any(|value| Some(value) != values.first());
    }
    let mut values = values.to_vec();
    values.sort_unstable();
    values.dedup();
    values.len() >= times
}

/// A part of the keys ÷ all keys, with Wilson's interval.
pub(crate) fn share_of_keys(part: u64, all: u64) -> Reading {
    let reading = Reading::parts(count(part), Some(count(all)), all);
    if all == 0 {
        return reading.without(Why::EmptyDenominator);
    }
    reading.with(Quantity::Number(part as f64 / all as f64), kpi_math::wilson(part, all).map(fractions))
}

/// What is left now of the keys of before.
pub(crate) fn retained(measure: &Measure, now: Keyed<'_>, before: Keyed<'_>, kept: Kept) -> Reading {
    let (now, before) = (sums(now), sums(before));
    let find = |key: u32| now.binary_search_by_key(&key, |(known, _)| *known).ok().and_then(|i| now.get(i)).map(|(_, sum)| *sum);
    if kept == Kept::Keys {
        return share_of_keys(before.iter().filter(|(key, _)| find(*key).is_some()).count() as u64, before.len() as u64);
    }
    // Who brought nothing or took back more than was bought has nothing to keep.
    let base: Vec<(u32, i128)> = before.into_iter().filter(|(_, sum)| *sum > 0).collect();
    let value = |(key, was): &(u32, i128)| {
        let is = find(*key).unwrap_or(0).max(0);
        if kept == Kept::Capped { is.min(*was) } else { is }
    };
    let (left, all): (i128, i128) = (base.iter().map(value).sum(), base.iter().map(|(_, sum)| sum).sum());
    let amount = |sum: i128| if measure.what.is_money() { Quantity::Money(Money::from_minor(sum)) } else { Quantity::Number(sum as f64) };
    let reading = Reading::parts(amount(left), Some(amount(all)), base.len() as u64);
    if all == 0 { reading.without(Why::EmptyDenominator) } else { reading.with(Quantity::Number(left as f64 / all as f64), None) }
}

/// How uneven the sum is spread. A key that is below 0 has no share: the measure should be of sales, not of returns.
/// `sizes` are the sums of the others, the largest first.
pub(crate) fn concentration(measure: &Measure, sizes: &[i128], spread: Spread) -> Reading {
    let total: i128 = sizes.iter().sum();
    let amount = |sum: i128| if measure.what.is_money() { Quantity::Money(Money::from_minor(sum)) } else { Quantity::Number(sum as f64) };
    let keys = sizes.len() as u64;
    let most = match spread {
        Spread::Largest(most) => most,
        Spread::LargestPercent(percent) => (sizes.len() * usize::from(percent)).div_ceil(100),
        Spread::KeysFor(_) | Spread::Index => 0,
    };
    match spread {
        Spread::KeysFor(percent) => {
            let mut reached = 0;
            let needed = sizes.iter().take_while(|size| {
                let is_needed = reached * 100 < total * i128::from(percent);
                reached += **size;
                is_needed
            });
            let needed = count(needed.count() as u64);
            let reading = Reading::parts(needed, Some(count(keys)), keys);
            if total == 0 { reading.without(Why::EmptyDenominator) } else { reading.with(needed, None) }
        }
        Spread::Largest(_) | Spread::LargestPercent(_) => {
            let top: i128 = sizes.iter().take(most).sum();
            let reading = Reading::parts(amount(top), Some(amount(total)), keys);
            if total == 0 {
                reading.without(Why::EmptyDenominator)
            } else {
                reading.with(Quantity::Number(top as f64 / total as f64), None)
            }
        }
        Spread::Index => {
            let reading = Reading { n: keys, ..Reading::missing(Why::EmptyDenominator) };
            if total == 0 {
                return reading;
            }
            let index = sizes.iter().map(|size| (*size as f64 / total as f64) * (*size as f64 / total as f64)).sum();
            Reading { missing: None, ..reading.with(Quantity::Number(index), None) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{repeated, retained, sums};
    use crate::formula::{Kept, Measure, What, When};
    use crate::singles::Keyed;
    use kpi_model::{Quantity, TableKind};

    #[test]
    fn keys_are_counted_once() {
        let keyed = Keyed { keys: &[1, 1, 1, 2, 5], values: &[7, 8, 7, 9, 1] };
        assert_eq!(sums(keyed), [(1, 22), (2, 9), (5, 1)]);
        // The same record twice is one record.
        assert_eq!(repeated(keyed, 2).value, Some(Quantity::Number(1.0 / 3.0)));
    }

    #[test]
    fn new_keys_never_enter_what_is_kept() {
        let measure = Measure::new(TableKind::Orders, What::Sum(kpi_model::Field::Amount), &[], When::Never);
        let before = Keyed { keys: &[1, 2, 3], values: &[100, 50, 50] };
        let now = Keyed { keys: &[1, 3, 9], values: &[300, 20, 1_000] };
        let value = |kept| retained(&measure, now, before, kept).value;
        assert_eq!(value(Kept::Keys), Some(Quantity::Number(2.0 / 3.0)));
        assert_eq!(value(Kept::Value), Some(Quantity::Number(320.0 / 200.0)));
        assert_eq!(value(Kept::Capped), Some(Quantity::Number(120.0 / 200.0)));
    }
}
