//! A mapping as a file: what was decided for one export holds for the next one with the same columns.

use std::collections::BTreeMap;

use kpi_ingest::RawTable;
use kpi_model::{ExchangeRate, Failure, Field, LoadSummary, Mapping, Place, Replacement, TableKind, TableMapping, Text, TextFile};
use serde::{Deserialize, Serialize};

/// Number of the present form; files of a later one are refused.
const FORM: u32 = 1;
/// Name of the file, by whose ending it is recognised.
const NAME: &str = "mapping.kpimap.json";

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Saved {
    /// [`FORM`].
    kpi_mapping: u32,
    tables: Vec<SavedTable>,
    #[serde(default)]
    stages: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    stage_order: Vec<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    criteria: BTreeMap<String, Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    currency: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    zone: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    rates: Vec<ExchangeRate>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    chances: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    activity_types: BTreeMap<String, String>,
}

/// A table known by its columns: its name changes with every export.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SavedTable {
    kind: Option<TableKind>,
    columns: BTreeMap<String, Option<Field>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    day_first: Option<bool>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    replacements: Vec<SavedReplacement>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SavedReplacement {
    column: String,
    from: String,
    to: String,
}

/// What every table and column is taken for now, guessed or decided. What lines take over from their orders is in no file of theirs;
/// and a column that says whether rows count would fall silent if it were saved as not used, unless the user said so.
pub(crate) fn save(tables: &[RawTable], summary: &LoadSummary, mapping: &Mapping) -> TextFile {
    let is_saved = |table: &kpi_model::Table, column: &kpi_model::Column| {
        let is_there = tables.iter().any(|raw| raw.name == table.file && raw.headers.contains(&column.header));
        let is_decided = mapping.tables.get(&table.file).is_some_and(|decided| decided.columns.contains_key(&column.header));
        let of_column = |place: &Place| place.file == table.file && place.column.as_ref() == Some(&column.header);
        let took_out = summary.diagnostics.iter().any(|found| found.code == "W-DOCUMENTS" && of_column(&found.place));
        let decides =
            column.field.is_none() && (took_out || table.kind.is_some_and(|kind| kpi_ingest::decides_on_rows(kind, &column.header)));
        is_there && (is_decided || !decides)
    };
    let of_table = |table: &kpi_model::Table| SavedTable {
        kind: table.kind,
        columns: table
            .columns
            .iter()
            .filter(|column| is_saved(table, column))
            .map(|column| (column.header.clone(), column.field))
            .collect(),
        day_first: mapping.tables.get(&table.file).and_then(|decided| decided.day_first),
        replacements: mapping
            .replacements
            .iter()
            .filter(|replacement| replacement.file == table.file)
            .map(|known| SavedReplacement { column: known.column.clone(), from: known.from.clone(), to: known.to.clone() })
            .collect(),
    };
    let tables = summary.tables.iter().filter(|table| table.kind.is_some()).map(of_table).collect();
    let stages = summary.stages.iter().map(|(word, outcome, _)| (word.clone(), outcome.clone())).collect();
    let saved = Saved {
        kpi_mapping: FORM,
        tables,
        stages,
        stage_order: mapping.stage_order.clone(),
        criteria: mapping.criteria.clone(),
        currency: mapping.currency.clone(),
        zone: mapping.zone.clone(),
        rates: mapping.rates.clone(),
        chances: mapping.chances.clone(),
        activity_types: mapping.activity_types.clone(),
    };
    TextFile { name: NAME.to_owned(), text: serde_json::to_string_pretty(&saved).unwrap_or_default(), base64: false }
}

impl SavedTable {
    /// Columns with a meaning, if the table has them all.
    fn fit(&self, table: &RawTable) -> Option<usize> {
        let mut used = self.columns.iter().filter(|(_, field)| field.is_some());
        let count = used.clone().count();
        (count > 0 && used.all(|(column, _)| table.headers.contains(column))).then_some(count)
    }
}

