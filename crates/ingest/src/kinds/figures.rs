//! Which figure is which, told by how the figures of a row make each other.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use kpi_model::{Field, Text};

use super::{Binding, column_of, rebind};
use crate::names::Header;
use crate::parse;
use crate::profile::{Profile, is_blank};
use crate::raw::RawTable;

/// Rows of orders looked at for amounts of whole orders.
const MOST_LINES: usize = 4_000;

/// Rows looked at to see whether amounts add up.
const MOST_SUMS: usize = 400;

/// One cent, and one, in millionths.
const CENT: i128 = 10_000;
const ONE: i128 = 1_000_000;

/// A figure in millionths, nothing where the cell is blank; no figure at all where it says something else.
type Figure = Option<Option<i128>>;

/// The columns of figures of a table.
pub(super) struct Figures<'a> {
    table: &'a RawTable,
    headers: &'a [Header],
    profiles: &'a [Profile],
    decided: &'a [bool],
    /// The figures of rows evenly from all, read once for each column: rules compare many columns with many others.
    sampled: Vec<OnceCell<Vec<Figure>>>,
}

impl<'a> Figures<'a> {
    pub(super) fn new(table: &'a RawTable, headers: &'a [Header], profiles: &'a [Profile], decided: &'a [bool]) -> Self {
        Self { table, headers, profiles, decided, sampled: vec![OnceCell::new(); table.columns.len()] }
    }

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

    fn figure(&self, at: usize, row: usize) -> Figure {
        let (column, profile) = (self.table.columns.get(at)?, self.profiles.get(at)?);
        let text = column.get(row);
        if is_blank(text) { Some(None) } else { parse::number(text, profile.number_style).map(|number| Some(i128::from(number))) }
    }

    fn sample(&self, at: usize) -> &[Figure] {
        let read = || (0..self.table.len()).step_by((self.table.len() / MOST_SUMS).max(1)).map(|row| self.figure(at, row)).collect();
        self.sampled.get(at).map_or(&[], |column| column.get_or_init(read))
    }

    /// Do two columns make the third on nearly every row, with or without what it costs to send the goods? A cent each way is rounding.
    pub(super) fn add_up(&self, net: usize, tax: usize, gross: usize, freights: &[usize]) -> bool {
        let freights: Vec<&[Figure]> = freights.iter().filter(|at| ![net, tax, gross].contains(at)).map(|at| self.sample(*at)).collect();
        let freight = |row: usize| freights.iter().filter_map(|column| column.get(row).copied().flatten().flatten()).sum::<i128>();
        let (mut all, mut sums, mut taxed) = (0_usize, 0, 0);
        for (row, ((whole, part), tax)) in self.sample(gross).iter().zip(self.sample(net)).zip(self.sample(tax)).enumerate() {
            let [Some(whole), Some(part), Some(tax)] = [whole, part, tax].map(|figure| figure.map(Option::unwrap_or_default)) else {
                continue;
            };
            let is_sum = |rest: i128| (whole - part - tax - rest).abs() <= CENT;
            all += 1;
            if is_sum(0) || is_sum(freight(row)) {
                sums += 1;
                taxed += usize::from(tax != 0 && part != 0 && tax.abs() < part.abs());
            } else if (all - sums) * 10 > self.sample(gross).len() {
                return false;
            }
        }
        taxed >= 2 && taxed * 2 >= all && sums * 10 >= all * 9
    }

    /// Is one column the product of two others on nearly every row, to the cent, and not the same as the first?
    pub(super) fn multiplies(&self, [one, other]: [usize; 2], product: usize) -> bool {
        let (mut all, mut held, mut told, mut blank) = (0_usize, 0, 0, 0);
        for ((one, other), product) in self.sample(one).iter().zip(self.sample(other)).zip(self.sample(product)) {
            let (Some(Some(a)), Some(Some(b))) = (one, other) else { continue };
            let Some(Some(c)) = product else {
                blank += 1;
                continue;
            };
            all += 1;
            if a.checked_mul(*b).is_some_and(|product| (product / ONE - c).abs() <= CENT) {
                held += 1;
                told += usize::from(a != c && *c != 0);
            }
        }
        all >= 5 && told >= 3 && held * 20 >= all * 19 && blank * 20 <= all
    }
}

