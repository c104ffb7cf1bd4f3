//! The bound columns of one file, read as their types, with everything unreadable counted.

mod free;
mod states;

use std::collections::BTreeMap;

use kpi_data::{Dictionary, NO_CODE, NO_DAY, NO_MONEY, NO_NUMBER};
use kpi_model::{Field, Mapping, Replacement, TableKind};

use crate::kinds::{Guess, asks_for_won};
use crate::names::Header;
use crate::profile::{Profile, is_blank};
use crate::raw::{RawColumn, RawTable};
use crate::stages;
use crate::{layout, parse};

/// Cells of one column that could not be read as its type.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trouble {
    pub(crate) count: u32,
    pub(crate) rounded: u32,
    pub(crate) lines: Vec<u32>,
    pub(crate) examples: Vec<String>,
}

/// One file with its meaning.
pub(crate) struct Source<'a> {
    pub(crate) raw: &'a RawTable,
    pub(crate) file: u16,
    pub(crate) kind: TableKind,
    pub(crate) profiles: &'a [Profile],
    /// Column of each field.
    pub(crate) columns: BTreeMap<Field, usize>,
    replaced: BTreeMap<Field, BTreeMap<String, String>>,
    /// See [`Guess::is_amount_of_order`].
    pub(crate) is_amount_of_order: bool,
    /// Orders that are counted by their lines in another file.
    pub(crate) covered: Vec<usize>,
}

impl<'a> Source<'a> {
    pub(crate) fn new(
        raw: &'a RawTable,
        file: u16,
        kind: TableKind,
        guess: &Guess,
        profiles: &'a [Profile],
        replacements: &[Replacement],
    ) -> Self {
        let columns: BTreeMap<Field, usize> =
            guess.columns.iter().enumerate().filter_map(|(i, binding)| Some((binding.as_ref()?.field, i))).collect();
        let mut replaced: BTreeMap<Field, BTreeMap<String, String>> = BTreeMap::new();
        for (field, i) in &columns {
            let of_column = replacements.iter().filter(|r| r.file == raw.name && raw.headers.get(*i) == Some(&r.column));
            let pairs: BTreeMap<_, _> = of_column.map(|r| (r.from.clone(), r.to.clone())).collect();
            if !pairs.is_empty() {
                replaced.insert(*field, pairs);
            }
        }
        Self { raw, file, kind, profiles, columns, replaced, is_amount_of_order: guess.is_amount_of_order, covered: Vec::new() }
    }

    pub(crate) fn has(&self, field: Field) -> bool {
        self.columns.contains_key(&field)
    }

    pub(crate) fn header(&self, field: Field) -> Option<&str> {
        self.columns.get(&field).and_then(|i| self.raw.headers.get(*i)).map(String::as_str)
    }

    fn column(&self, field: Field) -> Option<(&'a RawColumn, &'a Profile)> {
        let i = self.columns.get(&field)?;
        Some((self.raw.columns.get(*i)?, self.profiles.get(*i)?))
    }

    /// The texts of a field for the given rows, repaired; blank ones empty; all empty where not bound.
    pub(crate) fn texts(&self, field: Field, rows: &[usize]) -> Vec<&str> {
        self.map(field, rows, |text| text)
    }

    /// The codes of all texts of a field, as [`Source::texts`] gives them, in a dictionary.
    pub(crate) fn codes(&self, field: Field, texts: &mut Dictionary) -> Vec<u32> {
        self.map_each(field, 0..self.raw.len(), |text| texts.intern(text))
    }

    /// The codes of the titles of opportunities; none where no column has them or one is written twice.
    pub(crate) fn titles(&self, mapping: &Mapping, texts: &mut Dictionary) -> Option<Vec<u32>> {
        const TITLES: [&str; 16] = [
            "title",
            "name",
            "dealname",
            "dealtitle",
            "opportunityname",
            "potentialname",
            "subject",
            "topic",
            "affairetitre",
            "titre",
            "titel",
            "nome",
            "商机名称",
            "机会名称",
            "销售机会名称",
            "项目名称",
        ];
        let is_title = |(at, header): (usize, &String)| TITLES.contains(&stages::normal(header).as_str()) && self.is_free(mapping, at);
        let at = self.raw.headers.iter().enumerate().position(is_title)?;
        let column = self.raw.columns.get(at)?;
        let codes = column.map(0..column.len(), |cell| if is_blank(cell) { NO_CODE } else { texts.intern(cell) });
        let mut known: Vec<u32> = codes.iter().copied().filter(|code| *code != NO_CODE).collect();
        let all = known.len();
        known.sort_unstable();
        known.dedup();
        (known.len() == all).then_some(codes)
    }

