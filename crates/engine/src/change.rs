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
use crate::rates::{self, Moved};
use crate::scope::{calendar, span};
use crate::windows::so_far;

/// How the change of a formula is taken apart.
enum Kind {
    /// A share of rows or amounts: rate and mix.
    Share,
    /// Amounts of lines with quantities: price, volume and mix.
    Pieces(Measure),
    /// Amounts less costs of lines with quantities: the cost of a piece beside its price. Pieces and costs.
    Margin(Measure, Measure),
    /// A sum: each group's own change; parts of one in which it is kept.
    Sum(f64),
    /// No sum of parts: medians, curves, growth.
    Whole,
}

impl Kind {
    fn of(dataset: &Dataset, formula: &Formula) -> Self {
        let has_quantity = dataset.facts(TableKind::Orders).is_some_and(|orders| orders.has(Field::Quantity));
        match formula {
            Formula::Ratio { is_part: true, .. } => Self::Share,
            Formula::Total(measure) if has_quantity && measure.table == TableKind::Orders => {
                // Of the lines that count: those with an amount, and a cost.
                let of = |field: Field, tests: &[Test]| {
                    let tests = [measure.tests.as_slice(), tests].concat();
                    Measure { what: What::Sum(field), tests, ..measure.clone() }
                };
                let both = [Test::Has(Field::Amount), Test::Has(Field::Cost)];
                match measure.what {
                    What::Sum(Field::Amount) => Self::Pieces(of(Field::Quantity, &both[..1])),
                    What::Difference(Field::Amount, Field::Cost) => Self::Margin(of(Field::Quantity, &both), of(Field::Cost, &both)),
                    _ => Self::plain(measure),
                }
            }
            Formula::Total(measure) => Self::plain(measure),
            _ => Self::Whole,
        }
    }

    fn plain(measure: &Measure) -> Self {
        match measure.what {
            What::Expected(_) => Self::Whole,
            what => Self::Sum(what.parts() as f64),
        }
    }

    fn effects(&self, has_rates: bool) -> Vec<Effect> {
        let own: &[Effect] = match self {
            Self::Share => &[Effect::Rate, Effect::Mix, Effect::New, Effect::Lost],
            Self::Pieces(_) => &[Effect::Price, Effect::Volume, Effect::Mix, Effect::New, Effect::Lost, Effect::Rest],
            Self::Margin(..) => &[Effect::Price, Effect::Cost, Effect::Volume, Effect::Mix, Effect::New, Effect::Lost, Effect::Rest],
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
    /// What was taken off above.
    cost: i128,
    value: Option<Quantity>,
}

const PIECES: &str = "pieces";
const COSTS: &str = "costs";

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
    let also = |measure: &Measure, variant: &str| Definition {
        formula: Formula::Total(measure.clone()),
        variant: variant.to_owned(),
        ..definition.clone()
    };
    let definitions = match &kind {
        Kind::Pieces(pieces) => vec![definition.clone(), also(pieces, PIECES)],
        Kind::Margin(pieces, costs) => vec![definition.clone(), also(pieces, PIECES), also(costs, COSTS)],
        _ => vec![definition.clone()],
    };
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
            let by_rates: Vec<Moved> = groups.iter().map(|(name, ..)| moved.get(name).copied().unwrap_or_default()).collect();
            let steady = |((name, a, b), moved): (&(Option<String>, Side, Side), &Moved)| {
                (name.clone(), a.clone(), Side { above: b.above - moved.all(), cost: b.cost - moved.cost, ..b.clone() })
            };
            let groups: Vec<(Option<String>, Side, Side)> = groups.iter().zip(&by_rates).map(steady).collect();
            let parts = parts(&kind, &groups, ask.weights);
            let with = |(part, moved): (Vec<Quantity>, Moved)| [part, vec![Quantity::Money(Money::from_minor(moved.all()))]].concat();
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
        if cell.variant == PIECES {
            side.below = whole(cell.value, PIECE);
        } else if cell.variant == COSTS {
            side.cost = whole(cell.value, 1.0);
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
        Kind::Pieces(_) | Kind::Margin(..) => {
            let parts = price_volume_mix(&pairs, weights == Weights::Base);
            // The margin of a piece moves with its price and with its cost, which take the same weights.
            let costs = matches!(kind, Kind::Margin(..)).then(|| price_volume_mix(&costs(groups), weights == Weights::Base));
            let cost = |group: usize| costs.as_ref().and_then(|costs| costs.get(group)).map(|part| part.price);
            let exact: Vec<Vec<Rational>> = (0..)
                .zip(&parts)
                .map(|(group, part)| {
                    let own = match cost(group) {
                        Some(cost) => vec![part.price.plus(cost), Rational::whole(0).minus(cost)],
                        None => vec![part.price],
                    };
                    [own, vec![part.volume, part.mix, part.new, part.lost, part.rest]].concat()
                })
                .collect();
            let moved = groups.iter().map(|(_, a, b)| b.above - a.above).sum();
            let rounded = rounded_to_sum(&exact.concat(), moved);
            let count = exact.first().map_or(1, Vec::len);
            rounded.chunks(count).map(|part| part.iter().map(|minor| Quantity::Money(Money::from_minor(*minor))).collect()).collect()
        }
    }
}

/// Costs and pieces of each group.
fn costs(groups: &[(Option<String>, Side, Side)]) -> Vec<Pair> {
    let side = |side: &Side| (Rational::whole(side.cost), Rational::whole(side.below));
    groups.iter().map(|(_, a, b)| Pair { before: side(a), now: side(b) }).collect()
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
        Kind::Pieces(_) | Kind::Margin(..) => side.below as f64 / PIECE,
        Kind::Share => side.below as f64,
        Kind::Sum(unit) => side.above as f64 / unit,
        Kind::Whole => 0.0,
    };
    ChangeRow { group: name.clone(), before: before.value, now: now.value, weights: (weight(before), weight(now)), effects }
}
