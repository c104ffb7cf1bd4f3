//! Lists with a row for each order as a whole above the rows of its items, as eBay writes them.

use std::collections::{BTreeMap, BTreeSet};

use kpi_model::{Field, TableKind};

use super::{Builder, RejectedLines, take_out};
use crate::columns::{Source, Trouble};

impl Builder {
    /// Takes out rows without a product whose order has rows with one that add up to them: the order would count twice.
    pub(super) fn drop_heads(&self, source: &Source<'_>, rows: &mut Vec<usize>, rejected: &mut RejectedLines) {
        let has_all = [Field::Id, Field::Product, Field::Amount].iter().all(|field| source.has(*field));
        if source.kind != TableKind::Orders || !has_all || source.is_amount_of_order {
            return;
        }
        let is_whole: Vec<bool> = source.map(Field::Product, rows, str::is_empty);
        if !is_whole.contains(&true) {
            return;
        }
        let ids = source.texts(Field::Id, rows);
        let amounts = source.money(Field::Amount, rows, &mut Trouble::default());
        let mut sums: BTreeMap<&str, (i128, u32)> = BTreeMap::new();
        let all = || ids.iter().zip(&amounts).zip(&is_whole);
        for ((id, amount), _) in all().filter(|((id, amount), is_whole)| !**is_whole && !id.is_empty() && **amount != kpi_data::NO_MONEY) {
            let sum = sums.entry(id).or_default();
            *sum = (sum.0 + i128::from(*amount), sum.1 + 1);
        }
        let adds_up =
            |id: &str, amount: i64, least: u32| sums.get(id).is_some_and(|(sum, lines)| *lines >= least && *sum == i128::from(amount));
        // Where every order has a row of its own, those of one item have, too.
        let wholes = || all().filter(|((id, amount), is_whole)| **is_whole && **amount != kpi_data::NO_MONEY && sums.contains_key(*id));
        let proofs = wholes().filter(|((id, amount), _)| adds_up(id, **amount, 2)).count();
        let is_rule = proofs >= 3 && wholes().all(|((id, amount), _)| adds_up(id, *amount, 1)) && wholes().count() == sums.len();
        // A second row like the first is another sale.
        let mut known: BTreeSet<&str> = BTreeSet::new();
        let mut flags: Vec<bool> = Vec::with_capacity(rows.len());
        for ((id, amount), is_whole) in all() {
            flags.push(*is_whole && adds_up(id, *amount, if is_rule { 1 } else { 2 }) && known.insert(id));
        }
        if !flags.contains(&true) {
            return;
        }
        rejected.entry("E-ROW-HEAD").or_default().extend(take_out(rows, flags));
    }
}
