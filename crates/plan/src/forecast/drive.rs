//! Scenarios as factors by month, and in words.

use kpi_model::{Change, Day, Lever, Scenario, Text};

use super::expected::Ahead;
use super::history::History;
use super::levers::Known;
use crate::error::PlanError;

/// What a scenario does to bookings and to the cost of each unit of bookings, by month.
#[derive(Clone, Debug)]
pub(crate) struct Driven {
    pub(crate) months: Vec<Ahead>,
    /// Factor on cost ÷ bookings.
    pub(crate) cost: Vec<f64>,
    /// Factor on the number of people.
    pub(crate) people: Vec<f64>,
}

/// The changes of a scenario in a fixed order, each checked.
///
/// # Errors
/// [`PlanError::Lever`] for a factor that is no number between 0.01 and 100 or would push a share above 1;
/// [`PlanError::Unsupported`] for a lever that the data cannot move.
pub(crate) fn checked(scenario: &Scenario, levers: &[Known]) -> Result<Vec<Change>, PlanError> {
    let mut changes = scenario.changes.clone();
    for change in &changes {
        let known = find(levers, change)?;
        if !(0.01..=100.0).contains(&change.factor) || change.factor > known.most * (1.0 + 1e-12) {
            return Err(PlanError::Lever);
        }
    }
    let key = |change: &Change| (change.lever, change.item.clone(), change.from, change.over, change.factor.to_bits(), change.cost);
    changes.sort_by_key(key);
    Ok(changes)
}

/// The lever of a change.
pub(crate) fn find<'a>(levers: &'a [Known], change: &Change) -> Result<&'a Known, PlanError> {
    let known = levers.iter().find(|known| known.info.lever == change.lever && known.info.item == change.item);
    let fallback = || levers.iter().find(|known| known.info.lever == change.lever && known.info.reason.is_some());
    let found = known.or_else(fallback).ok_or_else(|| PlanError::Unsupported {
        lever: title(change, levers).en,
        reason: Text::new("数据里没有它", "The data do not have it."),
    })?;
    match &found.info.reason {
        Some(reason) => Err(PlanError::Unsupported { lever: title(change, levers).en, reason: reason.clone() }),
        None => Ok(found),
    }
}

/// The factor of a change in a month: from its first month on, in equal steps.
fn phased(change: &Change, month: Day, first: Day) -> f64 {
    let from = change.from.unwrap_or(first).month_start(0).max(first);
    if month < from {
        return 1.0;
    }
    let gone = (month.year() - from.year()) * 12 + month.month().cast_signed() - from.month().cast_signed();
    let over = f64::from(change.over.unwrap_or(1).max(1));
    1.0 + (change.factor - 1.0) * (f64::from(gone + 1) / over).min(1.0)
}

/// Applies changes that have been checked to the months ahead.
pub(crate) fn drive(base: &[Ahead], changes: &[Change], levers: &[Known], history: &History) -> Driven {
    let mut months = base.to_vec();
    let mut cost = vec![1.0; months.len()];
    let mut people = cost.clone();
    let first = months.first().map_or(Day(0), |month| month.month);
    let ranks = if changes.iter().any(|change| change.lever == Lever::StageConversion) { history.ranks() } else { Vec::new() };
    for change in changes {
        let Ok(known) = find(levers, change) else { continue };
        for ((month, cost), people) in months.iter_mut().zip(&mut cost).zip(&mut people) {
            let factor = phased(change, month.month, first);
            match change.lever {
                // A source brings its part of the wins: more of it is that much more.
                Lever::Volume => month.drive.volume *= 1.0 + known.part * (factor - 1.0),
                Lever::Headcount => {
                    month.drive.volume *= factor;
                    *people *= factor;
                }
                Lever::Activity => month.drive.volume *= 1.0 + known.effect * (factor - 1.0),
                Lever::WinRate => month.drive.win *= factor,
                Lever::StageConversion => {
                    let own = history.stages.iter().position(|stage| Some(stage) == change.item.as_ref());
                    convert(month, factor, own, &ranks);
                }
                Lever::DealSize => month.drive.size *= factor,
                Lever::Price => {
                    month.drive.size *= factor;
                    *cost /= factor;
                }
                Lever::Discount => {
                    let rate = known.info.value.unwrap_or(0.0);
                    let factor = (1.0 - rate * factor) / (1.0 - rate);
                    month.drive.size *= factor;
                    *cost /= factor;
                }
                Lever::Cost => *cost *= factor,
                Lever::Cycle => month.drive.cycle *= factor,
                Lever::Retention => month.drive.repeat *= factor,
            }
        }
    }
    Driven { months, cost, people }
}

