//! Keys between files: how many rows find their key, and spellings that nearly do.

use std::collections::{BTreeMap, BTreeSet};

use kpi_data::{Dictionary, NO_CODE};
use kpi_model::{Field, Fix, Mapping, Relation, Replacement, TableKind, Text};

use crate::columns::Source;
use crate::stages::normal;

/// A key field of fact tables and the table it points to.
const KEYS: [(Field, TableKind, &[Field]); 4] = [
    (Field::Customer, TableKind::Accounts, &[Field::Customer, Field::CustomerName]),
    (Field::Person, TableKind::People, &[Field::Person, Field::PersonName]),
    (Field::Product, TableKind::Products, &[Field::Product, Field::ProductName]),
    (Field::Opportunity, TableKind::Opportunities, &[Field::Id]),
];

/// What the keys of all files tell.
#[derive(Debug, Default)]
pub(crate) struct Related {
    pub(crate) relations: Vec<Relation>,
    /// Repairs that would complete them.
    pub(crate) fixes: Vec<Fix>,
    /// By source, the number of the opportunity that each row is or names; [`NO_CODE`] where it names none. One id has
    /// one number in all files, also an id that no file of opportunities has.
    pub(crate) opportunities: Vec<Vec<u32>>,
    /// By source of opportunities, the number that the title of each row has where files name it; empty where none do.
    pub(crate) titles: Vec<Vec<u32>>,
}

