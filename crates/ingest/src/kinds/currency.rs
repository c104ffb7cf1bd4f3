//! Whose currency a column of currencies names.

use std::collections::BTreeMap;

use kpi_model::Field;

use super::{Binding, column_of};
use crate::names::Header;
use crate::parse;
use crate::profile::Profile;
use crate::raw::RawTable;

/// Rows looked at to see which amounts differ.
const MOST_ROWS: usize = 2_000;

/// Names of amounts as they were before they were converted.
const ORIGINAL: [&str; 12] =
    ["original", "foreign", "transaction", "local", "fremd", "原币", "原始", "外币", "origine", "origen", "origem", "valutabel"];

/// A currency that is that of the original amount says nothing of the amount that was converted from it.
///
/// The two amounts are the same in the commonest currency and differ in all others; which is the original one its name says.
pub(super) fn of_original(columns: &mut [Option<Binding>], decided: &[bool], headers: &[Header], profiles: &[Profile], table: &RawTable) {
    let at = |field: Field| column_of(columns, field);
    let is_open = |at: &usize| decided.get(*at) != Some(&true);
    let (Some(currency), Some(amount)) = (at(Field::Currency).filter(is_open), at(Field::Amount)) else { return };
    let is_original = |at: usize| headers.get(at).is_some_and(|header| header.says(&ORIGINAL));
    let is_number = |at: &usize| profiles.get(*at).is_some_and(Profile::is_number);
    let others = (0..headers.len()).filter(|at| *at != amount && is_original(*at) && is_number(at));
    let mut others = others.filter(|at| columns.get(*at).is_some_and(Option::is_none));
    if !is_original(amount)
        && others.any(|other| differ_by_currency(table, currency, [amount, other]))
        && let Some(slot) = columns.get_mut(currency)
    {
        *slot = None;
    }
}

/// An amount in the currency of the place where it was paid, beside the one in one's own: the second can be added up.
pub(super) fn before_local(columns: &mut [Option<Binding>], decided: &[bool], headers: &[Header], profiles: &[Profile], table: &RawTable) {
    const CURRENCIES: [&str; 11] =
        ["currency", "devise", "währung", "waehrung", "moneda", "valuta", "moeda", "币", "通貨", "валюта", "통화"];
    let at = |field: Field| column_of(columns, field);
    let is_original = |at: usize| headers.get(at).is_some_and(|header| header.says(&ORIGINAL));
    let Some(amount) = at(Field::Amount).filter(|at| is_original(*at) && decided.get(*at) != Some(&true)) else { return };
    let is_own = |at: usize| {
        let is_number = profiles.get(at).is_some_and(Profile::is_number);
        is_number && !is_original(at) && decided.get(at) != Some(&true) && columns.get(at).is_some_and(Option::is_none)
    };
    // Both are called by the same word: a local amount, in the local currency.
    let mark = ORIGINAL.iter().find(|mark| headers.get(amount).is_some_and(|header| header.says(&[**mark])));
    let is_same = |header: &Header| mark.is_some_and(|mark| header.says(&[*mark])) && header.says(&CURRENCIES);
    let currencies = (0..headers.len()).filter(|at| headers.get(*at).is_some_and(is_same));
    let pairs = currencies.flat_map(|currency| (0..headers.len()).map(move |own| (currency, own)));
    let found = pairs.filter(|(_, own)| is_own(*own)).find(|(currency, own)| differ_by_currency(table, *currency, [*own, amount]));
    if let Some((currency, own)) = found {
        columns.swap(amount, own);
        // The currency of the place is not that of what was charged.
        if let Some(slot) = columns.get_mut(currency).filter(|slot| slot.as_ref().is_some_and(|binding| binding.field == Field::Currency)) {
            *slot = None;
        }
    }
}

/// Are two amounts the same in the commonest currency, and different in others?
fn differ_by_currency(table: &RawTable, currency: usize, amounts: [usize; 2]) -> bool {
    let Some(codes) = table.columns.get(currency) else { return false };
    let cell = |at: usize, row: usize| {
        let text = table.columns.get(at).map_or("", |column| column.get(row));
        [false, true].iter().find_map(|comma| parse::money_minor(text, parse::NumberStyle { decimal_comma: *comma, power: 0 }))
    };
    let mut of_code: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for row in (0..table.len()).step_by((table.len() / MOST_ROWS).max(1)) {
        if let [Some((one, _)), Some((other, _))] = amounts.map(|at| cell(at, row)) {
            let (same, all) = of_code.entry(codes.get(row)).or_default();
            *same += usize::from(one == other);
            *all += 1;
        }
    }
    let Some(common) = of_code.iter().max_by_key(|(_, (_, all))| *all).map(|(code, _)| *code) else { return false };
    let (same, all) = of_code.remove(common).unwrap_or_default();
    let (same_elsewhere, elsewhere) = of_code.values().fold((0, 0), |sums, part| (sums.0 + part.0, sums.1 + part.1));
    all >= 5 && same * 50 >= all * 49 && elsewhere >= 3 && same_elsewhere * 10 <= elsewhere
}
