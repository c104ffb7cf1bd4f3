//! What columns mean beside each other: the best name of each is not always what the table as a whole says.

use kpi_model::{Field, TableKind, Text};

use super::against::{PART_OF_AMOUNT, is_other};
use super::{Binding, amounts};
use crate::names::Header;
use crate::profile::{Profile, is_blank};
use crate::raw::RawTable;

/// Gives one column the meaning that another had.
pub(crate) fn rebind(columns: &mut [Option<Binding>], from: usize, to: usize, binding: Binding) {
    for (at, binding) in [(from, None), (to, Some(binding))] {
        if let Some(slot) = columns.get_mut(at) {
            *slot = binding;
        }
    }
}

/// What the columns of orders mean beside each other.
pub(super) fn of_orders(
    columns: &mut [Option<Binding>],
    scored: &[(f64, usize, Binding)],
    decided: &[bool],
    table: &RawTable,
    headers: &[Header],
    profiles: &[Profile],
) {
    item_price_is_amount(columns, headers);
    amounts::amount_of_line(columns, scored, table);
    amounts::sold_for(columns, decided, headers, profiles);
    price_is_amount(columns);
    before_tax(columns, decided, headers, profiles, table);
    name_is_customer(columns, decided, headers, profiles);
    due_beside_paid(columns, decided, headers, profiles);
    amounts::discount_is_percent(columns, decided, headers, table);
    amounts::before_fees(columns, decided, headers, profiles);
    amounts::after_discount(columns, decided, headers, table);
    company_is_ours(columns, decided, scored, headers);
    number_of_order(columns, decided, scored, headers, profiles);
    ends_beside_start(columns, decided, headers, profiles);
}

/// Beside the customer the company is one's own.
pub(super) fn company_is_ours(columns: &mut [Option<Binding>], decided: &[bool], scored: &[(f64, usize, Binding)], headers: &[Header]) {
    const COMPANIES: [&str; 9] = ["company", "compañía", "compania", "société", "azienda", "empresa", "unternehmen", "bedrijf", "公司"];
    const CUSTOMERS: [&str; 10] = ["customer", "cliente", "kunde", "client", "klant", "kund", "客户", "顧客", "거래처", "partner"];
    let is = |at: usize, names: &[&str]| headers.get(at).is_some_and(|header| names.contains(&header.normal.as_str()));
    let bound = columns.iter().position(|binding| binding.as_ref().is_some_and(|binding| binding.field == Field::Customer));
    let Some(bound) = bound.filter(|at| is(*at, &COMPANIES) && decided.get(*at) != Some(&true)) else { return };
    let is_free = |at: usize| columns.get(at).is_some_and(Option::is_none) && decided.get(at) != Some(&true);
    let found = scored.iter().find(|(_, at, binding)| binding.field == Field::Customer && is(*at, &CUSTOMERS) && is_free(*at)).cloned();
    if let Some((_, at, binding)) = found {
        rebind(columns, bound, at, binding);
    }
}

/// Of two numbers of lines with a product the one that several lines share is that of the order.
pub(super) fn number_of_order(
    columns: &mut [Option<Binding>],
    decided: &[bool],
    scored: &[(f64, usize, Binding)],
    headers: &[Header],
    profiles: &[Profile],
) {
    // What says that it numbers lines.
    const LINES: [&str; 9] = ["line", "item", "detail", "position", "product", "상품", "明细", "子订单", "行"];
    let has = |field: Field| columns.iter().flatten().any(|binding| binding.field == field);
    let bound = columns.iter().position(|binding| binding.as_ref().is_some_and(|binding| binding.field == Field::Id));
    let is_of_lines = |at: &usize| headers.get(*at).is_some_and(|header| header.says(&LINES));
    let Some(bound) = bound.filter(|at| has(Field::Product) && is_of_lines(at) && decided.get(*at) != Some(&true)) else { return };
    let is_one_each = |profile: &Profile| profile.distinct == profile.distinct_of;
    let is_shared = |profile: &Profile| profile.distinct < profile.distinct_of && profile.distinct * 3 > profile.distinct_of;
    let is_full = |profile: &Profile| profiles.get(bound).is_some_and(|bound| profile.filled == bound.filled);
    if !profiles.get(bound).is_some_and(is_one_each) {
        return;
    }
    let is_free = |at: usize| columns.get(at).is_some_and(Option::is_none) && decided.get(at) != Some(&true);
    let fits = |at: usize| profiles.get(at).is_some_and(|profile| is_shared(profile) && is_full(profile));
    let found = scored.iter().find(|(_, at, binding)| binding.field == Field::Id && binding.is_exact && is_free(*at) && fits(*at)).cloned();
    if let Some((_, at, binding)) = found {
        rebind(columns, bound, at, binding);
    }
}

