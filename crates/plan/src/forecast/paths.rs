//! Possible courses of the months ahead, drawn with a common shock and a fixed seed.

use std::collections::BTreeMap;

use kpi_math::Draws;

use super::expected::{Ahead, Odds};
use super::rest::Rest;
use super::snapshot::Snapshot;

/// Above this many wins in one month their amounts are drawn as one normal sum.
const MANY: u32 = 150;

/// Bookings by path: months, or groups over all months.
#[derive(Clone, Debug, Default)]
pub(crate) struct Paths {
    /// Per path, the bookings of each month.
    pub(crate) months: Vec<Vec<f64>>,
}

/// An open opportunity.
struct Ticket {
    amount: f64,
    group: usize,
    /// Chance to be won in the months ahead.
    ever: f64,
}

/// What all paths share.
pub(crate) struct Course<'a> {
    snapshot: &'a Snapshot,
    months: &'a [Ahead],
    tickets: Vec<Ticket>,
    /// For each ticket, the chances to be won by the end of each month.
    below: Vec<f64>,
    rest: Option<Rest>,
    wins: &'a [f64],
    deviation: f64,
}

/// The shock of one path, by month.
struct Shock {
    inflow: Vec<f64>,
    win: Vec<f64>,
    size: f64,
}

impl<'a> Course<'a> {
    /// `groups` gives each person's group; opportunities of others are left out.
    pub(crate) fn new(snapshot: &'a Snapshot, months: &'a [Ahead], odds: &'a Odds, groups: Option<&BTreeMap<u32, usize>>) -> Self {
        // Those of each group are needed one by one; without groups the smaller ones of many are drawn together.
        let single = if groups.is_none() { &snapshot.largest } else { &snapshot.open };
        let rest = if groups.is_none() { snapshot.rest.as_slice() } else { &[] };
        let (mut tickets, mut all) = (Vec::new(), Vec::new());
        for open in single {
            let group = match groups {
                Some(groups) => groups.get(&open.person).copied(),
                None => Some(0),
            };
            let below = odds.below(open);
            let ever = below.last().copied().unwrap_or(0.0);
            if let Some(group) = group.filter(|_| ever > 1e-6) {
                tickets.push(Ticket { amount: open.amount, group, ever });
                all.extend(below);
            }
        }
        let rest = (!rest.is_empty()).then(|| Rest::new(rest, months.len(), |open| odds.below(open)));
        let n = snapshot.amounts.len() as f64;
        let squares: f64 = snapshot.amounts.iter().map(|amount| (amount - snapshot.mean_amount) * (amount - snapshot.mean_amount)).sum();
        Self { snapshot, months, tickets, below: all, rest, wins: &odds.wins, deviation: (squares / n.max(1.0)).sqrt() }
    }

    /// One shock per path and quarter, for all opportunities alike: errors of the estimated levels, and how much quarters
    /// varied beyond chance.
    fn shock(&self, draws: &mut Draws) -> Shock {
        let noise = &self.snapshot.noise;
        let (inflow, win) = (draws.factor(noise.inflow_level), draws.factor(noise.win_level));
        let size = draws.factor(noise.size_level);
        let mut shock = Shock { inflow: Vec::new(), win: Vec::new(), size };
        let (mut now, mut factors) = (None, (1.0, 1.0));
        for month in self.months {
            let quarter = (month.month.year(), (month.month.month() - 1) / 3);
            if now != Some(quarter) {
                now = Some(quarter);
                factors = (draws.factor(noise.inflow_quarter), draws.factor(noise.win_quarter));
            }
            shock.inflow.push(inflow * factors.0);
            shock.win.push(win * factors.1);
        }
        shock
    }

    fn amounts(&self, draws: &mut Draws, count: u32) -> f64 {
        if count > MANY {
            let count = f64::from(count);
            return (count * self.snapshot.mean_amount + count.sqrt() * self.deviation * draws.normal()).max(0.0);
        }
        let pick = |draws: &mut Draws| self.snapshot.amounts.get(draws.below(self.snapshot.amounts.len())).copied().unwrap_or(0.0);
        (0..count).map(|_| pick(draws)).sum()
    }