    /// What `read` makes of the texts of a field, as [`Source::texts`] gives them; a repeated text may be read once.
    pub(crate) fn map<'s, T: Copy>(&'s self, field: Field, rows: &[usize], read: impl FnMut(&'s str) -> T) -> Vec<T> {
        self.map_each(field, rows.iter().copied(), read)
    }

    fn map_each<'s, T: Copy>(
        &'s self,
        field: Field,
        rows: impl ExactSizeIterator<Item = usize>,
        mut read: impl FnMut(&'s str) -> T,
    ) -> Vec<T> {
        let Some((column, profile)) = self.column(field) else {
            let nothing = read("");
            return vec![nothing; rows.len()];
        };
        let replaced = self.replaced.get(&field);
        column.map(rows, |cell| {
            let cell = if profile.is_float_id { cell.strip_suffix(".0").unwrap_or(cell) } else { cell };
            read(if is_blank(cell) { "" } else { replaced.and_then(|pairs| pairs.get(cell)).map_or(cell, String::as_str) })
        })
    }

    /// Days of a bound field.
    pub(crate) fn days(&self, field: Field, rows: &[usize], trouble: &mut Trouble) -> Vec<i32> {
        let read = |cell: &str, profile: &Profile| match field {
            Field::Month => parse::month(cell, profile.day_style).or_else(|| layout::span_of(cell).map(|(first, _)| first)),
            // What came in or was spent is often known by the month only.
            Field::Day if matches!(self.kind, TableKind::Spend | TableKind::Orders | TableKind::Payments | TableKind::Rates) => {
                let month = || parse::month(cell, profile.day_style).or_else(|| layout::span_of(cell).map(|(first, _)| first));
                parse::day(cell, profile.day_style).or_else(month)
            }
            _ => parse::day(cell, profile.day_style),
        };
        self.typed(field, rows, trouble, NO_DAY, |cell, profile| read(cell, profile).map(|day| (day.0, false)))
    }

    /// Seconds of the day beside a bound day; none where the column says no times.
    pub(crate) fn seconds(&self, field: Field, rows: &[usize]) -> Option<Vec<i32>> {
        let read = |cell: &str, profile: &Profile| Some((parse::second_of_day(cell, profile.day_style).unwrap_or(0), false));
        let seconds = self.typed(field, rows, &mut Trouble::default(), 0, read);
        seconds.iter().any(|second| *second != 0).then_some(seconds)
    }

    /// Minor units of a bound field.
    pub(crate) fn money(&self, field: Field, rows: &[usize], trouble: &mut Trouble) -> Vec<i64> {
        self.typed(field, rows, trouble, NO_MONEY, |cell, profile| parse::money_minor(cell, profile.number_style))
    }

    /// Numbers of a bound field in millionths.
    pub(crate) fn millionths(&self, field: Field, rows: &[usize], trouble: &mut Trouble) -> Vec<Option<i64>> {
        self.typed(field, rows, trouble, None, |cell, profile| parse::number(cell, profile.number_style).map(|n| (Some(n), false)))
    }

    /// Numbers of a bound field in parts of ten to the power of `places`; more decimals are rounded.
    pub(crate) fn scaled(&self, field: Field, places: u32, rows: &[usize], trouble: &mut Trouble) -> Vec<Option<i64>> {
        self.typed(field, rows, trouble, None, |cell, profile| {
            parse::scaled(cell, places, profile.number_style).map(|(n, _)| (Some(n), false))
        })
    }

