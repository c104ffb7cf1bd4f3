//! Rows of bound files to event columns: keys become codes once, here.

mod criteria;
mod currency;
mod dimensions;
mod documents;
mod first_stage;
mod heads;
mod lookups;
mod originals;
mod outcomes;
mod outstanding;
mod planned;
mod splits;
mod targets;
mod trials;
mod versions;
mod whole_orders;

use std::collections::{BTreeMap, BTreeSet};

use kpi_data::{Dataset, Dictionary, Facts, NO_CODE, NO_MONEY, NO_NUMBER, Origin, Outcome};
use kpi_model::{Diagnostic, Dimension, Field, FieldType, Mapping, TableKind};

use self::currency::currencies;
use self::outcomes::{expect, meaning};
use crate::append::append;
use crate::columns::{Source, Trouble};
use crate::diagnose;
use crate::documents::{is_about_stage, is_converted, is_overlay, is_target, is_upside};
use crate::parse;
use crate::rates::{Given, of_files, of_rows, of_user, only_base};
use crate::relate::Related;
use crate::repeats::repeats;
use crate::spellings::Spellings;

/// What the lookup tables say about a person or a customer, as codes of the dimensions.
#[derive(Clone, Copy)]
struct Attributes {
    team: u32,
    region: u32,
    industry: u32,
    source: u32,
    segment: u32,
    /// Has the file of customers or people a row of it?
    is_listed: bool,
}

const NOTHING: Attributes =
    Attributes { team: NO_CODE, region: NO_CODE, industry: NO_CODE, source: NO_CODE, segment: NO_CODE, is_listed: false };

/// Rows of one file that are not counted, by code.
pub(crate) type RejectedLines = BTreeMap<&'static str, Vec<usize>>;

/// The ids and names under which other files know the values of a dimension.
#[derive(Default)]
struct Aliases {
    keys: Dictionary,
    codes: Vec<u32>,
}

/// Builds the dataset file by file.
#[derive(Default)]
pub(crate) struct Builder {
    pub(crate) data: Dataset,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Rejected rows by index of the source.
    pub(crate) rejected: Vec<RejectedLines>,
    /// Stage word → outcome and rows.
    pub(crate) stages: BTreeMap<String, (Outcome, u32)>,
    /// Activity type as it stands in the files → what it is counted under, and rows.
    pub(crate) activity_types: BTreeMap<String, (String, u32)>,
    /// Unreadable cells by file and field.
    pub(crate) unreadable: BTreeMap<(u16, Field), u32>,
    aliases: BTreeMap<Dimension, Aliases>,
    customers: Vec<Attributes>,
    people: Vec<Attributes>,
    list_prices: Vec<i64>,
    /// What one piece of a product costs.
    costs: Vec<i64>,
    /// Rows of the opportunities by their number; see [`Related::opportunities`].
    opportunity_rows: Vec<u32>,
    /// Numbers of orders; rows of one number are lines of one order.
    orders: Dictionary,
    has: BTreeMap<Dimension, bool>,
    /// Currencies other than the report's.
    pub(crate) currencies: BTreeSet<String>,
    /// What other currencies are worth.
    rates: Vec<Given>,
    /// Are amounts of several currencies in the files?
    is_mixed: bool,
    spellings: Spellings,
    older: versions::Older,
    /// Stage → the columns of its exit criteria.
    pub(crate) criteria: BTreeMap<String, Vec<String>>,
    /// Of the source at hand: the number that the title of each row has.
    titles: Vec<u32>,
}

