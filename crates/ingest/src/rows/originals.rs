//! Returns and credit notes that name the sale they take back in a column of its own.

use kpi_data::{Facts, NO_MONEY};
use kpi_model::{Field, Mapping};

use super::Builder;
use crate::columns::Source;
use crate::documents::names_original;
use crate::profile::is_blank;
use crate::stages::normal;

impl Builder {
    /// What takes off is of the order that it names: it is told by the day of that sale, and an order that came back in full is no purchase.
    pub(super) fn of_originals(&mut self, source: &Source<'_>, mapping: &Mapping, rows: &[usize], part: &mut Facts) {
        let is_named = |header: &String| names_original(&normal(header));
        let at = source.raw.headers.iter().enumerate().find(|(at, header)| is_named(header) && source.is_free(mapping, *at));
        let (Some((at, _)), Some(amounts)) = (at, part.money.get(&Field::Amount)) else { return };
        let originals = source.texts_at(at, rows);
        for ((record, original), amount) in part.records.iter_mut().zip(originals).zip(amounts) {
            if *amount < 0 && *amount != NO_MONEY && !is_blank(original) {
                *record = self.orders.intern(original);
            }
        }
    }
}
