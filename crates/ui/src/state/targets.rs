//! The rules of the target tree: edited, locked, published, saved and read.

use kpi_model::{CellEdit, ComparePlans, Lock, PlanEdit, PlanVersion, PlanView, ReadPlan, SavePlan};

use super::app::{App, Page};
use super::asks::{chances, evidence, plan_edit};
use super::command::{Command, Effect, Slot};
use super::scenarios::Outlook;
use super::update::{After, change, go};
use super::{pay, scenarios};

/// Does what the user asked for.
pub(super) fn targets(app: &mut App, command: Command) -> Vec<Effect> {
    match command {
        Command::EditSpread(spread) => change(app, |intent| intent.spread = spread, After::Plan),
        Command::SetLock { node, month, product, amount } => change(
            app,
            |intent| {
                intent.spread.locks.retain(|lock| lock.node != node || lock.month != month || lock.product != product);
                intent.spread.locks.extend(amount.map(|amount| Lock { node, month, amount, product, ..Lock::default() }));
                if intent.spread.locks.iter().all(|lock| lock.held) {
                    intent.spread.locks.clear();
                }
            },
            After::Plan,
        ),
        Command::SetFigure { node, month, quarter, product, amount } => {
            app.chrome.edits.push((CellEdit { node, month, quarter, product, amount, keep: app.chrome.keep }, app.intent.spread.clone()));
            if app.chrome.edits.len() == 1 { ask_edit(app) } else { Vec::new() }
        }
        Command::Assume(assumed) => change(app, |intent| intent.assumed = assumed, After::Plan),
        Command::SetKeep(keep) => {
            app.chrome.keep = keep;
            Vec::new()
        }
        Command::ShowPart(part) => {
            app.chrome.part = part;
            Vec::new()
        }
        Command::Publish => {
            let spread = app.intent.spread.clone();
            let mut effects = change(app, |intent| intent.published = Some(spread), After::Plan);
            effects.push(Effect::Ask(Slot::Publish, plan_edit(app, true)));
            effects
        }
        Command::UseAsTarget => {
            let Some(expected) = app.findings.outlook.forecast.as_ref().map(|view| view.expected) else {
                return Vec::new();
            };
            let mut effects = change(
                app,
                |intent| intent.spread = kpi_model::Spread { total: Some(expected), ..intent.spread.clone().without_held() },
                After::Plan,
            );
            effects.extend(go(app, Page::Targets));
            effects
        }
        Command::KeepVersion(reason) => {
            let number = u32::try_from(app.intent.versions.len()).unwrap_or(u32::MAX).saturating_add(1);
            let version = PlanVersion { number, reason: reason.trim().chars().take(200).collect(), spread: app.intent.spread.clone() };
            change(app, |intent| intent.versions.push(version), After::Plan)
        }
        Command::CompareVersion(number) => {
            app.chrome.version = number;
            app.findings.moved.clear();
            moved(app)
        }
        Command::SavePlan(format) => {
            let save = SavePlan { spread: app.intent.spread.clone(), locale: app.chrome.locale, format };
            vec![Effect::Ask(Slot::File, save.into())]
        }
        Command::ReadPlan(base64) => {
            vec![Effect::Ask(Slot::File, ReadPlan { base64, spread: app.intent.spread.clone(), ..ReadPlan::default() }.into())]
        }
        _ => Vec::new(),
    }
}

/// Asks for the tree after the first of the typed figures that wait.
fn ask_edit(app: &mut App) -> Vec<Effect> {
    let spread = app.intent.spread.clone();
    let first = app.chrome.edits.first_mut().map(|(edit, asked)| {
        asked.clone_from(&spread);
        edit.clone()
    });
    first.map(|edit| Effect::Ask(Slot::Edit, PlanEdit { spread, edit: Some(edit), ..PlanEdit::default() }.into())).into_iter().collect()
}

/// The tree after a typed figure, as one step that can be undone.
pub(super) fn edited(app: &mut App, plan: PlanView) -> Vec<Effect> {
    if app.chrome.edits.first().is_none_or(|(_, asked)| *asked != app.intent.spread) {
        // The rules changed meanwhile: the figure is typed into the tree as it is now.
        return ask_edit(app);
    }
    let (edit, _) = app.chrome.edits.remove(0);
    app.remember();
    app.intent.spread = plan.rules.clone();
    app.chrome.edited = Some(edit);
    if app.chrome.edits.is_empty() { shown(app, plan) } else { ask_edit(app) }
}

/// A typed figure that cannot be: the tree stays, and the next one is tried.
pub(super) fn refused(app: &mut App) -> Vec<Effect> {
    if !app.chrome.edits.is_empty() {
        app.chrome.edits.remove(0);
    }
    ask_edit(app)
}

/// A tree to be looked at, and what is asked about it.
pub(super) fn shown(app: &mut App, plan: PlanView) -> Vec<Effect> {
    let total = |plan: &PlanView| plan.nodes.first().map(|company| company.total);
    // A chance is that of a target.
    if app.findings.plan.as_ref().map(total) != Some(total(&plan)) && app.chrome.page != Page::Scenarios {
        app.findings.outlook = Outlook::default();
    }
    app.findings.plan = Some(plan);
    app.findings.chances.clear();
    match app.chrome.page {
        Page::Scenarios => scenarios::all(app),
        // The tree first: its evidence takes much longer.
        Page::Targets => [moved(app), vec![evidence(app), chances(app)], pay::asked(app)].concat(),
        _ => Vec::new(),
    }
}

