//! Commands to state and effects: the only writer.

use kpi_model::{Dimension, Failure, Hello, KpiChoice, Lens, Mapping, Period, ReadMapping, Reply};

use super::app::{App, Causes, Import, Intent, Page, WorkShown};
use super::asks::{as_of, data, detail, overview, plan_edit, published_ask, save_work, work_rows};
use super::board::Board;
use super::command::{Command, Effect, Slot};
use super::data_screen::{data_screen, map, understood};
use super::importing::{choose, importing};
use super::own;
use super::pay;
use super::project;
use super::scenarios::{self, Outlook};
use super::scope::{Compare, Scope};
use super::targets;

/// Applies a command.
#[expect(clippy::too_many_lines, reason = "one arm for each command")]
pub fn update(app: &mut App, command: Command) -> Vec<Effect> {
    use Command as C;
    let command = understood(command);
    match command {
        C::Start => vec![Effect::Ask(Slot::Catalog, Hello {}.into())],
        C::Go(page) => go(app, page),
        C::SetLocale(locale) => {
            app.chrome.locale = locale;
            vec![Effect::ShowLocale(locale)]
        }
        C::SetTheme(theme) => {
            app.chrome.theme = theme;
            vec![Effect::ShowTheme(theme)]
        }
        C::OpenSample => open_sample(app),
        C::FilesChosen(files) => choose(app, files),
        C::Progress { .. } | C::Loaded { .. } | C::Refused { .. } | C::CancelImport(_) | C::DismissImport(_) => importing(app, command),
        C::RemoveFile(name) => change(
            app,
            |intent| {
                intent.files.retain(|file| *file != name);
                intent.read_as.remove(&name);
                intent.mapping.tables.retain(|table, _| *table != name && !table.starts_with(&format!("{name} ›")));
            },
            After::Restart,
        ),
        C::ReadAs { file, read_as } => change(
            app,
            |intent| match read_as.is_as_found() {
                false => drop(intent.read_as.insert(file, read_as)),
                true => drop(intent.read_as.remove(&file)),
            },
            After::Restart,
        ),
        C::Forget => {
            *app = App { chrome: super::Chrome { page: Page::Landing, ..app.chrome.clone() }, ..App::default() };
            vec![
                Effect::ForgetFiles,
                Effect::Restart(Vec::new()),
                Effect::ShowHash(Page::Landing.hash()),
                Effect::Ask(Slot::Catalog, Hello {}.into()),
            ]
        }
        C::SelectFile(_) | C::ShowTab(_) | C::ShowRows(_) | C::ShowLeftOut(_) | C::SaveLeftOut(_) | C::SaveMapping | C::UseMapping(_) => {
            data_screen(app, command)
        }
        C::SaveProject | C::OpenProject(_) | C::ProjectRefused(_) | C::GoWithout => project::project(app, command),
        C::SetKind { .. }
        | C::SetField { .. }
        | C::SetDayFirst { .. }
        | C::SetStage { .. }
        | C::RaiseStage(_)
        | C::SetChance { .. }
        | C::SetCriteria { .. }
        | C::SetRate { .. }
        | C::SetZone(_)
        | C::SetActivityType { .. }
        | C::TakeFix(_)
        | C::DropFix(_) => {
            let order = app.findings.summary.as_ref().map(|summary| summary.stage_order.clone()).unwrap_or_default();
            change(app, |intent| map(&mut intent.mapping, &order, command), After::Bind)
        }
        C::SetPeriod(period) => change(app, |intent| intent.scope.period = period, After::Look),
        C::SetCalendar(calendar) => {
            let last = as_of(app);
            change(app, |intent| intent.scope.set_calendar(calendar, last), After::Look)
        }
        C::SetWorkdays(workdays) => change(app, |intent| intent.scope.workdays = workdays, After::Look),
        C::StepPeriod(steps) => {
            let days = app.findings.summary.as_ref().map(|summary| (summary.first_day, summary.as_of)).unwrap_or_default();
            // Targets of the planned year can be looked at before it begins.
            let planned = days.1.and_then(|last| kpi_model::Day::from_ymd(last.year() + 1, 12, 31));
            change(app, |intent| intent.scope.step(steps, days.0, planned), After::Look)
        }
        C::SetCompare(compare) => change(app, |intent| intent.scope.compare = compare, After::Look),
        C::SetFilter(dimension, value) => change(app, |intent| intent.scope.set_filter(dimension, value), After::Look),
        C::ClearFilters => change(app, |intent| intent.scope.filters.clear(), After::Look),
        C::SetBreakdown(slot, dimension) => {
            if let Some(breakdown) = app.chrome.breakdowns.get_mut(slot) {
                *breakdown = dimension;
            }
            detail(app)
        }
        C::ShowWork { code, limit } => {
            app.chrome.work = WorkShown { code, limit };
            work_rows(app).into_iter().collect()
        }
        C::SaveWork => save_work(app),
        C::ToggleWork => {
            app.chrome.is_work_open = !app.chrome.is_work_open;
            Vec::new()
        }
        C::EditSpread(_)
        | C::SetFigure { .. }
        | C::SetKeep(_)
        | C::Assume(_)
        | C::SetLock { .. }
        | C::ShowPart(_)
        | C::Publish
        | C::UseAsTarget
        | C::KeepVersion(_)
        | C::CompareVersion(_)
        | C::SavePlan(_)
        | C::ReadPlan(_) => targets::targets(app, command),
        C::DraftFormula(_) | C::KeepFormula(_) | C::RenameFormula { .. } | C::DropFormula(_) => own::own(app, command),
        C::Scenario(edit) => scenarios::edited(app, edit),
        C::Pay(edit) => pay::edited(app, edit),
        C::Undo => travel(app, true),
        C::Redo => travel(app, false),
        C::NotUnderstood(text) => {
            let text: String = text.chars().take(20).collect();
            app.chrome.toast = Some((format!("看不懂“{text}”，数没有变"), format!("\"{text}\" is not a figure; nothing changed")));
            vec![Effect::ToastTimer]
        }
        C::DismissToast => {
            app.chrome.toast = None;
            Vec::new()
        }
        C::DismissFailure => {
            app.findings.failure = None;
            Vec::new()
        }
        C::DismissRestart => {
            app.findings.is_restarted = false;
            Vec::new()
        }
        C::Answered { slot, reply } => answered(app, slot, reply),
        C::Rejected { slot, failure } => rejected(app, slot, failure),
        C::EngineDied => {
            app.findings.is_restarted = true;
            replay(app)
        }
        C::Clock(millis) => {
            app.findings.load_millis = Some(millis);
            Vec::new()
        }
    }
}

