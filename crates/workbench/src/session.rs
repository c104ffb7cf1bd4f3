//! Files, decisions and plan of one project, and what follows from them.

use std::cell::{OnceCell, RefCell};

use kpi_data::Dataset;
use kpi_ingest::{RawTable, Reader, bind};
use kpi_model::{
    Ask, Board, Explain, Failure, Lens, LoadSummary, Mapping, Money, Outcome, PlanEdit, PlanView, Reply, Report, Rows, RowsPage, Text,
    Unload,
};
use kpi_plan::{Forecaster, PlanError};

use crate::{explaining, mapping_file, preview, quality, sampling, targets_file};

/// A refusal with a general way out.
pub(crate) fn refused(code: &str, zh: &str, en: impl Into<String>) -> Failure {
    Failure { code: code.to_owned(), what: Text::new(zh, en), fix: Text::new("检查请求的形式", "Check the form of the request.") }
}

/// Rebuilt from files and decisions whenever one of them changes.
#[derive(Default)]
struct Bound {
    dataset: Dataset,
    summary: LoadSummary,
    /// What forecasts start from, without and with repeat orders; made when the first one is asked for.
    forecasters: [OnceCell<Result<Forecaster, PlanError>>; 2],
    /// The target that is suggested.
    suggested: OnceCell<Option<Money>>,
    /// What boards share.
    memory: RefCell<kpi_engine::Memory>,
}

impl Bound {
    fn forecaster(&self, with_repeat: bool) -> Result<&Forecaster, Failure> {
        let [without, with] = &self.forecasters;
        let cell = if with_repeat { with } else { without };
        cell.get_or_init(|| Forecaster::new(&self.dataset, with_repeat)).as_ref().map_err(PlanError::failure)
    }
}

/// The state behind one workbench.
#[derive(Default)]
pub struct Session {
    tables: Vec<RawTable>,
    mapping: Mapping,
    published: Option<PlanView>,
    bound: Option<Bound>,
}

impl Session {
    /// Takes the tables of a file; those of a file of the same name are replaced. They are bound with the next ask.
    pub fn add(&mut self, tables: Vec<RawTable>) {
        self.bound = None;
        let Some(file) = tables.first().map(|table| table.file.clone()) else { return };
        let at = self.tables.iter().position(|known| known.file == file).unwrap_or(self.tables.len());
        self.tables.retain(|known| known.file != file);
        self.tables.splice(at..at, tables);
    }

    /// Reads and takes a file.
    ///
    /// # Errors
    /// The refusal, where the file cannot be read at all. Files taken before stay.
    pub fn add_bytes(&mut self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let tables = Reader::read(name, bytes).map_err(|error| error.failure(name))?;
        self.add(tables);
        Ok(())
    }

    /// What another session needs to answer boards from the same data, without the files.
    pub fn dataset(&mut self) -> &Dataset {
        &self.bound().dataset
    }

    /// A session that only answers from a dataset: it has no files to look into.
    #[must_use]
    pub fn of_dataset(dataset: Dataset) -> Self {
        Self { bound: Some(Bound { dataset, ..Bound::default() }), ..Self::default() }
    }

    /// Answers one ask.
    pub fn handle(&mut self, ask: Ask) -> Outcome {
        match self.answer(ask) {
            Ok(reply) => Outcome::Ok(reply),
            Err(failure) => Outcome::Failed(failure),
        }
    }

