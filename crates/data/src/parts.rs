//! A dataset taken to pieces, so that another engine can answer from it too: what it says of itself, and columns as they are.
//!
//! Only what figures are made of goes along. Where rows came from, which were left out and the headers of the files stay behind.

use std::collections::BTreeMap;

use kpi_model::{Day, Dimension, Field, TableKind};
use serde::{Deserialize, Serialize};

use crate::{Dataset, Dictionary, Facts, Outcome, Texts};

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Column<'a> {
    /// Codes, rows, ends of texts.
    Codes(&'a [u32]),
    /// Days and numbers.
    Numbers(&'a [i32]),
    /// Amounts.
    Money(&'a [i64]),
    /// Texts end to end.
    Text(&'a str),
    /// How opportunities stand.
    Outcomes(&'a [Outcome]),
}

/// Where columns come back from, in the order in which they were given.
pub trait Columns {
    /// The next column of codes.
    fn codes(&mut self) -> Option<Vec<u32>>;
    /// The next column of days or numbers.
    fn numbers(&mut self) -> Option<Vec<i32>>;
    /// The next column of amounts.
    fn money(&mut self) -> Option<Vec<i64>>;
    /// The next texts.
    fn text(&mut self) -> Option<String>;
    /// The next outcomes.
    fn outcomes(&mut self) -> Option<Vec<Outcome>>;
}

/// What a dataset says of itself beside its columns.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Head {
    tables: Vec<TableHead>,
    stage_outcomes: Vec<Outcome>,
    stage_order: Vec<u32>,
    as_of: Option<Day>,
    first_day: Option<Day>,
    currency: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct TableHead {
    kind: TableKind,
    source: TableKind,
    len: usize,
    days: Vec<Field>,
    money: Vec<Field>,
    numbers: Vec<Field>,
}

impl Dataset {
    /// What it says of itself, and its columns in a fixed order: texts and ends of each dictionary, then table by table.
    #[must_use]
    pub fn parts(&self) -> (Head, Vec<Column<'_>>) {
        let head = Head {
            tables: self.facts.values().map(TableHead::of).collect(),
            stage_outcomes: self.stage_outcomes.clone(),
            stage_order: self.stage_order.clone(),
            as_of: self.as_of,
            first_day: self.first_day,
            currency: self.currency.clone(),
        };
        let mut columns = Vec::new();
        for dictionary in &self.dictionaries {
            let (text, ends) = dictionary.texts().parts();
            columns.extend([Column::Text(text), Column::Codes(ends)]);
        }
        for facts in self.facts.values() {
            columns.extend(facts.dimensions.iter().chain([&facts.opportunity, &facts.records]).map(|codes| Column::Codes(codes)));
            columns.push(Column::Outcomes(&facts.outcomes));
            columns.extend(facts.days.values().chain(facts.numbers.values()).map(|numbers| Column::Numbers(numbers)));
            columns.extend(facts.money.values().map(|money| Column::Money(money)));
        }
        (head, columns)
    }

    /// Puts a dataset together again; none where columns are missing or of another length.
    pub fn from_parts(head: Head, columns: &mut impl Columns) -> Option<Self> {
        let mut dataset = Self {
            stage_outcomes: head.stage_outcomes,
            stage_order: head.stage_order,
            as_of: head.as_of,
            first_day: head.first_day,
            currency: head.currency,
            ..Self::default()
        };
        for dictionary in &mut dataset.dictionaries {
            *dictionary = Dictionary::from_texts(Texts::from_parts(columns.text()?, columns.codes()?));
        }
        for table in head.tables {
            dataset.facts.insert(table.kind, table.facts(columns)?);
        }
        Some(dataset)
    }
}

impl TableHead {
    fn of(facts: &Facts) -> Self {
        Self {
            kind: facts.kind,
            source: facts.source,
            len: facts.len,
            days: facts.days.keys().copied().collect(),
            money: facts.money.keys().copied().collect(),
            numbers: facts.numbers.keys().copied().collect(),
        }
    }

    fn facts(self, columns: &mut impl Columns) -> Option<Facts> {
        fn all<T>(len: usize, fields: Vec<Field>, mut next: impl FnMut() -> Option<Vec<T>>) -> Option<BTreeMap<Field, Vec<T>>> {
            fields.into_iter().map(|field| Some((field, next().filter(|column| column.len() == len)?))).collect()
        }
        let mut facts = Facts { source: self.source, len: self.len, ..Facts::new(self.kind) };
        for dimension in Dimension::ALL {
            if let Some(slot) = facts.dimensions.get_mut(dimension.index()) {
                *slot = columns.codes()?;
            }
        }
        (facts.opportunity, facts.records) = (columns.codes()?, columns.codes()?);
        facts.outcomes = columns.outcomes()?;
        let is_whole = |len: usize| len == 0 || len == self.len;
        let codes = facts.dimensions.iter().chain([&facts.opportunity, &facts.records]);
        if !codes.map(Vec::len).chain([facts.outcomes.len()]).all(is_whole) {
            return None;
        }
        facts.days = all(self.len, self.days, || columns.numbers())?;
        facts.numbers = all(self.len, self.numbers, || columns.numbers())?;
        facts.money = all(self.len, self.money, || columns.money())?;
        Some(facts)
    }
}

#[cfg(test)]
mod tests {
    use super::{Column, Columns};
    use crate::{Dataset, Facts, Outcome};
    use kpi_model::{Dimension, Field, TableKind};

    struct Copies<'a>(std::vec::IntoIter<Column<'a>>);

    impl Columns for Copies<'_> {
        fn codes(&mut self) -> Option<Vec<u32>> {
            if let Column::Codes(codes) = self.0.next()? { Some(codes.to_vec()) } else { None }
        }

        fn numbers(&mut self) -> Option<Vec<i32>> {
            if let Column::Numbers(numbers) = self.0.next()? { Some(numbers.to_vec()) } else { None }
        }

        fn money(&mut self) -> Option<Vec<i64>> {
            if let Column::Money(money) = self.0.next()? { Some(money.to_vec()) } else { None }
        }

        fn text(&mut self) -> Option<String> {
            if let Column::Text(text) = self.0.next()? { Some(text.to_owned()) } else { None }
        }

        fn outcomes(&mut self) -> Option<Vec<Outcome>> {
            if let Column::Outcomes(outcomes) = self.0.next()? { Some(outcomes.to_vec()) } else { None }
        }
    }

    fn dataset() -> Dataset {
        let mut dataset = Dataset { stage_outcomes: vec![Outcome::Won], currency: Some("CNY".to_owned()), ..Dataset::default() };
        let mut facts = Facts::new(TableKind::Opportunities);
        facts.len = 2;
        let code = dataset.dictionaries[Dimension::Person.index()].intern("王敏");
        facts.dimensions[Dimension::Person.index()] = vec![code, crate::NO_CODE];
        facts.outcomes = vec![Outcome::Won, Outcome::Open];
        facts.days.insert(Field::Closed, vec![1, 2]);
        facts.money.insert(Field::Amount, vec![100, crate::NO_MONEY]);
        facts.numbers.insert(Field::Skipped, vec![0, 3]);
        dataset.facts.insert(TableKind::Opportunities, facts);
        dataset
    }

    #[test]
    fn pieces_make_the_same_dataset() {
        let dataset = dataset();
        let (head, columns) = dataset.parts();
        let again = Dataset::from_parts(head, &mut Copies(columns.clone().into_iter())).unwrap();
        assert_eq!(again.parts().1, columns);
        assert_eq!(again.dictionary(Dimension::Person).unwrap().code("王敏"), Some(0));
        assert_eq!((again.currency, again.stage_outcomes), (dataset.currency.clone(), dataset.stage_outcomes.clone()));
        assert_eq!(again.facts[&TableKind::Opportunities].outcomes, [Outcome::Won, Outcome::Open]);
    }

    #[test]
    fn missing_columns_are_no_dataset() {
        let dataset = dataset();
        let (head, columns) = dataset.parts();
        for len in 0..columns.len() {
            let columns = columns.iter().take(len).cloned().collect::<Vec<_>>();
            assert!(Dataset::from_parts(head.clone(), &mut Copies(columns.into_iter())).is_none(), "{len}");
        }
    }
}
