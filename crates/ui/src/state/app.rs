//! The three parts of the state, by who writes them.

use std::collections::BTreeMap;

use kpi_model::{
    Catalog, Dimension, Explanation, Failure, LoadSummary, Locale, Mapping, PlanView, PreviewPage, Quality, Report, RowsPage, Spread,
    TableKind,
};

use serde::{Deserialize, Serialize};

use super::library::{LeverId, Library};
use super::scenarios::Outlook;
use super::{Board, Scope};

/// A screen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Page {
    /// Before any data.
    #[default]
    Landing,
    /// Files and mapping.
    Data,
    /// All KPIs.
    Overview,
    /// One KPI with the variant shown.
    Kpi(String, String),
    /// All definitions of all KPIs.
    Definitions,
    /// Target tree.
    Targets,
    /// Levers.
    Scenarios,
}

impl Page {
    /// The address of a page: `#/kpi/win_rate/close_date_count`.
    #[must_use]
    pub fn hash(&self) -> String {
        match self {
            Self::Landing => "#/".to_owned(),
            Self::Data => "#/data".to_owned(),
            Self::Overview => "#/kpis".to_owned(),
            Self::Kpi(id, variant) => format!("#/kpi/{id}/{variant}"),
            Self::Definitions => "#/definitions".to_owned(),
            Self::Targets => "#/targets".to_owned(),
            Self::Scenarios => "#/scenarios".to_owned(),
        }
    }

    /// The page of an address; unknown ones are the start.
    #[must_use]
    pub fn of_hash(hash: &str) -> Self {
        let parts: Vec<&str> = hash.trim_start_matches(['#', '/']).split('/').collect();
        match parts.as_slice() {
            ["data"] => Self::Data,
            ["kpis"] => Self::Overview,
            ["kpi", id, variant] => Self::Kpi((*id).to_owned(), (*variant).to_owned()),
            ["definitions"] => Self::Definitions,
            ["targets"] => Self::Targets,
            ["scenarios", ..] => Self::Scenarios,
            _ => Self::Landing,
        }
    }
}

/// Light, dark, or as the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What the data screen shows of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DataTab {
    /// What its columns mean.
    #[default]
    Columns,
    /// Its rows as read.
    Rows,
    /// How the tables belong together.
    Links,
}

/// Which rows of a table are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RowsShown {
    /// Only those that are not counted.
    pub left_out: bool,
    /// Rows before the first one shown.
    pub offset: u32,
}

/// What the user knows about a target beyond the data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Assumed {
    /// Growth of the market, as a fraction.
    pub market: Option<f64>,
    /// Growth of the strongest competitor.
    pub competitor: Option<f64>,
    /// The day on which the target is looked at again.
    pub review: Option<kpi_model::Day>,
}

/// What the user decided; everything here can be undone, replayed and saved.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Intent {
    /// The generated sample instead of files, in a language.
    pub sample: Option<Locale>,
    /// Names of the files taken, in order.
    pub files: Vec<String>,
    /// How files are read where what was found is wrong.
    pub read_as: std::collections::BTreeMap<String, kpi_model::ReadAs>,
    /// Decisions about their meaning.
    pub mapping: Mapping,
    /// A saved mapping, for the files to come as well.
    pub saved_mapping: Option<String>,
    /// Period, comparison, filters.
    pub scope: Scope,
    /// Target rules.
    pub spread: Spread,
    /// What the data do not say about the target.
    pub assumed: Assumed,
    /// Earlier rules, each with the reason why they were kept.
    pub versions: Vec<kpi_model::PlanVersion>,
    /// The rules whose tree is the target of attainment.
    pub published: Option<Spread>,
    /// KPIs of the user's own.
    pub own: Vec<super::own::OwnKpi>,
    /// Scenarios.
    pub scenarios: Library,
    /// The plan of pay.
    pub pay: super::pay::Pay,
}

impl Intent {
    /// A file and how it is to be read.
    #[must_use]
    pub fn file(&self, name: &str) -> FileToRead {
        (name.to_owned(), self.read_as.get(name).cloned().unwrap_or_default())
    }
}

