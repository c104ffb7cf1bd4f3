//! Formulas of one's own that look at other days than those of the period.
#![cfg(test)]

use kpi_model::{Ask, Cell, Day, Dimension, Explain, Grain, KpiChoice, Lens, Locale, Outcome, Reply, Sample, Why};
use kpi_tests::evaluate;
use kpi_workbench::Session;

fn own(formula: &str, lens: Lens) -> Lens {
    Lens { kpis: vec![KpiChoice { id: "own".to_owned(), formula: Some(formula.to_owned()), ..KpiChoice::default() }], ..lens }
}

fn months(formula: &str, session: &mut Session) -> Vec<Result<f64, Why>> {
    let lens = own(formula, Lens { grain: Some(Grain::Month), ..Lens::default() });
    let value = |cell: &Cell| cell.value.map(|value| value.as_f64()).ok_or_else(|| cell.missing.clone().unwrap());
    evaluate(session, lens).cells.iter().map(value).collect()
}

/// By hand: one order a month, 10 to 60.
#[test]
fn windows_by_hand() {
    let mut session = Session::default();
    let orders = "order id,order date,customer,amount\n1,2025-01-05,A,10\n2,2025-02-05,B,20\n3,2025-03-05,A,30\n4,2025-04-05,C,40\n\
        5,2025-05-05,A,50\n6,2025-06-30,B,60\n";
    session.add_bytes("orders.csv", orders.as_bytes()).unwrap();
    let early = || Err(Why::BeforeData);
    let mut of = |formula: &str| months(formula, &mut session);
    assert_eq!(of("before(sum(orders.amount))"), [early(), Ok(10.0), Ok(20.0), Ok(30.0), Ok(40.0), Ok(50.0)]);
    assert_eq!(of("trailing(sum(orders.amount), 3)"), [early(), early(), Ok(60.0), Ok(90.0), Ok(120.0), Ok(150.0)]);
    assert_eq!(of("近几期(去重(订单.客户)，3)"), [early(), early(), Ok(2.0), Ok(3.0), Ok(2.0), Ok(3.0)]);
    assert_eq!(of("年初至今(求和(订单.金额))"), [10.0, 30.0, 60.0, 100.0, 150.0, 210.0].map(Ok));
    assert_eq!(of("sum(orders.amount) / before(sum(orders.amount)) - 1"), [early(), Ok(1.0), Ok(0.5), Ok(1.0 / 3.0), Ok(0.25), Ok(0.2)]);
    assert_eq!(of("trailing(sum(orders.amount) / count(orders), 2)"), [early(), Ok(15.0), Ok(25.0), Ok(35.0), Ok(45.0), Ok(55.0)]);
    assert!(of("yearBefore(sum(orders.amount))").iter().all(|value| *value == early()));
    // Over all time there is no period to look back from.
    let lens = own("before(sum(orders.amount))", Lens::default());
    assert_eq!(evaluate(&mut session, lens).cells[0].missing, Some(Why::NeedsPeriod));
}

/// A window is the period it stands for, asked for by itself; its rows are those that are shown.
#[test]
fn windows_are_periods_asked_for() {
    let mut session = Session::default();
    session.handle(Ask::Sample(Sample { locale: Locale::English, opportunities: None }));
    let month = |month: i32| Day::from_ymd(2025, 1, 1).unwrap().month_start(month);
    let inner = ["sum(orders.amount)", "distinct(orders.customer)", "count(opportunities where won on closed)"];
    let mut compared = 0;
    for inner in inner {
        for by in [vec![], vec![Dimension::Team]] {
            let windows = [("before({})", -1, 0), ("yearBefore({})", -12, -11), ("trailing({}, 4)", -3, 1), ("yearToDate({})", -3, 1)];
            for (window, from, to) in windows {
                let formula = window.replace("{}", inner);
                // Two months that are not the first: windows of both overlap.
                let asked = Lens { by: by.clone(), grain: Some(Grain::Month), from: Some(month(3)), to: Some(month(5)), ..Lens::default() };
                let found = evaluate(&mut session, own(&formula, asked)).cells;
                for at in [3, 4] {
                    let from = if window.starts_with("year") && from == -3 { month(0) } else { month(at + from) };
                    let alone = Lens { by: by.clone(), from: Some(from), to: Some(month(at + to)), ..Lens::default() };
                    for cell in evaluate(&mut session, own(&format!("1 * {inner}"), alone)).cells {
                        let label = format!("2025-{:02}", at + 1);
                        let same = found.iter().find(|other| other.group == cell.group && other.period.as_deref() == Some(&label)).unwrap();
                        assert_eq!((same.value, same.n), (cell.value, cell.n), "{formula} {label} {:?}", cell.group);
                        compared += 1;
                    }
                }
                let one = own(&formula, Lens { from: Some(month(3)), to: Some(month(4)), ..Lens::default() });
                let n = evaluate(&mut session, one.clone()).cells[0].n;
                let Outcome::Ok(Reply::Explain(shown)) = session.handle(Ask::Explain(Explain { lens: one })) else { panic!("{formula}") };
                assert_eq!(u64::from(shown.counted), n, "{formula}");
            }
        }
    }
    assert_eq!(compared, 96);
}

/// Four orders around midnight in UTC: in China the late one belongs to the next month.
#[test]
fn a_day_is_that_of_the_business() {
    let orders = "order id,order date,customer,amount\n1,2025-01-31T20:00:00Z,A,10\n2,2025-01-31T10:00:00Z,A,20\n3,2025-02-01 01:00:00+08:00,B,40\n\
        4,2025-02-03T00:00:00Z,B,80\n";
    let by_month = |zone: Option<&str>| {
        let mut session = Session::default();
        session.add_bytes("orders.csv", orders.as_bytes()).unwrap();
        let mapping = kpi_model::Mapping { zone: zone.map(str::to_owned), ..kpi_model::Mapping::default() };
        let Outcome::Ok(Reply::Bind(summary)) = session.handle(Ask::Bind(mapping)) else { panic!("not bound") };
        assert!(summary.has_zones && summary.diagnostics.iter().any(|found| found.code == "N-ZONE"), "{:?}", summary.diagnostics);
        months("sum(orders.amount)", &mut session).into_iter().map(Result::unwrap).collect::<Vec<_>>()
    };
    assert_eq!(by_month(None), [30.0, 120.0]);
    assert_eq!(by_month(Some("UTC+08:00")), [20.0, 130.0]);
    assert_eq!(by_month(Some("UTC")), [70.0, 80.0]);
    // What is no zone moves nothing, and is said.
    assert_eq!(by_month(Some("Shanghai")), [30.0, 120.0]);
}

/// Windows of spans longer than any calendar knows.
#[test]
fn no_span_stops_the_engine() {
    let mut session = Session::default();
    session.add_bytes("orders.csv", b"order id,order date,amount\n1,2025-01-05,10\n2,2025-02-05,20\n3,2025-03-05,30\n").unwrap();
    for (from, to) in [("0001-01-01", "9999-12-31"), ("1900-01-01", "2100-01-01"), ("2025-01-01", "2025-01-02")] {
        for formula in [
            "trailing(sum(orders.amount), 100)",
            "before(sum(orders.amount))",
            "yearBefore(sum(orders.amount))",
            "yearToDate(sum(orders.amount))",
        ] {
            for grain in [None, Some(Grain::Year)] {
                let lens = own(formula, Lens { from: Day::parse_iso(from), to: Day::parse_iso(to), grain, ..Lens::default() });
                assert!(matches!(session.handle(Ask::Evaluate(lens)), Outcome::Ok(_) | Outcome::Failed(_)));
            }
        }
    }
}
