//! Which row names the columns.

use std::collections::BTreeMap;

use super::Cells;
use super::cells::Line;
use super::months;
use crate::parse::{self, DayStyle, NumberStyle};

/// Rows before a header, at most.
const MOST_PREAMBLE: usize = 40;

/// The rows of the header among the first rows of a sheet; `count` is 0 where there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) first: usize,
    pub(crate) count: usize,
    /// Columns that most rows fill.
    pub(crate) width: usize,
}

/// Is the cell a number or a date, so no name of a column?
pub(crate) fn is_value(cell: &str) -> bool {
    let is_number =
        || [true, false].iter().any(|comma| parse::money_minor(cell, NumberStyle { decimal_comma: *comma, power: 0 }).is_some());
    let is_day = || [true, false].iter().any(|first| parse::day(cell, DayStyle { day_first: *first, ..DayStyle::default() }).is_some());
    !cell.is_empty() && cell.len() <= 60 && (is_number() || is_day())
}

/// A year as a column name: 2024, 2025.
fn is_year(cell: &str) -> bool {
    cell.len() == 4 && cell.bytes().all(|b| b.is_ascii_digit()) && matches!(cell.get(..2), Some("19" | "20"))
}

/// Could the row name columns, given the row after it?
fn is_header_like(row: Cells<'_>, next: Option<Cells<'_>>) -> bool {
    let values = row.iter().filter(|cell| is_value(cell)).count();
    let periods = row.iter().filter(|cell| is_value(cell) && (months::is_period(cell) || is_year(cell))).count();
    if values == 0 || (values == periods && periods >= 3) {
        return true;
    }
    let breaks = |next: Cells<'_>| (0..row.len()).any(|i| !row.get(i).is_empty() && !is_value(row.get(i)) && is_value(next.get(i)));
    values * 5 <= row.filled() && next.is_some_and(breaks)
}

/// Finds the header among the first rows, none of them blank.
pub(crate) fn find(rows: &[Line]) -> Header {
    let rows = first_block(rows);
    let cells = |i: usize| rows.get(i).map(|line| line.row.cells());
    let width = common_extent(rows);
    for i in 0..rows.len().min(MOST_PREAMBLE) {
        let Some(row) = cells(i) else { break };
        // 编制部门：销售部 | 单位：万元
        let is_label = |cell: &str| cell.split_once(['：', ':']).is_some_and(|(name, value)| !name.is_empty() && !value.trim().is_empty());
        let are_labels = row.filled() * 2 <= width && row.iter().filter(|cell| !cell.is_empty()).all(is_label);
        // A title with the unit of the amounts, and nothing but it, at the other end of its row.
        let last = row.iter().filter(|cell| !cell.is_empty()).last().unwrap_or("");
        let is_unit = ["单位", "單位", "単位", "（单位", "(单位", "（単位", "(単位", "（單位", "Unit:", "in "]
            .iter()
            .any(|begin| last.starts_with(begin));
        let is_title = row.filled() <= 2 && is_unit && parse::line_power(last) > 0;
        let has_unit = is_title && width >= 5 && cells(i + 1).is_some_and(|below| !below.get(0).is_empty());
        let is_narrow = has_unit || row.filled() < 2 || (row.extent() * 2 < width) || are_labels;
        if is_narrow && width > 1 {
            continue;
        }
        // Name of the company | title of the report | page: a row further down names all columns.
        let names_all = |at: usize| {
            let below = cells(at).filter(|below| below.filled() * 5 >= width * 4 && is_header_like(*below, cells(at + 1)));
            below.is_some_and(|below| !below.iter().any(is_value))
        };
        if row.filled() * 3 <= width
            && width >= 5
            && !cells(i + 1).is_some_and(|below| is_two_rows(row, below, cells(i + 2)))
            && (i + 1..i + 8).any(names_all)
        {
            continue;
        }
        if is_header_like(row, cells(i + 1)) {
            let is_better_below = |below: Cells<'_>| {
                // "Region: East, Owner: all" above the real header: fewer cells, and the row below names more columns.
                row.extent() < width && below.extent() >= width && below.filled() > row.filled() && is_header_like(below, cells(i + 2))
            };
            if let Some(below) = cells(i + 1)
                && is_two_rows(row, below, cells(i + 2))
            {
                return Header { first: i, count: 2, width };
            }
            if cells(i + 1).is_some_and(is_better_below) {
                continue;
            }
            return Header { first: i, count: 1, width };
        }
        if row.extent() >= width {
            break; // data from here on: nothing names the columns
        }
    }
    let first = (0..rows.len()).find(|i| cells(*i).is_some_and(|row| row.extent() >= width)).unwrap_or(0);
    Header { first, count: 0, width }
}

