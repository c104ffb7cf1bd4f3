//! Words of columns that say whether a row counts at all: the state and the kind of documents, what a row of a target list is,
//! which field a line of a history is about.

mod plans;
mod words;

use kpi_model::TableKind;

pub(crate) use self::plans::{Measured, is_target, is_upside, measured};
pub(crate) use self::words::REFUNDS;
use self::words::{GONE, ORIGINALS, RETURN, VOID, VOID_PARTS, VOID_PAYMENTS, VOID_STATES};
use crate::dialects::languages;
use crate::kinds::names_state;
use crate::names::Header;
use crate::stages::{self, normal};

/// What a document is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Document {
    Counts,
    /// Never concluded, or taken back as a whole.
    Void,
    /// What came back: its amount is to be taken off.
    Return,
}

/// What a column says of documents, by its header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Says {
    /// How they stand: `Status`, 订单状态.
    State,
    /// How they are paid: 付款状态. An invoice that is not paid is a sale all the same.
    Payment,
    /// What they are: `Document type`, 单据类型.
    Kind,
    /// The same, invoices among them: beside these a return is one, and no customer who comes back.
    Invoices,
    /// Yes or no to void: `IsDeleted`, 作废状态.
    Gone,
    /// Why a line was rejected, as SAP's ABGRU: nothing where it was not.
    Rejected,
    /// SAP's category of a sales document.
    Category,
    /// Nothing by its name: only plain words take rows out.
    Plain,
    /// Sage's kind of a transaction: SI, SC, SR …
    Ledger,
    /// 审核码 of 鼎捷: Y, N, or V for void.
    Approval,
    /// Yes or no to posted or valid, as 1C and МойСклад ask: what is not is a draft.
    Posted,
    /// Whether a visit or call took place.
    Visit,
    /// What kind of response to a survey: Qualtrics keeps previews of its makers.
    Response,
}

/// Does an opportunity of this word stand in the recycle bin?
pub(crate) fn is_deleted(word: &str) -> bool {
    ["deleted", "gelöscht", "supprimé", "supprimée", "eliminado", "已删除"].contains(&normal(word).as_str())
}

/// Does the state say that payment is awaited? In a shop nothing is sold yet; an invoice is a sale.
pub(crate) fn awaits_payment(word: &str) -> bool {
    ["pendingpayment", "awaitingpayment", "待付款", "待支付", "等待付款"].contains(&normal(word).as_str())
}

/// Does a column of this header, though it stands for no field, say whether the rows of a table count or what is to be taken off them?
#[must_use]
pub fn decides_on_rows(kind: TableKind, header: &str) -> bool {
    let name = Header::new(header).normal;
    Says::gone(&name, kind).is_some() || names_state(kind, header) || REFUNDS.contains(&name.as_str())
}

impl Says {
    /// What a header in normal form says of each row whether it is void.
    pub(crate) fn gone(header: &str, kind: TableKind) -> Option<Self> {
        match header {
            "status" | "responsetype" if kind == TableKind::Survey => Some(Self::Response),
            "abgru" => Some(Self::Rejected),
            "审核码" | "確認碼" | "确认码" => Some(Self::Approval),
            "vbtyp" => Some(Self::Category),
            "проведено" | "проведён" | "проведен" | "проведений" if kind == TableKind::Orders => {
                Some(Self::Posted)
            }
            _ => (GONE.contains(&header) || languages::says(header, languages::Says::Gone)).then_some(Self::Gone),
        }
    }

    /// What a header, in normal form, is about; none where it is about customers or ways of paying.
    pub(crate) fn of(header: &str) -> Option<Self> {
        let has = |parts: &[&str]| parts.iter().any(|part| header.contains(part));
        if has(&["customer", "client", "客户", "method", "方式", "会员", "product", "产品"]) {
            return None;
        }
        if header == "vbtyp" {
            return Some(Self::Category);
        }
        Some(if has(&["payment", "付款", "支付", "financial"]) {
            Self::Payment
        } else if has(&[
            "status",
            "state",
            "状态",
            "狀態",
            "statut",
            "stato",
            "estado",
            "situação",
            "durum",
            "ステータス",
            "状況",
            "状態",
            "상태",
            "état",
            "etat",
            "approval",
            "审批结果",
            "审核结果",
        ]) {
            Self::State
        } else {
            Self::Kind
        })
    }
}

/// Words that take a row out whatever the column is called, a note among them.
pub(crate) fn is_plainly_void(written: &str) -> bool {
    /// Bytes of the longest of them, with room for blanks: notes are long, and many.
    const LONGEST: usize = 60;
    if written.len() > LONGEST {
        return false;
    }
    let word = normal(written);
    let is_quote = matches!(word.as_str(), "quote" | "quotation" | "quotationsent" | "angebot" | "offerte" | "devis" | "报价单");
    !is_quote && (VOID.contains(&word.as_str()) || matches!(word.as_str(), "rejected" | "已驳回" | "驳回" | "审批不通过"))
}

