//! What was paid of invoices, where the file says what is still open of them.

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
