//! The tree adds up whatever the rules say.

use super::{Sheet, SheetCell, SheetRow, compare, plan, publish, rules, sheet};
use crate::PlanError;
use kpi_data::{Dataset, Facts, Outcome};
use kpi_model::{
    Basis, CellEdit, ComparePlans, Day, Dimension, Field, Keep, Locale, Lock, Member, Money, NodeKind, PlanEdit, PlanVersion, PlanView,
    SavePlan, Spread, TableKind,
};
use proptest::prelude::*;

/// A company with the given wins `(team, person, month back, amount)`.
fn company(wins: &[(u8, u8, u8, u32)]) -> Dataset {
    let mut data = Dataset { as_of: Day::from_ymd(2025, 9, 30), first_day: Day::from_ymd(2024, 10, 1), ..Dataset::default() };
    let mut deals = Facts::new(TableKind::Opportunities);
    deals.len = wins.len();
    deals.outcomes = vec![Outcome::Won; wins.len()];
    for (i, (team, person, back, amount)) in wins.iter().enumerate() {
        let closed = Day::from_ymd(2025, 9, 15).unwrap().month_start(-i32::from(back % 12)).plus(10);
        deals.days.entry(Field::Closed).or_default().push(closed.0);
        deals.money.entry(Field::Amount).or_default().push(i64::from(*amount));
        let codes = [
            (Dimension::Team, format!("T{}", team % 4)),
            (Dimension::Person, format!("P{}-{}", team % 4, person % 9)),
            (Dimension::Product, format!("K{}", i % 3)),
            // T1 and T3 book in one region; the others mostly in the other.
            (Dimension::Region, format!("R{}", if i % 7 == 6 { 1 } else { team % 2 })),
        ];
        for (dimension, name) in codes {
            let code = data.dictionaries[dimension.index()].intern(&name);
            deals.dimensions[dimension.index()].push(code);
        }
    }
    data.facts.insert(TableKind::Opportunities, deals);
    data
}

fn small() -> Dataset {
    company(&[(0, 0, 0, 500_000), (0, 1, 3, 700_000), (0, 0, 5, 100_000), (1, 0, 2, 900_000), (1, 1, 7, 300_000), (1, 2, 9, 50_000)])
}

fn tree(data: &Dataset, spread: Spread) -> Result<PlanView, PlanError> {
    plan(data, &PlanEdit { spread, ..PlanEdit::default() })
}

fn money(minor: i128) -> Money {
    Money::from_minor(minor)
}

fn lock(node: &str, month: Option<u8>, amount: i128) -> Lock {
    Lock { node: node.to_owned(), month, amount: money(amount), ..Lock::default() }
}

fn figure(view: &PlanView, node: &str) -> i128 {
    view.nodes.iter().find(|known| known.id == node).unwrap().total.minor
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]
    #[test]
    fn children_sum_to_the_parent_to_the_minor_unit(
        wins in proptest::collection::vec((0u8..4, 0u8..9, 0u8..12, 1u32..100_000_000), 1..40),
        total in 0i128..100_000_000_000,
        even in any::<(bool, bool)>(),
        (axis, regions) in any::<(bool, bool)>(),
        locked in proptest::collection::vec((0usize..40, proptest::option::of(0u8..12), 0i128..100_000), 0..4),
    ) {
        let basis = |even| if even { Basis::Even } else { Basis::History };
        let data = company(&wins);
        let by = (axis && wins.len() > 2).then_some(Dimension::Product);
        let mut rules = Spread { total: Some(money(total)), people: basis(even.0), months: basis(even.1), by, regions, ..Spread::default() };
        let free = tree(&data, rules.clone()).unwrap();
        for (i, month, amount) in locked {
            let node = &free.nodes[i % free.nodes.len()];
            if node.level > 0 || month.is_some() {
                rules.locks.push(lock(&node.id, month, amount));
            }
        }
        // Locks that do not fit are refused; otherwise everything adds up and the locks are kept.
        match tree(&data, rules.clone()) {
            Ok(view) => {
                prop_assert_eq!(view.gap.minor, 0);
                prop_assert_eq!(view.nodes[0].total.minor, total);
                let sum = |level: u8| view.nodes.iter().filter(|n| n.level == level).map(|n| n.total.minor).sum::<i128>();
                prop_assert_eq!((sum(1), sum(2)), (total, total));
                prop_assert_eq!(sum(3), if regions { total } else { 0 });
                for month in 0..12 {
                    let people: i128 = view.nodes.iter().filter(|n| n.level == 2).map(|n| n.months[month].minor).sum();
                    prop_assert_eq!(people, view.nodes[0].months[month].minor);
                }
                for (at, lock) in rules.locks.iter().enumerate() {
                    let is_last = !rules.locks[at + 1..].iter().any(|other| (&other.node, other.month) == (&lock.node, lock.month));
                    let node = view.nodes.iter().find(|node| node.id == lock.node).unwrap();
                    let now = lock.month.map_or(node.total, |month| node.months[usize::from(month)]);
                    prop_assert!(!is_last || now == lock.amount);
                }
            }
            Err(PlanError::Locks { release, .. }) => prop_assert!(!release.is_empty()),
            Err(other) => prop_assert!(false, "{other}"),
        }
    }
}

