//! Stage and outcome words: explicit lists, never inferred from a probability of 0 or 100.

use kpi_data::Outcome;

use crate::dialects::languages::{self, Says};
use crate::dialects::stage_words::{FAILED, LOST, LOST_PARTS, OPEN, UNDONE, UNDONE_BEFORE, UNDONE_BEHIND, WON, WON_PARTS};

/// Letters and digits only, lower case: `Closed Won` → `closedwon`.
pub(crate) fn normal(word: &str) -> String {
    // The small form of the Turkish İ has a dot of its own, which is no letter.
    word.chars().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).collect()
}

/// What a stage word means, and whether the word is known.
pub(crate) fn outcome(word: &str) -> (Outcome, bool) {
    if !word.chars().any(char::is_alphabetic) {
        return (Outcome::Open, false);
    }
    let name = normal(word);
    let is = |list: &[&str]| list.contains(&name.as_str());
    // "5 Closed Won", "赢单(100%)": a numbered or decorated form of a known word
    let bare = name.trim_matches(|c: char| c.is_ascii_digit());
    let is_bare = |list: &[&str]| list.contains(&bare);
    let segments = segments_of(word);
    let says = |any: &[&str]| segments.iter().flatten().any(|word| any.contains(&word.as_str()));
    let (won, lost) = (decides(WON_PARTS, &name, &segments), decides(LOST_PARTS, &name, &segments));
    if says(&["won"]) && says(&["competitor", "competition", "rival"]) {
        return (Outcome::Lost, true);
    }
    let told = |what: Says| languages::says(bare, what);
    match (is(WON) || is_bare(WON) || told(Says::Won), is(LOST) || is_bare(LOST) || told(Says::Lost)) {
        (true, false) => return (Outcome::Won, true),
        (false, true) => return (Outcome::Lost, true),
        _ => {}
    }
    if let Some(rest) = without_negation(word)
        && outcome(rest) == (Outcome::Won, true)
    {
        return (Outcome::Lost, true);
    }
    match (won, lost) {
        (Said::Yes, Said::No) => (Outcome::Won, true),
        // 未中标 holds 中标.
        (Said::No | Said::Undone, Said::Yes) => (Outcome::Lost, true),
        (Said::No, Said::No) => {
            // The pipeline in brackets behind a stage says nothing of it.
            let front = word.split(['(', '（']).next().map(normal).filter(|front| !front.is_empty());
            let front = front.as_deref().unwrap_or(&name);
            let has = |list: &[&str]| list.iter().any(|known| (known.len() > 3 || known.chars().count() > 1) && front.contains(known));
            (Outcome::Open, is(OPEN) || has(OPEN) || told(Says::Open))
        }
        (Said::Yes, Said::Yes) if FAILED.iter().any(|failed| name.ends_with(failed)) => (Outcome::Lost, true),
        // A word that takes itself back decides nothing: the user is asked.
        _ => (Outcome::Open, false),
    }
}

/// What is said not to be, in many languages: `Non accettata`, `Niet gescoord`. `Not won` may be said of what is still open.
fn without_negation(word: &str) -> Option<&str> {
    const NEGATIONS: [&str; 12] = ["non", "nicht", "niet", "não", "nao", "pas", "ikke", "inte", "ej", "nie", "не", "ei"];
    let (first, rest) = word.trim().split_once([' ', '-'])?;
    // What is not signed or ordered may be on its way.
    const ON_ITS_WAY: [&str; 21] = [
        "sign",
        "firm",
        "unterz",
        "unterschr",
        "beauftrag",
        "geteken",
        "ondertek",
        "assin",
        "undertec",
        "underskr",
        "podpis",
        "bestel",
        "bestil",
        "bestäl",
        "commande",
        "order",
        "zamow",
        "zamów",
        "подпис",
        "заказ",
        "zlecon",
    ];
    let is_undone = |rest: &&str| !rest.is_empty() && !ON_ITS_WAY.iter().any(|stem| rest.to_lowercase().contains(stem));
    NEGATIONS.contains(&first.to_lowercase().as_str()).then(|| rest.trim()).filter(is_undone)
}

/// Whether a word says something.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    No,
    Yes,
    /// It says it and takes it back: `Not won`, 待签约.
    Undone,
}

fn decides(list: &[&str], name: &str, segments: &[Vec<String>]) -> Said {
    let mut said = Said::No;
    for known in list {
        let is_latin = known.chars().all(|c| (c as u32) < 0x250);
        let is_undone = if is_latin {
            // "won" is also a part of other words.
            let is_it = |word: &String| if known.len() <= 3 { word.ends_with(known) } else { word.contains(known) };
            let place = segments.iter().find_map(|words| Some((words, words.iter().position(is_it)?)));
            match place {
                Some((words, at)) => words.iter().take(at).any(|word| UNDONE.contains(&word.as_str())),
                None if known.len() > 3 && name.contains(known) => false,
                None => continue,
            }
        } else {
            let Some(at) = name.find(known) else { continue };
            let (before, behind) = (name.get(..at).unwrap_or(""), name.get(at + known.len()..).unwrap_or(""));
            UNDONE_BEFORE.iter().any(|undone| before.ends_with(undone)) || UNDONE_BEHIND.iter().any(|undone| behind.starts_with(undone))
        };
        if is_undone {
            return Said::Undone;
        }
        said = Said::Yes;
    }
    said
}

/// The words of each part of a text in lower case, without apostrophes; `ClosedWon` is one word, what stands behind a dash a part.
fn segments_of(text: &str) -> Vec<Vec<String>> {
    let text: String = text.chars().filter(|c| !matches!(c, '\'' | '’')).flat_map(char::to_lowercase).collect();
    let words = |part: &str| part.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    text.replace(" - ", "(").replace(" – ", "(").split(['(', ':', ',', ';', '（', '：']).map(words).collect()
}

