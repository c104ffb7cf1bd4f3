//! Which of several amounts a row is worth.

use std::collections::BTreeMap;

use kpi_model::{Field, Text};

use super::against::{PART_OF_AMOUNT, is_tax};
use super::{Binding, column_of, rebind};
use crate::dialects::languages::folded;
use crate::names::Header;
use crate::parse;
use crate::profile::{Profile, is_blank};
use crate::raw::{RawColumn, RawTable};

/// Rows of orders looked at to see whether an amount is that of the line or of the whole order.
const MOST_LINES: usize = 20_000;

/// Is the amount the same on all lines of each order? Then it is that of the order, and adding lines up would count it several times.
///
/// Lines of different days are documents of their own, such as monthly bills of one contract.
fn is_of_whole_order(ids: &RawColumn, amounts: &RawColumn, days: Option<&RawColumn>) -> bool {
    if days.is_some_and(|days| !is_same_in_each(ids, days)) {
        return false;
    }
    is_same_in_each(ids, amounts) && {
        let mut different: Vec<&str> = (0..amounts.len().min(MOST_LINES)).map(|row| amounts.get(row)).collect();
        different.sort_unstable();
        different.dedup();
        different.len() > 2
    }
}

/// Do all lines of nearly every order with several agree?
fn is_same_in_each(ids: &RawColumn, amounts: &RawColumn) -> bool {
    // First amount, lines, and whether all agree.
    let mut orders: BTreeMap<&str, (&str, u32, bool)> = BTreeMap::new();
    for row in 0..ids.len().min(MOST_LINES) {
        let (id, amount) = (ids.get(row), amounts.get(row));
        if !id.is_empty() {
            let order = orders.entry(id).or_insert((amount, 0, true));
            order.1 += 1;
            order.2 &= order.0 == amount;
        }
    }
    let several = || orders.values().filter(|order| order.1 > 1);
    let (all, same) = (several().count(), several().filter(|order| order.2).count());
    all >= 3 && same * 50 >= all * 49
}

/// Does the amount that is bound stand on every line of its order as a whole?
///
/// Or on the first only, where the lines say what each of them costs.
pub(super) fn is_amount_of_order(columns: &[Option<Binding>], table: &RawTable) -> bool {
    let at = |field: Field| column_of(columns, field);
    let column = |field: Field| at(field).and_then(|i| table.columns.get(i));
    let (Some(ids), Some(amounts)) = (column(Field::Id), column(Field::Amount)) else { return false };
    let has_costs = column(Field::Quantity).is_some() && column(Field::ListPrice).is_some();
    is_of_whole_order(ids, amounts, column(Field::Day)) || (has_costs && is_on_first_line(ids, amounts))
}

/// Are the amounts of nearly all orders what their lines cost, or less? More would be freight or tax.
fn is_less_discount(ids: &RawColumn, amounts: &RawColumn, quantities: &RawColumn, prices: &RawColumn) -> bool {
    let minor = |cell: &str| parse::money_minor(cell, parse::NumberStyle::default()).map(|(minor, _)| i128::from(minor));
    let mut orders: BTreeMap<&str, (i128, i128)> = BTreeMap::new();
    for row in 0..ids.len().min(MOST_LINES) {
        let cells = minor(amounts.get(row)).zip(minor(quantities.get(row))).zip(minor(prices.get(row)));
        if let (Some(((amount, quantity), price)), false) = (cells, ids.get(row).is_empty()) {
            let order = orders.entry(ids.get(row)).or_insert((amount, 0));
            order.1 += quantity * price / 100;
        }
    }
    let less = orders.values().filter(|(amount, lines)| amount <= lines).count();
    let much_less = orders.values().filter(|(amount, lines)| amount * 2 < *lines).count();
    !orders.is_empty() && less * 50 >= orders.len() * 49 && much_less * 10 < orders.len()
}

