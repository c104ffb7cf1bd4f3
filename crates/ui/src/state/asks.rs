//! What each page asks the engine.

use kpi_model::{
    Against, Ask, AskBottlenecks, AskChances, AskChange, AskEffects, AskEvidence, AskFactors, AskQuality, AskRanking, AskTrend, Dimension,
    Explain, Field, KpiChoice, Lens, Outcomes, PlanEdit, Preview, Rows, SaveRows,
};

use super::app::{App, DataTab, Page};
use super::board::overview_lenses;
use super::command::{Effect, Slot};
use super::scope::Compare;

pub(super) fn as_of(app: &App) -> Option<kpi_model::Day> {
    app.findings.summary.as_ref().and_then(|summary| summary.as_of)
}

pub(super) fn has_team(app: &App) -> bool {
    let fields = app.findings.summary.iter().flat_map(|summary| &summary.tables).flat_map(|table| &table.columns);
    fields.filter_map(|column| column.field).any(|field| matches!(field, Field::Team | Field::Manager))
}

pub(super) fn overview(app: &App) -> Effect {
    let by = [Dimension::Team, Dimension::Person];
    let lenses = overview_lenses(&app.intent.scope, as_of(app), if has_team(app) { &by } else { &by[1..] }, app.of_orders());
    Effect::Ask(Slot::Overview, kpi_model::Board { lenses }.into())
}

/// Years before the chart of the months from which its season is learnt.
const YEARS_BEFORE: i32 = 2;

/// Rows on one page of the data screen.
pub const ROWS_SHOWN: u32 = 50;

/// What the data screen shows beside the report.
pub(super) fn data(app: &App) -> Vec<Effect> {
    let mut effects = Vec::new();
    if let Some(file) = app.shown_file().map(str::to_owned).filter(|_| app.chrome.data_tab == DataTab::Rows) {
        let shown = app.chrome.rows_shown;
        effects
            .push(Effect::Ask(Slot::Preview, Preview { file, left_out: shown.left_out, offset: shown.offset, limit: ROWS_SHOWN }.into()));
    }
    if app.findings.quality.is_none() {
        effects.push(Effect::Ask(Slot::Quality, AskQuality {}.into()));
    }
    effects
}

pub(super) fn detail(app: &mut App) -> Vec<Effect> {
    let Page::Kpi(id, variant) = &app.chrome.page else {
        return Vec::new();
    };
    let one = KpiChoice { id: id.clone(), variant: Some(variant.clone()), ..KpiChoice::default() };
    let all = KpiChoice { id: id.clone(), variant: None, ..KpiChoice::default() };
    let scope = &app.intent.scope;
    let span = scope.span();
    let mut lenses = vec![
        Lens { kpis: vec![all], ..scope.lens(span) },
        Lens { kpis: vec![one.clone()], ..scope.series(as_of(app)) },
        Lens { kpis: vec![one.clone()], ..scope.lens(scope.compared(as_of(app))) },
        Lens { kpis: vec![one.clone()], grain: None, ..scope.series(as_of(app)) },
    ];
    lenses.extend(app.chrome.breakdowns.iter().map(|by| Lens { kpis: vec![one.clone()], by: vec![*by], ..scope.lens(span) }));
    let change_of = one.clone();
    let lens = Lens { kpis: vec![one], ..scope.lens(span) };
    // The same KPI in another period stays on the screen until the answer is there; another KPI does not.
    let about = (app.chrome.page.clone(), app.chrome.breakdowns);
    if app.findings.detail_of.as_ref() != Some(&about) {
        let findings = &mut app.findings;
        (findings.detail, findings.change, findings.trend, findings.ranking) = (None, None, None, None);
        (findings.explanation, findings.rows, findings.causes) = (None, None, None);
        app.chrome.work = super::app::WorkShown::default();
        findings.detail_of = Some(about);
    }
    // The season needs years that the chart does not show.
    let series = scope.series(as_of(app));
    let from = series.from.map(|from| scope.calendar.start(kpi_model::Grain::Month, from, -YEARS_BEFORE * 12));
    let from = from.max(
        app.findings
            .summary
            .as_ref()
            .and_then(|summary| summary.first_day)
            .map(|day| scope.calendar.start(kpi_model::Grain::Month, day, 0)),
    );
    let months = Lens { kpis: vec![change_of.clone()], from, ..series };
    // Before the first day of the data there is nothing to look back on.
    let has_months = months.from < months.to;
    let mut effects = vec![
        Effect::Ask(Slot::Detail, kpi_model::Board { lenses }.into()),
        Effect::Ask(Slot::Explanation, Explain { lens: lens.clone() }.into()),
        Effect::Ask(Slot::Rows, Rows { lens, code: app.chrome.work.code.clone(), offset: 0, limit: app.chrome.work.limit }.into()),
    ];
    if has_months {
        effects.push(Effect::Ask(Slot::Trend, AskTrend { lens: months, seasonal: true }.into()));
    } else {
        app.findings.trend = None;
    }
    // Only the engine knows which definitions can be ranked: the others are refused, and nothing is shown.
    if let Some(by) = app.chrome.breakdowns.last() {
        let lens = Lens { kpis: vec![change_of.clone()], by: vec![*by], ..scope.lens(span) };
        effects.push(Effect::Ask(Slot::Ranking, AskRanking { lens, seed: None }.into()));
    }
    let against = if scope.compare == Compare::Year { Against::Year } else { Against::Period };
    match causes(id, scope.lens(span), against) {
        // Without a period there is none to compare with.
        Some(Ask::Bottlenecks(_)) if span.is_none() => app.findings.causes = None,
        ask => effects.extend(ask.map(|ask| Effect::Ask(Slot::Causes, ask))),
    }
    if span.is_some() {
        let by = app.chrome.breakdowns.first().copied();
        let lens = Lens { kpis: vec![change_of], ..scope.lens(span) };
        effects.push(Effect::Ask(Slot::Change, AskChange { lens, by, against, ..AskChange::default() }.into()));
    } else {
        app.findings.change = None;
    }
    effects
}

