//! What was known on a day: win curves, open opportunities, inflow, sizes, and how much they vary.

use std::cell::RefCell;
use std::collections::BTreeMap;

use kpi_data::NO_CODE;
use kpi_math::{exp, ln};
use kpi_model::Day;

use super::curves::{Stages, WinCurve, observation};
use super::expected::Usual;
use super::history::{Deal, History};
use crate::booked::Booked;

/// Opportunities that began in this many months before make the curves.
const CURVE_MONTHS: i32 = 24;
/// The last year's sizes do from this many wins on.
const ENOUGH: usize = 40;
/// Amounts kept for drawing.
const AMOUNTS: usize = 2_000;

/// Open opportunities drawn one by one at most: the largest. What more there are is drawn as one sum.
const ONE_BY_ONE: usize = 500;

/// Opportunities of one curve, age and stage.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Alike {
    /// One of them.
    pub(crate) open: Open,
    /// Σ amount.
    pub(crate) amount: f64,
    /// Σ amount².
    pub(crate) squares: f64,
}

/// An opportunity that was open.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Open {
    /// Position in [`Snapshot::curves`].
    pub(crate) curve: usize,
    /// Days on that curve.
    pub(crate) age: f64,
    pub(crate) amount: f64,
    pub(crate) person: u32,
    pub(crate) stage: u32,
    /// Position in [`Snapshot::grouped`] of those of its curve, age and stage.
    pub(crate) group: usize,
}

/// The state of knowledge on a day.
#[derive(Clone, Debug)]
pub(crate) struct Snapshot {
    pub(crate) day: i32,
    /// Since creation first, then since entering each of `stages`, then ahead of each open stage and age.
    pub(crate) curves: Vec<WinCurve>,
    /// Stages with enough cases.
    pub(crate) stages: Vec<u32>,
    pub(crate) open: Vec<Open>,
    /// Those that are drawn one by one: all, or of many the largest.
    pub(crate) largest: Vec<Open>,
    /// The others, those of one curve, age and stage together.
    pub(crate) rest: Vec<Alike>,
    /// The same with those of one curve, age and stage added up: for expected values.
    pub(crate) grouped: Vec<Open>,
    /// Their usual chances, as last asked for.
    pub(crate) usual: RefCell<Usual>,
    /// New opportunities per day: mean of the last twelve months.
    pub(crate) per_day: f64,
    /// Growth of the inflow per year that stands out of its noise.
    pub(crate) growth: f64,
    /// Bookings of each calendar month against the mean month, from January; 1 where the years do not agree.
    pub(crate) season: [f64; 12],
    /// Amounts of wins, ascending.
    pub(crate) amounts: Vec<f64>,
    pub(crate) mean_amount: f64,
    /// Relative deviations.
    pub(crate) noise: Noise,
    /// Part of the own wins by person code, over twelve months; ascending code.
    pub(crate) wins_by_person: BTreeMap<u32, u32>,
    pub(crate) wins: u32,
}

/// Relative standard deviations of what all opportunities of a path share.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Noise {
    /// Inflow of one quarter beyond chance.
    pub(crate) inflow_quarter: f64,
    /// Level of the inflow: it is only estimated.
    pub(crate) inflow_level: f64,
    /// Win rate of one quarter beyond chance.
    pub(crate) win_quarter: f64,
    /// Level of the win rate.
    pub(crate) win_level: f64,
    /// Mean amount.
    pub(crate) size_level: f64,
}

