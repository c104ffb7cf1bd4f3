//! Which of several days is the one of what: told by the days beside it.

use std::collections::BTreeMap;

use kpi_data::Outcome;
use kpi_model::{Field, Text};

use super::{Binding, column_of};
use crate::names::Header;
use crate::parse;
use crate::profile::{Profile, is_blank};
use crate::raw::RawTable;
use crate::stages;

/// A day that is there where an opportunity is won or lost, and nowhere else, is the one of its close, whatever it is called. The day on
/// which it was expected to close says nothing of that.
pub(super) fn day_of_decision(
    columns: &mut [Option<Binding>],
    decided: &[bool],
    headers: &[Header],
    profiles: &[Profile],
    table: &RawTable,
) {
    let at = |field: Field| column_of(columns, field);
    let closed = at(Field::Closed);
    let is_expected = |at: usize| headers.get(at).is_some_and(Header::is_expected) && decided.get(at) != Some(&true);
    let words = at(Field::Outcome).or_else(|| at(Field::Stage)).and_then(|at| table.columns.get(at));
    let (Some(words), false) = (words, closed.is_some_and(|at| !is_expected(at))) else { return };
    let step = (table.len() / MOST_DAYS).max(1);
    let outcomes: Vec<(usize, Outcome)> = (0..table.len()).step_by(step).map(|row| (row, stages::outcome(words.get(row)).0)).collect();
    let [won, lost] = [Outcome::Won, Outcome::Lost].map(|outcome| outcomes.iter().filter(|(_, of)| *of == outcome).count());
    let rows: Vec<(usize, bool)> = outcomes.iter().map(|(row, outcome)| (*row, *outcome != Outcome::Open)).collect();
    let [over, open] = [true, false].map(|is_over| rows.iter().filter(|(_, over)| *over == is_over).count());
    const OTHERS: [&str; 22] = [
        "live",
        "invoice",
        "deliver",
        "kick",
        "start",
        "install",
        "pay",
        "archiv",
        "ship",
        "上线",
        "发票",
        "开票",
        "交付",
        "启动",
        "付款",
        "归档",
        "发货",
        "rechnung",
        "liefer",
        "livraison",
        "factur",
        "entrega",
    ];
    let is_of_decision = |at: usize| {
        let is_free = columns.get(at).is_some_and(Option::is_none) && decided.get(at) != Some(&true);
        let is_day = profiles.get(at).is_some_and(|profile| profile.day_share > 0.9);
        let is_told = |is_over: bool| {
            let column = table.columns.get(at);
            rows.iter().filter(|(row, over)| *over == is_over && column.is_some_and(|column| !is_blank(column.get(*row)))).count()
        };
        let is_other = headers.get(at).is_some_and(|header| header.says(&OTHERS));
        is_free && is_day && !is_other && is_told(true) * 20 >= over * 19 && is_told(false) * 20 <= open
    };
    let Some(found) = (0..headers.len()).find(|at| won >= 3 && lost >= 3 && open >= 5 && is_of_decision(*at)) else { return };
    let has_expected = at(Field::ExpectedClose).is_some();
    if let Some(slot) = closed.and_then(|at| columns.get_mut(at)) {
        *slot = slot.take().filter(|_| !has_expected).map(|binding| Binding { field: Field::ExpectedClose, ..binding });
    }
    if let Some(slot) = columns.get_mut(found) {
        let evidence = Text::new("只有赢单和输单有的日期", "a day that only won and lost have");
        *slot = Some(Binding { field: Field::Closed, confidence: 0.7, evidence, is_exact: false });
    }
}

/// Rows looked at to see which day comes first.
const MOST_DAYS: usize = 400;

/// A plain date beside the day of close is the day an opportunity was entered; beside that day the one it is to close.
pub(super) fn date_is_created(columns: &mut [Option<Binding>], decided: &[bool], headers: &[Header], profiles: &[Profile]) {
    let has = |field: Field| columns.iter().flatten().any(|binding| binding.field == field);
    let is_closing = has(Field::Closed) || has(Field::ExpectedClose);
    if has(Field::Created) == is_closing {
        return;
    }
    let is_date = |header: &Header| {
        matches!(header.normal.as_str(), "date" | "datum" | "fecha" | "data" | "dato" | "tarih" | "дата" | "日期" | "日付" | "일자")
    };
    let fits = |(at, (header, profile)): &(usize, (&Header, &Profile))| {
        is_date(header) && profile.day_share > 0.9 && columns.get(*at).is_some_and(Option::is_none) && decided.get(*at) != Some(&true)
    };
    let found = headers.iter().zip(profiles).enumerate().find(fits).map(|(at, _)| at);
    if let Some(slot) = found.and_then(|at| columns.get_mut(at)) {
        let evidence = Text::new("与另一日期并列的日期", "the date beside the other one");
        let field = if is_closing { Field::Created } else { Field::ExpectedClose };
        *slot = Some(Binding { field, confidence: 0.7, evidence, is_exact: false });
    }
}

