//! The same sales told by two documents: orders and their invoices, deliveries and their invoices. They are counted once.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use kpi_data::NO_DAY;
use kpi_model::{Field, Mapping, TableKind};

use crate::documents::mentions_returns;
use crate::kinds::{Guess, column_of, is_across};
use crate::lines::Head;
use crate::parse;
use crate::profile::{Profile, is_blank};
use crate::raw::RawTable;
use crate::stages::normal;

/// A document says again what an earlier one said at most so many days before.
const MOST_DAYS: i32 = 92;
/// Fewer sales may agree by chance.
const LEAST: usize = 5;

/// A table whose sales another table tells as well.
pub(crate) struct Same {
    /// Which table is left out.
    pub(crate) out: usize,
    /// Which one is counted.
    pub(crate) kept: usize,
    /// How many of its documents the other has too, and how many it has; none for a summary of months.
    pub(crate) of: Option<(usize, usize)>,
}

/// One document: all its lines together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Document {
    amount: i64,
    day: i32,
}

/// Tables of orders whose documents nearly all stand in another one: of the same customer, for the same amount, within three months.
/// Orders go before invoices and these before deliveries; else what says more. What the user chose is left alone.
pub(crate) fn find(
    tables: &[Cow<'_, RawTable>],
    guesses: &[Guess],
    profiles: &[Vec<Profile>],
    heads: &[Head],
    mapping: &Mapping,
) -> Vec<Same> {
    let mut found = costs(tables, guesses, profiles, mapping);
    let orders = || (0..tables.len()).filter(|i| guesses.get(*i).is_some_and(|guess| guess.kind == Some(TableKind::Orders)));
    let headers = |i: usize| tables.get(i).map(|table| &table.headers);
    // Nothing to compare: looking at every row costs.
    if orders().all(|i| headers(i) == orders().next().and_then(headers)) {
        return found;
    }
    let is_free = |i: usize| {
        let is_decided = tables.get(i).and_then(|table| mapping.tables.get(&table.name)).is_some_and(|decided| decided.kind.is_some());
        !is_decided && guesses.get(i).is_some_and(|guess| guess.kind == Some(TableKind::Orders))
    };
    let known: Vec<(usize, BTreeMap<String, Vec<Document>>)> = orders()
        // What takes off agrees with what it takes off from.
        .filter(|i| tables.get(*i).is_some_and(|table| !mentions_returns(&table.name)))
        .filter_map(|i| Some((i, documents(tables.get(i)?, guesses.get(i)?, profiles.get(i)?)?)))
        .collect();
    found.extend(summaries(tables, &known, &is_free));
    for (at, (a, of_a)) in known.iter().enumerate() {
        for (b, of_b) in known.iter().skip(at + 1) {
            let is_one_table = headers(*a) == headers(*b);
            let is_out = |i: usize| found.iter().any(|same| same.out == i);
            // Orders and their lines are settled.
            let is_head = |i: usize| heads.iter().any(|head| head.head == i || head.lines == i);
            if is_one_table || is_head(*a) || is_head(*b) || is_out(*a) || is_out(*b) {
                continue;
            }
            let goes_first = rank(tables, guesses, *a) <= rank(tables, guesses, *b);
            // What the user chose to be orders goes first.
            let goes_first = if is_free(*a) == is_free(*b) { goes_first } else { !is_free(*a) };
            let (kept, out) = if goes_first { (*a, *b) } else { (*b, *a) };
            if !is_free(out) {
                continue;
            }
            let (of_kept, of_out) = if goes_first { (of_a, of_b) } else { (of_b, of_a) };
            let all: usize = of_out.values().map(Vec::len).sum();
            if !is_same_time(of_kept, of_out) {
                continue;
            }
            let same = agreeing(of_kept, of_out);
            // Either tells most of what the other tells.
            let of_other: usize = of_kept.values().map(Vec::len).sum();
            if same >= LEAST && same * 10 >= all.min(of_other) * 8 && same * 2 >= all {
                found.push(Same { out, kept, of: Some((same, all)) });
            }
        }
    }
    found
}

/// Months of costs across a sheet beside the single costs of the same time.
fn costs(tables: &[Cow<'_, RawTable>], guesses: &[Guess], profiles: &[Vec<Profile>], mapping: &Mapping) -> Vec<Same> {
    let is_spend = |i: &usize| guesses.get(*i).is_some_and(|guess| guess.kind == Some(TableKind::Spend));
    let spends: Vec<usize> = (0..tables.len()).filter(is_spend).collect();
    if !spends.iter().any(|i| tables.get(*i).is_some_and(|table| is_across(table))) {
        return Vec::new();
    }
    let known: Vec<(usize, BTreeMap<String, Vec<Document>>)> =
        spends.iter().filter_map(|i| Some((*i, documents(tables.get(*i)?, guesses.get(*i)?, profiles.get(*i)?)?))).collect();
    let is_decided =
        |i: usize| tables.get(i).and_then(|table| mapping.tables.get(&table.name)).is_some_and(|decided| decided.kind.is_some());
    let mut found = summaries(tables, &known, &|i| !is_decided(i));
    // Other costs of the same time stay.
    let months = |is_meant: &dyn Fn(usize) -> bool| {
        let mut sums: BTreeMap<i32, i128> = BTreeMap::new();
        let of_meant = known.iter().filter(|(i, _)| is_meant(*i)).flat_map(|(_, documents)| documents.values().flatten());
        for document in of_meant.filter(|document| document.day != NO_DAY) {
            let day = kpi_model::Day(document.day);
            *sums.entry(day.year() * 12 + i32::try_from(day.month()).unwrap_or(0)).or_default() += i128::from(document.amount);
        }
        sums
    };
    let of_singles = months(&|i| tables.get(i).is_some_and(|table| !is_across(table)));
    found.retain(|same| {
        let of_out = months(&|i| i == same.out);
        let agreeing =
            of_out.iter().filter(|(month, sum)| of_singles.get(month).is_some_and(|single| (*single - **sum).abs() <= 1)).count();
        !of_out.is_empty() && agreeing * 5 >= of_out.len() * 4
    });
    found
}

/// Months across a sheet beside the single sales of the same time, or part of it: the sum of what is counted already.
fn summaries(
    tables: &[Cow<'_, RawTable>],
    known: &[(usize, BTreeMap<String, Vec<Document>>)],
    is_free: &dyn Fn(usize) -> bool,
) -> Vec<Same> {
    let spans: Vec<(usize, bool, (i32, i32))> = known
        .iter()
        .filter_map(|(i, documents)| Some((*i, tables.get(*i).is_some_and(|table| is_across(table)), days_of(documents)?)))
        .collect();
    // A summary of half a year beside one month of it says more than that month.
    let singles = || spans.iter().filter(|(_, is_across, _)| !is_across);
    let (Some(from), Some(to)) = (singles().map(|(.., span)| span.0).min(), singles().map(|(.., span)| span.1).max()) else {
        return Vec::new();
    };
    let is_told = |(first, last): (i32, i32)| (to.min(last) - from.max(first)) * 10 >= (last - first) * 7;
    let mut found = Vec::new();
    for (out, _, span) in spans.iter().filter(|(i, is_across, _)| *is_across && is_free(*i)) {
        if let Some((kept, ..)) = singles().next().filter(|_| is_told(*span)) {
            found.push(Same { out: *out, kept: *kept, of: None });
        }
    }
    found
}

/// What goes first, the lowest: by the words of the documents, then by how much a table says.
fn rank(tables: &[Cow<'_, RawTable>], guesses: &[Guess], i: usize) -> (u8, std::cmp::Reverse<usize>, usize) {
    const WORDS: [&[&str]; 3] = [
        &["order", "contract", "订单", "合同", "auftrag", "commande", "pedido", "受注", "訂單"],
        &["invoice", "发票", "开票", "rechnung", "facture", "factura", "fattura", "請求"],
        &["deliver", "shipment", "发货", "出库", "送货", "lieferschein", "livraison", "出貨"],
    ];
    let name = tables.get(i).map(|table| normal(&table.name)).unwrap_or_default();
    let place = WORDS.iter().position(|words| words.iter().any(|word| name.contains(word)));
    let bound = guesses.get(i).map_or(0, |guess| guess.columns.iter().flatten().count());
    (place.and_then(|place| u8::try_from(place).ok()).unwrap_or(3), std::cmp::Reverse(bound), i)
}

/// The documents of each customer, of all who are not named together; none where the table lacks day or amount.
fn documents(table: &RawTable, guess: &Guess, profiles: &[Profile]) -> Option<BTreeMap<String, Vec<Document>>> {
    let place = |field: Field| column_of(&guess.columns, field);
    let customer = place(Field::Customer).or_else(|| place(Field::CustomerName));
    let (day, amount) = (place(Field::Day)?, place(Field::Amount)?);
    let column = |at: usize| Some((table.columns.get(at)?, profiles.get(at)?));
    let ((days, of_days), (amounts, of_amounts)) = (column(day)?, column(amount)?);
    let customers = customer.and_then(|at| table.columns.get(at));
    let ids = place(Field::Id).and_then(|at| table.columns.get(at));
    // Lines of one number are one document.
    let mut by_id: BTreeMap<(&str, &str, usize), Document> = BTreeMap::new();
    for row in 0..table.len() {
        let (customer, id) = (customers.map_or("", |customers| customers.get(row)), ids.map_or("", |ids| ids.get(row)));
        let day = parse::day(days.get(row), of_days.day_style);
        let amount = parse::money_minor(amounts.get(row), of_amounts.number_style);
        let (Some(day), Some((amount, _))) = (day, amount) else { continue };
        let own = if is_blank(id) { row + 1 } else { 0 };
        let document = by_id.entry((customer, id, own)).or_insert(Document { amount: 0, day: day.0 });
        document.amount = document.amount.saturating_add(amount);
    }
    let mut found: BTreeMap<String, Vec<Document>> = BTreeMap::new();
    for ((customer, ..), document) in by_id.into_iter().filter(|(_, document)| document.amount != 0) {
        found.entry(normal(customer)).or_default().push(document);
    }
    Some(found)
}

/// Do both tell of the same time? What follows upon each other agrees by habit: fees of every month.
fn is_same_time(a: &BTreeMap<String, Vec<Document>>, b: &BTreeMap<String, Vec<Document>>) -> bool {
    let (Some(a), Some(b)) = (days_of(a), days_of(b)) else { return false };
    let (both, shorter) = (a.1.min(b.1) - a.0.max(b.0), (a.1 - a.0).min(b.1 - b.0));
    both >= 0 && both * 10 >= shorter * 7
}

/// First and last day.
fn days_of(documents: &BTreeMap<String, Vec<Document>>) -> Option<(i32, i32)> {
    let days = || documents.values().flatten().map(|document| document.day);
    Some((days().min()?, days().max()?))
}

/// How many documents agree, each with one of the other side; none where they are of a few amounts only, as fees are.
fn agreeing(kept: &BTreeMap<String, Vec<Document>>, out: &BTreeMap<String, Vec<Document>>) -> usize {
    let (mut same, mut amounts) = (0, BTreeSet::new());
    for (customer, documents) in out.iter().filter(|(customer, _)| !customer.is_empty()) {
        let (Some(kept), mut documents) = (kept.get(customer), documents.clone()) else { continue };
        let mut kept = kept.clone();
        documents.sort_unstable();
        kept.sort_unstable();
        // Both in the order of amounts and days: each finds the first that is left for it.
        let mut left = kept.iter().peekable();
        for document in &documents {
            let is_before = |other: &&Document| {
                other.amount < document.amount || (other.amount == document.amount && other.day < document.day - MOST_DAYS)
            };
            while left.next_if(is_before).is_some() {}
            if left.next_if(|other| other.amount == document.amount && other.day - document.day <= MOST_DAYS).is_some() {
                same += 1;
                amounts.insert(document.amount);
            }
        }
    }
    if amounts.len() * 10 >= same * 6 { same } else { 0 }
}

#[cfg(test)]
mod tests {
    use kpi_model::Mapping;

    use crate::{Reader, bind};

    /// Lines of one number whose sum no 64 bits hold, beside another list of sales.
    #[test]
    fn amounts_that_do_not_add_up_stop_nothing() {
        let line = |i: usize| format!("X1,2025-01-{:02},Acme,{}\n", 1 + i % 28, 9_000_000_000_000 - i);
        let orders = format!("Order ID,Order Date,Customer,Amount\n{}", (0..12_000).map(line).collect::<String>());
        let invoices = "Invoice No,Invoice Date,Customer Name,Net Amount\nI1,2025-01-02,Beta,100\nI2,2025-01-03,Gamma,110\n";
        let mut tables = Reader::read("orders.csv", orders.as_bytes()).unwrap();
        tables.extend(Reader::read("invoices.csv", invoices.as_bytes()).unwrap());
        let counted: Vec<u32> = bind(&tables, &Mapping::default()).summary.tables.iter().map(|table| table.counted).collect();
        assert_eq!(counted, [12_000, 2]);
    }
}
