//! Names in lists of payments received and of marketing spend.

use kpi_model::Field as F;
use kpi_model::TableKind as T;

use super::{Synonym, of};

pub(super) const SYNONYMS: &[Synonym] = &[
    of(
        &[T::Payments],
        F::Day,
        &[
            "paymentdate",
            "datereceived",
            "receiveddate",
            "receivedon",
            "receiptdate",
            "paidon",
            "paiddate",
            "paidat",
            "collectiondate",
            "date",
            "回款日期",
            "实际回款日期",
            "回款时间",
            "收款日期",
            "收款时间",
            "到账日期",
            "到账时间",
            "日期",
        ],
    ),
    of(
        &[T::Payments],
        F::Amount,
        &[
            "paymentamount",
            "amountreceived",
            "receivedamount",
            "amountpaid",
            "paidamount",
            "receiptamount",
            "amountcollected",
            "collected",
            "回款金额",
            "本次回款金额",
            "实际回款金额",
            "收款金额",
            "到账金额",
            "实收金额",
            "本次回款",
        ],
    ),
    of(&[T::Payments], F::Id, &["paymentid", "paymentnumber", "receiptid", "receiptnumber", "回款编号", "回款单号", "收款单号", "流水号"]),
    of(
        &[T::Payments],
        F::Opportunity,
        &["opportunityid", "opportunity", "dealid", "deal", "商机编号", "商机id", "关联商机", "所属商机", "商机"],
    ),
    of(
        &[T::Spend],
        F::Day,
        &["date", "day", "month", "spenddate", "costdate", "period", "日期", "投放日期", "发生日期", "费用日期", "月份"],
    ),
    of(
        &[T::Spend],
        F::Amount,
        &[
            "spend",
            "adspend",
            "amountspent",
            "marketingspend",
            "cost",
            "costs",
            "expense",
            "campaigncost",
            "费用",
            "花费",
            "消耗",
            "投放金额",
            "投放费用",
            "广告费",
            "推广费",
            "市场费用",
        ],
    ),
    of(&[T::Spend], F::Source, &["channel", "medium", "platform", "campaign", "utmsource", "渠道", "投放渠道", "平台", "活动"]),
];
