//! Lenses to reports: plan the measures, pass over each table once, finish the cells.

use kpi_data::{Dataset, Facts};
use kpi_model::{Cell, Day, Field, Grain, Lens, Period, Report, TableKind, Why};

use crate::error::EngineError;
use crate::finish::{Reading, finish};
use crate::formula::{Back, Formula, Key, Measure, When};
use crate::gather::{Job, Keeps, Keys, Partials, pass};
use crate::groups::Groups;
use crate::observe::Observer;
use crate::scope::{Scope, covered, periods, span};

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
    let plans: Vec<Plan<'_>> = lenses.iter().map(|(lens, definitions)| Plan::new(dataset, lens, definitions)).collect::<Result<_, _>>()?;
    let mut gathered: Vec<Vec<Option<Partials>>> = plans.iter().map(|plan| vec![None; plan.wanted.len()]).collect();
    for (kind, facts) in &dataset.facts {
        let mut places = Vec::new();
        let mut jobs = Vec::new();
        for (p, plan) in plans.iter().enumerate() {
            for (w, wanted) in plan.wanted.iter().enumerate().filter(|(_, wanted)| wanted.measure.table == *kind) {
                if let Some(job) = plan.job(wanted, facts) {
                    places.push((p, w));
                    jobs.push(job);
                }
            }
        }
        pass(facts.len, &mut jobs);
        for ((p, w), job) in places.into_iter().zip(jobs) {
            if let Some(slot) = gathered.get_mut(p).and_then(|slots| slots.get_mut(w)) {
                *slot = Some(job.partials);
            }
        }
    }
    Ok(plans.iter().zip(&gathered).map(|(plan, gathered)| plan.report(dataset, gathered)).collect())
}

/// One measure in one scope.
struct Wanted<'a> {
    measure: &'a Measure,
    scope: usize,
    keeps: Keeps,
}

