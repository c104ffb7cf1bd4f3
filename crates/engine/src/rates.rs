//! What moved with the rates of exchange: amounts of a later period as they are, against the same at the mean rates of an earlier one.

use std::collections::BTreeMap;

use kpi_data::Dataset;
use kpi_math::Rational;
use kpi_model::{Cell, Dimension, Field, Quantity};

use crate::evaluate::Definition;
use crate::formula::{Formula, Measure, Test, What};

const ORIGINAL: &str = "original";

/// The amounts of a sum as they were and as they were converted, to be asked for by currency: in the earlier period, for its rates, only those
/// above 0, as what came in and what went back nearly make up for each other; in the later all. None where the formula is no sum of amounts or
/// the files have one currency only.
pub(crate) fn definitions(dataset: &Dataset, definition: &Definition) -> Option<[Vec<Definition>; 2]> {
    let Formula::Total(measure) = &definition.formula else { return None };
    let is_mixed = dataset.facts(measure.table).is_some_and(|facts| facts.money.contains_key(&Field::Original));
    if measure.what != What::Sum(Field::Amount) || !is_mixed {
        return None;
    }
    let of = |field: Field, other: Field, variant: &str, is_earlier: bool| {
        let positive: &[Test] = if is_earlier { &[Test::Positive(Field::Amount)] } else { &[] };
        let tests = [measure.tests.as_slice(), &[Test::Has(other)], positive].concat();
        let formula = Formula::Total(Measure { what: What::Sum(field), tests, ..measure.clone() });
        Definition { formula, variant: variant.to_owned(), ..definition.clone() }
    };
    let both = |is_earlier| {
        vec![of(Field::Original, Field::Amount, ORIGINAL, is_earlier), of(Field::Amount, Field::Original, "converted", is_earlier)]
    };
    Some([both(true), both(false)])
}

/// Amounts of one currency, as they were and converted.
#[derive(Clone, Copy, Default)]
struct Amounts {
    original: i128,
    converted: i128,
}

/// What is left of each group's later amounts when they are converted as the earlier ones were on average. A currency that was not
/// there before, or brought nothing, has no earlier rate: nothing of it is put down to rates.
pub(crate) fn effects(before: &[Cell], now: &[Cell], by: Option<Dimension>) -> BTreeMap<Option<String>, i128> {
    let mut earlier: BTreeMap<Option<String>, Amounts> = BTreeMap::new();
    for ((_, currency), amounts) in by_currency(before, by) {
        let all = earlier.entry(currency).or_default();
        (all.original, all.converted) = (all.original + amounts.original, all.converted + amounts.converted);
    }
    let mut effects: BTreeMap<Option<String>, i128> = BTreeMap::new();
    for ((group, currency), amounts) in by_currency(now, by) {
        let rate = earlier.get(&currency).filter(|rate| rate.original > 0 && rate.converted > 0);
        let at_earlier = rate.map(|rate| Rational::new(rate.converted, rate.original).times(Rational::whole(amounts.original)).rounded());
        *effects.entry(group).or_default() += at_earlier.map_or(0, |at_earlier| amounts.converted - at_earlier);
    }
    effects
}

fn by_currency(cells: &[Cell], by: Option<Dimension>) -> BTreeMap<(Option<String>, Option<String>), Amounts> {
    let mut found: BTreeMap<(Option<String>, Option<String>), Amounts> = BTreeMap::new();
    for cell in cells {
        let value = |dimension: Dimension| cell.group.0.iter().find(|(of, _)| of == dimension.name()).and_then(|(_, name)| name.clone());
        let amounts = found.entry((by.and_then(value), value(Dimension::Currency))).or_default();
        let Some(Quantity::Money(money)) = cell.value else { continue };
        if cell.variant == ORIGINAL {
            amounts.original = money.minor;
        } else {
            amounts.converted = money.minor;
        }
    }
    found
}
