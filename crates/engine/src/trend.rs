//! Which periods of a figure stand out.

use kpi_data::Dataset;
use kpi_math::{Rule, season, xmr};
use kpi_model::{AskTrend, Grain, Quantity, Signal, SignalRule, TrendView};

use crate::error::EngineError;
use crate::evaluate::{Definition, as_of, evaluate_with};
use crate::memory::Memory;
use crate::scope::{calendar, span};

/// Of what chance alone would leave of the squared ranges, a season must leave less than this part.
const LEFT_BY_A_SEASON: f64 = 0.6;

/// The factors of a season that is more than chance. Factors learnt from y years of pure noise take out one yth of its variance; a
/// season takes out more, so the squared mean moving range falls well below 1 − 1 ÷ y of what it was.
fn real_season(series: &[f64], places: usize) -> Option<Vec<f64>> {
    let factors = season(series, places)?;
    let range = |values: &[f64]| values.windows(2).map(|two| two.first().zip(two.last()).map_or(0.0, |(a, b)| (b - a).abs())).sum::<f64>();
    let adjusted: Vec<f64> = series.iter().zip(factors.iter().cycle()).map(|(value, factor)| value / factor).collect();
    let (before, after) = (range(series), range(&adjusted));
    let by_chance = 1.0 - places as f64 / series.len() as f64;
    (before > 0.0 && after * after < LEFT_BY_A_SEASON * by_chance * before * before).then_some(factors)
}

/// The limits and signals of a series. A period that is not over has only part of its rows and is left out; so are those before the
/// first row.
///
/// `memory` is that of the same state of the data.
///
/// # Errors
/// [`EngineError::NotOneCell`] for a lens with a breakdown or without a grain; [`EngineError::EmptyPeriod`].
pub fn trend(dataset: &Dataset, ask: &AskTrend, definition: &Definition, memory: &mut Memory) -> Result<TrendView, EngineError> {
    let lens = &ask.lens;
    let Some(grain) = lens.grain.filter(|_| lens.by.is_empty()) else { return Err(EngineError::NotOneCell) };
    let as_of = as_of(lens, dataset);
    let asked = span(lens, dataset, as_of)?.ok_or(EngineError::EmptyPeriod)?;
    let report = evaluate_with(dataset, &[(lens.clone(), vec![definition.clone()])], memory)?.into_iter().next();
    let cells = report.map(|report| report.cells).unwrap_or_default();
    let calendar = calendar(lens)?;
    let first = calendar.start(grain, asked.from, 0);
    let is_over = |i: usize| calendar.start(grain, first, i32::try_from(i).unwrap_or(i32::MAX).saturating_add(1)) <= as_of.plus(1);
    // Of a month of which the data knows less than half nothing can be said either.
    let is_begun = |i: usize| {
        let start = |i: usize| calendar.start(grain, first, i32::try_from(i).unwrap_or(i32::MAX));
        let (from, to) = (start(i), start(i.saturating_add(1)));
        dataset.first_day.is_none_or(|day| (day.0 - from.0).saturating_mul(2) <= to.0 - from.0)
    };
    // Months before the first row are none in which nothing happened: nobody wrote anything down yet.
    let whole: Vec<_> = cells
        .iter()
        .enumerate()
        .filter(|(i, _)| is_over(*i) && is_begun(*i))
        .map(|(_, cell)| cell)
        .skip_while(|cell| cell.n == 0)
        .collect();
    let values: Vec<Option<f64>> = whole.iter().map(|cell| cell.value.map(Quantity::as_f64)).collect();
    let in_a_year = match grain {
        Grain::Year => Some(1),
        Grain::Quarter => Some(4),
        Grain::Month => Some(12),
        // A year has no whole number of weeks, and not always as many days.
        Grain::Week | Grain::Day => None,
    };
    let all: Option<Vec<f64>> = values.iter().copied().collect();
    let factors = all.filter(|_| ask.seasonal).zip(in_a_year).and_then(|(all, places)| real_season(&all, places)).unwrap_or_default();
    let factor = |at: usize| at.checked_rem(factors.len()).and_then(|place| factors.get(place)).copied().unwrap_or(1.0);
    let adjusted: Vec<Option<f64>> = values.iter().enumerate().map(|(at, value)| value.map(|value| value / factor(at))).collect();
    let found = xmr(&adjusted);
    let name = |at: usize| whole.get(at).and_then(|cell| cell.period.clone());
    let signal = |(at, rule): &(usize, Rule)| {
        let rule = match rule {
            Rule::Beyond => SignalRule::Beyond,
            Rule::Run => SignalRule::Run,
        };
        Some(Signal { period: name(*at)?, rule })
    };
    let back = |steps: usize| whole.len().checked_sub(1 + steps).and_then(|at| whole.get(at)).and_then(|cell| cell.value);
    Ok(TrendView {
        periods: u32::try_from(values.iter().flatten().count()).unwrap_or(u32::MAX),
        mean: found.as_ref().map(|found| found.mean),
        low: found.as_ref().map(|found| found.low),
        high: found.as_ref().map(|found| found.high),
        season: if factors.is_empty() { Vec::new() } else { (0..whole.len()).filter_map(|at| Some((name(at)?, factor(at)))).collect() },
        signals: found.iter().flat_map(|found| &found.signals).filter_map(signal).collect(),
        period: whole.len().checked_sub(1).and_then(name),
        last: back(0),
        previous: back(1),
        year_ago: in_a_year.and_then(back),
    })
}

#[cfg(test)]
mod tests {
    use super::real_season;

    #[test]
    fn noise_is_no_season() {
        let mut draws = kpi_math::Draws::new(3, 0);
        let mut found = 0;
        for _ in 0..200 {
            let noise: Vec<f64> = (0..36).map(|_| 100.0 * draws.factor(0.2)).collect();
            found += usize::from(real_season(&noise, 12).is_some());
            let seasonal: Vec<f64> = noise
                .iter()
                .enumerate()
                .map(|(month, value)| value * if month % 12 == 11 || month % 12 == 5 { 2.5 } else { 1.0 })
                .collect();
            assert!(real_season(&seasonal, 12).is_some());
        }
        assert!(found <= 20, "{found} of 200");
    }
}
