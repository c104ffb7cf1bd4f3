//! KPIs of the user's own: a formula, what it means while it is typed, and those that are kept.

use kpi_model::{Cell, FormulaInfo, Locale, Report, Text, Unit};
use kpi_ui::state::{Command, DRAFT, OwnKpi};
use kpi_ui::words as w;
use kpi_ui::{Store, format};
use leptos::prelude::*;

use crate::parts::parts_text;

/// Words offered at once.
const MOST_OFFERED: usize = 12;

/// The section of the definitions page.
pub(super) fn section(store: Store, locale: Locale) -> impl IntoView {
    let draft = store.part(|app| app.chrome.draft.clone());
    let info = store.part(|app| app.findings.own.draft.clone());
    let kept = store.part(|app| app.intent.own.clone());
    let reports = store.part(|app| app.findings.own.reports.clone());
    let currency = store.part(|app| app.findings.summary.as_ref().and_then(|summary| summary.currency.clone()));
    let name = RwSignal::new(String::new());
    // The name of the kept formula that is being edited: a new name renames it.
    let edited = RwSignal::new(None::<String>);
    let keep = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let new = name.get_untracked();
        if let Some(old) = edited.get_untracked().filter(|old| *old != new.trim()) {
            store.send(Command::RenameFormula { old, new });
        } else {
            store.send(Command::KeepFormula(new));
        }
        name.set(String::new());
        edited.set(None);
    };
    let is_right = move || info.get().is_some_and(|info| info.fault.is_none());
    view! {
        <section class="sec"><div class="sech"><h2>{w::OWN_KPIS.get(locale)}</h2><span class="cap">{w::OWN_NOTE.get(locale)}</span></div>
            <form on:submit=keep>
                <label class="row"><span class="cap">{w::FORMULA.get(locale)}</span>
                    <input class="inp wide" type="text" autocomplete="off" spellcheck="false" aria-describedby="own-said"
                        placeholder=w::OWN_EXAMPLE.get(locale) prop:value=move || draft.get()
                        aria-invalid=move || info.get().is_some_and(|info| info.fault.is_some()).to_string()
                        on:input=move |event| {
                            let text = event_target_value(&event);
                            if text.trim().is_empty() {
                                edited.set(None); // the next formula is another one
                            }
                            store.send(Command::DraftFormula(text));
                        } /></label>
                <div id="own-said" role="status">{move || info.get().map(|info| said(store, &draft.get(), &info, &reports.get(), currency.get().as_deref(), locale))}</div>
                {move || is_right().then(|| view! {
                    {move || {
                        let typed = name.get();
                        let before = kept.get().into_iter().find(|own| own.name == typed.trim() && own.formula != draft.get())?;
                        Some(impact(&before, &info.get()?, &reports.get(), currency.get().as_deref(), locale))
                    }}
                    <label class="row"><span class="cap">{w::OWN_NAME.get(locale)}</span>
                        <input class="inp" type="text" autocomplete="off" required prop:value=move || name.get() on:input=move |event| name.set(event_target_value(&event)) />
                        <button type="submit" class="btn">{w::OWN_KEEP.get(locale)}</button></label>
                })}
            </form>
            {move || list(store, (name, edited), &kept.get(), &reports.get(), currency.get().as_deref(), locale)}
        </section>
    }
}

/// The value of a formula by its name.
fn cell(reports: &[Report], name: &str) -> Option<Cell> {
    reports.iter().flat_map(|report| &report.cells).find(|cell| cell.kpi == name).cloned()
}

fn value(cell: Option<&Cell>, unit: Unit, currency: Option<&str>, locale: Locale) -> String {
    let Some(cell) = cell else { return format::NONE.to_owned() };
    match (cell.value, &cell.missing) {
        (Some(value), _) => format!("{}  {}", format::shown(value, unit, currency, locale), parts_text(cell, unit)),
        (None, Some(why)) => format!("{} {}", format::NONE, w::why(why, locale)),
        (None, None) => format::NONE.to_owned(),
    }
}

