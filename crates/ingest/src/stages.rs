//! Stage and outcome words: explicit lists, never inferred from a probability of 0 or 100.

use kpi_data::Outcome;

/// Whole words that mean won.
const WON: &[&str] = &["win", "赢", "deal", "成约", "customer", "成功", "수주", "受注", "成約"];
/// Words that mean won also inside a longer one.
const WON_PARTS: &[&str] = &[
    "won",
    "赢单",
    "贏單",
    "成交",
    "签约",
    "成功",
    "结单赢",
    "闭单赢",
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
const LOST: &[&str] =
    &["lose", "输", "dead", "无效", "放弃", "终止", "取消", "실주", "失注", "perso", "persa", "chiusoperso", "chiusapersa"];
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
    "战败",
    "verloren",
    "abandoned",
    "disqualified",
    "关闭输",
    "perdu",
    "perdid",
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
const OPEN: &[&str] = &[
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
    let word = normal(word);
    let is = |list: &[&str]| list.contains(&word.as_str());
    // "5 Closed Won", "赢单(100%)": a numbered or decorated form of a known word
    let has = |list: &[&str]| list.iter().any(|known| (known.len() > 3 || known.chars().count() > 1) && word.contains(known));
    if is(WON) || (has(WON_PARTS) && !has(LOST_PARTS)) {
        (Outcome::Won, true)
    } else if is(LOST) || (has(LOST_PARTS) && !has(WON_PARTS)) {
        (Outcome::Lost, true)
    } else {
        (Outcome::Open, is(OPEN) || has(OPEN))
    }
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
        assert_eq!(outcome("Phase 7"), (Outcome::Open, false));
        assert_eq!(outcome("Won back then lost").0, Outcome::Open, "contradictory words decide nothing");
    }
}
