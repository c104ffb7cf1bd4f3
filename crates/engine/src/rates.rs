//! What moved with the rates of exchange: amounts of a later period as they are, against the same at the mean rates of an earlier one.

use std::collections::BTreeMap;

use kpi_data::Dataset;
use kpi_math::Rational;
use kpi_model::{Cell, Dimension, Field, Quantity};

use crate::evaluate::Definition;
use crate::formula::{Formula, Measure, Test, What};

const ORIGINAL: &str = "original";
const COST: &str = "cost";
const ORIGINAL_COST: &str = "originalCost";

/// The amounts of a sum as they were and as they were converted, to be asked for by currency: in the earlier period, for its rates, only those
/// above 0, as what came in and what went back nearly make up for each other; in the later all. None where the formula is no sum of amounts or
/// the files have one currency only.
pub(crate) fn definitions(dataset: &Dataset, definition: &Definition) -> Option<[Vec<Definition>; 2]> {
    let Formula::Total(measure) = &definition.formula else { return None };
    let is_mixed = dataset.facts(measure.table).is_some_and(|facts| facts.money.contains_key(&Field::Original));
    let has_cost = measure.what == What::Difference(Field::Amount, Field::Cost);
    if !is_mixed || !(has_cost || measure.what == What::Sum(Field::Amount)) {
        return None;
    }
    let of = |field: Field, other: Field, variant: &str, is_positive: bool| {
        let positive: &[Test] = if is_positive { &[Test::Positive(Field::Amount)] } else { &[] };
        let tests = [measure.tests.as_slice(), &[Test::Has(other)], positive].concat();
        let formula = Formula::Total(Measure { what: What::Sum(field), tests, ..measure.clone() });
        Definition { formula, variant: variant.to_owned(), ..definition.clone() }
    };
    let earlier = vec![of(Field::Original, Field::Amount, ORIGINAL, true), of(Field::Amount, Field::Original, "converted", true)];
    let mut later = vec![of(Field::Original, Field::Amount, ORIGINAL, false), of(Field::Amount, Field::Original, "converted", false)];
    if has_cost {
        later.push(of(Field::OriginalCost, Field::Cost, ORIGINAL_COST, false));
        later.push(of(Field::Cost, Field::OriginalCost, COST, false));
    }
    Some([earlier, later])
}

/// Amounts and costs of one currency, as they were and converted.
#[derive(Clone, Copy, Default)]
struct Amounts {
    original: i128,
    converted: i128,
    original_cost: i128,
    cost: i128,
}

/// What the rates moved, in minor units.
#[derive(Clone, Copy, Default)]
pub(crate) struct Moved {
    pub(crate) amount: i128,
    pub(crate) cost: i128,
}

impl Moved {
    /// What they moved of what is left.
    pub(crate) fn all(self) -> i128 {
        self.amount - self.cost
    }
}

/// What is left of each group's later amounts when they are converted as the earlier ones were on average. A currency that was not
/// there before, or brought nothing, has no earlier rate: nothing of it is put down to rates.
pub(crate) fn effects(before: &[Cell], now: &[Cell], by: Option<Dimension>) -> BTreeMap<Option<String>, Moved> {
    let mut earlier: BTreeMap<Option<String>, Amounts> = BTreeMap::new();
    for ((_, currency), amounts) in by_currency(before, by) {
        let all = earlier.entry(currency).or_default();
        (all.original, all.converted) = (all.original + amounts.original, all.converted + amounts.converted);
    }
    let mut effects: BTreeMap<Option<String>, Moved> = BTreeMap::new();
    for ((group, currency), amounts) in by_currency(now, by) {
        let moved = effects.entry(group).or_default();
        let Some(rate) = earlier.get(&currency).filter(|rate| rate.original > 0 && rate.converted > 0) else { continue };
        let at_earlier = |original| Rational::new(rate.converted, rate.original).times(Rational::whole(original)).rounded();
        moved.amount += amounts.converted - at_earlier(amounts.original);
        moved.cost += amounts.cost - at_earlier(amounts.original_cost);
    }
    effects
}

fn by_currency(cells: &[Cell], by: Option<Dimension>) -> BTreeMap<(Option<String>, Option<String>), Amounts> {
    let mut found: BTreeMap<(Option<String>, Option<String>), Amounts> = BTreeMap::new();
    for cell in cells {
        let value = |dimension: Dimension| cell.group.0.iter().find(|(of, _)| of == dimension.name()).and_then(|(_, name)| name.clone());
        let amounts = found.entry((by.and_then(value), value(Dimension::Currency))).or_default();
        let Some(Quantity::Money(money)) = cell.value else { continue };
        match cell.variant.as_str() {
            ORIGINAL => amounts.original = money.minor,
            COST => amounts.cost = money.minor,
            ORIGINAL_COST => amounts.original_cost = money.minor,
            _ => amounts.converted = money.minor,
        }
    }
    found
}
