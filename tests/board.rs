//! Speed of the whole board: every KPI and variant, as the overview asks for it.
//!
//! `cargo bench -p kpi-tests` on a generated company of 100,000 opportunities. Prints figures, asserts none.
#![expect(clippy::unwrap_used, reason = "a benchmark: it stops where something is wrong")]

use criterion::{Criterion, criterion_group, criterion_main};
use kpi_model::{Ask, Board, Dimension, Grain, Lens, Locale, Sample};
use kpi_workbench::Session;

const OPPORTUNITIES: u32 = 100_000;

fn overview() -> Vec<Lens> {
    vec![
        Lens::default(),
        Lens { grain: Some(Grain::Month), ..Lens::default() },
        Lens { by: vec![Dimension::Team, Dimension::Person], ..Lens::default() },
    ]
}

fn board(criterion: &mut Criterion) {
    let mut session = Session::default();
    assert!(matches!(
        session.handle(Ask::Sample(Sample { locale: Locale::English, opportunities: Some(OPPORTUNITIES) })),
        kpi_model::Outcome::Ok(_)
    ));
    let mut group = criterion.benchmark_group("100,000 opportunities");
    group.sample_size(10);
    group.bench_function("all KPIs and variants, total", |bencher| {
        bencher.iter(|| session.handle(Ask::Evaluate(Lens::default())));
    });
    group.bench_function("overview: total, by month, by team and person", |bencher| {
        bencher.iter(|| session.handle(Ask::Board(Board { lenses: overview() })));
    });
    group.finish();
    let mut loading = criterion.benchmark_group("load");
    loading.sample_size(10);
    let files = kpi_sample::generate(&kpi_sample::Options {
        language: kpi_sample::Language::English,
        opportunities: OPPORTUNITIES,
        ..kpi_sample::Options::default()
    })
    .files;
    loading.bench_function("read and bind all files", |bencher| {
        bencher.iter(|| {
            let mut session = Session::default();
            for file in &files {
                session.add_bytes(&file.name, file.text.as_bytes()).unwrap();
            }
            session.handle(Ask::Summary(kpi_model::Summary {}))
        });
    });
    loading.finish();
}

criterion_group!(benches, board);
criterion_main!(benches);
