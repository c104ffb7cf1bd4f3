//! The spans of time a lens asks about, and which of them a day falls into.

use kpi_data::Dataset;
use kpi_model::{Calendar, Day, Field, Grain, Lens, Period, TableKind};

use crate::error::EngineError;

/// One list of periods; a lens over all time has one without bounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scope {
    /// Consecutive periods; empty for all time.
    pub(crate) periods: Vec<Period>,
    pub(crate) as_of: Day,
    /// The periods are parts of one.
    pub(crate) is_one: bool,
}

/// No period: the day is outside.
pub(crate) const OUTSIDE: u32 = u32::MAX;

impl Scope {
    /// Number of period columns.
    pub(crate) fn len(&self) -> usize {
        if self.is_one { 1 } else { self.periods.len().max(1) }
    }

    pub(crate) fn is_all_time(&self) -> bool {
        self.periods.is_empty()
    }

    /// A table from day to period for fast look-up: first day, and the period of each day from there.
    pub(crate) fn table(&self) -> (i32, Vec<u32>) {
        let (Some(first), Some(last)) = (self.periods.first(), self.periods.last()) else {
            return (0, Vec::new());
        };
        let mut table = vec![OUTSIDE; usize::try_from(last.to.0 - first.from.0).unwrap_or(0)];
        for (i, period) in self.periods.iter().enumerate() {
            let (from, to) = (period.from.0 - first.from.0, period.to.0 - first.from.0);
            for slot in table.iter_mut().take(usize::try_from(to).unwrap_or(0)).skip(usize::try_from(from).unwrap_or(0)) {
                *slot = if self.is_one { 0 } else { u32::try_from(i).unwrap_or(OUTSIDE) };
            }
        }
        (first.from.0, table)
    }
}

/// The calendar of a lens.
pub(crate) fn calendar(lens: &Lens) -> Result<Calendar, EngineError> {
    Some(lens.calendar.unwrap_or_default()).filter(Calendar::is_valid).ok_or(EngineError::NoSuchCalendar)
}

/// The span of a lens: what it says, completed from the data where it says half.
pub(crate) fn span(lens: &Lens, dataset: &Dataset, as_of: Day) -> Result<Option<Period>, EngineError> {
    let is_bounded = lens.from.is_some() || lens.to.is_some() || lens.grain.is_some();
    if !is_bounded {
        return Ok(None);
    }
    let to = lens.to.unwrap_or(as_of.plus(1));
    // The first period is a whole one, or its target, dated at its first day, would be lost.
    let calendar = calendar(lens)?;
    let first = dataset.first_day.map(|day| lens.grain.map_or(day, |grain| calendar.start(grain, day, 0)));
    let from = lens.from.or(first).unwrap_or(to.plus(-1));
    if from >= to {
        return Err(EngineError::EmptyPeriod);
    }
    Ok(Some(Period { from, to }))
}

/// The periods of a span, clipped to it.
pub(crate) fn periods(span: Period, grain: Option<Grain>, calendar: Calendar) -> Vec<Period> {
    let Some(grain) = grain else {
        return vec![span];
    };
    let clip = |period: Period| Period { from: period.from.max(span.from), to: period.to.min(span.to) };
    calendar.cut(grain, span).into_iter().map(clip).collect()
}

/// The months that a table has rows for, as one scope.
pub(crate) fn covered(dataset: &Dataset, kind: TableKind, as_of: Day) -> Option<Scope> {
    let days = dataset.facts(kind)?.days.get(&Field::Month)?;
    let mut months: Vec<Day> = days.iter().filter(|day| **day != kpi_data::NO_DAY).map(|day| Day(*day).month_start(0)).collect();
    months.sort_unstable();
    months.dedup();
    let periods: Vec<Period> = months.iter().map(|from| Period { from: *from, to: from.month_start(1) }).collect();
    (!periods.is_empty()).then_some(Scope { periods, as_of, is_one: true })
}
