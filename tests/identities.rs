//! Identities over generated companies: parts add up, order and splitting change nothing, explanations are complete.
#![cfg(test)]

use kpi_model::{
    Against, Ask, AskChange, Cell, Day, Dimension, Explain, Grain, Hello, KpiChoice, Lens, Locale, Quantity, Reply, Report, Sample, Weights,
};
use kpi_tests::{ask, evaluate, exact};
use kpi_workbench::Session;
use proptest::prelude::*;

fn files(seed: u64, opportunities: u32) -> Vec<(String, String)> {
    let options = kpi_sample::Options { language: kpi_sample::Language::English, seed, opportunities };
    kpi_sample::generate(&options).files.into_iter().map(|file| (file.name, file.text)).collect()
}

fn session(files: &[(String, String)]) -> Session {
    let mut session = Session::default();
    for (name, text) in files {
        session.add_bytes(name, text.as_bytes()).unwrap();
    }
    session
}

/// Every additive variant of the catalogue.
fn additive(session: &mut Session) -> Vec<KpiChoice> {
    let Reply::Hello(catalog) = ask(session, Hello {}) else { panic!("no catalogue") };
    let variants =
        catalog.kpis.iter().flat_map(|kpi| kpi.variants.iter().filter(|variant| variant.additive).map(move |variant| (kpi, variant)));
    variants.map(|(kpi, variant)| KpiChoice { id: kpi.id.clone(), variant: Some(variant.id.clone()), ..KpiChoice::default() }).collect()
}

/// KPI, variant and period.
type Key = (String, String, Option<String>);

/// Σ of numerators by variant and period.
fn sums(report: &Report) -> Vec<(Key, i128)> {
    let mut sums: Vec<(Key, i128)> = Vec::new();
    for cell in &report.cells {
        let key = (cell.kpi.clone(), cell.variant.clone(), cell.period.clone());
        let value = cell.numerator.map_or(0, |numerator| exact(Some(numerator)));
        match sums.iter_mut().find(|(known, _)| *known == key) {
            Some((_, sum)) => *sum += value,
            None => sums.push((key, value)),
        }
    }
    sums
}

/// The report without the spelling of file places: what must not depend on the order of rows.
fn canonical(report: &Report) -> Vec<Cell> {
    let mut cells = report.cells.clone();
    cells.sort_by_key(|cell| format!("{} {} {:?} {:?}", cell.kpi, cell.variant, cell.group, cell.period));
    cells
}

