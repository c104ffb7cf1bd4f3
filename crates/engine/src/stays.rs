//! The stays of opportunities in their stages, from stage history.
//!
//! Per opportunity the history is put in order of time; rows of one moment in the order of the stages. A row in the stage the
//! opportunity is in already (an amount was changed) begins nothing. A stay ends when the next one begins, or when the
//! opportunity is won or lost: entered = advanced + lost + regressed + still there.

use kpi_data::{Dataset, Facts, NO_CODE, NO_DAY, Origin, Outcome};
use kpi_model::{Dimension, Field, TableKind};

use crate::history::{Entry, History};

/// More different stages than any process has.
const MOST_STAGES: usize = 200;

/// One row per stay; none with too many stages to be stages.
pub(crate) fn stays(dataset: &Dataset, history: &mut History) -> Option<Facts> {
    let deals = dataset.facts(TableKind::Opportunities)?;
    let origins = &dataset.facts(TableKind::StageHistory)?.origins;
    let count = dataset.dictionary(Dimension::Stage).map_or(0, kpi_data::Dictionary::len);
    if count > MOST_STAGES {
        return None;
    }
    let outcomes: Vec<Outcome> = (0..count).map(|stage| dataset.stage_outcomes.get(stage).copied().unwrap_or(Outcome::Open)).collect();
    let ranks = ranks(&dataset.stage_order, count);
    history.sort_by(|entry| (entry.at, ranks.get(entry.stage as usize).copied().unwrap_or(0), entry.row));
    let mut table = Table::new(deals, origins, &outcomes, &ranks, history.len());
    for (deal, of_deal) in history.deals() {
        table.add(deal, of_deal);
    }
    Some(table.facts())
}

/// The codes of the stages in order: open ones as the user said, the others by which of two is entered first in more opportunities
/// (Copeland's count of such pairs), then won ones; lost ones are an exit, not a step. Rows of one moment say nothing about order;
/// ties go by name. None with too many stages to be stages.
pub(crate) fn order(dataset: &Dataset, history: &History) -> Vec<u32> {
    let names: Vec<&str> = dataset.dictionary(Dimension::Stage).map(|words| words.texts().iter().collect()).unwrap_or_default();
    let count = names.len();
    if count > MOST_STAGES {
        return Vec::new();
    }
    let mut before = vec![0_u32; count * count];
    let mut firsts: Vec<(i64, u32)> = Vec::new();
    for (_, of_deal) in history.deals() {
        firsts.clear();
        for entry in of_deal {
            if !firsts.iter().any(|(_, known)| *known == entry.stage) {
                firsts.push((entry.at, entry.stage));
            }
        }
        for (i, (at, stage)) in firsts.iter().enumerate() {
            for (_, other) in firsts.iter().skip(i + 1).filter(|(later, _)| later > at) {
                if let Some(slot) = before.get_mut(*stage as usize * count + *other as usize) {
                    *slot += 1;
                }
            }
        }
    }
    let times = |a: usize, b: usize| before.get(a * count + b).copied().unwrap_or(0);
    let wins = |a: usize| (0..count).filter(|b| times(a, *b) > times(*b, a)).count();
    let losses = |a: usize| (0..count).filter(|b| times(a, *b) < times(*b, a)).count();
    let class = |stage: usize| match dataset.stage_outcomes.get(stage) {
        Some(Outcome::Won) => 1,
        Some(Outcome::Lost) => 2,
        _ => 0,
    };
    let said = |stage: usize| dataset.stage_order.iter().position(|known| *known as usize == stage).unwrap_or(usize::MAX);
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|stage| (class(*stage), said(*stage), losses(*stage) as i64 - wins(*stage) as i64, names.get(*stage).copied()));
    order.into_iter().filter_map(|stage| u32::try_from(stage).ok()).collect()
}

/// The open stages in the order of the process, once it is derived; none without stage history.
#[must_use]
pub fn stage_order(dataset: &Dataset) -> Vec<String> {
    if dataset.facts(TableKind::StageStays).is_none() {
        return Vec::new();
    }
    let is_open = |code: &&u32| dataset.stage_outcomes.get(**code as usize) == Some(&Outcome::Open);
    let name = |code: &u32| dataset.dictionary(Dimension::Stage).and_then(|words| words.text(*code)).map(str::to_owned);
    dataset.stage_order.iter().filter(is_open).filter_map(name).collect()
}

/// The place of each stage in an order.
fn ranks(order: &[u32], count: usize) -> Vec<u32> {
    let mut ranks = vec![0; count];
    for (place, stage) in (0_u32..).zip(order) {
        if let Some(slot) = ranks.get_mut(*stage as usize) {
            *slot = place;
        }
    }
    ranks
}

/// The stays so far, column by column.
struct Table<'a> {
    deals: &'a Facts,
    closed: &'a [i32],
    origins: &'a [Origin],
    outcomes: &'a [Outcome],
    ranks: &'a [u32],
    stays: Facts,
    entered: Vec<i32>,
    left: Vec<i32>,
    further: Vec<i32>,
    exits: Vec<i32>,
    visits: Vec<i32>,
    stages: Vec<u32>,
    /// Entries of the opportunity at hand that lead into another stage, with their days: kept to save memory.
    moves: Vec<(Entry, i32)>,
}

