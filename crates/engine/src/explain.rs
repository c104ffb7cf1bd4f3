//! Show your work: the fate of every row behind one cell.

use std::collections::BTreeMap;

use kpi_data::{Dataset, NO_CODE, Origin};
use kpi_model::{Lens, RowGroup};

use crate::error::EngineError;
use crate::evaluate::{Definition, as_of};
use crate::formula::{Formula, Measure, When};
use crate::groups::Groups;
use crate::observe::{Fate, Observer, Reason};
use crate::past::Past;
use crate::scope::{Gone, Scope, calendar, covered, span};
use crate::table::Table;

/// How many rows of the table met which fate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fates {
    /// Rows of the table, without those the import already left out.
    pub rows: u32,
    /// Rows counted.
    pub counted: u32,
    /// Of them, rows above the line; for formulas where that is a part.
    pub in_numerator: Option<u32>,
    /// Rows left out, by reason.
    pub excluded: Vec<RowGroup>,
}

/// The fates of all rows behind one cell. `counted` + Σ `excluded` = `rows`.
///
/// # Errors
/// [`EngineError::NotOneCell`] for a lens with a breakdown or grain; [`EngineError::EmptyPeriod`].
pub fn explain(dataset: &Dataset, lens: &Lens, definition: &Definition) -> Result<Fates, EngineError> {
    let base = definition.formula.base();
    let mut by_reason: BTreeMap<Reason, u32> = BTreeMap::new();
    let mut fates = Fates::default();
    walk(dataset, lens, &definition.formula, base, |_, fate| {
        fates.rows += 1;
        match fate {
            Fate::Counted { .. } => fates.counted += 1,
            Fate::Out(reason) => *by_reason.entry(reason).or_default() += 1,
        }
    })?;
    if let Formula::Ratio { numerator, is_part: true, .. } = &definition.formula {
        let mut above = 0;
        walk(dataset, lens, &definition.formula, numerator, |_, fate| above += u32::from(matches!(fate, Fate::Counted { .. })))?;
        fates.in_numerator = Some(above);
    }
    fates.excluded = by_reason.into_iter().map(|(reason, count)| RowGroup { code: reason.code(), label: reason.label(), count }).collect();
    Ok(fates)
}

/// Where the rows of one fate stand in the files: `counted`, or the code of a reason; and how many there are in all.
///
/// # Errors
/// As [`explain`].
pub fn rows(
    dataset: &Dataset,
    lens: &Lens,
    definition: &Definition,
    code: &str,
    offset: usize,
    limit: usize,
) -> Result<(Vec<Origin>, u32), EngineError> {
    let mut found = Vec::new();
    let mut total = 0u32;
    let base = definition.formula.base();
    let origins = dataset.facts(base.table).map_or(&[][..], |facts| &facts.origins);
    walk(dataset, lens, &definition.formula, base, |row, fate| {
        let is_wanted = match fate {
            Fate::Counted { .. } => code == "counted",
            Fate::Out(reason) => reason.code() == code,
        };
        if is_wanted {
            if total as usize >= offset && found.len() < limit {
                found.extend(origins.get(row).copied());
            }
            total += 1;
        }
    })?;
    Ok((found, total))
}

/// The rows of a measure that count under a lens without breakdown and grain, in the order of the table.
pub(crate) fn counted(dataset: &Dataset, lens: &Lens, measure: &Measure) -> Result<Vec<usize>, EngineError> {
    let mut rows = Vec::new();
    walk(dataset, lens, &Formula::Total(measure.clone()), measure, |row, fate| {
        if matches!(fate, Fate::Counted { .. }) {
            rows.push(row);
        }
    })?;
    Ok(rows)
}

/// Visits every row of a measure's table with its fate, in the order of the table.
pub(crate) fn walk(
    dataset: &Dataset,
    lens: &Lens,
    formula: &Formula,
    measure: &Measure,
    mut visit: impl FnMut(usize, Fate),
) -> Result<(), EngineError> {
    if !lens.by.is_empty() || lens.grain.is_some() {
        return Err(EngineError::NotOneCell);
    }
    let Some(table) = Table::of(dataset, measure.table) else {
        return Ok(());
    };
    let as_of = as_of(lens, dataset);
    let asked = span(lens, dataset, as_of)?;
    let gone = Gone::new(as_of, lens.workdays.as_ref());
    let covering = formula.covering().filter(|_| asked.is_none()).and_then(|kind| {
        let groups = Groups::new(dataset, &[kind], lens, None, as_of)?;
        covered(dataset, kind, groups.tables.get(&kind)?.as_ref()?.of_row.as_deref(), as_of, gone)
    });
    let window = formula.base_window().filter(|_| std::ptr::eq(formula.base(), measure));
    let is_standing = measure.when == When::OpenAtEnd;
    let calendar = calendar(lens)?;
    let of = |span| window.map_or(span, |window| window.of(span, None, calendar, as_of, is_standing));
    let asked_for = asked.map_or(Vec::new(), |span| vec![of(span)]);
    let scope = covering.unwrap_or(Scope { periods: asked_for, as_of, gone, is_one: false });
    let past = Past::new(dataset, as_of);
    // The whole of a contrast is not divided by the dimension that tells its sides apart.
    let undivided = match formula {
        Formula::Contrast(contrast) if measure.table == contrast.all.1.table => Some(contrast.of),
        _ => None,
    };
    let groups = Groups::new(dataset, &[measure.table], lens, undivided, as_of);
    let Some(Some(groups)) = groups.as_ref().and_then(|groups| groups.tables.get(&measure.table)) else {
        return Ok(());
    };
    let observer = Observer::new(measure, table.on(past.as_ref()), &scope);
    for row in 0..table.facts.len {
        let is_filtered = groups.of_row.as_ref().is_some_and(|groups| groups.get(row) == Some(&NO_CODE));
        visit(row, if is_filtered { Fate::Out(Reason::Filtered) } else { observer.fate(row) });
    }
    Ok(())
}
