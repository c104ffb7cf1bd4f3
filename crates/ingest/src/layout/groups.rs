//! Reports that put the name of each group above its rows: `Acme`, its invoices, `Total for Acme`.

use std::collections::BTreeSet;

use crate::names::is_known_name;
use crate::raw::{Note, RawColumn, RawTable};

/// Gives each row the name of its group, in the first column, which holds nothing else.
///
/// Only where names and totals stand in pairs: a note above some rows is no group.
pub(super) fn fill(table: &mut RawTable) {
    let Some(first) = table.columns.first().filter(|_| table.headers.first().is_some_and(|header| header.starts_with("Column "))) else {
        return;
    };
    let is_alone = |row: usize| table.columns.iter().skip(1).all(|column| column.get(row).is_empty());
    let total_of = |row: usize| first.get(row).strip_prefix("Total for ");
    // A group is what a total follows; within it there may be smaller ones.
    let closed: BTreeSet<&str> = (0..table.len()).filter_map(total_of).collect();
    let mut names: Vec<String> = Vec::with_capacity(table.len());
    let (mut open, mut heads): (Vec<&str>, Vec<usize>) = (Vec::new(), Vec::new());
    for row in 0..table.len() {
        let cell = first.get(row);
        if let Some(group) = total_of(row) {
            open.truncate(open.iter().position(|known| *known == group).unwrap_or(0));
            names.push(cell.to_owned());
        } else if !cell.is_empty() && is_alone(row) {
            if closed.contains(cell) {
                open.push(cell);
                heads.push(row);
            }
            names.push(cell.to_owned());
        } else if cell.eq_ignore_ascii_case("total") {
            names.push(cell.to_owned());
        } else if cell.is_empty() {
            names.push(open.first().copied().unwrap_or("").to_owned());
        } else {
            // The column has values of its own.
            return;
        }
    }
    if heads.is_empty() {
        return;
    }
    let mut column = RawColumn::default();
    if names.iter().any(|name| column.push(name).is_err()) {
        return;
    }
    if let Some(slot) = table.columns.first_mut() {
        *slot = column;
    }
    // `Sales by Customer Detail`: what the groups are.
    let by = table.title.split_once(" by ").and_then(|(_, rest)| rest.split_whitespace().next());
    if let (Some(header), Some(by)) = (table.headers.first_mut(), by) {
        *header = by.to_owned();
    }
    let lines = heads.iter().filter_map(|row| table.lines.get(*row)).copied().collect();
    table.notes.push(Note { code: "N-LAYOUT-GROUPS", lines, detail: String::new() });
}

/// Gives each row the name that a line above its block says: `Agente: Matteo Greco`. The label becomes a column.
///
/// Only a label that is the name of a column in some export, which several such lines have with different names behind it.
pub(super) fn label(table: &mut RawTable) {
    let Some(first) = table.columns.first() else { return };
    let said = |row: usize| {
        let (label, name) = first.get(row).split_once([':', '：'])?;
        let is_alone = table.columns.iter().skip(1).all(|column| column.get(row).is_empty());
        (is_alone && !name.trim().is_empty() && label.chars().count() <= 20).then_some((label.trim(), name.trim()))
    };
    let lines = first.rows_where(|cell| cell.contains([':', '：']));
    let heads: Vec<(usize, &str, &str)> = lines.into_iter().filter_map(|row| said(row).map(|(label, name)| (row, label, name))).collect();
    let Some((start, label, _)) = heads.first().copied().filter(|_| heads.len() * 2 < table.len()) else { return };
    let names: BTreeSet<&str> = heads.iter().map(|(.., name)| *name).collect();
    let is_one = heads.iter().all(|(_, other, _)| *other == label) && names.len() >= 2 && start == 0;
    if !is_one || !is_known_name(label) || table.headers.iter().any(|header| header == label) {
        return;
    }
    let (label, mut column, mut name) = (label.to_owned(), RawColumn::default(), String::new());
    let mut heads_left = heads.iter().peekable();
    for row in 0..table.len() {
        if let Some((.., of_block)) = heads_left.next_if(|(at, ..)| *at == row) {
            name = (*of_block).to_owned();
            if column.push("").is_err() {
                return;
            }
        } else if !first.get(row).is_empty() && table.columns.iter().skip(1).all(|other| other.get(row).is_empty()) {
            // Another heading: its block is of nobody named.
            name.clear();
            if column.push("").is_err() {
                return;
            }
        } else if column.push(&name).is_err() {
            return;
        }
    }
    let rows: Vec<usize> = heads.iter().map(|(row, ..)| *row).collect();
    let lines = rows.iter().filter_map(|row| table.lines.get(*row)).copied().collect();
    table.headers.push(label);
    table.columns.push(column);
    table.retain(|row| rows.binary_search(&row).is_err());
    table.notes.push(Note { code: "N-LAYOUT-GROUPS", lines, detail: String::new() });
}

#[cfg(test)]
mod tests {
    use super::fill;
    use crate::raw::{RawColumn, RawTable};

    #[test]
    fn rows_take_the_name_above_them() {
        let rows = [
            ["Acme", "", ""],
            ["", "1/2/2025", "10"],
            ["Total for Acme", "", "10"],
            ["Best", "", ""],
            ["", "1/3/2025", "5"],
            ["Total for Best", "", "5"],
        ];
        let mut columns = vec![RawColumn::default(); 3];
        for row in rows {
            row.iter().zip(&mut columns).for_each(|(cell, column)| column.push(cell).unwrap());
        }
        let headers = ["Column 1", "Date", "Amount"].map(str::to_owned).to_vec();
        let mut table =
            RawTable { headers, columns, lines: (2..8).collect(), title: "Sales by Customer Detail".to_owned(), ..RawTable::default() };
        fill(&mut table);
        assert_eq!((table.headers[0].as_str(), table.columns[0].get(1), table.columns[0].get(4)), ("Customer", "Acme", "Best"));
        // Without totals the texts are notes, and nothing is given to the rows below.
        let mut columns = vec![RawColumn::default(); 3];
        for row in rows.iter().filter(|row| !row[0].starts_with("Total")) {
            row.iter().zip(&mut columns).for_each(|(cell, column)| column.push(cell).unwrap());
        }
        let headers = ["Column 1", "Date", "Amount"].map(str::to_owned).to_vec();
        let mut plain = RawTable { headers, columns, lines: (2..6).collect(), ..RawTable::default() };
        fill(&mut plain);
        assert_eq!((plain.headers[0].as_str(), plain.columns[0].get(1), plain.notes.len()), ("Column 1", "", 0));
    }
}
