//! What goes with winning, or with a long cycle: each level of a factor against all others like it.

use std::collections::{BTreeMap, BTreeSet};

use kpi_data::{Dataset, Facts, NO_CODE, NO_DAY, NO_MONEY, Outcome};
use kpi_math::{Difference, Moments, Stratum, mean_difference, rate_difference};
use kpi_model::{AskFactors, Dimension, Factor, FactorRow, FactorsView, Field, Money, Outcomes, TableKind, Text};

use crate::error::EngineError;
use crate::explain::counted;
use crate::formula::{Measure, Test, What, When};

/// Levels of a factor that are looked at, the most frequent.
const LEVELS: usize = 12;
/// Cases a level needs.
const CASES: u64 = 5;
/// Owners whose first opportunity lies within so many days of the first in the data may have been there before.
const UNSURE: i32 = 90;

/// One factor: its level of each opportunity, [`NO_CODE`] where it has none, and the levels' names.
struct Levels {
    factor: Factor,
    of: Vec<u32>,
    names: Vec<Text>,
}

/// Closed opportunities (won or not), or won ones (days to the win), of the lens by factor.
///
/// `plain` is the level less all others; `adjusted` is the same among opportunities of equal quarter of amount and equal source:
/// Mantel-Haenszel over those strata for the win rate ([`rate_difference`]), the same weights for days ([`mean_difference`]). It is still
/// a difference and no proof of a cause.
///
/// # Errors
/// [`EngineError::NotOneCell`] for a lens with breakdown or grain, [`EngineError::EmptyPeriod`].
pub fn factors(dataset: &Dataset, ask: &AskFactors) -> Result<FactorsView, EngineError> {
    let test = if ask.of == Outcomes::Win { Test::Closed } else { Test::Won };
    let measure = Measure::new(TableKind::Opportunities, What::Rows, &[test], When::At(Field::Closed));
    let rows = counted(dataset, &ask.lens, &measure)?;
    let nothing = || FactorsView { of: ask.of, n: 0, value: None, adjusted_for: Vec::new(), rows: Vec::new() };
    let Some(deals) = dataset.facts(TableKind::Opportunities) else { return Ok(nothing()) };
    let cases = Cases::new(deals, rows, ask.of);
    let all = levels(dataset, deals, &cases, ask.of);
    let bands = |factor: Factor| all.iter().find(|levels| levels.factor == factor);
    let adjusted_for: Vec<Factor> = [Factor::Size, Factor::Source].into_iter().filter(|factor| bands(*factor).is_some()).collect();
    let mut found = Vec::new();
    for levels in &all {
        let strata: Vec<&Levels> =
            adjusted_for.iter().filter(|factor| **factor != levels.factor).filter_map(|factor| bands(*factor)).collect();
        found.extend(cases.rows_of(levels, &strata));
    }
    Ok(FactorsView { of: ask.of, n: cases.rows.len() as u64, value: cases.mean(), adjusted_for, rows: found })
}

/// The opportunities at hand with what came of each: 1 or 0 for won or not, or days.
struct Cases {
    rows: Vec<usize>,
    values: Vec<f64>,
    of: Outcomes,
}

fn cell(days: Option<&Vec<i32>>, row: usize) -> Option<i32> {
    days.and_then(|days| days.get(row)).copied().filter(|day| *day != NO_DAY)
}

impl Cases {
    fn new(deals: &Facts, rows: Vec<usize>, of: Outcomes) -> Self {
        let (created, closed) = (deals.days.get(&Field::Created), deals.days.get(&Field::Closed));
        let value = |row: &usize| match of {
            Outcomes::Win => Some(f64::from(u8::from(deals.outcomes.get(*row) == Some(&Outcome::Won)))),
            Outcomes::Cycle => cell(closed, *row)
                .zip(cell(created, *row))
                .map(|(closed, created)| closed - created)
                .filter(|days| *days >= 0)
                .map(f64::from),
        };
        let (rows, values) = rows.into_iter().filter_map(|row| Some((row, value(&row)?))).unzip();
        Self { rows, values, of }
    }

