//! Keys between files: how many rows find their key, and spellings that nearly do.

use std::collections::BTreeMap;

use foldhash::fast::FixedState;
use kpi_model::{Field, Fix, Relation, Replacement, TableKind, Text};

use crate::columns::Source;
use crate::stages::normal;

/// A key field of fact tables and the table it points to.
const KEYS: [(Field, TableKind, &[Field]); 4] = [
    (Field::Customer, TableKind::Accounts, &[Field::Customer, Field::CustomerName]),
    (Field::Person, TableKind::People, &[Field::Person, Field::PersonName]),
    (Field::Product, TableKind::Products, &[Field::Product, Field::ProductName]),
    (Field::Opportunity, TableKind::Opportunities, &[Field::Id]),
];

/// All relations between the files, and the repairs that would complete them.
pub(crate) fn relate(sources: &[Source<'_>]) -> (Vec<Relation>, Vec<Fix>) {
    let (mut relations, mut fixes) = (Vec::new(), Vec::new());
    for (field, target_kind, target_fields) in KEYS {
        for target in sources.iter().filter(|source| source.kind == target_kind) {
            for from in sources.iter().filter(|source| source.kind != target_kind && source.has(field)) {
                // The target column with the most matches: an account is named by id in one export, by name in the next.
                let tried =
                    target_fields.iter().filter(|f| target.has(**f)).map(|target_field| compare(from, field, target, *target_field));
                if let Some((relation, near)) = tried.max_by_key(|(relation, _)| relation.matched) {
                    relations.push(relation);
                    fixes.extend(near);
                }
            }
        }
    }
    fixes.sort_by(|a, b| b.rows.cmp(&a.rows).then(a.replacement.cmp(&b.replacement)));
    (relations, fixes)
}

fn compare(from: &Source<'_>, field: Field, target: &Source<'_>, target_field: Field) -> (Relation, Vec<Fix>) {
    let all = |source: &Source<'_>| (0..source.raw.len()).collect::<Vec<_>>();
    let (from_rows, target_rows) = (all(from), all(target));
    #[expect(clippy::disallowed_types, reason = "looked up only, never iterated")]
    let keys: std::collections::HashSet<&str, FixedState> = target.texts(target_field, &target_rows).into_iter().collect();
    let mut missing: BTreeMap<&str, u32> = BTreeMap::new();
    let (mut matched, mut empty) = (0, 0);
    for (text, is_known) in from.map(field, &from_rows, |text| (text, keys.contains(text))) {
        match (text.is_empty(), is_known) {
            (true, _) => empty += 1,
            (_, true) => matched += 1,
            _ => *missing.entry(text).or_default() += 1,
        }
    }
    let relation = Relation {
        from_file: from.raw.name.clone(),
        from_column: from.header(field).unwrap_or("").to_owned(),
        to_file: target.raw.name.clone(),
        to_column: target.header(target_field).unwrap_or("").to_owned(),
        matched,
        unmatched: missing.values().sum(),
        empty,
    };
    let known = if missing.is_empty() {
        BTreeMap::new()
    } else {
        target.texts(target_field, &target_rows).into_iter().map(|key| (key, ())).collect()
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
