//! A project: every decision of the user without any data, to be saved and opened again.

use kpi_model::{Day, Failure, SaveMapping, Summary, Text};
use serde::{Deserialize, Serialize};

use super::app::{App, Intent, Page};
use super::command::{Command, Effect, Slot};
use super::library;
use super::update::{After, change};

/// What a project file holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Project {
    /// Mapping, period, targets, scenarios, own KPIs, pay.
    pub intent: Intent,
    /// Last day of the data it was saved with: with the same data the period is the same.
    pub as_of: Option<Day>,
}

/// Saves and opens projects.
pub(super) fn project(app: &mut App, command: Command) -> Vec<Effect> {
    match command {
        // The mapping is saved as the engine writes it: it fits renamed files too, as it knows their headers.
        Command::SaveProject if app.has_data() => vec![Effect::Ask(Slot::Project, SaveMapping {}.into())],
        Command::OpenProject(project) => open(app, *project),
        Command::GoWithout => {
            app.chrome.awaited.clear();
            Vec::new()
        }
        Command::ProjectRefused(failure) => {
            app.findings.failure = Some(failure);
            if app.chrome.page == Page::Landing {
                app.chrome.page = Page::Data;
            }
            vec![Effect::ShowHash(app.chrome.page.hash())]
        }
        _ => Vec::new(),
    }
}

/// The project as it is now, with the mapping as the engine wrote it.
pub(super) fn saved(app: &App, mapping: String) -> Effect {
    let intent = Intent { saved_mapping: Some(mapping).filter(|_| app.intent.sample.is_none()), ..app.intent.clone() };
    let as_of = app.findings.summary.as_ref().and_then(|summary| summary.as_of);
    Effect::SaveProject(Box::new(Project { intent, as_of }))
}

/// Takes the decisions over. Files that are loaded stay, whether the project knows them or not: a newer export has another
/// name. Those that it knows and that are not here are waited for.
fn open(app: &mut App, project: Project) -> Vec<Effect> {
    let Project { mut intent, as_of } = project;
    library::bounded(&mut intent.scenarios);
    // Files dropped together with the project are still on their way: they begin again with its decisions.
    let coming = app.findings.imports.iter().filter(|import| import.failure.is_none()).map(|import| import.name.clone());
    let mut here = app.intent.files.clone();
    here.extend(coming.filter(|name| !app.intent.files.contains(name)));
    let awaited = std::mem::replace(&mut intent.files, here.clone()).into_iter().filter(|name| !here.contains(name)).collect();
    if intent.sample.is_some() {
        intent.files.clear();
    }
    let is_empty = intent.files.is_empty() && intent.sample.is_none();
    let mut effects = change(app, |now| *now = intent, After::Restart);
    app.chrome.awaited = awaited;
    app.chrome.opened = Some(as_of).filter(|_| !effects.is_empty());
    let is_reading = app.intent.sample.is_none() && !app.has_data();
    app.chrome.page = if is_reading || !app.chrome.awaited.is_empty() { Page::Data } else { Page::Overview };
    effects.retain(|effect| !matches!(effect, Effect::ShowHash(_)));
    effects.push(Effect::ShowHash(app.chrome.page.hash()));
    let (zh, en) = if is_empty {
        ("项目已打开，等数据文件", "Project opened; it waits for its files")
    } else {
        ("项目已打开", "Project opened")
    };
    app.chrome.toast = Some((zh.to_owned(), en.to_owned()));
    effects.push(Effect::ToastTimer);
    effects
}

/// Why a file is no project that can be opened.
#[must_use]
pub fn refusal(zh: &str, en: &str) -> Failure {
    Failure {
        code: "E-PROJECT".to_owned(),
        what: Text::new(zh, en),
        fix: Text::new("用这里保存的 .kpi.json 文件；数据和设置都没有变", "Use a .kpi.json file that was saved here; nothing was changed."),
    }
}

/// Are the data those the project was saved with? Then its period is kept. Asked once for each project opened.
pub(super) fn is_same_data(app: &mut App, as_of: Option<Day>) -> bool {
    app.chrome.opened.take() == Some(as_of)
}

/// Asks for the report of all files, under the mapping of a project whose data these are.
pub(super) fn report(app: &App) -> Effect {
    let ask = if app.chrome.opened.is_some() { app.intent.mapping.clone().into() } else { Summary {}.into() };
    Effect::Ask(Slot::Summary, ask)
}

/// A file the project waited for is on its way.
pub(super) fn arrives(app: &mut App, imports: &[(String, f64)]) {
    app.chrome.awaited.retain(|name| imports.iter().all(|(import, _)| import != name));
}

#[cfg(test)]
mod tests {
    use super::super::update::tests::one_file;
    use super::super::update::update;
    use super::*;
    use kpi_model::{Lever, Reply, TextFile};

    fn answered(app: &mut App) -> Vec<Effect> {
        update(app, Command::Answered { slot: Slot::Summary, reply: Reply::Summary(one_file()) })
    }

