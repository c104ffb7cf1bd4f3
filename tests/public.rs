//! All public data sets, bound without help, against numbers computed independently of this engine.
//!
//! Every metric of a truth file is listed as equal or as not yet computable; a difference fails. The sets lie beside the
//! project and are not part of it; where they are absent the test says so and passes.
#![cfg(test)]

use std::collections::BTreeSet;

use kpi_model::{Cell, Day, Dimension, Grain, Lens, Reply, Summary};
use kpi_tests::{ask, evaluate, lens, session_of, shared_data, value};
use kpi_workbench::Session;
use serde_json::Value;

struct Set {
    name: &'static str,
    truth: Value,
    session: Session,
    touched: BTreeSet<String>,
    equal: u32,
}

/// Money that was rounded once per row may differ by half a cent a row.
fn per_row(rows: u32) -> f64 {
    0.01 + f64::from(rows) * 0.005
}

impl Set {
    fn open(name: &'static str, files: &[&str]) -> Option<Self> {
        let Some(folder) = shared_data(name) else {
            println!("skipped: ../shared/data/{name} is not there");
            return None;
        };
        let text = std::fs::read_to_string(folder.join("truth.json")).unwrap();
        let truth: Value = serde_json::from_str(&text).unwrap();
        Some(Self { name, truth: truth["metrics"].clone(), session: session_of(&folder, files), touched: BTreeSet::new(), equal: 0 })
    }

    fn truth(&mut self, metric: &str) -> Value {
        self.touched.insert(metric.to_owned());
        let found = self.truth[metric]["value"].clone();
        assert!(!found.is_null(), "{}: no metric {metric}", self.name);
        found
    }

    fn near(&mut self, what: &str, expected: f64, got: f64, tolerance: f64) {
        assert!((expected - got).abs() <= tolerance, "{} {what}: truth {expected}, engine {got}", self.name);
        self.equal += 1;
    }

    fn cells(&mut self, kpi: &str, variant: &str, by: Option<Dimension>, grain: Option<Grain>) -> Vec<Cell> {
        evaluate(&mut self.session, Lens { by: by.into_iter().collect(), grain, ..lens(kpi, variant) }).cells
    }

    fn one(&mut self, kpi: &str, variant: &str) -> f64 {
        value(&self.cells(kpi, variant, None, None)[0])
    }

    /// One number: a metric, or a part of it.
    fn number(&mut self, metric: &str, part: &str, kpi: &str, variant: &str, tolerance: f64) {
        let truth = self.truth(metric);
        let expected = if part.is_empty() { truth.as_f64() } else { truth[part].as_f64() }.unwrap();
        let got = self.one(kpi, variant);
        self.near(&format!("{metric} {part}"), expected, got, tolerance);
    }

    /// A column of a table of the truth, by period or group. Names of periods are made equal to ours by `rename`.
    fn table(
        &mut self,
        metric: &str,
        column: &str,
        ask: (&str, &str, Option<Dimension>, Option<Grain>),
        tolerance: f64,
        rename: fn(&str) -> String,
    ) {
        let truth = self.truth(metric);
        let at = truth["columns"].as_array().unwrap().iter().position(|name| name == column).unwrap_or_else(|| panic!("{metric} {column}"));
        let cells = self.cells(ask.0, ask.1, ask.2, ask.3);
        for row in truth["rows"].as_array().unwrap() {
            // An empty cell is a group of its own, without a name.
            let key = (!row[0].is_null()).then(|| rename(&row[0].as_str().map_or_else(|| row[0].to_string(), str::to_owned)));
            let Some(expected) = row[at].as_f64() else { continue };
            let is_key = |cell: &&Cell| match ask.2 {
                Some(by) => cell.group.get(by.name()) == key.as_deref(),
                None => cell.period == key,
            };
            let cell = cells.iter().find(is_key).unwrap_or_else(|| panic!("{} {metric}: no cell for {key:?}", self.name));
            let got = cell.value.map_or(0.0, kpi_model::Quantity::as_f64);
            self.near(&format!("{metric} {key:?} {column}"), expected, got, tolerance);
        }
    }

    /// New and active customers, and who stayed, month by month. The truth names a month by the customers it begins with,
    /// the engine by the month in which they stayed.
    fn customers_by_month(&mut self) {
        self.table("new_customers_by_month", "new_customers", ("new_customers", "first_win", None, Some(Grain::Month)), 0.0, same);
        self.table("active_customers_by_month", "active_customers", ("active_customers", "orders", None, Some(Grain::Month)), 0.0, same);
        self.table("retention_month_over_month", "rate", ("customer_retention", "orders", None, Some(Grain::Month)), 1e-6, next_month);
    }

    fn close(self) {
        let left: Vec<&str> =
            self.truth.as_object().unwrap().keys().map(String::as_str).filter(|name| !self.touched.contains(*name)).collect();
        println!("{}: {} numbers equal in {} metrics; not yet computable: {}", self.name, self.equal, self.touched.len(), left.join(", "));
        assert!(self.equal > 0, "{}: nothing compared", self.name);
    }
}

