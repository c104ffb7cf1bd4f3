//! What the data screen shows and saves, and decisions about the meaning of files.

use kpi_model::{ExchangeRate, LeftOut, Mapping, ReadMapping, SaveMapping};

use super::app::{App, DataTab, RowsShown};
use super::asks::data;
use super::command::{Command, Effect, Slot};

/// Commands of the data screen that change nothing but what is shown or saved.
pub(super) fn data_screen(app: &mut App, command: Command) -> Vec<Effect> {
    match command {
        Command::SelectFile(name) => {
            app.chrome.selected_file = Some(name);
            app.chrome.rows_shown = RowsShown::default();
        }
        Command::ShowTab(tab) => app.chrome.data_tab = tab,
        Command::ShowRows(shown) => app.chrome.rows_shown = shown,
        Command::ShowLeftOut(file) => {
            app.chrome.selected_file = Some(file);
            app.chrome.data_tab = DataTab::Rows;
            app.chrome.rows_shown = RowsShown { left_out: true, offset: 0 };
        }
        Command::SaveLeftOut(file) => return vec![Effect::Ask(Slot::File, LeftOut { file, locale: app.chrome.locale }.into())],
        Command::SaveMapping => return vec![Effect::Ask(Slot::File, SaveMapping {}.into())],
        Command::UseMapping(text) => {
            app.chrome.offered_mapping = Some(text.clone());
            return vec![Effect::Ask(Slot::Mapping, ReadMapping { text }.into())];
        }
        _ => {}
    }
    data(app)
}

/// The number of a text of digits and a point.
fn figure(text: &str) -> Option<f64> {
    text.parse().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'))
}

/// A chance as a fraction or in percent; or nothing, which takes the decision back.
fn is_chance(text: &str) -> bool {
    let digits = text.trim().trim_end_matches(['%', '％']).trim_end();
    text.trim().is_empty() || figure(digits).is_some_and(|number| number <= 100.0)
}

/// A rate above 0; or nothing, which takes the decision back.
fn is_rate(text: &str) -> bool {
    text.trim().is_empty() || figure(text.trim()).is_some_and(|number| number > 0.0)
}

/// The command, unless its text is no figure of its kind.
pub(super) fn understood(command: Command) -> Command {
    match command {
        Command::SetChance { chance: text, .. } if !is_chance(&text) => Command::NotUnderstood(text),
        Command::SetRate { rate: text, .. } if !is_rate(&text) => Command::NotUnderstood(text),
        command => command,
    }
}

