//! Rows that say themselves that they do not count, or take off.

use std::collections::{BTreeMap, BTreeSet};

use kpi_data::{Facts, NO_MONEY};
use kpi_model::{Field, Mapping, TableKind};

use super::{Builder, RejectedLines, take_out};
use crate::columns::{Source, Trouble};
use crate::diagnose;
use crate::documents::{Document, Says, are_returns, awaits_payment, document, is_closed, is_credit, is_deleted, is_due};
use crate::stages::normal;

impl Builder {
    /// Takes out void rows, and says by which words of which columns.
    pub(super) fn drop_void(
        &mut self,
        source: &Source<'_>,
        mapping: &Mapping,
        documents: &[(usize, Says)],
        rows: &mut Vec<usize>,
        rejected: &mut RejectedLines,
    ) {
        let mut void = vec![false; rows.len()];
        let is_paid_online = source.raw.headers.iter().any(|header| ["支付", "买家"].iter().any(|word| header.contains(word)));
        let is_invoice = source.raw.headers.iter().map(|header| normal(header)).any(|header| is_of_invoices(&header));
        for (at, says) in documents {
            // A shop closes what was not paid; elsewhere closed is done: an ERP closes what was delivered in full.
            let is_shop = source.tested_at(*at, rows, |word| word == ACTIVE || SHOP.contains(&word)).contains(&true);
            let is_done = is_paid_online && source.tested_at(*at, rows, |word| DONE.contains(&word)).contains(&true);
            let is_undone = |word: &str| (is_shop || is_done) && is_closed(word);
            // Beside sales, purchases and payments of the same list are none.
            let has_sales = is_list_of_all(*says) && source.tested_at(*at, rows, is_sale).contains(&true);
            let is_void = |word: &str| {
                is_undone(word)
                    || has_sales && source.kind == TableKind::Orders && is_no_sale(word)
                    || document(word, *says) == Document::Void && !(is_invoice && !is_shop && awaits_payment(word))
            };
            let mut found = source.tested_at(*at, rows, is_void);
            if *says == Says::State {
                taken_back(source, *at, rows, &mut found);
                given_back(source, *at, rows, &mut found);
                countered(source, *at, rows, &mut found);
                paid_back(source, mapping, rows, &mut found);
            }
            self.say_void(source, *at, rows, &found, &void);
            if source.kind == TableKind::Orders && matches!(says, Says::State | Says::Payment) {
                with_other_lines(source, *at, rows, &mut found);
            }
            void.iter_mut().zip(found).for_each(|(void, found)| *void |= found);
        }
        let by_field = |field: Field, is_out: fn(&str) -> bool, void: &mut Vec<bool>, builder: &mut Self| {
            let Some(at) = source.columns.get(&field) else { return };
            let found = source.tested_at(*at, rows, is_out);
            builder.say_void(source, *at, rows, &found, void);
            void.iter_mut().zip(found).for_each(|(void, found)| *void |= found);
        };
        match source.kind {
            TableKind::Payments if !source.has(Field::DueOn) => by_field(Field::Status, is_due, &mut void, self),
            TableKind::Opportunities => {
                by_field(Field::Outcome, is_deleted, &mut void, self);
                by_field(Field::Stage, is_deleted, &mut void, self);
            }
            _ => {}
        }
        if void.contains(&true) {
            rejected.insert("E-ROW-VOID", take_out(rows, void));
        }
    }

    /// Says which words of a column take out rows that are not out already.
    fn say_void(&mut self, source: &Source<'_>, at: usize, rows: &[usize], found: &[bool], void: &[bool]) {
        if !found.contains(&true) {
            return;
        }
        let texts = source.texts_at(at, rows);
        let mut words: BTreeMap<&str, usize> = BTreeMap::new();
        for ((word, _), _) in texts.iter().zip(found).zip(void).filter(|((_, found), void)| **found && !**void) {
            *words.entry(word).or_default() += 1;
        }
        if !words.is_empty() {
            let column = source.raw.headers.get(at).map_or("", String::as_str);
            self.diagnostics.push(diagnose::void_words(&source.raw.name, column, &words));
        }
    }

