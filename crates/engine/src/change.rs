//! Why a figure moved: one KPI in two periods, by groups, taken apart without a rest.

use std::collections::BTreeMap;

use kpi_data::Dataset;
use kpi_math::{Pair, Rational, mix_and_rate, price_volume_mix, rounded_to_sum};
use kpi_model::{
    Against, AskChange, Cell, ChangeRow, ChangeView, Dimension, Effect, Field, Lens, Money, Period, Quantity, TableKind, Weights,
};

use crate::error::EngineError;
use crate::evaluate::{Definition, as_of, evaluate_with};
use crate::formula::{Formula, Measure, Test, What};
use crate::memory::Memory;
use crate::rates;
use crate::scope::{calendar, span};
use crate::windows::so_far;

/// How the change of a formula is taken apart.
enum Kind {
    /// A share of rows or amounts: rate and mix.
    Share,
    /// Amounts of lines with quantities: price, volume and mix.
    Pieces(Measure),
    /// A sum: each group's own change; parts of one in which it is kept.
    Sum(f64),
    /// No sum of parts: medians, curves, growth.
    Whole,
}

impl Kind {
    fn of(dataset: &Dataset, formula: &Formula) -> Self {
        match formula {
            Formula::Ratio { is_part: true, .. } => Self::Share,
            Formula::Total(measure) if measure.what == What::Sum(Field::Amount) && measure.table == TableKind::Orders => {
                let has_quantity = dataset.facts(TableKind::Orders).is_some_and(|orders| orders.has(Field::Quantity));
                // Pieces of the lines whose amount counts.
                let tests = [measure.tests.as_slice(), &[Test::Has(Field::Amount)]].concat();
                let pieces = Measure { what: What::Sum(Field::Quantity), tests, ..measure.clone() };
                if has_quantity { Self::Pieces(pieces) } else { Self::Sum(1.0) }
            }
            Formula::Total(measure) if measure.what == What::Sum(Field::Quantity) => Self::Sum(PIECE),
            Formula::Total(measure) if !matches!(measure.what, What::Expected(_)) => Self::Sum(1.0),
            _ => Self::Whole,
        }
    }

    fn effects(&self, has_rates: bool) -> Vec<Effect> {
        let own: &[Effect] = match self {
            Self::Share => &[Effect::Rate, Effect::Mix, Effect::New, Effect::Lost],
            Self::Pieces(_) => &[Effect::Price, Effect::Volume, Effect::Mix, Effect::New, Effect::Lost, Effect::Rest],
            Self::Sum(_) => &[Effect::Amount],
            Self::Whole => &[],
        };
        own.iter().copied().chain(has_rates.then_some(Effect::Currency)).collect()
    }
}

/// Both sides of a group in one period, exact, with the value shown.
#[derive(Clone, Default)]
struct Side {
    above: i128,
    below: i128,
    value: Option<Quantity>,
}

/// A count or an amount of minor units as a whole number; pieces in millionths.
fn whole(quantity: Option<Quantity>, unit: f64) -> i128 {
    match quantity {
        Some(Quantity::Money(money)) => money.minor,
        Some(Quantity::Number(number)) => (number * unit).round_ties_even() as i128,
        None => 0,
    }
}

const PIECE: f64 = 1_000_000.0;