    /// Amounts of rows that only say how many at what price: quantity × price × (1 − discount), rounded once per row.
    /// What cannot be read in a factor is reported with its own column.
    pub(crate) fn derived_amounts(&self, rows: &[usize]) -> Vec<i64> {
        const ONE: i64 = 1_000_000;
        let ignore = &mut Trouble::default();
        let discounts = self.probabilities(Field::Discount, rows, ignore);
        let left = |i: usize| {
            discounts.get(i).copied().filter(|discount| *discount != NO_NUMBER).map_or(ONE, |discount| ONE - i64::from(discount))
        };
        let (quantities, prices) = (self.millionths(Field::Quantity, rows, ignore), self.millionths(Field::ListPrice, rows, ignore));
        // A return that is marked on both takes off all the same, unless discounts are lines with a negative price.
        let is_sale = |i: usize| at(&quantities, i).is_some_and(|quantity| quantity > 0) && at(&prices, i).is_some_and(|price| price < 0);
        let has_discounts = (0..rows.len()).any(is_sale);
        let is_back = |i: usize| !has_discounts && at(&quantities, i).is_some_and(|quantity| quantity < 0);
        let price = |i: usize| at(&prices, i).map(|price| if is_back(i) { price.abs() } else { price });
        (0..rows.len()).map(|i| product(&[at(&quantities, i), price(i), Some(left(i))])).collect()
    }

    /// Costs of the rows: a cost per unit is taken times the quantity.
    pub(crate) fn costs(&self, rows: &[usize], trouble: &mut Trouble) -> Vec<i64> {
        let is_per_unit = self.header(Field::Cost).is_some_and(|header| {
            let name = crate::stages::normal(header);
            ["unit", "单位", "单件", "单价"].iter().any(|word| name.contains(word))
        });
        if !self.has(Field::Quantity) || !(is_per_unit || self.are_costs_of_one(rows)) {
            return self.money(Field::Cost, rows, trouble);
        }
        let (quantities, costs) =
            (self.millionths(Field::Quantity, rows, &mut Trouble::default()), self.millionths(Field::Cost, rows, trouble));
        (0..rows.len()).map(|i| product(&[at(&quantities, i), at(&costs, i)])).collect()
    }

    /// Whole scores of a bound field; a fraction is not a score.
    pub(crate) fn scores(&self, field: Field, rows: &[usize], trouble: &mut Trouble) -> Vec<i32> {
        let header = self.header(field).map(Header::new);
        let is_in_seconds = header.is_some_and(|header| header.is_in_seconds || header.says(&["秒", "second"]));
        self.typed(field, rows, trouble, NO_NUMBER, |cell, profile| {
            if matches!(field, Field::Satisfaction | Field::Recommend) {
                return parse::score(cell, profile.number_style).map(|score| (score, false));
            }
            if field == Field::Duration {
                return seconds(cell, profile.number_style, is_in_seconds);
            }
            let millionths = parse::number(cell, profile.number_style)?;
            let whole = i32::try_from(millionths / 1_000_000).ok()?;
            (millionths % 1_000_000 == 0).then_some((whole, false))
        })
    }

