//! Marks and charts: pure functions from numbers to SVG. No library is loaded for them (decision 0006).
//!
//! Numbers only: nothing here knows a KPI. Every chart has a sentence as its name; marks inside text are decoration.

mod bars;
mod density;
mod fan;
mod forest;
mod line;
mod marks;
mod relations;
mod scale;
mod tornado;

pub use bars::{shape, track};
pub use density::{Density, density};
pub use fan::{Fan, FanMonth, fan};
pub use forest::{Row, forest};
pub use line::{Band, Line, Point, line};
pub use marks::{bullet, ruler, spark, whisker};
pub use relations::{Edge, Node, relations};
pub use tornado::{Swing, tornado};