struct Plan<'a> {
    lens: &'a Lens,
    definitions: &'a [Definition],
    as_of: Day,
    span: Option<Period>,
    groups: Groups,
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
    fn new(dataset: &Dataset, lens: &'a Lens, definitions: &'a [Definition]) -> Result<Self, EngineError> {
        let as_of = as_of(lens, dataset);
        let span = span(lens, dataset, as_of)?;
        let mut tables: Vec<TableKind> = definitions.iter().flat_map(|d| d.formula.measures()).map(|measure| measure.table).collect();
        tables.sort_unstable();
        tables.dedup();
        let groups = Groups::new(dataset, &tables, &lens.by, &lens.filters);
        let base = Scope { periods: span.map_or(Vec::new(), |span| periods(span, lens.grain)), as_of };
        let cells = groups.groups.len().saturating_mul(base.len()).saturating_mul(definitions.len().max(1));
        if cells > MOST_CELLS {
            return Err(EngineError::TooManyCells(cells));
        }
        let mut plan = Self { lens, definitions, as_of, span, groups, scopes: vec![base], wanted: Vec::new(), uses: Vec::new() };
        for definition in definitions {
            let answer = plan.use_of(dataset, &definition.formula);
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
        let serves = |known: Keeps| known == keeps || keeps == Keeps::Sums || known == Keeps::Sums;
        let known = self.wanted.iter().position(|wanted| wanted.scope == scope && wanted.measure == measure && serves(wanted.keeps));
        if let Some(wanted) = known.and_then(|i| self.wanted.get_mut(i))
            && wanted.keeps == Keeps::Sums
        {
            wanted.keeps = keeps;
        }
        known.unwrap_or_else(|| {
            self.wanted.push(Wanted { measure, scope, keeps });
            self.wanted.len() - 1
        })
    }

    fn use_of(&mut self, dataset: &Dataset, formula: &'a Formula) -> Result<(usize, Vec<usize>), Why> {
        for measure in formula.measures() {
            self.check(dataset, measure)?;
        }
        let is_over_time = self.span.is_some();
        let mut scope = 0;
        if let (Formula::Ratio { covering: Some(kind), .. }, false) = (formula, is_over_time) {
            let span = covered(dataset, *kind).ok_or(Why::EmptyDenominator)?;
            scope = self.scope(Scope { periods: vec![span], as_of: self.as_of });
        }
        let needs_values = matches!(formula, Formula::Quantile(..) | Formula::Within(..) | Formula::TimeTo(..));
        let keeps = |key: Option<Key>| match key {
            Some(key) => Keeps::Keyed(key),
            None if needs_values => Keeps::Values,
            None => Keeps::Sums,
        };
        let mut wanted: Vec<usize> = formula.leaves().into_iter().map(|(measure, key)| self.want(measure, scope, keeps(key))).collect();
        let compared = match formula {
            Formula::Growth(measure, back) => Some((measure, *back, Keeps::Sums)),
            Formula::Retained(measure, key, _) => Some((measure, Back::Period, Keeps::Keyed(*key))),
            _ => None,
        };
        if let Some((measure, back, keeps)) = compared {
            if !is_over_time {
                return Err(Why::NotByPeriod);
            }
            let grain = self.lens.grain;
            let earlier = self.scopes.first().map(|base| base.periods.iter().map(|period| earlier(*period, grain, back)).collect());
            let scope = self.scope(Scope { periods: earlier.unwrap_or_default(), as_of: self.as_of });
            wanted.push(self.want(measure, scope, keeps));
        }
        Ok((scope, wanted))
    }

    /// Can this measure be computed at all from these files, and broken down and dated as asked?
    fn check(&self, dataset: &Dataset, measure: &Measure) -> Result<(), Why> {
        let table = measure.table;
        let facts = dataset.facts(table).ok_or(Why::NeedsTable { table: table.origin() })?;
        // Over all time a row counts whether or not anyone wrote down the day.
        let is_dateless = |field: &Field| matches!(measure.when, When::At(at) | When::Due(at) if at == *field) && self.span.is_none();
        if let Some(field) = measure.fields().into_iter().find(|field| !is_bound(facts, *field) && !is_dateless(field)) {
            return Err(Why::NeedsField { table: table.origin(), field });
        }
        if self.groups.tables.get(&table).is_none_or(Option::is_none) {
            return Err(Why::NotByThisDimension);
        }
        if measure.when == When::Never && self.span.is_some() {
            return Err(Why::NotByPeriod);
        }
        Ok(())
    }

    fn job(&'a self, wanted: &Wanted<'a>, facts: &'a Facts) -> Option<Job<'a>> {
        let groups = self.groups.tables.get(&wanted.measure.table)?.as_ref()?;
        let scope = self.scopes.get(wanted.scope)?;
        let partials = Partials::new(self.groups.groups.len(), scope.len(), wanted.keeps);
        let keys = match wanted.keeps {
            Keeps::Keyed(Key::Of(dimension)) => Keys::Codes(facts.dimension(dimension)),
            Keeps::Keyed(Key::Record) => Keys::Records(facts),
            Keeps::Sums | Keeps::Values => Keys::None,
        };
        Some(Job { observer: Observer::new(wanted.measure, facts, scope), groups: &groups.of_row, keys, partials })
    }

    fn report(&self, dataset: &Dataset, gathered: &[Option<Partials>]) -> Report {
        let labels: Vec<Option<String>> = match (self.span, self.lens.grain, self.scopes.first()) {
            (None, ..) | (_, _, None) => vec![None],
            (Some(span), None, _) => vec![Some(span.to_string())],
            (Some(_), Some(grain), Some(scope)) => {
                scope.periods.iter().map(|period| Some(grain.label(grain.start(period.from, 0)))).collect()
            }
        };
        let mut cells = Vec::with_capacity(self.definitions.len() * self.groups.groups.len() * labels.len());
        for (definition, used) in self.definitions.iter().zip(&self.uses) {
            let parts: Result<Vec<&Partials>, Why> = match used {
                Ok((_, wanted)) => Ok(wanted.iter().filter_map(|w| gathered.get(*w).and_then(Option::as_ref)).collect()),
                Err(why) => Err(why.clone()),
            };
            // Where nothing can be broken down this way there are no groups, and still an answer: why not.
            let nobody = [self.groups.unnamed()];
            let groups = if self.groups.groups.is_empty() && parts.is_err() { &nobody } else { self.groups.groups.as_slice() };
            for (g, group) in groups.iter().enumerate() {
                for (p, label) in labels.iter().enumerate() {
                    let reading = match &parts {
                        Ok(parts) => finish(&definition.formula, parts, g, p),
                        Err(why) => Reading::missing(why.clone()),
                    };
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
                    });
                }
            }
        }
        Report { as_of: self.as_of, span: self.span, currency: dataset.currency.clone(), cells }
    }
}

fn is_bound(facts: &Facts, field: Field) -> bool {
    match field {
        Field::Stage => !facts.outcomes.is_empty(),
        _ => facts.has(field),
    }
}

/// The period a growth rate compares with: same calendar shape; for a clipped period, the same days into it.
fn earlier(period: Period, grain: Option<Grain>, back: Back) -> Period {
    match (back, grain) {
        (Back::Year, _) => period.year_before(),
        (Back::Period, None) => period.before(),
        (Back::Period, Some(grain)) => {
            let start = grain.start(period.from, 0);
            let from = grain.start(start, -1).plus(period.from.0 - start.0);
            let is_whole = period.to == grain.start(start, 1);
            Period { from, to: if is_whole { start } else { from.plus(period.days()).min(start) } }
        }
    }
}