#[test]
fn contradicting_locks_are_named() {
    let rules = Spread {
        total: Some(money(1_000_000)),
        locks: vec![lock("T0", None, 700_000), lock("T1", None, 400_000), lock("T1/P1-0", Some(2), 5)],
        ..Spread::default()
    };
    let error = tree(&small(), rules).unwrap_err();
    let expected = PlanError::Locks {
        core: vec!["T0 = 7000.00".to_owned(), "T1 = 4000.00".to_owned()],
        release: vec!["T0 = 7000.00".to_owned()],
        gap: money(100_000),
    };
    assert_eq!(error, expected);
    assert!(error.failure().fix.en.contains("Release T0 = 7000.00"));
}

#[test]
fn products_are_a_third_axis() {
    let mut rules = Spread { total: Some(money(1_000_003)), by: Some(Dimension::Product), ..Spread::default() };
    rules.locks = vec![
        Lock { product: Some("K1".to_owned()), ..lock("", None, 400_001) },
        Lock { product: Some("K0".to_owned()), ..lock("T0", Some(3), 12_345) },
        lock("T1/P1-2", None, 33_333),
    ];
    let view = tree(&small(), rules).unwrap();
    assert_eq!(view.products, ["K0", "K1", "K2"]);
    let sum = |months: &[Money]| months.iter().map(|month| month.minor).sum::<i128>();
    assert_eq!(sum(&view.nodes[0].products[1]), 400_001);
    let team = view.nodes.iter().find(|node| node.id == "T0").unwrap();
    assert_eq!(team.products[0][3].minor, 12_345);
    assert_eq!((figure(&view, "T1/P1-2"), view.gap.minor), (33_333, 0));
    assert_eq!(tree(&small(), Spread { by: Some(Dimension::Team), ..Spread::default() }), Err(PlanError::Axis));
}

#[test]
fn a_third_axis_moves_nothing_between_people() {
    let rules = Spread { total: Some(money(1_000_000_000)), ..Spread::default() };
    let plain = tree(&small(), rules.clone()).unwrap();
    let split = tree(&small(), Spread { by: Some(Dimension::Product), ..rules }).unwrap();
    for (one, other) in plain.nodes.iter().zip(&split.nodes) {
        let apart = (one.total.minor - other.total.minor).abs();
        assert!(apart * 100_000 <= one.total.minor, "{} {} {}", one.id, one.total.minor, other.total.minor);
    }
}