impl Builder {
    pub(crate) fn build(sources: &[Source<'_>], related: &Related, mapping: &Mapping, files: Vec<String>) -> Self {
        let mut builder = Self { rejected: vec![RejectedLines::new(); sources.len()], ..Self::default() };
        builder.data.files = files;
        builder.note_lookups(sources);
        // Lookup tables first, then the opportunities others refer to, then the rest.
        let order = |kind: TableKind| match kind {
            TableKind::Accounts | TableKind::People | TableKind::Products | TableKind::Rates => 0,
            TableKind::Opportunities => 1,
            _ => 2,
        };
        let mut indices: Vec<usize> = (0..sources.len()).collect();
        indices.sort_by_key(|i| sources.get(*i).map_or(3, |source| order(source.kind)));
        let currencies = currencies(sources);
        let said = mapping.currency.as_deref().map(|code| parse::currency_code(code).to_owned());
        // The currency to which all rates lead is the company's own; else the commonest.
        let base = || only_base(sources).filter(|base| currencies.contains(base));
        // Or the one that rows with a rate of their own are converted to.
        let of_rows =
            || sources.iter().find_map(|source| of_rows(source, mapping, &(0..source.raw.len()).collect::<Vec<_>>())).map(|(base, _)| base);
        builder.data.currency = said.or_else(base).or_else(of_rows).or_else(|| currencies.first().cloned());
        builder.rates = of_user(&mapping.rates);
        if let Some(main) = &builder.data.currency {
            // From the day on from which the user says something it goes before what a file says.
            let is_said = |rate: &Given| builder.rates.iter().any(|said| said.currency == rate.currency && said.from <= rate.from);
            let of_files: Vec<Given> = of_files(sources, main).into_iter().filter(|rate| !is_said(rate)).collect();
            builder.rates.extend(of_files);
        }
        builder.is_mixed = currencies.iter().any(|code| builder.data.currency.as_ref() != Some(code));
        let mut repeated = repeats(sources);
        builder.older.is_wanted = repeated.iter().any(|rows| rows.contains_key("E-ROW-OLDER"));
        for i in indices {
            let Some(source) = sources.get(i) else {
                continue;
            };
            let rejected = match order(source.kind) {
                0 => {
                    builder.lookup(source);
                    RejectedLines::new()
                }
                _ => {
                    let named = related.opportunities.get(i).map_or(&[][..], Vec::as_slice);
                    builder.titles = related.titles.get(i).cloned().unwrap_or_default();
                    builder.events(source, named, mapping, repeated.get_mut(i).map(std::mem::take).unwrap_or_default())
                }
            };
            if let Some(slot) = builder.rejected.get_mut(i) {
                *slot = rejected;
            }
        }
        builder.data.versions.extend(std::mem::take(&mut builder.older).placed());
        builder.shares(sources);
        builder.spellings.report(sources, &builder.data, &mut builder.diagnostics);
        let words = builder.data.dictionary(Dimension::Stage).map(|words| words.texts().iter().map(|word| meaning(mapping, word).0));
        builder.data.stage_outcomes = words.map(Iterator::collect).unwrap_or_default();
        let code = |word: &String| builder.data.dictionary(Dimension::Stage).and_then(|words| words.code(word));
        builder.data.stage_order = mapping.stage_order.iter().filter_map(code).collect();
        builder
    }

    /// Which attributes any lookup table offers, so that a dimension applies even where a key is not found.
    fn note_lookups(&mut self, sources: &[Source<'_>]) {
        let any = |kind: TableKind, field: Field| sources.iter().any(|source| source.kind == kind && source.has(field));
        self.has.insert(Dimension::Team, any(TableKind::People, Field::Team) || any(TableKind::People, Field::Manager));
        self.has.insert(Dimension::Region, any(TableKind::People, Field::Region));
        self.has.insert(Dimension::Customer, any(TableKind::Accounts, Field::Region));
        self.has.insert(Dimension::Industry, any(TableKind::Accounts, Field::Industry));
        self.has.insert(Dimension::Source, any(TableKind::Accounts, Field::Source));
        self.has.insert(Dimension::Segment, any(TableKind::Accounts, Field::Segment));
    }

    fn offers(&self, dimension: Dimension) -> bool {
        self.has.get(&dimension).copied().unwrap_or(false)
    }

    fn intern(&mut self, dimension: Dimension, text: &str) -> u32 {
        let Some(dictionary) = self.data.dictionaries.get_mut(dimension.index()) else { return NO_CODE };
        match dictionary.code(text) {
            Some(code) => code,
            None => self.spellings.code(dimension, text, dictionary),
        }
    }

    /// The codes of a field's texts.
    fn codes(&mut self, dimension: Dimension, source: &Source<'_>, field: Field, rows: &[usize]) -> Vec<u32> {
        source.map(field, rows, |text| self.intern(dimension, text))
    }

    fn alias(&mut self, dimension: Dimension, key: &str, code: u32) {
        let aliases = self.aliases.entry(dimension).or_default();
        if aliases.keys.code(key).is_none() {
            let position = aliases.keys.intern(key);
            put(&mut aliases.codes, position, code, NO_CODE);
        }
    }

    /// The codes of a field's texts that are ids or names.
    fn aliased(&mut self, dimension: Dimension, source: &Source<'_>, field: Field, rows: &[usize]) -> Vec<u32> {
        source.map(field, rows, |text| {
            let known = self.aliases.get(&dimension).and_then(|aliases| Some((aliases, aliases.keys.code(text)?)));
            match known {
                Some((aliases, position)) => get(&aliases.codes, position, NO_CODE),
                None if text.is_empty() => NO_CODE,
                None => {
                    let code = self.intern(dimension, text);
                    self.alias(dimension, text, code);
                    code
                }
            }
        })
    }

    fn note_header(&mut self, source: &Source<'_>, field: Field) {
        if let Some(header) = source.header(field) {
            let headers = self.data.headers.entry((source.kind, field)).or_default();
            if !headers.iter().any(|known| known == header) {
                headers.push(header.to_owned());
            }
        }
    }

    fn report(&mut self, source: &Source<'_>, field: Field, trouble: &Trouble) {
        let (file, column) = (source.raw.name.as_str(), source.header(field).unwrap_or(""));
        if trouble.count > 0 {
            let kind = match field.field_type() {
                FieldType::Day => ("日期", "a date"),
                FieldType::Money => ("金额", "an amount"),
                _ if matches!(field, Field::Attended | Field::Converted) => ("是或否", "yes or no"),
                _ => ("数字", "a number"),
            };
            self.diagnostics.push(diagnose::unreadable(file, column, trouble, kind));
            self.unreadable.insert((source.file, field), trouble.count);
        }
        if trouble.rounded > 0 {
            self.diagnostics.push(diagnose::rounded(file, column, trouble.rounded));
        }
    }

    fn events(&mut self, source: &Source<'_>, named: &[u32], mapping: &Mapping, repeats: RejectedLines) -> RejectedLines {
        let older = repeats.get("E-ROW-OLDER").cloned().unwrap_or_default();
        let (mut rows, mut rejected) = once(source, repeats);
        let documents = source.documents(mapping);
        self.drop_void(source, mapping, &documents, &mut rows, &mut rejected);
        self.drop_trials(source, mapping, &mut rows, &mut rejected);
        self.drop_heads(source, &mut rows, &mut rejected);
        self.drop_rows(source, named, &mut rows, &mut rejected);
        let mut facts = self.data.facts.remove(&source.kind).unwrap_or_else(|| Facts::new(source.kind));
        let mut part = Facts::new(source.kind);
        part.len = rows.len();
        let origin = |row: &usize| Origin { file: source.file, row: u32::try_from(*row).unwrap_or(u32::MAX) };
        part.origins = rows.iter().map(origin).collect();
        self.values(source, &rows, &mut part);
        if source.kind == TableKind::Survey {
            on_scale(&mut part);
        }
        if source.kind == TableKind::StageHistory
            && let Some(seconds) = source.seconds(Field::Day, &rows)
        {
            part.numbers.insert(Field::Second, seconds);
        }
        if source.kind == TableKind::Orders && !source.has(Field::Amount) && source.has(Field::Quantity) && source.has(Field::ListPrice) {
            part.money.insert(Field::Amount, source.derived_amounts(&rows));
            let factors = [Field::Quantity, Field::ListPrice].map(|field| source.header(field).unwrap_or(""));
            let headers = self.data.headers.entry((source.kind, Field::Amount)).or_default();
            headers.push(factors.join(" × "));
        }
        self.cost_of_profit(source, mapping, &rows, &mut part);
        self.once_per_order(source, &rows, &mut part);
        planned::not_yet_paid(source, &rows, &mut part);
        self.returns(source, &documents, &rows, &mut part);
        self.refunds(source, mapping, &rows, &mut part);
        self.paid_by_open(source, mapping, &rows, &mut part);
        self.one_currency(source, &rows, mapping, &mut part);
        self.dimensions(source, named, &rows, mapping, &mut part);
        self.cost_of_products(source, &mut part);
        if source.kind == TableKind::Opportunities {
            self.outcomes(source, &rows, mapping, &mut part);
            self.lost_by_reason(source, &rows, &mut part);
            expect(&mut part);
            if !mapping.chances.is_empty() {
                self.chances(mapping, &mut part);
            }
            let first = u32::try_from(facts.len).unwrap_or(u32::MAX);
            for (at, row) in (first..NO_CODE).zip(&rows) {
                put(&mut self.opportunity_rows, named.get(*row).copied().unwrap_or(NO_CODE), at, NO_CODE);
            }
            self.criteria(source, &rows, mapping, first);
            self.name_by_title(&rows, first);
            self.older.know(source, &rows, first);
            self.older_versions(source, &older, mapping);
        }
        if source.kind == TableKind::StageHistory {
            self.versions_of_history(source, mapping, &mut part);
            self.first_stages(source, &rows, &mut part);
        }
        if source.kind == TableKind::Targets {
            self.spread_targets(source, &rows, &mut part);
        }
        if source.kind == TableKind::Forecasts {
            part.days.insert(Field::Ends, targets::last_days(source, &rows, &part));
        }
        if source.kind == TableKind::Leads && !source.has(Field::Converted) && source.has(Field::Stage) {
            let said = source.map(Field::Stage, &rows, |word| if word.is_empty() { NO_NUMBER } else { i32::from(is_converted(word)) });
            if said.contains(&1) {
                part.numbers.insert(Field::Converted, said);
                self.note_converted(source);
            }
        }
        if source.kind == TableKind::Orders && source.has(Field::Id) {
            part.records = source.map(Field::Id, &rows, |id| self.orders.intern(id));
            self.of_originals(source, mapping, &rows, &mut part);
        }
        append(&mut facts, part);
        self.data.facts.insert(source.kind, facts);
        rejected
    }

    /// Dates, amounts and numbers of all columns with a meaning.
    fn values(&mut self, source: &Source<'_>, rows: &[usize], part: &mut Facts) {
        for field in source.columns.keys().copied().collect::<Vec<_>>() {
            self.note_header(source, field);
            let mut trouble = Trouble::default();
            match field {
                Field::Probability => drop(part.numbers.insert(field, source.probabilities(field, rows, &mut trouble))),
                Field::Cost => drop(part.money.insert(field, source.costs(rows, &mut trouble))),
                // Kept in millionths beside the amounts: numbers of a column are whole.
                Field::Quantity => {
                    let quantities = source.millionths(field, rows, &mut trouble);
                    part.money.insert(field, quantities.into_iter().map(|quantity| quantity.unwrap_or(NO_MONEY)).collect());
                }
                Field::Discount | Field::Share => drop(part.numbers.insert(field, source.probabilities(field, rows, &mut trouble))),
                Field::Attended | Field::Converted => drop(part.numbers.insert(field, source.flags(field, rows, &mut trouble))),
                _ => match field.field_type() {
                    FieldType::Day => drop(part.days.insert(field, source.days(field, rows, &mut trouble))),
                    FieldType::Money => drop(part.money.insert(field, source.money(field, rows, &mut trouble))),
                    FieldType::Number => drop(part.numbers.insert(field, source.scores(field, rows, &mut trouble))),
                    FieldType::Text => {}
                },
            }
            self.report(source, field, &trouble);
        }
    }

    /// Takes out rows that cannot count at all.
    fn drop_rows(&self, source: &Source<'_>, named: &[u32], rows: &mut Vec<usize>, rejected: &mut RejectedLines) {
        let mut drop_where = |code: &'static str, bad: Vec<bool>, rows: &mut Vec<usize>| {
            let gone = take_out(rows, bad);
            if !gone.is_empty() {
                rejected.insert(code, gone);
            }
        };
        let blank = |field: Field, rows: &[usize]| source.map(field, rows, str::is_empty);
        match source.kind {
            // Where a stage is yes or no, neither is open.
            TableKind::Opportunities if !source.asks_for_won(Field::Stage) => {
                drop_where("E-ROW-NOSTAGE", blank(Field::Stage, rows), rows);
            }
            TableKind::Splits => {
                drop_where("E-ROW-OVERLAY", source.map(Field::Status, rows, is_overlay), rows);
                let unknown = self.opportunity_rows(named, rows).map(|row| row == NO_CODE).collect();
                drop_where("E-ROW-ORPHAN", unknown, rows);
            }
            TableKind::StageHistory => {
                let of_others = source.map(Field::Status, rows, |word| !word.is_empty() && !is_about_stage(word));
                drop_where("E-ROW-OTHERFIELD", of_others, rows);
                let unknown = self.opportunity_rows(named, rows).map(|row| row == NO_CODE).collect();
                drop_where("E-ROW-ORPHAN", unknown, rows);
            }
            TableKind::Targets | TableKind::Forecasts => {
                let mut ignore = Trouble::default();
                let no_day: Vec<bool> = source.days(Field::Month, rows, &mut ignore).iter().map(|day| *day == kpi_data::NO_DAY).collect();
                drop_where("E-ROW-NODAY", no_day, rows);
                let actual = source.map(Field::Status, rows, |word| is_target(word) == Some(false));
                drop_where("E-ROW-ACTUAL", actual, rows);
                if source.kind == TableKind::Forecasts {
                    drop_where("E-ROW-UPSIDE", source.map(Field::Status, rows, is_upside), rows);
                }
                let no_amount: Vec<bool> =
                    source.money(Field::Amount, rows, &mut ignore).iter().map(|amount| *amount == NO_MONEY).collect();
                drop_where("E-ROW-NOAMOUNT", no_amount, rows);
                if source.kind == TableKind::Targets {
                    drop_where("E-ROW-MEASURE", targets::of_others(source, rows), rows);
                }
                drop_where("E-ROW-LEVEL", targets::of_other_levels(source, rows), rows);
            }
            _ => {}
        }
    }

    /// The cost of orders that say their gross profit instead.
    fn cost_of_profit(&mut self, source: &Source<'_>, mapping: &Mapping, rows: &[usize], part: &mut Facts) {
        if source.kind != TableKind::Orders || source.has(Field::Cost) {
            return;
        }
        let Some((header, profits)) = source.profits(mapping, rows) else { return };
        let Some(amounts) = part.money.get(&Field::Amount) else { return };
        let cost = |(amount, profit): (&i64, &i64)| match (*amount, *profit) {
            (NO_MONEY, _) | (_, NO_MONEY) => NO_MONEY,
            (amount, profit) => amount.saturating_sub(profit),
        };
        let costs = amounts.iter().zip(&profits).map(cost).collect();
        part.money.insert(Field::Cost, costs);
        let factors = format!("{} − {header}", source.header(Field::Amount).unwrap_or(""));
        self.data.headers.entry((source.kind, Field::Cost)).or_default().push(factors);
    }

    /// The cost of order lines without one: that of a piece of their product for as many as were sold.
    fn cost_of_products(&mut self, source: &Source<'_>, part: &mut Facts) {
        if source.kind != TableKind::Orders || self.costs.is_empty() || part.money.contains_key(&Field::Cost) {
            return;
        }
        let (products, Some(quantities)) = (part.dimension(Dimension::Product), part.money.get(&Field::Quantity)) else { return };
        if products.is_empty() {
            return;
        }
        let cost = |(product, quantity): (&u32, &i64)| match (get(&self.costs, *product, NO_MONEY), *quantity) {
            (NO_MONEY, _) | (_, NO_MONEY) => NO_MONEY,
            (cost, quantity) => {
                let whole = parse::divide_half_even(i128::from(cost) * i128::from(quantity), 1_000_000);
                i64::try_from(whole).unwrap_or(NO_MONEY)
            }
        };
        let costs = products.iter().zip(quantities).map(cost).collect();
        part.money.insert(Field::Cost, costs);
    }

    /// An amount that stands on every line of its order counts with the first of them.
    fn once_per_order(&mut self, source: &Source<'_>, rows: &[usize], part: &mut Facts) {
        let Some(amounts) = part.money.get_mut(&Field::Amount).filter(|_| source.is_amount_of_order) else { return };
        let ids = source.texts(Field::Id, rows);
        let count = whole_orders::once_per_order(source, rows, &ids, amounts);
        self.diagnostics.push(diagnose::amount_of_order(&source.raw.name, source.header(Field::Amount).unwrap_or(""), count));
    }

    /// Opportunities are also found by their titles, unless a number is written like one.
    fn name_by_title(&mut self, rows: &[usize], first: u32) {
        for (at, row) in (first..NO_CODE).zip(rows) {
            let title = self.titles.get(*row).copied().unwrap_or(NO_CODE);
            if get(&self.opportunity_rows, title, NO_CODE) == NO_CODE {
                put(&mut self.opportunity_rows, title, at, NO_CODE);
            }
        }
    }

    /// The rows of the opportunities that rows name, by number in the whole file.
    fn opportunity_rows(&self, named: &[u32], rows: &[usize]) -> impl Iterator<Item = u32> {
        let number = |row: &usize| named.get(*row).copied().unwrap_or(NO_CODE);
        rows.iter().map(move |row| get(&self.opportunity_rows, number(row), NO_CODE))
    }
}

/// Where a third of the answers lie above 5 the scale is another one: what is left of it would be the answers of the unhappy.
fn on_scale(part: &mut Facts) {
    let Some(scores) = part.numbers.get_mut(&Field::Satisfaction) else { return };
    let known = scores.iter().filter(|score| **score != NO_NUMBER).count();
    let above = scores.iter().filter(|score| **score > 5).count();
    if above * 3 > known {
        scores.iter_mut().for_each(|score| *score = NO_NUMBER);
    }
}

/// The rows that count once, and those that do not: repeated ones, and orders that are counted by their lines.
fn once(source: &Source<'_>, repeats: RejectedLines) -> (Vec<usize>, RejectedLines) {
    let repeated: BTreeSet<usize> = repeats.values().flatten().copied().collect();
    let is_covered = |row: &usize| source.covered.binary_search(row).is_ok();
    let (covered, rows): (Vec<usize>, Vec<usize>) = (0..source.raw.len()).filter(|row| !repeated.contains(row)).partition(is_covered);
    let mut rejected = repeats;
    if !covered.is_empty() {
        rejected.insert("E-ROW-HEAD", covered);
    }
    (rows, rejected)
}

/// Takes the flagged of the rows out.
fn take_out(rows: &mut Vec<usize>, flags: Vec<bool>) -> Vec<usize> {
    let mut flags = flags.into_iter();
    rows.extract_if(.., |_| flags.next().unwrap_or(false)).collect()
}

fn put<T: Copy>(list: &mut Vec<T>, position: u32, value: T, none: T) {
    if position == NO_CODE {
        return;
    }
    let position = position as usize;
    if list.len() <= position {
        list.resize(position + 1, none);
    }
    if let Some(slot) = list.get_mut(position) {
        *slot = value;
    }
}

fn get<T: Copy>(list: &[T], position: u32, none: T) -> T {
    list.get(position as usize).copied().unwrap_or(none)
}
