//! The pass over the rows of a table: each block is screened once for all jobs of a measure, and shared out to them.

use kpi_data::{Facts, NO_CODE};

use crate::formula::{Measure, When};
use crate::gather::Partials;
use crate::groups::Cut;
use crate::observe::{Fate, Observer, Reason};
use crate::scope::Scope;
use crate::screen::{BLOCK, Block, COUNTS, Dates, UNSURE};
use crate::table::{Codes, Table};

/// The keys of the rows of a table.
#[derive(Clone, Copy)]
pub(crate) enum Keys<'a> {
    None,
    Codes(Codes<'a>),
    Records(&'a Facts),
}

impl Keys<'_> {
    pub(crate) fn of(self, row: usize) -> u32 {
        match self {
            Self::None => NO_CODE,
            Self::Codes(codes) => codes.get(row),
            Self::Records(facts) => facts.record(row),
        }
    }
}

/// What is gathered of the rows that count.
pub(crate) struct Job<'a> {
    /// Group of each row; none where all rows are in the first.
    pub(crate) groups: Option<&'a [u32]>,
    /// Key of each row, for partials that are gathered by it.
    pub(crate) keys: Keys<'a>,
    pub(crate) partials: Partials,
    /// Place of the cells of its rows in [`Pass::cells`].
    pub(crate) cells: usize,
}

/// A measure in a scope under a filter, and the jobs that want its rows: they differ in how these are grouped and what is kept.
struct Screen<'a> {
    observer: Observer<'a>,
    cut: Cut<'a>,
    /// Place of its periods of days in [`Pass::dates`].
    dates: usize,
    jobs: Vec<Job<'a>>,
}

/// All jobs on one table.
pub(crate) struct Pass<'a> {
    table: Table<'a>,
    screens: Vec<Screen<'a>>,
    dates: Vec<Dated<'a>>,
    cells: Vec<Celled<'a>>,
}

/// The cells of the rows of a block, which jobs of the same groups and periods share.
struct Celled<'a> {
    groups: Option<&'a [u32]>,
    dates: usize,
    columns: u32,
    is_known: bool,
    cells: Vec<u32>,
}

impl Celled<'_> {
    /// The cell of each row; empty where all are in the first. What it says of rows that do not count means nothing.
    fn of(&mut self, start: usize, end: usize, periods: &[u32]) -> &[u32] {
        if !self.is_known {
            self.fill(start, end, periods);
        }
        &self.cells
    }

    #[inline(never)]
    fn fill(&mut self, start: usize, end: usize, periods: &[u32]) {
        self.is_known = true;
        self.cells.clear();
        let columns = self.columns;
        match self.groups.map(|groups| groups.get(start..end).unwrap_or(&[])) {
            None => self.cells.extend_from_slice(periods),
            Some(groups) if periods.is_empty() => self.cells.extend(groups.iter().map(|group| group.wrapping_mul(columns))),
            Some(groups) => {
                self.cells.extend(groups.iter().zip(periods).map(|(group, period)| group.wrapping_mul(columns).wrapping_add(*period)));
            }
        }
    }
}

/// The periods of the days of a block, which screens of the same field and scope share.
struct Dated<'a> {
    when: When,
    scope: &'a Scope,
    dates: Dates,
}

/// Where a job stands.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    screen: usize,
    job: usize,
}

impl<'a> Pass<'a> {
    pub(crate) fn new(table: Table<'a>) -> Self {
        Self { table, screens: Vec::new(), dates: Vec::new(), cells: Vec::new() }
    }

