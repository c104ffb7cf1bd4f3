//! Readings of calculations with several measures: divided last, rounded once.

use kpi_math::Rational;
use kpi_model::{Money, Quantity, Unit, Why};

use crate::finish::{Reading, unknown};
use crate::formula::{Clock, Term, What};
use crate::gather::Partials;
use crate::past::CHANCE;

/// What a calculation takes from one group and period.
#[derive(Clone, Copy)]
struct Place<'a> {
    group: usize,
    period: usize,
    left: &'a dyn Fn(Clock) -> Option<i32>,
}

/// The value of a term from the partials of its leaves, taken in order.
///
/// Kept as an exact fraction, so that the order of multiplying and dividing makes no difference; only what does not fit
/// into 128 bits becomes a float.
fn value(term: &Term, parts: &mut std::slice::Iter<'_, &Partials>, at: Place<'_>) -> Result<Rational, Why> {
    match term {
        Term::Sum(measure) | Term::SumOfSome(measure) => {
            let cell = parts.next().map(|parts| parts.cell(at.group, at.period)).unwrap_or_default();
            if matches!(term, Term::SumOfSome(_)) && cell.n == 0 && cell.lacking == 0 {
                return Err(Why::NotRecorded { table: measure.table });
            }
            let unit = match measure.what {
                What::Expected(_) => i128::from(CHANCE),
                what => i128::from(what.parts()),
            };
            unknown(measure, cell).map_or_else(|| Ok(Rational::new(cell.sum, unit)), Err)
        }
        Term::Count(_) => Ok(Rational::whole(parts.next().map_or(0, |parts| i128::from(parts.cell(at.group, at.period).n)))),
        Term::Distinct(..) => Ok(Rational::whole(parts.next().map_or(0, |parts| i128::from(parts.distinct(at.group, at.period))))),
        Term::During(_, term) => value(term, parts, at),
        Term::DaysLeft(clock) => match (at.left)(*clock) {
            None => Err(Why::NeedsPeriod),
            Some(0) => Err(Why::PeriodOver),
            Some(days) => Ok(Rational::whole(i128::from(days))),
        },
        Term::Number(above, below) => Ok(Rational::new(i128::from(*above), i128::from(*below))),
        Term::Plus(a, b) => {
            let (x, y) = (value(a, parts, at), value(b, parts, at));
            Ok(beside(a, b, x?).plus(beside(b, a, y?)))
        }
        // Both sides are evaluated before either is looked at: each takes its leaves.
        Term::Times(a, b) => {
            let (a, b) = (value(a, parts, at), value(b, parts, at));
            Ok(a?.times(b?))
        }
        Term::Minus(a, b) => {
            let (x, y) = (value(a, parts, at), value(b, parts, at));
            Ok(beside(a, b, x?).minus(beside(b, a, y?)))
        }
        Term::Over(a, b) => {
            let (above, below) = (a, b);
            let (a, b) = (value(a, parts, at), value(b, parts, at));
            let b = b?;
            // What remains of a target when nothing of the period does.
            let is_over = b.is_zero() && a.is_ok() && matches!(**above, Term::Remaining(..)) && (at.left)(Clock::Calendar) == Some(0);
            if is_over {
                return Err(Why::PeriodOver);
            }
            // More returns than sales: what is measured against less than nothing has no meaning. A factor below 0 has.
            if b.is_zero() {
                return Err(Why::EmptyDenominator);
            }
            if b.is_negative() && !below.leaves().is_empty() { Err(Why::BelowZero) } else { Ok(a?.over(b)) }
        }
        Term::Remaining(target, reached) => {
            let (target, reached) = (value(target, parts, at), value(reached, parts, at));
            let (target, reached) = (target?, reached?);
            if target.is_zero() {
                return Err(Why::EmptyDenominator);
            }
            if target.is_negative() {
                return Err(Why::BelowZero);
            }
            let remaining = target.minus(reached);
            if remaining.is_zero() || remaining.is_negative() { Err(Why::TargetMet) } else { Ok(remaining) }
        }
    }
}

/// A number beside money is one of whole units, as people write it: 90 is 90.00.
fn beside(term: &Term, other: &Term, number: Rational) -> Rational {
    if term.is_constant() && other.is_money() { number.times(Rational::whole(MINOR)) } else { number }
}

/// Minor units of a unit of money.
const MINOR: i128 = 100;

fn quantity(number: Rational, is_money: bool) -> Quantity {
    if is_money { Quantity::Money(Money::from_minor(number.rounded())) } else { Quantity::Number(number.as_f64()) }
}

/// The reading of a calculation. Where it is a division, both sides are kept.
///
/// `left` tells how many days of the period come after the as-of day; none over all time.
pub(crate) fn calculation(
    term: &Term,
    unit: Unit,
    parts: &[&Partials],
    (group, period): (usize, usize),
    left: &dyn Fn(Clock) -> Option<i32>,
) -> Reading {
    let n = parts.first().map_or(0, |parts| parts.cell(group, period).n);
    let at = Place { group, period, left };
    let of = |term: &Term, skipped: usize| {
        let found = value(term, &mut parts.get(skipped..).unwrap_or(&[]).iter(), at);
        found.map(|number| quantity(number, term.is_money()))
    };
    // What remains is shown where it is nothing, too.
    let plain = |term: &Term| match term {
        Term::Remaining(target, reached) => Term::Minus(target.clone(), reached.clone()),
        _ => term.clone(),
    };
    let (above, below) = match term {
        Term::Over(a, b) => (of(&plain(a), 0).ok(), of(&plain(b), a.leaves().len()).ok()),
        _ => (None, None),
    };
    let reading = Reading { value: None, numerator: above, denominator: below, n, interval: None, missing: None };
    match value(term, &mut parts.iter(), at) {
        Ok(number) => reading.with(quantity(number, unit == Unit::Money), None),
        Err(why) => reading.without(why),
    }
}