    fn answer(&mut self, ask: Ask) -> Result<Reply, Failure> {
        Ok(match ask {
            Ask::Hello(_) => Reply::Hello(kpi_catalog::catalog()),
            Ask::Summary(_) => Reply::Summary(self.bound().summary.clone()),
            Ask::Bind(mapping) => {
                self.mapping = mapping;
                self.bound = None;
                Reply::Bind(self.bound().summary.clone())
            }
            Ask::Sample(sample) => {
                *self = Self::default();
                for (name, text) in sampling::files(&sample) {
                    self.add_bytes(&name, text.as_bytes())?;
                }
                Reply::Sample(self.bound().summary.clone())
            }
            Ask::Unload(unload) => {
                self.unload(&unload);
                Reply::Unload(self.bound().summary.clone())
            }
            Ask::Preview(ask) => {
                let (tables, bound) = self.ready();
                Reply::Preview(preview::preview(tables, &bound.summary, &ask))
            }
            Ask::LeftOut(ask) => {
                let (tables, bound) = self.ready();
                Reply::LeftOut(preview::left_out(tables, &bound.summary, &ask))
            }
            Ask::SaveMapping(_) => {
                let summary = self.bound().summary.clone();
                Reply::SaveMapping(mapping_file::save(&self.tables, &summary, &self.mapping))
            }
            Ask::ReadMapping(ask) => Reply::ReadMapping(mapping_file::apply(&ask.text, &self.tables, &self.mapping)?),
            Ask::Quality(ask) => Reply::Quality(quality::quality(&self.bound().dataset, ask)),
            Ask::Evaluate(lens) => Reply::Evaluate(
                self.board(&Board { lenses: vec![lens] })?.into_iter().next().ok_or_else(|| refused("E-LENS", "没有结果", "No report."))?,
            ),
            Ask::Board(board) => Reply::Board(self.board(&board)?),
            Ask::Explain(Explain { lens }) => {
                let definition = one_definition(&lens)?;
                let bound = self.bound();
                Reply::Explain(explaining::explain(&bound.dataset, &lens, &definition)?)
            }
            Ask::Rows(rows) => Reply::Rows(self.rows(&rows)?),
            Ask::SaveRows(ask) => {
                let definition = one_definition(&ask.lens)?;
                let (tables, bound) = self.ready();
                Reply::SaveRows(explaining::save_rows(tables, &bound.dataset, &bound.summary, &ask, &definition)?)
            }
            Ask::Trend(ask) => {
                let definition = one_definition(&ask.lens)?;
                let bound = self.bound();
                let memory = &mut bound.memory.borrow_mut();
                Reply::Trend(kpi_engine::trend(&bound.dataset, &ask, &definition, memory).map_err(|error| error.failure())?)
            }
            Ask::Ranking(ask) => {
                let definition = one_definition(&ask.lens)?;
                let bound = self.bound();
                let memory = &mut bound.memory.borrow_mut();
                Reply::Ranking(kpi_engine::ranking(&bound.dataset, &ask, &definition, memory).map_err(|error| error.failure())?)
            }
            Ask::Bottlenecks(ask) => {
                Reply::Bottlenecks(kpi_engine::bottlenecks(&self.bound().dataset, &ask).map_err(|error| error.failure())?)
            }
            Ask::Factors(ask) => Reply::Factors(kpi_engine::factors(&self.bound().dataset, &ask).map_err(|error| error.failure())?),
            Ask::Effects(ask) => Reply::Effects(kpi_engine::effects(&self.bound().dataset, &ask).map_err(|error| error.failure())?),
            Ask::Formula(ask) => Reply::Formula(kpi_catalog::formula_info(&ask.text)),
            Ask::Change(ask) => {
                let definition = one_definition(&ask.lens)?;
                let bound = self.bound();
                let memory = &mut bound.memory.borrow_mut();
                Reply::Change(kpi_engine::change(&bound.dataset, &ask, &definition, memory).map_err(|error| error.failure())?)
            }
            Ask::Plan(edit) => Reply::Plan(self.plan(&edit)?),
            Ask::SavePlan(ask) => Reply::SavePlan(targets_file::save(&self.bound().dataset, &ask)?),
            Ask::ReadPlan(ask) => Reply::ReadPlan(targets_file::read(&self.bound().dataset, &ask)?),
            Ask::ComparePlans(ask) => {
                Reply::ComparePlans(kpi_plan::compare_plans(&self.bound().dataset, &ask).map_err(|error| error.failure())?)
            }
            ask => self.foresee(ask)?,
        })
    }

    /// Answers what is asked of the forecast.
    fn foresee(&mut self, ask: Ask) -> Result<Reply, Failure> {
        let refuse = |error: PlanError| error.failure();
        Ok(match ask {
            Ask::Forecast(ask) => {
                let planned = if ask.target.is_none() { self.planned(ask.year) } else { None };
                Reply::Forecast(self.bound().forecaster(ask.with_repeat)?.forecast(&ask, planned).map_err(refuse)?)
            }
            Ask::Tornado(ask) => Reply::Tornado(self.bound().forecaster(ask.with_repeat)?.tornado(&ask).map_err(refuse)?),
            Ask::HeatMap(ask) => Reply::HeatMap(self.bound().forecaster(ask.with_repeat)?.heat_map(&ask).map_err(refuse)?),
            Ask::Seek(ask) => {
                let planned = if ask.goal.is_none() { self.planned(ask.year) } else { None };
                Reply::Seek(self.bound().forecaster(ask.with_repeat)?.seek(&ask, planned).map_err(refuse)?)
            }
            Ask::CompareScenarios(ask) => {
                let planned = if ask.target.is_none() { self.planned(ask.year) } else { None };
                Reply::CompareScenarios(self.bound().forecaster(ask.with_repeat)?.compare(&ask, planned).map_err(refuse)?)
            }
            Ask::Chances(ask) => {
                let edit = PlanEdit { spread: ask.spread.clone(), ..PlanEdit::default() };
                let view = kpi_plan::plan(&self.bound().dataset, &edit).map_err(refuse)?;
                Reply::Chances(self.bound().forecaster(false)?.chances(&ask, &view).map_err(refuse)?)
            }
            Ask::Evidence(ask) => {
                let edit = PlanEdit { spread: ask.spread.clone(), ..PlanEdit::default() };
                let view = kpi_plan::plan(&self.bound().dataset, &edit).map_err(refuse)?;
                Reply::Evidence(kpi_plan::evidence(self.bound().forecaster(false)?, &ask, &view).map_err(refuse)?)
            }
            Ask::Roles(_) => Reply::Roles(kpi_plan::roles()),
            Ask::Score(ask) => Reply::Score(kpi_plan::score(&ask).map_err(refuse)?),
            _ => return Err(refused("E-CALL", "没有这个请求", "There is no such call.")),
        })
    }

