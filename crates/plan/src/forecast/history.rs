//! The opportunities as a forecast sees them: when each began, moved and ended.

use std::collections::BTreeMap;

use kpi_data::{Dataset, Facts, NO_CODE, NO_DAY, NO_MONEY, Outcome};
use kpi_model::{Day, Dimension, Field, TableKind};

use crate::booked::Booked;
use crate::error::PlanError;

/// One opportunity, or one order: won on the day it began.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deal {
    pub(crate) created: i32,
    /// Day of the end; `None` while it is open.
    pub(crate) ended: Option<i32>,
    pub(crate) is_won: bool,
    /// Minor units; `None` where it is not filled in.
    pub(crate) amount: Option<i64>,
    pub(crate) person: u32,
    pub(crate) source: u32,
    /// Cost, where it is known.
    pub(crate) cost: Option<i64>,
    /// List price, where it is known.
    pub(crate) list: Option<i64>,
    /// First and last entry of its stages in [`History::entries`].
    stages: (usize, usize),
}

/// All opportunities with a created date, or all orders, and what else the levers need.
#[derive(Clone, Debug)]
pub(crate) struct History {
    /// Where its rows are from.
    pub(crate) source: Booked,
    pub(crate) as_of: i32,
    /// First day of the first whole month with an opportunity.
    pub(crate) first: i32,
    pub(crate) deals: Vec<Deal>,
    /// Day and stage code, by deal.
    entries: Vec<(i32, u32)>,
    /// Stays in stages that ended: stage, day, did it lead on?
    pub(crate) stays: Vec<(u32, i32, bool)>,
    /// Orders without an opportunity: day, amount. `None` where orders cannot be told from wins.
    pub(crate) repeats: Option<Vec<(i32, i64)>>,
    /// Cost ÷ amount of the orders of the last twelve months that have both.
    pub(crate) cost: Option<f64>,
    /// Wins without a created date: day, amount. They count as booked and are not learnt from.
    pub(crate) undated: Vec<(i32, i64)>,
    /// Booked by the end of each day from a first one on.
    booked: Running,
    /// Days of activities; `None` without any.
    pub(crate) activities: Option<Vec<i32>>,
    /// Names of the stages by code.
    pub(crate) stages: Vec<String>,
    /// Codes of the stages in the order of the process.
    stage_order: Vec<u32>,
    pub(crate) sources: Vec<String>,
    pub(crate) people: Vec<String>,
    /// Team by person code, as of the last opportunity.
    pub(crate) teams: Vec<String>,
}

/// Running sums by day, so that no span costs a pass over everything.
#[derive(Clone, Debug, Default)]
struct Running {
    first: i32,
    sums: Vec<i128>,
}

impl Running {
    fn new(amounts: Vec<(i32, i64)>) -> Self {
        let Some(first) = amounts.iter().map(|(day, _)| *day).min() else { return Self::default() };
        let last = amounts.iter().map(|(day, _)| *day).max().unwrap_or(first);
        let place = |day: i32| usize::try_from(i64::from(day) - i64::from(first)).unwrap_or(0);
        let mut sums = vec![0_i128; place(last) + 1];
        for (day, amount) in amounts {
            if let Some(slot) = sums.get_mut(place(day)) {
                *slot += i128::from(amount);
            }
        }
        let mut sum = 0;
        for slot in &mut sums {
            sum += *slot;
            *slot = sum;
        }
        Self { first, sums }
    }

    /// Booked before a day.
    fn before(&self, day: i32) -> i128 {
        let days = usize::try_from(i64::from(day) - i64::from(self.first)).unwrap_or(0).min(self.sums.len());
        days.checked_sub(1).and_then(|last| self.sums.get(last)).copied().unwrap_or(0)
    }
}

impl History {
    pub(crate) fn new(dataset: &Dataset, with_repeat: bool) -> Result<Self, PlanError> {
        let as_of = dataset.as_of.ok_or(PlanError::NoHistory)?.0;
        let source = Booked::of(dataset)?;
        let facts = dataset.facts(source.table()).ok_or(PlanError::NoHistory)?;
        let mut history = Self {
            source,
            as_of,
            first: as_of,
            deals: Vec::with_capacity(facts.len),
            entries: Vec::new(),
            stays: Vec::new(),
            repeats: None,
            cost: cost(dataset, as_of),
            undated: Vec::new(),
            booked: Running::default(),
            activities: activities(dataset, as_of),
            stages: names(dataset, Dimension::Stage),
            stage_order: dataset.stage_order.clone(),
            sources: names(dataset, Dimension::Source),
            people: names(dataset, Dimension::Person),
            teams: Vec::new(),
        };
        match source {
            Booked::Wins => {
                history.stays = stays(dataset, as_of);
                history.repeats = repeats(dataset, as_of).filter(|_| with_repeat);
                history.take_opportunities(facts, &moves(dataset, facts.len))?;
            }
            Booked::Orders => history.take_orders(facts),
        }
        history.take_teams(dataset, facts);
        let first = history.deals.iter().map(|deal| deal.created).min().ok_or(PlanError::NoHistory)?;
        let start = Day(first).month_start(0);
        history.first = if Day(first).day_of_month() <= 7 { start.0 } else { start.month_start(1).0 };
        let wins = history.deals.iter().filter(|deal| deal.is_won).filter_map(|deal| Some((deal.ended?, deal.amount.unwrap_or(0))));
        history.booked = Running::new(wins.chain(history.extras().copied()).filter(|(day, _)| *day <= as_of).collect());
        Ok(history)
    }

