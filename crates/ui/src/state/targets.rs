//! The rules of the target tree: edited, locked, published, saved and read.

use kpi_model::{ComparePlans, Lock, PlanVersion, ReadPlan, SavePlan};

use super::app::{App, Page};
use super::asks::plan_edit;
use super::command::{Command, Effect, Slot};
use super::update::{After, change, go};

/// Does what the user asked for.
pub(super) fn targets(app: &mut App, command: Command) -> Vec<Effect> {
    match command {
        Command::EditSpread(spread) => change(app, |intent| intent.spread = spread, After::Plan),
        Command::SetLock { node, month, product, amount } => change(
            app,
            |intent| {
                intent.spread.locks.retain(|lock| lock.node != node || lock.month != month || lock.product != product);
                intent.spread.locks.extend(amount.map(|amount| Lock { node, month, amount, product, ..Lock::default() }));
            },
            After::Plan,
        ),
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
            let mut effects = change(app, |intent| intent.spread.total = Some(expected), After::Plan);
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
