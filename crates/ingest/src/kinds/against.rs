//! What speaks against a meaning, whatever list a header stands in.

use kpi_model::{Field, TableKind};

use crate::dialects::languages::{self, Says};
use crate::documents::names_original;
use crate::names::{EXACT, Header};
use crate::profile::Profile;

/// Says of an amount that it is the whole, with or without tax.
fn is_whole(header: &Header) -> bool {
    const WHOLES: [&str; 13] =
        ["incl", "including", "included", "excl", "excluding", "excluded", "untaxed", "ex", "before", "after", "without", "net", "gross"];
    // IVA esclusa, inclusa, compresa, inc., c/ IVA, s/IVA.
    let is_begun = |word: &String| {
        matches!(word.as_str(), "c" | "s" | "inc" | "mas" | "más" | "plus" | "pre" | "free" | "frei" | "zzgl")
            || ["escl", "inclu", "compr", "exclu"].iter().any(|stem| word.starts_with(stem))
    };
    header.words.iter().any(|word| WHOLES.contains(&word.as_str()) || languages::says(word, Says::TaxWhole) || is_begun(word))
        || header
            .says(&["价税", "含税", "未税", "无税", "除税", "免税", "税前", "税后", "稅前", "稅後", "税抜", "税込", "税別", "과세", "면세"])
}

/// Is it how much tax there is in an amount?
pub(super) fn is_tax(header: &Header) -> bool {
    const TAXES: [&str; 10] = ["tax", "taxes", "vat", "gst", "hst", "iva", "mwst", "ust", "btw", "igv"];
    let is_word = |word: &String| TAXES.contains(&word.as_str()) || languages::says(word, Says::Tax);
    let is_named =
        header.words.iter().any(is_word) || header.says(&["税额", "税金", "消費税", "稅額", "增值税", "부가세", "부가가치세", "세액"]);
    // A number that the authorities gave, and what is withheld or earned, is no tax of the sale.
    const OTHERS: [&str; 16] = [
        "withh",
        "wht",
        "tds",
        "income",
        "profit",
        "retenc",
        "ritenut",
        "irpf",
        "代扣",
        "源泉",
        "所得",
        "taxid",
        "taxno",
        "taxnumber",
        "vatid",
        "vatno",
    ];
    let is_number =
        header.words.iter().any(|word| matches!(word.as_str(), "id" | "no" | "number" | "nr" | "num" | "code" | "numero" | "número"));
    is_named && !is_whole(header) && !is_number && !header.says(&OTHERS)
}

/// What the customer pays for the way is no cost of what was sold.
fn is_freight(header: &Header) -> bool {
    const WAYS: [&str; 13] = [
        "envio",
        "frete",
        "spedizione",
        "livraison",
        "versandkosten",
        "verzendkosten",
        "доставк",
        "送料",
        "kargo",
        "dostaw",
        "wysylk",
        "frakt",
        "fragt",
    ];
    let bare = languages::folded(&header.normal);
    WAYS.iter().any(|way| bare.contains(way))
}

/// Is the amount only that of the tax or the freight?
fn is_part_of_amount(header: &Header) -> bool {
    let is_freight = header.words.iter().any(|word| matches!(word.as_str(), "shipping" | "freight")) && !is_whole(header);
    is_tax(header) || is_freight
}

/// The score of a column that only has a part of an amount: it is taken where nothing else is there.
pub(super) const PART_OF_AMOUNT: f64 = 0.61;