/// What is told by the figures of a row, whatever the columns are called.
pub(super) fn of_orders(columns: &mut [Option<Binding>], figures: &Figures<'_>) {
    times_quantity(columns, figures);
    price_of_line(columns, figures);
    parts_of_whole(columns, figures);
}

/// What is bound as the amount is the price of one piece: another column is that times the quantity.
fn times_quantity(columns: &mut [Option<Binding>], figures: &Figures<'_>) {
    let (Some(amount), Some(quantity)) = (column_of(columns, Field::Amount), column_of(columns, Field::Quantity)) else { return };
    if figures.decided.get(amount) == Some(&true) {
        return;
    }
    let found = (0..columns.len()).find(|at| figures.is_free(columns, *at) && figures.multiplies([amount, quantity], *at));
    if let (Some(line), Some(binding)) = (found, columns.get(amount).cloned().flatten()) {
        let evidence = Text::new("单价 × 数量", "the price of one × the quantity");
        rebind(columns, amount, line, Binding { evidence, ..binding });
    }
}

/// What is bound as the price of one piece is that of the whole line, where it is negative whenever the quantity is.
fn price_of_line(columns: &mut [Option<Binding>], figures: &Figures<'_>) {
    let (Some(price), Some(quantity), None) =
        (column_of(columns, Field::ListPrice), column_of(columns, Field::Quantity), column_of(columns, Field::Amount))
    else {
        return;
    };
    if figures.decided.get(price) == Some(&true) {
        return;
    }
    let rows =
        || figures.sample(price).iter().zip(figures.sample(quantity)).filter_map(|(price, quantity)| Some(((*price)??, (*quantity)??)));
    let returned = rows().filter(|(_, quantity)| *quantity < 0).count();
    let negative = rows().filter(|(price, quantity)| *quantity < 0 && *price < 0).count();
    let positive = rows().filter(|(price, quantity)| *quantity > 0 && *price < 0).count();
    // The same product at the same price in other numbers: that is what one costs.
    let mut of_product: BTreeMap<(&str, i128), i128> = BTreeMap::new();
    let products = column_of(columns, Field::Product).and_then(|at| figures.table.columns.get(at));
    let is_of_one = (0..figures.table.len().min(MOST_LINES)).any(|row| {
        let (Some(price), Some(quantity)) = (figures.figure(price, row).flatten(), figures.figure(quantity, row).flatten()) else {
            return false;
        };
        let product = products.map_or("", |products| products.get(row));
        quantity > 0 && !is_blank(product) && *of_product.entry((product, price)).or_insert(quantity) != quantity
    });
    const OF_ONE: [&str; 10] = ["unit", "单价", "單價", "einzel", "stück", "eenheid", "each", "piece", "単価", "단가"];
    let is_of_one = is_of_one || figures.headers.get(price).is_some_and(|header| header.says(&OF_ONE));
    let is_of_line = returned > 2 && negative == returned && positive == 0 && !is_of_one;
    if let Some(binding) = columns.get_mut(price).and_then(Option::as_mut).filter(|_| is_of_line) {
        binding.field = Field::Amount;
        binding.evidence = Text::new("退回的行为负，是整行的金额", "negative where goods came back: the amount of the line");
    }
}

