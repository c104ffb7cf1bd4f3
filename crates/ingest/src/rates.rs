//! Amounts of other currencies at the rates the user gave.

use std::collections::BTreeMap;

use kpi_data::NO_DAY;
use kpi_model::ExchangeRate;

use crate::parse::{self, NumberStyle};

/// One rate, in millionths of the report's currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rate(i64);

impl Rate {
    /// Minor units to minor units, rounded half to even once; `None` where the result is no amount any more.
    pub(crate) fn convert(self, amount: i64) -> Option<i64> {
        i64::try_from(parse::divide_half_even(i128::from(amount) * i128::from(self.0), 1_000_000)).ok()
    }
}

/// All rates by currency, each from its day on, the earliest first.
pub(crate) struct Rates<'a>(BTreeMap<&'a str, Vec<(i32, Rate)>>);

impl<'a> Rates<'a> {
    /// Rates that are no positive number are as good as none.
    pub(crate) fn new(given: &'a [ExchangeRate]) -> Self {
        let mut rates: BTreeMap<&str, Vec<(i32, Rate)>> = BTreeMap::new();
        for one in given {
            let rate = parse::number(&one.rate, NumberStyle::default()).filter(|rate| *rate > 0);
            rates.entry(&one.currency).or_default().extend(rate.map(|rate| (one.from.map_or(NO_DAY, |day| day.0), Rate(rate))));
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

#[cfg(test)]
mod tests {
    use super::Rates;
    use kpi_model::{Day, ExchangeRate};

    #[test]
    fn the_rate_of_the_day_is_taken_and_a_missing_one_is_none() {
        let rate = |rate: &str, from: Option<Day>| ExchangeRate { currency: "USD".to_owned(), rate: rate.to_owned(), from };
        let given = [rate("7.2", Day::from_ymd(2025, 1, 1)), rate("7", None), rate("no", None)];
        let rates = Rates::new(&given);
        let day = |y, m, d| Day::from_ymd(y, m, d).unwrap().0;
        assert_eq!(rates.at("USD", day(2024, 12, 31)).unwrap().convert(100), Some(700));
        assert_eq!(rates.at("USD", day(2025, 1, 1)).unwrap().convert(-12_345), Some(-88_884));
        assert_eq!(rates.at("USD", kpi_data::NO_DAY), rates.at("USD", day(2025, 6, 1)));
        assert_eq!(rates.at("EUR", day(2025, 1, 1)), None);
    }
}
