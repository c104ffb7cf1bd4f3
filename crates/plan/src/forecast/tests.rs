//! Calibration against companies whose truth is known, and the laws of scenarios.

use super::Forecaster;
use super::worlds::{World, ordered, staged, world};
use crate::PlanError;
use kpi_data::{Dataset, NO_DAY};
use kpi_model::{
    AskChances, AskCompare, AskForecast, AskHeatMap, AskSeek, AskTornado, Change, Day, Field, Lever, Money, PlanEdit, Scenario, Spread,
    TableKind,
};

fn calibration(make: fn(u64) -> World, seeds: std::ops::Range<u64>) -> (u64, f64, f64) {
    let companies = seeds.end - seeds.start;
    let (mut inside, mut error, mut bias) = (0, 0.0, 0.0);
    for seed in seeds {
        let World { data, truth, .. } = make(seed);
        let ask = AskForecast { paths: Some(1_000), without_backtest: true, ..AskForecast::default() };
        let view = Forecaster::new(&data, false).unwrap().forecast(&ask, None).unwrap();
        inside += u64::from((view.drawn.p10.minor..=view.drawn.p90.minor).contains(&truth));
        error += (view.drawn.p50.minor - truth).abs() as f64 / truth as f64;
        bias += (view.drawn.p50.minor - truth) as f64 / truth as f64;
    }
    (inside, error / companies as f64, bias / companies as f64)
}

/// The 80 % band of the next year must hold the truth in 75 to 85 % of companies.
#[test]
fn the_band_holds_what_it_promises() {
    let (inside, error, bias) = calibration(world, 0..200);
    println!(
        "200 companies: truth inside the 80 % band in {inside}, mean error of the median {:.1} %, bias {:+.1} %",
        error * 100.0,
        bias * 100.0
    );
    let (more, ..) = calibration(world, 1_000..2_000);
    println!("1,000 other companies: inside in {more}");
    let (with_stages, error, drift) = calibration(staged, 0..200);
    println!("200 companies with stage history: inside in {with_stages}, mean error {:.1} %, bias {:+.1} %", error * 100.0, drift * 100.0);
    assert!((150..=170).contains(&with_stages) && drift.abs() < 0.03, "{with_stages} of 200, bias {drift}");
    assert!((150..=170).contains(&inside), "{inside} of 200");
    assert!(bias.abs() < 0.03, "{bias}");
}

/// The same where only orders are known.
#[test]
fn the_band_of_orders_holds_what_it_promises() {
    let (inside, error, bias) = calibration(ordered, 0..200);
    println!("200 companies with orders only: inside in {inside}, mean error {:.1} %, bias {:+.1} %", error * 100.0, bias * 100.0);
    let (more, error, lean) = calibration(ordered, 1_000..2_000);
    println!("1,000 others: inside in {more}, mean error {:.1} %, bias {:+.1} %", error * 100.0, lean * 100.0);
    assert!((150..=170).contains(&inside) && bias.abs() < 0.03, "{inside} of 200, bias {bias}");
}

/// A company that has orders and no opportunities: what it is asked for is foretold, planned and moved all the same.
#[test]
fn orders_alone_do() {
    let World { data, .. } = ordered(3);
    let with_process = world(3).data;
    let forecaster = Forecaster::new(&data, false).unwrap();
    let view = forecaster.forecast(&AskForecast::default(), None).unwrap();
    let known = Forecaster::new(&with_process, false).unwrap().forecast(&AskForecast::default(), None).unwrap();
    assert!(view.basis.of_orders && !known.basis.of_orders);
    let called = |view: &kpi_model::ForecastView| view.levers.first().map(|info| info.name.en.clone()).unwrap_or_default();
    assert_eq!((called(&view), called(&known)), ("Orders".to_owned(), "New opportunities".to_owned()));
    // The same wins: the same bookings of the past, and nothing open.
    assert_eq!((view.booked, view.basis.open), (known.booked, 0));
    assert_eq!(
        view.trailing.iter().map(|month| month.actual).collect::<Vec<_>>(),
        known.trailing.iter().map(|month| month.actual).collect::<Vec<_>>()
    );
    assert!(view.backtest.is_some_and(|past| past.origins == 18 && past.wape < 0.3));
    let missing: Vec<Lever> = view.levers.iter().filter(|info| info.reason.is_some()).map(|info| info.lever).collect();
    for lever in [Lever::WinRate, Lever::Cycle, Lever::Retention, Lever::StageConversion] {
        assert!(missing.contains(&lever), "{lever:?}");
    }
    let more = AskForecast { scenario: scenario(&[change(Lever::Volume, 1.1)]), ..AskForecast::default() };
    let more = forecaster.forecast(&more, None).unwrap();
    // Orders come on their day: a tenth more of them is a tenth more of what is not booked yet.
    let expected = view.expected.minor + (view.expected.minor - view.booked.minor) / 10;
    assert!((more.expected.minor - expected).abs() <= 1, "{} against {expected}", more.expected.minor);
    let plan = crate::plan(&data, &PlanEdit::default()).unwrap();
    assert_eq!(plan.nodes, crate::plan(&with_process, &PlanEdit::default()).unwrap().nodes);
    let view = crate::evidence(&forecaster, &kpi_model::AskEvidence::default(), &plan).unwrap();
    assert!(view.smart.iter().all(|check| check.letter != "M" || check.holds));
}

