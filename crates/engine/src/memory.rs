//! What evaluations of one state of the data share.

use std::rc::Rc;

use kpi_data::Dataset;
use kpi_model::{Day, Dimension, Filter, Lens, TableKind};

use crate::groups::{Cut, Groups};
use crate::past::Past;

/// The opportunities as they stood on the days asked for lately, and the groups of lenses asked for lately.
#[derive(Clone, Default)]
pub struct Memory {
    pasts: Vec<(Day, Option<Rc<Past>>)>,
    groups: Vec<(Grouping, Rc<Groups>)>,
}

/// All that groups depend on.
#[derive(Clone, PartialEq, Eq)]
struct Grouping {
    tables: Vec<TableKind>,
    by: Vec<Dimension>,
    filters: Vec<Filter>,
    created: (Option<Day>, Option<Day>),
    /// Bands of age are seen from a day.
    as_of: Option<Day>,
}

/// Days kept at most: each takes 13 bytes for an opportunity.
const MOST_DAYS: usize = 4;

/// Bytes of groups kept at most.
const MOST_BYTES: usize = 64 << 20;

impl Memory {
    /// As [`Past::new`].
    pub(crate) fn past(&mut self, dataset: &Dataset, as_of: Day) -> Option<Rc<Past>> {
        if let Some((_, past)) = self.pasts.iter().find(|(day, _)| *day == as_of) {
            return past.clone();
        }
        if self.pasts.len() >= MOST_DAYS {
            self.pasts.remove(0);
        }
        let past = Past::new(dataset, as_of).map(Rc::new);
        self.pasts.push((as_of, past.clone()));
        past
    }

    /// As [`Groups::new`].
    pub(crate) fn groups(
        &mut self,
        dataset: &Dataset,
        tables: &[TableKind],
        lens: &Lens,
        without: Option<Dimension>,
        as_of: Day,
    ) -> Option<Rc<Groups>> {
        let cut = Cut { lens, without };
        let filters: Vec<Filter> = cut.filters().cloned().collect();
        let by: Vec<Dimension> = cut.by().collect();
        let is_aged = by.iter().chain(filters.iter().map(|filter| &filter.dimension)).any(|dimension| *dimension == Dimension::AgeBand);
        let created = cut.created();
        let grouping = Grouping { tables: tables.to_vec(), by, filters, created, as_of: is_aged.then_some(as_of) };
        if let Some(known) = self.groups.iter().position(|(known, _)| *known == grouping) {
            // What was asked for last is given up last.
            let entry = self.groups.remove(known);
            let groups = Rc::clone(&entry.1);
            self.groups.push(entry);
            return Some(groups);
        }
        let groups = Rc::new(Groups::new(dataset, tables, lens, without, as_of)?);
        let bytes = |groups: &Groups| groups.bytes();
        let mut all: usize = self.groups.iter().map(|(_, groups)| bytes(groups)).sum::<usize>() + bytes(&groups);
        // What the lenses of one board use at the same time is there anyway, and would be made anew for the next one.
        while let Some(unused) = self.groups.iter().position(|(_, groups)| Rc::strong_count(groups) == 1).filter(|_| all > MOST_BYTES) {
            all -= bytes(&self.groups.remove(unused).1);
        }
        if all <= MOST_BYTES {
            self.groups.push((grouping, Rc::clone(&groups)));
        }
        Some(groups)
    }
}
