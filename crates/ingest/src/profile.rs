//! What the values of a column look like, before anything is decided.

use std::collections::{BTreeMap, BTreeSet};

use kpi_data::Outcome;
use kpi_model::FieldType;
use serde::{Deserialize, Serialize};

use crate::documents::{self, Document, Says};
use crate::parse::{self, Counted, DayStyle, NumberStyle};
use crate::raw::{RawColumn, RawTable};
use crate::{layout, stages};

/// Cells looked at for the share of each type; styles and readability use every cell.
const SAMPLE: usize = 400;
/// Cells of the sample that are looked up in the stage words.
const STAGE_SAMPLE: usize = 80;
/// Rows looked at for the number of different values where texts do not repeat.
const DISTINCT_ROWS: usize = 20_000;
const BINS: usize = 10;
/// Bytes of the longest text that could be a number, a date or a word of a dictionary.
const LONGEST_VALUE: usize = 256;

/// The look of one column.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Profile {
    pub(crate) filled: u32,
    pub(crate) distinct: u32,
    pub(crate) distinct_of: u32,
    pub(crate) sample: String,
    #[serde(with = "exact")]
    pub(crate) day_share: f64,
    #[serde(with = "exact")]
    pub(crate) month_share: f64,
    #[serde(with = "exact")]
    pub(crate) number_share: f64,
    #[serde(with = "exact")]
    pub(crate) stage_share: f64,
    /// 1, 2, 3 … in every file anew: counts rows, names nothing.
    pub(crate) is_row_number: bool,
    /// Cells that say won or lost.
    #[serde(with = "exact")]
    pub(crate) outcome_share: f64,
    /// Some cells say won and others lost.
    pub(crate) is_decided: bool,
    /// Cells that say yes or no.
    #[serde(with = "exact")]
    pub(crate) flag_share: f64,
    /// What the numbers would count if they were dates.
    pub(crate) counted: Counted,
    /// Whole numbers written as `17850.0`: a key that a spreadsheet took for a number.
    pub(crate) is_float_id: bool,
    pub(crate) day_style: DayStyle,
    /// Its times are given with a zone.
    pub(crate) has_zone: bool,
    /// Day and month cannot be told apart anywhere in the column.
    pub(crate) is_order_open: bool,
    pub(crate) number_style: NumberStyle,
    /// What speaks for how its decimals are written.
    pub(crate) signs: SignCounts,
    /// Points are taken for signs between thousands, and nothing proves it.
    pub(crate) is_grouped_by_guess: bool,
    /// Its dates are written with points, and nothing in the column tells their order.
    pub(crate) is_dotted: bool,
    /// Cells that say day first, and month first.
    pub(crate) order: (u32, u32),
    /// Cells that are answers on a scale, as numbers, stars or words.
    #[serde(with = "exact")]
    pub(crate) score_share: f64,
    /// Cells that are lengths of time with their unit.
    #[serde(with = "exact")]
    pub(crate) length_share: f64,
    /// The highest answer.
    pub(crate) highest_score: i32,
    /// Some cells say that their row does not count, or takes off.
    pub(crate) has_documents: bool,
    /// Some cells say target and others actual, or they say targets of what.
    pub(crate) has_actuals: bool,
    /// Some cells say stage, of several fields of a history.
    pub(crate) is_field_name: bool,
    pub(crate) shape: Vec<u8>,
}

/// Shares cross to another worker bit by bit: they are compared with limits.
mod exact {
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(share: &f64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(share.to_bits())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
        u64::deserialize(deserializer).map(f64::from_bits)
    }
}

/// How many cells speak for each way of writing decimals; see [`parse::Signs`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SignCounts {
    comma: u32,
    point: u32,
    pub(crate) three_behind_point: u32,
    three_behind_comma: u32,
    pub(crate) none: u32,
}

impl SignCounts {
    fn of(column: &RawColumn) -> Self {
        let mut counts = Self::default();
        column.each(|cell, rows| {
            if !is_blank(cell) && cell.len() <= LONGEST_VALUE {
                let count = match parse::signs(cell) {
                    parse::Signs::Comma => &mut counts.comma,
                    parse::Signs::Point => &mut counts.point,
                    parse::Signs::ThreeBehindPoint => &mut counts.three_behind_point,
                    parse::Signs::ThreeBehindComma => &mut counts.three_behind_comma,
                    parse::Signs::None => &mut counts.none,
                };
                *count = count.saturating_add(rows);
            }
        });
        counts
    }

