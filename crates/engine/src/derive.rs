//! Facts that follow from other facts, computed once after binding.

use std::collections::BTreeSet;

use kpi_data::{Dataset, Facts, NO_CODE, NO_DAY, NO_MONEY, NO_NUMBER, Outcome};
use kpi_model::{Day, Dimension, Field, TableKind};

use crate::history::History;
use crate::past::chances;

/// Adds what formulas need beyond the files: each customer's first win, purchases, contracts, receivables, cohort and discounts, what was new,
/// when leads were answered, the stays in stages, what they asked for and the steps left out, how the pipeline changed, the kinds of activity of each opportunity, who amounts are
/// credited to, what came of forecasts, when people who started won first, the day payments were won, and a win chance for open opportunities.
pub fn derive(dataset: &mut Dataset) {
    crate::bands::name_bands(dataset);
    crate::cohorts::mark_customers(dataset);
    crate::novelty::mark_orders(dataset);
    crate::bands::mark_margins(dataset);
    mark_replies(dataset);
    mark_answers(dataset);
    if let Some(firsts) = first_wins(dataset) {
        dataset.facts.insert(TableKind::FirstWins, firsts);
    }
    if let Some(purchases) = crate::purchases::purchases(dataset) {
        dataset.facts.insert(TableKind::Purchases, purchases);
    }
    if let Some(contracts) = crate::contracts::contracts(dataset) {
        dataset.facts.insert(TableKind::Contracts, contracts);
    }
    if let Some(receivables) = crate::receivables::receivables(dataset) {
        dataset.facts.insert(TableKind::Receivables, receivables);
        crate::receivables::drop_unpaid(dataset);
    }
    let mut history = History::new(dataset);
    if let Some(history) = &history {
        dataset.stage_order = crate::stays::order(dataset, history);
    }
    if let Some(stays) = history.as_mut().and_then(|history| crate::stays::stays(dataset, history)) {
        dataset.facts.insert(TableKind::StageStays, stays);
    }
    crate::criteria::mark(dataset);
    if let Some(skipped) = crate::steps::skipped(dataset)
        && let Some(deals) = dataset.facts.get_mut(&TableKind::Opportunities)
    {
        deals.numbers.insert(Field::Skipped, skipped);
    }
    if let Some(days) = closing_days(dataset)
        && let Some(payments) = dataset.facts.get_mut(&TableKind::Payments)
    {
        payments.days.insert(Field::Closed, days);
    }
    if let Some(moves) = crate::moves::moves(dataset) {
        dataset.facts.insert(TableKind::PipelineMoves, moves);
    }
    // Millions of them take a hundred megabytes, and nothing asks for them again.
    dataset.versions = Vec::new();
    if let Some(credits) = crate::credits::credits(dataset) {
        dataset.facts.insert(TableKind::Credits, credits);
    }
    crate::forecasts::compare(dataset);
    if let Some(starters) = crate::starters::starters(dataset) {
        dataset.facts.insert(TableKind::Starters, starters);
    }
    if let Some(participations) = crate::participations::participations(dataset) {
        dataset.facts.insert(TableKind::Participations, participations);
    }
    let outcomes = dataset.facts(TableKind::Opportunities).map(|deals| deals.outcomes.clone()).unwrap_or_default();
    let chances = chances(dataset, history.as_ref(), &outcomes, dataset.as_of.unwrap_or(Day(i32::MAX)));
    if chances.iter().any(|chance| *chance != NO_MONEY)
        && let Some(deals) = dataset.facts.get_mut(&TableKind::Opportunities)
    {
        deals.money.insert(Field::Probability, chances);
    }
}

/// Which rows of a survey are answers: those with a score, a theme, a reply or an end; and that it lists who did not answer, if it does.
fn mark_answers(dataset: &mut Dataset) {
    let Some(survey) = dataset.facts.get_mut(&TableKind::Survey) else { return };
    let questions: Vec<&Vec<i32>> = [Field::Satisfaction, Field::Recommend].iter().filter_map(|field| survey.numbers.get(field)).collect();
    let has_score = |row: usize| questions.iter().any(|scores| scores.get(row).is_some_and(|score| *score != NO_NUMBER));
    // Tickets are feedback also without a score.
    let themes = survey.dimension(Dimension::Category);
    let handled: Vec<&Vec<i32>> = [Field::Replied, Field::Resolved].iter().filter_map(|field| survey.days.get(field)).collect();
    let is_ticket = |row: usize| {
        themes.get(row).is_some_and(|theme| *theme != NO_CODE) || handled.iter().any(|days| days.get(row).is_some_and(|day| *day != NO_DAY))
    };
    let is_answered = |row: usize| has_score(row) || is_ticket(row);
    let file = |row: usize| survey.origins.get(row).map_or(0, |origin| origin.file);
    // A file without any score is one of other feedback: nobody was asked.
    let scored: BTreeSet<u16> = (0..survey.len).filter(|row| has_score(*row)).map(file).collect();
    let answered: Vec<i32> = (0..survey.len).map(|row| i32::from(!scored.contains(&file(row)) || is_answered(row))).collect();
    if answered.contains(&0) {
        let asked = (0..survey.len).map(|row| if scored.contains(&file(row)) { 1 } else { NO_NUMBER }).collect();
        survey.numbers.insert(Field::Asked, asked);
    }
    survey.numbers.insert(Field::Answered, answered);
}