/// The name of a file, and how it is to be read.
pub type FileToRead = (String, kpi_model::ReadAs);

/// A file on its way in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Import {
    /// File name.
    pub name: String,
    /// Bytes read.
    pub done: f64,
    /// Bytes in all.
    pub total: f64,
    /// Rows so far.
    pub rows: f64,
    /// Why it was refused.
    pub failure: Option<Failure>,
}

/// What lies behind a figure of the process.
#[derive(Clone, Debug, PartialEq)]
pub enum Causes {
    /// Which stage costs most.
    Bottlenecks(kpi_model::BottleneckView),
    /// What goes with winning, or with a long cycle.
    Factors(kpi_model::FactorsView),
    /// What activities change.
    Effects(kpi_model::EffectsView),
}

/// What the engine said; always recomputable.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Findings {
    /// KPIs.
    pub catalog: Option<Catalog>,
    /// Import report.
    pub summary: Option<LoadSummary>,
    /// Files being read or refused.
    pub imports: Vec<Import>,
    /// How far the data can be trusted.
    pub quality: Option<Quality>,
    /// Rows of the selected file.
    pub preview: Option<PreviewPage>,
    /// Milliseconds from the first file to the report.
    pub load_millis: Option<f64>,
    /// Reports of the overview.
    pub board: Option<Board>,
    /// What the findings of one KPI are about: its page and the breakdowns.
    pub detail_of: Option<(Page, [Dimension; 2])>,
    /// Reports of one KPI: all variants, months, then one per breakdown.
    pub detail: Option<Vec<Report>>,
    /// How it was computed.
    pub explanation: Option<Explanation>,
    /// KPIs of the user's own.
    pub own: super::own::OwnFindings,
    /// Which of its months stand out.
    pub trend: Option<kpi_model::TrendView>,
    /// Why it moved.
    pub change: Option<kpi_model::ChangeView>,
    /// Its groups in order, where it can be ranked.
    pub ranking: Option<kpi_model::RankingView>,
    /// What lies behind it, where it is a figure of the process.
    pub causes: Option<Causes>,
    /// Rows behind it.
    pub rows: Option<RowsPage>,
    /// Values of the filter dimensions.
    pub values: BTreeMap<Dimension, Vec<String>>,
    /// Target tree.
    pub plan: Option<PlanView>,
    /// What moved since the version that is looked at.
    pub moved: Vec<kpi_model::Moved>,
    /// What speaks for and against the target.
    pub evidence: Option<kpi_model::EvidenceView>,
    /// How sure each node is to reach its figure.
    pub chances: BTreeMap<String, kpi_model::NodeChance>,
    /// Scores and pay.
    pub pay: super::pay::PayFindings,
    /// What the scenarios lead to.
    pub outlook: Outlook,
    /// The last refusal.
    pub failure: Option<Failure>,
    /// The engine died and was restarted.
    pub is_restarted: bool,
}

/// Which rows behind a figure are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkShown {
    /// `counted`, or the code of the reason why they are not.
    pub code: String,
    /// How many at most.
    pub limit: u32,
}

impl WorkShown {
    /// Rows shown at first.
    pub const FEW: u32 = 6;
    /// As many as the engine gives at once.
    pub const MOST: u32 = 200;
}

impl Default for WorkShown {
    fn default() -> Self {
        Self { code: "counted".to_owned(), limit: Self::FEW }
    }
}