/// Takes the change of a KPI between two periods apart. Without effects where it is no sum of parts.
///
/// `memory` is that of the same state of the data.
///
/// # Errors
/// [`EngineError::NotOneCell`] for a lens with breakdown or grain, [`EngineError::EmptyPeriod`] without a span.
pub fn change(dataset: &Dataset, ask: &AskChange, definition: &Definition, memory: &mut Memory) -> Result<ChangeView, EngineError> {
    if !ask.lens.by.is_empty() || ask.lens.grain.is_some() {
        return Err(EngineError::NotOneCell);
    }
    let as_of = as_of(&ask.lens, dataset);
    let now = span(&ask.lens, dataset, as_of)?.ok_or(EngineError::EmptyPeriod)?;
    let earlier = match ask.against {
        Against::Period => calendar(&ask.lens)?.before(now),
        Against::Year => calendar(&ask.lens)?.year_before(now),
    };
    let before = so_far(now, earlier, as_of);
    let kind = Kind::of(dataset, &definition.formula);
    let mut definitions = vec![definition.clone()];
    if let Kind::Pieces(pieces) = &kind {
        definitions.push(Definition { formula: Formula::Total(pieces.clone()), variant: "pieces".to_owned(), ..definition.clone() });
    }
    let lens = |period: Period, by: bool| Lens {
        from: Some(period.from),
        to: Some(period.to),
        by: if by { ask.by.into_iter().collect() } else { Vec::new() },
        // All groups: the parts of some of them would not add up.
        top: None,
        ..ask.lens.clone()
    };
    let mut asked: Vec<(Lens, Vec<Definition>)> =
        [(before, true), (now, true), (before, false), (now, false)].map(|(period, by)| (lens(period, by), definitions.clone())).into();
    let of_rates = rates::definitions(dataset, definition);
    for (period, definitions) in [before, now].into_iter().zip(of_rates.clone().into_iter().flatten()) {
        let by = ask.by.into_iter().filter(|by| *by != Dimension::Currency).chain([Dimension::Currency]).collect();
        asked.push((Lens { by, ..lens(period, false) }, definitions));
    }
    let reports = evaluate_with(dataset, &asked, memory)?;
    let cells = |i: usize| reports.get(i).map_or(&[][..], |report| report.cells.as_slice());
    let (was, is) = (sides(cells(0), &kind), sides(cells(1), &kind));
    let mut names: Vec<Option<String>> = was.keys().chain(is.keys()).cloned().collect();
    names.sort_unstable();
    names.dedup();
    let side = |sides: &BTreeMap<Option<String>, Side>, name: &Option<String>| sides.get(name).cloned().unwrap_or_default();
    let groups: Vec<(Option<String>, Side, Side)> = names
        .into_iter()
        .map(|name| (name.clone(), side(&was, &name), side(&is, &name)))
        .filter(|(_, a, b)| is_there(a) || is_there(b))
        .collect();
    let moved_by_rates = of_rates.map(|_| rates::effects(cells(4), cells(5), ask.by));
    let total = |i: usize| cells(i).first().and_then(|cell| cell.value);
    let parts = match &moved_by_rates {
        None => parts(&kind, &groups, ask.weights),
        // All else is told apart at the earlier rates.
        Some(moved) => {
            let by_rates: Vec<i128> = groups.iter().map(|(name, ..)| moved.get(name).copied().unwrap_or(0)).collect();
            let steady = |((name, a, b), moved): (&(Option<String>, Side, Side), &i128)| {
                (name.clone(), a.clone(), Side { above: b.above - moved, ..b.clone() })
            };
            let groups: Vec<(Option<String>, Side, Side)> = groups.iter().zip(&by_rates).map(steady).collect();
            let parts = parts(&kind, &groups, ask.weights);
            let with = |(part, moved): (Vec<Quantity>, i128)| [part, vec![Quantity::Money(Money::from_minor(moved))]].concat();
            parts.into_iter().zip(by_rates).map(with).collect()
        }
    };
    let effects = kind.effects(moved_by_rates.is_some());
    let known = if parts.is_empty() { 0 } else { effects.len() };
    let totals = (0..known).map(|effect| sum(parts.iter().filter_map(|part| part.get(effect)).copied())).collect();
    let mut parts = parts;
    parts.resize(groups.len(), Vec::new());
    let mut rows: Vec<ChangeRow> = groups.iter().zip(parts).map(|((name, a, b), effects)| row(name, a, b, effects, &kind)).collect();
    let size = |row: &ChangeRow| row.effects.iter().map(|effect| effect.as_f64()).sum::<f64>().abs();
    rows.sort_by(|a, b| size(b).total_cmp(&size(a)).then(a.group.cmp(&b.group)));
    let searched = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    Ok(ChangeView { before_period: before, now_period: now, before: total(2), now: total(3), effects, totals, rows, searched })
}

