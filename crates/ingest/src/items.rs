//! What is sold, where orders have a number and a name of it: people know it by its name.

use std::borrow::Cow;

use kpi_model::{Field, Mapping, TableKind, Text};

use crate::kinds::{Binding, Guess};
use crate::names::Header;
use crate::profile::Profile;
use crate::raw::RawTable;

/// Names of the names of what is sold, in normal form.
const NAMES: [&str; 26] = [
    "productname",
    "itemname",
    "lineitemname",
    "producttitle",
    "itemdescription",
    "productdescription",
    "artículo",
    "articulo",
    "nombredelproducto",
    "bezeichnung",
    "artikelbezeichnung",
    "omschrijving",
    "artikelomschrijving",
    "désignation",
    "libellé",
    "descrizione",
    "存货名称",
    "商品名称",
    "产品名称",
    "物料名称",
    "货品名称",
    "品名",
    "商品",
    "产品",
    "商品名",
    "品目名",
];

/// Parts of headers of numbers.
const NUMBERS: [&str; 12] = ["sku", "code", "number", "itemno", "productid", "nummer", "编码", "编号", "料号", "货号", "款号", "条码"];

/// Takes the name of what is sold in place of its number, where no list of products knows the numbers and the user did not decide.
pub(crate) fn show_names(tables: &[Cow<'_, RawTable>], guesses: &mut [Guess], profiles: &[Vec<Profile>], mapping: &Mapping) {
    if guesses.iter().any(|guess| guess.kind == Some(TableKind::Products)) {
        return;
    }
    for ((table, guess), profiles) in
        tables.iter().zip(guesses).zip(profiles).filter(|((_, guess), _)| guess.kind == Some(TableKind::Orders))
    {
        let decided = mapping.tables.get(&table.name).map(|decided| &decided.columns);
        let is_decided =
            |at: usize| table.headers.get(at).is_some_and(|header| decided.is_some_and(|columns| columns.contains_key(header)));
        let bound = guess.columns.iter().position(|binding| binding.as_ref().is_some_and(|binding| binding.field == Field::Product));
        let Some(number) = bound.filter(|at| !is_decided(*at)) else { continue };
        let are_numbers = profiles.get(number).is_some_and(|profile| profile.number_share > 0.9);
        let says_number = are_numbers || table.headers.get(number).is_some_and(|header| Header::new(header).says(&NUMBERS));
        let is_name = |at: &usize| {
            let header = table.headers.get(*at).map(|header| Header::new(header).normal).unwrap_or_default();
            let is_free = guess.columns.get(*at).is_some_and(Option::is_none) && !is_decided(*at);
            is_free && NAMES.contains(&header.as_str())
        };
        let Some(name) = (0..table.headers.len()).find(is_name).filter(|_| says_number) else { continue };
        let evidence = Text::new("与编号并列的名称", "the name beside the number");
        let binding = Binding { field: Field::Product, confidence: 0.9, evidence, is_exact: true };
        for (at, binding) in [(number, None), (name, Some(binding))] {
            if let Some(slot) = guess.columns.get_mut(at) {
                *slot = binding;
            }
        }
    }
}