/// Companies tried per identity: 40, or as many as the environment asks for. `IDENTITY_CASES=10000` in a release build is the
/// promise of the catalogue.
fn cases() -> ProptestConfig {
    ProptestConfig::with_cases(std::env::var("IDENTITY_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(40))
}

proptest! {
    #![proptest_config(cases())]

    /// Entered = advanced + lost + regressed + still there, in every stage, team and month.
    #[test]
    fn the_account_of_a_stage_is_closed(seed in 0u64..1_000_000, n in 20u32..150, by in 0usize..3, grain in 0usize..3) {
        let mut session = session(&files(seed, n));
        let by = [vec![], vec![Dimension::Stage], vec![Dimension::Stage, Dimension::Team]][by].clone();
        let kpis = vec![KpiChoice { id: "stage_flow".to_owned(), ..KpiChoice::default() }];
        let report = evaluate(&mut session, Lens { kpis, by, grain: [None, Some(Grain::Month), Some(Grain::Quarter)][grain], ..Lens::default() });
        let mut accounts: std::collections::BTreeMap<String, [i128; 2]> = std::collections::BTreeMap::new();
        for cell in &report.cells {
            let account = accounts.entry(format!("{:?} {:?}", cell.group, cell.period)).or_default();
            account[usize::from(cell.variant != "entered")] += cell.value.map_or(0, |value| exact(Some(value)));
        }
        prop_assert!(!accounts.is_empty());
        for (place, [entered, left]) in accounts {
            prop_assert!(entered == left, "{place}: {entered} entered, {left} accounted for");
        }
    }

    /// Before + effects = now: exactly for money, also row by row; to rounding for rates.
    #[test]
    fn a_change_is_the_sum_of_its_effects(
        seed in 0u64..1_000_000, n in 40u32..200, which in 0usize..7, by in 0usize..7, is_year in any::<bool>(), base in any::<bool>(),
    ) {
        let mut session = session(&files(seed, n));
        let (kpi, variant) = [
            ("bookings", "won_amount"), ("win_rate", "close_date_count"), ("gross_margin", "rate"), ("average_deal_size", "mean"),
            ("average_discount", "rate"), ("opportunities", "count"), ("gross_margin", "amount"),
        ][which];
        let lens = Lens { from: Day::from_ymd(2025, 4, 1), to: Day::from_ymd(2025, 10, 1), ..kpi_tests::lens(kpi, variant) };
        let asked = AskChange {
            lens,
            by: Some(Dimension::ALL[by]),
            against: if is_year { Against::Year } else { Against::Period },
            weights: if base { Weights::Base } else { Weights::Midpoint },
        };
        let Reply::Change(view) = ask(&mut session, Ask::Change(asked)) else { panic!("no change") };
        // A count has a value in every period: what is taken apart is never nothing.
        prop_assert!(kpi != "opportunities" || !view.totals.is_empty());
        if let (Some(before), Some(now), false) = (view.before, view.now, view.totals.is_empty()) {
            match (before, now) {
                (Quantity::Money(before), Quantity::Money(now)) => {
                    let parts: i128 = view.rows.iter().flat_map(|row| &row.effects).map(|effect| exact(Some(*effect))).sum();
                    let totals: i128 = view.totals.iter().map(|total| exact(Some(*total))).sum();
                    prop_assert_eq!((before.minor + parts, before.minor + totals), (now.minor, now.minor));
                }
                _ => {
                    let moved: f64 = view.totals.iter().map(|total| total.as_f64()).sum();
                    prop_assert!((before.as_f64() + moved - now.as_f64()).abs() < 1e-9, "{kpi}: {before:?} + {moved} ≠ {now:?}");
                }
            }
        }
    }

    #[test]
    fn people_and_teams_add_up_to_the_total(seed in 0u64..1_000_000, n in 20u32..400, by in 0usize..7, grain in 0usize..4) {
        let mut session = session(&files(seed, n));
        let kpis = additive(&mut session);
        let grain = [None, Some(Grain::Month), Some(Grain::Quarter), Some(Grain::Year)][grain];
        let lens = |by: Vec<Dimension>| Lens { kpis: kpis.clone(), by, grain, ..Lens::default() };
        let total = evaluate(&mut session, lens(Vec::new()));
        for by in [vec![Dimension::Person], vec![Dimension::Team], vec![Dimension::Team, Dimension::Person], vec![Dimension::ALL[by]]] {
            let report = evaluate(&mut session, lens(by.clone()));
            for ((key, all), (other, parts)) in sums(&total).into_iter().zip(sums(&report)) {
                prop_assert_eq!(&key, &other);
                // A table without this dimension has no answer by it, which is not a wrong answer.
                let is_answered = report.cells.iter().any(|cell| (&cell.kpi, &cell.variant) == (&key.0, &key.1) && cell.missing.is_none());
                if is_answered {
                    prop_assert!(all == parts, "{:?} by {:?}: {} ≠ {}", key, by, all, parts);
                }
            }
        }
    }

    #[test]
    fn months_add_up_to_quarters_and_years(seed in 0u64..1_000_000, n in 20u32..300) {
        let mut session = session(&files(seed, n));
        let flows = [("bookings", "won_amount"), ("opportunities", "count"), ("opportunities", "lost_value"), ("new_customers", "first_win"), ("bookings", "orders")];
        for (kpi, variant) in flows {
            let total = |session: &mut Session, grain| -> i128 {
                let report = evaluate(session, Lens { grain: Some(grain), ..kpi_tests::lens(kpi, variant) });
                report.cells.iter().map(|cell| exact(cell.value)).sum()
            };
            let months = total(&mut session, Grain::Month);
            prop_assert_eq!(months, total(&mut session, Grain::Quarter));
            prop_assert_eq!(months, total(&mut session, Grain::Year));
            prop_assert_eq!(months, total(&mut session, Grain::Day));
        }
    }

    #[test]
    fn order_of_rows_and_split_files_change_nothing(seed in 0u64..1_000_000, n in 20u32..300) {
        let files = files(seed, n);
        let lens = || Lens { by: vec![Dimension::Person], grain: Some(Grain::Quarter), ..Lens::default() };
        let plain = canonical(&evaluate(&mut session(&files), lens()));
        let reversed: Vec<(String, String)> = files.iter().map(|(name, text)| {
            let mut lines: Vec<&str> = text.lines().collect();
            lines[1..].reverse();
            (name.clone(), lines.join("\n"))
        }).collect();
        prop_assert_eq!(&plain, &canonical(&evaluate(&mut session(&reversed), lens())));
        let mut split: Vec<(String, String)> = Vec::new();
        for (name, text) in &files {
            let lines: Vec<&str> = text.lines().collect();
            let middle = 1 + (lines.len() - 1) / 2;
            split.push((name.clone(), lines[..middle].join("\n")));
            split.push((format!("more {name}"), [&lines[..1], &lines[middle..]].concat().join("\n")));
        }
        prop_assert_eq!(&plain, &canonical(&evaluate(&mut session(&split), lens())));
    }
}

#[test]
fn counted_and_excluded_rows_are_all_rows() {
    let mut session = Session::default();
    ask(&mut session, Sample { locale: Locale::English, opportunities: None });
    let Reply::Hello(catalog) = ask(&mut session, Hello {}) else { panic!("no catalogue") };
    let mut count = 0;
    for kpi in &catalog.kpis {
        for variant in &kpi.variants {
            for (from, to) in [(None, None), (Some("2025-07-01"), Some("2025-10-01"))] {
                let day = |text: Option<&str>| text.and_then(kpi_model::Day::parse_iso);
                let lens = Lens { from: day(from), to: day(to), ..kpi_tests::lens(&kpi.id, &variant.id) };
                let Reply::Explain(explanation) = ask(&mut session, Ask::Explain(Explain { lens: lens.clone() })) else {
                    panic!("no explanation")
                };
                let excluded: u32 = explanation.excluded.iter().map(|group| group.count).sum();
                assert_eq!(explanation.counted + excluded, explanation.total, "{} {}", kpi.id, variant.id);
                let cell = evaluate(&mut session, lens).cells[0].clone();
                let is_answered = cell.missing.is_none() || cell.n > 0;
                assert!(
                    !is_answered || u64::from(explanation.counted) == cell.n,
                    "{} {}: {} rows, n {}",
                    kpi.id,
                    variant.id,
                    explanation.counted,
                    cell.n
                );
                count += 1;
            }
        }
    }
    assert!(count > 60);
}