    /// The currency that each cell of a field names, if the column names several: `USD 1,000`, `€ 5`.
    pub(crate) fn currency_marks(&self, field: Field, rows: &[usize]) -> Option<Vec<&'static str>> {
        let (column, _) = self.column(field)?;
        let mut marks: std::collections::BTreeSet<&str> = std::collections::BTreeSet::new();
        column.each(|cell, _| marks.extend(parse::currency_mark(cell)));
        (marks.len() > 1).then(|| column.map(rows.iter().copied(), |cell| parse::currency_mark(cell).unwrap_or("")))
    }

    /// For each row, whether a column with one of these names (in normal form) says that it is archived: `Active` no, or `Archived` yes.
    pub(crate) fn archived(&self, names: &[&str], rows: &[usize]) -> Option<Vec<bool>> {
        let named = |header: &String| names.contains(&stages::normal(header).as_str());
        let at = self.raw.headers.iter().position(named)?;
        let (column, profile) = (self.raw.columns.get(at)?, self.profiles.get(at)?);
        let is_about_archive =
            self.raw.headers.get(at).is_some_and(|header| header.to_lowercase().contains("archiv") || header.contains('档'));
        (profile.flag_share > 0.9).then(|| column.map(rows.iter().copied(), |cell| stages::flag(cell) == Some(is_about_archive)))
    }

    /// Numbers of a free column with one of these names (in normal form), in parts of ten to the power of `places`.
    pub(crate) fn named_scaled(&self, mapping: &Mapping, names: &[&str], places: u32, rows: &[usize]) -> Option<Vec<Option<i64>>> {
        let named = |(at, header): (usize, &String)| names.contains(&stages::normal(header).as_str()) && self.is_free(mapping, at);
        let at = self.raw.headers.iter().enumerate().position(named)?;
        let (column, profile) = (self.raw.columns.get(at)?, self.profiles.get(at)?);
        let read =
            |cell: &str| if is_blank(cell) { None } else { parse::scaled(cell, places, profile.number_style).map(|(number, _)| number) };
        Some(column.map(rows.iter().copied(), read))
    }

    /// Whole numbers above 0 of a column of this name (in normal form); 1 where there is none.
    pub(crate) fn named_numbers(&self, name: &str, rows: &[usize]) -> Vec<i64> {
        let at = self.raw.headers.iter().position(|header| stages::normal(header) == name);
        let Some(column) = at.and_then(|at| self.raw.columns.get(at)) else { return vec![1; rows.len()] };
        column.map(rows.iter().copied(), |cell| cell.trim().parse().ok().filter(|number| *number > 0).unwrap_or(1))
    }

    /// First and last names put together, where a list of people has them in two columns.
    pub(crate) fn joined_names(&self, rows: &[usize]) -> Vec<String> {
        const FIRST: &[&str] = &["firstname", "givenname", "vorname", "名"];
        const LAST: &[&str] = &["lastname", "surname", "familyname", "nachname", "姓"];
        let column = |names: &[&str]| {
            let at = self.raw.headers.iter().position(|header| names.contains(&stages::normal(header).as_str()))?;
            self.raw.columns.get(at)
        };
        let (Some(first), Some(last)) = (column(FIRST), column(LAST)) else { return Vec::new() };
        let is_asian = |text: &str| text.chars().all(|letter| letter > '\u{2E7F}');
        let joined = |row: &usize| match (first.get(*row).trim(), last.get(*row).trim()) {
            (first, last) if is_asian(first) && is_asian(last) => format!("{last}{first}"),
            (first, last) => format!("{first} {last}").trim().to_owned(),
        };
        rows.iter().map(joined).collect()
    }

    /// Does the column by its place stand for no field, and did the user decide nothing about it?
    pub(crate) fn is_free(&self, mapping: &Mapping, at: usize) -> bool {
        let decided = mapping.tables.get(&self.raw.name).map(|table| &table.columns);
        let is_decided = |header: &String| decided.is_some_and(|columns| columns.contains_key(header));
        !self.columns.values().any(|taken| *taken == at) && !self.raw.headers.get(at).is_some_and(is_decided)
    }

    /// The texts of a column by its place.
    pub(crate) fn texts_at(&self, at: usize, rows: &[usize]) -> Vec<&'a str> {
        let read = |cell: &'a str| if is_blank(cell) { "" } else { cell };
        self.raw.columns.get(at).map_or_else(|| vec![""; rows.len()], |column| column.map(rows.iter().copied(), read))
    }

    /// For each row, whether the text of a column by its place passes a test; each repeated text is tested once.
    pub(crate) fn tested_at(&self, at: usize, rows: &[usize], test: impl Fn(&str) -> bool) -> Vec<bool> {
        let test = |cell: &str| !is_blank(cell) && test(cell);
        self.raw.columns.get(at).map_or_else(|| vec![false; rows.len()], |column| column.map(rows.iter().copied(), test))
    }

    /// Does the column of a field say yes or no to won, and nothing else?
    pub(crate) fn asks_for_won(&self, field: Field) -> bool {
        self.header(field).is_some_and(asks_for_won) && self.column(field).is_some_and(|(_, profile)| profile.flag_share > 0.9)
    }

    /// Yes as 1 and no as 0; anything else is not filled in.
    pub(crate) fn flags(&self, field: Field, rows: &[usize], trouble: &mut Trouble) -> Vec<i32> {
        if self.column(field).is_some_and(|(_, profile)| profile.day_share > 0.9 && profile.flag_share < 0.5) {
            // The day on which it happened; it did not where there is none.
            let is_day = |cell: &str, profile: &Profile| parse::day(cell, profile.day_style).map(|_| true);
            return self.typed(field, rows, trouble, 0, |cell, profile| {
                stages::flag(cell).or_else(|| is_day(cell, profile)).map(|flag| (i32::from(flag), false))
            });
        }
        // Who is marked as absent was not there; a cell that says so itself is taken at its word.
        let header = self.header(field).map(Header::new).filter(|_| field == Field::Attended);
        let is_turned =
            header.is_some_and(|header| header.says(&["noshow", "缺席"]) && !header.says(&["attended", "出席", "参加", "签到", "到场"]));
        let is_plain = |cell: &str| {
            matches!(stages::normal(cell).as_str(), "yes" | "no" | "y" | "n" | "true" | "false" | "1" | "0" | "x" | "是" | "否")
        };
        let said = |cell: &str| stages::flag(cell).map(|flag| flag != (is_turned && is_plain(cell)));
        let flag = |cell: &str| said(cell).or_else(|| (field == Field::Converted && stages::is_not_yet(cell)).then_some(false));
        let mut flags = self.typed(field, rows, trouble, NO_NUMBER, |cell, _| flag(cell).map(|flag| (i32::from(flag), false)));
        // Where nothing but yes is written, nothing is no: a box that is ticked or not.
        if field == Field::Converted && trouble.count == 0 && flags.contains(&1) && !flags.contains(&0) {
            flags.iter_mut().filter(|flag| **flag == NO_NUMBER).for_each(|flag| *flag = 0);
        }
        flags
    }

    /// Probabilities of a bound field in parts per million; a column that goes over 1 is read as percent.
    pub(crate) fn probabilities(&self, field: Field, rows: &[usize], trouble: &mut Trouble) -> Vec<i32> {
        let Some((column, profile)) = self.column(field) else {
            return Vec::new();
        };
        let has_sign = |cell: &str| cell.ends_with(['%', '％']);
        let mut is_percent = false;
        column.each(|cell, _| {
            is_percent |= !has_sign(cell) && parse::number(cell, profile.number_style).is_some_and(|n| n > 1_000_000);
        });
        self.typed(field, rows, trouble, NO_NUMBER, |cell, profile| {
            let n = parse::number(cell, profile.number_style)?;
            let n = if is_percent && !has_sign(cell) { n / 100 } else { n };
            (0..=1_000_000).contains(&n).then(|| (i32::try_from(n).unwrap_or(0), false))
        })
    }

    fn typed<T: Copy>(
        &self,
        field: Field,
        rows: &[usize],
        trouble: &mut Trouble,
        none: T,
        read: impl Fn(&str, &Profile) -> Option<(T, bool)>,
    ) -> Vec<T> {
        let Some((column, profile)) = self.column(field) else {
            return Vec::new();
        };
        let cells = column.map(rows.iter().copied(), |cell| match is_blank(cell) {
            true => Cell::Read(none, false),
            false => read(cell, profile).map_or(Cell::Unreadable, |(value, is_rounded)| Cell::Read(value, is_rounded)),
        });
        let value = |(row, cell): (&usize, Cell<T>)| match cell {
            Cell::Read(value, is_rounded) => {
                trouble.rounded += u32::from(is_rounded);
                value
            }
            Cell::Unreadable => {
                trouble.count += 1;
                if trouble.lines.len() < 5 {
                    trouble.lines.push(self.raw.lines.get(*row).copied().unwrap_or(0));
                    trouble.examples.push(column.get(*row).chars().take(40).collect());
                }
                none
            }
        };
        rows.iter().zip(cells).map(value).collect()
    }
}

