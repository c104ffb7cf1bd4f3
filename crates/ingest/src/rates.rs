//! Amounts of other currencies at the rates that files and the user gave.

use std::collections::{BTreeMap, BTreeSet};

use kpi_data::NO_DAY;
use kpi_model::{ExchangeRate, Field, Mapping, TableKind};

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
    /// What one unit is worth, both sides in the same parts; none where one is not positive.
    fn new(above: i64, below: i64) -> Option<Self> {
        (above > 0 && below > 0).then_some(Self { above, below })
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
    pub(crate) from: i32,
    rate: Rate,
}

/// What the user says. Rates that are no positive number are as good as none.
pub(crate) fn of_user(rates: &[ExchangeRate]) -> Vec<Given> {
    let given = |one: &ExchangeRate| {
        let (rate, _) = parse::scaled(&one.rate, PLACES, NumberStyle::default())?;
        let currency = parse::currency_code(&one.currency).to_owned();
        Some(Given { currency, from: one.from.map_or(NO_DAY, |day| day.0), rate: Rate::new(rate, ONE)? })
    };
    rates.iter().filter_map(given).collect()
}

/// The rates of files: of a currency in that of the report, or the other way round. A list that does not say in which currency its rates are
/// is in that of the report, unless it lists that one too: then both are compared. Rates between two others say nothing.
pub(crate) fn of_files(sources: &[Source<'_>], main: &str) -> Vec<Given> {
    let mut found = Vec::new();
    for source in sources.iter().filter(|source| source.kind == TableKind::Rates) {
        // Some systems say how much of the currency one unit of the company's own is.
        let is_inverse = source.header(Field::Rate).is_some_and(|header| INVERSE.contains(&stages::normal(header).as_str()));
        let mut lines = lines(source);
        // Statistics give what one unit of the currency below the line is worth.
        if source.header(Field::RateIn).is_some_and(|header| stages::normal(header) == "currencydenom") {
            lines.iter_mut().for_each(|line| (line.of, line.given_in) = (line.given_in, line.of));
        }
        let base = base(source, &lines);
        let mut own: Vec<(i32, i64)> =
            lines.iter().filter(|line| line.given_in.is_empty() && line.of == main).map(|line| (line.from, line.rate)).collect();
        own.sort_unstable();
        // A list that is in another currency than the report's, and does not list that one, says nothing.
        if own.is_empty() && base.is_some_and(|base| base != main) && lines.iter().all(|line| line.given_in.is_empty()) {
            continue;
        }
        // The report's own rate of a day, in the same list.
        let own_at = |day: i32| own.iter().rev().find(|(from, _)| *from <= day).or_else(|| own.first()).map_or(ONE, |(_, rate)| *rate);
        for line in &lines {
            let (currency, one, other) = match line.given_in {
                "" => (line.of, line.rate, own_at(line.from)),
                given_in if given_in == main => (line.of, line.rate, ONE),
                given_in if line.of == main => (given_in, ONE, line.rate),
                _ => continue,
            };
            let (above, below) = if is_inverse != line.is_inverse { (other, one) } else { (one, other) };
            let (above, below) = (above.saturating_mul(line.units.1), below.saturating_mul(line.units.0));
            if let (Some(rate), false) = (Rate::new(above, below), currency == main || currency.is_empty()) {
                found.push(Given { currency: currency.to_owned(), from: line.from, rate });
            }
        }
    }
    found
}

/// The only currency in which all files of rates give them, where they say in which.
pub(crate) fn only_base(sources: &[Source<'_>]) -> Option<String> {
    let mut bases: BTreeSet<String> = BTreeSet::new();
    for source in sources.iter().filter(|source| source.kind == TableKind::Rates && source.has(Field::RateIn)) {
        bases.extend(lines(source).iter().map(|line| line.given_in.to_owned()));
    }
    bases.into_iter().next().filter(|base| !base.is_empty() && bases_are_one(sources, base))
}

fn bases_are_one(sources: &[Source<'_>], base: &str) -> bool {
    let rates = || sources.iter().filter(|source| source.kind == TableKind::Rates);
    rates().all(|source| source.has(Field::RateIn) && lines(source).iter().all(|line| line.given_in == base))
}

/// Names of columns that say of each row what its currency is worth in that of the books, in normal form.
const OF_ROWS: [&str; 5] = ["exchangerate", "fxrate", "汇率", "折算汇率", "wechselkurs"];

/// What the currency of each row is worth in that of the books, and which that is: the one whose rows all say 1. None where no column says it.
pub(crate) fn of_rows(source: &Source<'_>, mapping: &Mapping, rows: &[usize]) -> Option<(String, Vec<Option<Rate>>)> {
    if !source.has(Field::Currency) || source.kind == TableKind::Rates {
        return None;
    }
    let rates = source.named_scaled(mapping, &OF_ROWS, PLACES, rows)?;
    let codes = source.map(Field::Currency, rows, parse::currency_code);
    let known = || codes.iter().zip(&rates).filter_map(|(code, rate)| Some((*code, (*rate)?)));
    let base = known().find(|(code, rate)| *rate == ONE && !code.is_empty()).map(|(code, _)| code)?;
    let is_one = known().all(|(code, rate)| (code == base) == (rate == ONE));
    // Some systems write what a unit is worth in the books, others how many make one of the books.
    let mut ways: Vec<bool> = known().filter(|(code, _)| *code != base).filter_map(|(code, rate)| is_worth(code, base, rate)).collect();
    ways.sort_unstable();
    ways.dedup();
    let [is_worth] = ways.as_slice() else { return None };
    let of = |rate: i64| if *is_worth { Rate::new(rate, ONE) } else { Rate::new(ONE, rate) };
    is_one.then(|| (base.to_owned(), rates.iter().map(|rate| rate.and_then(of)).collect()))
}

/// What one unit of a currency is worth in dollars, roughly: enough to tell a rate from its inverse, never to convert.
const ROUGHLY: [(&str, f64); 34] = [
    ("USD", 1.0),
    ("EUR", 1.1),
    ("GBP", 1.27),
    ("CHF", 1.12),
    ("CNY", 0.14),
    ("HKD", 0.128),
    ("TWD", 0.031),
    ("JPY", 0.0069),
    ("KRW", 0.00074),
    ("SGD", 0.74),
    ("AUD", 0.66),
    ("NZD", 0.61),
    ("CAD", 0.74),
    ("SEK", 0.095),
    ("NOK", 0.095),
    ("DKK", 0.147),
    ("PLN", 0.25),
    ("CZK", 0.044),
    ("HUF", 0.0028),
    ("RUB", 0.011),
    ("TRY", 0.031),
    ("INR", 0.012),
    ("IDR", 0.000063),
    ("VND", 0.00004),
    ("THB", 0.028),
    ("MYR", 0.22),
    ("PHP", 0.0175),
    ("AED", 0.272),
    ("SAR", 0.267),
    ("ILS", 0.27),
    ("ZAR", 0.054),
    ("BRL", 0.19),
    ("MXN", 0.055),
    ("COP", 0.00024),
];

/// Does a rate say what a unit of the first currency is worth in the second? `Some(false)`: how many make one of the second. None where both
/// may be, as with a dollar and a franc.
fn is_worth(code: &str, base: &str, rate: i64) -> Option<bool> {
    let worth = |code: &str| ROUGHLY.iter().find(|(known, _)| *known == code).map(|(_, worth)| *worth);
    let (expected, rate) = (worth(code)? / worth(base)?, rate as f64 / ONE as f64);
    let off = |rate: f64| (rate / expected).max(expected / rate);
    let (direct, inverse) = (off(rate), off(1.0 / rate));
    match (direct * 1.05 < inverse && direct < 3.0, inverse * 1.05 < direct && inverse < 3.0) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    }
}

/// The currency that a list is in, where it says so: in the name of the column, or by a rate of 1.
fn base<'a>(source: &'a Source<'_>, lines: &[Line<'a>]) -> Option<&'a str> {
    let named = source.header(Field::Rate).and_then(parse::currency_in);
    let of_one = || {
        let first = lines.iter().find(|line| line.rate == ONE)?;
        lines.iter().filter(|line| line.of == first.of).all(|line| line.rate == ONE).then_some(first.of)
    };
    named.or_else(of_one)
}

