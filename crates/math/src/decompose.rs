//! Changes taken apart without a rest: mix and rate, price, volume and mix.

use crate::Rational;

/// One group in two periods: above and below the line of a rate, or amount and pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Earlier: above, below.
    pub before: (Rational, Rational),
    /// Later: above, below.
    pub now: (Rational, Rational),
}

/// The part of one group in the change of an overall rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MixRate {
    /// Its rate moved.
    pub rate: Rational,
    /// Its weight moved.
    pub mix: Rational,
    /// It is new.
    pub new: Rational,
    /// It is gone.
    pub lost: Rational,
}

/// The part of one group in the change of an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PriceVolumeMix {
    /// Its price moved.
    pub price: Rational,
    /// The number of pieces moved, at the average price.
    pub volume: Rational,
    /// Pieces moved between dear and cheap groups.
    pub mix: Rational,
    /// It is new.
    pub new: Rational,
    /// It is gone.
    pub lost: Rational,
    /// It has no quantity to tell price from volume.
    pub rest: Rational,
}

fn zero() -> Rational {
    Rational::whole(0)
}

fn half(a: Rational, b: Rational) -> Rational {
    a.plus(b).over(Rational::whole(2))
}

fn total(values: impl Iterator<Item = Rational>) -> Rational {
    values.fold(zero(), Rational::plus)
}

/// Takes apart the change of Σ above ÷ Σ below over groups. `None` where the rate is undefined in a period.
///
/// rate: ½(w₁+w₂)(r₂−r₁); mix: (½(r₁+r₂) − R)(w₂−w₁), R the mean of both overall rates; a group that is there in one period
/// only: ±(r − R)w. All parts add up to the change, as Σ(w₂−w₁) = 0. Source: Kitagawa, Components of a Difference Between
/// Two Rates, JASA 50 (1955).
#[must_use]
pub fn mix_and_rate(groups: &[Pair]) -> Option<Vec<MixRate>> {
    let (above, below) = (
        (total(groups.iter().map(|g| g.before.0)), total(groups.iter().map(|g| g.now.0))),
        (total(groups.iter().map(|g| g.before.1)), total(groups.iter().map(|g| g.now.1))),
    );
    if below.0.is_zero() || below.1.is_zero() || below.0.is_negative() || below.1.is_negative() {
        return None;
    }
    let overall = half(above.0.over(below.0), above.1.over(below.1));
    let part = |group: &Pair| {
        let (was, is) = (!group.before.1.is_zero(), !group.now.1.is_zero());
        let (w1, w2) = (group.before.1.over(below.0), group.now.1.over(below.1));
        let rate = |(above, below): (Rational, Rational)| above.over(below);
        let none = MixRate { rate: zero(), mix: zero(), new: zero(), lost: zero() };
        match (was, is) {
            (true, true) => {
                let (r1, r2) = (rate(group.before), rate(group.now));
                MixRate { rate: half(w1, w2).times(r2.minus(r1)), mix: half(r1, r2).minus(overall).times(w2.minus(w1)), ..none }
            }
            (false, true) => MixRate { new: rate(group.now).minus(overall).times(w2), ..none },
            (true, false) => MixRate { lost: zero().minus(rate(group.before).minus(overall).times(w1)), ..none },
            (false, false) => none,
        }
    };
    Some(groups.iter().map(part).collect())
}

/// Takes apart the change of Σ amount over groups with pieces. All parts add up to the change.
///
/// Midpoint: price ½(q₁+q₂)(p₂−p₁), volume P(q₂−q₁) with P the mean of both average prices, mix (½(p₁+p₂) − P)(q₂−q₁). With
/// `is_base` instead: price (p₂−p₁)q₂, volume (Q₂−Q₁)r₁÷Q₁, mix (q₂ − Q₂q₁÷Q₁)p₁. Groups there in one period only are new or
/// lost; groups without pieces, or with none left after returns, are the rest.
#[must_use]
pub fn price_volume_mix(groups: &[Pair], is_base: bool) -> Vec<PriceVolumeMix> {
    let is_there = |(amount, pieces): (Rational, Rational)| !amount.is_zero() || !pieces.is_zero();
    let has_pieces = |(_, pieces): (Rational, Rational)| !pieces.is_zero() && !pieces.is_negative();
    let goes_on = |group: &&Pair| has_pieces(group.before) && has_pieces(group.now);
    let sums = |side: fn(&Pair) -> (Rational, Rational)| {
        (total(groups.iter().filter(goes_on).map(|g| side(g).0)), total(groups.iter().filter(goes_on).map(|g| side(g).1)))
    };
    let (before, now) = (sums(|g| g.before), sums(|g| g.now));
    let price = |(amount, pieces): (Rational, Rational)| amount.over(pieces);
    let part = |group: &Pair| {
        let none = PriceVolumeMix { price: zero(), volume: zero(), mix: zero(), new: zero(), lost: zero(), rest: zero() };
        let ((r1, q1), (r2, q2)) = (group.before, group.now);
        match (is_there(group.before), is_there(group.now)) {
            (false, true) => PriceVolumeMix { new: r2, ..none },
            (true, false) => PriceVolumeMix { lost: zero().minus(r1), ..none },
            (true, true) if goes_on(&group) => {
                let (p1, p2) = (price(group.before), price(group.now));
                if is_base {
                    let more = now.1.minus(before.1).times(r1).over(before.1);
                    let mix = q2.minus(now.1.times(q1).over(before.1)).times(p1);
                    PriceVolumeMix { price: p2.minus(p1).times(q2), volume: more, mix, ..none }
                } else {
                    let average = half(price(before), price(now));
                    let moved = q2.minus(q1);
                    let mix = half(p1, p2).minus(average).times(moved);
                    PriceVolumeMix { price: half(q1, q2).times(p2.minus(p1)), volume: average.times(moved), mix, ..none }
                }
            }
            _ => PriceVolumeMix { rest: r2.minus(r1), ..none },
        }
    };
    groups.iter().map(part).collect()
}

