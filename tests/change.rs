//! Two ways to one number, on the sample: what a block of rows gives against row by row, and the change of a figure against its
//! parts, for every KPI.
#![cfg(test)]

use kpi_model::{
    Against, Ask, AskChange, ChangeView, Day, Dimension, Effect, ExchangeRate, KpiChoice, Lens, Locale, Mapping, Outcome, Quantity, Reply,
    Sample, Weights,
};
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

/// By hand: what was won in euro is converted at 8 and 7.5, on average 7.75, in the first quarter and at 7 in the second.
#[test]
fn what_moved_with_the_rates_is_told_apart() {
    let day = |month| Day::from_ymd(2025, month, 1);
    let rate = |rate: &str, from| ExchangeRate { currency: "EUR".to_owned(), rate: rate.to_owned(), from };
    let rates = vec![rate("8", None), rate("7.5", day(3)), rate("7", day(4))];
    let deals = "opportunity id,stage,close date,amount,currency,product\n1,Won,2025-01-10,1000,EUR,A\n2,Won,2025-03-10,1000,EUR,A\n\
        3,Won,2025-02-10,500,CNY,B\n4,Won,2025-05-10,1500,EUR,A\n5,Won,2025-06-10,700,CNY,B\n6,Won,2025-06-10,100,USD,B\n7,Won,2025-06-10,0,CNY,B\n\
        8,Won,2025-06-11,1,CNY,B\n";
    let orders = "order id,order date,amount,currency,product,quantity\n1,2025-01-10,1000,EUR,A,10\n2,2025-04-10,1500,EUR,A,12\n3,2025-04-11,30,CNY,B,1\n\
        4,2025-01-10,20,CNY,B,1\n5,2025-01-10,20,CNY,B,1\n";
    let mut session = Session::default();
    for (name, text) in [("opportunities.csv", deals), ("orders.csv", orders)] {
        session.add_bytes(name, text.as_bytes()).unwrap();
    }
    let rates = [rates, vec![ExchangeRate { currency: "USD".to_owned(), rate: "7".to_owned(), from: None }]].concat();
    session.handle(Ask::Bind(Mapping { currency: Some("CNY".to_owned()), rates, ..Mapping::default() }));
    let ask = |kpi: &str, variant: &str, by| {
        let choice = KpiChoice { id: kpi.to_owned(), variant: Some(variant.to_owned()), ..KpiChoice::default() };
        let lens = Lens { kpis: vec![choice], from: day(4), to: day(7), ..Lens::default() };
        AskChange { lens, by, against: Against::Period, weights: Weights::Midpoint }
    };
    let found = |view: ChangeView| {
        let totals: Vec<(Effect, f64)> = view.effects.iter().copied().zip(view.totals.iter().copied().map(exact)).collect();
        (view.before.map(exact), view.now.map(exact), totals)
    };
    for by in [None, Some(Dimension::Product), Some(Dimension::Currency)] {
        // 1500 × 7 − 1500 × 7.75 = −1125; dollars were not there before: nothing of theirs is put down to rates.
        let expected = vec![(Effect::Amount, -2_974.0), (Effect::Currency, -1_125.0)];
        assert_eq!(found(change(&mut session, ask("bookings", "won_amount", by))), (Some(16_000.0), Some(11_901.0), expected), "{by:?}");
    }
    // A at the earlier rate of 8: 800 to 1000 for 10 to 12 pieces; B 20 to 30 for 2 to 1.
    let (before, now, totals) = found(change(&mut session, ask("bookings", "orders", Some(Dimension::Product))));
    assert_eq!((before, now), (Some(8_040.0), Some(10_530.0)));
    let part = |wanted: Effect| totals.iter().find(|(effect, _)| *effect == wanted).map(|(_, part)| *part);
    assert_eq!(part(Effect::Currency), Some(-1_500.0));
    assert_eq!(part(Effect::Price), Some(11.0 * 200.0 + 1.5 * 10.0));
    assert_eq!(totals.iter().map(|(_, part)| part).sum::<f64>(), 2_490.0);
}

/// By hand: A sold 10 pieces at 10 that cost 6, then 12 at 11 that cost 7; B 5 at 20 for 15, then 5 at 20 for 15; C is new.
#[test]
fn a_margin_moves_by_price_and_cost() {
    let orders = "order id,order date,product,quantity,amount,cost\n1,2025-01-10,A,10,100,60\n2,2025-01-11,B,5,100,75\n3,2025-02-10,A,12,132,84\n\
        4,2025-02-11,B,5,100,75\n5,2025-02-12,C,1,50,20\n6,2025-02-12,A,3,40,\n";
    let mut session = Session::default();
    session.add_bytes("orders.csv", orders.as_bytes()).unwrap();
    let lens = Lens { from: Day::from_ymd(2025, 2, 1), to: Day::from_ymd(2025, 3, 1), ..kpi_tests::lens("gross_margin", "amount") };
    let ask = AskChange { lens, by: Some(Dimension::Product), against: Against::Period, weights: Weights::Midpoint };
    let view = change(&mut session, ask);
    let totals: Vec<(Effect, f64)> = view.effects.iter().copied().zip(view.totals.iter().copied().map(exact)).collect();
    // 65 to 103. A: price (10 + 12) ÷ 2 × 1, cost (10 + 12) ÷ 2 × −1. Volume: 2 pieces at the mean of 65 ÷ 15 and 73 ÷ 17; mix: at 4 less that.
    let average = (65.0 / 15.0 + 73.0 / 17.0) / 2.0;
    let near = |a: f64, b: f64| (a - b).abs() < 0.011;
    assert_eq!((view.before.map(exact), view.now.map(exact)), (Some(65.0), Some(103.0)));
    for (effect, wanted) in [
        (Effect::Price, 11.0),
        (Effect::Cost, -11.0),
        (Effect::Volume, 2.0 * average),
        (Effect::Mix, 2.0 * (4.0 - average)),
        (Effect::New, 30.0),
        (Effect::Lost, 0.0),
        (Effect::Rest, 0.0),
    ] {
        let found = totals.iter().find(|(other, _)| *other == effect).unwrap().1;
        assert!(near(found, wanted), "{effect:?}: {found}, not {wanted}");
    }
    assert_eq!(totals.iter().map(|(_, part)| part).sum::<f64>(), 38.0);
}