/// The figure of the KPI page.
fn figure(app: &App) -> Option<Lens> {
    let Page::Kpi(id, variant) = &app.chrome.page else { return None };
    let one = KpiChoice { id: id.clone(), variant: Some(variant.clone()), ..KpiChoice::default() };
    let scope = &app.intent.scope;
    Some(Lens { kpis: vec![one], ..scope.lens(scope.span()) })
}

/// The rows behind it that are to be shown.
pub(super) fn work_rows(app: &App) -> Option<Effect> {
    let work = &app.chrome.work;
    Some(Effect::Ask(Slot::Rows, Rows { lens: figure(app)?, code: work.code.clone(), offset: 0, limit: work.limit }.into()))
}

/// The rows behind it as a file.
pub(super) fn save_work(app: &App) -> Vec<Effect> {
    let save = |lens: Lens| Effect::Ask(Slot::File, SaveRows { lens, code: app.chrome.work.code.clone() }.into());
    figure(app).map(save).into_iter().collect()
}

/// What lies behind a figure of the process, for those that have it.
fn causes(kpi: &str, lens: Lens, against: Against) -> Option<Ask> {
    Some(match kpi {
        "stage_conversion" | "stage_flow" => AskBottlenecks { lens, against }.into(),
        "win_rate" => AskFactors { lens, of: Outcomes::Win }.into(),
        "sales_cycle" => AskFactors { lens, of: Outcomes::Cycle }.into(),
        "activity_effect" => AskEffects { lens, days: None }.into(),
        _ => return None,
    })
}

pub(super) fn plan_edit(app: &App, publish: bool) -> Ask {
    PlanEdit { spread: app.intent.spread.clone(), publish, ..PlanEdit::default() }.into()
}

/// Paths drawn for the chances of a target: as many as for scenarios, so that one question has one answer on all pages.
const EVIDENCE_PATHS: u32 = super::scenarios::PATHS;

pub(super) fn evidence(app: &App) -> Effect {
    let assumed = app.intent.assumed;
    let ask = AskEvidence {
        spread: app.intent.spread.clone(),
        scenario: app.intent.scenarios.draft().scenario(),
        market_growth: assumed.market,
        competitor_growth: assumed.competitor,
        review: assumed.review,
        paths: Some(EVIDENCE_PATHS),
        ..AskEvidence::default()
    };
    Effect::Ask(Slot::Evidence, ask.into())
}

pub(super) fn chances(app: &App) -> Effect {
    let ask = AskChances { spread: app.intent.spread.clone(), paths: Some(EVIDENCE_PATHS), ..AskChances::default() };
    Effect::Ask(Slot::Chances, ask.into())
}

/// Makes the engine's published targets those of the intent, which may be none.
pub(super) fn published_ask(app: &App) -> Ask {
    let spread = app.intent.published.clone();
    PlanEdit { publish: spread.is_some(), withdraw: spread.is_none(), spread: spread.unwrap_or_default(), ..PlanEdit::default() }.into()
}
