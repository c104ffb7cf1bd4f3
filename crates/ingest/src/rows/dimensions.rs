//! The breakdowns of a table: its own columns, else what its opportunity, person or customer says.

use kpi_data::{Dataset, Dictionary, Facts, NO_CODE, NO_MONEY};
use kpi_model::{Dimension, Field, Mapping, TableKind};

use super::{Attributes, Builder, get};
use crate::columns::Source;
use crate::{diagnose, parse};

impl Builder {
    pub(super) fn dimensions(&mut self, source: &Source<'_>, named: &[u32], rows: &[usize], mapping: &Mapping, part: &mut Facts) {
        let mut set = |dimension: Dimension, codes: Vec<u32>| {
            if let Some(slot) = part.dimensions.get_mut(dimension.index()) {
                *slot = codes;
            }
        };
        let opportunity: Vec<u32> = match source.has(Field::Opportunity) && source.kind != TableKind::Opportunities {
            true => self.opportunity_rows(named, rows).collect(),
            false => Vec::new(),
        };
        let inherit = |dimension: Dimension, data: &Dataset| -> Option<Vec<u32>> {
            let codes = data.facts(TableKind::Opportunities)?.dimension(dimension);
            // Stays in stages look up what their opportunity is; copies for every change of stage would be the largest table of all.
            let is_useful = !opportunity.is_empty() && !codes.is_empty() && source.kind != TableKind::StageHistory;
            is_useful.then(|| opportunity.iter().map(|row| codes.get(*row as usize).copied().unwrap_or(NO_CODE)).collect())
        };
        let own = |builder: &mut Self, dimension: Dimension, field: Field| -> Option<Vec<u32>> {
            source.has(field).then(|| builder.aliased(dimension, source, field, rows))
        };
        let customer = if source.has(Field::Customer) {
            Some(self.aliased(Dimension::Customer, source, Field::Customer, rows))
        } else {
            inherit(Dimension::Customer, &self.data)
        };
        let person = own(self, Dimension::Person, Field::Person).or_else(|| inherit(Dimension::Person, &self.data));
        let of_person = |builder: &Self, take: fn(&Attributes) -> u32| person.as_ref().map(|codes| attribute(codes, &builder.people, take));
        let of_customer =
            |builder: &Self, take: fn(&Attributes) -> u32| customer.as_ref().map(|codes| attribute(codes, &builder.customers, take));
        let team = own(self, Dimension::Team, Field::Team).or_else(|| of_person(self, |a| a.team).filter(|_| self.offers(Dimension::Team)));
        let region = [
            own(self, Dimension::Region, Field::Region),
            of_person(self, |a| a.region).filter(|_| self.offers(Dimension::Region)),
            of_customer(self, |a| a.region).filter(|_| self.offers(Dimension::Customer)),
        ];
        let industry = [
            own(self, Dimension::Industry, Field::Industry),
            of_customer(self, |a| a.industry).filter(|_| self.offers(Dimension::Industry)),
        ];
        let from = [
            own(self, Dimension::Source, Field::Source),
            inherit(Dimension::Source, &self.data),
            of_customer(self, |a| a.source).filter(|_| self.offers(Dimension::Source)),
        ];
        let segment =
            [own(self, Dimension::Segment, Field::Segment), of_customer(self, |a| a.segment).filter(|_| self.offers(Dimension::Segment))];
        let product = own(self, Dimension::Product, Field::Product).or_else(|| inherit(Dimension::Product, &self.data));
        let stage = own(self, Dimension::Stage, Field::Stage);
        let activity_type = source.has(Field::ActivityType).then(|| self.activity_types(source, rows, mapping));
        let loss_reason = own(self, Dimension::LossReason, Field::LossReason);
        let competitor = own(self, Dimension::Competitor, Field::Competitor);
        let category = own(self, Dimension::Category, Field::Category);
        let columns = [
            (Dimension::Person, person),
            (Dimension::Team, team),
            (Dimension::Region, first_filled(region)),
            (Dimension::Product, product),
            (Dimension::Industry, first_filled(industry)),
            (Dimension::Source, first_filled(from)),
            (Dimension::Customer, customer),
            (Dimension::Stage, stage),
            (Dimension::ActivityType, activity_type),
            (Dimension::LossReason, loss_reason),
            (Dimension::Competitor, competitor),
            (Dimension::Segment, first_filled(segment)),
            (Dimension::Category, category),
        ];
        for (dimension, codes) in columns {
            set(dimension, codes.unwrap_or_default());
        }
        part.opportunity = opportunity;
        let products = part.dimension(Dimension::Product);
        if source.kind == TableKind::Opportunities && !self.list_prices.is_empty() && !products.is_empty() {
            let prices: Vec<i64> = products.iter().map(|code| get(&self.list_prices, *code, NO_MONEY)).collect();
            self.at_list(source, prices, part);
        }
    }

