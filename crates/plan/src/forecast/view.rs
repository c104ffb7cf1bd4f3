//! The forecast of a year as it is shown.

use std::sync::LazyLock;

use kpi_math::{attain, normal_point, sums as sums_of};
use kpi_model::{AskForecast, Bin, Change, Day, Distribution, ForecastBasis, ForecastMonth, ForecastView, Money, Text};

use super::expected::{Ahead, Expected, Odds, expected};
use super::paths::{Course, Paths, quantile, reaching, sums};
use super::snapshot::Open;
use super::{Forecaster, PATHS, SEED, drive, money, paths_of, round};
use crate::booked::Booked;
use crate::error::PlanError;

/// Probabilities for which the amount is told.
const SURE: [f64; 6] = [0.9, 0.8, 0.7, 0.5, 0.3, 0.2];
/// Bars of the histogram.
const BINS: usize = 40;
/// Whole months behind that are shown.
const BEHIND: i32 = 24;

/// The quantiles of sorted sums.
pub(super) fn distribution(sorted: &[f64]) -> Distribution {
    let at = |q: f64| money(quantile(sorted, q));
    Distribution { p10: at(0.1), p25: at(0.25), p50: at(0.5), p75: at(0.75), p90: at(0.9) }
}

/// What the changes cost together.
pub(super) fn cost(changes: &[Change]) -> Money {
    Money::from_minor(changes.iter().filter_map(|change| change.cost).map(|cost| cost.minor).sum())
}

/// Equal steps between the first and the last of 1,000 parts; what lies outside is in the outermost bars.
fn bins(sorted: &[f64]) -> Vec<Bin> {
    let (low, high) = (quantile(sorted, 0.001), quantile(sorted, 0.999));
    let width = (high - low) / BINS as f64;
    if width <= 0.0 {
        return vec![Bin { from: money(low), to: money(high), share: 1.0 }];
    }
    let mut counts = vec![0_u32; BINS];
    for sum in sorted {
        let at = ((sum - low) / width).max(0.0) as usize;
        if let Some(slot) = counts.get_mut(at.min(BINS - 1)) {
            *slot += 1;
        }
    }
    let edge = |i: usize| money(low + width * i as f64);
    let bin = |(i, count): (usize, u32)| Bin { from: edge(i), to: edge(i + 1), share: f64::from(count) / sorted.len() as f64 };
    counts.into_iter().enumerate().map(bin).collect()
}

/// Part of the variance from which on an opportunity stands out from its sum.
const STANDS_OUT: f64 = 0.02;
/// Steps of the grid for those that do, and points at which the sum of the others is looked at.
const GRID: (f64, u32) = (4_000.0, 201);

/// The middles of equal parts of the normal distribution.
static POINTS: LazyLock<Vec<f64>> =
    LazyLock::new(|| (0..GRID.1).map(|point| normal_point((f64::from(point) + 0.5) / f64::from(GRID.1))).collect());

/// The chance that independent amounts reach a goal together: `single` with amount and chance, `rest` in groups with Σ amount,
/// Σ amount² and the chance of each. What stands out is taken exactly, on a grid; the sum of all others as normal.
fn of_very_many(single: &[(f64, f64)], rest: impl Iterator<Item = (f64, f64, f64)>, goal: f64) -> f64 {
    if goal <= 0.0 {
        return 1.0;
    }
    let spread = |(amount, chance): &(f64, f64)| amount * amount * chance * (1.0 - chance);
    let (mut mean, mut variance) = rest.fold((0.0, 0.0), |(mean, variance), (amount, squares, chance)| {
        (mean + amount * chance, variance + squares * chance * (1.0 - chance))
    });
    let least = STANDS_OUT * (variance + single.iter().map(spread).sum::<f64>());
    let usual = single.iter().filter(|one| spread(one) <= least);
    mean += usual.clone().map(|(amount, chance)| amount * chance).sum::<f64>();
    variance += usual.map(spread).sum::<f64>();
    let deviation = variance.sqrt();
    let unit = goal / GRID.0;
    let outstanding = single.iter().filter(|one| spread(one) > least);
    let coarse: Vec<(i128, f64)> = outstanding.map(|(amount, chance)| (round(amount / unit), *chance)).collect();
    // At most fifty of at most 4,000 steps: never too fine a grid. An amount below 0 has no place on it.
    let (step, mut reached) = sums_of(&coarse, GRID.0 as i128).unwrap_or((1, vec![1.0]));
    // From the chance of each sum to that of at least as much.
    let mut all = 0.0;
    for chance in reached.iter_mut().rev() {
        all += *chance;
        *chance = all;
    }
    let at = |point: &f64| {
        let others = mean + deviation * point;
        let missing = ((goal - others) / unit / step as f64).ceil();
        if missing <= 0.0 { 1.0 } else { reached.get(missing as usize).copied().unwrap_or(0.0) }
    };
    POINTS.iter().map(at).sum::<f64>() / f64::from(GRID.1)
}

