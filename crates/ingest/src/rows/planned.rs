//! Planned payments.

use kpi_data::{Facts, NO_DAY, NO_MONEY};
use kpi_model::{Field, TableKind};

use crate::columns::Source;
use crate::documents;

/// What a list of planned payments calls unpaid was not received, whatever stands in its columns: it is due.
pub(super) fn not_yet_paid(source: &Source<'_>, rows: &[usize], part: &mut Facts) {
    if source.kind != TableKind::Payments || !source.has(Field::DueOn) || !source.has(Field::Status) {
        return;
    }
    let is_due = source.map(Field::Status, rows, documents::is_due);
    let amounts = part.money.get(&Field::Amount).cloned().unwrap_or_default();
    let planned = part.money.entry(Field::AmountDue).or_insert_with(|| vec![NO_MONEY; rows.len()]);
    for ((planned, amount), _) in
        planned.iter_mut().zip(&amounts).zip(&is_due).filter(|((planned, _), is_due)| **is_due && **planned == NO_MONEY)
    {
        *planned = *amount;
    }
    for (at, _) in is_due.iter().enumerate().filter(|(_, is_due)| **is_due) {
        if let Some(amount) = part.money.get_mut(&Field::Amount).and_then(|amounts| amounts.get_mut(at)) {
            *amount = NO_MONEY;
        }
        if let Some(day) = part.days.get_mut(&Field::Day).and_then(|days| days.get_mut(at)) {
            *day = NO_DAY;
        }
    }
}
