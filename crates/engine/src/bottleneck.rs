//! Which stage costs most: how many got less far than before, and what they would have brought.

use std::collections::BTreeMap;

use kpi_data::{Dataset, NO_DAY, NO_MONEY, Outcome};
use kpi_model::{Against, AskBottlenecks, Bottleneck, BottleneckView, Day, Dimension, Field, Grade, Lens, Money, Period, TableKind};

use crate::error::EngineError;
use crate::evaluate::as_of;
use crate::explain::counted;
use crate::formula::{Measure, Test, What, When};
use crate::scope::{calendar, span};
use crate::windows::so_far;

/// What became of the opportunities that first entered a stage in a period.
#[derive(Clone, Copy, Default)]
struct Cohort {
    entered: u64,
    further: u64,
    /// Of those that got further.
    ended: u64,
    won: u64,
    /// Won with an amount, and the sum.
    priced: u64,
    amount: i128,
}

/// The value of each stage: `(entered × earlier rate − got further) × won ÷ ended of those who got further × mean amount won`.
///
/// The earlier period is seen as long after its end as the present one, so that both had the same time. The interval is that
/// of the difference of the two rates (Newcombe's of two Wilson intervals) times the rest. Stages with fewer than
/// five entries on a side have no value, only what one more in a hundred would bring. The stage whose improvement yields most
/// comes first, which need not be the one with the lowest rate.
///
/// # Errors
/// [`EngineError::NotOneCell`] for a lens with breakdown or grain, [`EngineError::EmptyPeriod`] without a span.
pub fn bottlenecks(dataset: &Dataset, ask: &AskBottlenecks) -> Result<BottleneckView, EngineError> {
    let today = as_of(&ask.lens, dataset);
    let now = span(&ask.lens, dataset, today)?.ok_or(EngineError::EmptyPeriod)?;
    let earlier = match ask.against {
        Against::Period => calendar(&ask.lens)?.before(now),
        Against::Year => calendar(&ask.lens)?.year_before(now),
    };
    let before = so_far(now, earlier, today);
    let later = today.0 - now.to.0.min(today.0 + 1);
    let cohorts = |period: Period, seen_from: Day| {
        let lens = Lens { from: Some(period.from), to: Some(period.to), as_of: Some(seen_from), ..ask.lens.clone() };
        cohorts(dataset, &lens, (seen_from, today))
    };
    let (of_now, of_before) = (cohorts(now, today)?, cohorts(before, Day(before.to.0 + later).min(today))?);
    let names = dataset.dictionary(Dimension::Stage);
    let mut stages: Vec<Bottleneck> = of_now
        .iter()
        .filter_map(|(code, now)| Some((names?.text(*code)?.to_owned(), *now, of_before.get(code).copied().unwrap_or_default())))
        .map(|(stage, now, before)| bottleneck(stage, now, before))
        .collect();
    let minor = |money: Option<Money>| money.map_or(i128::MIN, |money| money.minor);
    stages.sort_by_key(|stage| (std::cmp::Reverse((minor(stage.value), minor(stage.point))), stage.stage.clone()));
    Ok(BottleneckView { period: now, before, stages })
}

/// Who got further is seen from the first of two days, what became of them from the second.
fn cohorts(dataset: &Dataset, lens: &Lens, (seen_from, today): (Day, Day)) -> Result<BTreeMap<u32, Cohort>, EngineError> {
    let mut found: BTreeMap<u32, Cohort> = BTreeMap::new();
    let measure = Measure::new(TableKind::StageStays, What::Rows, &[Test::Between(Field::Visit, 1, 1)], When::At(Field::Created));
    let rows = counted(dataset, lens, &measure)?;
    let (Some(stays), Some(deals)) = (dataset.facts(TableKind::StageStays), dataset.facts(TableKind::Opportunities)) else {
        return Ok(found);
    };
    let day = |facts: &kpi_data::Facts, field: Field, row: usize| {
        facts.days.get(&field).and_then(|days| days.get(row)).copied().filter(|day| *day != NO_DAY)
    };
    for row in rows {
        let Some(stage) = stays.dimension(Dimension::Stage).get(row) else { continue };
        let cohort = found.entry(*stage).or_default();
        cohort.entered += 1;
        if day(stays, Field::Further, row).is_none_or(|day| day > seen_from.0) {
            continue;
        }
        cohort.further += 1;
        let Some(deal) = stays.opportunity.get(row).map(|deal| *deal as usize) else { continue };
        let has_ended = day(deals, Field::Closed, deal).is_none_or(|day| day <= today.0);
        let outcome = deals.outcomes.get(deal).copied().filter(|_| has_ended).unwrap_or(Outcome::Open);
        cohort.ended += u64::from(outcome != Outcome::Open);
        if outcome == Outcome::Won {
            cohort.won += 1;
            if let Some(amount) =
                deals.money.get(&Field::Amount).and_then(|amounts| amounts.get(deal)).filter(|amount| **amount != NO_MONEY)
            {
                cohort.priced += 1;
                cohort.amount += i128::from(*amount);
            }
        }
    }
    Ok(found)
}

fn bottleneck(stage: String, now: Cohort, before: Cohort) -> Bottleneck {
    let (ended, won) = (now.ended + before.ended, now.won + before.won);
    let (priced, amount) = (now.priced + before.priced, now.amount + before.amount);
    let size = (priced > 0).then(|| amount as f64 / priced as f64);
    // What one of them that gets further brings.
    let worth = size.filter(|_| ended > 0).map(|size| won as f64 / ended as f64 * size);
    let rate = |cohort: Cohort| cohort.further as f64 / cohort.entered as f64;
    let is_known = now.entered.min(before.entered) >= Grade::Estimate.least();
    let missing = is_known.then(|| now.entered as f64 * (rate(before) - rate(now)));
    let money = |amount: f64| Money::from_minor(amount.round_ties_even() as i128);
    let times = |missing: f64| worth.map(|worth| money(missing * worth));
    let ends = kpi_math::newcombe((before.further, before.entered), (now.further, now.entered)).filter(|_| is_known);
    let interval = ends.and_then(|(low, high)| Some((times(low * now.entered as f64)?, times(high * now.entered as f64)?)));
    Bottleneck {
        stage,
        now: (now.entered, now.further),
        before: (before.entered, before.further),
        missing,
        ended: (ended, won),
        size: size.map(money),
        value: missing.and_then(times),
        interval,
        point: times(now.entered as f64 / 100.0),
    }
}
