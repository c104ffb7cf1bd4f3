//! Files and their meaning: what was read, how it is understood, what is not counted; every guess can be changed.

mod calendar;
mod columns;
mod decisions;
mod links;
mod reading;
mod report;
mod rows;

use kpi_model::{LoadSummary, Locale, Table};
use kpi_ui::state::{Command, DataTab, Import};
use kpi_ui::words::{self as w, Word};
use kpi_ui::{Store, format};
use leptos::prelude::*;

use crate::parts::{icon, lead};

/// The page.
pub(crate) fn page(store: Store, locale: Locale) -> impl IntoView {
    let summary = store.part(|app| app.findings.summary.clone());
    let business_year = store.part(|app| app.intent.scope.calendar);
    let workdays = store.part(|app| app.intent.scope.workdays.clone());
    let mapping = store.part(|app| app.intent.mapping.clone());
    let imports = store.part(|app| app.findings.imports.clone());
    let selected = store.part(|app| app.shown_file().map(str::to_owned));
    let waits = store.part(|app| app.chrome.awaited.clone());
    let millis = store.part(|app| app.findings.load_millis);
    let unlocked = store.part(unlocked);
    let tab = store.part(|app| app.chrome.data_tab);
    let preview = store.part(|app| (app.findings.preview.clone(), app.chrome.rows_shown));
    let quality = store.part(|app| (app.findings.quality.clone(), app.findings.catalog.clone()));
    view! {
        <h1 class="vh">{w::DATA.get(locale)}</h1>
        {move || sentence(summary.get().as_ref(), &imports.get(), millis.get(), locale)}
        <div class="dt">
            <section class="sec fcol">
                <div class="sech"><h2>{w::FILES.get(locale)}</h2>
                    <label class="btn sm r">{icon("plus", false)}<input class="vh" type="file" multiple data-early accept=w::ACCEPTED />{w::ADD.get(locale)}</label></div>
                {move || summary.get().map(|summary| files(store, &summary, selected.get().as_deref(), locale))}
                {move || awaited(store, &waits.get(), locale)}
                {move || imports.get().iter().map(|import| importing(store, import, locale)).collect_view()}
                <label class="drop"><input class="vh" type="file" multiple data-early accept=w::ACCEPTED /><b>{w::DROP_MORE.get(locale)}</b><span class="cap">{w::FORMATS.get(locale)}</span></label>
                <h3>{w::UNLOCKS.get(locale)}</h3>
                <ul class="unl">{move || unlocked.get().into_iter().map(|(word, known, all)| view! {
                    <li><span>{word.get(locale)}</span><progress max=all.to_string() value=known.to_string() aria-label=word.get(locale)></progress><b>{format!("{known} / {all}")}</b></li>
                }).collect_view()}</ul>
            </section>
            {move || {
                let summary = summary.get()?;
                let table = summary.tables.iter().find(|table| Some(&table.file) == selected.get().as_ref())?.clone();
                let body = match tab.get() {
                    DataTab::Columns => columns::columns(store, &table, &summary, locale).into_any(),
                    DataTab::Rows => preview.with(|(page, shown)| rows::rows(store, &table, page.as_ref(), *shown, locale).into_any()),
                    DataTab::Links => links::links(&summary, &table.file, locale).into_any(),
                };
                Some(table_section(store, &table, tab.get(), body, locale))
            }}
        </div>
        {move || summary.get().map(|summary| view! {
            {quality.with(|(quality, catalog)| report::report(store, &summary, quality.as_ref(), catalog.as_ref(), locale).into_any())}
            {mapping.with(|mapping| decisions::rates(store, &summary, mapping, locale))}
            {mapping.with(|mapping| decisions::zone(store, &summary, mapping, locale))}
            {(!summary.stages.is_empty()).then(|| mapping.with(|mapping| decisions::stages(store, &summary, mapping, locale)))}
            {move || calendar::business_year(store, business_year.get(), locale)}
            {move || calendar::workdays(store, &workdays.get(), locale)}
            {(!summary.activity_types.is_empty()).then(|| decisions::activity_types(store, &summary, locale))}
        })}
    }
}

