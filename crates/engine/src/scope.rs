//! The spans of time a lens asks about, and which of them a day falls into.

use kpi_data::Dataset;
use kpi_model::{Day, Field, Grain, Lens, Period, TableKind};

use crate::error::EngineError;

/// One list of periods; a lens over all time has one without bounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scope {
    /// Consecutive periods; empty for all time.
    pub(crate) periods: Vec<Period>,
    pub(crate) as_of: Day,
}

/// No period: the day is outside.
pub(crate) const OUTSIDE: u32 = u32::MAX;

impl Scope {
    /// Number of period columns.
    pub(crate) fn len(&self) -> usize {
        self.periods.len().max(1)
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
                *slot = u32::try_from(i).unwrap_or(OUTSIDE);
            }
        }
        (first.from.0, table)
    }
}

/// The span of a lens: what it says, completed from the data where it says half.
pub(crate) fn span(lens: &Lens, dataset: &Dataset, as_of: Day) -> Result<Option<Period>, EngineError> {
    let is_bounded = lens.from.is_some() || lens.to.is_some() || lens.grain.is_some();
    if !is_bounded {
        return Ok(None);
    }
    let to = lens.to.unwrap_or(as_of.plus(1));
    let from = lens.from.or(dataset.first_day).unwrap_or(to.plus(-1));
    if from >= to {
        return Err(EngineError::EmptyPeriod);
    }
    Ok(Some(Period { from, to }))
}

/// The periods of a span, clipped to it.
pub(crate) fn periods(span: Period, grain: Option<Grain>) -> Vec<Period> {
    let Some(grain) = grain else {
        return vec![span];
    };
    let clip = |period: Period| Period { from: period.from.max(span.from), to: period.to.min(span.to) };
    grain.cut(span).into_iter().map(clip).collect()
}

/// The months a table covers: from its first to its last dated row.
pub(crate) fn covered(dataset: &Dataset, kind: TableKind) -> Option<Period> {
    let days = dataset.facts(kind)?.days.get(&Field::Month)?;
    let known = || days.iter().filter(|day| **day != kpi_data::NO_DAY);
    Some(Period { from: Day(*known().min()?).month_start(0), to: Day(*known().max()?).month_start(1) })
}