    fn unload(&mut self, unload: &Unload) {
        match &unload.file {
            Some(file) => {
                // A sheet cannot be taken out of its file: the file goes with all its tables.
                let source = self.tables.iter().find(|table| table.name == *file).map_or_else(|| file.clone(), |table| table.file.clone());
                for table in self.tables.extract_if(.., |table| table.file == source) {
                    self.mapping.tables.remove(&table.name);
                }
                self.bound = None;
            }
            None => *self = Self::default(),
        }
    }

    fn bound(&mut self) -> &mut Bound {
        self.ready().1
    }

    /// The tables as read and as bound.
    fn ready(&mut self) -> (&[RawTable], &mut Bound) {
        let (tables, mapping, published) = (&self.tables, &self.mapping, &self.published);
        let bound = self.bound.get_or_insert_with(|| {
            let kpi_ingest::Bound { mut dataset, mut summary } = bind(tables, mapping);
            quality::name_affected(&mut summary);
            kpi_engine::derive(&mut dataset);
            summary.stage_order = kpi_engine::stage_order(&dataset);
            if let Some(view) = published {
                kpi_plan::publish(&mut dataset, view);
            }
            Bound { dataset, summary, forecasters: [const { OnceCell::new() }; 2], suggested: OnceCell::new(), memory: RefCell::default() }
        });
        (tables, bound)
    }

    fn board(&mut self, board: &Board) -> Result<Vec<Report>, Failure> {
        let with_definitions = |lens: &Lens| Ok((lens.clone(), kpi_catalog::definitions(&lens.kpis)?));
        let lenses: Result<Vec<_>, kpi_engine::EngineError> = board.lenses.iter().map(with_definitions).collect();
        let lenses = lenses.map_err(|error| error.failure())?;
        let bound = self.bound();
        kpi_engine::evaluate_with(&bound.dataset, &lenses, &mut bound.memory.borrow_mut()).map_err(|error| error.failure())
    }

    fn rows(&mut self, ask: &Rows) -> Result<RowsPage, Failure> {
        let definition = one_definition(&ask.lens)?;
        let (tables, bound) = self.ready();
        explaining::rows(tables, &bound.dataset, &bound.summary, ask, &definition)
    }

    fn plan(&mut self, edit: &PlanEdit) -> Result<PlanView, Failure> {
        let mut view = kpi_plan::plan(&self.bound().dataset, edit).map_err(|error| error.failure())?;
        if edit.publish {
            self.published = Some(PlanView { published: true, ..view.clone() });
            self.bound = None;
        }
        if edit.withdraw {
            self.published = None;
            self.bound = None;
        }
        view.published = self.published.as_ref().is_some_and(|published| published.nodes == view.nodes && published.year == view.year);
        Ok(view)
    }

    /// The published target of the year a scenario looks at, else the suggested one.
    fn planned(&mut self, year: Option<i32>) -> Option<Money> {
        if let Some(view) = self.published.as_ref().filter(|view| year.is_none_or(|year| year == view.year)) {
            return view.nodes.first().map(|company| company.total);
        }
        let bound = self.bound();
        let suggested =
            || kpi_plan::plan(&bound.dataset, &PlanEdit::default()).ok().and_then(|view| view.nodes.first().map(|company| company.total));
        *bound.suggested.get_or_init(suggested)
    }
}

/// The single variant a lens names; its default where it names only the KPI.
fn one_definition(lens: &Lens) -> Result<kpi_engine::Definition, Failure> {
    let one = match lens.kpis.as_slice() {
        [one] => kpi_catalog::definitions(std::slice::from_ref(one)),
        _ => Err(kpi_engine::EngineError::NotOneCell),
    };
    one.and_then(|found| found.into_iter().next().ok_or(kpi_engine::EngineError::NotOneCell)).map_err(|error| error.failure())
}
