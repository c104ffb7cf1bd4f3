//! The target tree: company, team, person by month; every level adds up exactly.

use std::collections::BTreeMap;

use kpi_data::{Dataset, Facts, NO_CODE, Origin};
use kpi_engine::{Definition, Formula, evaluate};
use kpi_math::spread;
use kpi_model::{Basis, Day, Dimension, Field, Grain, Lens, Money, PlanNode, PlanView, Quantity, Spread, TableKind};

use crate::error::PlanError;
use crate::{last_twelve_months, planned_year, won_amount};

/// Won amounts of the last twelve months: team → person → the months.
type History = BTreeMap<String, BTreeMap<String, Vec<u64>>>;

/// Months in the tree.
const MONTHS: usize = 12;
/// A suggested total is a whole multiple of this many minor units (10,000).
const ROUND: i128 = 1_000_000;

/// The tree of a spread. Company = Σ teams = Σ people and year = Σ months, to the minor unit.
///
/// The total goes to teams, each team's to its people, each person's to months; locked figures are kept and the rest
/// follows the basis by largest remainder (ties: by name, then month).
///
/// # Errors
/// [`PlanError::NoHistory`], [`PlanError::Locks`] naming the node, [`PlanError::Negative`].
pub fn plan(dataset: &Dataset, rules: &Spread) -> Result<PlanView, PlanError> {
    let as_of = dataset.as_of.ok_or(PlanError::NoHistory)?;
    let window = last_twelve_months(as_of);
    let history = history(dataset, as_of)?;
    let sum = |months: &[u64]| months.iter().sum::<u64>();
    let of_team = |people: &BTreeMap<String, Vec<u64>>| people.values().map(|months| sum(months)).sum::<u64>();
    let won: u64 = history.values().map(of_team).sum();
    let suggested = (i128::from(won) * 110 / 100 + ROUND / 2) / ROUND * ROUND;
    let total = rules.total.map_or(suggested, |total| total.minor);
    if total < 0 || rules.locks.iter().any(|lock| lock.amount.minor < 0) {
        return Err(PlanError::Negative);
    }
    let mut season = [0u64; MONTHS];
    for months in history.values().flat_map(BTreeMap::values) {
        for (i, amount) in months.iter().enumerate() {
            // History starts in any month of the year; the tree starts in January.
            let month = (i + window.from.month() as usize - 1) % MONTHS;
            if let Some(slot) = season.get_mut(month) {
                *slot += amount;
            }
        }
    }
    let weights = |basis: Basis, history: Vec<u64>| {
        if basis == Basis::Even { vec![1; history.len()] } else { history }
    };
    let lock = |node: &str, month: Option<u8>| {
        rules.locks.iter().rev().find(|lock| lock.node == node && lock.month == month).map(|lock| lock.amount.minor)
    };
    let teams = spread(
        total,
        &weights(rules.people, history.values().map(of_team).collect()),
        &history.keys().map(|team| lock(team, None)).collect::<Vec<_>>(),
    )
    .map_err(|error| PlanError::locks("公司 / company", error))?;
    let mut nodes = vec![node("", "", 0, won)];
    for ((team, people), team_total) in history.iter().zip(teams) {
        let at = nodes.len();
        nodes.push(PlanNode { locked: lock(team, None).is_some(), ..node(team, team, 1, of_team(people)) });
        let ids: Vec<String> = people.keys().map(|person| format!("{team}/{person}")).collect();
        let locks: Vec<Option<i128>> = ids.iter().map(|id| lock(id, None)).collect();
        let totals = spread(team_total, &weights(rules.people, people.values().map(|months| sum(months)).collect()), &locks)
            .map_err(|error| PlanError::locks(team, error))?;
        for (((person, months), id), person_total) in people.iter().zip(&ids).zip(totals) {
            let month_locks: Vec<Option<i128>> = (0..MONTHS).map(|month| lock(id, u8::try_from(month).ok())).collect();
            let split = spread(person_total, &weights(rules.months, season.to_vec()), &month_locks)
                .map_err(|error| PlanError::locks(person, error))?;
            nodes.push(PlanNode {
                locked: lock(id, None).is_some(),
                locked_months: month_locks.iter().map(Option::is_some).collect(),
                months: split.into_iter().map(Money::from_minor).collect(),
                total: Money::from_minor(person_total),
                ..node(id, person, 2, sum(months))
            });
        }
        add_up(&mut nodes, at, 2);
    }
    add_up(&mut nodes, 0, 1);
    let gap = Money::from_minor(largest_gap(&nodes, total));
    let year = rules.year.unwrap_or_else(|| planned_year(as_of));
    Ok(PlanView { year, history_from: window.from, history_to: window.to, nodes, gap, published: false })
}