impl PartialEq for Known {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

/// A word that can be compared, for memos.
#[derive(Clone, Copy)]
struct Known(&'static str, &'static str);

impl Known {
    fn get(self, locale: Locale) -> &'static str {
        Word(self.0, self.1).get(locale)
    }
}

/// KPIs with a value in the present scope, by family.
fn unlocked(app: &kpi_ui::state::App) -> Vec<(Known, usize, usize)> {
    let (Some(board), Some(catalog)) = (&app.findings.board, &app.findings.catalog) else {
        return Vec::new();
    };
    [(kpi_model::Family::Results, w::RESULTS), (kpi_model::Family::Process, w::PROCESS), (kpi_model::Family::Customers, w::CUSTOMERS)]
        .into_iter()
        .map(|(family, word)| {
            let kpis = catalog.kpis.iter().filter(|kpi| kpi.family == family);
            let known = kpis.clone().filter(|kpi| board.now.cells.iter().any(|cell| cell.kpi == kpi.id && cell.value.is_some())).count();
            (Known(word.0, word.1), known, kpis.count())
        })
        .collect()
}

fn sentence(summary: Option<&LoadSummary>, imports: &[Import], millis: Option<f64>, locale: Locale) -> AnyView {
    let Some(summary) = summary.filter(|summary| !summary.tables.is_empty()) else {
        let is_reading = imports.iter().any(|import| import.failure.is_none());
        if is_reading {
            return view! { <p class="lead">{w::READING.get(locale)}</p> }.into_any();
        }
        return view! { <p class="lead">{w::NOTHING_READ.get(locale)}" "<a class="link" href="#/">{w::TO_START.get(locale)}</a></p> }
            .into_any();
    };
    let size = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let (files, all) = (summary.tables.len(), summary.tables.iter().fold(0_u32, |all, table| all.saturating_add(table.rows)));
    let lost: u32 = summary.tables.iter().flat_map(|table| &table.rejected).map(|rejected| rejected.count).sum();
    let checks = summary
        .diagnostics
        .iter()
        .filter(|d| {
            d.severity != kpi_model::Severity::Note
                && !summary.tables.iter().flat_map(|table| &table.rejected).any(|rejected| rejected.code == d.code)
        })
        .count();
    let rows = format::count(f64::from(all));
    let time = millis.map(|millis| format::grouped(millis / 1000.0, 1));
    let pieces = match locale {
        Locale::Chinese => {
            let time = time.map_or(String::new(), |time| format!("，用时 {time} 秒"));
            vec![format!("{files} 个文件，{rows} 行{time}。"), format!("{lost} 行未计入"), format!("，{checks} 处请看一眼。")]
        }
        Locale::English => {
            let time = time.map_or(String::new(), |time| format!(", read in {time} s"));
            vec![
                format!("{}, {}{time}. ", format::many(size(files), "file", "files"), format::many(all, "row", "rows")),
                format!("{} not counted", format::many(lost, "row", "rows")),
                format!(", {} to look at.", format::many(size(checks), "thing", "things")),
            ]
        }
    };
    view! { <div class="hd">{lead(pieces)}<a class="btn pri" href="#/kpis">{w::LOOKS_RIGHT.get(locale)}</a></div> }.into_any()
}

