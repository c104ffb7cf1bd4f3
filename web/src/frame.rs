//! Rail, top bar and scope bar around every page.

use kpi_model::{Calendar, Dimension, Grain, Locale};
use kpi_ui::effects::{network_use, other_theme};
use kpi_ui::state::{App, Command, Compare, Page, Scope};
use kpi_ui::words::{self as w, Word};
use kpi_ui::{Store, format};
use leptos::prelude::*;

use crate::pages;
use crate::parts::{icon, locale};

/// The name of a page in the window title and the rail.
pub(crate) fn page_name(page: &Page) -> Option<Word> {
    match page {
        Page::Landing => None,
        Page::Data => Some(w::DATA),
        Page::Overview | Page::Kpi(..) | Page::Definitions => Some(w::KPIS),
        Page::Targets => Some(w::TARGETS),
        Page::Scenarios => Some(w::SCENARIOS),
    }
}

/// The frame with the present page in it.
#[component]
#[expect(unreachable_pub, reason = "the component macro makes its own pub items")]
pub(crate) fn Frame() -> impl IntoView {
    let store = Store::here();
    let locale = locale(store);
    move || {
        let locale = locale.get();
        view! {
            <a class="skip" href="#main">{w::SKIP.get(locale)}</a>
            <div class="app">
                {rail(store, locale)}
                <div class="col">
                    {banners(store, locale)}
                    {top(store, locale)}
                    {scope_bar(store, locale)}
                    <main id="main" class="main" tabindex="-1">{pages::page(store, locale)}</main>
                </div>
            </div>
            {privacy(store, locale)}
            {shortcuts(locale)}
            {toast(store, locale)}
        }
    }
}

fn brand_mark() -> impl IntoView {
    view! {
        <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
            <path class="bm1" d="M2 17V11M7.33 17V7M12.67 17V9.5" />
            <path class="bm2" d="M18 17V3" />
        </svg>
    }
}

/// One live line of state under a step.
fn live_line(app: &App, page: &Page, locale: Locale) -> String {
    let zh = locale == Locale::Chinese;
    match page {
        Page::Data => {
            let Some(summary) = &app.findings.summary else {
                return String::new();
            };
            let questions = summary.diagnostics.iter().filter(|d| d.severity == kpi_model::Severity::Check).count();
            let files = u32::try_from(summary.tables.len()).unwrap_or(u32::MAX);
            if zh {
                format!("{files} 个文件，{questions} 个问题")
            } else {
                format!("{}, {questions} to check", kpi_ui::format::many(files, "file", "files"))
            }
        }
        Page::Overview => {
            let Some(board) = &app.findings.board else {
                return String::new();
            };
            let is_known = |(id, variant): &(&str, &str)| {
                board.now.cells.iter().any(|cell| cell.kpi == *id && cell.variant == *variant && cell.value.is_some())
            };
            let shown: Vec<(&str, &str)> = kpi_ui::state::headlines(app.of_orders()).collect();
            let (known, all) = (shown.iter().filter(|own| is_known(own)).count(), shown.len());
            if zh {
                format!("{known} 项可算，{} 项缺数据", all - known)
            } else {
                format!("{known} computed, {} locked", all - known)
            }
        }
        Page::Targets => {
            let Some(plan) = &app.findings.plan else {
                return String::new();
            };
            let total = plan.nodes.first().map_or(0.0, |company| company.total.as_f64());
            let currency = app.findings.summary.as_ref().and_then(|summary| summary.currency.as_deref());
            if zh {
                format!("{} 年 {}", plan.year, format::money(total, currency, locale))
            } else {
                format!("{}: {}", plan.year, format::money(total, currency, locale))
            }
        }
        Page::Scenarios => app.findings.outlook.forecast.as_ref().map_or(String::new(), |view| {
            let chance = format::whole_percent(view.chance);
            if zh { format!("达成概率 {chance}") } else { format!("{chance} likely") }
        }),
        _ => String::new(),
    }
}

