//! Generated companies whose law and future are known, for tests.

use kpi_data::{Dataset, Facts, NO_DAY, Outcome};
use kpi_math::{Draws, exp};
use kpi_model::{Day, Dimension, Field, TableKind};

/// A company with a known law: three years of history to the end of 2025, and what 2026 really brings.
pub(crate) struct World {
    pub(crate) data: Dataset,
    pub(crate) truth: i128,
    /// Of it from opportunities open at the end of 2025.
    pub(crate) from_open: i128,
    /// When each opportunity really ends, and how.
    ends: Vec<i32>,
    wins: Vec<bool>,
}

/// Inflow, win rate, time to close, amounts, season and quarterly shocks are drawn per company; then its deals, one by one.
pub(crate) fn world(seed: u64) -> World {
    let mut draws = Draws::new(seed, 1);
    let as_of = Day::from_ymd(2025, 12, 31).unwrap();
    let per_month = 15.0 + 60.0 * draws.share();
    let (rate, days) = (0.15 + 0.35 * draws.share(), 30.0 + 60.0 * draws.share());
    let (size, spread) = (5_000_000.0 * (0.5 + draws.share()), 0.4 + 0.5 * draws.share());
    let (swing, shock, win_shock) = (0.3 * draws.share(), 0.15 * draws.share(), 0.1 * draws.share());
    let growth = 0.2 * (draws.share() - 0.3);
    let peak = draws.below(12) as u32;
    let mut deals = Facts::new(TableKind::Opportunities);
    let mut data = Dataset { as_of: Some(as_of), first_day: Day::from_ymd(2023, 1, 1), ..Dataset::default() };
    let (mut truth, mut from_open, mut ends, mut wins) = (0, 0, Vec::new(), Vec::new());
    let (mut inflow, mut win) = (1.0, 1.0);
    for month in 0..48 {
        let start = Day::from_ymd(2023, 1, 1).unwrap().month_start(month);
        if month % 3 == 0 {
            (inflow, win) = (draws.factor(shock), draws.factor(win_shock));
        }
        let season = 1.0 + if (start.month() + 12 - peak) % 12 < 3 { swing } else { -swing / 3.0 };
        let count = draws.count(per_month * season * inflow * exp(growth * f64::from(month) / 12.0));
        for _ in 0..count {
            let created = start.plus(draws.below(28) as i32);
            let is_won = draws.share() < rate * win;
            let after = (days * exp(0.7 * draws.normal())).max(1.0) as i32 * if is_won { 1 } else { 2 } / 2 + 1;
            let amount = (size * draws.factor(spread)) as i64;
            let closed = created.plus(after);
            if is_won && closed.year() == 2026 {
                truth += i128::from(amount);
                from_open += if created <= as_of { i128::from(amount) } else { 0 };
            }
            if created > as_of {
                continue;
            }
            ends.push(closed.0);
            wins.push(is_won);
            let is_closed = closed <= as_of;
            deals.days.entry(Field::Created).or_default().push(created.0);
            deals.days.entry(Field::Closed).or_default().push(if is_closed { closed.0 } else { NO_DAY });
            deals.money.entry(Field::Amount).or_default().push(amount);
            deals.money.entry(Field::Cost).or_default().push(amount * 6 / 10);
            deals.outcomes.push(match (is_closed, is_won) {
                (false, _) => Outcome::Open,
                (true, true) => Outcome::Won,
                (true, false) => Outcome::Lost,
            });
            let person = draws.below(6);
            let codes = [
                (Dimension::Team, format!("T{}", person % 2)),
                (Dimension::Person, format!("P{person}")),
                (Dimension::Source, ["Fair", "Web", "Referral"][draws.below(3)].to_owned()),
            ];
            for (dimension, name) in codes {
                let code = data.dictionaries[dimension.index()].intern(&name);
                deals.dimensions[dimension.index()].push(code);
            }
            deals.len += 1;
        }
    }
    data.facts.insert(TableKind::Opportunities, deals);
    World { data, truth, from_open, ends, wins }
}

/// The same company with three stages: won deals pass them all in equal times, lost ones end in one of them.
pub(crate) fn staged(seed: u64) -> World {
    let mut world = world(seed);
    let mut draws = Draws::new(seed, 2);
    let as_of = world.data.as_of.unwrap().0;
    let codes: Vec<u32> = ["A", "B", "C"].map(|stage| world.data.dictionaries[Dimension::Stage.index()].intern(stage)).to_vec();
    let deals = world.data.facts(TableKind::Opportunities).unwrap();
    let mut stays = Facts::new(TableKind::StageStays);
    for row in 0..deals.len {
        let (created, closed) = (deals.days[&Field::Created][row], world.ends[row]);
        let reached = if world.wins[row] { 3 } else { 1 + draws.below(3) };
        for (i, code) in codes.iter().enumerate().take(reached) {
            let entered = created + (closed - created) * i as i32 / 3;
            let left = if i + 1 == reached { closed } else { created + (closed - created) * (i as i32 + 1) / 3 };
            if entered > as_of {
                break;
            }
            stays.days.entry(Field::Created).or_default().push(entered);
            stays.days.entry(Field::Closed).or_default().push(if left <= as_of { left } else { NO_DAY });
            let exit = if left > as_of {
                Field::STILL_THERE
            } else if i + 1 == reached && !world.wins[row] {
                Field::LOST
            } else {
                Field::ADVANCED
            };
            stays.numbers.entry(Field::Exit).or_default().push(exit);
            stays.dimensions[Dimension::Stage.index()].push(*code);
            stays.opportunity.push(row as u32);
            stays.len += 1;
        }
    }
    world.data.facts.insert(TableKind::StageStays, stays);
    world.data.stage_order = codes;
    world
}

/// The same company without its sales process: what was won are orders.
pub(crate) fn ordered(seed: u64) -> World {
    let mut world = world(seed);
    let deals = world.data.facts.remove(&TableKind::Opportunities).unwrap();
    let mut orders = Facts::new(TableKind::Orders);
    for row in (0..deals.len).filter(|row| deals.outcomes[*row] == Outcome::Won) {
        orders.days.entry(Field::Day).or_default().push(deals.days[&Field::Closed][row]);
        orders.money.entry(Field::Amount).or_default().push(deals.money[&Field::Amount][row]);
        orders.money.entry(Field::Cost).or_default().push(deals.money[&Field::Cost][row]);
        for dimension in [Dimension::Team, Dimension::Person, Dimension::Source] {
            orders.dimensions[dimension.index()].push(deals.dimension(dimension)[row]);
        }
        orders.len += 1;
    }
    world.data.facts.insert(TableKind::Orders, orders);
    world
}
