//! The sales people and their teams.

use crate::date::day;
use crate::model::{Person, REGIONS};
use crate::rng::Rng;
use crate::words::PEOPLE;

/// Largest size of a team.
const TEAM_SIZE: usize = 12;

/// The twelve known people, joined by numbered ones when there are many opportunities.
pub(crate) fn people(seed: u64, opportunities: usize) -> Vec<Person> {
    let mut rng = Rng::new(seed, 1);
    let wanted = if opportunities <= 5000 { PEOPLE.len() } else { opportunities / 800 };
    let known = PEOPLE.iter().enumerate().map(|(position, (_, (year, month, date), weight))| {
        let region = position / 4;
        Person { team: region, region, hired: day(*year, *month, *date), weight: *weight }
    });
    let mut people = known.collect::<Vec<_>>();
    let mut sizes = [4_usize; REGIONS];
    while people.len() < wanted {
        let region = people.len() % REGIONS;
        let size = sizes.get(region).copied().unwrap_or(0);
        if let Some(size) = sizes.get_mut(region) {
            *size += 1;
        }
        people.push(Person {
            team: region + REGIONS * (size / TEAM_SIZE),
            region,
            hired: crate::date::workday_after(rng.range(day(2016, 1, 4), day(2022, 8, 26))),
            weight: rng.range(88, 115),
        });
    }
    people
}

/// Draws the owner of a new account.
pub(crate) fn owner(rng: &mut Rng, people: &[Person]) -> usize {
    let mut position = rng.index(people.len());
    for _ in 0..8 {
        let weight = people.get(position).map_or(120, |person| person.weight);
        if rng.below(120) < weight {
            break;
        }
        position = rng.index(people.len());
    }
    position
}