/// The day before all others of an opportunity is the one on which it began, whatever it is called: filled on nearly every row, and never
/// after the day of its close.
pub(super) fn first_day_is_created(
    columns: &mut [Option<Binding>],
    decided: &[bool],
    headers: &[Header],
    profiles: &[Profile],
    table: &RawTable,
) {
    const OTHERS: [&str; 35] = [
        "since", "contract", "regist", "previous", "install", "hire", "vertrag", "seit", "建档", "合同", "签约", "入职", "开户", "modif",
        "updat", "änder", "geander", "maj", "更新", "修改", "变更", "next", "last", "nächst", "letzt", "下次", "最近", "最后", "birth",
        "生日", "until", "expir", "due", "上次", "失效",
    ];
    let at = |field: Field| column_of(columns, field);
    let ends: Vec<usize> = [Field::Closed, Field::ExpectedClose, Field::LostOn].into_iter().filter_map(at).collect();
    if ends.is_empty() || at(Field::Created).is_some() {
        return;
    }
    let day = |at: usize, row: usize| {
        let (column, profile) = (table.columns.get(at)?, profiles.get(at)?);
        parse::day(column.get(row), profile.day_style).map(|day| day.0)
    };
    let rows: Vec<usize> = (0..table.len()).step_by((table.len() / MOST_DAYS).max(1)).collect();
    let customers = at(Field::Customer).and_then(|at| table.columns.get(at));
    let is_of_customer = |at: usize| {
        let (Some(customers), Some(days)) = (customers, table.columns.get(at)) else { return false };
        // The first day of each customer, how many opportunities there are, and whether all are of that day.
        let mut known: BTreeMap<&str, (&str, usize, bool)> = BTreeMap::new();
        for row in &rows {
            let day = days.get(*row);
            let of_customer = known.entry(customers.get(*row)).or_insert((day, 0, true));
            *of_customer = (of_customer.0, of_customer.1 + 1, of_customer.2 && of_customer.0 == day);
        }
        let several = || known.values().filter(|of_customer| of_customer.1 > 1);
        several().count() >= 3 && several().filter(|of_customer| of_customer.2).count() * 5 >= several().count() * 4
    };
    let is_first = |at: usize| {
        let is_other = headers.get(at).is_some_and(|header| header.is_expected() || header.says(&OTHERS));
        let is_full = profiles.get(at).is_some_and(|profile| profile.day_share > 0.9 && profile.filled as usize * 20 >= table.len() * 19);
        let is_free = columns.get(at).is_some_and(Option::is_none) && decided.get(at) != Some(&true);
        if is_other || !is_full || !is_free {
            return false;
        }
        let told = || {
            rows.iter().flat_map(|row| ends.iter().map(|end| (*row, *end))).filter_map(|(row, end)| Some((day(at, row)?, day(end, row)?)))
        };
        let before = told().filter(|(first, end)| first < end).count();
        // In the year of its close or the years before it.
        let near = told().filter(|(first, end)| (0..=1_500).contains(&(end - first))).count();
        let all = told().count();
        // Half of them within a year, and not the same day for all of a customer.
        let within = told().filter(|(first, end)| (0..=400).contains(&(end - first))).count();
        all >= 5 && near * 50 >= all * 49 && before * 2 > all && within * 2 > all && !is_of_customer(at)
    };
    let mut found: Vec<usize> = (0..headers.len()).filter(|at| is_first(*at)).collect();
    let is_before = |one: usize, other: usize| {
        let both = || rows.iter().filter_map(|row| Some((day(one, *row)?, day(other, *row)?)));
        both().filter(|(one, other)| one <= other).count() * 50 >= both().count() * 49
    };
    let all = found.clone();
    found.retain(|at| all.iter().all(|other| other == at || is_before(*at, *other)));
    if let Some(slot) = found.first().and_then(|at| columns.get_mut(*at)) {
        let evidence = Text::new("每行最早的日期，从不晚于关闭日期", "the first day of each row, never after its close");
        *slot = Some(Binding { field: Field::Created, confidence: 0.6, evidence, is_exact: false });
    }
}