#[test]
fn over_assignment_is_declared_per_level() {
    let rules = Spread { total: Some(money(1_000_000)), over: Some((500, 1_000)), ..Spread::default() };
    let view = tree(&small(), rules).unwrap();
    let sum = |level: u8| view.nodes.iter().filter(|node| node.level == level).map(|node| node.total.minor).sum::<i128>();
    assert_eq!((view.nodes[0].total.minor, sum(1), view.nodes[0].over.minor), (1_000_000, 1_050_000, 50_000));
    assert_eq!(view.gap.minor, 0);
    for team in view.nodes.iter().filter(|node| node.level == 1) {
        assert!((team.over.minor * 10 - team.total.minor).abs() <= 5, "ten percent over {team:?}");
    }
    assert!((sum(2) - 1_155_000).abs() <= 1);
}

#[test]
fn teams_stand_under_the_region_they_booked_most_in() {
    let rules = Spread { total: Some(money(1_000_000)), regions: true, locks: vec![lock("//R1", Some(2), 77)], ..Spread::default() };
    let view = tree(&small(), rules.clone()).unwrap();
    let shape: Vec<(u8, &str)> = view.nodes.iter().map(|node| (node.level, node.id.as_str())).collect();
    let teams = [(1, "//R0"), (2, "T0"), (3, "T0/P0-0"), (3, "T0/P0-1"), (1, "//R1"), (2, "T1"), (3, "T1/P1-0")];
    assert_eq!(shape[1..8], teams);
    let region = view.nodes.iter().find(|node| node.id == "//R1").unwrap();
    assert_eq!((region.kind, region.months[2].minor, view.gap.minor), (NodeKind::Region, 77, 0));
    assert_eq!(region.history, view.nodes.iter().find(|node| node.id == "T1").unwrap().history);
    // A region gives its team what is typed for it; a team stays the same node with and without regions.
    let edit = CellEdit { node: "//R0".to_owned(), amount: money(300_000), keep: Keep::Parent, ..CellEdit::default() };
    let edited = plan(&small(), &PlanEdit { spread: rules.clone(), edit: Some(edit), ..PlanEdit::default() }).unwrap();
    assert_eq!((figure(&edited, "T0"), figure(&edited, "T1"), figure(&edited, "")), (300_000, 700_000, 1_000_000));
    // What is promised beyond the company is promised by teams, not again by regions.
    let over = tree(&small(), Spread { over: Some((500, 0)), locks: Vec::new(), ..rules.clone() }).unwrap();
    let sum = |level: u8| over.nodes.iter().filter(|node| node.level == level).map(|node| node.total.minor).sum::<i128>();
    assert_eq!((sum(1), over.gap.minor), (1_000_000, 0));
    assert!((sum(2) - 1_050_000).abs() <= 1 && sum(3) == sum(2));
    let mut flat = small();
    flat.facts.get_mut(&TableKind::Opportunities).unwrap().dimensions[Dimension::Region.index()].clear();
    assert_eq!(tree(&flat, rules), Err(PlanError::Regions));
}

/// What an edit held gives way to a later figure; what the user locked does not.
#[test]
fn what_an_edit_held_gives_way() {
    let mut rules = Spread { total: Some(money(1_000_000)), ..Spread::default() };
    let ask = |rules: &Spread, node: &str, month: Option<u8>, amount: i128, keep: Keep| {
        let edit = CellEdit { node: node.to_owned(), month, amount: money(amount), keep, ..CellEdit::default() };
        plan(&small(), &PlanEdit { spread: rules.clone(), edit: Some(edit), ..PlanEdit::default() })
    };
    for person in ["T0/P0-0", "T0/P0-1"] {
        rules = ask(&rules, person, Some(1), 100, Keep::Year).unwrap().rules;
    }
    assert_eq!(rules.locks.iter().filter(|lock| lock.held).count(), 2, "both years are held");
    let view = ask(&rules, "T0", None, 200_000, Keep::Parent).unwrap();
    assert_eq!((figure(&view, "T0"), view.gap.minor), (200_000, 0));
    assert!(!view.rules.locks.iter().any(|lock| lock.held) && view.rules.locks.len() == 3);
    // The same locks asked for by the user stand.
    rules.locks.iter_mut().for_each(|lock| lock.held = false);
    assert!(matches!(ask(&rules, "T0", None, 200_000, Keep::Parent), Err(PlanError::Locks { .. })));
}

