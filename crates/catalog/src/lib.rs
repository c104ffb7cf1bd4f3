//! The KPIs: one file, one value.
//!
//! A file in `kpis/` says what a KPI means in both languages, how each published variant is computed, and gives
//! examples that are run as tests. No rows are looped over here; the engine interprets the values.

mod definition;
mod kpis;
pub mod language;

pub use definition::{Kpi, Variant};
pub use kpis::all;

use kpi_engine::{Definition, EngineError};
use kpi_model::{Catalog, Dimension, FormulaFault, FormulaInfo, KpiChoice, Text};

/// Version of the worker messages.
pub const PROTOCOL: u32 = 1;

/// The variant of every formula of the user's own.
pub const OWN: &str = "own";

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
    let every: Vec<KpiChoice> = kpis.iter().map(|kpi| KpiChoice { id: kpi.id.to_owned(), ..KpiChoice::default() }).collect();
    let mut found = Vec::new();
    for choice in if choices.is_empty() { &every } else { choices } {
        if let Some(text) = &choice.formula {
            let formula = language::read(text).map_err(|fault| refused(&choice.id, &fault))?;
            found.push(Definition { kpi: choice.id.clone(), variant: OWN.to_owned(), formula });
            continue;
        }
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

/// A fault of a formula as a refusal.
fn refused(id: &str, fault: &language::Fault) -> EngineError {
    let at = fault.at + 1;
    EngineError::Formula {
        what: Text::new(format!("公式 {id} 第 {at} 个字符：{}", fault.what.zh), format!("Formula {id}, character {at}: {}", fault.what.en)),
        fix: fault.fix.clone(),
    }
}

/// What a formula means, or what is wrong with it.
#[must_use]
pub fn formula_info(text: &str) -> FormulaInfo {
    let place = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    match language::read(text) {
        Ok(formula) => {
            FormulaInfo { unit: Some(formula.unit()), text: language::print(&formula), needs: definition::needs(&formula), fault: None }
        }
        Err(fault) => FormulaInfo {
            unit: None,
            text: None,
            needs: Vec::new(),
            fault: Some(FormulaFault {
                at: place(fault.at),
                len: place(fault.len),
                what: fault.what,
                fix: fault.fix,
                expected: fault.expected,
            }),
        },
    }
}
