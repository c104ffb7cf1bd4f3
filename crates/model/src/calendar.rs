//! Business years: where they begin, and years of whole weeks.

use chrono::Datelike;
use serde::{Deserialize, Serialize};

use crate::{Day, Grain, Period};

/// How the 13 weeks of a quarter are shared by its three months.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Pattern {
    /// Four, four and five weeks.
    #[default]
    #[serde(rename = "4-4-5")]
    FourFourFive,
    /// Four, five and four weeks.
    #[serde(rename = "4-5-4")]
    FourFiveFour,
    /// Five, four and four weeks.
    #[serde(rename = "5-4-4")]
    FiveFourFour,
}

/// A year of 52 or 53 whole weeks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
pub struct Weeks {
    /// Weeks of the months of a quarter; a 53rd week belongs to the last month.
    pub pattern: Pattern,
    /// Weekday on which the year ends, 1 for Monday to 7 for Sunday.
    pub last_weekday: u8,
    /// The year ends on that weekday nearest to the end of the month before the first; otherwise on the last one in that month.
    pub is_nearest: bool,
}

impl Default for Weeks {
    fn default() -> Self {
        Self { pattern: Pattern::default(), last_weekday: 6, is_nearest: false }
    }
}

/// The calendar of a business; by default the civil one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
pub struct Calendar {
    /// First month of the year, 1 to 12.
    pub first_month: u8,
    /// Whole weeks in place of calendar months.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weeks: Option<Weeks>,
    /// A year has the number of the calendar year it begins in; otherwise of the one it ends in.
    pub is_named_by_start: bool,
}

impl Default for Calendar {
    fn default() -> Self {
        Self { first_month: 1, weeks: None, is_named_by_start: false }
    }
}

/// Weeks in a year of weeks, without the 53rd.
const WEEKS: i32 = 52;

impl Calendar {
    /// Is it the civil calendar, whose periods carry plain names?
    #[must_use]
    pub fn is_civil(&self) -> bool {
        self.first_month == 1 && self.weeks.is_none()
    }

    /// Are month and weekday such that exist?
    #[must_use]
    pub fn is_valid(&self) -> bool {
        (1..=12).contains(&self.first_month) && self.weeks.is_none_or(|weeks| (1..=7).contains(&weeks.last_weekday))
    }

    /// The start of the period `steps` after the one that holds `day`.
    #[must_use]
    pub fn start(&self, grain: Grain, day: Day, steps: i32) -> Day {
        match self.weeks {
            Some(weeks) => self.start_in_weeks(weeks, grain, day, steps),
            None => {
                let into_year = (day.date().month0().cast_signed() - self.months_before()).rem_euclid(12);
                match grain {
                    Grain::Day | Grain::Week | Grain::Month => grain.start(day, steps),
                    Grain::Quarter => day.month_start(steps * 3 - into_year % 3),
                    Grain::Year => day.month_start(steps * 12 - into_year),
                }
            }
        }
    }

    /// The periods of a grain that touch `span`, in order.
    #[must_use]
    pub fn cut(&self, grain: Grain, span: Period) -> Vec<Period> {
        let mut periods = Vec::new();
        let mut from = self.start(grain, span.from, 0);
        while from < span.to {
            let to = self.start(grain, from, 1);
            periods.push(Period { from, to });
            from = to;
        }
        periods
    }

    /// The name of the period that starts at `start`: as in the civil calendar, or `FY2026`, `FY2026-Q1`, `FY2026-P01`, `FY2026-W05`.
    #[must_use]
    pub fn label(&self, grain: Grain, start: Day) -> String {
        let has_own_name = match grain {
            Grain::Day => false,
            Grain::Week | Grain::Month => self.weeks.is_some(),
            Grain::Quarter | Grain::Year => !self.is_civil(),
        };
        if !has_own_name {
            return grain.label(start);
        }
        let (year, place) = self.place(grain, start);
        match grain {
            Grain::Week => format!("FY{year}-W{:02}", place + 1),
            Grain::Month => format!("FY{year}-P{:02}", place + 1),
            Grain::Quarter => format!("FY{year}-Q{}", place + 1),
            Grain::Day | Grain::Year => format!("FY{year}"),
        }
    }

