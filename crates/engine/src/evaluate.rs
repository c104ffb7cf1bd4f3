//! Lenses to reports: plan the measures, pass over each table once, finish the cells.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use kpi_data::{Dataset, NO_CODE};
use kpi_model::{Calendar, Cell, Day, Dimension, Field, Group, Lens, Period, Report, TableKind, Why, Workdays};

use crate::error::EngineError;
use crate::finish::{Reading, finish, grade};
use crate::formula::{Back, Clock, Contrast, Formula, Key, Measure, Test, What, When};
use crate::gather::{Keeps, Partials, Values};
use crate::groups::{Cut, Groups};
use crate::lacking::{lacking, lacking_table};
use crate::memory::Memory;
use crate::pass::{Job, Keys, Pass, Place};
use crate::past::Past;
use crate::scope::{Gone, Scope, calendar, covered, periods, span};
use crate::table::{Codes, Table};
use crate::windows::{Window, apart, is_before_data};

/// One variant of a KPI, as the catalogue defines it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// KPI id.
    pub kpi: String,
    /// Variant id.
    pub variant: String,
    /// Its formula.
    pub formula: Formula,
}

const MOST_CELLS: usize = 4_000_000;

/// Answers lenses from one state of the data, in one pass per table for all of them.
///
/// # Errors
/// See [`EngineError`]; the first refused lens refuses the board.
pub fn evaluate(dataset: &Dataset, lenses: &[(Lens, Vec<Definition>)]) -> Result<Vec<Report>, EngineError> {
    evaluate_with(dataset, lenses, &mut Memory::default())
}

/// The same, with what earlier evaluations of the same state of the data found out.
///
/// # Errors
/// As [`evaluate`].
pub fn evaluate_with(dataset: &Dataset, lenses: &[(Lens, Vec<Definition>)], memory: &mut Memory) -> Result<Vec<Report>, EngineError> {
    let mut plans: Vec<Plan<'_>> = Vec::with_capacity(lenses.len());
    for (lens, definitions) in lenses {
        plans.push(Plan::new(dataset, lens, definitions, memory)?);
    }
    let mut gathered: Vec<Vec<Option<Partials>>> = plans.iter().map(|plan| vec![None; plan.wanted.len()]).collect();
    for kind in dataset.facts.keys() {
        let Some(table) = Table::of(dataset, *kind) else { continue };
        let mut places = Vec::new();
        let mut pass = Pass::new(table);
        for (p, plan) in plans.iter().enumerate() {
            for (w, wanted) in
                plan.wanted.iter().enumerate().filter(|(_, wanted)| wanted.measure.table == *kind && wanted.columns.is_empty())
            {
                if let Some(place) = plan.join(dataset, wanted, table.on(plan.past.as_deref()), &mut pass) {
                    places.push((p, w, place));
                }
            }
        }
        pass.run();
        for (p, w, place) in places {
            if let (Some(slot), Some(plan)) = (gathered.get_mut(p).and_then(|slots| slots.get_mut(w)), plans.get(p)) {
                *slot = Some(plan.fine(w, pass.take(place)));
            }
        }
    }
    for (plan, gathered) in plans.iter().zip(&mut gathered) {
        plan.put_together(gathered);
    }
    Ok(plans.iter().zip(&gathered).map(|(plan, gathered)| plan.report(dataset, gathered)).collect())
}

/// One measure in one scope.
struct Wanted<'a> {
    measure: &'a Measure,
    scope: usize,
    keeps: Keeps,
    has_squares: bool,
    /// The dimension that does not divide it, of those asked for.
    undivided: Option<Dimension>,
    /// It is put together from others that are gathered: for each period which of them, and the column.
    columns: Vec<(usize, usize)>,
}

/// The groups of a lens without one of its dimensions, and which of them each group is in.
struct Whole {
    groups: Rc<Groups>,
    of_group: Vec<u32>,
}

