//! Days as people and systems write them.

use kpi_model::Day;
use serde::{Deserialize, Serialize};

use super::time::iso_clock;
use super::zone::moved;
use crate::dialects::languages;

/// What a column's dates look like; decided on the whole column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayStyle {
    /// 03/08 is 3 August.
    pub day_first: bool,
    /// 18/07/25 is a date of this century (or, from 70 on, of the last).
    pub short_year: bool,
    /// Such a date begins with the year: 25/7/18.
    pub year_first: bool,
    /// What plain numbers count, if they are dates.
    pub counted: Counted,
    /// The year of dates that say none (3月5日), where the title or the name of the file does.
    pub year: Option<i32>,
    /// Minutes ahead of UTC of the business, to whose zone times with one are moved.
    pub zone: Option<i32>,
}

/// What a number in a column of dates counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Counted {
    /// Numbers are no dates.
    #[default]
    Nothing,
    /// Days as spreadsheets count them: 45658 is 2025-01-01.
    SpreadsheetDays,
    /// Seconds since 1970.
    Seconds,
    /// Milliseconds since 1970.
    Milliseconds,
}

impl Counted {
    /// What a number of this size would count, if it were a date.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let whole = text.split('.').next().unwrap_or(text);
        let is_number = !whole.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        match whole.parse::<u64>().ok().filter(|_| is_number) {
            Some(20_000..=80_000) => Self::SpreadsheetDays,
            Some(600_000_000..=4_102_444_800) => Self::Seconds,
            Some(600_000_000_000..=4_102_444_800_000) => Self::Milliseconds,
            _ => Self::Nothing,
        }
    }

    fn day(self, text: &str) -> Option<Day> {
        let whole: i64 = text.split('.').next()?.parse().ok()?;
        // Day 0 of spreadsheets after February 1900 is 1899-12-30.
        let days = match self {
            Self::Nothing => return None,
            Self::SpreadsheetDays => whole - 25_569,
            Self::Seconds => whole.div_euclid(86_400),
            Self::Milliseconds => whole.div_euclid(86_400_000),
        };
        let epoch = Day::from_ymd(1970, 1, 1)?;
        plausible(epoch.plus(i32::try_from(days).ok()?).year()).map(|_| epoch.plus(i32::try_from(days).unwrap_or(0)))
    }
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads a date, with or without a time of day; `None` where the text is no date.
///
/// `2025-07-18`, `2025/7/18`, `20250718`, `2025年7月18日`, `18/07/2025`, `18 Jul 2025`, `Jul 18, 2025`, each
/// also followed by a time of day or a zone, which do not change the day as written, unless the style has a zone to move it to. Two-digit years and numbers are
/// dates only where the style says so.
#[must_use]
pub fn day(text: &str, style: DayStyle) -> Option<Day> {
    // By far the commonest forms, read without looking for parts.
    if let Some(date) = text.get(..10).filter(|date| date.len() == text.len() || iso_clock(text).is_some())
        && let Some(found) = Day::parse_iso(date)
    {
        // Of the years of four digits 1900 to 2199 are dates.
        return matches!(date.as_bytes(), [b'1', b'9', ..] | [b'2', b'0' | b'1', ..]).then_some(found);
    }
    if style.zone.is_some()
        && let Some((day, _)) = moved(text, style)
    {
        return Some(day);
    }
    if style.counted != Counted::Nothing && Counted::of(text) == style.counted {
        return style.counted.day(text);
    }
    if let Some(year) = style.year
        && let Some((month, day)) = month_and_day(text)
    {
        return Day::from_ymd(year, month, day);
    }
    // 2024/01/08 -1: the first document of that day.
    if let Some((date, number)) = text.rsplit_once(" -")
        && (8..=10).contains(&date.len())
        && (1..=4).contains(&number.len())
        && number.bytes().all(|b| b.is_ascii_digit())
    {
        return day(date, style);
    }
    let [a, b, c] = numbers(text)?;
    let century = |year: u32| i32::try_from(if year < 70 { year + 2000 } else { year + 1900 }).unwrap_or(0);
    if style.short_year {
        let (year, month, day) = match (a, b, c) {
            (Part::Small(d), Part::Month(m), Part::Small(y)) | (Part::Month(m), Part::Small(d), Part::Small(y)) => (y, m, d),
            (Part::Small(y), Part::Small(m), Part::Small(d)) if style.year_first || y > 31 => (y, m, d),
            (Part::Small(x), Part::Small(z), Part::Small(y)) if style.day_first => (y, z, x),
            (Part::Small(x), Part::Small(z), Part::Small(y)) => (y, x, z),
            _ => (0, 0, 0),
        };
        if let Some(found) = Day::from_ymd(century(year), month, day) {
            return Some(found);
        }
    }
    let (year, month, day) = match (a, b, c) {
        (Part::Year(y), Part::Small(m) | Part::Month(m), Part::Small(d)) => (y, m, d),
        (Part::Small(d), Part::Month(m), Part::Year(y)) | (Part::Month(m), Part::Small(d), Part::Year(y)) => (y, m, d),
        (Part::Small(x), Part::Small(z), Part::Year(y)) if style.day_first => (y, z, x),
        (Part::Small(x), Part::Small(z), Part::Year(y)) => (y, x, z),
        _ => return None,
    };
    Day::from_ymd(year, month, day)
}

