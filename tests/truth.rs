//! Public data sets against numbers computed independently of this engine.
//!
//! The sets lie beside the project and are not part of it; where they are absent the test says so and passes.
#![cfg(test)]

use std::path::Path;

use kpi_model::{Dimension, Fix, Grain, Lens, Mapping, Reply, Summary};
use kpi_tests::{ask, evaluate, lens, session_of, shared_data, value};
use kpi_workbench::Session;
use serde_json::Value;

const MAVEN: [&str; 5] = ["accounts.csv", "products.csv", "sales_pipeline.csv", "sales_teams.csv", "data_dictionary.csv"];

/// Every number of a truth file: compared and equal, or named with the reason why it is not a number of the catalogue.
struct Check {
    truth: Value,
    equal: u32,
}

impl Check {
    fn new(folder: &Path) -> Self {
        let text = std::fs::read_to_string(folder.join("truth.json")).unwrap();
        let truth: Value = serde_json::from_str(&text).unwrap();
        Self { truth: truth["metrics"].clone(), equal: 0 }
    }

    fn near(&mut self, name: &str, expected: f64, got: f64, tolerance: f64) {
        assert!((expected - got).abs() <= tolerance, "{name}: truth {expected}, engine {got}");
        self.equal += 1;
    }

    fn number(&mut self, name: &str, got: f64, tolerance: f64) {
        let expected = self.truth[name]["value"].as_f64().unwrap_or_else(|| panic!("{name} is no number"));
        self.near(name, expected, got, tolerance);
    }
}

fn one(session: &mut Session, kpi: &str, variant: &str) -> f64 {
    value(&evaluate(session, lens(kpi, variant)).cells[0])
}

fn take_fixes(session: &mut Session) -> Vec<Fix> {
    let Reply::Summary(summary) = ask(session, Summary {}) else { panic!("no summary") };
    let replacements = summary.fixes.iter().map(|fix| fix.replacement.clone()).collect();
    ask(session, Mapping { replacements, ..Mapping::default() });
    summary.fixes
}

const MONEY: f64 = 0.01;
const RATE: f64 = 1e-6;
const DAYS: f64 = 1e-3;

#[test]
fn maven_crm() {
    let Some(folder) = shared_data("maven_crm") else {
        println!("skipped: ../shared/data/maven_crm is not there");
        return;
    };
    let mut session = session_of(&folder, &MAVEN);
    let mut check = Check::new(&folder);
    let fixes = take_fixes(&mut session);
    assert_eq!(fixes.iter().map(|fix| (fix.replacement.from.as_str(), fix.rows)).collect::<Vec<_>>(), [("GTXPro", 1480)]);
    for (name, kpi, variant, tolerance) in [
        ("won", "opportunities", "won", 0.0),
        ("lost", "opportunities", "lost", 0.0),
        ("open", "opportunities", "open", 0.0),
        ("win_rate_count", "win_rate", "close_date_count", RATE),
        ("win_rate_all_opportunities", "win_rate", "all_no_date", RATE),
        ("win_rate_value_list_price", "win_rate", "close_date_list_price", RATE),
        ("win_rate_value_close_value", "win_rate", "close_date_amount", RATE),
        ("revenue_total", "bookings", "won_amount", MONEY),
        ("average_deal_size", "average_deal_size", "mean", MONEY),
        ("median_deal_size", "average_deal_size", "median", MONEY),
    ] {
        let got = one(&mut session, kpi, variant);
        check.number(name, got, tolerance);
    }
    for (outcome, name) in [("won", "cycle_days_won"), ("lost", "cycle_days_lost")] {
        let truth = check.truth[name]["value"].clone();
        let parts = [("mean", "mean"), ("median", "median"), ("p90", "p90_cont")];
        for (variant, part) in parts {
            let cell = &evaluate(&mut session, lens("sales_cycle", &format!("{outcome}_{variant}"))).cells[0].clone();
            check.near(name, truth[part].as_f64().unwrap(), value(cell), DAYS);
            check.near(name, truth["n"].as_f64().unwrap(), cell.n as f64, 0.0);
        }
    }
    stages(&mut session, &mut check);
    periods(&mut session, &mut check);
    groups(&mut session, &mut check);
    println!("maven_crm: {} numbers equal", check.equal);
    assert!(check.equal > 400, "only {} numbers compared", check.equal);
    // Every metric is compared, or is no number of a KPI: without stage history conversion by stage is not computed, and
    // orphans and the date range are part of the import report.
    let compared = [
        "won",
        "lost",
        "open",
        "count_by_stage",
        "open_pipeline_list_price",
        "discount_vs_list",
        "revenue_by_month",
        "revenue_by_quarter",
        "new_customers_by_month",
        "by_agent",
        "by_manager",
        "by_region",
        "by_product",
        "by_sector",
        "by_account",
    ];
    let elsewhere = ["stage_reached", "stage_conversion", "orphans", "date_range"];
    for name in check.truth.as_object().unwrap().keys() {
        let is_single =
            name.starts_with("win_rate") || name.starts_with("cycle_days") || name.contains("deal_size") || name == "revenue_total";
        assert!(is_single || compared.contains(&name.as_str()) || elsewhere.contains(&name.as_str()), "{name} is not compared");
    }
}