/// Does the name of a file say that its rows are returns or credit notes, and nothing else?
pub(crate) fn are_returns(name: &str) -> bool {
    const WORDS: [&str; 14] = [
        "возврат",
        "zwroty",
        "credit note",
        "credit memo",
        "gutschrift",
        "kreditnota",
        "kreditfaktura",
        "avoirs",
        "notas de crédito",
        "notas de credito",
        "note di credito",
        "sales return",
        "返品一覧",
        "返品明細",
    ];
    const ASIAN: [&str; 5] = ["退货单", "退货明细", "销售退货", "红字发票", "收款退款"];
    // Beside others there is a column that tells which is which.
    const OTHERS: [&str; 24] = [
        "invoice",
        "order",
        "rechnung",
        "订单",
        "发货",
        "出库",
        "发票明细",
        "facture",
        "excl",
        "without",
        "ohne",
        "sans",
        " and ",
        " und ",
        " et ",
        "net of",
        "incl",
        "&",
        "+",
        "及",
        "和",
        "与",
        "含",
        "销售明细",
    ];
    let name = name.to_lowercase().replace(['_', '-', '.'], " ");
    let begins = |word: &&str| {
        name.find(*word).is_some_and(|at| name.get(..at).and_then(|before| before.chars().next_back()).is_none_or(|c| !c.is_alphabetic()))
    };
    let squeezed = name.replace(' ', "");
    let says = WORDS.iter().any(begins) || ASIAN.iter().any(|word| squeezed.contains(word)) || squeezed.starts_with("creditnote");
    says && !OTHERS.iter().any(|word| name.contains(word))
}

/// Does a header, in normal form, name the sale that a return takes back?
pub(crate) fn names_original(header: &str) -> bool {
    ORIGINALS.contains(&languages::folded(header).as_ref())
}

/// Does the name of a file speak of returns at all?
pub(crate) fn mentions_returns(name: &str) -> bool {
    let name = normal(name);
    ["credit", "gutschrift", "avoir", "return", "refund", "retour", "退货", "退款", "退貨", "红字", "返品", "storno"]
        .iter()
        .any(|word| name.contains(word))
}

/// Are these Sage's kinds of transactions, sales invoices among them?
pub(crate) fn are_ledger_types<'a>(words: impl Iterator<Item = &'a str>) -> bool {
    const TYPES: [&str; 24] = [
        "SI", "SC", "SR", "SA", "SD", "SP", "PI", "PC", "PP", "PA", "PD", "PR", "BP", "BR", "CP", "CR", "VP", "VR", "JD", "JC", "BT",
        "SPY", "PRF", "SBF",
    ];
    let (mut all, mut sales) = (0, 0);
    for word in words {
        if !TYPES.contains(&word) {
            return false;
        }
        all += 1;
        sales += usize::from(word == "SI");
    }
    sales > 0 && all > 1
}

/// Words by which visits and calls say that they did not take place, in normal form. What the customer answered is no such word.
const OFF: &[&str] = &[
    "cancelled",
    "canceled",
    "已取消",
    "取消",
    "作废",
    "已作废",
    "未完成",
    "未执行",
    "未拜访",
    "notheld",
    "notcompleted",
    "missed",
    "incomplete",
    "storniert",
    "abgesagt",
    "annulé",
    "annulée",
    "annullato",
    "annullata",
    "cancelado",
    "cancelada",
    "geannuleerd",
    "iptal",
    "iptaledildi",
    "anulowane",
    "anulowano",
    "zrušeno",
    "отменено",
    "отменена",
    "キャンセル",
    "취소",
    "avlyst",
    "aflyst",
    "inställt",
];

/// A state without the letter that stands for it: `X-取消`.
fn without_code(written: &str) -> &str {
    let rest = written.split_once('-').filter(|(code, _)| code.len() == 1 && code.bytes().all(|byte| byte.is_ascii_uppercase()));
    rest.map_or(written, |(_, rest)| rest)
}

/// What a word in a column that says this is.
pub(crate) fn document(written: &str, says: Says) -> Document {
    let written = without_code(written);
    let word = normal(written);
    let is = |list: &[&str]| list.contains(&word.as_str());
    let has = |list: &[&str]| list.iter().any(|part| word.contains(part));
    let is_gone = stages::flag(written) == Some(true);
    let told = |what: languages::Says| languages::says(&word, what);
    let is_void = match says {
        // (删除)等待出库
        Says::State if written.starts_with(['(', '（']) && word.starts_with("删除") => true,
        Says::State => is(VOID) || is(VOID_STATES) || has(VOID_PARTS) || told(languages::Says::Void) || told(languages::Says::VoidState),
        Says::Payment => is(VOID) || is(VOID_PAYMENTS),
        Says::Plain => is_plainly_void(written),
        // What a service pays out is no payment of a customer.
        Says::Kind | Says::Invoices => is(VOID) || word.contains("withdrawal") || told(languages::Says::Void),
        // 審核码 of 鼎捷: V is void.
        Says::Approval => is(&["v", "n"]),
        Says::Gone => is(VOID) || word == "v" || told(languages::Says::Void) || is_gone || is_deleted(written),
        Says::Posted => stages::flag(written) == Some(false),
        Says::Visit => is(OFF),
        // Receipts, purchases, bank and journal entries are no sales.
        Says::Ledger => !is(&["si", "sc", ""]),
        Says::Response => is(&["surveypreview", "surveytest", "spam"]),
        Says::Rejected => !word.is_empty(),
        // Inquiries, quotations and contracts are no orders.
        Says::Category => is(&["a", "b", "g"]),
    };
    match (is_void, says) {
        (true, _) => Document::Void,
        (false, Says::Kind | Says::State) if is(RETURN) || told(languages::Says::Return) => Document::Return,
        (false, Says::Invoices) if is(RETURN) || told(languages::Says::Return) || word == "return" => Document::Return,
        (false, Says::Ledger) if is(&["sc"]) => Document::Return,
        (false, Says::Category) if is(&["h", "k", "o"]) => Document::Return,
        _ => Document::Counts,
    }
}

