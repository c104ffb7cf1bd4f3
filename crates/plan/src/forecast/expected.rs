//! Expected bookings of the months ahead, under factors that change from month to month.

use std::rc::Rc;

use kpi_model::Day;

use super::curves::WinCurve;
use super::snapshot::{Open, Snapshot};

/// Factors of one month against "as it was".
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Drive {
    /// New opportunities.
    pub(crate) volume: f64,
    /// Chance to win.
    pub(crate) win: f64,
    /// Amount of a win.
    pub(crate) size: f64,
    /// Days to the win.
    pub(crate) cycle: f64,
    /// Repeat business.
    pub(crate) repeat: f64,
}

impl Default for Drive {
    fn default() -> Self {
        Self { volume: 1.0, win: 1.0, size: 1.0, cycle: 1.0, repeat: 1.0 }
    }
}

/// One month ahead.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ahead {
    /// First day of the month.
    pub(crate) month: Day,
    /// Days from the day of the snapshot to the first day that counts, and to the day after the last.
    pub(crate) from: f64,
    pub(crate) to: f64,
    pub(crate) drive: Drive,
    /// Factor on the chance of opportunities open now, by stage code; missing: 1.
    pub(crate) stages: Vec<f64>,
    /// Repeat business expected without factors.
    pub(crate) repeat: f64,
}

/// The months from the day after the snapshot to the end of `until`, without factors.
pub(crate) fn months(day: i32, until: Day) -> Vec<Ahead> {
    let start = Day(day.saturating_add(1));
    let mut months = Vec::new();
    let mut month = start.month_start(0);
    while month < until {
        let days = |end: Day| f64::from((end.0 - start.0).max(0));
        let (from, to) = (days(month), days(month.month_start(1)));
        months.push(Ahead { month, from, to, drive: Drive::default(), stages: Vec::new(), repeat: 0.0 });
        month = month.month_start(1);
    }
    months
}

/// What a month is expected to bring, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Expected {
    pub(crate) open: f64,
    pub(crate) new: f64,
    pub(crate) repeat: f64,
    /// Wins expected from opportunities not created yet.
    pub(crate) wins: f64,
}

impl Expected {
    pub(crate) fn sum(&self) -> f64 {
        self.open + self.new + self.repeat
    }
}

/// The clock of the sales process: a cycle of factor k makes k days pass as one.
struct Clock {
    /// Days on the clock at the start of each month and at the end of the last.
    ticks: Vec<f64>,
}

impl Clock {
    fn new(months: &[Ahead]) -> Self {
        let mut now = 0.0;
        let mut ticks = vec![0.0];
        for month in months {
            now += (month.to - month.from) / month.drive.cycle;
            ticks.push(now);
        }
        Self { ticks }
    }

    fn at(&self, month: usize) -> f64 {
        self.ticks.get(month).copied().unwrap_or(0.0)
    }
}

/// What may become of every open opportunity, and of those not created yet: worked out once for all that is asked of a scenario.
pub(crate) struct Odds {
    months: usize,
    /// By [`Open::group`], the chance to be won in each month.
    chances: Vec<f64>,
    /// Wins expected in each month from opportunities not created yet.
    pub(crate) wins: Vec<f64>,
}

impl Odds {
    pub(crate) fn new(snapshot: &Snapshot, months: &[Ahead]) -> Self {
        let clock = Clock::new(months);
        let seasons: Vec<f64> = months.iter().map(|month| season(snapshot, month)).collect();
        let usual = snapshot.usual(&clock);
        let mut chances = Vec::with_capacity(usual.len());
        for (open, usual) in snapshot.grouped.iter().zip(usual.chunks(months.len().max(1))) {
            add_chances(months, &seasons, open, usual, &mut chances);
        }
        Self { months: months.len(), chances, wins: new_wins(snapshot, months, &clock) }
    }

    /// The chance of an opportunity to be won in each month.
    pub(crate) fn of(&self, open: &Open) -> &[f64] {
        let from = open.group * self.months;
        self.chances.get(from..from + self.months).unwrap_or(&[])
    }

    /// The chance of an opportunity to be won by the end of each month.
    pub(crate) fn below(&self, open: &Open) -> Vec<f64> {
        let mut sum = 0.0;
        let add = |chance: &f64| {
            sum += chance;
            sum
        };
        self.of(open).iter().map(add).collect()
    }
}

