//! What the own history says about the future: the base of every scenario.

use kpi_data::{Dataset, Facts, NO_DAY, NO_MONEY, Outcome};
use kpi_math::{Curves, Event, quantile};
use kpi_model::{Day, Field, Money, Period, TableKind};

use crate::error::PlanError;
use crate::last_twelve_months;

/// Figures of one quarter of the history.
#[derive(Clone, Copy, Debug, Default)]
struct Quarter {
    created: u32,
    won: u32,
    closed: u32,
    amount: i128,
    cycle: Option<f64>,
}

/// Everything a scenario needs from the data; built once per dataset, so that a slider step costs no pass over it.
#[derive(Clone, Debug)]
pub struct Base {
    pub(crate) as_of: Day,
    pub(crate) history: Period,
    /// New opportunities per day.
    pub(crate) per_day: f64,
    /// Share won in the end.
    pub(crate) win_rate: f64,
    pub(crate) deal_size: Money,
    pub(crate) cycle_days: f64,
    /// Probability of a win within `days` of creation, by day.
    pub(crate) won_by: Vec<f64>,
    /// Probability of being still open after `days`.
    pub(crate) open_at: Vec<f64>,
    /// Open opportunities: age in days → amount in minor units.
    pub(crate) open: Vec<(usize, f64)>,
    /// Won by month of the history, and before the as-of day in the planned year.
    pub(crate) won_by_month: Vec<(Day, i128)>,
    quarters: Vec<Quarter>,
}

/// Opportunities created in this many months before the as-of day make the curves.
const CURVE_MONTHS: i32 = 24;
/// Quarters whose worst and best mark the levers.
const QUARTERS: i32 = 8;

impl Base {
    /// Reads the base off a dataset.
    ///
    /// # Errors
    /// [`PlanError::NoHistory`] without won opportunities that have an amount, a created and a close date.
    pub fn new(dataset: &Dataset) -> Result<Self, PlanError> {
        let as_of = dataset.as_of.ok_or(PlanError::NoHistory)?;
        let deals = Deals::new(dataset).ok_or(PlanError::NoHistory)?;
        let history = last_twelve_months(as_of);
        let in_history = |day: Option<i32>| day.is_some_and(|day| history.contains(Day(day)));
        let created = (0..deals.len()).filter(|row| in_history(deals.created(*row))).count();
        let (sum, n) = deals.won_in(history);
        let curve = deals.curve(as_of);
        let longest = usize::try_from(curve.first_end().0).unwrap_or(0);
        let win_rate = curve.first_end().1;
        if n == 0 || created == 0 || win_rate <= 0.0 {
            return Err(PlanError::NoHistory);
        }
        let deal_size = Money::from_minor((sum as f64 / n as f64).round_ties_even() as i128);
        let days = 0..=longest as i64;
        let mut open: Vec<(usize, f64)> = deals.open(as_of, deal_size);
        open.sort_unstable_by_key(|(age, _)| *age);
        let merged = open
            .chunk_by(|a, b| a.0 == b.0)
            .map(|same| (same.first().map_or(0, |(age, _)| *age), same.iter().map(|(_, amount)| amount).sum()));
        Ok(Self {
            as_of,
            history,
            per_day: created as f64 / f64::from(history.days()),
            win_rate,
            deal_size,
            cycle_days: curve.first_reaches(win_rate / 2.0).unwrap_or(0) as f64,
            won_by: days.clone().map(|day| curve.first(day)).collect(),
            open_at: days.map(|day| curve.survival(day)).collect(),
            open: merged.collect(),
            won_by_month: deals.won_by_month(history.from.month_start(-24), as_of),
            quarters: deals.quarters(as_of),
        })
    }

    /// Own worst and best quarter of each lever (volume, win rate, deal size, cycle) as factors of the mean quarter.
    pub(crate) fn ranges(&self) -> [(f64, f64); 4] {
        [0, 1, 2, 3].map(|lever| {
            let factors = self.factors(lever);
            let (low, high) = factors.iter().fold((f64::INFINITY, 0.0_f64), |(low, high), factor| (low.min(*factor), high.max(*factor)));
            if factors.is_empty() { (1.0, 1.0) } else { (low, high) }
        })
    }

    /// The factor of each quarter against the mean of all quarters, for one lever.
    pub(crate) fn factors(&self, lever: usize) -> Vec<f64> {
        let of = |quarter: &Quarter| match lever {
            0 => (quarter.created > 0).then_some(f64::from(quarter.created)),
            1 => (quarter.closed > 0).then(|| f64::from(quarter.won) / f64::from(quarter.closed)),
            2 => (quarter.won > 0).then(|| quarter.amount as f64 / f64::from(quarter.won)),
            _ => quarter.cycle.filter(|days| *days > 0.0),
        };
        let values: Vec<f64> = self.quarters.iter().filter_map(of).collect();
        let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
        values.iter().map(|value| value / mean).filter(|factor| factor.is_finite() && *factor > 0.0).collect()
    }
}

