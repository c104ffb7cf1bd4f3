//! Which figure is which, told by how the figures of a row make each other.

use std::collections::BTreeMap;

use kpi_model::{Field, Text};

use super::{Binding, rebind};
use crate::names::Header;
use crate::parse;
use crate::profile::{Profile, is_blank};
use crate::raw::RawTable;

/// Rows of orders looked at for amounts of whole orders.
const MOST_LINES: usize = 20_000;

/// Rows looked at to see whether amounts add up.
const MOST_SUMS: usize = 400;

/// The columns of figures of a table.
pub(super) struct Figures<'a> {
    pub(super) table: &'a RawTable,
    pub(super) headers: &'a [Header],
    pub(super) profiles: &'a [Profile],
    pub(super) decided: &'a [bool],
}

impl Figures<'_> {
    pub(super) fn is_number(&self, at: usize) -> bool {
        self.profiles.get(at).is_some_and(Profile::is_number)
    }

    /// Does a column of figures stand for nothing, and did the user decide nothing about it?
    pub(super) fn is_free(&self, columns: &[Option<Binding>], at: usize) -> bool {
        self.is_number(at) && self.decided.get(at) != Some(&true) && columns.get(at).is_some_and(Option::is_none)
    }

    pub(super) fn numbers(&self, is_meant: impl Fn(&Header) -> bool) -> Vec<usize> {
        (0..self.headers.len()).filter(|at| self.is_number(*at) && self.headers.get(*at).is_some_and(&is_meant)).collect()
    }

    /// An amount in cents; nothing there is none.
    fn cell(&self, at: usize, row: usize) -> Option<i128> {
        let (column, profile) = (self.table.columns.get(at)?, self.profiles.get(at)?);
        let text = column.get(row);
        if is_blank(text) { Some(0) } else { parse::money_minor(text, profile.number_style).map(|(value, _)| i128::from(value)) }
    }

    /// Do two columns make the third on nearly every row, with or without what it costs to send the goods?
    pub(super) fn add_up(&self, net: usize, tax: usize, gross: usize, freights: &[usize]) -> bool {
        let freight =
            |row: usize| freights.iter().filter(|at| ![net, tax, gross].contains(at)).filter_map(|at| self.cell(*at, row)).sum::<i128>();
        let adds_up = |row: usize| {
            let (whole, part, tax) = (self.cell(gross, row)?, self.cell(net, row)?, self.cell(tax, row)?);
            // A cent each way is rounding.
            let is_sum = |rest: i128| (whole - part - tax - rest).abs() <= 1;
            Some((is_sum(0) || is_sum(freight(row)), tax != 0 && part != 0 && tax.abs() < part.abs()))
        };
        let step = (self.table.len() / MOST_SUMS).max(1);
        let rows: Vec<(bool, bool)> = (0..self.table.len()).step_by(step).filter_map(adds_up).collect();
        let (sums, taxed) = (rows.iter().filter(|row| row.0).count(), rows.iter().filter(|row| row.0 && row.1).count());
        taxed >= 2 && taxed * 2 >= rows.len() && sums * 10 >= rows.len() * 9
    }

    /// Rows looked at, evenly from all.
    fn sample(&self) -> impl Iterator<Item = usize> {
        (0..self.table.len()).step_by((self.table.len() / MOST_SUMS).max(1))
    }

    /// A number in millionths: quantities and rates have more decimals than amounts.
    fn exact(&self, at: usize, row: usize) -> Option<i128> {
        let (column, profile) = (self.table.columns.get(at)?, self.profiles.get(at)?);
        parse::number(column.get(row), profile.number_style).map(i128::from)
    }

    /// Is one column the product of two others on nearly every row, to the cent, and not the same as the first?
    fn multiplies(&self, [one, other]: [usize; 2], product: usize) -> bool {
        const CENT: i128 = 10_000;
        let holds = |row: usize| {
            let (a, b, c) = (self.exact(one, row)?, self.exact(other, row)?, self.exact(product, row)?);
            Some(((a * b / 1_000_000 - c).abs() <= CENT, a != c && c != 0))
        };
        let rows: Vec<(bool, bool)> = self.sample().filter_map(holds).collect();
        let (held, told) = (rows.iter().filter(|row| row.0).count(), rows.iter().filter(|row| row.0 && row.1).count());
        rows.len() >= 5 && told >= 3 && held * 20 >= rows.len() * 19
    }
}

fn at(columns: &[Option<Binding>], field: Field) -> Option<usize> {
    columns.iter().position(|binding| binding.as_ref().is_some_and(|binding| binding.field == field))
}

/// What is told by the figures of a row, whatever the columns are called.
pub(super) fn of_orders(columns: &mut [Option<Binding>], figures: &Figures<'_>) {
    times_quantity(columns, figures);
    price_of_line(columns, figures);
    parts_of_whole(columns, figures);
}

