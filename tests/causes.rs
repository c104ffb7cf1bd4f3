//! What lies behind the figures of the process: against examples by hand, against counting one by one, and in worlds whose truth is known.
#![cfg(test)]

use std::fmt::Write as _;

use kpi_model::{Against, AskBottlenecks, AskEffects, AskFactors, Day, Factor, Lens, Money, Outcomes, Reply};
use kpi_tests::ask;
use kpi_workbench::Session;

fn session(files: &[(&str, String)]) -> Session {
    let mut session = Session::default();
    for (name, text) in files {
        session.add_bytes(name, text.as_bytes()).unwrap();
    }
    session
}

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

/// A small generator: the tests need no good one.
struct Chance(u64);

impl Chance {
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as f64 / f64::from(1_u32 << 31)
    }

    fn below(&mut self, n: i32) -> i32 {
        (self.share() * f64::from(n)) as i32
    }
}

/// Ten entered the proposal a year ago and eight got further, half of those won at 100.00 each; now 20 entered and ten got further.
#[test]
fn the_stage_that_costs_most_comes_first() {
    let mut deals = "opportunity id,stage,created,closed,amount\n".to_owned();
    let mut history = "opportunity id,stage,change date\n".to_owned();
    let mut id = 0;
    for (year, entered, further) in [(2025, 10, 8), (2026, 20, 10)] {
        for i in 0..entered {
            id += 1;
            let (stage, closed) = match (i < further, i % 2 == 0) {
                (true, true) => ("Won", "-03-01"),
                _ => ("Lost", "-03-02"),
            };
            writeln!(deals, "{id},{stage},{year}-01-01,{year}{closed},100").unwrap();
            writeln!(history, "{id},Proposal,{year}-01-05").unwrap();
            if i < further {
                writeln!(history, "{id},Negotiation,{year}-01-20").unwrap();
            }
        }
    }
    let mut session = session(&[("opportunities.csv", deals), ("stage_history.csv", history)]);
    let lens = Lens { from: Some(day("2026-01-01")), to: Some(day("2026-02-01")), ..Lens::default() };
    let Reply::Bottlenecks(view) = ask(&mut session, AskBottlenecks { lens, against: Against::Year }) else { panic!() };
    let names: Vec<&str> = view.stages.iter().map(|stage| stage.stage.as_str()).collect();
    assert_eq!(names, ["Proposal", "Negotiation"]);
    let proposal = &view.stages[0];
    assert_eq!(
        (proposal.now, proposal.before, proposal.ended, proposal.size),
        ((20, 10), (10, 8), (18, 9), Some(Money::from_minor(10_000)))
    );
    // 20 × 0.8 − 10 = 6 fewer; half of those who get further win at 100.00.
    assert!((proposal.missing.unwrap() - 6.0).abs() < 1e-9);
    assert_eq!((proposal.value, proposal.point), (Some(Money::from_minor(30_000)), Some(Money::from_minor(1_000))));
    let (low, high) = proposal.interval.unwrap();
    assert!(low.minor < 0 && high.minor > 30_000, "so few prove nothing: {low} {high}");
    // Negotiation: 4 of 8 then, 5 of 10 now: nothing is missing.
    assert_eq!(view.stages[1].value, Some(Money::from_minor(0)));
    // Nothing to compare with: no value, but what a hundredth would bring.
    let lens = Lens { from: Some(day("2025-01-01")), to: Some(day("2025-02-01")), ..Lens::default() };
    let Reply::Bottlenecks(first) = ask(&mut session, AskBottlenecks { lens, against: Against::Year }) else { panic!() };
    assert!(first.stages.iter().all(|stage| stage.value.is_none() && stage.interval.is_none() && stage.point.is_some()));
}

