//! What a file is and what its columns mean: names and values scored together.

mod across;
mod against;
mod amounts;
mod beside;
mod currency;
mod days;
mod excluded;
mod figures;
mod headers;
mod others;
mod questions;
mod tax;

use kpi_model::{Field, FieldType, TableKind, TableMapping, Text};

pub(crate) use self::across::is_across;
use self::across::{is_actual, told_across, told_terms};
use self::against::{PART_OF_AMOUNT, is_before_tax, is_other, is_other_amount};
pub(crate) use self::beside::rebind;
use self::headers::{
    BUYER_HEADERS, FORECAST_HEADERS, PAYMENT_HEADERS, SHARE_HEADERS, SPEND_HEADERS, SPLIT_HEADERS, TARGET_HEADERS, TICKET_HEADERS,
    are_journeys,
};
pub(crate) use self::others::Other;
use crate::dialects::{FILE_HINTS, Synonym};
use crate::names::{EXACT, Header};
use crate::profile::Profile;
use crate::raw::RawTable;
use crate::stages::normal;

/// Below this a binding is not made.
const LEAST: f64 = 0.5;

/// The meaning of one column and why.
#[derive(Clone, Debug)]
pub(crate) struct Binding {
    pub(crate) field: Field,
    pub(crate) confidence: f64,
    pub(crate) evidence: Text,
    /// The header is the name, not only part of it.
    pub(crate) is_exact: bool,
}

/// The best reading of one file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Guess {
    pub(crate) kind: Option<TableKind>,
    pub(crate) confidence: f64,
    pub(crate) columns: Vec<Option<Binding>>,
    /// The amount of orders stands on each of their lines as a whole.
    pub(crate) is_amount_of_order: bool,
    /// Lines of orders that another file dates: alone they are no orders.
    pub(crate) is_lines: bool,
    /// What it holds instead of sales, as which its columns would pass.
    pub(crate) other: Option<Other>,
}

pub(crate) fn guess(table: &RawTable, profiles: &[Profile], mapping: Option<&TableMapping>) -> Guess {
    let none = || Guess { columns: vec![None; table.headers.len()], ..Guess::default() };
    if mapping.is_some_and(|mapping| mapping.ignored) {
        return none();
    }
    let headers = Header::of_table(&table.headers);
    if let Some(kind) = mapping.and_then(|mapping| mapping.kind) {
        let across = across::across(kind, table);
        return found(kind, 1.0, assign(kind, table, across.as_ref().unwrap_or(&headers), profiles, mapping), table);
    }
    let file = normal(&format!("{} {}", table.name, table.title));
    let best = TableKind::FILES
        .iter()
        .filter_map(|kind| {
            let across = told_across(*kind, table).or_else(|| told_terms(*kind, table));
            let columns = assign(*kind, table, across.as_ref().unwrap_or(&headers), profiles, mapping);
            let hint = FILE_HINTS.iter().any(|(hinted, words)| {
                let says = |text: &str| words.iter().any(|word| text.contains(word));
                let in_header = |words: &[&str]| {
                    table.headers.iter().map(|header| normal(header)).any(|header| words.iter().any(|word| header.contains(word)))
                };
                let told_by_header = match kind {
                    TableKind::Leads => in_header(words),
                    TableKind::Payments => {
                        in_header(PAYMENT_HEADERS) || headers.iter().any(|header| matches!(header.normal.as_str(), "gateway" | "captured"))
                    }
                    TableKind::Spend => {
                        in_header(SPEND_HEADERS) || are_journeys(&headers) || headers.iter().any(|header| header.normal == "spend")
                    }
                    TableKind::Survey => in_header(TICKET_HEADERS),
                    TableKind::Forecasts => in_header(FORECAST_HEADERS),
                    TableKind::Splits => in_header(SHARE_HEADERS) || in_header(SPLIT_HEADERS),
                    _ => false,
                };
                hinted == kind && (says(&file) || told_by_header)
            });
            if excluded::is_excluded(*kind, table, &headers, profiles) {
                return None;
            }
            // Months in columns may be plans or results: only a word for targets tells.
            let is_undecided = *kind == TableKind::Targets && (!hint && is_across(table) || is_actual(table));
            (!is_undecided && fits(*kind, &columns, profiles, &headers, hint)).then(|| {
                // Amounts and dates of close of a history are those of an opportunity: they say nothing of which it is.
                let tells = |binding: &&Binding| {
                    *kind != TableKind::StageHistory || !matches!(binding.field, Field::Amount | Field::ExpectedClose | Field::Currency)
                };
                let sum: f64 = columns.iter().flatten().filter(tells).map(|binding| binding.confidence).sum();
                // Payments have a customer, a day and an amount as orders have: only words tell.
                let is_told = hint && *kind == TableKind::Payments;
                (sum + f64::from(u8::from(hint)) + f64::from(u8::from(is_told)), *kind, columns)
            })
        })
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    let other = [TableKind::Orders, TableKind::Opportunities].into_iter().find_map(|kind| others::other(kind, table, &headers));
    best.map_or_else(|| Guess { other, ..none() }, |(score, kind, columns)| found(kind, (0.5 + score / 10.0).min(0.99), columns, table))
}