    fn mean(&self) -> Option<f64> {
        (!self.values.is_empty()).then(|| self.values.iter().sum::<f64>() / self.values.len() as f64)
    }

    /// The levels of a factor, those that differ most first; none where all are of one level, which tells nothing.
    fn rows_of(&self, levels: &Levels, strata: &[&Levels]) -> Vec<FactorRow> {
        let mut counts = vec![0_u64; levels.names.len()];
        for level in levels.of.iter().filter(|level| **level != NO_CODE) {
            if let Some(count) = counts.get_mut(*level as usize) {
                *count += 1;
            }
        }
        let mut wanted: Vec<(u64, usize)> = counts.into_iter().zip(0..).filter(|(n, _)| *n > 0).collect();
        if wanted.len() < 2 {
            return Vec::new();
        }
        wanted.sort_by_key(|(n, level)| (std::cmp::Reverse(*n), *level));
        wanted.truncate(LEVELS);
        // By level that is looked at and stratum, and of all levels together: dictionaries and strata may both be long.
        let (places, count) = places(levels.of.len(), strata);
        let mut slots = vec![usize::MAX; levels.names.len()];
        for (slot, (_, level)) in wanted.iter().enumerate() {
            if let Some(known) = slots.get_mut(*level) {
                *known = slot;
            }
        }
        let mut cells = vec![Moments::default(); wanted.len() * count];
        let mut all = vec![Moments::default(); count];
        for ((level, place), value) in levels.of.iter().zip(&places).zip(&self.values).filter(|((level, _), _)| **level != NO_CODE) {
            let slot = slots.get(*level as usize).copied().filter(|slot| *slot != usize::MAX);
            let own = slot.and_then(|slot| cells.get_mut(slot * count + place));
            for moments in [own, all.get_mut(*place)].into_iter().flatten() {
                moments.add(*value);
            }
        }
        let of = |slot: usize| cells.get(slot * count..(slot + 1) * count).unwrap_or(&[]);
        let enough = wanted.into_iter().enumerate().filter(|(_, (n, _))| *n >= CASES);
        let mut rows: Vec<FactorRow> = enough.map(|(slot, (_, level))| self.row(levels, level, of(slot), &all)).collect();
        let size = |row: &FactorRow| row.adjusted.or(row.plain).map_or(0.0, f64::abs);
        rows.sort_by(|a, b| size(b).total_cmp(&size(a)));
        rows
    }

    fn row(&self, levels: &Levels, level: usize, own: &[Moments], all: &[Moments]) -> FactorRow {
        let strata: Vec<(Moments, Moments)> = own.iter().zip(all).map(|(own, all)| (*own, all.without(*own))).collect();
        let mean = |of: &dyn Fn(&(Moments, Moments)) -> Moments| {
            let (n, sum) = strata.iter().map(of).fold((0, 0.0), |(n, sum), one| (n + one.n, sum + one.sum));
            (n > 0).then(|| sum / n as f64)
        };
        let (value, others) = (mean(&|pair| pair.0), mean(&|pair| pair.1));
        let found = self.compared(&strata);
        FactorRow {
            factor: levels.factor,
            level: levels.names.get(level).cloned().unwrap_or_default(),
            n: own.iter().map(|cell| cell.n).sum(),
            value,
            plain: value.zip(others).map(|(own, others)| own - others),
            adjusted: found.map(|found| found.value),
            interval: found.map(|found| found.interval),
            matched: found.map_or(0, |found| found.matched),
            stands_out: found.is_some_and(|found| found.interval.0 > 0.0 || found.interval.1 < 0.0),
        }
    }

