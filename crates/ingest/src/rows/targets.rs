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
    let spans = source.map(Field::Month, rows, |text| layout::span_of(text).map_or(1, |(_, months)| months));
    let texts = |field: Field| source.texts(field, rows);
    let (people, teams, regions, products) = (texts(Field::Person), texts(Field::Team), texts(Field::Region), texts(Field::Product));
    let at = |list: &[&str], i: usize| list.get(i).map_or_else(String::new, |text| normal(text));
    let place = |i: usize| {
        let (team, region) = (at(&teams, i), at(&regions, i));
        let is_all = |text: &String| text.is_empty() || ALL.contains(&text.as_str());
        let person = Some(at(&people, i)).filter(|person| !is_all(person) && *person != team && *person != region).unwrap_or_default();
        [
            person,
            Some(team).filter(|team| !is_all(team)).unwrap_or_default(),
            Some(region).filter(|region| !is_all(region)).unwrap_or_default(),
        ]
    };
    let places: Vec<[String; 3]> = (0..rows.len()).map(place).collect();
    let amount = |i: usize| amounts.get(i).copied().filter(|amount| *amount != NO_MONEY).unwrap_or(0);
    let mut gone = vec![false; rows.len()];
    // A whole and its parts; parts that are too little are left out.
    let mut settle = |whole: usize, parts: &[usize]| {
        let sum: i128 = parts.iter().map(|part| i128::from(amount(*part))).sum();
        let is_told = sum * 2 >= i128::from(amount(whole));
        let told = [whole];
        for row in if is_told { &told[..] } else { parts } {
            gone.get_mut(*row).into_iter().for_each(|gone| *gone = true);
        }
    };
    // Years and quarters beside their months.
    let mut of_place: BTreeMap<(&[String; 3], String), Vec<usize>> = BTreeMap::new();
    for (i, place) in places.iter().enumerate() {
        of_place.entry((place, at(&products, i))).or_default().push(i);
    }
    let span = |i: usize| (months.get(i).copied().unwrap_or(NO_DAY), spans.get(i).copied().unwrap_or(1));
    for rows in of_place.values() {
        let lengths: BTreeSet<u32> = rows.iter().map(|i| span(*i).1).collect();
        for whole in rows.iter().copied().filter(|_| lengths.len() > 1) {
            let (first, length) = span(whole);
            let end = Day(first).month_start(i32::try_from(length).unwrap_or(1)).0;
            let shorter = |i: &usize| span(*i).1 < length && (first..end).contains(&span(*i).0);
            let parts: Vec<usize> = rows.iter().copied().filter(shorter).collect();
            let shortest = parts.iter().map(|i| span(*i).1).min();
            let parts: Vec<usize> = parts.into_iter().filter(|i| Some(span(*i).1) == shortest).collect();
            if !parts.is_empty() {
                settle(whole, &parts);
            }
        }
    }
    // Teams, regions and the company beside the people.
    let mut of_span: BTreeMap<((i32, u32), String), Vec<usize>> = BTreeMap::new();
    for i in 0..rows.len() {
        of_span.entry((span(i), at(&products, i))).or_default().push(i);
    }
    for rows in of_span.values() {
        let depth = |i: usize| places.get(i).map_or(0, |place| place.iter().filter(|part| !part.is_empty()).count());
        let has_person = |i: usize| places.get(i).is_some_and(|[person, ..]| !person.is_empty());
        for whole in rows.iter().copied().filter(|i| !has_person(*i)) {
            let is_within = |i: &usize| {
                let (Some(part), Some(whole_place)) = (places.get(*i), places.get(whole)) else { return false };
                let fits = part.iter().zip(whole_place).all(|(part, whole)| whole.is_empty() || part == whole);
                fits && part != whole_place && (has_person(*i) || depth(*i) > depth(whole))
            };
            let parts: Vec<usize> = rows.iter().copied().filter(is_within).collect();
            // The finest parts only.
            let finest = parts.iter().any(|i| has_person(*i));
            let parts: Vec<usize> = parts.into_iter().filter(|i| has_person(*i) == finest).collect();
            if !parts.is_empty() {
                settle(whole, &parts);
            }
        }
    }
    gone
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
