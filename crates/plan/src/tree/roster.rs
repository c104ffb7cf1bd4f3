//! Who is in the tree: teams and people of the data, and those the rules add.

use std::collections::BTreeMap;

use kpi_data::{Dataset, NO_CODE, NO_MONEY, Outcome};
use kpi_engine::{Definition, Formula, evaluate};
use kpi_model::{Basis, Day, Dimension, Field, Grain, Lens, Member, NodeKind, Period, Quantity, Report, Spread, TableKind};

use super::MONTHS;
use crate::booked::Booked;
use crate::error::PlanError;
use crate::last_twelve_months;

/// One leaf of the tree.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) kind: NodeKind,
    /// Won in each month of the last twelve, in calendar order from January.
    pub(super) months: Vec<u64>,
    /// Won by value of the product axis.
    pub(super) products: Vec<u64>,
    /// Amount of the open opportunities.
    pub(super) open: u64,
    /// What the rules say.
    pub(super) member: Member,
}

impl Person {
    pub(super) fn history(&self) -> u64 {
        self.months.iter().sum()
    }
}

/// A team with its people, by name.
#[derive(Clone, Debug)]
pub(super) struct Team {
    pub(super) name: String,
    pub(super) people: Vec<Person>,
    /// The region it stands under, where the tree has regions; empty: it booked nothing in any.
    pub(super) region: Option<String>,
}

/// The teams, by region where the tree has them, then by name.
#[derive(Clone, Debug)]
pub(super) struct Roster {
    pub(super) as_of: Day,
    pub(super) window: Period,
    pub(super) teams: Vec<Team>,
    /// Values of the product axis.
    pub(super) products: Vec<String>,
    /// Mean share of each calendar month over all whole years of the data, in parts per million; empty where no basis needs it.
    pub(super) season: Vec<u64>,
}

/// The id of a person's node. The node of a team's unassigned part has the name `*`.
pub(super) fn id(team: &str, person: &str) -> String {
    format!("{team}/{person}")
}

impl Roster {
    pub(super) fn new(dataset: &Dataset, rules: &Spread) -> Result<Self, PlanError> {
        let as_of = dataset.as_of.ok_or(PlanError::NoHistory)?;
        let window = last_twelve_months(as_of);
        let mut known: BTreeMap<String, BTreeMap<String, Person>> = BTreeMap::new();
        let mut has_won = false;
        for cells in won(dataset, window, None, Some(Grain::Month))?.cells.chunks(MONTHS) {
            let amounts: Vec<u64> = cells.iter().map(|cell| amount(cell.value)).collect();
            let Some(group) = cells.first().map(|cell| &cell.group).filter(|_| amounts.iter().any(|amount| *amount > 0)) else { continue };
            has_won = true;
            let name = |dimension: Dimension| group.get(dimension.name()).unwrap_or("").to_owned();
            let person =
                known.entry(name(Dimension::Team)).or_default().entry(name(Dimension::Person)).or_insert_with_key(|name| blank(name));
            // History starts in any month of the year; the tree starts in January.
            let first = window.from.month() as usize - 1;
            for (i, amount) in amounts.iter().enumerate() {
                if let Some(slot) = person.months.get_mut((first + i) % MONTHS) {
                    *slot += amount;
                }
            }
        }
        if !has_won {
            return Err(PlanError::NoHistory);
        }
        let products = axis(dataset, window, rules.by, &mut known)?;
        for member in &rules.members {
            let (team, name) = member.node.split_once('/').ok_or_else(|| PlanError::Node { node: member.node.clone() })?;
            let fresh = |name: &String| Person { kind: NodeKind::NewHire, products: vec![0; products.len()], ..blank(name) };
            let person = known.entry(team.to_owned()).or_default().entry(name.to_owned()).or_insert_with_key(fresh);
            person.member = member.clone();
            if member.leaves.is_some() && person.kind == NodeKind::Person {
                person.kind = NodeKind::Leaver;
            }
        }
        open_amounts(dataset, &mut known);
        let regions = if rules.regions { Some(regions(dataset, window)?) } else { None };
        let team = |(name, people): (String, BTreeMap<String, Person>)| {
            let with_ids = people.into_values().map(|person| Person { id: id(&name, &person.name), ..person });
            let mut people: Vec<Person> = with_ids.collect();
            if rules.unassigned {
                let nobody = blank("");
                people.push(Person { id: id(&name, "*"), kind: NodeKind::Unassigned, products: vec![0; products.len()], ..nobody });
            }
            let region = regions.as_ref().map(|regions| regions.get(&name).cloned().unwrap_or_default());
            Team { name, people, region }
        };
        let mut teams: Vec<Team> = known.into_iter().map(team).collect();
        teams.sort_by(|a, b| a.region.cmp(&b.region));
        let needs_season = rules.months == Basis::Season && rules.season.is_none();
        let season = if needs_season { season(dataset)? } else { Vec::new() };
        Ok(Self { as_of, window, teams, products, season })
    }

