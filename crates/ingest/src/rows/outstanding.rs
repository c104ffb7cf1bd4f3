//! Amounts that stand beside those of the rows: what is still open of invoices, and what an order is worth as a whole.

use std::collections::BTreeMap;

use kpi_data::{Facts, NO_MONEY};
use kpi_model::{Field, Mapping, TableKind};

use super::Builder;
use crate::columns::Source;

/// Names of what is still to be paid of an invoice, in normal form.
const OPEN: [&str; 34] = [
    "openbalance",
    "balance",
    "balancedue",
    "amountdue",
    "outstanding",
    "outstandingamount",
    "openamount",
    "amountopen",
    "remainingamount",
    "remainingbalance",
    "invoicebalance",
    "unpaidamount",
    "restbetrag",
    "offen",
    "offenerbetrag",
    "openstaand",
    "openstaandbedrag",
    "restbeløb",
    "restbelopp",
    "saldo",
    "saldopendiente",
    "pendiente",
    "importependiente",
    "resteàpayer",
    "restedû",
    "soldedû",
    "residuo",
    "dapagare",
    "emaberto",
    "kalankalantutar",
    "未回款金额",
    "未收金额",
    "未付金额",
    "应收余额",
];

impl Builder {
    /// Of invoices that fall due, the amount that was paid: what they are worth less what is open. Where that is more than the amount,
    /// it is of the amount with tax, and the same part of the amount was paid.
    pub(super) fn paid_by_open(&mut self, source: &Source<'_>, mapping: &Mapping, rows: &[usize], part: &mut Facts) {
        let is_asked = source.kind == TableKind::Orders && source.has(Field::DueOn) && !source.has(Field::AmountPaid);
        let (Some(amounts), true) = (part.money.get(&Field::Amount), is_asked) else { return };
        let Some((header, open)) = source.amounts_named(mapping, rows, &OPEN) else { return };
        let known = || amounts.iter().zip(&open).filter(|(amount, open)| **amount > 0 && **open != NO_MONEY);
        let is_within = known().filter(|(amount, open)| *open <= *amount).count() * 20 >= known().count() * 19;
        // One that is open with its tax says that all are.
        let is_more = known().any(|(amount, open)| open > amount);
        let gross = if is_more { source.gross_of(mapping, rows, amounts, &open) } else { None };
        if known().next().is_none() || (!is_within && gross.is_none()) {
            return;
        }
        let paid = |row: usize, (amount, open): (&i64, &i64)| match (*amount, *open) {
            (NO_MONEY, _) => NO_MONEY,
            // Nothing open is written as nothing.
            (amount, NO_MONEY | 0) => amount,
            (amount, open) => {
                match gross.as_ref().and_then(|gross| gross.get(row)).copied().filter(|gross| !matches!(*gross, 0 | NO_MONEY)) {
                    Some(gross) => {
                        let scaled = i128::from(amount) * i128::from(gross.saturating_sub(open)) / i128::from(gross);
                        i64::try_from(scaled).unwrap_or(amount)
                    }
                    None => amount.saturating_sub(open),
                }
            }
        };
        let paid = amounts.iter().zip(&open).enumerate().map(|(row, both)| paid(row, both)).collect();
        self.data.headers.entry((source.kind, Field::AmountPaid)).or_default().push(format!("− {header}"));
        part.money.insert(Field::AmountPaid, paid);
    }
}

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
