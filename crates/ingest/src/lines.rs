//! Orders in two files: one row for each order in the first, one for each of its lines in the second.

use std::borrow::Cow;
use std::collections::BTreeMap;

use kpi_model::{Field, Mapping, TableKind, Text};

use crate::documents::{REFUNDS, Says};
use crate::kinds::{Binding, Guess, column_of, names_state};
use crate::names::Header;
use crate::parse;
use crate::profile::{Profile, is_blank};
use crate::raw::{RawColumn, RawTable};
use crate::stages::normal;

/// What the head of an order says of all its lines. Amounts are those of the whole: the lines have their own.
const OF_HEAD: [Field; 13] = [
    Field::Customer,
    Field::Day,
    Field::Person,
    Field::Team,
    Field::Region,
    Field::Source,
    Field::Currency,
    Field::Status,
    Field::DueOn,
    Field::PaidOn,
    Field::Ends,
    Field::Opportunity,
    Field::Category,
];

/// A table of orders whose lines stand in another.
pub(crate) struct Head {
    /// Which table.
    pub(crate) head: usize,
    /// Which table has the lines.
    pub(crate) lines: usize,
    /// The orders of which there are lines.
    pub(crate) rows: Vec<usize>,
    /// The lines add up to the orders: they are counted, not the orders; else the other way round.
    pub(crate) is_whole: bool,
}

