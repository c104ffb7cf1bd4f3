//! The groups of a lens: combinations of dimension values that occur, in the order of their texts.

use std::collections::BTreeMap;

use kpi_data::{Dataset, Facts, NO_CODE};
use kpi_model::{Dimension, Filter, Group, TableKind};

/// Row → group, for one table.
pub(crate) struct RowGroups {
    /// Group of each row; [`NO_CODE`] where a filter takes the row out.
    pub(crate) of_row: Vec<u32>,
}

/// The groups of one lens over all tables it reads.
pub(crate) struct Groups {
    pub(crate) groups: Vec<Group>,
    /// By table; none where a dimension or filter does not apply to it.
    pub(crate) tables: BTreeMap<TableKind, Option<RowGroups>>,
    names: Vec<String>,
}

impl Groups {
    pub(crate) fn new(dataset: &Dataset, tables: &[TableKind], by: &[Dimension], filters: &[Filter]) -> Self {
        let sizes: Vec<u64> = by.iter().map(|dimension| dataset.dictionary(*dimension).map_or(0, |d| d.len() as u64) + 1).collect();
        let mut keys: BTreeMap<TableKind, Option<Vec<u64>>> = BTreeMap::new();
        for kind in tables {
            keys.insert(*kind, dataset.facts(*kind).and_then(|facts| row_keys(dataset, facts, by, &sizes, filters)));
        }
        let mut present: Vec<u64> = keys.values().flatten().flatten().copied().filter(|key| *key != FILTERED).collect();
        present.sort_unstable();
        present.dedup();
        if by.is_empty() {
            present = vec![0];
        }
        let mut named: Vec<(Vec<Option<&str>>, u64)> = present.iter().map(|key| (texts(dataset, by, &sizes, *key), *key)).collect();
        // Filled-in values by their text, "not filled in" last.
        named.sort_by(|a, b| a.0.iter().map(|t| (t.is_none(), *t)).cmp(b.0.iter().map(|t| (t.is_none(), *t))));
        let mut index: Vec<(u64, u32)> =
            named.iter().enumerate().map(|(i, (_, key))| (*key, u32::try_from(i).unwrap_or(NO_CODE))).collect();
        index.sort_unstable();
        let find = |key: u64| {
            index.binary_search_by_key(&key, |(known, _)| *known).ok().and_then(|i| index.get(i)).map_or(NO_CODE, |(_, group)| *group)
        };
        let tables = keys
            .into_iter()
            .map(|(kind, keys)| {
                let of_row = keys.map(|keys| {
                    let mut last = (FILTERED, NO_CODE);
                    let group = |key: u64| {
                        if key != last.0 {
                            last = (key, find(key));
                        }
                        last.1
                    };
                    RowGroups { of_row: keys.into_iter().map(group).collect() }
                });
                (kind, of_row)
            })
            .collect();
        let names: Vec<String> = by.iter().map(|dimension| dimension.name().to_owned()).collect();
        let group =
            |texts: Vec<Option<&str>>| Group(names.iter().cloned().zip(texts.into_iter().map(|text| text.map(str::to_owned))).collect());
        Self { groups: named.into_iter().map(|(texts, _)| group(texts)).collect(), tables, names: names.clone() }
    }

    /// The group of rows that have none of the dimensions.
    pub(crate) fn unnamed(&self) -> Group {
        Group(self.names.iter().map(|name| (name.clone(), None)).collect())
    }
}

const FILTERED: u64 = u64::MAX;

/// Mixed-radix key of each row; `None` where a dimension or filter does not apply to the table.
fn row_keys(dataset: &Dataset, facts: &Facts, by: &[Dimension], sizes: &[u64], filters: &[Filter]) -> Option<Vec<u64>> {
    let mut keys = vec![0u64; facts.len];
    for (dimension, size) in by.iter().zip(sizes) {
        let codes = facts.dimension(*dimension);
        if codes.len() != facts.len {
            return None;
        }
        for (key, code) in keys.iter_mut().zip(codes) {
            let digit = if *code == NO_CODE { *size - 1 } else { u64::from(*code) };
            *key = key.saturating_mul(*size).saturating_add(digit);
        }
    }
    for filter in filters {
        let codes = facts.dimension(filter.dimension);
        if codes.len() != facts.len {
            return None;
        }
        let dictionary = dataset.dictionary(filter.dimension)?;
        let mut keeps = vec![false; dictionary.len()];
        for code in filter.values.iter().filter_map(|value| dictionary.code(value)) {
            if let Some(keep) = keeps.get_mut(code as usize) {
                *keep = true;
            }
        }
        let keeps_blank = filter.values.iter().any(String::is_empty);
        for (key, code) in keys.iter_mut().zip(codes) {
            if !keeps.get(*code as usize).copied().unwrap_or(keeps_blank) {
                *key = FILTERED;
            }
        }
    }
    Some(keys)
}

fn texts<'a>(dataset: &'a Dataset, by: &[Dimension], sizes: &[u64], key: u64) -> Vec<Option<&'a str>> {
    let mut rest = key;
    let mut texts: Vec<Option<&str>> = by
        .iter()
        .zip(sizes)
        .rev()
        .map(|(dimension, size)| {
            let code = u32::try_from(rest % size).unwrap_or(NO_CODE);
            rest /= size;
            dataset.dictionary(*dimension).and_then(|dictionary| dictionary.text(code))
        })
        .collect();
    texts.reverse();
    texts
}
