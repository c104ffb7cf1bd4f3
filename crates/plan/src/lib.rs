//! Targets and scenarios: exact spreading over people and months, levers on the own history, goal seek.
//!
//! Sums are exact to the minor unit. Nothing here draws or keeps state: a tree and a scenario are functions of the
//! dataset and the user's rules.

mod booked;
mod error;
mod evidence;
mod forecast;
mod incentive;
mod tree;

pub use error::PlanError;
pub use evidence::evidence;
pub use forecast::Forecaster;
pub use incentive::{pay, roles, score};
pub use tree::{Sheet, SheetCell, SheetRow, compare as compare_plans, plan, publish, rules as rules_of_sheet, sheet};

use kpi_model::{Day, Period};

/// The twelve whole months up to the as-of day.
fn last_twelve_months(as_of: Day) -> Period {
    let to = as_of.plus(1).month_start(0);
    Period { from: to.month_start(-12), to }
}

/// The calendar year that rules plan; `None` without any data.
#[must_use]
pub fn year_of(dataset: &kpi_data::Dataset, rules: &kpi_model::Spread) -> Option<i32> {
    rules.year.or_else(|| dataset.as_of.map(planned_year))
}

/// The calendar year that is planned unless the user says otherwise: the first that begins after the as-of day.
fn planned_year(as_of: Day) -> i32 {
    as_of.year() + 1
}
