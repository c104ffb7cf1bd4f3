//! What the tests over the whole product share: a session, asks and cells.
#![expect(clippy::panic, clippy::expect_used, reason = "test support: a failure is a failed test")]

use std::path::PathBuf;

use kpi_model::{Ask, Cell, KpiChoice, Lens, Outcome, Quantity, Reply, Report};
use kpi_workbench::Session;

/// The reply to an ask that must not be refused.
///
/// # Panics
/// Where it is refused.
pub fn ask(session: &mut Session, ask: impl Into<Ask>) -> Reply {
    match session.handle(ask.into()) {
        Outcome::Ok(reply) => reply,
        Outcome::Failed(failure) => panic!("refused: {failure}"),
    }
}

/// The report of a lens.
///
/// # Panics
/// Where it is refused.
pub fn evaluate(session: &mut Session, lens: Lens) -> Report {
    match ask(session, lens) {
        Reply::Evaluate(report) => report,
        other => panic!("not a report: {other:?}"),
    }
}

/// A choice of one variant.
#[must_use]
pub fn choice(kpi: &str, variant: &str) -> KpiChoice {
    KpiChoice { id: kpi.to_owned(), variant: Some(variant.to_owned()), ..KpiChoice::default() }
}

/// A lens on one variant.
#[must_use]
pub fn lens(kpi: &str, variant: &str) -> Lens {
    Lens { kpis: vec![choice(kpi, variant)], ..Lens::default() }
}

/// The value of a cell as a float.
///
/// # Panics
/// Where it has none.
#[must_use]
pub fn value(cell: &Cell) -> f64 {
    cell.value.unwrap_or_else(|| panic!("{} {} {:?} has no value: {:?}", cell.kpi, cell.variant, cell.group, cell.missing)).as_f64()
}

/// Whole minor units or whole numbers of a quantity.
///
/// # Panics
/// Where there is none.
#[must_use]
pub fn exact(quantity: Option<Quantity>) -> i128 {
    match quantity.expect("a quantity") {
        Quantity::Money(money) => money.minor,
        Quantity::Number(number) => number as i128,
    }
}

/// The project's folder.
#[must_use]
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests have a parent").to_path_buf()
}

/// A folder of public data beside the project, where it is there.
#[must_use]
pub fn shared_data(name: &str) -> Option<PathBuf> {
    let folder = root().join("../shared/data").join(name);
    folder.is_dir().then_some(folder)
}

/// A session with files of a folder.
///
/// # Panics
/// Where a file cannot be read.
#[must_use]
pub fn session_of(folder: &std::path::Path, files: &[&str]) -> Session {
    let mut session = Session::default();
    for file in files {
        let bytes = std::fs::read(folder.join(file)).expect("the file is there");
        session.add_bytes(file, &bytes).unwrap_or_else(|failure| panic!("{failure}"));
    }
    session
}
