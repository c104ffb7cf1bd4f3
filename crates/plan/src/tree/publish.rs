//! A tree as the targets of its year, in place of what the files say.

use std::collections::BTreeMap;

use kpi_data::{Dataset, Facts, NO_CODE, Origin};
use kpi_model::{Day, Dimension, Field, NodeKind, PlanView, TableKind};

use crate::booked::Booked;

/// Makes the people of a tree the targets of its year: replaces whatever targets the dataset has for these months.
pub fn publish(dataset: &mut Dataset, view: &PlanView) {
    let mut targets = dataset.facts.remove(&TableKind::Targets).unwrap_or_else(|| Facts::new(TableKind::Targets));
    keep_other_years(&mut targets, view.year);
    // What a person's team and region are is read off what the person booked.
    let mut home: BTreeMap<u32, [u32; 2]> = BTreeMap::new();
    if let Some(rows) = Booked::of(dataset).ok().and_then(|booked| dataset.facts(booked.table())) {
        let code = |dimension: Dimension, row: usize| rows.dimension(dimension).get(row).copied().unwrap_or(NO_CODE);
        for row in 0..rows.len {
            home.insert(code(Dimension::Person, row), [code(Dimension::Team, row), code(Dimension::Region, row)]);
        }
    }
    let mut region_of_team = NO_CODE;
    for node in &view.nodes {
        if node.kind == NodeKind::Region {
            region_of_team = if node.name.is_empty() { NO_CODE } else { intern(dataset, Dimension::Region, &node.name) };
        }
        if !node.kind.is_leaf() {
            continue;
        }
        // Somebody new gets a code; what nobody holds has a team and no person.
        let team_name = node.id.strip_suffix(&format!("/{}", node.name)).or_else(|| node.id.strip_suffix("/*")).unwrap_or("").to_owned();
        let person = if node.kind == NodeKind::Unassigned { NO_CODE } else { intern(dataset, Dimension::Person, &node.name) };
        let known = home.get(&person).copied().filter(|_| person != NO_CODE);
        let [team, region] = known.unwrap_or_else(|| [intern(dataset, Dimension::Team, &team_name), region_of_team]);
        for (month, amount) in (1u32..).zip(&node.months) {
            let Some(day) = Day::from_ymd(view.year, month, 1) else {
                continue;
            };
            for (dimension, code) in [(Dimension::Person, person), (Dimension::Team, team), (Dimension::Region, region)] {
                if let Some(column) = targets.dimensions.get_mut(dimension.index()) {
                    column.resize(targets.len, NO_CODE);
                    column.push(code);
                }
            }
            targets.days.entry(Field::Month).or_default().push(day.0);
            targets.money.entry(Field::Amount).or_default().push(i64::try_from(amount.minor).unwrap_or(i64::MAX));
            targets.origins.push(Origin { file: u16::MAX, row: u32::try_from(targets.len).unwrap_or(u32::MAX) });
            targets.len += 1;
        }
    }
    dataset.facts.insert(TableKind::Targets, targets);
}

fn intern(dataset: &mut Dataset, dimension: Dimension, name: &str) -> u32 {
    dataset.dictionaries.get_mut(dimension.index()).map_or(NO_CODE, |dictionary| dictionary.intern(name))
}

fn keep_other_years(targets: &mut Facts, year: i32) {
    let days = targets.days.get(&Field::Month).cloned().unwrap_or_default();
    let keeps: Vec<bool> = days.iter().map(|day| Day(*day).year() != year).collect();
    targets.retain(&keeps);
    // Published targets are by person only: a column for another dimension would say nothing about them.
    for (i, column) in targets.dimensions.iter_mut().enumerate() {
        if ![Dimension::Person, Dimension::Team, Dimension::Region].iter().any(|dimension| dimension.index() == i) {
            column.clear();
        }
    }
}
