//! Stage and outcome words: explicit lists, never inferred from a probability of 0 or 100.

use kpi_data::Outcome;

/// Whole words that mean won.
const WON: &[&str] = &[
    "win",
    "赢",
    "deal",
    "成约",
    "customer",
    "成功",
    "수주",
    "受注",
    "成約",
    "awarded",
    "poreceived",
    "purchaseorderreceived",
    "signed",
    "contractsigned",
    "agreementsigned",
    "closedwin",
    "closewin",
    "conclue",
    "conclu",
    "auftrag",
    "auftragerhalten",
    "beauftragt",
    "vunnen",
    "vunnet",
    "vundet",
    "vundne",
    "契約",
    "契約済",
    "契約締結",
    "계약",
    "계약체결",
    "성사",
    "已合作",
    "已下单",
    "已回款",
];
/// Words that mean won also inside a longer one.
const WON_PARTS: &[&str] = &[
    "won",
    "赢单",
    "贏單",
    "成交",
    "签约",
    "簽約",
    "成功",
    "结单赢",
    "闭单赢",
    "结束并赢得",
    "中标",
    "得標",
    "得标",
    "签单",
    "成单",
    "已签合同",
    "合同已签",
    "gewonnen",
    "gagné",
    "ganad",
    "ganha",
    "ganho",
    "vinto",
    "vinta",
    "wygran",
    "vyhrán",
    "megnyer",
    "выигран",
    "успешно",
    "受注",
    "成約",
    "수주",
    "계약완료",
    "결제완료",
];
/// Whole words that mean lost.
const LOST: &[&str] = &[
    "lose",
    "loss",
    "输",
    "dead",
    "无效",
    "放弃",
    "终止",
    "取消",
    "실주",
    "失注",
    "perso",
    "persa",
    "chiusoperso",
    "chiusapersa",
    "cancelled",
    "canceled",
    "rejected",
    "declined",
    "nodecision",
    "closednodecision",
    "unqualified",
    "wontproceed",
    "wontbuy",
    "nogo",
    "abgelehnt",
    "abgesagt",
    "storniert",
    "abgebrochen",
    "annulé",
    "annulée",
    "refusé",
    "refusée",
    "förlorad",
    "förlorat",
    "tabt",
    "tapt",
    "見送り",
    "キャンセル",
    "드롭",
    "취소",
    "수주실패",
    "已关闭",
    "已作废",
    "作废",
    "丢失",
    "已丢失",
];
/// Words that mean lost also inside a longer one.
const LOST_PARTS: &[&str] = &[
    "lost",
    "输单",
    "輸單",
    "丢单",
    "丟單",
    "失败",
    "失敗",
    "流失",
    "流單",
    "战败",
    "未中标",
    "落标",
    "流标",
    "废标",
    "失单",
    "未成单",
    "已放弃",
    "已终止",
    "已取消",
    "结束但丢失",
    "verloren",
    "abandoned",
    "disqualified",
    "关闭输",
    "perdu",
    "perdid",
    "cancelad",
    "rechazad",
    "przegran",
    "prohrán",
    "elvesz",
    "проигран",
    "отказ",
    "нереализ",
    "провал",
    "失注",
    "실주",
    "실패",
];
/// Words beside a decision that take it back: it is not made, not yet, or no longer.
const UNDONE: &[&str] = &[
    "not", "no", "non", "never", "wont", "didnt", "isnt", "pending", "awaiting", "almost", "nearly", "verbally", "verbal", "expected",
    "likely", "was", "reopened", "be", "nicht", "noch", "kein", "pas", "sin", "não", "niet", "inte", "ikke", "risk", "approval",
];
/// The same before a Chinese, Japanese or Korean word.
const UNDONE_BEFORE: &[&str] = &[
    "未", "不", "没有", "沒有", "待", "拟", "擬", "预计", "預計", "即将", "即將", "准备", "準備", "意向", "尚未", "防", "有", "拒绝",
    "預定", "预期", "미", "报价",
];
/// The same behind it; what was cancelled or paid back afterwards is decided by nobody but the user.
const UNDONE_BEHIND: &[&str] = &[
    "中",
    "前",
    "审批",
    "審批",
    "风险",
    "風險",
    "見込",
    "予定",
    "예정",
    "대기",
    "后取消",
    "後取消",
    "已退款",
    "已取消",
    "阶段",
    "流程",
    "率",
];
const OPEN: &[&str] = &[
    "offen",
    "开放",
    "正在进行",
    "ouvert",
    "abiert",
    "abert",
    "apert",
    "öppen",
    "åben",
    "otwart",
    "inbearbeitung",
    "encours",
    "encurso",
    "incorso",
    "emandamento",
    "pågående",
    "iddecisionmakers",
    "active",
    "qualify",
    "develop",
    "propose",
    "proposition",
    "pipeline",
    "verhandlung",
    "angebot",
    "négociation",
    "negociación",
    "propuesta",
    "trattativa",
    "offerta",
    "negocjacje",
    "oferta",
    "jednání",
    "nabídka",
    "tárgyalás",
    "ajánlat",
    "переговоры",
    "предложение",
    "交渉",
    "提案",
    "見積",
    "협상",
    "제안",
    "상담",
    "견적",
    "報價",
    "談判",
    "接觸",
    "需求訪談",
    "open",
    "new",
    "prospecting",
    "prospect",
    "engaging",
    "engaged",
    "qualification",
    "qualified",
    "discovery",
    "needsanalysis",
    "valueproposition",
    "idecisionmakers",
    "perceptionanalysis",
    "proposal",
    "proposalpricequote",
    "proposalquote",
    "quote",
    "quotation",
    "negotiation",
    "negotiationreview",
    "inprogress",
    "contract",
    "contractsent",
    "demo",
    "presentation",
    "evaluation",
    "appointmentscheduled",
    "verbalagreement",
    "lead",
    "线索",
    "线索确认",
    "初步接触",
    "需求确认",
    "需求分析",
    "方案",
    "方案报价",
    "报价",
    "谈判",
    "商务谈判",
    "合同",
    "合同签署",
    "跟进中",
    "进行中",
    "意向",
    "审批",
    "立项",
];

