//! Everything that can happen to the state, and everything that can follow.

use kpi_model::{Ask, Dimension, Failure, Field, Locale, Money, Replacement, Reply, Spread, TableKind};

use super::app::{DataTab, FileToRead, Page, RowsShown, Theme};
use super::scope::Compare;

/// What the user or the engine did.
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, clippy::large_enum_variant, reason = "the names say it; a command is made and used once")]
pub enum Command {
    Start,
    Go(Page),
    SetLocale(Locale),
    SetTheme(Theme),
    OpenSample,
    /// Files chosen or dropped, with their sizes; the handles stay with the effects.
    FilesChosen(Vec<(String, f64)>),
    Progress {
        name: String,
        done: f64,
        total: f64,
        rows: f64,
    },
    Loaded {
        name: String,
    },
    Refused {
        name: String,
        failure: Failure,
    },
    CancelImport(String),
    DismissImport(String),
    RemoveFile(String),
    /// Reads a file again in another way.
    ReadAs {
        file: String,
        read_as: kpi_model::ReadAs,
    },
    Forget,
    SelectFile(String),
    ShowTab(DataTab),
    /// Rows of the selected file.
    ShowRows(RowsShown),
    /// The rows of a file that are not counted.
    ShowLeftOut(String),
    /// Saves the rows of a file that are not counted; none: the whole report.
    SaveLeftOut(Option<String>),
    SaveMapping,
    /// The text of a saved mapping.
    UseMapping(String),
    /// Saves every decision, without data.
    SaveProject,
    OpenProject(Box<super::project::Project>),
    /// A file that should be a project is none.
    ProjectRefused(Failure),
    /// The files a project still waits for will not come.
    GoWithout,
    SetKind {
        file: String,
        kind: Option<TableKind>,
    },
    SetField {
        file: String,
        column: String,
        field: Option<Field>,
    },
    SetDayFirst {
        file: String,
        day_first: bool,
    },
    SetStage {
        word: String,
        outcome: String,
    },
    /// A stage goes one place up in the order of the process.
    RaiseStage(String),
    /// Says which columns a stage asks for before it is left.
    SetCriteria {
        /// The stage.
        stage: String,
        /// Headers of columns of opportunities.
        columns: Vec<String>,
    },
    /// How likely a stage leads to a win; empty for what the history says.
    SetChance {
        word: String,
        chance: String,
    },
    /// The type an activity type is counted under; empty for its own.
    SetActivityType {
        word: String,
        name: String,
    },
    /// What one unit of a currency is worth; empty for no rate.
    SetRate {
        currency: String,
        rate: String,
    },
    /// The zone of the business; empty for days as they are written.
    SetZone(String),
    TakeFix(Replacement),
    DropFix(Replacement),
    SetPeriod(Option<(kpi_model::Grain, kpi_model::Day)>),
    SetCalendar(kpi_model::Calendar),
    /// Which days are worked.
    SetWorkdays(kpi_model::Workdays),
    StepPeriod(i32),
    SetCompare(Compare),
    SetFilter(Dimension, Option<String>),
    ClearFilters,
    SetBreakdown(usize, Dimension),
    ToggleWork,
    /// Keeps the rows behind the figure, of the kind that is shown, as a file.
    SaveWork,
    /// Keeps the typed formula in place of a kept one, under a new name.
    RenameFormula {
        /// As it is called now.
        old: String,
        /// As it is to be called.
        new: String,
    },
    /// Shows rows behind the figure: those counted, or those of a reason.
    ShowWork {
        /// `counted`, or the code of a reason.
        code: String,
        /// How many.
        limit: u32,
    },

    DraftFormula(String),
    KeepFormula(String),
    DropFormula(String),
    EditSpread(Spread),
    /// A figure typed into the tree; what else moves follows from what is kept.
    SetFigure {
        node: String,
        month: Option<u8>,
        /// A quarter in place of a month.
        quarter: Option<u8>,
        /// Value of the third axis; none: all of it.
        product: Option<String>,
        amount: Money,
    },
    /// What is known about the target beyond the data.
    Assume(super::app::Assumed),
    /// What the next typed figure leaves alone.
    SetKeep(kpi_model::Keep),
    SetLock {
        node: String,
        month: Option<u8>,
        /// Value of the third axis; none: all of it.
        product: Option<String>,
        amount: Option<Money>,
    },
    /// Shows the tree of one value of the third axis; none: of all.
    ShowPart(Option<String>),
    Publish,
    /// Saves the tree.
    SavePlan(kpi_model::TableFormat),
    /// The bytes of such a file in base64.
    ReadPlan(String),
    /// Keeps the rules as they are, with a reason.
    KeepVersion(String),
    /// Shows what moved since a version; none: nothing.
    CompareVersion(Option<u32>),
    /// A text in a figure field that is no figure.
    NotUnderstood(String),
    Scenario(super::scenarios::Edit),
    Pay(super::pay::PayEdit),
    UseAsTarget,
    Undo,
    Redo,
    DismissToast,
    DismissFailure,
    DismissRestart,
    Answered {
        slot: Slot,
        reply: Reply,
    },
    Rejected {
        slot: Slot,
        failure: Failure,
    },
    EngineDied,
    Clock(f64),
}

/// Which part of the page an answer is for; a newer ask of the same slot makes an older answer stale.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Slot {
    Catalog,
    Summary,
    Quality,
    Preview,
    /// A file to be saved.
    File,
    /// A saved mapping.
    Mapping,
    /// The mapping of a project that is being saved.
    Project,
    Overview,
    Detail,
    Explanation,
    Change,
    Evidence,
    Trend,
    Ranking,
    /// What lies behind a figure of the process.
    Causes,
    Formula,
    Own,
    Rows,
    Values,
    Plan,
    /// The tree after a typed figure.
    Edit,
    Moved,
    /// How sure each node of the tree is.
    Chances,
    /// Scores and pay, and what they are made from.
    Pay,
    Publish,
    /// The year as it is.
    Baseline,
    /// How such forecasts did on the own past; last, as it takes longest.
    Backtest,
    /// The year under the scenario that is shown.
    Forecast,
    Tornado,
    Heat,
    Seek,
    /// All scenarios side by side.
    Compared,
}

/// What is to be done outside the state.
#[expect(clippy::large_enum_variant, reason = "made once per ask and passed on at once")]
#[derive(Clone, Debug, PartialEq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Effect {
    Ask(Slot, Ask),
    Import(FileToRead),
    EndImport(String),
    /// Starts a new engine and gives it the files again.
    Restart(Vec<FileToRead>),
    ForgetFiles,
    ShowHash(String),
    /// Another page begins at its top.
    ToTop,
    ShowLocale(Locale),
    ShowTheme(Theme),
    StartClock,
    /// Gives the user a file.
    Save(kpi_model::TextFile),
    /// Gives the user the project as a file.
    SaveProject(Box<super::project::Project>),
    /// Ends the toast after a while.
    ToastTimer,
}