/// What the engine says of the text that is being typed: its value, or where it goes wrong and what could stand there.
fn said(store: Store, draft: &str, info: &FormulaInfo, reports: &[Report], currency: Option<&str>, locale: Locale) -> AnyView {
    let Some(fault) = &info.fault else {
        let unit = info.unit.unwrap_or(Unit::Count);
        let shown = value(cell(reports, DRAFT).as_ref(), unit, currency, locale);
        let text = info.text.as_ref().map(|text| text.get(locale).to_owned());
        return view! { <p><b>{shown}</b></p><p class="cap">{text}</p> }.into_any();
    };
    let at = fault.at as usize;
    let before: String = draft.chars().take(at).collect();
    let wrong: String = draft.chars().skip(at).take(fault.len as usize).collect();
    let rest: String = draft.chars().skip(at + fault.len as usize).collect();
    let offered = fault.expected.iter().take(MOST_OFFERED).map(|word: &Text| {
        let word = word.get(locale).to_owned();
        // The word takes the place of what is wrong.
        let next = format!("{before}{word}{rest}");
        view! { <button type="button" class="btn sm" on:click=move |_| store.send(Command::DraftFormula(next.clone()))>{word.clone()}</button> }
    });
    let offered = offered.collect_view();
    let mark = if wrong.is_empty() { "▏".to_owned() } else { wrong };
    view! {
        <p><code>{before.clone()}<mark>{mark}</mark>{rest.clone()}</code></p>
        <p class="jd bad">{fault.what.get(locale).to_owned()}" "{fault.fix.get(locale).to_owned()}</p>
        <p class="row">{offered}</p>
    }
    .into_any()
}

/// What keeping the draft under the name of a known KPI would change.
fn impact(before: &OwnKpi, now: &FormulaInfo, reports: &[Report], currency: Option<&str>, locale: Locale) -> impl IntoView + use<> {
    let unit = now.unit.unwrap_or(Unit::Count);
    let (old, new) = (cell(reports, &before.name), cell(reports, DRAFT));
    let number = |cell: &Option<Cell>| cell.as_ref().and_then(|cell| cell.value).map(kpi_model::Quantity::as_f64);
    let change =
        number(&new).zip(number(&old)).filter(|_| unit == before.unit).and_then(|(new, old)| format::difference(new, old, unit, locale));
    let change = change.map(|(size, text)| format!(" ({})", format::signed(size, text)));
    let head = format!("{} {} → {}", w::OWN_IMPACT.get(locale), before.version, before.version + 1);
    view! {
        <p class="cap">{head}": "<b>{value(old.as_ref(), before.unit, currency, locale)}</b>" → "<b>{value(new.as_ref(), unit, currency, locale)}</b>{change}</p>
        <p class="cap"><code>{before.formula.clone()}</code></p>
    }
}

fn list(
    store: Store,
    (name, edited): (RwSignal<String>, RwSignal<Option<String>>),
    kept: &[OwnKpi],
    reports: &[Report],
    currency: Option<&str>,
    locale: Locale,
) -> Option<AnyView> {
    let row = |own: &OwnKpi| {
        let cell = cell(reports, &own.name);
        let (formula, dropped, known) = (own.formula.clone(), own.name.clone(), own.name.clone());
        let edit = move |_| {
            name.set(known.clone());
            edited.set(Some(known.clone()));
            store.send(Command::DraftFormula(formula.clone()));
        };
        let (edits, drops) = (format!("{} {}", w::OWN_EDIT.get(locale), own.name), format!("{} {}", w::OWN_DROP.get(locale), own.name));
        view! {
            <tr><td><b>{own.name.clone()}</b>" "<span class="mute">{(own.version > 1).then(|| format!("v{}", own.version))}</span></td><td class="t2"><code>{own.formula.clone()}</code></td>
                <td class="num"><b>{value(cell.as_ref(), own.unit, currency, locale)}</b></td>
                <td><button type="button" class="btn sm" aria-label=edits on:click=edit>{w::OWN_EDIT.get(locale)}</button>" "
                    <button type="button" class="btn sm" aria-label=drops on:click=move |_| store.send(Command::DropFormula(dropped.clone()))>{w::OWN_DROP.get(locale)}</button></td></tr>
        }
    };
    (!kept.is_empty()).then(|| {
        let rows = kept.iter().map(row).collect_view();
        view! {
            <div class="tw" tabindex="0" role="region" aria-label=w::OWN_KPIS.get(locale)><table class="defs"><thead><tr>
                <th>{w::KPI.get(locale)}</th><th>{w::FORMULA.get(locale)}</th><th class="num">{w::VALUE.get(locale)}</th><th></th></tr></thead><tbody>{rows}</tbody></table></div>
        }
        .into_any()
    })
}