/// A saved mapping was laid over the tables that are there.
fn mapped(app: &mut App, mapping: Mapping) -> Vec<Effect> {
    let known = app.intent.mapping.tables.len();
    let added = mapping.tables.len().saturating_sub(known);
    let offered = app.chrome.offered_mapping.take();
    let mut effects = change(
        app,
        |intent| {
            intent.mapping = mapping;
            intent.saved_mapping = offered.or(intent.saved_mapping.take());
        },
        After::Bind,
    );
    if added > 0 {
        app.chrome.toast = Some((format!("已按保存的映射读 {added} 张表"), format!("{added} tables read by the saved mapping")));
        effects.push(Effect::ToastTimer);
    }
    effects
}

/// What a change of intent makes stale.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    Look,
    Bind,
    Restart,
    Plan,
    Scenario,
}

pub(super) fn change(app: &mut App, edit: impl FnOnce(&mut Intent), after: After) -> Vec<Effect> {
    let before = app.intent.clone();
    edit(&mut app.intent);
    if app.intent == before {
        return Vec::new();
    }
    let edited = std::mem::replace(&mut app.intent, before);
    app.remember();
    app.intent = edited;
    refresh(app, after)
}

fn refresh(app: &mut App, after: After) -> Vec<Effect> {
    match after {
        After::Look => look(app),
        After::Bind => vec![Effect::Ask(Slot::Summary, app.intent.mapping.clone().into())],
        After::Restart => replay(app),
        After::Plan => vec![Effect::Ask(Slot::Plan, plan_edit(app, false))],
        After::Scenario => scenarios::changed(app),
    }
}

