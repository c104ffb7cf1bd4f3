//! The KPIs: one file, one value.
//!
//! A file in `kpis/` says what a KPI means in both languages, how each published variant is computed, and gives
//! examples that are run as tests. No rows are looped over here; the engine interprets the values.

mod definition;
mod kpis;

pub use definition::{Kpi, Variant};
pub use kpis::all;

use kpi_engine::{Definition, EngineError};
use kpi_model::{Catalog, Dimension, KpiChoice};

/// Version of the worker messages.
pub const PROTOCOL: u32 = 1;

/// The catalogue as the user and programs see it.
#[must_use]
pub fn catalog() -> Catalog {
    Catalog { protocol: PROTOCOL, kpis: all().iter().map(Kpi::info).collect(), dimensions: Dimension::ALL.to_vec() }
}

/// The definitions a lens asks for, in catalogue order within each choice; no choice means everything.
///
/// # Errors
/// [`EngineError::UnknownKpi`] and [`EngineError::UnknownVariant`].
pub fn definitions(choices: &[KpiChoice]) -> Result<Vec<Definition>, EngineError> {
    let kpis = all();
    let every: Vec<KpiChoice> = kpis.iter().map(|kpi| KpiChoice { id: kpi.id.to_owned(), variant: None }).collect();
    let mut found = Vec::new();
    for choice in if choices.is_empty() { &every } else { choices } {
        let kpi = kpis.iter().find(|kpi| kpi.id == choice.id).ok_or_else(|| EngineError::UnknownKpi(choice.id.clone()))?;
        let before = found.len();
        let chosen = kpi.variants.iter().filter(|variant| choice.variant.as_deref().is_none_or(|id| id == variant.id));
        found.extend(chosen.map(|variant| Definition {
            kpi: kpi.id.to_owned(),
            variant: variant.id.to_owned(),
            formula: variant.formula.clone(),
        }));
        if found.len() == before {
            return Err(EngineError::UnknownVariant { kpi: kpi.id.to_owned(), variant: choice.variant.clone().unwrap_or_default() });
        }
    }
    Ok(found)
}