fn node(id: &str, name: &str, level: u8, history: u64) -> PlanNode {
    PlanNode {
        id: id.to_owned(),
        name: name.to_owned(),
        level,
        history: Money::from_minor(i128::from(history)),
        total: Money::default(),
        locked: false,
        months: vec![Money::default(); MONTHS],
        locked_months: vec![false; MONTHS],
    }
}

/// Fills the node at `at` with the sums of the nodes of `level` behind it.
fn add_up(nodes: &mut [PlanNode], at: usize, level: u8) {
    let mut months = vec![Money::default(); MONTHS];
    for child in nodes.iter().skip(at + 1).filter(|node| node.level == level) {
        for (sum, month) in months.iter_mut().zip(&child.months) {
            sum.minor += month.minor;
        }
    }
    if let Some(parent) = nodes.get_mut(at) {
        parent.total = Money::from_minor(months.iter().map(|month| month.minor).sum());
        parent.months = months;
    }
}

/// The check that is shown beside the tree, made from the finished tree alone.
fn largest_gap(nodes: &[PlanNode], total: i128) -> i128 {
    let mut gap = nodes.first().map_or(0, |company| (company.total.minor - total).abs());
    for (at, parent) in nodes.iter().enumerate().filter(|(_, node)| node.level < 2) {
        let family = nodes.iter().skip(at + 1).take_while(|node| node.level > parent.level);
        let children: i128 = family.filter(|node| node.level == parent.level + 1).map(|node| node.total.minor).sum();
        gap = gap.max((parent.total.minor - children).abs());
    }
    for node in nodes {
        gap = gap.max((node.total.minor - node.months.iter().map(|month| month.minor).sum::<i128>()).abs());
    }
    gap
}

fn history(dataset: &Dataset, as_of: Day) -> Result<History, PlanError> {
    let deals = dataset.facts(TableKind::Opportunities).ok_or(PlanError::NoHistory)?;
    let has = |dimension: &Dimension| !deals.dimension(*dimension).is_empty();
    let by: Vec<Dimension> = [Dimension::Team, Dimension::Person].into_iter().filter(has).collect();
    let window = last_twelve_months(as_of);
    let lens = Lens { by: by.clone(), grain: Some(Grain::Month), from: Some(window.from), to: Some(window.to), ..Lens::default() };
    let definition = Definition { kpi: "won".to_owned(), variant: "amount".to_owned(), formula: Formula::Total(won_amount()) };
    let reports = evaluate(dataset, &[(lens, vec![definition])]).map_err(|_| PlanError::NoHistory)?;
    let mut history = History::new();
    for months in reports.iter().flat_map(|report| report.cells.chunks(MONTHS)) {
        let amounts: Vec<u64> = months
            .iter()
            .map(|cell| match cell.value {
                Some(Quantity::Money(money)) => u64::try_from(money.minor.max(0)).unwrap_or(0),
                _ => 0,
            })
            .collect();
        let Some(group) = months.first().map(|cell| &cell.group) else {
            continue;
        };
        let name = |dimension: Dimension| group.get(dimension.name()).unwrap_or("").to_owned();
        if amounts.iter().any(|amount| *amount > 0) {
            history.entry(name(Dimension::Team)).or_default().insert(name(Dimension::Person), amounts);
        }
    }
    if history.is_empty() { Err(PlanError::NoHistory) } else { Ok(history) }
}

