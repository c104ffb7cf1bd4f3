//! Prints the TypeScript declarations of all messages: `cargo xtask declarations`.
#![expect(clippy::print_stdout, reason = "a tool that prints")]

use kpi_model as m;
use ts_rs::{Config, TS};

macro_rules! declare {
    ($config:expr, $($name:ident)*) => { $(println!("\n{}export {}", docs::<m::$name>(), m::$name::decl($config));)* };
}

fn docs<T: TS>() -> String {
    T::docs().unwrap_or_default()
}

fn main() {
    let config = Config::default();
    println!("// The messages of KPI Workbench. Generated from the Rust types by `cargo xtask declarations`; do not edit.");
    declare!(&config,
        Text Locale Dimension Grain Period TableKind Field FieldType Unit Better Family
        KpiChoice Filter Lens Why Cell Report
        VariantInfo KpiInfo Catalog
        Replacement TableMapping Mapping
        Severity Place Diagnostic Column Rejected Table Relation Fix LoadSummary
        ReadAs SaveMapping ReadMapping Preview PreviewRow PreviewPage LeftOut TableFormat TextFile AskQuality Cost Loss Quality
        Explain RowGroup Explanation Rows RowsPage SaveRows
        Basis Lock Member Spread Keep CellEdit PlanEdit NodeKind PlanNode Moved PlanView SavePlan ReadPlan PlanVersion ComparePlans
        Lever Change Scenario AskForecast Distribution Bin ForecastMonth BacktestPoint Backtest Limits LimitKind LimitCheck LeverInfo ForecastBasis ForecastView
        AskChange ChangeView ChangeRow Effect Against Weights AskTrend TrendView AskRanking RankingView RankedGroup Grade Calendar Weeks Pattern Workdays Country Signal SignalRule AskFormula FormulaInfo FormulaFault ExchangeRate
        AskTornado Swing AskHeatMap HeatView AskSeek Need SeekView AskCompare ComparedScenario AskChances NodeChance
        AskBottlenecks Bottleneck BottleneckView AskFactors Outcomes Factor FactorRow FactorsView AskEffects EffectRow EffectsView
        AskEvidence SuggestionKind Suggestion SmoothingView TierKind Tier SmartCheck YearOdds EvidenceView
        AskRoles Measured Role Absent PayCurve Reached Scored AskScore ScoreRow ScoreView
        Hello Summary Board Sample Unload Failure Ask Reply
    );
}