fn files(store: Store, summary: &LoadSummary, selected: Option<&str>, locale: Locale) -> impl IntoView + use<> {
    let items: Vec<_> = summary
        .tables
        .iter()
        .map(|table| {
            let kind = table.kind.map_or_else(|| w::IGNORE_FILE.get(locale), |kind| w::table(kind).get(locale));
            let rows = format::count(f64::from(table.rows));
            let line = match locale {
                Locale::Chinese => format!("{kind}，{rows} 行，{}", format::bytes(table.bytes as f64)),
                Locale::English => format!("{kind}, {}, {}", format::many(table.rows, "row", "rows"), format::bytes(table.bytes as f64)),
            };
            let found = summary.diagnostics.iter().filter(|d| d.place.file == table.file && d.severity != kpi_model::Severity::Note).count();
            let is_current = selected == Some(table.file.as_str());
            let file = table.file.clone();
            let mark = if found > 0 { view! { <em>{found}</em> }.into_any() } else { view! { <svg class="i s okc" viewBox="0 0 16 16" aria-hidden="true"><use href="#i-check" /></svg> }.into_any() };
            view! {
                <li><button type="button" aria-current=is_current.then_some("true") on:click=move |_| store.send(Command::SelectFile(file.clone()))>
                    <span class="fi">{icon("file", false)}</span><span class="fn"><b>{table.file.clone()}</b><small>{line}</small></span>{mark}</button></li>
            }
        })
        .collect();
    view! { <ol class="files">{items}</ol> }
}

/// The files an opened project still waits for.
fn awaited(store: Store, files: &[String], locale: Locale) -> Option<impl IntoView + use<>> {
    (!files.is_empty()).then(|| {
        view! {
            <div class="drop read" role="status"><b>{w::AWAITED.get(locale)}</b><span>{files.join(if locale == Locale::Chinese { "、" } else { ", " })}</span>
                <span class="cap"><button type="button" class="link" on:click=move |_| store.send(Command::GoWithout)>{w::GO_WITHOUT.get(locale)}</button></span></div>
        }
    })
}

fn importing(store: Store, import: &Import, locale: Locale) -> impl IntoView + use<> {
    let name = import.name.clone();
    if let Some(failure) = &import.failure {
        let (what, fix, code) = (failure.what.get(locale).to_owned(), failure.fix.get(locale).to_owned(), failure.code.clone());
        return view! {
            <div class="drop bad" role="alert"><b>{what}</b><span class="cap">{fix}" "<code>{code}</code>" "
                <button type="button" class="link" on:click=move |_| store.send(Command::DismissImport(name.clone()))>{w::DISMISS.get(locale)}</button></span></div>
        }
        .into_any();
    }
    let (done, total) = (import.done, import.total.max(1.0));
    let line = match locale {
        Locale::Chinese => format!("{} / {}，{} 行", format::bytes(done), format::bytes(total), format::count(import.rows)),
        Locale::English => format!("{} / {}, {} rows", format::bytes(done), format::bytes(total), format::count(import.rows)),
    };
    let label = format!("{} {}", w::READING.get(locale), import.name);
    view! {
        <div class="drop read" role="status"><b>{label.clone()}</b><progress max=total.to_string() value=done.to_string() aria-label=label></progress>
            <span class="cap">{line}" "<button type="button" class="link" on:click=move |_| store.send(Command::CancelImport(name.clone()))>{w::CANCEL.get(locale)}</button></span></div>
    }
    .into_any()
}

/// The head of the selected table with its tabs, and what the tab shows.
fn table_section(store: Store, table: &Table, tab: DataTab, body: AnyView, locale: Locale) -> impl IntoView + use<> {
    let caption = columns::caption(table, locale);
    let remove = {
        let file = table.source.clone();
        move |_| store.send(Command::RemoveFile(file.clone()))
    };
    let choice = |to: DataTab, word: Word| {
        view! { <button type="button" aria-pressed=(tab == to).to_string() on:click=move |_| store.send(Command::ShowTab(to))>{word.get(locale)}</button> }
    };
    view! {
        <section class="sec" id="table">
            <div class="sech"><h2><bdi>{table.file.clone()}</bdi></h2><span class="cap">{caption}</span>
                <button type="button" class="btn ghost sm r" on:click=remove>{w::REMOVE.get(locale)}</button>
                <span class="seg" role="group" aria-label=w::DATA.get(locale)>{choice(DataTab::Columns, w::COLUMNS)}{choice(DataTab::Rows, w::ROWS)}{choice(DataTab::Links, w::LINKS)}</span></div>
            {body}
        </section>
    }
}
