//! What orders brought in and what was spent on winning customers.

use crate::date::{END, MONTHS, month_start, workday_after};
use crate::model::{Order, Payment, Spend};
use crate::rng::Rng;

/// Days after the order on which a part is due, and the part in per cent.
const PARTS: [(i64, i64); 2] = [(30, 60), (90, 40)];
/// Spend of an average month for each source, in cents.
const MONTHLY: [i64; 4] = [4_200_000, 600_000, 5_500_000, 2_600_000];

/// The payments that were due by the end of the data, in the order of their due dates: most come within two weeks, some late,
/// a few not at all.
pub(crate) fn payments(seed: u64, orders: &[Order]) -> Vec<Payment> {
    let mut rng = Rng::new(seed, 11);
    let mut list = Vec::with_capacity(orders.len() * PARTS.len());
    for (position, order) in orders.iter().enumerate().filter(|(_, order)| order.amount > 0) {
        let mut rest = order.amount;
        for (number, (days, part)) in PARTS.into_iter().enumerate() {
            let amount = if number + 1 == PARTS.len() { rest } else { order.amount * part / 100 };
            rest -= amount;
            let due = workday_after(order.date + days);
            let late = match rng.below(1000) {
                ..620 => rng.range(-12, 0),
                620..850 => rng.range(1, 14),
                850..970 => rng.range(15, 75),
                _ => i64::MAX / 4,
            };
            let paid = (due + late).max(order.date);
            if due <= END {
                list.push(Payment { order: position, due, amount, paid: (paid <= END).then_some(paid) });
            }
        }
    }
    list.sort_by_key(|payment| payment.due);
    list
}

/// What each source cost in each month; more every year, and twice as much on events in autumn.
pub(crate) fn spend(seed: u64) -> Vec<Spend> {
    let mut rng = Rng::new(seed, 12);
    let mut list = Vec::with_capacity(MONTHS * MONTHLY.len());
    for month in 0..MONTHS {
        let grown = 100 + i64::try_from(month / 12 * 8).unwrap_or(0);
        for (source, usual) in MONTHLY.into_iter().enumerate() {
            let season = if source == 2 && matches!(month % 12, 0 | 1) { 200 } else { 100 };
            let amount = usual * grown / 100 * season / 100 * rng.range(82, 118) / 100 / 1000 * 1000;
            list.push(Spend { month: month_start(month), source, amount });
        }
    }
    list
}
