//! Numbers as people and systems write them, exactly.

/// Which sign separates decimals; decided on the whole column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NumberStyle {
    /// `1.234,56` instead of `1,234.56`.
    pub decimal_comma: bool,
    /// Power of ten that the header names (`金额（万元）`: 4), for cells that name none themselves.
    pub power: u8,
}

/// The power of ten in a header: `预估金额（万元）`, `Revenue (k EUR)`, `Amount in thousands`.
pub(crate) fn header_power(header: &str) -> u8 {
    let unit = header.rsplit_once(['(', '（', '[']).map_or("", |(_, unit)| unit.trim_end_matches([')', '）', ']'])).trim();
    let lower = header.to_lowercase();
    let word = unit.split([' ', '/']).find(|word| matches!(*word, "k" | "K" | "Tsd" | "000s" | "'000" | "M" | "Mio" | "mn" | "MM"));
    match word {
        Some("M" | "Mio" | "mn" | "MM") => 6,
        Some(_) => 3,
        None if unit.contains("百万") || lower.contains("in millions") => 6,
        None if unit.contains("千万") => 7,
        None if unit.starts_with('亿') || unit.starts_with('億') => 8,
        None if unit.starts_with('万') || unit.starts_with('萬') || unit.ends_with("万元") || unit.ends_with("万") => 4,
        None if unit.starts_with('千') || lower.contains("in thousands") => 3,
        None => 0,
    }
}

/// A number as a whole of `10^-places` units, rounded half to even; the flag tells whether rounding lost digits.
///
/// Understands signs, `(12)` and `12-`, currency signs, grouping, full-width digits, `%`, 万, 亿, K, M. `None` for
/// anything else, including text with a number in it.
#[must_use]
pub fn scaled(text: &str, places: u32, style: NumberStyle) -> Option<(i64, bool)> {
    if let Some(value) = plain(text.as_bytes(), places, style) {
        return Some((value, false));
    }
    if is_of_another_kind(text.as_bytes()) {
        return None;
    }
    let mut shift = i64::from(places);
    let mut rest = text.trim();
    let mut negative = false;
    if let Some(inner) = rest.strip_prefix(['(', '（']).and_then(|inner| inner.strip_suffix([')', '）'])) {
        (negative, rest) = (true, inner);
    }
    rest = without_currency(rest);
    match SUFFIXES.iter().find_map(|(suffix, power)| Some((rest.strip_suffix(suffix)?, power))) {
        Some((stripped, power)) => (rest, shift) = (without_currency(stripped.trim_end()), shift + power),
        None => shift += i64::from(style.power),
    }
    // 1.5E+06, as spreadsheets write large numbers.
    if let Some((mantissa, exponent)) = rest.split_once("E+")
        && let Ok(power) = exponent.parse::<u8>()
    {
        (rest, shift) = (mantissa, shift + i64::from(power.min(30)));
    }
    let is_currency = |c: char| matches!(c, '¥' | '￥' | '$' | '€' | '£' | '₩' | '₹' | '₽') || c.is_whitespace();
    let (mut digits, mut decimals, mut seen_point, mut any) = (0i128, 0i64, false, false);
    let mut lost = false;
    let (point, group) = if style.decimal_comma { (',', '.') } else { ('.', ',') };
    let last = rest.chars().count().saturating_sub(1);
    for (i, c) in rest.chars().enumerate() {
        let c = full_width(c);
        if let Some(digit) = c.to_digit(10) {
            any = true;
            if decimals < 12 || !seen_point {
                digits = digits.checked_mul(10)?.checked_add(i128::from(digit))?;
                decimals += i64::from(seen_point);
            } else {
                lost |= digit != 0; // binary noise of spreadsheets: 1464.6870000000001
            }
        } else if c == point && !seen_point {
            seen_point = true;
        } else if matches!(c, '-' | '−' | '－') && (!any || i == last) && !negative {
            negative = true;
        } else if (c == group && any && !seen_point) || is_currency(c) || matches!(c, '\'' | '’') || (c == '+' && !any) {
        } else {
            return None;
        }
    }
    if !any {
        return None;
    }
    let power = shift - decimals;
    let (mut value, rounded) = if power >= 0 {
        (digits.checked_mul(10_i128.checked_pow(u32::try_from(power).ok()?)?)?, false)
    } else {
        let by = 10_i128.checked_pow(u32::try_from(-power).ok()?)?;
        (divide_half_even(digits, by), digits % by != 0)
    };
    if negative {
        value = -value;
    }
    i64::try_from(value).ok().filter(|value| *value != i64::MIN).map(|value| (value, rounded || lost))
}