    /// The number of the business year of a day, and which period of the grain in it, from 0.
    #[must_use]
    pub fn place(&self, grain: Grain, day: Day) -> (i32, i32) {
        let (ends_in, place) = match self.weeks {
            Some(weeks) => {
                let (year, start) = self.year_of_weeks(weeks, day);
                (year, self.index(weeks, grain, day.0 - start.0))
            }
            None => {
                let into_year = (day.date().month0().cast_signed() - self.months_before()).rem_euclid(12);
                let start = day.month_start(-into_year);
                let place = match grain {
                    Grain::Day => day.0 - start.0,
                    Grain::Week => (day.0 - start.0) / 7,
                    Grain::Month => into_year,
                    Grain::Quarter => into_year / 3,
                    Grain::Year => 0,
                };
                (start.year() + i32::from(self.first_month > 1), place)
            }
        };
        (if self.is_named_by_start && self.first_month > 1 { ends_in - 1 } else { ends_in }, place)
    }

    /// The same span a business year earlier. Years of weeks shift by their weeks, so that Mondays meet Mondays.
    #[must_use]
    pub fn year_before(&self, span: Period) -> Period {
        let Some(weeks) = self.weeks else { return span.year_before() };
        // A 53rd week compares with the last week of a year of 52.
        let shift = |days: i32, length: i32| if days >= length { days - 7 } else { days };
        let before = |day: Day| {
            let (year, start) = self.year_of_weeks(weeks, day);
            let before = self.year_start(weeks, year - 1);
            (before, start, day.0 - start.0)
        };
        let (year, start, days) = before(span.from);
        let from = year.plus(shift(days, start.0 - year.0));
        let (year, start, days) = before(span.to.plus(-1));
        // The end of a year is the end of the year before, whatever their lengths.
        let is_end = self.start(Grain::Year, span.to.plus(-1), 1) == span.to;
        Period { from, to: if is_end { start } else { year.plus(shift(days, start.0 - year.0) + 1) } }
    }

    /// The span just before: the same number of months, quarters or years of this calendar where it is made of them.
    #[must_use]
    pub fn before(&self, span: Period) -> Period {
        if self.weeks.is_none() {
            return span.before();
        }
        let whole = [Grain::Year, Grain::Quarter, Grain::Month].into_iter().find_map(|grain| {
            let periods = self.cut(grain, span);
            let is_whole =
                periods.first().map(|period| period.from) == Some(span.from) && periods.last().map(|period| period.to) == Some(span.to);
            is_whole.then(|| Period { from: self.start(grain, span.from, -i32::try_from(periods.len()).unwrap_or(1)), to: span.from })
        });
        whole.unwrap_or_else(|| span.before())
    }

    fn months_before(&self) -> i32 {
        i32::from(self.first_month) - 1
    }

    /// First day of the year of weeks that ends in the calendar year `year` (in the month before the first).
    fn year_start(&self, weeks: Weeks, year: i32) -> Day {
        self.year_end(weeks, year - 1).plus(1)
    }

    fn year_end(&self, weeks: Weeks, year: i32) -> Day {
        // Before the first month of `year`, or December of it where the year begins in January.
        let months = if self.first_month == 1 { 12 } else { self.months_before() };
        let month_end = Day::from_ymd(year, 1, 1).map_or(Day(0), |day| day.month_start(months)).plus(-1);
        let weekday = month_end.date().weekday().number_from_monday().cast_signed();
        let back = (weekday - i32::from(weeks.last_weekday)).rem_euclid(7);
        month_end.plus(if weeks.is_nearest && back > 3 { 7 - back } else { -back })
    }

    /// The year of weeks that holds a day, by the year it ends in, and its first day.
    fn year_of_weeks(&self, weeks: Weeks, day: Day) -> (i32, Day) {
        let mut year = day.year() + 2;
        while self.year_start(weeks, year) > day {
            year -= 1;
        }
        (year, self.year_start(weeks, year))
    }

