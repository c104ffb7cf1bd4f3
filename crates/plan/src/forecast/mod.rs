//! Forecasts from the own history, and what levers do to them.

mod backtest;
mod chances;
mod curves;
mod drive;
mod expected;
mod history;
mod levers;
mod limits;
mod paths;
mod rest;
mod seek;
mod snapshot;
mod view;

use std::cell::OnceCell;
use std::collections::BTreeMap;

use kpi_data::Dataset;
use kpi_model::{Backtest, Change, ComparedScenario, Day, Money, Scenario};

use crate::error::PlanError;
use crate::planned_year;
use drive::Driven;
use expected::{Ahead, Expected, Odds};
use history::History;
use levers::Known;
use snapshot::Snapshot;

/// Months of history that a forecast needs.
const HISTORY: i32 = 12;
/// Years ahead at most.
const YEARS: i32 = 3;
/// Paths unless asked otherwise, and at most.
const PATHS: (u32, u32) = (2_000, 20_000);
/// Seed unless asked otherwise.
const SEED: u32 = 42;
/// The backtest has one seed, whatever the forecast has.
const BACKTEST_SEED: u64 = 42;

/// Everything a forecast needs from the data; built once per dataset, so that a slider step costs no pass over it.
///
/// Bookings ahead = won already + open opportunities × chance to be won in the month, given stage and days in it
/// (Aalen-Johansen curves of the stays of 24 months, then of what follows; since creation where a stage has too few) + opportunities not created yet (inflow
/// of twelve months with the growth that stands out of its noise) + repeat orders without an opportunity. Months are weighted
/// by the own season of bookings. Paths add chance: each open opportunity is won or not, wins come by chance with amounts
/// drawn from the own wins, and all of a path share shocks as large as the own quarters varied and the levels are uncertain.
/// Where there are orders and no opportunities, each order is an opportunity that is won on its day.
#[derive(Debug)]
pub struct Forecaster {
    history: History,
    snapshot: Snapshot,
    levers: Vec<Known>,
    /// Cost ÷ bookings of wins with both.
    cost: Option<f64>,
    /// Won by the as-of day, by year, in minor units.
    booked: BTreeMap<i32, i128>,
    /// Repeat orders of the last twelve months, and of the twelve before.
    repeats: (f64, f64),
    backtest: OnceCell<Option<Backtest>>,
}

/// The months ahead of one scenario with the changes in their fixed order.
struct Setting {
    changes: Vec<Change>,
    driven: Driven,
}

impl Forecaster {
    /// Reads the history off a dataset; `with_repeat` counts orders without an opportunity as bookings too.
    ///
    /// # Errors
    /// [`PlanError::NoHistory`] without opportunities that have amount, created and close dates, and without orders;
    /// [`PlanError::Short`] with less than twelve months or ten wins.
    pub fn new(dataset: &Dataset, with_repeat: bool) -> Result<Self, PlanError> {
        let history = History::new(dataset, with_repeat)?;
        let snapshot = Snapshot::new(&history, history.as_of, HISTORY).ok_or(PlanError::Short)?;
        let curve = snapshot.curves.first();
        let levers = levers::levers(&history, curve.map_or(0.0, curves::WinCurve::ever), curve.map_or(0.0, curves::WinCurve::median));
        let cost = levers.iter().find(|known| known.info.lever == kpi_model::Lever::Cost).and_then(|known| known.info.value);
        let booked = booked(&history);
        let end = Day(history.as_of.saturating_add(1)).month_start(0);
        let of = |from: Day, to: Day| {
            let repeats = history.repeats.iter().flatten().filter(|(day, _)| (from.0..to.0).contains(day));
            repeats.map(|(_, amount)| *amount as f64).sum::<f64>()
        };
        let repeats = (of(end.month_start(-12), end), of(end.month_start(-24), end.month_start(-12)));
        Ok(Self { history, snapshot, levers, cost, booked, repeats, backtest: OnceCell::new() })
    }

    /// The day it was made from.
    pub(crate) fn as_of(&self) -> Day {
        Day(self.history.as_of)
    }

    /// Booked per whole month, from the first one on.
    pub(crate) fn months_won(&self) -> Vec<f64> {
        self.history.won_by_month(self.history.as_of.saturating_add(1))
    }

    /// Booked between two days.
    pub(crate) fn won_in(&self, from: Day, to: Day) -> Money {
        money(self.history.won(from, to))
    }

    /// New opportunities per month.
    pub(crate) fn per_month(&self) -> f64 {
        self.snapshot.per_day * 365.0 / 12.0
    }

    /// Wins with an amount, of all wins.
    pub(crate) fn complete_wins(&self) -> (usize, usize) {
        let wins = self.history.deals.iter().filter(|deal| deal.is_won);
        (wins.clone().filter(|deal| deal.amount.is_some()).count(), wins.count())
    }

    fn year(&self, asked: Option<i32>) -> Result<i32, PlanError> {
        let as_of = Day(self.history.as_of);
        let year = asked.unwrap_or_else(|| planned_year(as_of));
        if (as_of.year()..=as_of.year() + YEARS).contains(&year) { Ok(year) } else { Err(PlanError::Year) }
    }

