//! Targets of quarters and years: spread evenly over their months, as figures are compared month by month. Forecasts of them stay whole.

use std::collections::{BTreeMap, BTreeSet};

use kpi_data::{Facts, NO_DAY, NO_MONEY};
use kpi_model::{Day, Field};

use super::Builder;
use crate::columns::{Source, Trouble};
use crate::documents::{Measured, measured};
use crate::stages::normal;
use crate::{diagnose, layout};

impl Builder {
    /// Gives every target of several months one row for each of them; the parts add up to the whole, in minor units.
    pub(super) fn spread_targets(&mut self, source: &Source<'_>, rows: &[usize], part: &mut Facts) {
        let months = source.map(Field::Month, rows, |text| layout::span_of(text).map_or(1, |(_, months)| months));
        let count = months.iter().filter(|months| **months > 1).count();
        if count == 0 {
            return;
        }
        let places: Vec<(usize, u32, u32)> =
            months.iter().enumerate().flat_map(|(row, months)| (0..*months).map(move |month| (row, month, *months))).collect();
        part.len = places.len();
        part.dimensions.iter_mut().chain([&mut part.opportunity, &mut part.records]).for_each(|column| *column = repeated(column, &places));
        part.days.values_mut().for_each(|column| *column = repeated(column, &places));
        part.numbers.values_mut().for_each(|column| *column = repeated(column, &places));
        part.money.values_mut().for_each(|column| *column = repeated(column, &places));
        part.origins = repeated(&part.origins, &places);
        if let Some(days) = part.days.get_mut(&Field::Month) {
            for (day, (_, month, _)) in days.iter_mut().zip(&places) {
                *day = Day(*day).month_start(i32::try_from(*month).unwrap_or(0)).0;
            }
        }
        if let Some(amounts) = part.money.get_mut(&Field::Amount) {
            for (amount, (_, month, months)) in amounts.iter_mut().zip(&places).filter(|(amount, _)| **amount != NO_MONEY) {
                let (each, rest) = (*amount / i64::from(*months), *amount % i64::from(*months));
                *amount = each + if i64::from(*month) < rest.abs() { rest.signum() } else { 0 };
            }
        }
        self.diagnostics.push(diagnose::spread(&source.raw.name, source.header(Field::Month).unwrap_or(""), count));
    }
}

/// Rows that are targets of something else beside those of sales: of payments, of visits.
pub(super) fn of_others(source: &Source<'_>, rows: &[usize]) -> Vec<bool> {
    let measures = source.map(Field::Status, rows, measured);
    let best = measures.iter().flatten().min().copied();
    measures.into_iter().map(|measure| measure.is_some_and(|measure| Some(measure) != best && measure != Measured::Sales)).collect()
}

/// Rows that tell again what others tell in parts: the target of a team beside those of its people, of a year beside those of its
/// months. Where the parts make up less than half of it, some are missing, and the parts are left out instead.
pub(super) fn of_other_levels(source: &Source<'_>, rows: &[usize]) -> Vec<bool> {
    let mut levels = Levels::new(source, rows);
    levels.spans();
    levels.places();
    levels.gone
}

/// Targets with what each is of.
struct Levels {
    /// First day and months.
    spans: Vec<(i32, u32)>,
    amounts: Vec<i64>,
    products: Vec<String>,
    /// Person, team and region; empty where all of them are meant.
    places: Vec<[String; 3]>,
    gone: Vec<bool>,
}

impl Levels {
    fn new(source: &Source<'_>, rows: &[usize]) -> Self {
        const ALL: [&str; 16] = [
            "total",
            "all",
            "team",
            "company",
            "overall",
            "gesamt",
            "alle",
            "全部",
            "全员",
            "团队",
            "整体",
            "公司",
            "全公司",
            "合计",
            "部门",
            "团队目标",
        ];
        let mut ignore = Trouble::default();
        let (months, amounts) = (source.days(Field::Month, rows, &mut ignore), source.money(Field::Amount, rows, &mut ignore));
        let lengths = source.map(Field::Month, rows, |text| layout::span_of(text).map_or(1, |(_, months)| months));
        let texts = |field: Field| source.texts(field, rows).into_iter().map(normal).collect::<Vec<String>>();
        let (people, teams, regions) = (texts(Field::Person), texts(Field::Team), texts(Field::Region));
        let place = |((person, team), region): ((String, &String), &String)| {
            let is_all = |text: &String| text.is_empty() || ALL.contains(&text.as_str());
            let named = |text: String| if is_all(&text) { String::new() } else { text };
            let person = if person == *team || person == *region { String::new() } else { person };
            [named(person), named(team.clone()), named(region.clone())]
        };
        Self {
            spans: months.into_iter().zip(lengths).collect(),
            amounts: amounts.into_iter().map(|amount| if amount == NO_MONEY { 0 } else { amount }).collect(),
            products: texts(Field::Product),
            places: people.into_iter().zip(&teams).zip(&regions).map(place).collect(),
            gone: vec![false; rows.len()],
        }
    }

