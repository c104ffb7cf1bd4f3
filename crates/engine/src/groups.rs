//! The groups of a lens: combinations of dimension values that occur, in the order of their texts.

use std::collections::BTreeMap;

use kpi_data::{Dataset, NO_CODE};
use kpi_model::{Day, Dimension, Filter, Group, TableKind};

use crate::bands::age_bands;
use crate::table::{Codes, Table};

/// Row → group, for one table.
pub(crate) struct RowGroups {
    /// Group of each row, [`NO_CODE`] where a filter takes the row out; none where all rows are in the first group.
    pub(crate) of_row: Option<Vec<u32>>,
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
        let combinations = sizes.iter().fold(1_u64, |product, size| product.saturating_mul(*size));
        let mut keys: BTreeMap<TableKind, Option<Keys>> = BTreeMap::new();
        for kind in tables {
            keys.insert(*kind, Table::of(dataset, *kind).and_then(|table| row_keys(dataset, table, by, &sizes, filters, as_of)));
        }
        let places = Places::new(keys.values().flatten(), combinations);
        let mut named: Vec<(Vec<Value<'_>>, u64)> = if by.is_empty() {
            vec![(Vec::new(), 0)]
        } else {
            places.present().map(|key| (values(dataset, by, &sizes, key), key)).collect()
        };
        // Filled-in values by their own order or their text, "not filled in" last.
        named.sort_by(|a, b| a.0.cmp(&b.0));
        let groups_of_keys = places.groups(named.iter().map(|(_, key)| *key));
        let tables = keys
            .into_iter()
            .map(|(kind, keys)| {
                let of_row = keys.map(|keys| match keys {
                    Keys::Same => RowGroups { of_row: None },
                    Keys::Rows(keys) => RowGroups { of_row: Some(groups_of_keys.of_rows(&keys)) },
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

/// The keys of the rows of a table.
enum Keys {
    /// All rows have the same.
    Same,
    Rows(Vec<u64>),
}

/// Most combinations for which a table of all of them is made.
const DENSE: u64 = 1 << 24;

/// Which keys occur: a flag for each combination, or where there are too many, those that occur in order.
enum Places {
    Dense(Vec<bool>),
    Sparse(Vec<u64>),
}

impl Places {
    fn new<'k>(tables: impl Iterator<Item = &'k Keys>, combinations: u64) -> Self {
        let rows = tables.filter_map(|keys| if let Keys::Rows(keys) = keys { Some(keys) } else { None }).flatten();
        let rows = rows.copied().filter(|key| *key != FILTERED);
        if combinations <= DENSE {
            let mut flags = vec![false; usize::try_from(combinations).unwrap_or(0)];
            for key in rows {
                if let Some(flag) = usize::try_from(key).ok().and_then(|key| flags.get_mut(key)) {
                    *flag = true;
                }
            }
            return Self::Dense(flags);
        }
        let mut keys: Vec<u64> = rows.collect();
        keys.sort_unstable();
        keys.dedup();
        Self::Sparse(keys)
    }

    fn present(&self) -> Box<dyn Iterator<Item = u64> + '_> {
        match self {
            Self::Dense(flags) => Box::new((0..).zip(flags).filter(|(_, flag)| **flag).map(|(key, _)| key)),
            Self::Sparse(keys) => Box::new(keys.iter().copied()),
        }
    }

    /// The group of each key, given the keys in the order of the groups.
    fn groups(&self, keys: impl Iterator<Item = u64>) -> KeyGroups<'_> {
        let (places, sorted): (usize, &[u64]) = match self {
            Self::Dense(flags) => (flags.len(), &[]),
            Self::Sparse(keys) => (keys.len(), keys),
        };
        let mut groups = KeyGroups { sorted, of_place: vec![NO_CODE; places] };
        for (group, key) in (0..).zip(keys) {
            if let Some(slot) = groups.place(key).and_then(|place| groups.of_place.get_mut(place)) {
                *slot = group;
            }
        }
        groups
    }
}

/// The group of each key.
struct KeyGroups<'a> {
    /// Keys in order; empty where the key is its place.
    sorted: &'a [u64],
    of_place: Vec<u32>,
}

impl KeyGroups<'_> {
    fn place(&self, key: u64) -> Option<usize> {
        if self.sorted.is_empty() { usize::try_from(key).ok() } else { self.sorted.binary_search(&key).ok() }
    }

    fn of_rows(&self, keys: &[u64]) -> Vec<u32> {
        let group = |key: &u64| self.place(*key).and_then(|place| self.of_place.get(place)).copied().unwrap_or(NO_CODE);
        keys.iter().map(group).collect()
    }
}


/// Mixed-radix key of each row; `None` where a dimension or filter does not apply to the table.
fn row_keys(dataset: &Dataset, table: Table<'_>, by: &[Dimension], sizes: &[u64], filters: &[Filter], as_of: Day) -> Option<Keys> {
    if by.is_empty() && filters.is_empty() {
        return Some(Keys::Same);
    }
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
    Some(Keys::Rows(keys))
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
