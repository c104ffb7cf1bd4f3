//! Numbers, dates and durations as people read them; one formatter for every screen.

use kpi_model::{Better, Calendar, Day, Grain, Locale, Quantity, Unit};

/// A number and its unit, drawn in two sizes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    /// Digits with sign.
    pub number: String,
    /// What follows: 万, %, 天, days; empty for none.
    pub unit: String,
}

impl Shown {
    fn new(number: String, unit: &str) -> Self {
        Self { number, unit: unit.to_owned() }
    }
}

impl std::fmt::Display for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let gap = if self.unit.starts_with(|c: char| c.is_ascii_lowercase()) { " " } else { "" };
        write!(f, "{}{gap}{}", self.number, self.unit)
    }
}

/// The minus of typography.
pub const MINUS: char = '\u{2212}';
/// What stands where there is no value.
pub const NONE: &str = "—";

/// A number with grouped thousands and `places` decimals, half to even; never `-0`.
#[must_use]
pub fn grouped(value: f64, places: usize) -> String {
    let text = format!("{:.places$}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut digits = String::new();
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            digits.push(',');
        }
        digits.push(c);
    }
    if !fraction.is_empty() {
        digits = format!("{digits}.{fraction}");
    }
    let is_zero = digits.chars().all(|c| matches!(c, '0' | '.' | ','));
    if value < 0.0 && !is_zero { format!("{MINUS}{digits}") } else { digits }
}

/// A count: `1,324`.
#[must_use]
pub fn count(value: f64) -> String {
    grouped(value, 0)
}

/// A count with its English noun: `1 row`, `1,324 rows`.
#[must_use]
pub fn many(n: u32, one: &str, more: &str) -> String {
    format!("{} {}", count(f64::from(n)), if n == 1 { one } else { more })
}

/// Decimals for three significant figures, none from a thousand on.
fn three_figures(value: f64) -> usize {
    match value.abs() {
        v if v < 9.995 => 2,
        v if v < 99.95 => 1,
        _ => 0,
    }
}

fn symbol(currency: Option<&str>) -> &str {
    match currency {
        Some("CNY" | "RMB") => "¥",
        Some("USD") => "$",
        Some("EUR") => "€",
        Some("GBP") => "£",
        _ => "",
    }
}

/// Money: `28.6万`, `4,806万`, `2.16亿`; `¥286K`, `¥48.06M`, `¥216M`.
#[must_use]
pub fn money(value: f64, currency: Option<&str>, locale: Locale) -> Shown {
    let size = value.abs();
    match locale {
        Locale::Chinese if size < 10_000.0 => Shown::new(grouped(value, 0), "元"),
        Locale::Chinese if size < 100_000_000.0 => Shown::new(grouped(value / 1e4, three_figures(value / 1e4)), "万"),
        Locale::Chinese => Shown::new(grouped(value / 1e8, 2), "亿"),
        Locale::English => {
            let text = match size {
                v if v < 10_000.0 => grouped(value, 0),
                v if v < 999_500.0 => {
                    format!("{}K", grouped(value / 1e3, three_figures(value / 1e3)))
                }
                v if v < 99_995_000.0 => format!("{}M", grouped(value / 1e6, 2)),
                v if v < 1e9 => format!("{}M", grouped(value / 1e6, 0)),
                _ => format!("{}B", grouped(value / 1e9, 2)),
            };
            let sign = symbol(currency);
            Shown::new(text.strip_prefix(MINUS).map_or_else(|| format!("{sign}{text}"), |rest| format!("{MINUS}{sign}{rest}")), "")
        }
    }
}

/// One unit for a whole table of money: the divisor and its name.
#[must_use]
pub fn table_unit(largest: f64, locale: Locale) -> (f64, &'static str) {
    match locale {
        Locale::Chinese if largest >= 1e6 => (1e4, "万元"),
        Locale::Chinese => (1.0, "元"),
        Locale::English if largest >= 1e6 => (1e3, "K"),
        Locale::English => (1.0, ""),
    }
}

