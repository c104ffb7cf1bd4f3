//! Lists that look like sales and are none: what is bought, offered, planned or priced.

use kpi_model::{TableKind, Text};

use crate::names::Header;
use crate::raw::RawTable;
use crate::stages::normal;

/// What a list holds instead of sales.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Other {
    Purchases,
    Quotations,
    Prices,
    Commissions,
    PlannedInvoices,
    Stock,
}

impl Other {
    /// In words.
    pub(crate) fn text(self) -> Text {
        match self {
            Self::Purchases => Text::new("采购，不是销售", "purchases, not sales"),
            Self::Quotations => Text::new("报价，还不是销售", "quotations, not sales yet"),
            Self::Prices => Text::new("价格表，不是销售", "a price list, not sales"),
            Self::Commissions => Text::new("提成，不是销售", "commissions, not sales"),
            Self::PlannedInvoices => Text::new("开票或回款计划，不是销售", "planned invoices or payments, not sales"),
            Self::Stock => Text::new("库存，不是销售", "stock, not sales"),
        }
    }
}

const FILES: &[(Other, &[&str])] = &[
    (
        Other::Purchases,
        &["purchaseorder", "purchaseinvoice", "supplierinvoice", "vendorbill", "vendorinvoice", "采购", "进货", "bestellungenlieferant"],
    ),
    (Other::Quotations, &["quotation", "quotes", "报价", "報價", "angebote", "devis"]),
    (Other::Prices, &["pricelist", "价目", "价格表", "preisliste", "listedeprix"]),
    (Other::Commissions, &["commission", "提成", "provisionen"]),
    (Other::PlannedInvoices, &["开票计划", "收款计划", "回款计划", "billingschedule", "invoiceschedule"]),
    (Other::Stock, &["inventory", "stockonhand", "库存", "盘点", "lagerbestand"]),
];

/// What a list holds by its name, or by headers that only such lists have. Whose name also speaks of sales, or that says who buys, is
/// taken for what its columns are.
pub(crate) fn other(kind: TableKind, table: &RawTable, headers: &[Header]) -> Option<Other> {
    const BUYERS: &[&str] =
        &["customer", "client", "account", "buyer", "billing", "email", "客户", "买家", "收货", "kunde", "顾客", "会员"];
    const SALES: &[&str] = &["sales", "sold", "won", "customer", "client", "客户", "销售", "成交", "订单", "合同", "revenue"];
    let name = normal(&table.name);
    let says = |words: &[&str]| words.iter().any(|word| name.contains(word));
    let has = |parts: &[&str]| headers.iter().any(|header| header.says(parts));
    let is = |words: &[&str]| headers.iter().any(|header| words.contains(&header.normal.as_str()));
    let (is_of_sales, has_buyer) = (says(SALES), has(BUYERS));
    let is_order = kind == TableKind::Orders;
    let by_name = FILES.iter().find(|(_, words)| says(words)).map(|(other, _)| *other);
    let is_other = |other: &Other| match other {
        Other::PlannedInvoices => is_order || kind == TableKind::Opportunities,
        Other::Quotations => is_order && !is_of_sales && !says(&["order", "invoice"]),
        Other::Commissions => is_order && !has_buyer && !says(&["order", "invoice", "订单"]),
        Other::Purchases | Other::Stock | Other::Prices => is_order && !is_of_sales && !has_buyer,
    };
    let by_header = || {
        let is_dated_price = is(&["validfrom", "effectivefrom", "生效日期", "gültigab"])
            && has(&["price", "单价", "价格", "preis"])
            && !has(&["amount", "金额", "quantity", "数量", "qty", "menge"]);
        if is(&["ponumber", "purchaseordernumber", "采购单号", "采购日期"]) && has(&["supplier", "vendor", "供应商"]) {
            Some(Other::Purchases)
        } else if is(&["quotationno", "报价单号", "angebotsnummer"]) && !has(&["status", "状态"]) {
            Some(Other::Quotations)
        } else if is(&["plannedinvoicedate", "计划开票日期", "计划开票金额"]) {
            Some(Other::PlannedInvoices)
        } else {
            is_dated_price.then_some(Other::Prices)
        }
    };
    by_name.filter(is_other).or_else(|| by_header().filter(|_| is_order && !has_buyer && !is_of_sales))
}
