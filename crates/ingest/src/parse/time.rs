//! Times of day beside a day, as people and systems write them.

use super::day::{Counted, DayStyle};
use super::zone::moved;

const DAY: i64 = 86_400;

/// Seconds since midnight that a date says beside the day; `None` where it says none.
///
/// `16:11`, `16:11:05`, `4:11 PM`, `下午 4:11`, `16时11分`, and what epoch seconds and fractions of spreadsheet days hold.
#[must_use]
pub fn second_of_day(text: &str, style: DayStyle) -> Option<i32> {
    if style.zone.is_some()
        && let Some((_, second)) = moved(text, style)
    {
        return Some(second);
    }
    if style.counted != Counted::Nothing && Counted::of(text) == style.counted {
        return counted(text, style.counted);
    }
    if let Some(second) = iso_clock(text).filter(|second| *second >= 0) {
        return Some(second);
    }
    let (before, after) = text.split_at_checked(text.find([':', '：', '时'])?)?;
    let hour_digits = before.bytes().rev().take(2).take_while(u8::is_ascii_digit).count();
    let hour: i32 = before.get(before.len() - hour_digits..)?.parse().ok()?;
    let (minute, rest) = leading_number(after.strip_prefix([':', '：', '时'])?)?;
    let second = rest.strip_prefix([':', '：', '分']).and_then(leading_number).map_or(0, |(second, _)| second);
    let has = |word: &str| text.get(before.len()..).is_some_and(|rest| rest.to_ascii_lowercase().contains(word));
    let hour = match hour {
        12 if has("am") || text.contains("凌晨") => 0,
        1..12 if has("pm") || text.contains("下午") || text.contains("晚上") => hour + 12,
        _ => hour,
    };
    ((0..24).contains(&hour) && (0..60).contains(&minute) && (0..60).contains(&second)).then_some(hour * 3_600 + minute * 60 + second)
}

/// Seconds since midnight of `2025-07-18 16:11:05`, the form most systems write; the date is not looked at. Negative
/// where no day has such a time.
pub(super) fn iso_clock(text: &str) -> Option<i32> {
    let (b' ' | b'T', [h1, h2, b':', m1, m2, b':', s1, s2]) = text.as_bytes().get(10..)?.split_first().filter(|_| text.len() == 19)? else {
        return None;
    };
    let two = |tens: &u8, ones: &u8| {
        (tens.is_ascii_digit() && ones.is_ascii_digit()).then(|| i32::from(tens - b'0') * 10 + i32::from(ones - b'0'))
    };
    let (hour, minute, second) = (two(h1, h2)?, two(m1, m2)?, two(s1, s2)?);
    Some(if hour < 24 && minute < 60 && second < 60 { hour * 3_600 + minute * 60 + second } else { -1 })
}

/// Seconds of a length of time: `0:35:00`, `00:30` (hours and minutes), `1h 5m`, `12m 0s`, `45 min`, 1小时5分. None for a plain number, whose
/// unit only the column knows.
pub(crate) fn length(text: &str) -> Option<i64> {
    let text = text.trim();
    if text.contains(':') {
        let parts: Option<Vec<i64>> = text.split(':').map(|part| part.parse().ok().filter(|n| (0..1_000).contains(n))).collect();
        return match parts?.as_slice() {
            [hours, minutes] if *minutes < 60 => Some(hours * 3_600 + minutes * 60),
            [hours, minutes, seconds] if *minutes < 60 && *seconds < 60 => Some(hours * 3_600 + minutes * 60 + seconds),
            _ => None,
        };
    }
    let (mut rest, mut sum, mut any) = (text, 0_i64, false);
    while let Some((count, behind)) = leading_number(rest.trim_start()) {
        let behind = behind.trim_start();
        let unit: String = behind.chars().take_while(|c| c.is_alphabetic()).collect();
        let seconds = match unit.to_lowercase().as_str() {
            "h" | "hr" | "hrs" | "hour" | "hours" | "std" | "小时" | "时" | "時間" | "시간" => 3_600,
            "m" | "min" | "mins" | "minute" | "minutes" | "分" | "分钟" | "分鐘" | "분" => 60,
            "s" | "sec" | "secs" | "second" | "seconds" | "秒" | "秒钟" | "초" => 1,
            _ => return None,
        };
        sum += i64::from(count) * seconds;
        any = true;
        rest = behind.get(unit.len()..).unwrap_or("").trim_start_matches([',', ' ', '.']);
    }
    (any && rest.trim().is_empty()).then_some(sum)
}

/// The number a text begins with, and what follows.
fn leading_number(text: &str) -> Option<(i32, &str)> {
    let (digits, rest) = text.split_at_checked(text.bytes().take_while(u8::is_ascii_digit).count())?;
    Some((digits.parse().ok()?, rest))
}

fn counted(text: &str, counted: Counted) -> Option<i32> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let whole: i64 = whole.parse().ok()?;
    let seconds = match counted {
        Counted::Nothing => return None,
        Counted::Seconds => whole.rem_euclid(DAY),
        Counted::Milliseconds => whole.div_euclid(1_000).rem_euclid(DAY),
        Counted::SpreadsheetDays => {
            // Eight decimals of a day are a thousandth of a second.
            const UNITS: i64 = 100_000_000;
            let digits: i64 = format!("{fraction:0<8}").get(..8)?.parse().ok()?;
            ((digits * DAY + UNITS / 2) / UNITS).min(DAY - 1)
        }
    };
    i32::try_from(seconds).ok()
}

#[cfg(test)]
mod tests {
    use super::length;

    #[test]
    fn lengths_of_time() {
        for (text, seconds) in [
            ("0:35:00", Some(2_100)),
            ("00:30", Some(1_800)),
            ("1h 5m", Some(3_900)),
            ("12m 0s", Some(720)),
            ("45 min", Some(2_700)),
            ("1小时5分", Some(3_900)),
            ("45", None),
            ("12:75", None),
            ("2 days", None),
            ("", None),
        ] {
            assert_eq!(length(text), seconds, "{text}");
        }
    }

    use super::{Counted, DayStyle, second_of_day};

    #[test]
    fn times_of_day() {
        let plain = DayStyle::default();
        for (text, second) in [
            ("2025-07-18T16:11:05.123+08:00", 58_265),
            ("2025-07-18 16:11:05", 58_265),
            ("2025-07-18 16:11", 58_260),
            ("2025年7月18日 16时11分", 58_260),
            ("2025/7/18 下午 4:11", 58_260),
            ("18/07/2025 9:05", 32_700),
            ("7/18/2025 12:05 AM", 300),
            ("7/18/2025 12:05 PM", 43_500),
            ("7/18/2025 4:11:05 PM", 58_265),
        ] {
            assert_eq!(second_of_day(text, plain), Some(second), "{text}");
        }
        assert_eq!(second_of_day("2025-07-18", plain), None);
        assert_eq!(second_of_day("2025-07-18 25:00", plain), None);
        assert_eq!(second_of_day("2025-07-18T24:00:00", plain), None);
        assert_eq!(second_of_day("45856.75", DayStyle { counted: Counted::SpreadsheetDays, ..plain }), Some(64_800));
        assert_eq!(second_of_day("1752796805", DayStyle { counted: Counted::Seconds, ..plain }), Some(5));
    }
}
