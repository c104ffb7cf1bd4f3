//! Working days: Monday to Friday, with public holidays and days of one's own.

use chrono::Datelike;
use serde::{Deserialize, Serialize};

use crate::Day;

/// A country whose public holidays are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Country {
    /// Mainland China, with the weekends that are worked in exchange, as the State Council announces them each year.
    #[serde(rename = "CN")]
    China,
}

/// Which days are worked. By default Monday to Friday.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
pub struct Workdays {
    /// Whose public holidays are days off. Known from 2010 to 2026; other years have weekends only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// Further days off.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(as = "Vec<String>"))]
    pub off: Vec<Day>,
    /// Working days that would be days off otherwise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(as = "Vec<String>"))]
    pub on: Vec<Day>,
}

impl Workdays {
    /// Is it worked on a day? Days of one's own come before the holidays, and these before the weekend.
    #[must_use]
    pub fn is_worked(&self, day: Day) -> bool {
        if self.on.contains(&day) {
            return true;
        }
        if self.off.contains(&day) {
            return false;
        }
        let is_weekday = day.date().weekday().number_from_monday() < 6;
        match self.country.and_then(|Country::China| CHINA.iter().find(|(year, ..)| *year == day.year())) {
            Some((_, off, on)) => {
                let name = format!("{:02}{:02}", day.month(), day.day_of_month());
                let is_in = |list: &str| list.split(' ').any(|own| own == name);
                if is_weekday { !is_in(off) } else { is_in(on) }
            }
            None => is_weekday,
        }
    }

    /// Working days from a day on, before another.
    #[must_use]
    pub fn between(&self, from: Day, to: Day) -> i32 {
        (from.0..to.0).map(|day| i32::from(self.is_worked(Day(day)))).sum()
    }
}

/// Weekdays off and weekends worked, by year: notices of the State Council on the arrangement of holidays.
const CHINA: [(i32, &str, &str); 17] = [
    (
        2010,
        "0101 0215 0216 0217 0218 0219 0405 0503 0614 0615 0616 0922 0923 0924 1001 1004 1005 1006 1007",
        "0220 0221 0612 0613 0919 0925 0926 1009",
    ),
    (2011, "0103 0202 0203 0204 0207 0208 0404 0405 0502 0606 0912 1003 1004 1005 1006 1007", "0130 0212 0402 1008 1009 1231"),
    (2012, "0102 0103 0123 0124 0125 0126 0127 0402 0403 0404 0430 0501 0622 1001 1002 1003 1004 1005", "0121 0129 0331 0401 0428 0929"),
    (
        2013,
        "0101 0102 0103 0211 0212 0213 0214 0215 0404 0405 0429 0430 0501 0610 0611 0612 0919 0920 1001 1002 1003 1004 1007",
        "0105 0106 0216 0217 0407 0427 0428 0608 0609 0922 0929 1012",
    ),
    (2014, "0101 0131 0203 0204 0205 0206 0407 0501 0502 0602 0908 1001 1002 1003 1006 1007", "0126 0208 0504 0928 1011"),
    (2015, "0101 0102 0218 0219 0220 0223 0224 0406 0501 0622 0903 0904 1001 1002 1005 1006 1007", "0104 0215 0228 0906 1010"),
    (2016, "0101 0208 0209 0210 0211 0212 0404 0502 0609 0610 0915 0916 1003 1004 1005 1006 1007", "0206 0214 0612 0918 1008 1009"),
    (2017, "0102 0127 0130 0131 0201 0202 0403 0404 0501 0529 0530 1002 1003 1004 1005 1006", "0122 0204 0401 0527 0930"),
    (
        2018,
        "0101 0215 0216 0219 0220 0221 0405 0406 0430 0501 0618 0924 1001 1002 1003 1004 1005 1231",
        "0211 0224 0408 0428 0929 0930 1229",
    ),
    (2019, "0101 0204 0205 0206 0207 0208 0405 0501 0502 0503 0607 0913 1001 1002 1003 1004 1007", "0202 0203 0428 0505 0929 1012"),
    (
        2020,
        "0101 0124 0127 0128 0129 0130 0131 0406 0501 0504 0505 0625 0626 1001 1002 1005 1006 1007 1008",
        "0119 0426 0509 0628 0927 1010",
    ),
    (
        2021,
        "0101 0211 0212 0215 0216 0217 0405 0503 0504 0505 0614 0920 0921 1001 1004 1005 1006 1007",
        "0207 0220 0425 0508 0918 0926 1009",
    ),
    (
        2022,
        "0103 0131 0201 0202 0203 0204 0404 0405 0502 0503 0504 0603 0912 1003 1004 1005 1006 1007",
        "0129 0130 0402 0424 0507 1008 1009",
    ),
    (
        2023,
        "0102 0123 0124 0125 0126 0127 0405 0501 0502 0503 0622 0623 0929 1002 1003 1004 1005 1006",
        "0128 0129 0423 0506 0625 1007 1008",
    ),
    (
        2024,
        "0101 0212 0213 0214 0215 0216 0404 0405 0501 0502 0503 0610 0916 0917 1001 1002 1003 1004 1007",
        "0204 0218 0407 0428 0511 0914 0929 1012",
    ),
    (2025, "0101 0128 0129 0130 0131 0203 0204 0404 0501 0502 0505 0602 1001 1002 1003 1006 1007 1008", "0126 0208 0427 0928 1011"),
    (
        2026,
        "0101 0102 0216 0217 0218 0219 0220 0223 0406 0501 0504 0505 0619 0925 1001 1002 1005 1006 1007",
        "0104 0214 0228 0509 0920 1010",
    ),
];

#[cfg(test)]
mod tests {
    use super::{CHINA, Country, Workdays};
    use crate::Day;

    fn day(year: i32, month: u32, day: u32) -> Day {
        Day::from_ymd(year, month, day).unwrap()
    }

    #[test]
    fn weekends_holidays_and_own_days() {
        let plain = Workdays::default();
        assert_eq!(plain.between(day(2026, 2, 1), day(2026, 3, 1)), 20);
        let china = Workdays { country: Some(Country::China), ..Workdays::default() };
        // 2026: 15 to 23 February off, 14 and 28 February worked.
        assert_eq!(china.between(day(2026, 2, 1), day(2026, 3, 1)), 16);
        assert!(china.is_worked(day(2026, 2, 14)) && !china.is_worked(day(2026, 2, 16)) && !plain.is_worked(day(2026, 2, 14)));
        let own = Workdays { off: vec![day(2026, 2, 14)], on: vec![day(2026, 2, 15)], ..china };
        assert!(!own.is_worked(day(2026, 2, 14)) && own.is_worked(day(2026, 2, 15)));
        assert_eq!(own.between(day(2026, 2, 1), day(2026, 2, 1)), 0);
    }

    /// Every entry is an exception, each year's working days are as many as announced.
    #[test]
    fn the_table_holds_exceptions_only() {
        let (plain, china) = (Workdays::default(), Workdays { country: Some(Country::China), ..Workdays::default() });
        for (year, off, on) in CHINA {
            for name in off.split(' ').chain(on.split(' ')) {
                let date = day(year, name[..2].parse().unwrap(), name[2..].parse().unwrap());
                assert!(plain.is_worked(date) != china.is_worked(date), "{date}");
            }
        }
        let year = |year: i32| china.between(day(year, 1, 1), day(year + 1, 1, 1));
        assert_eq!([year(2023), year(2024), year(2025), year(2026)], [249, 251, 248, 248]);
    }
}