impl Snapshot {
    /// What the history told on the evening of `day`; `None` without so many months, twelve at most, and ten wins before it.
    pub(crate) fn new(history: &History, day: i32, months: i32) -> Option<Self> {
        let known: Vec<Deal> = history.deals.iter().filter(|deal| deal.created <= day).copied().collect();
        let end = Day(day.saturating_add(1));
        if history.first > end.month_start(-months).0.min(day - 364 * months / 12) + 15 {
            return None;
        }
        // A year back, or as far as the history goes.
        let year = end.month_start(-12).0.min(day - 364);
        let year = if history.first > year + 15 { history.first - 1 } else { year };
        let won = |deal: &&Deal| deal.is_won && deal.ended.is_some_and(|end| end <= day);
        let recent = |from: i32| known.iter().filter(won).filter(move |deal| deal.ended.is_some_and(|end| end > from));
        // The last year's sizes, or two years' where there are few.
        let enough = recent(year).filter(|deal| deal.amount.is_some()).count() >= ENOUGH;
        let since = if enough { year } else { Day(day).month_start(-CURVE_MONTHS).0 };
        let mut amounts: Vec<f64> = recent(since).filter_map(|deal| deal.amount).map(|amount| amount as f64).collect();
        if amounts.len() < 10 {
            return None;
        }
        amounts.sort_by(f64::total_cmp);
        let n = amounts.len() as f64;
        let mean_amount = amounts.iter().sum::<f64>() / n;
        let variance = amounts.iter().map(|amount| (amount - mean_amount) * (amount - mean_amount)).sum::<f64>() / (n - 1.0);
        let since = Day(day).month_start(-CURVE_MONTHS).0;
        let all = known.iter().filter(|deal| deal.created >= since).map(|deal| observation(deal, deal.created, day));
        let mut curves = vec![WinCurve::new(all.collect())];
        let by_stage = Stages::new(history, &known, since, day);
        let stages = by_stage.entered(&mut curves);
        let mut open = open(history, &known, day, &by_stage, &mut curves, mean_amount);
        let grouped = grouped(&mut open);
        let (largest, others) = by_size(&open);
        let created = known.iter().filter(|deal| deal.created > year).count();
        let before = known.iter().filter(|deal| deal.created > year - 365 && deal.created <= year).count();
        let mut wins_by_person = BTreeMap::new();
        for deal in recent(year) {
            *wins_by_person.entry(deal.person).or_insert(0) += 1;
        }
        let wins = recent(year).count();
        let undated = history.undated.iter().filter(|(end, _)| (year + 1..=day).contains(end)).count();
        let mut noise = noise(&known, history, day);
        noise.size_level = variance.sqrt() / mean_amount / n.sqrt();
        let rate = curves.first().map_or(0.0, WinCurve::ever);
        let closed =
            known.iter().filter(|deal| deal.ended.is_some_and(|end| end <= day && end > Day(day).month_start(-CURVE_MONTHS).0)).count();
        noise.win_level = ((1.0 - rate) / (rate * closed as f64).max(1.0) + noise.win_quarter * noise.win_quarter / 8.0).sqrt();
        // Without a whole year before there is no growth to see.
        let before = if history.first <= year - 350 { before } else { 0 };
        let (growth, uncertain) = match history.source {
            Booked::Wins => (growth(created, before, &noise), 0.0),
            Booked::Orders => growth_of_orders(created, before, &noise),
        };
        noise.inflow_level = (1.0 / (created as f64).max(1.0) + noise.inflow_quarter * noise.inflow_quarter / 4.0 + uncertain).sqrt();
        Some(Self {
            day,
            curves,
            stages,
            grouped,
            usual: RefCell::default(),
            rest: alike(&others),
            largest,
            open,
            // Wins without a created date are taken to have begun like the others.
            per_day: created as f64 / f64::from(day - year) * (1.0 + undated as f64 / (wins as f64).max(1.0)),
            growth,
            season: season(history, day),
            amounts: thinned(amounts),
            mean_amount,
            noise,
            wins_by_person,
            wins: u32::try_from(wins).unwrap_or(u32::MAX),
        })
    }
}

/// At most so many values, evenly from all ranks.
fn thinned(sorted: Vec<f64>) -> Vec<f64> {
    if sorted.len() <= AMOUNTS {
        return sorted;
    }
    (0..AMOUNTS).filter_map(|i| sorted.get(i * sorted.len() / AMOUNTS + sorted.len() / (2 * AMOUNTS)).copied()).collect()
}

/// Logarithmic growth of the inflow from one year to the next, and its variance.
fn plain_growth(created: usize, before: usize, noise: &Noise) -> Option<(f64, f64)> {
    let (a, b) = (created as f64, before as f64);
    let plain = ln(a / b).filter(|_| before > 0)?;
    Some((plain, 1.0 / a + 1.0 / b + noise.inflow_quarter * noise.inflow_quarter / 2.0))
}