impl<'a> Table<'a> {
    /// No stays, and room for those of as many entries.
    fn new(deals: &'a Facts, origins: &'a [Origin], outcomes: &'a [Outcome], ranks: &'a [u32], entries: usize) -> Self {
        let closed = deals.days.get(&Field::Closed).map_or(&[][..], Vec::as_slice);
        let mut stays = Facts::new(TableKind::StageStays);
        stays.outcomes.reserve(entries);
        stays.opportunity.reserve(entries);
        stays.origins.reserve(entries);
        let [entered, left, further, exits, visits] = [(); 5].map(|()| Vec::with_capacity(entries));
        let stages = Vec::with_capacity(entries);
        Self { deals, closed, origins, outcomes, ranks, stays, entered, left, further, exits, visits, stages, moves: Vec::new() }
    }

    fn is_open(&self, stage: u32) -> bool {
        self.outcomes.get(stage as usize) == Some(&Outcome::Open)
    }

    fn outcome_of(&self, stage: u32) -> Outcome {
        self.outcomes.get(stage as usize).copied().unwrap_or(Outcome::Open)
    }

    fn rank(&self, stage: u32) -> u32 {
        self.ranks.get(stage as usize).copied().unwrap_or(0)
    }

    /// Adds the stays of one opportunity, given its history in order.
    fn add(&mut self, deal: usize, of_deal: &[Entry]) {
        let outcome = self.deals.outcomes.get(deal).copied().unwrap_or(Outcome::Open);
        let closed = self.closed.get(deal).copied().unwrap_or(NO_DAY);
        // Won on no known day: not before it last moved.
        let won = match (outcome, closed) {
            (Outcome::Won, NO_DAY) => of_deal.last().map(|entry| entry.day()),
            (Outcome::Won, closed) => Some(closed),
            _ => None,
        };
        let mut moves = std::mem::take(&mut self.moves);
        moves.clear();
        moves.extend(of_deal.chunk_by(|a, b| a.stage == b.stage).filter_map(|same| same.first()).map(|entry| (*entry, entry.day())));
        for (i, (entry, entered)) in moves.iter().enumerate() {
            if !self.is_open(entry.stage) {
                continue;
            }
            let (left, exit) = match (moves.get(i + 1), outcome) {
                (Some((next, day)), _) => (*day, self.exit(entry.stage, next.stage)),
                (None, Outcome::Open) => (NO_DAY, Field::STILL_THERE),
                // The history ends before the end: the opportunity itself says when that was.
                (None, Outcome::Won) => (closed, Field::ADVANCED),
                (None, Outcome::Lost) => (closed, Field::LOST),
            };
            // The first day in a later stage, in whatever order the history says they came; else the day of the win.
            let is_later = |other: &Entry| self.outcome_of(other.stage) != Outcome::Lost && self.rank(other.stage) > self.rank(entry.stage);
            let further = moves.iter().filter(|(other, _)| is_later(other)).map(|(_, day)| *day).min().or(won).unwrap_or(NO_DAY);
            let visit = moves.iter().take(i + 1).filter(|(known, _)| known.stage == entry.stage).count();
            self.stages.push(entry.stage);
            self.entered.push(*entered);
            self.left.push(if left == NO_DAY { NO_DAY } else { left.max(*entered) });
            self.further.push(further);
            self.exits.push(exit);
            self.visits.push(i32::try_from(visit).unwrap_or(i32::MAX));
            self.stays.outcomes.push(match exit {
                Field::STILL_THERE => Outcome::Open,
                Field::ADVANCED => Outcome::Won,
                _ => Outcome::Lost,
            });
            self.stays.opportunity.push(u32::try_from(deal).unwrap_or(NO_CODE));
            self.stays.origins.extend(self.origins.get(entry.row as usize).copied());
        }
        self.moves = moves;
    }

    /// How a stay ends that leads into another stage.
    fn exit(&self, stage: u32, next: u32) -> i32 {
        match self.outcome_of(next) {
            Outcome::Lost => Field::LOST,
            Outcome::Won => Field::ADVANCED,
            Outcome::Open if self.rank(next) > self.rank(stage) => Field::ADVANCED,
            Outcome::Open => Field::REGRESSED,
        }
    }

    /// The stays as a table.
    fn facts(self) -> Facts {
        let mut facts = self.stays;
        facts.len = self.stages.len();
        if let Some(stages) = facts.dimensions.get_mut(Dimension::Stage.index()) {
            *stages = self.stages;
        }
        facts.days.insert(Field::Created, self.entered);
        facts.days.insert(Field::Closed, self.left);
        facts.days.insert(Field::Further, self.further);
        facts.numbers.insert(Field::Exit, self.exits);
        facts.numbers.insert(Field::Visit, self.visits);
        facts
    }
}
