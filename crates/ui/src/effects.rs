//! The only place that talks to workers, storage, address bar and clock.

use std::cell::Cell;
use std::rc::Rc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use js_sys::{Array, Function, Reflect};
use kpi_model::Locale;
use leptos::prelude::{set_timeout, window, window_event_listener_untyped};
use wasm_bindgen::prelude::{JsCast, JsValue};
use web_sys::{CustomEvent, File, KeyboardEvent};

use crate::client::{Client, artefact};
use crate::project_file;
use crate::state::{Command, Compare, Edit, Effect, Page, Slot, Theme};
use crate::store::Store;

/// Carries out effects and turns browser events into commands.
pub struct Effects {
    client: Rc<Client>,
    clock: Cell<f64>,
}

fn page_global(name: &str) -> JsValue {
    Reflect::get(&window(), &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}

fn call(name: &str, argument: &str) -> JsValue {
    let function = page_global(name).dyn_into::<Function>();
    function.and_then(|function| function.call1(&JsValue::NULL, &JsValue::from_str(argument))).unwrap_or(JsValue::UNDEFINED)
}

fn now() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}

impl Effects {
    pub(crate) fn new() -> Rc<Self> {
        Rc::new(Self { client: Rc::default(), clock: Cell::new(0.0) })
    }

    /// Listens to the page and starts the engine.
    pub(crate) fn start(self: &Rc<Self>, store: Store) {
        let root = document_root();
        let is_english = root.as_ref().is_some_and(|root| root.lang() == "en");
        store.send(Command::SetLocale(if is_english { Locale::English } else { Locale::Chinese }));
        // The address of a scenario waits for data.
        store.send(Command::Scenario(Edit::Open(window().location().hash().unwrap_or_default())));
        let client = Rc::clone(&self.client);
        wasm_bindgen_futures::spawn_local(async move {
            match artefact().await {
                Some((module, source)) => client.begin(store, module, source),
                None => store.send(Command::Rejected { slot: Slot::Catalog, failure: unreachable_engine() }),
            }
        });
        let effects = Rc::clone(self);
        on("kpi-early", move |event| {
            if let Ok(event) = event.dyn_into::<CustomEvent>() {
                effects.early(store, &event.detail());
            }
        });
        on("kpi-chrome", move |_| {
            if let Some(root) = document_root() {
                store.send(Command::SetLocale(if root.lang() == "en" { Locale::English } else { Locale::Chinese }));
            }
        });
        on("hashchange", move |_| {
            let hash = window().location().hash().unwrap_or_default();
            // `#main` of the skip link is a place on the page, not a page.
            let is_place = !hash.is_empty() && !hash.starts_with("#/");
            if hash.starts_with("#/scenarios/") {
                store.send(Command::Scenario(Edit::Open(hash.clone())));
            }
            // An address that is none, where there are data: these.
            let page = match Page::of_hash(&hash) {
                Page::Landing if hash.len() > 2 && store.peek(crate::state::App::has_data) => Page::Data,
                page => page,
            };
            if !is_place && store.peek(|app| app.chrome.page != page) {
                store.send(Command::Go(page));
            }
        });
        on("keydown", move |event| {
            if let Ok(event) = event.dyn_into::<KeyboardEvent>()
                && let Some(command) = shortcut(store, &event)
            {
                event.prevent_default();
                store.send(command);
            }
        });
        // Nothing is loaded yet, so an address of a later screen starts at the beginning.
        if window().location().hash().is_ok_and(|hash| hash.starts_with("#/") && hash != "#/") {
            window().location().replace("#/").unwrap_or_default();
        }
        let early = call("kpiTakeEarly", "");
        for item in Array::from(&early).iter() {
            self.early(store, &item);
        }
    }

    /// What the visitor did on the page outside the app: the sample button, files chosen or dropped anywhere.
    fn early(&self, store: Store, item: &JsValue) {
        let files = Reflect::get(item, &JsValue::from_str("files")).ok().filter(|files| files.is_object());
        let Some(files) = files else {
            store.send(Command::OpenSample);
            return;
        };
        let mut chosen = Vec::new();
        for file in Array::from(&files).iter().filter_map(|file| file.dyn_into::<File>().ok()) {
            if file.name().ends_with(".kpimap.json") {
                with_text(&file, move |text| store.send(Command::UseMapping(text)));
                continue;
            }
            if file.name().ends_with(project_file::ENDING) {
                with_text(&file, move |text| {
                    store.send(match project_file::read(&text) {
                        Ok(project) => Command::OpenProject(Box::new(project)),
                        Err(failure) => Command::ProjectRefused(failure),
                    });
                });
                continue;
            }
            // Two files of one name in one drop (folders) are two files.
            let mut name = file.name();
            while chosen.iter().any(|(known, _)| *known == name) {
                name = match name.rsplit_once('.') {
                    Some((stem, ending)) => format!("{stem} (2).{ending}"),
                    None => format!("{name} (2)"),
                };
            }
            self.client.keep(&name, file.clone());
            chosen.push((name, file.size()));
        }
        if !chosen.is_empty() {
            store.send(Command::FilesChosen(chosen));
        }
    }

