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
    let rows = splits.opportunity.iter().zip(people).zip(0_u32..);
    let counts = |((_, person), _): &((&u32, &u32), u32)| **person != NO_CODE;
    let mut parts = Grouped::new(deals.len, rows.filter(counts).map(|((deal, _), row)| (*deal, row)));
    // What is left over when cents are shared goes by name, not by place in the file.
    let person = |row: u32| people.get(row as usize).copied().unwrap_or(NO_CODE);
    parts.sort_by(|row| (names.text(person(*row)).unwrap_or("").to_owned(), *row));
    let mut shared: Vec<Vec<(u32, i64)>> = vec![Vec::new(); deals.len];
    for (deal, of_deal) in parts.groups() {
        if let (Some(slot), Some(amount)) = (shared.get_mut(deal as usize), amounts.get(deal as usize)) {
            *slot = weights(splits, of_deal, *amount);
        }
    }
    let originals = deals.money.get(&Field::Original);
    let mut credited: Vec<Credit> = Vec::with_capacity(deals.len);
    for (deal, (of_deal, amount)) in shared.iter().zip(amounts).enumerate() {
        let original = originals.and_then(|originals| originals.get(deal)).copied().unwrap_or(NO_MONEY);
        if of_deal.is_empty() {
            credited.push(Credit { deal, split: None, amount: *amount, original });
        }
        let weights: Vec<i64> = of_deal.iter().map(|(_, weight)| *weight).collect();
        let parts = split(*amount, &weights).into_iter().zip(split(original, &weights));
        credited.extend(of_deal.iter().zip(parts).map(|((row, _), (amount, original))| Credit {
            deal,
            split: Some(*row),
            amount,
            original,
        }));
    }
    Some(table(splits, deals, &credited))
}

/// A part of an opportunity.
struct Credit {
    deal: usize,
    /// Its row of the file of splits, where the opportunity has any.
    split: Option<u32>,
    amount: i64,
    original: i64,
}

/// The rows that count and for how much: by share where one is given, else by amount, which has the sign of the opportunity's.
fn weights(splits: &Facts, rows: &[u32], amount: i64) -> Vec<(u32, i64)> {
    let share = |row: u32| {
        let share = splits.numbers.get(&Field::Share).and_then(|shares| shares.get(row as usize)).filter(|share| **share != NO_NUMBER);
        share.map(|share| i64::from(*share))
    };
    let part = |row: u32| {
        let part = splits.money.get(&Field::Amount).and_then(|amounts| amounts.get(row as usize)).filter(|amount| **amount != NO_MONEY);
        part.map(|part| part.saturating_mul(amount.signum()))
    };
    let has_shares = rows.iter().any(|row| share(*row).is_some());
    let weight = |row: &u32| if has_shares { share(*row) } else { part(*row) };
    rows.iter().filter_map(|row| weight(row).filter(|weight| *weight > 0).map(|weight| (*row, weight))).collect()
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

fn table(splits: &Facts, deals: &Facts, credited: &[Credit]) -> Facts {
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
        let code = |credit: &Credit| match credit.split {
            Some(row) if is_of_person && !own.is_empty() => own.get(row as usize).copied().unwrap_or(NO_CODE),
            _ => of_deal.get(credit.deal).copied().unwrap_or(NO_CODE),
        };
        if let Some(slot) = all.dimensions.get_mut(dimension.index()) {
            *slot = credited.iter().map(code).collect();
        }
    }
    for field in [Field::Created, Field::Closed] {
        if let Some(days) = deals.days.get(&field) {
            all.days.insert(field, credited.iter().map(|credit| days.get(credit.deal).copied().unwrap_or(NO_DAY)).collect());
        }
    }
    all.money.insert(Field::Amount, credited.iter().map(|credit| credit.amount).collect());
    if deals.money.contains_key(&Field::Original) {
        all.money.insert(Field::Original, credited.iter().map(|credit| credit.original).collect());
    }
    all.opportunity = credited.iter().map(|credit| u32::try_from(credit.deal).unwrap_or(NO_CODE)).collect();
    all.outcomes = credited.iter().map(|credit| deals.outcomes.get(credit.deal).copied().unwrap_or(Outcome::Open)).collect();
    all.origins = credited.iter().filter_map(|credit| deals.origins.get(credit.deal)).copied().collect();
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