/// 3月5日
fn month_and_day(text: &str) -> Option<(u32, u32)> {
    let (month, rest) = text.trim().split_once('月')?;
    let day = rest.trim_end_matches(['日', '号']);
    (rest.len() > day.len()).then_some((month.trim().parse().ok()?, day.trim().parse().ok()?))
}

/// Reads a month (`2025-07`, `2025年7月`, `202507`, `Jul 2025`, `07/2025`) or a date; gives the first of the month.
#[must_use]
pub fn month(text: &str, style: DayStyle) -> Option<Day> {
    if let Some(found) = day(text, style) {
        return Some(found.month_start(0));
    }
    if text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit()) {
        let (year, month) = text.split_at_checked(4)?;
        return plausible(year.parse().ok()?).and_then(|year| Day::from_ymd(year, month.parse().ok()?, 1));
    }
    let mut parts = text.split(|c: char| !c.is_alphanumeric() || matches!(c, '年' | '月')).filter(|part| !part.is_empty()).map(part);
    match (parts.next()??, parts.next()??, parts.next()) {
        (Part::Year(y), Part::Small(m) | Part::Month(m), None) | (Part::Small(m) | Part::Month(m), Part::Year(y), None) => {
            Day::from_ymd(y, m, 1)
        }
        // Jan-25: a month that is written out leaves only the year.
        (Part::Month(m), Part::Small(y), None) | (Part::Small(y), Part::Month(m), None) => {
            Day::from_ymd(i32::try_from(2000 + y).ok()?, m, 1)
        }
        _ => None,
    }
}