    /// What opportunities would cost at the list: the price of their product for as many pieces as they say. Where nothing says how many,
    /// and most cost much more than one, the list says nothing of them.
    fn at_list(&mut self, source: &Source<'_>, mut prices: Vec<i64>, part: &mut Facts) {
        const PIECE: i128 = 1_000_000;
        if let Some(quantities) = part.money.get(&Field::Quantity) {
            for (price, quantity) in prices.iter_mut().zip(quantities).filter(|(price, _)| **price != NO_MONEY) {
                let rounded = parse::divide_half_even(i128::from(*price) * i128::from(*quantity), PIECE);
                *price = i64::try_from(rounded).ok().filter(|_| *quantity != NO_MONEY && *quantity > 0).unwrap_or(NO_MONEY);
            }
        } else if let Some(amounts) = part.money.get(&Field::Amount) {
            let known =
                || amounts.iter().zip(&prices).filter(|(amount, price)| **amount != NO_MONEY && **price != NO_MONEY && **amount > 0);
            let above = known().filter(|(amount, price)| **amount > price.saturating_mul(3) / 2).count();
            if above * 2 > known().count() {
                self.diagnostics.push(diagnose::price_of_piece(&source.raw.name, source.header(Field::Amount).unwrap_or(""), above));
                return;
            }
        }
        part.money.insert(Field::ListPrice, prices);
    }

    /// The codes of activity types, each under the type it was decided to be.
    fn activity_types(&mut self, source: &Source<'_>, rows: &[usize], mapping: &Mapping) -> Vec<u32> {
        let mut words = Dictionary::default();
        let found = source.map(Field::ActivityType, rows, |word| words.intern(word));
        let name = |word: &str| mapping.activity_types.get(word).cloned().unwrap_or_else(|| word.to_owned());
        let mut counted: Vec<u32> = vec![0; words.len()];
        for word in &found {
            if let Some(rows) = counted.get_mut(*word as usize) {
                *rows += 1;
            }
        }
        let mut codes = Vec::with_capacity(words.len());
        for (word, rows) in words.texts().iter().zip(counted) {
            codes.push(self.intern(Dimension::ActivityType, &name(word)));
            self.activity_types.entry(word.to_owned()).or_insert_with(|| (name(word), 0)).1 += rows;
        }
        found.into_iter().map(|word| get(&codes, word, NO_CODE)).collect()
    }
}

fn attribute(codes: &[u32], attributes: &[Attributes], take: fn(&Attributes) -> u32) -> Vec<u32> {
    codes.iter().map(|code| attributes.get(*code as usize).map_or(NO_CODE, take)).collect()
}

/// Row by row the first candidate that is filled in; `None` where no candidate exists.
fn first_filled<const N: usize>(candidates: [Option<Vec<u32>>; N]) -> Option<Vec<u32>> {
    candidates.into_iter().flatten().reduce(|mut filled, next| {
        for (code, other) in filled.iter_mut().zip(next) {
            if *code == NO_CODE {
                *code = other;
            }
        }
        filled
    })
}