/// Lines of one order are one order; a return counts on its own day.
#[test]
fn an_order_is_its_lines() {
    let World { mut data, .. } = ordered(3);
    let before = Forecaster::new(&data, false).unwrap().forecast(&AskForecast::default(), None).unwrap();
    let orders = data.facts.get_mut(&TableKind::Orders).unwrap();
    let rows = orders.len;
    orders.records = (0..rows as u32).chain(0..rows as u32).collect();
    for list in orders.days.values_mut() {
        list.extend_from_within(..);
    }
    for list in orders.money.values_mut() {
        list.iter_mut().for_each(|amount| *amount = *amount / 2 * 2);
        list.extend_from_within(..);
        list.iter_mut().for_each(|amount| *amount /= 2);
    }
    for list in &mut orders.dimensions {
        list.extend_from_within(..);
    }
    orders.len = 2 * rows;
    let after = Forecaster::new(&data, false).unwrap().forecast(&AskForecast::default(), None).unwrap();
    assert_eq!(after.basis.per_month, before.basis.per_month);
    assert!((after.basis.deal_size.minor - before.basis.deal_size.minor).abs() <= 1);
}

/// A year and a quarter is enough for a backtest, though not for a forecast at each of its origins.
#[test]
fn a_short_history_is_tried_from_half_a_year_on() {
    let World { mut data, .. } = ordered(3);
    let orders = data.facts.get_mut(&TableKind::Orders).unwrap();
    let from = Day::from_ymd(2024, 10, 1).unwrap().0;
    let days = orders.days[&Field::Day].clone();
    let kept = |row: usize| days[row] >= from;
    let rows: Vec<usize> = (0..orders.len).filter(|row| kept(*row)).collect();
    for list in orders.days.values_mut() {
        *list = rows.iter().map(|row| list[*row]).collect();
    }
    for list in orders.money.values_mut() {
        *list = rows.iter().map(|row| list[*row]).collect();
    }
    for list in orders.dimensions.iter_mut().filter(|list| !list.is_empty()) {
        *list = rows.iter().map(|row| list[*row]).collect();
    }
    orders.len = rows.len();
    let view = Forecaster::new(&data, false).unwrap().forecast(&AskForecast::default(), None).unwrap();
    let past = view.backtest.unwrap();
    assert_eq!((past.origins, past.history), (7, 6));
}

fn forecaster() -> Forecaster {
    Forecaster::new(&world(3).data, false).unwrap()
}

fn change(lever: Lever, factor: f64) -> Change {
    Change { lever, item: None, factor, from: None, over: None, cost: None }
}

fn scenario(changes: &[Change]) -> Scenario {
    Scenario { name: String::new(), changes: changes.to_vec() }
}

fn ask(scenario: Scenario) -> AskForecast {
    AskForecast { paths: Some(300), without_backtest: true, scenario, ..AskForecast::default() }
}