    /// Carries out one effect.
    pub(crate) fn run(self: &Rc<Self>, store: Store, effect: Effect) {
        match effect {
            Effect::Ask(slot, ask) => {
                self.client.ask(slot, ask);
                if slot == Slot::Values && self.clock.get() > 0.0 {
                    // The report is in: this ask follows it.
                    let millis = now() - self.clock.replace(0.0);
                    set_timeout(move || store.send(Command::Clock(millis)), std::time::Duration::ZERO);
                }
            }
            Effect::Import((name, read_as)) => self.client.import(store, &name, &read_as),
            Effect::EndImport(name) => self.client.end_import(store, &name),
            Effect::Restart(files) => self.client.restart(store, &files),
            Effect::ForgetFiles => self.client.forget(),
            Effect::ShowHash(hash) => {
                let now = window().location().hash().unwrap_or_default();
                let is_start = now.is_empty() && hash == "#/"; // an address without a hash is the start already
                if now != hash && !is_start {
                    window().location().set_hash(&hash).unwrap_or_default();
                }
            }
            Effect::ToTop => window().scroll_to_with_x_and_y(0.0, 0.0),
            Effect::ShowLocale(locale) => drop(call("kpiSetLocale", if locale == Locale::English { "en" } else { "zh-CN" })),
            Effect::ShowTheme(theme) => drop(call("kpiSetTheme", if theme == Theme::Dark { "dark" } else { "light" })),
            Effect::Save(file) => drop(save(&file)),
            Effect::SaveProject(project) => drop(project_file::write(&project).map(|file| save(&file))),
            Effect::StartClock => self.clock.set(now()),
            Effect::ToastTimer => set_timeout(move || store.send(Command::DismissToast), std::time::Duration::from_secs(10)),
        }
    }
}

/// Hands a file to the browser to keep. It is made here and goes nowhere else.
fn save(file: &kpi_model::TextFile) -> Result<(), JsValue> {
    let bytes = if file.base64 { STANDARD.decode(&file.text).unwrap_or_default() } else { file.text.as_bytes().to_vec() };
    let blob = web_sys::Blob::new_with_u8_array_sequence(&Array::of1(&js_sys::Uint8Array::from(bytes.as_slice())))?;
    let address = web_sys::Url::create_object_url_with_blob(&blob)?;
    let document = window().document().ok_or(JsValue::NULL)?;
    let link: web_sys::HtmlAnchorElement = document.create_element("a")?.dyn_into()?;
    link.set_href(&address);
    link.set_download(&file.name);
    link.click();
    // The browser has its own hold on the content by the next turn.
    set_timeout(move || web_sys::Url::revoke_object_url(&address).unwrap_or_default(), std::time::Duration::from_secs(60));
    Ok(())
}

fn on(name: &'static str, work: impl Fn(web_sys::Event) + 'static) {
    // The app lives as long as the page, so nothing is ever removed.
    std::mem::forget(window_event_listener_untyped(name, work));
}

fn document_root() -> Option<web_sys::HtmlElement> {
    window().document().and_then(|document| document.document_element()).and_then(|root| root.dyn_into().ok())
}

fn unreachable_engine() -> kpi_model::Failure {
    kpi_model::Failure {
        code: "E-ENGINE-LOAD".to_owned(),
        what: kpi_model::Text::new("计算引擎没有载入", "The engine could not be loaded."),
        fix: kpi_model::Text::new(
            "检查网络后刷新；页面的安全策略要允许 'wasm-unsafe-eval'",
            "Check the network and reload; the page's policy must allow 'wasm-unsafe-eval'.",
        ),
    }
}

fn is_typing(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| {
        let is_range = target.get_attribute("type").as_deref() == Some("range");
        matches!(target.tag_name().as_str(), "INPUT" | "SELECT" | "TEXTAREA") && !is_range
    })
}