    /// Weeks before each month of a year of weeks.
    fn weeks_before(weeks: Weeks) -> [i32; 12] {
        let firsts = match weeks.pattern {
            Pattern::FourFourFive => [0, 4, 8],
            Pattern::FourFiveFour => [0, 4, 9],
            Pattern::FiveFourFour => [0, 5, 9],
        };
        std::array::from_fn(|month| {
            let quarter = i32::try_from(month / 3).unwrap_or(0);
            quarter * (WEEKS / 4) + firsts.get(month % 3).copied().unwrap_or(0)
        })
    }

    /// Which period of the grain holds the day so many days into the year, from 0.
    fn index(&self, weeks: Weeks, grain: Grain, days: i32) -> i32 {
        let week = days.div_euclid(7);
        let month = || Self::weeks_before(weeks).iter().filter(|before| **before <= week).count() as i32 - 1;
        match grain {
            Grain::Day => days,
            Grain::Week => week,
            Grain::Month => month(),
            Grain::Quarter => month() / 3,
            Grain::Year => 0,
        }
    }

    fn start_in_weeks(&self, weeks: Weeks, grain: Grain, day: Day, steps: i32) -> Day {
        let (year, start) = self.year_of_weeks(weeks, day);
        let days = day.0 - start.0;
        let in_a_year = match grain {
            Grain::Day => return day.plus(steps),
            Grain::Week => return start.plus((days.div_euclid(7) + steps) * 7),
            Grain::Month => 12,
            Grain::Quarter => 4,
            Grain::Year => 1,
        };
        let at = year * in_a_year + self.index(weeks, grain, days) + steps;
        let (year, place) = (at.div_euclid(in_a_year), at.rem_euclid(in_a_year));
        let month = usize::try_from(place * (12 / in_a_year)).unwrap_or(0);
        self.year_start(weeks, year).plus(Self::weeks_before(weeks).get(month).copied().unwrap_or(0) * 7)
    }
}

#[cfg(test)]
mod tests {
    use super::{Calendar, Pattern, Weeks};
    use crate::{Day, Grain, Period};

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    #[test]
    fn the_civil_calendar_is_the_grain_itself() {
        let civil = Calendar::default();
        for text in ["2024-02-29", "2025-12-31", "2026-01-01", "2026-08-17"] {
            for grain in Grain::ALL {
                for steps in -3..4 {
                    assert_eq!(civil.start(grain, day(text), steps), grain.start(day(text), steps));
                }
                assert_eq!(civil.label(grain, grain.start(day(text), 0)), grain.label(grain.start(day(text), 0)));
            }
        }
    }

    #[test]
    fn a_year_from_april() {
        let april = Calendar { first_month: 4, ..Calendar::default() };
        assert_eq!(april.start(Grain::Year, day("2026-03-31"), 0), day("2025-04-01"));
        assert_eq!(april.start(Grain::Quarter, day("2026-03-31"), 0), day("2026-01-01"));
        let names =
            |text: &str| [Grain::Year, Grain::Quarter, Grain::Month].map(|grain| april.label(grain, april.start(grain, day(text), 0)));
        assert_eq!(names("2026-03-31"), ["FY2026", "FY2026-Q4", "2026-03"]);
        assert_eq!(names("2026-04-01"), ["FY2027", "FY2027-Q1", "2026-04"]);
        let by_start = Calendar { is_named_by_start: true, ..april };
        assert_eq!(by_start.label(Grain::Year, day("2026-04-01")), "FY2026");
        let november = Calendar { first_month: 11, ..Calendar::default() };
        assert_eq!(november.label(Grain::Quarter, november.start(Grain::Quarter, day("2026-01-15"), 0)), "FY2026-Q1");
        assert_eq!(november.start(Grain::Quarter, day("2026-01-15"), 0), day("2025-11-01"));
    }