fn rows<'a>(truth: &'a Value, name: &str) -> Vec<&'a Vec<Value>> {
    truth[name]["value"]["rows"].as_array().unwrap().iter().map(|row| row.as_array().unwrap()).collect()
}

fn stages(session: &mut Session, check: &mut Check) {
    let truth = check.truth.clone();
    let by_stage =
        |session: &mut Session, kpi: &str, variant: &str| evaluate(session, Lens { by: vec![Dimension::Stage], ..lens(kpi, variant) });
    let counts = by_stage(session, "opportunities", "count");
    for row in rows(&truth, "count_by_stage") {
        let cell = counts.cells.iter().find(|cell| cell.group.get("stage") == row[0].as_str()).unwrap();
        check.near("count_by_stage", row[1].as_f64().unwrap(), value(cell), 0.0);
    }
    let (n, list) = (by_stage(session, "pipeline", "open_count"), by_stage(session, "pipeline", "list_price"));
    for row in rows(&truth, "open_pipeline_list_price") {
        for (report, column) in [(&n, 1), (&list, 2)] {
            let cell = report.cells.iter().find(|cell| cell.group.get("stage") == row[0].as_str()).unwrap();
            check.near("open_pipeline_list_price", row[column].as_f64().unwrap(), value(cell), MONEY);
        }
    }
    let discount = value(&evaluate(session, lens("average_discount", "rate")).cells[0]);
    check.near("discount_vs_list", truth["discount_vs_list"]["value"].as_f64().unwrap(), 1.0 - discount, RATE);
    let missing = evaluate(session, lens("pipeline", "open")).cells[0].clone();
    assert_eq!(missing.value, None, "no open opportunity of the set has an amount: no answer, not 0");
}

fn periods(session: &mut Session, check: &mut Check) {
    let truth = check.truth.clone();
    for (name, grain) in [("revenue_by_month", Grain::Month), ("revenue_by_quarter", Grain::Quarter)] {
        let rows = rows(&truth, name);
        for (column, kpi, variant, tolerance) in [
            (1, "bookings", "won_amount", MONEY),
            (2, "opportunities", "won", 0.0),
            (3, "opportunities", "lost", 0.0),
            (4, "win_rate", "close_date_count", RATE),
        ] {
            let report = evaluate(session, Lens { grain: Some(grain), ..lens(kpi, variant) });
            for row in &rows {
                let period = row[0].as_str().unwrap();
                let cell = report.cells.iter().find(|cell| cell.period.as_deref() == Some(period)).unwrap();
                check.near(name, row[column].as_f64().unwrap(), value(cell), tolerance);
            }
        }
    }
    let report = evaluate(session, Lens { grain: Some(Grain::Month), ..lens("new_customers", "first_win") });
    let total: f64 = report.cells.iter().map(value).sum();
    for row in rows(&truth, "new_customers_by_month") {
        let cell = report.cells.iter().find(|cell| cell.period.as_deref() == row[0].as_str()).unwrap();
        check.near("new_customers_by_month", row[1].as_f64().unwrap(), value(cell), 0.0);
    }
    check.near("new customers in all", 85.0, total, 0.0);
}

fn groups(session: &mut Session, check: &mut Check) {
    let truth = check.truth.clone();
    for (name, dimension) in [
        ("by_agent", Dimension::Person),
        ("by_manager", Dimension::Team),
        ("by_region", Dimension::Region),
        ("by_product", Dimension::Product),
        ("by_sector", Dimension::Industry),
        ("by_account", Dimension::Customer),
    ] {
        for (column, kpi, variant, tolerance) in [
            (1, "opportunities", "won", 0.0),
            (2, "opportunities", "lost", 0.0),
            (3, "win_rate", "close_date_count", RATE),
            (4, "bookings", "won_amount", MONEY),
            (5, "revenue_share", "bookings", RATE),
        ] {
            let report = evaluate(session, Lens { by: vec![dimension], ..lens(kpi, variant) });
            for row in rows(&truth, name) {
                let cell = report.cells.iter().find(|cell| cell.group.get(dimension.name()) == row[0].as_str());
                let cell = cell.unwrap_or_else(|| panic!("{name}: no {}", row[0]));
                check.near(&format!("{name} {} {kpi}", row[0]), row[column].as_f64().unwrap(), value(cell), tolerance);
            }
        }
    }
}
