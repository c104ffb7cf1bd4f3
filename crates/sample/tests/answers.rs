//! The answer key against figures computed a second time from the files, and the planted effects.
#![expect(clippy::unwrap_used, reason = "a failed test stops")]

mod support;

use kpi_sample::{Language, Sample};
use support::{Data, sample};

fn ratio(sample: &Sample, id: &str) -> f64 {
    let answer = sample.answers.iter().find(|answer| answer.id == id).unwrap();
    answer.numerator as f64 / answer.denominator as f64
}

fn verify(sample: &Sample) {
    let data = Data::read(sample);
    for answer in &sample.answers {
        let given = (answer.numerator, answer.denominator);
        assert_eq!(data.compute(answer), given, "{}", answer.id);
    }
}

#[test]
fn answers_match_the_files_in_both_languages() {
    for seed in [42, 1, 99] {
        verify(&sample(Language::Chinese, seed, 2600));
        verify(&sample(Language::English, seed, 2600));
    }
    verify(&sample(Language::English, 5, 7000));
}

#[test]
fn both_languages_have_the_same_figures() {
    let (chinese, english) = (sample(Language::Chinese, 42, 2600), sample(Language::English, 42, 2600));
    assert_eq!(chinese.answers.len(), english.answers.len());
    for (left, right) in chinese.answers.iter().zip(&english.answers) {
        assert_eq!((left.id, left.numerator), (right.id, right.numerator));
        assert_eq!(left.denominator, right.denominator);
        assert_eq!(left.dimension.is_some(), right.dimension.is_some());
    }
}

#[test]
fn names_of_answers_are_unique() {
    let mut ids = sample(Language::English, 42, 50).answers.iter().map(|a| a.id).collect::<Vec<_>>();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all);
}

#[test]
fn planted_effects_show_for_every_seed() {
    for seed in (0..25).chain([42]) {
        let sample = sample(Language::English, seed, 2600);
        let ratio = |id| ratio(&sample, id);
        let (now, then) = (ratio("east_win_rate_2025q3"), ratio("east_win_rate_2024q3"));
        assert!((0.20..0.24).contains(&now) && (0.33..0.39).contains(&then), "{seed} {now} {then}");
        assert!(ratio("south_win_rate_2025q3") > now + 0.05, "{seed}");
        assert!(ratio("north_win_rate_2025q3") > now + 0.05, "{seed}");
        let gap = ratio("referral_win_rate") - ratio("outbound_win_rate");
        assert!(gap > 0.15 && ratio("outbound_win_rate") < 0.25, "{seed} {gap}");
        let gap = ratio("north_margin_2024q3") - ratio("north_margin_2025q3");
        assert!(gap > 0.04, "{seed} {gap}");
        let gap = ratio("south_csat_2024q3") - ratio("south_csat_2025q3");
        assert!(gap > 0.15, "{seed} {gap}");
        let reach = ratio("gaolan_attainment_2025q3");
        assert!((0.65..0.75).contains(&reach), "{seed} {reach}");
        let reach = ratio("total_attainment_2025q3");
        assert!((0.80..1.05).contains(&reach), "{seed} {reach}");
    }
}
