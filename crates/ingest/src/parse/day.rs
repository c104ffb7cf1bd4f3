//! Days as people and systems write them.

use kpi_model::Day;

/// What a column's dates look like; decided on the whole column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayStyle {
    /// 03/08 is 3 August.
    pub day_first: bool,
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads a date, with or without a time of day; `None` where the text is no date.
///
/// `2025-07-18`, `2025/7/18`, `20250718`, `2025年7月18日`, `18/07/2025`, `18 Jul 2025`, `Jul 18, 2025`, each
/// also followed by a time. Two-digit years are not dates.
#[must_use]
pub fn day(text: &str, style: DayStyle) -> Option<Day> {
    if text.len() == 10
        && let Some(found) = Day::parse_iso(text)
    {
        return plausible(found.year()).map(|_| found); // by far the commonest form
    }
    let [a, b, c] = numbers(text)?;
    let (year, month, day) = match (a, b, c) {
        (Part::Year(y), Part::Small(m) | Part::Month(m), Part::Small(d)) => (y, m, d),
        (Part::Small(d), Part::Month(m), Part::Year(y)) | (Part::Month(m), Part::Small(d), Part::Year(y)) => (y, m, d),
        (Part::Small(x), Part::Small(z), Part::Year(y)) if style.day_first => (y, z, x),
        (Part::Small(x), Part::Small(z), Part::Year(y)) => (y, x, z),
        _ => return None,
    };
    Day::from_ymd(year, month, day)
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
        _ => None,
    }
}

/// Does a day/month/year text tell the order by itself? `Some(true)`: day first; `None`: 03/08/2025 or another form.
pub(crate) fn order_evidence(text: &str) -> Option<bool> {
    if is_year_first(text) {
        return None;
    }
    match numbers(text)? {
        [Part::Small(a), Part::Small(b), Part::Year(_)] if a > 12 && b <= 12 => Some(true),
        [Part::Small(a), Part::Small(b), Part::Year(_)] if a <= 12 && b > 12 => Some(false),
        _ => None,
    }
}

/// Is the text of the form that needs an order at all?
pub(crate) fn needs_order(text: &str) -> bool {
    !is_year_first(text) && matches!(numbers(text), Some([Part::Small(a), Part::Small(b), Part::Year(_)]) if a <= 12 && b <= 12 && a != b)
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
            _ => None,
        };
    }
    let lower = text.get(..3)?.to_ascii_lowercase();
    let is_word = text.len() <= 9 && text.bytes().all(|b| b.is_ascii_alphabetic());
    let position = MONTHS.iter().position(|month| *month == lower)?;
    is_word.then(|| Part::Month(u32::try_from(position).unwrap_or(0) + 1))
}

/// The three parts of a date in written order; a time of day after them is cut off.
fn numbers(text: &str) -> Option<[Part; 3]> {
    let is_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if text.len() == 8 && is_digits(text) {
        let (year, rest) = text.split_at_checked(4)?;
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
    let mut parts = date.split(['-', '/', '.', ' ', ',', '年', '月', '日', '号']).filter(|part| !part.is_empty());
    let found = [part(parts.next()?)?, part(parts.next()?)?, part(parts.next()?)?];
    parts.next().is_none().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::{DayStyle, day, month, needs_order, order_evidence};

    #[test]
    fn forms_of_one_day() {
        for text in [
            "2025-07-18",
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
            assert_eq!(day(text, DayStyle { day_first: true }).map(|d| d.to_string()).as_deref(), Some("2025-07-18"), "{text}");
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
            assert_eq!(day(text, DayStyle { day_first: true }), None, "{text}");
        }
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
}
