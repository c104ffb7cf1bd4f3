//! Histories that tell each change by the stage before and after it: where an opportunity began stands in no row of its own.

use std::collections::BTreeMap;

use kpi_data::{Facts, NO_CODE, NO_DAY, NO_MONEY, Outcome};
use kpi_model::{Dimension, Field, TableKind};

use super::{Builder, get};
use crate::columns::Source;
use crate::diagnose;
use crate::stages::normal;

/// Names of the stage before a change, in normal form.
const BEFORE: [&str; 14] = [
    "fromstage",
    "stagefrom",
    "oldvalue",
    "oldstage",
    "previousstage",
    "priorstage",
    "previousvalue",
    "变更前阶段",
    "变更前",
    "原阶段",
    "旧阶段",
    "修改前",
    "旧值",
    "原值",
];

impl Builder {
    /// Adds the entry of each opportunity into the stage that its first change led out of, on the day it was created.
    pub(super) fn first_stages(&mut self, source: &Source<'_>, rows: &[usize], part: &mut Facts) {
        let Some(at) = source.raw.headers.iter().position(|header| BEFORE.contains(&normal(header).as_str())) else { return };
        if source.columns.values().any(|taken| *taken == at) {
            return;
        }
        let created = self.data.facts(TableKind::Opportunities).and_then(|deals| deals.days.get(&Field::Created)).cloned();
        let (Some(created), Some(days)) = (created, part.days.get(&Field::Day)) else { return };
        let seconds = part.numbers.get(&Field::Second);
        let moment = |i: usize| (days.get(i).copied().unwrap_or(NO_DAY), seconds.and_then(|all| all.get(i)).copied().unwrap_or(0), i);
        let mut firsts: BTreeMap<u32, usize> = BTreeMap::new();
        for (i, deal) in part.opportunity.iter().enumerate().filter(|(i, deal)| **deal != NO_CODE && moment(*i).0 != NO_DAY) {
            let first = firsts.entry(*deal).or_insert(i);
            if moment(i) < moment(*first) {
                *first = i;
            }
        }
        let texts = source.texts_at(at, rows);
        let began = |deal: u32, i: usize| {
            let day = get(&created, deal, NO_DAY);
            let stage = texts.get(i).copied().filter(|text| !text.is_empty())?;
            (day != NO_DAY && day <= moment(i).0).then_some((i, day, stage))
        };
        let added: Vec<(usize, i32, &str)> = firsts.iter().filter_map(|(deal, i)| began(*deal, *i)).collect();
        if added.is_empty() {
            return;
        }
        let untouched = self.untouched(&firsts, &created);
        let stages: Vec<u32> = added.iter().map(|(_, _, stage)| self.intern(Dimension::Stage, stage)).collect();
        let places: Vec<usize> = added.iter().map(|(i, ..)| *i).collect();
        let more = |column: &mut Vec<u32>| {
            if !column.is_empty() {
                let again: Vec<u32> = places.iter().filter_map(|i| column.get(*i)).copied().collect();
                column.extend(again);
            }
        };
        let len = part.len;
        part.dimensions.iter_mut().chain([&mut part.opportunity, &mut part.records]).for_each(more);
        for column in part.days.values_mut().chain(part.numbers.values_mut()) {
            let again: Vec<i32> = places.iter().filter_map(|i| column.get(*i)).copied().collect();
            column.extend(again);
        }
        for column in part.money.values_mut() {
            let again: Vec<i64> = places.iter().filter_map(|i| column.get(*i)).copied().collect();
            column.extend(again);
        }
        let again: Vec<_> = places.iter().filter_map(|i| part.origins.get(*i)).copied().collect();
        part.origins.extend(again);
        part.len += places.len();
        let new = |column: Option<&mut Vec<i32>>, values: &mut dyn Iterator<Item = i32>| {
            column.into_iter().flat_map(|column| column.iter_mut().skip(len)).zip(values).for_each(|(slot, value)| *slot = value);
        };
        new(part.days.get_mut(&Field::Day), &mut added.iter().map(|(_, day, _)| *day));
        new(part.numbers.get_mut(&Field::Second), &mut added.iter().map(|_| 0));
        let slots = part.dimensions.get_mut(Dimension::Stage.index()).into_iter().flat_map(|column| column.iter_mut().skip(len));
        slots.zip(stages).for_each(|(slot, stage)| *slot = stage);
        self.add_untouched(&untouched, part);
        let column = source.raw.headers.get(at).map_or("", String::as_str);
        self.diagnostics.push(diagnose::first_stages(&source.raw.name, column, places.len() + untouched.len()));
    }

    /// Open opportunities that no row speaks of: they are where they began. Each with its day and stage.
    fn untouched(&self, firsts: &BTreeMap<u32, usize>, created: &[i32]) -> Vec<(u32, i32, u32)> {
        let Some(deals) = self.data.facts(TableKind::Opportunities) else { return Vec::new() };
        let stages = deals.dimension(Dimension::Stage);
        let is_open = |row: u32| deals.outcomes.get(row as usize) == Some(&Outcome::Open);
        (0..u32::try_from(deals.len).unwrap_or(0))
            .filter(|row| is_open(*row) && !firsts.contains_key(row))
            .map(|row| (row, get(created, row, NO_DAY), get(stages, row, NO_CODE)))
            .filter(|(_, day, stage)| *day != NO_DAY && *stage != NO_CODE)
            .collect()
    }

    fn add_untouched(&self, untouched: &[(u32, i32, u32)], part: &mut Facts) {
        let Some(deals) = self.data.facts(TableKind::Opportunities) else { return };
        let (len, more) = (part.len, untouched.len());
        part.len += more;
        part.dimensions
            .iter_mut()
            .chain([&mut part.records])
            .filter(|column| !column.is_empty())
            .for_each(|column| column.resize(len + more, NO_CODE));
        part.days.values_mut().for_each(|column| column.resize(len + more, NO_DAY));
        part.numbers.values_mut().for_each(|column| column.resize(len + more, 0));
        part.money.values_mut().for_each(|column| column.resize(len + more, NO_MONEY));
        part.opportunity.extend(untouched.iter().map(|(deal, ..)| *deal));
        part.origins.extend(untouched.iter().filter_map(|(deal, ..)| deals.origins.get(*deal as usize)).copied());
        let days = part.days.get_mut(&Field::Day).into_iter().flat_map(|column| column.iter_mut().skip(len));
        days.zip(untouched).for_each(|(slot, (_, day, _))| *slot = *day);
        let slots = part.dimensions.get_mut(Dimension::Stage.index()).into_iter().flat_map(|column| column.iter_mut().skip(len));
        slots.zip(untouched).for_each(|(slot, (.., stage))| *slot = *stage);
    }
}
