//! The spans of time a lens asks about, and which of them a day falls into.

use kpi_data::{Dataset, NO_CODE, NO_DAY};
use kpi_math::Rational;
use kpi_model::{Calendar, Day, Field, Grain, Lens, Period, TableKind, Workdays};

use crate::error::EngineError;
use crate::formula::Clock;

/// One list of periods; a lens over all time has one without bounds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scope {
    /// Consecutive periods; empty for all time.
    pub(crate) periods: Vec<Period>,
    pub(crate) as_of: Day,
    pub(crate) gone: Gone,
    /// The periods are parts of one.
    pub(crate) is_one: bool,
}

/// How much of the as-of month is over by the end of the as-of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Gone {
    month: Day,
    /// Days that are over, and all.
    calendar: (i32, i32),
    /// The same of working days; of all days in a month without any.
    working: (i32, i32),
}

impl Gone {
    pub(crate) fn new(as_of: Day, workdays: Option<&Workdays>) -> Self {
        let (month, end) = (as_of.month_start(0), as_of.month_start(1));
        let calendar = (as_of.0 + 1 - month.0, end.0 - month.0);
        let monday_to_friday = Workdays::default();
        let days = workdays.unwrap_or(&monday_to_friday);
        let working = (days.between(month, as_of.plus(1)), days.between(month, end));
        Self { month, calendar, working: if working.1 > 0 { working } else { calendar } }
    }

    /// The part of an amount of the month of `day` that is due by now, in minor units.
    pub(crate) fn due(self, amount: i64, day: Day, clock: Clock) -> i128 {
        let (over, all) = match (day.month_start(0).cmp(&self.month), clock) {
            (std::cmp::Ordering::Less, _) => (1, 1),
            (std::cmp::Ordering::Greater, _) => (0, 1),
            (_, Clock::Calendar) => self.calendar,
            (_, Clock::Working) => self.working,
        };
        Rational::new(i128::from(amount) * i128::from(over), i128::from(all)).rounded()
    }
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
    // The first period is a whole one, or its target, dated at its first day, would be lost; so is the last, as targets and what is due
    // lie behind the as-of day.
    let calendar = calendar(lens)?;
    let next = as_of.plus(1);
    let to = lens.to.unwrap_or_else(|| lens.grain.map_or(next, |grain| calendar.start(grain, as_of, 1)));
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

/// The months that a table has rows for, of those the filters let through (`groups` of its rows), as one scope.
pub(crate) fn covered(dataset: &Dataset, kind: TableKind, groups: Option<&[u32]>, as_of: Day, gone: Gone) -> Option<Scope> {
    let days = dataset.facts(kind)?.days.get(&Field::Month)?;
    let is_let = |row: usize| groups.and_then(|groups| groups.get(row)).is_none_or(|group| *group != NO_CODE);
    let known = days.iter().enumerate().filter(|(row, day)| **day != NO_DAY && is_let(*row));
    let mut months: Vec<Day> = known.map(|(_, day)| Day(*day).month_start(0)).collect();
    months.sort_unstable();
    months.dedup();
    let periods: Vec<Period> = months.iter().map(|from| Period { from: *from, to: from.month_start(1) }).collect();
    (!periods.is_empty()).then_some(Scope { periods, as_of, gone, is_one: true })
}