/// The rows up to the blank one that ends the first table. Parameters of a report above a wider table are none.
fn first_block(rows: &[Line]) -> &[Line] {
    let extent = |rows: &[Line]| rows.iter().map(|line| line.row.cells().extent()).max().unwrap_or(0);
    let mut wide = 0;
    let end = rows.iter().enumerate().position(|(i, line)| {
        let is_end = line.is_after_blank && wide >= 3 && {
            let (before, after) = rows.split_at(i);
            extent(before) * 2 > extent(after.get(..after.len().min(6)).unwrap_or(after))
        };
        // Labels with gaps between them are the head of a report, no rows of a table.
        let cells = line.row.cells();
        wide += usize::from(cells.filled() > 1 && cells.filled() * 2 > cells.extent());
        is_end
    });
    rows.get(..end.unwrap_or(rows.len())).unwrap_or(rows)
}

/// The commonest extent of the rows, the wider one of two.
fn common_extent(rows: &[Line]) -> usize {
    let mut counts: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
    for line in rows {
        *counts.entry(line.row.cells().extent()).or_default() += 1;
    }
    // A row may end in empty cells: all that are nearly as wide as the widest common one belong to it.
    let most = counts.values().copied().max().unwrap_or(0);
    counts.into_iter().filter(|(_, n)| *n * 3 >= most).map(|(extent, _)| extent).max().unwrap_or(0)
}

/// A group row over a row of names: `Q1 | | | Q2` over `Plan | Actual | … `, with merged cells as gaps.
fn is_two_rows(upper: Cells<'_>, lower: Cells<'_>, below: Option<Cells<'_>>) -> bool {
    let width = upper.extent().max(lower.extent());
    let gaps = (1..width).filter(|i| upper.get(*i).is_empty() && !lower.get(*i).is_empty()).count();
    let is_merged_down = (0..width).any(|i| !upper.get(i).is_empty() && (lower.get(i).is_empty() || lower.get(i) == upper.get(i)));
    let mut names: Vec<&str> = lower.iter().filter(|cell| !cell.is_empty()).collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    let repeats = names.len() < all;
    let is_data_below = below.is_none_or(|below| below.iter().any(is_value));
    // Two rows of data never differ in kind as a row of names and a row of values do.
    let is_break = !lower.iter().any(is_value) && below.is_some_and(|below| below.iter().any(is_value));
    // Q1 | Q2 over the questions themselves, all other names merged over both rows.
    let merged = (0..width).filter(|i| !upper.get(*i).is_empty() && lower.get(*i) == upper.get(*i)).count();
    if is_break && merged >= 2 && merged < lower.filled() && lower.filled() * 2 > width {
        return true;
    }
    gaps > 0
        && (is_merged_down || repeats || is_break)
        && is_header_like(lower, below)
        && is_data_below
        && upper.filled() >= 2
        && lower.filled() >= 2
}

/// The names of one or two header rows: `Q1 Plan`, `Q1 Actual`.
pub(crate) fn names(rows: &[Line], header: Header) -> Vec<String> {
    let row = |i: usize| rows.get(i).map(|line| line.row.cells());
    let (Some(upper), lower) = (row(header.first), row(header.first + 1)) else { return Vec::new() };
    let Some(lower) = lower.filter(|_| header.count == 2) else {
        // Columns without a name belong to the table where most rows have them; else those rows are the odd ones.
        let below = rows.get(header.first + header.count..).unwrap_or(&[]);
        let wider = below.iter().filter(|line| line.row.cells().extent() > upper.len()).count();
        let width = if wider * 2 > below.len() { header.width.max(upper.len()) } else { upper.len() };
        return (0..width).map(|i| upper.get(i).to_owned()).collect();
    };
    let mut known: Vec<&str> = lower.iter().collect();
    known.sort_unstable();
    known.dedup();
    if known.len() == lower.len() && lower.filled() == lower.len() && lower.extent() >= upper.extent() {
        return lower.iter().map(str::to_owned).collect(); // complete by itself: the groups add nothing
    }
    let mut group = "";
    let width = upper.extent().max(lower.extent());
    (0..width)
        .map(|i| {
            if !upper.get(i).is_empty() {
                group = upper.get(i);
            }
            match (group, lower.get(i)) {
                (group, "") => group.to_owned(),
                (group, name) if group == name || group.is_empty() => name.to_owned(),
                (group, name) => format!("{group} {name}"),
            }
        })
        .collect()
}

