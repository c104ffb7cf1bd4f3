//! Whether opportunities met the exit criteria of the stages they went on from.

use std::collections::BTreeMap;

use kpi_data::{Dataset, NO_NUMBER, Outcome};
use kpi_model::{Dimension, Field, TableKind};

/// Marks stays in stages with criteria, and opportunities: 1 where all were met, 0 where not.
///
/// A stay asks for those of its stage. An opportunity is asked for those of every stage it went on from; without a history, won ones
/// for all there are. What the cells say now stands for what they said then: files keep no history of them.
pub(crate) fn mark(dataset: &mut Dataset) {
    let unmet = std::mem::take(&mut dataset.unmet_criteria);
    let code = |stage: &String| dataset.dictionary(Dimension::Stage).and_then(|words| words.code(stage));
    let is_open = |code: &u32| dataset.stage_outcomes.get(*code as usize) == Some(&Outcome::Open);
    let asked: BTreeMap<u32, Vec<u32>> =
        unmet.into_iter().filter_map(|(stage, rows)| Some((code(&stage).filter(is_open)?, rows))).collect();
    let Some(deals) = dataset.facts(TableKind::Opportunities).filter(|_| !asked.is_empty()) else { return };
    let is_met = |stage: &u32, deal: u32| Some(i32::from(asked.get(stage)?.binary_search(&deal).is_err()));
    let mut of_deals = vec![NO_NUMBER; deals.len];
    let of_stays = dataset.facts(TableKind::StageStays).map(|stays| {
        let exits = stays.numbers.get(&Field::Exit).map_or(&[][..], Vec::as_slice);
        let rows = stays.dimension(Dimension::Stage).iter().zip(&stays.opportunity).zip(exits);
        rows.map(|((stage, deal), exit)| {
            let met = is_met(stage, *deal).unwrap_or(NO_NUMBER);
            if let Some(slot) = of_deals.get_mut(*deal as usize).filter(|_| *exit == Field::ADVANCED && met != NO_NUMBER) {
                *slot = if *slot == NO_NUMBER { met } else { met.min(*slot) };
            }
            met
        })
        .collect::<Vec<i32>>()
    });
    if of_stays.is_none() {
        for ((slot, outcome), deal) in of_deals.iter_mut().zip(&deals.outcomes).zip(0_u32..) {
            if *outcome == Outcome::Won {
                *slot = asked.keys().filter_map(|stage| is_met(stage, deal)).min().unwrap_or(NO_NUMBER);
            }
        }
    }
    if let (Some(of_stays), Some(stays)) = (of_stays, dataset.facts.get_mut(&TableKind::StageStays)) {
        stays.numbers.insert(Field::Criteria, of_stays);
    }
    if let Some(deals) = dataset.facts.get_mut(&TableKind::Opportunities) {
        deals.numbers.insert(Field::Criteria, of_deals);
    }
}
