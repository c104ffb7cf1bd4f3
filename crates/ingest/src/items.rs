//! What is sold, where orders have a number and a name of it: people know it by its name.

use std::borrow::Cow;

use kpi_model::{Field, Mapping, TableKind, Text};

use crate::kinds::{Binding, Guess, column_of, rebind};
use crate::names::Header;
use crate::profile::{Profile, is_blank};
use crate::raw::RawTable;
use crate::who;

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
        let bound = column_of(&guess.columns, Field::Product);
        let Some(number) = bound.filter(|at| !is_decided(*at)) else { continue };
        if let Some(better) = fuller_number(table, guess, number, is_decided) {
            let evidence = Text::new("名称多半没填，按编号", "the number, as most rows lack the name");
            let binding = Binding { field: Field::Product, confidence: 0.9, evidence, is_exact: true };
            rebind(&mut guess.columns, number, better, binding);
            continue;
        }
        let are_numbers = who::are_numbers(table, profiles, number);
        let says_number = are_numbers || table.headers.get(number).is_some_and(|header| Header::new(header).says(&NUMBERS));
        let is_name = |at: &usize| {
            let header = table.headers.get(*at).map(|header| Header::new(header).normal).unwrap_or_default();
            let is_free = guess.columns.get(*at).is_some_and(Option::is_none) && !is_decided(*at);
            let is_behind = *at == number + 1 && matches!(header.as_str(), "name" | "名称" | "description" | "title");
            // Any other column of texts that goes with the numbers one to one, where its header speaks of things or of words about them.
            let is_told = || {
                let looked_up = table.headers.get(*at).map(|header| Header::looked_up(header));
                let is_about = looked_up.is_some_and(|header| {
                    header.listed.iter().any(|(synonym, _)| matches!(synonym.field, Field::Product | Field::ProductName))
                        || header.stems.iter().any(|(field, _)| *field == Field::Product)
                        || header.says(&["detail", "description", "title", "menuitem", "品名", "名称"])
                });
                let is_of_same_rows = table.columns.get(*at).zip(table.columns.get(number)).is_some_and(|(names, numbers)| {
                    let alone = (0..table.len()).filter(|row| is_blank(numbers.get(*row)) && !is_blank(names.get(*row))).count();
                    alone * 10 < table.len()
                });
                is_about && is_of_same_rows && !who::are_numbers(table, profiles, *at) && who::go_together(table, number, *at)
            };
            is_free && (is_behind || NAMES.contains(&header.as_str()) || is_told()) && names_all(table, number, *at)
        };
        let Some(name) = (0..table.headers.len()).find(is_name).filter(|_| says_number) else { continue };
        let evidence = Text::new("与编号并列的名称", "the name beside the number");
        let binding = Binding { field: Field::Product, confidence: 0.9, evidence, is_exact: true };
        rebind(&mut guess.columns, number, name, binding);
    }
}

/// The number of what is sold where most rows have it and lack the name that was found.
fn fuller_number(table: &RawTable, guess: &Guess, name: usize, is_decided: impl Fn(usize) -> bool) -> Option<usize> {
    const OF_PRODUCT: [&str; 12] = [
        "sku",
        "productsku",
        "itemsku",
        "lineitemsku",
        "productcode",
        "itemcode",
        "itemnumber",
        "productid",
        "商品编码",
        "产品编码",
        "物料编码",
        "货号",
    ];
    let filled = |at: usize| table.columns.get(at).map_or(0, |column| (0..table.len()).filter(|row| !is_blank(column.get(*row))).count());
    let is_free = |at: usize| guess.columns.get(at).is_some_and(Option::is_none) && !is_decided(at);
    let is_number = |(_, header): &(usize, &String)| OF_PRODUCT.contains(&Header::new(header).normal.as_str());
    let (number, _) = table.headers.iter().enumerate().find(|(at, header)| is_free(*at) && is_number(&(*at, header)))?;
    (filled(name) * 2 < filled(number)).then_some(number)
}

/// Does nearly each row with a number have a name? Else the number is the better of the two.
fn names_all(table: &RawTable, number: usize, name: usize) -> bool {
    let (Some(numbers), Some(names)) = (table.columns.get(number), table.columns.get(name)) else { return false };
    let numbered = || (0..table.len()).filter(|row| !is_blank(numbers.get(*row)));
    numbered().filter(|row| !is_blank(names.get(*row))).count() * 10 >= numbered().count() * 9
}