/// One line of a list of rates.
struct Line<'a> {
    of: &'a str,
    given_in: &'a str,
    /// In parts of [`ONE`].
    rate: i64,
    from: i32,
    /// Written with a minus: the other way round (SAP).
    is_inverse: bool,
    /// For how many units it is given, of the currency and of the other (SAP: a hundred yen).
    units: (i64, i64),
}

/// The lines with a rate. In a list with days one without a readable day holds on none.
fn lines<'a>(source: &'a Source<'_>) -> Vec<Line<'a>> {
    let rows: Vec<usize> = (0..source.raw.len()).collect();
    let ignore = &mut Trouble::default();
    let mut rates = source.scaled(Field::Rate, PLACES, &rows, ignore);
    // Banks of China quote a hundred units.
    if source.header(Field::Rate).is_some_and(|header| PER_HUNDRED.contains(&stages::normal(header).as_str())) {
        rates.iter_mut().for_each(|rate| *rate = rate.map(|rate| rate / 100));
    }
    let (of, given_in) = (source.map(Field::Currency, &rows, parse::currency_code), source.map(Field::RateIn, &rows, parse::currency_code));
    let has_days = source.has(Field::Day);
    let days = if has_days { source.days(Field::Day, &rows, ignore) } else { vec![NO_DAY; rows.len()] };
    let units = |name: &str| source.named_numbers(name, &rows);
    let units: Vec<(i64, i64)> = units("ffact").into_iter().zip(units("tfact")).collect();
    let line = |(at, of): (usize, &'a str)| {
        let from = days.get(at).copied().unwrap_or(NO_DAY);
        let rate = rates.get(at).copied().flatten().filter(|_| !has_days || from != NO_DAY)?;
        let given_in = given_in.get(at).copied().unwrap_or("");
        let units = units.get(at).copied().unwrap_or((1, 1));
        Some(Line { of, given_in, rate: rate.saturating_abs(), from, is_inverse: rate < 0, units })
    };
    of.into_iter().enumerate().filter_map(line).collect()
}