/// Growth shrunk by how uncertain it is (James and Stein), and at most a third either way.
fn growth(created: usize, before: usize, noise: &Noise) -> f64 {
    let Some((plain, variance)) = plain_growth(created, before, noise) else { return 0.0 };
    (plain * (1.0 - variance / (plain * plain).max(f64::MIN_POSITIVE)).max(0.0)).clamp(-0.3, 0.3)
}

/// Companies grow or shrink by about so much a year (standard deviation), before anything is known of them.
const USUAL_GROWTH: f64 = 0.1;

/// Growth where all of the year hangs on it, as no open pipeline tells what comes next: mean and variance given the two years and
/// [`USUAL_GROWTH`], both normal.
fn growth_of_orders(created: usize, before: usize, noise: &Noise) -> (f64, f64) {
    let usual = USUAL_GROWTH * USUAL_GROWTH;
    let Some((plain, variance)) = plain_growth(created, before, noise) else { return (0.0, usual) };
    let kept = usual / (usual + variance);
    ((plain * kept).clamp(-0.3, 0.3), kept * variance)
}

/// The open opportunities, each with the curve of its stage and the days in it, else the one since creation.
fn open(history: &History, known: &[Deal], day: i32, stages: &Stages, curves: &mut Vec<WinCurve>, mean: f64) -> Vec<Open> {
    let mut made: BTreeMap<(u32, i32), usize> = BTreeMap::new();
    let mut list = Vec::new();
    for deal in known.iter().filter(|deal| deal.ended.is_none_or(|end| end > day)) {
        let now = history.stages_of(deal).iter().rfind(|(entered, _)| *entered <= day).copied();
        let amount = deal.amount.map_or(mean, |amount| amount as f64);
        let stage = now.map_or(NO_CODE, |(_, stage)| stage);
        let mut place = (0, f64::from(day - deal.created));
        if let Some((entered, stage)) = now {
            let key = (stage, day - entered);
            let known = made.get(&key).copied();
            let own = known.or_else(|| {
                curves.push(stages.ahead(stage, key.1)?);
                Some(curves.len() - 1)
            });
            if let Some(own) = own {
                made.insert(key, own);
                place = (own, 0.0);
            }
        }
        list.push(Open { curve: place.0, age: place.1, amount, person: deal.person, stage, group: 0 });
    }
    list
}

/// The largest opportunities, in their order, and the others.
fn by_size(open: &[Open]) -> (Vec<Open>, Vec<Open>) {
    if open.len() <= ONE_BY_ONE {
        return (open.to_vec(), Vec::new());
    }
    let mut amounts: Vec<f64> = open.iter().map(|open| open.amount).collect();
    let (_, least, _) = amounts.select_nth_unstable_by(ONE_BY_ONE, |a, b| b.total_cmp(a));
    let least = *least;
    // Of equal ones at the limit none is drawn by itself: which of them would be chance.
    open.iter().copied().partition(|open| open.amount > least)
}

/// Opportunities of one group together.
pub(super) fn alike(open: &[Open]) -> Vec<Alike> {
    let mut sums: BTreeMap<usize, Alike> = BTreeMap::new();
    for one in open {
        let sum = sums.entry(one.group).or_insert_with(|| Alike { open: *one, amount: 0.0, squares: 0.0 });
        sum.amount += one.amount;
        sum.squares += one.amount * one.amount;
    }
    sums.into_values().collect()
}

/// Those of one curve, age and stage added up; tells each where it is.
fn grouped(open: &mut [Open]) -> Vec<Open> {
    let key = |deal: &Open| (deal.curve, deal.age as i64, deal.stage);
    let mut sums: BTreeMap<(usize, i64, u32), Open> = BTreeMap::new();
    for deal in open.iter() {
        let sum = sums.entry(key(deal)).or_insert(Open { amount: 0.0, ..*deal });
        sum.amount += deal.amount;
    }
    for (group, sum) in sums.values_mut().enumerate() {
        sum.group = group;
    }
    for deal in open {
        deal.group = sums.get(&key(deal)).map_or(0, |sum| sum.group);
    }
    sums.into_values().collect()
}

