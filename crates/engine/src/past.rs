//! Opportunities as they stood on a day before the last one in the data.

use kpi_data::{Dataset, Dictionary, Facts, NO_DAY, NO_MONEY, NO_NUMBER, Outcome};
use kpi_model::{Day, Dimension, Field, TableKind};

use crate::history::{Entry, History};

/// Parts of one in which chances are kept: a chance is a share of counts and has no end of decimals. Parts per million are whole
/// here, and so are shares of up to 28 (10⁶ × 3³ × 7² × 11 × 13 × 17 × 19 × 23): where half a cent is the exact answer it is found.
/// No finer: a hundred million of the largest amounts that are read must fit into 128 bits.
pub(crate) const CHANCE: i64 = 1_405_485_081_000_000;
const _: () = assert!(CHANCE as i128 * (i64::MAX as i128 / 10_000) <= i128::MAX / 100_000_000, "sums of chances could overflow");

/// What was known on an earlier day.
#[derive(Clone, Debug, Default)]
pub(crate) struct Past {
    pub(crate) outcomes: Vec<Outcome>,
    /// Close dates; of open ones, when they are expected to close.
    pub(crate) closed: Vec<i32>,
    /// Win chances in parts of [`CHANCE`].
    pub(crate) chances: Vec<i64>,
    /// The same of the opportunities that credits belong to.
    pub(crate) credits: Option<Box<Past>>,
}

impl Past {
    /// The opportunities on a day; `None` where that is not before the last day in the data, or there are none.
    ///
    /// An opportunity that is reopened later was closed then: the last stage entered by that day says so.
    pub(crate) fn new(dataset: &Dataset, as_of: Day) -> Option<Self> {
        if dataset.as_of.is_none_or(|last| as_of >= last) {
            return None;
        }
        let deals = dataset.facts(TableKind::Opportunities)?;
        let mut closed = deals.days.get(&Field::Closed).cloned().unwrap_or_else(|| vec![NO_DAY; deals.len]);
        let mut outcomes = deals.outcomes.clone();
        for (outcome, _) in outcomes.iter_mut().zip(&closed).filter(|(_, day)| **day > as_of.0) {
            *outcome = Outcome::Open;
        }
        let history = History::new(dataset);
        for (deal, entries) in history.iter().flat_map(History::deals) {
            let by_then = || entries.iter().filter(|entry| entry.day() <= as_of.0);
            let Some(last) = by_then().map(|entry| entry.at).max() else { continue };
            // Of stages entered at one moment an end comes last, as in the order of stages; which row came first says nothing.
            let meaning = |entry: &Entry| dataset.stage_outcomes.get(entry.stage as usize).copied().unwrap_or(Outcome::Open);
            let end = by_then().filter(|entry| entry.at == last).map(|entry| (meaning(entry), entry.day())).max();
            if let (Some(outcome), Some(slot), Some((meaning, day))) = (outcomes.get_mut(deal), closed.get_mut(deal), end)
                && *outcome == Outcome::Open
                && meaning != Outcome::Open
            {
                *outcome = meaning;
                *slot = day;
            }
        }
        let chances = chances(dataset, history.as_ref(), &outcomes, as_of);
        let of_credits = |credits: &Facts| {
            let deals = || credits.opportunity.iter().map(|deal| *deal as usize);
            Box::new(Self {
                outcomes: deals().map(|deal| outcomes.get(deal).copied().unwrap_or(Outcome::Open)).collect(),
                closed: deals().map(|deal| closed.get(deal).copied().unwrap_or(NO_DAY)).collect(),
                ..Self::default()
            })
        };
        let credits = dataset.facts(TableKind::Credits).map(of_credits);
        Some(Self { outcomes, closed, chances, credits })
    }
}

/// The chance of each opportunity: what the file gives, else, of the closed opportunities that had entered its stage, the share
/// that was won; without a stage history, of all closed ones.
pub(crate) fn chances(dataset: &Dataset, history: Option<&History>, outcomes: &[Outcome], as_of: Day) -> Vec<i64> {
    let Some(deals) = dataset.facts(TableKind::Opportunities) else { return Vec::new() };
    let given = deals.numbers.get(&Field::Probability);
    let mut by_stage = vec![(0_i64, 0_i64); dataset.dictionary(Dimension::Stage).map_or(0, Dictionary::len)];
    let mut all = (0_i64, 0_i64);
    let add = |count: &mut (i64, i64), outcome: Outcome| {
        count.0 += i64::from(outcome == Outcome::Won);
        count.1 += i64::from(outcome != Outcome::Open);
    };
    outcomes.iter().for_each(|outcome| add(&mut all, *outcome));
    let mut entered: Vec<u32> = Vec::new();
    for (deal, entries) in history.iter().flat_map(|history| history.deals()) {
        entered.clear();
        entered.extend(entries.iter().filter(|entry| entry.day() <= as_of.0).map(|entry| entry.stage));
        entered.sort_unstable();
        entered.dedup();
        for stage in &entered {
            if let (Some(outcome), Some(count)) = (outcomes.get(deal), by_stage.get_mut(*stage as usize)) {
                add(count, *outcome);
            }
        }
    }
    let share = |(won, closed): (i64, i64)| {
        let rounded =
            |won: i64| i64::try_from((i128::from(won) * i128::from(CHANCE) * 2 + i128::from(closed)) / (i128::from(closed) * 2)).ok();
        if closed > 0 { rounded(won) } else { None }
    };
    let fallback = share(all).unwrap_or(NO_MONEY);
    let of_stage: Vec<i64> = by_stage.into_iter().map(|count| share(count).unwrap_or(fallback)).collect();
    let stages = deals.dimension(Dimension::Stage);
    let chance = |row: usize| match given.and_then(|given| given.get(row)).copied().filter(|chance| *chance != NO_NUMBER) {
        // Files give parts per million.
        Some(chance) => i64::from(chance) * (CHANCE / 1_000_000),
        None => stages.get(row).and_then(|stage| of_stage.get(*stage as usize)).copied().unwrap_or(fallback),
    };
    (0..deals.len).map(chance).collect()
}
