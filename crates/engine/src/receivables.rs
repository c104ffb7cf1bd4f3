//! What was to be paid by when, and what was: invoices with a due date, and lists of payments that say when they were planned.

use kpi_data::{Dataset, Facts, NO_DAY, NO_MONEY};
use kpi_model::{Field, TableKind};

/// One row per planned payment with a due date and an amount; where no list of payments plans any, per invoice. Not both: the plan says
/// how the invoices are to be paid. None where no file has due dates.
pub(crate) fn receivables(dataset: &Dataset) -> Option<Facts> {
    let with_due = |kind: TableKind| dataset.facts(kind).filter(|facts| facts.days.contains_key(&Field::DueOn));
    let (payments, orders) = (with_due(TableKind::Payments), with_due(TableKind::Orders));
    let planned = payments.map(|facts| (facts, rows_of(facts))).filter(|(_, rows)| orders.is_none() || !rows.is_empty());
    let (facts, rows) = planned.or_else(|| orders.map(|facts| (facts, rows_of(facts))))?;
    let mut all = Facts::new(TableKind::Receivables);
    all.source = facts.kind;
    all.len = rows.len();
    for (into, from) in all.dimensions.iter_mut().zip(&facts.dimensions) {
        *into = rows.iter().filter_map(|row| from.get(row.at)).copied().collect();
    }
    let column = |value: fn(&Row) -> i32| rows.iter().map(value).collect::<Vec<i32>>();
    all.days.insert(Field::Day, column(|row| row.billed));
    all.days.insert(Field::DueOn, column(|row| row.due));
    all.days.insert(Field::PaidOn, column(|row| row.paid_on));
    all.money.insert(Field::Amount, rows.iter().map(|row| row.amount).collect());
    all.money.insert(Field::AmountPaid, rows.iter().map(|row| row.paid).collect());
    all.origins = rows.iter().filter_map(|row| facts.origins.get(row.at)).copied().collect();
    Some(all)
}

/// A planned payment of which nothing came is no payment that lacks its amount: it is owed, and only that.
pub(crate) fn drop_unpaid(dataset: &mut Dataset) {
    let Some(payments) = dataset.facts.get_mut(&TableKind::Payments) else { return };
    let (Some(due), Some(days), Some(amounts)) =
        (payments.days.get(&Field::DueOn), payments.days.get(&Field::Day), payments.money.get(&Field::Amount))
    else {
        return;
    };
    // Where a plan has one amount only, it is that of the plan until it has a day.
    let has_plans = payments.money.contains_key(&Field::AmountDue);
    let is_paid =
        |((due, day), amount): ((&i32, &i32), &i64)| *due == NO_DAY || *day != NO_DAY || (has_plans && *amount != NO_MONEY && *amount != 0);
    let keeps: Vec<bool> = due.iter().zip(days).zip(amounts).map(is_paid).collect();
    payments.retain(&keeps);
}

/// One receivable.
struct Row {
    at: usize,
    billed: i32,
    due: i32,
    paid_on: i32,
    amount: i64,
    paid: i64,
}

/// The receivables of a table. Of an invoice what was paid is the amount in its column, else all of it once it has a day of payment;
/// of a planned payment it is what came in.
fn rows_of(facts: &Facts) -> Vec<Row> {
    let day = |field: Field, row: usize| facts.days.get(&field).and_then(|days| days.get(row)).copied().unwrap_or(NO_DAY);
    let money = |field: Field, row: usize| facts.money.get(&field).and_then(|amounts| amounts.get(row)).copied().unwrap_or(NO_MONEY);
    let known = |amount: i64| if amount == NO_MONEY { 0 } else { amount };
    let is_plan = facts.kind == TableKind::Payments;
    let row = |at: usize| {
        let (own, due) = (money(Field::Amount, at), day(Field::DueOn, at));
        let planned = money(Field::AmountDue, at);
        let paid_on = day(if is_plan { Field::Day } else { Field::PaidOn }, at);
        let amount = if is_plan && planned != NO_MONEY { planned } else { own };
        let has = |field: Field| facts.money.contains_key(&field);
        let paid = match is_plan {
            false if has(Field::AmountPaid) => known(money(Field::AmountPaid, at)),
            true if has(Field::AmountDue) => known(own),
            // With one amount only it is paid once it has a day.
            _ if paid_on == NO_DAY => 0,
            _ => known(own),
        };
        let billed = if is_plan { NO_DAY } else { day(Field::Day, at) };
        (due != NO_DAY && amount != NO_MONEY && amount > 0).then_some(Row { at, billed, due, paid_on, amount, paid })
    };
    (0..facts.len).filter_map(row).collect()
}