    /// Which open opportunities are won, and when.
    #[inline(never)]
    fn open(&self, shock: &Shock, draws: &mut Draws, add: &mut impl FnMut(usize, usize, f64)) {
        let most = shock.win.iter().copied().fold(0.0, |most, win| if win > most { win } else { most });
        for (ticket, below) in self.tickets.iter().zip(self.below.chunks(self.months.len().max(1))) {
            let share = draws.share();
            if share >= ticket.ever * most {
                continue;
            }
            // The win rate of the month in which it would be won decides whether it is.
            let month = below.iter().zip(&shock.win).position(|(below, win)| share < below * win);
            if let Some(month) = month {
                let size = self.months.get(month).map_or(1.0, |month| month.drive.size);
                add(month, ticket.group, ticket.amount * size);
            }
        }
    }

    /// The course of one path: `add(month, group, amount)` for everything that is won. `shares` splits what is not created
    /// yet over the groups; the rest of it is left out.
    fn run(&self, draws: &mut Draws, shares: &[f64], mut add: impl FnMut(usize, usize, f64)) {
        let shock = self.shock(draws);
        self.open(&shock, draws, &mut add);
        if let Some(rest) = &self.rest {
            for (i, (amount, month)) in rest.draw(draws, &shock.win).into_iter().zip(self.months).enumerate() {
                add(i, 0, amount * month.drive.size);
            }
        }
        for (i, (month, wins)) in self.months.iter().zip(self.wins).enumerate() {
            // What is won now began in the months before: the shock of the inflow is that of its beginning, on the whole.
            let factor = |list: &[f64], i: usize| list.get(i).copied().unwrap_or(1.0);
            let began = f64::midpoint(factor(&shock.inflow, i), factor(&shock.inflow, i.saturating_sub(3)));
            let mean = wins * began * factor(&shock.win, i);
            for (group, share) in shares.iter().enumerate().filter(|(_, share)| **share > 0.0) {
                let count = draws.count(mean * share);
                let amount = self.amounts(draws, count);
                add(i, group, amount * month.drive.size * shock.size);
            }
            if month.repeat > 0.0 {
                add(i, shares.len().saturating_sub(1), month.repeat * month.drive.repeat * factor(&shock.inflow, i));
            }
        }
    }

    /// Bookings by path and month. Path k always draws from stream k: fewer paths are the first of more.
    pub(crate) fn by_month(&self, seed: u64, paths: u32) -> Paths {
        let mut months = Vec::with_capacity(paths as usize);
        for path in 0..paths {
            let mut own = vec![0.0; self.months.len()];
            self.run(&mut Draws::new(seed, u64::from(path)), &[1.0], |month, _, amount| {
                if let Some(slot) = own.get_mut(month) {
                    *slot += amount;
                }
            });
            // A normal sum has a tail below 0, a month has not.
            if self.rest.is_some() {
                own.iter_mut().filter(|sum| **sum < 0.0).for_each(|sum| *sum = 0.0);
            }
            months.push(own);
        }
        Paths { months }
    }

    /// Bookings by path and group over the months from `first` on.
    pub(crate) fn by_group(&self, seed: u64, paths: u32, shares: &[f64], first: usize) -> Vec<Vec<f64>> {
        let mut all = Vec::with_capacity(paths as usize);
        for path in 0..paths {
            let mut own = vec![0.0; shares.len()];
            self.run(&mut Draws::new(seed, u64::from(path)), shares, |month, group, amount| {
                if let Some(slot) = own.get_mut(group).filter(|_| month >= first) {
                    *slot += amount;
                }
            });
            all.push(own);
        }
        all
    }
}

/// The quantile of a sorted list, straight between ranks (Hyndman and Fan, type 7); 0 for an empty one.
pub(crate) fn quantile(sorted: &[f64], q: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return 0.0 };
    let position = q.clamp(0.0, 1.0) * last as f64;
    let at = |i: usize| sorted.get(i.min(last)).copied().unwrap_or(0.0);
    let floor = position.floor();
    at(floor as usize) + (at(floor as usize + 1) - at(floor as usize)) * (position - floor)
}

/// Sorted sums over a range of months.
pub(crate) fn sums(paths: &Paths, from: usize, to: usize, booked: f64) -> Vec<f64> {
    let sum = |months: &Vec<f64>| booked + months.get(from..to).unwrap_or(&[]).iter().sum::<f64>();
    let mut sums: Vec<f64> = paths.months.iter().map(sum).collect();
    sums.sort_by(f64::total_cmp);
    sums
}

/// Part of a sorted list at or above a value.
pub(crate) fn reaching(sorted: &[f64], value: f64) -> f64 {
    let below = sorted.partition_point(|sum| *sum < value);
    (sorted.len() - below) as f64 / sorted.len().max(1) as f64
}
