//! What entered and left the open pipeline, and what changed in it, by the day it happened.

use kpi_data::{Dataset, Facts, NO_DAY, NO_MONEY, Outcome, Version};
use kpi_model::{Day, Dimension, Field, TableKind};

/// One change of one opportunity.
#[derive(Clone, Copy)]
struct Move {
    deal: u32,
    day: i32,
    /// See [`Field::CREATED`] and the codes after it.
    what: i32,
    /// What the open pipeline has more after it.
    amount: i64,
}

/// An opportunity as it is now.
#[derive(Clone, Copy)]
struct Deal {
    row: u32,
    created: i32,
    /// Closed: when. Open: when it is expected to.
    closed: i32,
    amount: i64,
    outcome: Outcome,
}

/// One row per change: the sum of all amounts up to a day is what was open then, at the amounts of then. None without earlier states of
/// opportunities. Opportunities without a day of creation are in no row.
pub(crate) fn moves(dataset: &Dataset) -> Option<Facts> {
    if dataset.versions.is_empty() {
        return None;
    }
    let deals = dataset.facts(TableKind::Opportunities)?;
    let (created, closed) = (deals.days.get(&Field::Created)?, deals.days.get(&Field::Closed)?);
    let amounts = deals.money.get(&Field::Amount)?;
    let as_of = dataset.as_of?.0;
    let mut versions = dataset.versions.clone();
    // Exports may be named after a later day than anything in them: nothing happens after the last day of the data.
    versions.iter_mut().for_each(|version| version.day = version.day.min(as_of));
    versions.sort_unstable_by_key(moment);
    in_order(&mut versions, amounts);
    let mut of_deal = vec![&[][..]; deals.len];
    for of_one in versions.chunk_by(|a, b| a.deal == b.deal) {
        if let Some(slot) = of_one.first().and_then(|version| of_deal.get_mut(version.deal as usize)) {
            *slot = of_one;
        }
    }
    let has_expected = dataset.versions.iter().any(|version| version.expected != NO_DAY);
    let mut found = Vec::new();
    for ((row, versions), (((created, closed), amount), outcome)) in
        (0_u32..).zip(of_deal).zip(created.iter().zip(closed).zip(amounts).zip(&deals.outcomes))
    {
        if *created != NO_DAY {
            let deal = Deal { row, created: *created, closed: *closed, amount: *amount, outcome: *outcome };
            let first = found.len();
            changes(deal, versions, as_of, &mut found);
            if has_expected {
                let standing = Standing::new(found.get(first..).unwrap_or(&[]));
                promises(deal, versions, &standing, as_of, &mut found);
            }
        }
    }
    Some(table(deals, &found, has_expected))
}

/// When a version was; at one moment ends come last, and the order of the file says nothing.
fn moment(version: &Version) -> (u32, i32, i32, bool, Version) {
    (version.deal, version.day, version.second, version.outcome != Outcome::Open, *version)
}

/// Of states at one moment the one that goes on comes last: that with the amount of the next moment, or of now.
fn in_order(versions: &mut [Version], amounts: &[i64]) {
    let is_one = |a: &Version, b: &Version| {
        let at = |version: &Version| (version.deal, version.day, version.second, version.outcome != Outcome::Open);
        at(a) == at(b)
    };
    let mut next: Option<Version> = None;
    let mut rest = versions;
    // From the last moment back.
    while let Some(last) = rest.last().copied() {
        let from = rest.iter().rposition(|version| !is_one(version, &last)).map_or(0, |at| at + 1);
        let (before, tied) = rest.split_at_mut(from);
        let goes_on = match next.filter(|next| next.deal == last.deal) {
            Some(next) => next.amount,
            None => amounts.get(last.deal as usize).copied().unwrap_or(NO_MONEY),
        };
        tied.sort_by_key(|version| version.amount == goes_on);
        next = tied.first().copied();
        rest = before;
    }
}

