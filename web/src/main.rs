//! The single-page workbench: mounts into the static shell.

mod frame;
mod pages;
mod parts;

use kpi_ui::state::Page;
use kpi_ui::{Store, provide};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

fn main() {
    let host = document().get_element_by_id("app").and_then(|host| host.dyn_into::<leptos::web_sys::HtmlElement>().ok());
    if let Some(host) = host {
        mount_to(host, Workbench).forget();
    }
}

/// Everything behind the landing page; the static shell is the landing page.
#[component]
fn Workbench() -> impl IntoView {
    let store = provide();
    parts::provide_width();
    // Below this width the panel covers the page: it opens on demand.
    if parts::inner_width() < 1200.0 {
        store.send(kpi_ui::state::Command::ToggleWork);
    }
    let is_landing = store.part(|app| app.chrome.page == Page::Landing);
    Effect::new(move || {
        if let Some(shell) = document().get_element_by_id("shell") {
            let outcome = if is_landing.get() { shell.remove_attribute("hidden") } else { shell.set_attribute("hidden", "") };
            outcome.unwrap_or_default();
        }
    });
    title(store);
    move || (!is_landing.get()).then(|| view! { <frame::Frame /> })
}

/// The title of the window follows page, language and a running import.
fn title(store: Store) {
    let text = store.part(|app| {
        let locale = app.chrome.locale;
        let brand = kpi_ui::words::BRAND.get(locale);
        let page = frame::page_name(&app.chrome.page).map(|word| word.get(locale).to_owned());
        let running = app.findings.imports.iter().find(|import| import.failure.is_none() && import.total > 0.0);
        let progress = running.map(|import| format!("{:.0}% ", import.done / import.total * 100.0)).unwrap_or_default();
        match page {
            Some(page) => format!("{progress}{page} · {brand}"),
            None => format!("{progress}{brand}"),
        }
    });
    Effect::new(move || document().set_title(&text.get()));
}
