//! What the page knows and how commands change it: no Leptos, no DOM, tested natively.

mod app;
mod asks;
mod board;
mod command;
mod data_screen;
mod importing;
mod library;
mod own;
mod pay;
mod project;
mod scenario_link;
mod scenarios;
mod scope;
mod targets;
mod update;

pub use app::{App, Assumed, Causes, Chrome, DataTab, FileToRead, Findings, Import, Intent, Page, RowsShown, Theme, WorkShown};
pub use asks::ROWS_SHOWN;
pub use board::{Board, Headline, Shown, headline, headlines, or_of_orders, overview_lenses};
pub use command::{Command, Effect, Slot};
pub use library::{Draft, LeverId, Library, MOST};
pub use own::{DRAFT, OwnFindings, OwnKpi};
pub use pay::{Pay, PayEdit, PayFindings, Rule, rules, target};
pub use project::{Project, refusal};
pub use scenarios::{Edit, Outlook, heat_factors, most};
pub use scope::{Compare, Scope};
pub use update::update;