fn travel(app: &mut App, is_back: bool) -> Vec<Effect> {
    let (from, to) = if is_back { (&mut app.undo, &mut app.redo) } else { (&mut app.redo, &mut app.undo) };
    let Some(intent) = from.pop() else {
        return Vec::new();
    };
    let left = std::mem::replace(&mut app.intent, intent);
    let after = if left.files != app.intent.files || left.read_as != app.intent.read_as || left.sample != app.intent.sample {
        After::Restart
    } else if left.mapping != app.intent.mapping {
        After::Bind
    } else {
        After::Look
    };
    to.push(left);
    let (zh, en) = if is_back { ("已撤销一步", "One step undone") } else { ("已重做一步", "One step redone") };
    app.chrome.toast = Some((zh.to_owned(), en.to_owned()));
    let is_published_changed = app.intent.published != to.last().and_then(|left| left.published.clone());
    let mut effects = refresh(app, after);
    effects.push(Effect::ToastTimer);
    if is_published_changed && after != After::Restart {
        effects.push(Effect::Ask(Slot::Publish, published_ask(app)));
    }
    if after == After::Look && app.chrome.page != Page::Scenarios {
        effects.push(Effect::Ask(Slot::Plan, plan_edit(app, false)));
    }
    effects
}

pub(super) fn go(app: &mut App, page: Page) -> Vec<Effect> {
    let page = known_page(app, page);
    let needs_data = !matches!(page, Page::Landing | Page::Data);
    let page =
        if needs_data && !app.has_data() && app.findings.imports.is_empty() && app.intent.sample.is_none() { Page::Landing } else { page };
    let is_other = std::mem::replace(&mut app.chrome.page, page) != app.chrome.page;
    let mut effects = vec![Effect::ShowHash(app.chrome.page.hash())];
    effects.extend(is_other.then_some(Effect::ToTop));
    effects.extend(look(app));
    effects
}

/// A KPI or variant that the catalogue does not know leads to the nearest page that exists.
fn known_page(app: &App, page: Page) -> Page {
    let (Page::Kpi(id, variant), Some(catalog)) = (&page, &app.findings.catalog) else { return page };
    let Some(kpi) = catalog.kpis.iter().find(|kpi| kpi.id == *id) else { return Page::Overview };
    let is_known = kpi.variants.iter().any(|known| known.id == *variant);
    match kpi.variants.first() {
        Some(first) if !is_known => Page::Kpi(id.clone(), first.id.clone()),
        _ => page,
    }
}

/// Asks for what the present page shows.
fn look(app: &mut App) -> Vec<Effect> {
    if !app.has_data() {
        return Vec::new();
    }
    match app.chrome.page {
        Page::Overview => vec![overview(app)],
        Page::Definitions => [vec![overview(app)], own::values(app)].concat(),
        Page::Kpi(..) => [vec![overview(app)], detail(app)].concat(),
        // What scenarios are measured against follows from the tree, so they are asked for when it is there.
        Page::Targets | Page::Scenarios => vec![Effect::Ask(Slot::Plan, plan_edit(app, false))],
        Page::Data => data(app),
        Page::Landing => Vec::new(),
    }
}

fn open_sample(app: &mut App) -> Vec<Effect> {
    let locale = app.chrome.locale;
    app.intent = Intent { sample: Some(locale), ..Intent::default() };
    app.findings = super::Findings { catalog: app.findings.catalog.take(), ..super::Findings::default() };
    (app.undo, app.redo) = (Vec::new(), Vec::new());
    app.chrome.page = Page::Overview;
    vec![
        Effect::StartClock,
        Effect::ForgetFiles,
        Effect::ShowHash(Page::Overview.hash()),
        Effect::Ask(Slot::Summary, kpi_model::Sample { locale, opportunities: None }.into()),
    ]
}

