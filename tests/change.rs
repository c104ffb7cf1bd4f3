//! The change of a figure, taken apart, on the sample: before + Σ effects = now, for every KPI and breakdown.
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
                let choice = KpiChoice { id: kpi.id.clone(), variant: Some(variant.id.clone()) };
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
                        let minor = |quantity: &Quantity| if let Quantity::Money(money) = quantity { money.minor } else { panic!("{what}") };
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