impl Forecaster {
    /// The forecast of a year, as it is or under a scenario.
    ///
    /// `planned` is the target where the ask has none; without either it is what the last twelve months brought. A scenario
    /// without changes gives the base byte for byte; the order of changes does not matter; the same seed gives the same
    /// paths on every platform.
    ///
    /// # Errors
    /// [`PlanError::Year`], [`PlanError::Lever`], [`PlanError::Unsupported`].
    pub fn forecast(&self, ask: &AskForecast, planned: Option<Money>) -> Result<ForecastView, PlanError> {
        let year = self.year(ask.year)?;
        let setting = self.setting(year, &ask.scenario)?;
        let months = &setting.driven.months;
        let odds = Odds::new(&self.snapshot, months);
        let list = expected(&self.snapshot, months, &odds);
        let first = Self::first(year, months);
        let (seed, count) = (ask.seed.unwrap_or(SEED), paths_of(ask.paths, PATHS.0));
        let paths = Course::new(&self.snapshot, months, &odds, None).by_month(u64::from(seed), count);
        let booked = self.booked(year);
        let sorted = sums(&paths, first, months.len(), booked as f64);
        let end = Day(self.history.as_of.saturating_add(1)).month_start(0);
        let target = ask.target.or(planned).unwrap_or_else(|| money(self.history.won(end.month_start(-12), end)));
        let part = |of: fn(&Expected) -> f64| round(list.iter().skip(first).map(of).sum());
        let total = self.sum_of(year, first, &list);
        let (from_open, from_repeat) = (part(|month| month.open), part(|month| month.repeat));
        let profit = self.profit(year, &setting.driven, &list);
        let backtest = if ask.without_backtest { None } else { self.backtest().cloned() };
        let is_short = !ask.without_backtest && backtest.is_none();
        let short = Text::new(
            "历史太短：要有四个起点，每个之前六个月、之后三个月",
            "The history is too short: four origins need six months before and three after each.",
        );
        Ok(ForecastView {
            as_of: Day(self.history.as_of),
            year,
            target,
            seed,
            paths: count,
            expected: Money::from_minor(total),
            booked: Money::from_minor(booked),
            from_open: Money::from_minor(from_open),
            from_new: Money::from_minor(total - booked - from_open - from_repeat),
            from_repeat: Money::from_minor(from_repeat),
            drawn: distribution(&sorted),
            chance: reaching(&sorted, target.minor as f64),
            open_alone: self.open_alone(&odds, first, target.minor - booked),
            sure: SURE.map(|chance| (chance, money(quantile(&sorted, 1.0 - chance)))).to_vec(),
            bins: bins(&sorted),
            months: self.months(months, &list, &paths),
            trailing: self.trailing(months, &list, &paths),
            gross_profit: profit.map(|profit| profit.0),
            margin: profit.map(|profit| profit.1),
            programme_cost: cost(&setting.changes),
            levers: self.levers.iter().map(|known| known.info.clone()).collect(),
            basis: self.basis(),
            backtest,
            withheld: is_short.then_some(short),
            words: drive::words(&setting.changes, &self.levers),
            limits: self.checks(year, &ask.limits, &setting),
        })
    }

    /// The amount that is reached with a probability, rounded down to what the paths reach.
    pub(crate) fn sure(&self, ask: &AskForecast, chance: f64) -> Result<Money, PlanError> {
        let year = self.year(ask.year)?;
        let setting = self.setting(year, &ask.scenario)?;
        let months = &setting.driven.months;
        let odds = Odds::new(&self.snapshot, months);
        let paths =
            Course::new(&self.snapshot, months, &odds, None).by_month(u64::from(ask.seed.unwrap_or(SEED)), paths_of(ask.paths, PATHS.0));
        let sorted = sums(&paths, Self::first(year, months), months.len(), self.booked(year) as f64);
        Ok(money(quantile(&sorted, 1.0 - chance)))
    }

    /// The chance that open opportunities alone bring an amount from the month `first` on. Exact where their amounts have a
    /// common divisor that is not too fine; otherwise amounts are rounded to 1 ÷ 4,000 of the goal. Of very many the sum is normal,
    /// beside those that stand out.
    fn open_alone(&self, odds: &Odds, first: usize, goal: i128) -> f64 {
        let chance = |open: &Open| odds.of(open).iter().skip(first).sum::<f64>().clamp(0.0, 1.0);
        if !self.snapshot.rest.is_empty() {
            let single: Vec<(f64, f64)> = self.snapshot.largest.iter().map(|open| (open.amount, chance(open))).collect();
            let rest = self.snapshot.rest.iter().map(|group| (group.amount, group.squares, chance(&group.open)));
            return of_very_many(&single, rest, goal as f64);
        }
        let tickets = self.snapshot.open.iter().map(|open| (round(open.amount), chance(open)));
        let tickets: Vec<(i128, f64)> = tickets.filter(|(_, chance)| *chance > 1e-6).collect();
        let unit = (goal / 4_000).max(1);
        let coarse = || -> Vec<(i128, f64)> { tickets.iter().map(|(amount, chance)| ((amount + unit / 2) / unit, *chance)).collect() };
        attain(&tickets, goal).or_else(|| attain(&coarse(), goal / unit)).unwrap_or(0.0)
    }