/// Where a list has ids and names, other files may use either: the id is the key, the name is what is shown.
pub(super) fn ids_are_keys(columns: &mut [Option<Binding>], scored: &[(f64, usize, Binding)]) {
    for (key, name) in [(Field::Person, Field::PersonName), (Field::Product, Field::ProductName), (Field::Customer, Field::CustomerName)] {
        let at = |field: Field| columns.iter().position(|binding| binding.as_ref().is_some_and(|binding| binding.field == field));
        if let (None, Some(only)) = (at(key), at(name)) {
            // Names alone are the key.
            if let Some(binding) = columns.get_mut(only).and_then(Option::as_mut) {
                binding.field = key;
            }
            continue;
        }
        let (Some(named), None) = (at(key), at(name)) else { continue };
        let as_name = scored.iter().find(|(_, i, binding)| *i == named && binding.field == name);
        let free = |i: usize| columns.get(i).is_some_and(Option::is_none);
        let as_key = scored.iter().find(|(_, i, binding)| binding.field == key && binding.is_exact && free(*i));
        if let (Some((_, _, as_name)), Some((_, id, as_key))) = (as_name, as_key) {
            let (as_name, as_key, id) = (as_name.clone(), as_key.clone(), *id);
            for (i, binding) in [(named, as_name), (id, as_key)] {
                if let Some(column) = columns.get_mut(i) {
                    *column = Some(binding);
                }
            }
        }
    }
}

/// A list of people by id where each has a "team" of its own: that column holds their names.
pub(super) fn team_is_person(columns: &mut [Option<Binding>], profiles: &[Profile]) {
    let has_name = columns.iter().flatten().any(|binding| binding.field == Field::PersonName);
    for (binding, profile) in columns.iter_mut().zip(profiles) {
        let is_single = profile.distinct > 5 && profile.distinct == profile.distinct_of;
        if let Some(binding) = binding.as_mut().filter(|binding| binding.field == Field::Team && is_single && !has_name) {
            binding.field = Field::PersonName;
        }
    }
}

/// What is expected stands for what happened where the file says nothing else.
pub(super) fn expected_is_all(columns: &mut [Option<Binding>]) {
    for (expected, happened) in [(Field::ExpectedClose, Field::Closed), (Field::ExpectedAmount, Field::Amount)] {
        if !columns.iter().flatten().any(|binding| binding.field == happened) {
            for binding in columns.iter_mut().flatten().filter(|binding| binding.field == expected) {
                binding.field = happened;
            }
        }
    }
}

/// A column of words that say won and lost is the outcome where no other column is, whatever it is called.
pub(super) fn words_are_outcome(columns: &mut [Option<Binding>], headers: &[Header], profiles: &[Profile]) {
    let is_decided = |profile: &Profile| profile.is_decided && profile.outcome_share > 0.2 && profile.distinct <= 20;
    let says = |binding: &Option<Binding>, profile: &Profile| {
        binding.as_ref().is_some_and(|binding| matches!(binding.field, Field::Stage | Field::Outcome)) && profile.is_decided
    };
    if columns.iter().zip(profiles).any(|(binding, profile)| says(binding, profile))
        || columns.iter().flatten().any(|b| b.field == Field::Outcome)
    {
        return;
    }
    let is_free = |((binding, profile), header): &((&mut Option<Binding>, &Profile), &Header)| {
        binding.is_none() && is_decided(profile) && !is_other(TableKind::Opportunities, Field::Outcome, header, profile)
    };
    if let Some(((slot, _), _)) = columns.iter_mut().zip(profiles).zip(headers).find(is_free) {
        *slot = Some(Binding {
            field: Field::Outcome,
            confidence: 0.6,
            evidence: Text::new("值说赢单和输单", "its values say won and lost"),
            is_exact: false,
        });
    }
}

/// A score from 0 to 10 in a survey is the answer to the question on recommending, unless its name says satisfaction.
pub(super) fn ten_is_recommend(columns: &mut [Option<Binding>], headers: &[Header], profiles: &[Profile]) {
    if columns.iter().flatten().any(|binding| binding.field == Field::Recommend) {
        return;
    }
    for ((binding, header), profile) in columns.iter_mut().zip(headers).zip(profiles) {
        let is_named = header.says(&[
            "effort",
            "service",
            "服务",
            "服務",
            "quality",
            "质量",
            "satisf",
            "csat",
            "满意",
            "滿意",
            "zufrieden",
            "満足",
            "만족",
        ]);
        if let Some(binding) = binding.as_mut().filter(|binding| binding.field == Field::Satisfaction && !is_named)
            && (9..=10).contains(&profile.highest_score)
        {
            binding.field = Field::Recommend;
        }
    }
}

