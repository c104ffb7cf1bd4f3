//! Lists with a row for each order as a whole above the rows of its items: what only the whole says holds for its items.

use std::borrow::Cow;
use std::collections::BTreeMap;

use kpi_model::{Field, FieldType, TableKind};

use crate::kinds::Guess;
use crate::profile::is_blank;
use crate::raw::{RawColumn, RawTable};

/// Gives the rows of items the day, the customer and whatever else but amounts the row of their order has and they have not.
pub(crate) fn fill_items(tables: &mut [Cow<'_, RawTable>], guesses: &[Guess]) {
    for (table, guess) in tables.iter_mut().zip(guesses).filter(|(_, guess)| guess.kind == Some(TableKind::Orders)) {
        let at = |field: Field| guess.columns.iter().position(|binding| binding.as_ref().is_some_and(|binding| binding.field == field));
        let (Some(id), Some(product)) = (at(Field::Id), at(Field::Product)) else { continue };
        let wholes = wholes(table, id, product);
        if wholes.iter().all(Option::is_none) {
            continue;
        }
        let says = |field: Field| {
            !matches!(field.field_type(), FieldType::Money | FieldType::Number) && !matches!(field, Field::Id | Field::Product)
        };
        let told = guess.columns.iter().enumerate().filter(|(_, binding)| binding.as_ref().is_some_and(|binding| says(binding.field)));
        let filled: Vec<(usize, RawColumn)> = told.filter_map(|(at, _)| Some((at, filled(table.columns.get(at)?, &wholes)?))).collect();
        for (at, column) in filled {
            if let Some(slot) = table.to_mut().columns.get_mut(at) {
                *slot = column;
            }
        }
    }
}

/// For each row of an item, the row above it of its order as a whole.
fn wholes(table: &RawTable, id: usize, product: usize) -> Vec<Option<usize>> {
    let (Some(ids), Some(products)) = (table.columns.get(id), table.columns.get(product)) else { return Vec::new() };
    if (0..table.len()).all(|row| !is_blank(products.get(row))) {
        return Vec::new();
    }
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    let of_row = |row: usize| {
        let id = ids.get(row);
        if is_blank(id) {
            return None;
        }
        if is_blank(products.get(row)) {
            known.entry(id).or_insert(row);
            return None;
        }
        known.get(id).copied()
    };
    (0..table.len()).map(of_row).collect()
}

/// The column with its blank cells filled; none where nothing is to be filled.
fn filled(column: &RawColumn, wholes: &[Option<usize>]) -> Option<RawColumn> {
    let own_or_of = |row: usize, whole: &Option<usize>| match whole {
        Some(whole) if is_blank(column.get(row)) => column.get(*whole),
        _ => column.get(row),
    };
    let is_lacking = wholes.iter().enumerate().any(|(row, whole)| own_or_of(row, whole) != column.get(row));
    let mut filled = RawColumn::default();
    let is_full = is_lacking && wholes.iter().enumerate().all(|(row, whole)| filled.push(own_or_of(row, whole)).is_ok());
    is_full.then_some(filled)
}
