//! Half-open spans of days and the calendar grains that cut them.

use chrono::{Datelike, Weekday};
use serde::{Deserialize, Serialize};

use crate::Day;

/// How a span is cut into periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Grain {
    /// Calendar days.
    Day,
    /// ISO weeks, Monday first.
    Week,
    /// Calendar months.
    Month,
    /// Calendar quarters.
    Quarter,
    /// Calendar years.
    Year,
}

/// The days `from ≤ d < to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Period {
    /// First day.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub from: Day,
    /// First day after the span.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub to: Day,
}

impl Grain {
    /// Every grain, finest first.
    pub const ALL: [Self; 5] = [Self::Day, Self::Week, Self::Month, Self::Quarter, Self::Year];

    /// The word on the wire and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    /// The start of the period `steps` after the one that holds `day`.
    #[must_use]
    pub fn start(self, day: Day, steps: i32) -> Day {
        match self {
            Self::Day => day.plus(steps),
            Self::Week => {
                let into_week = day.date().weekday().days_since(Weekday::Mon).cast_signed();
                day.plus(steps.saturating_mul(7) - into_week)
            }
            Self::Month => day.month_start(steps),
            Self::Quarter => day.month_start(steps * 3 - day.date().month0().cast_signed() % 3),
            Self::Year => day.month_start(steps * 12 - day.date().month0().cast_signed()),
        }
    }

    /// The periods of this grain that touch `span`, in order.
    #[must_use]
    pub fn cut(self, span: Period) -> Vec<Period> {
        let mut periods = Vec::new();
        let mut from = self.start(span.from, 0);
        while from < span.to {
            let to = self.start(from, 1);
            periods.push(Period { from, to });
            from = to;
        }
        periods
    }

    /// The name of the period that starts at `start`: `2025-09-30`, `2025-W40`, `2025-09`, `2025-Q3`, `2025`.
    #[must_use]
    pub fn label(self, start: Day) -> String {
        let (year, month) = (start.year(), start.month());
        match self {
            Self::Day => start.to_string(),
            Self::Week => {
                let week = start.date().iso_week();
                format!("{}-W{:02}", week.year(), week.week())
            }
            Self::Month => format!("{year}-{month:02}"),
            Self::Quarter => format!("{year}-Q{}", (month - 1) / 3 + 1),
            Self::Year => format!("{year}"),
        }
    }
}

impl Period {
    /// Is `day` inside?
    #[must_use]
    pub fn contains(self, day: Day) -> bool {
        self.from <= day && day < self.to
    }

    /// Length in days.
    #[must_use]
    pub fn days(self) -> i32 {
        self.to.0 - self.from.0
    }

    /// The span of the same calendar shape `months` earlier; `None` unless both ends are month starts.
    #[must_use]
    pub fn back_months(self, months: i32) -> Option<Self> {
        let is_whole = self.from.day_of_month() == 1 && self.to.day_of_month() == 1;
        is_whole.then(|| Self { from: self.from.month_start(-months), to: self.to.month_start(-months) })
    }

    /// The span just before this one: the same number of calendar months, otherwise of days.
    #[must_use]
    pub fn before(self) -> Self {
        let months = (self.to.year() - self.from.year()) * 12 + self.to.month().cast_signed() - self.from.month().cast_signed();
        self.back_months(months).unwrap_or(Self { from: self.from.plus(-self.days()), to: self.from })
    }

    /// The same span a year earlier: twelve months for whole months, otherwise the same dates.
    #[must_use]
    pub fn year_before(self) -> Self {
        let shift =
            |day: Day| Day::from_ymd(day.year() - 1, day.month(), day.day_of_month()).unwrap_or_else(|| day.month_start(-11).plus(-1));
        // Of whole months the ends are those of the months; else the last day has its counterpart, not the day behind it.
        let is_whole = self.from.day_of_month() == 1 && self.to.day_of_month() == 1;
        let to = if is_whole { shift(self.to) } else { shift(self.to.plus(-1)).plus(1) };
        Self { from: shift(self.from), to }
    }
}

impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.from, self.to)
    }
}

#[cfg(test)]
mod tests {
    use super::{Grain, Period};
    use crate::Day;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    #[test]
    fn periods_cover_the_span_without_gap() {
        let span = Period { from: day("2024-11-15"), to: day("2025-03-02") };
        for grain in Grain::ALL {
            let periods = grain.cut(span);
            assert!(periods.first().unwrap().from <= span.from && periods.last().unwrap().to >= span.to);
            assert!(periods.windows(2).all(|pair| pair[0].to == pair[1].from), "{grain:?}");
        }
        assert_eq!(Grain::Quarter.label(Grain::Quarter.start(day("2025-09-30"), 0)), "2025-Q3");
        assert_eq!(Grain::Week.label(day("2024-12-30")), "2025-W01");
        assert_eq!(Grain::Year.start(day("2025-09-30"), -1), day("2024-01-01"));
    }

    #[test]
    fn comparison_spans_keep_their_shape() {
        let quarter = Period { from: day("2025-07-01"), to: day("2025-10-01") };
        assert_eq!(quarter.before().to_string(), "2025-04-01/2025-07-01");
        assert_eq!(quarter.year_before().to_string(), "2024-07-01/2024-10-01");
        let days = Period { from: day("2025-07-10"), to: day("2025-07-20") };
        assert_eq!(days.before().to_string(), "2025-06-30/2025-07-10");
        let february = Period { from: day("2024-02-01"), to: day("2024-02-29") };
        assert_eq!(february.year_before().to_string(), "2023-02-01/2023-03-01");
        for (from, to) in [("2024-02-28", "2024-02-29"), ("2025-02-28", "2025-03-01")] {
            assert_eq!(Period { from: day(from), to: day(to) }.year_before().days(), 1, "{from}");
        }
        assert_eq!(Period { from: day("2025-02-22"), to: day("2025-03-01") }.year_before().days(), 7);
        assert_eq!(Period { from: day("2025-02-01"), to: day("2025-03-01") }.year_before().to_string(), "2024-02-01/2024-03-01");
        assert_eq!(Period { from: day("2024-02-29"), to: day("2024-03-01") }.year_before().from, day("2023-03-31").plus(-31));
    }
}