/// Does each order have its amount on one of its lines only, and several orders more lines?
fn is_on_first_line(ids: &RawColumn, amounts: &RawColumn) -> bool {
    let mut orders: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for row in (0..ids.len().min(MOST_LINES)).filter(|row| !is_blank(ids.get(*row))) {
        let order = orders.entry(ids.get(row)).or_default();
        *order = (order.0 + 1, order.1 + u32::from(!is_blank(amounts.get(row))));
    }
    let several = orders.values().filter(|(lines, _)| *lines > 1).count();
    several >= 3 && orders.values().all(|(_, filled)| *filled <= 1)
}

/// The amount of the line, where the best name is that of the amount of the whole order.
pub(super) fn amount_of_line(columns: &mut [Option<Binding>], scored: &[(f64, usize, Binding)], table: &RawTable) {
    let (Some(id), Some(amount)) = (column_of(columns, Field::Id), column_of(columns, Field::Amount)) else { return };
    let (Some(ids), Some(amounts)) = (table.columns.get(id), table.columns.get(amount)) else { return };
    let days = column_of(columns, Field::Day).and_then(|i| table.columns.get(i));
    // An amount that only the head of a document has is that of the whole as well.
    let filled = |column: &RawColumn| (0..column.len().min(MOST_LINES)).filter(|row| !is_blank(column.get(*row))).count();
    let is_on_head = filled(amounts) * 10 < filled(ids) * 7;
    if !is_on_head && !is_of_whole_order(ids, amounts, days) {
        return;
    }
    let is_full = |column: &RawColumn| filled(column) * 20 >= filled(ids) * 19;
    let is_line =
        |i: usize| table.columns.get(i).is_some_and(|column| is_full(column) && (is_on_head || !is_of_whole_order(ids, column, days)));
    let other = scored
        .iter()
        .find(|(score, i, binding)| binding.field == Field::Amount && *i != amount && *score > PART_OF_AMOUNT && is_line(*i))
        .map(|(_, i, b)| (*i, b.clone()));
    let factor = |field: Field| column_of(columns, field).and_then(|i| table.columns.get(i));
    let factors = factor(Field::Quantity).zip(factor(Field::ListPrice));
    let has_factors = factors.is_some();
    // What was taken off the whole order is taken off its lines in proportion.
    if other.is_none() && !is_on_head && factors.is_some_and(|(quantities, prices)| is_less_discount(ids, amounts, quantities, prices)) {
        return;
    }
    if other.is_none() && (!has_factors || is_on_head) {
        return;
    }
    if let Some(slot) = columns.get_mut(amount) {
        *slot = None;
    }
    if let Some((i, binding)) = other
        && let Some(slot) = columns.get_mut(i)
    {
        *slot = Some(binding);
    }
}

/// Where the total stands on the first row of an order only, what each row was sold for is its amount.
pub(super) fn sold_for(columns: &mut [Option<Binding>], decided: &[bool], headers: &[Header], profiles: &[Profile]) {
    let bound = column_of(columns, Field::Amount);
    let filled = |at: usize| profiles.get(at).map_or(0, |profile| profile.filled);
    let is_free = |at: usize| columns.get(at).is_some_and(Option::is_none) && decided.get(at) != Some(&true);
    let found = headers.iter().position(|header| header.normal == "soldfor").filter(|at| is_free(*at));
    let Some(at) = found.filter(|at| bound.is_none_or(|bound| decided.get(bound) != Some(&true) && filled(bound) < filled(*at))) else {
        return;
    };
    if let Some(bound) = bound {
        columns.swap(at, bound);
    } else if let Some(slot) = columns.get_mut(at) {
        let evidence = Text::new("售出价", "what it was sold for");
        *slot = Some(Binding { field: Field::Amount, confidence: 0.9, evidence, is_exact: true });
    }
}