/// Gives a new engine everything again.
fn replay(app: &mut App) -> Vec<Effect> {
    let files = app.intent.files.iter().map(|name| app.intent.file(name)).collect();
    let mut effects = vec![Effect::Restart(files), Effect::Ask(Slot::Catalog, Hello {}.into())];
    if let Some(locale) = app.intent.sample {
        effects.push(Effect::Ask(Slot::Summary, kpi_model::Sample { locale, opportunities: None }.into()));
    }
    if app.intent.files.is_empty() && app.intent.sample.is_none() {
        app.findings =
            super::Findings { catalog: app.findings.catalog.take(), is_restarted: app.findings.is_restarted, ..super::Findings::default() };
        app.chrome.page = Page::Landing;
        effects.push(Effect::ShowHash(Page::Landing.hash()));
    } else {
        effects.push(Effect::Ask(Slot::Summary, app.intent.mapping.clone().into()));
    }
    app.chrome.edits.clear();
    // What was refused stays said; what was read is on its way again.
    app.findings.imports.retain(|import| import.failure.is_some());
    app.findings.imports.extend(app.intent.files.iter().map(|name| Import { name: name.clone(), ..Import::default() }));
    effects
}

fn answered(app: &mut App, slot: Slot, reply: Reply) -> Vec<Effect> {
    app.findings.failure = None;
    let findings = &mut app.findings;
    match (slot, reply) {
        (Slot::Pay, reply) => return pay::answered(app, reply),
        (_, Reply::Hello(catalog)) => findings.catalog = Some(catalog),
        (_, Reply::Summary(summary) | Reply::Bind(summary) | Reply::Sample(summary) | Reply::Unload(summary)) => {
            return summarised(app, summary);
        }
        (Slot::Overview, Reply::Board(reports)) => findings.board = Board::new(reports),
        (Slot::Own, Reply::Board(reports)) => findings.own.reports = reports,
        (_, Reply::Formula(info)) => return own::checked(app, info),
        (Slot::Detail, Reply::Board(reports)) => findings.detail = Some(reports),
        (Slot::Values, Reply::Board(reports)) => {
            for report in reports {
                let values = report.cells.iter().filter_map(|cell| cell.group.0.first());
                let dimension = |name: &str| Dimension::ALL.into_iter().find(|dimension| dimension.name() == name);
                let named: Vec<_> = values.filter_map(|(name, value)| Some((dimension(name)?, value.clone()?))).collect();
                if let Some((dimension, _)) = named.first() {
                    findings.values.insert(*dimension, named.iter().map(|(_, value)| value.clone()).collect());
                }
            }
        }
        (_, Reply::Quality(quality)) => findings.quality = Some(quality),
        (_, Reply::Preview(page)) => findings.preview = Some(page),
        (Slot::Project, Reply::SaveMapping(file)) => return vec![project::saved(app, file.text)],
        (_, Reply::LeftOut(file) | Reply::SaveMapping(file) | Reply::SavePlan(file) | Reply::SaveRows(file)) => {
            return vec![Effect::Save(file)];
        }
        (_, Reply::ReadMapping(mapping)) => return mapped(app, mapping),
        (_, Reply::ReadPlan(spread)) => return change(app, |intent| intent.spread = spread, After::Plan),
        (_, Reply::Explain(explanation)) => findings.explanation = Some(explanation),
        (_, Reply::ComparePlans(moved)) => findings.moved = moved,
        (_, Reply::Evidence(evidence)) => findings.evidence = Some(evidence),
        (_, Reply::Chances(chances)) => findings.chances = chances.into_iter().map(|one| (one.node.clone(), one)).collect(),
        (_, Reply::Trend(trend)) => findings.trend = Some(trend),
        (_, Reply::Bottlenecks(view)) => findings.causes = Some(Causes::Bottlenecks(view)),
        (_, Reply::Factors(view)) => findings.causes = Some(Causes::Factors(view)),
        (_, Reply::Effects(view)) => findings.causes = Some(Causes::Effects(view)),
        (_, Reply::Ranking(ranking)) => findings.ranking = Some(ranking),
        (_, Reply::Change(change)) => findings.change = Some(change),
        (_, Reply::Rows(rows)) => findings.rows = Some(rows),
        (Slot::Publish, Reply::Plan(plan)) => {
            findings.plan = Some(plan);
            return vec![overview(app)]; // attainment follows the tree
        }
        (Slot::Edit, Reply::Plan(plan)) => return targets::edited(app, plan),
        (_, Reply::Plan(plan)) => {
            app.chrome.edited = None;
            return targets::shown(app, plan);
        }
        (Slot::Baseline | Slot::Backtest | Slot::Forecast | Slot::Tornado | Slot::Heat | Slot::Seek | Slot::Compared, reply) => {
            return scenarios::answered(app, slot, reply);
        }
        _ => {}
    }
    Vec::new()
}