/// What is only a part of an amount is none beside the amount that is expected.
pub(super) fn part_is_no_amount(columns: &mut [Option<Binding>]) {
    if columns.iter().flatten().any(|binding| binding.field == Field::ExpectedAmount) {
        let is_part = |binding: &Binding| binding.field == Field::Amount && binding.confidence <= PART_OF_AMOUNT;
        columns.iter_mut().filter(|column| column.as_ref().is_some_and(is_part)).for_each(|column| *column = None);
    }
}

/// Of `owner.id` and `owner.name` the name is who it is.
pub(super) fn names_before_ids(columns: &mut [Option<Binding>], decided: &[bool], headers: &[Header]) {
    let of_field = |field: Field| columns.iter().position(|binding| binding.as_ref().is_some_and(|binding| binding.field == field));
    let Some(at) = of_field(Field::Person).filter(|at| decided.get(*at) != Some(&true)) else { return };
    let Some(stem) = headers.get(at).and_then(|header| header.normal.strip_suffix("id")) else { return };
    let name = format!("{stem}name");
    let is_free = |at: usize| columns.get(at).is_some_and(Option::is_none) && decided.get(at) != Some(&true);
    let found = headers.iter().position(|header| header.normal == name).filter(|at| is_free(*at));
    if let Some(named) = found {
        columns.swap(at, named);
    }
}

/// In a list of documents that names no customer a name that comes again and again is theirs.
pub(super) fn name_is_customer(columns: &mut [Option<Binding>], decided: &[bool], headers: &[Header], profiles: &[Profile]) {
    let has = |field: Field| columns.iter().flatten().any(|binding| binding.field == field);
    if has(Field::Customer) || has(Field::CustomerName) || !has(Field::Day) || !has(Field::Amount) {
        return;
    }
    let is_name = |header: &Header| matches!(header.normal.as_str(), "name" | "nombre" | "nom" | "nome" | "naam" | "名称" | "entity");
    let repeats = |profile: &Profile| profile.number_share < 0.1 && profile.distinct > 1 && profile.distinct * 10 < profile.distinct_of * 9;
    let is_free = |at: usize| columns.get(at).is_some_and(Option::is_none) && decided.get(at) != Some(&true);
    let fits = |(at, (header, profile)): &(usize, (&Header, &Profile))| is_name(header) && repeats(profile) && is_free(*at);
    // Behind the number of what is sold stands its name.
    let is_of_product = |at: &usize| {
        let before = at.checked_sub(1).and_then(|before| columns.get(before)?.as_ref());
        before.is_some_and(|binding| binding.field == Field::Product)
    };
    let found = headers.iter().zip(profiles).enumerate().find(fits).map(|(at, _)| at).filter(|at| !is_of_product(at));
    if let Some(slot) = found.and_then(|at| columns.get_mut(at)) {
        let evidence = Text::new("单据上反复出现的名称", "a name that documents have again and again");
        *slot = Some(Binding { field: Field::Customer, confidence: 0.7, evidence, is_exact: false });
    }
}

/// Where one column says in a few words how opportunities ended, and another of the same meaning which step they are at, the first is the
/// outcome.
pub(super) fn outcome_beside_stage(
    columns: &mut [Option<Binding>],
    decided: &[bool],
    scored: &[(f64, usize, Binding)],
    profiles: &[Profile],
) {
    let has = |field: Field| columns.iter().flatten().any(|binding| binding.field == field);
    let bound = columns.iter().position(|binding| binding.as_ref().is_some_and(|binding| binding.field == Field::Stage));
    let Some(bound) = bound.filter(|at| decided.get(*at) != Some(&true) && !has(Field::Outcome)) else { return };
    let Some(profile) = profiles.get(bound).filter(|profile| profile.is_decided && profile.distinct <= 4) else { return };
    let is_free = |at: usize| columns.get(at).is_some_and(Option::is_none) && decided.get(at) != Some(&true);
    let is_steps =
        |at: usize| profiles.get(at).is_some_and(|steps| steps.distinct > profile.distinct && !steps.is_decided && steps.distinct <= 40);
    let found = scored.iter().find(|(_, at, binding)| binding.field == Field::Stage && binding.is_exact && is_free(*at) && is_steps(*at));
    let Some((_, at, binding)) = found.cloned() else { return };
    if let Some(slot) = columns.get_mut(bound).and_then(Option::as_mut) {
        slot.field = Field::Outcome;
    }
    if let Some(slot) = columns.get_mut(at) {
        *slot = Some(binding);
    }
}

