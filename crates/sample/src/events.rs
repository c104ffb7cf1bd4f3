//! What happens around the opportunities: activities, orders, renewals and returns.

use crate::date::{END, civil, day, workday_before};
use crate::model::{Account, Activity, Deal, Order};
use crate::rng::Rng;
use crate::words::PRODUCTS;

/// Frequency of the number of activities of one opportunity (0 to 4).
const ACTIVITY_COUNTS: [i64; 5] = [15, 33, 30, 16, 6];
/// Frequency of the kinds of activities of an opportunity.
const KIND_WEIGHTS: [i64; 4] = [36, 6, 9, 49];
/// Frequency of the kinds of activities without an opportunity.
const EVENT_WEIGHTS: [i64; 4] = [0, 45, 55, 0];
/// Share of attended activities per mille by kind.
const ATTENDANCE: [i64; 4] = [930, 710, 640, 880];
/// Position of the kind Exhibition.
const EXHIBITION: usize = 1;
/// Position of the kind Seminar.
const SEMINAR: usize = 2;
/// Position of the kind Call.
const CALL: usize = 3;

/// The day of the month on which an event of a kind is held, if it is held in this month.
fn event_day(kind: usize, date: i64) -> Option<i64> {
    let (year, month, _) = civil(date);
    match kind {
        EXHIBITION => [3, 6, 9, 11].contains(&month).then(|| workday_before(day(year, month, 12))),
        SEMINAR => Some(workday_before(day(year, month, 20))),
        _ => Some(workday_before(date)),
    }
}

/// An activity in a span of days; events are moved to their day or replaced by a call.
fn activity(rng: &mut Rng, weights: &[i64; 4], (first, last): (i64, i64)) -> Activity {
    let date = rng.range(first, last.max(first));
    let drawn = rng.weighted(weights);
    let held = event_day(drawn, date).filter(|day| (first..=last).contains(day));
    let (kind, date) = match held {
        Some(day) => (drawn, day),
        None => (CALL, workday_before(date).max(first)),
    };
    let attended = rng.chance(ATTENDANCE.get(kind).copied().unwrap_or(800));
    Activity { date, kind, owner: 0, account: 0, deal: None, attended }
}

/// All activities in the order of their dates.
pub(crate) fn activities(seed: u64, accounts: &[Account], deals: &[Deal]) -> Vec<Activity> {
    let mut rng = Rng::new(seed, 7);
    let mut list = Vec::with_capacity(deals.len() * 2);
    for (position, deal) in deals.iter().enumerate() {
        let until = if deal.closed() { deal.close } else { deal.created + 120 };
        for _ in 0..rng.weighted(&ACTIVITY_COUNTS) {
            let drawn = activity(&mut rng, &KIND_WEIGHTS, (deal.created, until.min(END)));
            let (owner, account) = (deal.owner, deal.account);
            list.push(Activity { owner, account, deal: Some(position), ..drawn });
        }
    }
    for (position, account) in accounts.iter().enumerate() {
        let drawn = activity(&mut rng, &EVENT_WEIGHTS, (account.created, END));
        list.push(Activity { owner: account.owner, account: position, ..drawn });
    }
    list.sort_by_key(|activity| activity.date);
    list
}

/// The yearly renewals of the service contract of an order.
fn renewals(rng: &mut Rng, first: &Order, list: &mut Vec<Order>) {
    let price = PRODUCTS.get(first.product).map_or(0, |product| product.price);
    let mut due = first.date;
    while rng.chance(860) {
        due += 365 + rng.range(-18, 18);
        let date = workday_before(due);
        if date > END {
            break;
        }
        let amount = first.amount.max(price / 2) / 1000 * rng.range(150, 200) / 10_000 * 10_000;
        let cost = amount / 1000 * rng.range(560, 640) / 100 * 100;
        list.push(Order { date, deal: None, amount, cost, ..*first });
    }
}

/// A return of all or a part of an order some weeks later.
fn returned(rng: &mut Rng, order: &Order) -> Order {
    let part = if rng.chance(500) { 100 } else { rng.range(2, 7) * 10 };
    let date = workday_before(order.date + rng.range(9, 60)).max(order.date + 1);
    let amount = -(order.amount * part / 100);
    Order { date, amount, cost: -(order.cost * part / 100), ..*order }
}

/// All orders in the order of their dates: one for each won deal, renewals and a few returns.
pub(crate) fn orders(seed: u64, deals: &[Deal]) -> Vec<Order> {
    let mut rng = Rng::new(seed, 8);
    let mut list = Vec::with_capacity(deals.len() / 2);
    for (position, deal) in deals.iter().enumerate() {
        let Some(date) = deal.won_on() else { continue };
        let order = Order {
            date,
            deal: Some(position),
            account: deal.account,
            owner: deal.owner,
            product: deal.product,
            amount: deal.amount,
            cost: deal.cost,
        };
        renewals(&mut rng, &order, &mut list);
        if rng.chance(25) {
            list.push(returned(&mut rng, &order));
        }
        list.push(order);
    }
    list.retain(|order| order.date <= END);
    list.sort_by_key(|order| order.date);
    list
}
