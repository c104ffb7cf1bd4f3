//! The sample company, generated here and read like any other export.

use kpi_model::{Locale, Sample};
use kpi_sample::{Language, Options, generate};

pub use kpi_sample::Answer;

fn options(sample: &Sample) -> Options {
    let language = match sample.locale {
        Locale::Chinese => Language::Chinese,
        Locale::English => Language::English,
    };
    let plain = Options { language, ..Options::default() };
    match sample.opportunities {
        Some(opportunities) => Options { opportunities, ..plain },
        None => plain,
    }
}

/// Names and CSV texts of the sample's files.
pub(crate) fn files(sample: &Sample) -> Vec<(String, String)> {
    generate(&options(sample)).files.into_iter().map(|file| (file.name, file.text)).collect()
}

/// The planted problems of a sample with their numbers, counted by the generator.
#[must_use]
pub fn answers(sample: &Sample) -> Vec<Answer> {
    generate(&options(sample)).answers
}