/// The day that the name of a file or sheet gives: `pipeline_2025-03-31.csv`, `opps_20250331_142233.csv`, 2025年3月31日. Of a span the last.
pub(crate) fn day_in_name(name: &str) -> Option<Day> {
    let of = |year: &str, month: &str, day: &str| Day::from_ymd(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let is_between = |letter: char| "-_. 年月".contains(letter);
    // Numbers, and whether one letter that may stand within a date is all that is between each and the one before.
    let mut numbers: Vec<(&str, bool)> = Vec::new();
    let mut end = 0;
    for part in name.split(|letter: char| !letter.is_ascii_digit()).filter(|part| !part.is_empty()) {
        let Some(start) = name.get(end..).and_then(|rest| rest.find(part)).map(|at| at + end) else { break };
        let mut between = name.get(end..start).unwrap_or("").chars();
        numbers.push((part, between.next().is_some_and(is_between) && between.next().is_none()));
        end = start + part.len();
    }
    let written = numbers.iter().filter(|(number, _)| number.len() == 8 || number.len() == 14);
    let written = written.filter_map(|(number, _)| of(number.get(..4)?, number.get(4..6)?, number.get(6..8)?));
    let parted = numbers.windows(3).filter_map(|three| match three {
        [(year, _), (month, true), (day, true)] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => of(year, month, day),
        _ => None,
    });
    written.chain(parted).filter(|day| (1990..2100).contains(&day.year())).max()
}

/// Does a day/month/year text tell the order by itself? `Some(true)`: day first; `None`: 03/08/2025 or another form.
pub(crate) fn order_evidence(text: &str) -> Option<bool> {
    if is_year_first(text) {
        return None;
    }
    match numbers(text)? {
        [Part::Small(a), Part::Small(b), Part::Year(_) | Part::Small(_)] if a > 12 && a <= 31 && b <= 12 => Some(true),
        [Part::Small(a), Part::Small(b), Part::Year(_) | Part::Small(_)] if a <= 12 && b > 12 => Some(false),
        _ => None,
    }
}

/// The parts of a date of three small numbers: 25/7/18.
pub(crate) fn small_parts(text: &str) -> Option<[u32; 3]> {
    match numbers(text)? {
        [Part::Small(a), Part::Small(b), Part::Small(c)] => Some([a, b, c]),
        _ => None,
    }
}

/// Is the text of the form that needs an order at all?
pub(crate) fn needs_order(text: &str) -> bool {
    !is_year_first(text)
        && matches!(numbers(text), Some([Part::Small(a), Part::Small(b), Part::Year(_) | Part::Small(_)]) if a <= 12 && b <= 12 && a != b)
}

/// Is the text a date of small numbers with points between them?
pub(crate) fn is_dotted(text: &str) -> bool {
    let date = text.split([' ', 'T']).next().unwrap_or(text);
    date.matches('.').count() == 2 && !date.contains(['/', '-']) && !is_year_first(text)
}

/// Four digits in front: no order to decide, and no need to read the rest.
fn is_year_first(text: &str) -> bool {
    text.as_bytes().get(..4).is_some_and(|head| head.iter().all(u8::is_ascii_digit))
}

#[derive(Clone, Copy)]
enum Part {
    Year(i32),
    Month(u32),
    Small(u32),
}

fn plausible(year: i32) -> Option<i32> {
    (1900..=2199).contains(&year).then_some(year)
}

fn part(text: &str) -> Option<Part> {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return match text.len() {
            4 => plausible(text.parse().ok()?).map(Part::Year),
            1 | 2 => text.parse().ok().map(Part::Small),
            // Taiwan counts years from 1912: 113 is 2024.
            3 => text.parse().ok().filter(|year| (90..=180).contains(year)).map(|year: i32| Part::Year(year + 1911)),
            _ => None,
        };
    }
    // 5th
    if let Some(digits) =
        ["st", "nd", "rd", "th"].iter().find_map(|end| text.strip_suffix(end)).filter(|digits| (1..=2).contains(&digits.len()))
    {
        return digits.parse().ok().map(Part::Small);
    }
    if text.len() > 12 || !text.chars().all(char::is_alphabetic) {
        return None;
    }
    month_named(&text.to_lowercase()).map(Part::Month)
}

/// The month that a word in lower case names.
pub(crate) fn month_named(word: &str) -> Option<u32> {
    let by_name = MONTHS.iter().position(|month| word.starts_with(month) && ENGLISH.iter().any(|long| long.starts_with(word)));
    let position = by_name.or_else(|| OTHER_MONTHS.iter().position(|names| names.contains(&word)));
    position.and_then(|position| u32::try_from(position).ok()).map(|position| position + 1).or_else(|| languages::month(word))
}

const ENGLISH: [&str; 13] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "sept"];

/// Months in German, French, Spanish, Italian and Portuguese, where they differ from English.
const OTHER_MONTHS: [&[&str]; 12] = [
    &["januar", "jänner", "janvier", "janv", "enero", "ene", "gennaio", "gen", "janeiro"],
    &["februar", "février", "févr", "fév", "febrero", "febbraio", "fevereiro", "fev"],
    &["märz", "mär", "mrz", "mars", "marzo", "março"],
    &["avril", "avr", "abril", "abr", "aprile"],
    &["mai", "mayo", "maggio", "mag", "maio"],
    &["juni", "juin", "junio", "giugno", "giu", "junho"],
    &["juli", "juillet", "juil", "julio", "luglio", "lug", "julho"],
    &["août", "aoû", "agosto", "ago"],
    &["septembre", "septiembre", "settembre", "set", "setembro"],
    &["oktober", "okt", "octobre", "octubre", "ottobre", "ott", "outubro", "out"],
    &["novembre", "noviembre", "novembro"],
    &["dezember", "dez", "décembre", "déc", "diciembre", "dic", "dicembre", "dezembro"],
];

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Words around a date that say nothing about the day: weekday and half of the day.
fn is_filler(part: &str) -> bool {
    let is_weekday = part.len() <= 9 && part.get(..3).is_some_and(|head| WEEKDAYS.iter().any(|day| day.eq_ignore_ascii_case(head)));
    is_weekday && part.bytes().all(|b| b.is_ascii_alphabetic())
        || part.starts_with("星期")
        || part.starts_with('周')
        || matches!(part, "오전" | "오후" | "上午" | "下午" | "中午" | "晚上" | "凌晨" | "AM" | "PM" | "am" | "pm" | "at" | "de" | "of")
}

