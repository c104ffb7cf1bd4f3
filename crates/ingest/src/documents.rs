//! Words of columns that say whether a row counts at all: the state and the kind of documents, what a row of a target list is,
//! which field a line of a history is about.

use crate::stages::normal;

/// What a document is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Document {
    Counts,
    /// Never concluded, or taken back as a whole.
    Void,
    /// What came back: its amount is to be taken off.
    Return,
}

/// Words of documents that were never concluded or were taken back, in normal form. What waits for payment in a shop is no order
/// yet; an invoice that is not paid is one.
const VOID: &[&str] = &[
    "cancelled",
    "canceled",
    "cancel",
    "void",
    "voided",
    "draft",
    "failed",
    "failure",
    "declined",
    "rejected",
    "expired",
    "pendingpayment",
    "awaitingpayment",
    "returned",
    "refunded",
    "fullyrefunded",
    "chargeback",
    "abandoned",
    "storniert",
    "entwurf",
    "annulé",
    "annulée",
    "brouillon",
    "anulado",
    "anulada",
    "cancelado",
    "cancelada",
    "annullato",
    "annullata",
    "交易关闭",
    "已取消",
    "取消",
    "已作废",
    "作废",
    "已关闭",
    "已驳回",
    "驳回",
    "草稿",
    "待付款",
    "待支付",
    "等待付款",
    "等待买家付款",
    "已退款",
    "退款成功",
    "退款完成",
    "已退货",
    "支付失败",
    "付款失败",
    "失败",
    "未回款",
    "未到账",
    "待回款",
    "已取消訂單",
    "キャンセル",
    "取消済",
    "취소",
    "주문취소",
    "결제대기",
];

/// Kinds of documents that take off, in normal form.
const RETURN: &[&str] = &[
    "return",
    "returns",
    "refund",
    "refunds",
    "creditnote",
    "creditmemo",
    "credit",
    "gutschrift",
    "retoure",
    "avoir",
    "notadecrédito",
    "notadecredito",
    "退货",
    "退货单",
    "销售退货",
    "销售退货单",
    "退款",
    "退款单",
    "红字",
    "红冲",
    "红字发票",
    "贷项凭证",
    "贷项通知单",
    "退貨",
    "銷貨退回",
    "返品",
    "반품",
    "환불",
];

/// What the state or kind of a document says.
pub(crate) fn document(word: &str) -> Document {
    let word = normal(word);
    let is = |list: &[&str]| list.contains(&word.as_str());
    if is(VOID) {
        Document::Void
    } else if is(RETURN) {
        Document::Return
    } else {
        Document::Counts
    }
}

/// Is a row of a list of targets a target (`目标`, `Plan`), or what it is compared with (`实际`, `完成率`)? None: the word says neither.
pub(crate) fn is_target(word: &str) -> Option<bool> {
    let word = normal(word);
    let has = |list: &[&str]| list.iter().any(|part| word.contains(part));
    if has(&[
        "完成率",
        "达成率",
        "实际",
        "完成",
        "达成",
        "實際",
        "差异",
        "差额",
        "actual",
        "achieved",
        "attainment",
        "variance",
        "difference",
        "實績",
        "実績",
        "실적",
        "달성",
        "istwert",
    ]) || word == "ist"
    {
        return Some(false);
    }
    has(&[
        "目标", "目標", "计划", "任务", "预算", "target", "plan", "quota", "budget", "goal", "목표", "ziel", "soll", "objectif", "objetivo",
    ])
    .then_some(true)
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
    ]
    .contains(&word.as_str())
}

/// Is a line of a history of fields about the stage? None: the word is none that such histories have.
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
    use super::{Document, document, is_target};

    #[test]
    fn words() {
        for (word, expected) in [
            ("Cancelled", Document::Void),
            ("交易关闭", Document::Void),
            ("交易成功", Document::Counts),
            ("Paid", Document::Counts),
            ("Partially refunded", Document::Counts),
            ("Credit Note", Document::Return),
            ("销售退货", Document::Return),
            ("未付款", Document::Counts),
        ] {
            assert_eq!(document(word), expected, "{word}");
        }
        assert_eq!(
            [is_target("销售目标"), is_target("目标完成率"), is_target("Actual"), is_target("East")],
            [Some(true), Some(false), Some(false), None]
        );
    }
}