/// The column that stands for a field, the first of several.
pub(crate) fn column_of(columns: &[Option<Binding>], field: Field) -> Option<usize> {
    columns.iter().position(|binding| binding.as_ref().is_some_and(|binding| binding.field == field))
}

/// Do the columns tell what was ordered at what price, and not when?
fn are_lines(columns: &[Option<Binding>]) -> bool {
    let has = |field: Field| columns.iter().flatten().any(|binding| binding.field == field);
    let is_priced = has(Field::Amount) || has(Field::ListPrice);
    !has(Field::Day) && has(Field::Id) && has(Field::Product) && has(Field::Quantity) && is_priced
}

fn found(kind: TableKind, confidence: f64, columns: Vec<Option<Binding>>, table: &RawTable) -> Guess {
    let is_amount_of_order = kind == TableKind::Orders && amounts::is_amount_of_order(&columns, table);
    let is_lines = kind == TableKind::Orders && are_lines(&columns);
    Guess { kind: Some(kind), confidence, columns, is_amount_of_order, is_lines, other: None }
}

/// Does a file with these bindings hold rows of this kind at all?
fn fits(kind: TableKind, columns: &[Option<Binding>], profiles: &[Profile], headers: &[Header], is_hinted: bool) -> bool {
    let (fields, required) = kind.fields();
    let position = |field: Field| column_of(columns, field);
    let sure = |field: Field| columns.iter().flatten().any(|binding| binding.field == field && binding.is_exact);
    let is_lines = kind == TableKind::Orders && are_lines(columns);
    let says = |parts: &[&str]| headers.iter().any(|header| header.says(parts));
    let has_required = is_lines || fields.iter().take(required).all(|field| position(*field).is_some());
    let is_unique =
        |i: usize, share: f64| profiles.get(i).is_some_and(|profile| f64::from(profile.distinct) >= share * f64::from(profile.distinct_of));
    let is_key_unique = || fields.first().and_then(|key| position(*key)).is_some_and(|i| is_unique(i, 0.9));
    has_required
        && match kind {
            TableKind::Survey => {
                let is_scored = position(Field::Satisfaction).is_some() || position(Field::Recommend).is_some();
                // A log of complaints or tickets has no scores: only the word tells it from any other list of cases.
                let is_handled = [Field::Category, Field::Replied, Field::Resolved].iter().any(|field| position(*field).is_some());
                is_scored || (is_hinted && is_handled && position(Field::Day).is_some())
            }
            TableKind::Orders => {
                let is_line = position(Field::Quantity).is_some() && position(Field::ListPrice).is_some();
                // A word like revenue inside another name is too little to make a list of companies a list of orders.
                let is_named = position(Field::Id).is_some() || position(Field::Quantity).is_some();
                let is_sale = is_hinted || (position(Field::Customer).is_some() && is_named);
                // Orders are neither won nor lost.
                let is_of_order = |header: &Header| header.says(&["订单", "order", "支付", "payment", "发货"]);
                let mut words = profiles.iter().zip(headers).filter(|(_, header)| !is_of_order(header));
                let is_pipeline = words.any(|(profile, _)| profile.is_decided && profile.stage_share > 0.8);
                !is_pipeline && (sure(Field::Amount) || is_line || (position(Field::Amount).is_some() && is_sale))
            }
            // Amounts of months are results too: only a word for targets tells.
            TableKind::Targets => is_hinted || sure(Field::Amount) || position(Field::Status).is_some(),
            // Many tables have a status: opportunities have one that is won or lost or a known stage, or an amount.
            TableKind::Opportunities => {
                let words = position(Field::Stage).and_then(|i| profiles.get(i)).map_or(0.0, |profile| profile.stage_share);
                let has_outcome = position(Field::Outcome).is_some();
                // Many rows of one opportunity, without amount and close date, are its history.
                let is_history =
                    position(Field::Id).is_some_and(|i| !is_unique(i, 0.7)) && !sure(Field::Amount) && position(Field::Closed).is_none();
                let is_about_something = [Field::Amount, Field::Closed, Field::Customer].iter().any(|field| position(*field).is_some());
                // Who a company or a person is, and how one stands with them, is no opportunity.
                const CONTACTS: &[&str] = &["phone", "mobile", "email", "手机", "电话", "客户级别", "客户行业", "客户等级"];
                const TELLING: [Field; 7] = [
                    Field::Amount,
                    Field::ExpectedAmount,
                    Field::Closed,
                    Field::ExpectedClose,
                    Field::Probability,
                    Field::Outcome,
                    Field::LossReason,
                ];
                let is_contact = says(CONTACTS) && !TELLING.iter().any(|field| position(*field).is_some());
                if is_history || !is_about_something || (is_contact && !is_hinted) {
                    return false;
                }
                // Words that no list knows are asked about where all else is there.
                let is_complete =
                    sure(Field::Stage) && sure(Field::Amount) && (position(Field::Customer).is_some() || position(Field::Person).is_some());
                is_complete || words >= 0.5 || has_outcome || (sure(Field::Amount) && (words > 0.0 || position(Field::Closed).is_some()))
            }
            TableKind::Activities => {
                // Calls and lists of who came need no type.
                let is_event = position(Field::Attended).is_some() || position(Field::Duration).is_some();
                let has_somebody = position(Field::Customer).is_some() || position(Field::Person).is_some();
                position(Field::ActivityType).is_some() || is_hinted || (is_event && has_somebody)
            }
            // Nothing but the word tells a lead from any other list of people with a status.
            TableKind::Leads => {
                let is_followed = says(&["手机", "mobile", "phone"]) && says(&["跟进", "leadstatus"]) && position(Field::Created).is_some();
                columns.iter().flatten().count() > 2 && (is_hinted || position(Field::Converted).is_some() || is_followed)
            }
            // Amounts on days are also orders.
            TableKind::Payments => is_hinted,
            // What customers spend has no channel.
            TableKind::Spend => {
                is_hinted && (are_journeys(headers) || position(Field::Source).is_some() || position(Field::Category).is_some())
            }
            TableKind::Rates => sure(Field::Rate) && columns.iter().flatten().count() > 2 || (is_hinted && sure(Field::Currency)),
            // Who is to buy stands in lists of opportunities; those of targets may have forecasts beside them.
            TableKind::Forecasts => is_hinted && !says(BUYER_HEADERS) && !says(TARGET_HEADERS),
            TableKind::Splits => sure(Field::Share) || (is_hinted && position(Field::Amount).is_some()),
            TableKind::Accounts | TableKind::People | TableKind::Products => columns.iter().flatten().count() > 1 && is_key_unique(),
            _ => true,
        }
}

