//! Amounts in columns that have no meaning of their own in the model: what is left of a sale, what is still open of it.

use kpi_data::NO_MONEY;
use kpi_model::{Field, Mapping};

use super::{Source, Trouble};
use crate::documents::REFUNDS;
use crate::names::Header;
use crate::parse;
use crate::profile::is_blank;

impl<'a> Source<'a> {
    /// Minor units of the column of gross profits, with its name; none where it is bound or has no numbers.
    pub(crate) fn profits(&self, mapping: &Mapping, rows: &[usize]) -> Option<(&'a str, Vec<i64>)> {
        const PROFITS: [&str; 7] = ["毛利", "毛利额", "毛利润", "毛利金额", "grossprofit", "rohertrag", "margebrute"];
        // A share is no amount.
        self.amounts_named(mapping, rows, &PROFITS)
            .filter(|(_, profits)| profits.iter().any(|profit| *profit != NO_MONEY && profit.abs() > 100))
    }

    /// Minor units of the column of what was paid back, with its name; none where it is bound or has no numbers.
    pub(crate) fn refunds(&self, mapping: &Mapping, rows: &[usize]) -> Option<(&'a str, Vec<i64>)> {
        self.amounts_named(mapping, rows, REFUNDS)
    }

    /// Minor units of the first column of one of these names, with its header; none where it is bound or has no numbers.
    pub(crate) fn amounts_named(&self, mapping: &Mapping, rows: &[usize], names: &[&str]) -> Option<(&'a str, Vec<i64>)> {
        let named = |header: &String| names.contains(&Header::new(header).normal.as_str());
        let at = self.raw.headers.iter().position(named)?;
        Some((self.raw.headers.get(at)?, self.amounts_at(mapping, rows, at)?))
    }

    /// Minor units of a column by its place; none where it is bound or has no numbers.
    fn amounts_at(&self, mapping: &Mapping, rows: &[usize], at: usize) -> Option<Vec<i64>> {
        let profile = self.profiles.get(at).filter(|profile| profile.number_share > 0.9 && self.is_free(mapping, at))?;
        let read = |cell: &str| parse::money_minor(cell, profile.number_style).map_or(NO_MONEY, |(amount, _)| amount);
        let column = self.raw.columns.get(at)?;
        Some(column.map(rows.iter().copied(), |cell| if is_blank(cell) { NO_MONEY } else { read(cell) }))
    }

    /// The amounts with tax beside these without it: a column that is nowhere less than they are, nor more than half as much again, nor
    /// less than what is open of each.
    pub(crate) fn gross_of(&self, mapping: &Mapping, rows: &[usize], amounts: &[i64], open: &[i64]) -> Option<Vec<i64>> {
        let fits = |gross: &Vec<i64>| {
            let all = || gross.iter().zip(amounts).zip(open).filter(|((gross, amount), _)| **amount > 0 && **gross != NO_MONEY);
            let is_gross = |((gross, amount), open): &((&i64, &i64), &i64)| {
                *gross >= *amount && **gross <= amount.saturating_add(**amount / 2) && (**open == NO_MONEY || *open <= *gross)
            };
            all().count() > 0
                && all().filter(is_gross).count() * 20 >= all().count() * 19
                && all().any(|((gross, amount), _)| gross > amount)
        };
        (0..self.raw.headers.len()).filter_map(|at| self.amounts_at(mapping, rows, at)).find(fits)
    }

    /// Do the costs stand for one piece, though their header does not say so? Where several were sold they are hardly ever above the price of one;
    /// of all of them together they would nearly always be.
    pub(super) fn are_costs_of_one(&self, rows: &[usize]) -> bool {
        const TOTALS: [&str; 12] =
            ["total", "line", "extended", "合计", "总", "gesamt", "summe", "wert", "totaal", "totale", "razem", "celkem"];
        if self.header(Field::Cost).is_some_and(|header| Header::new(header).says(&TOTALS)) {
            return false;
        }
        let mut trouble = Trouble::default();
        let quantities = self.millionths(Field::Quantity, rows, &mut trouble);
        let prices = match (self.has(Field::ListPrice), self.has(Field::Amount)) {
            (true, _) => self.money(Field::ListPrice, rows, &mut trouble),
            (_, true) => {
                let of_one = |(amount, quantity): (i64, &Option<i64>)| match quantity {
                    Some(quantity) if *quantity > 0 && amount != NO_MONEY => amount.saturating_mul(1_000_000) / quantity,
                    _ => NO_MONEY,
                };
                self.money(Field::Amount, rows, &mut trouble).into_iter().zip(&quantities).map(of_one).collect()
            }
            _ => return false,
        };
        let costs = self.money(Field::Cost, rows, &mut trouble);
        let (mut all, mut below) = (0, 0);
        for ((quantity, price), cost) in quantities.iter().zip(prices).zip(costs) {
            let is_several = quantity.is_some_and(|quantity| quantity >= 3_000_000);
            if is_several && price > 0 && cost > 0 && price != NO_MONEY && cost != NO_MONEY {
                all += 1;
                below += usize::from(cost <= price);
            }
        }
        all >= 5 && below * 20 >= all * 19
    }
}
