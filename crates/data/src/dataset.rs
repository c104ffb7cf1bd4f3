//! All tables of one project, bound and related.

use std::collections::BTreeMap;

use kpi_model::{Day, Dimension, Field, TableKind, Text};

use crate::{Dictionary, Facts, Outcome, Version};

/// What `bind` makes of the files and `evaluate` reads.
#[derive(Clone, Debug, Default)]
pub struct Dataset {
    /// Event tables.
    pub facts: BTreeMap<TableKind, Facts>,
    /// Earlier states of opportunities, in no order.
    pub versions: Vec<Version>,
    /// Texts of the dimensions, by [`Dimension::index`].
    pub dictionaries: [Dictionary; Dimension::ALL.len()],
    /// What each stage means, by its code.
    pub stage_outcomes: Vec<Outcome>,
    /// Codes of stages in the order of the process: as the user said; once everything is derived, all of the history.
    pub stage_order: Vec<u32>,
    /// Stages with exit criteria, and the rows of opportunities that do not meet them, in order; empty once everything is derived.
    pub unmet_criteria: BTreeMap<String, Vec<u32>>,
    /// Last day of a recorded event.
    pub as_of: Option<Day>,
    /// First day of a recorded event.
    pub first_day: Option<Day>,
    /// Currency code, where the data names one.
    pub currency: Option<String>,
    /// Rows of a kind that are in the files but not in `facts`: code, reason, count.
    pub rejected: BTreeMap<TableKind, Vec<(String, Text, u32)>>,
    /// File names in load order; [`crate::Origin::file`] points here.
    pub files: Vec<String>,
    /// The user's headers of each bound column.
    pub headers: BTreeMap<(TableKind, Field), Vec<String>>,
}

impl Dataset {
    /// The rows of a kind, if any file has them.
    #[must_use]
    pub fn facts(&self, kind: TableKind) -> Option<&Facts> {
        self.facts.get(&kind)
    }

    /// The texts of a dimension.
    #[must_use]
    pub fn dictionary(&self, dimension: Dimension) -> Option<&Dictionary> {
        self.dictionaries.get(dimension.index())
    }
}
