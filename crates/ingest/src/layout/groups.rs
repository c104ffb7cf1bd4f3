//! Reports that put the name of each group above its rows: `Acme`, its invoices, `Total for Acme`.

use std::collections::BTreeSet;

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
