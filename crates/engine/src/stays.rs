//! The stays of opportunities in their stages, from stage history.
//!
//! Per opportunity the history is put in order of days; rows of one day in the order of the stages. A row in the stage the
//! opportunity is in already (an amount was changed) begins nothing. A stay ends when the next one begins, or when the
//! opportunity is won or lost: entered = advanced + lost + regressed + still there.

use kpi_data::{Dataset, Facts, NO_CODE, NO_DAY, Outcome};
use kpi_model::{Dimension, Field, TableKind};

/// More different stages than any process has.
const MOST_STAGES: usize = 200;

/// One row of the history: opportunity, day, stage, row of the table.
type Entry = (u32, i32, u32, usize);

/// One row per stay; none without history or with too many stages to be stages.
pub(crate) fn stays(dataset: &Dataset) -> Option<Facts> {
    let history = dataset.facts(TableKind::StageHistory)?;
    let deals = dataset.facts(TableKind::Opportunities)?;
    let (days, stages) = (history.days.get(&Field::Day)?, history.dimension(Dimension::Stage));
    let count = dataset.dictionary(Dimension::Stage).map_or(0, kpi_data::Dictionary::len);
    if count > MOST_STAGES {
        return None;
    }
    let mut entries: Vec<Entry> = (0..history.len)
        .filter_map(|row| Some((*history.opportunity.get(row)?, *days.get(row)?, *stages.get(row)?, row)))
        .filter(|(deal, day, stage, _)| *deal != NO_CODE && *day != NO_DAY && *stage != NO_CODE)
        .collect();
    entries.sort_unstable();
    let outcomes: Vec<Outcome> = (0..count).map(|stage| dataset.stage_outcomes.get(stage).copied().unwrap_or(Outcome::Open)).collect();
    let names: Vec<&str> = dataset.dictionary(Dimension::Stage).map(|words| words.texts().iter().collect()).unwrap_or_default();
    let ranks = ranks(&entries, &outcomes, &names);
    let rank = |stage: u32| ranks.get(stage as usize).copied().unwrap_or(0);
    entries.sort_unstable_by_key(|(deal, day, stage, row)| (*deal, *day, rank(*stage), *row));
    let mut table = Table::new(deals, history);
    for of_deal in entries.chunk_by(|a, b| a.0 == b.0) {
        table.add(of_deal, &outcomes, &rank);
    }
    Some(table.facts)
}

/// The order of the stages: open ones by which of two is entered first in more opportunities (Copeland's count of such
/// pairs), then won ones; lost ones are an exit, not a step. Rows of one day say nothing about order; ties go by name.
fn ranks(entries: &[Entry], outcomes: &[Outcome], names: &[&str]) -> Vec<u32> {
    let count = outcomes.len();
    let mut before = vec![0_u32; count * count];
    let mut firsts: Vec<(i32, u32)> = Vec::new();
    for of_deal in entries.chunk_by(|a, b| a.0 == b.0) {
        firsts.clear();
        for (_, day, stage, _) in of_deal {
            if !firsts.iter().any(|(_, known)| known == stage) {
                firsts.push((*day, *stage));
            }
        }
        for (i, (day, stage)) in firsts.iter().enumerate() {
            for (_, other) in firsts.iter().skip(i + 1).filter(|(later, _)| later > day) {
                if let Some(slot) = before.get_mut(*stage as usize * count + *other as usize) {
                    *slot += 1;
                }
            }
        }
    }
    let times = |a: usize, b: usize| before.get(a * count + b).copied().unwrap_or(0);
    let wins = |a: usize| (0..count).filter(|b| times(a, *b) > times(*b, a)).count();
    let losses = |a: usize| (0..count).filter(|b| times(a, *b) < times(*b, a)).count();
    let class = |stage: usize| match outcomes.get(stage) {
        Some(Outcome::Won) => 1,
        Some(Outcome::Lost) => 2,
        _ => 0,
    };
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|stage| (class(*stage), losses(*stage) as i64 - wins(*stage) as i64, names.get(*stage).copied()));
    let mut ranks = vec![0; count];
    for (place, stage) in (0_u32..).zip(order) {
        if let Some(slot) = ranks.get_mut(stage) {
            *slot = place;
        }
    }
    ranks
}

/// The stays so far.
struct Table<'a> {
    facts: Facts,
    deals: &'a Facts,
    history: &'a Facts,
}

