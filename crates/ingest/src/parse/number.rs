//! Numbers as people and systems write them, exactly.

use serde::{Deserialize, Serialize};

/// Which sign separates decimals; decided on the whole column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberStyle {
    /// `1.234,56` instead of `1,234.56`.
    pub decimal_comma: bool,
    /// Power of ten that the header names (`金额（万元）`: 4), for cells that name none themselves.
    pub power: u8,
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
    if !text.is_ascii()
        && let Some(hundredths) = capital(text)
    {
        let by = 10_i64.checked_pow(places.checked_sub(2)?)?;
        return Some((hundredths.checked_mul(by)?, false));
    }
    let mut shift = i64::from(places);
    let mut rest = text.trim();
    let mut negative = false;
    // Accountants put the sign of the currency before the brackets: $ (698.92).
    let behind = rest.trim_start_matches(|c: char| matches!(c, '$' | '€' | '£' | '¥' | '￥') || c.is_whitespace());
    if behind.starts_with('(') {
        rest = behind;
    }
    if let Some(inner) = rest.strip_prefix(['(', '（']).and_then(|inner| inner.strip_suffix([')', '）'])) {
        (negative, rest) = (true, inner);
    }
    // △123, ▲123: accountants' minus.
    if let Some(inner) = rest.strip_prefix(['△', '▲', '▼']).filter(|_| !negative) {
        (negative, rest) = (true, inner);
    }
    rest = rest.strip_suffix('整').unwrap_or(rest);
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
    // In Japanese code pages the yen sign has the place of the backslash.
    let is_currency = |c: char| matches!(c, '\\' | '¥' | '￥' | '$' | '€' | '£' | '₩' | '₹' | '₽') || c.is_whitespace();
    let (mut digits, mut decimals, mut seen_point, mut any) = (0i128, 0i64, false, false);
    let mut lost = false;
    let has_comma = sure_point(rest).map_or(style.decimal_comma, |point| point == ',');
    let (point, group) = if has_comma { (',', '.') } else { ('.', ',') };
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

/// The sign of the decimals where the cell itself leaves no doubt: the last of both signs, or one that cannot stand between thousands.
fn sure_point(text: &str) -> Option<char> {
    let count = |sign: char| text.matches(sign).count();
    let last = text.rfind([',', '.'])?;
    let sign = text.get(last..)?.chars().next()?;
    match (count(sign), count(if sign == ',' { '.' } else { ',' })) {
        (1, 0) => {
            let is_digit = |c: &char| full_width(*c).is_ascii_digit();
            let before: String = text.get(..last)?.chars().filter(is_digit).collect();
            let behind = text.get(last + 1..)?.chars().filter(is_digit).count();
            (behind != 3 || before.is_empty() || before.len() > 3 || before == "0").then_some(sign)
        }
        (1, _) => Some(sign),
        _ => None,
    }
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
    ("억원", 8),
    ("만원", 4),
    ("천원", 3),
    ("억", 8),
    ("만", 4),
    ("w", 4),
    ("W", 4),
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
        "zł", "Kč", "Ft", "руб.", "руб", "р.", "TL", "TRY", "PLN", "SEK", "NOK", "DKK", "NZD", "MXN", "BRL", "ZAR", "AED", "THB", "MYR",
        "IDR", "VND", "₫", "₺",
    ];
    let front = CODES.iter().find_map(|code| text.strip_prefix(code)).map_or(text, str::trim_start);
    CODES.iter().find_map(|code| front.strip_suffix(code)).map_or(front, str::trim_end)
}

/// An amount in the capital numerals of contracts, in hundredths: 壹万贰仟叁佰元整, 人民币伍佰元伍角.
fn capital(text: &str) -> Option<i64> {
    let text = text.trim().trim_start_matches("人民币").trim_start_matches(['：', ':', ' ']);
    let (mut total, mut section, mut digit, mut hundredths, mut any) = (0_i64, 0_i64, 0_i64, 0_i64, false);
    for c in text.chars() {
        if let Some(value) = "零壹贰叁肆伍陆柒捌玖".chars().position(|known| known == c) {
            digit = i64::try_from(value).ok()?;
            any |= value > 0;
            continue;
        }
        match c {
            '拾' | '佰' | '仟' => {
                let unit = match c {
                    '拾' => 10,
                    '佰' => 100,
                    _ => 1_000,
                };
                section += digit.max(i64::from(c == '拾')) * unit;
                any = true;
            }
            '万' | '亿' => {
                let unit = if c == '万' { 10_000 } else { 100_000_000 };
                let whole = if c == '亿' { total.checked_add(section + digit)? } else { section + digit };
                total = if c == '亿' { whole.checked_mul(unit)? } else { total.checked_add(whole.checked_mul(unit)?)? };
                section = 0;
            }
            '元' | '圆' => {
                total = total.checked_add(section + digit)?;
                section = 0;
            }
            '角' => hundredths += digit * 10,
            '分' => hundredths += digit,
            '整' | '正' => {}
            _ => return None,
        }
        digit = 0;
    }
    if !any {
        return None;
    }
    total.checked_add(section + digit)?.checked_mul(100)?.checked_add(hundredths)
}

