//! How the forecast would have done on public data sets: error, bias and coverage by rolling origin, or why it is withheld.
//!
//! Prints the figures (`-- --nocapture`) and checks that each set has figures or a reason. The sets lie beside the project and are
//! not part of it; where they are absent the test says so and passes.
#![cfg(test)]

use kpi_model::{Ask, AskEvidence, AskForecast, EvidenceView, ForecastView, Outcome, Reply};
use kpi_tests::{session_of, shared_data};
use kpi_workbench::Session;

const SETS: [(&str, &[&str]); 6] = [
    ("maven_crm", &["accounts.csv", "products.csv", "sales_teams.csv", "sales_pipeline.csv"]),
    ("salesforce_stage_history", &["opportunity.csv", "opportunity_history.csv"]),
    ("us_regional_sales", &["US_Regional_Sales_Data.csv"]),
    ("prep_air_targets", &["sales_flow_card.csv", "sales_no_flow_card.csv"]),
    ("uci_online_retail", &["online_retail_2010-12_to_2011-05.csv"]),
    ("cn_tmall_orders", &["tmall_order_report.csv"]),
];

fn forecast(session: &mut Session) -> Result<ForecastView, String> {
    match session.handle(Ask::Forecast(AskForecast::default())) {
        Outcome::Ok(Reply::Forecast(view)) => Ok(view),
        Outcome::Failed(failure) => Err(failure.what.en),
        Outcome::Ok(_) => Err("another reply".to_owned()),
    }
}

fn evidence(session: &mut Session) -> Result<EvidenceView, String> {
    match session.handle(Ask::Evidence(AskEvidence::default())) {
        Outcome::Ok(Reply::Evidence(view)) => Ok(view),
        Outcome::Failed(failure) => Err(failure.what.en),
        Outcome::Ok(_) => Err("another reply".to_owned()),
    }
}

#[test]
fn figures_or_a_reason() {
    for (set, files) in SETS {
        let Some(folder) = shared_data(set) else {
            println!("skipped: ../shared/data/{set} is not there");
            continue;
        };
        let known: Vec<&str> = files.iter().copied().filter(|file| folder.join(file).is_file()).collect();
        assert!(!known.is_empty(), "{set}: none of {files:?}");
        let mut session = session_of(&folder, &known);
        match forecast(&mut session) {
            Ok(view) => match view.backtest {
                Some(test) => {
                    assert!(test.origins > 0 && test.wape.is_finite());
                    println!(
                        "{set}: paths: {} origins, {} months each, error {:.1} %, bias {:+.1} %, 80 % band held {} of {}, Brier {:?}",
                        test.origins,
                        test.months,
                        test.wape * 100.0,
                        test.bias * 100.0,
                        test.inside,
                        test.origins,
                        test.brier
                    );
                }
                None => println!("{set}: paths: no backtest ({:?})", view.withheld.map(|why| why.en)),
            },
            Err(why) => {
                assert!(!why.is_empty());
                println!("{set}: paths: withheld: {why}");
            }
        }
        match evidence(&mut session).map(|view| view.smoothing) {
            Ok(Some(view)) => println!(
                "{set}: smoothing, season {}: {} origins, error {:.1} %, bias {:+.1} %",
                view.season,
                view.origins,
                view.wape * 100.0,
                view.bias * 100.0
            ),
            Ok(None) => println!("{set}: smoothing: history too short"),
            Err(why) => println!("{set}: smoothing: withheld: {why}"),
        }
    }
}