/// What is bound as the amount is the price of one piece: another column is that times the quantity.
fn times_quantity(columns: &mut [Option<Binding>], figures: &Figures<'_>) {
    let (Some(amount), Some(quantity)) = (at(columns, Field::Amount), at(columns, Field::Quantity)) else { return };
    if figures.decided.get(amount) == Some(&true) {
        return;
    }
    let found = (0..columns.len()).find(|at| figures.is_free(columns, *at) && figures.multiplies([amount, quantity], *at));
    if let (Some(line), Some(binding)) = (found, columns.get(amount).cloned().flatten()) {
        let evidence = Text::new("单价 × 数量", "the price of one × the quantity");
        rebind(columns, amount, line, Binding { evidence, ..binding });
    }
}

/// What is bound as the price of one piece is that of the whole line: negative where the quantity is, or in proportion to it.
fn price_of_line(columns: &mut [Option<Binding>], figures: &Figures<'_>) {
    let (Some(price), Some(quantity), None) = (at(columns, Field::ListPrice), at(columns, Field::Quantity), at(columns, Field::Amount))
    else {
        return;
    };
    if figures.decided.get(price) == Some(&true) {
        return;
    }
    let rows = || figures.sample().filter_map(|row| Some((figures.exact(price, row)?, figures.exact(quantity, row)?)));
    let (returned, negative) = rows()
        .filter(|(_, quantity)| *quantity < 0)
        .fold((0, 0), |(all, negative), (price, _)| (all + 1, negative + usize::from(price < 0)));
    let positive = rows().filter(|(price, quantity)| *quantity > 0 && *price < 0).count();
    let is_of_line = returned > 0 && negative == returned && positive == 0;
    if let Some(binding) = columns.get_mut(price).and_then(Option::as_mut).filter(|_| is_of_line) {
        binding.field = Field::Amount;
        binding.evidence = Text::new("退回的行为负，是整行的金额", "negative where goods came back: the amount of the line");
    }
}

/// Where the amount is that of the whole order, the column whose parts make it up is the amount of each line: instalments, positions.
fn parts_of_whole(columns: &mut [Option<Binding>], figures: &Figures<'_>) {
    let (Some(amount), Some(id)) = (at(columns, Field::Amount), at(columns, Field::Id)) else { return };
    let Some(ids) = figures.table.columns.get(id) else { return };
    // Where price and quantity are there, they tell the amount of a line.
    let is_priced = at(columns, Field::Quantity).is_some() && at(columns, Field::ListPrice).is_some();
    if figures.decided.get(amount) == Some(&true) || is_priced {
        return;
    }
    let is_parts = |part: usize| {
        // Whole, whether it is the same on all lines, lines, and their sum.
        let mut orders: BTreeMap<&str, (i128, bool, usize, i128)> = BTreeMap::new();
        for row in 0..figures.table.len().min(MOST_LINES) {
            if let (Some(whole), Some(line), false) = (figures.cell(amount, row), figures.cell(part, row), ids.get(row).is_empty()) {
                let order = orders.entry(ids.get(row)).or_insert((whole, true, 0, 0));
                *order = (order.0, order.1 && order.0 == whole, order.2 + 1, order.3 + line);
            }
        }
        let several = || orders.values().filter(|order| order.2 > 1);
        let fits = several().filter(|order| order.1 && (order.0 - order.3).abs() <= 1 && order.0 != 0).count();
        several().count() >= 3 && fits * 10 >= several().count() * 9
    };
    let found = (0..columns.len()).find(|at| figures.is_free(columns, *at) && is_parts(*at));
    if let (Some(part), Some(binding)) = (found, columns.get(amount).cloned().flatten()) {
        let evidence = Text::new("各行之和等于整单的金额", "its parts make up the amount of the whole order");
        rebind(columns, amount, part, Binding { evidence, ..binding });
    }
}

/// An amount in the currency of the deal times the rate of its row is the amount in one's own, which can be added up.
pub(super) fn times_rate(columns: &mut [Option<Binding>], figures: &Figures<'_>) {
    let (Some(amount), Some(currency)) = (at(columns, Field::Amount), at(columns, Field::Currency)) else { return };
    let is_decided = |at: usize| figures.decided.get(at) == Some(&true);
    let is_several = figures.profiles.get(currency).is_some_and(|profile| profile.distinct > 1);
    if is_decided(amount) || is_decided(currency) || !is_several {
        return;
    }
    let free: Vec<usize> = (0..columns.len()).filter(|at| figures.is_free(columns, *at)).collect();
    let pairs = free.iter().flat_map(|rate| free.iter().map(move |own| (*rate, *own))).filter(|(rate, own)| rate != own);
    let is_rate = |rate: usize| {
        figures.headers.get(rate).is_some_and(|header| {
            header.says(&["汇率", "匯率", "rate", "kurs", "taux", "cambio", "câmbio", "tasso", "koers", "курс", "レート", "환율"])
        })
    };
    let found = pairs.filter(|(rate, _)| is_rate(*rate)).find(|(rate, own)| figures.multiplies([amount, *rate], *own));
    if let (Some((_, own)), Some(binding)) = (found, columns.get(amount).cloned().flatten()) {
        let evidence = Text::new("外币金额 × 汇率", "the amount in its currency × the rate");
        rebind(columns, amount, own, Binding { evidence, ..binding });
        if let Some(slot) = columns.get_mut(currency) {
            *slot = None;
        }
    }
}