/// When something was done goes before when it was due.
pub(super) fn done_is_closed(columns: &mut [Option<Binding>], decided: &[bool], headers: &[Header], profiles: &[Profile]) {
    const DONE: [&str; 20] = [
        "completedat",
        "completedon",
        "completiondate",
        "completeddate",
        "wontime",
        "wondate",
        "wonat",
        "resultdate",
        "actualclose",
        "actualclosedate",
        "closedat",
        "完成时间",
        "完成日期",
        "赢单时间",
        "赢单日期",
        "成交时间",
        "成交日期",
        "实际完成时间",
        "实际完成日期",
        "结果日期",
    ];
    const DUE: &[&str] = &["due", "deadline", "decisiondate", "closedate", "截止", "到期", "开标"];
    let closed = column_of(columns, Field::Closed);
    let is_decided = |at: usize| decided.get(at) == Some(&true);
    let is_due = |at: usize| headers.get(at).is_some_and(|header| header.says(DUE) && !DONE.contains(&header.normal.as_str()));
    let is_done = |at: &usize| {
        let is_day = profiles.get(*at).is_some_and(|profile| profile.filled > 0 && profile.day_share > 0.9);
        let is_named = headers.get(*at).is_some_and(|header| DONE.contains(&header.normal.as_str()));
        is_day && is_named && !is_decided(*at) && columns.get(*at).is_some_and(Option::is_none)
    };
    let Some(done) = (0..headers.len()).find(is_done) else { return };
    if closed.is_some_and(|at| !is_due(at) || is_decided(at)) {
        return;
    }
    let has_expected = columns.iter().flatten().any(|binding| binding.field == Field::ExpectedClose);
    if let Some(slot) = closed.and_then(|at| columns.get_mut(at)) {
        *slot = slot.take().filter(|_| !has_expected).map(|binding| Binding { field: Field::ExpectedClose, ..binding });
    }
    if let Some(slot) = columns.get_mut(done) {
        *slot = Some(Binding {
            field: Field::Closed,
            confidence: 0.9,
            evidence: Text::new("实际完成的日期", "the day on which it was done"),
            is_exact: true,
        });
    }
}

/// Beside the days on which instalments fall due and were paid, what came in is what was paid of each.
pub(super) fn paid_beside_due(
    columns: &mut [Option<Binding>],
    decided: &[bool],
    headers: &[Header],
    profiles: &[Profile],
    table: &RawTable,
) {
    const PAID: [&str; 10] =
        ["实收金额", "已收金额", "实际收款", "收款金额", "到账金额", "回款金额", "实收款", "amountreceived", "received", "receivedamount"];
    let has = |field: Field| columns.iter().flatten().any(|binding| binding.field == field);
    if !has(Field::DueOn) || !has(Field::PaidOn) || has(Field::AmountPaid) {
        return;
    }
    let amount = column_of(columns, Field::Amount);
    // No more than was due, and mostly all of it: pieces that were received are none.
    let is_paid = |at: usize| {
        let minor = |at: usize, row: usize| {
            let (column, profile) = (table.columns.get(at)?, profiles.get(at)?);
            parse::money_minor(column.get(row), profile.number_style).map(|(minor, _)| minor)
        };
        let pairs = || (0..table.len().min(MOST_DAYS)).filter_map(|row| Some((minor(amount?, row)?, minor(at, row)?)));
        let all = pairs().count();
        all > 0 && pairs().all(|(due, paid)| paid <= due) && pairs().filter(|(due, paid)| due == paid).count() * 2 >= all
    };
    let is_free = |at: usize| columns.get(at).is_some_and(Option::is_none) && decided.get(at) != Some(&true);
    let fits = |(at, (header, profile)): &(usize, (&Header, &Profile))| {
        PAID.contains(&header.normal.as_str()) && profile.is_number() && is_free(*at) && is_paid(*at)
    };
    let found = headers.iter().zip(profiles).enumerate().find(fits).map(|(at, _)| at);
    if let Some(slot) = found.and_then(|at| columns.get_mut(at)) {
        let evidence = Text::new("与到期日和收款日并列的金额", "beside the days it was due and paid");
        *slot = Some(Binding { field: Field::AmountPaid, confidence: 0.8, evidence, is_exact: false });
    }
}

/// Beside what was paid of a document the day it falls due is that of the payment, not the end of a contract.
pub(super) fn due_beside_paid(columns: &mut [Option<Binding>], decided: &[bool], headers: &[Header], profiles: &[Profile]) {
    let has = |field: Field| columns.iter().flatten().any(|binding| binding.field == field);
    if has(Field::DueOn) || !(has(Field::AmountPaid) || has(Field::PaidOn)) {
        return;
    }
    let is_due = |header: &Header| matches!(header.normal.as_str(), "到期日" | "到期日期" | "maturity" | "maturitydate" | "fällig");
    let is_free = |at: usize| {
        let may_be = columns.get(at).is_some_and(|binding| binding.as_ref().is_none_or(|binding| binding.field == Field::Ends));
        may_be && decided.get(at) != Some(&true)
    };
    let fits = |(at, (header, profile)): &(usize, (&Header, &Profile))| is_due(header) && profile.day_share > 0.5 && is_free(*at);
    let found = headers.iter().zip(profiles).enumerate().find(fits).map(|(at, _)| at);
    if let Some(slot) = found.and_then(|at| columns.get_mut(at)) {
        let evidence = Text::new("与已付金额并列的到期日", "a due date beside what was paid");
        *slot = Some(Binding { field: Field::DueOn, confidence: 0.8, evidence, is_exact: false });
    }
}