/// Does a word for what takes off name a document of its own, such as a credit note? Others, as a state, say what became of a sale.
pub(crate) fn is_credit(word: &str) -> bool {
    let word = normal(word);
    [
        "credit",
        "crédito",
        "credito",
        "gutschrift",
        "avoir",
        "贷项",
        "红",
        "storno",
        "korekta",
        "赤伝",
        "kreditnota",
        "kreditfaktura",
        "rechnungskorrektur",
        "abono",
    ]
    .iter()
    .any(|part| word.contains(part))
}

/// Is this kind of split one of extra credit, beside the parts that make up the whole?
pub(crate) fn is_overlay(word: &str) -> bool {
    normal(word).contains("overlay")
}

/// Does the state of an order say that it was closed? Beside what is done or sent that may mean that it was not done.
pub(crate) fn is_closed(word: &str) -> bool {
    matches!(word, "已关闭" | "关闭" | "交易已关闭")
}

/// Does the state of a payment say that it has not come? For lists of payments only.
pub(crate) fn is_due(word: &str) -> bool {
    ["未回款", "待回款", "未到账", "未收款", "待收款", "未支付", "planned", "due", "open", "pending", "unpaid", "overdue", "expired"]
        .contains(&normal(word).as_str())
}

/// Does the state of a lead say that it became a customer or an opportunity?
pub(crate) fn is_converted(word: &str) -> bool {
    let word = normal(word);
    [
        "converted",
        "qualified",
        "customer",
        "won",
        "closedwon",
        "已转换",
        "已转化",
        "已转商机",
        "转商机",
        "已成单",
        "已成交",
        "已转客户",
        "转客户",
        "转化成功",
        "成交",
        "cliente",
        "convertido",
        "convertida",
        "convertito",
        "konvertiert",
        "kunde",
        "geconverteerd",
        "klant",
        "klient",
        "клиент",
        "konvertert",
    ]
    .contains(&word.as_str())
        || languages::says(&word, languages::Says::Won)
}

/// Is a line of a history of fields about the stage?
pub(crate) fn is_about_stage(word: &str) -> bool {
    [
        "stage",
        "stagename",
        "dealstage",
        "salesstage",
        "stageid",
        "opportunitystage",
        "阶段",
        "销售阶段",
        "商机阶段",
        "phase",
        "フェーズ",
        "단계",
    ]
    .contains(&normal(word).as_str())
}

#[cfg(test)]
mod tests {
    use super::{Document, Says, document, is_target};

    #[test]
    fn words() {
        for (word, says, expected) in [
            ("Cancelled", Says::State, Document::Void),
            ("Cancelled by customer", Says::State, Document::Void),
            ("交易关闭", Says::State, Document::Void),
            ("未发货，退款成功", Says::State, Document::Void),
            ("交易成功", Says::State, Document::Counts),
            ("已关闭", Says::State, Document::Counts),
            ("Paid", Says::Payment, Document::Counts),
            ("Awaiting payment", Says::Payment, Document::Counts),
            ("Awaiting payment", Says::State, Document::Void),
            ("Partially refunded", Says::State, Document::Counts),
            ("Credit Note", Says::Kind, Document::Return),
            ("Credit", Says::Kind, Document::Counts),
            ("Return", Says::Kind, Document::Counts),
            ("Draft", Says::Kind, Document::Counts),
            ("销售退货", Says::Kind, Document::Return),
            ("退款", Says::State, Document::Void),
            ("退货", Says::State, Document::Return),
            ("未付款", Says::State, Document::Counts),
        ] {
            assert_eq!(document(word, says), expected, "{word}");
        }
        assert_eq!(Says::of("customertype"), None);
        assert_eq!([is_target("拜访完成目标"), is_target("Actuality Suite"), is_target("Family Plan")], [Some(true), None, None]);
        assert_eq!(
            [is_target("销售目标"), is_target("目标完成率"), is_target("Actual"), is_target("East")],
            [Some(true), Some(false), Some(false), None]
        );
    }
}
