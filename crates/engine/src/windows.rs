//! Other days than those of the period asked for: the period before, a year before, the last few periods, the year so far.

use kpi_data::Dataset;
use kpi_model::{Calendar, Day, Grain, Period};

use crate::formula::Back;

/// The days a part of a calculation is taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Window {
    /// An earlier period of the same shape.
    Earlier(Back),
    /// So many periods, the last of which is the one asked for.
    Trailing(u32),
    /// From the start of the business year of the period's last day to the end of the period.
    YearToDate,
}

impl Window {
    /// Its days for a period. What stands at the end of a period (`is_standing`) is compared with what stood at its start.
    pub(crate) fn of(self, period: Period, grain: Option<Grain>, calendar: Calendar, as_of: Day, is_standing: bool) -> Period {
        match self {
            // Whatever part of the period is asked for.
            Self::Earlier(back) if is_standing => Period { to: period.from, ..earlier(period, grain, calendar, back) },
            Self::Earlier(back) => so_far(period, earlier(period, grain, calendar, back), as_of),
            Self::Trailing(count) => {
                let back = i32::try_from(count).unwrap_or(i32::MAX).saturating_sub(1);
                let from = match grain {
                    Some(grain) => calendar.start(grain, period.from, back.saturating_neg()),
                    None => (0..back).fold(period, |period, _| calendar.before(period)).from,
                };
                Period { from, to: period.to }
            }
            Self::YearToDate => Period { from: calendar.start(Grain::Year, period.to.plus(-1), 0), to: period.to },
        }
    }
}

/// The windows by their places in as few lists as they need so that those of one list do not overlap.
pub(crate) fn apart(windows: &[Period]) -> Vec<Vec<usize>> {
    let mut lists: Vec<(Day, Vec<usize>)> = Vec::new();
    for (place, window) in windows.iter().enumerate() {
        match lists.iter_mut().find(|(end, _)| *end <= window.from) {
            Some((end, list)) => {
                *end = window.to;
                list.push(place);
            }
            None => lists.push((window.to, vec![place])),
        }
    }
    lists.into_iter().map(|(_, list)| list).collect()
}

/// Do the data begin so late that of a period less than half is known? `days` are those of a whole period.
pub(crate) fn is_before_data(from: Day, days: i32, dataset: &Dataset) -> bool {
    dataset.first_day.is_some_and(|first| first.0.saturating_sub(from.0).saturating_mul(2) > days)
}

/// Of a period that is not over, only as many days of the one before as have passed: half a month compares with half a month.
pub(crate) fn so_far(period: Period, before: Period, as_of: Day) -> Period {
    let next = as_of.plus(1);
    let is_running = period.from < next && next < period.to;
    if is_running { Period { to: before.from.plus(next.0 - period.from.0).min(before.to), ..before } } else { before }
}

/// Days of 52 weeks.
const WEEKS: i32 = 364;

/// The period a growth rate compares with: same calendar shape; for a clipped period, the same days into it.
pub(crate) fn earlier(period: Period, grain: Option<Grain>, calendar: Calendar, back: Back) -> Period {
    match (back, grain) {
        // Mondays with Mondays.
        (Back::Year, Some(Grain::Week)) if calendar.weeks.is_none() => {
            Period { from: period.from.plus(-WEEKS), to: period.to.plus(-WEEKS) }
        }
        (Back::Year, _) => calendar.year_before(period),
        (Back::Period, None) => calendar.before(period),
        (Back::Period, Some(grain)) => {
            let start = calendar.start(grain, period.from, 0);
            let from = calendar.start(grain, start, -1).plus(period.from.0 - start.0);
            let is_whole = period.to == calendar.start(grain, start, 1);
            Period { from, to: if is_whole { start } else { from.plus(period.days()).min(start) } }
        }
    }
}