/// One column per field and one field per column, best score first.
fn assign(
    kind: TableKind,
    table: &RawTable,
    headers: &[Header],
    profiles: &[Profile],
    mapping: Option<&TableMapping>,
) -> Vec<Option<Binding>> {
    let (fields, _) = kind.fields();
    let mut columns: Vec<Option<Binding>> = vec![None; table.headers.len()];
    let mut is_free: Vec<bool> = vec![true; table.headers.len()];
    let is_decided = |header: &String| mapping.is_some_and(|mapping| mapping.columns.contains_key(header));
    let decided: Vec<bool> = table.headers.iter().map(is_decided).collect();
    let mut open: Vec<Field> = fields.to_vec();
    for (i, header) in table.headers.iter().enumerate() {
        let Some(decision) = mapping.and_then(|mapping| mapping.columns.get(header)) else {
            continue;
        };
        if let (Some(free), Some(column)) = (is_free.get_mut(i), columns.get_mut(i)) {
            *free = false;
            *column = decision.filter(|field| fields.contains(field)).map(|field| Binding {
                field,
                confidence: 1.0,
                evidence: Text::new("你指定的", "set by you"),
                is_exact: true,
            });
            open.retain(|field| Some(*field) != *decision);
        }
    }
    let mut scored: Vec<(f64, usize, Binding)> = Vec::new();
    for (i, (header, profile)) in headers.iter().zip(profiles).enumerate() {
        if is_free.get(i) == Some(&true) {
            scored.extend(
                open.iter().filter_map(|field| score(kind, *field, header, profile)).map(|binding| (binding.confidence, i, binding)),
            );
        }
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.field.cmp(&b.2.field)));
    for (_, i, binding) in &scored {
        let (i, binding) = (*i, binding.clone());
        let is_taken = columns.iter().flatten().any(|other| other.field == binding.field);
        if let (false, Some(free @ true), Some(column)) = (is_taken, is_free.get_mut(i), columns.get_mut(i)) {
            *free = false;
            *column = Some(binding);
        }
    }
    if kind == TableKind::Orders {
        beside::of_orders(&mut columns, &scored, &decided, table, headers, profiles);
    }
    if kind == TableKind::Opportunities {
        beside::part_is_no_amount(&mut columns);
    }
    if matches!(kind, TableKind::Spend | TableKind::Payments) {
        amounts::amount_of_each(&mut columns, &decided, &scored, profiles, table);
    }
    beside::expected_is_all(&mut columns);
    currency::before_local(&mut columns, &decided, headers, profiles, table);
    currency::of_original(&mut columns, &decided, headers, profiles, table);
    figures::times_rate(&mut columns, &figures::Figures::new(table, headers, profiles, &decided));
    if kind == TableKind::Opportunities {
        beside::of_opportunities(&mut columns, &scored, &decided, table, headers, profiles);
    }
    // What the user set to "not used" stays so, whatever its values say.
    for (header, column) in table.headers.iter().zip(&mut columns) {
        if mapping.and_then(|mapping| mapping.columns.get(header)) == Some(&None) {
            *column = None;
        }
    }
    if kind == TableKind::Survey {
        questions::ten_is_recommend(&mut columns, headers, profiles);
        questions::question_is_recommend(&mut columns, &decided, headers, profiles);
    }
    if kind == TableKind::Opportunities && !columns.iter().flatten().any(|binding| binding.field == Field::Stage) {
        // Won or lost is all the stage there is.
        for binding in columns.iter_mut().flatten().filter(|binding| binding.field == Field::Outcome) {
            binding.field = Field::Stage;
        }
    }
    beside::seller_beside_cashier(&mut columns, &decided, &scored, headers, profiles);
    beside::names_before_ids(&mut columns, &decided, headers);
    beside::ids_are_keys(&mut columns, &scored);
    if kind == TableKind::People {
        beside::team_is_person(&mut columns, profiles);
    }
    columns
}