    /// Adds a job; `table` is the pass's own as its scope sees it.
    pub(crate) fn add(&mut self, measure: &'a Measure, table: Table<'a>, scope: &'a Scope, cut: Cut<'a>, job: Job<'a>) -> Place {
        let is_same = |screen: &Screen<'_>| screen.observer.measure == measure && screen.observer.scope == scope && screen.cut == cut;
        let screen = self.screens.iter().position(is_same).unwrap_or_else(|| {
            let is_dated = |known: &Dated<'_>| known.when == measure.when && known.scope == scope;
            let dates = self.dates.iter().position(is_dated).unwrap_or_else(|| {
                self.dates.push(Dated { when: measure.when, scope, dates: Dates::default() });
                self.dates.len() - 1
            });
            self.screens.push(Screen { observer: Observer::new(measure, table, scope), cut, dates, jobs: Vec::new() });
            self.screens.len() - 1
        });
        let Some(found) = self.screens.get_mut(screen) else { return Place { screen, job: 0 } };
        let (dates, columns) = (found.dates, job.partials.columns());
        let is_same = |known: &Celled<'_>| {
            let has_same_groups = match (known.groups, job.groups) {
                (None, None) => true,
                (Some(known), Some(groups)) => std::ptr::eq(known, groups),
                _ => false,
            };
            has_same_groups && known.dates == dates && known.columns == columns
        };
        let cells = self.cells.iter().position(is_same).unwrap_or_else(|| {
            self.cells.push(Celled { groups: job.groups, dates, columns, is_known: false, cells: Vec::new() });
            self.cells.len() - 1
        });
        found.jobs.push(Job { cells, ..job });
        Place { screen, job: found.jobs.len() - 1 }
    }

    /// Visits the table block by block. Each block is visited by one screen after the other: what they read stays in the cache.
    pub(crate) fn run(&mut self) {
        let (mut block, mut chosen) = (Block::default(), Chosen::default());
        let rows = self.table.facts.len;
        let mut start = 0;
        while start < rows {
            let end = rows.min(start + BLOCK);
            self.dates.iter_mut().for_each(|dated| dated.dates.forget());
            self.cells.iter_mut().for_each(|celled| celled.is_known = false);
            for screen in &mut self.screens {
                if let Some(dated) = self.dates.get_mut(screen.dates) {
                    screen.block(start, end, &mut dated.dates, &mut self.cells, &mut block, &mut chosen);
                }
            }
            start = end;
        }
        self.screens.iter_mut().flat_map(|screen| &mut screen.jobs).for_each(|job| job.partials.settle());
    }

    /// What a job gathered.
    pub(crate) fn take(&mut self, place: Place) -> Partials {
        let job = self.screens.get_mut(place.screen).and_then(|screen| screen.jobs.get_mut(place.job));
        job.map(|job| std::mem::take(&mut job.partials)).unwrap_or_default()
    }
}

/// The rows of a block that count, with what is known of each.
#[derive(Default)]
struct Chosen {
    /// Places in the block.
    rows: Vec<u32>,
    /// Empty where each adds 1.
    values: Vec<i64>,
    cells: Vec<u32>,
    keys: Vec<u32>,
}

/// Rows that are chosen at once.
const EIGHT: usize = 8;

impl Chosen {
    /// Takes the rows that count; are there any?
    #[inline(never)]
    fn choose(&mut self, status: &[u8]) -> bool {
        self.rows.resize(status.len() + EIGHT, 0);
        let mut count = 0_usize;
        let (chunks, rest) = status.as_chunks::<EIGHT>();
        let mut first = 0_u32;
        for chunk in chunks {
            match u64::from_ne_bytes(*chunk) {
                // All of them count.
                0 => {
                    if let Some(slots) = self.rows.get_mut(count..count + EIGHT) {
                        slots.iter_mut().zip(first..).for_each(|(slot, i)| *slot = i);
                    }
                    count += EIGHT;
                }
                // None does.
                ALL_OUT => {}
                _ => count = self.some(chunk, first, count),
            }
            first += EIGHT as u32;
        }
        count = self.some(rest, first, count);
        self.rows.truncate(count);
        count > 0
    }

    /// Every row is written where the next one that counts belongs: no branch to mispredict.
    #[inline]
    fn some(&mut self, status: &[u8], first: u32, mut count: usize) -> usize {
        for (status, i) in status.iter().zip(first..) {
            if let Some(slot) = self.rows.get_mut(count) {
                *slot = i;
            }
            count = count.wrapping_add(usize::from(*status == COUNTS));
        }
        count
    }

    /// The values of the chosen rows.
    #[inline(never)]
    fn value(&mut self, values: &[i64]) {
        self.values.clear();
        if !values.is_empty() {
            self.values.extend(self.rows.iter().map(|i| values.get(*i as usize).copied().unwrap_or(0)));
        }
    }