struct Plan<'a> {
    lens: &'a Lens,
    definitions: &'a [Definition],
    as_of: Day,
    gone: Gone,
    past: Option<Rc<Past>>,
    span: Option<Period>,
    calendar: Calendar,
    groups: Rc<Groups>,
    wholes: BTreeMap<Dimension, Whole>,
    scopes: Vec<Scope>,
    wanted: Vec<Wanted<'a>>,
    /// For each definition: its scope, and the wanted measures in the formula's order; or why it has no answer.
    uses: Vec<Result<(usize, Vec<usize>), Why>>,
}

/// The day data is seen from: what the lens says, else the last day in the data.
pub(crate) fn as_of(lens: &Lens, dataset: &Dataset) -> Day {
    lens.as_of.or(dataset.as_of).unwrap_or(Day(0))
}

impl<'a> Plan<'a> {
    fn new(dataset: &Dataset, lens: &'a Lens, definitions: &'a [Definition], memory: &mut Memory) -> Result<Self, EngineError> {
        let as_of = as_of(lens, dataset);
        let (span, calendar) = (span(lens, dataset, as_of)?, calendar(lens)?);
        let mut tables: Vec<TableKind> = definitions.iter().flat_map(|d| d.formula.measures()).map(|measure| measure.table).collect();
        tables.sort_unstable();
        tables.dedup();
        let groups = memory.groups(dataset, &tables, lens, None, as_of).ok_or(EngineError::TooManyCells(usize::MAX))?;
        let gone = Gone::new(as_of, lens.workdays.as_ref());
        let base = Scope { periods: span.map_or(Vec::new(), |span| periods(span, lens.grain, calendar)), as_of, gone, is_one: false };
        let cells = groups.groups.len().saturating_mul(base.len()).saturating_mul(definitions.len().max(1));
        if cells > MOST_CELLS {
            return Err(EngineError::TooManyCells(cells));
        }
        let past = if tables.contains(&TableKind::Opportunities) { memory.past(dataset, as_of) } else { None };
        let mut plan = Self {
            lens,
            definitions,
            as_of,
            gone,
            past,
            span,
            calendar,
            groups,
            wholes: BTreeMap::new(),
            scopes: vec![base],
            wanted: Vec::new(),
            uses: Vec::new(),
        };
        for definition in definitions {
            let answer = plan.use_of(dataset, &definition.formula, memory);
            plan.uses.push(answer);
        }
        Ok(plan)
    }

    fn scope(&mut self, scope: Scope) -> usize {
        match self.scopes.iter().position(|known| *known == scope) {
            Some(known) => known,
            None => {
                self.scopes.push(scope);
                self.scopes.len() - 1
            }
        }
    }

    fn want(&mut self, measure: &'a Measure, scope: usize, keeps: Keeps) -> usize {
        self.want_undivided(measure, scope, keeps, None)
    }

