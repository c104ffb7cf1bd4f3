//! All KPIs with all their definitions: what they mean, how they are computed, what they give in the present scope.

use kpi_model::{Cell, Family, KpiInfo, Locale, VariantInfo, Why};
use kpi_ui::words::{self as w, Word};
use kpi_ui::{Store, format};
use leptos::prelude::*;

use crate::parts::parts_text;

/// What the list needs.
#[derive(Clone, PartialEq)]
struct Facts {
    kpis: Vec<KpiInfo>,
    cells: Vec<Cell>,
    currency: Option<String>,
}

/// The page.
pub(crate) fn page(store: Store, locale: Locale) -> impl IntoView {
    let facts = store.part(|app| {
        Some(Facts {
            kpis: app.findings.catalog.as_ref()?.kpis.clone(),
            cells: app.findings.board.as_ref().map(|board| board.now.cells.clone()).unwrap_or_default(),
            currency: app.findings.summary.as_ref().and_then(|summary| summary.currency.clone()),
        })
    });
    let wanted = RwSignal::new(String::new());
    let search = move |event| wanted.set(event_target_value(&event));
    view! {
        <div class="hd">
            <h1 class="lead">{w::DEFINITIONS.get(locale)}</h1>
            <label class="row"><span class="vh">{w::SEARCH_DEFINITIONS.get(locale)}</span>
                <input class="inp wide" type="search" placeholder=w::SEARCH_DEFINITIONS.get(locale) on:input=search /></label>
        </div>
        {super::own_kpis::section(store, locale)}
        {move || facts.get().map(|facts| list(&facts, &wanted.get(), locale))}
    }
}

/// Does a KPI say any of what is looked for, in either language?
fn is_wanted(kpi: &KpiInfo, variant: &VariantInfo, wanted: &str) -> bool {
    let texts =
        [&kpi.id, &kpi.name.zh, &kpi.name.en, &variant.id, &variant.name.zh, &variant.name.en, &variant.formula.zh, &variant.formula.en];
    wanted.split_whitespace().all(|word| texts.iter().any(|text| text.to_lowercase().contains(&word.to_lowercase())))
}

fn list(facts: &Facts, wanted: &str, locale: Locale) -> AnyView {
    let families = [(Family::Results, w::RESULTS), (Family::Process, w::PROCESS), (Family::Customers, w::CUSTOMERS)];
    let sections: Vec<_> = families.into_iter().filter_map(|(family, word)| of_family(facts, family, word, wanted, locale)).collect();
    if sections.is_empty() {
        return view! { <p class="t2" role="status">{w::NO_DEFINITION.get(locale)}</p> }.into_any();
    }
    sections.into_any()
}

fn of_family(facts: &Facts, family: Family, word: Word, wanted: &str, locale: Locale) -> Option<AnyView> {
    let rows: Vec<_> = facts
        .kpis
        .iter()
        .filter(|kpi| kpi.family == family)
        .flat_map(|kpi| {
            let found: Vec<&VariantInfo> = kpi.variants.iter().filter(|variant| is_wanted(kpi, variant, wanted)).collect();
            found.into_iter().enumerate().map(move |(i, variant)| row(facts, kpi, variant, i == 0, locale))
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="sec"><div class="sech"><h2>{word.get(locale)}</h2></div>
                <div class="tw" tabindex="0" role="region" aria-label=word.get(locale)><table class="defs"><thead><tr>
                    <th>{w::KPI.get(locale)}</th><th>{w::DEFINITION.get(locale)}</th><th>{w::FORMULA.get(locale)}</th><th class="num">{w::VALUE.get(locale)}</th><th class="num">"n"</th></tr></thead>
                    <tbody>{rows}</tbody></table></div></section>
        }
        .into_any()
    })
}

fn row(facts: &Facts, kpi: &KpiInfo, variant: &VariantInfo, is_first: bool, locale: Locale) -> AnyView {
    let cell = facts.cells.iter().find(|cell| cell.kpi == kpi.id && cell.variant == variant.id);
    let shown =
        cell.and_then(|cell| cell.value).map(|value| format::shown(value, variant.unit, facts.currency.as_deref(), locale).to_string());
    let why = cell.and_then(|cell| cell.missing.as_ref()).map(|why: &Why| w::why(why, locale));
    let n = cell.filter(|cell| cell.value.is_some()).map(|cell| parts_text(cell, variant.unit));
    let href = format!("#/kpi/{}/{}", kpi.id, variant.id);
    view! {
        <tr class=if is_first { "first" } else { "" }>
            <td>{is_first.then(|| view! { <b title=(locale == Locale::English).then(|| kpi.about.clone())>{kpi.name.get(locale).to_owned()}</b> })}</td>
            <td><a class="link" href=href>{variant.name.get(locale).to_owned()}</a></td>
            <td class="t2">{variant.formula.get(locale).to_owned()}{variant.source.as_ref().map(|source| view! { <br/><code class="cap">{source.get(locale).to_owned()}</code> })}</td>
            <td class="num">{match shown { Some(shown) => view! { <b>{shown}</b> }.into_any(), None => view! { <span class="mute">{why}</span> }.into_any() }}</td>
            <td class="num t2">{n}</td>
        </tr>
    }
    .into_any()
}