    /// The months to the end of the year without changes.
    fn base(&self, year: i32) -> Vec<Ahead> {
        let until = Day::from_ymd(year + 1, 1, 1).unwrap_or(Day(self.history.as_of));
        let mut months = expected::months(self.history.as_of, until);
        let (last, before) = self.repeats;
        let kept = if before > 0.0 { (last / before).clamp(0.5, 1.2) } else { 1.0 };
        for month in &mut months {
            let part = (month.to - month.from) / f64::from(month.month.month_start(1).0 - month.month.0);
            let years = f64::midpoint(month.from, month.to) / 365.0;
            month.repeat = last / 12.0 * part * (1.0 + (kept - 1.0) * years);
        }
        months
    }

    fn setting(&self, year: i32, scenario: &Scenario) -> Result<Setting, PlanError> {
        let changes = drive::checked(scenario, &self.levers)?;
        let driven = drive::drive(&self.base(year), &changes, &self.levers, &self.history);
        Ok(Setting { changes, driven })
    }

    /// Position of the first month ahead that belongs to the year.
    fn first(year: i32, months: &[Ahead]) -> usize {
        months.iter().position(|month| month.month.year() >= year).unwrap_or(months.len())
    }

    /// Won in the year by the as-of day, in minor units.
    fn booked(&self, year: i32) -> i128 {
        self.booked.get(&year).copied().unwrap_or(0)
    }

    /// Expected bookings of the year, rounded once: so a goal can be met to the minor unit.
    fn expected_year(&self, year: i32, months: &[Ahead]) -> i128 {
        let list = expected::expected(&self.snapshot, months, &Odds::new(&self.snapshot, months));
        self.sum_of(year, Self::first(year, months), &list)
    }

    /// Booked in the year and expected from the month `first` on.
    fn sum_of(&self, year: i32, first: usize, list: &[Expected]) -> i128 {
        self.booked(year) + round(list.iter().skip(first).map(Expected::sum).sum())
    }

    fn backtest(&self) -> Option<&Backtest> {
        self.backtest.get_or_init(|| backtest::backtest(&self.history, BACKTEST_SEED)).as_ref()
    }

    /// Expected gross profit of the year and its share of bookings.
    fn profit(&self, year: i32, driven: &Driven, list: &[Expected]) -> Option<(Money, f64)> {
        let ratio = self.cost?;
        let first = Self::first(year, &driven.months);
        let booked = self.booked(year) as f64;
        let mut sums = (booked, booked * (1.0 - ratio));
        for (month, cost) in list.iter().zip(&driven.cost).skip(first) {
            sums.0 += month.sum();
            sums.1 += month.sum() * (1.0 - ratio * cost);
        }
        (sums.0 > 0.0).then(|| (Money::from_minor(round(sums.1)), sums.1 / sums.0))
    }
}

fn booked(history: &History) -> BTreeMap<i32, i128> {
    let mut sums = BTreeMap::new();
    let deals = history.deals.iter().filter(|deal| deal.is_won).filter_map(|deal| Some((deal.ended?, deal.amount.unwrap_or(0))));
    for (day, amount) in deals.chain(history.extras().copied()).filter(|(day, _)| *day <= history.as_of) {
        *sums.entry(Day(day).year()).or_insert(0) += i128::from(amount);
    }
    sums
}

fn round(minor: f64) -> i128 {
    minor.round_ties_even() as i128
}

fn money(minor: f64) -> Money {
    Money::from_minor(round(minor))
}

fn paths_of(asked: Option<u32>, usual: u32) -> u32 {
    asked.unwrap_or(usual).clamp(1, PATHS.1)
}

impl Forecaster {
    /// Up to four scenarios side by side, the base first.
    ///
    /// # Errors
    /// [`PlanError::Many`] for more than four; otherwise as [`Forecaster::forecast`].
    pub fn compare(&self, ask: &kpi_model::AskCompare, planned: Option<Money>) -> Result<Vec<ComparedScenario>, PlanError> {
        if ask.scenarios.len() > 4 {
            return Err(PlanError::Many);
        }
        let year = self.year(ask.year)?;
        let target = ask.target.or(planned).unwrap_or_default();
        let base = Scenario::default();
        let mut rows: Vec<ComparedScenario> = Vec::new();
        for scenario in std::iter::once(&base).chain(&ask.scenarios) {
            let setting = self.setting(year, scenario)?;
            let months = &setting.driven.months;
            let odds = Odds::new(&self.snapshot, months);
            let list = expected::expected(&self.snapshot, months, &odds);
            let drawn = paths::Course::new(&self.snapshot, months, &odds, None)
                .by_month(u64::from(ask.seed.unwrap_or(SEED)), paths_of(ask.paths, PATHS.0));
            let sorted = paths::sums(&drawn, Self::first(year, months), months.len(), self.booked(year) as f64);
            let drawn = view::distribution(&sorted);
            let profit = self.profit(year, &setting.driven, &list);
            let gain = rows.first().map_or(0, |base| drawn.p50.minor - base.drawn.p50.minor);
            rows.push(ComparedScenario {
                name: scenario.name.clone(),
                words: drive::words(&setting.changes, &self.levers),
                expected: Money::from_minor(self.sum_of(year, Self::first(year, months), &list)),
                drawn,
                chance: paths::reaching(&sorted, target.minor as f64),
                gain: Money::from_minor(gain),
                gross_profit: profit.map(|profit| profit.0),
                margin: profit.map(|profit| profit.1),
                programme_cost: view::cost(&setting.changes),
            });
        }
        Ok(rows)
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) mod worlds;
