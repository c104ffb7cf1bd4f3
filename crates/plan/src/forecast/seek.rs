//! What each lever moves, and which change reaches a goal.

use kpi_model::{AskHeatMap, AskSeek, AskTornado, Change, HeatView, Lever, Money, Need, Scenario, SeekView, Swing};

use super::expected::Odds;
use super::levers::Known;
use super::paths::{Course, quantile, sums};
use super::{Forecaster, SEED, paths_of};
use crate::error::PlanError;

/// Single levers are searched up to this factor.
const MOST: f64 = 10.0;
/// The least a lever can be.
const LEAST: f64 = 0.01;
/// Steps to each bound of a mix.
const STEPS: u32 = 20;
/// Cells of a heat map at most.
const CELLS: usize = 400;
/// Paths of a goal with a probability, unless asked otherwise.
const PATHS: u32 = 1_000;

fn change(known: &Known, factor: f64) -> Change {
    Change { lever: known.info.lever, item: known.info.item.clone(), factor, from: None, over: None, cost: None }
}

fn is_of(change: &Change, known: &Known) -> bool {
    change.lever == known.info.lever && change.item == known.info.item
}

/// A scenario with further changes. Where it moves a lever once, it is moved further in the same way: two changes of one lever
/// that come in over months are not their product. Changes with a timing of their own (`as_asked`) stay beside it.
fn joined(scenario: &Scenario, further: &[Change], as_asked: bool) -> Scenario {
    let mut changes = scenario.changes.clone();
    for change in further {
        let same = |own: &&mut Change| own.lever == change.lever && own.item == change.item;
        let count = changes.iter_mut().filter(same).count();
        match changes.iter_mut().find(same).filter(|_| count == 1 && !as_asked) {
            Some(own) => own.factor = (own.factor * change.factor).max(LEAST),
            None => changes.push(change.clone()),
        }
    }
    Scenario { name: String::new(), changes }
}

fn is_lower_better(lever: Lever) -> bool {
    matches!(lever, Lever::Cycle | Lever::Discount | Lever::Cost)
}

impl Forecaster {
    fn at(&self, year: i32, scenario: &Scenario, changes: &[Change]) -> Result<i128, PlanError> {
        let with = Scenario { name: String::new(), changes: scenario.changes.iter().chain(changes).cloned().collect() };
        Ok(self.expected_year(year, &self.setting(year, &with)?.driven.months))
    }

    /// Expected bookings of the year at the own worst and best quarter of each lever alone; the widest swing first.
    ///
    /// # Errors
    /// As [`Forecaster::forecast`].
    pub fn tornado(&self, ask: &AskTornado) -> Result<Vec<Swing>, PlanError> {
        let year = self.year(ask.year)?;
        self.setting(year, &ask.scenario)?;
        let mut swings = Vec::new();
        for known in self.levers.iter().filter(|known| known.info.reason.is_none()) {
            let Some((worst, best)) = known.info.range else { continue };
            let others = ask.scenario.changes.iter().filter(|own| !is_of(own, known)).cloned().collect();
            let others = Scenario { name: String::new(), changes: others };
            let at = |factor: f64| self.at(year, &others, &[change(known, factor.clamp(0.01, known.most))]);
            let (low, high) = (at(worst)?, at(best)?);
            swings.push(Swing {
                lever: known.info.lever,
                item: known.info.item.clone(),
                factors: (worst, best),
                worst: Money::from_minor(low),
                best: Money::from_minor(high),
            });
        }
        swings.sort_by_key(|swing| -(swing.best.minor - swing.worst.minor).abs());
        Ok(swings)
    }

