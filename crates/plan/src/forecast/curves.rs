//! Win curves: since creation, and ahead of an opportunity that has been in a stage for some days.

use std::collections::BTreeMap;

use kpi_math::{Curves, Event};

use super::history::{Deal, History};

/// A stage has a curve of its own from this many ended stays on.
const ENOUGH: usize = 40;

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
    pub(crate) fn new(observations: Vec<(i64, Event)>) -> Self {
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

    /// Still open after so many days.
    pub(crate) fn open(&self, days: f64) -> f64 {
        between(&self.open, days)
    }

    /// Days after which half of the wins have come.
    pub(crate) fn median(&self) -> f64 {
        self.won.iter().position(|won| *won >= self.ever() / 2.0).unwrap_or(0) as f64
    }
}

/// How an opportunity stood on a day, seen from a start.
pub(crate) fn observation(deal: &Deal, start: i32, day: i32) -> (i64, Event) {
    match deal.ended.filter(|end| *end <= day) {
        None => (i64::from(day - start), Event::Censored),
        Some(end) => (i64::from(end - start), if deal.is_won { Event::First } else { Event::Second }),
    }
}

/// What was learnt about one stage.
#[derive(Clone, Debug, Default)]
struct Stage {
    /// Days in the stage until it led on (or to the win), or the opportunity was lost.
    stays: Vec<(i64, Event)>,
    /// Days from leading on to the end.
    after: Vec<(i64, Event)>,
    /// Days from entering to the end.
    entered: Vec<(i64, Event)>,
}

/// The stages as steps of a semi-Markov process: how long a stay lasts and how it ends depends on the days in the stage, and what
/// follows on its beginning.
///
/// An opportunity that is still in a stage after many days is unlike one that left it in time, although both entered it on the
/// same day: a curve since the entry alone would promise it the wins of those that moved on. Source: Andersen and Keiding,
/// Multi-state models for event history analysis, Stat. Methods Med. Res. 11 (2002).
pub(crate) struct Stages {
    curves: BTreeMap<u32, (WinCurve, WinCurve, WinCurve)>,
}

impl Stages {
    /// From stays that began since `since`, as they were known on `day`. A stay that led back to an earlier stage is followed
    /// until then.
    pub(crate) fn new(history: &History, known: &[Deal], since: i32, day: i32) -> Self {
        let ranks = history.ranks();
        let rank = |stage: u32| ranks.get(stage as usize).copied().unwrap_or(0.0);
        let mut stages: BTreeMap<u32, Stage> = BTreeMap::new();
        for deal in known {
            let moves: Vec<(i32, u32)> = history.stages_of(deal).iter().copied().filter(|(entered, _)| *entered <= day).collect();
            for (i, (entered, stage)) in moves.iter().enumerate().filter(|(_, (entered, _))| *entered >= since) {
                let slot = stages.entry(*stage).or_default();
                slot.entered.push(observation(deal, *entered, day));
                match moves.get(i + 1) {
                    Some((left, next)) if rank(*next) > rank(*stage) => {
                        slot.stays.push((i64::from(left - entered), Event::First));
                        slot.after.push(observation(deal, *left, day));
                    }
                    Some((left, _)) => slot.stays.push((i64::from(left - entered), Event::Censored)),
                    None => {
                        let stay = observation(deal, *entered, day);
                        slot.stays.push(stay);
                        if stay.1 == Event::First {
                            slot.after.push((0, Event::First));
                        }
                    }
                }
            }
        }
        let is_known = |stage: &Stage| {
            let count = |event| stage.stays.iter().filter(|(_, own)| *own == event).count();
            count(Event::First) >= ENOUGH / 4 && count(Event::First) + count(Event::Second) >= ENOUGH
        };
        let usable = stages.into_iter().filter(|(_, stage)| is_known(stage));
        let curve =
            |(code, stage): (u32, Stage)| (code, (WinCurve::new(stage.stays), WinCurve::new(stage.after), WinCurve::new(stage.entered)));
        Self { curves: usable.map(curve).collect() }
    }

    /// Adds the curve since entering each stage; the stages in the same order.
    pub(crate) fn entered(&self, curves: &mut Vec<WinCurve>) -> Vec<u32> {
        curves.extend(self.curves.values().map(|(_, _, entered)| entered.clone()));
        self.curves.keys().copied().collect()
    }

    /// The curve ahead of an opportunity that has been in the stage for so many days: leading on after further days, then the
    /// win from there. Where nothing stayed that long it is flat. `None` for a stage without enough cases.
    pub(crate) fn ahead(&self, stage: u32, days: i32) -> Option<WinCurve> {
        let (stays, after, entered) = self.curves.get(&stage)?;
        let start = f64::from(days);
        let still = between(&stays.open, start);
        let longest = stays.won.len().saturating_sub(usize::try_from(days).unwrap_or(0));
        let mut won = vec![0.0; longest + after.won.len()];
        for step in 1..=longest {
            let led = stays.won(start + step as f64) - stays.won(start + step as f64 - 1.0);
            if led <= 0.0 || still <= 0.0 {
                continue;
            }
            for (slot, own) in won.iter_mut().skip(step).zip(after.won.iter().chain(std::iter::repeat(&after.ever()))) {
                *slot += led / still * own;
            }
        }
        Some(WinCurve { won, area: Vec::new(), open: vec![1.0], n: entered.n })
    }
}
