//! Units that names of columns, tables and files give to amounts: thousands, 万元, kEUR.

/// The power of ten in a header: `预估金额（万元）`, `金额/千元`, `Revenue (k EUR)`, `Amount in thousands`, `Umsatz T€`.
pub(crate) fn header_power(header: &str) -> u8 {
    let text = header.trim();
    if let Some((_, unit)) = text.rsplit_once(['(', '（', '[', '【']) {
        let power = unit_power(unit.trim_end_matches([')', '）', ']', '】']), true);
        if power > 0 {
            return power;
        }
    }
    let lower = text.to_lowercase();
    if lower.contains("in millions") {
        return 6;
    }
    if lower.contains("in thousands") {
        return 3;
    }
    // Without brackets the last word says the unit, if it is nothing else.
    let last = text.rsplit([' ', '/', '_', '-', ',', '，', ':', '：']).next().unwrap_or("");
    let two = text.rfind(' ').and_then(|at| text.get(..at)?.rfind(' ')).and_then(|at| text.get(at..)).unwrap_or("");
    unit_power(if last == text { "" } else { last }, false).max(ends_with_unit(text)).max(unit_power(two, false))
}

/// `金额万元` ends with its unit.
fn ends_with_unit(text: &str) -> u8 {
    const UNITS: &[(&str, u8)] = &[
        ("百万元", 6),
        ("百萬元", 6),
        ("千万元", 7),
        ("万元", 4),
        ("萬元", 4),
        ("亿元", 8),
        ("億元", 8),
        ("千元", 3),
        ("仟元", 3),
        ("万円", 4),
        ("百万円", 6),
        ("千円", 3),
        ("천원", 3),
        ("백만원", 6),
        ("만원", 4),
    ];
    UNITS.iter().filter(|(unit, _)| text.ends_with(unit)).max_by_key(|(unit, _)| unit.len()).map_or(0, |(_, power)| *power)
}

const CURRENCIES: &[&str] = &[
    "€",
    "$",
    "£",
    // The pound sign of Windows-1252 in a file that was taken for Windows-1250.
    "Ł",
    "¥",
    "￥",
    "₩",
    "EUR",
    "USD",
    "GBP",
    "CNY",
    "RMB",
    "CHF",
    "JPY",
    "SEK",
    "NOK",
    "DKK",
    "PLN",
    "INR",
    "AUD",
    "CAD",
    "HKD",
    "TWD",
    "KRW",
    "руб.",
    "руб",
    "₽",
    "人民币",
    "人民幣",
    "美元",
    "元",
    "円",
    "원",
];

/// What is counted by the ten thousand: 提货数量（万台）.
const PIECES: [char; 9] = ['台', '件', '个', '人', '次', '套', '吨', '只', '支'];

/// The power of ten of a unit: `万元`, `k€`, `TEUR`, `Mio. EUR`. A letter alone is one only in brackets or beside a currency, and
/// nothing that only begins like a unit is one: 千克, 万达.
fn unit_power(unit: &str, is_bracketed: bool) -> u8 {
    let mut word = unit
        .trim()
        .trim_start_matches("单位")
        .trim_start_matches("單位")
        .trim_start_matches("単位")
        .trim_start_matches([':', '：', ' '])
        .to_owned();
    let whole = word.len();
    for currency in CURRENCIES {
        word = word.replace(currency, "");
    }
    let has_currency = word.len() < whole;
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    let of_pieces = word.strip_suffix(PIECES).filter(|_| !has_currency);
    match of_pieces.filter(|rest| matches!(*rest, "万" | "萬")).unwrap_or(word) {
        "k" | "K" if is_bracketed || has_currency => 3,
        "10k" | "10K" if has_currency => 4,
        "miles" if has_currency => 3,
        "millones" | "milioni" => 6,
        "tkr" | "Tkr" | "TKR" | "kkr" | "Tsd" | "TSD" | "tsd" | "000s" | "000" | "thousands" | "thousand" | "tys" | "тыс" => 3,
        "T" if has_currency => 3,
        "M" if is_bracketed || has_currency => 6,
        "m" if has_currency => 6,
        "MM" | "mm" if has_currency || (word == "MM" && is_bracketed) => 6,
        "Mio" | "mio" | "mn" | "Mn" | "mln" | "Mln" | "million" | "millions" | "млн" => 6,
        "bn" | "Bn" | "Mrd" | "mrd" => 9,
        "百万" | "百萬" | "백만" => 6,
        "千万" | "千萬" => 7,
        "亿" | "億" | "억" => 8,
        "万" | "萬" | "만" => 4,
        "w" | "W" if is_bracketed => 4,
        "千" | "仟" | "천" => 3,
        _ => 0,
    }
}