/// Looks up each key once, in all files that have it.
pub(crate) fn relate(sources: &[Source<'_>], mapping: &Mapping) -> Related {
    let none = || vec![Vec::new(); sources.len()];
    let mut related = Related { opportunities: none(), titles: none(), ..Related::default() };
    for (field, target_kind, target_fields) in KEYS {
        let from = || sources.iter().enumerate().filter(|(_, source)| source.kind != target_kind && source.has(field));
        if from().next().is_none() {
            continue;
        }
        let mut texts = Dictionary::default();
        let mut targets = Vec::new();
        for (i, target) in sources.iter().enumerate().filter(|(_, source)| source.kind == target_kind) {
            for target_field in target_fields.iter().filter(|field| target.has(**field)) {
                let codes = target.codes(*target_field, &mut texts);
                targets.push((i, target, *target_field, Keys::of(&codes)));
                if field == Field::Opportunity {
                    keep(&mut related.opportunities, i, codes);
                }
            }
        }
        if targets.is_empty() {
            continue;
        }
        let mut sides: Vec<(usize, &Source<'_>, Vec<u32>)> = from().map(|(i, from)| (i, from, from.codes(field, &mut texts))).collect();
        // A file most of whose keys are no ids may name opportunities by their titles.
        let is_found = |code: &u32| targets.iter().any(|(.., keys)| keys.has(*code as usize));
        let is_lost = |codes: &[u32]| {
            let known = || codes.iter().filter(|code| **code != NO_CODE);
            known().filter(|code| is_found(code)).count() * 2 < known().count()
        };
        if field == Field::Opportunity && sides.iter().any(|(.., codes)| is_lost(codes)) {
            for (i, target, codes) in titles(sources, mapping, &related.opportunities, &mut texts) {
                targets.push((i, target, Field::Id, Keys::of(&codes)));
                keep(&mut related.titles, i, codes);
            }
            targets.sort_by_key(|(i, ..)| *i);
        }
        for (i, from, codes) in sides.drain(..) {
            let rows = Rows::of(&codes, texts.len());
            for target in targets.chunk_by(|(a, ..), (b, ..)| a == b) {
                // The target column with the most matches: an account is named by id in one export, by name in the next.
                let best = target.iter().max_by_key(|(.., keys)| rows.matched(keys));
                related.extend(
                    best.map(|(_, target, target_field, keys)| compare((from, field), (target, *target_field), &rows, keys, &texts)),
                );
            }
            if field == Field::Opportunity {
                keep(&mut related.opportunities, i, codes);
            }
        }
    }
    related.fixes.sort_by(|a, b| b.rows.cmp(&a.rows).then(a.replacement.cmp(&b.replacement)));
    related
}

/// The titles of the opportunities of each file that has them; none where another file has one of them for another opportunity.
fn titles<'s, 't>(
    sources: &'s [Source<'t>],
    mapping: &Mapping,
    ids: &[Vec<u32>],
    texts: &mut Dictionary,
) -> Vec<(usize, &'s Source<'t>, Vec<u32>)> {
    let targets = sources.iter().enumerate().filter(|(_, source)| source.kind == TableKind::Opportunities && source.has(Field::Id));
    let mut found: Vec<_> = targets.filter_map(|(i, target)| Some((i, target, target.titles(mapping, texts)?))).collect();
    let mut of_title: BTreeMap<u32, u32> = BTreeMap::new();
    let mut is_shared = |title: u32, id: u32| title != NO_CODE && *of_title.entry(title).or_insert(id) != id;
    let shared: BTreeSet<u32> = found
        .iter()
        .flat_map(|(i, _, codes)| codes.iter().copied().zip(ids.get(*i).into_iter().flatten().copied()))
        .filter(|(title, id)| is_shared(*title, *id))
        .map(|(title, _)| title)
        .collect();
    for code in found.iter_mut().flat_map(|(.., codes)| codes).filter(|code| shared.contains(code)) {
        *code = NO_CODE;
    }
    found
}

fn keep(opportunities: &mut [Vec<u32>], source: usize, codes: Vec<u32>) {
    if let Some(slot) = opportunities.get_mut(source) {
        *slot = codes;
    }
}

impl Related {
    fn extend(&mut self, found: Option<(Relation, Vec<Fix>)>) {
        let Some((relation, fixes)) = found else { return };
        self.relations.push(relation);
        self.fixes.extend(fixes);
    }
}

/// The keys a column has.
struct Keys(Vec<bool>);

impl Keys {
    fn of(codes: &[u32]) -> Self {
        let most = codes.iter().filter(|code| **code != NO_CODE).max().map_or(0, |most| *most as usize + 1);
        let mut has = vec![false; most];
        for code in codes {
            has.get_mut(*code as usize).into_iter().for_each(|slot| *slot = true);
        }
        Self(has)
    }

    fn has(&self, code: usize) -> bool {
        self.0.get(code).copied().unwrap_or(false)
    }
}

/// How many rows of a column have each key, and how many none.
struct Rows {
    of: Vec<u32>,
    empty: u32,
}

impl Rows {
    fn of(codes: &[u32], keys: usize) -> Self {
        let mut rows = Self { of: vec![0; keys], empty: 0 };
        for code in codes {
            *rows.of.get_mut(*code as usize).unwrap_or(&mut rows.empty) += 1;
        }
        rows
    }

    fn matched(&self, keys: &Keys) -> u32 {
        self.of.iter().enumerate().filter(|(code, _)| keys.has(*code)).map(|(_, rows)| rows).sum()
    }
}

fn compare(
    (from, field): (&Source<'_>, Field),
    (target, target_field): (&Source<'_>, Field),
    rows: &Rows,
    keys: &Keys,
    texts: &Dictionary,
) -> (Relation, Vec<Fix>) {
    let text = |code: usize| texts.texts().get(code).unwrap_or("");
    let unmatched = rows.of.iter().enumerate().filter(|(code, rows)| **rows > 0 && !keys.has(*code));
    let missing: BTreeMap<&str, u32> = unmatched.map(|(code, rows)| (text(code), *rows)).collect();
    let relation = Relation {
        from_file: from.raw.name.clone(),
        from_column: from.header(field).unwrap_or("").to_owned(),
        to_file: target.raw.name.clone(),
        to_column: target.header(target_field).unwrap_or("").to_owned(),
        matched: rows.matched(keys),
        unmatched: missing.values().sum(),
        empty: rows.empty,
    };
    let known = if missing.is_empty() {
        BTreeMap::new()
    } else {
        (0..keys.0.len()).filter(|code| keys.has(*code)).map(|code| (text(code), ())).collect()
    };
    let near = near_misses(&missing, &known).into_iter().map(|(wrong, right, rows)| Fix {
        what: Text::new(
            format!("{rows} 行写作“{wrong}”，{} 里是“{right}”", relation.to_file),
            format!("{rows} rows say \"{wrong}\"; {} has \"{right}\"", relation.to_file),
        ),
        replacement: Replacement {
            file: relation.from_file.clone(),
            column: relation.from_column.clone(),
            from: wrong.to_owned(),
            to: right.to_owned(),
        },
        rows,
    });
    let fixes = near.collect();
    (relation, fixes)
}

/// Keys that differ from exactly one known key only in case, spaces and punctuation, or by one letter.
fn near_misses<'a>(missing: &BTreeMap<&'a str, u32>, keys: &BTreeMap<&'a str, ()>) -> Vec<(&'a str, &'a str, u32)> {
    const MOST: usize = 200;
    let mut by_normal: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for key in keys.keys().filter(|key| !key.is_empty()) {
        by_normal.entry(normal(key)).or_default().push(key);
    }
    let find = |wrong: &'a str| {
        let wanted = normal(wrong);
        if let Some(same) = by_normal.get(&wanted) {
            return same.first().filter(|_| same.len() == 1).copied();
        }
        // One wrong letter is a near miss only in a word: ids that differ by one digit are different ids.
        let is_word = wanted.chars().count() >= 6 && !wanted.chars().any(|c| c.is_ascii_digit()) && by_normal.len() <= 5_000;
        let mut close = by_normal.iter().filter(|(known, _)| is_word && is_one_edit(known, &wanted));
        close.next().filter(|_| close.next().is_none()).and_then(|(_, keys)| keys.first()).copied()
    };
    missing.iter().take(MOST).filter_map(|(wrong, rows)| Some((*wrong, find(wrong)?, *rows))).collect()
}

fn is_one_edit(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let longer = a.len().max(b.len());
    a.len().abs_diff(b.len()) <= 1 && start + end + 1 >= longer
}

#[cfg(test)]
mod tests {
    use super::near_misses;
    use std::collections::BTreeMap;

    #[test]
    fn near_misses_are_unique_and_never_ids() {
        let keys: BTreeMap<&str, ()> = ["GTX Pro", "GTX Basic", "Technology", "A-0001", "ab c", "a bc"].map(|k| (k, ())).into();
        let missing: BTreeMap<&str, u32> = [("GTXPro", 1480), ("technolgy", 3), ("A-0002", 9), ("abc", 1), ("Unknown", 2)].into();
        let found = near_misses(&missing, &keys);
        assert_eq!(found, [("GTXPro", "GTX Pro", 1480), ("technolgy", "Technology", 3)]);
    }
}