/// Dimensions offered as filters.
const FILTERS: [Dimension; 4] = [Dimension::Team, Dimension::Region, Dimension::Source, Dimension::Product];

fn summarised(app: &mut App, summary: kpi_model::LoadSummary) -> Vec<Effect> {
    // While files are on their way, a report tells of a part of the data, in a new engine even of none, and must not
    // reset what the user looks at. The report after the last file is the one that counts.
    if app.findings.imports.iter().any(|import| import.failure.is_none()) {
        return Vec::new();
    }
    let is_first = app.findings.summary.as_ref().is_none_or(|known| known.as_of != summary.as_of);
    let is_as_saved = project::is_same_data(app, summary.as_of);
    if is_first && !is_as_saved {
        let workdays = std::mem::take(&mut app.intent.scope.workdays);
        app.intent.scope = Scope::last_quarter(summary.as_of, app.intent.scope.calendar, workdays);
        let has_year_before =
            app.intent.scope.compared(summary.as_of).zip(summary.first_day).is_some_and(|(span, first): (Period, _)| span.to > first);
        if !has_year_before {
            app.intent.scope.compare = Compare::Previous;
        }
    }
    app.findings.summary = Some(summary);
    // A file that was refused may come back as it was, with its settings undone.
    let is_of = |table: &str, file: &str| table.strip_prefix(file).is_some_and(|part| part.is_empty() || part.starts_with(" › "));
    let is_refused = |table: &&String| app.findings.imports.iter().any(|import| is_of(table, &import.name));
    if app.chrome.selected_file.as_ref().filter(is_refused).is_none() {
        app.chrome.selected_file = app.shown_file().map(str::to_owned);
    }
    (app.findings.quality, app.findings.outlook, app.findings.pay) = (None, Outlook::default(), pay::PayFindings::default());
    let count = KpiChoice { id: "opportunities".to_owned(), variant: Some("count".to_owned()), ..KpiChoice::default() };
    let lenses = FILTERS.iter().map(|by| Lens { kpis: vec![count.clone()], by: vec![*by], ..Lens::default() }).collect();
    let mut effects =
        vec![Effect::Ask(Slot::Values, kpi_model::Board { lenses }.into()), overview(app), Effect::Ask(Slot::Plan, plan_edit(app, false))];
    // A new engine, or new files: the published targets are part of what the user decided.
    if app.intent.published.is_some() {
        effects.push(Effect::Ask(Slot::Publish, published_ask(app)));
    }
    scenarios::offered(app);
    effects.extend(look(app).into_iter().filter(|effect| !matches!(effect, Effect::Ask(Slot::Overview, _))));
    // Files that came after a saved mapping are read by it too.
    let tables = app.findings.summary.iter().flat_map(|summary| &summary.tables);
    let is_new = tables.into_iter().any(|table| !app.intent.mapping.tables.contains_key(&table.file));
    if let Some(text) = app.intent.saved_mapping.clone().filter(|_| is_new) {
        effects.push(Effect::Ask(Slot::Mapping, ReadMapping { text }.into()));
    }
    effects
}

/// Is it the data that are too few, which is no mishap?
fn is_scarce(failure: &Failure) -> bool {
    matches!(failure.code.as_str(), "E-PLAN-HISTORY" | "E-FORECAST-SHORT")
}

fn rejected(app: &mut App, slot: Slot, failure: Failure) -> Vec<Effect> {
    match slot {
        // A plan or scenario without history is a state of the page, not a mishap.
        Slot::Plan if failure.code == "E-PLAN-HISTORY" => app.findings.plan = None,
        Slot::Edit => {
            app.findings.failure = Some(failure);
            return targets::refused(app);
        }
        Slot::Mapping => {
            app.chrome.offered_mapping = None;
            app.findings.failure = Some(failure);
        }
        Slot::Baseline | Slot::Forecast if is_scarce(&failure) => {
            app.findings.outlook = Outlook { refused: Some(failure), ..Outlook::default() }
        }
        Slot::Ranking if failure.code == "E-RANKING" => app.findings.ranking = None,
        Slot::Backtest | Slot::Tornado | Slot::Heat | Slot::Seek | Slot::Compared | Slot::Chances if is_scarce(&failure) => {}
        Slot::Plan => {
            // Rules that cannot be met are not kept: the tree on the screen and the rules stay one.
            if app.undo.last().is_some_and(|before| before.spread != app.intent.spread)
                && let Some(before) = app.undo.pop()
            {
                app.intent.spread = before.spread;
            }
            app.findings.failure = Some(failure);
        }
        _ => app.findings.failure = Some(failure),
    }
    Vec::new()
}