#[test]
fn no_change_is_the_base_and_order_does_not_matter() {
    let forecaster = forecaster();
    let base = forecaster.forecast(&ask(Scenario::default()), None).unwrap();
    let ones = [Lever::Volume, Lever::WinRate, Lever::DealSize, Lever::Cycle, Lever::Price, Lever::Cost, Lever::Headcount]
        .map(|lever| change(lever, 1.0));
    assert_eq!(forecaster.forecast(&ask(scenario(&ones)), None).unwrap(), base);
    let mut changes = vec![
        Change { from: Day::from_ymd(2026, 3, 1), over: Some(9), ..change(Lever::WinRate, 1.1) },
        change(Lever::Cycle, 0.9),
        Change { item: Some("Fair".to_owned()), ..change(Lever::Volume, 1.3) },
        change(Lever::Price, 1.03),
    ];
    let forth = forecaster.forecast(&ask(scenario(&changes)), None).unwrap();
    changes.reverse();
    let back = forecaster.forecast(&ask(scenario(&changes)), None).unwrap();
    assert_eq!(forth, back);
    assert!(forth.expected > base.expected);
    assert_eq!(
        forth.words.en,
        "New opportunities (Fair) +30.0%; Win rate +10.0% from 2026-03 over 9 months; Price +3.0%; Sales cycle −10.0%"
    );
    assert_eq!(base.words.zh, "没有改动");
}

#[test]
fn parts_add_up_and_paths_agree_with_the_expectation() {
    let forecaster = forecaster();
    let ask = AskForecast { paths: Some(4_000), ..AskForecast::default() };
    let view = forecaster.forecast(&ask, None).unwrap();
    let parts = view.booked.minor + view.from_open.minor + view.from_new.minor + view.from_repeat.minor;
    assert_eq!((parts, view.booked.minor, view.from_repeat.minor), (view.expected.minor, 0, 0));
    assert!((view.drawn.p50.as_f64() / view.expected.as_f64() - 1.0).abs() < 0.05, "{} {}", view.drawn.p50, view.expected);
    assert!(view.drawn.p10 < view.drawn.p25 && view.drawn.p75 < view.drawn.p90);
    assert!((view.bins.iter().map(|bin| bin.share).sum::<f64>() - 1.0).abs() < 1e-9);
    let near = AskForecast {
        target: Some(Money::from_minor(view.from_open.minor)),
        paths: Some(10),
        without_backtest: true,
        ..AskForecast::default()
    };
    let alone = forecaster.forecast(&near, None).unwrap().open_alone;
    assert!((0.3..0.7).contains(&alone) && view.open_alone < 0.01, "{alone}: the expected amount is reached about half the time");
    let months: i128 = view.months.iter().filter(|month| month.month.year() == 2026).map(|month| month.expected.minor).sum();
    assert!((months - view.expected.minor).abs() <= 12);
    assert_eq!(view.trailing.last().unwrap().expected.minor / 100, view.expected.minor / 100);
    assert_eq!((view.margin.unwrap() * 1000.0).round() as i64, 400);
    let backtest = view.backtest.unwrap();
    assert!(backtest.origins >= 12 && backtest.wape < 0.6, "{backtest:?}");
    assert!(backtest.inside * 2 > backtest.origins && backtest.brier.unwrap() < 0.4);
    // The same seed: the same paths; fewer paths are the first of more.
    assert_eq!(forecaster.forecast(&ask, None).unwrap().drawn, view.drawn);
    let other = forecaster.forecast(&AskForecast { seed: Some(43), ..ask }, None).unwrap();
    assert_ne!(other.drawn, view.drawn);
}

/// An opportunity that stayed long in its first stage is not promised the wins of those that moved on.
#[test]
fn the_open_pipeline_is_neither_over_nor_understated() {
    let (mut foretold, mut came) = (0.0, 0.0);
    for seed in 0..12 {
        let world = staged(seed);
        let forecaster = Forecaster::new(&world.data, false).unwrap();
        assert!(forecaster.snapshot.stages.len() >= 2, "{seed}");
        foretold += forecaster.forecast(&ask(Scenario::default()), None).unwrap().from_open.minor as f64;
        came += world.from_open as f64;
    }
    assert!((foretold / came - 1.0).abs() < 0.15, "{foretold} {came}");
}

