//! What columns mean beside each other: the best name of each is not always what the table as a whole says.

use std::collections::{BTreeMap, BTreeSet};

use kpi_model::{Field, TableKind, Text};

use super::against::{PART_OF_AMOUNT, is_other};
use super::figures::{self, Figures};
use super::{Binding, amounts, column_of, days, tax};
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
    figures::of_orders(columns, &Figures::new(table, headers, profiles, decided));
    tax::before_tax(columns, decided, headers, profiles, table);
    tax::items_before_tax(columns, decided, headers, profiles);
    name_is_customer(columns, decided, headers, profiles);
    days::due_beside_paid(columns, decided, headers, profiles);
    days::paid_beside_due(columns, decided, headers, profiles, table);
    amounts::discount_is_percent(columns, decided, headers, table);
    amounts::before_fees(columns, decided, headers, profiles);
    amounts::after_discount(columns, decided, headers, table);
    company_is_ours(columns, decided, scored, headers);
    fuller_number(columns, decided, scored, profiles);
    number_of_customer(columns, decided, table);
    number_of_order(columns, decided, scored, headers, profiles);
    ends_beside_start(columns, decided, headers, profiles);
}

/// What the columns of opportunities mean beside each other.
pub(super) fn of_opportunities(
    columns: &mut [Option<Binding>],
    scored: &[(f64, usize, Binding)],
    decided: &[bool],
    table: &RawTable,
    headers: &[Header],
    profiles: &[Profile],
) {
    outcome_beside_stage(columns, decided, scored, profiles);
    days::date_is_created(columns, decided, headers, profiles);
    days::done_is_closed(columns, decided, headers, profiles);
    words_are_outcome(columns, headers, profiles);
    name_is_id(columns, headers, profiles, table);
    days::day_of_decision(columns, decided, headers, profiles, table);
    days::first_day_is_created(columns, decided, headers, profiles, table);
    tax::before_tax(columns, decided, headers, profiles, table);
}

/// Beside the customer the company is one's own.
pub(super) fn company_is_ours(columns: &mut [Option<Binding>], decided: &[bool], scored: &[(f64, usize, Binding)], headers: &[Header]) {
    const COMPANIES: [&str; 9] = ["company", "compañía", "compania", "société", "azienda", "empresa", "unternehmen", "bedrijf", "公司"];
    const CUSTOMERS: [&str; 10] = ["customer", "cliente", "kunde", "client", "klant", "kund", "客户", "顧客", "거래처", "partner"];
    let is = |at: usize, names: &[&str]| headers.get(at).is_some_and(|header| names.contains(&header.normal.as_str()));
    let bound = column_of(columns, Field::Customer);
    let Some(bound) = bound.filter(|at| is(*at, &COMPANIES) && decided.get(*at) != Some(&true)) else { return };
    let is_free = |at: usize| columns.get(at).is_some_and(Option::is_none) && decided.get(at) != Some(&true);
    let found = scored.iter().find(|(_, at, binding)| binding.field == Field::Customer && is(*at, &CUSTOMERS) && is_free(*at)).cloned();
    if let Some((_, at, binding)) = found {
        rebind(columns, bound, at, binding);
    }
}

/// A number on every line goes before one that only the first line of an order has, or half of them: house numbers, numbers of another system.
fn fuller_number(columns: &mut [Option<Binding>], decided: &[bool], scored: &[(f64, usize, Binding)], profiles: &[Profile]) {
    let bound = column_of(columns, Field::Id);
    let Some(bound) = bound.filter(|at| decided.get(*at) != Some(&true)) else { return };
    let filled = |at: usize| profiles.get(at).map_or(0, |profile| profile.filled);
    let all = profiles.iter().map(|profile| profile.filled).max().unwrap_or(0);
    let is_free = |at: usize| columns.get(at).is_some_and(Option::is_none) && decided.get(at) != Some(&true);
    // A number of the line is no number of the order.
    let is_unique = |at: usize| profiles.get(at).is_some_and(|profile| profile.distinct == profile.distinct_of);
    let is_fuller = |at: usize| filled(bound) * 4 < all * 3 && filled(at) * 20 >= all * 19 && (!is_unique(at) || is_unique(bound));
    let found =
        scored.iter().find(|(_, at, binding)| binding.field == Field::Id && binding.is_exact && is_free(*at) && is_fuller(*at)).cloned();
    if let Some((_, at, binding)) = found {
        rebind(columns, bound, at, binding);
    }
}