/// The chance that an open opportunity is won in each month: the usual one, the factors, the season.
#[inline(never)]
fn add_chances(months: &[Ahead], seasons: &[f64], open: &Open, usual: &[f64], to: &mut Vec<f64>) {
    let mut left = 1.0_f64;
    for ((month, season), usual) in months.iter().zip(seasons).zip(usual) {
        let stage = month.stages.get(open.stage as usize).copied().unwrap_or(1.0);
        let chance = usual * month.drive.win * stage * season;
        // Without `min`, which WebAssembly has to call.
        let chance = if chance < left { chance } else { left };
        left -= chance;
        to.push(chance);
    }
}

/// The same without factors and season: age on its own curve, and the clock.
#[inline(never)]
fn add_usual(curve: Option<&WinCurve>, clock: &Clock, open: &Open, to: &mut Vec<f64>) {
    let months = clock.ticks.len().saturating_sub(1);
    let Some(curve) = curve else { return to.resize(to.len() + months, 0.0) };
    let (mut before, still) = (curve.won(open.age + clock.at(0)), curve.open(open.age));
    if curve.won(open.age + clock.at(months)) <= before {
        // Nothing that old was ever won.
        return to.resize(to.len() + months, 0.0);
    }
    for i in 0..months {
        let now = curve.won(open.age + clock.at(i + 1));
        to.push(if still > 0.0 { ((now - before) / still).clamp(0.0, 1.0) } else { 0.0 });
        before = now;
    }
}

/// The usual chances of the groups on the clock they were last asked for: only the cycle moves it, all other levers leave it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Usual {
    ticks: Vec<f64>,
    chances: Rc<[f64]>,
}

impl Snapshot {
    fn usual(&self, clock: &Clock) -> Rc<[f64]> {
        let mut known = self.usual.borrow_mut();
        if known.ticks != clock.ticks {
            let mut chances = Vec::with_capacity(self.grouped.len() * clock.ticks.len());
            self.grouped.iter().for_each(|open| add_usual(self.curves.get(open.curve), clock, open, &mut chances));
            *known = Usual { ticks: clock.ticks.clone(), chances: chances.into() };
        }
        Rc::clone(&known.chances)
    }
}

fn season(snapshot: &Snapshot, month: &Ahead) -> f64 {
    snapshot.season.get(month.month.month() as usize - 1).copied().unwrap_or(1.0)
}

/// Wins expected per month from opportunities not created yet, by month of the win.
///
/// Inflow of each month × share won between the ends of a later month, averaged over the days of the inflow by the area
/// under the win curve; × factors of the month of the win and its season.
fn new_wins(snapshot: &Snapshot, months: &[Ahead], clock: &Clock) -> Vec<f64> {
    let Some(curve) = snapshot.curves.first() else { return vec![0.0; months.len()] };
    let mut wins = vec![0.0; months.len()];
    for (c, cohort) in months.iter().enumerate() {
        let days = cohort.to - cohort.from;
        let ticks = clock.at(c + 1) - clock.at(c);
        if days <= 0.0 || ticks <= 0.0 {
            continue;
        }
        let inflow = snapshot.inflow(f64::midpoint(cohort.from, cohort.to)) * days * cohort.drive.volume;
        // Share won by the end of month i, for a steady inflow over the cohort's month.
        let won = |end: f64| (curve.area((end - clock.at(c)).max(0.0)) - curve.area((end - clock.at(c + 1)).max(0.0))) / ticks;
        let mut before = 0.0;
        for (i, (slot, month)) in wins.iter_mut().zip(months).enumerate().skip(c) {
            let now = won(clock.at(i + 1));
            *slot += inflow * (now - before) * month.drive.win * season(snapshot, month);
            before = now;
        }
    }
    wins
}

/// Expected bookings by month.
pub(crate) fn expected(snapshot: &Snapshot, months: &[Ahead], odds: &Odds) -> Vec<Expected> {
    let mut list: Vec<Expected> = months
        .iter()
        .zip(&odds.wins)
        .map(|(month, wins)| Expected {
            open: 0.0,
            new: wins * snapshot.mean_amount * month.drive.size,
            repeat: month.repeat * month.drive.repeat,
            wins: *wins,
        })
        .collect();
    for open in &snapshot.grouped {
        for ((slot, chance), month) in list.iter_mut().zip(odds.of(open)).zip(months) {
            slot.open += chance * open.amount * month.drive.size;
        }
    }
    list
}
