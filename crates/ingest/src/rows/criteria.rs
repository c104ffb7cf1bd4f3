//! What is to be done before an opportunity leaves a stage: the exit criteria of a sales process.
//!
//! A criterion is a column of the opportunities. It is met where the cell is filled in and does not say no. Which columns belong to
//! which stage the user says; where nothing is said of a stage, columns do whose header names it: `Qualification: budget confirmed`.

use std::collections::BTreeMap;

use kpi_model::{Mapping, TableKind};

use super::Builder;
use crate::columns::Source;
use crate::stages;

/// What parts the stage from the criterion in a header.
const PARTS: [char; 2] = [':', '：'];

/// The columns of each stage's criteria; none for a column the file has not: what has no column is not filled in.
fn columns(source: &Source<'_>, mapping: &Mapping) -> BTreeMap<String, Vec<Option<usize>>> {
    let place = |column: &String| source.raw.headers.iter().position(|header| header == column);
    let said = mapping.criteria.iter().filter(|(_, columns)| !columns.is_empty());
    let mut found: BTreeMap<String, Vec<Option<usize>>> =
        said.map(|(stage, columns)| (stage.clone(), columns.iter().map(place).collect())).collect();
    for (at, header) in source.raw.headers.iter().enumerate() {
        if let Some((stage, _)) = header.split_once(PARTS).filter(|(stage, _)| !mapping.criteria.contains_key(stage.trim())) {
            found.entry(stage.trim().to_owned()).or_default().push(Some(at));
        }
    }
    found
}

impl Builder {
    /// The columns of each stage's criteria, of the stages that are there.
    pub(crate) fn known_criteria(&mut self) -> BTreeMap<String, Vec<String>> {
        std::mem::take(&mut self.criteria).into_iter().filter(|(stage, _)| self.stages.contains_key(stage)).collect()
    }

    /// Notes which opportunities do not meet the criteria of a stage; `first` is the row of the first of them.
    pub(super) fn criteria(&mut self, source: &Source<'_>, rows: &[usize], mapping: &Mapping, first: u32) {
        debug_assert!(source.kind == TableKind::Opportunities);
        for (stage, columns) in columns(source, mapping) {
            let names = columns.iter().flatten().filter_map(|at| source.raw.headers.get(*at));
            let known = self.criteria.entry(stage.clone()).or_default();
            known.extend(names.cloned());
            known.dedup();
            let mut is_met = vec![true; rows.len()];
            for column in columns {
                let cells = column.map_or_else(|| vec![""; rows.len()], |at| source.texts_at(at, rows));
                for (met, cell) in is_met.iter_mut().zip(cells) {
                    *met &= !cell.is_empty() && stages::flag(cell) != Some(false);
                }
            }
            let unmet = self.data.unmet_criteria.entry(stage).or_default();
            unmet.extend((first..).zip(is_met).filter(|(_, is_met)| !is_met).map(|(row, _)| row));
        }
    }
}
