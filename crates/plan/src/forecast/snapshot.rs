//! What was known on a day: win curves, open opportunities, inflow, sizes, and how much they vary.

use std::collections::BTreeMap;

use kpi_data::NO_CODE;
use kpi_math::{Curves, Event, exp, ln};
use kpi_model::Day;

use super::history::{Deal, History};

/// Opportunities that began in this many months before make the curves.
const CURVE_MONTHS: i32 = 24;
/// A stage has a curve of its own from this many ended opportunities on.
const ENOUGH: usize = 40;
/// Amounts kept for drawing.
const AMOUNTS: usize = 2_000;

/// Chances by day since the start of the curve.
#[derive(Clone, Debug, Default)]
pub(crate) struct WinCurve {
    /// Won by then.
    won: Vec<f64>,
    /// Running sum of `won`, for steady inflow.
    area: Vec<f64>,
    /// Still open then.
    open: Vec<f64>,
    /// Observations behind it.
    pub(crate) n: u64,
}

fn between(list: &[f64], day: f64) -> f64 {
    let last = list.len().saturating_sub(1);
    let at = |i: usize| list.get(i.min(last)).copied().unwrap_or(0.0);
    let floor = day.max(0.0).floor();
    let (low, high) = (at(floor as usize), at(floor as usize + 1));
    low + (high - low) * (day.max(0.0) - floor)
}

impl WinCurve {
    fn new(observations: Vec<(i64, Event)>) -> Self {
        let curves = Curves::new(observations);
        let longest = curves.first_end().0.max(1);
        let won: Vec<f64> = (0..=longest).map(|day| curves.first(day)).collect();
        let mut sum = 0.0;
        // Day by day with straight lines between: the running sum is exact for them.
        let area = std::iter::once(0.0).chain(won.windows(2).map(|pair| {
            sum += pair.iter().sum::<f64>() / 2.0;
            sum
        }));
        Self { area: area.collect(), open: (0..=longest).map(|day| curves.survival(day)).collect(), won, n: curves.n() }
    }

    /// Won within so many days.
    pub(crate) fn won(&self, days: f64) -> f64 {
        between(&self.won, days)
    }

    /// Won in the end.
    pub(crate) fn ever(&self) -> f64 {
        self.won.last().copied().unwrap_or(0.0)
    }

    /// ∫ won over 0…days.
    pub(crate) fn area(&self, days: f64) -> f64 {
        let last = self.area.len().saturating_sub(1) as f64;
        between(&self.area, days) + (days - last).max(0.0) * self.ever()
    }

    /// Chance of a win between two ages for one that is open at `age`; never above 1.
    pub(crate) fn chance(&self, age: f64, from: f64, to: f64) -> f64 {
        let open = between(&self.open, age);
        if open > 0.0 { ((self.won(to) - self.won(from)) / open).clamp(0.0, 1.0) } else { 0.0 }
    }

    /// Days after which half of the wins have come.
    pub(crate) fn median(&self) -> f64 {
        self.won.iter().position(|won| *won >= self.ever() / 2.0).unwrap_or(0) as f64
    }
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
}

