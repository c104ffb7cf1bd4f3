//! The groups of a lens: combinations of dimension values that occur, in the order of their texts.

use std::collections::BTreeMap;

use kpi_data::{Dataset, NO_CODE};
use kpi_model::{Day, Dimension, Filter, Group, TableKind};

use crate::bands::age_bands;
use crate::table::{Codes, Table};

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
    pub(crate) fn new(dataset: &Dataset, tables: &[TableKind], by: &[Dimension], filters: &[Filter], as_of: Day) -> Self {
        let sizes: Vec<u64> = by.iter().map(|dimension| dataset.dictionary(*dimension).map_or(0, |d| d.len() as u64) + 1).collect();
        let mut keys: BTreeMap<TableKind, Option<Vec<u64>>> = BTreeMap::new();
        for kind in tables {
            keys.insert(*kind, Table::of(dataset, *kind).and_then(|table| row_keys(dataset, table, by, &sizes, filters, as_of)));
        }
        let mut present: Vec<u64> = keys.values().flatten().flatten().copied().filter(|key| *key != FILTERED).collect();
        present.sort_unstable();
        present.dedup();
        if by.is_empty() {
            present = vec![0];
        }
        let mut named: Vec<(Vec<Value<'_>>, u64)> = present.iter().map(|key| (values(dataset, by, &sizes, *key), *key)).collect();
        // Filled-in values by their own order or their text, "not filled in" last.
        named.sort_by(|a, b| a.0.cmp(&b.0));
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
        let group = |values: Vec<Value<'_>>| {
            Group(names.iter().cloned().zip(values.into_iter().map(|value| value.text.map(str::to_owned))).collect())
        };
        Self { groups: named.into_iter().map(|(values, _)| group(values)).collect(), tables, names: names.clone() }
    }

    /// The group of rows that have none of the dimensions.
    pub(crate) fn unnamed(&self) -> Group {
        Group(self.names.iter().map(|name| (name.clone(), None)).collect())
    }
}

const FILTERED: u64 = u64::MAX;

/// Mixed-radix key of each row; `None` where a dimension or filter does not apply to the table.
fn row_keys(dataset: &Dataset, table: Table<'_>, by: &[Dimension], sizes: &[u64], filters: &[Filter], as_of: Day) -> Option<Vec<u64>> {
    let mut keys = vec![0u64; table.facts.len];
    let is_banded = by.contains(&Dimension::AgeBand) || filters.iter().any(|filter| filter.dimension == Dimension::AgeBand);
    let bands = if is_banded { age_bands(table.facts, as_of)? } else { Vec::new() };
    let codes_of = |dimension: Dimension| match dimension {
        Dimension::AgeBand => Some(Codes::Own(&bands)),
        _ => table.codes(dimension),
    };
    for (dimension, size) in by.iter().zip(sizes) {
        let codes = codes_of(*dimension)?;
        for (row, key) in keys.iter_mut().enumerate() {
            let code = codes.get(row);
            let digit = if code == NO_CODE { *size - 1 } else { u64::from(code) };
            *key = key.saturating_mul(*size).saturating_add(digit);
        }
    }
    for filter in filters {
        let codes = codes_of(filter.dimension)?;
        let dictionary = dataset.dictionary(filter.dimension)?;
        let mut keeps = vec![false; dictionary.len()];
        for code in filter.values.iter().filter_map(|value| dictionary.code(value)) {
            if let Some(keep) = keeps.get_mut(code as usize) {
                *keep = true;
            }
        }
        let keeps_blank = filter.values.iter().any(String::is_empty);
        for (row, key) in keys.iter_mut().enumerate() {
            if !keeps.get(codes.get(row) as usize).copied().unwrap_or(keeps_blank) {
                *key = FILTERED;
            }
        }
    }
    Some(keys)
}

/// One value of a group, in the order they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Value<'a> {
    is_blank: bool,
    /// Place of a dimension with an order of its own; 0 for others, which go by text.
    place: u32,
    text: Option<&'a str>,
}

fn values<'a>(dataset: &'a Dataset, by: &[Dimension], sizes: &[u64], key: u64) -> Vec<Value<'a>> {
    let mut rest = key;
    let mut values: Vec<Value<'_>> = by
        .iter()
        .zip(sizes)
        .rev()
        .map(|(dimension, size)| {
            let code = u32::try_from(rest % size).unwrap_or(NO_CODE);
            rest /= size;
            let text = dataset.dictionary(*dimension).and_then(|dictionary| dictionary.text(code));
            Value { is_blank: text.is_none(), place: if dimension.is_ordered() { code } else { 0 }, text }
        })
        .collect();
    values.reverse();
    values
}