/// What was taken off as an amount is no percent: it is below 0, or above 100.
pub(super) fn discount_is_percent(columns: &mut [Option<Binding>], decided: &[bool], headers: &[Header], table: &RawTable) {
    let is_discount = |(at, binding): &(usize, &Option<Binding>)| {
        binding.as_ref().is_some_and(|binding| binding.field == Field::Discount) && decided.get(*at) != Some(&true)
    };
    let Some(at) = columns.iter().enumerate().find(is_discount).map(|(at, _)| at) else { return };
    let is_amount = |cell: &str| {
        !cell.contains('%')
            && parse::money_minor(cell, parse::NumberStyle::default()).is_some_and(|(minor, _)| !(0..=10_000).contains(&minor))
    };
    const AMOUNTS: [&str; 9] = ["amount", "金额", "betrag", "montant", "importe", "valor", "tutar", "kwota", "belopp"];
    let is_called = headers.get(at).is_some_and(|header| header.says(&AMOUNTS));
    let has_percent = |column: &RawColumn| !column.rows_where(|cell| cell.contains('%')).is_empty();
    let is_none = table
        .columns
        .get(at)
        .is_some_and(|column| column.rows_where(is_amount).len() * 50 > column.len() || (is_called && !has_percent(column)));
    if let Some(slot) = columns.get_mut(at).filter(|_| is_none) {
        *slot = None;
    }
}

/// Of amounts of claims and payments the one that every line has: the other stands on the first line of each only, as their sum.
pub(super) fn amount_of_each(
    columns: &mut [Option<Binding>],
    decided: &[bool],
    scored: &[(f64, usize, Binding)],
    profiles: &[Profile],
    table: &RawTable,
) {
    let bound = column_of(columns, Field::Amount);
    let Some(bound) = bound.filter(|at| decided.get(*at) != Some(&true)) else { return };
    let filled = |at: usize| profiles.get(at).map_or(0, |profile| profile.filled);
    let all = profiles.iter().map(|profile| profile.filled).max().unwrap_or(0);
    let is_free = |at: usize| columns.get(at).is_some_and(Option::is_none) && decided.get(at) != Some(&true);
    let is_fuller = |at: usize| filled(bound) * 10 < all * 7 && filled(at) * 20 >= all * 19;
    let found = scored.iter().find(|(score, at, binding)| {
        let is_amount = binding.field == Field::Amount && *score > PART_OF_AMOUNT;
        is_amount && is_free(*at) && is_fuller(*at) && is_sum_of(table, bound, *at)
    });
    let Some((_, at, binding)) = found.cloned() else { return };
    rebind(columns, bound, at, binding);
}

/// What was sold goes before what is left of it after the fees of a marketplace.
pub(super) fn before_fees(columns: &mut [Option<Binding>], decided: &[bool], headers: &[Header], profiles: &[Profile]) {
    let Some(bound) = column_of(columns, Field::Amount) else {
        return;
    };
    let has_fees = headers.iter().any(|header| {
        header.says(&[
            "sellingfees",
            "fbafees",
            "verkaufsgebühren",
            "tarifasdeventa",
            "fraisdevente",
            "販売手数料",
            "cargoporventa",
            "tarifaporventa",
            "taxadevenda",
        ])
    });
    let is_total = headers.get(bound).is_some_and(|header| matches!(header.normal.as_str(), "total" | "gesamt" | "totale" | "合計"));
    const SALES: [&str; 8] = [
        "productsales",
        "ingresosporproductos",
        "receitaporprodutos",
        "umsätze",
        "ventasdeproductos",
        "ventesdeproduits",
        "vendite",
        "商品売上",
    ];
    let fits = |(at, (header, profile)): &(usize, (&Header, &Profile))| {
        SALES.contains(&header.normal.as_str()) && profile.number_share > 0.9 && columns.get(*at).is_some_and(Option::is_none)
    };
    let found = headers.iter().zip(profiles).enumerate().find(fits).map(|(at, _)| at);
    let Some(at) = found.filter(|_| has_fees && is_total && decided.get(bound) != Some(&true)) else { return };
    columns.swap(bound, at);
}