    /// Expected bookings of the year over the factors of two levers.
    ///
    /// # Errors
    /// [`PlanError::Many`] for more than 400 cells; otherwise as [`Forecaster::forecast`].
    pub fn heat_map(&self, ask: &AskHeatMap) -> Result<HeatView, PlanError> {
        let year = self.year(ask.year)?;
        if ask.rows.1.len() * ask.columns.1.len() > CELLS {
            return Err(PlanError::Many);
        }
        let mut amounts = Vec::new();
        for row in &ask.rows.1 {
            let cell = |column: &f64| {
                let pair = [Change { factor: *row, ..ask.rows.0.clone() }, Change { factor: *column, ..ask.columns.0.clone() }];
                self.at(year, &ask.scenario, &pair).map(Money::from_minor)
            };
            amounts.push(ask.columns.1.iter().map(cell).collect::<Result<Vec<Money>, PlanError>>()?);
        }
        Ok(HeatView { year, amounts })
    }

    /// Which change of one lever alone, and which least costly mix, reaches a goal.
    ///
    /// A goal with a probability is turned into one for the expected value by the ratio of the two at the start; for the mix
    /// this is repeated until it holds. The mix goes in twenty steps to each bound, each time with the lever that brings most
    /// for its cost and keeps to the limits, and the last step is cut where the goal is met: put in again it reaches the goal to the minor unit.
    ///
    /// # Errors
    /// As [`Forecaster::forecast`].
    pub fn seek(&self, ask: &AskSeek, planned: Option<Money>) -> Result<SeekView, PlanError> {
        let year = self.year(ask.year)?;
        let start = self.at(year, &ask.scenario, &[])?;
        let goal = ask.goal.or(planned).unwrap_or_else(|| Money::from_minor(start));
        let mut wanted = goal.minor;
        if let Some(chance) = ask.chance {
            wanted = self.wanted(ask, year, &ask.scenario, chance, goal.minor)?;
        }
        let alone = self.each(ask, year, wanted)?;
        let bounds = self.bounds(ask)?;
        let mut found = self.mix(ask, year, &bounds, wanted)?;
        if let Some(chance) = ask.chance {
            for _ in 0..4 {
                let Some(with) = &found.scenario else { break };
                let again = self.wanted(ask, year, with, chance, goal.minor)?;
                if (again - wanted).abs() <= wanted / 1_000 {
                    break;
                }
                wanted = again;
                found = self.mix(ask, year, &bounds, wanted)?;
            }
        }
        let has_cost = bounds.iter().all(|bound| bound.cost.is_some()) && !bounds.is_empty();
        Ok(SeekView {
            scenario: ask.scenario.clone(),
            goal,
            alone,
            mix: found.scenario,
            reaches: Money::from_minor(found.reaches),
            cost: has_cost.then(|| Money::from_minor(super::round(found.cost))),
            effort: found.effort,
        })
    }

    fn each(&self, ask: &AskSeek, year: i32, wanted: i128) -> Result<Vec<Need>, PlanError> {
        let movable = self.levers.iter().filter(|known| known.info.reason.is_none() && known.info.lever != Lever::Cost);
        movable.map(|known| self.alone(ask, year, known, wanted)).collect()
    }

    /// What each lever alone would have to be for the goal.
    pub(crate) fn needs(&self, ask: &AskSeek) -> Result<Vec<Need>, PlanError> {
        let year = self.year(ask.year)?;
        self.each(ask, year, ask.goal.unwrap_or_default().minor)
    }

    /// The expected value that goes with reaching the goal with a probability.
    fn wanted(&self, ask: &AskSeek, year: i32, scenario: &Scenario, chance: f64, goal: i128) -> Result<i128, PlanError> {
        let months = self.setting(year, scenario)?.driven.months;
        let odds = Odds::new(&self.snapshot, &months);
        let paths =
            Course::new(&self.snapshot, &months, &odds, None).by_month(u64::from(ask.seed.unwrap_or(SEED)), paths_of(ask.paths, PATHS));
        let sorted = sums(&paths, Self::first(year, &months), months.len(), self.booked(year) as f64);
        let reached = quantile(&sorted, 1.0 - chance);
        let expected = self.expected_year(year, &months) as f64;
        Ok(if reached > 0.0 { super::round(goal as f64 * expected / reached) } else { goal })
    }

