//! What orders say of one another: whose customer and which product was new, and when what came back was sold.

use kpi_data::{Dataset, Facts, NO_CODE, NO_DAY, NO_MONEY};
use kpi_model::{Dimension, Field, TableKind};

/// Gives each order the first day of its customer and its product, where the data goes back far enough to tell what was new, and the
/// day on which what it takes back was sold.
pub(crate) fn mark_orders(dataset: &mut Dataset) {
    let counts =
        [Dimension::Customer, Dimension::Product].map(|dimension| dataset.dictionary(dimension).map_or(0, kpi_data::Dictionary::len));
    let Some(orders) = dataset.facts.get_mut(&TableKind::Orders) else { return };
    let customers = first_days(orders, Dimension::Customer, counts[0]);
    let products = first_days(orders, Dimension::Product, counts[1]);
    let sold = days_sold(orders);
    for (field, days) in [(Field::FirstPurchase, customers), (Field::FirstSale, products), (Field::Sold, sold)] {
        if let Some(days) = days {
            orders.days.insert(field, days);
        }
    }
}

fn is_sale(amount: i64) -> bool {
    amount > 0 && amount != NO_MONEY
}

/// For each order the first day on which its value of the dimension was sold; empty for the first [`Field::NEW_DAYS`] of the data,
/// in which everything looks new.
fn first_days(orders: &Facts, dimension: Dimension, count: usize) -> Option<Vec<i32>> {
    let (days, amounts) = (orders.days.get(&Field::Day)?, orders.money.get(&Field::Amount)?);
    let codes = orders.dimension(dimension);
    if codes.is_empty() {
        return None;
    }
    let known_from = days.iter().filter(|day| **day != NO_DAY).min()?.saturating_add(Field::NEW_DAYS);
    let mut firsts = vec![NO_DAY; count];
    for ((code, day), _) in codes.iter().zip(days).zip(amounts).filter(|((_, day), amount)| **day != NO_DAY && is_sale(**amount)) {
        if let Some(first) = firsts.get_mut(*code as usize).filter(|first| **first == NO_DAY || *day < **first) {
            *first = *day;
        }
    }
    let first = |code: &u32, day: &i32| if *day < known_from { NO_DAY } else { firsts.get(*code as usize).copied().unwrap_or(NO_DAY) };
    Some(codes.iter().zip(days).map(|(code, day)| first(code, day)).collect())
}

/// The day of each row; of a return that names an order with sales the day of the first of them.
fn days_sold(orders: &Facts) -> Option<Vec<i32>> {
    let (days, amounts) = (orders.days.get(&Field::Day)?, orders.money.get(&Field::Amount)?);
    let mut sold = days.clone();
    if orders.records.is_empty() {
        return Some(sold);
    }
    let count = orders.records.iter().filter(|record| **record != NO_CODE).max().map_or(0, |last| *last as usize + 1);
    let mut firsts = vec![NO_DAY; count];
    for ((record, day), amount) in orders.records.iter().zip(days).zip(amounts) {
        if is_sale(*amount)
            && *day != NO_DAY
            && let Some(first) = firsts.get_mut(*record as usize)
            && (*first == NO_DAY || *day < *first)
        {
            *first = *day;
        }
    }
    for ((day, record), amount) in sold.iter_mut().zip(&orders.records).zip(amounts) {
        if *amount < 0
            && *amount != NO_MONEY
            && let Some(first) = firsts.get(*record as usize).filter(|first| **first != NO_DAY)
        {
            *day = *first;
        }
    }
    Some(sold)
}