/// A colon, or a hyphen between two digits: dates and times are no numbers, and are asked millions of times.
fn is_of_another_kind(text: &[u8]) -> bool {
    text.contains(&b':') || text.windows(3).any(|part| matches!(part, [a, b'-', b] if a.is_ascii_digit() && b.is_ascii_digit()))
}

/// The commonest form, `-1234.56`, in one pass; `None` for every other form and for what would need rounding.
///
/// At most 15 digits times at most 100 are below 2^63: nothing here can overflow, so nothing checks for it.
fn plain(text: &[u8], places: u32, style: NumberStyle) -> Option<i64> {
    const MOST: usize = 16;
    let (is_negative, rest) = text.strip_prefix(b"-").map_or((false, text), |rest| (true, rest));
    let point = if style.decimal_comma { b',' } else { b'.' };
    if rest.is_empty() || rest.len() > MOST || !rest.last()?.is_ascii_digit() || !rest.first()?.is_ascii_digit() {
        return None;
    }
    let (mut digits, mut decimals, mut is_behind) = (0_i64, 0_u32, 0_u32);
    for byte in rest {
        if byte.is_ascii_digit() {
            digits = digits.wrapping_mul(10).wrapping_add(i64::from(byte.wrapping_sub(b'0')));
            decimals = decimals.wrapping_add(is_behind);
        } else if *byte == point && is_behind == 0 {
            is_behind = 1;
        } else {
            return None;
        }
    }
    let is_long = rest.len() == MOST && is_behind == 0;
    let factor = match (places + u32::from(style.power)).checked_sub(decimals)? {
        0 => 1,
        1 => 10,
        2 => 100,
        _ => return None,
    };
    let value = digits.wrapping_mul(factor);
    (!is_long).then_some(if is_negative { value.wrapping_neg() } else { value })
}

/// Words behind a number, and the power of ten they stand for; longer ones first.
const SUFFIXES: &[(&str, i64)] = &[
    ("万元", 4),
    ("亿元", 8),
    ("千元", 3),
    ("百万", 6),
    ("千万", 7),
    ("萬元", 4),
    ("億円", 8),
    ("万円", 4),
    ("元", 0),
    ("円", 0),
    ("원", 0),
    ("万", 4),
    ("萬", 4),
    ("亿", 8),
    ("億", 8),
    ("K", 3),
    ("k", 3),
    ("Mio", 6),
    ("mn", 6),
    ("M", 6),
    ("%", -2),
    ("％", -2),
];

/// Without the code of a currency before or behind: `USD 1,200`, `1.200 EUR`, `US$5`.
fn without_currency(text: &str) -> &str {
    const CODES: &[&str] = &[
        "USD", "EUR", "CNY", "RMB", "GBP", "JPY", "HKD", "TWD", "NT$", "US$", "HK$", "CHF", "KRW", "SGD", "AUD", "CAD", "INR", "R$", "kr",
        "zł", "Kč", "Ft", "руб.", "руб", "р.",
    ];
    let front = CODES.iter().find_map(|code| text.strip_prefix(code)).map_or(text, str::trim_start);
    CODES.iter().find_map(|code| front.strip_suffix(code)).map_or(front, str::trim_end)
}

/// An amount in minor units (hundredths).
#[must_use]
pub fn money_minor(text: &str, style: NumberStyle) -> Option<(i64, bool)> {
    scaled(text, 2, style)
}

/// What is counted, behind a plain number; of money 分 would be a hundredth.
const COUNTED: [char; 6] = ['分', '点', '个', '件', '台', '次'];

/// A plain number in millionths, with or without a word for what it counts: `9分`, `12件`.
#[must_use]
pub fn number(text: &str, style: NumberStyle) -> Option<i64> {
    let text = text.trim();
    scaled(text.strip_suffix(COUNTED).unwrap_or(text), 6, style).map(|(value, _)| value)
}

