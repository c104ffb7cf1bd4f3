//! Targets as a file, and back: CSV or a workbook out, whatever the import reads in.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kpi_data::Dataset;
use kpi_ingest::{RawTable, Reader};
use kpi_model::{Day, Failure, Locale, ReadPlan, SavePlan, Spread, TableFormat, TextFile};
use kpi_plan::{PlanError, SheetCell, SheetRow};

use crate::csv::Csv;
use crate::workbook::{Cell, workbook};

/// The note of a table whose months were columns.
const MONTHS_WERE_COLUMNS: &str = "N-LAYOUT-MONTHS";

/// The tree of some rules as a file.
pub(crate) fn save(dataset: &Dataset, ask: &SavePlan) -> Result<TextFile, Failure> {
    let sheet = kpi_plan::sheet(dataset, ask).map_err(|error| error.failure())?;
    let name = format!("targets-{}", sheet.year);
    if ask.format == TableFormat::Csv {
        let mut csv = Csv::default();
        csv.row(sheet.header.into_iter());
        for row in &sheet.rows {
            let amounts = row.months.iter().copied().chain([row.year()]).map(|amount| amount.to_string());
            csv.row(row.labels.iter().cloned().chain(amounts));
        }
        return Ok(csv.file(&name));
    }
    let cells = |row: &SheetRow| {
        let labels = row.labels.iter().cloned().map(Cell::Text);
        labels.chain(row.months.iter().copied().map(Cell::Amount)).chain([Cell::Sum(row.year())]).collect()
    };
    let rows: Vec<Vec<Cell>> = sheet.rows.iter().map(cells).collect();
    let title = if ask.locale == Locale::Chinese { "目标" } else { "Targets" };
    let bytes = workbook(title, &sheet.header, &rows).map_err(|_| PlanError::TooLarge.failure())?;
    Ok(TextFile { name: format!("{name}.xlsx"), text: STANDARD.encode(bytes), base64: true })
}

/// The rules whose tree has the amounts of a file: a line for each person, months as columns.
pub(crate) fn read(dataset: &Dataset, ask: &ReadPlan) -> Result<Spread, Failure> {
    let decoded = STANDARD.decode(&ask.base64).map_err(|_| PlanError::Line { line: 1, text: "base64".to_owned() }.failure())?;
    let bytes = if ask.base64.is_empty() { ask.text.as_bytes() } else { &decoded };
    // Months without a year are those of the planned one.
    let year = kpi_plan::year_of(dataset, &ask.spread).ok_or_else(|| PlanError::NoHistory.failure())?;
    let tables = Reader::read(&format!("targets {year}"), bytes).map_err(|error| error.failure("targets"))?;
    let is_wide = |table: &&RawTable| table.notes.iter().any(|note| note.code == MONTHS_WERE_COLUMNS);
    let table = tables.iter().find(is_wide).ok_or_else(|| {
        let first = tables.first();
        let text = first.map_or_else(String::new, |table| table.headers.join(","));
        PlanError::Line { line: first.map_or(1, |table| table.header_line as usize), text }.failure()
    })?;
    let cells =
        cells(table).ok_or_else(|| PlanError::Line { line: table.header_line as usize, text: table.headers.join(",") }.failure())?;
    kpi_plan::rules_of_sheet(dataset, &ask.spread, &cells).map_err(|error| error.failure())
}

/// The amounts of a table whose last two columns are month and value, and whose first name the person, team and person, or
/// team, person and value of the third axis.
fn cells(table: &RawTable) -> Option<Vec<SheetCell>> {
    let (value, rest) = table.columns.split_last()?;
    let (month, labels) = rest.split_last()?;
    let label = |at: Option<usize>, row: usize| {
        let column = at.and_then(|at| labels.get(at));
        // The mark that keeps a text from being run as a formula is not part of a name.
        column.map_or("", |column| column.get(row)).trim_start_matches('\'').to_owned()
    };
    let (team, person, product) = match labels.len() {
        1 => (None, 0, None),
        2 => (Some(0), 1, None),
        3 => (Some(0), 1, Some(2)),
        _ => return None,
    };
    let cell = |row: usize| {
        Some(SheetCell {
            line: table.lines.get(row).copied().unwrap_or(0) as usize,
            team: label(team, row),
            person: label(Some(person), row),
            product: product.map(|at| label(Some(at), row)),
            month: Day::parse_iso(month.get(row))?,
            amount: value.get(row).to_owned(),
        })
    };
    (0..table.len()).map(cell).collect()
}

#[cfg(test)]
mod tests;
