//! Files on their way in.

use kpi_model::Summary;

use super::app::{App, Import, Intent, Page};
use super::command::{Command, Effect, Slot};
use super::project;
use super::update::go;

/// Files chosen or dropped: their import begins.
pub(super) fn choose(app: &mut App, files: Vec<(String, f64)>) -> Vec<Effect> {
    let mut effects = vec![Effect::StartClock];
    if app.intent.sample.is_some() {
        // Own files replace the sample: nothing of it may stay in any number.
        app.intent = Intent::default();
        app.findings = super::Findings { catalog: app.findings.catalog.take(), ..super::Findings::default() };
        effects.push(Effect::Ask(Slot::Summary, kpi_model::Unload::default().into()));
    }
    app.chrome.page = Page::Data;
    effects.push(Effect::ShowHash(Page::Data.hash()));
    project::arrives(app, &files);
    if files.iter().any(|(name, _)| app.intent.files.contains(name)) {
        let crate::words::Word(zh, en) = crate::words::FILE_REPLACED;
        app.chrome.toast = Some((zh.to_owned(), en.to_owned()));
    }
    for (name, total) in files {
        app.findings.imports.retain(|import| import.name != name);
        app.findings.imports.push(Import { name: name.clone(), done: 0.0, total, rows: 0.0, failure: None });
        effects.push(Effect::Import(app.intent.file(&name)));
    }
    effects
}

/// What happens to the import of a file.
pub(super) fn importing(app: &mut App, command: Command) -> Vec<Effect> {
    let imports = &mut app.findings.imports;
    match command {
        Command::Progress { name, done, total, rows } => {
            if let Some(import) = imports.iter_mut().find(|import| import.name == name) {
                (import.done, import.total, import.rows) = (done, total, rows);
            }
            Vec::new()
        }
        Command::Loaded { name } => {
            imports.retain(|import| import.name != name);
            if !app.intent.files.contains(&name) {
                app.intent.files.push(name);
            }
            // One report when the last file is in, not one per file.
            let is_last = app.findings.imports.iter().all(|import| import.failure.is_some());
            if is_last { vec![project::report(app)] } else { Vec::new() }
        }
        Command::Refused { name, failure } => {
            if let Some(import) = imports.iter_mut().find(|import| import.name == name) {
                import.failure = Some(failure);
            }
            // A file that was read before a restart and cannot be read again is no longer part of the data.
            app.intent.files.retain(|file| *file != name);
            let is_last = app.findings.imports.iter().all(|import| import.failure.is_some());
            if is_last && !app.intent.files.is_empty() { vec![Effect::Ask(Slot::Summary, Summary {}.into())] } else { Vec::new() }
        }
        Command::CancelImport(name) => {
            imports.retain(|import| import.name != name);
            app.intent.files.retain(|file| *file != name);
            if !app.has_data() && app.intent.files.is_empty() && app.findings.imports.is_empty() {
                app.chrome.page = Page::Landing;
                return vec![Effect::EndImport(name), Effect::ShowHash(Page::Landing.hash())];
            }
            // Files that were read while this one was running still want their report.
            let is_last = app.findings.imports.iter().all(|import| import.failure.is_some());
            let mut effects = vec![Effect::EndImport(name)];
            if is_last && !app.intent.files.is_empty() {
                effects.push(Effect::Ask(Slot::Summary, Summary {}.into()));
            }
            effects
        }
        Command::DismissImport(name) => {
            imports.retain(|import| import.name != name);
            let is_nothing_left = imports.is_empty() && app.intent.files.is_empty();
            if is_nothing_left && !app.has_data() { go(app, Page::Landing) } else { Vec::new() }
        }
        _ => Vec::new(),
    }
}