/// Whole seconds of a length of time; nothing took less than no time.
fn seconds(cell: &str, style: parse::NumberStyle, is_in_seconds: bool) -> Option<(i32, bool)> {
    let seconds = match parse::length(cell) {
        Some(seconds) => seconds * 1_000_000,
        None => parse::number(cell, style)?.checked_mul(if is_in_seconds { 1 } else { 60 })?,
    };
    let whole = parse::divide_half_even(i128::from(seconds), 1_000_000);
    let whole = i32::try_from(whole).ok().filter(|whole| *whole >= 0 && seconds >= 0)?;
    Some((whole, false))
}

/// What became of a cell: its value and whether it was rounded, or nothing.
#[derive(Clone, Copy)]
enum Cell<T> {
    Read(T, bool),
    Unreadable,
}

fn at(numbers: &[Option<i64>], i: usize) -> Option<i64> {
    numbers.get(i).copied().flatten()
}

/// The product of factors in millionths, in minor units; nothing where a factor is missing.
fn product(factors: &[Option<i64>]) -> i64 {
    let all: Option<Vec<i64>> = factors.iter().copied().collect();
    let exact = all.and_then(|all| {
        let product = all.iter().try_fold(1_i128, |product, factor| product.checked_mul(i128::from(*factor)))?;
        let units = 1_000_000_i128.checked_pow(u32::try_from(all.len()).ok()?)? / 100;
        i64::try_from(parse::divide_half_even(product, units)).ok()
    });
    exact.unwrap_or(NO_MONEY)
}