    /// Booked in a month so far.
    fn actual(&self, month: Day) -> f64 {
        self.history.won(month, month.month_start(1))
    }

    fn months(&self, ahead: &[Ahead], list: &[Expected], paths: &Paths) -> Vec<ForecastMonth> {
        let start = ahead.first().map_or(Day(self.history.as_of).month_start(1), |month| month.month);
        let behind = (1..=BEHIND).rev().map(|back| start.month_start(-back)).filter(|month| month.0 >= self.history.first);
        let mut shown: Vec<ForecastMonth> = behind
            .map(|month| {
                let actual = money(self.actual(month));
                ForecastMonth { month, actual: Some(actual), expected: actual, drawn: None }
            })
            .collect();
        for (i, (month, expected)) in ahead.iter().zip(list).enumerate() {
            let actual = self.actual(month.month);
            shown.push(ForecastMonth {
                month: month.month,
                actual: (month.month.0 <= self.history.as_of).then(|| money(actual)),
                expected: money(actual + expected.sum()),
                drawn: Some(distribution(&sums(paths, i, i + 1, actual))),
            });
        }
        shown
    }

    /// Sums of twelve months: smooth out the season and join past and future in one line.
    fn trailing(&self, ahead: &[Ahead], list: &[Expected], paths: &Paths) -> Vec<ForecastMonth> {
        let start = ahead.first().map_or(Day(self.history.as_of).month_start(1), |month| month.month);
        let year_to = |month: Day| self.history.won(month.month_start(-11), month.month_start(1));
        let behind = (1..=12).rev().map(|back| start.month_start(-back)).filter(|month| month.month_start(-11).0 >= self.history.first);
        let mut shown: Vec<ForecastMonth> = behind
            .map(|month| {
                let actual = money(year_to(month));
                ForecastMonth { month, actual: Some(actual), expected: actual, drawn: None }
            })
            .collect();
        for (i, month) in ahead.iter().enumerate() {
            let from = (i + 1).saturating_sub(12);
            let booked = year_to(month.month);
            let expected: f64 = list.get(from..=i).unwrap_or(&[]).iter().map(Expected::sum).sum();
            shown.push(ForecastMonth {
                month: month.month,
                actual: None,
                expected: money(booked + expected),
                drawn: Some(distribution(&sums(paths, from, i + 1, booked))),
            });
        }
        shown
    }

    fn basis(&self) -> ForecastBasis {
        let snapshot = &self.snapshot;
        let curve = snapshot.curves.first();
        let stage = |(code, curve): (&u32, &super::curves::WinCurve)| {
            let name = self.history.stages.get(*code as usize).cloned().unwrap_or_default();
            (name, u32::try_from(curve.n).unwrap_or(u32::MAX), curve.ever())
        };
        ForecastBasis {
            of_orders: self.history.source == Booked::Orders,
            per_month: self.per_month(),
            growth: snapshot.growth,
            win_rate: curve.map_or(0.0, super::curves::WinCurve::ever),
            median_days: curve.map_or(0.0, super::curves::WinCurve::median),
            deal_size: money(snapshot.mean_amount),
            open: u32::try_from(snapshot.open.len()).unwrap_or(u32::MAX),
            season: snapshot.season.to_vec(),
            stages: snapshot.stages.iter().zip(snapshot.curves.iter().skip(1)).map(stage).collect(),
            shocks: (snapshot.noise.inflow_quarter, snapshot.noise.win_quarter),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against the exact convolution, without and with one that is half of everything.
    #[test]
    fn the_sum_of_very_many_is_normal_beside_what_stands_out() {
        let many: Vec<(i128, f64)> = (0..900_i32).map(|i| (i128::from(10 + i % 40), 0.05 + f64::from(i % 7) / 20.0)).collect();
        for giant in [None, Some((5_000, 0.5)), Some((20_000, 0.3))] {
            let deals: Vec<(i128, f64)> = giant.into_iter().chain(many.iter().copied()).collect();
            let (largest, rest) = deals.split_at(500);
            let single: Vec<(f64, f64)> = largest.iter().map(|(amount, chance)| (*amount as f64, *chance)).collect();
            let groups = |list: &[(i128, f64)]| -> Vec<(f64, f64, f64)> {
                list.iter().map(|(amount, chance)| (*amount as f64, (*amount * *amount) as f64, *chance)).collect()
            };
            let mean: f64 = deals.iter().map(|(amount, chance)| *amount as f64 * chance).sum();
            for share in [0.5, 0.9, 0.97, 1.0, 1.03, 1.1, 1.5] {
                let goal = (mean * share) as i128;
                let found = of_very_many(&single, groups(rest).into_iter(), goal as f64);
                let exact = attain(&deals, goal).unwrap();
                assert!((found - exact).abs() < 0.01, "{giant:?}, {share}: {found}, exact {exact}");
            }
        }
        assert_eq!(of_very_many(&[(5.0, 0.5)], std::iter::once((3.0, 9.0, 0.5)), 0.0), 1.0);
    }
}