/// Does a header name the unit of its amounts, if only 元?
pub(crate) fn names_unit(header: &str) -> bool {
    let unit = header.rsplit_once(['(', '（', '[', '【', '/']).map_or("", |(_, unit)| unit.trim_end_matches([')', '）', ']', '】'])).trim();
    CURRENCIES.contains(&unit)
}

/// The power of ten that a line above a table gives to its amounts: 单位：万元, `in TEUR`, `Amounts in thousands`.
pub(crate) fn line_power(line: &str) -> u8 {
    let is_end = |c: char| matches!(c, ')' | '）' | ']' | '】' | ',' | '，' | '、' | ';' | '；' | '。') || c.is_whitespace();
    for mark in ["单位", "單位", "単位", "Unit", "unit"] {
        for (at, _) in line.match_indices(mark) {
            // 编制单位 is somebody's name, 金额单位 is none.
            let before = line.get(..at).map(|before| before.trim_end_matches("金额").trim_end_matches("货币"));
            let before = before.and_then(|before| before.chars().next_back());
            let rest = line.get(at + mark.len()..).unwrap_or("").trim_start();
            let Some(rest) = rest.strip_prefix([':', '：']).filter(|_| before.is_none_or(|c| !c.is_alphanumeric())) else { continue };
            let power = unit_power(rest.trim_start().split(is_end).next().unwrap_or(""), false);
            if power > 0 {
                return power;
            }
        }
    }
    let mut words = line.split(is_end).filter(|word| !word.is_empty()).skip_while(|word| !word.eq_ignore_ascii_case("in")).skip(1);
    let unit = words.next().unwrap_or("");
    let is_money = |word: &str| CURRENCIES.iter().any(|currency| word.contains(currency));
    let power = if is_money(unit) || matches!(unit, "thousands" | "millions") { unit_power(unit, false) } else { 0 };
    if power > 0 {
        return power;
    }
    // `USD thousands`, `thousands USD`, `$'000`, 千元: beside a currency, or with its sign.
    let words: Vec<&str> =
        line.split(|c: char| is_end(c) || matches!(c, '(' | '（' | '[' | '【')).filter(|word| !word.is_empty()).collect();
    // Miles de pesos, migliaia di euro.
    let lower = line.to_lowercase();
    if [
        "miles de pesos",
        "miles de euros",
        "en miles",
        "em milhares",
        "migliaia di euro",
        "milliers d'euros",
        "milliers d’euros",
        "en milliers",
        "тыс. руб",
    ]
    .iter()
    .any(|unit| lower.contains(unit))
    {
        return 3;
    }
    // Crowns by the thousand.
    if words.iter().any(|word| matches!(*word, "tkr" | "Tkr" | "TKR" | "kkr")) {
        return 3;
    }
    // 50,000 EUR and 1 million USD are amounts, no units.
    let is_figure =
        |word: &str| word.bytes().any(|b| b.is_ascii_digit()) && word.bytes().all(|b| b.is_ascii_digit() || b".,'".contains(&b));
    let is_amount = |at: usize| {
        words.get(at).is_some_and(|word| is_figure(word))
            || at.checked_sub(1).and_then(|at| words.get(at)).is_some_and(|word| is_figure(word))
    };
    let is_beside = |at: &usize| {
        [at.checked_sub(1), Some(at + 1)].into_iter().flatten().any(|at| words.get(at).is_some_and(|word| CURRENCIES.contains(word)))
    };
    let units = (0..words.len()).filter(|at| is_beside(at) && !is_amount(*at));
    let of_pair = units.filter_map(|at| words.get(at)).map(|word| unit_power(word, false)).find(|power| *power > 0);
    let of_word = || words.iter().filter(|word| is_money(word)).map(|word| unit_power(word, false)).find(|power| *power > 0);
    of_pair.or_else(of_word).unwrap_or(0)
}

