//! Workbooks: XLSX, XLSM, XLSB, XLS and ODS, sheet by sheet, by their stored values.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use calamine::{Data, DataRef, Dimensions, ExcelDateTime, Ods, Reader as _, SheetType, SheetVisible, Xls, Xlsb, Xlsx};

use super::{ReadError, archive};
use crate::layout::{Grid, Row};
use crate::raw::{Note, RawTable};

const MOST_SHEETS: usize = 1_000;
const MOST_CELLS: usize = 20_000_000;
const MOST_MERGED: usize = 100_000;
const MOST_COLUMNS: u32 = 16_384;
/// The rows a spreadsheet can have.
const MOST_ROWS: u32 = 1_048_576;

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

/// Reads the visible sheets of a workbook.
pub(super) fn read(kind: Kind, template: &RawTable, bytes: &[u8]) -> Result<Vec<RawTable>, ReadError> {
    if kind != Kind::Xls {
        archive::check(bytes)?;
        check_counts(bytes)?;
    }
    let broken = |error: &dyn std::fmt::Display| {
        let text = error.to_string();
        if text.to_lowercase().contains("password") { ReadError::Locked } else { ReadError::Broken(text) }
    };
    let format = match kind {
        Kind::Xlsx => "XLSX",
        Kind::Xlsb => "XLSB",
        Kind::Xls => "XLS",
        Kind::Ods => "ODS",
    };
    let template = RawTable { format: format.to_owned(), ..template.clone() };
    let source = Cursor::new(bytes);
    let mut tables = Vec::new();
    let mut hidden = Vec::new();
    let mut budget = MOST_CELLS;
    match kind {
        Kind::Xlsx => {
            let mut book: Xlsx<_> = Xlsx::new(source).map_err(|error| broken(&error))?;
            for name in visible(book.sheets_metadata(), &mut hidden)? {
                let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
                let mut sheet = Sheet::new(&template, &name, merged);
                let Ok(mut cells) = book.worksheet_cells_reader(&name) else { continue };
                while let Some(cell) = cells.next_cell().map_err(|error| broken(&error))? {
                    sheet.cell(cell.get_position(), &text_of_ref(cell.get_value()), &mut budget)?;
                }
                tables.extend(sheet.finish()?);
            }
        }
        Kind::Xlsb => {
            let mut book: Xlsb<_> = Xlsb::new(source).map_err(|error| broken(&error))?;
            for name in visible(book.sheets_metadata(), &mut hidden)? {
                let mut sheet = Sheet::new(&template, &name, Vec::new());
                let Ok(mut cells) = book.worksheet_cells_reader(&name) else { continue };
                while let Some(cell) = cells.next_cell().map_err(|error| broken(&error))? {
                    sheet.cell(cell.get_position(), &text_of_ref(cell.get_value()), &mut budget)?;
                }
                tables.extend(sheet.finish()?);
            }
        }
        Kind::Xls => {
            let mut book: Xls<_> = Xls::new(source).map_err(|error| broken(&error))?;
            for name in visible(book.sheets_metadata(), &mut hidden)? {
                let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
                let range = book.worksheet_range(&name).map_err(|error| broken(&error))?;
                tables.extend(range_tables(Sheet::new(&template, &name, merged), &range, &mut budget)?);
            }
        }
        Kind::Ods => {
            let mut book: Ods<_> = Ods::new(source).map_err(|error| broken(&error))?;
            for name in visible(book.sheets_metadata(), &mut hidden)? {
                let range = book.worksheet_range(&name).map_err(|error| broken(&error))?;
                tables.extend(range_tables(Sheet::new(&template, &name, Vec::new()), &range, &mut budget)?);
            }
        }
    }
    if let Some(first) = tables.first_mut().filter(|_| !hidden.is_empty()) {
        first.notes.push(Note { code: "N-SHEET-HIDDEN", lines: Vec::new(), detail: hidden.join(", ") });
    }
    if tables.is_empty() { Err(ReadError::Empty) } else { Ok(tables) }
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

fn range_tables(mut sheet: Sheet, range: &calamine::Range<Data>, budget: &mut usize) -> Result<Vec<RawTable>, ReadError> {
    let (top, left) = range.start().unwrap_or((0, 0));
    for (row, column, value) in range.used_cells() {
        let place = u32::try_from(row)
            .ok()
            .and_then(|row| row.checked_add(top))
            .zip(u32::try_from(column).ok().and_then(|column| column.checked_add(left)));
        sheet.cell(place.ok_or(ReadError::TooLarge)?, &text_of(value), budget)?;
    }
    sheet.finish()
}

/// One sheet on its way into tables, cell by cell in reading order.
struct Sheet {
    grid: Grid,
    row: Row,
    at: u32,
    last_row: Option<u32>,
    /// Cells merged downwards, by their first: the last row they reach.
    merged: BTreeMap<(u32, u32), u32>,
    /// Values that hold further down: column to the last row and the text.
    held: BTreeMap<u32, (u32, String)>,
}

impl Sheet {
    fn new(template: &RawTable, name: &str, merged: Vec<Dimensions>) -> Self {
        let template = RawTable { part: name.to_owned(), ..template.clone() };
        let merged = merged.into_iter().take(MOST_MERGED).filter(|area| area.end.0 > area.start.0 && area.end.0 < MOST_ROWS);
        Self {
            grid: Grid::new(template),
            row: Row::default(),
            at: 0,
            last_row: None,
            merged: merged.map(|area| (area.start, area.end.0)).collect(),
            held: BTreeMap::new(),
        }
    }

    fn cell(&mut self, (row, column): (u32, u32), text: &str, budget: &mut usize) -> Result<(), ReadError> {
        if text.is_empty() {
            return Ok(());
        }
        *budget = budget.checked_sub(1).ok_or(ReadError::TooLarge)?;
        if column >= MOST_COLUMNS || row >= MOST_ROWS {
            return Err(ReadError::Broken(format!("a cell at row {}, column {}", u64::from(row) + 1, u64::from(column) + 1)));
        }
        if row != self.at {
            self.end_row()?;
            self.at = row;
        }
        if let Some(last) = self.merged.get(&(row, column)) {
            self.held.insert(column, (*last, text.to_owned()));
        }
        let at = column as usize;
        self.hold_until(at);
        if self.row.len() <= at {
            self.row.put(at, text);
        }
        Ok(())
    }

    /// Puts down the merged values that come before a column.
    fn hold_until(&mut self, column: usize) {
        let row = self.at;
        for (held, (last, text)) in &self.held {
            let position = *held as usize;
            if position < column && *last >= row && self.row.len() <= position {
                self.row.put(position, text);
            }
        }
    }

    fn end_row(&mut self) -> Result<(), ReadError> {
        if self.row.len() == 0 {
            return Ok(());
        }
        self.hold_until(MOST_COLUMNS as usize);
        if self.last_row.is_some_and(|last| self.at > last + 1) {
            self.grid.blank();
        }
        self.grid.row(self.at + 1, self.row.cells())?;
        self.last_row = Some(self.at);
        self.row.clear();
        let at = self.at;
        self.held.retain(|_, (last, _)| *last > at);
        Ok(())
    }

    fn finish(mut self) -> Result<Vec<RawTable>, ReadError> {
        self.end_row()?;
        let tables = self.grid.finish()?;
        // A title alone, or one column of notes, is no table.
        Ok(tables.into_iter().filter(|table| table.headers.len() > 1 && !table.is_empty()).collect())
    }
}

fn text_of_ref(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number_text(*number),
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
        Data::Float(number) => number_text(*number),
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

/// The 15 digits that a spreadsheet shows: what lies behind them is noise of binary fractions.
fn number_text(number: f64) -> String {
    if !number.is_finite() {
        return String::new();
    }
    let shown: f64 = format!("{number:.14e}").parse().unwrap_or(number);
    shown.to_string()
}

fn moment_text(moment: &ExcelDateTime) -> String {
    if !moment.as_f64().is_finite() {
        return String::new();
    }
    if moment.is_duration() || moment.as_f64() < 1.0 {
        let seconds = (moment.as_f64() * 86_400.0).round();
        let (hours, rest) = ((seconds / 3600.0).trunc(), seconds % 3600.0);
        return format!("{hours}:{:02}:{:02}", (rest / 60.0).trunc(), rest % 60.0);
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    if (hour, minute, second) == (0, 0, 0) {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
    }
}

/// Refuses what declares more than it holds: the reader reserves memory by these numbers.
fn check_counts(bytes: &[u8]) -> Result<(), ReadError> {
    let Ok(mut zip) = zip::ZipArchive::new(Cursor::new(bytes)) else { return Ok(()) };
    let names = archive::entry_names(&zip);
    for name in names.iter().filter(|name| name.to_ascii_lowercase().ends_with("sharedstrings.xml")) {
        let Ok(part) = zip.by_name(name) else { continue };
        let size = part.size();
        let mut head = Vec::new();
        part.take(4096).read_to_end(&mut head).map_err(|error| ReadError::Broken(error.to_string()))?;
        let text = String::from_utf8_lossy(&head).into_owned();
        let declared =
            text.split("uniqueCount=\"").nth(1).and_then(|rest| rest.split('"').next()).and_then(|number| number.parse::<u64>().ok());
        // A shared string takes at least `<si><t/></si>`.
        if declared.is_some_and(|declared| declared > size / 9 + 16) {
            return Err(ReadError::Bomb);
        }
    }
    Ok(())
}