/// Asks what moved since the version that is looked at.
pub(super) fn moved(app: &App) -> Vec<Effect> {
    let before = app.intent.versions.iter().find(|version| Some(version.number) == app.chrome.version).cloned();
    let after = PlanVersion { spread: app.intent.spread.clone(), ..PlanVersion::default() };
    before.map(|before| Effect::Ask(Slot::Moved, ComparePlans { before, after }.into())).into_iter().collect()
}

#[cfg(test)]
mod tests {
    use crate::state::{App, Command, Effect, Slot, update};
    use kpi_model::{Ask, Reply, Spread};

    #[test]
    fn versions_are_kept_with_a_reason_and_compared() {
        let mut app = App::default();
        update(&mut app, Command::KeepVersion(" board meeting ".to_owned()));
        assert_eq!(app.intent.versions.first().map(|version| (version.number, version.reason.as_str())), Some((1, "board meeting")));
        let asked = update(&mut app, Command::CompareVersion(Some(1)));
        assert!(matches!(asked.as_slice(), [Effect::Ask(Slot::Moved, Ask::ComparePlans(pair))] if pair.before.number == 1));
        assert!(update(&mut app, Command::CompareVersion(None)).is_empty());
        update(&mut app, Command::Undo);
        assert!(app.intent.versions.is_empty());
    }

    #[test]
    fn typed_figures_wait_for_one_another_and_for_the_rules() {
        let spread = |total: i128| Spread { total: Some(kpi_model::Money::from_minor(total)), ..Spread::default() };
        let view = |rules: Spread| kpi_model::PlanView {
            year: 2026,
            history_from: kpi_model::Day(0),
            history_to: kpi_model::Day(0),
            nodes: Vec::new(),
            gap: kpi_model::Money::default(),
            published: false,
            products: Vec::new(),
            rules,
            moved: Vec::new(),
        };
        let typed = |node: &str| Command::SetFigure {
            node: node.to_owned(),
            month: None,
            quarter: None,
            product: None,
            amount: kpi_model::Money::default(),
        };
        let asked = |effects: &[Effect]| match effects {
            [Effect::Ask(Slot::Edit, Ask::Plan(ask))] => Some((ask.edit.as_ref().unwrap().node.clone(), ask.spread.clone())),
            _ => None,
        };
        let answer = |rules| Command::Answered { slot: Slot::Edit, reply: Reply::Plan(view(rules)) };
        let mut app = App::default();
        assert_eq!(asked(&update(&mut app, typed("A"))), Some(("A".to_owned(), Spread::default())));
        assert!(update(&mut app, typed("B")).is_empty(), "one at a time");
        // The rules change before the answer: the figure is typed into the new tree.
        update(&mut app, Command::EditSpread(spread(5)));
        assert_eq!(asked(&update(&mut app, answer(spread(1)))), Some(("A".to_owned(), spread(5))));
        assert_eq!(asked(&update(&mut app, answer(spread(6)))), Some(("B".to_owned(), spread(6))));
        // What is refused leaves the tree as it is, and the next is tried.
        update(&mut app, typed("C"));
        let failure =
            kpi_model::Failure { code: "E-PLAN-LOCKS".to_owned(), what: kpi_model::Text::new("", ""), fix: kpi_model::Text::new("", "") };
        assert_eq!(asked(&update(&mut app, Command::Rejected { slot: Slot::Edit, failure })), Some(("C".to_owned(), spread(6))));
        update(&mut app, answer(spread(7)));
        assert_eq!((app.intent.spread.clone(), app.chrome.edits.len()), (spread(7), 0));
        assert_eq!(app.chrome.edited.as_ref().map(|edit| edit.node.as_str()), Some("C"));
        update(&mut app, Command::Undo);
        assert_eq!(app.intent.spread, spread(6), "each is a step of its own");
    }

    #[test]
    fn a_saved_tree_is_read_as_one_step() {
        let mut app = App::default();
        assert!(matches!(
            update(&mut app, Command::SavePlan(kpi_model::TableFormat::Xlsx)).as_slice(),
            [Effect::Ask(Slot::File, Ask::SavePlan(_))]
        ));
        let asked = update(&mut app, Command::ReadPlan("dGVhbQ==".to_owned()));
        assert!(matches!(asked.as_slice(), [Effect::Ask(Slot::File, Ask::ReadPlan(read))] if read.base64 == "dGVhbQ=="));
        let read = Spread { total: Some(kpi_model::Money::from_minor(700)), ..Spread::default() };
        let effects = update(&mut app, Command::Answered { slot: Slot::File, reply: Reply::ReadPlan(read.clone()) });
        assert!(matches!(effects.as_slice(), [Effect::Ask(Slot::Plan, _)]));
        assert_eq!(app.intent.spread, read);
        update(&mut app, Command::Undo);
        assert_eq!(app.intent.spread, Spread::default());
    }
}
