//! Cases of asks with their replies as text: the golden files, and the native side of "native = WebAssembly".
//!
//! `UPDATE=1 cargo test -p kpi-tests --test corpus` rewrites the golden files. Each run also writes `target/parity/*`,
//! which the package test repeats in WebAssembly and compares byte by byte.
#![cfg(test)]

use std::path::{Path, PathBuf};

use kpi_tests::{root, shared_data};
use kpi_workbench::{Session, handle_text};

/// Asks made of every case: whole catalogue, breakdowns, periods, explanation, plan, scenario and quality.
const ASKS: [&str; 25] = [
    r#"{"call":"summary","body":{}}"#,
    r#"{"call":"evaluate","body":{}}"#,
    r#"{"call":"evaluate","body":{"by":["person"]}}"#,
    r#"{"call":"evaluate","body":{"by":["team","product"],"grain":"quarter"}}"#,
    r#"{"call":"evaluate","body":{"grain":"month"}}"#,
    r#"{"call":"evaluate","body":{"kpis":[{"id":"win_rate"}],"by":["region"],"from":"2025-01-01","to":"2025-07-01"}}"#,
    r#"{"call":"board","body":{"lenses":[{},{"by":["source"]}]}}"#,
    r#"{"call":"explain","body":{"lens":{"kpis":[{"id":"win_rate","variant":"close_date_count"}]}}}"#,
    r#"{"call":"rows","body":{"lens":{"kpis":[{"id":"bookings","variant":"won_amount"}]},"code":"counted","offset":0,"limit":5}}"#,
    r#"{"call":"plan","body":{"spread":{},"publish":false}}"#,
    r#"{"call":"plan","body":{"spread":{"total":"12345678.91","people":"capacity","months":"season","by":"product","over":[500,300]},"publish":false}}"#,
    r#"{"call":"plan","body":{"spread":{"people":"even"},"publish":false,"edit":{"node":"","month":2,"amount":"1000000.00","keep":"others"}}}"#,
    r#"{"call":"savePlan","body":{"locale":"en"}}"#,
    r#"{"call":"savePlan","body":{"format":"xlsx"}}"#,
    r#"{"call":"forecast","body":{"paths":300}}"#,
    r#"{"call":"forecast","body":{"paths":300,"withoutBacktest":true,"scenario":{"changes":[{"lever":"winRate","factor":1.1,"over":6},{"lever":"cycle","factor":0.9}]}}}"#,
    r#"{"call":"tornado","body":{}}"#,
    r#"{"call":"heatMap","body":{"rows":[{"lever":"volume","factor":1},[0.9,1,1.1]],"columns":[{"lever":"winRate","factor":1},[0.9,1.1]]}}"#,
    r#"{"call":"seek","body":{}}"#,
    r#"{"call":"compareScenarios","body":{"paths":200,"scenarios":[{"name":"A","changes":[{"lever":"price","factor":1.03,"cost":"1000.00"}]}]}}"#,
    r#"{"call":"chances","body":{"paths":200}}"#,
    r#"{"call":"evidence","body":{"marketGrowth":0.08,"paths":200}}"#,
    r#"{"call":"score","body":{"people":[{"name":"A","role":"hunter","pay":"1000.00","values":[{"kpi":"bookings","actual":90,"target":100,"n":30}]},{"name":"B","role":"hunter","pay":"1000.00","values":[{"kpi":"bookings","actual":110,"target":100,"n":4}]}]}}"#,
    r#"{"call":"quality","body":{}}"#,
    r#"{"call":"leftOut","body":{"locale":"en"}}"#,
];

fn replies(session: &mut Session) -> String {
    let lines = ASKS.iter().map(|ask| format!("{ask}\t{}\n", handle_text(session, ask)));
    lines.collect()
}

fn write_parity(name: &str, header: &str, replies: &str) {
    let folder = root().join("target/parity");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("{name}.txt")), format!("{header}\n{replies}")).unwrap();
}

fn cases() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir(root().join("tests/corpus")).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

fn inputs(folder: &Path) -> Vec<PathBuf> {
    let is_input = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "csv" || extension == "tsv");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(is_input).collect();
    files.sort();
    files
}

/// The import report and every KPI of a case, as a person would review it in a diff.
fn golden(session: &mut Session) -> String {
    let report = handle_text(session, ASKS[1]);
    let summary = handle_text(session, ASKS[0]);
    let pretty = |text: &str| serde_json::to_string_pretty(&serde_json::from_str::<serde_json::Value>(text).unwrap()).unwrap();
    format!("{}\n{}\n", pretty(&summary), pretty(&report))
}

#[test]
fn golden_files_hold() {
    let cases = cases();
    assert!(cases.len() >= 10, "only {} cases", cases.len());
    for folder in cases {
        let mut session = Session::default();
        let mut refusals = String::new();
        for file in inputs(&folder) {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            if let Err(failure) = session.add_bytes(&name, &std::fs::read(&file).unwrap()) {
                refusals.push_str(&format!("{name} refused: {failure}\n"));
            }
        }
        let got = refusals + &golden(&mut session);
        let expected = folder.join("expected.txt");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&expected, &got).unwrap();
        }
        let known = std::fs::read_to_string(&expected).unwrap_or_default();
        assert!(known == got, "{} differs: run with UPDATE=1 and review the diff", folder.display());
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let files: Vec<String> =
            inputs(&folder).iter().map(|file| format!("tests/corpus/{name}/{}", file.file_name().unwrap().to_string_lossy())).collect();
        if session.add_bytes("check", b"").is_err() {
            let header = serde_json::json!({ "files": files }).to_string();
            write_parity(&name, &header, &replies(&mut session));
        }
    }
}

#[test]
fn sample_and_public_data_for_parity() {
    for locale in ["zh-CN", "en"] {
        let mut session = Session::default();
        let _loaded = handle_text(&mut session, &format!(r#"{{"call":"sample","body":{{"locale":"{locale}"}}}}"#));
        write_parity(&format!("sample-{locale}"), &format!(r#"{{"sample":"{locale}"}}"#), &replies(&mut session));
    }
    let Some(folder) = shared_data("maven_crm") else {
        println!("skipped: ../shared/data/maven_crm is not there");
        return;
    };
    let files = ["accounts.csv", "products.csv", "sales_pipeline.csv", "sales_teams.csv"];
    let mut session = kpi_tests::session_of(&folder, &files);
    let paths: Vec<String> = files.iter().map(|file| format!("../shared/data/maven_crm/{file}")).collect();
    write_parity("maven", &serde_json::json!({ "files": paths }).to_string(), &replies(&mut session));
}