#[test]
fn levers_without_data_say_why() {
    let forecaster = forecaster();
    let view = forecaster.forecast(&ask(Scenario::default()), None).unwrap();
    let info = |lever: Lever| view.levers.iter().find(|info| info.lever == lever && info.item.is_none()).unwrap();
    for lever in [Lever::StageConversion, Lever::Discount, Lever::Retention, Lever::Activity] {
        assert!(info(lever).reason.is_some(), "{lever:?}");
        let refused = forecaster.forecast(&ask(scenario(&[change(lever, 1.1)])), None);
        assert!(matches!(refused, Err(PlanError::Unsupported { .. })));
    }
    for lever in [Lever::Volume, Lever::WinRate, Lever::DealSize, Lever::Cycle, Lever::Cost, Lever::Headcount] {
        assert!(info(lever).reason.is_none() && info(lever).value.unwrap() > 0.0, "{lever:?}");
    }
    assert_eq!(view.levers.iter().filter(|info| info.lever == Lever::Volume && info.item.is_some()).count(), 3);
    let no = forecaster.forecast(&ask(scenario(&[change(Lever::WinRate, 50.0)])), None);
    assert_eq!(no, Err(PlanError::Lever), "more than all cannot be won");
}

/// A lever that is moved already, over some months, goes on in the same way: as one change it reaches the goal.
#[test]
fn a_goal_on_a_moved_lever_is_reached_as_one_change() {
    let forecaster = forecaster();
    let goal = forecaster.forecast(&ask(Scenario::default()), None).unwrap().expected;
    for lever in [Lever::Volume, Lever::WinRate, Lever::DealSize] {
        let moved = Change { over: Some(6), ..change(lever, 0.9) };
        let seek = AskSeek { goal: Some(goal), scenario: scenario(std::slice::from_ref(&moved)), ..AskSeek::default() };
        let view = forecaster.seek(&seek, None).unwrap();
        assert_eq!(view.scenario, seek.scenario);
        let factor = view.alone.iter().find(|need| need.lever == lever && need.item.is_none()).and_then(|need| need.factor).unwrap();
        let whole = Change { factor: moved.factor * factor, ..moved };
        let reached = forecaster.forecast(&ask(scenario(&[whole])), None).unwrap().expected;
        assert!((reached.minor - goal.minor).abs() <= 1, "{lever:?} {reached} {goal}");
    }
}

/// So does a mix: each lever is in it once, those that were moved go on in the same way.
#[test]
fn a_mix_over_moved_levers_is_reached_with_one_change_for_each() {
    let forecaster = forecaster();
    let base = forecaster.forecast(&ask(Scenario::default()), None).unwrap().expected;
    let goal = Money::from_minor(base.minor * 104 / 100);
    let moved = [Lever::Volume, Lever::WinRate].map(|lever| Change { over: Some(6), ..change(lever, 0.97) });
    let seek = AskSeek { goal: Some(goal), scenario: scenario(&moved), over: Some(6), ..AskSeek::default() };
    let mix = forecaster.seek(&seek, None).unwrap().mix.unwrap();
    let levers: std::collections::BTreeSet<Lever> = mix.changes.iter().map(|change| change.lever).collect();
    assert_eq!(levers.len(), mix.changes.len(), "{mix:?}");
    assert!(mix.changes.iter().all(|change| change.over == Some(6)));
    let reached = forecaster.forecast(&ask(mix), None).unwrap().expected;
    assert!((0..=1).contains(&(reached.minor - goal.minor)), "{reached} for {goal}");
}

#[test]
fn a_goal_put_back_is_reached_to_the_minor_unit() {
    let forecaster = forecaster();
    let base = forecaster.forecast(&ask(Scenario::default()), None).unwrap().expected;
    let goal = Money::from_minor(base.minor * 108 / 100);
    let seek = AskSeek { goal: Some(goal), ..AskSeek::default() };
    let view = forecaster.seek(&seek, None).unwrap();
    let mut reached = 0;
    for need in &view.alone {
        let Some(factor) = need.factor else { continue };
        let again = forecaster.forecast(&ask(scenario(&[Change { item: need.item.clone(), ..change(need.lever, factor) }])), None).unwrap();
        assert_eq!(Some(again.expected), need.reaches);
        assert!((0..=1).contains(&(again.expected.minor - goal.minor)), "{need:?}");
        reached += 1;
    }
    assert!(reached >= 4, "{:?}", view.alone);
    let mix = view.mix.unwrap();
    let again = forecaster.forecast(&ask(mix), None).unwrap();
    assert!((0..=1).contains(&(again.expected.minor - goal.minor)), "{} for {goal}", again.expected);
    // With costs the cheap lever goes first; with a probability the goal asks for more.
    let priced = |lever, factor, cost| Change { cost: Some(Money::from_minor(cost)), ..change(lever, factor) };
    let mix = vec![priced(Lever::Volume, 1.5, 9_000_000), priced(Lever::WinRate, 1.3, 100)];
    let cheap = forecaster.seek(&AskSeek { mix, goal: Some(goal), ..AskSeek::default() }, None).unwrap();
    assert_eq!(cheap.mix.unwrap().changes.iter().map(|change| change.lever).collect::<Vec<_>>(), [Lever::WinRate]);
    assert!(cheap.cost.unwrap().minor <= 100);
    let sure = forecaster.seek(&AskSeek { chance: Some(0.8), ..seek }, None).unwrap();
    assert!(sure.alone[0].factor.unwrap() > view.alone[0].factor.unwrap());
}

