//! Partial aggregates to readings: ratios, intervals and curves, formed once at the end.

use kpi_math::{Curves, Event};
use kpi_model::{Grade, Money, Quantity, Why};

use crate::{calculate, contrast, keyed};

use crate::formula::{Clock, Formula, Kept, Measure, Term, What};
use crate::gather::{Partial, Partials};
use crate::observe::ENDINGS;
use crate::past::CHANCE;

/// One answer without its labels.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reading {
    pub(crate) value: Option<Quantity>,
    pub(crate) numerator: Option<Quantity>,
    pub(crate) denominator: Option<Quantity>,
    pub(crate) n: u64,
    pub(crate) interval: Option<(Quantity, Quantity)>,
    pub(crate) missing: Option<Why>,
}

impl Reading {
    pub(crate) fn missing(why: Why) -> Self {
        Self { value: None, numerator: None, denominator: None, n: 0, interval: None, missing: Some(why) }
    }

    pub(crate) fn parts(numerator: Quantity, denominator: Option<Quantity>, n: u64) -> Self {
        Self { value: None, numerator: Some(numerator), denominator, n, interval: None, missing: None }
    }

    pub(crate) fn with(self, value: Quantity, interval: Option<(Quantity, Quantity)>) -> Self {
        Self { value: Some(value), interval, ..self }
    }

    pub(crate) fn without(self, why: Why) -> Self {
        Self { missing: Some(why), ..self }
    }
}

pub(crate) fn count(n: u64) -> Quantity {
    Quantity::Number(n as f64)
}

/// A whole sum in the unit of its measure; expected amounts are rounded half to even once, here.
pub(crate) fn exact(measure: &Measure, sum: i128) -> Quantity {
    match measure.what {
        What::Expected(_) => {
            let unit = i128::from(CHANCE);
            let (quotient, remainder) = (sum.div_euclid(unit), sum.rem_euclid(unit));
            let up = remainder * 2 > unit || (remainder * 2 == unit && quotient % 2 != 0);
            Quantity::Money(Money::from_minor(quotient + i128::from(up)))
        }
        what if what.is_money() => Quantity::Money(Money::from_minor(sum)),
        what => Quantity::Number(sum as f64 / what.parts() as f64),
    }
}

/// A computed figure (mean, quantile) in the unit of its measure; money to the nearest minor unit.
fn computed(measure: &Measure, value: f64) -> Quantity {
    match measure.what {
        what if what.is_money() => Quantity::Money(Money::from_minor(value.round_ties_even() as i128)),
        what => Quantity::Number(value / what.parts() as f64),
    }
}

pub(crate) fn fractions((low, high): (f64, f64)) -> (Quantity, Quantity) {
    (Quantity::Number(low), Quantity::Number(high))
}