/// A contract that says when it starts says when it ends, too: the same word means a due date elsewhere.
pub(super) fn ends_beside_start(columns: &mut [Option<Binding>], decided: &[bool], headers: &[Header], profiles: &[Profile]) {
    const STARTS: [&str; 9] =
        ["开始日期", "起始日期", "起始日", "开始时间", "服务开始日期", "合同开始日期", "生效日期", "startdate", "termstart"];
    const ENDS: [&str; 10] =
        ["到期日期", "到期日", "结束日期", "终止日期", "截止日期", "到期时间", "服务到期日期", "enddate", "expirydate", "expirationdate"];
    let has = |field: Field| columns.iter().flatten().any(|binding| binding.field == field);
    if has(Field::Ends) || has(Field::PaidOn) || !headers.iter().any(|header| STARTS.contains(&header.normal.as_str())) {
        return;
    }
    let is_free = |at: usize| {
        let may_be = columns.get(at).is_some_and(|binding| binding.as_ref().is_none_or(|binding| binding.field == Field::DueOn));
        may_be && decided.get(at) != Some(&true)
    };
    let fits = |(at, (header, profile)): &(usize, (&Header, &Profile))| {
        ENDS.contains(&header.normal.as_str()) && profile.day_share > 0.5 && is_free(*at)
    };
    let found = headers.iter().zip(profiles).enumerate().find(fits).map(|(at, _)| at);
    if let Some(slot) = found.and_then(|at| columns.get_mut(at)) {
        let evidence = Text::new("与开始日期并列的到期日", "the end beside the start");
        *slot = Some(Binding { field: Field::Ends, confidence: 0.8, evidence, is_exact: false });
    }
}

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

/// Of two amounts that differ by the tax of the row (and its freight), the smaller one is what was sold.
pub(super) fn before_tax(columns: &mut [Option<Binding>], decided: &[bool], headers: &[Header], profiles: &[Profile], table: &RawTable) {
    let Some(amount) = columns.iter().position(|binding| binding.as_ref().is_some_and(|binding| binding.field == Field::Amount)) else {
        return;
    };
    let is_decided = |at: usize| decided.get(at) == Some(&true);
    if is_decided(amount) {
        return;
    }
    let named =
        |parts: &[&str]| (0..headers.len()).filter(|i| headers.get(*i).is_some_and(|header| header.says(parts))).collect::<Vec<_>>();
    const TAXES: [&str; 12] = ["tax", "taxes", "vat", "gst", "iva", "mwst", "ust", "moms", "mva", "btw", "tva", "hst"];
    let is_tax = |header: &Header| {
        header.words.iter().any(|word| TAXES.contains(&word.as_str())) || header.says(&["税额", "税金", "消費税", "稅額"])
    };
    let taxes: Vec<usize> = (0..headers.len()).filter(|i| headers.get(*i).is_some_and(is_tax)).collect();
    let freights = named(&["shipping", "freight", "postage", "运费", "versand"]);
    let nets = named(&[
        "subtotal", "net", "excl", "小計", "小计", "base", "amount", "value", "total", "bedrag", "beløp", "belopp", "金额", "税抜",
    ]);
    let cell = |at: usize, row: usize| {
        let (column, profile) = (table.columns.get(at)?, profiles.get(at)?);
        let text = column.get(row);
        if is_blank(text) { Some(0) } else { crate::parse::money_minor(text, profile.number_style).map(|(value, _)| i128::from(value)) }
    };
    let is_number = |at: &usize| profiles.get(*at).is_some_and(Profile::is_number);
    let step = (table.len() / MOST_SUMS).max(1);
    for net in
        nets.into_iter().filter(|at| *at != amount && is_number(at) && !is_decided(*at) && columns.get(*at).is_some_and(Option::is_none))
    {
        for tax in taxes.iter().copied().filter(|at| *at != amount && *at != net && is_number(at)) {
            let freight =
                |row: usize| freights.iter().filter(|at| **at != net && is_number(at)).filter_map(|at| cell(*at, row)).sum::<i128>();
            let adds_up = |row: usize| {
                let (whole, part, tax) = (cell(amount, row)?, cell(net, row)?, cell(tax, row)?);
                // A cent each way is rounding.
                let is_sum = |rest: i128| (whole - part - tax - rest).abs() <= 1;
                Some((is_sum(0) || is_sum(freight(row)), tax != 0 && part != 0))
            };
            let rows: Vec<(bool, bool)> = (0..table.len()).step_by(step).filter_map(adds_up).collect();
            let (sums, taxed) = (rows.iter().filter(|row| row.0).count(), rows.iter().filter(|row| row.0 && row.1).count());
            if taxed >= 2 && taxed * 2 >= rows.len() && sums * 10 >= rows.len() * 9 {
                let gross = columns.get_mut(amount).and_then(Option::take);
                if let (Some(slot), Some(gross)) = (columns.get_mut(net), gross) {
                    *slot = Some(Binding {
                        evidence: Text::new("加上税额等于含税金额", "with the tax it makes the gross amount"),
                        ..gross
                    });
                }
                return;
            }
        }
    }
    // What shops call the value of the items is without tax and freight, unless a discount comes off it.
    const ITEMS: [&str; 3] = ["itemtotal", "linesubtotal", "ordervalue"];
    let has_discount = headers.iter().any(|header| header.says(&["discount", "rabatt", "remise", "优惠", "折扣", "coupon"]));
    let is_of_items = |at: &usize| headers.get(*at).is_some_and(|header| ITEMS.contains(&header.normal.as_str()));
    let items =
        (0..headers.len()).find(|at| is_of_items(at) && is_number(at) && !is_decided(*at) && columns.get(*at).is_some_and(Option::is_none));
    if let (Some(items), false, false) = (items, has_discount, is_of_items(&amount)) {
        let gross = columns.get_mut(amount).and_then(Option::take);
        if let (Some(slot), Some(gross)) = (columns.get_mut(items), gross) {
            *slot = Some(gross);
        }
    }
}

