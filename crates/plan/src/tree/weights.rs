//! What each cell of the tree is worth against the others, by the bases of the rules.

use kpi_model::{Basis, Day, Money, NodeKind, Spread};

use super::MONTHS;
use super::roster::{Person, Roster};

/// Percent of full productivity in the months after joining, unless the rules say otherwise.
const RAMP: [u32; 3] = [25, 50, 75];

/// Percent of a full month that a person is there and up to speed, by calendar month of the year.
///
/// The month of joining is the first of the ramp, by whole months; a month counts if the person is there on its first day or
/// joins within it.
fn presence(person: &Person, rules: &Spread, year: i32) -> Vec<u64> {
    let ramp: &[u32] = rules.ramp.as_deref().unwrap_or(&RAMP);
    let month = |month: u32| {
        let Some(first) = Day::from_ymd(year, month, 1) else { return 0 };
        if person.member.leaves.is_some_and(|leaves| leaves <= first) {
            return 0;
        }
        let Some(joins) = person.member.joins else { return 100 };
        let tenure = (first.year() - joins.year()) * 12 + first.month().cast_signed() - joins.month().cast_signed();
        usize::try_from(tenure).map_or(0, |tenure| u64::from(ramp.get(tenure).copied().unwrap_or(100)))
    };
    (1..=12).map(month).collect()
}

/// What a node can do in the year: productivity × presence; `None` for what nobody holds.
pub(super) fn capacity(roster: &Roster, team: usize, person: &Person, rules: &Spread, year: i32) -> Option<Money> {
    if person.kind == NodeKind::Unassigned {
        return None;
    }
    let a_month = productivity(roster, team, person);
    let months: u64 = presence(person, rules, year).iter().sum();
    Some(Money::from_minor(i128::from(a_month) * i128::from(months) / 100))
}

fn productivity(roster: &Roster, team: usize, person: &Person) -> u64 {
    let given = person.member.productivity.and_then(|money| u64::try_from(money.minor).ok());
    given.unwrap_or_else(|| roster.mean_year(team) / MONTHS as u64)
}

/// The weight of a person against the others for a full year.
fn share(roster: &Roster, team: usize, person: &Person, basis: Basis) -> u64 {
    let is_new = person.kind == NodeKind::NewHire;
    match basis {
        Basis::Even => {
            // Teams alike, and people within a team alike.
            let sizes: Vec<u64> = roster.teams.iter().map(|team| holders(&team.people).max(1)).collect();
            let common = sizes.iter().fold(1_u64, |common, size| common / gcd(common, *size) * size);
            common / sizes.get(team).copied().unwrap_or(1)
        }
        Basis::Capacity => productivity(roster, team, person),
        Basis::Potential => {
            let given = person.member.potential.and_then(|money| u64::try_from(money.minor).ok());
            given.unwrap_or(person.open)
        }
        Basis::History | Basis::Season if is_new => productivity(roster, team, person).saturating_mul(MONTHS as u64),
        Basis::History | Basis::Season => person.history(),
    }
}

fn holders(people: &[Person]) -> u64 {
    people.iter().filter(|person| person.kind != NodeKind::Unassigned).count() as u64
}

fn gcd(a: u64, b: u64) -> u64 {
    if b == 0 { a.max(1) } else { gcd(b, a % b) }
}

/// The twelve months from January.
fn months(roster: &Roster, rules: &Spread) -> Vec<u64> {
    match rules.months {
        Basis::Even => vec![1; MONTHS],
        Basis::Season => match &rules.season {
            Some(season) => (0..MONTHS).map(|month| u64::from(season.get(month).copied().unwrap_or(0))).collect(),
            None => roster.season.clone(),
        },
        _ => (0..MONTHS).map(|month| roster.people().filter_map(|person| person.months.get(month)).sum()).collect(),
    }
}

/// Divides by the common divisor, then halves until the greatest has at most `bits` bits.
fn reduced(weights: Vec<u64>, bits: u32) -> Vec<u64> {
    let common = weights.iter().fold(0, |common, weight| if *weight == 0 { common } else { gcd(*weight, common) }).max(1);
    let highest = weights.iter().max().copied().unwrap_or(0) / common;
    let shift = (64 - highest.leading_zeros()).saturating_sub(bits);
    weights.into_iter().map(|weight| (weight / common) >> shift).collect()
}

/// What the products of a person weigh together.
const WHOLE: i128 = 1 << 24;

/// Weights in proportion that add up to [`WHOLE`].
fn parts(products: &[u64]) -> Vec<u64> {
    let found = kpi_math::spread(WHOLE, &reduced(products.to_vec(), 36), &[]).unwrap_or_default();
    found.into_iter().map(|part| u64::try_from(part).unwrap_or(0)).collect()
}

/// The weight of every cell, by person, month and product: person × month × presence × product.
pub(super) fn cells(roster: &Roster, rules: &Spread, year: i32) -> Vec<u64> {
    let teams: Vec<usize> = roster.teams.iter().enumerate().flat_map(|(at, team)| vec![at; team.people.len()]).collect();
    let people: Vec<&Person> = roster.people().collect();
    let shares = teams
        .iter()
        .zip(&people)
        .map(|(team, person)| if person.kind == NodeKind::Unassigned { 0 } else { share(roster, *team, person, rules.people) });
    let shares = reduced(shares.collect(), 36);
    let season = reduced(months(roster, rules), 36);
    let layers = roster.products.len().max(1);
    let company: Vec<u64> = (0..layers).map(|k| people.iter().filter_map(|person| person.products.get(k)).sum()).collect();
    let presences: Vec<Vec<u64>> = people.iter().map(|person| presence(person, rules, year)).collect();
    let mut weights: Vec<u128> = Vec::with_capacity(people.len() * MONTHS * layers);
    for (i, person) in people.iter().enumerate() {
        let own = if person.products.iter().sum::<u64>() > 0 { &person.products } else { &company };
        // Each person's products make up the same sum: a third axis splits what a person has, and moves nothing between people.
        let products = if roster.products.is_empty() { vec![1] } else { parts(own) };
        for (month, season) in season.iter().enumerate() {
            let worth: u128 = if person.kind == NodeKind::Unassigned {
                // The months of leavers of the team.
                let left = |j: &usize| teams.get(*j) == teams.get(i) && people.get(*j).is_some_and(|other| other.kind == NodeKind::Leaver);
                let gone = |j: usize| 100 - presences.get(j).and_then(|months| months.get(month)).copied().unwrap_or(100);
                (0..people.len()).filter(left).map(|j| u128::from(shares.get(j).copied().unwrap_or(0)) * u128::from(gone(j))).sum()
            } else {
                let there = presences.get(i).and_then(|months| months.get(month)).copied().unwrap_or(0);
                u128::from(shares.get(i).copied().unwrap_or(0)) * u128::from(there)
            };
            weights.extend(products.iter().map(|product| worth * u128::from(*season) * u128::from(*product)));
        }
    }
    let highest = weights.iter().max().copied().unwrap_or(0);
    let shift = (128 - highest.leading_zeros()).saturating_sub(40);
    weights.into_iter().map(|weight| u64::try_from(weight >> shift).unwrap_or(u64::MAX)).collect()
}