    /// Does the column tell by itself?
    pub(crate) fn is_decided(self) -> bool {
        self.comma > 0 || self.point > 0
    }
}

/// A cell that stands for "nothing".
pub(crate) fn is_blank(cell: &str) -> bool {
    // Most cells begin with a digit or are too long to be one.
    cell.is_empty()
        || (cell.len() <= 12
            && !cell.as_bytes().first().is_some_and(u8::is_ascii_digit)
            && matches!(
                cell,
                "NA" | "N/A"
                    | "n/a"
                    | "na"
                    | "N.A."
                    | "-"
                    | "--"
                    | "---"
                    | "—"
                    | "——"
                    | "无"
                    | "空"
                    | "(空)"
                    | "（空）"
                    | "暂无"
                    | "未填写"
                    | "null"
                    | "NULL"
                    | "Null"
                    | "None"
                    | "-None-"
                    | "(跳过)"
                    | "nil"
                    | "\\N"
                    | "(blank)"
                    | "Blank"
                    | "Select"
                    | "#N/A"
                    | "#REF!"
                    | "#DIV/0!"
                    | "#VALUE!"
                    | "#NAME?"
                    | "#NULL!"
                    | "#NUM!"
                    | "NaN"
                    | "nan"
            ))
}

/// The rows of a column that are filled in; nearly always all of them, which takes no list.
struct Filled {
    count: usize,
    some: Option<Vec<usize>>,
}

impl Filled {
    fn of(column: &RawColumn) -> Self {
        let blank = column.rows_where(is_blank);
        let count = column.len() - blank.len();
        let rows = || {
            let mut gaps = blank.iter().peekable();
            (0..column.len()).filter(|row| gaps.next_if_eq(&row).is_none()).collect()
        };
        Self { count, some: (!blank.is_empty()).then(rows) }
    }

    fn rows(&self) -> impl Iterator<Item = usize> {
        (0..self.count).map(|place| self.some.as_ref().map_or(place, |rows| rows.get(place).copied().unwrap_or(place)))
    }
}

/// Some cells of a column: each text once, with the number of cells that hold it, so that no text is looked at twice.
struct Sample<'a> {
    texts: Vec<(&'a str, u32)>,
    cells: u32,
}

impl<'a> Sample<'a> {
    fn of(cells: impl Iterator<Item = &'a str>) -> Self {
        let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
        cells.for_each(|cell| *counts.entry(cell).or_default() += 1);
        Self { cells: counts.values().sum(), texts: counts.into_iter().collect() }
    }

    fn texts(&self) -> impl Iterator<Item = &'a str> {
        self.texts.iter().map(|(text, _)| *text)
    }

    /// Which part of the cells passes the test: 0 of none.
    fn share(&self, test: impl Fn(&str) -> bool) -> f64 {
        let passed: u32 = self.texts.iter().filter(|(text, _)| test(text)).map(|(_, cells)| *cells).sum();
        f64::from(passed) / f64::from(self.cells.max(1))
    }
}

/// Do dates with years of two digits begin with the year? Years repeat from row to row, days do not; and no year is written with one
/// digit.
fn is_year_first(sample: &Sample) -> bool {
    let ends_short = |cell: &str| {
        let last = cell.rsplit(['.', '/', '-']).next().unwrap_or("");
        last.len() == 1 && last.bytes().all(|b| b.is_ascii_digit())
    };
    if sample.texts().any(|cell| parse::small_parts(cell).is_some() && ends_short(cell)) {
        return true;
    }
    let different = |take: fn([u32; 3]) -> u32| sample.texts().filter_map(parse::small_parts).map(take).collect::<BTreeSet<u32>>();
    let (first, last) = (different(|parts| parts[0]), different(|parts| parts[2]));
    first.len() * 2 < last.len() && last.iter().all(|day| *day <= 31)
}

fn is_float_id(cell: &str) -> bool {
    cell.strip_suffix(".0").is_some_and(|whole| !whole.is_empty() && whole.bytes().all(|b| b.is_ascii_digit()))
}

/// What is known of the whole table before its columns are looked at.
#[derive(Clone, Copy, Debug, Default)]
struct Hints {
    /// The user says that the day comes before the month, or after it.
    day_first: Option<bool>,
    /// The year in its title or name.
    year: Option<i32>,
}

