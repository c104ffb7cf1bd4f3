//! Calendar arithmetic on day numbers (days since 1970-01-01) and the period of the data.

/// First day of the data.
pub(crate) const START: i64 = day(2022, 10, 1);
/// Last day of the data.
pub(crate) const END: i64 = day(2025, 9, 30);
/// Number of months in the period.
pub(crate) const MONTHS: usize = 36;
/// Number of quarters in the period.
pub(crate) const QUARTERS: usize = 12;
/// Position of the last quarter (2025 Q3), in which the problems are planted.
pub(crate) const LAST_QUARTER: usize = QUARTERS - 1;

/// Day number of a date of the proleptic Gregorian calendar.
pub(crate) const fn day(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year - era * 400;
    let shifted = (month + 9) % 12;
    let day_of_year = (153 * shifted + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Year, month and day of a day number.
pub(crate) const fn civil(number: i64) -> (i64, i64, i64) {
    let shifted = number + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted - era * 146_097;
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let turned = (5 * day_of_year + 2) / 153;
    let month = if turned < 10 { turned + 3 } else { turned - 9 };
    let year = year_of_era + era * 400 + if month <= 2 { 1 } else { 0 };
    (year, month, day_of_year - (153 * turned + 2) / 5 + 1)
}

/// Position of a date's month in the period (0 = 2022-10).
pub(crate) fn month_of(number: i64) -> usize {
    let (year, month, _) = civil(number);
    usize::try_from((year - 2022) * 12 + month - 10).unwrap_or(0)
}

/// Position of a date's quarter in the period (0 = 2022 Q4).
pub(crate) fn quarter_of(number: i64) -> usize {
    month_of(number) / 3
}

/// First day of the month at a position of the period.
pub(crate) fn month_start(position: usize) -> i64 {
    let months = i64::try_from(position).unwrap_or(0) + 9;
    day(2022 + months / 12, months % 12 + 1, 1)
}

/// Day of the week, Monday = 0.
const fn weekday(number: i64) -> i64 {
    (number + 3).rem_euclid(7)
}

/// The day itself, or the Monday after a weekend.
pub(crate) const fn workday_after(number: i64) -> i64 {
    match weekday(number) {
        5 => number + 2,
        6 => number + 1,
        _ => number,
    }
}

/// The day itself, or the Friday before a weekend.
pub(crate) const fn workday_before(number: i64) -> i64 {
    match weekday(number) {
        5 => number - 1,
        6 => number - 2,
        _ => number,
    }
}

/// Business volume of each calendar month, January first, as it shows in newly created deals.
const SEASON: [i64; 12] = [68, 72, 96, 100, 100, 98, 98, 112, 126, 130, 108, 74];

/// Relative volume of each month of the period: season times growth of about 15 % a year.
pub(crate) fn month_weights() -> [i64; MONTHS] {
    let mut growth = 100_000;
    std::array::from_fn(|position| {
        let season = SEASON.get((position + 9) % 12).copied().unwrap_or(100);
        let weight = season * growth / 1000;
        growth = growth * 10_117 / 10_000;
        weight
    })
}

/// Splits a total over months in proportion to weights; the parts always add up to the total.
pub(crate) fn spread(total: i64, weights: &[i64]) -> Vec<i64> {
    let sum = weights.iter().sum::<i64>().max(1);
    let mut seen = 0;
    let mut given = 0;
    weights
        .iter()
        .map(|weight| {
            seen += weight;
            let part = total * seen / sum - given;
            given += part;
            part
        })
        .collect()
}