#[cfg(test)]
pub(super) mod tests {
    use super::{App, Command, Effect, Page, Slot, update};
    use kpi_model::{Ask, Day, Dimension, LoadSummary, Reply, Table};

    /// The import report of one file.
    pub(in crate::state) fn one_file() -> LoadSummary {
        let table = Table {
            file: "deals.csv".to_owned(),
            source: "deals.csv".to_owned(),
            format: "CSV".to_owned(),
            header_line: 1,
            bytes: 1,
            kind: None,
            confidence: 1.0,
            encoding: String::new(),
            delimiter: String::new(),
            rows: 1,
            counted: 1,
            rejected: Vec::new(),
            columns: Vec::new(),
        };
        LoadSummary {
            tables: vec![table],
            as_of: Day::from_ymd(2025, 9, 30),
            first_day: Day::from_ymd(2022, 1, 1),
            ..LoadSummary::default()
        }
    }

    fn loaded() -> App {
        let mut app = App::default();
        update(&mut app, Command::FilesChosen(vec![("deals.csv".to_owned(), 10.0)]));
        update(&mut app, Command::Loaded { name: "deals.csv".to_owned() });
        update(&mut app, Command::Answered { slot: Slot::Summary, reply: Reply::Summary(one_file()) });
        app
    }

    fn asks(effects: &[Effect]) -> Vec<Slot> {
        effects.iter().filter_map(|effect| if let Effect::Ask(slot, _) = effect { Some(*slot) } else { None }).collect()
    }

    #[test]
    fn one_report_after_the_last_file() {
        let mut app = App::default();
        let effects = update(&mut app, Command::FilesChosen(vec![("a".to_owned(), 1.0), ("b".to_owned(), 1.0)]));
        assert_eq!(effects.iter().filter(|effect| matches!(effect, Effect::Import(_))).count(), 2);
        assert!(asks(&update(&mut app, Command::Loaded { name: "a".to_owned() })).is_empty());
        assert_eq!(asks(&update(&mut app, Command::Loaded { name: "b".to_owned() })), [Slot::Summary]);
        assert_eq!(app.chrome.page, Page::Data);
    }

    #[test]
    fn scope_starts_at_the_last_quarter_and_undo_restores_it() {
        let mut app = loaded();
        assert_eq!(app.intent.scope.span().unwrap().to_string(), "2025-07-01/2025-10-01");
        assert_eq!(asks(&update(&mut app, Command::Go(Page::Overview))), [Slot::Overview]);
        let before = app.intent.clone();
        update(&mut app, Command::StepPeriod(-1));
        update(&mut app, Command::SetFilter(Dimension::Team, Some("East".to_owned())));
        assert_eq!(app.intent.scope.filter(Dimension::Team), Some("East"));
        let after = app.intent.clone();
        update(&mut app, Command::Undo);
        update(&mut app, Command::Undo);
        assert_eq!(app.intent, before);
        update(&mut app, Command::Redo);
        update(&mut app, Command::Redo);
        assert_eq!(app.intent, after);
    }

    #[test]
    fn own_files_replace_the_sample() {
        let mut app = App::default();
        let effects = update(&mut app, Command::OpenSample);
        assert!(effects.iter().any(|effect| matches!(effect, Effect::Ask(Slot::Summary, Ask::Sample(_)))));
        update(&mut app, Command::Answered { slot: Slot::Summary, reply: Reply::Sample(one_file()) });
        let effects = update(&mut app, Command::FilesChosen(vec![("mine.csv".to_owned(), 5.0)]));
        assert!(effects.iter().any(|effect| matches!(effect, Effect::Ask(_, Ask::Unload(_)))));
        assert_eq!(app.intent.sample, None);
        assert!(app.findings.board.is_none() && app.findings.summary.is_none());
    }