/// The looks of the columns of a table, before anybody has decided anything.
pub(crate) fn of_table(table: &RawTable) -> Vec<Profile> {
    table.headers.iter().zip(&table.columns).map(|(header, column)| profile(header, column, hints(table, None))).collect()
}

/// The looks of the columns of a table where the user may have said which comes first, the day or the month.
pub(crate) fn decided(table: &RawTable, day_first: Option<bool>) -> Vec<Profile> {
    let columns = table.headers.iter().zip(&table.columns).zip(&table.looks);
    let of_column = |((header, column), look): ((&String, &RawColumn), &Profile)| match day_first {
        Some(_) if look.day_share > 0.5 => profile(header, column, hints(table, day_first)),
        _ => look.clone(),
    };
    columns.map(of_column).collect()
}

fn hints(table: &RawTable, day_first: Option<bool>) -> Hints {
    Hints { day_first, year: layout::year_in(&table.title).or_else(|| layout::year_in(&table.name)) }
}

fn profile(header: &str, column: &RawColumn, hints: Hints) -> Profile {
    let day_first = hints.day_first;
    let filled = Filled::of(column);
    let step = (filled.count / SAMPLE).max(1);
    let cells: Vec<&str> = filled.rows().step_by(step).map(|row| short(column.get(row))).collect();
    let sample = Sample::of(cells.iter().copied());
    let mut profile = Profile {
        filled: u32::try_from(filled.count).unwrap_or(u32::MAX),
        sample: filled.rows().next().map_or(String::new(), |row| column.get(row).to_owned()),
        ..Profile::default()
    };
    let either = [true, false].map(|day_first| DayStyle { day_first, year: hints.year, ..DayStyle::default() });
    let share = |test: &dyn Fn(&str) -> bool| sample.share(test);
    let has_digit = |cell: &str| cell.bytes().any(|b| b.is_ascii_digit());
    let days = |styles: &[DayStyle]| share(&|cell| has_digit(cell) && styles.iter().any(|style| parse::day(cell, *style).is_some()));
    profile.day_share = days(&either);
    let short = either.map(|style| DayStyle { short_year: true, ..style });
    if profile.day_share < 0.9 && days(&short) > 0.9 {
        profile.day_share = days(&short);
        profile.day_style.short_year = true;
    }
    // A spreadsheet makes numbers of some of the dates that were typed in different ways.
    let is_serial = |cell: &str| Counted::of(cell) == Counted::SpreadsheetDays;
    let with_serials = share(&|cell| is_serial(cell) || has_digit(cell) && either.iter().any(|style| parse::day(cell, *style).is_some()));
    let is_mixed = profile.day_share > 0.3 && profile.day_share < 0.9 && with_serials > 0.9;
    if is_mixed {
        profile.day_share = with_serials;
    }
    let is_month = |cell: &str| either.iter().any(|style| parse::month(cell, *style).is_some()) || layout::span_of(cell).is_some();
    profile.month_share = share(&|cell| has_digit(cell) && is_month(cell));
    profile.number_share =
        share(&|cell| [true, false].iter().any(|comma| parse::number(cell, NumberStyle { decimal_comma: *comma, power: 0 }).is_some()));
    // Numbers of the size that dates have: whether they are dates, the name of the column says.
    for counted in [Counted::SpreadsheetDays, Counted::Seconds, Counted::Milliseconds] {
        let counted_share = share(&|cell| Counted::of(cell) == counted);
        if counted_share > 0.9 {
            profile.counted = counted;
        }
    }
    profile.is_row_number = filled.count > 2 && (0..column.len().min(SAMPLE)).all(|row| column.get(row) == (row + 1).to_string());
    profile.is_float_id = share(&is_float_id) > 0.9;
    note_outcomes(&mut profile, &Sample::of(cells.iter().step_by((cells.len() / STAGE_SAMPLE).max(1)).copied()));
    if profile.day_share > 0.5 {
        profile.day_style.year = hints.year;
        // Days that a system writes as midnight are days.
        let is_timed =
            |cell: &str| parse::zoned(cell).is_some_and(|(plain, _)| parse::second_of_day(plain, DayStyle::default()) != Some(0));
        profile.has_zone = cells.iter().any(|cell| is_timed(cell));
        profile.day_style.counted = if is_mixed { Counted::SpreadsheetDays } else { Counted::Nothing };
        profile.day_style.year_first = profile.day_style.short_year && is_year_first(&sample);
        let (evidence, needs_order) = (votes(column, parse::order_evidence), &mut false);
        column.each(|cell, _| *needs_order |= !is_blank(cell) && parse::needs_order(cell));
        // 02.01.2025: with points the day comes first wherever such dates are written.
        let is_dotted = evidence == (0, 0) && share(&parse::is_dotted) > 0.9;
        profile.order = evidence;
        profile.is_dotted = is_dotted && day_first.is_none();
        profile.is_order_open = day_first.is_none() && !profile.day_style.year_first && evidence == (0, 0) && *needs_order && !is_dotted;
        profile.day_style.day_first = day_first.unwrap_or(evidence.0 > evidence.1 || is_dotted);
    } else if profile.number_share > 0.5 {
        profile.day_style.counted = profile.counted;
        profile.has_zone = matches!(profile.counted, Counted::Seconds | Counted::Milliseconds);
        profile.signs = SignCounts::of(column);
        let decimal_comma = profile.signs.comma > profile.signs.point;
        profile.number_style = NumberStyle { decimal_comma, power: parse::header_power(header) };
    }
    profile.score_share = share(&|cell| parse::score(cell, NumberStyle::default()).is_some());
    if profile.score_share > 0.5 {
        profile.highest_score = sample.texts().filter_map(|cell| parse::score(cell, NumberStyle::default())).max().unwrap_or(0);
    }
    profile.length_share = share(&|cell| parse::length(cell).is_some());
    note_words(&mut profile, header, column);
    count_distinct(&mut profile, column, &filled);
    profile
}

