//! Files and their meaning: what was read, how it is understood, what is not counted; every guess can be changed.

use kpi_model::{Column, Diagnostic, Field, FieldType, LoadSummary, Locale, Table, TableKind};
use kpi_ui::state::{Command, Import};
use kpi_ui::words::{self as w, Word};
use kpi_ui::{Store, chart, format};
use leptos::prelude::*;

use crate::parts::{icon, lead};

/// The page.
pub(crate) fn page(store: Store, locale: Locale) -> impl IntoView {
    let summary = store.part(|app| app.findings.summary.clone());
    let imports = store.part(|app| app.findings.imports.clone());
    let selected = store.part(|app| app.chrome.selected_file.clone());
    let millis = store.part(|app| app.findings.load_millis);
    let unlocked = store.part(unlocked);
    view! {
        <h1 class="vh">{w::DATA.get(locale)}</h1>
        {move || sentence(summary.get().as_ref(), &imports.get(), millis.get(), locale)}
        <div class="dt">
            <section class="sec fcol">
                <div class="sech"><h2>{w::FILES.get(locale)}</h2>
                    <label class="btn sm r">{icon("plus", false)}<input class="vh" type="file" multiple data-early accept=w::ACCEPTED />{w::ADD.get(locale)}</label></div>
                {move || summary.get().map(|summary| files(store, &summary, selected.get().as_deref(), locale))}
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
                Some(mapping(store, &table, locale))
            }}
        </div>
        {move || summary.get().map(|summary| view! {
            {quality(store, &summary, locale)}
            <div class="two">{stages(store, &summary, locale)}{links(&summary, locale)}</div>
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
    let (files, rows) = (summary.tables.len(), summary.tables.iter().map(|table| table.rows).sum::<u32>());
    let lost: u32 = summary.tables.iter().flat_map(|table| &table.rejected).map(|rejected| rejected.count).sum();
    let checks = summary.diagnostics.iter().filter(|d| d.severity == kpi_model::Severity::Check).count();
    let rows = format::count(f64::from(rows));
    let time = millis.map(|millis| format::grouped(millis / 1000.0, 1));
    let pieces = match locale {
        Locale::Chinese => {
            let time = time.map_or(String::new(), |time| format!("，用时 {time} 秒"));
            vec![format!("{files} 个文件，{rows} 行{time}。"), format!("{lost} 行未计入"), format!("，{checks} 处请看一眼。")]
        }
        Locale::English => {
            let time = time.map_or(String::new(), |time| format!(", read in {time} s"));
            vec![
                format!("{files} files, {rows} rows{time}. "),
                format!("{lost} rows not counted"),
                format!(", {checks} things to look at."),
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
                Locale::English => format!("{kind}, {rows} rows, {}", format::bytes(table.bytes as f64)),
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

fn mapping(store: Store, table: &Table, locale: Locale) -> impl IntoView + use<> {
    let (rows, counted) = (format::count(f64::from(table.rows)), format::count(f64::from(table.counted)));
    let mut caption = match locale {
        Locale::Chinese => vec![format!("{rows} 行"), format!("计入 {counted}"), table.format.clone()],
        Locale::English => vec![format!("{rows} rows"), format!("{counted} counted"), table.format.clone()],
    };
    if table.header_line > 1 {
        let line = table.header_line;
        caption.push(if locale == Locale::Chinese { format!("表头在第 {line} 行") } else { format!("header on line {line}") });
    }
    if !table.delimiter.is_empty() {
        let name = if table.delimiter == "tab" { w::TAB.get(locale).to_owned() } else { table.delimiter.clone() };
        caption.push(format!("{} {name}", w::DELIMITER.get(locale)));
    }
    let caption = caption.join(if locale == Locale::Chinese { "，" } else { ", " });
    let encoding = (!table.encoding.is_empty()).then(|| encoding_choice(store, table, locale));
    let file = table.file.clone();
    let pick = move |event| {
        let name = event_target_value(&event);
        let kind = TableKind::FILES.into_iter().find(|kind| kind_name(*kind) == name);
        store.send(Command::SetKind { file: file.clone(), kind });
    };
    let kinds: Vec<_> = TableKind::FILES
        .into_iter()
        .map(|kind| view! { <option value=kind_name(kind) selected=table.kind == Some(kind)>{w::table(kind).get(locale)}</option> })
        .collect();
    let remove = {
        let file = table.source.clone();
        move |_| store.send(Command::RemoveFile(file.clone()))
    };
    let rows: Vec<_> = table.columns.iter().map(|column| column_row(store, table, column, locale)).collect();
    view! {
        <section class="sec">
            <div class="sech"><h2>{table.file.clone()}</h2><span class="cap">{caption}</span>
                <button type="button" class="btn ghost sm r" on:click=remove>{w::REMOVE.get(locale)}</button></div>
            <p class="row knd"><label class="row"><span class="mute">{w::TABLE_KIND.get(locale)}</span>
                <select class="sel" on:change=pick><option value="" selected=table.kind.is_none()>{w::IGNORE_FILE.get(locale)}</option>{kinds}</select></label>{encoding}</p>
            <table class="map"><thead><tr><th>{w::YOUR_COLUMN.get(locale)}</th><th>{w::SAMPLE.get(locale)}</th><th>{w::SHAPE.get(locale)}</th><th></th><th>{w::MEANS.get(locale)}</th><th>{w::TYPE.get(locale)}</th><th>{w::CONFIDENCE.get(locale)}</th><th>{w::CHECK.get(locale)}</th></tr></thead>
                <tbody>{rows}</tbody></table>
        </section>
    }
}

/// Encodings on offer where the one that was found gives wrong letters.
const ENCODINGS: [&str; 9] =
    ["utf-8", "gb18030", "big5", "shift_jis", "euc-kr", "windows-1252", "windows-1250", "windows-1251", "utf-16le"];

fn encoding_choice(store: Store, table: &Table, locale: Locale) -> impl IntoView + use<> {
    let file = table.source.clone();
    let pick = move |event| {
        let label = event_target_value(&event);
        store.send(Command::SetEncoding { file: file.clone(), encoding: (!label.is_empty()).then_some(label) });
    };
    let now = table.encoding.to_lowercase();
    let others: Vec<_> = ENCODINGS
        .into_iter()
        .filter(|label| now != *label)
        .map(|label| view! { <option value=label>{label.to_uppercase()}</option> })
        .collect();
    view! {
        <label class="row"><span class="mute">{w::ENCODING.get(locale)}</span>
            <select class="sel" on:change=pick><option value="" selected=true>{table.encoding.clone()}</option>{others}</select></label>
    }
}

fn kind_name(kind: TableKind) -> String {
    format!("{kind:?}")
}

fn type_name(column: &Column, locale: Locale) -> String {
    let word = match column.column_type {
        FieldType::Text => Word("文本", "text"),
        FieldType::Day => Word("日期", "date"),
        FieldType::Money => Word("金额", "money"),
        FieldType::Number => Word("数字", "number"),
    };
    let is_category = column.column_type == FieldType::Text && column.distinct <= 40 && column.distinct * 4 < column.filled;
    match (is_category, locale) {
        (true, Locale::Chinese) => format!("类别，{} 种", column.distinct),
        (true, Locale::English) => format!("category, {} values", column.distinct),
        _ => word.get(locale).to_owned(),
    }
}

/// Below this a binding asks to be looked at.
const SURE: f64 = 0.8;

fn column_row(store: Store, table: &Table, column: &Column, locale: Locale) -> impl IntoView + use<> {
    let fields = table.kind.map_or(&[][..], |kind| kind.fields().0);
    let options: Vec<_> = fields.iter().map(|field| view! { <option value=format!("{field:?}") selected=column.field == Some(*field)>{w::field(*field).get(locale)}</option> }).collect();
    let (file, header) = (table.file.clone(), column.header.clone());
    let pick = move |event| {
        let name = event_target_value(&event);
        let field = Field::ALL.into_iter().find(|field| format!("{field:?}") == name);
        store.send(Command::SetField { file: file.clone(), column: header.clone(), field });
    };
    let is_sure = column.confidence >= SURE;
    let (class, select_class) = match column.field {
        None => ("", "sel"),
        Some(_) if is_sure && column.unreadable == 0 => ("r-ok", "sel s-ok"),
        Some(_) => ("r-ask", "sel s-ask"),
    };
    let check = match column.field {
        None => view! { <span class="mute">{w::IGNORED.get(locale)}</span> }.into_any(),
        Some(_) if column.unreadable > 0 => {
            let text = if locale == Locale::Chinese {
                format!("{} 格读不成", column.unreadable)
            } else {
                format!("{} unreadable", column.unreadable)
            };
            view! { <span class="jd bad">{text}</span> }.into_any()
        }
        Some(_) if is_sure => view! { <span class="jd good">{w::MATCHED.get(locale)}</span> }.into_any(),
        Some(_) => view! { <span class="jd bad">{w::PLEASE_CHECK.get(locale)}</span> }.into_any(),
    };
    let confidence = column
        .field
        .map(|_| view! { {chart::track(column.confidence, 48.0)}<span class="cfn">{format!("{:.0}%", column.confidence * 100.0)}</span> });
    let title = column.evidence.get(locale).to_owned();
    let label = format!("{} {}", column.header, w::MEANS.get(locale));
    view! {
        <tr class=class><td><b><bdi>{column.header.clone()}</bdi></b></td><td class="t2"><span class="smp"><bdi>{column.sample.clone()}</bdi></span></td><td>{chart::shape(&column.shape)}</td>
            <td class="ar2">{icon("arrow", true)}</td>
            <td><select class=select_class aria-label=label on:change=pick><option value="" selected=column.field.is_none()>{w::NOT_USED.get(locale)}</option>{options}</select></td>
            <td class="t2">{type_name(column, locale)}</td><td title=title>{confidence}</td><td>{check}</td></tr>
    }
}

fn quality(store: Store, summary: &LoadSummary, locale: Locale) -> impl IntoView + use<> {
    let offered = summary.fixes.iter().map(|fix| {
        let replacement = fix.replacement.clone();
        let affects = format!("{} · {}", fix.replacement.file, fix.replacement.column);
        view! {
            <tr><td><span class="jd bad">{fix.what.get(locale).to_owned()}</span></td><td class="t2">{affects}</td>
                <td class="num"><button type="button" class="btn sm" on:click=move |_| store.send(Command::TakeFix(replacement.clone()))>{w::APPLY_FIX.get(locale)}</button></td></tr>
        }
        .into_any()
    });
    let taken = summary.applied.iter().map(|fix| {
        let replacement = fix.replacement.clone();
        view! {
            <tr><td><span class="jd good">{format!("{} → {}", fix.replacement.from, fix.replacement.to)}</span></td><td class="t2">{format!("{} {}", fix.rows, w::ROWS.get(locale))}</td>
                <td class="num"><button type="button" class="btn sm" on:click=move |_| store.send(Command::DropFix(replacement.clone()))>{w::UNDO_FIX.get(locale)}</button></td></tr>
        }
        .into_any()
    });
    let findings = summary.diagnostics.iter().map(|diagnostic| finding(store, diagnostic, locale).into_any());
    let rows: Vec<AnyView> = offered.chain(taken).chain(findings).collect();
    let body = if rows.is_empty() {
        view! { <p class="t2">{w::NOTHING_FOUND.get(locale)}</p> }.into_any()
    } else {
        view! { <div class="tw" tabindex="0" role="region" aria-label=w::QUALITY.get(locale)><table class="qt"><tbody>{rows}</tbody></table></div> }.into_any()
    };
    view! { <section class="sec gap"><div class="sech"><h2>{w::QUALITY.get(locale)}</h2><span class="cap">{w::QUALITY_NOTE.get(locale)}</span></div>{body}</section> }
}

fn finding(store: Store, diagnostic: &Diagnostic, locale: Locale) -> impl IntoView + use<> {
    let lines = diagnostic.lines.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
    let place = match (&diagnostic.place.column, lines.is_empty(), locale) {
        (Some(column), true, _) => format!("{} · {column}", diagnostic.place.file),
        (Some(column), false, Locale::Chinese) => {
            format!("{} · {column}，第 {lines} 行", diagnostic.place.file)
        }
        (Some(column), false, Locale::English) => {
            format!("{} · {column}, line {lines}", diagnostic.place.file)
        }
        (None, true, _) => diagnostic.place.file.clone(),
        (None, false, Locale::Chinese) => format!("{}，第 {lines} 行", diagnostic.place.file),
        (None, false, Locale::English) => format!("{}, line {lines}", diagnostic.place.file),
    };
    let file = diagnostic.place.file.clone();
    let answer = (diagnostic.code == "Q-DAY-ORDER").then(|| {
        let (first, second) = (file.clone(), file);
        view! {
            <button type="button" class="btn sm" on:click=move |_| store.send(Command::SetDayFirst { file: first.clone(), day_first: true })>{w::DAY_FIRST.get(locale)}</button>" "
            <button type="button" class="btn sm" on:click=move |_| store.send(Command::SetDayFirst { file: second.clone(), day_first: false })>{w::MONTH_FIRST.get(locale)}</button>
        }
    });
    view! {
        <tr><td><span class=w::severity_class(diagnostic.severity)>{diagnostic.what.get(locale).to_owned()}</span><br/><span class="cap">{diagnostic.fix.get(locale).to_owned()}</span></td>
            <td class="t2"><bdi>{place}</bdi></td><td class="num">{answer}<code>{diagnostic.code.clone()}</code></td></tr>
    }
}

fn stages(store: Store, summary: &LoadSummary, locale: Locale) -> impl IntoView + use<> {
    let rows: Vec<_> = summary
        .stages
        .iter()
        .map(|(word, outcome, count)| {
            let options: Vec<_> = [("open", w::OPEN), ("won", w::WON), ("lost", w::LOST)]
                .into_iter()
                .map(|(name, label)| view! { <option value=name selected=outcome == name>{label.get(locale)}</option> })
                .collect();
            let (stage, label) = (word.clone(), word.clone());
            let pick = move |event| store.send(Command::SetStage { word: stage.clone(), outcome: event_target_value(&event) });
            view! { <tr><td><bdi>{word.clone()}</bdi></td><td class="num">{format::count(f64::from(*count))}</td><td><select class="sel" aria-label=label on:change=pick>{options}</select></td></tr> }
        })
        .collect();
    view! {
        <section class="sec"><div class="sech"><h2>{w::STAGE_WORDS.get(locale)}</h2></div>
            <table><thead><tr><th>{w::STAGE.get(locale)}</th><th class="num">{w::ROWS.get(locale)}</th><th>{w::MEANING.get(locale)}</th></tr></thead><tbody>{rows}</tbody></table></section>
    }
}

fn links(summary: &LoadSummary, locale: Locale) -> impl IntoView + use<> {
    let rows: Vec<_> = summary
        .relations
        .iter()
        .map(|relation| {
            let class = if relation.unmatched == 0 { "jd good" } else { "jd bad" };
            view! {
                <tr><td>{relation.from_file.clone()}<br/><span class="cap">{relation.from_column.clone()}</span></td><td>{relation.to_file.clone()}<br/><span class="cap">{relation.to_column.clone()}</span></td>
                    <td class="num">{format::count(f64::from(relation.matched))}</td><td class="num"><span class=class>{format::count(f64::from(relation.unmatched))}</span></td><td class="num">{format::count(f64::from(relation.empty))}</td></tr>
            }
        })
        .collect();
    view! {
        <section class="sec"><div class="sech"><h2>{w::LINKS.get(locale)}</h2></div>
            <div class="tw" tabindex="0" role="region" aria-label=w::LINKS.get(locale)><table><thead><tr><th>{w::FROM_TABLE.get(locale)}</th><th>{w::TO_TABLE.get(locale)}</th><th class="num">{w::FOUND.get(locale)}</th><th class="num">{w::NOT_FOUND.get(locale)}</th><th class="num">{w::EMPTY.get(locale)}</th></tr></thead><tbody>{rows}</tbody></table></div></section>
    }
}
