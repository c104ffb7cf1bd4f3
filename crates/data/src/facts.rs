//! One table of events.

use std::collections::BTreeMap;

use kpi_model::{Dimension, Field, TableKind};
use serde::{Deserialize, Serialize};

/// How an opportunity stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Outcome {
    /// Still open.
    Open,
    /// Won.
    Won,
    /// Lost.
    Lost,
}

/// Where a row stands in the user's files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// Index of the file in load order.
    pub file: u16,
    /// Data row in that file, from 0.
    pub row: u32,
}

/// The rows of one kind from all files. Every column that is present has `len` entries.
#[derive(Clone, Debug)]
pub struct Facts {
    /// What a row is.
    pub kind: TableKind,
    /// The kind of the files its rows come from: of a derived table where it was derived from, this time.
    pub source: TableKind,
    /// Number of rows.
    pub len: usize,
    /// Codes by [`Dimension::index`]; an empty column means the dimension does not apply.
    pub dimensions: [Vec<u32>; Dimension::ALL.len()],
    /// Days since 1970.
    pub days: BTreeMap<Field, Vec<i32>>,
    /// Minor units.
    pub money: BTreeMap<Field, Vec<i64>>,
    /// Scores as they are; probabilities in parts per million.
    pub numbers: BTreeMap<Field, Vec<i32>>,
    /// Outcome of each opportunity; empty for other kinds.
    pub outcomes: Vec<Outcome>,
    /// Row of the opportunity each row belongs to ([`crate::NO_CODE`] if none); empty where not bound.
    pub opportunity: Vec<u32>,
    /// Code of the record each row is a part of: lines of one order share it. Empty where every row is a record; see [`Facts::record`].
    pub records: Vec<u32>,
    /// Where each row came from.
    pub origins: Vec<Origin>,
}

impl Facts {
    /// No rows yet.
    #[must_use]
    pub fn new(kind: TableKind) -> Self {
        Self {
            kind,
            source: kind.origin(),
            len: 0,
            dimensions: Default::default(),
            days: BTreeMap::new(),
            money: BTreeMap::new(),
            numbers: BTreeMap::new(),
            outcomes: Vec::new(),
            opportunity: Vec::new(),
            records: Vec::new(),
            origins: Vec::new(),
        }
    }

    /// Keeps the rows whose flag is set; rows without a flag stay.
    pub fn retain(&mut self, keeps: &[bool]) {
        fn retain<T>(column: &mut Vec<T>, keeps: &[bool]) {
            let mut flags = keeps.iter();
            column.retain(|_| flags.next().copied().unwrap_or(true));
        }
        self.dimensions.iter_mut().for_each(|column| retain(column, keeps));
        self.days.values_mut().for_each(|column| retain(column, keeps));
        self.money.values_mut().for_each(|column| retain(column, keeps));
        self.numbers.values_mut().for_each(|column| retain(column, keeps));
        retain(&mut self.outcomes, keeps);
        retain(&mut self.opportunity, keeps);
        retain(&mut self.records, keeps);
        retain(&mut self.origins, keeps);
        self.len -= keeps.iter().take(self.len).filter(|keep| !**keep).count();
    }

    /// Codes of a dimension; empty where it does not apply.
    #[must_use]
    pub fn dimension(&self, dimension: Dimension) -> &[u32] {
        self.dimensions.get(dimension.index()).map_or(&[], Vec::as_slice)
    }

    /// The record a row is a part of. A row without one is its own: numbered from the other end.
    #[must_use]
    pub fn record(&self, row: usize) -> u32 {
        let named = self.records.get(row).copied().filter(|code| *code != crate::NO_CODE);
        named.unwrap_or_else(|| (crate::NO_CODE - 1).saturating_sub(u32::try_from(row).unwrap_or(u32::MAX)))
    }

    /// Is a column of this meaning bound?
    #[must_use]
    pub fn has(&self, field: Field) -> bool {
        let is_dimension = field.dimension().is_some_and(|dimension| !self.dimension(dimension).is_empty());
        is_dimension || self.days.contains_key(&field) || self.money.contains_key(&field) || self.numbers.contains_key(&field)
    }
}