/// A chance to the percent, as it is drawn: `82%`, and never certain where it is not.
#[must_use]
pub fn whole_percent(value: f64) -> String {
    match value {
        v if v > 0.0 && v < 0.005 => "<1%".to_owned(),
        v if (0.995..1.0).contains(&v) => ">99%".to_owned(),
        v => format!("{}%", grouped(v * 100.0, 0)),
    }
}

/// A fraction as percent with one decimal: `30.2%`.
#[must_use]
pub fn percent(value: f64) -> Shown {
    Shown::new(grouped(value * 100.0, 1), "%")
}

/// A value in its unit.
#[must_use]
pub fn shown(value: Quantity, unit: Unit, currency: Option<&str>, locale: Locale) -> Shown {
    let number = value.as_f64();
    match unit {
        Unit::Money => money(number, currency, locale),
        Unit::Ratio => percent(number),
        Unit::Count => Shown::new(count(number), ""),
        Unit::Days => {
            let word = match locale {
                Locale::Chinese => "天",
                Locale::English => "days",
            };
            let places = usize::from(number.fract() != 0.0 && number < 100.0);
            Shown::new(grouped(number, places), word)
        }
        Unit::Points => {
            let places = if number.abs() < 10.0 && number.fract() != 0.0 { 2 } else { 0 };
            Shown::new(grouped(number, places), "")
        }
    }
}

/// An interval in the unit of its value: `26.5–34.2%`.
#[must_use]
pub fn interval(low: Quantity, high: Quantity, unit: Unit, currency: Option<&str>, locale: Locale) -> String {
    let is_coarse = unit == Unit::Points && low.as_f64().abs().max(high.as_f64().abs()) >= 10.0;
    let end = |value: Quantity| {
        if is_coarse { Shown::new(grouped(value.as_f64(), 0), "") } else { shown(value, unit, currency, locale) }
    };
    let (low, high) = (end(low), end(high));
    let is_same_unit = low.unit == high.unit;
    // A dash beside a minus reads as another minus.
    let joint = match (low.number.starts_with(MINUS), locale) {
        (false, _) => "–",
        (true, Locale::Chinese) => " 至 ",
        (true, Locale::English) => " to ",
    };
    if is_same_unit { format!("{}{joint}{high}", low.number) } else { format!("{low}{joint}{high}") }
}

/// A size with the sign of a value: `+12.3%`, `−4`.
#[must_use]
pub fn signed(value: f64, size: impl std::fmt::Display) -> String {
    let size = size.to_string();
    match value {
        // What is shown as nothing has no sign.
        _ if is_nothing(&size) => size,
        value if value < 0.0 => format!("{MINUS}{size}"),
        _ => format!("+{size}"),
    }
}

/// Is a size shown as 0?
#[must_use]
pub fn is_nothing(size: &str) -> bool {
    size.contains('0') && !size.contains(|c: char| c.is_ascii_digit() && c != '0')
}

/// A signed difference: relative for totals (`16.4%`), in points for rates (`2.9 pp`).
#[must_use]
pub fn difference(now: f64, before: f64, unit: Unit, locale: Locale) -> Option<(f64, String)> {
    let text = |value: f64, places: usize, unit: &str| format!("{}{unit}", grouped(value.abs(), places));
    match unit {
        Unit::Ratio => {
            let points = (now - before) * 100.0;
            let word = match locale {
                Locale::Chinese => " 个百分点",
                Locale::English => " pp",
            };
            Some((points, text(points, 1, word)))
        }
        Unit::Days => {
            let word = match locale {
                Locale::Chinese => " 天",
                Locale::English => " days",
            };
            Some((now - before, text(now - before, 0, word)))
        }
        Unit::Points => Some((now - before, text(now - before, if before.abs() < 10.0 { 2 } else { 0 }, ""))),
        Unit::Money | Unit::Count if before > 0.0 => {
            let change = (now - before) / before * 100.0;
            Some((change, text(change, 1, "%")))
        }
        Unit::Money | Unit::Count => None,
    }
}