/// Does the cell say yes or no?
pub(crate) fn is_flag(cell: &str) -> bool {
    flag(cell).is_some()
}

/// A state of a lead that is no conversion, or none yet.
pub(crate) fn is_not_yet(cell: &str) -> bool {
    const WORDS: [&str; 28] = [
        "无效",
        "无效线索",
        "跟进中",
        "待跟进",
        "未跟进",
        "未联系",
        "已联系",
        "新线索",
        "新建",
        "待分配",
        "已分配",
        "已放弃",
        "战败",
        "公海",
        "new",
        "open",
        "contacted",
        "working",
        "nurturing",
        "nurture",
        "invalid",
        "junk",
        "unqualified",
        "disqualified",
        "not qualified",
        "in progress",
        "attempted to contact",
        "dead",
    ];
    WORDS.contains(&cell.trim().to_lowercase().as_str())
}

const YES: &[&str] = &[
    "true",
    "yes",
    "y",
    "1",
    "是",
    "有",
    "已",
    "t",
    "x",
    "✓",
    "√",
    "attended",
    "present",
    "converted",
    "completed",
    "done",
    "held",
    "出席",
    "参加",
    "到场",
    "到",
    "已到",
    "签到",
    "已签到",
    "出勤",
    "迟到",
    "checked in",
    "checkedin",
    "attending",
    "ja",
    "j",
    "oui",
    "sí",
    "да",
    "已完成",
    "已转化",
];
const NO: &[&str] = &[
    "false",
    "no",
    "n",
    "0",
    "否",
    "没有",
    "未",
    "f",
    "无",
    "absent",
    "no show",
    "no_show",
    "canceled",
    "cancelled",
    "no-show",
    "noshow",
    "not attended",
    "not attending",
    "did not attend",
    "缺席",
    "缺勤",
    "请假",
    "未到",
    "未签到",
    "×",
    "✗",
    "✘",
    "nein",
    "non",
    "нет",
    "未参加",
    "未出席",
    "未转化",
];

/// Yes or no, if the cell says either.
pub(crate) fn flag(cell: &str) -> Option<bool> {
    let word = cell.to_lowercase();
    let is = |list: &[&str]| list.contains(&word.as_str());
    if is(YES) {
        return Some(true);
    }
    if is(NO) {
        return Some(false);
    }
    let name = normal(cell);
    if languages::says(&name, Says::Yes) { Some(true) } else { languages::says(&name, Says::No).then_some(false) }
}

/// The word of a mapping file: `won`, `lost` or `open`.
pub(crate) fn decided(word: &str) -> Option<Outcome> {
    match word {
        "won" => Some(Outcome::Won),
        "lost" => Some(Outcome::Lost),
        "open" => Some(Outcome::Open),
        _ => None,
    }
}

/// The word for an outcome on the wire.
pub(crate) fn name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Won => "won",
        Outcome::Lost => "lost",
        Outcome::Open => "open",
    }
}

#[cfg(test)]
mod tests {
    use super::{Outcome, outcome};

    #[test]
    fn words() {
        for word in ["Won", "Closed Won", "closed_won", "赢单", "5. Closed Won", "已成交", "赢单(100%)"] {
            assert_eq!(outcome(word), (Outcome::Won, true), "{word}");
        }
        for word in ["Lost", "Closed Lost", "closedlost", "输单", "丢单"] {
            assert_eq!(outcome(word), (Outcome::Lost, true), "{word}");
        }
        for word in ["Prospecting", "Engaging", "商务谈判", "Proposal/Price Quote"] {
            assert_eq!(outcome(word), (Outcome::Open, true), "{word}");
        }
        for word in ["Personal contact", "Persona definita", "Phase 7"] {
            assert_eq!(outcome(word).0, Outcome::Open, "{word}");
        }
        for word in ["Awarded", "Contract Signed", "Closed - Won", "已中标", "5. 签约", "得標", "契約", "已签单"] {
            assert_eq!(outcome(word), (Outcome::Won, true), "{word}");
        }
        for word in [
            "Cancelled",
            "Closed - No Decision",
            "Won by Competitor",
            "Won't proceed",
            "Closed Lost - No Budget",
            "Lost - Not a fit",
            "Verloren - kein Budget",
            "签约失败",
            "流標",
            "未中标",
            "落标",
            "Rejected",
            "見送り",
            "战败",
        ] {
            assert_eq!(outcome(word), (Outcome::Lost, true), "{word}");
        }
        for word in [
            "Not Won",
            "Not won yet",
            "To be won",
            "Pending Won Approval",
            "Verbally won - awaiting PO",
            "Re-opened (was lost)",
            "No longer lost",
            "未成交",
            "待签约",
            "签约中",
            "拟签约",
            "预计签约",
            "签约后取消",
            "已成交（已退款）",
            "没有成交",
            "未丢单",
            "有流失风险",
            "受注見込",
            "未受注",
            "受注前",
            "失注予定",
            "수주예정",
            "미수주",
            "수주대기",
        ] {
            assert_eq!(outcome(word), (Outcome::Open, false), "{word}");
        }
        for word in ["Offen", "Ouverte", "Abierta", "Id. Decision Makers"] {
            assert_eq!(outcome(word), (Outcome::Open, true), "{word}");
        }
        assert_eq!(outcome("Phase 7"), (Outcome::Open, false));
        assert_eq!(outcome("Won back then lost").0, Outcome::Open, "contradictory words decide nothing");
    }
}
