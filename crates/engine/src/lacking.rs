//! What a file would have to bring for a question to have an answer.

use kpi_data::Dataset;
use kpi_model::{Field, TableKind, Why};

/// What would have to be there for a table that is derived from others.
pub(crate) fn lacking_table(dataset: &Dataset, table: TableKind) -> Why {
    match table {
        TableKind::Contracts if dataset.facts(TableKind::Orders).is_some() => lacking(TableKind::Orders, Field::Ends),
        TableKind::PipelineMoves if dataset.facts(TableKind::StageHistory).is_some() => lacking(TableKind::StageHistory, Field::Amount),
        TableKind::Starters if dataset.facts(TableKind::Opportunities).is_some() => lacking(TableKind::People, Field::Created),
        TableKind::Receivables if dataset.facts(TableKind::Payments).is_some() => lacking(TableKind::Payments, Field::DueOn),
        TableKind::Receivables if dataset.facts(TableKind::Orders).is_some() => lacking(TableKind::Orders, Field::DueOn),
        _ => Why::NeedsTable { table: table.origin() },
    }
}

/// What would have to be there for a column: of one that is derived, what it is derived from.
pub(crate) fn lacking(table: TableKind, field: Field) -> Why {
    match field {
        Field::Skipped => Why::NeedsTable { table: TableKind::StageHistory },
        Field::Criteria => Why::NeedsField { table: TableKind::Opportunities, field },
        Field::Margin => Why::NeedsField { table, field: Field::Cost },
        Field::Actual | Field::Miss | Field::Ends if table == TableKind::Forecasts => Why::NeedsTable { table: TableKind::Opportunities },
        Field::FirstPurchase | Field::Exit => Why::NeedsField { table, field: Field::Customer },
        Field::FirstSale => Why::NeedsField { table, field: Field::Product },
        Field::Next | Field::Awaited | Field::Again => Why::NeedsField { table, field: Field::Customer },
        Field::Sold => Why::NeedsField { table, field: Field::Day },
        field => Why::NeedsField { table, field },
    }
}