fn next_month(name: &str) -> String {
    let (year, month) = name.split_once('-').unwrap();
    let (year, month): (i32, i32) = (year.parse().unwrap(), month.parse().unwrap());
    if month == 12 { format!("{}-01", year + 1) } else { format!("{year}-{:02}", month + 1) }
}

fn same(name: &str) -> String {
    name.to_owned()
}

#[test]
fn uci_online_retail() {
    let Some(mut set) = Set::open("uci_online_retail", &["online_retail_2010-12_to_2011-05.csv"]) else { return };
    set.number("revenue_net_all_rows", "", "bookings", "orders", 0.05);
    set.table("revenue_by_month", "net", ("bookings", "orders", None, Some(Grain::Month)), 0.05, same);
    set.table("revenue_by_quarter", "net", ("bookings", "orders", None, Some(Grain::Quarter)), 0.05, same);
    set.number("returns_value", "", "returns", "amount", 0.005);
    set.number("return_rate_value", "", "returns", "rate", 1e-5);
    set.number("customers", "", "active_customers", "orders", 0.0);
    set.number("repeat_purchase_rate", "rate", "repeat_purchase", "orders", 1e-6);
    set.customers_by_month();
    set.number("days_between_orders", "median", "purchase_interval", "median", 0.0);
    set.number("days_between_orders", "mean", "purchase_interval", "mean", 1e-6);
    set.number("days_between_orders", "p90", "purchase_interval", "p90", 0.0);
    set.table("new_customers_by_month", "new_customers", ("new_customers", "first_order", None, Some(Grain::Month)), 0.0, same);
    let truth = set.truth("retention_half");
    let spring = Lens { from: Day::parse_iso("2011-03-01"), to: Day::parse_iso("2011-06-01"), ..lens("customer_retention", "orders") };
    let cell = evaluate(&mut set.session, spring).cells.remove(0);
    set.near("retention_half", truth["rate"].as_f64().unwrap(), value(&cell), 1e-6);
    set.near("retention_half base", truth["base"].as_f64().unwrap(), cell.denominator.unwrap().as_f64(), 0.0);
    set.close();
}

#[test]
fn us_regional_sales() {
    let year = |name: &str| name.to_owned();
    for file in ["US_Regional_Sales_Data.csv", "US_Regional_Sales_Data.xlsx"] {
        let Some(mut set) = Set::open("us_regional_sales", &[file]) else { return };
        set.number("revenue", "net", "bookings", "orders", per_row(7_991));
        set.number("revenue", "margin_on_net", "gross_margin", "rate", 1e-5);
        set.table("revenue_by_month", "net", ("bookings", "orders", None, Some(Grain::Month)), per_row(400), same);
        set.table("revenue_by_quarter", "net", ("bookings", "orders", None, Some(Grain::Quarter)), per_row(1_000), same);
        set.table("revenue_by_year", "net", ("bookings", "orders", None, Some(Grain::Year)), per_row(3_200), year);
        set.table("by_channel", "net", ("bookings", "orders", Some(Dimension::Source), None), per_row(3_300), same);
        set.number("repeat_purchase_rate", "rate", "repeat_purchase", "orders", 1e-6);
        set.number("average_order_value", "aov", "average_order_value", "mean", 0.01);
        set.number("average_order_value", "invoices", "average_order_value", "orders", 0.0);
        set.customers_by_month();
        if file.ends_with("xlsx") {
            // Names and regions stand on sheets of their own, joined by id.
            set.table("by_sales_team", "net", ("bookings", "orders", Some(Dimension::Person), None), per_row(400), same);
            set.table("by_region_of_team", "net", ("bookings", "orders", Some(Dimension::Region), None), per_row(3_000), same);
            set.table("top_customers", "net", ("bookings", "orders", Some(Dimension::Customer), None), per_row(300), same);
        }
        set.close();
    }
}

#[test]
fn cn_tmall_orders() {
    let Some(mut set) = Set::open("cn_tmall_orders", &["tmall_order_report.csv"]) else { return };
    set.number("amounts", "received", "bookings", "orders", 0.001);
    set.table("by_day", "paid", ("bookings", "orders", None, Some(Grain::Day)), 0.001, same);
    set.table("by_province", "paid", ("bookings", "orders", Some(Dimension::Region), None), 0.001, same);
    set.close();
}

#[test]
fn cn_meal_orders() {
    let Some(mut set) = Set::open("cn_meal_orders", &["meal_order_info.csv", "meal_order_detail.csv"]) else { return };
    let truth = set.truth("by_status");
    let all: f64 = truth["rows"].as_array().unwrap().iter().map(|row| row[2].as_f64().unwrap()).sum();
    let got = set.one("bookings", "orders");
    set.near("by_status, all", all, got, 0.001);
    let Reply::Summary(summary) = ask(&mut set.session, Summary {}) else { panic!("no summary") };
    assert_eq!(summary.tables[0].encoding, "GB18030");
    assert_eq!((summary.tables[0].rows, summary.tables[1].rows), (945, 10_037));
    let names = set.truth("names_gb18030");
    let name = summary.tables[0].columns.iter().find(|column| column.header == "name").unwrap();
    assert_eq!(Some(name.sample.as_str()), names[0].as_str());
    set.close();
}