    fn compared(&self, strata: &[(Moments, Moments)]) -> Option<Difference> {
        if self.of == Outcomes::Cycle {
            return mean_difference(strata);
        }
        // Won is 1 and lost is 0: the sum is the number won.
        let counts = |side: Moments| (side.sum as u64, side.n);
        rate_difference(&strata.iter().map(|(own, others)| Stratum { group: counts(*own), others: counts(*others) }).collect::<Vec<_>>())
    }
}

/// The stratum of each case as a number, and how many there are.
fn places(cases: usize, strata: &[&Levels]) -> (Vec<usize>, usize) {
    let mut known: BTreeMap<[u32; 2], usize> = BTreeMap::new();
    let level = |at: usize, case: usize| strata.get(at).and_then(|levels| levels.of.get(case)).copied().unwrap_or(NO_CODE);
    let places = (0..cases).map(|case| {
        let next = known.len();
        *known.entry([level(0, case), level(1, case)]).or_insert(next)
    });
    (places.collect(), known.len())
}

/// The factors that the data have.
fn levels(dataset: &Dataset, deals: &Facts, cases: &Cases, of: Outcomes) -> Vec<Levels> {
    let named = |factor: Factor, dimension: Dimension| {
        let codes = deals.dimension(dimension);
        let names = dataset.dictionary(dimension)?;
        let names = (0..names.len())
            .map(|code| u32::try_from(code).ok().and_then(|code| names.text(code)).unwrap_or(""))
            .map(|name| Text::new(name, name));
        let of = cases.rows.iter().map(|row| codes.get(*row).copied().unwrap_or(NO_CODE)).collect();
        (!codes.is_empty()).then(|| Levels { factor, of, names: names.collect() })
    };
    let mut all = vec![
        size(deals, cases),
        named(Factor::Source, Dimension::Source),
        named(Factor::Product, Dimension::Product),
        completeness(deals, cases),
        tenure(dataset, deals, cases),
    ];
    if of == Outcomes::Cycle {
        all.push(lines(dataset, deals, cases));
    }
    all.into_iter().flatten().collect()
}

/// Quarters of the amounts of the cases.
fn size(deals: &Facts, cases: &Cases) -> Option<Levels> {
    let amounts = deals.money.get(&Field::Amount)?;
    let amount = |row: &usize| amounts.get(*row).copied().filter(|amount| *amount != NO_MONEY);
    let mut sorted: Vec<i64> = cases.rows.iter().filter_map(amount).collect();
    sorted.sort_unstable();
    let at = |quarter: usize| sorted.get((sorted.len() * quarter / 4).min(sorted.len().saturating_sub(1))).copied();
    let bounds: Vec<i64> = [at(1)?, at(2)?, at(3)?].into_iter().collect::<BTreeSet<i64>>().into_iter().collect();
    let units = |minor: i64| Money::from_minor(i128::from(minor)).grouped();
    let name = |band: usize| {
        let (low, high) = (band.checked_sub(1).and_then(|at| bounds.get(at)), bounds.get(band));
        match (low, high) {
            (None, Some(high)) => Text::new(format!("金额 < {}", units(*high)), format!("below {}", units(*high))),
            (Some(low), Some(high)) => {
                Text::new(format!("金额 {}–{}", units(*low), units(*high)), format!("{}–{}", units(*low), units(*high)))
            }
            (Some(low), None) => Text::new(format!("金额 ≥ {}", units(*low)), format!("{} and more", units(*low))),
            (None, None) => Text::default(),
        }
    };
    let band = |row: &usize| {
        amount(row).map_or(NO_CODE, |amount| u32::try_from(bounds.partition_point(|bound| *bound <= amount)).unwrap_or(NO_CODE))
    };
    Some(Levels { factor: Factor::Size, of: cases.rows.iter().map(band).collect(), names: (0..=bounds.len()).map(name).collect() })
}

