//! Amounts of opportunities by the people they are credited to: by the file of splits, else by owner.
//!
//! The parts of an opportunity are its amount to the minor unit, whatever the shares add up to: a team's total counts each
//! opportunity once.

use kpi_data::{Dataset, Facts, NO_CODE, NO_DAY, NO_MONEY, NO_NUMBER, Outcome};
use kpi_math::{Rational, rounded_to_sum};
use kpi_model::{Dimension, Field, TableKind};

use crate::grouped::Grouped;

/// One row per opportunity and person; none without a file of splits.
pub(crate) fn credits(dataset: &Dataset) -> Option<Facts> {
    let splits = dataset.facts(TableKind::Splits).filter(|splits| !splits.opportunity.is_empty())?;
    let deals = dataset.facts(TableKind::Opportunities)?;
    let amounts = deals.money.get(&Field::Amount)?;
    let people = splits.dimension(Dimension::Person);
    let names = dataset.dictionary(Dimension::Person)?;
    let weight = |row: u32| weight(splits, row as usize);
    let rows = splits.opportunity.iter().zip(people).zip(0_u32..);
    let counts = |((_, person), row): &((&u32, &u32), u32)| **person != NO_CODE && weight(*row) > 0;
    let mut parts = Grouped::new(deals.len, rows.filter(counts).map(|((deal, _), row)| (*deal, row)));
    // What is left over when cents are shared goes by name, not by place in the file.
    let person = |row: u32| people.get(row as usize).copied().unwrap_or(NO_CODE);
    parts.sort_by(|row| (names.text(person(*row)).unwrap_or("").to_owned(), *row));
    let mut shared = vec![&[][..]; deals.len];
    for (deal, of_deal) in parts.groups() {
        if let Some(slot) = shared.get_mut(deal as usize) {
            *slot = of_deal;
        }
    }
    // The opportunity, its split where it has any, and the amount.
    let mut credited: Vec<(usize, Option<u32>, i64)> = Vec::with_capacity(deals.len);
    for (deal, (of_deal, amount)) in shared.iter().zip(amounts).enumerate() {
        if of_deal.is_empty() {
            credited.push((deal, None, *amount));
        }
        let weights: Vec<i64> = of_deal.iter().map(|row| weight(*row)).collect();
        credited.extend(of_deal.iter().zip(split(*amount, &weights)).map(|(row, part)| (deal, Some(*row), part)));
    }
    Some(table(splits, deals, &credited))
}

/// What a row of the file of splits counts for: its share, else its amount.
fn weight(splits: &Facts, row: usize) -> i64 {
    let share = splits.numbers.get(&Field::Share).and_then(|shares| shares.get(row)).filter(|share| **share != NO_NUMBER);
    let amount = || splits.money.get(&Field::Amount).and_then(|amounts| amounts.get(row)).filter(|amount| **amount != NO_MONEY);
    share.map(|share| i64::from(*share)).or_else(|| amount().copied()).unwrap_or(0)
}

/// An amount in parts of these weights, none lost by rounding.
fn split(amount: i64, weights: &[i64]) -> Vec<i64> {
    let whole: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    if amount == NO_MONEY || whole <= 0 {
        return vec![NO_MONEY; weights.len()];
    }
    let exact: Vec<Rational> = weights.iter().map(|weight| Rational::new(i128::from(amount) * i128::from(*weight), whole)).collect();
    rounded_to_sum(&exact, i128::from(amount)).into_iter().map(|part| i64::try_from(part).unwrap_or(NO_MONEY)).collect()
}

fn table(splits: &Facts, deals: &Facts, credited: &[(usize, Option<u32>, i64)]) -> Facts {
    let mut all = Facts::new(TableKind::Credits);
    all.source = TableKind::Opportunities;
    all.len = credited.len();
    for dimension in Dimension::ALL {
        // Who it is credited to has a team and a region too.
        let is_of_person = matches!(dimension, Dimension::Person | Dimension::Team | Dimension::Region);
        let own = splits.dimension(dimension);
        let of_deal = deals.dimension(dimension);
        if of_deal.is_empty() && (own.is_empty() || !is_of_person) {
            continue;
        }
        let code = |(deal, split, _): &(usize, Option<u32>, i64)| match split {
            Some(row) if is_of_person && !own.is_empty() => own.get(*row as usize).copied().unwrap_or(NO_CODE),
            _ => of_deal.get(*deal).copied().unwrap_or(NO_CODE),
        };
        if let Some(slot) = all.dimensions.get_mut(dimension.index()) {
            *slot = credited.iter().map(code).collect();
        }
    }
    for field in [Field::Created, Field::Closed] {
        if let Some(days) = deals.days.get(&field) {
            all.days.insert(field, credited.iter().map(|(deal, ..)| days.get(*deal).copied().unwrap_or(NO_DAY)).collect());
        }
    }
    all.money.insert(Field::Amount, credited.iter().map(|(.., amount)| *amount).collect());
    all.opportunity = credited.iter().map(|(deal, ..)| u32::try_from(*deal).unwrap_or(NO_CODE)).collect();
    all.outcomes = credited.iter().map(|(deal, ..)| deals.outcomes.get(*deal).copied().unwrap_or(Outcome::Open)).collect();
    all.origins = credited.iter().filter_map(|(deal, ..)| deals.origins.get(*deal)).copied().collect();
    all
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn parts_are_the_whole_to_the_cent() {
        assert_eq!(split(10_000, &[333_300, 333_300, 333_300]), [3_334, 3_333, 3_333]);
        assert_eq!(split(-100, &[500_000, 500_000]), [-50, -50]);
        assert_eq!(split(101, &[600_000, 600_000]), [51, 50]);
        assert_eq!(split(kpi_data::NO_MONEY, &[1, 1]), [kpi_data::NO_MONEY; 2]);
    }
}
