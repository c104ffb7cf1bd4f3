//! Versions of the targets, and targets as files: kept with a reason, compared with the present tree, gone back to.

use kpi_model::{Locale, Moved, PlanNode, PlanVersion, TableFormat};
use kpi_ui::state::Command;
use kpi_ui::words::{self as w};
use kpi_ui::{Store, format};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

use crate::parts;

/// The section below the tree.
pub(super) fn section(store: Store, locale: Locale) -> impl IntoView {
    let versions = store.part(|app| app.intent.versions.clone());
    let compared = store.part(|app| app.chrome.version);
    let moved = store.part(|app| app.findings.moved.clone());
    let nodes = store.part(|app| app.findings.plan.as_ref().map(|plan| plan.nodes.clone()).unwrap_or_default());
    let currency = store.part(|app| app.findings.summary.as_ref().and_then(|summary| summary.currency.clone()));
    let reason = RwSignal::new(String::new());
    let keep = move |event: SubmitEvent| {
        event.prevent_default();
        store.send(Command::KeepVersion(reason.get()));
        reason.set(String::new());
    };
    let list = move || {
        let row = |version: PlanVersion| line(store, version, compared.get(), locale);
        let rows = versions.get().into_iter().rev().map(row).collect_view();
        (!versions.get().is_empty()).then(|| view! { <table class="vr-t"><tbody>{rows}</tbody></table> })
    };
    let changes = move || compared.get().map(|number| what_moved(number, &moved.get(), &nodes.get(), currency.get().as_deref(), locale));
    let body = view! {
        <form class="gs" on:submit=keep><label for="version-reason">{w::VERSION_REASON.get(locale)}</label>
            <input id="version-reason" class="inp wide" maxlength="200" prop:value=move || reason.get() on:input=move |event| reason.set(event_target_value(&event)) />
            <button type="submit" class="btn sm">{w::KEEP_VERSION.get(locale)}</button></form>
        {list}{changes}
    };
    parts::section(w::VERSIONS.get(locale).to_owned(), String::new(), files(store, locale).into_any(), body.into_any())
}

/// The tree as a file, and back.
fn files(store: Store, locale: Locale) -> impl IntoView {
    let read = move |event: leptos::ev::Event| {
        if let Some(input) = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok()) {
            kpi_ui::effects::chosen_bytes(&input, move |bytes| store.send(Command::ReadPlan(bytes)));
        }
    };
    view! {
        <span class="acts r">
            <label class="btn sm"><input class="vh" id="read-plan" type="file" accept=".csv,.tsv,.txt,.xlsx,.xlsm,.xlsb,.xls,.ods" on:change=read />{w::READ_PLAN.get(locale)}</label>
            {[(TableFormat::Csv, w::SAVE_CSV), (TableFormat::Xlsx, w::SAVE_XLSX)].map(|(format, word)| view! {
                <button type="button" class="btn sm" on:click=move |_| store.send(Command::SavePlan(format))>{word.get(locale)}</button> })}
        </span>
    }
}

fn line(store: Store, version: PlanVersion, compared: Option<u32>, locale: Locale) -> impl IntoView {
    let (number, spread) = (version.number, version.spread);
    let is_compared = compared == Some(number);
    let next = (!is_compared).then_some(number);
    view! {
        <tr><th scope="row">{number}</th><td>{version.reason}</td>
            <td><button type="button" class="btn sm" aria-pressed=is_compared.to_string() on:click=move |_| store.send(Command::CompareVersion(next))>{w::SHOW_MOVED.get(locale)}</button>" "
                <button type="button" class="btn sm" on:click=move |_| store.send(Command::EditSpread(spread.clone()))>{w::GO_BACK.get(locale)}</button></td></tr>
    }
}

/// The years that moved, in the order of the tree.
fn what_moved(number: u32, moved: &[Moved], nodes: &[PlanNode], currency: Option<&str>, locale: Locale) -> impl IntoView + use<> {
    let years = nodes.iter().filter_map(|node| Some((node, moved.iter().find(|one| one.node == node.id && one.month.is_none())?)));
    let rows: Vec<_> = years
        .map(|(node, one)| {
            let by = one.by.as_f64();
            let text = format!("{}{}", if by < 0.0 { "" } else { "+" }, format::money(by, currency, locale));
            let name = if node.level == 0 { w::COMPANY.get(locale).to_owned() } else { node.name.clone() };
            view! { <tr class=if node.kind.is_leaf() { "l2" } else { "l1" }><th scope="row">{name}</th><td class="num">{text}</td><td class="num">{format::money(node.total.as_f64(), currency, locale).to_string()}</td></tr> }
        })
        .collect();
    let caption = format!("{} {number}", w::VERSIONS.get(locale));
    if rows.is_empty() {
        view! { <p class="cap">{w::NOTHING_MOVED.get(locale)}" ("{number}")"</p> }.into_any()
    } else {
        view! { <div class="tw" tabindex="0" role="region" aria-label=caption.clone()><table class="vr-t"><tbody>{rows}</tbody></table></div> }.into_any()
    }
}
