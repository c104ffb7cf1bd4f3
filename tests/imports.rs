//! Exports as people get them, and what a careful reader of each would expect: `tests/imports/<case>/`.
//!
//! `expected.json` was written with the input, not read off the importer. What it does not name is not compared.
#![cfg(test)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use kpi_model::{Dimension, Lens, LoadSummary, Reply, Summary, Table};
use kpi_tests::{ask, evaluate, lens, root};
use kpi_workbench::{RawTable, ReadAs, Reader, Session};
use serde_json::Value;

/// What was compared, by kind of fact: right and all.
#[derive(Default)]
struct Score {
    counts: BTreeMap<&'static str, (u32, u32)>,
    wrong: Vec<String>,
}

impl Score {
    /// What the detector inside the reader says when it is asked alone.
    fn detected(&mut self, wanted: &str, bytes: &[u8]) {
        let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
        detector.feed(bytes, true);
        let guess = detector.guess(None, chardetng::Utf8Detection::Allow).name().to_lowercase();
        let guess = if guess == "gbk" { "gb18030" } else { guess.as_str() };
        let (right, all) = self.counts.entry("encoding, chardetng alone").or_default();
        *right += u32::from(guess == wanted);
        *all += 1;
    }

    fn compare(&mut self, fact: &'static str, place: &str, expected: &Value, got: &Value) {
        let (right, all) = self.counts.entry(fact).or_default();
        *all += 1;
        if expected == got {
            *right += 1;
        } else {
            self.wrong.push(format!("{place}: {fact}: expected {expected}, got {got}"));
        }
    }
}

fn folders() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = std::fs::read_dir(root().join("tests/imports")).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|path| path.is_dir());
    folders.sort();
    folders
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

/// The name of an encoding as the expectation spells it.
fn encoding(label: &str) -> String {
    label.trim_end_matches(" BOM").to_lowercase()
}

fn check_table(score: &mut Score, place: &str, expected: &Value, table: &Table, raw: &RawTable) {
    score.compare("kind", place, &expected["kind"], &table.kind.map_or(Value::Null, |kind| serde_json::to_value(kind).unwrap()));
    for (fact, got) in
        [("rows", Value::from(table.rows)), ("counted", Value::from(table.counted)), ("headerLine", Value::from(table.header_line))]
    {
        if !expected[fact].is_null() {
            score.compare(fact, place, &expected[fact], &got);
        }
    }
    let column = |header: &str| table.columns.iter().find(|column| column.header == header);
    for (header, field) in expected["fields"].as_object().into_iter().flatten() {
        let got = column(header)
            .map_or(Value::from("no such column"), |column| column.field.map_or(Value::Null, |field| serde_json::to_value(field).unwrap()));
        score.compare("binding", &format!("{place} [{header}]"), field, &got);
    }
    for header in expected["unused"].as_array().into_iter().flatten() {
        let got = column(header.as_str().unwrap())
            .and_then(|column| column.field)
            .map_or(Value::Null, |field| serde_json::to_value(field).unwrap());
        score.compare("unused", &format!("{place} [{header}]"), &Value::Null, &got);
    }
    // Lines of orders take columns over from their orders.
    assert!(raw.headers.len() <= table.columns.len());
}