/// One stay on its way into the table.
struct Stay {
    deal: usize,
    stage: u32,
    row: usize,
    entered: i32,
    left: i32,
    exit: i32,
    visit: i32,
    further: i32,
}

impl<'a> Table<'a> {
    fn new(deals: &'a Facts, history: &'a Facts) -> Self {
        let mut facts = Facts::new(TableKind::StageStays);
        for field in [Field::Created, Field::Closed, Field::Further] {
            facts.days.insert(field, Vec::new());
        }
        for field in [Field::Exit, Field::Visit] {
            facts.numbers.insert(field, Vec::new());
        }
        Self { facts, deals, history }
    }

    /// Adds the stays of one opportunity, given its history in order.
    fn add(&mut self, of_deal: &[Entry], outcomes: &[Outcome], rank: &dyn Fn(u32) -> u32) {
        let outcome_of = |stage: u32| outcomes.get(stage as usize).copied().unwrap_or(Outcome::Open);
        let Some(deal) = of_deal.first().map(|entry| entry.0 as usize) else { return };
        let outcome = self.deals.outcomes.get(deal).copied().unwrap_or(Outcome::Open);
        let closed = self.deals.days.get(&Field::Closed).and_then(|days| days.get(deal)).copied().unwrap_or(NO_DAY);
        // The first day in a later stage, in whatever order the history says they came; else the day of the win.
        let further = |stage: u32, entered: i32| {
            let later = of_deal.iter().filter(|entry| outcome_of(entry.2) != Outcome::Lost && rank(entry.2) > rank(stage));
            let won = (outcome == Outcome::Won).then_some(if closed == NO_DAY { entered } else { closed });
            later.map(|entry| entry.1).min().or(won).unwrap_or(NO_DAY)
        };
        let moves: Vec<&Entry> = of_deal.chunk_by(|a, b| a.2 == b.2).filter_map(<[Entry]>::first).collect();
        let mut seen: Vec<u32> = Vec::new();
        for (i, (_, entered, stage, row)) in moves.iter().enumerate() {
            if outcome_of(*stage) != Outcome::Open {
                continue;
            }
            seen.push(*stage);
            let next = moves.get(i + 1).map(|next| (next.1, next.2));
            let (left, exit) = match (next, outcome) {
                (Some((day, next)), _) => match outcome_of(next) {
                    Outcome::Lost => (day, Field::LOST),
                    Outcome::Won => (day, Field::ADVANCED),
                    Outcome::Open if rank(next) > rank(*stage) => (day, Field::ADVANCED),
                    Outcome::Open => (day, Field::REGRESSED),
                },
                (None, Outcome::Open) => (NO_DAY, Field::STILL_THERE),
                // The history ends before the end: the opportunity itself says when that was.
                (None, Outcome::Won) => (closed, Field::ADVANCED),
                (None, Outcome::Lost) => (closed, Field::LOST),
            };
            let visit = seen.iter().filter(|known| *known == stage).count();
            self.push(&Stay {
                deal,
                stage: *stage,
                row: *row,
                entered: *entered,
                left: if left == NO_DAY { NO_DAY } else { left.max(*entered) },
                exit,
                visit: i32::try_from(visit).unwrap_or(i32::MAX),
                further: further(*stage, *entered),
            });
        }
    }

    fn push(&mut self, stay: &Stay) {
        let facts = &mut self.facts;
        if let Some(stages) = facts.dimensions.get_mut(Dimension::Stage.index()) {
            stages.push(stay.stage);
        }
        let day = |field, value, facts: &mut Facts| facts.days.entry(field).or_default().push(value);
        day(Field::Created, stay.entered, facts);
        day(Field::Closed, stay.left, facts);
        day(Field::Further, stay.further, facts);
        let number = |field, value, facts: &mut Facts| facts.numbers.entry(field).or_default().push(value);
        number(Field::Exit, stay.exit, facts);
        number(Field::Visit, stay.visit, facts);
        facts.outcomes.push(match stay.exit {
            Field::STILL_THERE => Outcome::Open,
            Field::ADVANCED => Outcome::Won,
            _ => Outcome::Lost,
        });
        facts.opportunity.push(u32::try_from(stay.deal).unwrap_or(NO_CODE));
        facts.origins.extend(self.history.origins.get(stay.row));
        facts.len += 1;
    }
}
