//! What a file is and what its columns mean: names and values scored together.

use kpi_model::{Field, FieldType, TableKind, TableMapping, Text};

use crate::dialects::{DIALECTS, FILE_HINTS, STEMS, Synonym};
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
}

pub(crate) fn guess(table: &RawTable, profiles: &[Profile], mapping: Option<&TableMapping>) -> Guess {
    let none = || Guess { columns: vec![None; table.headers.len()], ..Guess::default() };
    if mapping.is_some_and(|mapping| mapping.ignored) {
        return none();
    }
    let headers: Vec<Header> = table.headers.iter().map(|header| Header::looked_up(header)).collect();
    if let Some(kind) = mapping.and_then(|mapping| mapping.kind) {
        return Guess { kind: Some(kind), confidence: 1.0, columns: assign(kind, table, &headers, profiles, mapping) };
    }
    let file = normal(&format!("{} {}", table.name, table.title));
    let best = TableKind::FILES
        .iter()
        .filter_map(|kind| {
            let columns = assign(*kind, table, &headers, profiles, mapping);
            let hint = FILE_HINTS.iter().any(|(hinted, words)| {
                let says = |text: &str| words.iter().any(|word| text.contains(word));
                let in_header = |words: &[&str]| {
                    table.headers.iter().map(|header| normal(header)).any(|header| words.iter().any(|word| header.contains(word)))
                };
                let told_by_header = match kind {
                    TableKind::Leads => in_header(words),
                    TableKind::Payments => in_header(PAYMENT_HEADERS),
                    TableKind::Spend => in_header(SPEND_HEADERS),
                    _ => false,
                };
                hinted == kind && (says(&file) || told_by_header)
            });
            // Months in columns may be plans or results: only a word for targets tells.
            let is_undecided = *kind == TableKind::Targets && !hint && table.notes.iter().any(|note| note.code == "N-LAYOUT-MONTHS");
            (!is_undecided && fits(*kind, &columns, profiles, hint)).then(|| {
                let sum: f64 = columns.iter().flatten().map(|binding| binding.confidence).sum();
                (sum + if hint { 1.0 } else { 0.0 }, *kind, columns)
            })
        })
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    best.map_or_else(none, |(score, kind, columns)| Guess { kind: Some(kind), confidence: (0.5 + score / 10.0).min(0.99), columns })
}

/// Headers that only payments have; a date of payment also stands in orders.
const PAYMENT_HEADERS: &[&str] = &["回款日", "回款时间", "到账日", "到账时间", "datereceived", "receiptdate", "amountreceived"];
/// Headers that only marketing spend has.
const SPEND_HEADERS: &[&str] = &["adspend", "marketingspend", "投放金额", "投放费用", "广告费"];