/// The same in euro: the rate moves amount and cost alike.
#[test]
fn a_margin_moves_by_rates() {
    let orders = "order id,order date,product,quantity,amount,cost,currency\n1,2025-01-10,A,10,100,60,EUR\n2,2025-02-10,A,10,110,60,EUR\n\
        3,2025-01-10,B,1,10,5,CNY\n4,2025-02-10,B,1,10,5,CNY\n5,2025-02-10,B,1,0,0,CNY\n6,2025-02-10,B,1,0,0,CNY\n";
    let mut session = Session::default();
    session.add_bytes("orders.csv", orders.as_bytes()).unwrap();
    let rate = |rate: &str, from| ExchangeRate { currency: "EUR".to_owned(), rate: rate.to_owned(), from };
    let rates = vec![rate("8", None), rate("7", Day::from_ymd(2025, 2, 1))];
    session.handle(Ask::Bind(Mapping { currency: Some("CNY".to_owned()), rates, ..Mapping::default() }));
    let lens = Lens { from: Day::from_ymd(2025, 2, 1), to: Day::from_ymd(2025, 3, 1), ..kpi_tests::lens("gross_margin", "amount") };
    let ask = AskChange { lens, by: Some(Dimension::Product), against: Against::Period, weights: Weights::Base };
    let view = change(&mut session, ask);
    let part =
        |wanted: Effect| view.effects.iter().position(|effect| *effect == wanted).and_then(|at| view.totals.get(at)).copied().map(exact);
    // 40 × 8 + 5 before, 50 × 7 + 5 now: at the earlier rate 50 × 8, so the price brought 10 × 8 and the rate took 50. Three pieces
    // of B for what one brought before: −20.
    assert_eq!((view.before.map(exact), view.now.map(exact)), (Some(325.0), Some(355.0)));
    assert_eq!((part(Effect::Price), part(Effect::Currency)), (Some(80.0 - 20.0), Some(-50.0)));
    assert_eq!(view.totals.iter().copied().map(exact).sum::<f64>(), 30.0);
}

/// What came in at one rate and went back at another: of each row the amount and its own cost at the earlier rate.
#[test]
fn what_went_back_has_a_rate_of_its_own() {
    let orders = "order id,order date,product,quantity,amount,cost,currency\n1,2025-01-10,A,10,1000,600,EUR\n2,2025-02-10,A,10,1000,600,EUR\n\
        3,2025-02-20,A,-9,-1050,-300,EUR\n4,2025-01-10,A,10,1000,600,USD\n5,2025-02-10,A,10,1000,600,USD\n";
    let mut session = Session::default();
    session.add_bytes("orders.csv", orders.as_bytes()).unwrap();
    let rate = |rate: &str, from| ExchangeRate { currency: "EUR".to_owned(), rate: rate.to_owned(), from };
    let rates = vec![rate("1", None), rate("1.1", Day::from_ymd(2025, 2, 1)), rate("1.05", Day::from_ymd(2025, 2, 15))];
    session.handle(Ask::Bind(Mapping { currency: Some("USD".to_owned()), rates, ..Mapping::default() }));
    let lens = Lens { from: Day::from_ymd(2025, 2, 1), to: Day::from_ymd(2025, 3, 1), ..kpi_tests::lens("gross_margin", "amount") };
    let view = change(&mut session, AskChange { lens, by: Some(Dimension::Product), against: Against::Period, weights: Weights::Base });
    let moved = view.effects.iter().position(|effect| *effect == Effect::Currency).and_then(|at| view.totals.get(at)).copied().map(exact);
    // Amounts 1000 × 0.10 − 1050 × 0.05, costs 600 × 0.10 − 300 × 0.05.
    assert_eq!(moved, Some(47.5 - 45.0));
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
        let ask = kpi_model::Rows { lens: lens.clone(), code: "counted".to_owned(), offset: 0, limit: 5 };
        let Outcome::Ok(Reply::Rows(page)) = session.handle(Ask::Rows(ask)) else { panic!("{kpi} has no rows") };
        let at = page.headers.iter().position(|header| header == column).unwrap_or_else(|| panic!("{kpi}: {:?}", page.headers));
        assert!(!page.rows[0][at].is_empty(), "{kpi}: {:?}", page.rows);
        // The file has all of them, below the same header.
        let ask = kpi_model::SaveRows { lens, code: "counted".to_owned() };
        let Outcome::Ok(Reply::SaveRows(file)) = session.handle(Ask::SaveRows(ask)) else { panic!("{kpi} gives no file") };
        let lines: Vec<&str> = file.text.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!((lines[0], lines.len()), (page.headers.join(",").as_str(), page.total as usize + 1), "{kpi}");
    }
}
