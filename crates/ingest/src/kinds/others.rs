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

const HEADERS: &[(Other, &[&str])] = &[
    (
        Other::Purchases,
        &[
            "supplier",
            "suppliername",
            "vendor",
            "vendorname",
            "供应商",
            "供应商名称",
            "供货商",
            "lieferant",
            "fournisseur",
            "proveedor",
            "ponumber",
            "采购单号",
            "采购日期",
        ],
    ),
    (Other::Quotations, &["quotenumber", "quotationno", "报价单号", "报价日期", "angebotsnummer"]),
    (Other::Prices, &["validfrom", "effectivefrom", "effectivedate", "生效日期", "执行日期", "gültigab"]),
    (Other::Commissions, &["commission", "commissionamount", "提成金额", "提成", "提成比例"]),
    (Other::PlannedInvoices, &["计划开票日期", "计划开票金额", "plannedamount", "plannedinvoicedate"]),
];

/// What a list holds by its name or by headers that only such lists have; none where it also says who buys: shops name the makers of
/// what they sell.
pub(crate) fn other(kind: TableKind, table: &RawTable, headers: &[Header]) -> Option<Other> {
    if !matches!(kind, TableKind::Orders | TableKind::Opportunities) {
        return None;
    }
    const BUYERS: &[&str] =
        &["customer", "client", "account", "buyer", "billing", "shipping", "email", "客户", "买家", "收货", "kunde", "顾客", "会员"];
    const DOCUMENTS: &[&str] = &["order", "invoice", "订单", "销售", "sales", "发票", "合同"];
    let name = normal(&table.name);
    let has_buyer = headers.iter().any(|header| header.says(BUYERS));
    let says = |words: &[&str]| words.iter().any(|word| name.contains(word));
    let by_name = FILES.iter().find(|(_, words)| says(words)).map(|(other, _)| *other);
    let has = |words: &[&str]| headers.iter().any(|header| words.contains(&header.normal.as_str()));
    let by_header = || HEADERS.iter().find(|(_, words)| has(words)).map(|(other, _)| *other);
    match by_name {
        // A report of orders may say what commission they earn.
        Some(Other::Commissions) if has_buyer || DOCUMENTS.iter().any(|word| name.contains(word)) => None,
        // Opportunities are quoted.
        Some(Other::Quotations | Other::Stock) if kind == TableKind::Opportunities => None,
        Some(other) => Some(other),
        None if has_buyer || kind == TableKind::Opportunities => None,
        None => by_header(),
    }
}
