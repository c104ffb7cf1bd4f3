//! One bound dataset: event columns, dictionary strings and where each row came from.
//!
//! No text is parsed here and no KPI is known. Columns are dense and typed; "not filled in" is one reserved
//! value per type ([`NO_DAY`], [`NO_MONEY`], [`NO_NUMBER`], [`NO_CODE`]), checked by whoever reads a column.

mod dataset;
mod dictionary;
mod facts;
mod parts;
mod texts;
mod version;

pub use dataset::Dataset;
pub use dictionary::Dictionary;
pub use facts::{Facts, Origin, Outcome};
pub use parts::{Column, Columns, Head};
pub use texts::Texts;
pub use version::Version;

/// A day that is not filled in.
pub const NO_DAY: i32 = i32::MIN;
/// An amount that is not filled in.
pub const NO_MONEY: i64 = i64::MIN;
/// A number that is not filled in.
pub const NO_NUMBER: i32 = i32::MIN;
/// A dictionary code that is not filled in.
pub const NO_CODE: u32 = u32::MAX;