/// The reading of one group and period. `parts` are the partials of the formula's measures in their order; for
/// growth the second is the same measure in the earlier periods. `left`: days of the period after the as-of day.
pub(crate) fn finish(formula: &Formula, parts: &[&Partials], group: usize, period: usize, left: &dyn Fn(Clock) -> Option<i32>) -> Reading {
    let Some(first) = parts.first() else {
        return Reading::missing(Why::EmptyDenominator);
    };
    let cell = first.cell(group, period);
    match formula {
        Formula::Total(measure) => {
            if let Some(why) = unknown(measure, cell) {
                return Reading::missing(why);
            }
            let sum = exact(measure, cell.sum);
            Reading::parts(sum, None, cell.n).with(sum, None)
        }
        Formula::Ratio { .. } => ratio(formula, parts, group, period),
        Formula::Mean(measure) => {
            let reading = Reading::parts(exact(measure, cell.sum), Some(count(cell.n)), cell.n);
            match kpi_math::mean(cell.n, cell.sum, cell.squares) {
                None => reading.without(Why::EmptyDenominator),
                Some((mean, interval)) => {
                    let ends = interval.map(|(low, high)| (computed(measure, low), computed(measure, high)));
                    reading.with(computed(measure, mean), ends)
                }
            }
        }
        Formula::Quantile(measure, percent) => {
            let values = first.values(group, period);
            let q = f64::from(*percent) / 100.0;
            let reading = Reading { n: cell.n, ..Reading::missing(Why::EmptyDenominator) };
            match kpi_math::quantile(values, q) {
                None => reading,
                Some(value) => {
                    let ends = kpi_math::quantile_interval(values, q).map(|(low, high)| (computed(measure, low), computed(measure, high)));
                    Reading { missing: None, ..reading.with(computed(measure, value), ends) }
                }
            }
        }
        Formula::Within(_, days) => within(first.values(group, period), *days),
        Formula::LostBetween(_, after, until) => Reading { n: cell.n, ..lost_between(first.values(group, period), *after, *until) },
        Formula::TimeTo(_, percent) => time_to(first.values(group, period), *percent),
        Formula::NetScore { .. } => net_score(parts, group, period),
        Formula::Growth(measure, _) => growth(measure, cell, parts.get(1).map(|parts| parts.cell(group, period)).unwrap_or_default()),
        Formula::Distinct(..) => {
            let keys = count(first.distinct(group, period));
            Reading::parts(keys, None, cell.n).with(keys, None)
        }
        Formula::Repeated(_, _, times) => Reading { n: cell.n, ..keyed::repeated(first.keyed(group, period), *times) },
        Formula::Reached(now, ..) => keyed_before(now, Kept::Keys, parts, group, period),
        Formula::Retained(measure, _, kept) => keyed_before(measure, *kept, parts, group, period),
        Formula::Lifetime(measure, _) => lifetime(measure, cell, parts, group, period),
        Formula::Concentration(measure, _, spread) => {
            Reading { n: cell.n, ..keyed::concentration(measure, first.sizes(group, period), *spread) }
        }
        Formula::Active(..) => {
            let ever = parts.get(1).map(|parts| parts.distinct(group, 0)).unwrap_or_default();
            Reading { n: cell.n, ..keyed::share_of_keys(first.distinct(group, period), ever) }
        }
        Formula::Contrast(contrast) => contrast::reading(contrast, parts, group, period),
        Formula::Calculation(term, unit) => calculate::calculation(term, *unit, parts, (group, period), left),
        Formula::Share(measure) => {
            if let Some(why) = unknown(measure, cell) {
                return Reading::missing(why);
            }
            let groups = first.cells.len() / first.periods.max(1);
            let total: i128 = (0..groups).map(|group| first.cell(group, period).sum).sum();
            let reading = Reading::parts(exact(measure, cell.sum), Some(exact(measure, total)), cell.n);
            if total > 0 {
                reading.with(Quantity::Number(cell.sum as f64 / total as f64), None)
            } else {
                reading.without(Why::EmptyDenominator)
            }
        }
    }
}

/// What of the keys of the second partials is found in the first.
fn keyed_before(measure: &Measure, kept: Kept, parts: &[&Partials], group: usize, period: usize) -> Reading {
    let of = |i: usize| parts.get(i).map(|parts| parts.keyed(group, period)).unwrap_or_default();
    let n = parts.first().map_or(0, |parts| parts.cell(group, period).n);
    Reading { n, ..keyed::retained(measure, of(0), of(1), kept) }
}

/// The sum a key now ÷ the part of the keys of before that is gone. The interval is that of the part: what a key brings is taken as
/// it is.
fn lifetime(measure: &Measure, cell: Partial, parts: &[&Partials], group: usize, period: usize) -> Reading {
    let of = |i: usize| parts.get(i).map(|parts| parts.keyed(group, period)).unwrap_or_default();
    let keys = of(0).by_key().count();
    let kept = keyed::retained(measure, of(0), of(1), Kept::Keys);
    let reading = Reading { n: cell.n, ..Reading::missing(Why::EmptyDenominator) };
    if let Some(why) = unknown(measure, cell) {
        return reading.without(why);
    }
    let (Some(Quantity::Number(kept_part)), false) = (kept.value, keys == 0) else { return reading };
    let each = cell.sum as f64 / keys as f64;
    let reading = Reading { numerator: Some(computed(measure, each)), denominator: Some(Quantity::Number(1.0 - kept_part)), ..reading };
    if kept_part >= 1.0 {
        // Nobody left: it has no end that could be told from this.
        return reading.without(Why::NotReached);
    }
    let over = |kept: f64| computed(measure, each / (1.0 - kept));
    let ends = match kept.interval {
        Some((Quantity::Number(low), Quantity::Number(high))) if high < 1.0 && each >= 0.0 => Some((over(low), over(high))),
        _ => None,
    };
    Reading { missing: None, ..reading.with(over(kept_part), ends) }
}

