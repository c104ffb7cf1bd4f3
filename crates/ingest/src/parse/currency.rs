//! Codes of currencies.

/// Names, in lower case.
const NAMES: &[(&str, &[&str])] = &[
    ("CNY", &["cny", "rmb", "人民币", "人民币元", "元", "¥", "￥", "chinese yuan", "yuan", "人民幣"]),
    ("USD", &["usd", "美元", "美金", "$", "us$", "us dollar", "us dollars", "u.s. dollar", "dollar"]),
    ("EUR", &["eur", "欧元", "歐元", "€", "euro", "euros"]),
    ("GBP", &["gbp", "英镑", "英鎊", "£", "pound sterling", "british pound"]),
    ("JPY", &["jpy", "日元", "日圆", "日圓", "円", "yen", "japanese yen"]),
    ("HKD", &["hkd", "港币", "港元", "港幣", "hk$", "hong kong dollar"]),
    ("TWD", &["twd", "新台币", "台币", "新臺幣", "新台幣", "台幣", "nt$", "ntd"]),
    ("KRW", &["krw", "韩元", "韩币", "韓元", "₩", "원"]),
    ("SGD", &["sgd", "新加坡元", "新币", "singapore dollar"]),
    ("AUD", &["aud", "澳元", "澳币", "australian dollar"]),
    ("CAD", &["cad", "加元", "加拿大元", "canadian dollar"]),
    ("CHF", &["chf", "瑞士法郎", "swiss franc"]),
    ("INR", &["inr", "印度卢比", "₹", "indian rupee"]),
    ("RUB", &["rub", "卢布", "俄罗斯卢布", "₽"]),
];

/// The code of a currency that is written as a code, a name, a sign or both: `USD - U.S. Dollar`. What is not known stays as it is.
pub(crate) fn currency_code(text: &str) -> &str {
    let text = text.trim();
    let is_code = |code: &str| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    if is_code(text) && text != "RMB" {
        return text;
    }
    let lower = text.to_lowercase();
    if let Some((code, _)) = NAMES.iter().find(|(_, names)| names.contains(&lower.as_str())) {
        return code;
    }
    match text.split_at_checked(3) {
        Some((code, rest)) if is_code(code) && rest.starts_with([' ', '-', '(', '（']) => currency_code_of(code),
        _ => text,
    }
}

/// The currency that a header names among other words, by its code in capitals or its Chinese name: 对人民币汇率, `USD rate`.
pub(crate) fn currency_in(header: &str) -> Option<&'static str> {
    let words: Vec<&str> = header.split(|letter: char| !letter.is_ascii_alphabetic()).collect();
    // 元 alone is part of other names.
    let is_named = |name: &&&str| !name.is_ascii() && name.chars().count() > 1 && header.contains(**name);
    let names = |(code, names): &(&'static str, &[&str])| words.contains(code) || names.iter().find(is_named).is_some();
    NAMES.iter().find(|currency| names(currency)).map(|(code, _)| *code)
}

/// `RMB` is no code.
fn currency_code_of(code: &str) -> &str {
    if code == "RMB" { "CNY" } else { code }
}

#[cfg(test)]
mod tests {
    use super::{currency_code, currency_in};

    #[test]
    fn headers_name_currencies() {
        let cases = [
            ("对人民币汇率", Some("CNY")),
            ("USD rate", Some("USD")),
            ("汇率（美元）", Some("USD")),
            ("rate", None),
            ("单元", None),
            ("Eurostat", None),
        ];
        for (header, code) in cases {
            assert_eq!(currency_in(header), code, "{header}");
        }
    }

    #[test]
    fn names_and_signs_are_codes() {
        let cases = [
            ("人民币", "CNY"),
            ("RMB", "CNY"),
            ("usd", "USD"),
            ("USD - U.S. Dollar", "USD"),
            ("€", "EUR"),
            ("PLN", "PLN"),
            ("点数", "点数"),
            ("", ""),
            ("RMB - Renminbi", "CNY"),
        ];
        for (text, code) in cases {
            assert_eq!(currency_code(text), code, "{text}");
        }
    }
}
