//! What came of forecasts: what was won in the month or quarter each speaks of, by whom it speaks of.

use std::collections::{BTreeMap, BTreeSet};

use kpi_data::{Dataset, Facts, NO_CODE, NO_DAY, NO_MONEY, Outcome};
use kpi_model::{Dimension, Field, TableKind};

/// Whom a forecast speaks of, the narrowest first.
const SPEAKERS: [Dimension; 3] = [Dimension::Person, Dimension::Team, Dimension::Region];

/// Adds to each forecast what came of it and how far it was off. A forecast of somebody the sales do not know has neither, nor has one that
/// was made when its time was over: it is no forecast.
pub(crate) fn compare(dataset: &mut Dataset) {
    let Some(forecasts) = dataset.facts(TableKind::Forecasts) else { return };
    let Some(sales) = Sales::new(dataset) else { return };
    let day = |field: Field, row: usize| forecasts.days.get(&field).and_then(|days| days.get(row)).copied().unwrap_or(NO_DAY);
    // Who writes the forecast of a region down may be nobody the sales tell of.
    let speakers: Vec<Dimension> = SPEAKERS.into_iter().filter(|dimension| sales.tell(*dimension)).collect();
    let mut lists: BTreeMap<(Option<Dimension>, bool), List> = BTreeMap::new();
    let mut actuals = Vec::with_capacity(forecasts.len);
    for row in 0..forecasts.len {
        let code = |dimension: Dimension| forecasts.dimension(dimension).get(row).copied().filter(|code| *code != NO_CODE);
        let speaker = speakers.iter().copied().find(|dimension| code(*dimension).is_some());
        let product = code(Dimension::Product);
        let (first, last) = (day(Field::Month, row), day(Field::Ends, row));
        let is_ahead = day(Field::Day, row) <= last;
        let list = lists.entry((speaker, product.is_some())).or_insert_with(|| sales.list(speaker, product.is_some()));
        let key = (speaker.and_then(code).unwrap_or(0), product.unwrap_or(0));
        actuals.push(if is_ahead { list.between(key, first, last) } else { NO_MONEY });
    }
    let amounts = forecasts.money.get(&Field::Amount).map_or(&[][..], Vec::as_slice);
    let miss = |(forecast, actual): (&i64, &i64)| match (*forecast, *actual) {
        (NO_MONEY, _) | (_, NO_MONEY) => NO_MONEY,
        (forecast, actual) => i64::try_from(forecast.abs_diff(actual)).unwrap_or(NO_MONEY),
    };
    let misses = amounts.iter().zip(&actuals).map(miss).collect();
    if let Some(forecasts) = dataset.facts.get_mut(&TableKind::Forecasts) {
        forecasts.money.insert(Field::Actual, actuals);
        forecasts.money.insert(Field::Miss, misses);
    }
}

/// What was sold: won opportunities, or orders where there are none.
struct Sales<'a> {
    facts: &'a Facts,
    days: &'a [i32],
    amounts: &'a [i64],
}

impl<'a> Sales<'a> {
    fn new(dataset: &'a Dataset) -> Option<Self> {
        let of = |kind: TableKind, field: Field| {
            let facts = dataset.facts(kind)?;
            Some(Self { facts, days: facts.days.get(&field)?, amounts: facts.money.get(&Field::Amount)? })
        };
        match dataset.facts(TableKind::Opportunities) {
            Some(_) => of(TableKind::Opportunities, Field::Closed),
            None => of(TableKind::Orders, Field::Day),
        }
    }

    /// Do the sales tell of anybody by this breakdown?
    fn tell(&self, dimension: Dimension) -> bool {
        self.facts.dimension(dimension).iter().any(|code| *code != NO_CODE)
    }

    fn list(&self, speaker: Option<Dimension>, by_product: bool) -> List {
        let code = |dimension: Option<Dimension>, row: usize| match dimension {
            None => Some(0),
            Some(dimension) => self.facts.dimension(dimension).get(row).copied().filter(|code| *code != NO_CODE),
        };
        let key = |row: usize| Some((code(speaker, row)?, code(by_product.then_some(Dimension::Product), row)?));
        let is_sale = |row: usize| self.facts.kind == TableKind::Orders || self.facts.outcomes.get(row) == Some(&Outcome::Won);
        let known: BTreeSet<(u32, u32)> = (0..self.facts.len).filter_map(key).collect();
        let rows = self.days.iter().zip(self.amounts).enumerate().filter(|(row, (day, _))| **day != NO_DAY && is_sale(*row));
        let mut sales: Vec<((u32, u32), i32, i64)> = rows.filter_map(|(row, (day, amount))| Some((key(row)?, *day, *amount))).collect();
        sales.sort_unstable();
        List { known, sales }
    }
}

/// Sales by whom they are told of, in the order of their days.
struct List {
    known: BTreeSet<(u32, u32)>,
    sales: Vec<((u32, u32), i32, i64)>,
}

impl List {
    /// What was sold from the first to the last day; none where nobody knows who is meant, or where all amounts are missing.
    fn between(&self, key: (u32, u32), first: i32, last: i32) -> i64 {
        let from = self.sales.partition_point(|sale| (sale.0, sale.1) < (key, first));
        let to = self.sales.partition_point(|sale| (sale.0, sale.1) <= (key, last));
        let sales = self.sales.get(from..to).unwrap_or_default();
        let mut amounts = sales.iter().map(|sale| sale.2).filter(|amount| *amount != NO_MONEY).peekable();
        let is_unknown = amounts.peek().is_none() && !sales.is_empty();
        if is_unknown || !self.known.contains(&key) {
            return NO_MONEY;
        }
        i64::try_from(amounts.map(i128::from).sum::<i128>()).unwrap_or(NO_MONEY)
    }
}
