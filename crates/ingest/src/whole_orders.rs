//! Lists with a row for each order as a whole above the rows of its items, or whose first line says what holds for the order: it holds for the
//! others, too.

use std::borrow::Cow;
use std::collections::BTreeMap;

use kpi_model::{Field, FieldType, TableKind};

use crate::kinds::{Guess, column_of};
use crate::parse;
use crate::profile::{Profile, is_blank};
use crate::raw::{RawColumn, RawTable};

/// Gives the rows of items the day, the customer and whatever else but amounts the row of their order has and they have not.
pub(crate) fn fill_items(tables: &mut [Cow<'_, RawTable>], guesses: &[Guess], profiles: &[Vec<Profile>]) {
    let orders = tables.iter_mut().zip(guesses).zip(profiles).filter(|((_, guess), _)| guess.kind == Some(TableKind::Orders));
    for ((table, guess), profiles) in orders {
        let at = |field: Field| column_of(&guess.columns, field);
        let (Some(id), Some(amount)) = (at(Field::Id), at(Field::Amount)) else { continue };
        let mut wholes = at(Field::Product).map_or_else(Vec::new, |product| wholes(table, profiles, [id, product, amount]));
        if wholes.iter().all(Option::is_none) && guess.is_amount_of_order {
            wholes = first_lines(table, id, amount);
        }
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

/// For each row of an item, the row above it of its order as a whole: the first without a product, if it is worth what its items are.
fn wholes(table: &RawTable, profiles: &[Profile], [id, product, amount]: [usize; 3]) -> Vec<Option<usize>> {
    let column = |at: usize| table.columns.get(at);
    let (Some(ids), Some(products), Some(amounts), Some(profile)) = (column(id), column(product), column(amount), profiles.get(amount))
    else {
        return Vec::new();
    };
    if (0..table.len()).all(|row| !is_blank(products.get(row))) {
        return Vec::new();
    }
    let worth = |row: usize| parse::money_minor(amounts.get(row), profile.number_style).map_or(0, |(worth, _)| i128::from(worth));
    // The row of the whole, how many items stand below it, and what of its worth they leave.
    let mut known: BTreeMap<&str, (usize, u32, i128)> = BTreeMap::new();
    for row in 0..table.len() {
        let (id, is_whole) = (ids.get(row), is_blank(products.get(row)));
        if is_blank(id) {
            continue;
        }
        if is_whole {
            known.entry(id).or_insert((row, 0, worth(row)));
        } else if let Some((_, items, left)) = known.get_mut(id) {
            (*items, *left) = (*items + 1, *left - worth(row));
        }
    }
    let of_row = |row: usize| {
        let (whole, items, left) = known.get(ids.get(row))?;
        (*items > 1 && *left == 0 && *whole < row && !is_blank(products.get(row))).then_some(*whole)
    };
    (0..table.len()).map(of_row).collect()
}

/// For each line whose order has its amount on one line only, that line.
fn first_lines(table: &RawTable, id: usize, amount: usize) -> Vec<Option<usize>> {
    let (Some(ids), Some(amounts)) = (table.columns.get(id), table.columns.get(amount)) else { return Vec::new() };
    let mut of_order: BTreeMap<&str, usize> = BTreeMap::new();
    for row in (0..table.len()).filter(|row| !is_blank(ids.get(*row)) && !is_blank(amounts.get(*row))) {
        of_order.entry(ids.get(row)).or_insert(row);
    }
    let of_row = |row: usize| of_order.get(ids.get(row)).copied().filter(|_| is_blank(amounts.get(row)));
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