    fn want_undivided(&mut self, measure: &'a Measure, scope: usize, keeps: Keeps, undivided: Option<Dimension>) -> usize {
        let is_finer = |fine: Keeps, coarse: Keeps| match (fine, coarse) {
            (_, Keeps::Sums) => true,
            (Keeps::Keyed(a), Keeps::Distinct(b)) => a == b,
            _ => fine == coarse,
        };
        let serves = |known: Keeps| is_finer(known, keeps) || is_finer(keeps, known);
        let is_same = |wanted: &Wanted<'_>| {
            wanted.scope == scope && wanted.undivided == undivided && wanted.measure == measure && wanted.columns.is_empty()
        };
        let known = self.wanted.iter().position(|wanted| is_same(wanted) && serves(wanted.keeps));
        if let Some(wanted) = known.and_then(|i| self.wanted.get_mut(i))
            && is_finer(keeps, wanted.keeps)
        {
            wanted.keeps = keeps;
        }
        known.unwrap_or_else(|| {
            self.wanted.push(Wanted { measure, scope, keeps, has_squares: false, undivided, columns: Vec::new() });
            self.wanted.len() - 1
        })
    }

    /// The days of a window for each period.
    fn windows(&self, window: Window, measure: &Measure) -> Vec<Period> {
        let is_standing = measure.when == When::OpenAtEnd;
        let of = |period: &Period| window.of(*period, self.lens.grain, self.calendar, self.as_of, is_standing);
        self.scopes.first().map(|base| base.periods.iter().map(of).collect()).unwrap_or_default()
    }

    /// A measure over a window of each period. Windows that overlap are gathered beside each other, and put together.
    fn want_window(&mut self, measure: &'a Measure, window: Window, keeps: Keeps) -> usize {
        let windows = self.windows(window, measure);
        let mut columns = vec![(0, 0); windows.len()];
        for places in apart(&windows) {
            let periods = places.iter().filter_map(|place| windows.get(*place)).copied().collect();
            let scope = self.scope(Scope { periods, as_of: self.as_of, gone: self.gone, is_one: false });
            let part = self.want(measure, scope, keeps);
            for (column, place) in places.into_iter().enumerate() {
                if let Some(slot) = columns.get_mut(place) {
                    *slot = (part, column);
                }
            }
        }
        self.wanted.push(Wanted { measure, scope: 0, keeps, has_squares: false, undivided: None, columns });
        self.wanted.len() - 1
    }

    /// Puts together what was gathered in parts.
    fn put_together(&self, gathered: &mut [Option<Partials>]) {
        for (w, wanted) in self.wanted.iter().enumerate().filter(|(_, wanted)| !wanted.columns.is_empty()) {
            let columns: Option<Vec<_>> =
                wanted.columns.iter().map(|(part, column)| Some((gathered.get(*part)?.as_ref()?, *column))).collect();
            let whole = columns.map(|columns| Partials::of_columns(self.groups.groups.len(), &columns));
            if let Some(slot) = gathered.get_mut(w) {
                *slot = whole;
            }
        }
    }

    /// Does the formula look back to a time of which the data know less than half?
    fn is_before_data(&self, dataset: &Dataset, formula: &Formula, period: usize) -> bool {
        let Some(base) = self.scopes.first().and_then(|base| base.periods.get(period)) else { return false };
        let is_early = |window: Window, measure: &Measure| {
            let is_standing = measure.when == When::OpenAtEnd;
            let days = window.of(*base, self.lens.grain, self.calendar, self.as_of, is_standing);
            // A business year that begins with the data is one; a sum of the last periods needs them all.
            let whole = if window == Window::YearToDate { days.days() } else { base.days() };
            is_before_data(days.from, whole, dataset)
        };
        match formula {
            Formula::Growth(measure, back) => is_early(Window::Earlier(*back), measure),
            Formula::Calculation(..) => {
                formula.leaves().iter().any(|leaf| leaf.window.is_some_and(|window| is_early(window, leaf.measure)))
            }
            _ => false,
        }
    }

    fn use_of(&mut self, dataset: &Dataset, formula: &'a Formula, memory: &mut Memory) -> Result<(usize, Vec<usize>), Why> {
        if let Formula::Contrast(contrast) = formula {
            return self.use_of_contrast(dataset, contrast, memory);
        }
        for measure in formula.measures() {
            self.check(dataset, measure)?;
        }
        let is_over_time = self.span.is_some();
        let mut scope = 0;
        if let (Some(kind), false) = (formula.covering(), is_over_time) {
            let groups = self.groups.tables.get(&kind).and_then(|groups| groups.as_ref()?.of_row.as_deref());
            let covered = covered(dataset, kind, groups, self.as_of, self.gone).ok_or(Why::EmptyDenominator)?;
            scope = self.scope(covered);
        }
        let needs_values = matches!(formula, Formula::Quantile(..) | Formula::Within(..) | Formula::LostBetween(..) | Formula::TimeTo(..));
        let keeps = |key: Option<Key>| match key {
            Some(key) if matches!(formula, Formula::Distinct(..) | Formula::Active(..) | Formula::Calculation(..)) => Keeps::Distinct(key),
            Some(key) => Keeps::Keyed(key),
            None if needs_values => Keeps::Values,
            None => Keeps::Sums,
        };
        if !is_over_time && formula.leaves().iter().any(|leaf| leaf.window.is_some()) {
            return Err(Why::NeedsPeriod);
        }
        let leaves = formula.leaves();
        let mut wanted = Vec::with_capacity(leaves.len());
        for leaf in leaves {
            wanted.push(match leaf.window {
                Some(window) => self.want_window(leaf.measure, window, keeps(leaf.key)),
                None => self.want(leaf.measure, scope, keeps(leaf.key)),
            });
        }
        if matches!(formula, Formula::Mean(_) | Formula::Ratio { is_part: true, .. }) {
            for wanted in &wanted {
                if let Some(wanted) = self.wanted.get_mut(*wanted) {
                    wanted.has_squares = true;
                }
            }
        }
        if let Formula::Active(measure, key) = formula {
            if !is_over_time {
                return Err(Why::NeedsPeriod);
            }
            let ever = self.scope(Scope { periods: Vec::new(), as_of: self.as_of, gone: self.gone, is_one: false });
            wanted.push(self.want(measure, ever, Keeps::Distinct(*key)));
        }
        let compared = match formula {
            Formula::Growth(measure, back) => Some((measure, *back, Keeps::Sums)),
            Formula::Retained(measure, key, _) | Formula::Reached(_, measure, key) | Formula::Lifetime(measure, key) => {
                Some((measure, Back::Period, Keeps::Keyed(*key)))
            }
            _ => None,
        };
        if let Some((measure, back, keeps)) = compared {
            if !is_over_time {
                return Err(Why::NeedsPeriod);
            }
            let periods = self.windows(Window::Earlier(back), measure);
            let scope = self.scope(Scope { periods, as_of: self.as_of, gone: self.gone, is_one: false });
            wanted.push(self.want(measure, scope, keeps));
        }
        Ok((scope, wanted))
    }

    /// A contrast needs to know of one value at a time what it has; the whole is not divided by that dimension.
    fn use_of_contrast(&mut self, dataset: &Dataset, contrast: &'a Contrast, memory: &mut Memory) -> Result<(usize, Vec<usize>), Why> {
        let of = contrast.of;
        let is_filtered = self.lens.filters.iter().any(|filter| filter.dimension == of && filter.values.len() == 1);
        if !self.lens.by.contains(&of) && !is_filtered {
            return Err(Why::OnlyByDimension { dimension: of });
        }
        self.check(dataset, &contrast.with.0)?;
        self.check(dataset, &contrast.with.1)?;
        if !self.wholes.contains_key(&of) {
            let tables = [contrast.all.0.table, contrast.all.1.table];
            let groups = memory.groups(dataset, &tables, self.lens, Some(of), self.as_of).ok_or(Why::NotByThisDimension)?;
            let without = |group: &Group| Group(group.0.iter().filter(|(name, _)| name != of.name()).cloned().collect());
            let places: BTreeMap<&Group, u32> = groups.groups.iter().zip(0..).collect();
            let place = |group: &Group| places.get(&without(group)).copied().unwrap_or(NO_CODE);
            let of_group = self.groups.groups.iter().map(place).collect();
            self.wholes.insert(of, Whole { groups, of_group });
        }
        for measure in [&contrast.all.0, &contrast.all.1] {
            self.check_fields(dataset, measure)?;
            if self.wholes.get(&of).and_then(|whole| whole.groups.tables.get(&measure.table)).is_none_or(Option::is_none) {
                return Err(Why::NotByThisDimension);
            }
        }
        let with = [&contrast.with.0, &contrast.with.1].map(|measure| self.want(measure, 0, Keeps::Sums));
        let all = [&contrast.all.0, &contrast.all.1].map(|measure| self.want_undivided(measure, 0, Keeps::Sums, Some(of)));
        Ok((0, [with, all].concat()))
    }

    /// What was gathered without a dimension, repeated for each of its values.
    fn fine(&self, wanted: usize, partials: Partials) -> Partials {
        let undivided = self.wanted.get(wanted).and_then(|wanted| wanted.undivided);
        match undivided.and_then(|dimension| self.wholes.get(&dimension)) {
            Some(whole) => partials.for_groups(&whole.of_group),
            None => partials,
        }
    }

    /// Can this measure be computed at all from these files, and broken down and dated as asked?
    fn check(&self, dataset: &Dataset, measure: &Measure) -> Result<(), Why> {
        self.check_fields(dataset, measure)?;
        if self.groups.tables.get(&measure.table).is_none_or(Option::is_none) {
            return Err(Why::NotByThisDimension);
        }
        if measure.when == When::Never && self.span.is_some() {
            return Err(Why::NotByPeriod);
        }
        if matches!(measure.when, When::Last(..)) && self.span.is_none() {
            return Err(Why::NeedsPeriod);
        }
        Ok(())
    }

    /// Are its table and columns there?
    fn check_fields(&self, dataset: &Dataset, measure: &Measure) -> Result<(), Why> {
        let table = measure.table;
        let columns = Table::of(dataset, table).ok_or_else(|| lacking_table(dataset, table))?;
        // Over all time a row counts whether or not anyone wrote down the day.
        let is_dateless = |field: &Field| {
            let is_only_date = matches!(measure.when, When::At(at) | When::Due(at) if at == *field);
            is_only_date && self.span.is_none() && !measure.tests.contains(&Test::Has(*field))
        };
        if let Some(field) = measure.fields().into_iter().find(|field| !columns.has(*field) && !is_dateless(field)) {
            return Err(lacking(table.origin(), field));
        }
        Ok(())
    }

    /// Adds the job of a measure to the pass over its table.
    fn join(&'a self, dataset: &'a Dataset, wanted: &Wanted<'a>, table: Table<'a>, pass: &mut Pass<'a>) -> Option<Place> {
        let all = match wanted.undivided {
            Some(dimension) => &self.wholes.get(&dimension)?.groups,
            None => &self.groups,
        };
        let groups = all.tables.get(&wanted.measure.table)?.as_ref()?;
        let scope = self.scopes.get(wanted.scope)?;
        let key = match wanted.keeps {
            Keeps::Keyed(key) | Keeps::Distinct(key) => Some(key),
            Keeps::Sums | Keeps::Values => None,
        };
        // Below what number the keys are, where they are numbered from 0.
        let (keys, count) = match key {
            Some(Key::Of(dimension)) => {
                (table.codes(dimension).map_or(Keys::None, Keys::Codes), dataset.dictionary(dimension).map(kpi_data::Dictionary::len))
            }
            Some(Key::Opportunity) => {
                (Keys::Codes(Codes::Own(&table.facts.opportunity)), dataset.facts(TableKind::Opportunities).map(|deals| deals.len))
            }
            Some(Key::Record) => (Keys::Records(table.facts), None),
            None => (Keys::None, None),
        };
        let values = Values { has_squares: wanted.has_squares, are_ones: wanted.measure.what == What::Rows };
        let partials = Partials::new(all.groups.len(), scope.len(), wanted.keeps, count, values);
        let cut = Cut { lens: self.lens, without: wanted.undivided };
        Some(pass.add(wanted.measure, table, scope, cut, Job { groups: groups.of_row.as_deref(), keys, partials }))
    }

    /// The partials of a definition, or why there are none.
    fn parts<'p>(used: &Result<(usize, Vec<usize>), Why>, gathered: &'p [Option<Partials>]) -> Result<Vec<&'p Partials>, Why> {
        let (_, wanted) = used.as_ref().map_err(Clone::clone)?;
        Ok(wanted.iter().filter_map(|w| gathered.get(*w).and_then(Option::as_ref)).collect())
    }

    /// Days of a column after the as-of day; none over all time, unless it is taken over certain months.
    fn days_left(&self, used: &Result<(usize, Vec<usize>), Why>, column: usize, clock: Clock) -> Option<i32> {
        let scope = self.scopes.get(used.as_ref().ok()?.0).filter(|scope| !scope.is_all_time())?;
        let plain = Workdays::default();
        let workdays = self.lens.workdays.as_ref().unwrap_or(&plain);
        let of = |period: &Period| {
            let from = period.from.max(self.as_of.plus(1));
            let days = || if clock == Clock::Working { workdays.between(from, period.to) } else { period.to.0 - from.0 };
            if from < period.to { days() } else { 0 }
        };
        if scope.is_one { Some(scope.periods.iter().map(of).sum()) } else { scope.periods.get(column).map(of) }
    }

    /// The groups to show, in this order: all of them as they stand, or so many with the largest values.
    fn order(&self, gathered: &[Option<Partials>], periods: usize) -> Vec<usize> {
        let all: Vec<usize> = (0..self.groups.groups.len()).collect();
        let (Some(top), Some(definition), Some(used)) = (self.lens.top, self.definitions.first(), self.uses.first()) else {
            return all;
        };
        let Ok(parts) = Self::parts(used, gathered) else { return all };
        let last = periods.saturating_sub(1);
        let left = |clock: Clock| self.days_left(used, last, clock);
        let value = |group: usize| finish(&definition.formula, &parts, group, last, &left).value;
        let mut sized: Vec<(f64, usize)> = all.into_iter().filter_map(|group| Some((value(group)?.as_f64(), group))).collect();
        // Ties stay in the order of their names.
        sized.sort_by(|a, b| b.0.total_cmp(&a.0));
        sized.into_iter().take(top as usize).map(|(_, group)| group).collect()
    }

    #[inline(never)]
    fn report(&self, dataset: &Dataset, gathered: &[Option<Partials>]) -> Report {
        let labels: Vec<Option<String>> = match (self.span, self.lens.grain, self.scopes.first()) {
            (None, ..) | (_, _, None) => vec![None],
            (Some(span), None, _) => vec![Some(span.to_string())],
            (Some(_), Some(grain), Some(scope)) => {
                scope.periods.iter().map(|period| Some(self.calendar.label(grain, self.calendar.start(grain, period.from, 0)))).collect()
            }
        };
        let order = self.order(gathered, labels.len());
        let mut cells = Vec::with_capacity(self.definitions.len() * self.groups.groups.len() * labels.len());
        for (definition, used) in self.definitions.iter().zip(&self.uses) {
            let parts = Self::parts(used, gathered);
            // Counted once for each column, whatever number of groups asks.
            let known: Vec<[OnceCell<Option<i32>>; 2]> = labels.iter().map(|_| Default::default()).collect();
            let early: Vec<bool> = (0..labels.len()).map(|p| self.is_before_data(dataset, &definition.formula, p)).collect();
            // Where nothing can be broken down this way there are no groups, and still an answer: why not.
            let nobody = [self.groups.unnamed()];
            let is_empty = self.groups.groups.is_empty() && parts.is_err();
            let (groups, order) = if is_empty { (&nobody[..], &[0][..]) } else { (self.groups.groups.as_slice(), order.as_slice()) };
            for (g, group) in order.iter().filter_map(|g| Some((*g, groups.get(*g)?))) {
                for (p, label) in labels.iter().enumerate() {
                    let left = |clock: Clock| {
                        let slot = known.get(p).and_then(|clocks| clocks.get(usize::from(clock == Clock::Working)));
                        slot.and_then(|slot| *slot.get_or_init(|| self.days_left(used, p, clock)))
                    };
                    let reading = match &parts {
                        Ok(_) if early.get(p) == Some(&true) => Reading::missing(Why::BeforeData),
                        Ok(parts) => finish(&definition.formula, parts, g, p, &left),
                        Err(why) => Reading::missing(why.clone()),
                    };
                    let grade = grade(&definition.formula, &reading);
                    cells.push(Cell {
                        kpi: definition.kpi.clone(),
                        variant: definition.variant.clone(),
                        group: group.clone(),
                        period: label.clone(),
                        value: reading.value,
                        numerator: reading.numerator,
                        denominator: reading.denominator,
                        n: reading.n,
                        low: reading.interval.map(|(low, _)| low),
                        high: reading.interval.map(|(_, high)| high),
                        missing: reading.missing,
                        grade,
                    });
                }
            }
        }
        Report { as_of: self.as_of, span: self.span, currency: dataset.currency.clone(), cells }
    }
}