/// Where the amount is that of the whole order, the column whose parts make it up is the amount of each line: instalments, positions.
fn parts_of_whole(columns: &mut [Option<Binding>], figures: &Figures<'_>) {
    let (Some(amount), Some(id)) = (column_of(columns, Field::Amount), column_of(columns, Field::Id)) else { return };
    let Some(ids) = figures.table.columns.get(id) else { return };
    // Where price and quantity are there, they tell the amount of a line.
    let is_priced = column_of(columns, Field::Quantity).is_some() && column_of(columns, Field::ListPrice).is_some();
    if figures.decided.get(amount) == Some(&true) || is_priced {
        return;
    }
    // Which order each row is of, and of each order what it is worth, whether that stands on all its lines, and how many there are.
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    let mut orders: Vec<(i128, bool, usize)> = Vec::new();
    let mut of_rows: Vec<Option<usize>> = Vec::new();
    for row in 0..figures.table.len().min(MOST_LINES) {
        let whole = figures.figure(amount, row).flatten().filter(|_| !is_blank(ids.get(row)));
        of_rows.push(whole.map(|whole| {
            let order = *known.entry(ids.get(row)).or_insert(orders.len());
            if order == orders.len() {
                orders.push((whole, true, 0));
            }
            if let Some(order) = orders.get_mut(order) {
                *order = (order.0, order.1 && order.0 == whole, order.2 + 1);
            }
            order
        }));
    }
    let several = orders.iter().filter(|order| order.2 > 1).count();
    let same = orders.iter().filter(|order| order.2 > 1 && order.1 && order.0 != 0).count();
    if several < 3 || same * 10 < several * 9 {
        return;
    }
    let is_parts = |part: usize| {
        let mut sums = vec![0_i128; orders.len()];
        for (row, order) in of_rows.iter().enumerate() {
            if let (Some(order), Some(line)) = (order, figures.figure(part, row).flatten())
                && let Some(sum) = sums.get_mut(*order)
            {
                *sum += line;
            }
        }
        // What is paid in advance does not make up the orders of one line.
        let fits = orders.iter().zip(&sums).filter(|(order, sum)| order.1 && order.0 != 0 && (order.0 - **sum).abs() <= CENT);
        fits.count() * 10 >= orders.len() * 9
    };
    let found = (0..columns.len()).find(|at| figures.is_free(columns, *at) && is_parts(*at));
    if let (Some(part), Some(binding)) = (found, columns.get(amount).cloned().flatten()) {
        let evidence = Text::new("各行之和等于整单的金额", "its parts make up the amount of the whole order");
        rebind(columns, amount, part, Binding { evidence, ..binding });
    }
}

/// Is a rate about the same for each currency, and another one for some?
fn is_steady(figures: &Figures<'_>, currency: usize, rate: usize) -> bool {
    let Some(codes) = figures.table.columns.get(currency) else { return false };
    let mut of_code: BTreeMap<&str, (i128, i128)> = BTreeMap::new();
    for row in 0..figures.table.len().min(MOST_LINES) {
        if let Some(rate) = figures.figure(rate, row).flatten().filter(|_| !is_blank(codes.get(row))) {
            let ends = of_code.entry(codes.get(row)).or_insert((rate, rate));
            *ends = (ends.0.min(rate), ends.1.max(rate));
        }
    }
    let least = of_code.values().map(|ends| ends.0).min().unwrap_or(0);
    let most = of_code.values().map(|ends| ends.1).max().unwrap_or(0);
    of_code.len() > 1 && least > 0 && of_code.values().all(|(low, high)| high * 10 <= low * 14) && most * 100 > least * 101
}

/// An amount in the currency of the deal times the rate of its row is the amount in one's own, which can be added up.
pub(super) fn times_rate(columns: &mut [Option<Binding>], figures: &Figures<'_>) {
    let (Some(amount), Some(currency)) = (column_of(columns, Field::Amount), column_of(columns, Field::Currency)) else { return };
    let is_decided = |at: usize| figures.decided.get(at) == Some(&true);
    let is_several = figures.profiles.get(currency).is_some_and(|profile| profile.distinct > 1);
    if is_decided(amount) || is_decided(currency) || !is_several {
        return;
    }
    let free: Vec<usize> = (0..columns.len()).filter(|at| figures.is_free(columns, *at)).collect();
    let pairs = free.iter().flat_map(|rate| free.iter().map(move |own| (*rate, *own))).filter(|(rate, own)| rate != own);
    // A commission and a tax have rates as well.
    const RATES: [&str; 14] = [
        "汇率",
        "匯率",
        "exchange",
        "fxrate",
        "wechselkurs",
        "umrechnungskurs",
        "tauxdechange",
        "tipodecambio",
        "tassodicambio",
        "cambio",
        "wisselkoers",
        "курс",
        "レート",
        "환율",
    ];
    let is_rate = |rate: usize| figures.headers.get(rate).is_some_and(|header| header.says(&RATES)) && is_steady(figures, currency, rate);
    let found = pairs.filter(|(rate, _)| is_rate(*rate)).find(|(rate, own)| figures.multiplies([amount, *rate], *own));
    if let (Some((_, own)), Some(binding)) = (found, columns.get(amount).cloned().flatten()) {
        let evidence = Text::new("外币金额 × 汇率", "the amount in its currency × the rate");
        rebind(columns, amount, own, Binding { evidence, ..binding });
        if let Some(slot) = columns.get_mut(currency) {
            *slot = None;
        }
    }
}
