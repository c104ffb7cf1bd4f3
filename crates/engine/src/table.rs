//! A table as the engine sees it: its own columns, and what its rows take over from the opportunity they belong to.

use kpi_data::{Dataset, Facts, NO_CODE};
use kpi_model::{Dimension, Field, TableKind};

/// Columns of one table.
#[derive(Clone, Copy)]
pub(crate) struct Table<'a> {
    pub(crate) facts: &'a Facts,
    /// Where dimensions come from that the table does not have itself: copying them would take more memory than all else.
    deals: Option<&'a Facts>,
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
        Some(Self { facts: dataset.facts(kind)?, deals: if inherits { dataset.facts(TableKind::Opportunities) } else { None } })
    }

    /// The codes of a dimension; none where it does not apply.
    pub(crate) fn codes(&self, dimension: Dimension) -> Option<Codes<'a>> {
        let own = self.facts.dimension(dimension);
        if own.len() == self.facts.len {
            return Some(Codes::Own(own));
        }
        let codes = self.deals?.dimension(dimension);
        (!codes.is_empty()).then_some(Codes::Inherited { opportunity: &self.facts.opportunity, codes })
    }

    /// Is a column of this meaning there?
    pub(crate) fn has(&self, field: Field) -> bool {
        match field {
            Field::Stage => !self.facts.outcomes.is_empty(),
            Field::Opportunity => !self.facts.opportunity.is_empty(),
            _ => self.facts.has(field) || field.dimension().is_some_and(|dimension| self.codes(dimension).is_some()),
        }
    }
}
