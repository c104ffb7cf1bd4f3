//! Reports that put the name of each group above its rows: `Acme`, its invoices, `Total for Acme`.

use std::collections::BTreeSet;

use kpi_model::{Field, TableKind};

use crate::dialects::Synonym;
use crate::names::{EXACT, Header, is_known_name};
use crate::raw::{Note, RawColumn, RawTable};
use crate::stages::normal;

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

/// The same where the first column has values of its own: `Acme` alone, its invoices, `Total Acme`. The names become a column: of customers, unless
/// the title says of what.
pub(super) fn beside(table: &mut RawTable) {
    let Some(first) = table.columns.first() else { return };
    let is_alone = |row: usize| !first.get(row).is_empty() && table.columns.iter().skip(1).all(|column| column.get(row).is_empty());
    let closed: BTreeSet<&str> = first.iter().filter_map(|cell| cell.strip_prefix("Total ")).filter(|name| !name.is_empty()).collect();
    let heads: Vec<usize> = (0..table.len()).filter(|row| closed.contains(first.get(*row)) && is_alone(*row)).collect();
    let by = table.title.split_once(" by ").and_then(|(_, rest)| rest.split_whitespace().next());
    const OF_CUSTOMERS: [&str; 9] = ["customer", "client", "contact", "receivable", "debtor", "kunden", "cliente", "客户", "应收"];
    let title = table.title.to_lowercase();
    let of_customers = || OF_CUSTOMERS.iter().any(|word| title.contains(word)).then_some("Customer");
    let Some(header) = by.filter(|by| is_known_name(by)).or_else(of_customers).map(str::to_owned) else { return };
    let is_of_customers = |(synonym, (score, _)): &(&Synonym, (f64, &'static str))| {
        let is_here = synonym.kinds.is_empty() || synonym.kinds.contains(&TableKind::Orders);
        synonym.field == Field::Customer && is_here && *score > EXACT
    };
    let is_known = |name: &String| *name == header || Header::looked_up(name).listed.iter().any(&is_of_customers);
    if heads.len() < 2 || heads.len() < closed.len() || heads.len() * 2 > table.len() || table.headers.iter().any(is_known) {
        return;
    }
    let (mut column, mut name) = (RawColumn::default(), String::new());
    for row in 0..table.len() {
        let cell = first.get(row);
        if heads.binary_search(&row).is_ok() {
            name = cell.to_owned();
        }
        let is_total = cell.strip_prefix("Total").is_some_and(|rest| rest.is_empty() || closed.contains(rest.trim()));
        if column.push(if is_total || is_alone(row) { "" } else { &name }).is_err() {
            return;
        }
        if is_total {
            name.clear();
        }
    }
    let lines = heads.iter().filter_map(|row| table.lines.get(*row)).copied().collect();
    table.headers.push(header);
    table.columns.push(column);
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

/// Who sells, as a line above the header says of all rows: `担当者：佐藤健一`, `Vendedor: Ana Ruiz`. With the label; none where a line further down says
/// so again: it is of a block.
pub(super) fn seller_above(table: &RawTable) -> Option<(String, String)> {
    // The name behind the label, or in the cell beside it.
    let said = |cell: &str, beside: &str| -> Option<(String, String)> {
        let (label, name) = cell.split_once([':', '：'])?;
        let (label, name) = (label.trim(), Some(name.trim()).filter(|name| !name.is_empty()).unwrap_or(beside));
        let is_name = (1..=40).contains(&name.chars().count()) && name.chars().all(|c| c.is_alphabetic() || " .'-’・·　".contains(c));
        (is_name && !ALL.contains(&normal(name).as_str()) && SELLERS.contains(&normal(label).as_str()))
            .then(|| (label.to_owned(), name.to_owned()))
    };
    let cells: Vec<&str> = table.above.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
    let beside = |at: usize| cells.get(at + 1).copied().unwrap_or("");
    let found: Vec<(String, String)> = cells.iter().enumerate().filter_map(|(at, cell)| said(cell, beside(at))).collect();
    let [(label, name)] = found.as_slice() else { return None };
    let is_again = |cell: &str| cell.strip_prefix(label.as_str()).is_some_and(|rest| rest.trim_start().starts_with([':', '：']));
    let is_of_block = table.columns.iter().take(3).any(|column| !column.rows_where(is_again).is_empty());
    (!is_of_block).then(|| (label.clone(), name.clone()))
}

/// Makes what the line above says a column, where the table has none of who sells.
pub(super) fn of_seller(table: &mut RawTable, seller: Option<(String, String)>) {
    let Some((label, name)) = seller.filter(|_| !table.is_empty() && !table.headers.iter().any(|header| names_people(header))) else {
        return;
    };
    let mut column = RawColumn::default();
    if (0..table.len()).all(|_| column.push(&name).is_ok()) {
        table.headers.push(label);
        table.columns.push(column);
    }
}

/// Labels of who sells, in normal form. Who wrote a report or ran it is nobody who sells.
const SELLERS: [&str; 39] = [
    "vendedor",
    "vendedora",
    "comercial",
    "salesperson",
    "salesrep",
    "salesrepresentative",
    "rep",
    "verkäufer",
    "verkaufer",
    "vertreter",
    "vertriebler",
    "commercial",
    "vendeur",
    "venditore",
    "agente",
    "verkoper",
    "säljare",
    "selger",
    "sælger",
    "myyjä",
    "handlowiec",
    "przedstawiciel",
    "менеджер",
    "продавец",
    "satıştemsilcisi",
    "satistemsilcisi",
    "业务员",
    "销售员",
    "销售人员",
    "销售代表",
    "客户经理",
    "業務員",
    "担当者",
    "担当",
    "営業担当",
    "営業担当者",
    "담당자",
    "영업사원",
    "영업담당",
];

/// What a filter says that leaves nobody out, in normal form.
const ALL: [&str; 16] =
    ["all", "todos", "todas", "tous", "alle", "tutti", "any", "none", "everyone", "全部", "所有", "全员", "不限", "すべて", "全員", "전체"];

/// Does a header name who sells?
fn names_people(header: &str) -> bool {
    let of_people = |field: Field| matches!(field, Field::Person | Field::Team);
    Header::looked_up(header).listed.iter().any(|(synonym, (score, _))| of_people(synonym.field) && *score > EXACT)
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
