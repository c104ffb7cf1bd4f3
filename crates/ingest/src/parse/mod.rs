//! Text to day, money and number. Nothing is guessed from one cell: what is ambiguous is decided per column.

mod day;
mod number;
mod time;

pub use day::{Counted, DayStyle, day, month};
pub(crate) use day::{needs_order, order_evidence, small_parts};
pub use number::{NumberStyle, money_minor, number, scaled};
pub(crate) use number::{comma_evidence, divide_half_even, header_power};
pub use time::second_of_day;
