//! A calendar day without a time or a zone.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Days since 1970-01-01; on the wire the ISO text `2025-09-30`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

const UNIX_FROM_CE: i32 = 719_163;

impl Day {
    /// The day of a calendar date; `None` where the date does not exist (30 February).
    #[must_use]
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).map(Self::from)
    }

    /// Reads `YYYY-MM-DD`; anything else is `None`.
    #[must_use]
    pub fn parse_iso(text: &str) -> Option<Self> {
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = <[u8; 10]>::try_from(text.as_bytes()).ok()? else { return None };
        let number = |digits: &[u8]| {
            digits.iter().try_fold(0, |number, digit| digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0')))
        };
        Self::from_ymd(number(&[y1, y2, y3, y4])?.cast_signed(), number(&[m1, m2])?, number(&[d1, d2])?)
    }

    /// The chrono date; days outside chrono's range (over 260,000 years away) become 1970-01-01.
    #[must_use]
    pub fn date(self) -> NaiveDate {
        self.0.checked_add(UNIX_FROM_CE).and_then(NaiveDate::from_num_days_from_ce_opt).unwrap_or_default()
    }

    /// Calendar year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.date().year()
    }

    /// Calendar month, 1 to 12.
    #[must_use]
    pub fn month(self) -> u32 {
        self.date().month()
    }

    /// Day of the month, 1 to 31.
    #[must_use]
    pub fn day_of_month(self) -> u32 {
        self.date().day()
    }

    /// The first day of this day's month moved by `months`.
    #[must_use]
    pub fn month_start(self, months: i32) -> Self {
        let index = self.year() * 12 + self.date().month0().cast_signed() + months;
        let (year, month) = (index.div_euclid(12), index.rem_euclid(12).cast_unsigned() + 1);
        Self::from_ymd(year, month, 1).unwrap_or(self)
    }

    /// This day moved by `days`.
    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }
}

impl From<NaiveDate> for Day {
    fn from(date: NaiveDate) -> Self {
        Self(date.num_days_from_ce() - UNIX_FROM_CE)
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day_of_month())
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse_iso(&text).ok_or_else(|| serde::de::Error::custom(format!("not a date: {text:?}; write YYYY-MM-DD")))
    }
}

#[cfg(test)]
mod tests {
    use super::Day;

    #[test]
    fn epoch_iso_and_month_arithmetic() {
        assert_eq!(Day::from_ymd(1970, 1, 1), Some(Day(0)));
        assert_eq!(Day::parse_iso("2024-02-29").map(|d| d.to_string()).as_deref(), Some("2024-02-29"));
        assert_eq!(Day::parse_iso("2023-02-29"), None);
        assert_eq!(Day::parse_iso("2023-2-9"), None);
        let day = Day::from_ymd(2025, 1, 31).unwrap();
        assert_eq!(day.month_start(-1).to_string(), "2024-12-01");
        assert_eq!(day.month_start(13).to_string(), "2026-02-01");
    }
}