/// Is a change good?
#[must_use]
pub fn is_good(change: f64, better: Better) -> Option<bool> {
    match better {
        Better::Higher => Some(change > 0.0),
        Better::Lower => Some(change < 0.0),
        Better::Neither => None,
    }
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Short name of a month: `7月`, `Jul`.
#[must_use]
pub fn month(month: u32, locale: Locale) -> String {
    match locale {
        Locale::Chinese => format!("{month}月"),
        Locale::English => MONTHS.get(month.saturating_sub(1) as usize).unwrap_or(&"").to_string(),
    }
}

/// A month on an axis: with its year where the year or the axis begins.
#[must_use]
pub fn axis_month(day: Day, is_first: bool, locale: Locale) -> String {
    let name = month(day.month(), locale);
    match (is_first || day.month() == 1, locale) {
        (false, _) => name,
        (true, Locale::Chinese) => format!("{}年{name}", day.year()),
        (true, Locale::English) => format!("{name} {}", day.year()),
    }
}

/// A date: `2025年7月18日`, `Jul 18, 2025`.
#[must_use]
pub fn date(day: Day, locale: Locale) -> String {
    match locale {
        Locale::Chinese => format!("{}年{}月{}日", day.year(), day.month(), day.day_of_month()),
        Locale::English => format!("{} {}, {}", month(day.month(), locale), day.day_of_month(), day.year()),
    }
}

const QUARTERS: [&str; 4] = ["一", "二", "三", "四"];

/// A period by its start and grain: `2025 年第三季度`, `Q3 2025`; in a business year of one's own `2026 财年第一季度`, `Q1 FY2026`.
#[must_use]
pub fn period(start: Day, grain: Grain, calendar: Calendar, locale: Locale) -> String {
    let has_own_name = !calendar.is_civil() && (calendar.weeks.is_some() || matches!(grain, Grain::Quarter | Grain::Year));
    if has_own_name && grain != Grain::Day {
        let (year, place) = calendar.place(grain, start);
        return match (grain, locale) {
            (Grain::Year, Locale::Chinese) => format!("{year} 财年"),
            (Grain::Year | Grain::Day, _) => format!("FY{year}"),
            (Grain::Quarter, Locale::Chinese) => {
                format!("{year} 财年第{}季度", usize::try_from(place).ok().and_then(|place| QUARTERS.get(place)).unwrap_or(&""))
            }
            (Grain::Quarter, Locale::English) => format!("Q{} FY{year}", place + 1),
            (Grain::Month, _) => format!("P{:02} FY{year}", place + 1),
            (Grain::Week, _) => format!("W{:02} FY{year}", place + 1),
        };
    }
    let (year, quarter) = (start.year(), (start.month() - 1) / 3);
    match (grain, locale) {
        (Grain::Quarter, Locale::Chinese) => format!("{year} 年第{}季度", QUARTERS.get(quarter as usize).unwrap_or(&"")),
        (Grain::Quarter, Locale::English) => format!("Q{} {year}", quarter + 1),
        (Grain::Year, Locale::Chinese) => format!("{year} 年"),
        (Grain::Year, Locale::English) => year.to_string(),
        (Grain::Month, Locale::Chinese) => format!("{year} 年 {} 月", start.month()),
        (Grain::Month, Locale::English) => format!("{} {year}", month(start.month(), locale)),
        (Grain::Day | Grain::Week, _) => grain.label(start),
    }
}

/// A file size: `1.9 MB`.
#[must_use]
pub fn bytes(size: f64) -> String {
    match size {
        s if s < 1_000.0 => format!("{} B", grouped(s, 0)),
        s if s < 999_500.0 => format!("{} KB", grouped(s / 1e3, 0)),
        s => format!("{} MB", grouped(s / 1e6, 1)),
    }
}

/// Reads what people type as an amount: `1.2亿`, `21,600万`, `48.06M`, `1,000`.
#[must_use]
pub fn parse_amount(text: &str) -> Option<f64> {
    let plain: String = text.chars().filter(|c| !matches!(c, ',' | '，' | ' ' | '¥' | '￥' | '$' | '€' | '£' | '元')).collect();
    let plain: String =
        plain.chars().map(|c| if ('０'..='９').contains(&c) { char::from_u32(c as u32 - 0xFEE0).unwrap_or(c) } else { c }).collect();
    let (digits, factor) = [("亿", 1e8), ("万", 1e4), ("K", 1e3), ("k", 1e3), ("M", 1e6), ("m", 1e6), ("B", 1e9)]
        .iter()
        .find_map(|(suffix, factor)| Some((plain.strip_suffix(suffix)?, *factor)))
        .unwrap_or((&plain, 1.0));
    let is_number = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || c == '.');
    digits.parse::<f64>().ok().filter(|value| is_number && value.is_finite()).map(|value| value * factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_has_no_sign() {
        let shown = |value: f64, size: &str| super::signed(value, size);
        assert_eq!([shown(-0.0004, "0.0 pp"), shown(0.2, "0.2 pp"), shown(-30.0, "30%")], ["0.0 pp", "+0.2 pp", "−30%"]);
        assert!(super::is_nothing("0.00 天") && !super::is_nothing("100%") && !super::is_nothing("新增"));
    }

    #[test]
    fn money_as_designed() {
        for (value, zh, en) in [
            (8_420.0, "8,420元", "¥8,420"),
            (286_000.0, "28.6万", "¥286K"),
            (7_070_000.0, "707万", "¥7.07M"),
            (48_060_000.0, "4,806万", "¥48.06M"),
            (216_000_000.0, "2.16亿", "¥216M"),
            (-48_060_000.0, "−4,806万", "−¥48.06M"),
            (0.0, "0元", "¥0"),
        ] {
            assert_eq!(money(value, Some("CNY"), Locale::Chinese).to_string(), zh);
            assert_eq!(money(value, Some("CNY"), Locale::English).to_string(), en);
        }
    }

    #[test]
    fn rates_differences_and_intervals() {
        assert_eq!(percent(0.3021).to_string(), "30.2%");
        assert_eq!(percent(-0.0001).to_string(), "0.0%");
        assert_eq!(difference(0.302, 0.331, Unit::Ratio, Locale::English).unwrap().1, "2.9 pp");
        assert_eq!(difference(116.4, 100.0, Unit::Money, Locale::Chinese).unwrap().1, "16.4%");
        assert_eq!(difference(5.0, 0.0, Unit::Money, Locale::Chinese), None);
        let (low, high) = (Quantity::Number(0.265), Quantity::Number(0.342));
        assert_eq!(interval(low, high, Unit::Ratio, None, Locale::Chinese), "26.5–34.2%");
        assert_eq!(interval(Quantity::Number(-3.0), Quantity::Number(12.0), Unit::Points, None, Locale::English), "−3 to 12");
        assert_eq!(shown(Quantity::Number(62.0), Unit::Days, None, Locale::English).to_string(), "62 days");
    }

    #[test]
    fn typed_amounts() {
        for (text, value) in [("21,600万", 216e6), ("1.2亿", 1.2e8), ("¥48.06M", 48.06e6), ("１２３", 123.0), ("1,000 元", 1000.0)] {
            assert_eq!(parse_amount(text), Some(value), "{text}");
        }
        for text in ["", "abc", "-5", "1e5", "NaN", "万"] {
            assert_eq!(parse_amount(text), None, "{text}");
        }
    }

    #[test]
    fn periods() {
        let day = Day::from_ymd(2025, 7, 1).unwrap();
        assert_eq!(period(day, Grain::Quarter, Calendar::default(), Locale::Chinese), "2025 年第三季度");
        assert_eq!(period(day, Grain::Quarter, Calendar::default(), Locale::English), "Q3 2025");
        let april = Calendar { first_month: 4, ..Calendar::default() };
        assert_eq!(period(april.start(Grain::Quarter, day, 0), Grain::Quarter, april, Locale::Chinese), "2026 财年第二季度");
        assert_eq!(period(day, Grain::Year, april, Locale::English), "FY2026");
        assert_eq!(date(day, Locale::English), "Jul 1, 2025");
    }
}