/// How much of the column are words of stages, won and lost, yes and no.
fn note_outcomes(profile: &mut Profile, words: &Sample) {
    let known: BTreeMap<&str, Outcome> = words
        .texts()
        .filter_map(|word| match stages::outcome(word) {
            (outcome, true) => Some((word, outcome)),
            _ => None,
        })
        .collect();
    profile.stage_share = words.share(|word| known.contains_key(word));
    profile.outcome_share = words.share(|word| known.get(word).is_some_and(|outcome| *outcome != Outcome::Open));
    let says = |expected: Outcome| known.values().any(|outcome| *outcome == expected);
    profile.is_decided = says(Outcome::Won) && says(Outcome::Lost);
    profile.flag_share = words.share(stages::is_flag);
}

/// A cell, or a letter that is no value for a text too long to be one.
fn short(cell: &str) -> &str {
    if cell.len() > LONGEST_VALUE { "¶" } else { cell }
}

/// How many cells speak for and against something.
fn votes(column: &RawColumn, evidence: impl Fn(&str) -> Option<bool>) -> (u32, u32) {
    let mut votes = (0, 0);
    column.each(|cell, rows| match evidence(cell).filter(|_| !is_blank(cell)) {
        Some(true) => votes.0 += rows,
        Some(false) => votes.1 += rows,
        None => {}
    });
    votes
}

/// Most different words that the state or kind of a document has.
const MOST_WORDS: usize = 200;

/// What words that decide about whole rows the column has.
fn note_words(profile: &mut Profile, header: &str, column: &RawColumn) {
    let mut words: BTreeSet<&str> = BTreeSet::new();
    if profile.day_share > 0.5 || profile.number_share > 0.5 || column.distinct().is_some_and(|distinct| distinct > MOST_WORDS) {
        return;
    }
    column.each(|cell, _| {
        if words.len() <= MOST_WORDS && cell.len() <= LONGEST_VALUE && !is_blank(cell) {
            words.insert(cell);
        }
    });
    if words.len() > MOST_WORDS {
        return;
    }
    let decides = |says| {
        let tells =
            |word: &&str| documents::document(word, says) != Document::Counts || documents::is_due(word) || documents::is_closed(word);
        words.iter().any(tells)
    };
    profile.has_documents = Says::of(&stages::normal(header)).is_some_and(decides);
    let says = |expected: bool| words.iter().any(|word| documents::is_target(word) == Some(expected));
    profile.has_actuals = says(true) && says(false) && words.iter().all(|word| documents::is_target(word).is_some());
    let measures: BTreeSet<_> = words.iter().map(|word| documents::measured(word)).collect();
    profile.has_actuals |= measures.len() > 1 && !measures.contains(&None) && words.len() <= 20;
    profile.is_field_name = words.len() > 1 && words.iter().any(|word| documents::is_about_stage(word));
}

