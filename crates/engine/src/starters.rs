//! Sales people from the day they started to their first win.

use std::collections::BTreeMap;

use kpi_data::{Dataset, Facts, NO_CODE, NO_DAY, Outcome};
use kpi_model::{Dimension, Field, TableKind};

/// One row per person who started no earlier than the opportunities begin: of the others the first win may not be in it. Won is who won an
/// opportunity from then on, by the day of the first. None without a file of people that says when they started.
pub(crate) fn starters(dataset: &Dataset) -> Option<Facts> {
    let people = dataset.facts(TableKind::People)?;
    let started = people.days.get(&Field::Created)?;
    let deals = dataset.facts(TableKind::Opportunities)?;
    let (owners, closed) = (deals.dimension(Dimension::Person), deals.days.get(&Field::Closed)?);
    let mut wins: Vec<(u32, i32)> = owners
        .iter()
        .zip(closed)
        .zip(&deals.outcomes)
        .filter(|((owner, day), outcome)| **owner != NO_CODE && **day != NO_DAY && **outcome == Outcome::Won)
        .map(|((owner, day), _)| (*owner, *day))
        .collect();
    wins.sort_unstable();
    let created = deals.days.get(&Field::Created).into_iter().flatten();
    let ended = closed.iter().zip(&deals.outcomes).filter(|(_, outcome)| **outcome != Outcome::Open).map(|(day, _)| day);
    let begin = created.chain(ended).copied().filter(|day| *day != NO_DAY).min().unwrap_or(i32::MIN);
    // Somebody who is listed twice started once.
    let mut rows: BTreeMap<u32, (i32, usize)> = BTreeMap::new();
    for (row, (person, day)) in people.dimension(Dimension::Person).iter().zip(started).enumerate() {
        if *person != NO_CODE && *day != NO_DAY {
            let known = rows.entry(*person).or_insert((*day, row));
            *known = (*known).min((*day, row));
        }
    }
    let mut found: Vec<(usize, u32, i32)> =
        rows.into_iter().filter(|(_, (day, _))| *day >= begin).map(|(person, (day, row))| (row, person, day)).collect();
    found.sort_unstable();
    let first_win = |(_, person, day): &(usize, u32, i32)| {
        let from = wins.partition_point(|win| *win < (*person, *day));
        wins.get(from).filter(|(other, _)| other == person).map_or(NO_DAY, |(_, day)| *day)
    };
    let mut all = Facts::new(TableKind::Starters);
    all.len = found.len();
    for (into, from) in all.dimensions.iter_mut().zip(&people.dimensions) {
        *into = if from.is_empty() { Vec::new() } else { found.iter().filter_map(|(row, ..)| from.get(*row)).copied().collect() };
    }
    let won: Vec<i32> = found.iter().map(first_win).collect();
    all.outcomes = won.iter().map(|day| if *day == NO_DAY { Outcome::Open } else { Outcome::Won }).collect();
    all.days.insert(Field::Created, found.iter().map(|(.., day)| *day).collect());
    all.days.insert(Field::Closed, won);
    all.origins = found.iter().filter_map(|(row, ..)| people.origins.get(*row)).copied().collect();
    Some(all)
}
