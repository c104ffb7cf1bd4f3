//! The customer survey: satisfaction and likelihood to recommend of accounts that have bought.

use crate::date::{END, LAST_QUARTER, MONTHS, START, month_start, quarter_of, spread};
use crate::model::{Account, Deal, REGIONS, Response, SOUTH};
use crate::rng::Rng;

/// First won day and position of every account that has bought, in the order of these days.
fn customers(accounts: usize, deals: &[Deal]) -> Vec<(i64, usize)> {
    let mut first = vec![i64::MAX; accounts];
    for deal in deals {
        if let (Some(day), Some(seen)) = (deal.won_on(), first.get_mut(deal.account)) {
            *seen = day.min(*seen);
        }
    }
    let bought = first.into_iter().enumerate().filter(|(_, day)| *day < i64::MAX);
    let mut list = bought.map(|(account, day)| (day, account)).collect::<Vec<_>>();
    list.sort_unstable();
    list
}

/// Share of satisfied answers (4 or 5) in per mille.
fn satisfied(region: usize, quarter: usize) -> i64 {
    match (region, quarter) {
        (SOUTH, LAST_QUARTER) => 560,
        (SOUTH, _) => 815,
        _ => 795,
    }
}

/// Marks of satisfaction: a running remainder for each region keeps every quarter at its share.
struct Marks {
    rest: [i64; REGIONS],
}

impl Marks {
    /// The mark of the next answer of a region.
    fn next(&mut self, rng: &mut Rng, region: usize, quarter: usize) -> i64 {
        let mut happy = false;
        if let Some(rest) = self.rest.get_mut(region) {
            *rest += satisfied(region, quarter);
            happy = *rest >= 1000;
            *rest -= if happy { 1000 } else { 0 };
        }
        match (happy, rng.below(1000)) {
            (true, ..520) => 4,
            (true, _) => 5,
            (false, ..500) => 3,
            (false, ..830) => 2,
            _ => 1,
        }
    }
}

/// What an answer is about: where the South falls behind, mostly that deliveries are late. One in six does not say.
fn theme(rng: &mut Rng, region: usize, quarter: usize, satisfaction: Option<i64>) -> Option<usize> {
    let is_unhappy = satisfaction.is_some_and(|mark| mark < 4);
    let weights: [i64; 5] = match (is_unhappy, region, quarter) {
        (true, SOUTH, LAST_QUARTER) => [62, 16, 10, 8, 4],
        (true, ..) => [24, 28, 18, 20, 10],
        _ => [18, 24, 26, 8, 24],
    };
    let theme = rng.weighted(&weights);
    (!rng.chance(167)).then_some(theme)
}

/// Likelihood to recommend that goes with a mark of satisfaction.
fn recommend(rng: &mut Rng, satisfaction: i64) -> i64 {
    let (low, high) = match satisfaction {
        5 => (8, 10),
        4 => (7, 9),
        3 => (5, 8),
        2 => (3, 6),
        _ => (0, 4),
    };
    rng.range(low, high)
}

/// All responses in the order of their dates; there are more of them as the customers grow.
pub(crate) fn responses(seed: u64, accounts: &[Account], deals: &[Deal]) -> Vec<Response> {
    let mut rng = Rng::new(seed, 9);
    let customers = customers(accounts.len(), deals);
    let before = |day: i64| customers.partition_point(|(first, _)| *first < day);
    let weights: [i64; MONTHS] = std::array::from_fn(|month| i64::try_from(before(month_start(month))).unwrap_or(0));
    let total = i64::try_from(deals.len() / 2).unwrap_or(0);
    let mut dates = Vec::new();
    for (month, part) in spread(total, &weights).into_iter().enumerate() {
        let days = (month_start(month), month_start(month + 1) - 1);
        dates.extend((0..part).map(|_| rng.range(days.0, days.1).clamp(START, END)));
    }
    dates.sort_unstable();
    let mut themes = Rng::new(seed, 13);
    let mut marks = Marks { rest: std::array::from_fn(|_| rng.below(1000)) };
    let mut list = Vec::with_capacity(dates.len());
    for date in dates {
        let Some((_, account)) = customers.get(rng.index(before(date))) else {
            continue;
        };
        let region = accounts.get(*account).map_or(0, |account| account.region);
        let skipped = rng.chance(25);
        let mark = if skipped { None } else { Some(marks.next(&mut rng, region, quarter_of(date))) };
        let usual = rng.range(3, 5);
        let likely = recommend(&mut rng, mark.unwrap_or(usual));
        // Who answered nothing is not in a file of answers.
        let answered = rng.chance(955) || skipped;
        let theme = theme(&mut themes, region, quarter_of(date), mark);
        list.push(Response { account: *account, date, satisfaction: mark, recommend: answered.then_some(likely), theme });
    }
    list
}
