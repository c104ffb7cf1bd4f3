//! Bands of a figure as values of a dimension: they depend on the as-of day, on all orders of a customer or all lines of an order.

use kpi_data::{Dataset, Facts, NO_CODE, NO_DAY, NO_MONEY, NO_NUMBER, Outcome};
use kpi_model::{Day, Dimension, Field, TableKind};

/// Upper ends of the bands of an opportunity's age in days; the last is open.
const AGES: [i32; 4] = [30, 60, 90, 180];
const AGE_NAMES: [&str; 5] = ["0–30", "31–60", "61–90", "91–180", "181+"];

/// Width of a band of discounts in parts per million, and how many there are.
const DISCOUNT_STEP: i64 = 50_000;
const DISCOUNT_BANDS: u32 = 20;

/// Width of a band of margins in parts per million, and how many there are from 0 up.
const MARGIN_STEP: i64 = 100_000;
const MARGIN_BANDS: u32 = 10;

/// The names of the bands, in their order.
pub(crate) fn name_bands(dataset: &mut Dataset) {
    if let Some(names) = dataset.dictionaries.get_mut(Dimension::AgeBand.index()) {
        for name in AGE_NAMES {
            names.intern(name);
        }
    }
    if let Some(names) = dataset.dictionaries.get_mut(Dimension::DiscountBand.index()) {
        for band in 0..DISCOUNT_BANDS {
            names.intern(&format!("{}–{}%", band * 5, band * 5 + 5));
        }
    }
    if let Some(names) = dataset.dictionaries.get_mut(Dimension::MarginBand.index()) {
        names.intern("<0%");
        for band in 0..MARGIN_BANDS {
            names.intern(&format!("{}–{}%", band * 10, band * 10 + 10));
        }
    }
}

/// Gives orders and opportunities with a cost their margin and its band: of an order all its lines together. One of which part of the
/// cost is not known has none, nor has one that brought nothing: a return.
pub(crate) fn mark_margins(dataset: &mut Dataset) {
    for kind in [TableKind::Orders, TableKind::Opportunities] {
        let Some(facts) = dataset.facts.get_mut(&kind) else { continue };
        let Some(margins) = margins(facts) else { continue };
        let band = |margin: &i32| match *margin {
            NO_NUMBER => NO_CODE,
            margin if margin < 0 => 0,
            margin => u32::try_from(i64::from(margin) / MARGIN_STEP).map_or(NO_CODE, |band| band.min(MARGIN_BANDS - 1) + 1),
        };
        if let Some(slot) = facts.dimensions.get_mut(Dimension::MarginBand.index()) {
            *slot = margins.iter().map(band).collect();
        }
        facts.numbers.insert(Field::Margin, margins);
    }
}

/// Margin of each row's record in parts per million, rounded towards less.
fn margins(facts: &Facts) -> Option<Vec<i32>> {
    let (amounts, costs) = (facts.money.get(&Field::Amount)?, facts.money.get(&Field::Cost)?);
    // Rows without a record are their own, behind those that have one.
    let has_record = |row: &usize| facts.records.get(*row).is_some_and(|record| *record != NO_CODE);
    let records = facts.records.iter().filter(|record| **record != NO_CODE).max().map_or(0, |last| *last as usize + 1);
    let own = if (0..facts.len).all(|row| has_record(&row)) { 0 } else { facts.len };
    let place = |row: usize| facts.records.get(row).filter(|_| has_record(&row)).map_or(records + row, |record| *record as usize);
    // There may be millions: amount and cost in 16 bytes each, a cost that is not known as one that cannot be.
    let mut sums = vec![(0_i64, 0_i64); records + own];
    for (row, (amount, cost)) in amounts.iter().zip(costs).enumerate().filter(|(_, (amount, _))| **amount != NO_MONEY) {
        if let Some((paid, spent)) = sums.get_mut(place(row)) {
            *paid = paid.saturating_add(*amount);
            *spent = if *spent == NO_MONEY || *cost == NO_MONEY { NO_MONEY } else { spent.saturating_add(*cost) };
        }
    }
    let margin = |row: usize| match sums.get(place(row)) {
        Some((amount, cost)) if *amount > 0 && *cost != NO_MONEY => {
            let left = i128::from(*amount) - i128::from(*cost);
            i32::try_from((left * 1_000_000).div_euclid(i128::from(*amount))).unwrap_or(NO_NUMBER + 1)
        }
        _ => NO_NUMBER,
    };
    Some((0..facts.len).map(margin).collect())
}

/// The band of each opportunity: days from its creation to its end, or to the as-of day while it is open. None for tables
/// that have no such age.
pub(crate) fn age_bands(facts: &Facts, as_of: Day) -> Option<Vec<u32>> {
    if facts.kind != TableKind::Opportunities {
        return None;
    }
    let created = facts.days.get(&Field::Created)?;
    let closed = facts.days.get(&Field::Closed);
    let band = |(row, created): (usize, &i32)| {
        let closed = closed.and_then(|closed| closed.get(row)).copied().filter(|day| *day != NO_DAY);
        // What closed later was open on the as-of day.
        let is_open = facts.outcomes.get(row) == Some(&Outcome::Open) || closed.is_some_and(|day| day > as_of.0);
        let end = if is_open { Some(as_of.0) } else { closed };
        match end {
            Some(end) if *created != NO_DAY && end >= *created => {
                u32::try_from(AGES.partition_point(|limit| *limit < end - *created)).unwrap_or(NO_CODE)
            }
            _ => NO_CODE,
        }
    };
    Some(created.iter().enumerate().map(band).collect())
}

/// Mean discount of each customer's order lines as a band, by customer code; none without stated discounts.
pub(crate) fn discount_bands(dataset: &Dataset) -> Option<Vec<u32>> {
    let orders = dataset.facts(TableKind::Orders)?;
    let discounts = orders.numbers.get(&Field::Discount)?;
    let customers = orders.dimension(Dimension::Customer);
    let mut sums = vec![(0_i64, 0_i64); dataset.dictionary(Dimension::Customer).map_or(0, kpi_data::Dictionary::len)];
    for (customer, discount) in customers.iter().zip(discounts).filter(|(_, discount)| **discount != NO_NUMBER) {
        if let Some((sum, lines)) = sums.get_mut(*customer as usize) {
            *sum += i64::from(*discount);
            *lines += 1;
        }
    }
    let band = |(sum, lines): (i64, i64)| match lines {
        0 => NO_CODE,
        _ => u32::try_from(sum / (lines * DISCOUNT_STEP)).map_or(NO_CODE, |band| band.min(DISCOUNT_BANDS - 1)),
    };
    Some(sums.into_iter().map(band).collect())
}
