//! Which kinds of activity an opportunity had, from activities.
//!
//! Only what happened up to the day an opportunity ended counts: a visit after the win cannot have helped to win. One row
//! per opportunity and kind, by the day of the first.

use kpi_data::{Dataset, Facts, NO_CODE, NO_DAY, Outcome};
use kpi_model::{Dimension, Field, TableKind};

use crate::grouped::Grouped;

/// One row per opportunity and kind of activity; none without activities that name opportunities and kinds.
pub(crate) fn participations(dataset: &Dataset) -> Option<Facts> {
    let (activities, deals) = (dataset.facts(TableKind::Activities)?, dataset.facts(TableKind::Opportunities)?);
    let (kinds, days) = (activities.dimension(Dimension::ActivityType), activities.days.get(&Field::Day)?);
    if kinds.is_empty() || activities.opportunity.is_empty() {
        return None;
    }
    let at = |days: &[i32], row: u32| days.get(row as usize).copied().unwrap_or(NO_DAY);
    let closed_days = deals.days.get(&Field::Closed).map_or(&[][..], Vec::as_slice);
    let outcome = |row: u32| deals.outcomes.get(row as usize).copied().unwrap_or(Outcome::Open);
    let is_in_time = |deal: u32, day: i32| {
        let closed = at(closed_days, deal);
        outcome(deal) == Outcome::Open || closed == NO_DAY || day <= closed
    };
    let rows = activities.opportunity.iter().zip(kinds).zip(days).zip(0_u32..);
    let counts = |(((deal, kind), day), _): &(((&u32, &u32), &i32), u32)| {
        **deal != NO_CODE && **kind != NO_CODE && **day != NO_DAY && is_in_time(**deal, **day)
    };
    let mut attended = Grouped::new(deals.len, rows.filter(counts).map(|(((deal, kind), day), row)| (*deal, (*kind, *day, row))));
    attended.sort_by(|activity| *activity);
    let mut first: Vec<(u32, u32, i32, u32)> = Vec::with_capacity(attended.len());
    for (deal, of_deal) in attended.groups() {
        let of_kinds = of_deal.chunk_by(|a, b| a.0 == b.0).filter_map(|of_kind| of_kind.first());
        first.extend(of_kinds.map(|(kind, day, row)| (deal, *kind, *day, *row)));
    }
    let mut facts = Facts::new(TableKind::Participations);
    facts.len = first.len();
    if let Some(slot) = facts.dimensions.get_mut(Dimension::ActivityType.index()) {
        *slot = first.iter().map(|(_, kind, ..)| *kind).collect();
    }
    facts.opportunity = first.iter().map(|(deal, ..)| *deal).collect();
    facts.outcomes = first.iter().map(|(deal, ..)| outcome(*deal)).collect();
    facts.days.insert(Field::Day, first.iter().map(|(_, _, day, _)| *day).collect());
    for (field, days) in [Field::Created, Field::Closed].into_iter().filter_map(|field| Some((field, deals.days.get(&field)?))) {
        facts.days.insert(field, first.iter().map(|(deal, ..)| at(days, *deal)).collect());
    }
    if let Some(amounts) = deals.money.get(&Field::Amount) {
        let amount = |deal: u32| amounts.get(deal as usize).copied().unwrap_or(kpi_data::NO_MONEY);
        facts.money.insert(Field::Amount, first.iter().map(|(deal, ..)| amount(*deal)).collect());
    }
    facts.origins = first.iter().filter_map(|(.., row)| activities.origins.get(*row as usize)).copied().collect();
    Some(facts)
}