/// The state of knowledge on a day.
#[derive(Clone, Debug)]
pub(crate) struct Snapshot {
    pub(crate) day: i32,
    /// Since creation first, then by stage.
    pub(crate) curves: Vec<WinCurve>,
    /// Stage of each further curve.
    pub(crate) stages: Vec<u32>,
    pub(crate) open: Vec<Open>,
    /// The same with those of one curve, age and stage added up: for expected values.
    pub(crate) grouped: Vec<Open>,
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
    /// What the history told on the evening of `day`; `None` without twelve months and ten wins before it.
    pub(crate) fn new(history: &History, day: i32) -> Option<Self> {
        let known: Vec<Deal> = history.deals.iter().filter(|deal| deal.created <= day).copied().collect();
        let year = Day(day.saturating_add(1)).month_start(-12).0.min(day - 364);
        if history.first > year + 15 {
            return None;
        }
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
        let (curves, stages) = curves(history, &known, day);
        let open = open(history, &known, day, &stages, mean_amount);
        let created = known.iter().filter(|deal| deal.created > year).count();
        let before = known.iter().filter(|deal| deal.created > year - 365 && deal.created <= year).count();
        let mut wins_by_person = BTreeMap::new();
        for deal in recent(year) {
            *wins_by_person.entry(deal.person).or_insert(0) += 1;
        }
        let wins = recent(year).count();
        let undated = history.undated.iter().filter(|(end, _)| (year + 1..=day).contains(end)).count();
        let mut noise = quarters(&known, history.first, day);
        noise.size_level = variance.sqrt() / mean_amount / n.sqrt();
        let rate = curves.first().map_or(0.0, WinCurve::ever);
        let closed =
            known.iter().filter(|deal| deal.ended.is_some_and(|end| end <= day && end > Day(day).month_start(-CURVE_MONTHS).0)).count();
        noise.win_level = ((1.0 - rate) / (rate * closed as f64).max(1.0) + noise.win_quarter * noise.win_quarter / 8.0).sqrt();
        noise.inflow_level = (1.0 / (created as f64).max(1.0) + noise.inflow_quarter * noise.inflow_quarter / 4.0).sqrt();
        Some(Self {
            day,
            curves,
            stages,
            grouped: grouped(&open),
            open,
            // Wins without a created date are taken to have begun like the others.
            per_day: created as f64 / f64::from(day - year) * (1.0 + undated as f64 / (wins as f64).max(1.0)),
            growth: if history.first <= year - 350 { growth(created, before, &noise) } else { 0.0 },
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

/// Logarithmic growth of the inflow, shrunk by how uncertain it is (James and Stein), and at most a third either way.
fn growth(created: usize, before: usize, noise: &Noise) -> f64 {
    let (a, b) = (created as f64, before as f64);
    let Some(plain) = ln(a / b).filter(|_| before > 0) else { return 0.0 };
    let variance = 1.0 / a + 1.0 / b + noise.inflow_quarter * noise.inflow_quarter / 2.0;
    (plain * (1.0 - variance / (plain * plain).max(f64::MIN_POSITIVE)).max(0.0)).clamp(-0.3, 0.3)
}

/// How an opportunity stood on a day, seen from a start.
fn observation(deal: &Deal, start: i32, day: i32) -> (i64, Event) {
    match deal.ended.filter(|end| *end <= day) {
        None => (i64::from(day - start), Event::Censored),
        Some(end) => (i64::from(end - start), if deal.is_won { Event::First } else { Event::Second }),
    }
}

fn curves(history: &History, known: &[Deal], day: i32) -> (Vec<WinCurve>, Vec<u32>) {
    let since = Day(day).month_start(-CURVE_MONTHS).0;
    let all = known.iter().filter(|deal| deal.created >= since).map(|deal| observation(deal, deal.created, day));
    let mut curves = vec![WinCurve::new(all.collect())];
    let mut by_stage: BTreeMap<u32, Vec<(i64, Event)>> = BTreeMap::new();
    for deal in known {
        let mut seen: Vec<u32> = Vec::new();
        for (entered, stage) in history.stages_of(deal).iter().filter(|(entered, _)| (since..=day).contains(entered)) {
            if !seen.contains(stage) {
                seen.push(*stage);
                by_stage.entry(*stage).or_default().push(observation(deal, *entered, day));
            }
        }
    }
    let mut stages = Vec::new();
    for (stage, observations) in by_stage {
        let ended = observations.iter().filter(|(_, event)| *event != Event::Censored).count();
        let won = observations.iter().filter(|(_, event)| *event == Event::First).count();
        if ended >= ENOUGH && won >= ENOUGH / 4 {
            curves.push(WinCurve::new(observations));
            stages.push(stage);
        }
    }
    (curves, stages)
}

fn open(history: &History, known: &[Deal], day: i32, stages: &[u32], mean: f64) -> Vec<Open> {
    let entry = |deal: &Deal| {
        let now = history.stages_of(deal).iter().filter(|(entered, _)| *entered <= day).max_by_key(|(entered, _)| *entered);
        let amount = deal.amount.map_or(mean, |amount| amount as f64);
        let stage = now.map_or(NO_CODE, |(_, stage)| *stage);
        let own = now.and_then(|(entered, stage)| Some((stages.iter().position(|known| known == stage)? + 1, *entered)));
        let (curve, start) = own.unwrap_or((0, deal.created));
        Open { curve, age: f64::from(day - start), amount, person: deal.person, stage }
    };
    known.iter().filter(|deal| deal.ended.is_none_or(|end| end > day)).map(entry).collect()
}

fn grouped(open: &[Open]) -> Vec<Open> {
    let mut sums: BTreeMap<(usize, i64, u32), Open> = BTreeMap::new();
    for deal in open {
        let sum = sums.entry((deal.curve, deal.age as i64, deal.stage)).or_insert(Open { amount: 0.0, ..*deal });
        sum.amount += deal.amount;
    }
    sums.into_values().collect()
}

/// How inflow and win rate vary from quarter to quarter beyond chance, over at most twelve quarters.
fn quarters(known: &[Deal], first: i32, day: i32) -> Noise {
    let end = Day(day.saturating_add(1)).month_start(0);
    let mut rows = Vec::new();
    for back in 0..12 {
        let (from, to) = (end.month_start(-3 * (back + 1)).0, end.month_start(-3 * back).0);
        if from < first {
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
        inflow_quarter: excess(&inflow, 1.0 / mean(&|row| row.0).max(1.0)),
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