    fn alone(&self, ask: &AskSeek, year: i32, known: &Known, goal: i128) -> Result<Need, PlanError> {
        let timing = ask.mix.iter().find(|own| is_of(own, known));
        let moved: Vec<&Change> = ask.scenario.changes.iter().filter(|own| is_of(own, known)).collect();
        let already: f64 = moved.iter().map(|own| own.factor).product();
        let usual = Change { from: ask.from, over: ask.over, ..change(known, 1.0) };
        let own = |factor: f64| Change { factor, cost: None, ..timing.unwrap_or(&usual).clone() };
        // Where the scenario moves it once, it is moved further in the same way: two changes of one lever are not always their product.
        let reach = |factor: f64| match (moved.as_slice(), timing) {
            ([one], None) => {
                let others = ask.scenario.changes.iter().filter(|own| !is_of(own, known)).cloned().collect();
                let whole = Change { factor: one.factor * factor, ..(*one).clone() };
                self.at(year, &Scenario { name: String::new(), changes: others }, &[whole])
            }
            _ => self.at(year, &ask.scenario, &[own(factor)]),
        };
        let end = if is_lower_better(known.info.lever) { 0.01 } else { (known.most / already).clamp(1.0, MOST) };
        let factor = solve(1.0, end, goal, &reach);
        let is_as_good = |value: &&f64| {
            let is_enough = |factor: f64| if is_lower_better(known.info.lever) { **value <= factor } else { **value >= factor };
            factor.is_some_and(|factor| is_enough(factor * already))
        };
        let good = known.factors.iter().filter(is_as_good).count();
        Ok(Need {
            lever: known.info.lever,
            name: known.info.name.clone(),
            item: known.info.item.clone(),
            factor,
            reaches: match factor {
                Some(factor) => Some(Money::from_minor(reach(factor)?)),
                None => None,
            },
            best: known.info.range.map(|range| range.1),
            quarters: (u32::try_from(good).unwrap_or(0), known.info.quarters),
        })
    }

    /// How far each lever of the mix may go.
    fn bounds(&self, ask: &AskSeek) -> Result<Vec<Change>, PlanError> {
        if !ask.mix.is_empty() {
            for own in &ask.mix {
                super::drive::find(&self.levers, own)?;
            }
            return Ok(ask.mix.clone());
        }
        let usual = |known: &&Known| known.info.reason.is_none() && known.info.item.is_none() && Lever::MIXED.contains(&known.info.lever);
        let bound = |known: &Known| {
            let already: f64 = ask.scenario.changes.iter().filter(|own| is_of(own, known)).map(|own| own.factor).product();
            let best = known.info.range?.1.clamp(0.01, (known.most / already).max(1.0));
            let limit = ask.limits.levers.iter().find(|(lever, _)| *lever == known.info.lever).map(|(_, factor)| factor / already);
            let best = match limit {
                Some(limit) if is_lower_better(known.info.lever) => best.max(limit.min(1.0)),
                Some(limit) => best.min(limit.max(1.0)),
                None => best,
            };
            ((best - 1.0).abs() > 1e-12).then(|| Change { from: ask.from, over: ask.over, ..change(known, best) })
        };
        Ok(self.levers.iter().filter(usual).filter_map(bound).collect())
    }

