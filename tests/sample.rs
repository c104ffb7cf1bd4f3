//! The planted problems of the sample: the engine finds the numbers the generator counted.
#![cfg(test)]

use kpi_model::{Day, Dimension, Filter, Lens, Locale, Reply, Sample};
use kpi_tests::{ask, evaluate, exact, lens};
use kpi_workbench::Session;

fn check(locale: Locale) {
    let sample = Sample { locale, opportunities: None };
    let mut session = Session::default();
    let Reply::Sample(summary) = ask(&mut session, sample) else { panic!("no summary") };
    assert!(summary.tables.iter().all(|table| table.kind.is_some()), "every file is understood");
    let rows: u32 = summary.tables.iter().map(|table| table.rows).sum();
    assert!((18_000..25_000).contains(&rows), "{rows} rows");
    let answers = kpi_workbench::answers(&sample);
    assert!(answers.len() >= 12, "{} answers", answers.len());
    for answer in answers {
        let filters = answer.dimension.iter().map(|(dimension, value)| Filter {
            dimension: Dimension::ALL.into_iter().find(|d| d.name() == *dimension).unwrap(),
            values: vec![value.clone()],
        });
        let report = evaluate(
            &mut session,
            Lens {
                from: Day::parse_iso(answer.from),
                to: Day::parse_iso(answer.to),
                filters: filters.collect(),
                ..lens(answer.kpi, answer.variant)
            },
        );
        let cell = &report.cells[0];
        let got = (exact(cell.numerator), cell.denominator.map_or(1, |below| exact(Some(below))));
        assert_eq!(got, (answer.numerator, answer.denominator), "{} {:?} {}", answer.id, answer.dimension, answer.from);
    }
}

#[test]
fn answer_key_in_chinese() {
    check(Locale::Chinese);
}

#[test]
fn answer_key_in_english() {
    check(Locale::English);
}