/// The code of the currency that an amount names by a sign or a code.
pub(crate) fn currency_mark(text: &str) -> Option<&'static str> {
    const MARKS: &[(&str, &str)] = &[
        ("US$", "USD"),
        ("HK$", "HKD"),
        ("NT$", "TWD"),
        ("R$", "BRL"),
        ("USD", "USD"),
        ("EUR", "EUR"),
        ("CNY", "CNY"),
        ("RMB", "CNY"),
        ("GBP", "GBP"),
        ("JPY", "JPY"),
        ("HKD", "HKD"),
        ("TWD", "TWD"),
        ("CHF", "CHF"),
        ("KRW", "KRW"),
        ("SGD", "SGD"),
        ("AUD", "AUD"),
        ("CAD", "CAD"),
        ("INR", "INR"),
        ("$", "USD"),
        ("€", "EUR"),
        ("£", "GBP"),
        ("¥", "CNY"),
        ("￥", "CNY"),
        ("₩", "KRW"),
        ("₹", "INR"),
        ("₽", "RUB"),
    ];
    // Asked of every amount: most are nothing but a number.
    if text.bytes().next()?.is_ascii_digit() && text.bytes().last()?.is_ascii_digit() {
        return None;
    }
    let text = text.trim().trim_start_matches(['-', '(', '（', '−']).trim_end_matches([')', '）']).trim();
    MARKS.iter().find(|(mark, _)| text.starts_with(mark) || text.ends_with(mark)).map(|(_, code)| *code)
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

/// What the signs in a number say about the decimals of its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signs {
    /// `0,075`, `1963,1`, `1.234,56`, `8.450.000`: a comma separates decimals.
    Comma,
    /// `12.5`, `1,234.56`, `8,450,000`: a point does.
    Point,
    /// `12.500`: three digits behind a point may be decimals or thousands.
    ThreeBehindPoint,
    /// `12,500`.
    ThreeBehindComma,
    /// No signs.
    None,
}

/// See [`Signs`].
pub(crate) fn signs(text: &str) -> Signs {
    let bytes = text.as_bytes();
    let count = |sign: u8| bytes.iter().filter(|byte| **byte == sign).count();
    let (points, commas) = (count(b'.'), count(b','));
    let sign = match (points, commas) {
        (0, 0) => return Signs::None,
        (_, 0) => b'.',
        (0, _) => b',',
        _ => return if text.rfind(',') > text.rfind('.') { Signs::Comma } else { Signs::Point },
    };
    let (decimal, grouping, three) = if sign == b',' {
        (Signs::Comma, Signs::Point, Signs::ThreeBehindComma)
    } else {
        (Signs::Point, Signs::Comma, Signs::ThreeBehindPoint)
    };
    let digits = |part: &[u8]| part.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut parts = bytes.split(|byte| *byte == sign);
    let first = parts.next().unwrap_or(&[]);
    let before = first.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let are_groups = parts.all(|part| digits(part) == 3) && (1..=3).contains(&before);
    match points + commas {
        // 0,075 and 1963,1 cannot be grouping; 1,234 can be both.
        1 if are_groups && !(before == 1 && first.ends_with(b"0")) => three,
        1 => decimal,
        _ if are_groups => grouping,
        _ => Signs::None,
    }
}

#[cfg(test)]
mod tests {
    use super::{NumberStyle, Signs, money_minor, scaled, signs};

    const POINT: NumberStyle = NumberStyle { decimal_comma: false, power: 0 };

    #[test]
    fn a_cell_that_leaves_no_doubt_needs_no_column() {
        let comma = NumberStyle { decimal_comma: true, power: 0 };
        let point = NumberStyle::default();
        for (text, minor) in [("3000.3", 300_030), ("1.000,10", 100_010), ("2000.25", 200_025), ("1.234.567,5", 123_456_750), ("0.125", 12)]
        {
            assert_eq!(super::money_minor(text, comma).map(|(value, _)| value), Some(minor), "{text}");
        }
        for (text, minor) in [("1.000,10", 100_010), ("1000,10", 100_010), ("1,234.5", 123_450), ("$ (698.92)", -69_892)] {
            assert_eq!(super::money_minor(text, point).map(|(value, _)| value), Some(minor), "{text}");
        }
        // Three behind one sign: the column decides.
        assert_eq!(super::money_minor("1.234", comma).map(|(value, _)| value), Some(123_400));
        assert_eq!(super::money_minor("1,234", point).map(|(value, _)| value), Some(123_400));
    }

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
            ("12300元整", 1_230_000),
            ("壹万贰仟元整", 1_200_000),
            ("人民币壹佰零伍万叁仟贰佰元伍角", 105_320_050),
            ("贰亿叁仟万元整", 23_000_000_000),
            ("△123", -12_300),
            ("3w", 3_000_000),
            ("3만원", 3_000_000),
            ("-$11.94", -1_194),
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
    fn no_numbers() {
        for text in ["", "-", "约三万", "12 months", "1.2.3", "1e5", "NaN", "GTX 5", "--5", "2025-07-18", "99999999999999999999"] {
            assert_eq!(money_minor(text, POINT), None, "{text}");
        }
    }

    #[test]
    fn comma_is_decided_by_what_cannot_be_grouping() {
        for (text, expected) in [
            ("0,075", Signs::Comma),
            ("1963,1", Signs::Comma),
            ("1714,286", Signs::Comma),
            ("1,234", Signs::ThreeBehindComma),
            ("12.500 €", Signs::ThreeBehindPoint),
            ("8.450.000", Signs::Comma),
            ("8,450,000", Signs::Point),
            ("1,234.5", Signs::Point),
            ("1.234,5", Signs::Comma),
            ("0.125", Signs::Point),
            ("900", Signs::None),
            ("1.2.2025", Signs::None),
        ] {
            assert_eq!(signs(text), expected, "{text}");
        }
    }
}