/// Is each amount of a sparse column the sum of the other one from its row to the next that has one?
fn is_sum_of(table: &RawTable, sparse: usize, full: usize) -> bool {
    let (Some(sums), Some(parts)) = (table.columns.get(sparse), table.columns.get(full)) else { return false };
    let minor = |cell: &str| parse::money_minor(cell, parse::NumberStyle::default()).map_or(0, |(minor, _)| i128::from(minor));
    let mut documents: Vec<(i128, i128)> = Vec::new();
    for row in 0..table.len().min(MOST_LINES) {
        if !is_blank(sums.get(row)) {
            documents.push((minor(sums.get(row)), 0));
        }
        if let Some((_, sum)) = documents.last_mut() {
            *sum += minor(parts.get(row));
        }
    }
    !documents.is_empty() && documents.iter().filter(|(whole, sum)| whole == sum).count() * 20 >= documents.len() * 19
}

/// What is left of an amount after its discount is what was sold: a column that is the amount less the discount on nearly every row.
pub(super) fn after_discount(columns: &mut [Option<Binding>], decided: &[bool], headers: &[Header], table: &RawTable) {
    const DISCOUNTS: [&str; 21] = [
        "让利",
        "discount",
        "rabatt",
        "rabais",
        "remise",
        "indirim",
        "iskonto",
        "descuento",
        "desconto",
        "sconto",
        "korting",
        "rabat",
        "скидк",
        "优惠",
        "折扣",
        "割引",
        "値引",
        "할인",
        "kedvezm",
        "sleva",
        "popust",
    ];
    let Some(bound) = column_of(columns, Field::Amount) else {
        return;
    };
    let (Some(amounts), false) = (table.columns.get(bound), decided.get(bound) == Some(&true)) else { return };
    // What is taken off for paying early is no discount of the sale.
    if headers.iter().any(|header| header.says(&["skonto", "earlypayment", "cashdiscount", "现金折扣", "escompte"])) {
        return;
    }
    let discount = headers
        .iter()
        .enumerate()
        .find(|(at, header)| {
            // What is left after the discount is none.
            const LEFT: [&str; 9] = ["after", "nach", "后", "後", "apres", "despues", "dopo", "net", "depois"];
            let name = folded(&header.normal);
            *at != bound && DISCOUNTS.iter().any(|part| name.contains(part)) && !LEFT.iter().any(|part| name.contains(part))
        })
        .and_then(|(at, _)| table.columns.get(at));
    let Some(discounts) = discount else { return };
    let minor = |cell: &str| {
        [false, true].iter().find_map(|comma| parse::money_minor(cell, parse::NumberStyle { decimal_comma: *comma, power: 0 }))
    };
    let minor = |column: &RawColumn, row: usize| minor(column.get(row)).map(|(minor, _)| minor);
    let sample = || 0..table.len().min(500);
    let rows: Vec<usize> = sample().filter(|row| minor(discounts, *row).is_some_and(|discount| discount != 0)).collect();
    // Without a discount it is the amount: a column that says nothing there is no amount of all rows.
    let is_whole = |at: usize| {
        let left = table.columns.get(at);
        let plain = || sample().filter(|row| minor(discounts, *row).is_none_or(|discount| discount == 0) && minor(amounts, *row).is_some());
        let same = plain().filter(|row| left.and_then(|left| minor(left, *row)) == minor(amounts, *row)).count();
        same * 20 >= plain().count() * 19
    };
    let is_left = |at: usize| {
        let Some(left) = table.columns.get(at) else { return false };
        let is_less = |row: &&usize| {
            let known = (minor(amounts, **row), minor(discounts, **row), minor(left, **row));
            matches!(known, (Some(amount), Some(discount), Some(left)) if (i128::from(amount) - i128::from(discount).abs() - i128::from(left)).abs() <= 1)
        };
        rows.iter().filter(is_less).count() * 20 >= rows.len() * 19
    };
    let is_free = |at: usize| columns.get(at).is_some_and(Option::is_none) && decided.get(at) != Some(&true);
    let is_tax = |at: usize| headers.get(at).is_some_and(is_tax);
    let found = (0..headers.len()).find(|at| rows.len() >= 5 && is_free(*at) && !is_tax(*at) && is_left(*at) && is_whole(*at));
    if let Some(at) = found {
        columns.swap(bound, at);
    }
}
