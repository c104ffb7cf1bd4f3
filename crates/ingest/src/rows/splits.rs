//! Credit shared between people: whether the parts of each opportunity make up the whole.

use std::collections::BTreeMap;

use kpi_data::{NO_CODE, NO_MONEY, NO_NUMBER, Origin};
use kpi_model::{Dimension, Field, TableKind};

use super::Builder;
use crate::columns::Source;
use crate::diagnose;

/// All of an opportunity, in parts per million.
const WHOLE: i64 = 1_000_000;
/// Three times 33.33 % is meant as a whole.
const ROUNDING: i64 = 1_000;

/// What is credited of one opportunity.
#[derive(Clone, Copy)]
struct Credited {
    /// In parts per million, where shares are given.
    shares: Option<i64>,
    amounts: i64,
    first: Origin,
}

impl Builder {
    /// Reports opportunities whose parts do not add up: shares, else amounts against the opportunity's own. All files together.
    pub(super) fn shares(&mut self, sources: &[Source<'_>]) {
        let (Some(splits), Some(deals)) = (self.data.facts(TableKind::Splits), self.data.facts(TableKind::Opportunities)) else { return };
        let (shares, amounts) = (splits.numbers.get(&Field::Share), splits.money.get(&Field::Amount));
        let people = splits.dimension(Dimension::Person);
        let mut all: BTreeMap<u32, Credited> = BTreeMap::new();
        for (row, (deal, origin)) in splits.opportunity.iter().zip(&splits.origins).enumerate() {
            if *deal == NO_CODE || people.get(row).is_none_or(|person| *person == NO_CODE) {
                continue;
            }
            let share = shares.and_then(|shares| shares.get(row)).copied().filter(|share| *share != NO_NUMBER);
            let amount = amounts.and_then(|amounts| amounts.get(row)).copied().filter(|amount| *amount != NO_MONEY);
            let credited = all.entry(*deal).or_insert(Credited { shares: None, amounts: 0, first: *origin });
            credited.shares = share.map(|share| credited.shares.unwrap_or(0) + i64::from(share)).or(credited.shares);
            credited.amounts = credited.amounts.saturating_add(amount.unwrap_or(0));
        }
        let own = |deal: u32| deals.money.get(&Field::Amount).and_then(|amounts| amounts.get(deal as usize)).copied();
        let part = |(deal, credited): (u32, Credited)| {
            let of_amount = || {
                let whole = own(deal).filter(|amount| *amount != NO_MONEY && *amount != 0)?;
                i64::try_from(i128::from(credited.amounts) * i128::from(WHOLE) / i128::from(whole)).ok()
            };
            credited.shares.or_else(of_amount).map(|part| (part, credited.first))
        };
        let odd: Vec<(i64, Origin)> = all.into_iter().filter_map(part).filter(|(part, _)| (part - WHOLE).abs() > ROUNDING).collect();
        let Some((part, origin)) = odd.first() else { return };
        let Some(source) = sources.iter().find(|source| source.kind == TableKind::Splits && source.file == origin.file) else { return };
        let name = source.texts(Field::Opportunity, &[origin.row as usize]).first().copied().unwrap_or("");
        let column = source.header(Field::Share).or_else(|| source.header(Field::Amount)).unwrap_or("");
        let percent = format!("{}", (*part / 100) as f64 / 100.0);
        let finding = diagnose::shares(&source.raw.name, column, odd.len(), (name, percent));
        self.diagnostics.push(finding);
    }
}
