//! Of amounts with and without tax the one without it.

use kpi_model::{Field, Text};

use super::against::is_tax;
use super::figures::Figures;
use super::{Binding, column_of, rebind};
use crate::names::Header;
use crate::profile::Profile;
use crate::raw::RawTable;

/// Of two amounts that differ by the tax of the row (and its freight), the smaller one is what was sold, whatever it is called.
pub(super) fn before_tax(columns: &mut [Option<Binding>], decided: &[bool], headers: &[Header], profiles: &[Profile], table: &RawTable) {
    let amounts = Figures::new(table, headers, profiles, decided);
    let bound = column_of(columns, Field::Amount);
    if bound.is_some_and(|at| decided.get(at) == Some(&true)) {
        return;
    }
    let taxes = amounts.numbers(is_tax);
    if taxes.is_empty() {
        return;
    }
    let freights = amounts.numbers(|header| header.says(&["shipping", "freight", "postage", "运费", "versand"]));
    const OTHERS: [&str; 13] =
        ["payable", "paid", "received", "payout", "aftertax", "税后", "净利", "profit", "margin", "landed", "supplier", "cost", "成本"];
    let is_other = |at: &usize| headers.get(*at).is_some_and(|header| header.says(&OTHERS));
    let free: Vec<usize> = (0..headers.len()).filter(|at| amounts.is_free(columns, *at) && !taxes.contains(at) && !is_other(at)).collect();
    let wholes: Vec<usize> = bound.map_or_else(|| free.clone(), |at| vec![at]);
    let at = |field: Field| column_of(columns, field);
    let factors = at(Field::Quantity).map(|quantity| [at(Field::ListPrice).unwrap_or(quantity), quantity]).filter(|_| bound.is_none());
    let of_net = |net: usize| {
        let mut pairs = wholes.iter().filter(move |gross| **gross != net).flat_map(|gross| taxes.iter().map(move |tax| (*gross, *tax)));
        // Where nothing is the amount, price and quantity tell which of them is of the line and which of one piece.
        let is_of_line = |gross: usize| factors.is_none_or(|factors| [net, gross].iter().any(|at| amounts.multiplies(factors, *at)));
        pairs.find(|(gross, tax)| gross != tax && amounts.add_up(net, *tax, *gross, &freights) && is_of_line(*gross))
    };
    let Some((net, (gross, _))) = free.iter().find_map(|net| Some((*net, of_net(*net)?))) else { return };
    let evidence = Text::new("加上税额等于含税金额", "with the tax it makes the gross amount");
    match columns.get(gross).cloned().flatten() {
        Some(binding) => rebind(columns, gross, net, Binding { evidence, ..binding }),
        None => rebind(columns, net, net, Binding { field: Field::Amount, confidence: 0.9, evidence, is_exact: true }),
    }
}

/// What shops call the value of the items is without tax and freight, unless a discount comes off it.
pub(super) fn items_before_tax(columns: &mut [Option<Binding>], decided: &[bool], headers: &[Header], profiles: &[Profile]) {
    const ITEMS: [&str; 3] = ["itemtotal", "linesubtotal", "ordervalue"];
    let bound = column_of(columns, Field::Amount);
    let Some(bound) = bound.filter(|at| decided.get(*at) != Some(&true)) else { return };
    let has_discount = headers.iter().any(|header| header.says(&["discount", "rabatt", "remise", "优惠", "折扣", "coupon"]));
    let is_of_items = |at: usize| headers.get(at).is_some_and(|header| ITEMS.contains(&header.normal.as_str()));
    let is_free = |at: usize| {
        let is_number = profiles.get(at).is_some_and(Profile::is_number);
        is_number && decided.get(at) != Some(&true) && columns.get(at).is_some_and(Option::is_none)
    };
    let found = (0..headers.len()).find(|at| is_of_items(*at) && is_free(*at));
    if let (Some(items), false, false) = (found, has_discount, is_of_items(bound)) {
        columns.swap(bound, items);
    }
}
