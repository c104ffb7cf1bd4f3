//! Times with a zone, moved to the zone of the business: a day belongs to where the business is.

use kpi_model::Day;

use super::day::{Counted, DayStyle, day};
use super::time::second_of_day;

const MINUTE: i64 = 60;
const DAY: i64 = 86_400;
/// No place is further from UTC.
const FURTHEST: i32 = 14 * 60;

/// Minutes ahead of UTC: `Z`, `UTC`, `+08:00`, `-0530`, `UTC+8`; `None` where a text is no zone.
#[must_use]
pub fn offset(text: &str) -> Option<i32> {
    let text = text.trim();
    let rest = ["UTC", "GMT", "utc", "gmt"].iter().find_map(|name| text.strip_prefix(name)).unwrap_or(text);
    if rest.is_empty() || rest == "Z" || rest == "z" {
        return (!text.is_empty()).then_some(0);
    }
    let (sign, digits) = match rest.chars().next()? {
        '+' => (1, rest.get(1..)?),
        '-' => (-1, rest.get(1..)?),
        '−' => (-1, rest.get('−'.len_utf8()..)?),
        _ => return None,
    };
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() == 4 => digits.split_at_checked(2)?,
        None => (digits, "0"),
    };
    let is_number = |text: &str| !text.is_empty() && text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit());
    if !is_number(hours) || !is_number(minutes) {
        return None;
    }
    let minutes: i32 = hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok().filter(|minutes| *minutes < 60)?;
    (minutes <= FURTHEST).then_some(sign * minutes)
}

/// A date with a time of day in front of its zone, and the zone; `None` where it says no zone.
pub(crate) fn zoned(text: &str) -> Option<(&str, i32)> {
    // 20:00:00+08:00[Asia/Shanghai], 20:00:00 GMT+0800 (CST)
    let text = text.split(['[', '(']).next()?.trim();
    let clock = text.find(':')?;
    let at = text.char_indices().skip_while(|(at, _)| *at <= clock).find(|(_, letter)| matches!(letter, 'Z' | '+' | '-' | '−' | 'U' | 'G'));
    let (at, _) = at?;
    Some((text.get(..at)?.trim_end(), offset(text.get(at..)?)?))
}

/// Day and second of the day in the zone of the style; `None` where a text says no zone.
pub(super) fn moved(text: &str, style: DayStyle) -> Option<(Day, i32)> {
    let zone = i64::from(style.zone?) * MINUTE;
    let plain = DayStyle { zone: None, ..style };
    let is_counted = matches!(style.counted, Counted::Seconds | Counted::Milliseconds) && Counted::of(text) == style.counted;
    let (text, offset) = if is_counted { (text, 0) } else { zoned(text)? };
    let (day, second) = (day(text, plain)?, second_of_day(text, plain)?);
    let total = i64::from(day.0) * DAY + i64::from(second) - i64::from(offset) * MINUTE + zone;
    Some((Day(i32::try_from(total.div_euclid(DAY)).ok()?), i32::try_from(total.rem_euclid(DAY)).ok()?))
}

#[cfg(test)]
mod tests {
    use super::{DayStyle, moved, offset, zoned};
    use crate::parse::{Counted, day, second_of_day};

    #[test]
    fn zones_in_their_forms() {
        for (text, minutes) in
            [("Z", 0), ("UTC", 0), ("+08:00", 480), ("-0530", -330), ("UTC+8", 480), ("GMT-03:30", -210), ("+14:00", 840)]
        {
            assert_eq!(offset(text), Some(minutes), "{text}");
        }
        for text in ["", "08:00", "+15:00", "+8:75", "CST", "-", "+1234567"] {
            assert_eq!(offset(text), None, "{text}");
        }
        assert_eq!(zoned("2025-07-18T16:11:05.123Z"), Some(("2025-07-18T16:11:05.123", 0)));
        assert_eq!(zoned("2025-07-18 16:11 +0200"), Some(("2025-07-18 16:11", 120)));
        assert_eq!(zoned("2025-07-18 16:11:05 UTC"), Some(("2025-07-18 16:11:05", 0)));
        assert_eq!(zoned("2025-07-18T16:11:05+08:00[Asia/Shanghai]"), Some(("2025-07-18T16:11:05", 480)));
        assert_eq!(zoned("Jul 18 2025 16:11:05 GMT+0800 (CST)"), Some(("Jul 18 2025 16:11:05", 480)));
        assert_eq!(zoned("2025-07-18 16:11:05"), None);
        assert_eq!(zoned("2025-07-18"), None);
    }

    #[test]
    fn an_evening_elsewhere_is_the_next_day_here() {
        let here = DayStyle { zone: Some(480), ..DayStyle::default() };
        let read = |text: &str, style| (day(text, style).map(|day| day.to_string()), second_of_day(text, style));
        assert_eq!(read("2025-01-31T20:00:00Z", here), (Some("2025-02-01".to_owned()), Some(4 * 3_600)));
        assert_eq!(read("2025-02-01 07:30:00 +08:00", here), (Some("2025-02-01".to_owned()), Some(7 * 3_600 + 1_800)));
        // Without a zone of its own, and without one of the business, a day stays as it is written.
        assert_eq!(read("2025-01-31 20:00:00", here).0, Some("2025-01-31".to_owned()));
        assert_eq!(read("2025-01-31T20:00:00Z", DayStyle::default()).0, Some("2025-01-31".to_owned()));
        let seconds = DayStyle { counted: Counted::Seconds, ..here };
        assert_eq!(moved("1738353600", seconds).map(|(day, second)| (day.to_string(), second)), Some(("2025-02-01".to_owned(), 4 * 3_600)));
    }
}
