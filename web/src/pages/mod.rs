//! One file per page.

mod causes;
mod data;
mod definitions;
mod kpi;
mod kpi_change;
mod overview;
mod own_kpis;
mod ranking;
mod scenarios;
mod targets;

use kpi_model::Locale;
use kpi_ui::Store;
use kpi_ui::state::Page;
use leptos::prelude::*;

/// The view of the present page.
pub(crate) fn page(store: Store, locale: Locale) -> impl IntoView {
    let page = store.part(|app| app.chrome.page.clone());
    move || match page.get() {
        Page::Landing => ().into_any(),
        Page::Data => data::page(store, locale).into_any(),
        Page::Overview => overview::page(store, locale).into_any(),
        Page::Kpi(id, variant) => kpi::page(store, locale, id, variant).into_any(),
        Page::Definitions => definitions::page(store, locale).into_any(),
        Page::Targets => targets::page(store, locale).into_any(),
        Page::Scenarios => scenarios::page(store, locale).into_any(),
    }
}
