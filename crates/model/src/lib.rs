//! The words of KPI Workbench: plain data that the engine, the worker and the user interface share.
//!
//! Nothing here computes a KPI, reads a file or touches a browser. Each type is both the engine's
//! result and the message that crosses the worker boundary, so there is no second set of wire types.

mod calendar;
mod calls;
mod catalog;
mod causes;
mod change;
mod day;
mod diagnostic;
mod dimension;
mod evidence;
mod explain;
mod field;
mod forecast;
mod incentive;
mod lens;
mod levers;
mod mapping;
mod money;
mod own;
mod period;
mod plan;
mod preview;
mod quality;
mod ranking;
mod read_as;
mod reading;
mod summary;
mod table;
mod trend;
mod workdays;

pub use calendar::{Calendar, Pattern, Weeks};
pub use calls::{Ask, Board, Call, Failure, Hello, Outcome, Reply, Sample, Summary, Unload};
pub use catalog::{Better, Catalog, Family, KpiInfo, Locale, Text, Unit, VariantInfo};
pub use causes::{
    AskBottlenecks, AskEffects, AskFactors, Bottleneck, BottleneckView, EffectRow, EffectsView, Factor, FactorRow, FactorsView, Outcomes,
};
pub use change::{Against, AskChange, ChangeRow, ChangeView, Effect, Weights};
pub use day::Day;
pub use diagnostic::{Diagnostic, Place, Severity};
pub use dimension::Dimension;
pub use evidence::{AskEvidence, EvidenceView, SmartCheck, SmoothingView, Suggestion, SuggestionKind, Tier, TierKind, YearOdds};
pub use explain::{Explain, Explanation, RowGroup, Rows, RowsPage, SaveRows};
pub use field::{Field, FieldType};
pub use forecast::{
    AskChances, AskForecast, Backtest, BacktestPoint, Bin, Distribution, ForecastBasis, ForecastMonth, ForecastView, NodeChance,
};
pub use incentive::{Absent, AskRoles, AskScore, Measured, PayCurve, Reached, Role, ScoreRow, ScoreView, Scored};
pub use lens::{Filter, KpiChoice, Lens};
pub use levers::{
    AskCompare, AskHeatMap, AskSeek, AskTornado, Change, ComparedScenario, HeatView, Lever, LeverInfo, LimitCheck, LimitKind, Limits, Need,
    Scenario, SeekView, Swing,
};
pub use mapping::{ExchangeRate, Mapping, ReadMapping, Replacement, SaveMapping, TableMapping};
pub use money::Money;
pub use own::{AskFormula, FormulaFault, FormulaInfo};
pub use period::{Grain, Period};
pub use plan::{
    Basis, CellEdit, ComparePlans, Keep, Lock, Member, Moved, NodeKind, PlanEdit, PlanNode, PlanVersion, PlanView, ReadPlan, SavePlan,
    Spread,
};
pub use preview::{LeftOut, Preview, PreviewPage, PreviewRow, TableFormat, TextFile};
pub use quality::{AskQuality, Cost, Loss, Quality};
pub use ranking::{AskRanking, RankedGroup, RankingView};
pub use read_as::ReadAs;
pub use reading::{Cell, Grade, Group, Quantity, Report, Why};
pub use summary::{Column, Fix, LoadSummary, Rejected, Relation, Table};
pub use table::TableKind;
pub use trend::{AskTrend, Signal, SignalRule, TrendView};
pub use workdays::{Country, Workdays};
