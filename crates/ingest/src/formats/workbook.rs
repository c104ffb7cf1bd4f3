//! Workbooks: XLSX, XLSM, XLSB, XLS and ODS, sheet by sheet, by their stored values.

use super::compound::Compound;
use super::sheet::MOST_CELLS;
use super::{ReadError, ods, xls, xlsb, xlsx};
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
    /// Names of sheets without a table.
    empty: Vec<String>,
    /// Cells that may still come.
    pub(super) budget: usize,
}

impl Book<'_> {
    /// Adds the tables of a sheet.
    pub(super) fn add(&mut self, sheet: &str, tables: Vec<RawTable>) {
        if tables.is_empty() {
            self.empty.push(sheet.to_owned());
        }
        self.tables.extend(tables);
    }
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
    let mut book = Book { template: &template, tables: Vec::new(), hidden: Vec::new(), empty: Vec::new(), budget: MOST_CELLS };
    match kind {
        Kind::Xlsx => xlsx::read(bytes, &mut book)?,
        Kind::Ods => ods::read(bytes, &mut book)?,
        Kind::Xlsb => xlsb::read(bytes, &mut book)?,
        Kind::Xls => xls::read(&Compound::new(bytes)?, &mut book)?,
    }
    let Book { mut tables, hidden, empty, .. } = book;
    for (code, sheets) in [("N-SHEET-HIDDEN", hidden), ("N-SHEET-EMPTY", empty)] {
        if let Some(first) = tables.first_mut().filter(|_| !sheets.is_empty()) {
            first.notes.push(Note { code, lines: Vec::new(), detail: sheets.join(", ") });
        }
    }
    if tables.is_empty() { Err(ReadError::Empty) } else { Ok(tables) }
}