    fn take_opportunities(&mut self, facts: &Facts, moves: &[Vec<(i32, u32)>]) -> Result<(), PlanError> {
        let created = facts.days.get(&Field::Created).ok_or(PlanError::NoHistory)?;
        let closed = facts.days.get(&Field::Closed).ok_or(PlanError::NoHistory)?;
        for (row, created) in created.iter().enumerate() {
            let outcome = facts.outcomes.get(row).copied().unwrap_or(Outcome::Open);
            let end = closed.get(row).copied().filter(|day| *day != NO_DAY);
            if *created == NO_DAY {
                let win = end.filter(|end| outcome == Outcome::Won && *end <= self.as_of);
                self.undated.extend(win.zip(money(facts, Field::Amount, row)));
                continue;
            }
            if *created > self.as_of {
                continue;
            }
            // Closed without a day, or before it began: nothing can be learnt from it.
            if outcome != Outcome::Open && end.is_none_or(|end| end < *created) {
                continue;
            }
            let from = self.entries.len();
            self.entries.extend(moves.get(row).into_iter().flatten());
            self.deals.push(Deal {
                created: *created,
                ended: end.filter(|_| outcome != Outcome::Open),
                is_won: outcome == Outcome::Won,
                cost: money(facts, Field::Cost, row),
                list: money(facts, Field::ListPrice, row),
                amount: money(facts, Field::Amount, row),
                person: code(facts, Dimension::Person, row),
                source: code(facts, Dimension::Source, row),
                stages: (from, self.entries.len()),
            });
        }
        Ok(())
    }

    /// Orders by record and day: lines of one order come together. A return is an amount of its own day below zero.
    fn take_orders(&mut self, facts: &Facts) {
        let Some(days) = facts.days.get(&Field::Day) else { return };
        let mut orders: BTreeMap<(i32, u32), Deal> = BTreeMap::new();
        for (row, day) in days.iter().enumerate().filter(|(_, day)| **day != NO_DAY && **day <= self.as_of) {
            let Some(amount) = money(facts, Field::Amount, row) else { continue };
            let cost = money(facts, Field::Cost, row);
            let line = Deal {
                created: *day,
                ended: Some(*day),
                is_won: true,
                amount: Some(0),
                person: code(facts, Dimension::Person, row),
                source: code(facts, Dimension::Source, row),
                cost: Some(0),
                list: None,
                stages: (0, 0),
            };
            let order = orders.entry((*day, facts.record(row))).or_insert(line);
            order.amount = order.amount.map(|sum| sum.saturating_add(amount));
            order.cost = order.cost.zip(cost).map(|(sum, cost)| sum.saturating_add(cost));
        }
        self.deals = orders.into_values().collect();
    }

    /// The team of each person, as of the last row.
    fn take_teams(&mut self, dataset: &Dataset, facts: &Facts) {
        let mut last = vec![NO_CODE; self.people.len()];
        for (person, team) in facts.dimension(Dimension::Person).iter().zip(facts.dimension(Dimension::Team)) {
            if let Some(slot) = last.get_mut(*person as usize) {
                *slot = *team;
            }
        }
        let teams = dataset.dictionary(Dimension::Team);
        self.teams = last.into_iter().map(|team| teams.and_then(|teams| teams.text(team)).unwrap_or("").to_owned()).collect();
    }

    /// Booked between two days, as far as it has come.
    pub(crate) fn won(&self, from: Day, to: Day) -> f64 {
        (self.booked.before(to.0) - self.booked.before(from.0)) as f64
    }

    /// The stages of a deal in order: day and stage.
    pub(crate) fn stages_of(&self, deal: &Deal) -> &[(i32, u32)] {
        self.entries.get(deal.stages.0..deal.stages.1).unwrap_or(&[])
    }

    /// What is booked beside the opportunities the curves are made of: day, amount.
    pub(crate) fn extras(&self) -> impl Iterator<Item = &(i32, i64)> {
        self.undated.iter().chain(self.repeats.iter().flatten())
    }

