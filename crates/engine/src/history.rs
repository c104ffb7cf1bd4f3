//! Stage history in order: which stages each opportunity entered, one after the other.

use kpi_data::{Dataset, NO_CODE, NO_DAY, NO_NUMBER};
use kpi_model::{Dimension, Field, TableKind};

use crate::singles::accumulate;

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
pub(crate) struct History {
    entries: Vec<Entry>,
    /// First entry of each opportunity, and the end of the last.
    starts: Vec<usize>,
}

impl History {
    /// None without stage history that names opportunities and days.
    pub(crate) fn new(dataset: &Dataset) -> Option<Self> {
        let facts = dataset.facts(TableKind::StageHistory)?;
        let deals = dataset.facts(TableKind::Opportunities)?.len;
        let (days, stages) = (facts.days.get(&Field::Day)?, facts.dimension(Dimension::Stage));
        let seconds = facts.numbers.get(&Field::Second);
        let second = |row: u32| seconds.and_then(|seconds| seconds.get(row as usize)).copied().filter(|second| *second != NO_NUMBER);
        let rows = || {
            let rows = facts.opportunity.iter().zip(days).zip(stages).zip(0_u32..);
            rows.filter(|(((deal, day), stage), _)| **deal != NO_CODE && **day != NO_DAY && **stage != NO_CODE)
        };
        let mut starts = vec![0_usize; deals + 1];
        for (((deal, _), _), _) in rows() {
            if let Some(count) = starts.get_mut(*deal as usize + 1) {
                *count += 1;
            }
        }
        accumulate(&mut starts);
        let mut next = starts.clone();
        let mut entries = vec![Entry::default(); starts.last().copied().unwrap_or(0)];
        for (((deal, day), stage), row) in rows() {
            let Some(place) = next.get_mut(*deal as usize) else { continue };
            if let Some(slot) = entries.get_mut(*place) {
                *slot = Entry { at: i64::from(*day) * DAY + i64::from(second(row).unwrap_or(0)), stage: *stage, row };
            }
            *place += 1;
        }
        let mut history = Self { entries, starts };
        history.sort_by(|entry| (entry.at, entry.stage, entry.row));
        Some(history)
    }

    /// Puts the entries of each opportunity into another order.
    pub(crate) fn sort_by<K: Ord>(&mut self, key: impl Fn(&Entry) -> K) {
        let mut rest = self.entries.as_mut_slice();
        for ends in self.starts.windows(2) {
            let count = ends.last().copied().unwrap_or(0) - ends.first().copied().unwrap_or(0);
            let (of_deal, others) = rest.split_at_mut(count.min(rest.len()));
            of_deal.sort_unstable_by_key(&key);
            rest = others;
        }
    }

    /// Opportunities with their entries, those without any left out.
    pub(crate) fn deals(&self) -> impl Iterator<Item = (usize, &[Entry])> {
        let entries =
            |ends: &[usize]| self.entries.get(ends.first().copied().unwrap_or(0)..ends.last().copied().unwrap_or(0)).unwrap_or(&[]);
        self.starts.windows(2).map(entries).enumerate().filter(|(_, of_deal)| !of_deal.is_empty())
    }
}
