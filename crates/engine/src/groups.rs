//! The groups of a lens: combinations of dimension values that occur, in the order of their texts.

use std::collections::BTreeMap;
use std::ops::{Add, Mul};

use kpi_data::{Dataset, NO_CODE, NO_DAY};
use kpi_model::{Day, Dimension, Filter, Group, Lens, TableKind};

use crate::bands::age_bands;
use crate::table::{Codes, Table};

/// The filters of a lens, without those by one of its dimensions.
#[derive(Clone, Copy)]
pub(crate) struct Cut<'a> {
    pub(crate) lens: &'a Lens,
    pub(crate) without: Option<Dimension>,
}

impl<'a> Cut<'a> {
    /// The dimensions to break down by.
    pub(crate) fn by(self) -> impl Iterator<Item = Dimension> {
        self.lens.by.iter().copied().filter(move |dimension| Some(*dimension) != self.without)
    }

    pub(crate) fn filters(self) -> impl Iterator<Item = &'a Filter> {
        self.lens.filters.iter().filter(move |filter| Some(filter.dimension) != self.without)
    }

    pub(crate) fn created(self) -> (Option<Day>, Option<Day>) {
        (self.lens.created_from, self.lens.created_to)
    }

    /// Does it let every row through?
    pub(crate) fn is_empty(self) -> bool {
        self.filters().next().is_none() && self.created() == (None, None)
    }
}

impl PartialEq for Cut<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.created() == other.created() && self.filters().eq(other.filters())
    }
}

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
    /// The groups of a lens in its tables, without one of its dimensions; `None` where there are more combinations than can be numbered.
    pub(crate) fn new(dataset: &Dataset, tables: &[TableKind], lens: &Lens, without: Option<Dimension>, as_of: Day) -> Option<Self> {
        let cut = Cut { lens, without };
        let by: Vec<Dimension> = cut.by().collect();
        let by = by.as_slice();
        let size = |dimension: &Dimension| dataset.dictionary(*dimension).map_or(1, |d| u32::try_from(d.len()).unwrap_or(NO_CODE - 1) + 1);
        let sizes: Vec<u32> = by.iter().map(size).collect();
        let combinations = sizes.iter().try_fold(1_u64, |product, size| product.checked_mul(u64::from(*size)))?;
        let query = Query { dataset, by, sizes: &sizes, cut, as_of };
        let mut keys: BTreeMap<TableKind, Option<Keys>> = BTreeMap::new();
        for kind in tables {
            keys.insert(*kind, Table::of(dataset, *kind).and_then(|table| query.keys(table, combinations)));
        }
        let places = Places::new(keys.values().flatten(), combinations);
        let mut named: Vec<(Vec<Value<'_>>, u64)> = if by.is_empty() {
            vec![(Vec::new(), 0)]
        } else {
            places.present().map(|key| (values(dataset, by, &sizes, key), key)).collect()
        };
        // Filled-in values by their own order or their text, "not filled in" last.
        named.sort_by(|a, b| a.0.cmp(&b.0));
        let of_places = places.groups(named.iter().map(|(_, key)| *key));
        let rows = |keys: Keys| RowGroups { of_row: places.of_rows(keys, &of_places) };
        let tables = keys.into_iter().map(|(kind, keys)| (kind, keys.map(rows))).collect();
        let names: Vec<String> = by.iter().map(|dimension| dimension.name().to_owned()).collect();
        let group = |values: Vec<Value<'_>>| {
            Group(names.iter().cloned().zip(values.into_iter().map(|value| value.text.map(str::to_owned))).collect())
        };
        Some(Self { groups: named.into_iter().map(|(values, _)| group(values)).collect(), tables, names: names.clone() })
    }

    /// How much memory the groups of the rows take.
    pub(crate) fn bytes(&self) -> usize {
        let rows = |groups: &RowGroups| groups.of_row.as_ref().map_or(0, Vec::len);
        self.tables.values().flatten().map(rows).sum::<usize>() * size_of::<u32>()
    }

    /// The group of rows that have none of the dimensions.
    pub(crate) fn unnamed(&self) -> Group {
        Group(self.names.iter().map(|name| (name.clone(), None)).collect())
    }
}

/// The keys of the rows of a table: combinations of the codes of the dimensions, as a number with a digit for each.
enum Keys {
    /// All rows have the same.
    Same,
    /// [`NO_CODE`] where a filter takes the row out.
    Dense(Vec<u32>),
    /// [`FILTERED`] where a filter takes the row out.
    Sparse(Vec<u64>),
}

const FILTERED: u64 = u64::MAX;

/// Most combinations for which a table of all of them is made.
const DENSE: u64 = 1 << 24;

/// Which keys occur: a flag for each combination, or where there are too many, those that occur in order.
enum Places {
    Dense(Vec<bool>),
    Sparse(Vec<u64>),
}

