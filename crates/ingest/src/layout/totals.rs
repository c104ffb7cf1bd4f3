//! Rows that sum up others, and what reports print below their data.

use crate::raw::RawTable;
use crate::stages::normal;

use super::header::is_value;

/// Whole cells that name a total, in normal form.
const TOTALS: &[&str] = &[
    "total",
    "totals",
    "grandtotal",
    "grandtotals",
    "subtotal",
    "sum",
    "overalltotal",
    "totalsum",
    "合计",
    "总计",
    "小计",
    "共计",
    "汇总",
    "总和",
    "合計",
    "総計",
    "小計",
    "합계",
    "총계",
    "소계",
    "summe",
    "gesamt",
    "totale",
    "итого",
    "average",
    "avg",
    "mean",
    "平均",
    "平均值",
    "均值",
    "median",
    "durchschnitt",
    "celkem",
    "razem",
];
/// Rows looked at from the end for what a report prints below its data.
const MOST_FOOTERS: usize = 12;

/// Beginnings of what names a total inside a cell, in lower case.
const ASCII_HINTS: [&[u8]; 9] = [b"total", b"sum", b"gesamt", b"avera", b"avg", b"mean", b"median", b"celkem", b"razem"];

/// Could a cell name a total? Most cells cannot, and are asked millions of times.
fn is_candidate(cell: &str) -> bool {
    let bytes = cell.as_bytes();
    let begins = |at: usize| {
        let rest = bytes.get(at..).unwrap_or(&[]);
        ASCII_HINTS.iter().any(|hint| rest.get(..hint.len()).is_some_and(|part| part.eq_ignore_ascii_case(hint)))
    };
    let is_hint = |(at, byte): (usize, &u8)| matches!(byte | 0x20, b't' | b's' | b'g' | b'a' | b'm' | b'c' | b'r') && begins(at);
    bytes.iter().enumerate().any(is_hint)
        || (!cell.is_ascii() && (cell.contains(['计', '計', '汇', '和', '계', '均']) || cell.contains("тог")))
}

/// Does a cell name a total? `Some(true)`: it says nothing else.
fn total_word(cell: &str) -> Option<bool> {
    if cell.len() < 3 || cell.len() > 60 || !is_candidate(cell) {
        return None;
    }
    let word = normal(cell);
    if TOTALS.contains(&word.as_str()) {
        return Some(true);
    }
    let bounded = |known: &&&str| word.starts_with(**known) || word.ends_with(**known);
    TOTALS.iter().find(bounded).map(|_| false)
}

/// Rows of totals and subtotals.
pub(crate) fn total_rows(table: &RawTable) -> Vec<usize> {
    let width = table.columns.len();
    let mut found = Vec::new();
    // A total stands in one of the first columns.
    let words: Vec<Vec<Option<bool>>> = table.columns.iter().take(3).map(|column| column.map(0..table.len(), total_word)).collect();
    for row in 0..table.len() {
        let Some(is_whole) = words.iter().find_map(|column| *column.get(row)?) else { continue };
        let cells: Vec<&str> = table.columns.iter().map(|column| column.get(row)).collect();
        let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
        let texts = cells.iter().filter(|cell| !cell.is_empty() && !is_value(cell)).count();
        let is_sparse = filled * 3 <= width * 2;
        if texts <= 2 && (is_sparse || is_whole && texts == 1) {
            found.push(row);
        }
    }
    found
}

/// Rows that hold one text only, in a table whose rows hold several: notes and copyright lines at the end, headings of
/// groups and page numbers in between. A last row of nothing but figures sums up the others.
pub(crate) fn footer_rows(table: &RawTable) -> Vec<usize> {
    let mut counts = vec![0_usize; table.len()];
    for column in &table.columns {
        for (count, is_filled) in counts.iter_mut().zip(column.map(0..table.len(), |cell| !cell.is_empty())) {
            *count += usize::from(is_filled);
        }
    }
    let filled = |row: usize| counts.get(row).copied().unwrap_or(0);
    let body: usize = (0..table.len().min(20)).map(filled).max().unwrap_or(0);
    if body < 3 {
        return Vec::new();
    }
    let is_note =
        |row: usize| filled(row) == 1 && table.columns.iter().any(|column| !column.get(row).is_empty() && !is_value(column.get(row)));
    let last = table.len();
    let end = (last.saturating_sub(MOST_FOOTERS)..last).rev().take_while(|row| is_note(*row)).last().unwrap_or(last);
    let is_figures_only = |row: usize| {
        let cells = table.columns.iter().map(|column| column.get(row)).filter(|cell| !cell.is_empty());
        let (all, values) = cells.fold((0, 0), |(all, values), cell| (all + 1, values + usize::from(is_value(cell))));
        all > 0 && all == values && all * 2 <= body
    };
    let sum = end.checked_sub(1).filter(|row| *row > 0 && is_figures_only(*row) && !is_figures_only(*row - 1));
    (0..last).filter(|row| *row >= end || Some(*row) == sum || (body >= 4 && is_note(*row))).collect()
}

#[cfg(test)]
mod tests {
    use super::total_word;

    #[test]
    fn words() {
        for word in ["Total", "合计", "Grand Total", "小计：", "TOTAL"] {
            assert_eq!(total_word(word), Some(true), "{word}");
        }
        for word in ["East Total", "小计：华东", "Subtotal East"] {
            assert_eq!(total_word(word), Some(false), "{word}");
        }
        for word in ["Consumer Goods", "Acme", "和平公司", "设计院", "Summit"] {
            assert_eq!(total_word(word).filter(|_| word != "Summit"), None, "{word}");
        }
    }
}
