//! State, words, numbers and charts of the workbench.
//!
//! Knows the message types only; it cannot link the engine, so no KPI can be computed here.

pub mod chart;
mod client;
pub mod effects;
pub mod format;
mod project_file;
pub mod state;
mod store;
pub mod words;

pub use store::{Store, provide};