    pub(super) fn people(&self) -> impl Iterator<Item = &Person> {
        self.teams.iter().flat_map(|team| &team.people)
    }

    /// Mean won amount of a person with history in twelve months: of the team, else of all.
    pub(super) fn mean_year(&self, team: usize) -> u64 {
        fn mean<'a>(people: impl Iterator<Item = &'a Person>) -> Option<u64> {
            let own: Vec<u64> = people.map(Person::history).filter(|history| *history > 0).collect();
            own.iter().sum::<u64>().checked_div(own.len() as u64)
        }
        self.teams.get(team).and_then(|team| mean(team.people.iter())).or_else(|| mean(self.people())).unwrap_or(0)
    }
}

fn blank(name: &str) -> Person {
    Person {
        id: String::new(),
        name: name.to_owned(),
        kind: NodeKind::Person,
        months: vec![0; MONTHS],
        products: Vec::new(),
        open: 0,
        member: Member::default(),
    }
}

fn amount(value: Option<Quantity>) -> u64 {
    match value {
        Some(Quantity::Money(money)) => u64::try_from(money.minor.max(0)).unwrap_or(0),
        _ => 0,
    }
}

/// Booked amounts by team and person, and by one more dimension.
fn won(dataset: &Dataset, window: Period, by: Option<Dimension>, grain: Option<Grain>) -> Result<Report, PlanError> {
    let booked = Booked::of(dataset)?;
    let rows = dataset.facts(booked.table()).ok_or(PlanError::NoHistory)?;
    let has = |dimension: &Dimension| !rows.dimension(*dimension).is_empty();
    let by = [Some(Dimension::Team), Some(Dimension::Person), by].into_iter().flatten().filter(has).collect();
    let lens = Lens { by, grain, from: Some(window.from), to: Some(window.to), ..Lens::default() };
    let definition = Definition { kpi: "won".to_owned(), variant: "amount".to_owned(), formula: Formula::Total(booked.amount()) };
    let reports = evaluate(dataset, &[(lens, vec![definition])]).map_err(|_| PlanError::NoHistory)?;
    reports.into_iter().next().ok_or(PlanError::NoHistory)
}

/// Fills in what each person won by value of the product axis; the values in order of their text.
fn axis(
    dataset: &Dataset,
    window: Period,
    by: Option<Dimension>,
    known: &mut BTreeMap<String, BTreeMap<String, Person>>,
) -> Result<Vec<String>, PlanError> {
    let Some(by) = by else { return Ok(Vec::new()) };
    if matches!(by, Dimension::Team | Dimension::Person) {
        return Err(PlanError::Axis);
    }
    let report = won(dataset, window, Some(by), None)?;
    let of = |dimension: Dimension, cell: &kpi_model::Cell| cell.group.get(dimension.name()).unwrap_or("").to_owned();
    let with_amount: Vec<_> = report.cells.iter().filter(|cell| amount(cell.value) > 0).collect();
    let values: BTreeMap<String, usize> = {
        let mut texts: Vec<String> = with_amount.iter().map(|cell| of(by, cell)).collect();
        texts.sort();
        texts.dedup();
        texts.into_iter().enumerate().map(|(i, text)| (text, i)).collect()
    };
    if values.len() < 2 || values.len() > 60 {
        return Err(PlanError::Axis);
    }
    for people in known.values_mut() {
        people.values_mut().for_each(|person| person.products = vec![0; values.len()]);
    }
    for cell in with_amount {
        let person = known.get_mut(&of(Dimension::Team, cell)).and_then(|people| people.get_mut(&of(Dimension::Person, cell)));
        let at = values.get(&of(by, cell)).copied();
        if let Some(slot) = person.zip(at).and_then(|(person, at)| person.products.get_mut(at)) {
            *slot += amount(cell.value);
        }
    }
    Ok(values.into_keys().collect())
}

