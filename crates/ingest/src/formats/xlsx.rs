//! XLSX and XLSM (ECMA-376 part 1, SpreadsheetML): sheets as they stream out of the archive, by their stored values.

use std::collections::BTreeMap;

use kpi_data::Texts;

use super::ReadError;
use super::number_format::{self, Shown};
use super::parts::Parts;
use super::sheet::{MOST_COLUMNS, MOST_ROWS, Place, Sheet};
use super::workbook::{Book, MOST_SHEETS};
use super::xml::{Node, Xml};

/// Shared texts of a workbook.
pub(super) const MOST_SHARED: usize = 5_000_000;

/// A sheet as the workbook lists it.
struct Listed {
    name: String,
    id: String,
    is_hidden: bool,
}

/// What the cells of all sheets refer to.
#[derive(Default)]
struct Context {
    shared: Texts,
    formats: Vec<Shown>,
    is_1904: bool,
}

/// Reads the visible sheets.
pub(super) fn read(bytes: &[u8], book: &mut Book<'_>) -> Result<(), ReadError> {
    let mut parts = Parts::new(bytes)?;
    let workbook = parts.relations("")?.part("officeDocument", "xl/workbook.xml");
    let related = parts.relations(&workbook)?;
    let (sheets, is_1904) = listed(&mut parts, &workbook)?;
    let formats = formats(&mut parts, &related.part("styles", "xl/styles.xml"))?;
    let shared = shared(&mut parts, &related.part("sharedStrings", "xl/sharedStrings.xml"))?;
    let context = Context { shared, formats, is_1904 };
    for (i, sheet) in sheets.iter().enumerate() {
        let relation = related.get(&sheet.id);
        if relation.is_some_and(|relation| !relation.is("worksheet")) {
            continue; // a chart
        }
        if sheet.is_hidden {
            book.hidden.push(sheet.name.clone());
            continue;
        }
        let target = relation.map_or_else(|| format!("xl/worksheets/sheet{}.xml", i + 1), |relation| relation.target.clone());
        let merged = merged(&mut parts, &target)?;
        let Some(xml) = parts.xml(&target)? else { continue };
        let mut into = Sheet::new(book.template, &sheet.name, &mut book.budget);
        merged.into_iter().for_each(|(first, last)| into.merge(first, last));
        cells(xml, &context, &mut into)?;
        let tables = into.finish()?;
        book.add(&sheet.name, tables);
    }
    Ok(())
}

/// The sheets of the workbook, and whether its days count from 1904.
fn listed(parts: &mut Parts<'_>, path: &str) -> Result<(Vec<Listed>, bool), ReadError> {
    let (mut sheets, mut is_1904) = (Vec::new(), false);
    let Some(mut xml) = parts.xml(path)? else { return Err(ReadError::Broken("no workbook".to_owned())) };
    loop {
        match xml.next()? {
            Node::Open(element) if element.name() == "sheet" => {
                let is_hidden = element.get("state").is_some_and(|state| state != "visible");
                sheets.push(Listed { name: element.get("name").unwrap_or_default(), id: element.get("id").unwrap_or_default(), is_hidden });
                if sheets.len() > MOST_SHEETS {
                    return Err(ReadError::TooLarge);
                }
            }
            Node::Open(element) if element.name() == "workbookPr" => is_1904 = element.is_true("date1904"),
            Node::End => return Ok((sheets, is_1904)),
            _ => {}
        }
    }
}

/// What each cell style shows its number as.
fn formats(parts: &mut Parts<'_>, path: &str) -> Result<Vec<Shown>, ReadError> {
    let (mut custom, mut formats, mut is_inside) = (BTreeMap::new(), Vec::new(), false);
    let Some(mut xml) = parts.xml(path)? else { return Ok(formats) };
    loop {
        match xml.next()? {
            Node::Open(element) => match element.name() {
                "numFmt" => {
                    if let (Some(id), Some(code)) = (element.number("numFmtId"), element.get("formatCode")) {
                        custom.insert(id, number_format::custom(&code));
                    }
                }
                "cellXfs" => is_inside = true,
                "xf" if is_inside => {
                    let id = element.number("numFmtId").unwrap_or(0);
                    formats.push(custom.get(&id).copied().unwrap_or_else(|| number_format::builtin(id)));
                }
                _ => {}
            },
            Node::Close(ending) if ending.name() == "cellXfs" => is_inside = false,
            Node::End => return Ok(formats),
            Node::Close(_) | Node::Text(_) => {}
        }
    }
}

