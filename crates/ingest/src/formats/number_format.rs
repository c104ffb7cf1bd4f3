//! What a spreadsheet number shows: a number, a moment or a duration.

use kpi_model::Day;

/// What the number format of a cell makes of its number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shown {
    #[default]
    Number,
    /// A day, a time of day, or both.
    Moment,
    /// Elapsed time.
    Duration,
}

/// Formats that are known by their number (ECMA-376 18.8.30; 27 to 36 and 50 to 58 are dates in East Asian editions).
pub(super) fn builtin(id: u64) -> Shown {
    match id {
        14..=22 | 27..=36 | 45 | 47 | 50..=58 => Shown::Moment,
        46 => Shown::Duration,
        _ => Shown::Number,
    }
}

/// A format by its code: `yyyy"年"m"月"`, `[h]:mm`. Only the first section counts; texts in quotes, after a backslash and
/// in brackets (colours, locales, conditions) are no placeholders.
pub(super) fn custom(code: &str) -> Shown {
    let mut letters = code.chars();
    let mut shown = Shown::Number;
    while let Some(letter) = letters.next() {
        match letter {
            '"' => drop(letters.by_ref().find(|c| *c == '"')),
            '\\' | '_' | '*' => drop(letters.next()),
            '[' => {
                let inside: String = letters.by_ref().take_while(|c| *c != ']').collect();
                let is_elapsed = !inside.is_empty() && inside.chars().all(|c| matches!(c.to_ascii_lowercase(), 'h' | 'm' | 's'));
                if is_elapsed {
                    return Shown::Duration;
                }
            }
            ';' => break,
            'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' => shown = Shown::Moment,
            // General and exponents: `G` and `E` stand in no date, except `e`, the year of East Asian formats, beside others.
            '0' | '#' | '?' | '@' => return Shown::Number,
            _ => {}
        }
    }
    // `General`, `Standard`: words of number formats hold no date.
    if matches!(code.split(';').next().unwrap_or("").trim().to_lowercase().as_str(), "general" | "standard") {
        Shown::Number
    } else {
        shown
    }
}

/// The text of an error value ([MS-XLSB] 2.5.97.2 BErr).
pub(super) fn error(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0f => "#VALUE!",
        0x17 => "#REF!",
        0x1d => "#NAME?",
        0x24 => "#NUM!",
        _ => "#N/A",
    }
}

/// The text of a truth value.
pub(super) fn truth(is: bool) -> &'static str {
    if is { "TRUE" } else { "FALSE" }
}

/// A number packed into 32 bits: 30 of a whole number or of a float, and whether to divide by 100 ([MS-XLS] 2.5.217).
pub(super) fn rk(packed: u32) -> f64 {
    let number = if packed & 2 == 0 { f64::from_bits(u64::from(packed & !3) << 32) } else { f64::from(packed.cast_signed() >> 2) };
    if packed & 1 == 0 { number } else { number / 100.0 }
}

/// The text of a number as its cell shows it.
pub(super) fn text(number: f64, shown: Shown, is_1904: bool) -> String {
    /// The last day a spreadsheet knows, 9999-12-31.
    const MOST: f64 = 2_958_466.0;
    match shown {
        Shown::Duration if number.is_finite() && number.abs() < MOST => clock(number),
        Shown::Moment if (0.0..1.0).contains(&number) => clock(number),
        Shown::Moment if (1.0..MOST).contains(&number) => moment(number, is_1904),
        _ => plain(number),
    }
}

/// The 15 digits that a spreadsheet shows: what lies behind them is noise of binary fractions.
fn plain(number: f64) -> String {
    if !number.is_finite() {
        return String::new();
    }
    let shown: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    shown.to_string()
}

fn clock(days: f64) -> String {
    let seconds = (days.abs() * 86_400.0).round();
    let (hours, rest) = ((seconds / 3600.0).trunc(), seconds % 3600.0);
    let sign = if days < 0.0 { "-" } else { "" };
    format!("{sign}{hours}:{:02}:{:02}", (rest / 60.0).trunc(), rest % 60.0)
}

/// A serial number as a moment. In the 1900 system day 60 is a 29 February that never was; days before it count from
/// one day later (ECMA-376 18.17.4.1).
fn moment(serial: f64, is_1904: bool) -> String {
    let seconds = (serial * 86_400.0).round();
    let (days, rest) = ((seconds / 86_400.0).floor(), seconds % 86_400.0);
    let first = if is_1904 {
        Day::from_ymd(1904, 1, 1)
    } else if days < 60.0 {
        Day::from_ymd(1899, 12, 31)
    } else {
        Day::from_ymd(1899, 12, 30)
    };
    let Some(day) = first.map(|first| first.plus(days as i32)) else { return plain(serial) };
    if rest == 0.0 {
        return day.to_string();
    }
    format!("{day} {:02}:{:02}:{:02}", (rest / 3600.0).trunc(), (rest % 3600.0 / 60.0).trunc(), rest % 60.0)
}

#[cfg(test)]
mod tests {
    use super::{Shown, custom, rk, text};

    #[test]
    fn codes() {
        for code in ["yyyy-mm-dd", "m/d/yy", "[$-409]mmmm d, yyyy;@", "yyyy\"年\"m\"月\"", "h:mm AM/PM", "[Red]d.m.yyyy", "mmm-yy"] {
            assert_eq!(custom(code), Shown::Moment, "{code}");
        }
        for code in
            ["General", "0.00", "#,##0 \"days\"", "[Red]0", "\"dmy\"", "\\d0", "[[[[", "", "@", "_(* #,##0_)", "0.00E+00", "[<100]0;0"]
        {
            assert_eq!(custom(code), Shown::Number, "{code}");
        }
        for code in ["[h]:mm", "[mm]:ss", "[s]"] {
            assert_eq!(custom(code), Shown::Duration, "{code}");
        }
    }

    #[test]
    fn packed_numbers() {
        assert_eq!([rk(0x0000_0006), rk(0xffff_fffe), rk(12_345 << 2 | 3), rk(0x3ff0_0000)], [1.0, -1.0, 123.45, 1.0]);
    }

    #[test]
    fn serials() {
        let day = |serial: f64| text(serial, Shown::Moment, false);
        assert_eq!([1.0, 59.0, 61.0, 45_658.0].map(day), ["1900-01-01", "1900-02-28", "1900-03-01", "2025-01-01"]);
        assert_eq!(text(0.0, Shown::Moment, true), "0:00:00");
        assert_eq!(text(44_196.0, Shown::Moment, true), "2025-01-01");
        assert_eq!(day(45_658.75), "2025-01-01 18:00:00");
        assert_eq!(day(45_658.999_999_9), "2025-01-02");
        assert_eq!(text(1.5, Shown::Duration, false), "36:00:00");
        for strange in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(text(strange, Shown::Moment, false), "");
        }
        assert_eq!(day(-1.0), "-1");
        assert_eq!(day(1e300), 1e300_f64.to_string());
        assert_eq!(text(1_464.687_000_000_000_1, Shown::Number, false), "1464.687");
    }
}
