//! What the data screen shows and saves, and decisions about the meaning of files.

use kpi_model::{LeftOut, Mapping, ReadMapping, SaveMapping};

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

/// Writes a decision into the mapping.
pub(super) fn map(mapping: &mut Mapping, command: Command) {
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
        Command::SetStage { word, outcome } => {
            mapping.stages.insert(word, outcome);
        }
        Command::TakeFix(replacement) if !mapping.replacements.contains(&replacement) => mapping.replacements.push(replacement),
        Command::DropFix(replacement) => mapping.replacements.retain(|known| *known != replacement),
        _ => {}
    }
}