/// Product A goes to easy sources and is no better in any: as it is it looks far better, among its like it is not. Large ones take 20
/// days longer.
#[test]
fn a_factor_is_judged_among_its_like() {
    let mut chance = Chance(7);
    let mut deals = "opportunity id,stage,source,product,created,closed,amount\n".to_owned();
    let first = day("2024-01-01");
    for id in 0..3_000 {
        let is_easy = chance.share() < 0.5;
        let is_a = chance.share() < if is_easy { 0.8 } else { 0.2 };
        let is_won = chance.share() < if is_easy { 0.6 } else { 0.2 };
        let is_large = chance.share() < 0.4;
        let created = first.plus(chance.below(500));
        let closed = created.plus(10 + chance.below(20) + if is_large { 20 } else { 0 });
        let amount = if is_large { 9_000 } else { 1_000 + chance.below(3_000) };
        let (source, product) = (if is_easy { "Referral" } else { "Cold" }, if is_a { "A" } else { "B" });
        writeln!(deals, "{id},{},{source},{product},{created},{closed},{amount}", if is_won { "Won" } else { "Lost" }).unwrap();
    }
    let mut session = session(&[("opportunities.csv", deals)]);
    let Reply::Factors(view) = ask(&mut session, AskFactors::default()) else { panic!() };
    assert_eq!((view.n, view.adjusted_for.as_slice()), (3_000, [Factor::Size, Factor::Source].as_slice()));
    let row = |view: &kpi_model::FactorsView, level: &str| view.rows.iter().find(|row| row.level.en.starts_with(level)).cloned().unwrap();
    let a = row(&view, "A");
    assert!(a.plain.unwrap() > 0.18 && a.adjusted.unwrap().abs() < 0.06 && !a.stands_out, "{a:?}");
    let easy = row(&view, "Referral");
    assert!((easy.adjusted.unwrap() - 0.4).abs() < 0.06 && easy.stands_out, "{easy:?}");
    assert!(a.n > 1_000 && a.matched <= a.n);
    let Reply::Factors(cycle) = ask(&mut session, AskFactors { of: Outcomes::Cycle, ..AskFactors::default() }) else { panic!() };
    let large = cycle.rows.iter().find(|row| row.factor == Factor::Size && row.level.en.ends_with("more")).unwrap();
    let (low, high) = large.interval.unwrap();
    assert!(low < 20.0 && 20.0 < high && high - low < 3.0, "{large:?}");
    assert!(!row(&cycle, "A").stands_out);
}

/// Day of creation; day of the end and whether it was a win.
type Deal = (Day, Option<(Day, bool)>);
/// Position of the opportunity, and the day.
type Visit = (i32, Day);

/// Opportunities with a daily chance to be won or lost, that are visited now and then. `lift`: factor on the chance to be won in the 30
/// days after a visit.
fn visited(seed: u64, count: i32, lift: f64) -> (Vec<Deal>, Vec<Visit>) {
    let mut chance = Chance(seed);
    let (first, last) = (day("2024-01-01"), day("2025-06-30"));
    let (mut deals, mut visits) = (Vec::new(), Vec::new());
    for id in 0..count {
        let created = first.plus(chance.below(480));
        let (mut today, mut end, mut visit) = (created, None, None::<Day>);
        while today <= last && end.is_none() {
            if chance.share() < 0.02 {
                visits.push((id, today));
                visit = Some(today);
            }
            today = today.plus(1);
            let is_fresh = visit.is_some_and(|visit| today.0 - visit.0 <= 30);
            // Young ones are hopeless: whoever lives long has visits and wins, which proves nothing.
            let win = if today.0 - created.0 < 20 { 0.0 } else { 0.012 } * if is_fresh { lift } else { 1.0 };
            end = if chance.share() < win {
                Some((today, true))
            } else if chance.share() < 0.012 {
                Some((today, false))
            } else {
                None
            };
        }
        deals.push((created, end.filter(|(day, _)| *day <= last)));
    }
    (deals, visits)
}