    /// Won amount per calendar month, from the first whole month to the last whole one before `until`.
    pub(crate) fn won_by_month(&self, until: i32) -> Vec<f64> {
        let from = Day(self.first).month_start(0);
        let index = |day: i32| (Day(day).year() - from.year()) * 12 + Day(day).month().cast_signed() - from.month().cast_signed();
        let months = usize::try_from(index(until)).unwrap_or(0);
        let mut sums = vec![0.0; months];
        for deal in self.deals.iter().filter(|deal| deal.is_won) {
            if let Some(slot) = deal.ended.and_then(|end| usize::try_from(index(end)).ok()).and_then(|month| sums.get_mut(month)) {
                *slot += deal.amount.unwrap_or(0) as f64;
            }
        }
        for (day, amount) in self.extras() {
            if let Some(slot) = usize::try_from(index(*day)).ok().and_then(|month| sums.get_mut(month)) {
                *slot += *amount as f64;
            }
        }
        sums
    }
}

fn code(facts: &Facts, dimension: Dimension, row: usize) -> u32 {
    facts.dimension(dimension).get(row).copied().unwrap_or(NO_CODE)
}

fn money(facts: &Facts, field: Field, row: usize) -> Option<i64> {
    facts.money.get(&field).and_then(|list| list.get(row)).copied().filter(|amount| *amount != NO_MONEY)
}

fn stays(dataset: &Dataset, as_of: i32) -> Vec<(u32, i32, bool)> {
    let Some(stays) = dataset.facts(TableKind::StageStays) else { return Vec::new() };
    let left = stays.days.get(&Field::Closed).map_or(&[][..], Vec::as_slice);
    let exits = stays.numbers.get(&Field::Exit).map_or(&[][..], Vec::as_slice);
    let rows = stays.dimension(Dimension::Stage).iter().zip(left).zip(exits);
    let ended = rows.filter(|((_, left), exit)| **left != NO_DAY && **left <= as_of && **exit != Field::STILL_THERE);
    ended.map(|((stage, left), exit)| (*stage, *left, *exit == Field::ADVANCED)).collect()
}

/// Orders that belong to no opportunity. Where orders name none at all they may be the wins once more, and are left alone.
fn repeats(dataset: &Dataset, as_of: i32) -> Option<Vec<(i32, i64)>> {
    let orders = dataset.facts(TableKind::Orders)?;
    let (days, amounts) = (orders.days.get(&Field::Day)?, orders.money.get(&Field::Amount)?);
    if orders.opportunity.iter().all(|deal| *deal == NO_CODE) {
        return None;
    }
    let rows = orders.opportunity.iter().zip(days).zip(amounts);
    let own = rows.filter(|((deal, day), amount)| **deal == NO_CODE && **day != NO_DAY && **day <= as_of && **amount != NO_MONEY);
    Some(own.map(|((_, day), amount)| (*day, *amount)).collect()).filter(|list: &Vec<(i32, i64)>| !list.is_empty())
}

fn cost(dataset: &Dataset, as_of: i32) -> Option<f64> {
    let orders = dataset.facts(TableKind::Orders)?;
    let (days, amounts, costs) = (orders.days.get(&Field::Day)?, orders.money.get(&Field::Amount)?, orders.money.get(&Field::Cost)?);
    let rows = days.iter().zip(amounts).zip(costs).filter(|((day, _), _)| (as_of - 364..=as_of).contains(*day));
    let both = rows.filter(|((_, amount), cost)| **amount != NO_MONEY && **cost != NO_MONEY);
    let (cost, amount) = both.fold((0_i128, 0_i128), |(c, a), ((_, amount), cost)| (c + i128::from(*cost), a + i128::from(*amount)));
    (cost > 0 && amount > 0).then(|| cost as f64 / amount as f64)
}

fn activities(dataset: &Dataset, as_of: i32) -> Option<Vec<i32>> {
    let days = dataset.facts(TableKind::Activities)?.days.get(&Field::Day)?;
    Some(days.iter().copied().filter(|day| *day != NO_DAY && *day <= as_of).collect())
}

/// Entries into stages by opportunity row, from the stays.
fn moves(dataset: &Dataset, rows: usize) -> Vec<Vec<(i32, u32)>> {
    let mut moves = vec![Vec::new(); rows];
    if let Some(stays) = dataset.facts(TableKind::StageStays) {
        let stages = stays.dimension(Dimension::Stage);
        let entered = stays.days.get(&Field::Created).map_or(&[][..], Vec::as_slice);
        for ((deal, stage), day) in stays.opportunity.iter().zip(stages).zip(entered) {
            if let Some(list) = moves.get_mut(*deal as usize).filter(|_| *day != NO_DAY) {
                list.push((*day, *stage));
            }
        }
    }
    moves
}

fn names(dataset: &Dataset, dimension: Dimension) -> Vec<String> {
    dataset.dictionary(dimension).map(|words| words.texts().iter().map(str::to_owned).collect()).unwrap_or_default()
}

impl History {
    /// The place of each stage in the process; the last for those that have none.
    pub(crate) fn ranks(&self) -> Vec<f64> {
        let mut ranks = vec![f64::MAX; self.stages.len()];
        for (place, stage) in (0_u32..).zip(&self.stage_order) {
            if let Some(slot) = ranks.get_mut(*stage as usize) {
                *slot = f64::from(place);
            }
        }
        ranks
    }
}
