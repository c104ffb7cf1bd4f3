//! The days on which customers bought, from orders.
//!
//! Several orders of one day are one purchase. Returns, orders that came back in full and rows without a customer are none. Each purchase knows the one
//! before, so that intervals, first purchases and those after a long absence are ordinary rows; and the one after it, with the day
//! by which it was to be expected.

use std::collections::BTreeMap;

use kpi_data::{Dataset, Facts, NO_CODE, NO_DAY, NO_MONEY, NO_NUMBER};
use kpi_model::{Dimension, Field, TableKind};

use crate::grouped::Grouped;

/// One row per customer and day; none without orders that name customers.
pub(crate) fn purchases(dataset: &Dataset) -> Option<Facts> {
    let orders = dataset.facts(TableKind::Orders)?;
    let (days, customers) = (orders.days.get(&Field::Day)?, orders.dimension(Dimension::Customer));
    let amounts = orders.money.get(&Field::Amount)?;
    if customers.is_empty() {
        return None;
    }
    let kept = kept_orders(orders, amounts);
    let is_kept = |row: usize| orders.records.get(row).and_then(|record| kept.get(*record as usize)).copied().unwrap_or(true);
    let is_sale = |row: usize| amounts.get(row).is_some_and(|amount| *amount > 0 && *amount != NO_MONEY) && is_kept(row);
    // Of several orders of a day the one that comes first by person and product stands for it, so that the order of rows
    // does not matter.
    let text = |dimension: Dimension, row: usize| {
        let code = orders.dimension(dimension).get(row).copied().unwrap_or(NO_CODE);
        dataset.dictionary(dimension).and_then(|words| words.text(code)).unwrap_or("")
    };
    let rows = customers.iter().zip(days).zip(0_u32..).filter(|((_, day), row)| **day != NO_DAY && is_sale(*row as usize));
    let count = dataset.dictionary(Dimension::Customer).map_or(0, kpi_data::Dictionary::len);
    let mut sales = Grouped::new(count, rows.map(|((customer, day), row)| (*customer, (*day, row))));
    sales.sort_by(|sale| *sale);
    let mut bought: Vec<(u32, i32, usize)> = Vec::with_capacity(sales.len());
    for (customer, of_customer) in sales.groups() {
        for of_day in of_customer.chunk_by(|a, b| a.0 == b.0) {
            let rows = of_day.iter().map(|(_, row)| *row as usize);
            let first = match of_day {
                [_] => rows.min(),
                _ => rows.min_by_key(|row| (text(Dimension::Person, *row), text(Dimension::Product, *row), *row)),
            };
            let day = of_day.first().map_or(NO_DAY, |(day, _)| *day);
            bought.extend(first.map(|row| (customer, day, row)));
        }
    }
    let rows = || bought.iter().map(|(.., row)| *row);
    let mut purchases = Facts::new(TableKind::Purchases);
    purchases.len = bought.len();
    for (into, from) in purchases.dimensions.iter_mut().zip(&orders.dimensions) {
        *into = if from.is_empty() { Vec::new() } else { rows().filter_map(|row| from.get(row)).copied().collect() };
    }
    let mut last = (NO_CODE, NO_DAY);
    let mut before = Vec::with_capacity(bought.len());
    for (customer, day, ..) in &bought {
        before.push(if last.0 == *customer { last.1 } else { NO_DAY });
        last = (*customer, *day);
    }
    mark_next(&mut purchases, &bought, &before);
    purchases.days.insert(Field::Created, before);
    purchases.days.insert(Field::Closed, bought.iter().map(|(_, day, ..)| *day).collect());
    purchases.origins = rows().filter_map(|row| orders.origins.get(row)).copied().collect();
    Some(purchases)
}

/// Below this many intervals a class of customers has no waiting time of its own.
const ENOUGH: usize = 30;

/// Adds to each purchase the next one of the customer, the day by which it was to be expected, and whether it had come by then.
///
/// To be expected is what four in five of those do who buy again: the 80th percentile of the intervals between purchases of the class
/// of customers, or of all where the class has few, in whole days, rounded up.
fn mark_next(purchases: &mut Facts, bought: &[(u32, i32, usize)], before: &[i32]) {
    let segments = purchases.dimension(Dimension::Segment);
    let segment = |row: usize| segments.get(row).copied().unwrap_or(NO_CODE);
    let mut intervals: BTreeMap<u32, Vec<i64>> = BTreeMap::new();
    let mut all = Vec::new();
    for (row, ((_, day, _), before)) in bought.iter().zip(before).enumerate().filter(|(_, (_, before))| **before != NO_DAY) {
        all.push(i64::from(day - before));
        intervals.entry(segment(row)).or_default().push(i64::from(day - before));
    }
    let wait = |mut days: Vec<i64>| {
        days.sort_unstable();
        kpi_math::quantile(&days, 0.8).map(|days| days.ceil() as i32)
    };
    let waits: BTreeMap<u32, Option<i32>> = intervals
        .into_iter()
        .filter(|(segment, days)| *segment != NO_CODE && days.len() >= ENOUGH)
        .map(|(segment, days)| (segment, wait(days)))
        .collect();
    let of_all = wait(all);
    let (mut next, mut awaited, mut again) = (Vec::new(), Vec::new(), Vec::new());
    for (row, (customer, day, _)) in bought.iter().enumerate() {
        let follows = bought.get(row + 1).filter(|(other, ..)| other == customer).map_or(NO_DAY, |(_, day, _)| *day);
        let by = waits.get(&segment(row)).copied().unwrap_or(of_all).map_or(NO_DAY, |wait| day.saturating_add(wait));
        next.push(follows);
        awaited.push(by);
        again.push(if by == NO_DAY { NO_NUMBER } else { i32::from(follows != NO_DAY && follows <= by) });
    }
    purchases.days.insert(Field::Next, next);
    purchases.days.insert(Field::Awaited, awaited);
    purchases.numbers.insert(Field::Again, again);
}

/// Of each order by its number, whether anything of it was kept.
fn kept_orders(orders: &Facts, amounts: &[i64]) -> Vec<bool> {
    let count = orders.records.iter().filter(|record| **record != NO_CODE).max().map_or(0, |last| *last as usize + 1);
    let mut sums = vec![(0_i64, false); count];
    for (record, amount) in orders.records.iter().zip(amounts).filter(|(_, amount)| **amount != NO_MONEY) {
        if let Some((sum, has_return)) = sums.get_mut(*record as usize) {
            *sum = sum.saturating_add(*amount);
            *has_return |= *amount < 0;
        }
    }
    sums.into_iter().map(|(sum, has_return)| sum > 0 || !has_return).collect()
}