/// Does a file with these bindings hold rows of this kind at all?
fn fits(kind: TableKind, columns: &[Option<Binding>], profiles: &[Profile], is_hinted: bool) -> bool {
    let (fields, required) = kind.fields();
    let position = |field: Field| columns.iter().position(|binding| binding.as_ref().is_some_and(|binding| binding.field == field));
    let sure = |field: Field| columns.iter().flatten().any(|binding| binding.field == field && binding.is_exact);
    let has_required = fields.iter().take(required).all(|field| position(*field).is_some());
    let is_unique =
        |i: usize, share: f64| profiles.get(i).is_some_and(|profile| f64::from(profile.distinct) >= share * f64::from(profile.distinct_of));
    let is_key_unique = || fields.first().and_then(|key| position(*key)).is_some_and(|i| is_unique(i, 0.9));
    has_required
        && match kind {
            TableKind::Survey => position(Field::Satisfaction).is_some() || position(Field::Recommend).is_some(),
            TableKind::Orders => {
                let is_line = position(Field::Quantity).is_some() && position(Field::ListPrice).is_some();
                // A word like revenue inside another name is too little to make a list of companies a list of orders.
                let is_sale = is_hinted || (position(Field::Customer).is_some() && position(Field::Id).is_some());
                // Orders are neither won nor lost.
                let is_pipeline = profiles.iter().any(|profile| profile.is_decided && profile.stage_share > 0.8);
                !is_pipeline && (sure(Field::Amount) || is_line || (position(Field::Amount).is_some() && is_sale))
            }
            // Many tables have a status: opportunities have one that is won or lost or a known stage, or an amount.
            TableKind::Opportunities => {
                let words = position(Field::Stage).and_then(|i| profiles.get(i)).map_or(0.0, |profile| profile.stage_share);
                let has_outcome = position(Field::Outcome).is_some();
                // Many rows of one opportunity, without amount and close date, are its history.
                let is_history =
                    position(Field::Id).is_some_and(|i| !is_unique(i, 0.7)) && !sure(Field::Amount) && position(Field::Closed).is_none();
                let is_about_something = [Field::Amount, Field::Closed, Field::Customer].iter().any(|field| position(*field).is_some());
                if is_history || !is_about_something {
                    return false;
                }
                words >= 0.5 || has_outcome || (sure(Field::Amount) && (words > 0.0 || position(Field::Closed).is_some()))
            }
            TableKind::Activities => position(Field::ActivityType).is_some() || is_hinted,
            // Nothing but the word tells a lead from any other list of people with a status.
            TableKind::Leads => columns.iter().flatten().count() > 2 && (is_hinted || position(Field::Converted).is_some()),
            // Amounts on days are also orders.
            TableKind::Payments => is_hinted,
            // What customers spend has no channel.
            TableKind::Spend => is_hinted && position(Field::Source).is_some(),
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
        price_is_amount(&mut columns);
    }
    expected_is_closed(&mut columns);
    if kind == TableKind::Opportunities && !columns.iter().flatten().any(|binding| binding.field == Field::Stage) {
        // Won or lost is all the stage there is.
        for binding in columns.iter_mut().flatten().filter(|binding| binding.field == Field::Outcome) {
            binding.field = Field::Stage;
        }
    }
    ids_are_keys(&mut columns, &scored);
    if kind == TableKind::People {
        team_is_person(&mut columns, profiles);
    }
    columns
}

