//! How the forecast would have done on the own past.

use kpi_model::{Backtest, BacktestPoint, Day, Money};

use super::expected::{Odds, months};
use super::history::History;
use super::paths::{Course, quantile, reaching, sums};
use super::snapshot::Snapshot;

/// Paths per origin.
const PATHS: u32 = 400;
/// Months foretold from each origin.
const WINDOW: i32 = 3;
/// Origins at most, one month apart.
const ORIGINS: i32 = 18;
/// Months of history that an origin needs: a forecast from half a year is worse than one from a whole one, never better.
const HISTORY: i32 = 6;
/// Fewer origins say nothing.
const LEAST: usize = 4;

/// Rolling origins: at the end of each month the next three months are foretold from what was known then.
///
/// `None` with fewer than four origins. The first may have six months of history only. Error, bias and coverage are over all origins; neighbouring origins share months, so
/// they are fewer than they look. The Brier score is of the chance to do at least as well as a year before.
pub(crate) fn backtest(history: &History, seed: u64) -> Option<Backtest> {
    let last = Day(history.as_of.saturating_add(1)).month_start(-WINDOW);
    let mut points = Vec::new();
    let (mut missed, mut bias, mut came, mut relative, mut inside) = (0.0, 0.0, 0.0, 0.0, 0_u32);
    let (mut brier, mut judged) = (0.0, 0_u32);
    for back in (0..ORIGINS).rev() {
        let origin = last.month_start(-back);
        let Some(snapshot) = Snapshot::new(history, origin.0 - 1, HISTORY) else { continue };
        let ahead = months(snapshot.day, origin.month_start(WINDOW));
        let odds = Odds::new(&snapshot, &ahead);
        let paths = Course::new(&snapshot, &ahead, &odds, None).by_month(seed, PATHS);
        let sorted = sums(&paths, 0, ahead.len(), 0.0);
        let actual = history.won(origin, origin.month_start(WINDOW));
        let (low, middle, high) = (quantile(&sorted, 0.1), quantile(&sorted, 0.5), quantile(&sorted, 0.9));
        missed += (middle - actual).abs();
        bias += middle - actual;
        came += actual;
        relative += if actual > 0.0 { (middle - actual).abs() / actual } else { 1.0 };
        inside += u32::from((low..=high).contains(&actual));
        if origin.month_start(-12).0 >= history.first {
            let goal = history.won(origin.month_start(-12), origin.month_start(WINDOW - 12));
            let chance = reaching(&sorted, goal);
            let outcome = f64::from(u8::from(actual >= goal));
            brier += (chance - outcome) * (chance - outcome);
            judged += 1;
        }
        let money = |minor: f64| Money::from_minor(minor.round_ties_even() as i128);
        points.push(BacktestPoint { from: origin, low: money(low), middle: money(middle), high: money(high), actual: money(actual) });
    }
    let n = points.len();
    if n < LEAST || came <= 0.0 {
        return None;
    }
    Some(Backtest {
        months: WINDOW.unsigned_abs(),
        history: points.first().map_or(0, |first| whole_months(history.first, first.from)),
        wape: missed / came,
        mape: relative / n as f64,
        bias: bias / came,
        inside,
        origins: u32::try_from(n).unwrap_or(u32::MAX),
        brier: (judged > 0).then(|| brier / f64::from(judged)),
        points,
    })
}

/// Months from one first of a month to another.
fn whole_months(first: i32, to: Day) -> u32 {
    let from = Day(first);
    u32::try_from((to.year() - from.year()) * 12 + to.month().cast_signed() - from.month().cast_signed()).unwrap_or(0)
}
