//! Which steps of the process each opportunity left out.
//!
//! A step is an open stage that at least half of the won opportunities with a history were in: what hardly anybody goes through, such
//! as "on hold", is none. An opportunity left out the steps before the furthest stage it was in, or before the win, that it never was
//! in.

use kpi_data::{Dataset, NO_NUMBER, Outcome};
use kpi_model::{Dimension, TableKind};

/// Stages as bits.
type Stages = [u64; 4];

fn holds(stages: &Stages, stage: usize) -> bool {
    stages.get(stage / 64).is_some_and(|bits| bits & (1 << (stage % 64)) != 0)
}

/// How many steps each opportunity left out; none without stays.
pub(crate) fn skipped(dataset: &Dataset) -> Option<Vec<i32>> {
    let (stays, deals) = (dataset.facts(TableKind::StageStays)?, dataset.facts(TableKind::Opportunities)?);
    let mut seen: Vec<Stages> = vec![Stages::default(); deals.len];
    for (deal, stage) in stays.opportunity.iter().zip(stays.dimension(Dimension::Stage)) {
        let stage = *stage as usize;
        if let Some(bits) = seen.get_mut(*deal as usize).and_then(|stages| stages.get_mut(stage / 64)) {
            *bits |= 1 << (stage % 64);
        }
    }
    let has_history = |stages: &Stages| stages.iter().any(|bits| *bits != 0);
    let is_won = |deal: usize| deals.outcomes.get(deal) == Some(&Outcome::Won);
    let won: Vec<&Stages> =
        seen.iter().enumerate().filter(|(deal, stages)| is_won(*deal) && has_history(stages)).map(|(_, of)| of).collect();
    let order: Vec<usize> = dataset.stage_order.iter().map(|stage| *stage as usize).collect();
    let is_open = |stage: usize| dataset.stage_outcomes.get(stage) == Some(&Outcome::Open);
    let is_step = |stage: &usize| is_open(*stage) && won.iter().filter(|stages| holds(stages, *stage)).count() * 2 >= won.len();
    let steps: Vec<usize> = order.iter().copied().filter(is_step).collect();
    let rank = |stage: usize| order.iter().position(|known| *known == stage).unwrap_or(0);
    let ranks: Vec<usize> = steps.iter().map(|step| rank(*step)).collect();
    let of_deal = |(deal, stages): (usize, &Stages)| {
        if won.is_empty() || !has_history(stages) {
            return NO_NUMBER;
        }
        let furthest = order.iter().rposition(|stage| is_open(*stage) && holds(stages, *stage)).unwrap_or(0);
        let is_before = |at: usize| is_won(deal) || at < furthest;
        let left_out = steps.iter().zip(&ranks).filter(|(step, at)| is_before(**at) && !holds(stages, **step)).count();
        i32::try_from(left_out).unwrap_or(i32::MAX)
    };
    Some(seen.iter().enumerate().map(of_deal).collect())
}
