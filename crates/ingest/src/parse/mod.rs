//! Text to day, money and number. Nothing is guessed from one cell: what is ambiguous is decided per column.

mod currency;
mod day;
mod number;
mod score;
mod time;
mod unit;
mod zone;

pub(crate) use currency::{currency_code, currency_in};
pub use day::{Counted, DayStyle, day, month};
pub(crate) use day::{day_in_name, is_dotted, month_named, needs_order, order_evidence, small_parts};
pub use number::{NumberStyle, money_minor, number, scaled};
pub(crate) use number::{Signs, currency_mark, divide_half_even, signs};
pub(crate) use score::score;
pub(crate) use time::length;
pub use time::second_of_day;
pub(crate) use unit::{header_power, line_power, name_power, names_unit};
pub use zone::offset;
pub(crate) use zone::zoned;
