//! The period, comparison and filters that follow the user from screen to screen.

use kpi_model::{Calendar, Day, Dimension, Filter, Grain, Lens, Locale, Period, Workdays};
use serde::{Deserialize, Serialize};

use crate::format;

/// What the period is compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Compare {
    /// The same period a year before.
    #[default]
    Year,
    /// The period just before.
    Previous,
}

/// What is looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Scope {
    /// Grain and start of the period; none is all time.
    pub period: Option<(Grain, Day)>,
    /// What it is compared with.
    pub compare: Compare,
    /// Restrictions.
    pub filters: Vec<Filter>,
    /// The business year.
    pub calendar: Calendar,
    /// Which days are worked.
    pub workdays: Workdays,
}

/// Months shown before and including the period.
const SERIES_MONTHS: i32 = 21;

impl Scope {
    /// The quarter of the last day in the data.
    #[must_use]
    pub fn last_quarter(as_of: Option<Day>, calendar: Calendar, workdays: Workdays) -> Self {
        Self { period: as_of.map(|day| (Grain::Quarter, calendar.start(Grain::Quarter, day, 0))), calendar, workdays, ..Self::default() }
    }

    /// The days of the period.
    #[must_use]
    pub fn span(&self) -> Option<Period> {
        self.period.map(|(grain, start)| Period { from: start, to: self.calendar.start(grain, start, 1) })
    }

    /// Does the period go on after the last day in the data?
    #[must_use]
    pub fn is_running(&self, as_of: Option<Day>) -> bool {
        self.span().zip(as_of).is_some_and(|(span, last)| span.contains(last) && last.plus(1) < span.to)
    }

    /// The days compared with. Of a period that is not over only as many days of the other as have passed: half a month compares with
    /// half a month, as in every growth rate.
    #[must_use]
    pub fn compared(&self, as_of: Option<Day>) -> Option<Period> {
        let span = self.span()?;
        let whole = if self.compare == Compare::Year { self.calendar.year_before(span) } else { self.calendar.before(span) };
        let Some(last) = as_of.filter(|_| self.is_running(as_of)) else { return Some(whole) };
        Some(Period { to: whole.from.plus(last.plus(1).0 - span.from.0).min(whole.to), ..whole })
    }

    /// The names of the period compared with and of this one; none over all time.
    #[must_use]
    pub fn names(&self, as_of: Option<Day>, locale: Locale) -> Option<(String, String)> {
        let (grain, start) = self.period?;
        let name = |start: Day| format::period(start, grain, self.calendar, locale);
        let before = name(self.compared(as_of)?.from);
        let to_date = match locale {
            _ if !self.is_running(as_of) => "",
            Locale::Chinese => "（截至同一天）",
            Locale::English => " (to the same day)",
        };
        Some((format!("{before}{to_date}"), name(start)))
    }

    /// A lens on these days under the filters.
    #[must_use]
    pub fn lens(&self, span: Option<Period>) -> Lens {
        let calendar = (self.calendar != Calendar::default()).then_some(self.calendar);
        let workdays = (self.workdays != Workdays::default()).then(|| self.workdays.clone());
        let (from, to) = (span.map(|span| span.from), span.map(|span| span.to));
        Lens { from, to, filters: self.filters.clone(), calendar, workdays, ..Lens::default() }
    }

    /// The months up to the end of the period, or of the data.
    #[must_use]
    pub fn series(&self, as_of: Option<Day>) -> Lens {
        let next = |day: Day| self.calendar.start(Grain::Month, day, 1);
        let end = self.span().map(|span| span.to).or_else(|| as_of.map(next));
        let end = match (end, as_of) {
            (Some(end), Some(as_of)) => Some(end.min(next(as_of))),
            (end, _) => end,
        };
        let span = end.map(|to| Period { from: self.calendar.start(Grain::Month, to, -SERIES_MONTHS), to });
        Lens { grain: Some(Grain::Month), ..self.lens(span) }
    }