#[test]
fn sfo_survey_2017() {
    let Some(mut set) = Set::open("sfo_survey_2017", &["2017_SFO_Customer_Survey.csv"]) else { return };
    set.number("nps", "nps", "nps", "score", 1e-6);
    set.number("csat_top2", "csat", "csat", "top_two", 1e-6);
    set.number("csat_top2", "mean", "csat", "mean", 1e-5);
    set.close();
}

#[test]
fn salesforce_stage_history() {
    let Some(mut set) = Set::open("salesforce_stage_history", &["opportunity.csv", "opportunity_history.csv"]) else { return };
    set.number("win_rate_count", "rate", "win_rate", "close_date_count", 1e-6);
    set.number("win_rate_value", "", "win_rate", "close_date_amount", 1e-6);
    set.number("open_pipeline", "n", "opportunities", "open", 0.0);
    set.number("open_pipeline", "amount", "opportunities", "open_value", 0.001);
    set.number("average_deal_size", "mean", "average_deal_size", "mean", 0.01);
    set.number("average_deal_size", "median", "average_deal_size", "median", 0.01);
    set.number("cycle_days_won", "mean", "sales_cycle", "won_mean", 1e-5);
    set.number("cycle_days_lost", "mean", "sales_cycle", "lost_mean", 1e-5);
    set.table("won_amount_by_close_month", "amount", ("bookings", "won_amount", None, Some(Grain::Month)), 0.001, same);
    set.table("by_owner", "amount", ("bookings", "won_amount", Some(Dimension::Person), None), 0.001, same);
    let entered = set.cells("stage_conversion", "further", Some(Dimension::Stage), None);
    for row in set.truth("stage_entered")["rows"].as_array().unwrap() {
        // Closed stages are ends, not stays.
        let stage = row[0].as_str().unwrap();
        if !stage.starts_with("Closed") {
            let cell = entered.iter().find(|cell| cell.group.get("stage") == Some(stage)).unwrap_or_else(|| panic!("no {stage}"));
            set.near(stage, row[2].as_f64().unwrap(), cell.denominator.unwrap().as_f64(), 0.0);
        }
    }
    set.close();
}

#[test]
fn lead_scoring() {
    let Some(mut set) = Set::open("lead_scoring", &["lead_scoring.csv"]) else { return };
    set.number("conversion", "rate", "lead_conversion", "created", 1e-5);
    set.number("conversion", "leads", "lead_conversion", "leads", 0.0);
    set.number("conversion", "converted", "lead_conversion", "converted", 0.0);
    set.table("conversion_by_source_as_written", "rate", ("lead_conversion", "created", Some(Dimension::Source), None), 1e-5, same);
    set.close();
}

#[test]
fn prep_air_targets() {
    let Some(mut set) = Set::open("prep_air_targets", &["sales_flow_card.csv", "sales_no_flow_card.csv", "targets_q1.csv"]) else { return };
    set.number("revenue", "total", "bookings", "orders", 0.001);
    let month = |name: &str| format!("2024-{:0>2}", name);
    set.table("revenue_by_month", "revenue", ("bookings", "orders", None, Some(Grain::Month)), 0.001, month);
    set.close();
}

#[test]
fn what_is_not_in_the_files_is_refused_in_words() {
    let Some(mut set) = Set::open(
        "hubspot_schema_seed",
        &[
            "deal_data.csv",
            "deal_stage_data.csv",
            "deal_pipeline_stage_data.csv",
            "engagement_meeting_data.csv",
            "ticket_data.csv",
            "company_data.csv",
        ],
    ) else {
        return;
    };
    for (kpi, variant) in [
        ("bookings", "won_amount"),
        ("win_rate", "close_date_count"),
        ("sales_cycle", "won_median"),
        ("bookings", "orders"),
        ("nps", "score"),
    ] {
        let cell = set.cells(kpi, variant, None, None).remove(0);
        assert!(cell.value.is_none() && cell.missing.is_some(), "{kpi} {variant}: {:?}", cell.value);
    }
    for (name, file) in
        [("ibm_telco_churn", "Telco-Customer-Churn.csv"), ("uci_bank_marketing", "bank-full.csv"), ("shop_key_metrics", "input_01.csv")]
    {
        let Some(folder) = shared_data(name) else { return };
        let mut session = session_of(&folder, &[file]);
        for cell in evaluate(&mut session, Lens::default()).cells {
            assert!(cell.value.is_none() && cell.missing.is_some(), "{name} {} {}: {:?}", cell.kpi, cell.variant, cell.value);
        }
    }
}
