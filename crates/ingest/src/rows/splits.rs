//! Credit shared between people: whether the parts of each opportunity make up the whole.

use std::collections::BTreeMap;

use kpi_data::{Facts, NO_CODE, NO_NUMBER};
use kpi_model::Field;

use super::Builder;
use crate::columns::Source;
use crate::diagnose;

/// All of an opportunity, in parts per million.
const WHOLE: i64 = 1_000_000;
/// Three times 33.33 % is meant as a whole.
const ROUNDING: i64 = 1_000;

impl Builder {
    /// Reports opportunities whose shares do not add up.
    pub(super) fn shares(&mut self, source: &Source<'_>, rows: &[usize], part: &Facts) {
        let Some(shares) = part.numbers.get(&Field::Share) else { return };
        let mut sums: BTreeMap<u32, (i64, usize)> = BTreeMap::new();
        for ((deal, share), row) in part.opportunity.iter().zip(shares).zip(rows) {
            if *deal != NO_CODE && *share != NO_NUMBER {
                sums.entry(*deal).or_insert((0, *row)).0 += i64::from(*share);
            }
        }
        let odd: Vec<(i64, usize)> = sums.into_values().filter(|(sum, _)| (sum - WHOLE).abs() > ROUNDING).collect();
        let Some((sum, row)) = odd.first() else { return };
        let name = source.texts(Field::Opportunity, &[*row]).first().copied().unwrap_or("");
        let percent = format!("{}", *sum as f64 / 10_000.0);
        self.diagnostics.push(diagnose::shares(&source.raw.name, source.header(Field::Share).unwrap_or(""), odd.len(), (name, percent)));
    }
}
