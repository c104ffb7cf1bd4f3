//! Workbooks: XLSX, XLSM, XLSB, XLS and ODS, sheet by sheet, by their stored values.

use std::io::Cursor;

use calamine::{Data, DataRef, Dimensions, ExcelDateTime, Reader as _, SheetType, SheetVisible, Xls, Xlsb};

use super::number_format::{self, Shown};
use super::sheet::{MOST_CELLS, Sheet};
use super::{ReadError, archive, ods, xlsx};
use crate::raw::{Note, RawTable};

pub(super) const MOST_SHEETS: usize = 1_000;

/// A workbook format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Xlsx,
    Xlsb,
    Xls,
    Ods,
}

/// The workbook format of a ZIP file, by the parts it holds.
pub(super) fn kind_of_zip(names: &[String]) -> Option<Kind> {
    let has = |name: &str| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    if has("xl/workbook.bin") {
        Some(Kind::Xlsb)
    } else if has("xl/workbook.xml") || (has("[Content_Types].xml") && names.iter().any(|name| name.starts_with("xl/"))) {
        Some(Kind::Xlsx)
    } else if has("content.xml") && has("META-INF/manifest.xml") {
        Some(Kind::Ods)
    } else {
        None
    }
}

/// A workbook on its way into tables.
pub(super) struct Book<'t> {
    pub(super) template: &'t RawTable,
    pub(super) tables: Vec<RawTable>,
    /// Names of sheets that are hidden and not read.
    pub(super) hidden: Vec<String>,
    /// Cells that may still come.
    pub(super) budget: usize,
}

/// Reads the visible sheets of a workbook.
pub(super) fn read(kind: Kind, template: &RawTable, bytes: &[u8]) -> Result<Vec<RawTable>, ReadError> {
    let format = match kind {
        Kind::Xlsx => "XLSX",
        Kind::Xlsb => "XLSB",
        Kind::Xls => "XLS",
        Kind::Ods => "ODS",
    };
    let template = RawTable { format: format.to_owned(), ..template.clone() };
    let mut book = Book { template: &template, tables: Vec::new(), hidden: Vec::new(), budget: MOST_CELLS };
    match kind {
        Kind::Xlsx => xlsx::read(bytes, &mut book)?,
        Kind::Ods => ods::read(bytes, &mut book)?,
        Kind::Xlsb => read_xlsb(bytes, &mut book)?,
        Kind::Xls => read_xls(bytes, &mut book)?,
    }
    let Book { mut tables, hidden, .. } = book;
    if let Some(first) = tables.first_mut().filter(|_| !hidden.is_empty()) {
        first.notes.push(Note { code: "N-SHEET-HIDDEN", lines: Vec::new(), detail: hidden.join(", ") });
    }
    if tables.is_empty() { Err(ReadError::Empty) } else { Ok(tables) }
}

fn broken(error: &dyn std::fmt::Display) -> ReadError {
    let text = error.to_string();
    if text.to_lowercase().contains("password") { ReadError::Locked } else { ReadError::Broken(text) }
}

fn read_xlsb(bytes: &[u8], book: &mut Book<'_>) -> Result<(), ReadError> {
    archive::check(bytes)?;
    let mut file: Xlsb<_> = Xlsb::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    for name in visible(file.sheets_metadata(), &mut book.hidden)? {
        let mut sheet = Sheet::new(book.template, &name, &mut book.budget);
        let Ok(mut cells) = file.worksheet_cells_reader(&name) else { continue };
        while let Some(cell) = cells.next_cell().map_err(|error| broken(&error))? {
            sheet.cell(cell.get_position(), &text_of_ref(cell.get_value()))?;
        }
        book.tables.extend(sheet.finish()?);
    }
    Ok(())
}

fn read_xls(bytes: &[u8], book: &mut Book<'_>) -> Result<(), ReadError> {
    let mut file: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    for name in visible(file.sheets_metadata(), &mut book.hidden)? {
        let merged: Vec<Dimensions> = file.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let range = file.worksheet_range(&name).map_err(|error| broken(&error))?;
        let mut sheet = Sheet::new(book.template, &name, &mut book.budget);
        merged.iter().for_each(|area| sheet.merge(area.start, area.end.0));
        let (top, left) = range.start().unwrap_or((0, 0));
        for (row, column, value) in range.used_cells() {
            let place = u32::try_from(row)
                .ok()
                .and_then(|row| row.checked_add(top))
                .zip(u32::try_from(column).ok().and_then(|column| column.checked_add(left)));
            sheet.cell(place.ok_or(ReadError::TooLarge)?, &text_of(value))?;
        }
        book.tables.extend(sheet.finish()?);
    }
    Ok(())
}

fn visible(sheets: &[calamine::Sheet], hidden: &mut Vec<String>) -> Result<Vec<String>, ReadError> {
    if sheets.len() > MOST_SHEETS {
        return Err(ReadError::TooLarge);
    }
    let data = sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let (shown, not_shown): (Vec<_>, Vec<_>) = data.partition(|sheet| sheet.visible == SheetVisible::Visible);
    hidden.extend(not_shown.iter().map(|sheet| sheet.name.clone()));
    Ok(shown.into_iter().map(|sheet| sheet.name.clone()).collect())
}

fn text_of_ref(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number_format::text(*number, Shown::Number, false),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(is) => truth(*is),
        DataRef::DateTime(moment) => moment_text(moment),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

fn text_of(value: &Data) -> String {
    match value {
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number_format::text(*number, Shown::Number, false),
        Data::String(text) => text.clone(),
        Data::Bool(is) => truth(*is),
        Data::DateTime(moment) => moment_text(moment),
        Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Error(error) => error.to_string(),
        _ => String::new(),
    }
}

fn truth(is: bool) -> String {
    if is { "TRUE" } else { "FALSE" }.to_owned()
}

fn moment_text(moment: &ExcelDateTime) -> String {
    if moment.is_duration() || !(1.0..2_958_466.0).contains(&moment.as_f64()) {
        let shown = if moment.is_duration() { Shown::Duration } else { Shown::Moment };
        return number_format::text(moment.as_f64(), shown, false);
    }
    // It alone knows from which year its days count.
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    if (hour, minute, second) == (0, 0, 0) {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
    }
}