    /// The single value a dimension is restricted to.
    #[must_use]
    pub fn filter(&self, dimension: Dimension) -> Option<&str> {
        self.filters.iter().find(|filter| filter.dimension == dimension).and_then(|filter| filter.values.first()).map(String::as_str)
    }

    /// Restricts a dimension to one value, or releases it.
    pub fn set_filter(&mut self, dimension: Dimension, value: Option<String>) {
        self.filters.retain(|filter| filter.dimension != dimension);
        if let Some(value) = value {
            self.filters.push(Filter { dimension, values: vec![value] });
            self.filters.sort_by_key(|filter| filter.dimension);
        }
    }

    /// Cuts by another calendar; the period becomes the one of its grain that holds its middle, but none after the data.
    pub fn set_calendar(&mut self, calendar: Calendar, as_of: Option<Day>) {
        let middle = self.span().map(|span| span.from.plus(span.days() / 2));
        self.calendar = calendar;
        if let (Some((grain, start)), Some(middle)) = (&mut self.period, middle) {
            *start = calendar.start(*grain, as_of.map_or(middle, |last| middle.min(last)), 0);
        }
    }

    /// The period moved by `steps`, but not to where there is nothing: before the first day, or after the last.
    pub fn step(&mut self, steps: i32, first: Option<Day>, last: Option<Day>) {
        if let Some((grain, start)) = &mut self.period {
            let next = self.calendar.start(*grain, *start, steps);
            let ends = self.calendar.start(*grain, next, 1);
            if last.is_none_or(|last| steps < 0 || next <= last) && first.is_none_or(|first| steps > 0 || ends > first) {
                *start = next;
            }
        }
    }

    /// Periods on offer: quarters from the last in the data backwards, then years, then all time.
    #[must_use]
    pub fn choices(&self, first: Option<Day>, as_of: Option<Day>) -> Vec<Option<(Grain, Day)>> {
        let (Some(first), Some(last)) = (first, as_of) else {
            return vec![None];
        };
        let back = |grain: Grain, most: usize| {
            let calendar = self.calendar;
            let starts = (0..).map(move |steps: i32| calendar.start(grain, last, -steps));
            starts.take(most).take_while(move |start| calendar.start(grain, *start, 1) > first).map(move |start| Some((grain, start)))
        };
        back(Grain::Quarter, 12).chain(back(Grain::Year, 5)).chain([None]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Compare, Scope};
    use kpi_model::{Day, Grain, Locale, Period};

    fn day(year: i32, month: u32, day: u32) -> Day {
        Day::from_ymd(year, month, day).unwrap()
    }

    #[test]
    fn a_period_that_runs_is_compared_with_as_many_days() {
        let scope = Scope { period: Some((Grain::Year, day(2025, 1, 1))), ..Scope::default() };
        let until = |to: Day| Some(Period { from: day(2024, 1, 1), to });
        assert_eq!(scope.compared(Some(day(2025, 9, 30))), until(day(2024, 1, 1).plus(273)), "273 days have passed");
        assert_eq!(scope.compared(Some(day(2025, 12, 31))), until(day(2025, 1, 1)), "the last day: the whole year");
        assert_eq!(scope.compared(None), until(day(2025, 1, 1)));
        let month = Scope { period: Some((Grain::Month, day(2025, 3, 1))), compare: Compare::Previous, ..Scope::default() };
        // March has more days than February: all of it is compared on the 29th.
        assert_eq!(month.compared(Some(day(2025, 3, 29))), Some(Period { from: day(2025, 2, 1), to: day(2025, 3, 1) }));
        let names = |as_of: Day| scope.names(Some(as_of), Locale::English).unwrap();
        assert_eq!(names(day(2025, 9, 30)), ("2024 (to the same day)".to_owned(), "2025".to_owned()));
        assert_eq!(names(day(2026, 1, 15)), ("2024".to_owned(), "2025".to_owned()));
    }
}
