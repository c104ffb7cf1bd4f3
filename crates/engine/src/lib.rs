//! The meaning of a [`Formula`]: evaluate it over a dataset, explain it, list its rows.
//!
//! No KPI is known here by name. `evaluate` makes one pass over each table, filling dense arrays by group and
//! period for all measures of all lenses at once; everything after that works on these small partial aggregates.

mod bands;
mod bottleneck;
mod calculate;
mod change;
mod cohorts;
mod condition;
mod contracts;
mod contrast;
mod credits;
mod criteria;
mod derive;
mod effects;
mod error;
mod evaluate;
mod explain;
mod factors;
mod faults;
mod finish;
mod forecasts;
mod formula;
mod gather;
mod grouped;
mod groups;
mod history;
mod keyed;
mod lacking;
mod memory;
mod moves;
mod novelty;
mod observe;
mod participations;
mod pass;
mod past;
mod purchases;
mod ranking;
mod rates;
mod receivables;
mod scope;
mod screen;
mod seen;
mod singles;
mod starters;
mod stays;
mod steps;
mod table;
mod term;
mod trend;
mod windows;

pub use bottleneck::bottlenecks;
pub use change::change;
pub use derive::derive;
pub use effects::effects;
pub use error::EngineError;
pub use evaluate::{Definition, evaluate, evaluate_with};
pub use explain::{Fates, explain, rows};
pub use factors::factors;
pub use faults::{Fault, Faults, faults};
pub use formula::{Back, Clock, Contrast, Formula, Kept, Key, Measure, Side, Spread, Term, Test, What, When, Window};
pub use memory::Memory;
pub use ranking::ranking;
pub use stays::stage_order;
pub use trend::trend;