/// Where a list has ids and names, other files may use either: the id is the key, the name is what is shown.
fn ids_are_keys(columns: &mut [Option<Binding>], scored: &[(f64, usize, Binding)]) {
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
fn team_is_person(columns: &mut [Option<Binding>], profiles: &[Profile]) {
    let has_name = columns.iter().flatten().any(|binding| binding.field == Field::PersonName);
    for (binding, profile) in columns.iter_mut().zip(profiles) {
        let is_single = profile.distinct > 5 && profile.distinct == profile.distinct_of;
        if let Some(binding) = binding.as_mut().filter(|binding| binding.field == Field::Team && is_single && !has_name) {
            binding.field = Field::PersonName;
        }
    }
}

/// An expected close date is the close date where there is no other.
fn expected_is_closed(columns: &mut [Option<Binding>]) {
    if !columns.iter().flatten().any(|binding| binding.field == Field::Closed) {
        for binding in columns.iter_mut().flatten().filter(|binding| binding.field == Field::ExpectedClose) {
            binding.field = Field::Closed;
        }
    }
}

/// A price without a quantity is the amount of the row.
fn price_is_amount(columns: &mut [Option<Binding>]) {
    let has = |field: Field| columns.iter().flatten().any(|binding| binding.field == field);
    if !has(Field::Amount) && !has(Field::Quantity) {
        for binding in columns.iter_mut().flatten().filter(|binding| binding.field == Field::ListPrice) {
            binding.field = Field::Amount;
        }
    }
}

fn score(kind: TableKind, field: Field, header: &Header, profile: &Profile) -> Option<Binding> {
    let is_of_kind = |synonym: &Synonym| synonym.field == field && (synonym.kinds.is_empty() || synonym.kinds.contains(&kind));
    let listed = header.listed.iter().filter(|(synonym, _)| is_of_kind(synonym)).map(|(_, score)| *score);
    let stem = || header.stems.iter().find(|(known, _)| *known == field).map(|(_, score)| *score);
    let (name_score, name) = listed.max_by(|a, b| a.0.total_cmp(&b.0)).or_else(stem)?;
    let is_exact = name_score > EXACT;
    let share = match field.field_type() {
        FieldType::Day if field == Field::Month => profile.month_share,
        // What campaigns cost is often known by the month only.
        FieldType::Day if kind == TableKind::Spend => profile.day_share.max(profile.month_share),
        FieldType::Day if profile.counted != crate::parse::Counted::Nothing => 1.0,
        FieldType::Day => profile.day_share,
        FieldType::Money | FieldType::Number => profile.number_share,
        FieldType::Text if field == Field::Stage && !is_exact => profile.stage_share,
        FieldType::Text if field == Field::Stage => 0.6 + 0.4 * profile.stage_share,
        FieldType::Text if field == Field::Id && (header.is_a_name() || (!is_exact && profile.is_row_number)) => 0.0,
        // A stem alone names an id only if the values are one for each row.
        FieldType::Text if field == Field::Id && !is_exact && kind != TableKind::Opportunities => {
            f64::from(profile.distinct > 1 && profile.distinct * 10 >= profile.distinct_of * 9)
        }
        FieldType::Text if field == Field::Currency && !is_exact => f64::from(profile.distinct <= 20 && profile.number_share < 0.5),
        FieldType::Text if field == Field::Outcome => f64::from(profile.outcome_share > 0.0 && profile.stage_share > 0.9),
        FieldType::Text if field == Field::Converted => profile.flag_share,
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

/// A header in normal form, its words, and what the words make put together.
struct Header {
    normal: String,
    words: Vec<String>,
    runs: Vec<String>,
    /// The lists it stands in, with the score and the name found there.
    listed: Vec<(&'static Synonym, Scored)>,
    /// The fields it has a stem of.
    stems: Vec<(Field, Scored)>,
}

/// How well a name fits, and the name.
type Scored = (f64, &'static str);

/// Words of a header that are put together; a question as a header has many more.
const MOST_WORDS: usize = 8;

/// What systems and exporters put in front of every name.
const PREFIXES: [&str; 6] = ["property", "properties", "attributes", "fields", "hs", "new"];

impl Header {
    fn new(header: &str) -> Self {
        let bare = header.split(['(', '（', '[']).next().map(str::trim).filter(|bare| !bare.is_empty()).unwrap_or(header);
        let bare = bare.strip_suffix("__c").unwrap_or(bare);
        let spelt = bare.replace(['#', '№'], " number ");
        let bare = spelt.as_str();
        let mut words: Vec<String> = Vec::new();
        let mut is_open = false;
        let mut before = ' ';
        for c in bare.chars() {
            // `CloseDate`, `close_date` and `Close date` are the same words.
            let begins = !is_open || (before.is_lowercase() && c.is_uppercase());
            is_open = c.is_alphanumeric();
            before = c;
            if !is_open {
                continue;
            }
            if begins {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                word.extend(c.to_lowercase());
            }
        }
        while words.len() > 1 && words.first().is_some_and(|word| PREFIXES.contains(&word.as_str())) {
            words.remove(0);
        }
        let starts = 0..words.len().min(MOST_WORDS);
        let runs = starts.flat_map(|start| (start + 1..=words.len().min(MOST_WORDS)).map(move |end| (start, end)));
        let runs = runs.filter_map(|(start, end)| Some(words.get(start..end)?.concat())).collect();
        Self { normal: words.concat(), runs, words, listed: Vec::new(), stems: Vec::new() }
    }

    /// With everything the lists say about it: asked for every kind of table and every field.
    fn looked_up(header: &str) -> Self {
        let mut found = Self::new(header);
        let synonyms = DIALECTS.iter().enumerate().flat_map(|(rank, dialect)| dialect.iter().map(move |synonym| (rank, synonym)));
        found.listed = synonyms.filter_map(|(rank, synonym)| Some((synonym, name_score(synonym, rank, &found)?))).collect();
        found.stems = STEMS.iter().filter_map(|(field, stems)| Some((*field, stem_score(stems, &found)?))).collect();
        found
    }

    /// Does the header say name or title, so that its values may repeat?
    fn is_a_name(&self) -> bool {
        let is_last = |name: &str| self.words.last().is_some_and(|word| word.ends_with(name));
        self.words.len() > 1 && ["name", "title", "subject"].iter().any(|name| is_last(name))
            || ["名称", "名", "标题", "主题"].iter().any(|name| is_last(name))
    }

    /// Does the name stand in the header as whole words? Chinese knows no spaces: there any part counts.
    fn holds(&self, name: &str) -> bool {
        if !name.is_ascii() {
            return name.chars().count() >= 2 && self.normal.contains(name);
        }
        name.len() >= 3 && self.runs.iter().any(|run| run == name)
    }
}

/// Is the text the name of a column in any list?
pub(crate) fn is_known_name(text: &str) -> bool {
    let header = Header::new(text);
    header.normal.len() > 1
        && DIALECTS.iter().flat_map(|dialect| dialect.iter()).any(|synonym| synonym.names.contains(&header.normal.as_str()))
}

/// A header that no list knows: the share of it that speaks for the field decides between several.
fn stem_score(stems: &'static [&'static str], header: &Header) -> Option<Scored> {
    let speaks = |stem: &&&str| {
        // Short Latin stems stand for themselves only; longer ones may begin a word, of others any part counts.
        let is_latin = stem.chars().all(|c| (c as u32) < 0x250);
        match (is_latin, stem.len()) {
            (true, ..=4) => header.words.iter().any(|word| word == **stem),
            (true, _) => header.words.iter().any(|word| word.contains(**stem)),
            _ => header.normal.contains(**stem),
        }
    };
    let best = stems.iter().filter(speaks).max_by_key(|stem| stem.len())?;
    // The last word says what the thing is: "account manager" is a manager, "sales date" a date.
    let is_last = header.words.last().is_some_and(|word| word.contains(*best)) || header.normal.ends_with(*best);
    let covered = best.len() as f64 / header.normal.len().max(1) as f64;
    Some((0.6 + 0.05 * covered + if is_last { 0.05 } else { 0.0 }, *best))
}

/// Scores above this come from the whole header.
const EXACT: f64 = 0.85;
/// Names that say too little as a part of another name.
const TOO_COMMON: &[&str] = &[
    "name",
    "date",
    "type",
    "value",
    "title",
    "user",
    "total",
    "number",
    "code",
    "price",
    "group",
    "plan",
    "unit",
    "created",
    "closed",
    "net",
    "role",
    "city",
    "description",
    "类型",
    "状态",
    "时间",
    "方式",
    "名称",
    "日期",
];

/// The same name: 0.99 for the commonest of the general names, a little less down the list and in the dialects; a part
/// of the header: 0.6 to 0.8.
fn name_score(synonym: &Synonym, rank: usize, header: &Header) -> Option<Scored> {
    let best = match rank {
        0 => 0.99,
        1 | 2 => 0.98,
        _ => 0.97,
    };
    let at = synonym.names.iter().position(|name| *name == header.normal);
    let exact = at.and_then(|i| Some((best - i.min(40) as f64 * 0.002, *synonym.names.get(i)?)));
    let part = || {
        let fits = synonym.names.iter().filter(|name| !TOO_COMMON.contains(name) && header.holds(name));
        fits.max_by_key(|name| name.len()).map(|name| (0.6 + 0.2 * name.len() as f64 / header.normal.len().max(1) as f64, *name))
    };
    exact.or_else(part)
}
