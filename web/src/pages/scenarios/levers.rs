//! The levers of one scenario: sliders with the own worst-to-best range, figures to type, and timing.

use kpi_model::{Day, Lever, LeverInfo, Locale};
use kpi_ui::state::{Command, Edit, LeverId, Library, most};
use kpi_ui::words::{self as w};
use kpi_ui::{Store, format};
use leptos::ev::{Event, KeyboardEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

use super::{Facts, at, lever_name, typed_money};
use crate::parts::{icon, put_back};

/// A slider goes at least from half to half as much again.
const SLIDER: (f64, f64) = (0.5, 1.5);
/// Steps of a slider, in percent of the base.
const STEP: f64 = 0.5;
/// The levers in the order in which they are shown.
const ORDER: [Lever; 10] = [
    Lever::Volume,
    Lever::WinRate,
    Lever::DealSize,
    Lever::Cycle,
    Lever::Price,
    Lever::Discount,
    Lever::Cost,
    Lever::Retention,
    Lever::Headcount,
    Lever::Activity,
];
/// Months to full effect that are offered.
const OVER: [u32; 6] = [1, 3, 6, 9, 12, 18];

/// The panel.
pub(super) fn panel(store: Store, facts: Memo<Facts>, locale: Locale) -> impl IntoView {
    let levers = Memo::new(move |_| facts.get().outlook.baseline.map(|view| view.levers).unwrap_or_default());
    let library = store.part(|app| app.intent.scenarios.clone());
    let shown = Memo::new(move |_| library.get().shown);
    let count = Memo::new(move |_| library.get().drafts.len());
    let title = Memo::new(move |_| library.get().draft().name);
    let tabs = move || {
        let tab = |position: usize| {
            view! { <button type="button" aria-pressed=move || (shown.get() == position).to_string()
            on:click=move |_| store.send(Command::Scenario(Edit::Show(position)))>{Library::letter(position)}</button> }
        };
        view! { <span class="seg" role="group" aria-label=w::SCENARIOS.get(locale)>{(0..count.get()).map(tab).collect_view()}</span> }
    };
    let rename = move |event: Event| store.send(Command::Scenario(Edit::Name(event_target_value(&event))));
    let lists = move || {
        let all = levers.get();
        let main: Vec<LeverInfo> =
            ORDER.iter().filter_map(|lever| movable(&all).find(|info| info.lever == *lever && info.item.is_none())).cloned().collect();
        let parts: Vec<LeverInfo> = movable(&all).filter(|info| info.item.is_some()).cloned().collect();
        let first = main.len();
        let list = |infos: Vec<LeverInfo>, first: usize| {
            infos.into_iter().enumerate().map(|(i, info)| slider(store, facts, info, first + i, locale)).collect_view()
        };
        let absent = all.iter().filter_map(|info| Some((info, info.reason.as_ref()?))).map(|(info, reason)| {
            view! { <li class="off"><div class="lh"><span>{lever_name(info, locale)}</span></div><p class="why">{reason.get(locale).to_owned()}</p></li> }
        });
        let (absent, has_parts) = (absent.collect_view(), !parts.is_empty());
        let has_absent = !absent.is_empty();
        view! {
            <ol class="lev">{list(main, 0)}</ol>
            <p class="cap kn">{w::MARKED_RANGE.get(locale)}</p>
            {timing(store, facts, locale)}
            {has_parts.then(|| view! { <details class="more"><summary>{w::BY_SOURCE_AND_STAGE.get(locale)}</summary><ol class="lev">{list(parts, first)}</ol></details> })}
            {has_absent.then(|| view! { <details class="more"><summary>{w::CANNOT_MOVE.get(locale)}</summary><ol class="lev">{absent}</ol></details> })}
        }
    };
    view! {
        <aside class="panel lp" aria-label=w::LEVERS.get(locale)>
            <div class="sech"><h2>{w::SCENARIO.get(locale)}" "{move || Library::letter(shown.get())}</h2>{tabs}
                <button type="button" class="btn ghost sm r" on:click=move |_| store.send(Command::Scenario(Edit::Reset))>{icon("reset", false)}{w::RESET.get(locale)}</button></div>
            <label class="nm"><span class="vh">{w::SCENARIO_NAME.get(locale)}</span>
                <input id="scenario-name" maxlength="60" placeholder=w::SCENARIO_NAME.get(locale) prop:value=move || title.get() on:change=rename /></label>
            {lists}
        </aside>
    }
}

fn movable(levers: &[LeverInfo]) -> impl Iterator<Item = &LeverInfo> {
    levers.iter().filter(|info| info.reason.is_none() && info.value.is_some())
}

/// Lowest and highest factor of a slider, in whole steps: the usual range, opened to the own one; a share stays below 1.
fn ends(info: &LeverInfo) -> (f64, f64) {
    let (worst, best) = info.range.unwrap_or((1.0, 1.0));
    let steps = |factor: f64| factor * 100.0 / STEP;
    let low = (steps(worst.min(best) * 0.95).floor()).min(steps(SLIDER.0)).max(1.0);
    let high = (steps(worst.max(best) * 1.05).ceil()).max(steps(SLIDER.1)).min(steps(most(info)).floor()).max(steps(1.0));
    (low * STEP / 100.0, high * STEP / 100.0)
}

fn slider(store: Store, facts: Memo<Facts>, info: LeverInfo, position: usize, locale: Locale) -> impl IntoView {
    let lever: LeverId = (info.lever, info.item.clone());
    let id = lever.clone();
    let value = store.part(move |app| match &app.chrome.held {
        Some((held, factor)) if *held == id => *factor,
        _ => app.intent.scenarios.draft().factor(&id),
    });
    let currency = Memo::new(move |_| facts.get().currency);
    let (low, high) = ends(&info);
    let share = move |factor: f64| ((factor - low) / (high - low) * 100.0).clamp(0.0, 100.0);
    let percent = |share: f64| format!("{share:.2}%");
    let is_moved = move || (value.get() - 1.0).abs() > 1e-9;
    let (own, typed, spoken) = (info.clone(), info.clone(), info.clone());
    let base = move || {
        is_moved().then(|| view! { <span class="mute">{at(&own, 1.0, currency.get().as_deref(), locale)}</span>{icon("arrow", true)} })
    };
    let text = Memo::new(move |_| at(&typed, value.get(), currency.get().as_deref(), locale));
    let range = info.range;
    let marks = move || {
        let (worst, best) = range.unwrap_or((1.0, 1.0));
        let (from, to, now, base) = (share(worst.min(best)), share(worst.max(best)), share(value.get()), share(1.0));
        view! {
            <rect x="0" y="10" width="100%" height="3" rx="1" class="b-track" />
            <rect x=percent(from) y="10" width=percent((to - from).max(0.0)) height="3" class="b-ref" />
            <rect x=percent(now.min(base)) y="10" width=percent((now - base).abs()) height="3" class="b-acc" />
            <line x1=percent(base) y1="6" x2=percent(base) y2="17" class="wk-ref" />
        }
    };
    let factor = |event: &Event| event_target_value(event).parse::<f64>().ok().map(|percent| percent / 100.0);
    let (holding, letting_go) = (lever.clone(), lever.clone());
    let hold = move |event: Event| {
        if let Some(factor) = factor(&event) {
            store.send(Command::Scenario(Edit::Hold(holding.clone(), factor)));
        }
    };
    let let_go = move |event: Event| {
        if let Some(factor) = factor(&event) {
            store.send(Command::Scenario(Edit::Set(letting_go.clone(), factor)));
        }
    };
    let figure = info.clone();
    let take = move |event: Event| {
        let said = event_target_value(&event);
        put_back(&event, &text.get_untracked());
        match read(&figure, &said) {
            Some(factor) => store.send(Command::Scenario(Edit::Set(lever.clone(), factor))),
            None => store.send(Command::NotUnderstood(said)),
        }
    };
    let keyed = info.clone();
    let key = move |event: KeyboardEvent| {
        let (lever, is_field) = ((keyed.lever, keyed.item.clone()), event.target().is_some_and(is_text));
        let edit = match event.key().as_str() {
            way @ ("ArrowUp" | "ArrowDown") if event.alt_key() => {
                let steps = if event.shift_key() { 10.0 } else { 1.0 } * if way == "ArrowUp" { 1.0 } else { -1.0 };
                Edit::Set(lever, (value.get_untracked() + steps * STEP / 100.0).clamp(low, high))
            }
            "g" | "G" if !is_field && !event.ctrl_key() && !event.meta_key() && !event.alt_key() => Edit::Reach(lever),
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        store.send(Command::Scenario(edit));
    };
    let title = lever_name(&info, locale);
    let note = info.note.as_ref().map(|note| note.get(locale).to_owned());
    let html_id = format!("lever-{position}");
    view! {
        <li class=move || if is_moved() { "on" } else { "" } title=note on:keydown=key>
            <div class="lh"><label for=html_id.clone()>{title.clone()}</label><span class="lv">{base}
                <input class="lvin" aria-label=format!("{title} {}", w::VALUE.get(locale)) prop:value=move || text.get() on:change=take /></span></div>
            <div class="rng"><svg class="ch" aria-hidden="true">{marks}</svg>
                <input id=html_id type="range" min=low * 100.0 max=high * 100.0 step=STEP prop:value=move || value.get() * 100.0
                    aria-valuetext=move || at(&spoken, value.get(), currency.get().as_deref(), locale) on:input=hold on:change=let_go /></div>
        </li>
    }
}

/// Is it a field that text is typed into?
fn is_text(target: leptos::web_sys::EventTarget) -> bool {
    target.dyn_into::<web_sys::HtmlInputElement>().is_ok_and(|input| input.type_() == "text")
}

/// The factor of a typed figure: `66%`, `1,200`, `28.6万`, a price as `+3%`; none where it is no figure the lever can have.
pub(super) fn read(info: &LeverInfo, said: &str) -> Option<f64> {
    let text = said.split('/').next().unwrap_or(said).trim().trim_start_matches('±');
    let text = text.trim_end_matches(|c: char| c.is_alphabetic() && !matches!(c, '万' | '亿' | 'K' | 'k' | 'M' | 'm' | 'B')).trim();
    let (sign, digits) = match text.strip_prefix(['-', format::MINUS]) {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.trim_start_matches('+')),
    };
    let number = format::parse_amount(digits.trim_end_matches(['%', '％']).trim())? * sign;
    let is_percent = matches!(info.lever, Lever::WinRate | Lever::StageConversion | Lever::Discount | Lever::Cost);
    let factor = match info.lever {
        Lever::Price => 1.0 + number / 100.0,
        _ => number / if is_percent { 100.0 } else { 1.0 } / info.value.filter(|value| *value > 0.0)?,
    };
    (0.01..=most(info) * (1.0 + 1e-9)).contains(&factor).then_some(factor)
}

/// From when, over how long, and what it costs.
fn timing(store: Store, facts: Memo<Facts>, locale: Locale) -> impl IntoView {
    let months = Memo::new(move |_| {
        let view = facts.get().outlook.baseline;
        view.map(|view| view.trailing.iter().filter(|month| month.actual.is_none()).map(|month| month.month).collect::<Vec<Day>>())
            .unwrap_or_default()
    });
    let draft = store.part(|app| app.intent.scenarios.draft());
    let month = move |day: Day| format::axis_month(day, true, locale);
    let option =
        move |day: Day| view! { <option value=day.to_string() prop:selected=move || draft.get().from == Some(day)>{month(day)}</option> };
    let set_from = move |event: Event| store.send(Command::Scenario(Edit::From(Day::parse_iso(&event_target_value(&event)))));
    let from = view! {
        <select id="scenario-from" on:change=set_from><option value="" prop:selected=move || draft.get().from.is_none()>{w::FIRST_MONTH.get(locale)}</option>
            {move || months.get().into_iter().skip(1).map(option).collect_view()}</select>
    };
    let text = |over: u32| match (over, locale) {
        (1, _) => w::AT_ONCE.get(locale).to_owned(),
        (_, Locale::Chinese) => format!("{over} 个月"),
        (_, Locale::English) => format!("{over} months"),
    };
    let option =
        move |over: u32| view! { <option value=over.to_string() prop:selected=move || draft.get().over == over>{text(over)}</option> };
    let set_over = move |event: Event| store.send(Command::Scenario(Edit::Over(event_target_value(&event).parse().unwrap_or(1))));
    let over = view! { <select id="scenario-over" on:change=set_over>{OVER.into_iter().map(option).collect_view()}</select> };
    let currency = Memo::new(move |_| facts.get().currency);
    // Only a change of its own puts a new text into a field: what is being typed stays while answers come in.
    let note = Memo::new(move |_| draft.get().note);
    let cost = Memo::new(move |_| {
        draft.get().cost.map(|cost| format::money(cost.as_f64(), currency.get().as_deref(), locale).to_string()).unwrap_or_default()
    });
    let set_cost = move |event: Event| {
        let said = event_target_value(&event);
        put_back(&event, &cost.get_untracked());
        store.send(typed_money(&said).map_or(Command::NotUnderstood(said), |cost| Command::Scenario(Edit::Cost(cost))));
    };
    let set_note = move |event: Event| store.send(Command::Scenario(Edit::Note(event_target_value(&event))));
    view! {
        <div class="ramp">
            <div class="lh"><label for="scenario-over">{w::TAKES_EFFECT_OVER.get(locale)}</label><span class="lv">{over}</span></div>
            <div class="lh"><label for="scenario-from">{w::TAKES_EFFECT_FROM.get(locale)}</label><span class="lv">{from}</span></div>
            <div class="lh"><label for="scenario-cost">{w::PROGRAMME_COST.get(locale)}</label><span class="lv"><input id="scenario-cost" class="lvin" placeholder=format::NONE prop:value=move || cost.get() on:change=set_cost /></span></div>
            <label class="nt" for="scenario-note">{w::SCENARIO_NOTE.get(locale)}</label><textarea id="scenario-note" class="inp" rows="2" maxlength="500" prop:value=move || note.get() on:change=set_note></textarea>
        </div>
    }
}