    fn choose(app: &mut App) {
        update(app, Command::FilesChosen(vec![("deals.csv".to_owned(), 10.0)]));
        update(app, Command::Loaded { name: "deals.csv".to_owned() });
        answered(app);
    }

    fn save(app: &mut App) -> Project {
        let asked = update(app, Command::SaveProject);
        assert!(matches!(asked.as_slice(), [Effect::Ask(Slot::Project, _)]));
        let file = TextFile { name: "x.kpimap.json".to_owned(), text: "{}".to_owned(), base64: false };
        let mut saved = update(app, Command::Answered { slot: Slot::Project, reply: Reply::SaveMapping(file) });
        let Some(Effect::SaveProject(project)) = saved.pop() else { panic!("{saved:?}") };
        *project
    }

    fn worked_on() -> App {
        let mut app = App::default();
        choose(&mut app);
        update(&mut app, Command::StepPeriod(-2));
        update(&mut app, Command::SetStage { word: "Closed".to_owned(), outcome: "won".to_owned() });
        update(&mut app, Command::Scenario(crate::state::Edit::Set((Lever::WinRate, Some("a, b".to_owned())), 1.25)));
        app
    }

    #[test]
    fn a_project_goes_through_its_file_unchanged() {
        let project = save(&mut worked_on());
        let text = serde_json::to_string(&project).unwrap();
        assert_eq!(serde_json::from_str::<Project>(&text).unwrap(), project);
        assert_eq!(project.intent.scenarios.drafts[0].moved.len(), 1);
    }

    #[test]
    fn opened_before_its_files_it_waits_for_them_and_keeps_the_period() {
        let project = save(&mut worked_on());
        let mut app = App::default();
        let effects = update(&mut app, Command::OpenProject(Box::new(project.clone())));
        assert!(effects.contains(&Effect::ShowHash("#/data".to_owned())));
        assert_eq!((app.chrome.page.clone(), app.chrome.awaited.clone()), (Page::Data, vec!["deals.csv".to_owned()]));
        assert!(app.intent.files.is_empty());
        choose(&mut app);
        assert!(app.chrome.awaited.is_empty());
        assert_eq!(app.intent, project.intent);
    }

    #[test]
    fn dropped_together_with_its_files_it_reads_them_once_and_keeps_the_period() {
        let project = save(&mut worked_on());
        let mut app = App::default();
        update(&mut app, Command::FilesChosen(vec![("deals.csv".to_owned(), 10.0), ("people.csv".to_owned(), 10.0)]));
        update(&mut app, Command::Loaded { name: "people.csv".to_owned() });
        let effects = update(&mut app, Command::OpenProject(Box::new(project.clone())));
        assert!(effects.iter().any(|effect| matches!(effect, Effect::Restart(files) if files.len() == 2)), "{effects:?}");
        assert_eq!((app.chrome.page.clone(), app.chrome.awaited.len()), (Page::Data, 0));
        assert!(!update(&mut app, Command::Loaded { name: "deals.csv".to_owned() }).iter().any(|effect| matches!(effect, Effect::Ask(..))));
        let last = update(&mut app, Command::Loaded { name: "people.csv".to_owned() });
        assert!(
            matches!(last.as_slice(), [Effect::Ask(Slot::Summary, kpi_model::Ask::Bind(_))]),
            "the report is under its mapping: {last:?}"
        );
        answered(&mut app);
        assert_eq!((app.intent.scope.clone(), app.intent.mapping.clone()), (project.intent.scope, project.intent.mapping));
    }

    #[test]
    fn opened_over_the_same_files_it_reads_them_again_and_can_be_undone() {
        let mut app = worked_on();
        let project = save(&mut app);
        update(&mut app, Command::StepPeriod(1));
        let before = app.intent.clone();
        let effects = update(&mut app, Command::OpenProject(Box::new(project.clone())));
        assert!(effects.iter().any(|effect| matches!(effect, Effect::Restart(files) if files.len() == 1)));
        update(&mut app, Command::Loaded { name: "deals.csv".to_owned() });
        answered(&mut app);
        assert_eq!(app.intent, project.intent);
        update(&mut app, Command::Undo);
        assert_eq!(app.intent, before);
    }

    #[test]
    fn newer_data_show_their_own_last_quarter() {
        let mut project = save(&mut worked_on());
        project.as_of = Day::from_ymd(2025, 6, 30);
        let mut app = App::default();
        update(&mut app, Command::OpenProject(Box::new(project)));
        choose(&mut app);
        assert_eq!(app.intent.scope.span().unwrap().to_string(), "2025-07-01/2025-10-01");
    }

    #[test]
    fn a_refused_project_says_why_and_changes_nothing() {
        let mut app = App::default();
        let before = app.intent.clone();
        update(&mut app, Command::ProjectRefused(refusal("坏", "broken")));
        assert_eq!((app.intent, app.chrome.page), (before, Page::Data));
        assert!(app.findings.failure.is_some());
    }
}