/// In a field of text the browser undoes what was typed; a list of choices has nothing of its own to undo.
fn is_writing(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    is_typing(event) && target.is_some_and(|target| target.tag_name() != "SELECT")
}

fn shortcut(store: Store, event: &KeyboardEvent) -> Option<Command> {
    let key = event.key();
    if event.ctrl_key() || event.meta_key() {
        return match key.to_lowercase().as_str() {
            "z" if event.shift_key() => Some(Command::Redo),
            "z" if !is_writing(event) => Some(Command::Undo),
            "y" if !is_writing(event) => Some(Command::Redo),
            "s" => Some(Command::SaveProject),
            "o" => {
                event.prevent_default();
                open_files();
                None
            }
            _ => None,
        };
    }
    if is_typing(event) || event.alt_key() {
        return None;
    }
    let has_data = store.peek(crate::state::App::has_data);
    match key.as_str() {
        "1" if has_data => Some(Command::Go(Page::Data)),
        "2" if has_data => Some(Command::Go(Page::Overview)),
        "4" if has_data => Some(Command::Go(Page::Targets)),
        "5" if has_data => Some(Command::Go(Page::Scenarios)),
        "[" if has_data => Some(Command::StepPeriod(-1)),
        "]" if has_data => Some(Command::StepPeriod(1)),
        "c" if has_data => {
            let compare = store.peek(|app| app.intent.scope.compare);
            Some(Command::SetCompare(if compare == Compare::Year { Compare::Previous } else { Compare::Year }))
        }
        "F" if has_data => Some(Command::ClearFilters),
        "d" if has_data && store.peek(|app| app.chrome.page == Page::Scenarios) => Some(Command::Scenario(Edit::Copy)),
        "w" if has_data => Some(Command::ToggleWork),
        "Escape" if store.peek(|app| app.chrome.is_work_open && matches!(app.chrome.page, Page::Kpi(..))) => Some(Command::ToggleWork),
        "t" => Some(Command::SetTheme(other_theme())),
        _ => None,
    }
}

/// Opens the browser's choice of files.
fn open_files() {
    let field = window().document().and_then(|document| document.query_selector("input[data-early]").ok().flatten());
    if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
        field.click();
    }
}

/// Gives the text of a file to `take`; none for what cannot be read.
fn with_text(file: &File, take: impl FnOnce(String) + 'static) {
    let text = file.text();
    wasm_bindgen_futures::spawn_local(async move {
        let text = wasm_bindgen_futures::JsFuture::from(text).await.ok().and_then(|text| text.as_string());
        take(text.unwrap_or_default());
    });
}

/// Gives the bytes of the file chosen in a field, in base64, to `take`, and empties the field. Nothing where it cannot be read.
pub fn chosen_bytes(input: &web_sys::HtmlInputElement, take: impl FnOnce(String) + 'static) {
    let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
    input.set_value("");
    let bytes = file.array_buffer();
    wasm_bindgen_futures::spawn_local(async move {
        let bytes = wasm_bindgen_futures::JsFuture::from(bytes).await.map(|buffer| js_sys::Uint8Array::new(&buffer).to_vec());
        take(bytes.map(|bytes| STANDARD.encode(bytes)).unwrap_or_default());
    });
}

/// The theme that is not showing now.
pub fn other_theme() -> Theme {
    let chosen = document_root().and_then(|root| root.dataset().get("theme"));
    let is_dark = match chosen.as_deref() {
        Some(theme) => theme == "dark",
        None => window().match_media("(prefers-color-scheme: dark)").ok().flatten().is_some_and(|query| query.matches()),
    };
    if is_dark { Theme::Light } else { Theme::Dark }
}

/// Requests the page made since it was ready, and requests its policy blocked: `(made, blocked)`.
#[must_use]
pub fn network_use() -> (u32, u32) {
    let number = |name: &str| page_global(name).as_f64().unwrap_or(0.0);
    let ready = number("kpiReady");
    let entries = window().performance().map(|performance| performance.get_entries_by_type("resource"));
    let is_later = |entry: &JsValue| {
        let start = Reflect::get(entry, &JsValue::from_str("startTime")).ok().and_then(|start| start.as_f64()).unwrap_or(0.0);
        let name = Reflect::get(entry, &JsValue::from_str("name")).ok().and_then(|name| name.as_string()).unwrap_or_default();
        ready > 0.0 && start > ready && name.starts_with("http")
    };
    let made = entries.map_or(0, |entries| entries.iter().filter(is_later).count());
    (u32::try_from(made).unwrap_or(u32::MAX), number("kpiBlocked") as u32)
}