#[test]
fn a_quarter_is_its_months_in_their_parts() {
    let rules = Spread { total: Some(money(1_200_003)), ..Spread::default() };
    let before = tree(&small(), rules.clone()).unwrap();
    for keep in [Keep::Year, Keep::Parent, Keep::Others] {
        for node in ["T0/P0-0", "T1", ""] {
            let amount = money(100_001);
            let edit = CellEdit { node: node.to_owned(), quarter: Some(2), amount, keep, ..CellEdit::default() };
            let view = plan(&small(), &PlanEdit { spread: rules.clone(), edit: Some(edit), ..PlanEdit::default() }).unwrap();
            let of = |view: &PlanView, node: &str| view.nodes.iter().find(|known| known.id == node).unwrap().clone();
            let (was, is) = (of(&before, node), of(&view, node));
            assert_eq!((is.quarters[2], view.gap.minor), (amount, 0), "{node} {keep:?}");
            let difference = amount.minor - was.quarters[2].minor;
            match keep {
                Keep::Year => assert_eq!(is.total, was.total, "{node}"),
                Keep::Parent => assert_eq!(view.nodes[0].total, before.nodes[0].total, "{node}"),
                Keep::Others => assert_eq!(view.nodes[0].total.minor, before.nodes[0].total.minor + difference, "{node}"),
            }
            for month in 6..9 {
                let (part, whole) = (was.months[month].minor, was.quarters[2].minor);
                assert!(whole == 0 || (is.months[month].minor - part * amount.minor / whole).abs() <= 1, "{node} {month}");
            }
        }
    }
}

#[test]
fn teams_may_differ_only_if_the_rules_say_so() {
    let mut rules = Spread { total: Some(money(1_000_000)), locks: vec![lock("T0", None, 600_000)], ..Spread::default() };
    let held = tree(&small(), rules.clone()).unwrap();
    assert_eq!((figure(&held, "T0"), held.nodes[1].over.minor), (600_000, 0));
    rules.teams_may_differ = true;
    let view = tree(&small(), rules).unwrap();
    let people: i128 = view.nodes.iter().filter(|node| node.id.starts_with("T0/")).map(|node| node.total.minor).sum();
    assert_eq!(figure(&view, "T0"), 600_000);
    assert_eq!(view.nodes[1].over.minor, people - 600_000);
    assert_ne!(people, 600_000);
    assert_eq!(view.gap.minor, 0);
}

#[test]
fn new_hires_ramp_up_and_leavers_hand_over() {
    let members = vec![
        Member { node: "T0/New".to_owned(), joins: Day::from_ymd(2026, 3, 15), ..Member::default() },
        Member { node: "T1/P1-0".to_owned(), leaves: Day::from_ymd(2026, 7, 1), ..Member::default() },
    ];
    let rules = Spread {
        total: Some(money(12_000_000)),
        months: Basis::Even,
        people: Basis::Capacity,
        members,
        unassigned: true,
        ..Spread::default()
    };
    let view = tree(&small(), rules).unwrap();
    let node = |id: &str| view.nodes.iter().find(|node| node.id == id).unwrap();
    let new = node("T0/New");
    assert_eq!(new.kind, NodeKind::NewHire);
    assert_eq!((new.months[1].minor, new.history.minor), (0, 0));
    let full = new.months[11].minor;
    assert!((new.months[2].minor * 4 - full).abs() <= 4 && (new.months[4].minor * 4 - full * 3).abs() <= 4, "25 % and 75 %: {new:?}");
    let leaver = node("T1/P1-0");
    assert_eq!((leaver.kind, leaver.months[6].minor), (NodeKind::Leaver, 0));
    assert!(leaver.months[5].minor > 0);
    let nobody = node("T1/*");
    assert_eq!((nobody.kind, nobody.months[5].minor), (NodeKind::Unassigned, 0));
    assert!((nobody.months[6].minor - leaver.months[5].minor).abs() <= 2, "the months of the leaver");
    assert_eq!(node("T0/*").total.minor, 0);
    assert!(new.capacity.unwrap() < node("T0/P0-0").capacity.unwrap());
    assert_eq!(view.gap.minor, 0);
}

