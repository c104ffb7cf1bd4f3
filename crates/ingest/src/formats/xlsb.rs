//! XLSB ([MS-XLSB]): the parts of XLSX as binary records.

use std::collections::BTreeMap;
use std::io::{BufRead, Read};

use kpi_data::Texts;

use super::ReadError;
use super::bytes::Bytes;
use super::number_format::{self, Shown};
use super::parts::Parts;
use super::sheet::{MOST_MERGED, Place, Sheet};
use super::workbook::{Book, MOST_SHEETS};
use super::xlsx::MOST_SHARED;

/// Bytes of one record; the longest text of a cell takes 64 KB.
const MOST_RECORD: u64 = 1 << 20;

/// The records in use ([MS-XLSB] 2.3.2).
mod id {
    pub(super) const ROW: u32 = 0;
    pub(super) const RK: u32 = 2;
    pub(super) const ERROR: u32 = 3;
    pub(super) const BOOL: u32 = 4;
    pub(super) const REAL: u32 = 5;
    pub(super) const TEXT: u32 = 6;
    pub(super) const SHARED: u32 = 7;
    pub(super) const FORMULA_TEXT: u32 = 8;
    pub(super) const FORMULA_NUMBER: u32 = 9;
    pub(super) const FORMULA_BOOL: u32 = 10;
    pub(super) const FORMULA_ERROR: u32 = 11;
    pub(super) const SHARED_ITEM: u32 = 19;
    pub(super) const FORMAT: u32 = 44;
    pub(super) const STYLE: u32 = 47;
    pub(super) const RICH_TEXT: u32 = 62;
    pub(super) const END_SHEET_DATA: u32 = 146;
    pub(super) const WORKBOOK: u32 = 153;
    pub(super) const MERGED: u32 = 176;
    pub(super) const BUNDLE_SHEET: u32 = 156;
    pub(super) const BEGIN_CELL_STYLES: u32 = 617;
    pub(super) const END_CELL_STYLES: u32 = 618;
}

/// The records of one part.
struct Records<R> {
    part: R,
    record: Vec<u8>,
}

impl<R: BufRead> Records<R> {
    fn new(part: R) -> Self {
        Self { part, record: Vec::new() }
    }

    /// A number of at most `most` bytes of seven bits each; nothing at the end of the part.
    fn number(&mut self, most: u32, is_id: bool) -> Result<Option<u32>, ReadError> {
        let mut number = 0_u32;
        for at in 0..most {
            let mut byte = [0];
            if self.part.read(&mut byte).map_err(|error| ReadError::Broken(error.to_string()))? == 0 {
                return Ok(None);
            }
            let [byte] = byte;
            // An id keeps its high bits as they are, a length does not.
            number |= if is_id { u32::from(byte) << (8 * at) } else { u32::from(byte & 0x7f) << (7 * at) };
            if byte & 0x80 == 0 {
                break;
            }
        }
        Ok(Some(number))
    }

    /// The next record: its id and content.
    fn next(&mut self) -> Result<Option<(u32, Bytes<'_>)>, ReadError> {
        let Some(raw) = self.number(2, true)? else { return Ok(None) };
        let id = if raw & 0x80 == 0 { raw } else { (raw & 0x7f) | (raw >> 8 & 0x7f) << 7 };
        let Some(len) = self.number(4, false)? else { return Ok(None) };
        if u64::from(len) > MOST_RECORD {
            return Err(ReadError::Broken("a record of over 1 MB".to_owned()));
        }
        self.record.clear();
        let read =
            (&mut self.part).take(u64::from(len)).read_to_end(&mut self.record).map_err(|error| ReadError::Broken(error.to_string()))?;
        Ok((read == len as usize).then_some((id, Bytes(&self.record))))
    }
}

/// A text with its length before it.
fn text(bytes: &mut Bytes<'_>) -> Option<String> {
    let units = bytes.u32()?;
    if units == u32::MAX { Some(String::new()) } else { bytes.utf16(units as usize) }
}

/// Reads the visible sheets.
pub(super) fn read(bytes: &[u8], book: &mut Book<'_>) -> Result<(), ReadError> {
    let mut parts = Parts::new(bytes)?;
    let meter = parts.meter.clone();
    read_parts(&mut parts, book).map_err(|error| meter.refusal().unwrap_or(error))
}

