//! ODS (OpenDocument 1.3 part 3, 9.1): tables as they stream out of `content.xml`, by their stored values.

use std::collections::BTreeSet;

use super::ReadError;
use super::number_format::{self, Shown};
use super::parts::Parts;
use super::sheet::{MOST_COLUMNS, MOST_ROWS, Sheet};
use super::workbook::{Book, MOST_SHEETS};
use super::xml::{Element, Node, Xml};

/// A filled row that is said to come more often is no data.
const MOST_REPEATS: u64 = 10_000;
/// Spaces that one tag may stand for.
const MOST_SPACES: u64 = 1_000;

/// A cell while it is read.
#[derive(Default)]
struct Cell {
    value: Option<String>,
    paragraphs: String,
    repeats: u64,
    rows: u64,
}

impl Cell {
    fn new(element: &Element<'_>) -> Self {
        let value = match element.get("value-type").as_deref() {
            Some("float" | "percentage" | "currency") => {
                let number = element.get("value").and_then(|value| value.trim().parse().ok());
                number.map(|number: f64| number_format::text(number, Shown::Number, false))
            }
            Some("date") => element.get("date-value"),
            Some("time") => element.get("time-value"),
            Some("boolean") => element.get("boolean-value").map(|value| value.to_uppercase()),
            _ => element.get("string-value"),
        };
        let repeats = element.number("number-columns-repeated").unwrap_or(1).max(1);
        Self { value, paragraphs: String::new(), repeats, rows: element.number("number-rows-spanned").unwrap_or(1) }
    }
}

/// Reads the visible tables.
pub(super) fn read(bytes: &[u8], book: &mut Book<'_>) -> Result<(), ReadError> {
    let mut parts = Parts::new(bytes)?;
    if let Some(mut xml) = parts.xml("META-INF/manifest.xml")? {
        loop {
            match xml.next()? {
                Node::Open(element) if element.name() == "encryption-data" => return Err(ReadError::Locked),
                Node::End => break,
                _ => {}
            }
        }
    }
    let Some(mut xml) = parts.xml("content.xml")? else { return Err(ReadError::Broken("no content".to_owned())) };
    let (mut hidden_styles, mut style, mut sheets) = (BTreeSet::new(), String::new(), 0);
    loop {
        let (name, is_hidden) = match xml.next()? {
            Node::Open(element) => match element.name() {
                "style" => {
                    style = element.get("name").unwrap_or_default();
                    continue;
                }
                "table-properties" => {
                    if element.get("display").as_deref() == Some("false") {
                        hidden_styles.insert(style.clone());
                    }
                    continue;
                }
                "table" => {
                    let is_hidden = element.get("style-name").is_some_and(|style| hidden_styles.contains(&style));
                    (element.get("name").unwrap_or_default(), is_hidden)
                }
                _ => continue,
            },
            Node::End => return Ok(()),
            _ => continue,
        };
        sheets += 1;
        if sheets > MOST_SHEETS {
            return Err(ReadError::TooLarge);
        }
        if is_hidden {
            book.hidden.push(name.clone());
        }
        let mut sheet = Sheet::new(book.template, &name, &mut book.budget);
        table(&mut xml, &mut sheet)?;
        let tables = sheet.finish()?;
        if !is_hidden {
            book.add(&name, tables);
        }
    }
}

/// The rows of one table, up to its end.
fn table<R: std::io::BufRead>(xml: &mut Xml<R>, sheet: &mut Sheet<'_>) -> Result<(), ReadError> {
    let (mut row, mut column, mut repeats) = (0_u64, 0_u64, 1_u64);
    let (mut cell, mut cells): (Option<Cell>, Vec<(u64, Cell)>) = (None, Vec::new());
    // A table inside a cell, and notes on a cell, are no cells of this one.
    let (mut inner, mut is_note) = (0_u32, false);
    loop {
        match xml.next()? {
            Node::Open(element) => match element.name() {
                "table" => inner += 1,
                "annotation" => is_note = true,
                _ if inner > 0 || is_note => {}
                "table-row" => {
                    repeats = element.number("number-rows-repeated").unwrap_or(1).max(1);
                    column = 0;
                }
                "table-cell" | "covered-table-cell" => cell = Some(Cell::new(&element)),
                name => {
                    if let Some(cell) = &mut cell {
                        match name {
                            "p" if !cell.paragraphs.is_empty() => cell.paragraphs.push('\n'),
                            "s" => (0..element.number("c").unwrap_or(1).min(MOST_SPACES)).for_each(|_| cell.paragraphs.push(' ')),
                            "tab" => cell.paragraphs.push('\t'),
                            "line-break" => cell.paragraphs.push('\n'),
                            _ => {}
                        }
                    }
                }
            },
            Node::Text(piece) if inner == 0 && !is_note => {
                if let Some(cell) = &mut cell {
                    cell.paragraphs.push_str(&piece);
                }
            }
            Node::Close(ending) => match ending.name() {
                "table" if inner == 0 => return Ok(()),
                "table" => inner -= 1,
                "annotation" => is_note = false,
                _ if inner > 0 => {}
                "table-cell" | "covered-table-cell" => {
                    if let Some(mut done) = cell.take() {
                        let at = column;
                        column = column.saturating_add(done.repeats);
                        done.value = Some(done.value.unwrap_or_else(|| done.paragraphs.trim_end().to_owned()));
                        if done.value.as_ref().is_some_and(|text| !text.is_empty()) {
                            if column > u64::from(MOST_COLUMNS) {
                                return Err(ReadError::TooManyColumns);
                            }
                            cells.push((at, done));
                        }
                    }
                }
                "table-row" => {
                    if !cells.is_empty() {
                        if repeats > MOST_REPEATS {
                            return Err(ReadError::Bomb);
                        }
                        (row..row.saturating_add(repeats)).try_for_each(|row| put(sheet, row, &cells))?;
                        cells.clear();
                    }
                    row = row.saturating_add(repeats);
                }
                _ => {}
            },
            Node::End => return Ok(()),
            Node::Text(_) => {}
        }
    }
}

fn put(sheet: &mut Sheet<'_>, row: u64, cells: &[(u64, Cell)]) -> Result<(), ReadError> {
    let Some(row) = u32::try_from(row).ok().filter(|row| *row < MOST_ROWS) else { return Err(ReadError::TooLarge) };
    for (first, cell) in cells {
        for column in *first..first.saturating_add(cell.repeats) {
            let place = (row, u32::try_from(column).unwrap_or(u32::MAX));
            let last = u64::from(row).saturating_add(cell.rows).saturating_sub(1);
            sheet.merge(place, u32::try_from(last).unwrap_or(0));
            sheet.cell(place, cell.value.as_deref().unwrap_or(""))?;
        }
    }
    Ok(())
}
