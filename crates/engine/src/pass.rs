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
        Self { table, screens: Vec::new(), dates: Vec::new() }
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
        found.jobs.push(job);
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
            for screen in &mut self.screens {
                if let Some(dated) = self.dates.get_mut(screen.dates) {
                    screen.block(start, end, &mut dated.dates, &mut block, &mut chosen);
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
    /// Empty where all are in the first.
    periods: Vec<u32>,
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

    /// The periods and values of the chosen rows.
    #[inline(never)]
    fn take(&mut self, periods: &[u32], values: &[i64]) {
        self.periods.clear();
        self.values.clear();
        if !periods.is_empty() {
            self.periods.extend(self.rows.iter().map(|i| periods.get(*i as usize).copied().unwrap_or(0)));
        }
        if !values.is_empty() {
            self.values.extend(self.rows.iter().map(|i| values.get(*i as usize).copied().unwrap_or(0)));
        }
    }

    /// The cell of each chosen row.
    #[inline(never)]
    fn place(&mut self, groups: Option<&[u32]>, columns: u32) {
        let Self { rows, periods, cells, .. } = self;
        cells.clear();
        let first = |groups: &[u32], i: u32| groups.get(i as usize).map_or(0, |group| group.wrapping_mul(columns));
        match groups {
            None if periods.is_empty() => cells.resize(rows.len(), 0),
            None => cells.extend_from_slice(periods),
            Some(groups) if periods.is_empty() => cells.extend(rows.iter().map(|i| first(groups, *i))),
            Some(groups) => cells.extend(rows.iter().zip(periods).map(|(i, period)| first(groups, *i).wrapping_add(*period))),
        }
    }

    /// The key of each chosen row of a block that begins at `start`.
    #[inline(never)]
    fn key(&mut self, keys: Keys<'_>, start: usize) {
        self.keys.clear();
        self.keys.extend(self.rows.iter().map(|i| keys.of(start + *i as usize)));
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
    fn block(&mut self, start: usize, end: usize, dates: &mut Dates, block: &mut Block, chosen: &mut Chosen) {
        // The filters are the same for all of them.
        let filtered = self.jobs.first().and_then(|job| job.groups).filter(|_| !self.cut.is_empty());
        block.begin(filtered.and_then(|groups| groups.get(start..end)), end - start);
        self.observer.screen(start, end, dates, block);
        self.singles(start, &block.status);
        if !chosen.choose(&block.status) {
            return;
        }
        chosen.take(dates.periods(), &block.values);
        for job in &mut self.jobs {
            chosen.place(job.groups.and_then(|groups| groups.get(start..end)), job.partials.columns());
            job.partials.add_all(&chosen.cells, &chosen.values);
            if job.partials.keeps_more() {
                chosen.key(job.keys, start);
                job.partials.keep(&chosen.cells, &chosen.keys, &chosen.values);
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
