//! Earlier states of opportunities: lines of a history that say more than the stage, and rows of earlier exports.

use kpi_data::{Dictionary, Facts, NO_CODE, NO_DAY, NO_MONEY, NO_NUMBER, Outcome, Version};
use kpi_model::{Dimension, Field, Mapping, TableKind};

use super::outcomes::{expect, meaning};
use super::{Builder, get, put};
use crate::columns::Source;
use crate::parse;

impl Builder {
    /// Each line of a history that says an amount or the day its opportunity was expected to close is a state of it.
    pub(super) fn versions_of_history(&mut self, source: &Source<'_>, mapping: &Mapping, part: &mut Facts) {
        // In a history a close date is the one expected then.
        let (expected, close) = (part.days.remove(&Field::ExpectedClose), part.days.remove(&Field::Closed));
        let (amounts, expected) = (part.money.remove(&Field::Amount), expected.or(close));
        part.money.remove(&Field::Original);
        if amounts.is_none() && expected.is_none() {
            return;
        }
        // Of several currencies nobody knows which an amount is in, unless the line says so.
        let amounts = amounts.filter(|_| !self.is_mixed || source.has(Field::Currency));
        let words = self.data.dictionary(Dimension::Stage).map(|words| words.texts().iter().map(|word| meaning(mapping, word).0).collect());
        let outcomes: Vec<Outcome> = words.unwrap_or_default();
        let (days, seconds) = (part.days.get(&Field::Day), part.numbers.get(&Field::Second));
        let of = |row: usize| {
            let second = seconds.and_then(|seconds| seconds.get(row)).copied().filter(|second| *second != NO_NUMBER);
            Some(Version {
                deal: part.opportunity.get(row).copied().filter(|deal| *deal != NO_CODE)?,
                day: days?.get(row).copied().filter(|day| *day != NO_DAY)?,
                second: second.unwrap_or(0),
                amount: amounts.as_ref().and_then(|amounts| amounts.get(row)).copied().unwrap_or(NO_MONEY),
                expected: expected.as_ref().and_then(|days| days.get(row)).copied().unwrap_or(NO_DAY),
                outcome: get(&outcomes, part.dimension(Dimension::Stage).get(row).copied().unwrap_or(NO_CODE), Outcome::Open),
            })
        };
        self.data.versions.extend((0..part.len).filter_map(of));
    }

    /// Rows of an export that a later one has again with other values: what their opportunities were on the day of the export.
    pub(super) fn older_versions(&mut self, source: &Source<'_>, rows: &[usize], mapping: &Mapping) {
        if rows.is_empty() {
            return;
        }
        // What is found in these rows is no finding: they do not count.
        let (diagnostics, stages, unreadable) = (std::mem::take(&mut self.diagnostics), self.stages.clone(), self.unreadable.clone());
        let all: Vec<usize> = (0..source.raw.len()).collect();
        let mut part = Facts::new(TableKind::Opportunities);
        part.len = all.len();
        self.values(source, &all, &mut part);
        self.one_currency(source, &all, mapping, &mut part);
        self.outcomes(source, &all, mapping, &mut part);
        expect(&mut part);
        (self.diagnostics, self.stages, self.unreadable) = (diagnostics, stages, unreadable);
        let Some(day) = parse::day_in_name(&source.raw.name).map(|day| day.0).or_else(|| last_day(&part)) else { return };
        let closed = part.days.get(&Field::Closed);
        let ids = source.texts(Field::Id, &all);
        for row in rows {
            let outcome = part.outcomes.get(*row).copied().unwrap_or(Outcome::Open);
            let ends = closed.and_then(|days| days.get(*row)).copied().unwrap_or(NO_DAY);
            self.older.versions.push(Version {
                deal: self.older.ids.intern(ids.get(*row).copied().unwrap_or("")),
                day: if outcome == Outcome::Open || ends == NO_DAY { day } else { ends },
                second: 0,
                amount: part.money.get(&Field::Amount).and_then(|amounts| amounts.get(*row)).copied().unwrap_or(NO_MONEY),
                expected: if outcome == Outcome::Open { ends } else { NO_DAY },
                outcome,
            });
        }
    }
}

/// Earlier states of opportunities, until it is known which rows these have.
#[derive(Default)]
pub(super) struct Older {
    /// Has a file rows that a later one has again?
    pub(super) is_wanted: bool,
    ids: Dictionary,
    /// Row of each id.
    rows: Vec<u32>,
    /// With the code of the id for the row.
    versions: Vec<Version>,
}

impl Older {
    /// Which rows of a file count, and from which row of all opportunities on.
    pub(super) fn know(&mut self, source: &Source<'_>, rows: &[usize], first: u32) {
        if self.is_wanted {
            for (at, id) in (first..NO_CODE).zip(source.texts(Field::Id, rows)) {
                let code = self.ids.intern(id);
                put(&mut self.rows, code, at, NO_CODE);
            }
        }
    }

    pub(super) fn placed(self) -> impl Iterator<Item = Version> {
        let rows = self.rows;
        let placed = self.versions.into_iter().map(move |version| Version { deal: get(&rows, version.deal, NO_CODE), ..version });
        placed.filter(|version| version.deal != NO_CODE)
    }
}

/// The last day on which something in an export happened.
fn last_day(part: &Facts) -> Option<i32> {
    let created = part.days.get(&Field::Created).into_iter().flatten().copied();
    let closed = part.days.get(&Field::Closed).into_iter().flatten().zip(&part.outcomes);
    created.chain(closed.filter(|(_, outcome)| **outcome != Outcome::Open).map(|(day, _)| *day)).filter(|day| *day != NO_DAY).max()
}
