//! One sheet on its way into tables, cell by cell in reading order.

use std::collections::BTreeMap;

use super::ReadError;
use crate::layout::{Grid, Row};
use crate::raw::RawTable;

/// Cells of a file, all sheets together.
pub(super) const MOST_CELLS: usize = 20_000_000;
pub(super) const MOST_MERGED: usize = 100_000;
pub(super) const MOST_COLUMNS: u32 = 16_384;
/// The rows a spreadsheet can have.
pub(super) const MOST_ROWS: u32 = 1_048_576;

/// Row and column of a cell, from 0.
pub(super) type Place = (u32, u32);

/// One sheet on its way into tables.
pub(super) struct Sheet<'b> {
    grid: Grid,
    row: Row,
    at: u32,
    last_row: Option<u32>,
    /// Cells merged downwards, by their first: the last row they reach.
    merged: BTreeMap<Place, u32>,
    /// Values that hold further down: column to the last row and the text.
    held: BTreeMap<u32, (u32, String)>,
    /// Cells that the file may still have.
    budget: &'b mut usize,
}

impl<'b> Sheet<'b> {
    /// A sheet called `name`.
    pub(super) fn new(template: &RawTable, name: &str, budget: &'b mut usize) -> Self {
        let template = RawTable { part: name.to_owned(), ..template.clone() };
        Self {
            grid: Grid::new(template),
            row: Row::default(),
            at: 0,
            last_row: None,
            merged: BTreeMap::new(),
            held: BTreeMap::new(),
            budget,
        }
    }

    /// The value of this cell holds down to a row.
    pub(super) fn merge(&mut self, first: Place, last_row: u32) {
        if last_row > first.0 && last_row < MOST_ROWS && self.merged.len() < MOST_MERGED {
            self.merged.insert(first, last_row);
        }
    }

    /// Takes the next cell.
    pub(super) fn cell(&mut self, (row, column): Place, text: &str) -> Result<(), ReadError> {
        if text.is_empty() {
            return Ok(());
        }
        *self.budget = self.budget.checked_sub(1).ok_or(ReadError::TooLarge)?;
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

    /// Its tables. A title alone, or one column of notes, is none.
    pub(super) fn finish(mut self) -> Result<Vec<RawTable>, ReadError> {
        self.end_row()?;
        let tables = self.grid.finish()?;
        Ok(tables.into_iter().filter(|table| table.headers.len() > 1 && !table.is_empty()).collect())
    }
}