fn rail(store: Store, locale: Locale) -> impl IntoView {
    let step = move |page: Option<Page>, word: Word| {
        let Some(page) = page else {
            return view! {
                <li>
                    <a aria-disabled="true"><span class="node"></span><span class="st"><b>{word.get(locale)}</b><small>{w::COMES_LATER.get(locale)}</small></span></a>
                </li>
            }
            .into_any();
        };
        let (here, line) = (page.clone(), page.clone());
        let is_current = store.part(move |app| page_name(&app.chrome.page).map(|w| w.1) == page_name(&here).map(|w| w.1));
        let line = store.part(move |app| live_line(app, &line, locale));
        view! {
            <li>
                <a href=page.hash() aria-current=move || is_current.get().then_some("page")>
                    <span class="node"></span>
                    <span class="st"><b>{word.get(locale)}</b><small>{move || line.get()}</small></span>
                </a>
            </li>
        }
        .into_any()
    };
    view! {
        <nav class="rail" aria-label=w::STEPS.get(locale)>
            <a class="brand" href="#/">{brand_mark()}<span>{w::BRAND.get(locale)}</span></a>
            <div class="stepbox">
                <svg class="loop" width="40" height="340" viewBox="0 0 40 340" aria-hidden="true">
                    <path d="M26 22V302" /><path d="M26 302H20a8 8 0 0 1-8-8V86a8 8 0 0 1 8-8h3" /><path class="tip" d="M20 74.5l3.5 3.5-3.5 3.5" />
                </svg>
                <ol class="steps">
                    {step(Some(Page::Data), w::DATA)}
                    {step(Some(Page::Overview), w::KPIS)}
                    {step(None, w::DIAGNOSE)}
                    {step(Some(Page::Targets), w::TARGETS)}
                    {step(Some(Page::Scenarios), w::SCENARIOS)}
                    {step(None, w::IMPROVE)}
                </ol>
            </div>
            <div class="railfoot">
                <button type="button" class="railbtn" on:click=move |_| open_dialog("keys")>{icon("key", false)}{w::SHORTCUTS.get(locale)}<kbd>"?"</kbd></button>
            </div>
        </nav>
    }
}

fn dialog(id: &str) -> Option<web_sys::HtmlDialogElement> {
    use leptos::wasm_bindgen::JsCast;
    document().get_element_by_id(id).and_then(|element| element.dyn_into().ok())
}

fn open_dialog(id: &str) {
    if let Some(dialog) = dialog(id) {
        dialog.show_modal().unwrap_or_default();
    }
}

fn banners(store: Store, locale: Locale) -> impl IntoView {
    let is_restarted = store.part(|app| app.findings.is_restarted);
    let failure = store.part(|app| app.findings.failure.clone());
    view! {
        {move || is_restarted.get().then(|| view! {
            <div class="banner" role="status">
                <span>{w::RESTARTED.get(locale)}</span>
                <button type="button" class="btn sm r" on:click=move |_| store.send(Command::DismissRestart)>{w::GO_ON.get(locale)}</button>
            </div>
        })}
        {move || failure.get().map(|failure| view! {
            <div class="banner bad" role="alert">
                <span><b>{failure.what.get(locale).to_owned()}</b>" "{failure.fix.get(locale).to_owned()}" "<code>{failure.code.clone()}</code></span>
                <button type="button" class="btn sm r" on:click=move |_| store.send(Command::DismissFailure)>{w::DISMISS.get(locale)}</button>
            </div>
        })}
    }
}

fn top(store: Store, locale: Locale) -> impl IntoView {
    let is_sample = store.part(|app| app.intent.sample.is_some());
    let name = move || if is_sample.get() { w::SAMPLE_NAME } else { w::MY_DATA }.get(locale);
    let other = move |to: Locale| move |_| store.send(Command::SetLocale(to));
    let has_data = store.part(App::has_data);
    // The badge counts: it says 0 bytes only while the page has made no request since it was ready.
    let made = RwSignal::new(0);
    let counter = set_interval_with_handle(move || made.set(network_use().0), std::time::Duration::from_secs(2));
    on_cleanup(move || drop(counter.map(|counter| counter.clear())));
    let badge = move |quiet: Word| match made.get() {
        0 => quiet.get(locale).to_owned(),
        n => format!("{n} {}", w::REQUESTS_MADE.get(locale)),
    };
    view! {
        <header class="top">
            <span class="m-only">{brand_mark()}</span>
            <button type="button" class="wb" popovertarget="workbook"><b>{name}</b>{icon("down", false)}</button>
            {move || is_sample.get().then(|| view! { <a class="link" href="#/">{w::START_OVER.get(locale)}</a> })}
            <span class="sp"></span>
            <button type="button" class="priv" popovertarget="privacy">
                <i class="live"></i><span class="full">{move || badge(w::LOCAL)}</span><span class="short">{move || badge(w::LOCAL_SHORT)}</span>
            </button>
            <span class="seg" role="group" aria-label="Language / 语言">
                <button type="button" lang="zh-CN" aria-pressed=(locale == Locale::Chinese).to_string() on:click=other(Locale::Chinese)>"中文"</button>
                <button type="button" lang="en" aria-pressed=(locale == Locale::English).to_string() on:click=other(Locale::English)>"EN"</button>
            </span>
            <button type="button" class="icon th" aria-label=w::THEME.get(locale) on:click=move |_| store.send(Command::SetTheme(other_theme()))>{icon("moon", false)}</button>
            <button type="button" class="icon more m-only" popovertarget="more" aria-label=w::MORE.get(locale)>{icon("dots", false)}</button>
        </header>
        <div class="pop fit" popover id="workbook">
            <ul class="mn">
                <li><label>{w::OPEN_FILES.get(locale)}<input class="vh" type="file" multiple data-early accept=w::ACCEPTED /><span>"Ctrl O"</span></label></li>
                <li><button type="button" popovertarget="workbook" disabled=move || !has_data.get() on:click=move |_| store.send(Command::SaveProject)>{w::SAVE_PROJECT.get(locale)}<span>"Ctrl S"</span></button></li>
            </ul>
            <p class="cap">{w::PROJECT_HOLDS.get(locale)}</p>
        </div>
        <div class="pop" popover id="more">
            <ul class="mn">
                <li><button type="button" lang="zh-CN" on:click=other(Locale::Chinese)>"中文"</button></li>
                <li><button type="button" lang="en" on:click=other(Locale::English)>"English"</button></li>
                <li><button type="button" on:click=move |_| store.send(Command::SetTheme(other_theme()))>{w::THEME.get(locale)}</button></li>
            </ul>
        </div>
    }
}