    /// The National Retail Federation's 4-5-4 calendar: Saturday nearest to 31 January; 2023 has 53 weeks.
    #[test]
    fn the_calendar_of_american_retail() {
        let weeks = Weeks { pattern: Pattern::FourFiveFour, last_weekday: 6, is_nearest: true };
        let retail = Calendar { first_month: 2, weeks: Some(weeks), is_named_by_start: true };
        for (year, first) in [(2022, "2022-01-30"), (2023, "2023-01-29"), (2024, "2024-02-04"), (2025, "2025-02-02"), (2026, "2026-02-01")]
        {
            assert_eq!(retail.start(Grain::Year, day(first), 0), day(first), "{year}");
            assert_eq!(retail.place(Grain::Year, day(first)).0, year);
        }
        let months: Vec<_> = retail.cut(Grain::Month, Period { from: day("2025-02-02"), to: day("2026-02-01") });
        let starts: Vec<String> = months.iter().take(4).map(|month| month.from.to_string()).collect();
        assert_eq!(starts, ["2025-02-02", "2025-03-02", "2025-04-06", "2025-05-04"]);
        assert_eq!((months.len(), retail.label(Grain::Month, day("2025-03-02"))), (12, "FY2025-P02".to_owned()));
        let before = |from: &str, to: &str| retail.year_before(Period { from: day(from), to: day(to) }).to_string();
        assert_eq!(before("2023-10-29", "2024-02-04"), "2022-10-30/2023-01-29");
        assert_eq!(before("2024-01-28", "2024-02-04"), "2023-01-22/2023-01-29");
        assert_eq!(before("2023-01-29", "2024-02-04"), "2022-01-30/2023-01-29");
        assert_eq!(before("2024-02-04", "2025-02-02"), "2023-01-29/2024-02-04");
        let year = retail.cut(Grain::Week, Period { from: day("2023-01-29"), to: day("2024-02-04") });
        assert_eq!((year.len(), retail.label(Grain::Week, year[52].from)), (53, "FY2023-W53".to_owned()));
    }

    #[test]
    fn periods_of_weeks_leave_no_gap_and_compare_with_their_like() {
        for first_month in [1, 2, 7, 10] {
            for pattern in [Pattern::FourFourFive, Pattern::FourFiveFour, Pattern::FiveFourFour] {
                for (last_weekday, is_nearest) in [(6, false), (7, true), (3, true)] {
                    let calendar =
                        Calendar { first_month, weeks: Some(Weeks { pattern, last_weekday, is_nearest }), is_named_by_start: false };
                    let span = Period { from: day("2019-11-15"), to: day("2027-03-02") };
                    for grain in Grain::ALL {
                        let periods = calendar.cut(grain, span);
                        assert!(periods.first().unwrap().from <= span.from && periods.last().unwrap().to >= span.to);
                        assert!(periods.windows(2).all(|pair| pair[0].to == pair[1].from), "{calendar:?} {grain:?}");
                        let days = match grain {
                            Grain::Day => 1..=1,
                            Grain::Week => 7..=7,
                            Grain::Month => 28..=42,
                            Grain::Quarter => 91..=98,
                            Grain::Year => 364..=371,
                        };
                        for period in periods {
                            assert!(days.contains(&period.days()), "{calendar:?} {grain:?} {period}");
                            assert_eq!(calendar.start(grain, period.to.plus(-1), 0), period.from);
                            assert_eq!(calendar.start(grain, period.to, -1), period.from);
                            if matches!(grain, Grain::Quarter | Grain::Year) {
                                assert_eq!(calendar.before(period).to, period.from);
                                let before = calendar.year_before(period);
                                assert_eq!(calendar.place(grain, before.from).1, calendar.place(grain, period.from).1);
                                assert_eq!(before.to, calendar.start(grain, before.from, 1), "{calendar:?} {grain:?} {period}");
                                assert_eq!(before.from, calendar.start(grain, before.from, 0), "{calendar:?} {grain:?} {period}");
                            }
                        }
                    }
                }
            }
        }
    }
}