    #[test]
    fn a_dead_engine_gets_everything_again() {
        let mut app = loaded();
        let effects = update(&mut app, Command::EngineDied);
        assert_eq!(effects[0], Effect::Restart(vec![("deals.csv".to_owned(), kpi_model::ReadAs::default())]));
        assert!(effects.iter().any(|effect| matches!(effect, Effect::Ask(Slot::Summary, Ask::Bind(_)))));
        assert!(app.findings.is_restarted);
    }

    #[test]
    fn cancel_returns_to_where_the_user_was() {
        let mut app = App::default();
        update(&mut app, Command::FilesChosen(vec![("big.csv".to_owned(), 1e9)]));
        let effects = update(&mut app, Command::CancelImport("big.csv".to_owned()));
        assert_eq!(effects[0], Effect::EndImport("big.csv".to_owned()));
        assert_eq!(app.chrome.page, Page::Landing);
    }

    #[test]
    fn a_crash_with_own_files_keeps_period_and_filters() {
        let mut app = loaded();
        update(&mut app, Command::StepPeriod(-2));
        update(&mut app, Command::SetFilter(Dimension::Team, Some("East".to_owned())));
        let before = app.intent.clone();
        update(&mut app, Command::EngineDied);
        // The new engine first answers without files, then with them.
        update(&mut app, Command::Answered { slot: Slot::Summary, reply: Reply::Bind(LoadSummary::default()) });
        update(&mut app, Command::Answered { slot: Slot::Summary, reply: Reply::Summary(LoadSummary { as_of: None, ..one_file() }) });
        assert_eq!(asks(&update(&mut app, Command::Loaded { name: "deals.csv".to_owned() })), [Slot::Summary]);
        update(&mut app, Command::Answered { slot: Slot::Summary, reply: Reply::Summary(one_file()) });
        assert_eq!(app.intent, before);
    }

    #[test]
    fn cancelling_the_last_import_keeps_what_was_read() {
        let mut app = App::default();
        update(&mut app, Command::FilesChosen(vec![("big.csv".to_owned(), 1e9), ("small.csv".to_owned(), 9.0)]));
        update(&mut app, Command::Loaded { name: "small.csv".to_owned() });
        let effects = update(&mut app, Command::CancelImport("big.csv".to_owned()));
        assert_eq!(asks(&effects), [Slot::Summary]);
        assert_eq!(app.chrome.page, Page::Data);
    }

    #[test]
    fn a_refused_lock_is_not_kept() {
        let mut app = loaded();
        let lock =
            Command::SetLock { node: "T/P".to_owned(), month: Some(0), product: None, amount: Some(kpi_model::Money::from_minor(1)) };
        let before = app.intent.clone();
        update(&mut app, lock);
        assert_eq!(app.intent.spread.locks.len(), 1);
        let failure =
            kpi_model::Failure { code: "E-PLAN-LOCKS".to_owned(), what: kpi_model::Text::default(), fix: kpi_model::Text::default() };
        update(&mut app, Command::Rejected { slot: Slot::Plan, failure });
        assert_eq!(app.intent, before);
        assert!(app.findings.failure.is_some());
    }

    #[test]
    fn undo_takes_a_publication_back() {
        let mut app = loaded();
        update(&mut app, Command::Publish);
        let effects = update(&mut app, Command::Undo);
        let is_withdrawn =
            |effect: &Effect| matches!(effect, Effect::Ask(Slot::Publish, Ask::Plan(edit)) if edit.withdraw && !edit.publish);
        assert!(effects.iter().any(is_withdrawn), "{effects:?}");
    }

    #[test]
    fn addresses_round_trip() {
        for page in [
            Page::Landing,
            Page::Data,
            Page::Overview,
            Page::Definitions,
            Page::Kpi("win_rate".into(), "all_created".into()),
            Page::Targets,
            Page::Scenarios,
        ] {
            assert_eq!(Page::of_hash(&page.hash()), page);
        }
    }
}
