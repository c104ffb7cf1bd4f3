//! Targets of quarters and years: spread evenly over their months, as figures are compared month by month. Forecasts of them stay whole.

use kpi_data::{Facts, NO_DAY, NO_MONEY};
use kpi_model::{Day, Field};

use super::Builder;
use crate::columns::Source;
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