    /// Takes off what documents of returns and refunds say: many systems write their amounts without a sign.
    pub(super) fn returns(&mut self, source: &Source<'_>, documents: &[(usize, Says)], rows: &[usize], part: &mut Facts) {
        if !matches!(source.kind, TableKind::Orders | TableKind::Payments) {
            return;
        }
        self.all_are_returns(source, documents, part);
        for (at, says) in
            documents.iter().filter(|(_, says)| matches!(says, Says::Kind | Says::Invoices | Says::State | Says::Category | Says::Ledger))
        {
            let is_return = source.tested_at(*at, rows, |word| document(word, *says) == Document::Return);
            let mut count = 0;
            for (field, column) in &mut part.money {
                for (amount, _) in column.iter_mut().zip(&is_return).filter(|(amount, is_return)| **is_return && **amount > 0) {
                    if *field != Field::ListPrice {
                        *amount = -*amount;
                        count += usize::from(*field == Field::Amount);
                    }
                }
            }
            if count > 0 {
                let column = source.raw.headers.get(*at).map_or("", String::as_str);
                self.diagnostics.push(diagnose::returns(&source.raw.name, column, count));
            }
        }
    }

    /// Returns and credit notes in a file of their own, written without a sign.
    fn all_are_returns(&mut self, source: &Source<'_>, documents: &[(usize, Says)], part: &mut Facts) {
        let is_positive = |amounts: &Vec<i64>| amounts.iter().all(|amount| *amount == NO_MONEY || *amount >= 0);
        // A column of kinds or states tells which rows are.
        let is_told = documents.iter().any(|(_, says)| *says == Says::Kind);
        if is_told || !are_returns(&source.raw.name) || !part.money.get(&Field::Amount).is_some_and(is_positive) {
            return;
        }
        let mut count = 0;
        for (field, column) in part.money.iter_mut().filter(|(field, _)| **field != Field::ListPrice) {
            for amount in column.iter_mut().filter(|amount| **amount > 0) {
                *amount = -*amount;
                count += usize::from(*field == Field::Amount);
            }
        }
        if count > 0 {
            self.diagnostics.push(diagnose::returns(&source.raw.name, source.header(Field::Id).unwrap_or(""), count));
        }
    }

    /// Takes off what was paid back of a row, where a column of its own says so.
    pub(super) fn refunds(&mut self, source: &Source<'_>, mapping: &Mapping, rows: &[usize], part: &mut Facts) {
        if !matches!(source.kind, TableKind::Orders | TableKind::Payments) {
            return;
        }
        // What was really paid is what is left.
        let is_net =
            source.header(Field::Amount).is_some_and(|header| ["实际支付", "实付", "实收"].iter().any(|word| header.contains(word)));
        if is_net {
            return;
        }
        let (Some((header, refunds)), Some(amounts)) = (source.refunds(mapping, rows), part.money.get_mut(&Field::Amount)) else { return };
        // What was paid back stands on rows of its own, on which nothing came in.
        let paid_back = || amounts.iter().zip(&refunds).filter(|(_, refund)| !matches!(**refund, 0 | NO_MONEY));
        if source.kind == TableKind::Payments && paid_back().count() > 0 && paid_back().all(|(amount, _)| matches!(*amount, 0 | NO_MONEY)) {
            let count = paid_back().count();
            for (amount, refund) in amounts.iter_mut().zip(refunds).filter(|(_, refund)| !matches!(*refund, 0 | NO_MONEY)) {
                *amount = -refund.abs();
            }
            self.diagnostics.push(diagnose::refunds(&source.raw.name, header, count));
            return;
        }
        // The same on each line of an order: it was paid back once.
        let ids = source.texts(Field::Id, rows);
        let mut of_order: BTreeMap<&str, (i64, bool, usize)> = BTreeMap::new();
        for (id, refund) in ids.iter().zip(&refunds).filter(|(id, _)| !id.is_empty()) {
            let known = of_order.entry(id).or_insert((*refund, true, 0));
            *known = (known.0, known.1 && known.0 == *refund, known.2 + 1);
        }
        let is_of_order = of_order.values().filter(|(refund, _, lines)| *lines > 1 && *refund > 0).all(|(_, is_same, _)| *is_same);
        let mut left: BTreeMap<&str, i64> = BTreeMap::new();
        let mut count = 0;
        for ((amount, refund), id) in amounts.iter_mut().zip(refunds).zip(ids) {
            if *amount <= 0 || matches!(refund, 0 | NO_MONEY) {
                continue;
            }
            let mut of_row = refund.abs();
            let of_id = if is_of_order && !id.is_empty() { left.entry(id).or_insert(of_row) } else { &mut of_row };
            let part = (*of_id).min(*amount);
            *of_id -= part;
            *amount -= part;
            count += usize::from(part > 0);
        }
        if count > 0 {
            self.diagnostics.push(diagnose::refunds(&source.raw.name, header, count));
        }
    }
}