fn read_parts(parts: &mut Parts<'_>, book: &mut Book<'_>) -> Result<(), ReadError> {
    let workbook = parts.relations("")?.part("officeDocument", "xl/workbook.bin");
    let related = parts.relations(&workbook)?;
    let (mut sheets, mut is_1904) = (Vec::new(), false);
    let Some(part) = parts.open(&workbook)? else { return Err(ReadError::Broken("no workbook".to_owned())) };
    let mut records = Records::new(part);
    while let Some((id, mut record)) = records.next()? {
        match id {
            id::WORKBOOK => is_1904 = record.u32().is_some_and(|flags| flags & 1 == 1),
            id::BUNDLE_SHEET => {
                let state = record.u32().zip(record.u32()).map(|(state, _)| state);
                if let (Some(state), Some(id), Some(name)) = (state, text(&mut record), text(&mut record)) {
                    sheets.push((state != 0, id, name));
                }
                if sheets.len() > MOST_SHEETS {
                    return Err(ReadError::TooLarge);
                }
            }
            _ => {}
        }
    }
    drop(records);
    let formats = formats(parts, &related.part("styles", "xl/styles.bin"))?;
    let shared = shared(parts, &related.part("sharedStrings", "xl/sharedStrings.bin"))?;
    for (is_hidden, id, name) in sheets {
        let Some(relation) = related.get(&id).filter(|relation| relation.is("worksheet")) else { continue };
        if is_hidden {
            book.hidden.push(name);
            continue;
        }
        let merged = merged(parts, &relation.target)?;
        let Some(part) = parts.open(&relation.target)? else { continue };
        let mut sheet = Sheet::new(book.template, &name, &mut book.budget);
        merged.into_iter().for_each(|(first, last)| sheet.merge(first, last));
        cells(Records::new(part), &shared, &formats, is_1904, &mut sheet)?;
        let tables = sheet.finish()?;
        book.add(&name, tables);
    }
    Ok(())
}

/// Areas of merged cells: their first cell and last row. They stand behind the cells, so a sheet is gone through twice.
fn merged(parts: &mut Parts<'_>, path: &str) -> Result<Vec<(Place, u32)>, ReadError> {
    let mut areas = Vec::new();
    let Some(part) = parts.open(path)? else { return Ok(areas) };
    let mut records = Records::new(part);
    while let Some((id, mut area)) = records.next()? {
        if id == id::MERGED
            && let (Some(top), Some(bottom), Some(left)) = (area.u32(), area.u32(), area.u32())
            && areas.len() < MOST_MERGED
        {
            areas.push(((top, left), bottom));
        }
    }
    Ok(areas)
}

fn formats(parts: &mut Parts<'_>, path: &str) -> Result<Vec<Shown>, ReadError> {
    let (mut custom, mut formats, mut is_inside) = (BTreeMap::new(), Vec::new(), false);
    let Some(part) = parts.open(path)? else { return Ok(formats) };
    let mut records = Records::new(part);
    while let Some((id, mut record)) = records.next()? {
        match id {
            id::FORMAT => {
                if let (Some(number), Some(code)) = (record.u16(), text(&mut record)) {
                    custom.insert(number, number_format::custom(&code));
                }
            }
            id::BEGIN_CELL_STYLES => is_inside = true,
            id::END_CELL_STYLES => is_inside = false,
            id::STYLE if is_inside => {
                let number = record.u16().zip(record.u16()).map_or(0, |(_, format)| format);
                formats.push(custom.get(&number).copied().unwrap_or_else(|| number_format::builtin(u64::from(number))));
            }
            _ => {}
        }
    }
    Ok(formats)
}

fn shared(parts: &mut Parts<'_>, path: &str) -> Result<Texts, ReadError> {
    let mut texts = Texts::default();
    let Some(part) = parts.open(path)? else { return Ok(texts) };
    let mut records = Records::new(part);
    while let Some((id, mut record)) = records.next()? {
        if id == id::SHARED_ITEM {
            let item = record.u8().and_then(|_| text(&mut record)).unwrap_or_default();
            if texts.len() >= MOST_SHARED {
                return Err(ReadError::TooLarge);
            }
            texts.push(&item).ok_or(ReadError::TooLarge)?;
        }
    }
    Ok(texts)
}

fn cells<R: BufRead>(
    mut records: Records<R>,
    shared: &Texts,
    formats: &[Shown],
    is_1904: bool,
    sheet: &mut Sheet<'_>,
) -> Result<(), ReadError> {
    let mut row = 0;
    while let Some((id, mut record)) = records.next()? {
        match id {
            id::ROW => row = record.u32().unwrap_or(row),
            id::END_SHEET_DATA => return Ok(()),
            id::RK..=id::FORMULA_ERROR | id::RICH_TEXT => {
                let (Some(column), Some(style)) = (record.u32(), record.u32()) else { continue };
                let shown = formats.get((style & 0x00ff_ffff) as usize).copied().unwrap_or_default();
                let number = |number: f64| number_format::text(number, shown, is_1904);
                let value = match id {
                    id::RK => record.u32().map(|packed| number(number_format::rk(packed))),
                    id::REAL | id::FORMULA_NUMBER => record.f64().map(number),
                    id::BOOL | id::FORMULA_BOOL => record.u8().map(|is| number_format::truth(is != 0).to_owned()),
                    id::ERROR | id::FORMULA_ERROR => record.u8().map(|code| number_format::error(code).to_owned()),
                    id::SHARED => record.u32().and_then(|item| shared.get(item as usize)).map(str::to_owned),
                    id::TEXT | id::FORMULA_TEXT => text(&mut record),
                    _ => record.u8().and_then(|_| text(&mut record)),
                };
                sheet.cell((row, column), &value.unwrap_or_default())?;
            }
            _ => {}
        }
    }
    Ok(())
}