/// How much may be said of a reading: rates, means and quantiles need cases, totals are what they are.
pub(crate) fn grade(formula: &Formula, reading: &Reading) -> Grade {
    let of_denominator = || match reading.denominator {
        Some(Quantity::Number(number)) if number >= 0.0 => Grade::of(number as u64),
        _ => Grade::of(reading.n),
    };
    match formula {
        _ if reading.value.is_none() => Grade::Full,
        Formula::Ratio { .. } | Formula::Mean(_) | Formula::Quantile(..) | Formula::Within(..) | Formula::TimeTo(..) => {
            Grade::of(reading.n)
        }
        Formula::NetScore { .. } | Formula::Contrast(_) => Grade::of(reading.n),
        // Of those that were still open.
        Formula::LostBetween(..) => of_denominator(),
        // Their cases are customers or orders, not rows.
        Formula::Lifetime(..) => Grade::of(reading.n),
        Formula::Repeated(..) | Formula::Active(..) | Formula::Retained(..) | Formula::Reached(..) => of_denominator(),
        Formula::Total(_) | Formula::Growth(..) | Formula::Share(_) | Formula::Distinct(..) | Formula::Concentration(..) => Grade::Full,
        Formula::Calculation(Term::Over(_, below), _) if matches!(**below, Term::Count(_) | Term::Distinct(..)) => of_denominator(),
        Formula::Calculation(..) => Grade::Full,
    }
}

/// Rows that would count are there, and none of them has the value: the sum is unknown, not 0.
pub(crate) fn unknown(measure: &Measure, cell: Partial) -> Option<Why> {
    match measure.what {
        What::Sum(field) | What::Difference(field, _) | What::Expected(field) if cell.n == 0 && cell.lacking > 0 => {
            Some(Why::NeedsField { table: measure.table, field })
        }
        _ => None,
    }
}

fn growth(measure: &Measure, now: Partial, before: Partial) -> Reading {
    if let Some(why) = unknown(measure, now).or_else(|| unknown(measure, before)) {
        return Reading::missing(why);
    }
    let reading = Reading::parts(exact(measure, now.sum), Some(exact(measure, before.sum)), now.n);
    let (now, before) = (now.sum, before.sum);
    match before {
        0 if now == 0 => reading.without(Why::EmptyDenominator),
        1.. => reading.with(Quantity::Number((now - before) as f64 / before as f64), None),
        0 => reading.without(Why::New),
        // Against a negative base (more returned than sold) a rate has no meaning.
        _ => reading.without(Why::BelowZero),
    }
}