/// A column that says of what kind each document is.
fn is_list_of_all(says: Says) -> bool {
    matches!(says, Says::Kind | Says::Invoices)
}

/// Documents of sales in the ledgers of all documents that Chinese systems keep.
fn is_sale(word: &str) -> bool {
    const SALES: [&str; 8] = ["销售单", "销售出库", "销售退", "销货", "批发销售", "零售", "借出转销售", "销售换货"];
    word.trim() == "销售" || SALES.iter().any(|sale| word.contains(sale))
}

/// Documents of such a ledger that are no sales.
fn is_no_sale(word: &str) -> bool {
    const MONEY: [&str; 6] = ["费用", "报销", "收款", "付款", "预收", "预付"];
    const GOODS: [&str; 16] = [
        "进货",
        "采购",
        "调拨",
        "报损",
        "报溢",
        "盘点",
        "其它收入",
        "其他收入",
        "组装",
        "拆卸",
        "借出",
        "借进",
        "入库",
        "转账",
        "固定资产",
        "工资",
    ];
    MONEY.iter().any(|other| word.contains(other)) || !is_sale(word) && GOODS.iter().any(|other| word.contains(other))
}

/// States that only orders of shops have.
const SHOP: [&str; 6] = ["已发货", "待发货", "待支付", "待付款", "备货中", "支付成功"];

/// The state of a contract for a flat that holds; beside it closed is taken back.
const ACTIVE: &str = "激活";

/// What is closed beside these was not done, or taken back.
const DONE: [&str; 3] = ["已完成", "完成", "交易成功"];

/// Only invoices have this column.
fn is_of_invoices(header: &str) -> bool {
    const NAMES: [&str; 11] = [
        "invoiceno",
        "invoicenumber",
        "invoiceid",
        "invoicedate",
        "rechnungsn",
        "rechnungsdatum",
        "factura",
        "fattura",
        "发票号",
        "发票编号",
        "发票日期",
    ];
    NAMES.iter().any(|name| header.contains(name))
}

/// Sales whose state says that they came back: the row is the sale, and nothing is left of it. A row with a negative amount is the return
/// itself and counts.
fn taken_back(source: &Source<'_>, at: usize, rows: &[usize], found: &mut [bool]) {
    let returned = source.tested_at(at, rows, |word| document(word, Says::State) == Document::Return && !is_credit(word));
    if returned.contains(&true) {
        let amounts = if source.has(Field::Amount) {
            source.money(Field::Amount, rows, &mut Trouble::default())
        } else {
            source.derived_amounts(rows)
        };
        for ((found, _), amount) in found.iter_mut().zip(returned).zip(amounts).filter(|((_, returned), _)| *returned) {
            *found |= amount > 0;
        }
    }
}

/// States of a sale that was taken back by a document of its own, in normal form.
const REVERSED: [&str; 14] = [
    "refunded",
    "fullyrefunded",
    "reversed",
    "remboursé",
    "extournée",
    "estornado",
    "reembolsado",
    "已退款",
    "已红冲",
    "被红冲",
    "已冲红",
    "已冲销",
    "被冲销",
    "сторнирован",
];

/// A row with a negative amount that was refunded is the return itself, and counts.
fn given_back(source: &Source<'_>, at: usize, rows: &[usize], found: &mut [bool]) {
    const REFUNDED: [&str; 8] = ["refunded", "fullyrefunded", "refund", "remboursé", "erstattet", "已退款", "退款", "reembolsado"];
    if !found.contains(&true) || !source.has(Field::Amount) {
        return;
    }
    let refunded = source.tested_at(at, rows, |word| REFUNDED.contains(&normal(word).as_str()));
    if refunded.contains(&true) {
        let amounts = source.money(Field::Amount, rows, &mut Trouble::default());
        let customers = if source.has(Field::Customer) { source.texts(Field::Customer, rows) } else { vec![""; rows.len()] };
        // Where the sale says that it was refunded as well, neither counts.
        let mut sold: BTreeMap<&str, i64> = BTreeMap::new();
        for ((amount, customer), _) in
            amounts.iter().zip(&customers).zip(&refunded).filter(|((amount, _), refunded)| **refunded && **amount > 0)
        {
            let most = sold.entry(customer).or_default();
            *most = (*most).max(*amount);
        }
        for (((found, _), amount), customer) in
            found.iter_mut().zip(refunded).zip(amounts).zip(customers).filter(|(((_, refunded), _), _)| *refunded)
        {
            let is_return = amount < 0 && amount != NO_MONEY && sold.get(customer).is_none_or(|sold| *sold < -amount);
            *found &= !is_return;
        }
    }
}