/// Decimals of a rate that are kept, and one in these parts: a dong is 0.00003942 dollars.
const PLACES: u32 = 10;
const ONE: i64 = 10_i64.pow(PLACES);

/// Headers of rates that say what the company's own currency is worth, in normal form: Salesforce.
const INVERSE: &[&str] = &["conversionrate"];

/// Headers of rates for a hundred units, in normal form.
const PER_HUNDRED: &[&str] = &["中行折算价", "现汇买入价", "现汇卖出价", "现钞买入价", "现钞卖出价"];

/// All rates by currency, each from its day on, the earliest first.
pub(crate) struct Rates<'a>(BTreeMap<&'a str, Vec<(i32, Rate)>>);

impl<'a> Rates<'a> {
    pub(crate) fn new(given: &'a [Given]) -> Self {
        let mut rates: BTreeMap<&str, Vec<(i32, Rate)>> = BTreeMap::new();
        for one in given {
            rates.entry(&one.currency).or_default().push((one.from, one.rate));
        }
        // Of two rates of one day the one that was given as it is goes before one the other way round, then the higher: whichever comes first.
        rates
            .values_mut()
            .for_each(|of_currency| of_currency.sort_by_key(|(from, rate)| (*from, rate.below == ONE, rate.above, rate.below)));
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
    use super::{ONE, Rate, Rates, of_user};
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
        let yen = Rate::new(ONE, 150 * ONE).unwrap();
        assert_eq!(yen.convert(3_000_000), Some(20_000));
        assert_eq!(Rate::new(ONE, 0), None);
    }
}