fn period_name(period: Option<(Grain, kpi_model::Day)>, calendar: Calendar, locale: Locale) -> String {
    period.map_or_else(|| w::ALL_TIME.get(locale).to_owned(), |(grain, start)| format::period(start, grain, calendar, locale))
}

/// Filters in the scope bar.
const FILTERS: [Dimension; 4] = [Dimension::Team, Dimension::Source, Dimension::Region, Dimension::Product];

fn scope_bar(store: Store, locale: Locale) -> impl IntoView {
    let is_shown = store.part(|app| matches!(app.chrome.page, Page::Overview | Page::Kpi(..) | Page::Definitions) && app.has_data());
    let scope = store.part(|app| app.intent.scope.clone());
    let days = store.part(|app| app.findings.summary.as_ref().map(|summary| (summary.first_day, summary.as_of)));
    let values = store.part(|app| app.findings.values.clone());
    let counts = store.part(move |app| scope_counts(app, locale));
    move || {
        is_shown.get().then(|| {
            let scope = scope.get();
            let (first, last) = days.get().unwrap_or_default();
            let mut choices = scope.choices(first, last);
            if !choices.contains(&scope.period) {
                choices.insert(0, scope.period);
            }
            let options = choices.clone().into_iter().enumerate().map(|(i, period)| {
                view! { <option value=i.to_string() selected=period == scope.period>{period_name(period, scope.calendar, locale)}</option> }
            });
            let options: Vec<_> = options.collect();
            let pick = move |event| {
                let chosen = event_target_value(&event).parse::<usize>().ok().and_then(|i| choices.get(i).copied());
                if let Some(period) = chosen {
                    store.send(Command::SetPeriod(period));
                }
            };
            let compare = scope.compare;
            let set_compare = move |event| {
                store.send(Command::SetCompare(if event_target_value(&event) == "year" { Compare::Year } else { Compare::Previous }));
            };
            let chips: Vec<_> = FILTERS.into_iter().filter_map(|dimension| filter_chip(store, locale, &scope, &values.get(), dimension)).collect();
            let has_filters = !scope.filters.is_empty();
            view! {
                <div class="scope" role="region" aria-label=w::SCOPE.get(locale)>
                    <label class="pick"><span class="vh">{w::PERIOD.get(locale)}</span><select on:change=pick>{options}</select></label>
                    {scope.period.is_some().then(|| view! {
                        <label class="pick"><span>{w::COMPARE.get(locale)}</span>
                            <select on:change=set_compare>
                                <option value="year" selected=compare == Compare::Year>{w::YEAR_AGO.get(locale)}</option>
                                <option value="previous" selected=compare == Compare::Previous>{w::PREVIOUS.get(locale)}</option>
                            </select>
                        </label>
                    })}
                    <i class="vr"></i>
                    {chips}
                    {has_filters.then(|| view! { <button type="button" class="chip add" on:click=move |_| store.send(Command::ClearFilters)>{icon("x", true)}{w::CLEAR_FILTERS.get(locale)}</button> })}
                    <span class="sp"></span>
                    <span class="cnt">{move || counts.get()}</span>
                </div>
            }
        })
    }
}

fn scope_counts(app: &App, locale: Locale) -> String {
    let Some(board) = &app.findings.board else {
        return String::new();
    };
    let count_of = |kpi: &str, variant: &str| {
        let cell = board.now.cells.iter().find(|cell| cell.kpi == kpi && cell.variant == variant);
        cell.and_then(|cell| cell.value).map_or_else(|| format::NONE.to_owned(), |value| format::count(value.as_f64()))
    };
    let count = |variant: &str| count_of("opportunities", variant);
    match locale {
        _ if app.of_orders() => {
            let orders = count_of("average_order_value", "orders");
            if locale == Locale::Chinese { format!("{orders} 个订单") } else { format!("{orders} orders") }
        }
        Locale::Chinese => format!("新建 {}，赢单 {}，输单 {}", count("count"), count("won"), count("lost")),
        Locale::English => format!("{} created, {} won, {} lost", count("count"), count("won"), count("lost")),
    }
}

