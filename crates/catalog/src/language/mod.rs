//! A small language for formulas: what users write for KPIs of their own, and how the built-in definitions read.
//!
//! ```text
//! count(opportunities where won on closed) / count(opportunities where ended on closed)
//! sum(orders.amount - cost where has product) / sum(orders.amount)
//! 求和(订单.金额) ÷ 去重(订单.客户)
//! growth(orders.amount)
//! within(opportunities, 180)
//! largest(orders.amount by customer, 10)
//! ```
//!
//! A text becomes the same [`kpi_engine::Formula`] as a definition of the catalogue, so it is evaluated, explained and broken down
//! alike. Units are checked: money is not added to days.

mod functions;
mod parse;
mod print;
mod tokens;
mod units;
mod words;

pub use parse::read;
pub use print::print;

use kpi_model::Text;

/// What is wrong with a text, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// First character, from 0.
    pub at: usize,
    /// Characters concerned.
    pub len: usize,
    /// What is wrong.
    pub what: Text,
    /// What to do.
    pub fix: Text,
    /// Words that could stand here, English and Chinese.
    pub expected: Vec<Text>,
}

#[cfg(test)]
mod tests;