fn is_there(side: &Side) -> bool {
    side.above != 0 || side.below != 0
}

/// The sides of the groups of one period.
fn sides(cells: &[Cell], kind: &Kind) -> BTreeMap<Option<String>, Side> {
    let mut sides: BTreeMap<Option<String>, Side> = BTreeMap::new();
    for cell in cells {
        let name = cell.group.0.first().and_then(|(_, value)| value.clone());
        let side = sides.entry(name).or_default();
        if cell.variant == "pieces" {
            side.below = whole(cell.value, PIECE);
        } else {
            side.above = whole(cell.numerator, if let Kind::Sum(unit) = kind { *unit } else { 1.0 });
            side.value = cell.value;
            if matches!(kind, Kind::Share) {
                side.below = whole(cell.denominator, 1.0);
            }
        }
    }
    sides
}

/// The effects of each group, in the order of [`Kind::effects`].
fn parts(kind: &Kind, groups: &[(Option<String>, Side, Side)], weights: Weights) -> Vec<Vec<Quantity>> {
    let pair = |(_, a, b): &(Option<String>, Side, Side)| Pair {
        before: (Rational::whole(a.above), Rational::whole(a.below)),
        now: (Rational::whole(b.above), Rational::whole(b.below)),
    };
    let pairs: Vec<Pair> = groups.iter().map(pair).collect();
    let is_money = groups.iter().any(|(_, a, b)| [a.value, b.value].iter().any(|value| matches!(value, Some(Quantity::Money(_)))));
    match kind {
        Kind::Share => {
            let number = |part: Rational| Quantity::Number(part.as_f64());
            // Where the rate is undefined in a period there is no change to take apart.
            let Some(parts) = mix_and_rate(&pairs) else { return Vec::new() };
            parts.into_iter().map(|part| [part.rate, part.mix, part.new, part.lost].map(number).to_vec()).collect()
        }
        Kind::Whole => Vec::new(),
        Kind::Sum(unit) => {
            let quantity = |moved: i128| match is_money {
                true => Quantity::Money(Money::from_minor(moved)),
                false => Quantity::Number(moved as f64 / unit),
            };
            groups.iter().map(|(_, a, b)| vec![quantity(b.above - a.above)]).collect()
        }
        Kind::Pieces(_) => {
            let parts = price_volume_mix(&pairs, weights == Weights::Base);
            let exact: Vec<Rational> =
                parts.iter().flat_map(|part| [part.price, part.volume, part.mix, part.new, part.lost, part.rest]).collect();
            let moved = groups.iter().map(|(_, a, b)| b.above - a.above).sum();
            let rounded = rounded_to_sum(&exact, moved);
            rounded.chunks(6).map(|part| part.iter().map(|minor| Quantity::Money(Money::from_minor(*minor))).collect()).collect()
        }
    }
}

fn sum(values: impl Iterator<Item = Quantity>) -> Quantity {
    values
        .reduce(|a, b| match (a, b) {
            (Quantity::Money(a), Quantity::Money(b)) => Quantity::Money(Money::from_minor(a.minor + b.minor)),
            (a, b) => Quantity::Number(a.as_f64() + b.as_f64()),
        })
        .unwrap_or(Quantity::Number(0.0))
}

fn row(name: &Option<String>, before: &Side, now: &Side, effects: Vec<Quantity>, kind: &Kind) -> ChangeRow {
    let weight = |side: &Side| match kind {
        Kind::Pieces(_) => side.below as f64 / PIECE,
        Kind::Share => side.below as f64,
        Kind::Sum(unit) => side.above as f64 / unit,
        Kind::Whole => 0.0,
    };
    ChangeRow { group: name.clone(), before: before.value, now: now.value, weights: (weight(before), weight(now)), effects }
}