/// How inflow and win rate vary from quarter to quarter beyond chance, over at most three years.
///
/// Orders follow a process that is not on record: what moved it reaches them spread over neighbouring quarters, whose difference
/// would hide it. So half-years are compared, and a quarter varies by √2 as much.
fn noise(known: &[Deal], history: &History, day: i32) -> Noise {
    let (months, a_quarter) = if history.source == Booked::Orders { (6, std::f64::consts::SQRT_2) } else { (3, 1.0) };
    let end = Day(day.saturating_add(1)).month_start(0);
    let mut rows = Vec::new();
    for back in 0..36 / months {
        let (from, to) = (end.month_start(-months * (back + 1)).0, end.month_start(-months * back).0);
        if from < history.first {
            break;
        }
        let count = |is: &dyn Fn(&Deal) -> bool| known.iter().filter(|deal| is(deal)).count() as f64;
        let ended = |deal: &Deal| deal.ended.is_some_and(|end| (from..to).contains(&end));
        rows.push((count(&|deal| (from..to).contains(&deal.created)), count(&|deal| ended(deal) && deal.is_won), count(&ended)));
    }
    let excess = |values: &[f64], chance: f64| {
        // Differences of neighbours: a slow trend is not noise (von Neumann, Ann. Math. Statist. 12, 1941).
        let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
        let steps = values.windows(2).map(|pair| pair.first().zip(pair.last()).map_or(0.0, |(a, b)| (b - a) * (b - a)));
        let variance = steps.sum::<f64>() / (2.0 * (values.len().max(2) - 1) as f64) / (mean * mean);
        if values.len() >= 4 && mean > 0.0 { (variance - chance).clamp(0.0, 0.25).sqrt() } else { 0.1 }
    };
    let mean = |of: &dyn Fn(&(f64, f64, f64)) -> f64| rows.iter().map(of).sum::<f64>() / rows.len().max(1) as f64;
    let inflow: Vec<f64> = rows.iter().map(|row| row.0).collect();
    let rates: Vec<f64> = rows.iter().filter(|row| row.2 > 0.0).map(|row| row.1 / row.2).collect();
    let (wins, ends) = (mean(&|row| row.1), mean(&|row| row.2));
    let rate = wins / ends.max(1.0);
    Noise {
        inflow_quarter: a_quarter * excess(&inflow, 1.0 / mean(&|row| row.0).max(1.0)),
        win_quarter: excess(&rates, (1.0 - rate) / wins.max(1.0)),
        ..Noise::default()
    }
}

/// Bookings of the calendar months against the mean month, shrunk by how far the years disagree; needs two whole years.
fn season(history: &History, day: i32) -> [f64; 12] {
    let mut factors = [1.0; 12];
    let first_month = Day(history.first).month() as usize - 1;
    let months = history.won_by_month(day.saturating_add(1));
    let years = months.len() / 12;
    if years < 2 {
        return factors;
    }
    let skip = months.len() - years * 12;
    // Each month against the mean of its own year: growth is not season.
    let mut shares: Vec<Vec<f64>> = vec![Vec::new(); 12];
    for year in months.get(skip..).unwrap_or(&[]).chunks(12) {
        let mean = year.iter().sum::<f64>() / 12.0;
        for (i, month) in year.iter().enumerate() {
            if let Some(list) = shares.get_mut((first_month + skip + i) % 12).filter(|_| mean > 0.0) {
                list.push(month / mean);
            }
        }
    }
    let mean = |list: &[f64]| list.iter().sum::<f64>() / list.len().max(1) as f64;
    let within = |list: &[f64]| list.iter().map(|share| (share - mean(list)) * (share - mean(list))).sum::<f64>();
    let noise = shares.iter().map(|list| within(list)).sum::<f64>() / (12.0 * (years as f64 - 1.0)) / years as f64;
    let spread = shares.iter().map(|list| (mean(list) - 1.0) * (mean(list) - 1.0)).sum::<f64>() / 11.0;
    let kept = if spread > 0.0 { (1.0 - noise / spread).max(0.0) } else { 0.0 };
    for (factor, list) in factors.iter_mut().zip(&shares) {
        *factor = (1.0 + kept * (mean(list) - 1.0)).max(0.1);
    }
    factors
}

impl Snapshot {
    /// Inflow per day in a month whose middle lies so many days ahead, against the mean of the last twelve months.
    pub(crate) fn inflow(&self, days_ahead: f64) -> f64 {
        // The mean belongs to the middle of the year behind; growth goes on for half a year more.
        let years = ((days_ahead + 182.0) / 365.0).min(1.0);
        self.per_day * exp(self.growth * years)
    }
}