/// Writes a decision into the mapping; `order` is that of the stages as it is now.
pub(super) fn map(mapping: &mut Mapping, order: &[String], command: Command) {
    match command {
        Command::SetKind { file, kind } => {
            let table = mapping.tables.entry(file).or_default();
            table.ignored = kind.is_none();
            table.kind = kind;
        }
        Command::SetField { file, column, field } => {
            let columns = &mut mapping.tables.entry(file).or_default().columns;
            columns.retain(|other, decided| field.is_none() || *decided != field || *other == column);
            columns.insert(column, field);
        }
        Command::SetDayFirst { file, day_first } => mapping.tables.entry(file).or_default().day_first = Some(day_first),
        Command::SetChance { word, chance } => match chance.trim() {
            "" => drop(mapping.chances.remove(&word)),
            chance => drop(mapping.chances.insert(word, chance.to_owned())),
        },
        Command::SetCriteria { stage, columns } => drop(mapping.criteria.insert(stage, columns)),
        Command::SetActivityType { word, name } => match name.trim() {
            name if name.is_empty() || name == word => drop(mapping.activity_types.remove(&word)),
            name => drop(mapping.activity_types.insert(word, name.to_owned())),
        },
        Command::SetRate { currency, rate } => {
            mapping.rates.retain(|known| known.currency != currency || known.from.is_some());
            if !rate.trim().is_empty() {
                mapping.rates.push(ExchangeRate { currency, rate: rate.trim().to_owned(), from: None });
            }
        }
        Command::SetZone(zone) => mapping.zone = Some(zone).filter(|zone| !zone.is_empty()),
        Command::RaiseStage(word) => {
            let mut order = order.to_vec();
            if let Some(at) = order.iter().position(|known| *known == word).filter(|at| *at > 0) {
                order.swap(at, at - 1);
                mapping.stage_order = order;
            }
        }
        Command::SetStage { word, outcome } => {
            mapping.stages.insert(word, outcome);
        }
        Command::TakeFix(replacement) if !mapping.replacements.contains(&replacement) => mapping.replacements.push(replacement),
        Command::DropFix(replacement) => mapping.replacements.retain(|known| *known != replacement),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use kpi_model::{Failure, LoadSummary, Reply, Table, Text};

    use super::super::app::Import;
    use super::super::{App, Command, Slot, update};

    fn table(file: &str) -> Table {
        Table {
            file: file.to_owned(),
            source: file.to_owned(),
            format: "CSV".to_owned(),
            header_line: 1,
            bytes: 1,
            kind: None,
            confidence: 0.0,
            encoding: String::new(),
            delimiter: String::new(),
            rows: 1,
            counted: 1,
            rejected: Vec::new(),
            columns: Vec::new(),
        }
    }

    #[test]
    fn an_activity_type_is_counted_under_another_or_its_own() {
        let mut app = App::default();
        let named = |name: &str| Command::SetActivityType { word: "Anruf".to_owned(), name: name.to_owned() };
        update(&mut app, named(" Call "));
        assert_eq!(app.intent.mapping.activity_types.get("Anruf").map(String::as_str), Some("Call"));
        for own in ["Anruf", " "] {
            update(&mut app, named("Call"));
            update(&mut app, named(own));
            assert!(app.intent.mapping.activity_types.is_empty(), "{own}");
        }
    }

    #[test]
    fn the_chosen_file_is_shown_again_when_it_was_refused_and_comes_back() {
        let mut app = App::default();
        let report = |files: &[&str]| {
            let tables = files.iter().map(|file| table(file)).collect();
            Command::Answered { slot: Slot::Summary, reply: Reply::Summary(LoadSummary { tables, ..LoadSummary::default() }) }
        };
        update(&mut app, report(&["two.csv", "old.csv"]));
        assert_eq!(app.shown_file(), Some("two.csv"), "nothing is chosen: the first");
        update(&mut app, Command::SelectFile("old.csv".to_owned()));
        let failure = Failure { code: "NO_TABLE".to_owned(), what: Text::default(), fix: Text::default() };
        app.findings.imports.push(Import { name: "old.csv".to_owned(), failure: Some(failure), ..Import::default() });
        update(&mut app, report(&["two.csv"]));
        assert_eq!(app.shown_file(), Some("two.csv"), "what is there");
        app.findings.imports.clear();
        update(&mut app, report(&["two.csv", "old.csv"]));
        assert_eq!(app.shown_file(), Some("old.csv"));
        update(&mut app, report(&["two.csv"]));
        update(&mut app, report(&["two.csv", "old.csv"]));
        assert_eq!(app.shown_file(), Some("two.csv"), "a file that was taken out is forgotten");
    }

    #[test]
    fn a_stage_goes_up_in_the_order_that_is_in_force() {
        let mut app = App::default();
        let names = |names: [&str; 3]| names.map(str::to_owned).to_vec();
        app.findings.summary = Some(kpi_model::LoadSummary { stage_order: names(["a", "b", "c"]), ..kpi_model::LoadSummary::default() });
        update(&mut app, Command::RaiseStage("c".to_owned()));
        assert_eq!(app.intent.mapping.stage_order, names(["a", "c", "b"]));
        update(&mut app, Command::Undo);
        for nothing in ["a", "nowhere"] {
            update(&mut app, Command::RaiseStage(nothing.to_owned()));
            assert!(app.intent.mapping.stage_order.is_empty(), "{nothing}");
        }
    }

    #[test]
    fn rates_and_chances_are_decisions_and_must_be_figures() {
        let mut app = App::default();
        let rate = |rate: &str| Command::SetRate { currency: "USD".to_owned(), rate: rate.to_owned() };
        update(&mut app, rate("7.1"));
        update(&mut app, rate("7.2"));
        assert_eq!(app.intent.mapping.rates.iter().map(|rate| rate.rate.as_str()).collect::<Vec<_>>(), ["7.2"]);
        for text in ["seven", "0", "-1", "inf", "1e3"] {
            update(&mut app, rate(text));
            assert_eq!(app.intent.mapping.rates.first().map(|rate| rate.rate.as_str()), Some("7.2"), "{text} changes nothing");
        }
        update(&mut app, rate(""));
        assert!(app.intent.mapping.rates.is_empty());
        update(&mut app, Command::SetChance { word: "Proposal".to_owned(), chance: "30%".to_owned() });
        assert_eq!(app.intent.mapping.chances.get("Proposal").map(String::as_str), Some("30%"));
        update(&mut app, Command::SetChance { word: "Proposal".to_owned(), chance: "130".to_owned() });
        assert_eq!(app.intent.mapping.chances.get("Proposal").map(String::as_str), Some("30%"), "no chance is above 100 %");
        update(&mut app, Command::Undo);
        assert!(app.intent.mapping.chances.is_empty());
    }
}