/// Makes the people of a tree the targets of its year: replaces whatever targets the dataset has for these months.
pub fn publish(dataset: &mut Dataset, view: &PlanView) {
    let mut targets = dataset.facts.remove(&TableKind::Targets).unwrap_or_else(|| Facts::new(TableKind::Targets));
    keep_other_years(&mut targets, view.year);
    // What a person's team and region are is read off the person's opportunities.
    let mut home: BTreeMap<u32, [u32; 2]> = BTreeMap::new();
    if let Some(deals) = dataset.facts(TableKind::Opportunities) {
        let code = |dimension: Dimension, row: usize| deals.dimension(dimension).get(row).copied().unwrap_or(NO_CODE);
        for row in 0..deals.len {
            home.insert(code(Dimension::Person, row), [code(Dimension::Team, row), code(Dimension::Region, row)]);
        }
    }
    for node in view.nodes.iter().filter(|node| node.level == 2) {
        let person = dataset.dictionary(Dimension::Person).and_then(|people| people.code(&node.name)).unwrap_or(NO_CODE);
        let [team, region] = home.get(&person).copied().unwrap_or([NO_CODE; 2]);
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

fn keep_other_years(targets: &mut Facts, year: i32) {
    let days = targets.days.get(&Field::Month).cloned().unwrap_or_default();
    let keeps: Vec<bool> = days.iter().map(|day| Day(*day).year() != year).collect();
    fn retain<T>(column: &mut Vec<T>, keeps: &[bool]) {
        let mut flags = keeps.iter();
        column.retain(|_| flags.next().copied().unwrap_or(true));
    }
    // Published targets are by person only: a column for another dimension would say nothing about them.
    for (i, column) in targets.dimensions.iter_mut().enumerate() {
        retain(column, &keeps);
        if ![Dimension::Person, Dimension::Team, Dimension::Region].iter().any(|dimension| dimension.index() == i) {
            column.clear();
        }
    }
    targets.days.values_mut().for_each(|column| retain(column, &keeps));
    targets.money.values_mut().for_each(|column| retain(column, &keeps));
    retain(&mut targets.origins, &keeps);
    targets.len = keeps.iter().filter(|keep| **keep).count();
}

#[cfg(test)]
mod tests {
    use super::plan;
    use kpi_data::{Dataset, Facts, Outcome};
    use kpi_model::{Basis, Day, Dimension, Field, Lock, Money, Spread, TableKind};
    use proptest::prelude::*;

    /// A company with the given wins `(team, person, month back, amount)`.
    fn company(wins: &[(u8, u8, u8, u32)]) -> Dataset {
        let mut data = Dataset { as_of: Day::from_ymd(2025, 9, 30), ..Dataset::default() };
        let mut deals = Facts::new(TableKind::Opportunities);
        deals.len = wins.len();
        deals.outcomes = vec![Outcome::Won; wins.len()];
        for (team, person, back, amount) in wins {
            let closed = Day::from_ymd(2025, 9, 15).unwrap().month_start(-i32::from(back % 12)).plus(10);
            deals.days.entry(Field::Closed).or_default().push(closed.0);
            deals.money.entry(Field::Amount).or_default().push(i64::from(*amount));
            let codes = [(Dimension::Team, format!("T{}", team % 4)), (Dimension::Person, format!("P{}-{}", team % 4, person % 9))];
            for (dimension, name) in codes {
                let code = data.dictionaries[dimension.index()].intern(&name);
                deals.dimensions[dimension.index()].push(code);
            }
        }
        data.facts.insert(TableKind::Opportunities, deals);
        data
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]
        #[test]
        fn children_sum_to_the_parent_to_the_minor_unit(
            wins in proptest::collection::vec((0u8..4, 0u8..9, 0u8..12, 1u32..100_000_000), 1..40),
            total in 0i128..100_000_000_000,
            even in any::<(bool, bool)>(),
            locked in proptest::collection::vec((0usize..40, proptest::option::of(0u8..12), 0i128..100_000), 0..3),
        ) {
            let basis = |even| if even { Basis::Even } else { Basis::History };
            let data = company(&wins);
            let mut rules = Spread { total: Some(Money::from_minor(total)), people: basis(even.0), months: basis(even.1), ..Spread::default() };
            let free = plan(&data, &rules).unwrap();
            for (i, month, amount) in locked {
                let node = &free.nodes[i % free.nodes.len()];
                if node.level > 0 && (node.level == 2 || month.is_none()) {
                    rules.locks.push(Lock { node: node.id.clone(), month, amount: Money::from_minor(amount) });
                }
            }
            // Locks that do not fit are refused; otherwise everything adds up and the locks are kept.
            if let Ok(view) = plan(&data, &rules) {
                prop_assert_eq!(view.gap.minor, 0);
                prop_assert_eq!(view.nodes[0].total.minor, total);
                let sum = |level: u8| view.nodes.iter().filter(|n| n.level == level).map(|n| n.total.minor).sum::<i128>();
                prop_assert_eq!((sum(1), sum(2)), (total, total));
                for month in 0..12 {
                    let people: i128 = view.nodes.iter().filter(|n| n.level == 2).map(|n| n.months[month].minor).sum();
                    prop_assert_eq!(people, view.nodes[0].months[month].minor);
                }
                for node in view.nodes.iter().filter(|n| n.locked) {
                    let lock = rules.locks.iter().rev().find(|l| l.node == node.id && l.month.is_none()).unwrap();
                    prop_assert_eq!(node.total, lock.amount);
                }
            }
        }
    }

    #[test]
    fn publishing_replaces_the_targets_of_the_year() {
        let mut data = company(&[(0, 0, 0, 500), (1, 1, 3, 700)]);
        let view = plan(&data, &Spread { total: Some(Money::from_minor(1_000_000)), ..Spread::default() }).unwrap();
        super::publish(&mut data, &view);
        super::publish(&mut data, &view);
        let targets = &data.facts[&TableKind::Targets];
        assert_eq!(targets.len, 24);
        assert_eq!(targets.money[&Field::Amount].iter().sum::<i64>(), 1_000_000);
        assert!(targets.dimensions.iter().all(|column| column.is_empty() || column.len() == 24));
    }
}