/// Adds what a saved mapping says about the tables that have its columns. What is decided already stays.
///
/// # Errors
/// The text is no saved mapping, or of a later form.
pub(crate) fn apply(text: &str, tables: &[RawTable], mapping: &Mapping) -> Result<Mapping, Failure> {
    let saved: Saved = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| {
        refused(
            &format!("不是保存的映射文件（第 {} 行读不懂）", error.line()),
            &format!("This is no saved mapping (line {} is not understood).", error.line()),
        )
    })?;
    if saved.kpi_mapping > FORM {
        let form = saved.kpi_mapping;
        return Err(refused(&format!("映射文件是更新的版本 {form}"), &format!("The saved mapping has the later form {form}.")));
    }
    let mut result = mapping.clone();
    result.currency = result.currency.or(saved.currency);
    result.zone = result.zone.or(saved.zone);
    if result.stage_order.is_empty() {
        result.stage_order = saved.stage_order;
    }
    if result.rates.is_empty() {
        result.rates = saved.rates;
    }
    for (stage, columns) in saved.criteria {
        result.criteria.entry(stage).or_insert(columns);
    }
    for (stage, chance) in saved.chances {
        result.chances.entry(stage).or_insert(chance);
    }
    for (word, counted) in saved.activity_types {
        result.activity_types.entry(word).or_insert(counted);
    }
    for table in tables.iter().filter(|table| !mapping.tables.contains_key(&table.name)) {
        let fits = saved.tables.iter().filter_map(|saved| Some((saved.fit(table)?, saved)));
        let Some((_, known)) = fits.max_by_key(|(columns, _)| *columns) else { continue };
        let columns =
            known.columns.iter().filter(|(column, _)| table.headers.contains(column)).map(|(column, field)| (column.clone(), *field));
        let decided = TableMapping { kind: known.kind, ignored: false, columns: columns.collect(), day_first: known.day_first };
        result.tables.insert(table.name.clone(), decided);
        let replacements = known.replacements.iter().map(|saved| Replacement {
            file: table.name.clone(),
            column: saved.column.clone(),
            from: saved.from.clone(),
            to: saved.to.clone(),
        });
        for replacement in replacements {
            if !result.replacements.contains(&replacement) {
                result.replacements.push(replacement);
            }
        }
    }
    for (word, outcome) in saved.stages {
        result.stages.entry(word).or_insert(outcome);
    }
    Ok(result)
}

fn refused(zh: &str, en: &str) -> Failure {
    Failure {
        code: "E-MAPPING-FILE".to_owned(),
        what: Text::new(zh, en),
        fix: Text::new("用这里保存的 .kpimap.json 文件", "Use a .kpimap.json file that was saved here."),
    }
}

#[cfg(test)]
mod tests {
    use kpi_model::{Ask, Dimension, KpiChoice, Lens, Mapping, Outcome, ReadMapping, Reply, SaveMapping};

    use crate::Session;

    /// Three activities in two languages.
    const ACTIVITIES: &str = "activity date,activity type,owner\n2026-01-05,Call,Ann\n2026-01-06,Anruf,Ann\n2026-01-07,Visit,Ben\n";

    fn types(session: &mut Session) -> Vec<(String, u64)> {
        let lens = Lens {
            kpis: vec![KpiChoice { id: "activities".to_owned(), variant: Some("count".to_owned()), formula: None }],
            by: vec![Dimension::ActivityType],
            ..Lens::default()
        };
        let Outcome::Ok(Reply::Evaluate(report)) = session.handle(Ask::Evaluate(lens)) else { return Vec::new() };
        report.cells.iter().map(|cell| (cell.group.get("activityType").unwrap_or_default().to_owned(), cell.n)).collect()
    }