/// The power of ten that the name of a file or sheet gives to its amounts: `Targets kEUR`, 2025目标（万元）. A figure or a letter alone is
/// part of the name.
pub(crate) fn name_power(name: &str) -> u8 {
    let is_unit = |unit: &str| {
        let has_currency = CURRENCIES.iter().any(|currency| unit.contains(currency));
        let has_letter = unit.chars().any(|c| matches!(c, '万' | '萬' | '千' | '亿')) || has_currency;
        has_letter && !unit.chars().any(|c| c.is_ascii_digit())
    };
    let power = |part: &str| {
        let part = part.trim();
        let stem = part.rsplit_once('.').filter(|(_, extension)| extension.len() <= 5).map_or(part, |(stem, _)| stem);
        let bracketed = stem.trim_end_matches([')', '）', ']', '】']);
        let inside = if bracketed.len() < stem.len() { bracketed.rsplit(['(', '（', '[', '【']).next().unwrap_or("") } else { "" };
        let last = stem.rsplit([' ', '_', '-']).next().filter(|last| *last != stem).unwrap_or("");
        [inside, last].into_iter().filter(|unit| is_unit(unit)).map(|unit| unit_power(unit, true)).max().unwrap_or(0)
    };
    name.split(['›', '/', '|']).map(power).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{header_power, line_power};
    use crate::parse::{NumberStyle, money_minor, number};

    const POINT: NumberStyle = NumberStyle { decimal_comma: false, power: 0 };

    #[test]
    fn names_of_files_say_units() {
        for (name, power) in [
            ("2025目标（万元）.xlsx", 4),
            ("book.xlsx › Targets kEUR", 3),
            ("export_000.csv", 0),
            ("万达订单.csv", 0),
            ("K3 orders.csv", 0),
            ("Orders EUR (M).csv", 0),
            ("Deals over 500 k EUR.csv", 0),
            ("订单金额超过10万元.csv", 0),
            ("EUROPE orders (M).csv", 0),
            ("Umsatz (TEUR).xlsx", 3),
        ] {
            assert_eq!(super::name_power(name), power, "{name}");
        }
    }

    #[test]
    fn units_of_headers_and_counted_things() {
        for (header, power) in [
            ("金额（万元）", 4),
            ("Revenue (k EUR)", 3),
            ("Amount in millions", 6),
            ("Duration (m)", 0),
            ("Amount (USD)", 0),
            ("金额", 0),
            ("Amount (k€)", 3),
            ("Amount (€m)", 6),
            ("Umsatz TEUR", 3),
            ("Betrag in T€", 3),
            ("金额/万元", 4),
            ("金额 万元", 4),
            ("金额（仟元）", 3),
            ("销售额（w）", 4),
            ("매출(천원)", 3),
            ("매출(백만원)", 6),
            ("Team", 0),
            ("Deal size M", 0),
            ("Rank", 0),
            ("数量（千克）", 0),
            ("单价/W", 0),
            ("提货数量（万台）", 4),
            ("金额（元）", 0),
            ("单价（元/件）", 0),
        ] {
            assert_eq!(header_power(header), power, "{header}");
        }
        for (line, power) in [
            ("单位：万元", 4),
            ("2024年销售台账（单位：人民币万元）", 4),
            ("单位: 元", 0),
            ("编制部门：销售部 单位：千元", 3),
            ("Unit: TEUR", 3),
            ("编制单位：万达商贸", 0),
            ("单位：千里马公司", 0),
            ("booked in Mn and WI", 0),
            ("Umsatz in TEUR", 3),
            ("Sales in 2024", 0),
            ("USD thousands; fiscal year = calendar year", 3),
            ("All figures in USD 000s", 3),
            ("Plan ($'000)", 3),
            ("单位 千元", 3),
            ("Filtered by: Amount greater than 50,000 EUR", 0),
            ("Total 125 000 EUR", 0),
            ("Deals over 1 million USD", 0),
        ] {
            assert_eq!(line_power(line), power, "{line}");
        }
        let in_wan = NumberStyle { power: 4, ..POINT };
        assert_eq!(money_minor("12.5", in_wan), Some((12_500_000, false)));
        assert_eq!(money_minor("3亿", in_wan), Some((30_000_000_000, false)), "a unit of its own goes before the header's");
        assert_eq!((number("9分", POINT), money_minor("9分", POINT)), (Some(9_000_000), None));
    }
}