/// Whether what should be known of an opportunity is filled in.
fn completeness(deals: &Facts, cases: &Cases) -> Option<Levels> {
    let amounts = deals.money.get(&Field::Amount);
    let dimensions = [Dimension::Product, Dimension::Source, Dimension::Customer].map(|dimension| deals.dimension(dimension));
    let is_complete = |row: &usize| {
        amounts.is_none_or(|amounts| amounts.get(*row).is_some_and(|amount| *amount != NO_MONEY))
            && dimensions.iter().all(|codes| codes.is_empty() || codes.get(*row).is_some_and(|code| *code != NO_CODE))
    };
    let of: Vec<u32> = cases.rows.iter().map(|row| u32::from(!is_complete(row))).collect();
    let names = vec![Text::new("填写完整", "all filled in"), Text::new("有缺项", "something missing")];
    Some(Levels { factor: Factor::Completeness, of, names })
}

/// How long the owner had been at it when the opportunity was created.
fn tenure(dataset: &Dataset, deals: &Facts, cases: &Cases) -> Option<Levels> {
    let owners = deals.dimension(Dimension::Person);
    let created = deals.days.get(&Field::Created)?;
    let mut firsts: BTreeMap<u32, i32> = BTreeMap::new();
    for (owner, day) in owners.iter().zip(created).filter(|(owner, day)| **owner != NO_CODE && **day != NO_DAY) {
        firsts.entry(*owner).and_modify(|first| *first = (*first).min(*day)).or_insert(*day);
    }
    let start = firsts.values().min().copied()?;
    let people = dataset.facts(TableKind::People);
    let hired = people.and_then(|people| people.days.get(&Field::Created).map(|days| (people.dimension(Dimension::Person), days)));
    let mut starts: BTreeMap<u32, i32> = BTreeMap::new();
    for (person, day) in hired.into_iter().flat_map(|(people, days)| people.iter().zip(days)).filter(|(_, day)| **day != NO_DAY) {
        starts.entry(*person).and_modify(|start| *start = (*start).min(*day)).or_insert(*day);
    }
    let level = |row: &usize| {
        let owner = owners.get(*row).copied().unwrap_or(NO_CODE);
        let created = cell(Some(created), *row);
        if let Some((start, created)) = starts.get(&owner).zip(created) {
            let days = created - start;
            return if days >= 365 { 2 } else { u32::from(days >= 182) };
        }
        let known = firsts.get(&owner).copied().zip(created);
        match known.map(|(first, day)| (first, day - first)) {
            Some((_, days)) if days >= 365 => 2,
            // Whoever was there when the data begin may have been there for long.
            Some((first, _)) if first < start + UNSURE => NO_CODE,
            Some((_, days)) => u32::from(days >= 182),
            None => NO_CODE,
        }
    };
    let names = vec![
        Text::new("负责人上岗不到半年", "owner for less than half a year"),
        Text::new("负责人上岗半年到一年", "owner for half a year to a year"),
        Text::new("负责人上岗一年以上", "owner for a year and more"),
    ];
    Some(Levels { factor: Factor::Tenure, of: cases.rows.iter().map(level).collect(), names })
}

/// How many lines the order has.
fn lines(dataset: &Dataset, deals: &Facts, cases: &Cases) -> Option<Levels> {
    let orders = dataset.facts(TableKind::Orders).filter(|orders| !orders.opportunity.is_empty())?;
    let mut counts = vec![0_u32; deals.len];
    for deal in &orders.opportunity {
        if let Some(count) = counts.get_mut(*deal as usize) {
            *count += 1;
        }
    }
    let level = |row: &usize| match counts.get(*row).copied().unwrap_or(0) {
        0 => NO_CODE,
        1 => 0,
        2 | 3 => 1,
        _ => 2,
    };
    let names = vec![
        Text::new("订单 1 行", "1 order line"),
        Text::new("订单 2–3 行", "2 or 3 order lines"),
        Text::new("订单 4 行以上", "4 and more order lines"),
    ];
    Some(Levels { factor: Factor::Lines, of: cases.rows.iter().map(level).collect(), names })
}
