//! Documents whose head stands on their first line only: the lines below take it over.

use crate::names::{EXACT, Header};
use crate::parse;
use crate::profile::is_blank;
use crate::raw::{Note, RawColumn, RawTable};

use super::header::is_value;

/// Lists of documents are not wider.
const MOST_COLUMNS: usize = 200;

/// Fills in what Salesforce groups a report by: the headers of these columns carry an arrow, and a name stands on the first row of its group.
fn fill_sorted(table: &mut RawTable) {
    let is_group = |header: &String| header.ends_with(['↑', '↓']);
    // Most rows have none, and what there is are names: an amount that a list is sorted by is neither.
    let is_sparse = |column: &RawColumn| column.iter().filter(|cell| is_blank(cell)).count() * 2 > column.len();
    let is_named = |column: &RawColumn| column.iter().filter(|cell| !is_blank(cell)).take(20).all(|cell| !is_value(cell));
    let mut lines = Vec::new();
    for (_, column) in table.headers.iter().zip(&mut table.columns).filter(|(header, _)| is_group(header)) {
        if !is_sparse(column) || !is_named(column) {
            continue;
        }
        lines.extend(column.iter().zip(&table.lines).filter(|(cell, _)| !is_blank(cell)).map(|(_, line)| *line));
        let mut full = RawColumn::default();
        let mut name = "";
        for cell in column.iter() {
            name = if cell.is_empty() { name } else { cell };
            if full.push(name).is_err() {
                return;
            }
        }
        *column = full;
    }
    if !lines.is_empty() {
        lines.sort_unstable();
        lines.dedup();
        table.notes.push(Note { code: "N-LAYOUT-GROUPS", lines, detail: String::new() });
    }
}

/// Fills in the head of each document on its other lines, as ERP lists and reports leave it out there.
///
/// Only where several columns are always empty together below a line that has them, and at least two others are not: an owner
/// that somebody forgot is no such pattern. Amounts are never repeated: adding them up would count them several times.
pub(super) fn fill_down(table: &mut RawTable) {
    fill_sorted(table);
    if table.columns.len() > MOST_COLUMNS {
        return;
    }
    let is_id =
        |name: &str| Header::looked_up(name).listed.iter().any(|(synonym, score)| synonym.field == kpi_model::Field::Id && score.0 > EXACT);
    // The number of the document may stand behind the kind of the row.
    let named = || table.headers.iter().position(|name| is_id(name));
    let is_full = |column: &&RawColumn| column.rows_where(is_blank).is_empty();
    let at = table.columns.first().filter(is_full).and_then(|_| named()).unwrap_or(0);
    let Some(first) = table.columns.get(at) else { return };
    let is_line = |row: usize| is_blank(first.get(row));
    let lines = first.rows_where(is_blank);
    if lines.len() < 2 || lines.len() * 10 > table.len() * 9 || is_line(0) {
        return;
    }
    let heads = || (0..table.len()).filter(|row| !is_line(*row));
    let filled = |column: &RawColumn, rows: &mut dyn Iterator<Item = usize>| rows.filter(|row| !is_blank(column.get(*row))).count();
    let all_heads = table.len() - lines.len();
    let is_head =
        |column: &RawColumn| filled(column, &mut lines.iter().copied()) == 0 && filled(column, &mut heads()) * 20 >= all_heads * 19;
    let is_of_line = |column: &&RawColumn| filled(column, &mut lines.iter().copied()) * 20 >= lines.len() * 19;
    let is_amount = |(name, column): (&String, &RawColumn)| {
        let header = Header::looked_up(name);
        let is_money = header.listed.iter().any(|(synonym, _)| synonym.field == kpi_model::Field::Amount)
            || header.stems.iter().any(|(field, _)| *field == kpi_model::Field::Amount);
        is_money && heads().take(20).all(|row| is_value(column.get(row)))
    };
    let taken: Vec<bool> =
        table.headers.iter().zip(&table.columns).map(|(name, column)| is_head(column) && !is_amount((name, column))).collect();
    // Lines of nothing but figures sum up what is above them.
    let is_told = |column: &RawColumn| lines.iter().take(20).any(|row| !is_blank(column.get(*row)) && !is_value(column.get(*row)));
    let of_lines: Vec<&RawColumn> = table.columns.iter().filter(is_of_line).collect();
    if taken.iter().filter(|taken| **taken).count() < 2 || of_lines.len() < 2 || !of_lines.iter().any(|column| is_told(column)) {
        return;
    }
    // A document has a number or a day, and its lines have none of their own.
    let is_day = |column: &RawColumn| heads().take(5).all(|row| parse::day(column.get(row), parse::DayStyle::default()).is_some());
    let columns = || table.headers.iter().zip(&table.columns).zip(&taken);
    let has_number = columns().any(|((name, column), taken)| *taken && (is_id(name) || is_day(column)));
    let lines_have_one = columns().any(|((name, column), taken)| !*taken && is_id(name) && filled(column, &mut lines.iter().copied()) > 0);
    if !has_number || lines_have_one {
        return;
    }
    // A head that has nothing of what its lines have is no line itself.
    let is_bare = |row: &usize| of_lines.iter().all(|column| is_blank(column.get(*row)) || column.get(*row) == "0");
    let own: Vec<&RawColumn> = of_lines.iter().copied().filter(|column| filled(column, &mut heads()) * 20 <= all_heads).collect();
    let bare: Vec<usize> = if own.len() >= 2 {
        heads().filter(|row| own.iter().all(|column| is_blank(column.get(*row)))).collect()
    } else {
        heads().filter(is_bare).collect()
    };
    // A number further back may be lacking because there is none yet: only heads that are nothing else have lines.
    if at > 0 && (own.len() < 2 || bare.len() != all_heads) {
        return;
    }
    let numbers = lines.iter().filter_map(|row| table.lines.get(*row)).copied().collect();
    for (column, _) in table.columns.iter_mut().zip(taken).filter(|(_, taken)| *taken) {
        let mut full = RawColumn::default();
        let mut head = 0;
        for row in 0..column.len() {
            if !is_blank(column.get(row)) {
                head = row;
            }
            if full.push(column.get(head)).is_err() {
                return;
            }
        }
        *column = full;
    }
    if bare.len() == all_heads {
        table.retain(|row| bare.binary_search(&row).is_err());
    }
    table.notes.push(Note { code: "N-LAYOUT-HEADS", lines: numbers, detail: String::new() });
}