/// Documents that were reversed by one of their own: the row with the amount taken off stands beside them, and both count. Only where nearly
/// all that are void have one.
fn countered(source: &Source<'_>, at: usize, rows: &[usize], found: &mut [bool]) {
    if !found.contains(&true) || !source.has(Field::Amount) {
        return;
    }
    let amounts = source.money(Field::Amount, rows, &mut Trouble::default());
    let customers = if source.has(Field::Customer) { source.texts(Field::Customer, rows) } else { vec![""; rows.len()] };
    // What was sold and given back has a row of its own; what was cancelled may have none.
    let given_back = source.tested_at(at, rows, |word| REVERSED.contains(&normal(word).as_str()));
    // What the customer bought for as much and kept may be what came back.
    let mut live: BTreeSet<(&str, i64)> = BTreeSet::new();
    live.extend(customers.iter().copied().zip(amounts.iter().copied()).zip(&*found).filter(|(_, found)| !**found).map(|(sale, _)| sale));
    let mut reversals: BTreeMap<(&str, i64), usize> = BTreeMap::new();
    for ((amount, customer), _) in amounts.iter().zip(&customers).zip(&*found).filter(|((amount, _), found)| **amount < 0 && !**found) {
        if *amount != NO_MONEY {
            *reversals.entry((customer, -*amount)).or_default() += 1;
        }
    }
    let mut both = Vec::new();
    for (place, (amount, customer)) in amounts.iter().zip(&customers).enumerate().filter(|(place, _)| found.get(*place) == Some(&true)) {
        let is_given_back = given_back.get(place) == Some(&true);
        let may_be = is_given_back || !customer.is_empty() && !live.contains(&(*customer, *amount));
        if let Some(left) = reversals.get_mut(&(*customer, *amount)).filter(|left| may_be && **left > 0) {
            *left -= 1;
            both.push(place);
        }
    }
    // What was cancelled comes back only where nearly all that is void was reversed.
    let is_usual = both.len() * 5 >= found.iter().filter(|found| **found).count() * 4;
    for place in both.into_iter().filter(|place| is_usual || given_back.get(*place) == Some(&true)) {
        if let Some(found) = found.get_mut(place) {
            *found = false;
        }
    }
}

/// Rows of payments that are a refund of their own, with the amount in a column for it, count as one.
fn paid_back(source: &Source<'_>, mapping: &Mapping, rows: &[usize], found: &mut [bool]) {
    if source.kind != TableKind::Payments || !found.contains(&true) {
        return;
    }
    let Some((_, refunds)) = source.refunds(mapping, rows) else { return };
    let amounts = source.money(Field::Amount, rows, &mut Trouble::default());
    for ((found, refund), amount) in found.iter_mut().zip(refunds).zip(amounts) {
        *found &= !matches!(amount, 0 | NO_MONEY) || matches!(refund, 0 | NO_MONEY);
    }
}

/// Lines of a void order that leave its state out, as it stands on the first of them only.
fn with_other_lines(source: &Source<'_>, at: usize, rows: &[usize], found: &mut [bool]) {
    let states = source.texts_at(at, rows);
    if !found.contains(&true) || !states.contains(&"") {
        return;
    }
    let ids = source.texts(Field::Id, rows);
    let mut filled = BTreeSet::new();
    let is_on_first_only =
        ids.iter().zip(&states).filter(|(id, state)| !id.is_empty() && !state.is_empty()).all(|(id, _)| filled.insert(*id));
    if !is_on_first_only {
        return;
    }
    let void: BTreeSet<&str> = ids.iter().zip(&*found).filter(|(id, found)| **found && !id.is_empty()).map(|(id, _)| *id).collect();
    for ((found, state), id) in found.iter_mut().zip(&states).zip(&ids) {
        *found |= state.is_empty() && void.contains(id);
    }
}