    fn mix(&self, ask: &AskSeek, year: i32, bounds: &[Change], goal: i128) -> Result<Mix, PlanError> {
        let mut steps = vec![0.0_f64; bounds.len()];
        let changes = |steps: &[f64]| -> Vec<Change> {
            let part = |(bound, step): (&Change, &f64)| {
                let factor = 1.0 + (bound.factor - 1.0) * step / f64::from(STEPS);
                let cost = bound.cost.map(|cost| super::money(cost.minor as f64 * step / f64::from(STEPS)));
                (*step > 0.0).then(|| Change { factor, cost, ..bound.clone() })
            };
            bounds.iter().zip(steps).filter_map(part).collect()
        };
        let with = |steps: &[f64]| joined(&ask.scenario, &changes(steps), !ask.mix.is_empty());
        let reach = |steps: &[f64]| self.at(year, &with(steps), &[]);
        let keeps = |steps: &[f64]| self.keeps(year, &ask.limits, &with(steps));
        let prices = bounds.iter().all(|bound| bound.cost.is_some());
        let price = |bound: &Change| if prices { bound.cost.map_or(1.0, |cost| cost.minor as f64).max(1.0) } else { 1.0 };
        let total = |steps: &[f64]| bounds.iter().zip(steps).map(|(bound, step)| price(bound) * step / f64::from(STEPS)).sum::<f64>();
        let mut now = reach(&steps)?;
        while now < goal {
            let mut best: Option<(f64, usize, i128)> = None;
            for (i, bound) in bounds.iter().enumerate().filter(|(i, _)| steps.get(*i).is_some_and(|step| *step < f64::from(STEPS))) {
                let mut tried = steps.clone();
                if let Some(step) = tried.get_mut(i) {
                    *step += 1.0;
                }
                if !keeps(&tried)? {
                    continue;
                }
                let sum = reach(&tried)?;
                let worth = (sum - now) as f64 / price(bound);
                if best.is_none_or(|(most, ..)| worth > most) {
                    best = Some((worth, i, sum));
                }
            }
            let Some((_, i, sum)) = best.filter(|best| best.0 > 0.0) else {
                return Ok(Mix { scenario: None, reaches: now, cost: total(&steps), effort: steps.iter().sum::<f64>() / f64::from(STEPS) });
            };
            let at = steps.get(i).copied().unwrap_or(0.0);
            let cut = |to: f64| {
                let mut tried = steps.clone();
                if let Some(step) = tried.get_mut(i) {
                    *step = to;
                }
                reach(&tried)
            };
            let to = if sum >= goal { solve(at, at + 1.0, goal, &cut).unwrap_or(at + 1.0) } else { at + 1.0 };
            now = cut(to)?;
            if let Some(step) = steps.get_mut(i) {
                *step = to;
            }
        }
        let effort = steps.iter().sum::<f64>() / f64::from(STEPS);
        Ok(Mix { scenario: Some(with(&steps)), reaches: now, cost: total(&steps), effort })
    }
}

/// The point between start and end nearest to the start that reaches the goal; `None` if the end does not.
///
/// The sum grows from start to end. Two steps along the chord, then one to the middle: near a straight line a few suffice, and
/// the middle bounds the rest.
fn solve(start: f64, end: f64, goal: i128, reach: &dyn Fn(f64) -> Result<i128, PlanError>) -> Option<f64> {
    let at = |factor: f64| reach(factor).ok();
    let mut short = (start, at(start)?);
    if short.1 >= goal {
        return Some(start);
    }
    let mut enough = (end, at(end).filter(|sum| *sum >= goal)?);
    for round in 0..160 {
        if enough.1 == goal {
            break;
        }
        let middle = f64::midpoint(short.0, enough.0);
        let chord = short.0 + (enough.0 - short.0) * ((goal - short.1) as f64 / (enough.1 - short.1) as f64);
        let is_inside = chord > short.0.min(enough.0) && chord < short.0.max(enough.0);
        let next = if round % 3 < 2 && is_inside { chord } else { middle };
        if next.to_bits() == short.0.to_bits() || next.to_bits() == enough.0.to_bits() {
            break;
        }
        let sum = at(next)?;
        if sum >= goal {
            enough = (next, sum);
        } else {
            short = (next, sum);
        }
    }
    Some(enough.0)
}

/// A mix of levers, or how far all of it goes.
struct Mix {
    scenario: Option<Scenario>,
    reaches: i128,
    cost: f64,
    effort: f64,
}