/// Is a header the name of a column that says how the documents of a table stand or what they are?
pub(crate) fn names_state(kind: TableKind, header: &str) -> bool {
    is_state_of(kind, &Header::looked_up(header))
}

/// The same of a header that is looked up.
pub(crate) fn is_state_of(kind: TableKind, header: &Header) -> bool {
    let is_state =
        |(synonym, (score, _)): &(&Synonym, (f64, &str))| synonym.field == Field::Status && synonym.kinds.contains(&kind) && *score > EXACT;
    header.listed.iter().any(is_state)
}

/// Headers of columns that say yes or no to won, in normal form.
const WON_FLAGS: &[&str] = &[
    "won",
    "iswon",
    "isclosedwon",
    "closedwon",
    "是否成交",
    "是否赢单",
    "是否签约",
    "是否中标",
    "是否签单",
    "是否成单",
    "中标情况",
    "投标结果",
    "gewonnen",
    "gagné",
    "成败",
    "輸贏",
    "输赢",
];

/// Does a column of this header say yes or no to won?
pub(crate) fn asks_for_won(header: &str) -> bool {
    WON_FLAGS.contains(&normal(header).as_str())
}

/// Names of what is expected are put together from many words: 预计签单日期, `Planned signature`, `Est. value`.
fn expected(kind: TableKind, field: Field, header: &Header) -> Option<(f64, &'static str)> {
    let meant = match field {
        Field::ExpectedClose => Field::Closed,
        Field::ExpectedAmount => Field::Amount,
        _ => return None,
    };
    // What some systems call expected revenue is the amount times its chance.
    const OTHERS: [&str; 12] =
        ["expectedrevenue", "weighted", "加权", "成本", "佣金", "折扣", "费用", "cost", "commission", "discount", "margin", "profit"];
    let is_weighted = field == Field::ExpectedAmount && header.says(&OTHERS);
    if kind != TableKind::Opportunities || !header.is_expected() || is_weighted {
        return None;
    }
    let of_meant = |(synonym, scored): &(&Synonym, (f64, &'static str))| (synonym.field == meant).then_some(*scored);
    let listed = header.listed.iter().filter_map(of_meant).max_by(|a, b| a.0.total_cmp(&b.0));
    let stem = || header.stems.iter().find(|(known, _)| *known == meant).map(|(_, scored)| *scored);
    listed.or_else(stem).map(|(score, name)| (score.max(0.9), name))
}

fn score(kind: TableKind, field: Field, header: &Header, profile: &Profile) -> Option<Binding> {
    if is_other(kind, field, header, profile) {
        return None;
    }
    let is_of_kind = |synonym: &Synonym| synonym.field == field && (synonym.kinds.is_empty() || synonym.kinds.contains(&kind));
    let listed = header.listed.iter().filter(|(synonym, _)| is_of_kind(synonym)).map(|(_, score)| *score);
    let stem = || header.stems.iter().find(|(known, _)| *known == field).map(|(_, score)| *score);
    let (name_score, name) = listed.max_by(|a, b| a.0.total_cmp(&b.0)).or_else(stem).or_else(|| expected(kind, field, header))?;
    // Of an amount in each currency and one in the company's own the second can be added up.
    let name_score = if header.is_converted && matches!(field, Field::Amount | Field::Currency) { name_score + 0.005 } else { name_score };
    let name_score = match field {
        Field::Amount if is_other_amount(kind, header) => name_score.min(PART_OF_AMOUNT),
        Field::Amount if kind == TableKind::Orders && is_before_tax(header) && name_score > EXACT => 0.995,
        _ => name_score,
    };
    let is_exact = name_score > EXACT;
    let share = match field.field_type() {
        FieldType::Day if field == Field::Month => profile.month_share,
        FieldType::Day if profile.counted != crate::parse::Counted::Nothing => 1.0,
        // What campaigns cost or dealers sold is often known by the month only.
        FieldType::Day if matches!(kind, TableKind::Spend | TableKind::Orders | TableKind::Payments | TableKind::Rates) => {
            profile.day_share.max(profile.month_share)
        }
        FieldType::Day => profile.day_share,
        FieldType::Number if matches!(field, Field::Satisfaction | Field::Recommend) => profile.number_share.max(profile.score_share),
        FieldType::Number if field == Field::Duration => profile.number_share.max(profile.length_share),
        FieldType::Money | FieldType::Number => profile.number_share,
        FieldType::Text if field == Field::Status => f64::from(match kind {
            TableKind::Targets => profile.has_actuals,
            TableKind::StageHistory => profile.is_field_name,
            TableKind::Splits | TableKind::Forecasts => true,
            _ => profile.has_documents,
        }),
        FieldType::Text if field == Field::IsClosed => profile.flag_share,
        // One kind for all rows tells nothing where another column has several.
        FieldType::Text if field == Field::Category && profile.distinct == 1 && profile.distinct_of > 3 => 0.5,
        FieldType::Text if field == Field::Stage && !is_exact => profile.stage_share,
        FieldType::Text if field == Field::Stage => 0.6 + 0.4 * profile.stage_share,
        FieldType::Text if field == Field::Id && (header.is_a_name() || (!is_exact && profile.is_row_number)) => 0.0,
        // A stem alone names an id only if the values are one for each row.
        FieldType::Text if field == Field::Id && !is_exact && kind != TableKind::Opportunities => {
            f64::from(profile.distinct > 1 && profile.distinct * 10 >= profile.distinct_of * 9)
        }
        FieldType::Text if field == Field::Currency && !is_exact => f64::from(profile.distinct <= 20 && profile.number_share < 0.5),
        FieldType::Text if field == Field::Outcome => {
            let is_decided = profile.is_decided && profile.outcome_share > 0.3 && is_exact;
            f64::from(
                (profile.outcome_share > 0.0 && profile.stage_share > 0.9)
                    || is_decided
                    || (profile.flag_share > 0.9 && WON_FLAGS.contains(&header.normal.as_str())),
            )
        }
        // Also the day on which it was.
        FieldType::Text if field == Field::Converted => profile.flag_share.max(profile.day_share),
        // A key that is rarely one for each row is none: rows would be taken for copies of each other.
        FieldType::Text if field == Field::Id && kind == TableKind::Opportunities => {
            let needed = if header.normal.ends_with("id") || header.normal.contains("编号") { 0.3 } else { 0.99 };
            f64::from(profile.distinct_of == 0 || f64::from(profile.distinct) >= needed * f64::from(profile.distinct_of))
        }
        // Regions are few: a column of addresses is none.
        FieldType::Text if field == Field::Region && (is_exact || profile.number_share < 0.5) => {
            f64::from(profile.distinct_of < 12 || profile.distinct * 2 < profile.distinct_of)
        }
        // A name that only contains the word, over dates or decimals, means something else: 买家实际支付金额 is no buyer.
        FieldType::Text if !is_exact && field != Field::Attended => {
            f64::from(profile.day_share < 0.5 && profile.number_share < 0.5 && profile.flag_share < 0.9)
        }
        FieldType::Text => 1.0,
    };
    let by_value = if profile.filled == 0 {
        0.6
    } else if share >= 0.9 {
        1.0
    } else if share >= 0.5 {
        0.85
    } else {
        0.2
    };
    let confidence = name_score * by_value;
    let evidence = Text::new(
        format!("列名像“{name}”，{:.0}% 的值读得通", share * 100.0),
        format!("header like \"{name}\", {:.0}% of the values fit", share * 100.0),
    );
    (confidence >= LEAST).then_some(Binding { field, confidence, evidence, is_exact })
}