/// Finds orders and their lines, and gives the lines what only the order says, unless the user decided otherwise about a column.
pub(crate) fn join(tables: &mut [Cow<'_, RawTable>], guesses: &mut [Guess], profiles: &mut [Vec<Profile>], mapping: &Mapping) -> Vec<Head> {
    let orders: Vec<usize> =
        (0..tables.len()).filter(|i| guesses.get(*i).is_some_and(|guess| guess.kind == Some(TableKind::Orders))).collect();
    let mut found: Vec<Head> = Vec::new();
    for (head, lines) in orders.iter().flat_map(|head| orders.iter().map(move |lines| (*head, *lines))) {
        let is_taken = found.iter().any(|known| [known.head, known.lines].iter().any(|table| *table == head || *table == lines));
        if head == lines || is_taken {
            continue;
        }
        let Some((rows, of_line)) = matched(tables, guesses, head, lines) else { continue };
        let is_whole = add_up(tables, guesses, profiles, (head, lines), &of_line);
        if is_whole {
            take_over(tables, guesses, profiles, mapping, (head, lines), &of_line);
        }
        found.push(Head { head, lines, rows, is_whole });
    }
    found
}

/// The rows of the head that have lines, and the row of the head of each line; none where the second table does not hold lines of the first.
fn matched(tables: &[Cow<'_, RawTable>], guesses: &[Guess], head: usize, lines: usize) -> Option<(Vec<usize>, Vec<Option<usize>>)> {
    let (of_head, of_lines) = (guesses.get(head)?, guesses.get(lines)?);
    let has = |guess: &Guess, field: Field| column_of(&guess.columns, field).is_some();
    let is_priced = has(of_lines, Field::Amount) || (has(of_lines, Field::Quantity) && has(of_lines, Field::ListPrice));
    let is_itemised = [Field::Product, Field::Quantity].iter().any(|field| has(of_lines, *field) && !has(of_head, *field));
    // A later export of the same orders has all that the first has.
    let lacks =
        [Field::Customer, Field::Day, Field::Status, Field::Person].iter().any(|field| has(of_head, *field) && !has(of_lines, *field));
    let has_several = tables.get(head).zip(tables.get(lines)).is_some_and(|(head, lines)| lines.len() > head.len() * 2);
    if !is_priced || !is_itemised || !(lacks || has_several) {
        return None;
    }
    let (heads, items) = (tables.get(head)?, tables.get(lines)?);
    let (ids, line_ids) =
        (heads.columns.get(column_of(&of_head.columns, Field::Id)?)?, items.columns.get(column_of(&of_lines.columns, Field::Id)?)?);
    let mut rows: BTreeMap<&str, usize> = BTreeMap::new();
    for (row, id) in ids.iter().enumerate().filter(|(_, id)| !is_blank(id)) {
        // An order that stands there twice is no head.
        if rows.insert(id, row).is_some() {
            return None;
        }
    }
    let of_line: Vec<Option<usize>> = line_ids.iter().map(|id| rows.get(id).copied()).collect();
    let known = of_line.iter().flatten().count();
    let mut with_lines: Vec<usize> = of_line.iter().flatten().copied().collect();
    with_lines.sort_unstable();
    with_lines.dedup();
    (known > 0 && known * 10 >= of_line.len() * 8 && with_lines.len() * 10 >= rows.len() * 3).then_some((with_lines, of_line))
}

/// Do the lines of each order add up to what the order says? Only then are they counted in its place: taxes, freight and discounts of a
/// whole order stand on no line.
fn add_up(
    tables: &[Cow<'_, RawTable>],
    guesses: &[Guess],
    profiles: &[Vec<Profile>],
    (head, lines): (usize, usize),
    of_line: &[Option<usize>],
) -> bool {
    let column = |table: usize, field: Field| {
        let at = guesses.get(table).and_then(|guess| column_of(&guess.columns, field))?;
        Some((tables.get(table)?.columns.get(at)?, profiles.get(table)?.get(at)?.number_style))
    };
    // What was paid back of an order is of none of its lines.
    let has_refunds = tables.get(head).is_some_and(|table| {
        let at = table.headers.iter().position(|header| REFUNDS.contains(&normal(header).as_str()));
        at.and_then(|at| table.columns.get(at))
            .is_some_and(|column| column.iter().any(|cell| cell.bytes().any(|b| (b'1'..=b'9').contains(&b))))
    });
    if has_refunds {
        return false;
    }
    let Some((totals, total_style)) = column(head, Field::Amount) else { return true };
    let read =
        |(cells, style): (&RawColumn, parse::NumberStyle), row: usize| parse::number(cells.get(row), style).unwrap_or(0) as f64 / 1e6;
    let (amount, quantity, price) = (column(lines, Field::Amount), column(lines, Field::Quantity), column(lines, Field::ListPrice));
    let of_row = |row: usize| match (amount, quantity, price) {
        (Some(amount), ..) => read(amount, row),
        (_, Some(quantity), Some(price)) => read(quantity, row) * read(price, row),
        _ => 0.0,
    };
    let of_tax = tables.get(head).and_then(|table| {
        let at = table.headers.iter().position(|header| TAXES.contains(&normal(header).as_str()))?;
        Some((table.columns.get(at)?, profiles.get(head)?.get(at)?.number_style))
    });
    let mut sums: BTreeMap<usize, f64> = BTreeMap::new();
    of_line.iter().enumerate().filter_map(|(row, head)| Some((row, (*head)?))).for_each(|(row, head)| {
        *sums.entry(head).or_default() += of_row(row);
    });
    // Amounts are read as floats only to compare them: half a cent is the most that may be off.
    // Orders without lines would count with their tax beside lines that have none.
    let of_tax = of_tax.filter(|_| tables.get(head).is_some_and(|table| table.len() == sums.len()));
    let is_same = |a: f64, b: f64| (a - b).abs() < 0.005;
    sums.iter().all(|(head, sum)| {
        let total = read((totals, total_style), *head);
        is_same(total, *sum) || of_tax.is_some_and(|tax| is_same(total - read(tax, *head), *sum))
    })
}

/// Does a column say how the orders stand or what they are?
fn is_document(table: &RawTable, profiles: Option<&Vec<Profile>>, at: usize) -> bool {
    let has_words = profiles.and_then(|profiles| profiles.get(at)).is_some_and(|profile| profile.has_documents);
    has_words && table.headers.get(at).is_some_and(|header| names_state(TableKind::Orders, header))
}

/// Headers of the tax of an order, in normal form: lines are without it.
const TAXES: [&str; 10] = ["vatsum", "vat", "tax", "totaltax", "taxamount", "vatamount", "mwst", "tva", "税额", "消費税"];

/// Adds the columns that only the head has to the lines.
fn take_over(
    tables: &mut [Cow<'_, RawTable>],
    guesses: &mut [Guess],
    profiles: &mut [Vec<Profile>],
    mapping: &Mapping,
    (head, lines): (usize, usize),
    of_line: &[Option<usize>],
) {
    let decided = tables.get(lines).and_then(|table| mapping.tables.get(&table.name)).map(|decided| &decided.columns);
    let missing = |field: &Field| guesses.get(lines).is_some_and(|guess| column_of(&guess.columns, *field).is_none());
    let places: Vec<(Field, usize)> =
        OF_HEAD.into_iter().filter(missing).filter_map(|field| Some((field, column_of(&guesses.get(head)?.columns, field)?))).collect();
    // Beside what they mean, what says of an order whether it is void.
    let void = tables.get(head).map_or_else(Vec::new, |table| {
        let is_gone = |at: &usize| {
            let header = table.headers.get(*at).map(|header| Header::new(header).normal);
            let is_gone = header.is_some_and(|header| Says::gone(&header, TableKind::Orders).is_some());
            (is_gone || is_document(table, profiles.get(head), *at)) && !places.iter().any(|(_, taken)| taken == at)
        };
        (0..table.headers.len()).filter(is_gone).collect()
    });
    let all = places.into_iter().map(|(field, at)| (Some(field), at)).chain(void.into_iter().map(|at| (None, at)));
    for (field, at) in all {
        let Some(from) = tables.get(head) else { return };
        let (Some(name), Some(texts)) = (from.headers.get(at), from.columns.get(at)) else { continue };
        let header = format!("{name} ({})", from.name);
        let mut column = RawColumn::default();
        for row in of_line {
            if column.push(row.map_or("", |row| texts.get(row))).is_err() {
                return;
            }
        }
        let profile = profiles.get(head).and_then(|profiles| profiles.get(at)).cloned().unwrap_or_default();
        let decision = decided.and_then(|columns| columns.get(&header)).copied();
        let (field, confidence) = decision.map_or((field, 0.9), |field| (field, 1.0));
        let evidence = Text::new(format!("来自 {} 的同一订单", from.name), format!("from the same order in {}", from.name));
        if let (Some(table), Some(guess), Some(profiles)) = (tables.get_mut(lines), guesses.get_mut(lines), profiles.get_mut(lines)) {
            let table = table.to_mut();
            table.headers.push(header);
            table.columns.push(column);
            guess.columns.push(field.map(|field| Binding { field, confidence, evidence, is_exact: true }));
            profiles.push(profile);
        }
    }
}