fn check(score: &mut Score, folder: &Path) {
    let case = name_of(folder);
    let expected: Value = serde_json::from_str(&std::fs::read_to_string(folder.join("expected.json")).unwrap()).unwrap();
    let mut session = Session::default();
    let mut tables: BTreeMap<String, Vec<RawTable>> = BTreeMap::new();
    for (file, about) in expected["files"].as_object().unwrap() {
        let bytes = std::fs::read(folder.join(file)).unwrap();
        if let Some(wanted) = about["encoding"].as_str() {
            score.detected(wanted, &bytes);
        }
        let mut reader = Reader::new(file, ReadAs::default());
        let read = reader.push(&bytes).and_then(|_| reader.finish());
        score.compare("refused", &format!("{case}/{file}"), &Value::from(about["refused"] == true), &Value::from(read.is_err()));
        if let Ok(read) = read {
            session.add(read.clone());
            tables.insert(file.clone(), read);
        }
    }
    let Reply::Summary(summary) = ask(&mut session, Summary {}) else { panic!("no summary") };
    for (file, about) in expected["files"].as_object().unwrap() {
        check_file(score, &format!("{case}/{file}"), about, file, &tables, &summary);
    }
    for wanted in expected["values"].as_array().into_iter().flatten() {
        let (kpi, variant) = (wanted["kpi"].as_str().unwrap(), wanted["variant"].as_str().unwrap());
        let by: Vec<(&String, &Value)> = wanted["by"].as_object().into_iter().flatten().collect();
        let dimensions =
            by.iter().filter_map(|(name, _)| Dimension::ALL.into_iter().find(|dimension| dimension.name() == name.as_str())).collect();
        let cells = evaluate(&mut session, Lens { by: dimensions, ..lens(kpi, variant) }).cells;
        let cell = cells.iter().find(|cell| by.iter().all(|(name, value)| cell.group.get(name) == value.as_str()));
        let place = format!("{case} {kpi} {variant} {by:?}");
        let text = |value: &Value| value.as_f64().or_else(|| value.as_str().and_then(|text| text.parse().ok()));
        for part in ["value", "numerator", "denominator"].into_iter().filter(|part| !wanted[*part].is_null()) {
            let got = cell.and_then(|cell| match part {
                "value" => cell.value,
                "numerator" => cell.numerator,
                _ => cell.denominator,
            });
            let got = got.map_or(Value::Null, |quantity| Value::from(quantity.as_f64()));
            score.compare("value", &place, &text(&wanted[part]).map_or(Value::Null, Value::from), &got);
        }
    }
}

fn check_file(score: &mut Score, place: &str, about: &Value, file: &str, tables: &BTreeMap<String, Vec<RawTable>>, summary: &LoadSummary) {
    let Some(read) = tables.get(file) else { return };
    for (fact, got) in [("encoding", encoding(&read[0].encoding)), ("delimiter", char::from(read[0].delimiter).to_string())] {
        if let Some(wanted) = about[fact].as_str() {
            score.compare(fact, place, &Value::from(wanted), &Value::from(got));
        }
    }
    let expected: Vec<&Value> = about["tables"].as_array().into_iter().flatten().collect();
    for (i, wanted) in expected.iter().enumerate() {
        let sheet = wanted["sheet"].as_str();
        let raw = match sheet {
            Some(sheet) => read.iter().find(|raw| raw.part == sheet),
            None => read.get(i),
        };
        let table = raw.and_then(|raw| summary.tables.iter().find(|table| table.file == raw.name));
        let place = format!("{place}{}", sheet.map_or(String::new(), |sheet| format!(" › {sheet}")));
        match raw.zip(table) {
            Some((raw, table)) => check_table(score, &place, wanted, table, raw),
            None if wanted["rows"] == 0 || wanted["kind"].is_null() => {}
            None => score.compare("table", &place, &Value::from("there"), &Value::from("not there")),
        }
    }
}

#[test]
fn what_a_careful_reader_expects() {
    let folders = folders();
    let mut score = Score::default();
    for folder in &folders {
        check(&mut score, folder);
    }
    println!("{} cases", folders.len());
    for (fact, (right, all)) in &score.counts {
        println!("{fact}: {right} of {all} ({:.2} %)", 100.0 * f64::from(*right) / f64::from(*all));
    }
    // What the importer does not understand yet, line by line: the list may only be made shorter. `UPDATE=1` writes it anew.
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(root().join("tests/imports/known.txt"), score.wrong.join("\n") + "\n").unwrap();
    }
    let known = std::fs::read_to_string(root().join("tests/imports/known.txt")).unwrap();
    let (known, wrong): (Vec<&str>, Vec<&str>) = (known.lines().collect(), score.wrong.iter().map(String::as_str).collect());
    for line in wrong.iter().filter(|line| !known.contains(line)) {
        println!("wrong: {line}");
    }
    for line in known.iter().filter(|line| !wrong.contains(line)) {
        println!("right now, take it off the list: {line}");
    }
    assert!(folders.len() >= 400 && known == wrong, "{} facts are wrong, {} are listed", wrong.len(), known.len());
}