fn as_files(deals: &[Deal], visits: &[Visit]) -> [(&'static str, String); 2] {
    let mut files =
        ["opportunity id,stage,created,closed,amount\n".to_owned(), "activity id,activity date,type,opportunity id\n".to_owned()];
    for (id, (created, end)) in deals.iter().enumerate() {
        let (stage, closed) =
            end.map_or(("Proposal", String::new()), |(day, is_won)| (if is_won { "Won" } else { "Lost" }, day.to_string()));
        writeln!(files[0], "D{id},{stage},{created},{closed},100").unwrap();
    }
    for (i, (id, day)) in visits.iter().enumerate() {
        writeln!(files[1], "V{i},{day},visit,D{id}").unwrap();
    }
    let [one, other] = files;
    [("opportunities.csv", one), ("activities.csv", other)]
}

#[test]
fn activities_are_matched_day_by_day() {
    let (deals, visits) = visited(3, 400, 1.5);
    let mut session = session(&as_files(&deals, &visits));
    let Reply::Effects(view) = ask(&mut session, AskEffects::default()) else { panic!() };
    let [row] = view.rows.as_slice() else { panic!("{view:?}") };
    // One by one: for each first visit, everybody who stood beside it.
    let last = deals
        .iter()
        .flat_map(|(created, end)| [Some(*created), end.map(|(day, _)| day)])
        .flatten()
        .chain(visits.iter().map(|(_, day)| *day))
        .max()
        .unwrap();
    let band = |age: i32| [8, 15, 31, 61].iter().filter(|low| age >= **low).count();
    let wins_by = |end: Option<(Day, bool)>, until: i32| end.is_some_and(|(day, is_won)| is_won && day.0 <= until);
    let (mut n, mut matched, mut hits, mut others) = (0, 0, 0, 0.0);
    for (id, (created, end)) in deals.iter().enumerate() {
        let until = end.map_or(i32::MAX, |(day, _)| day.0);
        let own =
            visits.iter().filter(|(deal, day)| *deal as usize == id && day.0 >= created.0 && day.0 < until).map(|(_, day)| day.0).min();
        let Some(visit) = own.filter(|visit| visit + 30 <= last.0) else { continue };
        n += 1;
        let beside = deals.iter().enumerate().filter(|(other, (from, to))| {
            let is_there = from.0 <= visit && to.is_none_or(|(day, _)| visit < day.0);
            let is_fresh = visits.iter().any(|(deal, day)| *deal as usize == *other && (0..=14).contains(&(visit - day.0)));
            is_there && !is_fresh && band(visit - from.0) == band(visit - created.0)
        });
        let (mut all, mut won) = (0, 0);
        for (_, (_, to)) in beside {
            all += 1;
            won += i32::from(wins_by(*to, visit + 30));
        }
        if all > 0 {
            matched += 1;
            hits += i32::from(wins_by(*end, visit + 30));
            others += f64::from(won) / f64::from(all);
        }
    }
    assert!(n > 150 && matched > 100);
    assert_eq!((row.kind.as_deref(), row.n, row.matched), (Some("visit"), n, matched));
    assert!((row.rate.unwrap() - f64::from(hits) / matched as f64).abs() < 1e-12);
    assert!((row.others.unwrap() - others / matched as f64).abs() < 1e-12);
    assert!(!view.by_stage && view.days == 30 && row.cost.is_none());
}

/// Where visits do nothing their interval holds 0; where they help it lies above.
#[test]
fn an_effect_is_found_where_there_is_one() {
    let found = |seed: u64, lift: f64| {
        let (deals, visits) = visited(seed, 4_000, lift);
        let mut session = session(&as_files(&deals, &visits));
        let Reply::Effects(view) = ask(&mut session, AskEffects::default()) else { panic!() };
        view.rows[0].interval.unwrap()
    };
    let holds = (0..12)
        .filter(|seed| {
            let (low, high) = found(*seed, 1.0);
            low <= 0.0 && 0.0 <= high
        })
        .count();
    assert!(holds >= 10, "{holds} of 12 worlds without effect");
    for seed in 20..24 {
        let (low, _) = found(seed, 2.0);
        assert!(low > 0.02, "{low}");
    }
}

/// Most opportunities go from the demo to the proposal; who says that the proposal comes first sees the demo as a step ahead.
#[test]
fn the_order_of_stages_can_be_said() {
    let mut deals = "opportunity id,stage,created,closed,amount\n".to_owned();
    let mut history = "opportunity id,stage,change date\n".to_owned();
    for id in 0..10 {
        writeln!(deals, "{id},Proposal,2026-01-01,,10").unwrap();
        writeln!(history, "{id},Demo,2026-01-01\n{id},Proposal,2026-01-09").unwrap();
    }
    let mut session = session(&[("opportunities.csv", deals), ("stage_history.csv", history)]);
    let flow = |session: &mut Session, variant: &str| {
        let report = kpi_tests::evaluate(session, kpi_tests::lens("stage_flow", variant));
        kpi_tests::exact(report.cells[0].value)
    };
    let Reply::Summary(found) = ask(&mut session, kpi_model::Summary {}) else { panic!() };
    assert_eq!(
        (found.stage_order, flow(&mut session, "advanced"), flow(&mut session, "regressed")),
        (vec!["Demo".to_owned(), "Proposal".to_owned()], 10, 0)
    );
    let mapping = kpi_model::Mapping { stage_order: vec!["Proposal".to_owned(), "Nowhere".to_owned()], ..kpi_model::Mapping::default() };
    let Reply::Bind(said) = ask(&mut session, mapping) else { panic!() };
    assert_eq!(
        (said.stage_order, flow(&mut session, "advanced"), flow(&mut session, "regressed")),
        (vec!["Proposal".to_owned(), "Demo".to_owned()], 0, 10)
    );
    // It is saved with the mapping, and holds for the next export.
    let Reply::SaveMapping(file) = ask(&mut session, kpi_model::SaveMapping {}) else { panic!() };
    let Reply::ReadMapping(again) = ask(&mut Session::default(), kpi_model::ReadMapping { text: file.text }) else { panic!() };
    assert_eq!(again.stage_order, ["Proposal", "Nowhere"]);
}

/// Without stage history an open opportunity has not ended, whatever day it was planned to: it stands beside those that were visited.
#[test]
fn a_planned_close_is_no_end() {
    let mut deals = "opportunity id,stage,created,closed,amount\n".to_owned();
    let mut visits = "activity id,activity date,type,opportunity id,cost\n".to_owned();
    for id in 0..10 {
        // Three were visited and won in time; seven are open, planned for the day before the visits.
        let (stage, closed) = if id < 3 { ("Won", "2026-01-20") } else { ("Proposal", "2026-01-09") };
        writeln!(deals, "{id},{stage},2026-01-01,{closed},10").unwrap();
        if id < 3 {
            writeln!(visits, "V{id},2026-01-10,visit,{id},40").unwrap();
        }
    }
    // Its days are not over when the data end: neither its effect nor its cost is known in full.
    writeln!(visits, "V9,2026-03-20,visit,9,1000").unwrap();
    writeln!(deals, "99,Lost,2026-02-01,2026-04-01,10").unwrap();
    let mut session = session(&[("opportunities.csv", deals), ("activities.csv", visits)]);
    let Reply::Effects(view) = ask(&mut session, AskEffects::default()) else { panic!() };
    let row = &view.rows[0];
    assert_eq!((row.n, row.matched, row.rate, row.others, row.difference), (3, 3, Some(1.0), Some(0.0), Some(1.0)));
    // Three visits at 40 brought three wins.
    let forty = Some(Money::from_minor(4_000));
    assert_eq!((row.cost, row.cost_per_effect), (Some(Money::from_minor(12_000)), forty));
}

/// The earlier period is seen as long after its end as the present one: what came a year later did not count then.
#[test]
fn both_periods_have_the_same_time() {
    let mut deals = "opportunity id,stage,created,closed,amount\n".to_owned();
    let mut history = "opportunity id,stage,change date\n".to_owned();
    for (year, late) in [(2025, "2025-11-20"), (2026, "2026-02-10")] {
        for i in 0..10 {
            writeln!(deals, "{year}{i},Proposal,{year}-01-01,,10").unwrap();
            writeln!(history, "{year}{i},Demo,{year}-01-05").unwrap();
            let day = if i < 4 { format!("{year}-02-01") } else { late.to_owned() };
            if i < 6 {
                writeln!(history, "{year}{i},Proposal,{day}").unwrap();
            }
        }
    }
    let mut session = session(&[("opportunities.csv", deals), ("stage_history.csv", history)]);
    let lens = Lens { from: Some(day("2026-01-01")), to: Some(day("2026-02-01")), ..Lens::default() };
    let Reply::Bottlenecks(view) = ask(&mut session, AskBottlenecks { lens, against: Against::Year }) else { panic!() };
    let demo = view.stages.iter().find(|stage| stage.stage == "Demo").unwrap();
    assert_eq!((demo.now, demo.before), ((10, 6), (10, 4)));
}

/// Many products and sources: only the levels that are looked at take memory, and the others still count as others.
#[test]
fn long_lists_of_levels_are_no_burden() {
    let mut deals = "opportunity id,stage,source,product,created,closed,amount\n".to_owned();
    for id in 0..6_000 {
        let product = if id % 3 == 0 { "P".to_owned() } else { format!("p{id}") };
        writeln!(
            deals,
            "{id},{},S{},{product},2026-01-01,2026-02-01,{}",
            if id % 2 == 0 { "Won" } else { "Lost" },
            id % 2_000,
            10 + id % 97
        )
        .unwrap();
    }
    let mut session = session(&[("opportunities.csv", deals)]);
    let Reply::Factors(view) = ask(&mut session, AskFactors::default()) else { panic!() };
    let products: Vec<_> = view.rows.iter().filter(|row| row.factor == Factor::Product).collect();
    assert_eq!(products.iter().map(|row| (row.level.en.as_str(), row.n)).collect::<Vec<_>>(), [("P", 2_000)]);
    assert!(products[0].plain.unwrap().abs() < 0.01, "half of all are won: {products:?}");
}
