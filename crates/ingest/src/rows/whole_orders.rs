//! Amounts of whole orders that stand on each of their lines.

use std::collections::BTreeMap;

use kpi_data::NO_MONEY;
use kpi_model::Field;

use crate::columns::Source;

/// Leaves the amount of an order, which stands on each of its lines, there once: in proportion to what the lines cost where they say so and the
/// order is worth no more, else on the first. How many amounts it took from lines.
pub(super) fn once_per_order(source: &Source<'_>, rows: &[usize], ids: &[&str], amounts: &mut [i64]) -> usize {
    let has_costs = source.has(Field::Quantity) && source.has(Field::ListPrice);
    let costs = if has_costs { source.derived_amounts(rows) } else { Vec::new() };
    let mut orders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (row, id) in ids.iter().enumerate().filter(|(_, id)| !id.is_empty()) {
        orders.entry(id).or_default().push(row);
    }
    let mut count = 0;
    for lines in orders.into_values().filter(|lines| lines.len() > 1) {
        count += lines.len() - 1;
        let Some(whole) = lines.iter().filter_map(|row| amounts.get(*row)).copied().find(|amount| *amount != NO_MONEY) else { continue };
        let cost = |row: &usize| costs.get(*row).copied().filter(|cost| *cost != NO_MONEY && *cost > 0);
        let of_lines: Option<Vec<i64>> = lines.iter().map(cost).collect();
        let all: i128 = of_lines.iter().flatten().map(|cost| i128::from(*cost)).sum();
        let shared = of_lines.filter(|_| whole > 0 && i128::from(whole) <= all);
        let (mut before, mut given) = (0_i128, 0_i64);
        for (place, row) in lines.iter().enumerate() {
            let part = match &shared {
                // What all lines up to this one are worth, less what those before it got: no cent is lost.
                Some(costs) => {
                    before += costs.get(place).map_or(0, |cost| i128::from(*cost));
                    let upto = i64::try_from(i128::from(whole) * before / all).unwrap_or(whole);
                    upto - std::mem::replace(&mut given, upto)
                }
                None => {
                    if place == 0 {
                        whole
                    } else {
                        0
                    }
                }
            };
            if let Some(amount) = amounts.get_mut(*row) {
                *amount = part;
            }
        }
    }
    count
}