/// A number that each customer has one of, on many rows, is that of the customer: it tells no orders apart.
fn number_of_customer(columns: &mut [Option<Binding>], decided: &[bool], table: &RawTable) {
    const MOST: usize = 5_000;
    let at = |field: Field| column_of(columns, field);
    let (Some(id), Some(customer)) = (at(Field::Id), at(Field::Customer)) else { return };
    let (Some(ids), Some(customers), false) = (table.columns.get(id), table.columns.get(customer), decided.get(id) == Some(&true)) else {
        return;
    };
    let rows = table.len().min(MOST);
    let pairs: BTreeSet<(&str, &str)> = (0..rows).map(|row| (ids.get(row), customers.get(row))).filter(|(id, _)| !is_blank(id)).collect();
    let of_ids = pairs.iter().map(|(id, _)| id).collect::<BTreeSet<_>>().len();
    let of_customers = pairs.iter().map(|(_, customer)| customer).collect::<BTreeSet<_>>().len();
    // Orders of several lines have one customer each as well: but the lines of one order are of one day.
    let days = at(Field::Day).and_then(|at| table.columns.get(at));
    let mut seen: BTreeMap<&str, (&str, bool)> = BTreeMap::new();
    for row in 0..rows {
        let day = days.map_or("", |days| days.get(row));
        let known = seen.entry(ids.get(row)).or_insert((day, false));
        known.1 |= known.0 != day;
    }
    let on_several = seen.values().filter(|(_, is_several)| *is_several).count();
    let is_one_each = pairs.len() >= 5 && of_ids == pairs.len() && of_customers == pairs.len() && on_several * 2 > seen.len();
    if let Some(slot) = columns.get_mut(id).filter(|_| is_one_each && rows >= pairs.len() * 4) {
        *slot = None;
    }
}

/// Who sold goes before who took the money, and who is in charge before whom one speaks to.
pub(super) fn seller_beside_cashier(
    columns: &mut [Option<Binding>],
    decided: &[bool],
    scored: &[(f64, usize, Binding)],
    headers: &[Header],
    profiles: &[Profile],
) {
    let is_cashier = |at: usize| {
        headers.get(at).is_some_and(|header| {
            header.says(&["收银", "cashier", "kassierer", "caissier", "cajero", "кассир", "ansprechpartner", "contactpersoon"])
        })
    };
    let bound = column_of(columns, Field::Person);
    let Some(bound) = bound.filter(|at| is_cashier(*at) && decided.get(*at) != Some(&true)) else { return };
    let is_free = |at: usize| columns.get(at).is_some_and(Option::is_none) && decided.get(at) != Some(&true);
    let is_manager = |at: usize| {
        headers.get(at).is_some_and(|header| {
            header.says(&["manager", "店长", "leiter", "responsable", "supervisor", "user", "benutzer", "usuario", "utilisateur"])
        })
    };
    let filled = |at: usize| profiles.get(at).map_or(0, |profile| profile.filled);
    let is_told = |at: usize| filled(at) * 2 >= filled(bound) && profiles.get(at).is_some_and(|profile| profile.distinct > 1);
    let is_seller = |at: usize| !is_cashier(at) && !is_manager(at) && is_free(at) && is_told(at);
    let found = scored.iter().find(|(_, at, binding)| binding.field == Field::Person && is_seller(*at)).cloned();
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
    let bound = column_of(columns, Field::Id);
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
        let at = |field: Field| column_of(columns, field);
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

/// What is only a part of an amount is none beside the amount that is expected.
pub(super) fn part_is_no_amount(columns: &mut [Option<Binding>]) {
    if columns.iter().flatten().any(|binding| binding.field == Field::ExpectedAmount) {
        let is_part = |binding: &Binding| binding.field == Field::Amount && binding.confidence <= PART_OF_AMOUNT;
        columns.iter_mut().filter(|column| column.as_ref().is_some_and(is_part)).for_each(|column| *column = None);
    }
}

/// Of `owner.id` and `owner.name` the name is who it is.
pub(super) fn names_before_ids(columns: &mut [Option<Binding>], decided: &[bool], headers: &[Header]) {
    let of_field = |field: Field| column_of(columns, field);
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
    let bound = column_of(columns, Field::Stage);
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
