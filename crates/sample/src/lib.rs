//! A seeded generator of the CRM data of an industrial software company, with planted problems.
//!
//! The same [`Options`] always give the same bytes: the generator reads no clock and no outside
//! randomness, and works with whole numbers only. The data covers [`FIRST_DATE`] to [`LAST_DATE`].
//! Both languages describe the same world: the same seed gives the same rows and figures, only the
//! words differ. The planted problems are strong enough to be seen from about 1,000 opportunities on.

mod cash;
mod date;
mod deals;
mod events;
mod leads;
mod ledger;
mod model;
mod names;
mod people;
mod probes;
mod rng;
mod settle;
mod survey;
mod table;
mod targets;
mod words;
mod write;

/// First day of the data.
pub const FIRST_DATE: &str = "2022-10-01";
/// Last day of the data; nothing is dated later but the ends of contracts.
pub const LAST_DATE: &str = "2025-09-30";
/// Name of the company in Chinese and in English.
pub const COMPANY: (&str, &str) = ("恒越科技", "Hengyue Technology");
/// Opportunity rows written a second time as an exact copy behind the first one (fewer in a data set
/// that has no such rows to copy, below some hundred opportunities).
pub const DUPLICATE_ROWS: usize = 9;
/// Closed opportunity rows, half of them won, without a close date; their stage history ends before
/// the closing stage and they have no order (fewer in a data set of a few opportunities).
pub const UNDATED_ROWS: usize = 6;

/// Language of headers, names and values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// Simplified Chinese.
    Chinese,
    /// English.
    English,
}

/// What to generate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Options {
    /// Language of headers, names and values.
    pub language: Language,
    /// Seed of the random draws.
    pub seed: u64,
    /// Number of opportunities without the duplicate rows; everything else scales with it.
    pub opportunities: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { language: Language::Chinese, seed: 42, opportunities: 2600 }
    }
}

/// One CSV file: UTF-8, commas, CRLF line ends, quotes only where needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// File name, the same in both languages, such as `opportunities.csv`.
    pub name: String,
    /// The whole text with its header row.
    pub text: String,
}

/// A data set and its answer key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// The twelve files.
    pub files: Vec<File>,
    /// What the data contains, counted while it was written.
    pub answers: Vec<Answer>,
}

/// One entry of the answer key; duplicate rows count once, closed rows without a date not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Name of the entry, unique in the answer key.
    pub id: &'static str,
    /// The planted problem in Chinese.
    pub zh: &'static str,
    /// The planted problem in English.
    pub en: &'static str,
    /// The KPI that shows it, such as `win_rate`.
    pub kpi: &'static str,
    /// The variant of the KPI, such as `close_date_count`.
    pub variant: &'static str,
    /// Name (`team`, `region`, `source`, `person`) and value of the part looked at; none for a total.
    pub dimension: Option<(&'static str, String)>,
    /// First day of the period (ISO date).
    pub from: &'static str,
    /// Day after the period (ISO date).
    pub to: &'static str,
    /// A count, or money in cents.
    pub numerator: i128,
    /// A count, or money in cents; 1 for a plain total.
    pub denominator: i128,
}

/// Generates the data set and its answer key.
#[must_use]
pub fn generate(options: &Options) -> Sample {
    let seed = options.seed;
    let count = usize::try_from(options.opportunities).unwrap_or(usize::MAX);
    let people = people::people(seed, count);
    let teams = people.iter().map(|person| person.team + 1).max().unwrap_or(0);
    let (accounts, mut deals) = deals::deals(seed, count, &people);
    settle::forget_close_dates(seed, &mut deals);
    settle::outcomes(seed, &mut deals, teams);
    settle::details(seed, &mut deals);
    let orders = events::orders(seed, &deals);
    let world = model::World {
        copies: settle::copies(seed, &deals),
        activities: events::activities(seed, &accounts, &deals),
        leads: leads::leads(seed, &accounts),
        payments: cash::payments(seed, &orders),
        spend: cash::spend(seed),
        orders,
        responses: survey::responses(seed, &accounts, &deals),
        targets: targets::targets(seed, people.len(), &deals),
        people,
        accounts,
        deals,
    };
    write::sample(&world, options.language)
}