fn full_width(c: char) -> char {
    match c {
        '０'..='９' | '．' | '，' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// The nearest whole; halves go to the even neighbour, below zero as above.
pub(crate) fn divide_half_even(value: i128, by: i128) -> i128 {
    let (quotient, remainder) = (value.div_euclid(by), value.rem_euclid(by));
    let up = remainder * 2 > by || (remainder * 2 == by && quotient.rem_euclid(2) == 1);
    quotient + i128::from(up)
}

/// Does this text use a comma in a way only decimals do (`0,075`, `1.234,56`)? `Some(false)`: only grouping does.
pub(crate) fn comma_evidence(text: &str) -> Option<bool> {
    let comma = text.rfind(',');
    let point = text.rfind('.');
    match (comma, point) {
        (Some(comma), Some(point)) => Some(comma > point),
        (Some(comma), None) => {
            let after = text.get(comma + 1..)?.bytes().take_while(u8::is_ascii_digit).count();
            let before = text.get(..comma)?.bytes().rev().take_while(u8::is_ascii_digit).count();
            let is_once = text.matches(',').count() == 1;
            // 0,075 and 1963,1 cannot be grouping; 1,234 can be both
            if is_once && (after != 3 || text.get(..comma)?.ends_with('0') && before == 1) { Some(true) } else { None }
        }
        (None, Some(_)) => Some(false),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{NumberStyle, comma_evidence, header_power, money_minor, number, scaled};

    const POINT: NumberStyle = NumberStyle { decimal_comma: false, power: 0 };

    #[test]
    fn the_short_way_gives_what_the_long_way_gives() {
        for power in [0, 4] {
            for decimal_comma in [false, true] {
                let style = NumberStyle { decimal_comma, power };
                for text in
                    ["0", "-0", "7", "-12.5", "1234.56", "1.234", "12,5", "00012", "999999999999999", "1.2345678", "12.", ".5", "-", "--1"]
                {
                    // A space takes the long way.
                    for places in [0, 2, 6] {
                        assert_eq!(scaled(text, places, style), scaled(&format!(" {text}"), places, style), "{text} {style:?} {places}");
                    }
                }
            }
        }
    }
    const COMMA: NumberStyle = NumberStyle { decimal_comma: true, power: 0 };

    #[test]
    fn values() {
        for (text, minor) in [
            ("1054", 105_400),
            ("1,234.56", 123_456),
            ("-12.5", -1_250),
            ("(12)", -1_200),
            ("12-", -1_200),
            ("¥ 1,000", 100_000),
            ("$0.01", 1),
            ("28.6万", 28_600_000),
            ("1.2亿", 12_000_000_000),
            ("2.5K", 250_000),
            ("１２３", 12_300),
            ("684,000.00元", 68_400_000),
            ("1 234", 123_400),
            ("+7", 700),
            ("−3", -300),
            ("0", 0),
            ("USD 1,200.50", 120_050),
            ("1200 CNY", 120_000),
            ("US$5", 500),
            ("1.5E+06", 150_000_000),
            ("250k", 25_000_000),
            ("12.5万元", 12_500_000),
            ("-$1,200", -120_000),
            ("1'234.50", 123_450),
        ] {
            assert_eq!(money_minor(text, POINT), Some((minor, false)), "{text}");
        }
        assert_eq!(money_minor("1.234,56", COMMA), Some((123_456, false)));
        assert_eq!(money_minor("0,075", COMMA), Some((8, true)));
        assert_eq!(money_minor("0.125", POINT), Some((12, true)));
        assert_eq!(money_minor("0.135", POINT), Some((14, true)));
        assert_eq!(money_minor("1464.6870000000001", POINT), Some((146_469, true)));
        assert_eq!(scaled("12%", 6, POINT), Some((120_000, false)));
    }

    #[test]
    fn units_of_headers_and_counted_things() {
        for (header, power) in
            [("金额（万元）", 4), ("Revenue (k EUR)", 3), ("Amount in millions", 6), ("Duration (m)", 0), ("Amount (USD)", 0), ("金额", 0)]
        {
            assert_eq!(header_power(header), power, "{header}");
        }
        let in_wan = NumberStyle { power: 4, ..POINT };
        assert_eq!(money_minor("12.5", in_wan), Some((12_500_000, false)));
        assert_eq!(money_minor("3亿", in_wan), Some((30_000_000_000, false)), "a unit of its own goes before the header's");
        assert_eq!((number("9分", POINT), money_minor("9分", POINT)), (Some(9_000_000), None));
    }

    #[test]
    fn no_numbers() {
        for text in ["", "-", "约三万", "12 months", "1.2.3", "1e5", "NaN", "GTX 5", "--5", "2025-07-18", "99999999999999999999"] {
            assert_eq!(money_minor(text, POINT), None, "{text}");
        }
    }

    #[test]
    fn comma_is_decided_by_what_cannot_be_grouping() {
        assert_eq!(comma_evidence("0,075"), Some(true));
        assert_eq!(comma_evidence("1963,1"), Some(true));
        assert_eq!(comma_evidence("1,234"), None);
        assert_eq!(comma_evidence("1,234.5"), Some(false));
        assert_eq!(comma_evidence("1.234,5"), Some(true));
    }
}