/// The columns of the opportunities a base needs.
struct Deals<'a> {
    facts: &'a Facts,
    created: &'a [i32],
    closed: &'a [i32],
    amounts: &'a [i64],
}

impl<'a> Deals<'a> {
    fn new(dataset: &'a Dataset) -> Option<Self> {
        let facts = dataset.facts(TableKind::Opportunities)?;
        let (created, closed) = (facts.days.get(&Field::Created)?, facts.days.get(&Field::Closed)?);
        Some(Self { facts, created, closed, amounts: facts.money.get(&Field::Amount)? })
    }

    fn len(&self) -> usize {
        self.facts.len
    }

    fn created(&self, row: usize) -> Option<i32> {
        self.created.get(row).copied().filter(|day| *day != NO_DAY)
    }

    fn closed(&self, row: usize) -> Option<i32> {
        self.closed.get(row).copied().filter(|day| *day != NO_DAY)
    }

    fn outcome(&self, row: usize) -> Outcome {
        self.facts.outcomes.get(row).copied().unwrap_or(Outcome::Open)
    }

    fn amount(&self, row: usize) -> Option<i64> {
        self.amounts.get(row).copied().filter(|amount| *amount != NO_MONEY)
    }

    /// Won rows with amount and close date: close day and amount.
    fn wins(&self) -> impl Iterator<Item = (Day, i64)> {
        (0..self.len()).filter(|row| self.outcome(*row) == Outcome::Won).filter_map(|row| Some((Day(self.closed(row)?), self.amount(row)?)))
    }

    fn won_in(&self, period: Period) -> (i128, u32) {
        let within = self.wins().filter(|(day, _)| period.contains(*day));
        within.fold((0, 0), |(sum, n), (_, amount)| (sum + i128::from(amount), n + 1))
    }

    fn won_by_month(&self, from: Day, as_of: Day) -> Vec<(Day, i128)> {
        let mut months: Vec<(Day, i128)> = Vec::new();
        let mut month = from;
        while month <= as_of {
            months.push((month, 0));
            month = month.month_start(1);
        }
        for (day, amount) in self.wins() {
            if let Ok(i) = months.binary_search_by_key(&day.month_start(0), |(month, _)| *month)
                && let Some((_, sum)) = months.get_mut(i)
            {
                *sum += i128::from(amount);
            }
        }
        months
    }

    /// Time to win of what was created lately; open ones are censored at the as-of day.
    fn curve(&self, as_of: Day) -> Curves {
        let since = as_of.month_start(-CURVE_MONTHS).0;
        let observation = |row: usize| {
            let created = self.created(row).filter(|day| *day >= since)?;
            let (end, event) = match self.outcome(row) {
                Outcome::Open => (as_of.0, Event::Censored),
                Outcome::Won => (self.closed(row)?, Event::First),
                Outcome::Lost => (self.closed(row)?, Event::Second),
            };
            Some((i64::from(end) - i64::from(created), event))
        };
        Curves::new((0..self.len()).filter_map(observation).collect())
    }

    /// Age and amount of each open opportunity; without an amount it counts with the mean won size.
    fn open(&self, as_of: Day, size: Money) -> Vec<(usize, f64)> {
        let is_open = |row: &usize| self.outcome(*row) == Outcome::Open;
        let entry = |row: usize| {
            let age = usize::try_from(as_of.0 - self.created(row)?).ok()?;
            Some((age, self.amount(row).map_or(size.minor as f64, |amount| amount as f64)))
        };
        (0..self.len()).filter(is_open).filter_map(entry).collect()
    }

    fn quarters(&self, as_of: Day) -> Vec<Quarter> {
        let end = as_of.plus(1).month_start(0);
        let mut quarters = Vec::new();
        for back in (0..QUARTERS).rev() {
            let period = Period { from: end.month_start(-3 * (back + 1)), to: end.month_start(-3 * back) };
            let is_in = |day: Option<i32>| day.is_some_and(|day| period.contains(Day(day)));
            let (amount, won) = self.won_in(period);
            let closed: Vec<usize> =
                (0..self.len()).filter(|row| self.outcome(*row) != Outcome::Open && is_in(self.closed(*row))).collect();
            let days =
                |row: &usize| (self.outcome(*row) == Outcome::Won).then(|| Some(i64::from(self.closed(*row)? - self.created(*row)?)))?;
            let mut cycles: Vec<i64> = closed.iter().filter_map(days).filter(|days| *days >= 0).collect();
            cycles.sort_unstable();
            let created = (0..self.len()).filter(|row| is_in(self.created(*row))).count();
            let quarter = Quarter {
                created: u32::try_from(created).unwrap_or(u32::MAX),
                won,
                closed: u32::try_from(closed.len()).unwrap_or(u32::MAX),
                amount,
                cycle: quantile(&cycles, 0.5),
            };
            // Quarters before the first record say nothing.
            if quarter.created > 0 || quarter.closed > 0 {
                quarters.push(quarter);
            }
        }
        quarters
    }
}