/// The texts that cells refer to by number: runs joined, readings (`rPh`) left out.
fn shared(parts: &mut Parts<'_>, path: &str) -> Result<Texts, ReadError> {
    let (mut texts, mut text, mut is_text, mut is_reading) = (Texts::default(), String::new(), false, false);
    let Some(mut xml) = parts.xml(path)? else { return Ok(texts) };
    loop {
        match xml.next()? {
            Node::Open(element) => match element.name() {
                "si" => text.clear(),
                "rPh" => is_reading = true,
                "t" => is_text = !is_reading,
                _ => {}
            },
            Node::Text(piece) if is_text => text.push_str(&piece),
            Node::Close(ending) => match ending.name() {
                "t" => is_text = false,
                "rPh" => is_reading = false,
                "si" if texts.len() >= MOST_SHARED => return Err(ReadError::TooLarge),
                "si" => texts.push(&unescaped(&text)).ok_or(ReadError::TooLarge)?,
                _ => {}
            },
            Node::End => return Ok(texts),
            Node::Text(_) => {}
        }
    }
}

/// `_x000D_` stands for a character that XML cannot hold (ECMA-376 22.9.2.19).
fn unescaped(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.contains("_x") {
        return text.into();
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("_x") {
        out.push_str(before);
        let code = after.get(..5).filter(|code| code.ends_with('_')).and_then(|code| u32::from_str_radix(code.get(..4)?, 16).ok());
        match code.and_then(char::from_u32) {
            Some(letter) => {
                out.push(letter);
                rest = after.get(5..).unwrap_or("");
            }
            None => {
                out.push_str("_x");
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out.into()
}

/// Areas of merged cells that reach over several rows: their first cell and last row. They stand behind the cells, so a
/// sheet that has some is inflated twice.
fn merged(parts: &mut Parts<'_>, path: &str) -> Result<Vec<(Place, u32)>, ReadError> {
    use std::io::Read;
    let meter = parts.meter.clone();
    let Some(mut part) = parts.open(path)? else { return Ok(Vec::new()) };
    let (mut found, mut is_inside) = (Vec::new(), false);
    let (mut chunk, mut text) = (vec![0; 64 * 1024], Vec::new());
    loop {
        let read = part.read(&mut chunk).map_err(|error| meter.refusal().unwrap_or_else(|| ReadError::Broken(error.to_string())))?;
        if read == 0 {
            break;
        }
        text.extend_from_slice(chunk.get(..read).unwrap_or(&[]));
        while let Some(at) = memchr::memmem::find(&text, b"mergeCell ") {
            let Some(end) = memchr::memchr(b'>', text.get(at..).unwrap_or(&[])) else { break };
            let tag = String::from_utf8_lossy(text.get(at..at + end).unwrap_or(&[])).into_owned();
            let area =
                tag.split("ref=").nth(1).and_then(|rest| rest.get(1..)?.split(['"', '\'']).next()).and_then(|area| area.split_once(':'));
            if let Some((first, last)) = area.and_then(|(first, last)| Some((place(first)?, place(last)?))) {
                found.push((first, last.0));
            }
            text.drain(..at + end);
            is_inside = true;
            if found.len() > 100_000 {
                return Ok(found);
            }
        }
        // A tag may be cut by the end of the chunk.
        let keep = if is_inside { 4096 } else { 64 };
        let cut = text.len().saturating_sub(keep);
        text.drain(..cut);
    }
    Ok(found)
}

/// A reference such as `AB12`: row and column from 0. Nothing beyond the largest sheet.
fn place(reference: &str) -> Option<Place> {
    let (mut row, mut column) = (0_u32, 0_u32);
    for letter in reference.bytes().filter(|byte| *byte != b'$') {
        match letter {
            b'A'..=b'Z' | b'a'..=b'z' if row == 0 => column = column * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1,
            b'0'..=b'9' => row = row * 10 + u32::from(letter - b'0'),
            _ => return None,
        }
        if column > MOST_COLUMNS || row > MOST_ROWS {
            return None;
        }
    }
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

/// A cell while it is read.
#[derive(Default)]
struct Cell {
    at: Place,
    kind: String,
    style: usize,
    value: String,
}

impl Cell {
    fn text(&self, context: &Context) -> String {
        let value = self.value.trim();
        match self.kind.as_str() {
            "s" => value.parse().ok().and_then(|number| context.shared.get(number)).unwrap_or("").to_owned(),
            "str" | "inlineStr" => unescaped(&self.value).into_owned(),
            "b" if !value.is_empty() => if value == "0" || value == "false" { "FALSE" } else { "TRUE" }.to_owned(),
            "e" | "d" | "b" => value.to_owned(),
            _ => value.parse().map_or_else(
                |_| value.to_owned(),
                |number: f64| number_format::text(number, context.formats.get(self.style).copied().unwrap_or_default(), context.is_1904),
            ),
        }
    }
}

fn cells<R: std::io::BufRead>(mut xml: Xml<R>, context: &Context, sheet: &mut Sheet<'_>) -> Result<(), ReadError> {
    let (mut row, mut column) = (0, 0);
    let (mut cell, mut is_value, mut is_reading) = (Cell::default(), false, false);
    let outside = |reference: &str| ReadError::Broken(format!("a cell at {reference}"));
    loop {
        match xml.next()? {
            Node::Open(element) => match element.name() {
                "row" => {
                    (row, column) = match element.number("r") {
                        Some(line) => (
                            u32::try_from(line)
                                .ok()
                                .filter(|line| (1..=MOST_ROWS).contains(line))
                                .ok_or_else(|| outside(&format!("row {line}")))?
                                - 1,
                            0,
                        ),
                        None => (row, 0),
                    };
                }
                "c" => {
                    let at = match element.get("r") {
                        Some(reference) => place(&reference).ok_or_else(|| outside(&reference))?,
                        None => (row, column),
                    };
                    (row, column) = at;
                    let style = element.number("s").and_then(|style| usize::try_from(style).ok()).unwrap_or(0);
                    cell.value.clear();
                    cell = Cell { at, kind: element.get("t").unwrap_or_default(), style, value: std::mem::take(&mut cell.value) };
                }
                "v" | "t" => is_value = !is_reading,
                "rPh" => is_reading = true,
                _ => {}
            },
            Node::Text(piece) if is_value => cell.value.push_str(&piece),
            Node::Close(ending) => match ending.name() {
                "v" | "t" => is_value = false,
                "rPh" => is_reading = false,
                "c" => {
                    sheet.cell(cell.at, &cell.text(context))?;
                    column += 1;
                }
                "row" => row += 1,
                "sheetData" => return Ok(()),
                _ => {}
            },
            Node::End => return Ok(()),
            Node::Text(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{place, unescaped};

    #[test]
    fn references() {
        assert_eq!([place("A1"), place("$AB$12"), place("XFD1048576")], [Some((0, 0)), Some((11, 27)), Some((1_048_575, 16_383))]);
        for wrong in ["", "A", "1", "A0", "1A", "XFE1", "A1048577", "A99999999999", "ZZZZZZZZZZZZZ1", "A-1", "A1B"] {
            assert_eq!(place(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn escapes() {
        assert_eq!(unescaped("a_x000D_b_x_x00_x0041_"), "a\rb_x_x00A");
        assert_eq!(unescaped("_x客户_"), "_x客户_");
    }
}