#[test]
fn potential_and_season_are_bases() {
    let members = vec![
        Member { node: "T0/P0-0".to_owned(), potential: Some(money(300)), ..Member::default() },
        Member { node: "T1/P1-1".to_owned(), potential: Some(money(100)), ..Member::default() },
    ];
    let season = Some(vec![0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 3]);
    let rules = Spread { total: Some(money(6_000)), people: Basis::Potential, months: Basis::Season, members, season, ..Spread::default() };
    let view = tree(&small(), rules).unwrap();
    assert_eq!((figure(&view, "T0/P0-0"), figure(&view, "T1/P1-1"), figure(&view, "T0/P0-1")), (4_500, 1_500, 0));
    assert_eq!(view.nodes[0].quarters.iter().map(|quarter| quarter.minor).collect::<Vec<_>>(), [1_000, 1_000, 1_000, 3_000]);
}

#[test]
fn an_edit_moves_what_it_may_and_nothing_else() {
    let data = small();
    let spread = Spread { total: Some(money(1_200_000)), months: Basis::Even, ..Spread::default() };
    let before = tree(&data, spread.clone()).unwrap();
    let of = |view: &PlanView, id: &str, month: usize| view.nodes.iter().find(|node| node.id == id).unwrap().months[month].minor;
    let now = of(&before, "T0/P0-0", 2);
    let ask = |keep| {
        let edit = CellEdit { node: "T0/P0-0".to_owned(), month: Some(2), amount: money(now + 6_000), keep, ..CellEdit::default() };
        plan(&data, &PlanEdit { spread: spread.clone(), edit: Some(edit), ..PlanEdit::default() }).unwrap()
    };
    let year = ask(Keep::Year);
    assert_eq!((of(&year, "T0/P0-0", 2), figure(&year, "T0/P0-0")), (now + 6_000, figure(&before, "T0/P0-0")));
    assert_eq!(figure(&year, "T1"), figure(&before, "T1"));
    assert!(year.moved.iter().all(|moved| moved.node.is_empty() || moved.node.starts_with("T0")), "{:?}", year.moved);
    assert_eq!(year.rules.locks.iter().filter(|lock| lock.held).count(), 1);
    let siblings = ask(Keep::Parent);
    assert_eq!(of(&siblings, "T0", 2), of(&before, "T0", 2));
    assert!(of(&siblings, "T0/P0-1", 2) < of(&before, "T0/P0-1", 2));
    let others = ask(Keep::Others);
    assert_eq!(others.nodes[0].total.minor, 1_206_000);
    for node in before.nodes.iter().filter(|node| node.level == 2 && node.id != "T0/P0-0") {
        assert!((figure(&others, &node.id) - node.total.minor).abs() <= 1, "{}", node.id);
    }
    // The tree after the edit is the tree of its rules; taking the edit back gives the tree before.
    assert_eq!(tree(&data, others.rules.clone()).unwrap().nodes, others.nodes);
    let versions = ComparePlans {
        before: PlanVersion { number: 1, reason: String::new(), spread },
        after: PlanVersion { number: 2, reason: "March fair".to_owned(), spread: others.rules },
    };
    let moved = compare(&data, &versions).unwrap();
    assert!(moved.iter().any(|moved| moved.node == "T0" && moved.month == Some(2) && (moved.by.minor - 6_000).abs() <= 1));
    let nowhere = CellEdit { node: "T9".to_owned(), ..CellEdit::default() };
    assert!(matches!(plan(&data, &PlanEdit { edit: Some(nowhere), ..PlanEdit::default() }), Err(PlanError::Node { .. })));
}

