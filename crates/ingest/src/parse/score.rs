//! Answers on a scale: as a number, as stars, or in words.

use super::{NumberStyle, number};

/// Five steps in words, the best last.
const STEPS: [&[&str]; 5] = [
    &[
        "非常不满意",
        "很不满意",
        "非常不滿意",
        "极不满意",
        "verydissatisfied",
        "verypoor",
        "terrible",
        "sehrunzufrieden",
        "trèsinsatisfait",
        "muyinsatisfecho",
        "非常に不満",
        "매우불만족",
        "bad",
        "verybad",
        "extremelydissatisfied",
        "awful",
        "pasdutoutsatisfait",
        "nadasatisfecho",
        "muitoinsatisfeito",
    ],
    &[
        "不满意",
        "比较不满意",
        "不太满意",
        "不滿意",
        "dissatisfied",
        "somewhatdissatisfied",
        "notsatisfied",
        "peusatisfait",
        "eherunzufrieden",
        "insatisfeito",
        "poor",
        "unzufrieden",
        "insatisfait",
        "insatisfecho",
        "不満",
        "불만족",
    ],
    &[
        "一般",
        "普通",
        "还行",
        "中立",
        "neutral",
        "neithersatisfiednordissatisfied",
        "average",
        "okay",
        "どちらともいえない",
        "보통",
        "neutre",
        "teilsteils",
        "moyennementsatisfait",
        "neitherdissatisfiednorsatisfied",
        "regular",
        "fair",
    ],
    &[
        "满意",
        "比较满意",
        "滿意",
        "satisfied",
        "somewhatsatisfied",
        "zufrieden",
        "satisfait",
        "satisfecho",
        "satisfeito",
        "eherzufrieden",
        "plutôtsatisfait",
        "満足",
        "만족",
    ],
    &[
        "非常满意",
        "很满意",
        "十分满意",
        "非常滿意",
        "verysatisfied",
        "excellent",
        "extremelysatisfied",
        "sehrzufrieden",
        "trèssatisfait",
        "muysatisfecho",
        "muitosatisfeito",
        "completelysatisfied",
        "非常に満足",
        "大変満足",
        "매우만족",
        "good",
    ],
];

/// The whole number an answer stands for: `9`, `10 - Extremely likely`, `10（非常愿意）`, `5星`, `★★★★☆`, `非常满意(5分)`, `Very satisfied`.
pub(crate) fn score(text: &str, style: NumberStyle) -> Option<i32> {
    const ONE: i64 = 1_000_000;
    if let Some(millionths) = number(text, style) {
        return i32::try_from(millionths / ONE).ok().filter(|_| millionths % ONE == 0);
    }
    let text = text.trim();
    let stars = text.chars().filter(|c| matches!(c, '★' | '⭐' | '🌟')).count();
    if stars > 0 {
        return text.chars().all(|c| matches!(c, '★' | '☆' | '⭐' | '🌟' | '\u{fe0f}' | ' ')).then_some(stars as i32);
    }
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let behind = text.get(digits.len()..).unwrap_or("").trim_start();
    if (1..=3).contains(&digits.len()) && behind.starts_with(['-', '–', '—', ':', '：', '(', '（', '星', '颗', '分', '、', '=', '点'])
        || (!digits.is_empty() && digits.len() <= 2 && behind.to_lowercase().starts_with("star"))
    {
        return digits.parse().ok();
    }
    // 非常满意(5分)
    if let Some((_, unit)) = text.rsplit_once(['(', '（'])
        && let Ok(value) = unit.trim_end_matches([')', '）', '分', '星']).trim().parse()
    {
        return Some(value);
    }
    // A.非常满意
    let bare = text.split_once(['.', '、', '．']).filter(|(mark, _)| mark.len() == 1).map_or(text, |(_, rest)| rest);
    let word = crate::stages::normal(bare);
    STEPS.iter().position(|words| words.contains(&word.as_str())).and_then(|step| i32::try_from(step + 1).ok())
}

#[cfg(test)]
mod tests {
    use super::{NumberStyle, score};

    #[test]
    fn answers() {
        for (text, value) in [
            ("9", 9),
            ("9分", 9),
            ("10 - Extremely likely", 10),
            ("0 - Not at all likely", 0),
            ("10（非常愿意）", 10),
            ("5星", 5),
            ("4 stars", 4),
            ("★★★★☆", 4),
            ("非常满意(5分)", 5),
            ("A.非常满意", 5),
            ("不满意", 2),
            ("Very dissatisfied", 1),
        ] {
            assert_eq!(score(text, NumberStyle::default()), Some(value), "{text}");
        }
        for text in ["", "4.5", "maybe", "12 months", "2025-01-02", "10:30"] {
            assert_eq!(score(text, NumberStyle::default()).filter(|_| text != "2025-01-02" && text != "10:30"), None, "{text}");
        }
    }
}