/// A mix goes as far as the limits allow, and says where it cannot; the forecast says what it has against each.
#[test]
fn a_mix_keeps_to_its_limits() {
    use kpi_model::{LimitKind, Limits};
    let forecaster = forecaster();
    let base = forecaster.forecast(&ask(Scenario::default()), None).unwrap();
    let people = base.levers.iter().find(|info| info.lever == Lever::Headcount).unwrap().value.unwrap();
    let load = forecaster.per_month() / people;
    let goal = Money::from_minor(base.expected.minor * 110 / 100);
    let seek = |limits: Limits, goal: Money| {
        let mix = vec![change(Lever::Volume, 1.5), change(Lever::WinRate, 1.3)];
        forecaster.seek(&AskSeek { goal: Some(goal), mix, limits, ..AskSeek::default() }, None).unwrap()
    };
    let most = |view: &kpi_model::SeekView, lever: Lever| {
        view.mix.iter().flat_map(|mix| &mix.changes).find(|change| change.lever == lever).map_or(1.0, |change| change.factor)
    };
    // Nobody can take on more than now: all of it comes from winning more.
    let full = seek(Limits { load: Some(load * 1.000_001), ..Limits::default() }, goal);
    assert_eq!(most(&full, Lever::Volume).to_bits(), 1.0_f64.to_bits());
    assert!(most(&full, Lever::WinRate) > 1.0 && (0..=1).contains(&(full.reaches.minor - goal.minor)));
    // Some more, and it goes no further than that.
    let some = Limits { load: Some(load * 1.1), ..Limits::default() };
    let far = seek(some.clone(), Money::from_minor(base.expected.minor * 130 / 100));
    assert!(most(&far, Lever::Volume) <= 1.1 + 1e-9 && most(&far, Lever::WinRate) > 1.0, "{far:?}");
    // A margin that is not there yet cannot be kept by winning more of the same.
    assert_eq!(seek(Limits { margin: Some(base.margin.unwrap() + 0.01), ..Limits::default() }, goal).mix, None);
    // A lever that stays is in no mix; others make up for it.
    let usual = |limits: Limits| forecaster.seek(&AskSeek { goal: Some(goal), limits, ..AskSeek::default() }, None).unwrap();
    let without = usual(Limits { levers: vec![(Lever::Volume, 1.0), (Lever::Cycle, 1.0)], ..Limits::default() });
    assert!([Lever::Volume, Lever::Cycle].iter().all(|lever| most(&without, *lever).to_bits() == 1.0_f64.to_bits()));
    // The forecast checks what a scenario has.
    let limits = Limits { budget: Some(Money::from_minor(500)), load: Some(load * 1.1), margin: Some(0.0), ..Limits::default() };
    let both = scenario(&[priced(Lever::Volume, 1.2), change(Lever::Headcount, 1.3)]);
    let checks = forecaster.forecast(&AskForecast { limits, ..ask(both) }, None).unwrap().limits;
    let held: Vec<_> = checks.iter().map(|check| (check.kind, check.holds)).collect();
    assert_eq!(held, [(LimitKind::Budget, Some(false)), (LimitKind::Margin, Some(true)), (LimitKind::Load, Some(false))]);
    // More people take on more: 1.2 × 1.3 the inflow by 1.3 the people.
    assert!((checks[2].value.unwrap() / (load * 1.2) - 1.0).abs() < 1e-9);
}