/// What is only on the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Chrome {
    /// Screen.
    pub page: Page,
    /// Language.
    pub locale: Locale,
    /// Theme.
    pub theme: Theme,
    /// File chosen on the data screen: kept while it is refused, for the day it is read again.
    pub selected_file: Option<String>,
    /// A saved mapping that is being read.
    pub offered_mapping: Option<String>,
    /// Files of an opened project that are not here yet.
    pub awaited: Vec<String>,
    /// The last day of the data of a project that was just opened, until its data are there.
    pub opened: Option<Option<kpi_model::Day>>,
    /// What is shown of it.
    pub data_tab: DataTab,
    /// Which of its rows.
    pub rows_shown: RowsShown,
    /// Show-your-work panel.
    pub is_work_open: bool,
    /// Which rows it shows.
    pub work: WorkShown,
    /// Breakdowns of the KPI page.
    pub breakdowns: [Dimension; 2],
    /// The formula that is being typed.
    pub draft: String,
    /// The value of the third axis whose targets are shown.
    pub part: Option<String>,
    /// Scores and pay are shown.
    pub is_pay_open: bool,
    /// What a typed target leaves alone.
    pub keep: kpi_model::Keep,
    /// Typed targets that the engine has not answered, each with the rules it was asked on; the first is on its way.
    pub edits: Vec<(kpi_model::CellEdit, Spread)>,
    /// The typed target that the tree followed from.
    pub edited: Option<kpi_model::CellEdit>,
    /// The version that the targets are compared with.
    pub version: Option<u32>,
    /// The slider that is held, and where.
    pub held: Option<(LeverId, f64)>,
    /// The lever that goes to the goal as soon as it is known what that takes.
    pub wanted: Option<LeverId>,
    /// The two levers that are tried against each other: down and across.
    pub heat: (LeverId, LeverId),
    /// A scenario from an address, for when there are data.
    pub offered_scenario: Option<super::library::Draft>,
    /// Short message with an undo.
    pub toast: Option<(String, String)>,
}

impl Default for Chrome {
    fn default() -> Self {
        Self {
            page: Page::default(),
            locale: Locale::default(),
            theme: Theme::default(),
            selected_file: None,
            offered_mapping: None,
            awaited: Vec::new(),
            opened: None,
            data_tab: DataTab::default(),
            rows_shown: RowsShown::default(),
            work: WorkShown::default(),
            is_work_open: true,
            breakdowns: [Dimension::Source, Dimension::Person],
            draft: String::new(),
            part: None,
            is_pay_open: false,
            keep: kpi_model::Keep::default(),
            edits: Vec::new(),
            edited: None,
            version: None,
            held: None,
            wanted: None,
            heat: ((kpi_model::Lever::Volume, None), (kpi_model::Lever::WinRate, None)),
            offered_scenario: None,
            toast: None,
        }
    }
}

/// Everything.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct App {
    /// By the user.
    pub intent: Intent,
    /// By the engine.
    pub findings: Findings,
    /// On the screen.
    pub chrome: Chrome,
    /// Earlier intents.
    pub undo: Vec<Intent>,
    /// Undone intents.
    pub redo: Vec<Intent>,
}

/// Steps that can be undone.
const MOST_UNDO: usize = 100;

impl App {
    /// The file on the data screen: the chosen one, or the largest of opportunities, or the first.
    #[must_use]
    pub fn shown_file(&self) -> Option<&str> {
        let tables = &self.findings.summary.as_ref()?.tables;
        let chosen = tables.iter().find(|table| Some(&table.file) == self.chrome.selected_file.as_ref());
        let largest =
            || tables.iter().filter(|table| table.kind == Some(kpi_model::TableKind::Opportunities)).max_by_key(|table| table.rows);
        chosen.or_else(largest).or(tables.first()).map(|table| table.file.as_str())
    }

    /// Keeps the intent as it is, to come back to.
    pub(super) fn remember(&mut self) {
        self.undo.push(self.intent.clone());
        if self.undo.len() > MOST_UNDO {
            self.undo.remove(0);
        }
        self.redo.clear();
    }

    /// Are only orders known, and no opportunities?
    #[must_use]
    pub fn of_orders(&self) -> bool {
        let has = |kind| self.findings.summary.iter().flat_map(|summary| &summary.tables).any(|table| table.kind == Some(kind));
        has(TableKind::Orders) && !has(TableKind::Opportunities)
    }

    /// Is there anything to compute with?
    #[must_use]
    pub fn has_data(&self) -> bool {
        self.findings.summary.as_ref().is_some_and(|summary| !summary.tables.is_empty())
    }
}
