//! HTML tables: what many systems write and call a workbook.

use super::ReadError;
use crate::layout::{Grid, Row};
use crate::raw::RawTable;

/// Does a text begin like a page with a table?
pub(super) fn looks_like(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head.get(..head.len().min(8192)).unwrap_or(head)).to_lowercase();
    let start = text.trim_start();
    (start.starts_with("<html")
        || start.starts_with("<!doctype html")
        || start.starts_with("<table")
        || start.starts_with("<meta")
        || start.starts_with("<?xml"))
        && text.contains("<table")
}

/// Reads the rows of all tables of a page. Nothing of it is run or shown: only text between tags is taken.
pub(super) fn read(template: &RawTable, text: &str) -> Result<Vec<RawTable>, ReadError> {
    let mut tables = Vec::new();
    let mut grid: Option<Grid> = None;
    let (mut row, mut cell, mut span, mut line, mut row_line) = (Row::default(), None::<String>, 1usize, 1u32, 1u32);
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        let (before, tag) = rest.split_at_checked(open).unwrap_or((rest, ""));
        if let Some(cell) = &mut cell {
            cell.push_str(before);
        }
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        let (tag, after) = tag.split_at_checked(end).unwrap_or((tag, ""));
        let passed = before.matches('\n').count() + tag.matches('\n').count();
        line = line.saturating_add(u32::try_from(passed).unwrap_or(u32::MAX));
        rest = after;
        match name(tag).as_str() {
            "table" => grid = Some(Grid::new(RawTable { format: "HTML".to_owned(), ..template.clone() })),
            "/table" => tables.extend(grid.take().map(Grid::finish).transpose()?.into_iter().flatten()),
            "tr" => {
                row.clear();
                row_line = line;
            }
            "td" | "th" => {
                cell = Some(String::new());
                span = attribute(tag, "colspan").and_then(|n| n.parse().ok()).unwrap_or(1usize).clamp(1, 1_000);
            }
            "/td" | "/th" => {
                if let Some(text) = cell.take() {
                    row.push(&plain(&text));
                    (1..span).for_each(|_| row.push(""));
                }
                if row.len() > super::csv::MOST_COLUMNS {
                    return Err(ReadError::TooManyColumns);
                }
            }
            "/tr" => {
                if let Some(grid) = &mut grid {
                    grid.row(row_line, row.cells())?;
                }
            }
            "br" | "br/" => {
                if let Some(cell) = &mut cell {
                    cell.push(' ');
                }
            }
            _ => {}
        }
    }
    if let Some(grid) = grid {
        tables.extend(grid.finish()?);
    }
    let tables: Vec<RawTable> = tables.into_iter().filter(|table| table.headers.len() > 1).collect();
    if tables.is_empty() { Err(ReadError::NotATable) } else { Ok(tables) }
}

/// The name of a tag in lower case, with the slash of a closing one.
fn name(tag: &str) -> String {
    tag.trim_start_matches('<').split(|c: char| c.is_whitespace() || c == '>').next().unwrap_or("").to_lowercase()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let at = tag.to_lowercase().find(name)? + name.len();
    let value = tag.get(at..)?.trim_start().strip_prefix('=')?.trim_start();
    Some(value.trim_start_matches(['"', '\'']).split(['"', '\'', ' ', '>']).next().unwrap_or(""))
}

/// Text with its entities written out and its white space as one blank.
fn plain(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::new();
    let mut rest = words.as_str();
    while let Some(at) = rest.find('&') {
        let (before, entity) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let end = entity.find(';').filter(|end| *end < 12);
        let code = end.and_then(|end| entity.get(1..end)).unwrap_or("");
        let number = code
            .strip_prefix('#')
            .and_then(|n| n.strip_prefix(['x', 'X']).map_or_else(|| n.parse().ok(), |hex| u32::from_str_radix(hex, 16).ok()));
        let letter = match code {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            "nbsp" => Some(' '),
            "yen" => Some('¥'),
            "euro" => Some('€'),
            "pound" => Some('£'),
            _ => number.and_then(char::from_u32),
        };
        out.extend(Some(letter.unwrap_or('&')));
        rest = if letter.is_some() { end.and_then(|end| entity.get(end + 1..)).unwrap_or("") } else { entity.get(1..).unwrap_or("") };
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::{RawTable, read};

    #[test]
    fn a_table_of_a_page() {
        let text = "<html><body><p>Report</p>\n<table><tr><th>id<th>ignored</th></tr>\n<tr><td>1</td><td>A &amp; B<br>C</td></tr>\n<tr><td>2<td>x</td></tr></table>";
        let tables = read(&RawTable::default(), text).unwrap();
        assert_eq!(tables.len(), 1);
        assert_eq!(tables[0].columns.last().unwrap().get(0), "A & B C");
    }
}
