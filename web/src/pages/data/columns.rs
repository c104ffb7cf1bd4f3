//! What a table is and what its columns mean; every guess can be changed, and an unsure one asks.

use kpi_model::{Column, Diagnostic, Field, FieldType, LoadSummary, Locale, Table, TableKind};
use kpi_ui::state::Command;
use kpi_ui::words::{self as w, Word};
use kpi_ui::{Store, chart, format};
use leptos::prelude::*;

use super::reading;
use crate::parts::icon;

/// Rows, format, header line and delimiter of a table.
pub(super) fn caption(table: &Table, locale: Locale) -> String {
    let (rows, counted) = (format::count(f64::from(table.rows)), format::count(f64::from(table.counted)));
    let mut caption = match locale {
        Locale::Chinese => vec![format!("{rows} 行"), format!("计入 {counted}"), table.format.clone()],
        Locale::English => vec![format::many(table.rows, "row", "rows"), format!("{counted} counted"), table.format.clone()],
    };
    if table.header_line > 1 {
        let line = table.header_line;
        caption.push(if locale == Locale::Chinese { format!("表头在第 {line} 行") } else { format!("header on line {line}") });
    }
    if !table.delimiter.is_empty() {
        let name = if table.delimiter == "tab" { w::TAB.get(locale).to_owned() } else { table.delimiter.clone() };
        caption.push(format!("{} {name}", w::DELIMITER.get(locale)));
    }
    caption.join(if locale == Locale::Chinese { "，" } else { ", " })
}

/// The columns tab of one table.
pub(super) fn columns(store: Store, table: &Table, summary: &LoadSummary, locale: Locale) -> impl IntoView + use<> {
    let reading = reading::choices(store, table, locale);
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
    let open = summary.diagnostics.iter().find(|found| found.code == "Q-DAY-ORDER" && found.place.file == table.file);
    let rows: Vec<_> = table
        .columns
        .iter()
        .map(|column| {
            let order = open.filter(|found| found.place.column.as_ref() == Some(&column.header));
            let question = order.map(|found| day_order(store, found, locale)).or_else(|| unsure(store, table, column, locale));
            view! { {column_row(store, table, column, question.is_some(), locale)}{question} }
        })
        .collect();
    let save = move |_| store.send(Command::SaveMapping);
    view! {
            <p class="row knd"><label class="row"><span class="mute">{w::TABLE_KIND.get(locale)}</span>
                <select class="sel" on:change=pick><option value="" selected=table.kind.is_none()>{w::IGNORE_FILE.get(locale)}</option>{kinds}</select></label>{reading}
                <button type="button" class="link r" title=w::SAVE_MAPPING_NOTE.get(locale) on:click=save>{w::SAVE_MAPPING.get(locale)}</button></p>
            <table class="map"><thead><tr><th>{w::YOUR_COLUMN.get(locale)}</th><th>{w::SAMPLE.get(locale)}</th><th>{w::SHAPE.get(locale)}</th><th></th><th>{w::MEANS.get(locale)}</th><th>{w::TYPE.get(locale)}</th><th>{w::CONFIDENCE.get(locale)}</th><th>{w::CHECK.get(locale)}</th></tr></thead>
                <tbody>{rows}</tbody></table>
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

/// A question under its column: what is asked, the evidence, and two answers.
fn question(asked: String, evidence: String, answers: [(&'static str, Command); 2], store: Store) -> AnyView {
    let [first, second] = answers.map(|(word, command)| (word, move |_| store.send(command.clone())));
    view! {
        <tr class="askrow"><td colspan="8"><div class="ask"><div><b>{asked}</b><span class="t2">{evidence}</span></div>
            <div class="row"><button type="button" class="btn pri" on:click=first.1>{first.0}</button><button type="button" class="btn" on:click=second.1>{second.0}</button></div></div></td></tr>
    }
    .into_any()
}

fn day_order(store: Store, found: &Diagnostic, locale: Locale) -> AnyView {
    let answer = |day_first: bool| Command::SetDayFirst { file: found.place.file.clone(), day_first };
    let answers = [(w::DAY_FIRST.get(locale), answer(true)), (w::MONTH_FIRST.get(locale), answer(false))];
    question(found.what.get(locale).to_owned(), found.fix.get(locale).to_owned(), answers, store)
}

/// A binding that is a guess asks to be confirmed.
fn unsure(store: Store, table: &Table, column: &Column, locale: Locale) -> Option<AnyView> {
    let field = column.field.filter(|_| column.confidence < SURE)?;
    let name = w::field(field).get(locale);
    let asked = match locale {
        Locale::Chinese => format!("“{}”是“{name}”吗？", column.header),
        Locale::English => format!("Is \"{}\" the {}?", column.header, name.to_lowercase()),
    };
    let answer = |field: Option<Field>| Command::SetField { file: table.file.clone(), column: column.header.clone(), field };
    let answers = [(w::YES.get(locale), answer(Some(field))), (w::NOT_USED.get(locale), answer(None))];
    Some(question(asked, column.evidence.get(locale).to_owned(), answers, store))
}

fn column_row(store: Store, table: &Table, column: &Column, is_asked: bool, locale: Locale) -> impl IntoView + use<> {
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
        Some(_) if is_sure && column.unreadable == 0 && !is_asked => ("r-ok", "sel s-ok"),
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
        Some(_) if is_sure && !is_asked => view! { <span class="jd good">{w::MATCHED.get(locale)}</span> }.into_any(),
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
