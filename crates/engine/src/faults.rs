//! What faults in the data cost one figure: rows that would count if a cell were filled in and readable.

use std::collections::BTreeMap;

use kpi_data::Dataset;
use kpi_model::{Lens, TableKind, Text};

use crate::error::EngineError;
use crate::evaluate::Definition;
use crate::explain::walk;
use crate::formula::{Formula, What};
use crate::observe::{Fate, Reason};

/// Rows lost to one fault.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// Reason code.
    pub code: String,
    /// Reason in words.
    pub label: Text,
    /// Rows that do not count because of it.
    pub rows: u32,
    /// The least and the largest the figure could be, were these rows complete. Known for shares of rows only.
    pub range: Option<(f64, f64)>,
}

/// What stands behind one figure and what is lost to it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Faults {
    /// Rows counted.
    pub counted: u32,
    /// Rows lost, by fault.
    pub faults: Vec<Fault>,
}

/// Rows of a share that are lost: those sure to be above the line if they counted, those sure to be below only, and those
/// that may be either.
#[derive(Clone, Copy, Debug, Default)]
struct Lost {
    above: u32,
    below: u32,
    either: u32,
}

impl Lost {
    fn all(self) -> u32 {
        self.above + self.below + self.either
    }

    /// The ends of the share when any part of these rows is added.
    fn range(self, above: u32, counted: u32) -> Option<(f64, f64)> {
        let share = |above: u32, all: u32| (all > 0).then(|| f64::from(above) / f64::from(all));
        let low = share(above, counted + self.below + self.either)?;
        let gain = self.above + self.either;
        Some((low, share(above + gain, counted + gain)?))
    }
}

/// The faults behind one cell: the engine's own, and `left_out`, rows the import could not use (code, reason, count), of
/// which nothing is known.
///
/// # Errors
/// As [`crate::explain`].
pub fn faults(dataset: &Dataset, lens: &Lens, definition: &Definition, left_out: &[(String, Text, u32)]) -> Result<Faults, EngineError> {
    // That nothing came before a first purchase is no fault.
    let is_whole = definition.formula.base().table == TableKind::Purchases;
    let mut counted = 0;
    let mut lost_rows: Vec<(usize, Reason)> = Vec::new();
    walk(dataset, lens, &definition.formula, definition.formula.base(), |row, fate| match fate {
        Fate::Counted { .. } => counted += 1,
        Fate::Out(reason) if reason.is_fault() && !is_whole => lost_rows.push((row, reason)),
        Fate::Out(_) => {}
    })?;
    let mut above = None;
    let mut by_reason: BTreeMap<Reason, Lost> = BTreeMap::new();
    if let Formula::Ratio { numerator, denominator, is_part: true, .. } = &definition.formula
        && denominator.what == What::Rows
    {
        let mut lost = lost_rows.iter().peekable();
        let mut counted_above = 0;
        walk(dataset, lens, &definition.formula, numerator, |row, fate| {
            counted_above += u32::from(matches!(fate, Fate::Counted { .. }));
            if let Some((_, reason)) = lost.next_if(|(at, _)| *at == row) {
                // The tests of the numerator come before the date: who fails one is below the line whatever the date.
                let is_above = matches!(fate, Fate::Out(reason) if reason.is_fault());
                let entry = by_reason.entry(*reason).or_default();
                *(if is_above { &mut entry.above } else { &mut entry.below }) += 1;
            }
        })?;
        above = Some(counted_above);
    } else {
        lost_rows.iter().for_each(|(_, reason)| by_reason.entry(*reason).or_default().either += 1);
    }
    let range = |lost: Lost| above.and_then(|above| lost.range(above, counted));
    let own = by_reason.into_iter().map(|(reason, lost)| Fault {
        code: reason.code(),
        label: reason.label(),
        rows: lost.all(),
        range: range(lost),
    });
    let from_files = left_out.iter().map(|(code, label, rows)| Fault {
        code: code.clone(),
        label: label.clone(),
        rows: *rows,
        range: range(Lost { either: *rows, ..Lost::default() }),
    });
    Ok(Faults { counted, faults: own.chain(from_files).collect() })
}

#[cfg(test)]
mod tests {
    use super::Lost;

    #[test]
    fn the_range_holds_every_completion() {
        let (above, counted) = (40_u32, 100_u32);
        let lost = Lost { above: 3, below: 5, either: 4 };
        let (low, high) = lost.range(above, counted).unwrap();
        for a in 0..=lost.above {
            for b in 0..=lost.below {
                for e in 0..=lost.either {
                    for won in 0..=e {
                        let share = f64::from(above + a + won) / f64::from(counted + a + b + e);
                        assert!(low <= share && share <= high, "{share} not in {low}..{high}");
                    }
                }
            }
        }
        assert!((low - 40.0 / 109.0).abs() < 1e-12 && (high - 47.0 / 107.0).abs() < 1e-12);
    }
}
