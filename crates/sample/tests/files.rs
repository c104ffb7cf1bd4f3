//! The files: same seed same bytes, sizes, columns, dates, planted dirt and agreement of the files.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failed test stops")]

mod support;

use kpi_sample::{DUPLICATE_ROWS, FIRST_DATE, LAST_DATE, Language, Options, Sample, UNDATED_ROWS, generate};
use std::collections::{BTreeMap, BTreeSet};
use support::{Data, Row, lost, parse, rows, sample, won};

const LANGUAGES: [Language; 2] = [Language::Chinese, Language::English];

#[test]
fn same_seed_gives_the_same_bytes() {
    for language in LANGUAGES {
        assert_eq!(sample(language, 7, 2600), sample(language, 7, 2600));
        assert_ne!(sample(language, 7, 2600).files, sample(language, 8, 2600).files);
    }
    let default = Options { language: Language::Chinese, seed: 42, opportunities: 2600 };
    assert_eq!(Options::default(), default);
}

#[test]
fn default_size_is_about_twenty_thousand_rows() {
    let sample = generate(&Options::default());
    let sizes = sample.files.iter().map(|file| (file.name.as_str(), parse(&file.text).len() - 1));
    let sizes = sizes.collect::<BTreeMap<_, _>>();
    for (name, low, high) in [
        ("people.csv", 12, 12),
        ("accounts.csv", 680, 720),
        ("products.csv", 6, 6),
        ("opportunities.csv", 2600 + DUPLICATE_ROWS, 2600 + DUPLICATE_ROWS),
        ("stage_history.csv", 8000, 9200),
        ("activities.csv", 4700, 5300),
        ("orders.csv", 1100, 1350),
        ("survey.csv", 1250, 1300),
        ("targets.csv", 432, 432),
        ("leads.csv", 1200, 1400),
        ("payments.csv", 2000, 2600),
        ("spend.csv", 144, 144),
    ] {
        assert!((low..=high).contains(&sizes[name]), "{name} {}", sizes[name]);
    }
    assert!((21_000..26_000).contains(&sizes.values().sum::<usize>()));
}

#[test]
fn every_file_has_constant_columns() {
    for language in LANGUAGES {
        for size in [0, 1, 2, 3, 10, 60, 400, 2600] {
            for file in sample(language, 3, size).files {
                let rows = parse(&file.text);
                assert!(rows.iter().all(|row| row.len() == rows[0].len()), "{}", file.name);
            }
        }
    }
}

#[test]
fn dirt_is_planted_as_documented() {
    let sample = generate(&Options::default());
    let all = rows(&sample, "opportunities.csv");
    let mut seen: BTreeMap<&str, &Row> = BTreeMap::new();
    let mut copies = 0;
    for row in &all {
        if let Some(first) = seen.insert(&row[0], row) {
            assert_eq!(first, row);
            copies += 1;
        }
    }
    assert_eq!(copies, DUPLICATE_ROWS);
    let closed = seen.values().filter(|row| won(row) || lost(row));
    let undated = closed.filter(|row| row[7].is_empty()).map(|row| row[0].as_str());
    let undated = undated.collect::<BTreeSet<_>>();
    assert_eq!(undated.len(), UNDATED_ROWS);
    assert!(rows(&sample, "orders.csv").iter().all(|row| !undated.contains(row[1].as_str())));
}

fn check_history(sample: &Sample) {
    let mut history: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in rows(sample, "stage_history.csv") {
        history.entry(row[0].clone()).or_default().push(row);
    }
    let data = Data::read(sample);
    for deal in &data.deals {
        let steps = &history[&deal[0]];
        assert!(steps.is_sorted_by(|left, right| left[2] <= right[2]));
        assert_eq!(steps[0][2], deal[6]);
        let last = steps.last().unwrap();
        match (won(deal) || lost(deal), deal[7].is_empty()) {
            (true, true) => assert_ne!(last[1], deal[5]),
            (true, false) => assert_eq!((&last[1], &last[2]), (&deal[5], &deal[7])),
            (false, empty) => assert!(empty && last[1] == deal[5]),
        }
        assert_eq!(data.regions[&deal[1]], data.people[&deal[2]][2]);
    }
}

fn check_dates(sample: &Sample) {
    for (name, column) in [
        ("accounts.csv", 5),
        ("opportunities.csv", 6),
        ("opportunities.csv", 7),
        ("stage_history.csv", 2),
        ("activities.csv", 1),
        ("orders.csv", 5),
        ("survey.csv", 2),
        ("leads.csv", 4),
        ("leads.csv", 5),
        ("payments.csv", 4),
        ("payments.csv", 6),
    ] {
        for row in rows(sample, name) {
            let day = row[column].as_str();
            assert!(day.is_empty() || (FIRST_DATE..=LAST_DATE).contains(&day), "{name} {day}");
        }
    }
}

fn check_orders(sample: &Sample) {
    let data = Data::read(sample);
    let sold = data.orders.iter().filter(|row| !row[1].is_empty() && !row[6].starts_with('-'));
    let sold = sold.map(|row| (row[1].as_str(), (&row[2], &row[3], &row[4], &row[5], &row[6])));
    let sold = sold.collect::<Vec<_>>();
    let wins = data.deals.iter().filter(|row| won(row) && !row[7].is_empty());
    let wins = wins.map(|row| (row[0].as_str(), (&row[1], &row[2], &row[3], &row[7], &row[8])));
    let wins = wins.collect::<BTreeMap<_, _>>();
    assert_eq!(sold.len(), wins.len());
    assert!(sold.iter().all(|(deal, order)| wins.get(deal) == Some(order)));
}

#[test]
fn files_agree_with_each_other() {
    for (language, seed, size) in
        [(Language::Chinese, 42, 2600), (Language::English, 11, 2600), (Language::English, 4, 300), (Language::Chinese, 4, 7000)]
    {
        let sample = sample(language, seed, size);
        check_history(&sample);
        check_dates(&sample);
        check_orders(&sample);
    }
}

#[test]
fn large_data_scales_in_proportion() {
    let sample = sample(Language::English, 42, 100_000);
    let data = Data::read(&sample);
    assert_eq!(data.deals.len(), 100_000);
    assert_eq!(data.people.len(), 125);
    let mut teams: BTreeMap<&str, usize> = BTreeMap::new();
    for person in data.people.values() {
        *teams.entry(&person[1]).or_default() += 1;
    }
    assert!(teams.len() > 3 && teams.values().all(|size| *size <= 12));
    let names = rows(&sample, "accounts.csv").into_iter().map(|row| row[1].clone());
    let names = names.collect::<BTreeSet<_>>();
    assert_eq!(names.len(), data.regions.len());
    assert!((26_000..28_000).contains(&names.len()));
    for answer in &sample.answers {
        assert_eq!(data.compute(answer), (answer.numerator, answer.denominator), "{}", answer.id);
    }
}