/// The region in which each team booked most; of equals the first by name.
fn regions(dataset: &Dataset, window: Period) -> Result<BTreeMap<String, String>, PlanError> {
    let booked = Booked::of(dataset)?;
    let has = |dimension| dataset.facts(booked.table()).is_some_and(|rows| !rows.dimension(dimension).is_empty());
    if !has(Dimension::Region) || !has(Dimension::Team) {
        return Err(PlanError::Regions);
    }
    let mut sums: BTreeMap<(String, String), u64> = BTreeMap::new();
    for cell in won(dataset, window, Some(Dimension::Region), None)?.cells {
        let name = |dimension: Dimension| cell.group.get(dimension.name()).unwrap_or("").to_owned();
        *sums.entry((name(Dimension::Team), name(Dimension::Region))).or_default() += amount(cell.value);
    }
    let mut most: BTreeMap<String, (u64, String)> = BTreeMap::new();
    for ((team, region), booked) in sums {
        let own = most.entry(team).or_default();
        if !region.is_empty() && booked > own.0 {
            *own = (booked, region);
        }
    }
    Ok(most.into_iter().map(|(team, (_, region))| (team, region)).collect())
}

fn open_amounts(dataset: &Dataset, known: &mut BTreeMap<String, BTreeMap<String, Person>>) {
    let Some(deals) = dataset.facts(TableKind::Opportunities) else { return };
    let Some(amounts) = deals.money.get(&Field::Amount) else { return };
    let text = |dimension: Dimension, row: usize| {
        let code = deals.dimension(dimension).get(row).copied().unwrap_or(NO_CODE);
        dataset.dictionary(dimension).and_then(|texts| texts.text(code)).unwrap_or("")
    };
    for (row, amount) in amounts.iter().enumerate().filter(|(_, amount)| **amount != NO_MONEY) {
        if deals.outcomes.get(row) == Some(&Outcome::Open)
            && let Some(person) = known.get_mut(text(Dimension::Team, row)).and_then(|team| team.get_mut(text(Dimension::Person, row)))
        {
            person.open += u64::try_from(*amount).unwrap_or(0);
        }
    }
}

/// Mean share of the calendar months over the whole years back from the as-of month, at most five; each year counts alike.
fn season(dataset: &Dataset) -> Result<Vec<u64>, PlanError> {
    const MILLION: u64 = 1_000_000;
    let as_of = dataset.as_of.ok_or(PlanError::NoHistory)?;
    let window = last_twelve_months(as_of);
    let mut shares = vec![0; MONTHS];
    for back in 0..5 {
        let year = Period { from: window.from.month_start(-12 * back), to: window.to.month_start(-12 * back) };
        if back > 0 && dataset.first_day.is_none_or(|first| first > year.from) {
            break;
        }
        let lens = Lens { grain: Some(Grain::Month), from: Some(year.from), to: Some(year.to), ..Lens::default() };
        let formula = Formula::Total(Booked::of(dataset)?.amount());
        let definition = Definition { kpi: "won".to_owned(), variant: "amount".to_owned(), formula };
        let reports = evaluate(dataset, &[(lens, vec![definition])]).map_err(|_| PlanError::NoHistory)?;
        let months: Vec<u64> = reports.iter().flat_map(|report| &report.cells).map(|cell| amount(cell.value)).collect();
        let sum = months.iter().map(|month| u128::from(*month)).sum::<u128>();
        let first = year.from.month() as usize - 1;
        for (i, month) in months.iter().enumerate() {
            let share = u64::try_from((u128::from(*month) * u128::from(MILLION)).checked_div(sum).unwrap_or(0)).unwrap_or(0);
            if let Some(slot) = shares.get_mut((first + i) % MONTHS) {
                *slot += share;
            }
        }
    }
    Ok(shares)
}