fn filter_chip(
    store: Store,
    locale: Locale,
    scope: &Scope,
    values: &std::collections::BTreeMap<Dimension, Vec<String>>,
    dimension: Dimension,
) -> Option<impl IntoView + use<>> {
    let values = values.get(&dimension).filter(|values| values.len() > 1)?;
    let chosen = scope.filter(dimension).map(str::to_owned);
    let class = if chosen.is_some() { "chip on" } else { "chip" };
    let options: Vec<_> = values
        .iter()
        .map(|value| view! { <option value=value.clone() selected=chosen.as_ref() == Some(value)>{value.clone()}</option> })
        .collect();
    let pick = move |event| {
        let value = event_target_value(&event);
        store.send(Command::SetFilter(dimension, (!value.is_empty()).then_some(value)));
    };
    Some(view! {
        <label class=class><span>{w::dimension(dimension).get(locale)}</span>
            <select on:change=pick><option value="" selected=chosen.is_none()>{w::EVERYONE.get(locale)}</option>{options}</select>
        </label>
    })
}

fn privacy(store: Store, locale: Locale) -> impl IntoView {
    let used = RwSignal::new((0, 0));
    let refresh = move |_| used.set(network_use());
    let forget = move |_| store.send(Command::Forget);
    view! {
        <div class="pop" popover id="privacy" on:toggle=refresh>
            <div class="ph"><b>{w::PRIVACY.get(locale)}</b>
                <button type="button" class="icon" aria-label=w::CLOSE.get(locale) popovertarget="privacy">{icon("x", false)}</button></div>
            <dl class="pv">
                <div><dt>{w::REQUESTS.get(locale)}</dt><dd id="requests">{move || used.get().0}</dd></div>
                <div><dt>{w::BLOCKED.get(locale)}</dt><dd>{move || used.get().1}</dd></div>
            </dl>
            <p class="cap">{w::PRIVACY_NOTE.get(locale)}</p>
            <div class="row"><button type="button" class="btn sm" popovertarget="privacy" on:click=forget>{w::FORGET.get(locale)}</button></div>
        </div>
    }
}

fn shortcuts(locale: Locale) -> impl IntoView {
    let keys: [(&str, Word); 13] = [
        ("1 2 4 5", w::KEY_STEPS),
        ("[ ]", w::KEY_PERIOD),
        ("C", w::KEY_COMPARE),
        ("Shift F", w::KEY_CLEAR),
        ("D", w::KEY_DUPLICATE),
        ("Alt ↑ ↓", w::KEY_LEVER),
        ("G", w::KEY_REACH),
        ("W", w::KEY_WORK),
        ("T", w::KEY_THEME),
        ("Ctrl Z", w::KEY_UNDO),
        ("Ctrl O", w::KEY_OPEN),
        ("Ctrl S", w::KEY_SAVE),
        ("?", w::KEY_HELP),
    ];
    let rows: Vec<_> =
        keys.into_iter().map(|(key, word)| view! { <div><dt><kbd>{key}</kbd></dt><dd>{word.get(locale)}</dd></div> }).collect();
    let handle = window_event_listener(leptos::ev::keydown, |event| {
        use leptos::wasm_bindgen::JsCast;
        let tag = event.target().and_then(|target| target.dyn_into::<leptos::web_sys::Element>().ok()).map(|element| element.tag_name());
        if event.key() == "?" && !matches!(tag.as_deref(), Some("INPUT" | "SELECT" | "TEXTAREA")) {
            open_dialog("keys");
        }
    });
    on_cleanup(move || handle.remove());
    let close = move |_| {
        if let Some(dialog) = dialog("keys") {
            dialog.close();
        }
    };
    view! {
        <dialog class="dlg keysheet" id="keys" aria-labelledby="keys-head">
            <div class="ph"><h2 id="keys-head">{w::SHORTCUTS.get(locale)}</h2>
                <button type="button" class="icon" aria-label=w::CLOSE.get(locale) on:click=close>{icon("x", false)}</button></div>
            <dl class="keys">{rows}</dl>
        </dialog>
    }
}

fn toast(store: Store, locale: Locale) -> impl IntoView {
    let toast = store.part(|app| app.chrome.toast.clone());
    move || {
        toast.get().map(|(zh, en)| {
            view! {
                <div class="toasts"><div class="toast" role="status">
                    <span>{if locale == Locale::Chinese { zh } else { en }}</span>
                    <button type="button" on:click=move |_| store.send(Command::DismissToast)>{w::DISMISS.get(locale)}</button>
                </div></div>
            }
        })
    }
}
