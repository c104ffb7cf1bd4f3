//! Contracts and subscriptions: orders that say until when they run.
//!
//! A contract runs from the day of its order to its last day, both included. It is renewed if the same customer has another one that
//! begins no later than [`Field::GRACE_DAYS`] days after that day and ends later. Amounts are those of a year, so that contracts of different
//! length compare.

use kpi_data::{Dataset, Facts, NO_CODE, NO_DAY, NO_MONEY, Outcome};
use kpi_model::{Dimension, Field, TableKind};

/// Days of a year.
const YEAR: i128 = 365;

/// One row per order with a last day that is not before its first; none without such a column.
pub(crate) fn contracts(dataset: &Dataset) -> Option<Facts> {
    let orders = dataset.facts(TableKind::Orders)?;
    let (starts, ends) = (orders.days.get(&Field::Day)?, orders.days.get(&Field::Ends)?);
    let amounts = orders.money.get(&Field::Amount);
    let amount = |row: usize| amounts.and_then(|amounts| amounts.get(row)).copied().unwrap_or(NO_MONEY);
    let at = |days: &[i32], row: usize| days.get(row).copied().unwrap_or(NO_DAY);
    let is_contract = |row: &usize| {
        let (start, end, amount) = (at(starts, *row), at(ends, *row), amount(*row));
        start != NO_DAY && end != NO_DAY && start <= end && (amount >= 0 || amount == NO_MONEY)
    };
    let rows: Vec<usize> = (0..orders.len).filter(is_contract).collect();
    let mut contracts = Facts::new(TableKind::Contracts);
    contracts.len = rows.len();
    for (into, from) in contracts.dimensions.iter_mut().zip(&orders.dimensions) {
        *into = if from.is_empty() { Vec::new() } else { rows.iter().filter_map(|row| from.get(*row)).copied().collect() };
    }
    let column = |days: &[i32], more: i32| rows.iter().map(|row| at(days, *row).saturating_add(more)).collect::<Vec<i32>>();
    contracts.days.insert(Field::Created, column(starts, 0));
    // It is open at the end of its last day.
    contracts.days.insert(Field::Closed, column(ends, 1));
    contracts.days.insert(Field::Ends, column(ends, 0));
    let a_year = |row: &usize| {
        let days = i128::from(at(ends, *row) - at(starts, *row)) + 1;
        match amount(*row) {
            NO_MONEY => NO_MONEY,
            amount => kpi_math::Rational::new(i128::from(amount) * YEAR, days).rounded().try_into().unwrap_or(NO_MONEY),
        }
    };
    if amounts.is_some() {
        contracts.money.insert(Field::Amount, rows.iter().map(a_year).collect());
    }
    if !orders.dimension(Dimension::Customer).is_empty() {
        let customers = contracts.dimension(Dimension::Customer).to_vec();
        let exits = exits(&customers, &column(starts, 0), &column(ends, 0));
        contracts.numbers.insert(Field::Exit, exits);
    }
    contracts.outcomes = vec![Outcome::Won; rows.len()];
    contracts.origins = rows.iter().filter_map(|row| orders.origins.get(*row)).copied().collect();
    Some(contracts)
}

/// Renewed ([`Field::ADVANCED`]) or not ([`Field::LOST`]); a contract of nobody is neither.
fn exits(customers: &[u32], starts: &[i32], ends: &[i32]) -> Vec<i32> {
    let mut order: Vec<usize> = (0..customers.len()).collect();
    let place = |row: usize| {
        (
            customers.get(row).copied().unwrap_or(NO_CODE),
            starts.get(row).copied().unwrap_or(NO_DAY),
            ends.get(row).copied().unwrap_or(NO_DAY),
        )
    };
    order.sort_unstable_by_key(|row| (place(*row), *row));
    let mut exits = vec![kpi_data::NO_NUMBER; customers.len()];
    for of_customer in order.chunk_by(|a, b| place(*a).0 == place(*b).0) {
        // The latest end among the contracts that begin first, second, …: whether one that begins in time ends later.
        let latest: Vec<i32> = of_customer
            .iter()
            .scan(i32::MIN, |latest, row| {
                *latest = place(*row).2.max(*latest);
                Some(*latest)
            })
            .collect();
        for row in of_customer.iter().filter(|row| place(**row).0 != NO_CODE) {
            let (_, _, end) = place(*row);
            let in_time = of_customer.partition_point(|other| place(*other).1 <= end.saturating_add(Field::GRACE_DAYS + 1));
            let is_renewed = in_time.checked_sub(1).and_then(|last| latest.get(last)).is_some_and(|latest| *latest > end);
            if let Some(exit) = exits.get_mut(*row) {
                *exit = if is_renewed { Field::ADVANCED } else { Field::LOST };
            }
        }
    }
    exits
}

#[cfg(test)]
mod tests {
    use super::exits;
    use kpi_model::Field;

    #[test]
    fn a_later_end_that_begins_in_time_renews() {
        let (renewed, lost) = (Field::ADVANCED, Field::LOST);
        // One that runs longer beside it, one that begins 31 days after the last day, one that begins a day later.
        assert_eq!(
            exits(&[7, 7, 8, 8, 9, 9], &[0, 50, 0, 131, 0, 132], &[100, 200, 100, 300, 100, 300]),
            [renewed, lost, renewed, lost, lost, lost]
        );
        assert_eq!(exits(&[kpi_data::NO_CODE], &[0], &[1]), [kpi_data::NO_NUMBER]);
    }

    #[test]
    fn many_contracts_of_one_customer_take_no_time() {
        let starts: Vec<i32> = (0..200_000).collect();
        let ends: Vec<i32> = starts.iter().map(|start| start + 10).collect();
        let exits = exits(&vec![1; starts.len()], &starts, &ends);
        assert_eq!(exits.iter().filter(|exit| **exit == Field::LOST).count(), 1);
    }
}
