//! A table as the engine sees it: its own columns, and what its rows take over from the opportunity they belong to.

use kpi_data::{Dataset, Facts, NO_CODE, Outcome};
use kpi_model::{Dimension, Field, TableKind};

use crate::observe::Source;
use crate::past::Past;

/// Columns of one table.
#[derive(Clone, Copy)]
pub(crate) struct Table<'a> {
    pub(crate) facts: &'a Facts,
    /// Whose dictionaries say what codes mean.
    dataset: &'a Dataset,
    /// Where dimensions come from that the table does not have itself: copying them would take more memory than all else.
    deals: Option<&'a Facts>,
    /// The table it is derived from, of a table without rows.
    like: Option<&'a Facts>,
    /// What the opportunities looked like on an earlier day.
    past: Option<&'a Past>,
}

/// The codes of a dimension, row by row.
#[derive(Clone, Copy)]
pub(crate) enum Codes<'a> {
    /// A column of the table.
    Own(&'a [u32]),
    /// Those of the opportunity each row belongs to.
    Inherited { opportunity: &'a [u32], codes: &'a [u32] },
}

impl Codes<'_> {
    pub(crate) fn get(self, row: usize) -> u32 {
        let at = |codes: &[u32], row: usize| codes.get(row).copied().unwrap_or(NO_CODE);
        match self {
            Self::Own(codes) => at(codes, row),
            Self::Inherited { opportunity, codes } => at(codes, at(opportunity, row) as usize),
        }
    }
}

impl<'a> Table<'a> {
    /// The table of a kind, if any file has it.
    pub(crate) fn of(dataset: &'a Dataset, kind: TableKind) -> Option<Self> {
        let inherits = matches!(kind, TableKind::StageStays | TableKind::Participations);
        let facts = dataset.facts(kind)?;
        let deals = if inherits { dataset.facts(TableKind::Opportunities) } else { None };
        let like = if facts.len == 0 && kind.origin() != kind { dataset.facts(kind.origin()) } else { None };
        Some(Self { facts, dataset, deals, like, past: None })
    }

    /// The table as it was on an earlier day.
    pub(crate) fn on(self, past: Option<&'a Past>) -> Self {
        let past = match self.facts.kind {
            TableKind::Opportunities => past,
            TableKind::Credits => past.and_then(|past| past.credits.as_deref()),
            _ => None,
        };
        Self { past, ..self }
    }

    /// How each row stands; empty for tables whose rows do not end.
    pub(crate) fn outcomes(&self) -> &'a [Outcome] {
        self.past.map_or(&self.facts.outcomes, |past| &past.outcomes)
    }

    /// Close dates as they were on an earlier day.
    pub(crate) fn closed(&self) -> Option<&'a [i32]> {
        self.past.map(|past| past.closed.as_slice())
    }

    /// The code of a text of a breakdown, in upper or lower case where nothing is written just so; -1 where nothing is.
    pub(crate) fn code(&self, field: Field, text: &str) -> i64 {
        let names = field.dimension().and_then(|dimension| self.dataset.dictionary(dimension));
        let alike = |names: &kpi_data::Dictionary| {
            names.texts().iter().find(|name| name.to_lowercase() == text.to_lowercase()).and_then(|name| names.code(name))
        };
        names.and_then(|names| names.code(text).or_else(|| alike(names))).map_or(-1, i64::from)
    }

    /// A column as it was on an earlier day, where that makes a difference.
    pub(crate) fn seen_column(&self, field: Field) -> Option<Source<'a>> {
        match (field, self.past) {
            (Field::Closed, Some(past)) => Some(Source::Day(&past.closed)),
            (Field::Probability, Some(past)) => Some(Source::Money(&past.chances)),
            _ => None,
        }
    }

    /// The codes of a dimension; none where it does not apply.
    pub(crate) fn codes(&self, dimension: Dimension) -> Option<Codes<'a>> {
        let own = self.facts.dimension(dimension);
        // A derived table without rows has no columns: it divides as what it is derived from.
        let divides = self.facts.len > 0 || self.like.is_none_or(|like| !like.dimension(dimension).is_empty());
        if own.len() == self.facts.len && divides {
            return Some(Codes::Own(own));
        }
        let codes = self.deals?.dimension(dimension);
        (!codes.is_empty()).then_some(Codes::Inherited { opportunity: &self.facts.opportunity, codes })
    }

    /// The days on which the opportunities of the rows were created; none where the rows belong to no opportunities.
    pub(crate) fn created(&self) -> Option<Vec<i32>> {
        let column = |facts: &'a Facts| facts.days.get(&Field::Created);
        let at = |days: &[i32], row: u32| days.get(row as usize).copied().unwrap_or(kpi_data::NO_DAY);
        match self.deals {
            Some(deals) => column(deals).map(|days| self.facts.opportunity.iter().map(|deal| at(days, *deal)).collect()),
            None if self.facts.kind == TableKind::Opportunities => column(self.facts).cloned(),
            None => None,
        }
    }

    /// Is a column of this meaning there?
    pub(crate) fn has(&self, field: Field) -> bool {
        match field {
            Field::Stage => !self.facts.outcomes.is_empty() || (self.facts.len == 0 && self.facts.kind != self.facts.kind.origin()),
            Field::Opportunity => !self.facts.opportunity.is_empty(),
            _ => self.facts.has(field) || field.dimension().is_some_and(|dimension| self.codes(dimension).is_some()),
        }
    }
}