/// Where the file of leads does not say when somebody was answered: the day of the first activity with its customer from then on.
fn mark_replies(dataset: &mut Dataset) {
    let Some(leads) = dataset.facts(TableKind::Leads).filter(|leads| !leads.has(Field::Replied)) else { return };
    let Some(activities) = dataset.facts(TableKind::Activities) else { return };
    let (customers, Some(created), Some(days)) =
        (leads.dimension(Dimension::Customer), leads.days.get(&Field::Created), activities.days.get(&Field::Day))
    else {
        return;
    };
    if customers.is_empty() || activities.dimension(Dimension::Customer).is_empty() {
        return;
    }
    let mut contacts: Vec<(u32, i32)> = activities.dimension(Dimension::Customer).iter().copied().zip(days.iter().copied()).collect();
    contacts.retain(|(customer, day)| *customer != NO_CODE && *day != NO_DAY);
    contacts.sort_unstable();
    let first = |(customer, created): (&u32, &i32)| {
        let from = contacts.partition_point(|contact| *contact < (*customer, *created));
        let is_known = *customer != NO_CODE && *created != NO_DAY;
        contacts.get(from).filter(|(other, _)| is_known && other == customer).map_or(NO_DAY, |(_, day)| *day)
    };
    let replied = customers.iter().zip(created).map(first).collect();
    if let Some(leads) = dataset.facts.get_mut(&TableKind::Leads) {
        leads.days.insert(Field::Replied, replied);
    }
}

/// The day the opportunity of each payment was won, where it names one that was.
fn closing_days(dataset: &Dataset) -> Option<Vec<i32>> {
    let payments = dataset.facts(TableKind::Payments).filter(|payments| !payments.opportunity.is_empty())?;
    let deals = dataset.facts(TableKind::Opportunities)?;
    let closed = deals.days.get(&Field::Closed)?;
    let day = |row: &u32| {
        let row = *row as usize;
        let is_won = deals.outcomes.get(row) == Some(&Outcome::Won);
        closed.get(row).copied().filter(|_| is_won).unwrap_or(NO_DAY)
    };
    Some(payments.opportunity.iter().map(day).collect())
}

/// One row per customer: its earliest won opportunity, or its earliest order where there are no opportunities.
/// Ties go to the row that comes first by owner, product and place, so that the order of rows does not matter.
fn first_wins(dataset: &Dataset) -> Option<Facts> {
    let deals = dataset.facts(TableKind::Opportunities).filter(|deals| !deals.dimension(Dimension::Customer).is_empty());
    let (facts, field) = match deals {
        Some(deals) => (deals, Field::Closed),
        None => (dataset.facts(TableKind::Orders)?, Field::Day),
    };
    let customers = facts.dimension(Dimension::Customer);
    let days = facts.days.get(&field)?;
    let is_win = |row: usize| match deals {
        Some(deals) => deals.outcomes.get(row) == Some(&Outcome::Won),
        None => facts.money.get(&Field::Amount).and_then(|amounts| amounts.get(row)).is_some_and(|amount| *amount > 0),
    };
    let text = |dimension: Dimension, row: usize| {
        let code = facts.dimension(dimension).get(row).copied().unwrap_or(NO_CODE);
        dataset.dictionary(dimension).and_then(|dictionary| dictionary.text(code)).unwrap_or("")
    };
    let day = |row: usize| days.get(row).copied().unwrap_or(NO_DAY);
    let is_before = |a: usize, b: usize| {
        let of_ties = |row: usize| (text(Dimension::Person, row), text(Dimension::Product, row), row);
        day(a).cmp(&day(b)).then_with(|| of_ties(a).cmp(&of_ties(b))).is_lt()
    };
    let mut first: Vec<Option<usize>> = vec![None; dataset.dictionary(Dimension::Customer).map_or(0, kpi_data::Dictionary::len)];
    for (row, customer) in customers.iter().enumerate() {
        if !is_win(row) || days.get(row).is_none_or(|day| *day == NO_DAY) {
            continue;
        }
        if let Some(known) = first.get_mut(*customer as usize)
            && known.is_none_or(|known| is_before(row, known))
        {
            *known = Some(row);
        }
    }
    let mut rows: Vec<usize> = first.into_iter().flatten().collect();
    rows.sort_unstable();
    let mut firsts = Facts::new(TableKind::FirstWins);
    firsts.source = facts.kind;
    firsts.len = rows.len();
    for (into, from) in firsts.dimensions.iter_mut().zip(&facts.dimensions) {
        *into = if from.is_empty() { Vec::new() } else { rows.iter().filter_map(|row| from.get(*row)).copied().collect() };
    }
    let won: Vec<i32> = rows.iter().filter_map(|row| days.get(*row)).copied().collect();
    // A customer from that day on.
    firsts.outcomes = vec![Outcome::Open; rows.len()];
    firsts.days.insert(Field::Created, won.clone());
    firsts.days.insert(Field::Closed, won);
    firsts.origins = rows.iter().filter_map(|row| facts.origins.get(*row)).copied().collect();
    Some(firsts)
}