/// Is the amount not that of the whole sale: what is still open or already paid of it, its discount, or what its chance makes of it?
pub(super) fn is_other_amount(kind: TableKind, header: &Header) -> bool {
    const WORDS: [&str; 20] = [
        "weighted",
        "gewichtet",
        "gewichteter",
        "discount",
        "discounts",
        "rabatt",
        "remise",
        "open",
        "offen",
        "offener",
        "offene",
        "outstanding",
        "unpaid",
        "remaining",
        "balance",
        "saldo",
        "refund",
        "refunded",
        "due",
        "paid",
    ];
    const PARTS: [&str; 15] = [
        "加权",
        "未回款",
        "待回款",
        "未收",
        "未付",
        "未开票",
        "欠款",
        "剩余",
        "余额",
        "已回款",
        "已收",
        "优惠",
        "退款",
        "开票金额",
        "运费",
    ];
    matches!(kind, TableKind::Orders | TableKind::Opportunities)
        && (header.words.iter().any(|word| WORDS.contains(&word.as_str()) || languages::says(word, Says::NotAmount))
            || (header.says(&PARTS) && !header.says(&["优惠后", "折后"])))
}

/// Does the header say that the tax is not in the amount? Sales are counted without it.
pub(super) fn is_before_tax(header: &Header) -> bool {
    const WORDS: [&str; 6] = ["netto", "nettobetrag", "nettobedrag", "ht", "exvat", "baseimponible"];
    header.is_net
        || header.says(&[
            "无税",
            "taxexcluded",
            "不含税",
            "未税",
            "折后金额",
            "baseimponible",
            "excltax",
            "exclvat",
            "exclbtw",
            "ekskl",
            "horstax",
            "sanstva",
            "exvat",
        ])
        || header.words.iter().any(|word| WORDS.contains(&word.as_str()))
}

/// Somebody who is named in a row about a customer, not whoever looks after them.
const OTHERS: [&str; 18] = [
    "客户姓名",
    "客戶姓名",
    "收货",
    "收件",
    "买家",
    "会员",
    "您",
    "学员",
    "用户姓名",
    "联系人",
    "聯絡人",
    "customername",
    "contactname",
    "shipto",
    "先方",
    "sellermessage",
    "billing",
    "recipient",
];

/// Is what looks like a number none: where something is sent, or a name that comes again?
fn is_no_number(kind: TableKind, header: &Header, profile: &Profile) -> bool {
    let is_number = profile.sample.starts_with('#');
    header.says(&["postal", "postcode", "zipcode", "邮编", "邮政编码", "postleitzahl"])
        || kind == TableKind::Orders && header.normal == "name" && profile.distinct * 10 < profile.distinct_of * 9 && !is_number
}

/// Does a header that holds a name of the field speak of something else, in any table?
fn is_of_other_things(field: Field, header: &Header) -> bool {
    if names_original(&header.normal) {
        return true;
    }
    match field {
        // Who carries the goods buys none.
        Field::Customer => {
            header.says(&["物流", "快递", "承运", "carrier", "courier", "shippingcompany", "bankaccount", "accounttype", "paymentstate"])
        }
        Field::Region => header.says(&["paymentstate", "orderstate", "paymentstatus"]),
        // Where somebody signed in is no yes or no.
        Field::Attended => header.says(&["地址", "地点", "address", "location"]),
        Field::Source => header.says(&["currency", "币"]),
        // WooCommerce calls the price of an item its cost.
        Field::Cost => header.normal == "itemcost" || is_freight(header),
        _ => false,
    }
}

/// States of customers, prospects and approvals.
const OTHER_STATES: [&str; 12] = [
    "审批",
    "审核",
    "approval",
    "客户状态",
    "客戶狀態",
    "客户阶段",
    "客户级别",
    "customerstatus",
    "accountstatus",
    "lifecyclestage",
    "leadstatus",
    "线索状态",
];

/// Does a question ask how satisfied somebody is, whatever with?
pub(super) fn asks_how_satisfied(header: &Header) -> bool {
    const PARTS: [&str; 12] =
        ["satisf", "zufrieden", "eleged", "soddisf", "ικανοπ", "εύκολ", "满意", "滿意", "満足", "만족", "tevreden", "recommendations"];
    let bare = languages::folded(&header.normal);
    PARTS.iter().any(|part| bare.contains(part))
}

