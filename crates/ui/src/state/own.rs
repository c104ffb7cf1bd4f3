//! KPIs of the user's own: a formula is checked while it is typed, shown with its value, and kept under a name.

use kpi_model::{AskFormula, Board, FormulaInfo, KpiChoice, Lens, Report, Unit};
use serde::{Deserialize, Serialize};

use super::app::App;
use super::command::{Command, Effect, Slot};

/// A KPI the user wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OwnKpi {
    /// Its name.
    pub name: String,
    /// Its formula.
    pub formula: String,
    /// What its value is measured in.
    pub unit: Unit,
    /// How often it was kept, from 1: figures of different versions are not the same KPI.
    pub version: u32,
}

/// What the engine says of own KPIs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OwnFindings {
    /// What the formula that is being typed means.
    pub draft: Option<FormulaInfo>,
    /// Its value, then those of the kept ones, in their order.
    pub reports: Vec<Report>,
}

/// The name of the formula that is being typed.
pub const DRAFT: &str = "draft";

/// Does what the user asked for.
pub(super) fn own(app: &mut App, command: Command) -> Vec<Effect> {
    match command {
        Command::DraftFormula(text) => {
            app.chrome.draft = text;
            if app.chrome.draft.trim().is_empty() {
                app.findings.own.draft = None;
                return values(app);
            }
            vec![Effect::Ask(Slot::Formula, AskFormula { text: app.chrome.draft.clone() }.into())]
        }
        Command::KeepFormula(name) => keep(app, None, &name),
        // Another one has that name: it is not replaced unasked.
        Command::RenameFormula { new, .. } if app.intent.own.iter().any(|known| known.name == new.trim()) => {
            let crate::words::Word(zh, en) = crate::words::NAME_TAKEN;
            app.chrome.toast = Some((zh.to_owned(), en.to_owned()));
            Vec::new()
        }
        Command::RenameFormula { old, new } => keep(app, Some(&old), &new),
        Command::DropFormula(name) => {
            app.remember();
            app.intent.own.retain(|known| known.name != name);
            values(app)
        }
        _ => Vec::new(),
    }
}

/// Keeps the typed formula under a name, in place of the one of that name or of the one that is renamed.
fn keep(app: &mut App, old: Option<&str>, name: &str) -> Vec<Effect> {
    let name = name.trim().to_owned();
    let Some(unit) = app.findings.own.draft.as_ref().and_then(|draft| draft.unit).filter(|_| !name.is_empty() && name != DRAFT) else {
        return Vec::new();
    };
    let formula = std::mem::take(&mut app.chrome.draft);
    let before = app.intent.own.iter().find(|known| known.name == old.unwrap_or(&name));
    let version = before.map_or(1, |before| before.version + u32::from(before.formula != formula));
    let kept = OwnKpi { name, formula, unit, version };
    app.findings.own.draft = None;
    app.remember();
    app.intent.own.retain(|known| known.name != kept.name && Some(known.name.as_str()) != old);
    app.intent.own.push(kept);
    values(app)
}

/// The engine said what the typed formula means: show its value.
pub(super) fn checked(app: &mut App, info: FormulaInfo) -> Vec<Effect> {
    let is_right = info.fault.is_none();
    app.findings.own.draft = Some(info);
    if is_right { values(app) } else { Vec::new() }
}

/// Asks for the values of the draft and of all kept formulas in the present scope.
pub(super) fn values(app: &App) -> Vec<Effect> {
    let unit = app.findings.own.draft.as_ref().and_then(|draft| draft.unit);
    let draft = unit.map(|unit| OwnKpi { name: DRAFT.to_owned(), formula: app.chrome.draft.clone(), unit, version: 0 });
    let scope = &app.intent.scope;
    let lens = |own: &OwnKpi| Lens {
        kpis: vec![KpiChoice { id: own.name.clone(), formula: Some(own.formula.clone()), ..KpiChoice::default() }],
        ..scope.lens(scope.span())
    };
    let lenses: Vec<Lens> = draft.iter().chain(&app.intent.own).map(lens).collect();
    if lenses.is_empty() || !app.has_data() { Vec::new() } else { vec![Effect::Ask(Slot::Own, Board { lenses }.into())] }
}

#[cfg(test)]
mod tests {
    use super::super::update::tests::one_file;
    use super::super::{App, Command, Effect, Slot, update};
    use kpi_model::{FormulaInfo, Reply, Unit};

    fn info(unit: Option<Unit>) -> FormulaInfo {
        FormulaInfo { unit, text: None, needs: Vec::new(), fault: None }
    }

    #[test]
    fn a_formula_is_checked_shown_and_kept_and_can_be_undone() {
        let mut app = App::default();
        app.findings.summary = Some(one_file());
        let effects = update(&mut app, Command::DraftFormula("count(orders)".to_owned()));
        assert!(matches!(effects.as_slice(), [Effect::Ask(Slot::Formula, _)]));
        let effects = update(&mut app, Command::Answered { slot: Slot::Formula, reply: Reply::Formula(info(Some(Unit::Count))) });
        assert!(matches!(effects.as_slice(), [Effect::Ask(Slot::Own, _)]));
        update(&mut app, Command::KeepFormula(" Orders ".to_owned()));
        assert_eq!(app.intent.own.first().map(|own| own.name.as_str()), Some("Orders"));
        assert!(app.chrome.draft.is_empty());
        // Another formula under the name is another version; the same one is not.
        for (formula, version) in [("sum(orders.amount)", 2), ("sum(orders.amount)", 2), ("count(orders)", 3)] {
            update(&mut app, Command::DraftFormula(formula.to_owned()));
            update(&mut app, Command::Answered { slot: Slot::Formula, reply: Reply::Formula(info(Some(Unit::Count))) });
            update(&mut app, Command::KeepFormula("Orders".to_owned()));
            assert_eq!(app.intent.own.first().map(|own| own.version), Some(version), "{formula}");
            assert_eq!(app.intent.own.len(), 1);
        }
        for _ in 0..3 {
            update(&mut app, Command::Undo);
        }
        update(&mut app, Command::Undo);
        assert!(app.intent.own.is_empty());
        update(&mut app, Command::Redo);
        assert_eq!(app.intent.own.len(), 1);
        update(&mut app, Command::DropFormula("Orders".to_owned()));
        assert!(app.intent.own.is_empty());
        // A new name takes the place of the old one, unless another has it.
        for (formula, name) in [("count(orders)", "A"), ("sum(orders.amount)", "B")] {
            update(&mut app, Command::DraftFormula(formula.to_owned()));
            update(&mut app, Command::Answered { slot: Slot::Formula, reply: Reply::Formula(info(Some(Unit::Count))) });
            update(&mut app, Command::KeepFormula(name.to_owned()));
        }
        let names = |app: &App| app.intent.own.iter().map(|own| own.name.clone()).collect::<Vec<_>>();
        for (new, expected) in [("B", ["A", "B"]), ("C", ["B", "C"])] {
            update(&mut app, Command::DraftFormula("count(orders)".to_owned()));
            update(&mut app, Command::Answered { slot: Slot::Formula, reply: Reply::Formula(info(Some(Unit::Count))) });
            update(&mut app, Command::RenameFormula { old: "A".to_owned(), new: new.to_owned() });
            assert_eq!(names(&app), expected);
        }
        app.intent.own.clear();
        app.chrome.draft.clear();
        app.findings.own.draft = None;
        // Nothing is kept without a formula that is understood.
        update(&mut app, Command::KeepFormula("x".to_owned()));
        assert!(app.intent.own.is_empty());
    }
}