    /// A whole and its parts; parts that are too little are left out.
    fn settle(&mut self, whole: usize, parts: &[usize], is_whole: impl Fn(i128, i128) -> bool) {
        let amount = |row: usize| self.amounts.get(row).copied().map_or(0, i128::from);
        let told = [whole];
        let (sum, all) = (parts.iter().map(|part| amount(*part)).sum::<i128>(), amount(whole));
        // What is much less than its parts is none of them: what is left for somebody not hired yet.
        if sum * 2 > all * 3 {
            return;
        }
        for row in if is_whole(sum, all) { &told[..] } else { parts } {
            self.gone.get_mut(*row).into_iter().for_each(|gone| *gone = true);
        }
    }

    fn span(&self, row: usize) -> (i32, u32) {
        self.spans.get(row).copied().unwrap_or((NO_DAY, 1))
    }

    /// Rows that agree in something, together.
    fn alike<K: Ord>(&self, key: impl Fn(usize) -> K) -> Vec<Vec<usize>> {
        let mut found: BTreeMap<K, Vec<usize>> = BTreeMap::new();
        for row in 0..self.gone.len() {
            found.entry(key(row)).or_default().push(row);
        }
        found.into_values().collect()
    }

    /// Years and quarters beside their months.
    fn spans(&mut self) {
        for rows in self.alike(|row| (self.places.get(row).cloned(), self.products.get(row).cloned())) {
            let lengths: BTreeSet<u32> = rows.iter().map(|row| self.span(*row).1).collect();
            for whole in rows.iter().copied().filter(|_| lengths.len() > 1) {
                let (first, length) = self.span(whole);
                let end = Day(first).month_start(i32::try_from(length).unwrap_or(1)).0;
                let is_within = |row: &usize| self.span(*row).1 < length && (first..end).contains(&self.span(*row).0);
                let shorter: Vec<usize> = rows.iter().copied().filter(is_within).collect();
                let least = shorter.iter().map(|row| self.span(*row).1).min();
                let parts: Vec<usize> = shorter.into_iter().filter(|row| Some(self.span(*row).1) == least).collect();
                let covered: u32 =
                    parts.iter().map(|row| self.span(*row)).collect::<BTreeSet<_>>().into_iter().map(|(_, months)| months).sum();
                if !parts.is_empty() {
                    // Months that are missing were not forgotten: the year says what they are.
                    self.settle(whole, &parts, |_, _| covered >= length);
                }
            }
        }
    }

    fn has_person(&self, row: usize) -> bool {
        self.places.get(row).is_some_and(|[person, ..]| !person.is_empty())
    }

    /// Is the second row about a part of what the first is about?
    fn is_part(&self, whole: usize, part: usize) -> bool {
        let (Some(of_whole), Some(of_part)) = (self.places.get(whole), self.places.get(part)) else { return false };
        let fits = of_part.iter().zip(of_whole).all(|(part, whole)| whole.is_empty() || part == whole);
        fits && of_part != of_whole && (self.has_person(part) || self.depth(part) > self.depth(whole))
    }

    /// How many of person, team and region a row names.
    fn depth(&self, row: usize) -> usize {
        self.places.get(row).map_or(0, |place| place.iter().filter(|text| !text.is_empty()).count())
    }

    /// Teams, regions and the company beside the people.
    fn places(&mut self) {
        for rows in self.alike(|row| (self.span(row), self.products.get(row).cloned())) {
            // Only what is less narrow than another can be its whole.
            let narrowest = rows.iter().map(|row| (self.has_person(*row), self.depth(*row))).max().unwrap_or_default();
            let may_be_whole = |row: &usize| !self.has_person(*row) && (false, self.depth(*row)) < narrowest;
            for whole in rows.iter().copied().filter(may_be_whole).collect::<Vec<_>>() {
                let parts: Vec<usize> = rows.iter().copied().filter(|row| self.is_part(whole, *row)).collect();
                // The finest parts only.
                let has_people = parts.iter().any(|row| self.has_person(*row));
                let parts: Vec<usize> = parts.into_iter().filter(|row| self.has_person(*row) == has_people).collect();
                if !parts.is_empty() {
                    self.settle(whole, &parts, |sum, all| sum * 2 >= all);
                }
            }
        }
    }
}

/// The last day of what each row speaks of: a month, a quarter or a year.
pub(super) fn last_days(source: &Source<'_>, rows: &[usize], part: &Facts) -> Vec<i32> {
    let months = source.map(Field::Month, rows, |text| layout::span_of(text).map_or(1, |(_, months)| months));
    let first = part.days.get(&Field::Month).map_or(&[][..], Vec::as_slice);
    let last = |(first, months): (&i32, u32)| match *first {
        NO_DAY => NO_DAY,
        first => Day(first).month_start(i32::try_from(months).unwrap_or(1)).0 - 1,
    };
    first.iter().zip(months).map(last).collect()
}

fn repeated<T: Copy>(column: &[T], places: &[(usize, u32, u32)]) -> Vec<T> {
    places.iter().filter_map(|(row, ..)| column.get(*row).copied()).collect()
}
