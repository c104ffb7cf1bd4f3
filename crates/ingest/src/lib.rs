//! Bytes to a dataset, in two pure steps: `read` (one file to a [`RawTable`]) and [`bind`] (all tables to a
//! dataset), each with a diagnostic for everything it does not use.
//!
//! No KPI is known here. Input is never trusted: nothing is allocated from a number found in a file, and no
//! content makes this crate panic.

mod append;
mod binding;
mod codes;
mod columns;
mod diagnose;
mod dialects;
mod documents;
pub mod formats;
mod items;
mod kinds;
mod layout;
mod lines;
mod names;
mod packing;
pub mod parse;
mod profile;
mod rates;
mod raw;
mod relate;
mod repeats;
mod rows;
mod same_sales;
mod sheets;
mod spellings;
mod stages;
mod styles;
mod who;
mod whole_orders;

pub use binding::{Bound, bind};
pub use documents::decides_on_rows;
pub use formats::{ReadError, Reader};
pub use raw::{Note, RawColumn, RawTable, Unreadable};