fn ratio(formula: &Formula, parts: &[&Partials], group: usize, period: usize) -> Reading {
    let Formula::Ratio { numerator, denominator, is_part, .. } = formula else {
        return Reading::missing(Why::EmptyDenominator);
    };
    let at = |i: usize| parts.get(i).map(|parts| parts.cell(group, period)).unwrap_or_default();
    let (above, below) = (at(0), at(1));
    let n = if *is_part { below.n } else { above.n };
    let reading = Reading::parts(exact(numerator, above.sum), Some(exact(denominator, below.sum)), n);
    if below.sum <= 0 {
        let why = if below.sum < 0 { Why::BelowZero } else { Why::EmptyDenominator };
        return unknown(denominator, below).map_or_else(|| reading.without(why), Reading::missing);
    }
    // Of a part of the rows below the line those without the value are out on both sides.
    if let (false, Some(why)) = (is_part, unknown(numerator, above)) {
        return reading.without(why);
    }
    let value = above.sum as f64 / below.sum as f64;
    let interval = match (is_part, denominator.what) {
        (true, What::Rows) => kpi_math::wilson(above.n, below.n),
        // Ratio of two sums over the same rows: linearised variance Σ(w − r)²a², w = 1 for rows of the numerator.
        (true, What::Sum(_)) if below.n > 1 => {
            let squares = above.squares as f64 * (1.0 - 2.0 * value) + value * value * below.squares as f64;
            let n = below.n as f64;
            let half = kpi_math::Z95 * (squares.max(0.0) * n / (n - 1.0)).sqrt() / below.sum as f64;
            Some(((value - half).max(0.0), (value + half).min(1.0)))
        }
        _ => None,
    };
    reading.with(Quantity::Number(value), interval.map(fractions))
}

fn net_score(parts: &[&Partials], group: usize, period: usize) -> Reading {
    let n = |i: usize| parts.get(i).map(|parts| parts.cell(group, period).n).unwrap_or_default();
    let (plus, minus, base) = (n(0), n(1), n(2));
    let net = plus as f64 - minus as f64;
    let reading = Reading::parts(Quantity::Number(net), Some(count(base)), base);
    if base == 0 {
        return reading.without(Why::EmptyDenominator);
    }
    let interval = kpi_math::difference_adjusted(plus, minus, base).map(|(low, high)| fractions((100.0 * low, 100.0 * high)));
    reading.with(Quantity::Number(100.0 * net / base as f64), interval)
}

/// Curves of packed observations, and the longest time any was followed.
fn curves(packed: &[i64]) -> (Curves, i64) {
    let endings = ENDINGS as i64;
    let event = |code: i64| match code % endings {
        1 => Event::First,
        2 => Event::Second,
        _ => Event::Censored,
    };
    let followed = packed.last().map_or(0, |last| last / endings);
    (Curves::new(packed.iter().map(|code| (code / endings, event(*code))).collect()), followed)
}

/// Days until so many percent have been won.
fn time_to(packed: &[i64], percent: u8) -> Reading {
    let (curves, _) = curves(packed);
    let missing = if curves.n() == 0 { Why::EmptyDenominator } else { Why::NotReached };
    let reading = Reading { n: curves.n(), ..Reading::missing(missing) };
    let share = f64::from(percent) / 100.0;
    let days_of = |(low, high): (i64, i64)| fractions((low as f64, high as f64));
    match curves.first_reaches(share) {
        None => reading,
        Some(days) => Reading { missing: None, ..reading.with(Quantity::Number(days as f64), curves.reach_interval(share).map(days_of)) },
    }
}

/// Probability of being lost by `until` of those still open after `after` days.
fn lost_between(packed: &[i64], after: i64, until: i64) -> Reading {
    let endings = ENDINGS as i64;
    // At first everybody is there, later those who outlived the day.
    let at_risk = |code: &&i64| after == 0 || **code / endings > after;
    // Curves are of the first ending: that is the loss here.
    let swapped = |code: &i64| code - code % endings + [0, 2, 1].get((code % endings) as usize).copied().unwrap_or(0);
    let packed: Vec<i64> = packed.iter().filter(at_risk).map(swapped).collect();
    within(&packed, until)
}

fn within(packed: &[i64], days: i64) -> Reading {
    let (curves, followed) = curves(packed);
    let endings = ENDINGS as i64;
    let won = packed.iter().filter(|code| *code % endings == 1 && *code / endings <= days).count() as u64;
    let reading = Reading::parts(count(won), Some(count(curves.n())), curves.n());
    if curves.n() == 0 {
        return reading.without(Why::EmptyDenominator);
    }
    if followed < days && curves.survival(followed) > 0.0 {
        return reading.without(Why::NotReached);
    }
    reading.with(Quantity::Number(curves.first(days)), Some(fractions(curves.first_interval(days))))
}
