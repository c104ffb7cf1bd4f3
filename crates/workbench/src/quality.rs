//! What faults in the data cost the KPIs.

use std::collections::BTreeMap;

use kpi_catalog::Kpi;
use kpi_data::Dataset;
use kpi_engine::{Definition, Formula, What, evaluate, faults};
use kpi_model::{AskQuality, Cost, Day, Diagnostic, Field, KpiChoice, Lens, LoadSummary, Loss, Quality, Severity, TableKind, Text, Why};

/// Rows that are rightly counted once only, or not at all: no fault.
const NO_FAULTS: [&str; 11] = [
    "E-ROW-DUPLICATE",
    "E-ROW-OLDER",
    "E-ROW-HEAD",
    "E-ROW-TEST",
    "E-ROW-VOID",
    "E-ROW-ACTUAL",
    "E-ROW-OTHERFIELD",
    "E-ROW-OVERLAY",
    "E-ROW-UPSIDE",
    "E-ROW-MEASURE",
    "E-ROW-LEVEL",
];

/// How far the data can be trusted, over all days it covers.
pub(crate) fn quality(dataset: &Dataset, _: AskQuality) -> Quality {
    let (from, to) = (dataset.first_day, dataset.as_of.map(|day| Day(day.0.saturating_add(1))));
    let mut losses: BTreeMap<String, Loss> = BTreeMap::new();
    let mut shares: Vec<f64> = Vec::new();
    let mut lost: Vec<(String, f64, Cost)> = Vec::new();
    for kpi in kpi_catalog::all() {
        let Some(definition) = definition(&kpi) else { continue };
        let lens = Lens { kpis: vec![choice(&definition)], from, to, ..Lens::default() };
        let reports = evaluate(dataset, &[(lens.clone(), vec![definition.clone()])]).unwrap_or_default();
        let Some(cell) = reports.first().and_then(|report| report.cells.first()) else { continue };
        if matches!(cell.missing, Some(Why::NeedsTable { .. } | Why::NeedsField { .. } | Why::NotByPeriod | Why::NeedsPeriod)) {
            continue;
        }
        let table = definition.formula.base().table;
        let left_out: Vec<(String, Text, u32)> = dataset
            .rejected
            .get(&table.origin())
            .into_iter()
            .flatten()
            .filter(|(code, ..)| !NO_FAULTS.contains(&code.as_str()))
            .cloned()
            .collect();
        let Ok(found) = faults(dataset, &lens, &definition, &left_out) else { continue };
        let all = found.counted + found.faults.iter().map(|fault| fault.rows).sum::<u32>();
        if all == 0 {
            continue;
        }
        shares.push(f64::from(found.counted) / f64::from(all));
        for fault in found.faults {
            let cost = Cost {
                kpi: definition.kpi.clone(),
                variant: definition.variant.clone(),
                rows: fault.rows,
                value: cell.value,
                low: fault.range.map(|(low, _)| low),
                high: fault.range.map(|(_, high)| high),
            };
            lost.push((fault.code.clone(), f64::from(fault.rows) / f64::from(all), cost));
            losses.entry(fault.code.clone()).or_insert(Loss { code: fault.code, label: fault.label, points: 0.0, costs: Vec::new() });
        }
    }
    let kpis = shares.len();
    for (code, share, cost) in lost {
        if let Some(loss) = losses.get_mut(&code) {
            loss.points += 100.0 * share / kpis as f64;
            loss.costs.push(cost);
        }
    }
    let mut losses: Vec<Loss> = losses.into_values().collect();
    for loss in &mut losses {
        loss.costs.sort_by(|a, b| b.rows.cmp(&a.rows).then(a.kpi.cmp(&b.kpi)));
    }
    losses.sort_by(|a, b| b.points.total_cmp(&a.points).then(a.code.cmp(&b.code)));
    let score = (kpis > 0).then(|| 100.0 * shares.iter().sum::<f64>() / kpis as f64);
    Quality { score, kpis: u32::try_from(kpis).unwrap_or(u32::MAX), losses }
}

fn choice(definition: &Definition) -> KpiChoice {
    KpiChoice { id: definition.kpi.clone(), variant: Some(definition.variant.clone()), ..KpiChoice::default() }
}

/// The variant of a KPI whose losses are counted: a share of rows where it has one, since its range is known.
fn definition(kpi: &Kpi) -> Option<Definition> {
    let is_share =
        |formula: &Formula| matches!(formula, Formula::Ratio { is_part: true, denominator, .. } if denominator.what == What::Rows);
    let variant = kpi.variants.iter().find(|variant| is_share(&variant.formula)).or_else(|| kpi.variants.first())?;
    Some(Definition { kpi: kpi.id.to_owned(), variant: variant.id.to_owned(), formula: variant.formula.clone() })
}

/// Names the KPIs that read what a finding concerns: its column, or all columns of its table.
pub(crate) fn name_affected(summary: &mut LoadSummary) {
    let catalog = kpi_catalog::catalog();
    let affected = |diagnostic: &Diagnostic| -> Vec<String> {
        let Some(table) = summary.tables.iter().find(|table| table.file == diagnostic.place.file) else { return Vec::new() };
        let Some(kind) = table.kind.filter(|_| diagnostic.severity != Severity::Note) else { return Vec::new() };
        let column = diagnostic.place.column.as_ref();
        let field = column.and_then(|name| table.columns.iter().find(|known| known.header == *name)).and_then(|known| known.field);
        // What a stage means decides every figure of the opportunities.
        let is_any = column.is_none() || matches!(field, Some(Field::Stage | Field::Outcome));
        let reads = |(table, fields): &(TableKind, Vec<Field>)| {
            table.origin() == kind && (is_any || field.is_some_and(|field| fields.contains(&field)))
        };
        let is_affected = |kpi: &&kpi_model::KpiInfo| kpi.variants.iter().any(|variant| variant.needs.iter().any(reads));
        catalog.kpis.iter().filter(is_affected).map(|kpi| kpi.id.clone()).collect()
    };
    let lists: Vec<Vec<String>> = summary.diagnostics.iter().map(affected).collect();
    for (diagnostic, list) in summary.diagnostics.iter_mut().zip(lists) {
        diagnostic.affects = list;
    }
}
