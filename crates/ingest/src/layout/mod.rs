//! From rows of cells to tables: where the header is, where a table ends, what is no data.

mod cells;
mod grid;
mod groups;
mod header;
mod heads;
mod marks;
mod months;
mod sums;
mod totals;

pub(crate) use cells::{Cells, Row, trimmed};
pub(crate) use grid::{Grid, name_tables};
pub(crate) use header::unique as unique_names;
pub(crate) use months::{span_of, year_in};