/// Names as found, made unique and never empty: `Amount`, `Amount (2)`, `Column 3`.
/// The names of an export of Qualtrics: below the names of its questions stand their texts, below these their keys.
pub(crate) fn questions(rows: &[Line], header: Header) -> Option<Vec<String>> {
    let row = |i: usize| rows.get(header.first + i).map(|line| line.row.cells());
    let (names, texts, keys) = (row(0)?, row(1)?, row(2)?);
    let is_key = |cell: &str| cell.starts_with("{\"ImportId\"");
    if keys.iter().filter(|cell| is_key(cell)).count() * 2 < names.len() {
        return None;
    }
    // Q1 says nothing, its text does; of the other columns the name is as good as the text.
    let is_number =
        |name: &str| name.strip_prefix('Q').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()) && !rest.contains('_'));
    Some((0..names.len()).map(|i| if is_number(names.get(i)) { texts.get(i) } else { names.get(i) }.to_owned()).collect())
}

/// Does the row below a header explain its columns? SurveyMonkey says which kind of answer each holds, TikTok Shop writes a sentence about each.
pub(crate) fn has_row_of_explanations(rows: &[Line], header: Header) -> bool {
    let Some(below) = rows.get(header.first + header.count).filter(|_| header.count == 1) else { return false };
    let cells = below.row.cells();
    let filled: Vec<&str> = cells.iter().filter(|cell| !cell.is_empty()).collect();
    // An answer stands beside a number or a day.
    if filled.iter().any(|cell| is_value(cell)) {
        return false;
    }
    let are_kinds = filled.iter().all(|cell| matches!(*cell, "Response" | "Open-Ended Response"));
    let sentences = filled.iter().filter(|cell| cell.ends_with(['.', '。']) && cell.contains(' ')).count();
    !filled.is_empty() && (are_kinds || (filled.len() >= 5 && sentences * 10 >= filled.len() * 7))
}

pub(crate) fn unique(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut headers: Vec<String> = Vec::new();
    // How often a name was used: a file may have thousands of columns of one name.
    let mut used: BTreeMap<String, usize> = BTreeMap::new();
    for (i, name) in names.enumerate() {
        let name = if name.is_empty() { format!("Column {}", i + 1) } else { name };
        let mut header = name.clone();
        let mut copies = used.get(&name).copied().unwrap_or(0);
        while used.contains_key(&header) {
            copies += 1;
            header = format!("{name} ({copies})");
        }
        used.insert(name, copies.max(1));
        used.entry(header.clone()).or_insert(1);
        headers.push(header);
    }
    headers
}

#[cfg(test)]
mod tests {
    use super::{Header, Line, find, names};
    use crate::layout::Row;

    fn rows(lines: &[&str]) -> Vec<Line> {
        let row = |line: &&str| {
            let mut row = Row::default();
            line.split('|').for_each(|cell| row.push(cell.trim()));
            row
        };
        lines.iter().enumerate().map(|(i, line)| Line { line: i as u32 + 1, row: row(line), is_after_blank: false }).collect()
    }

    fn found(lines: &[&str]) -> (usize, usize) {
        let Header { first, count, .. } = find(&rows(lines));
        (first, count)
    }

    #[test]
    fn the_row_that_names_the_columns() {
        assert_eq!(found(&["id|stage|amount", "1|Won|10"]), (0, 1));
        assert_eq!(found(&["Pipeline report", "as of|2025-01-01", "id|stage|amount", "1|Won|10", "2|Lost|3"]), (2, 1));
        assert_eq!(found(&["1|Won|10", "2|Lost|3"]), (0, 0));
        assert_eq!(found(&["name|team", "Ann|East", "Bob|West"]), (0, 1));
        assert_eq!(found(&["name|2025-01|2025-02|2025-03", "Ann|1|2|3"]), (0, 1));
        assert_eq!(found(&["id||amount|note", "1|a|10|x", "2|b|11|y"]), (0, 1));
    }

    #[test]
    fn two_rows_become_one() {
        let lines = rows(&["Name|Q1||Q2|", "|Plan|Actual|Plan|Actual", "Ann|1|2|3|4", "Bob|1|2|3|4"]);
        let header = find(&lines);
        assert_eq!((header.first, header.count), (0, 2));
        assert_eq!(names(&lines, header), ["Name", "Q1 Plan", "Q1 Actual", "Q2 Plan", "Q2 Actual"]);
    }
}