/// A stage that converts better helps what has not passed it yet: all new opportunities, and open ones up to it.
fn convert(month: &mut Ahead, factor: f64, stage: Option<usize>, ranks: &[f64]) {
    let Some(own) = stage.and_then(|at| ranks.get(at)).copied() else { return };
    month.drive.win *= factor;
    month.stages.resize(ranks.len(), 1.0);
    for (slot, rank) in month.stages.iter_mut().zip(ranks) {
        if *rank > own {
            *slot /= factor;
        }
    }
}

/// What a lever is called. Where there are only orders, an order is what is new and what has a size.
pub(crate) fn name(lever: Lever, of_orders: bool) -> Text {
    let (zh, en) = match lever {
        Lever::Volume if of_orders => ("订单数", "Orders"),
        Lever::Volume => ("新增商机", "New opportunities"),
        Lever::WinRate => ("赢单率", "Win rate"),
        Lever::StageConversion => ("阶段转化", "Stage conversion"),
        Lever::DealSize if of_orders => ("单均金额", "Order value"),
        Lever::DealSize => ("平均单额", "Deal size"),
        Lever::Price => ("价格", "Price"),
        Lever::Discount => ("折扣", "Discount"),
        Lever::Cost => ("成本", "Cost"),
        Lever::Cycle => ("销售周期", "Sales cycle"),
        Lever::Retention => ("复购", "Repeat orders"),
        Lever::Headcount => ("人数", "Headcount"),
        Lever::Activity => ("活动量", "Activities"),
    };
    Text::new(zh, en)
}

/// The name of what is changed, with its source or stage.
fn title(change: &Change, levers: &[Known]) -> Text {
    let known = levers.iter().find(|known| known.info.lever == change.lever);
    let name = known.map_or_else(|| name(change.lever, false), |known| known.info.name.clone());
    match &change.item {
        Some(item) => Text::new(format!("{}（{item}）", name.zh), format!("{} ({item})", name.en)),
        None => name,
    }
}

/// What changed, in words: `Win rate +10.0 % from 2026-01 over 9 months; …`; without changes "no change".
pub(crate) fn words(changes: &[Change], levers: &[Known]) -> Text {
    let moved: Vec<&Change> = changes.iter().filter(|change| change.factor.to_bits() != 1.0_f64.to_bits()).collect();
    if moved.is_empty() {
        return Text::new("没有改动", "no change");
    }
    let line = |change: &Change| {
        let name = title(change, levers);
        let tenths = ((change.factor - 1.0) * 1_000.0).round_ties_even() as i64;
        let sign = if tenths < 0 { "−" } else { "+" };
        let percent = format!("{sign}{}.{}%", tenths.abs() / 10, tenths.abs() % 10);
        let from = change.from.map(|day| format!("{:04}-{:02}", day.year(), day.month()));
        let over = change.over.filter(|over| *over > 1);
        let zh = format!(
            "{} {percent}{}{}",
            name.zh,
            from.as_ref().map(|from| format!("，{from} 起")).unwrap_or_default(),
            over.map(|over| format!("，{over} 个月到位")).unwrap_or_default()
        );
        let en = format!(
            "{} {percent}{}{}",
            name.en,
            from.map(|from| format!(" from {from}")).unwrap_or_default(),
            over.map(|over| format!(" over {over} months")).unwrap_or_default()
        );
        (zh, en)
    };
    let (zh, en): (Vec<String>, Vec<String>) = moved.into_iter().map(line).unzip();
    Text::new(zh.join("；"), en.join("; "))
}