impl Places {
    fn new<'k>(tables: impl Iterator<Item = &'k Keys>, combinations: u64) -> Self {
        let mut flags = vec![false; if combinations <= DENSE { usize::try_from(combinations).unwrap_or(0) } else { 0 }];
        let mut sparse: Vec<u64> = Vec::new();
        for keys in tables {
            match keys {
                Keys::Same => {}
                // A filtered row has no flag: its key is beyond them all.
                Keys::Dense(keys) => keys.iter().for_each(|key| {
                    if let Some(flag) = flags.get_mut(*key as usize) {
                        *flag = true;
                    }
                }),
                Keys::Sparse(keys) => sparse.extend(keys.iter().filter(|key| **key != FILTERED)),
            }
        }
        if combinations <= DENSE {
            return Self::Dense(flags);
        }
        sparse.sort_unstable();
        sparse.dedup();
        Self::Sparse(sparse)
    }

    fn present(&self) -> Box<dyn Iterator<Item = u64> + '_> {
        match self {
            Self::Dense(flags) => Box::new((0..).zip(flags).filter(|(_, flag)| **flag).map(|(key, _)| key)),
            Self::Sparse(keys) => Box::new(keys.iter().copied()),
        }
    }

    /// The group of each place, given the keys in the order of the groups.
    fn groups(&self, keys: impl Iterator<Item = u64>) -> Vec<u32> {
        let places = match self {
            Self::Dense(flags) => flags.len(),
            Self::Sparse(keys) => keys.len(),
        };
        let mut groups = vec![NO_CODE; places];
        for (group, key) in (0..).zip(keys) {
            let place = match self {
                Self::Dense(_) => usize::try_from(key).ok(),
                Self::Sparse(keys) => keys.binary_search(&key).ok(),
            };
            if let Some(slot) = place.and_then(|place| groups.get_mut(place)) {
                *slot = group;
            }
        }
        groups
    }

    /// The group of each row.
    fn of_rows(&self, keys: Keys, groups: &[u32]) -> Option<Vec<u32>> {
        let at = |place: usize| groups.get(place).copied().unwrap_or(NO_CODE);
        match (keys, self) {
            (Keys::Dense(mut keys), _) => {
                keys.iter_mut().for_each(|key| *key = at(*key as usize));
                Some(keys)
            }
            (Keys::Sparse(keys), Self::Sparse(known)) => {
                Some(keys.iter().map(|key| known.binary_search(key).map_or(NO_CODE, at)).collect())
            }
            _ => None,
        }
    }
}

/// What the rows of a table are grouped and filtered by.
struct Query<'a> {
    dataset: &'a Dataset,
    by: &'a [Dimension],
    sizes: &'a [u32],
    cut: Cut<'a>,
    as_of: Day,
}

impl Query<'_> {
    /// The keys of the rows; `None` where a dimension or filter does not apply to the table.
    fn keys(&self, table: Table<'_>, combinations: u64) -> Option<Keys> {
        if self.by.is_empty() && self.cut.is_empty() {
            return Some(Keys::Same);
        }
        Some(if combinations <= DENSE { Keys::Dense(self.rows(table, NO_CODE)?) } else { Keys::Sparse(self.rows(table, FILTERED)?) })
    }

    fn rows<K: Copy + From<u32> + Mul<Output = K> + Add<Output = K>>(&self, table: Table<'_>, filtered: K) -> Option<Vec<K>> {
        let is_age = |dimension: Dimension| dimension == Dimension::AgeBand;
        let is_banded = self.by.iter().any(|dimension| is_age(*dimension)) || self.cut.filters().any(|filter| is_age(filter.dimension));
        let bands = if is_banded { age_bands(table.facts, self.as_of)? } else { Vec::new() };
        let codes_of = |dimension: Dimension| if is_age(dimension) { Some(Codes::Own(&bands)) } else { table.codes(dimension) };
        let mut keys = vec![K::from(0); table.facts.len];
        for (dimension, size) in self.by.iter().zip(self.sizes) {
            let codes = codes_of(*dimension)?;
            for (row, key) in keys.iter_mut().enumerate() {
                let code = codes.get(row);
                let digit = if code == NO_CODE { size - 1 } else { code };
                *key = *key * K::from(*size) + K::from(digit);
            }
        }
        for filter in self.cut.filters() {
            let codes = codes_of(filter.dimension)?;
            let dictionary = self.dataset.dictionary(filter.dimension)?;
            let mut keeps = vec![false; dictionary.len()];
            for code in filter.values.iter().filter_map(|value| dictionary.code(value)) {
                if let Some(keep) = keeps.get_mut(code as usize) {
                    *keep = true;
                }
            }
            let keeps_blank = filter.values.iter().any(String::is_empty);
            for (row, key) in keys.iter_mut().enumerate() {
                if !keeps.get(codes.get(row) as usize).copied().unwrap_or(keeps_blank) {
                    *key = filtered;
                }
            }
        }
        let (from, to) = self.cut.created();
        if from.is_some() || to.is_some() {
            let days = table.created()?;
            let (from, to) = (from.map_or(NO_DAY, |day| day.0), to.map_or(i32::MAX, |day| day.0));
            for (key, day) in keys.iter_mut().zip(days) {
                if day == NO_DAY || day < from || day >= to {
                    *key = filtered;
                }
            }
        }
        Some(keys)
    }
}

/// One value of a group, in the order they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Value<'a> {
    is_blank: bool,
    /// Place of a dimension with an order of its own; 0 for others, which go by text.
    place: u32,
    text: Option<&'a str>,
}

fn values<'a>(dataset: &'a Dataset, by: &[Dimension], sizes: &[u32], key: u64) -> Vec<Value<'a>> {
    let mut rest = key;
    let mut values: Vec<Value<'_>> = by
        .iter()
        .zip(sizes)
        .rev()
        .map(|(dimension, size)| {
            let size = u64::from(*size);
            let code = u32::try_from(rest % size).unwrap_or(NO_CODE);
            rest /= size;
            let text = dataset.dictionary(*dimension).and_then(|dictionary| dictionary.text(code));
            Value { is_blank: text.is_none(), place: if dimension.is_ordered() { code } else { 0 }, text }
        })
        .collect();
    values.reverse();
    values
}
