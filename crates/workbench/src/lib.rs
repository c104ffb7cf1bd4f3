//! Session: the only mutable state of the engine. One [`Ask`] in, one [`Reply`] or [`Failure`] out.
//!
//! No WebAssembly and no JavaScript here, so all of it runs in native tests.

mod csv;
mod explaining;
mod mapping_file;
mod packed;
mod preview;
mod quality;
mod sampling;
mod session;
mod targets_file;
mod workbook;

pub use kpi_data::{Column, Columns, Dataset, Head, Outcome as Standing};
pub use kpi_ingest::{RawTable, Reader};
pub use kpi_model::ReadAs;
pub use sampling::{Answer, answers};
pub use session::Session;

use kpi_model::Outcome;

/// One ask and its outcome as canonical JSON text: the same bytes natively and in WebAssembly.
#[must_use]
pub fn handle_text(session: &mut Session, ask: &str) -> String {
    written(serde_json::to_string(&outcome(session, ask)))
}

/// The same in fewer bytes: see [`mod@packed`].
#[must_use]
pub fn handle_packed(session: &mut Session, ask: &str) -> String {
    written(packed::text(&outcome(session, ask)))
}

fn outcome(session: &mut Session, ask: &str) -> Outcome {
    match serde_json::from_str(ask) {
        Ok(ask) => session.handle(ask),
        Err(error) => {
            Outcome::Failed(session::refused("E-ASK", &format!("读不懂这个请求：{error}"), format!("The request cannot be read: {error}.")))
        }
    }
}

fn written(text: serde_json::Result<String>) -> String {
    text.unwrap_or_else(|_| "{\"failed\":{}}".to_owned())
}
