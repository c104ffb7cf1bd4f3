//! The calls a client can make to the engine: each ask is tied to the type of its reply.

use serde::{Deserialize, Serialize};

use crate::{
    AskBottlenecks, AskChances, AskChange, AskCompare, AskEffects, AskEvidence, AskFactors, AskForecast, AskFormula, AskHeatMap,
    AskQuality, AskRanking, AskRoles, AskScore, AskSeek, AskTornado, AskTrend, BottleneckView, Catalog, ChangeView, ComparePlans,
    ComparedScenario, EffectsView, EvidenceView, Explain, Explanation, FactorsView, ForecastView, FormulaInfo, HeatView, LeftOut, Lens,
    LoadSummary, Locale, Mapping, Moved, NodeChance, PlanEdit, PlanView, Preview, PreviewPage, Quality, RankingView, ReadMapping, ReadPlan,
    Report, Role, Rows, RowsPage, SaveMapping, SavePlan, SaveRows, ScoreView, SeekView, Spread, Swing, Text, TextFile, TrendView,
};

/// Asks for the catalogue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Hello {}

/// Asks for the import report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Summary {}

/// Several lenses answered from one state of the data, in one pass per table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Board {
    /// The lenses; the reply has one report each, in the same order.
    pub lenses: Vec<Lens>,
}

/// Generates the sample company on this machine and loads it in place of everything else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Sample {
    /// Language of names and headers.
    pub locale: Locale,
    /// Opportunities to generate; none means the size of the demonstration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opportunities: Option<u32>,
}

/// Forgets one file, or all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Unload {
    /// File name; none forgets everything.
    pub file: Option<String>,
}

/// A refused request: what, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// Stable code.
    pub code: String,
    /// What is wrong.
    pub what: Text,
    /// What to do.
    pub fix: Text,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {} {}", self.code, self.what.en, self.fix.en)
    }
}

/// An ask that knows the type of its reply.
pub trait Call: Into<Ask> {
    /// What comes back.
    type Reply;
    /// Takes the reply out; `None` where another call was answered.
    fn reply(reply: Reply) -> Option<Self::Reply>;
}

macro_rules! calls {
    ($($(#[$doc:meta])* $name:ident($ask:ty) -> $reply:ty,)*) => {
        /// One ask to the engine.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
        #[serde(rename_all = "camelCase", tag = "call", content = "body")]
        pub enum Ask { $($(#[$doc])* $name($ask),)* }

        /// The reply to an [`Ask`] of the same name.
        #[expect(clippy::large_enum_variant, reason = "made once per ask and passed on at once")]
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
        #[serde(rename_all = "camelCase", tag = "call", content = "body")]
        pub enum Reply { $($(#[$doc])* $name($reply),)* }

        $(
            impl From<$ask> for Ask {
                fn from(ask: $ask) -> Self { Self::$name(ask) }
            }
            impl Call for $ask {
                type Reply = $reply;
                fn reply(reply: Reply) -> Option<$reply> {
                    if let Reply::$name(body) = reply { Some(body) } else { None }
                }
            }
        )*
    };
}

calls! {
    /// Catalogue and protocol number.
    Hello(Hello) -> Catalog,
    /// Import report.
    Summary(Summary) -> LoadSummary,
    /// Decide what files and columns mean.
    Bind(Mapping) -> LoadSummary,
    /// Load the generated sample.
    Sample(Sample) -> LoadSummary,
    /// Forget files.
    Unload(Unload) -> LoadSummary,
    /// Rows as read.
    Preview(Preview) -> PreviewPage,
    /// Rows that are not counted, as a file.
    LeftOut(LeftOut) -> TextFile,
    /// The present mapping as a file.
    SaveMapping(SaveMapping) -> TextFile,
    /// What a saved mapping says about the loaded tables.
    ReadMapping(ReadMapping) -> Mapping,
    /// How far the data can be trusted.
    Quality(AskQuality) -> Quality,
    /// Compute one lens.
    Evaluate(Lens) -> Report,
    /// Compute several lenses in one pass.
    Board(Board) -> Vec<Report>,
    /// How a cell was computed.
    Explain(Explain) -> Explanation,
    /// Rows behind a cell.
    Rows(Rows) -> RowsPage,
    /// The same as a file: all of them, at most 100,000.
    SaveRows(SaveRows) -> TextFile,
    /// What a formula of one's own means.
    Formula(AskFormula) -> FormulaInfo,
    /// Why a figure moved.
    Change(AskChange) -> ChangeView,
    /// Which stage costs most.
    Bottlenecks(AskBottlenecks) -> BottleneckView,
    /// What goes with winning, or with a long cycle.
    Factors(AskFactors) -> FactorsView,
    /// What activities change.
    Effects(AskEffects) -> EffectsView,
    /// Which periods of a figure stand out.
    Trend(AskTrend) -> TrendView,
    /// The groups of a rate in order, with chance taken out.
    Ranking(AskRanking) -> RankingView,
    /// Spread targets.
    Plan(PlanEdit) -> PlanView,
    /// Targets as a CSV file.
    SavePlan(SavePlan) -> TextFile,
    /// The rules that give the figures of a CSV text.
    ReadPlan(ReadPlan) -> Spread,
    /// How far every figure moved between two versions of the targets.
    ComparePlans(ComparePlans) -> Vec<Moved>,
    /// The forecast of a year, as it is or under a scenario.
    Forecast(AskForecast) -> ForecastView,
    /// What each lever alone moves.
    Tornado(AskTornado) -> Vec<Swing>,
    /// Expected bookings over two levers, by row and column.
    HeatMap(AskHeatMap) -> HeatView,
    /// Which changes reach a goal.
    Seek(AskSeek) -> SeekView,
    /// Scenarios side by side, the base first.
    CompareScenarios(AskCompare) -> Vec<ComparedScenario>,
    /// How sure each node of a target tree is to be reached.
    Chances(AskChances) -> Vec<NodeChance>,
    /// Suggestions for a target and what speaks for and against it.
    Evidence(AskEvidence) -> EvidenceView,
    /// Role templates.
    Roles(AskRoles) -> Vec<Role>,
    /// Scores and pay.
    Score(AskScore) -> ScoreView,
}

/// An answer on its way.
#[expect(clippy::large_enum_variant, reason = "made once per ask and passed on at once")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// Done.
    Ok(Reply),
    /// Refused.
    Failed(Failure),
}
