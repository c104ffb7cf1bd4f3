//! Rows of several files of one kind, one after the other.

use std::collections::BTreeMap;

use kpi_data::{Facts, NO_CODE, NO_MONEY};

/// Adds the rows of another file of the same kind; columns only one of them has are filled up with "nothing".
pub(crate) fn append(facts: &mut Facts, part: Facts) {
    fn join<K: Ord + Copy, T: Clone>(into: &mut BTreeMap<K, Vec<T>>, from: BTreeMap<K, Vec<T>>, before: usize, total: usize, none: &T) {
        for (key, column) in from {
            let known = into.entry(key).or_default();
            if before == 0 {
                *known = column;
                continue;
            }
            known.resize(before, none.clone());
            known.extend(column);
        }
        for column in into.values_mut() {
            column.resize(total, none.clone());
        }
    }
    let (before, total) = (facts.len, facts.len + part.len);
    join(&mut facts.days, part.days, before, total, &kpi_data::NO_DAY);
    join(&mut facts.money, part.money, before, total, &NO_MONEY);
    join(&mut facts.numbers, part.numbers, before, total, &kpi_data::NO_NUMBER);
    for (known, codes) in facts
        .dimensions
        .iter_mut()
        .chain([&mut facts.opportunity, &mut facts.records])
        .zip(part.dimensions.into_iter().chain([part.opportunity, part.records]))
    {
        if before == 0 {
            *known = codes;
        } else if !(known.is_empty() && codes.is_empty()) {
            known.resize(before, NO_CODE);
            known.extend(codes);
        }
        if !known.is_empty() {
            known.resize(total, NO_CODE);
        }
    }
    if before == 0 {
        (facts.outcomes, facts.origins) = (part.outcomes, part.origins);
    } else {
        facts.outcomes.extend(part.outcomes);
        facts.origins.extend(part.origins);
    }
    facts.len = total;
}