#[test]
fn tornado_heat_map_and_comparison() {
    let forecaster = forecaster();
    let swings = forecaster.tornado(&AskTornado::default()).unwrap();
    let widths: Vec<i128> = swings.iter().map(|swing| (swing.best.minor - swing.worst.minor).abs()).collect();
    assert!(widths.windows(2).all(|pair| pair[0] >= pair[1]) && widths[0] > 0);
    let cycle = swings.iter().find(|swing| swing.lever == Lever::Cycle).unwrap();
    assert!(cycle.factors.0 > cycle.factors.1 && cycle.best >= cycle.worst);
    let grid = AskHeatMap {
        year: None,
        scenario: Scenario::default(),
        with_repeat: false,
        rows: (change(Lever::Volume, 1.0), vec![0.9, 1.0, 1.1]),
        columns: (change(Lever::WinRate, 1.0), vec![1.0, 1.1]),
    };
    let heat = forecaster.heat_map(&grid).unwrap();
    let base = forecaster.forecast(&ask(Scenario::default()), None).unwrap();
    assert_eq!(heat.amounts[1][0], base.expected);
    assert!(heat.amounts[0][0] < heat.amounts[2][0] && heat.amounts[2][0] < heat.amounts[2][1]);
    let scenarios = vec![scenario(&[change(Lever::Volume, 1.1)]), scenario(&[priced(Lever::Price, 1.03)])];
    let rows = forecaster
        .compare(&AskCompare { scenarios, paths: Some(300), target: Some(base.expected), ..AskCompare::default() }, None)
        .unwrap();
    assert_eq!((rows.len(), rows[0].drawn, rows[0].gain.minor), (3, base.drawn, 0));
    assert!(rows[1].chance > rows[0].chance && rows[1].gain.minor > 0);
    assert!(rows[2].margin > rows[0].margin && rows[2].programme_cost.minor == 1_000);
    let five = AskCompare { scenarios: vec![Scenario::default(); 5], ..AskCompare::default() };
    assert_eq!(forecaster.compare(&five, None), Err(PlanError::Many));
}

fn priced(lever: Lever, factor: f64) -> Change {
    Change { cost: Some(Money::from_minor(1_000)), ..change(lever, factor) }
}

#[test]
fn people_and_teams_have_chances() {
    let world = world(3);
    let forecaster = Forecaster::new(&world.data, false).unwrap();
    let members = vec![kpi_model::Member { node: "T0/New".to_owned(), ..kpi_model::Member::default() }];
    let spread = Spread { members, ..Spread::default() };
    let view = crate::plan(&world.data, &PlanEdit { spread: spread.clone(), ..PlanEdit::default() }).unwrap();
    let chances = forecaster.chances(&AskChances { paths: Some(400), spread, ..AskChances::default() }, &view).unwrap();
    assert_eq!(chances.len(), view.nodes.len());
    for chance in &chances {
        let is_new = chance.node == "T0/New";
        assert_eq!(chance.chance.is_none(), is_new, "{chance:?}");
        assert!(is_new || (0.0..=1.0).contains(&chance.chance.unwrap()));
    }
    // Teams are the sums of their people, path by path: medians nearly add up.
    let median = |id: &str| chances.iter().find(|chance| chance.node == id).unwrap().drawn.unwrap().p50.as_f64();
    assert!(((median("T0") + median("T1")) / median("") - 1.0).abs() < 0.03);
}

#[test]
fn a_short_history_is_refused_with_the_reason() {
    let mut young = world(5).data;
    let deals = young.facts.get_mut(&TableKind::Opportunities).unwrap();
    let first = Day::from_ymd(2025, 6, 1).unwrap().0;
    for day in deals.days.get_mut(&Field::Created).unwrap() {
        if *day < first {
            *day = NO_DAY;
        }
    }
    assert_eq!(Forecaster::new(&young, false).unwrap_err(), PlanError::Short);
    assert_eq!(Forecaster::new(&Dataset::default(), false).unwrap_err(), PlanError::NoHistory);
    let late = AskForecast { year: Some(2040), ..AskForecast::default() };
    assert_eq!(forecaster().forecast(&late, None), Err(PlanError::Year));
}

/// Time of ten thousand paths; printed, not judged.
#[test]
fn ten_thousand_paths() {
    let forecaster = forecaster();
    let started = std::time::Instant::now();
    let ask = AskForecast { paths: Some(10_000), without_backtest: true, ..AskForecast::default() };
    forecaster.forecast(&ask, None).unwrap();
    println!("10,000 paths of {} open opportunities: {:.0} ms", forecaster.snapshot.open.len(), started.elapsed().as_secs_f64() * 1e3);
}