/// Letters and digits only, lower case: `Closed Won` → `closedwon`.
pub(crate) fn normal(word: &str) -> String {
    word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What a stage word means, and whether the word is known.
pub(crate) fn outcome(word: &str) -> (Outcome, bool) {
    let name = normal(word);
    let is = |list: &[&str]| list.contains(&name.as_str());
    // "5 Closed Won", "赢单(100%)": a numbered or decorated form of a known word
    let bare = name.trim_matches(|c: char| c.is_ascii_digit());
    let is_bare = |list: &[&str]| list.contains(&bare);
    let words = words_of(word);
    let says = |any: &[&str]| words.iter().any(|word| any.contains(&word.as_str()));
    let (won, lost) = (decides(WON_PARTS, &name, &words), decides(LOST_PARTS, &name, &words));
    if says(&["won"]) && says(&["competitor", "competition", "rival"]) {
        return (Outcome::Lost, true);
    }
    match (is(WON) || is_bare(WON), is(LOST) || is_bare(LOST)) {
        (true, false) => return (Outcome::Won, true),
        (false, true) => return (Outcome::Lost, true),
        _ => {}
    }
    match (won, lost) {
        (Said::Yes, Said::No) => (Outcome::Won, true),
        // 未中标 holds 中标.
        (Said::No | Said::Undone, Said::Yes) => (Outcome::Lost, true),
        (Said::No, Said::No) => {
            let has = |list: &[&str]| list.iter().any(|known| (known.len() > 3 || known.chars().count() > 1) && name.contains(known));
            (Outcome::Open, is(OPEN) || has(OPEN))
        }
        // A word that takes itself back decides nothing: the user is asked.
        _ => (Outcome::Open, false),
    }
}

/// Whether a word says something.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    No,
    Yes,
    /// It says it and takes it back: `Not won`, 待签约.
    Undone,
}

fn decides(list: &[&str], name: &str, words: &[String]) -> Said {
    let mut said = Said::No;
    for known in list {
        let Some(at) = name.find(known) else { continue };
        // "won" is also a part of other words.
        let is_word = || words.iter().any(|word| word.ends_with(known));
        if known.len() <= 3 && known.is_ascii() && !is_word() {
            continue;
        }
        let before = name.get(..at).unwrap_or("");
        let behind = name.get(at + known.len()..).unwrap_or("");
        let is_undone = if known.is_ascii() {
            words.iter().any(|word| UNDONE.contains(&word.as_str()))
        } else {
            UNDONE_BEFORE.iter().any(|undone| before.ends_with(undone)) || UNDONE_BEHIND.iter().any(|undone| behind.starts_with(undone))
        };
        if is_undone {
            return Said::Undone;
        }
        said = Said::Yes;
    }
    said
}

/// The words of a text in lower case, without apostrophes; `ClosedWon` is one.
fn words_of(text: &str) -> Vec<String> {
    let text: String = text.chars().filter(|c| !matches!(c, '\'' | '’')).flat_map(char::to_lowercase).collect();
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Does the word say won or lost?
pub(crate) fn decided_word(word: &str) -> bool {
    let (outcome, is_known) = outcome(word);
    is_known && outcome != Outcome::Open
}

/// Does the cell say yes or no?
pub(crate) fn is_flag(cell: &str) -> bool {
    flag(cell).is_some()
}

/// Yes or no, if the cell says either.
pub(crate) fn flag(cell: &str) -> Option<bool> {
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
        "缺席",
        "未参加",
        "未出席",
        "未转化",
    ];
    let word = cell.to_lowercase();
    let is = |list: &[&str]| list.contains(&word.as_str());
    if is(YES) { Some(true) } else { is(NO).then_some(false) }
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
        for word in
            ["Cancelled", "Closed - No Decision", "Won by Competitor", "Won't proceed", "未中标", "落标", "Rejected", "見送り", "战败"]
        {
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
