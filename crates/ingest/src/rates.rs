//! Amounts of other currencies at the rates that files and the user gave.

use std::collections::BTreeMap;

use kpi_data::NO_DAY;
use kpi_model::{ExchangeRate, Field, TableKind};

use crate::columns::{Source, Trouble};
use crate::parse::{self, NumberStyle};
use crate::stages;

/// How many minor units of the report's currency so many of another are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rate {
    above: i64,
    below: i64,
}

impl Rate {
    /// A rate in millionths, or one of the other way round; none where it is not positive.
    fn new(millionths: i64, is_inverse: bool) -> Option<Self> {
        let (above, below) = if is_inverse { (1_000_000, millionths) } else { (millionths, 1_000_000) };
        (millionths > 0).then_some(Self { above, below })
    }

    /// Minor units to minor units, rounded half to even once; `None` where the result is no amount any more.
    pub(crate) fn convert(self, amount: i64) -> Option<i64> {
        i64::try_from(parse::divide_half_even(i128::from(amount) * i128::from(self.above), i128::from(self.below))).ok()
    }
}

/// What a currency is worth from a day on.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    pub(crate) currency: String,
    from: i32,
    rate: Rate,
}

/// What the user says. Rates that are no positive number are as good as none.
pub(crate) fn of_user(rates: &[ExchangeRate]) -> Vec<Given> {
    let given = |one: &ExchangeRate| {
        let rate = Rate::new(parse::number(&one.rate, NumberStyle::default())?, false)?;
        Some(Given { currency: one.currency.clone(), from: one.from.map_or(NO_DAY, |day| day.0), rate })
    };
    rates.iter().filter_map(given).collect()
}

/// The rates of files: of a currency in that of the report, or the other way round. Rates between two others say nothing.
pub(crate) fn of_files(sources: &[Source<'_>], main: &str) -> Vec<Given> {
    let mut found = Vec::new();
    for source in sources.iter().filter(|source| source.kind == TableKind::Rates) {
        // Some systems say how much of the currency one unit of the company's own is.
        let is_inverse = source.header(Field::Rate).is_some_and(|header| INVERSE.contains(&stages::normal(header).as_str()));
        let rows: Vec<usize> = (0..source.raw.len()).collect();
        let ignore = &mut Trouble::default();
        let (of, rates) = (source.map(Field::Currency, &rows, parse::currency_code), source.millionths(Field::Rate, &rows, ignore));
        let (given_in, days) = (source.map(Field::RateIn, &rows, parse::currency_code), source.days(Field::Day, &rows, ignore));
        for (((of, rate), given_in), from) in of.into_iter().zip(rates).zip(given_in).zip(days) {
            let (currency, is_inverse) = match given_in {
                "" => (of, is_inverse),
                given_in if given_in == main => (of, is_inverse),
                given_in if of == main => (given_in, !is_inverse),
                _ => continue,
            };
            if let (Some(rate), false) = (rate.and_then(|rate| Rate::new(rate, is_inverse)), currency == main || currency.is_empty()) {
                found.push(Given { currency: currency.to_owned(), from, rate });
            }
        }
    }
    found
}

/// All rates by currency, each from its day on, the earliest first.
pub(crate) struct Rates<'a>(BTreeMap<&'a str, Vec<(i32, Rate)>>);

impl<'a> Rates<'a> {
    pub(crate) fn new(given: &'a [Given]) -> Self {
        let mut rates: BTreeMap<&str, Vec<(i32, Rate)>> = BTreeMap::new();
        for one in given {
            rates.entry(&one.currency).or_default().push((one.from, one.rate));
        }
        rates.values_mut().for_each(|of_currency| of_currency.sort_by_key(|(from, _)| *from));
        Self(rates)
    }

    /// The rate of a day: the latest that holds by then. A row without a day takes the latest of all.
    pub(crate) fn at(&self, currency: &str, day: i32) -> Option<Rate> {
        let of_currency = self.0.get(currency)?;
        let day = if day == NO_DAY { i32::MAX } else { day };
        of_currency.iter().rev().find(|(from, _)| *from <= day).map(|(_, rate)| *rate)
    }
}

/// Headers of rates that say what the company's own currency is worth, in normal form: Salesforce.
const INVERSE: &[&str] = &["conversionrate"];

#[cfg(test)]
mod tests {
    use super::{Rate, Rates, of_user};
    use kpi_model::{Day, ExchangeRate};

    #[test]
    fn the_rate_of_the_day_is_taken_and_a_missing_one_is_none() {
        let rate = |rate: &str, from: Option<Day>| ExchangeRate { currency: "USD".to_owned(), rate: rate.to_owned(), from };
        let given = [rate("7.2", Day::from_ymd(2025, 1, 1)), rate("7", None), rate("no", None)];
        let given = of_user(&given);
        let rates = Rates::new(&given);
        let day = |y, m, d| Day::from_ymd(y, m, d).unwrap().0;
        assert_eq!(rates.at("USD", day(2024, 12, 31)).unwrap().convert(100), Some(700));
        assert_eq!(rates.at("USD", day(2025, 1, 1)).unwrap().convert(-12_345), Some(-88_884));
        assert_eq!(rates.at("USD", kpi_data::NO_DAY), rates.at("USD", day(2025, 6, 1)));
        assert_eq!(rates.at("EUR", day(2025, 1, 1)), None);
    }

    #[test]
    fn the_other_way_round_is_divided_not_multiplied() {
        let yen = Rate::new(150_000_000, true).unwrap();
        assert_eq!(yen.convert(3_000_000), Some(20_000));
        assert_eq!(Rate::new(0, true), None);
    }
}