    /// The cells of the chosen rows.
    #[inline(never)]
    fn cell(&mut self, cells: &[u32]) {
        self.cells.clear();
        if cells.is_empty() {
            self.cells.resize(self.rows.len(), 0);
        } else {
            self.cells.extend(self.rows.iter().map(|i| cells.get(*i as usize).copied().unwrap_or(0)));
        }
    }
}

/// The key of each chosen row.
#[inline(never)]
fn find_keys(keys: Keys<'_>, rows: &[u32], start: usize, found: &mut Vec<u32>) {
    found.clear();
    let rows = rows.iter().map(|i| start + *i as usize);
    match keys {
        Keys::None => {}
        Keys::Codes(codes) => found.extend(rows.map(|row| codes.get(row))),
        Keys::Records(facts) => found.extend(rows.map(|row| facts.record(row))),
    }
}

/// The bit of rows to look at, eight times.
const ANY_UNSURE: u64 = u64::from_ne_bytes([UNSURE; EIGHT]);

/// Eight rows that are out.
const ALL_OUT: u64 = u64::from_ne_bytes([crate::screen::OUT; EIGHT]);

// A WebAssembly engine replaces slow first code by fast code only when a function is called anew. What takes long therefore
// consists of functions that are called for each block, not of one that holds all loops.
impl Screen<'_> {
    #[inline(never)]
    fn block(&mut self, start: usize, end: usize, dates: &mut Dates, cells: &mut [Celled<'_>], block: &mut Block, chosen: &mut Chosen) {
        // The filters are the same for all of them.
        let filtered = self.jobs.first().and_then(|job| job.groups).filter(|_| !self.cut.is_empty());
        block.begin(filtered.and_then(|groups| groups.get(start..end)), end - start);
        self.observer.screen(start, end, dates, block);
        self.singles(start, &block.status);
        if !chosen.choose(&block.status) {
            return;
        }
        // Where all rows count, as often, nothing has to be picked out.
        let are_all = chosen.rows.len() == block.status.len();
        if !are_all {
            chosen.value(&block.values);
        }
        for job in &mut self.jobs {
            let of_rows = cells.get_mut(job.cells).map_or(&[][..], |celled| celled.of(start, end, dates.periods()));
            let is_direct = are_all && !of_rows.is_empty();
            if !is_direct {
                chosen.cell(of_rows);
            }
            let of_rows = if is_direct { of_rows } else { &chosen.cells };
            let values = if are_all { &block.values } else { &chosen.values };
            job.partials.add_all(of_rows, values);
            if job.partials.keeps_more() {
                let (rows, keys) = (&chosen.rows, &mut chosen.keys);
                find_keys(job.keys, rows, start, keys);
                job.partials.keep(of_rows, keys, values);
            }
        }
    }

    /// The rows that have to be looked at by themselves, mostly few.
    #[inline(never)]
    fn singles(&mut self, start: usize, status: &[u8]) {
        let (chunks, rest) = status.as_chunks::<EIGHT>();
        for (chunk, first) in chunks.iter().zip((start..).step_by(EIGHT)).filter(|(chunk, _)| u64::from_ne_bytes(**chunk) & ANY_UNSURE != 0)
        {
            self.some(first, chunk);
        }
        self.some(start + chunks.len() * EIGHT, rest);
    }

    fn some(&mut self, first: usize, status: &[u8]) {
        for (row, _) in (first..).zip(status).filter(|(_, status)| **status == UNSURE) {
            self.single(row);
        }
    }

    /// A row that has to be looked at by itself.
    fn single(&mut self, row: usize) {
        let fate = self.observer.fate(row);
        let (columns, value) = match fate {
            Fate::Counted { value, from, to } => (from..to, Some(value)),
            Fate::Out(Reason::Lacks(field)) if self.observer.is_needed(field) => (self.observer.would_count(row), None),
            Fate::Out(_) => return,
        };
        for job in &mut self.jobs {
            let first = job.groups.and_then(|groups| groups.get(row)).copied().unwrap_or(0).wrapping_mul(job.partials.columns());
            for cell in columns.clone().map(|column| first.wrapping_add(column)) {
                match value {
                    Some(value) => job.partials.add(cell, value, job.keys.of(row)),
                    None => job.partials.lack(cell),
                }
            }
        }
    }
}
