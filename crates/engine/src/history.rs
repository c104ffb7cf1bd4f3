//! Stage history in order: which stages each opportunity entered, one after the other.

use kpi_data::{Dataset, NO_CODE, NO_DAY, NO_NUMBER};
use kpi_model::{Dimension, Field, TableKind};

use crate::grouped::Grouped;

/// One entry into a stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    /// Seconds since 1970.
    pub(crate) at: i64,
    pub(crate) stage: u32,
    /// Row of the stage history.
    pub(crate) row: u32,
}

const DAY: i64 = 86_400;

impl Entry {
    pub(crate) fn day(self) -> i32 {
        i32::try_from(self.at.div_euclid(DAY)).unwrap_or(NO_DAY)
    }
}

/// The entries of all opportunities, those of each one after the other in the order of time, then of stages and rows.
pub(crate) struct History(Grouped<Entry>);

impl History {
    /// None without stage history that names opportunities and days.
    pub(crate) fn new(dataset: &Dataset) -> Option<Self> {
        let facts = dataset.facts(TableKind::StageHistory)?;
        let deals = dataset.facts(TableKind::Opportunities)?.len;
        let (days, stages) = (facts.days.get(&Field::Day)?, facts.dimension(Dimension::Stage));
        let seconds = facts.numbers.get(&Field::Second);
        let second = |row: u32| seconds.and_then(|seconds| seconds.get(row as usize)).copied().filter(|second| *second != NO_NUMBER);
        let rows = facts.opportunity.iter().zip(days).zip(stages).zip(0_u32..);
        let entries = rows.filter(|(((_, day), stage), _)| **day != NO_DAY && **stage != NO_CODE).map(|(((deal, day), stage), row)| {
            (*deal, Entry { at: i64::from(*day) * DAY + i64::from(second(row).unwrap_or(0)), stage: *stage, row })
        });
        let mut history = Self(Grouped::new(deals, entries));
        history.sort_by(|entry| (entry.at, entry.stage, entry.row));
        Some(history)
    }

    /// Number of entries.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Puts the entries of each opportunity into another order.
    pub(crate) fn sort_by<K: Ord>(&mut self, key: impl Fn(&Entry) -> K) {
        self.0.sort_by(key);
    }

    /// Opportunities with their entries, those without any left out.
    pub(crate) fn deals(&self) -> impl Iterator<Item = (usize, &[Entry])> {
        self.0.groups().map(|(deal, entries)| (deal as usize, entries))
    }
}