/// Whole numbers near the given ones that add up to `sum`: each is rounded down, and what is missing goes to those that lost
/// most, ties to the first.
#[must_use]
pub fn rounded_to_sum(exact: &[Rational], sum: i128) -> Vec<i128> {
    let mut whole: Vec<i128> = exact.iter().map(|value| value.floor()).collect();
    let mut order: Vec<usize> = (0..exact.len()).collect();
    let lost = |i: usize| exact.get(i).zip(whole.get(i)).map_or(0.0, |(value, whole)| value.minus(Rational::whole(*whole)).as_f64());
    order.sort_by(|a, b| lost(*b).total_cmp(&lost(*a)).then(a.cmp(b)));
    let missing = sum - whole.iter().sum::<i128>();
    let (each, rest) = (missing.div_euclid(order.len().max(1) as i128), missing.rem_euclid(order.len().max(1) as i128));
    for (place, i) in (0_i128..).zip(order) {
        if let Some(value) = whole.get_mut(i) {
            *value += each + i128::from(place < rest);
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::{Pair, mix_and_rate, price_volume_mix, rounded_to_sum, total};
    use crate::Rational;
    use proptest::prelude::*;

    fn whole(a: i128, b: i128) -> (Rational, Rational) {
        (Rational::whole(a), Rational::whole(b))
    }

    /// A 12 of 40 and 30 of 60, B 26 of 80 and 11 of 20: 42 % to 37 %.
    #[test]
    fn golden_mix_and_rate() {
        let parts = mix_and_rate(&[Pair { before: whole(12, 40), now: whole(26, 80) }, Pair { before: whole(30, 60), now: whole(11, 20) }])
            .unwrap();
        assert_eq!(total(parts.iter().map(|part| part.rate)), Rational::new(35, 1_000));
        assert_eq!(total(parts.iter().map(|part| part.mix)), Rational::new(-85, 1_000));
    }

    #[test]
    fn rounding_keeps_the_sum() {
        assert_eq!(rounded_to_sum(&[Rational::new(1, 3), Rational::new(1, 3), Rational::new(1, 3)], 1), [1, 0, 0]);
        assert_eq!(rounded_to_sum(&[Rational::new(-1, 2), Rational::new(1, 2)], 0), [0, 0]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]
        #[test]
        fn nothing_is_left_over(groups in proptest::collection::vec((0i128..50, 0i128..50, 0i128..50, 0i128..50), 1..6)) {
            let rates: Vec<Pair> =
                groups.iter().map(|(a, b, c, d)| Pair { before: whole(*a.min(b), *a.max(b)), now: whole(*c.min(d), *c.max(d)) }).collect();
            let sum = |side: fn(&Pair) -> Rational| total(rates.iter().map(side));
            match mix_and_rate(&rates) {
                None => prop_assert!(sum(|g| g.before.1).is_zero() || sum(|g| g.now.1).is_zero()),
                Some(parts) => {
                    let change = sum(|g| g.now.0).over(sum(|g| g.now.1)).minus(sum(|g| g.before.0).over(sum(|g| g.before.1)));
                    let all = total(parts.iter().flat_map(|part| [part.rate, part.mix, part.new, part.lost]));
                    prop_assert_eq!(all, change);
                }
            }
            let amounts: Vec<Pair> = groups.iter().map(|(a, b, c, d)| Pair { before: whole(a * 7 - 20, *b), now: whole(c * 7 - 20, *d) }).collect();
            for is_base in [false, true] {
                let parts = price_volume_mix(&amounts, is_base);
                let all: Vec<Rational> = parts.iter().flat_map(|part| [part.price, part.volume, part.mix, part.new, part.lost, part.rest]).collect();
                let change = total(amounts.iter().map(|g| g.now.0.minus(g.before.0)));
                prop_assert_eq!(total(all.iter().copied()), change);
                prop_assert_eq!(rounded_to_sum(&all, change.rounded()).iter().sum::<i128>(), change.rounded());
                prop_assert!(rounded_to_sum(&all, change.rounded()).iter().zip(&all).all(|(whole, exact)| (Rational::whole(*whole).minus(*exact)).as_f64().abs() <= 1.0));
            }
        }
    }
}
