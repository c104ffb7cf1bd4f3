//! `docs/kpis.md` is what the catalogue says. `UPDATE=1 cargo test -p kpi-catalog` writes it anew.
#![cfg(test)]

use std::fmt::Write;
use std::path::Path;

use kpi_model::{Better, Family, Unit};

fn document() -> String {
    let mut text = "# KPIs 指标\n\nWritten by `UPDATE=1 cargo test -p kpi-catalog` from `crates/catalog/src/kpis`; examples that are run as tests stand there.\n\
        The first definition is the default. Every value comes with numerator, denominator, n and, where one exists, a 95 % interval.\n"
        .to_owned();
    for (family, title) in [(Family::Results, "Results 业绩"), (Family::Process, "Process 过程"), (Family::Customers, "Customers 客户")]
    {
        write!(text, "\n## {title}\n").unwrap();
        for kpi in kpi_catalog::all().iter().filter(|kpi| kpi.family == family).map(kpi_catalog::Kpi::info) {
            let better = match kpi.better {
                Better::Higher => "Higher is better.",
                Better::Lower => "Lower is better.",
                Better::Neither => "Neither direction is good by itself.",
            };
            let (id, zh, en, about) = (&kpi.id, &kpi.name.zh, &kpi.name.en, &kpi.about);
            write!(text, "\n### {en} {zh} `{id}`\n\n{about} {better}\n\n").unwrap();
            text.push_str("| Definition | Formula | 公式 | Unit | Adds up |\n|---|---|---|---|---|\n");
            for variant in &kpi.variants {
                let unit = match variant.unit {
                    Unit::Count => "count",
                    Unit::Ratio => "share",
                    Unit::Money => "money",
                    Unit::Days => "days",
                    Unit::Points => "points",
                };
                let adds = if variant.additive { "yes" } else { "no" };
                let (id, name, formula) = (&variant.id, &variant.name, &variant.formula);
                writeln!(text, "| {} {} `{id}` | {} | {} | {unit} | {adds} |", name.en, name.zh, formula.en, formula.zh).unwrap();
            }
        }
    }
    text
}

#[test]
fn the_document_is_what_the_catalogue_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/kpis.md");
    let text = document();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    assert!(std::fs::read_to_string(&path).unwrap_or_default() == text, "docs/kpis.md is out of date: UPDATE=1 cargo test -p kpi-catalog");
}