/// How large a company is says nothing of what it buys, and what a campaign brought is not what it cost.
fn is_figure_of_others(kind: TableKind, field: Field, header: &Header) -> bool {
    header.says(&[
        "annualrevenue",
        "yearlyrevenue",
        "companyrevenue",
        "年营业额",
        "年营收",
        "年收入",
        "年销售额",
        "注册资本",
        "jahresumsatz",
    ]) || (kind == TableKind::Spend
        && header.says(&[
            "revenue",
            "sales",
            "opens",
            "clicks",
            "recipients",
            "bounces",
            "sends",
            "orders",
            "ordered",
            "impressions",
            "营收",
            "成交",
            "销售额",
        ]))
        || (field == Field::Amount && kind == TableKind::Payments && header.is_expected())
}

/// What a header says that speaks against a meaning, whatever lists it stands in.
pub(super) fn is_other(kind: TableKind, field: Field, header: &Header, profile: &Profile) -> bool {
    if is_of_other_things(field, header) {
        return true;
    }
    match field {
        // What somebody signs in with is neither key nor name.
        Field::Person | Field::PersonName
            if kind == TableKind::People && matches!(header.normal.as_str(), "username" | "email" | "用户名" | "alias") =>
        {
            true
        }
        Field::Person => {
            let is_of_customers =
                matches!(kind, TableKind::Leads | TableKind::Survey | TableKind::Orders | TableKind::Payments | TableKind::Accounts);
            // Whose opportunity it is, not who has a part in it.
            let is_of_deal = kind == TableKind::Splits
                && header.says(&["opportunityowner", "dealowner", "accountowner", "商机负责人", "商机所有人", "创建人", "createdby"]);
            // 您的客户经理 is who looks after the one who answers.
            let is_ours = header.says(&["客户经理", "销售顾问", "业务员", "业务经理", "销售经理", "accountmanager"]);
            is_of_deal
                || header.says(&OTHERS) && !is_ours
                || header.says(&["buyer", "customeruser", "销售类型", "销售方式", "销售渠道", "sellerid", "userid"]) && is_of_customers
                || (is_of_customers && matches!(header.normal.as_str(), "姓名" | "name" | "fullname"))
        }
        // How many there are, or which, is no amount.
        Field::Amount if header.says(&["recordnumber", "salesordernumber"]) => true,
        // Its share of the tax or the freight is not the amount.
        Field::Amount if is_part_of_amount(header) => true,
        Field::Amount | Field::ExpectedAmount => is_figure_of_others(kind, field, header),
        // The state of a customer or of an approval is no stage of an opportunity.
        Field::Stage | Field::Outcome if kind == TableKind::Opportunities => !profile.is_decided && header.says(&OTHER_STATES),
        Field::Customer => kind == TableKind::Survey && header.says(&["客户经理", "accountmanager", "客服"]),
        // A column of won and lost is called state as well.
        // How many opportunities or calls there were is no quantity of what is to be sold.
        Field::Quantity if kind == TableKind::Opportunities => {
            !header.listed.iter().any(|(synonym, (score, _))| synonym.field == field && synonym.kinds.contains(&kind) && *score > EXACT)
        }
        Field::Region => {
            header.says(&["reason"])
                || header.says(&["state", "estado", "stato"])
                    && (profile.is_decided || profile.outcome_share > 0.2 || profile.stage_share > 0.6)
        }
        Field::Closed => header.is_expected(),
        Field::Day => kind == TableKind::Payments && header.is_expected(),
        Field::Id => is_no_number(kind, header, profile),
        Field::Recommend if asks_how_satisfied(header) => true,
        Field::Recommend | Field::Satisfaction => header.says(&["评分标准", "scorescale"]),
        // Since when somebody is a customer says nothing of the opportunity.
        Field::Created => {
            kind == TableKind::Opportunities
                && header.says(&[
                    "contractstart",
                    "accountregist",
                    "customersince",
                    "customerregist",
                    "客户建档",
                    "客户创建",
                    "客户注册",
                    "hiredate",
                ])
        }
        _ => false,
    }
}
