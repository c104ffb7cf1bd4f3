//! Names of columns: their words, and the lists they stand in.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::BuildHasher;
use std::sync::OnceLock;

use foldhash::fast::FixedState;
use hashbrown::HashTable;
use kpi_model::Field;

use crate::dialects::languages::{self, folded};
use crate::dialects::{DIALECTS, STEMS, Synonym};

/// A header in normal form, its words, and what the words make put together.
pub(crate) struct Header {
    pub(crate) normal: String,
    pub(crate) words: Vec<String>,
    runs: Vec<String>,
    /// The normal form and the runs of words without accents, where they have any.
    folded: Option<(String, Vec<String>)>,
    /// A unit in brackets says seconds.
    pub(crate) is_in_seconds: bool,
    /// An amount in the company's own currency beside the one of the deal.
    pub(crate) is_converted: bool,
    /// What stands in brackets says that the tax is not in it: `Amount (excl. VAT)`.
    pub(crate) is_net: bool,
    /// The lists it stands in, with the score and the name found there.
    pub(crate) listed: Vec<(&'static Synonym, Scored)>,
    /// The fields it has a stem of.
    pub(crate) stems: Vec<(Field, Scored)>,
}

/// A header without what stands in brackets: `Amount (converted) Currency` is about a currency.
fn without_brackets(header: &str) -> String {
    let mut depth = 0_u32;
    header
        .chars()
        .filter(|c| match c {
            '(' | '（' | '[' => {
                depth += 1;
                false
            }
            ')' | '）' | ']' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect()
}

/// Does a header say in brackets that the tax is not in it?
fn is_net(header: &str) -> bool {
    const TAXES: [&str; 15] = ["vat", "tax", "gst", "iva", "mwst", "ust", "btw", "tva", "moms", "mva", "kdv", "ндс", "dph", "alv", "pvm"];
    const WITHOUT: [&str; 16] = [
        "excl", "exkl", "ekskl", "escl", "ohne", "sans", "sin ", "sem ", "senza", "zonder", "without", "ex ", "ex.", "no inclu", "без",
        "hari",
    ];
    let Some((_, inside)) = header.split_once(['(', '（', '[']) else { return false };
    let inside = inside.split([')', '）', ']']).next().unwrap_or("").trim().to_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|part| inside.contains(part));
    // A customer is no USt.
    let names_tax = inside.split(|c: char| !c.is_alphanumeric()).any(|word| TAXES.iter().any(|tax| word.starts_with(tax)));
    matches!(inside.as_str(), "ht" | "h.t." | "netto" | "net") || has(&["不含税", "未税", "税抜", "税別"]) || names_tax && has(&WITHOUT)
}

/// How well a name fits, and the name.
pub(crate) type Scored = (f64, &'static str);

/// Words of a header that are put together; a question as a header has many more.
const MOST_WORDS: usize = 8;

/// What systems and exporters put in front of every name.
const PREFIXES: [&str; 6] = ["property", "properties", "attributes", "fields", "hs", "new"];

impl Header {
    pub(crate) fn new(header: &str) -> Self {
        // Jira puts the name of what users added in brackets.
        let added = header.strip_prefix("Custom field (").and_then(|rest| rest.strip_suffix(')'));
        let header = added.unwrap_or(header);
        let without = without_brackets(header);
        let bare = Some(without.trim()).filter(|bare| !bare.is_empty()).unwrap_or(header);
        let bare = bare.strip_suffix("__c").unwrap_or(bare);
        let spelt = bare.replace(['#', '№'], " number ").replace('+', " plus ");
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
        let runs: Vec<String> = runs.filter_map(|(start, end)| Some(words.get(start..end)?.concat())).collect();
        let is_converted = header.to_lowercase().contains("(converted)") || ["本币", "本位币"].iter().any(|word| header.contains(word));
        let is_in_seconds =
            ["(s)", "(sec)", "(seconds)", "(secs)", "（秒）", "(秒)"].iter().any(|unit| header.to_lowercase().contains(unit));
        let normal = words.concat();
        let bare = folded(&normal).into_owned();
        let folded = (bare != normal).then(|| (bare, runs.iter().map(|run| folded(run).into_owned()).collect()));
        Self { normal, runs, folded, words, is_in_seconds, is_converted, is_net: is_net(header), listed: Vec::new(), stems: Vec::new() }
    }

    /// With everything the lists say about it: asked for every kind of table and every field.
    pub(crate) fn looked_up(header: &str) -> Self {
        let mut found = Self::new(header);
        let synonyms = Index::get().fitting(&found);
        found.listed = synonyms.filter_map(|(rank, synonym)| Some((synonym, name_score(synonym, rank, &found)?))).collect();
        found.stems = STEMS.iter().filter_map(|(field, stems)| Some((*field, stem_score(stems, &found)?))).collect();
        found
    }

    /// The headers of a table, looked up by their [`Header::names_of`].
    pub(crate) fn of_table(headers: &[String]) -> Vec<Self> {
        Self::names_of(headers).iter().map(|name| Self::looked_up(name)).collect()
    }

    /// The headers of a table, each without what systems put before the names of all columns: `Deal - Value`, `Transactions.Amount`; or of
    /// those of the lines of a document: `费用明细.金额`.
    pub(crate) fn names_of(headers: &[String]) -> Vec<&str> {
        const SIGNS: [&str; 3] = [" - ", ".", ": "];
        /// Words for the lines of a document.
        const LINES: [&str; 8] = ["明细", "子表", "分录", "items", "lines", "lineitem", "details", "positionen"];
        fn parted(header: &str) -> Option<(String, &str)> {
            let parts = SIGNS.iter().find_map(|sign| header.split_once(sign));
            let (before, name) = parts.filter(|(before, name)| !before.trim().is_empty() && name.trim().len() > 1)?;
            Some((before.trim().to_lowercase(), name.trim()))
        }
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for (before, _) in headers.iter().filter_map(|header| parted(header)) {
            *counts.entry(before).or_default() += 1;
        }
        let is_common = |before: &String| {
            let count = counts.get(before).copied().unwrap_or(0);
            count >= 3 && (count * 5 >= headers.len() * 3 || LINES.iter().any(|word| before.ends_with(word)))
        };
        headers
            .iter()
            .map(|header| parted(header).filter(|(before, _)| is_common(before)).map_or(header.as_str(), |(_, name)| name))
            .collect()
    }

    /// Does the header say that its values are expected or planned, not what happened?
    pub(crate) fn is_expected(&self) -> bool {
        const LATIN: [&str; 29] = [
            "expected",
            "planned",
            "estimated",
            "est",
            "estimate",
            "forecast",
            "forecasted",
            "projected",
            "anticipated",
            "target",
            "scheduled",
            "voraussichtlich",
            "voraussichtl",
            "voraussichtliches",
            "gesch",
            "geschätzt",
            "geschätztes",
            "geplant",
            "geplantes",
            "erwartet",
            "erwartetes",
            "förväntat",
            "forventet",
            "prévu",
            "prévue",
            "estimé",
            "prevista",
            "previsto",
            "verwacht",
        ];
        const OTHER: [&str; 15] =
            ["预计", "预期", "预估", "计划", "期望", "拟", "預計", "預估", "預期", "計劃", "予定", "見込", "예상", "예정", "ожидаем"];
        let begins = |word: &String| languages::all(languages::Says::Expected).any(|stem| folded(word).starts_with(stem));
        self.words.iter().any(|word| LATIN.contains(&word.as_str()) || begins(word)) || OTHER.iter().any(|part| self.normal.contains(part))
    }

    /// Does the header hold one of these parts, in normal form?
    pub(crate) fn says(&self, parts: &[&str]) -> bool {
        parts.iter().any(|part| self.normal.contains(part))
    }

    /// Does the header say name or title, so that its values may repeat?
    pub(crate) fn is_a_name(&self) -> bool {
        let is_last = |name: &str| self.words.last().is_some_and(|word| word.ends_with(name));
        self.words.len() > 1 && ["name", "title", "subject"].iter().any(|name| is_last(name))
            || ["名称", "名", "标题", "主题"].iter().any(|name| is_last(name))
    }

    /// Is this the name, with or without its accents?
    fn is(&self, name: &str) -> bool {
        self.normal == name || self.folded.as_ref().is_some_and(|(normal, _)| normal == name)
    }

    fn bare_runs(&self) -> &[String] {
        self.folded.as_ref().map_or(&[], |(_, runs)| runs)
    }

    /// Does the name stand in the header as whole words? Chinese knows no spaces: there any part counts.
    fn holds(&self, name: &str) -> bool {
        if !name.is_ascii() {
            return name.chars().count() >= 2 && self.normal.contains(name);
        }
        name.len() >= 3 && self.runs.iter().chain(self.bare_runs()).any(|run| run == name)
    }
}

/// Is the text the name of a column in any list?
pub(crate) fn is_known_name(text: &str) -> bool {
    let header = Header::new(text);
    header.normal.len() > 1 && Index::get().lists_of(&header.normal).next().is_some()
}

/// All names of all lists: tables with thousands of columns ask for each of them.
struct Index {
    /// The lists, with the rank of their dialect.
    synonyms: Vec<(usize, &'static Synonym)>,
    /// Each name with the list it stands in, and the next entry of the same name.
    entries: Vec<(&'static str, u32, u32)>,
    /// The last entry of each name.
    by_name: HashTable<u32>,
    /// Names that may be any part of a header.
    parts: Vec<&'static str>,
}

/// No further entry.
const NONE: u32 = u32::MAX;

fn hash(name: &str) -> u64 {
    FixedState::default().hash_one(name.as_bytes())
}

impl Index {
    fn get() -> &'static Self {
        static INDEX: OnceLock<Index> = OnceLock::new();
        INDEX.get_or_init(|| {
            let ranked = DIALECTS.iter().enumerate().flat_map(|(rank, dialect)| dialect.iter().map(move |synonym| (rank, synonym)));
            let lists: &'static [Synonym] = languages::lists().leak();
            let written: Vec<(usize, &'static Synonym)> = ranked.collect();
            let all = written.len();
            let synonyms: Vec<(usize, &'static Synonym)> =
                written.into_iter().chain(lists.iter().map(|list| (DIALECTS.len(), list))).collect();
            let count = synonyms.iter().map(|(_, synonym)| synonym.names.len()).sum();
            let names = synonyms.iter().take(all).flat_map(|(_, synonym)| synonym.names).copied();
            let parts: BTreeSet<&str> = names.filter(|name| !name.is_ascii()).collect();
            let parts = parts.into_iter().collect();
            let (entries, by_name) = (Vec::with_capacity(count), HashTable::with_capacity(count));
            let mut index = Self { synonyms: Vec::new(), entries, by_name, parts };
            for (list, (_, synonym)) in (0..).zip(&synonyms) {
                synonym.names.iter().for_each(|name| index.add(name, list));
            }
            Self { synonyms, ..index }
        })
    }

    fn add(&mut self, name: &'static str, list: u32) {
        let at = u32::try_from(self.entries.len()).unwrap_or(NONE);
        let Self { entries, by_name, .. } = self;
        let name_of = |at: u32| entries.get(at as usize).map_or("", |(name, ..)| *name);
        let hashed = hash(name);
        let next = match by_name.find_mut(hashed, |known| name_of(*known) == name) {
            Some(last) => std::mem::replace(last, at),
            None => {
                by_name.insert_unique(hashed, at, |known| hash(name_of(*known)));
                NONE
            }
        };
        entries.push((name, list, next));
    }

    /// The lists a name stands in.
    fn lists_of(&self, name: &str) -> impl Iterator<Item = usize> {
        let name_of = |at: u32| self.entries.get(at as usize).map_or("", |(name, ..)| *name);
        let mut next = self.by_name.find(hash(name), |known| name_of(*known) == name).copied().unwrap_or(NONE);
        std::iter::from_fn(move || {
            let (_, list, following) = *self.entries.get(next as usize)?;
            next = following;
            Some(list as usize)
        })
    }

    /// The lists that have the header or a part of it, in their order.
    fn fitting(&'static self, header: &Header) -> impl Iterator<Item = (usize, &'static Synonym)> {
        let mut places: Vec<usize> = Vec::new();
        let bare = header.folded.iter().map(|(normal, _)| normal).chain(header.bare_runs());
        let runs = header.runs.iter().chain([&header.normal]).chain(bare).map(String::as_str);
        let parts = self.parts.iter().copied().filter(|part| !header.normal.is_ascii() && header.normal.contains(part));
        runs.chain(parts).for_each(|name| places.extend(self.lists_of(name)));
        places.sort_unstable();
        places.dedup();
        places.into_iter().filter_map(|place| self.synonyms.get(place).copied())
    }
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
pub(crate) const EXACT: f64 = 0.85;
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
    let at = synonym.names.iter().position(|name| header.is(name));
    let exact = at.and_then(|i| Some((best - i.min(40) as f64 * 0.002, *synonym.names.get(i)?)));
    // In other languages short names are too often parts of others.
    let least = if rank < DIALECTS.len() { 0 } else { 8 };
    let part = || {
        let is_known = rank < DIALECTS.len() || !matches!(synonym.field, Field::PersonName | Field::ProductName | Field::CustomerName);
        let fits = synonym.names.iter().filter(|name| is_known && name.len() >= least && !TOO_COMMON.contains(name) && header.holds(name));
        fits.max_by_key(|name| name.len()).map(|name| (0.6 + 0.2 * name.len() as f64 / header.normal.len().max(1) as f64, *name))
    };
    exact.or_else(part)
}

#[cfg(test)]
mod tests {
    use super::is_net;

    #[test]
    fn brackets_say_that_the_tax_is_not_in_it() {
        for header in
            ["Amount (excl. VAT)", "Betrag (ohne MwSt.)", "Umsatz [exkl. USt]", "Total (excl. taxes)", "金额（不含税）", "Montant (HT)"]
        {
            assert!(is_net(header), "{header}");
        }
        for header in ["Amount", "Amount (incl. VAT)", "Amount (customer, without shipping)", "Total excl. VAT", "金额（含税）"] {
            assert!(!is_net(header), "{header}");
        }
    }
}
