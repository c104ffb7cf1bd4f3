//! Accounts and opportunities as they come in, with a planned close date and an intended outcome.

use crate::date::{END, START, month_start, month_weights, spread, workday_after, workday_before};
use crate::model::{Account, Deal, Fate, OUTBOUND, Person, REGIONS};
use crate::people::owner;
use crate::rng::Rng;
use crate::words::PRODUCTS;

/// Quantiles of the days from creation to winning.
const WON_DAYS: [(i64, i64); 10] =
    [(0, 12), (50, 22), (100, 28), (250, 41), (500, 60), (750, 92), (900, 142), (950, 182), (990, 262), (1000, 330)];

/// Quantiles of the days from creation to losing.
const LOST_DAYS: [(i64, i64); 10] =
    [(0, 3), (50, 8), (100, 12), (250, 21), (500, 35), (750, 60), (900, 98), (950, 130), (990, 196), (1000, 250)];

/// Frequency of the sources among new accounts.
const SOURCE_WEIGHTS: [i64; 4] = [32, 20, 22, 26];
/// Intended wins per mille by source.
const WIN_CHANCE: [i64; 4] = [335, 430, 335, 270];
/// Intended wins per mille of Outbound deals created in the last year and a bit.
const LATE_OUTBOUND_CHANCE: i64 = 165;
/// Frequency of the industries.
const INDUSTRY_WEIGHTS: [i64; 6] = [22, 20, 20, 13, 11, 14];
/// First day from which Outbound deals do worse.
const OUTBOUND_DECLINE: i64 = crate::date::day(2024, 8, 15);
/// Deals created before this day were the open pipeline when the system was introduced.
const OPENING_PIPELINE: i64 = crate::date::day(2022, 11, 1);

/// Creation dates of all opportunities in ascending order.
fn creation_dates(rng: &mut Rng, count: usize) -> Vec<i64> {
    let mut weights = month_weights();
    if let Some(first) = weights.first_mut() {
        *first = *first * 9 / 4;
    }
    let parts = spread(i64::try_from(count).unwrap_or(0), &weights);
    let mut dates = Vec::with_capacity(count);
    for (month, part) in parts.into_iter().enumerate() {
        let first = month_start(month);
        let last = month_start(month + 1) - 1;
        for _ in 0..part {
            dates.push(workday_after(rng.range(first, last)).min(END));
        }
    }
    dates.sort_unstable();
    dates
}

/// A new account shortly before its first opportunity.
fn new_account(rng: &mut Rng, people: &[Person], sequences: &mut [i64; REGIONS], (before, first_deal): (i64, i64)) -> Account {
    let owner = owner(rng, people);
    let region = people.get(owner).map_or(0, |person| person.region);
    let mut sequence = 0;
    if let Some(next) = sequences.get_mut(region) {
        sequence = *next;
        *next += 1;
    }
    let wished = workday_before(first_deal - rng.below(21)).max(workday_after(START));
    Account {
        owner,
        region,
        industry: rng.weighted(&INDUSTRY_WEIGHTS),
        source: rng.weighted(&SOURCE_WEIGHTS),
        created: wished.max(before).min(first_deal),
        sequence,
    }
}

/// Number of accounts that exist when `deals` of `total` opportunities have come in; most accounts
/// come early.
fn accounts_after(deals: usize, total: usize) -> usize {
    let (deals, total) = (deals as u128, (total as u128).max(1));
    let accounts = total * 7 / 26;
    let share = accounts * deals * (16 * total).saturating_sub(6 * deals) / (10 * total * total);
    usize::try_from(share).unwrap_or(0).max(1)
}

/// The source of a deal: mostly the one the account came from.
fn deal_source(rng: &mut Rng, account: &Account) -> usize {
    if rng.chance(750) { account.source } else { rng.weighted(&SOURCE_WEIGHTS) }
}

/// The intended outcome of a deal.
fn intent(rng: &mut Rng, source: usize, created: i64) -> Fate {
    let late = source == OUTBOUND && created >= OUTBOUND_DECLINE;
    let usual = WIN_CHANCE.get(source).copied().unwrap_or(330);
    let win = if late { LATE_OUTBOUND_CHANCE } else { usual };
    if rng.chance(65) {
        Fate::Stale
    } else if rng.chance(win) {
        Fate::Won
    } else {
        Fate::Lost
    }
}

/// The planned close date: a right-skewed number of days after creation, never on a weekend.
fn planned_close(rng: &mut Rng, fate: Fate, created: i64, product: usize) -> i64 {
    let days = rng.quantile(if fate == Fate::Won { &WON_DAYS } else { &LOST_DAYS });
    let pace = PRODUCTS.get(product).map_or(100, |product| product.pace);
    let head_start = if created < OPENING_PIPELINE { 55 } else { 100 };
    workday_before(created + (days * pace * head_start / 10_000).max(2)).max(created)
}

/// A new opportunity of an account; money and stages follow later.
fn new_deal(rng: &mut Rng, account: &Account, position: usize, team: usize, created: i64) -> Deal {
    let weights: [i64; 6] = PRODUCTS.each_ref().map(|product| product.weight);
    let product = rng.weighted(&weights);
    let source = deal_source(rng, account);
    let fate = intent(rng, source, created);
    Deal {
        account: position,
        owner: account.owner,
        team,
        region: account.region,
        product,
        source,
        created,
        close: planned_close(rng, fate, created, product),
        fate,
        undated: false,
        quantity: 0,
        amount: 0,
        cost: 0,
        steps: Vec::new(),
    }
}

/// All accounts and opportunities, both in the order of their creation.
pub(crate) fn deals(seed: u64, count: usize, people: &[Person]) -> (Vec<Account>, Vec<Deal>) {
    let mut rng = Rng::new(seed, 2);
    let dates = creation_dates(&mut rng, count);
    let mut accounts: Vec<Account> = Vec::with_capacity(count / 3);
    let mut deals = Vec::with_capacity(count);
    let mut sequences = [0; REGIONS];
    for (number, created) in dates.into_iter().enumerate() {
        let known = accounts.len();
        while accounts.len() < accounts_after(number + 1, count) {
            let before = accounts.last().map_or(START, |account| account.created);
            accounts.push(new_account(&mut rng, people, &mut sequences, (before, created)));
        }
        let fresh = accounts.len() > known && rng.chance(940);
        let position = if fresh { accounts.len() - 1 } else { rng.index(accounts.len()) };
        if let Some(account) = accounts.get(position) {
            let team = people.get(account.owner).map_or(0, |person| person.team);
            deals.push(new_deal(&mut rng, account, position, team, created));
        }
    }
    (accounts, deals)
}