/// The cells of a sheet, as a file of it would be read.
fn cells(sheet: &Sheet) -> Vec<SheetCell> {
    let cell = |line: usize, row: &SheetRow, month: usize| SheetCell {
        line,
        team: row.labels[0].clone(),
        person: row.labels[1].clone(),
        product: row.labels.get(2).cloned(),
        month: Day::from_ymd(sheet.year, u32::try_from(month).unwrap() + 1, 1).unwrap(),
        amount: row.months[month].to_string(),
    };
    sheet.rows.iter().enumerate().flat_map(|(line, row)| (0..12).map(move |month| cell(line + 2, row, month))).collect()
}

#[test]
fn a_sheet_goes_out_and_comes_back() {
    let data = small();
    for by in [None, Some(Dimension::Product)] {
        let spread = Spread { total: Some(money(1_234_567)), by, ..Spread::default() };
        let view = tree(&data, spread.clone()).unwrap();
        let sheet = sheet(&data, &SavePlan { spread: spread.clone(), locale: Locale::English, ..SavePlan::default() }).unwrap();
        assert_eq!(sheet.rows.iter().map(|row| row.year().minor).sum::<i128>(), 1_234_567);
        let back = rules(&data, &spread, &cells(&sheet)).unwrap();
        assert_eq!(back.total, Some(money(1_234_567)));
        assert_eq!(
            tree(&data, back).unwrap().nodes.iter().map(|node| node.months.clone()).collect::<Vec<_>>(),
            view.nodes.iter().map(|node| node.months.clone()).collect::<Vec<_>>()
        );
    }
}

#[test]
fn a_sheet_may_lack_months_and_teams_and_name_new_people() {
    let data = small();
    let march = Day::from_ymd(2026, 3, 1).unwrap();
    let cell = |team: &str, person: &str, amount: &str| SheetCell {
        line: 7,
        team: team.to_owned(),
        person: person.to_owned(),
        product: None,
        month: march,
        amount: amount.to_owned(),
    };
    let back = rules(&data, &Spread::default(), &[cell("T0", "Zoe", "1,000.50"), cell("", "P1-0", "7.3333333")]).unwrap();
    assert_eq!((back.total, back.members.len()), (None, 1));
    let locks: Vec<_> = back.locks.iter().map(|lock| (lock.node.as_str(), lock.month, lock.amount.minor)).collect();
    assert_eq!(locks, [("T0/Zoe", Some(2), 100_050), ("T1/P1-0", Some(2), 733)]);
    let bad = rules(&data, &Spread::default(), &[cell("T0", "P0-0", "x")]);
    assert_eq!(bad, Err(PlanError::Line { line: 7, text: "x".to_owned() }));
    assert_eq!(rules(&data, &Spread::default(), &[cell("T0", "P0-0", "-1")]), Err(PlanError::Negative));
    let last = SheetCell { month: Day::from_ymd(2025, 3, 1).unwrap(), ..cell("T0", "P0-0", "1") };
    assert_eq!(rules(&data, &Spread::default(), &[last]), Err(PlanError::OtherYear { found: 2025, planned: 2026 }));
}

#[test]
fn publishing_replaces_the_targets_of_the_year() {
    let mut data = small();
    let members = vec![Member { node: "T0/New".to_owned(), ..Member::default() }];
    let view = tree(&data, Spread { total: Some(money(1_000_000)), members, ..Spread::default() }).unwrap();
    publish(&mut data, &view);
    publish(&mut data, &view);
    let targets = &data.facts[&TableKind::Targets];
    assert_eq!(targets.len, 72);
    assert_eq!(targets.money[&Field::Amount].iter().sum::<i64>(), 1_000_000);
    assert!(targets.dimensions.iter().all(|column| column.is_empty() || column.len() == 72));
    assert!(targets.dimension(Dimension::Team).iter().all(|code| *code != kpi_data::NO_CODE), "the new hire has a team");
}