/// Counts the different texts, and draws the distribution of the values.
fn count_distinct(profile: &mut Profile, column: &RawColumn, filled: &Filled) {
    let mut counts: Vec<u32> = Vec::new();
    if column.distinct().is_some() {
        column.each(|cell, rows| counts.extend((!is_blank(cell)).then_some(rows)));
        profile.distinct_of = profile.filled;
    } else {
        let mut words = kpi_data::Dictionary::default();
        for row in filled.rows().take(DISTINCT_ROWS) {
            let code = words.intern(column.get(row)) as usize;
            counts.resize(words.len(), 0);
            counts.get_mut(code).into_iter().for_each(|count| *count += 1);
        }
        profile.distinct_of = u32::try_from(filled.count.min(DISTINCT_ROWS)).unwrap_or(u32::MAX);
    }
    profile.distinct = u32::try_from(counts.len()).unwrap_or(u32::MAX);
    let mut values: Vec<(f64, u32)> = Vec::new();
    let mut add = |value: Option<f64>, rows: u32| values.extend(value.map(|value| (value, rows)));
    // A picture of ten bars needs no more than some ten thousand of the values.
    let step = if column.distinct().is_some() { 1 } else { (filled.count / DISTINCT_ROWS).max(1) };
    let mut each = |read: &dyn Fn(&str) -> Option<f64>| {
        if step == 1 {
            column.each(|cell, rows| add(read(cell), rows));
        } else {
            filled.rows().step_by(step).for_each(|row| add(read(column.get(row)), 1));
        }
    };
    if profile.day_share > 0.9 {
        each(&|cell| parse::day(cell, profile.day_style).map(|day| f64::from(day.0)));
    } else if profile.number_share > 0.9 && counts.len() > 12 {
        each(&|cell| parse::money_minor(cell, profile.number_style).map(|(value, _)| value as f64));
    } else if counts.len() <= 40 && counts.len() > 1 {
        counts.sort_unstable_by(|a, b| b.cmp(a));
        counts.truncate(BINS);
        profile.shape = heights(&counts);
        return;
    } else {
        return;
    };
    let (low, high) = values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (v, _)| (low.min(*v), high.max(*v)));
    if high > low {
        let mut bins = vec![0u32; BINS];
        for (value, rows) in values {
            if let Some(bin) = bins.get_mut((((value - low) / (high - low) * BINS as f64) as usize).min(BINS - 1)) {
                *bin += rows;
            }
        }
        profile.shape = heights(&bins);
    }
}

fn heights(counts: &[u32]) -> Vec<u8> {
    let most = u64::from(counts.iter().copied().max().unwrap_or(1).max(1));
    counts.iter().map(|count| u8::try_from(u64::from(*count) * 100 / most).unwrap_or(100)).collect()
}

impl Profile {
    /// Are its values numbers that are no dates?
    pub(crate) fn is_number(&self) -> bool {
        self.number_share > 0.5 && self.day_share <= 0.5
    }

    /// The type the values themselves suggest.
    pub(crate) fn column_type(&self) -> FieldType {
        if self.filled > 0 && self.day_share > 0.9 {
            FieldType::Day
        } else if self.filled > 0 && self.number_share > 0.9 {
            FieldType::Number
        } else {
            FieldType::Text
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{RawColumn, profile};

    fn of(cells: &[&str]) -> super::Profile {
        let mut column = RawColumn::default();
        cells.iter().for_each(|cell| column.push(cell).unwrap());
        profile("date", &column, super::Hints::default())
    }

    #[test]
    fn the_column_tells_where_its_short_year_stands() {
        let first = of(&["24/12/28", "24/12/31", "25/01/03", "25/01/09", "25/02/14", "25/02/20"]);
        assert!(first.day_style.year_first && !first.is_order_open);
        assert_eq!(crate::parse::day("25/02/14", first.day_style).unwrap().to_string(), "2025-02-14");
        let last = of(&["28/12/24", "31/12/24", "03/01/25", "09/01/25", "14/02/25", "20/02/25"]);
        assert!(!last.day_style.year_first && last.day_style.day_first);
        assert_eq!(crate::parse::day("03/01/25", last.day_style).unwrap().to_string(), "2025-01-03");
    }
}
