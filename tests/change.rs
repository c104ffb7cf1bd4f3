//! Two ways to one number, on the sample: what a block of rows gives against row by row, and the change of a figure against its
//! parts, for every KPI.
#![cfg(test)]

use kpi_model::{Against, Ask, AskChange, ChangeView, Day, Dimension, KpiChoice, Lens, Locale, Outcome, Quantity, Reply, Sample, Weights};
use kpi_workbench::Session;

fn change(session: &mut Session, ask: AskChange) -> ChangeView {
    match session.handle(Ask::Change(ask)) {
        Outcome::Ok(Reply::Change(view)) => view,
        other => panic!("{other:?}"),
    }
}

fn exact(quantity: Quantity) -> f64 {
    quantity.as_f64()
}

#[test]
fn nothing_is_left_over() {
    let mut session = Session::default();
    session.handle(Ask::Sample(Sample { locale: Locale::English, opportunities: None }));
    let (mut taken_apart, mut whole) = (0, 0);
    let Outcome::Ok(Reply::Hello(catalog)) = session.handle(Ask::Hello(kpi_model::Hello {})) else { panic!("no catalogue") };
    for kpi in &catalog.kpis {
        for variant in &kpi.variants {
            for (by, against, weights) in [
                (Dimension::Person, Against::Year, Weights::Midpoint),
                (Dimension::Product, Against::Period, Weights::Midpoint),
                (Dimension::Product, Against::Year, Weights::Base),
            ] {
                let choice = KpiChoice { id: kpi.id.clone(), variant: Some(variant.id.clone()), ..KpiChoice::default() };
                let lens = Lens { kpis: vec![choice], from: Day::from_ymd(2025, 7, 1), to: Day::from_ymd(2025, 10, 1), ..Lens::default() };
                let view = change(&mut session, AskChange { lens, by: Some(by), against, weights });
                let (Some(before), Some(now), false) = (view.before, view.now, view.totals.is_empty()) else {
                    whole += 1;
                    continue;
                };
                taken_apart += 1;
                let moved: f64 = view.totals.iter().copied().map(exact).sum();
                let what = format!("{}.{} by {by:?}: {before:?} + {:?} ≠ {now:?}", kpi.id, variant.id, view.totals);
                match (before, now) {
                    (Quantity::Money(before), Quantity::Money(now)) => {
                        let minor =
                            |quantity: &Quantity| if let Quantity::Money(money) = quantity { money.minor } else { panic!("{what}") };
                        assert_eq!(before.minor + view.totals.iter().map(minor).sum::<i128>(), now.minor, "{what}");
                        let parts: i128 = view.rows.iter().flat_map(|row| &row.effects).map(minor).sum();
                        assert_eq!(before.minor + parts, now.minor, "{what}");
                    }
                    _ => assert!((exact(before) + moved - exact(now)).abs() < 1e-9, "{what}"),
                }
            }
        }
    }
    assert!(taken_apart > 150 && whole > 20, "{taken_apart} taken apart, {whole} not");
}

/// Figures come from blocks of rows, explanations from single rows: they must count the same.
#[test]
fn blocks_and_rows_agree() {
    let mut session = Session::default();
    session.handle(Ask::Sample(Sample { locale: Locale::English, opportunities: None }));
    let Outcome::Ok(Reply::Hello(catalog)) = session.handle(Ask::Hello(kpi_model::Hello {})) else { panic!("no catalogue") };
    let spans =
        [(None, None, None), (Day::from_ymd(2025, 4, 1), Day::from_ymd(2025, 7, 1), None), (None, None, Day::from_ymd(2025, 3, 15))];
    let mut compared = 0;
    for kpi in &catalog.kpis {
        for variant in &kpi.variants {
            for (from, to, as_of) in spans {
                let choice = KpiChoice { id: kpi.id.clone(), variant: Some(variant.id.clone()), ..KpiChoice::default() };
                let lens = Lens { kpis: vec![choice], from, to, as_of, ..Lens::default() };
                let Outcome::Ok(Reply::Evaluate(report)) = session.handle(Ask::Evaluate(lens.clone())) else {
                    panic!("{} is refused", kpi.id)
                };
                let cell = report.cells.into_iter().next().filter(|cell| cell.missing.is_none());
                let Outcome::Ok(Reply::Explain(explanation)) = session.handle(Ask::Explain(kpi_model::Explain { lens })) else { continue };
                // n of answers counts those of one question, of a calculation those of its first measure.
                if let Some(cell) = cell {
                    assert_eq!(cell.n, u64::from(explanation.counted), "{}.{} {from:?} {as_of:?}", kpi.id, variant.id);
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 300, "{compared}");
}

/// What is derived from one kind of file or another shows the rows and columns of the one it came from.
#[test]
fn rows_are_those_of_the_files_they_come_from() {
    let mut session = Session::default();
    let invoices =
        "order id,order date,customer,amount,payment due date,paid date\n1,2026-01-01,A,100,2026-01-31,2026-01-20\n2,2026-03-01,B,300,,\n";
    session.add_bytes("invoices.csv", invoices.as_bytes()).unwrap();
    for (kpi, variant, column) in [("receivables", "on_time", "payment due date"), ("new_customers", "first_win", "order date")] {
        let choice = KpiChoice { id: kpi.to_owned(), variant: Some(variant.to_owned()), ..KpiChoice::default() };
        let lens = Lens { kpis: vec![choice], ..Lens::default() };
        let ask = kpi_model::Rows { lens, code: "counted".to_owned(), offset: 0, limit: 5 };
        let Outcome::Ok(Reply::Rows(page)) = session.handle(Ask::Rows(ask)) else { panic!("{kpi} has no rows") };
        let at = page.headers.iter().position(|header| header == column).unwrap_or_else(|| panic!("{kpi}: {:?}", page.headers));
        assert!(!page.rows[0][at].is_empty(), "{kpi}: {:?}", page.rows);
    }
}