    #[test]
    fn activity_types_are_counted_as_decided_also_from_a_saved_mapping() {
        let mut session = Session::default();
        session.add_bytes("activities.csv", ACTIVITIES.as_bytes()).unwrap();
        let found = |pairs: &[(&str, u64)]| pairs.iter().map(|(word, n)| ((*word).to_owned(), *n)).collect::<Vec<_>>();
        assert_eq!(types(&mut session), found(&[("Anruf", 1), ("Call", 1), ("Visit", 1)]));
        let merged = Mapping { activity_types: [("Anruf".to_owned(), "Call".to_owned())].into(), ..Mapping::default() };
        let Outcome::Ok(Reply::Bind(summary)) = session.handle(Ask::Bind(merged)) else { panic!("bound") };
        let entry = |word: &str, name: &str| (word.to_owned(), name.to_owned(), 1);
        assert_eq!(summary.activity_types, [entry("Anruf", "Call"), entry("Call", "Call"), entry("Visit", "Visit")]);
        assert_eq!(types(&mut session), found(&[("Call", 2), ("Visit", 1)]));

        let Outcome::Ok(Reply::SaveMapping(saved)) = session.handle(Ask::SaveMapping(SaveMapping {})) else { panic!("saved") };
        session.handle(Ask::Bind(Mapping::default()));
        let Outcome::Ok(Reply::ReadMapping(read)) = session.handle(Ask::ReadMapping(ReadMapping { text: saved.text })) else {
            panic!("read")
        };
        session.handle(Ask::Bind(read));
        assert_eq!(types(&mut session), found(&[("Call", 2), ("Visit", 1)]));
    }

    /// Orders with their lines, a column of states beside the bound one, one of refunds, and one that says what was deleted.
    #[test]
    fn a_saved_mapping_counts_the_rows_that_counted_before() {
        let orders =
            "order no,date,customer,status,total\n1,2026-01-02,A,completed,30\n2,2026-01-03,B,completed,20\n3,2026-01-04,C,cancelled,9\n";
        let lines = "order no,product,quantity,unit price\n1,X,2,10\n1,Y,1,10\n2,X,2,10\n3,X,1,9\n";
        let shop = "order id,day,client,amount,refunded amount,is deleted\nS1,2026-01-05,D,50,20,no\nS2,2026-01-06,E,70,0,yes\n";
        let mut session = Session::default();
        for (name, text) in [("orders.csv", orders), ("lines.csv", lines), ("shop.csv", shop)] {
            session.add_bytes(name, text.as_bytes()).unwrap();
        }
        let booked = |session: &mut Session| {
            let kpis = vec![KpiChoice { id: "bookings".to_owned(), variant: Some("orders".to_owned()), formula: None }];
            let Outcome::Ok(Reply::Evaluate(report)) = session.handle(Ask::Evaluate(Lens { kpis, ..Lens::default() })) else {
                panic!("no report")
            };
            report.cells.first().and_then(|cell| cell.value).map(kpi_model::Quantity::as_f64)
        };
        // 30 + 20 of the lines, 50 − 20 of the shop.
        assert_eq!(booked(&mut session), Some(80.0));
        let Outcome::Ok(Reply::SaveMapping(saved)) = session.handle(Ask::SaveMapping(SaveMapping {})) else { panic!("saved") };
        let Outcome::Ok(Reply::ReadMapping(read)) = session.handle(Ask::ReadMapping(ReadMapping { text: saved.text })) else {
            panic!("read")
        };
        let Outcome::Ok(Reply::Bind(summary)) = session.handle(Ask::Bind(read.clone())) else { panic!("bound") };
        assert_eq!((booked(&mut session), summary.tables.len()), (Some(80.0), 3));
        assert!(read.tables.contains_key("lines.csv"), "the mapping fits the lines again");
        // What the user sets to "not used" says nothing any more.
        let mut mapping = read;
        let mut ignore = |file: &str, header: &str| {
            mapping.tables.entry(file.to_owned()).or_default().columns.insert(header.to_owned(), None);
        };
        ignore("shop.csv", "refunded amount");
        ignore("shop.csv", "is deleted");
        ignore("lines.csv", "status (orders.csv)");
        session.handle(Ask::Bind(mapping));
        assert_eq!(booked(&mut session), Some(30.0 + 20.0 + 9.0 + 50.0 + 70.0));
    }
}