/// The year before the first of an era, and what follows its name: 民國113年, 令和6年, R6.3.5.
fn era(text: &str) -> Option<(i32, &str)> {
    const NAMES: [(&str, i32); 7] =
        [("中華民國", 1911), ("民國", 1911), ("民国", 1911), ("令和", 2018), ("平成", 1988), ("昭和", 1925), ("大正", 1911)];
    if let Some(found) = NAMES.iter().find_map(|(name, before)| Some((*before, text.strip_prefix(name)?.trim_start()))) {
        return Some(found);
    }
    let before = match text.as_bytes().first()? {
        b'R' => 2018,
        b'H' => 1988,
        b'S' => 1925,
        _ => return None,
    };
    let rest = text.get(1..)?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let is_date = (1..=2).contains(&digits)
        && rest.get(digits..)?.starts_with(['.', '/', '-', '年'])
        && rest.matches(['.', '/', '-', '月']).count() >= 2;
    is_date.then_some((before, rest))
}

/// The three parts of a date in written order; a time of day after them is cut off.
fn numbers(text: &str) -> Option<[Part; 3]> {
    let is_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if let Some((before, rest)) = era(text) {
        // 令和元年
        let rest = rest.strip_prefix('元').map_or_else(|| rest.to_owned(), |rest| format!("1{rest}"));
        let mut parts = rest.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).map(str::parse::<i32>);
        let (year, month, day) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
        let year = plausible(year.checked_add(before)?)?;
        return Some([Part::Year(year), Part::Small(u32::try_from(month).ok()?), Part::Small(u32::try_from(day).ok()?)]);
    }
    // 1130305
    if text.len() == 7 && is_digits(text) && text.starts_with('1') {
        let (year, rest) = text.split_at_checked(3)?;
        let (month, day) = rest.split_at_checked(2)?;
        let (found, month_number) = (part(year)?, month.parse::<u32>().ok()?);
        return (year < "131" && (1..=12).contains(&month_number)).then_some([found, Part::Small(month_number), part(day)?]);
    }
    // 20250718, and with a time 202507181611 or 20250718161105
    if matches!(text.len(), 8 | 12 | 14) && is_digits(text) {
        let (year, rest) = text.get(..8)?.split_at_checked(4)?;
        let (month, day) = rest.split_at_checked(2)?;
        return Some([part(year)?, part(month)?, part(day)?]);
    }
    if text.len() > 40 {
        return None;
    }
    let date = text.find([':', '：']).map_or(text, |colon| {
        // "2025-07-18 16:11" or "2025-07-18T16:11": the hour is the last run of digits before the colon
        let before = text.get(..colon).unwrap_or(text);
        before.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches([' ', 'T', 't'])
    });
    let date = date.split_once(['(', '（']).map_or(date, |(before, _)| before);
    let date = date.split_once('时').map_or(date, |(before, _)| before.trim_end_matches(|c: char| c.is_ascii_digit()));
    let separators = ['-', '/', '.', ' ', ',', '年', '月', '日', '号', '년', '월', '일', '\u{a0}', '\u{202f}', '，'];
    let mut parts = date.split(separators).filter(|part| !part.is_empty() && !is_filler(part));
    let found = [part(parts.next()?)?, part(parts.next()?)?, part(parts.next()?)?];
    parts.next().is_none().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::{Counted, DayStyle, day, day_in_name, month, needs_order, order_evidence};

    #[test]
    fn an_era_of_any_length_is_no_panic() {
        for text in ["令和2147483647年1月1日", "R99.99.99", "民國99999999999年1月1日", "令和"] {
            assert_eq!(day(text, DayStyle::default()), None, "{text}");
        }
    }

    #[test]
    fn forms_of_one_day() {
        for text in [
            "2025-07-18",
            "2025-07-18T16:11:05.123+08:00",
            "民國114年7月18日",
            "114/07/18",
            "1140718",
            "令和7年7月18日",
            "R7.7.18",
            "2025.07.18 오후 3:20",
            "Jul 18th, 2025",
            "2025年7月18日 16时11分",
            "2025/7/18 下午 4:11",
            "Fri, 18 Jul 2025",
            "18. Juli 2025",
            "18 juillet 2025",
            "2025/7/18",
            "2025.07.18",
            "20250718",
            "2025年7月18日",
            "18/07/2025",
            "18-7-2025",
            "18 Jul 2025",
            "Jul 18, 2025",
            "July 18 2025",
            "2025-07-18 16:11",
            "2025-07-18T16:11:05",
            "18/07/2025 9:05",
            "2025/7/18 9:05:00",
        ] {
            assert_eq!(
                day(text, DayStyle { day_first: true, ..DayStyle::default() }).map(|d| d.to_string()).as_deref(),
                Some("2025-07-18"),
                "{text}"
            );
        }
        assert_eq!(day("07/18/2025", DayStyle::default()).unwrap().to_string(), "2025-07-18");
    }

    #[test]
    fn what_is_no_day() {
        for text in [
            "",
            "1996",
            "12.5",
            "1,234.56",
            "2025-13-01",
            "2025-02-30",
            "18/07/25",
            "OP-2025-07-18",
            "2025-07",
            "abc",
            "31/11/2024",
            "1.2.3.4",
        ] {
            assert_eq!(day(text, DayStyle { day_first: true, ..DayStyle::default() }), None, "{text}");
        }
    }

    #[test]
    fn short_years_and_numbers_where_the_column_says_so() {
        let short = DayStyle { short_year: true, day_first: true, ..DayStyle::default() };
        for text in ["18/07/25", "18-Jul-25", "18.7.25", "Jul 18, 25"] {
            assert_eq!(day(text, short).map(|d| d.to_string()).as_deref(), Some("2025-07-18"), "{text}");
        }
        for (text, counted) in [
            ("45856", Counted::SpreadsheetDays),
            ("45856.5", Counted::SpreadsheetDays),
            ("1752796800", Counted::Seconds),
            ("1752796800000", Counted::Milliseconds),
        ] {
            assert_eq!(Counted::of(text), counted);
            let style = DayStyle { counted, ..DayStyle::default() };
            assert_eq!(day(text, style).map(|d| d.to_string()).as_deref(), Some("2025-07-18"), "{text}");
        }
        assert_eq!(day("45856", DayStyle::default()), None);
    }

    #[test]
    fn months_and_order() {
        for text in ["2025-07", "2025/7", "202507", "2025年7月", "Jul 2025", "07/2025", "2025-07-18"] {
            assert_eq!(month(text, DayStyle::default()).map(|d| d.to_string()).as_deref(), Some("2025-07-01"), "{text}");
        }
        assert_eq!(order_evidence("18/07/2025"), Some(true));
        assert_eq!(order_evidence("07/18/2025"), Some(false));
        assert!(needs_order("03/08/2025") && !needs_order("2025-03-08") && !needs_order("08/08/2025"));
    }

    #[test]
    fn days_in_names_of_files() {
        for name in [
            "pipeline_2025-01-31.csv",
            "opps_20250131_142233.csv",
            "20250131142233.csv",
            "deals-2025-01-31-1.csv",
            "v2_2025-01-31.csv",
            "2024-01-01 to 2025-01-31.csv",
            "商机2025年1月31日.xlsx",
            "book.xlsx › 2025.01.31",
        ] {
            assert_eq!(day_in_name(name).map(|day| day.to_string()).as_deref(), Some("2025-01-31"), "{name}");
        }
        for name in ["pipeline.csv", "2025.csv", "v2025-13-01.csv", "report 2024, 12 regions, 31 people.csv"] {
            assert_eq!(day_in_name(name), None, "{name}");
        }
    }
}