/// Creation, changes of the amount while open, ends and reopenings.
fn changes(deal: Deal, versions: &[Version], as_of: i32, found: &mut Vec<Move>) {
    let known = |amount: i64| amount != NO_MONEY;
    let at_first = versions.iter().map(|version| version.amount).find(|amount| known(*amount));
    // Before the first known amount it is taken to have been the same.
    let (mut amount, mut state) = (at_first.unwrap_or(deal.amount), Outcome::Open);
    let mut add = |day: i32, what: i32, amount: i64| found.push(Move { deal: deal.row, day, what, amount });
    add(deal.created, Field::CREATED, amount);
    let closing = |outcome: Outcome| if outcome == Outcome::Won { Field::CLOSED_WON } else { Field::CLOSED_LOST };
    let less = |amount: i64| if amount == NO_MONEY { NO_MONEY } else { amount.saturating_neg() };
    let now = Version {
        deal: deal.row,
        day: if deal.outcome == Outcome::Open || deal.closed == NO_DAY { as_of } else { deal.closed },
        second: 0,
        amount: deal.amount,
        expected: NO_DAY,
        outcome: deal.outcome,
    };
    let last_open = versions.iter().filter(|version| version.outcome == Outcome::Open).map(|version| version.day).max().unwrap_or(i32::MIN);
    for version in versions.iter().chain([&now]) {
        let day = version.day.max(deal.created);
        let is_end = std::ptr::eq(version, &now);
        if state != Outcome::Open && (version.outcome == Outcome::Open || (is_end && version.outcome != state)) {
            // Open again; or an end that turned out to be another one.
            add(day, Field::REOPENED, amount);
            state = Outcome::Open;
        }
        if state == Outcome::Open && known(version.amount) && known(amount) && version.amount != amount {
            let more = version.amount.saturating_sub(amount);
            add(day, if more > 0 { Field::RAISED } else { Field::LOWERED }, more);
            amount = version.amount;
        }
        if state == Outcome::Open && version.outcome != Outcome::Open {
            // Of the last end the file of opportunities knows the day.
            let is_last = version.outcome == deal.outcome && deal.closed != NO_DAY && version.day >= last_open;
            add(if is_last { deal.closed.max(deal.created) } else { day }, closing(version.outcome), less(amount));
            state = version.outcome;
        }
    }
}

/// What was open at the start of days.
struct Standing(Vec<(i32, bool, i64)>);

impl Standing {
    fn new(changes: &[Move]) -> Self {
        let mut changes = changes.to_vec();
        changes.sort_by_key(|change| change.day);
        let (mut is_open, mut sum) = (false, 0_i64);
        let after = |change: &Move| {
            is_open = match change.what {
                Field::CREATED | Field::REOPENED => true,
                Field::CLOSED_WON | Field::CLOSED_LOST => false,
                _ => is_open,
            };
            sum = if sum == NO_MONEY || change.amount == NO_MONEY { NO_MONEY } else { sum.saturating_add(change.amount) };
            (change.day, is_open, sum)
        };
        Self(changes.iter().map(after).collect())
    }

    /// Its amount, if it was open.
    fn before(&self, day: i32) -> Option<i64> {
        let last = self.0.partition_point(|(at, ..)| *at < day).checked_sub(1)?;
        self.0.get(last).filter(|(_, is_open, _)| *is_open).map(|(.., sum)| *sum)
    }
}

/// Whether what was expected to close in a month, at its start, did: one row per opportunity and month.
fn promises(deal: Deal, versions: &[Version], standing: &Standing, as_of: i32, found: &mut Vec<Move>) {
    let of_then = versions.iter().filter(|version| version.outcome == Outcome::Open).map(|version| (version.day, version.expected));
    let of_now = (deal.outcome == Outcome::Open).then_some((as_of, deal.closed));
    let said: Vec<(i32, i32)> = of_then.chain(of_now).filter(|(_, expected)| *expected != NO_DAY).collect();
    for (i, (day, expected)) in said.iter().enumerate() {
        let month = Day(*expected).month_start(0);
        let end = month.month_start(1);
        let next = said.get(i + 1).map_or(i32::MAX, |(day, _)| *day);
        // It stood at the start of the month: said before, and not said otherwise before.
        let stood = *day < month.0 && next >= month.0;
        let Some(amount) = Some(month.0).filter(|_| stood).and_then(|month| standing.before(month)) else { continue };
        let what = if standing.before(end.0).is_some() { Field::SLIPPED } else { Field::KEPT };
        // Known when the month is over: seen from a day before, it has not happened.
        found.push(Move { deal: deal.row, day: end.0 - 1, what, amount });
    }
}

fn table(deals: &Facts, found: &[Move], has_expected: bool) -> Facts {
    let mut all = Facts::new(TableKind::PipelineMoves);
    all.len = found.len();
    for (dimension, (into, from)) in Dimension::ALL.into_iter().zip(all.dimensions.iter_mut().zip(&deals.dimensions)) {
        // The stage, and why it was lost, are those of today.
        let is_of_then = !matches!(dimension, Dimension::Stage | Dimension::LossReason | Dimension::AgeBand);
        if is_of_then && !from.is_empty() {
            *into = found.iter().filter_map(|change| from.get(change.deal as usize)).copied().collect();
        }
    }
    let days: Vec<i32> = found.iter().map(|change| change.day).collect();
    // What has entered stays: what leaves is an amount below 0 of its own.
    all.outcomes = vec![Outcome::Open; found.len()];
    all.days.insert(Field::Created, days.clone());
    all.days.insert(Field::Closed, days.clone());
    if has_expected {
        all.days.insert(Field::ExpectedClose, days.clone());
    }
    all.days.insert(Field::Day, days);
    all.money.insert(Field::Amount, found.iter().map(|change| change.amount).collect());
    all.numbers.insert(Field::Move, found.iter().map(|change| change.what).collect());
    all.opportunity = found.iter().map(|change| change.deal).collect();
    all.origins = found.iter().filter_map(|change| deals.origins.get(change.deal as usize)).copied().collect();
    all
}