/// Rows looked at to see whether amounts add up.
const MOST_SUMS: usize = 400;

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
    let closed = columns.iter().position(|binding| binding.as_ref().is_some_and(|binding| binding.field == Field::Closed));
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

/// Amazon calls the price of a whole line the price of its item.
pub(super) fn item_price_is_amount(columns: &mut [Option<Binding>], headers: &[Header]) {
    let is_amazon =
        headers.iter().any(|header| matches!(header.normal.as_str(), "quantitypurchased" | "quantityshipped" | "amazonorderid"));
    if is_amazon && !columns.iter().flatten().any(|binding| binding.field == Field::Amount) {
        for (binding, _) in columns.iter_mut().zip(headers).filter(|(_, header)| header.normal == "itemprice") {
            if let Some(binding) = binding.as_mut().filter(|binding| binding.field == Field::ListPrice) {
                binding.field = Field::Amount;
            }
        }
    }
}

/// A price without a quantity is the amount of the row.
pub(super) fn price_is_amount(columns: &mut [Option<Binding>]) {
    let has = |field: Field| columns.iter().flatten().any(|binding| binding.field == field);
    if !has(Field::Amount) && !has(Field::Quantity) {
        for binding in columns.iter_mut().flatten().filter(|binding| binding.field == Field::ListPrice) {
            binding.field = Field::Amount;
        }
    }
}

/// Headers of what opportunities are called, in normal form.
const DEAL_NAMES: &[&str] =
    &["opportunityname", "dealname", "dealtitle", "deal", "opportunity", "商机名称", "机会名称", "销售机会", "销售机会名称", "项目名称"];

/// Opportunities without a number are known by their names, where all of these differ.
pub(super) fn name_is_id(columns: &mut [Option<Binding>], headers: &[Header], profiles: &[Profile], table: &RawTable) {
    if columns.iter().flatten().any(|binding| binding.field == Field::Id) {
        return;
    }
    let is_key =
        |profile: &Profile| profile.distinct_of as usize == table.len() && profile.distinct == profile.distinct_of && table.len() > 1;
    let found = columns
        .iter_mut()
        .zip(headers)
        .zip(profiles)
        .find(|((column, header), profile)| column.is_none() && DEAL_NAMES.contains(&header.normal.as_str()) && is_key(profile));
    if let Some(((column, _), _)) = found {
        *column = Some(Binding {
            field: Field::Id,
            confidence: 0.8,
            evidence: Text::new("没有编号，名称各不相同", "no number, and all names differ"),
            is_exact: false,
        });
    }
}
