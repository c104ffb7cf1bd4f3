//! Goal seek: what one lever alone must be, and the least that several must be together.

use kpi_model::{Locale, Need, SeekView};
use kpi_ui::state::{Command, Edit};
use kpi_ui::words::{self as w};
use kpi_ui::{Store, format};
use leptos::ev::Event;
use leptos::prelude::*;

use super::{Facts, at, name, typed_money};
use crate::parts;

/// Probabilities that are offered.
const CHANCES: [f64; 5] = [0.5, 0.7, 0.8, 0.9, 0.95];
/// Levers of sources and stages that are listed at most.
const ITEMS: usize = 3;

/// The section.
pub(super) fn section(store: Store, facts: Memo<Facts>, locale: Locale) -> impl IntoView {
    let goal = Memo::new(move |_| facts.get().outlook.seek.map(|seek| seek.goal));
    let currency = Memo::new(move |_| facts.get().currency);
    let shown =
        move || goal.get().map(|goal| format::money(goal.as_f64(), currency.get().as_deref(), locale).to_string()).unwrap_or_default();
    let chance = store.part(|app| app.intent.scenarios.chance);
    let set_goal = move |event: Event| {
        let said = event_target_value(&event);
        store.send(typed_money(&said).map_or(Command::NotUnderstood(said), |goal| Command::Scenario(Edit::Goal(goal))));
    };
    let set_chance = move |event: Event| store.send(Command::Scenario(Edit::Chance(event_target_value(&event).parse().ok())));
    let option = |chosen: f64| view! { <option value=chosen.to_string() prop:selected=move || chance.get() == Some(chosen)>{format::whole_percent(chosen)}</option> };
    let chances = view! {
        <select id="goal-chance" aria-label=w::WITH_PROBABILITY.get(locale) on:change=set_chance>
            <option value="" prop:selected=move || chance.get().is_none()>{w::AS_EXPECTED.get(locale)}</option>{CHANCES.into_iter().map(option).collect_view()}</select>
    };
    let found = move || {
        let facts = facts.get();
        facts.outlook.seek.as_ref().map(|seek| view! { {alone(store, &facts, seek, locale)}{together(store, &facts, seek, locale)} })
    };
    let body = view! {
        <p class="gs"><label for="goal">{w::REACH.get(locale)}</label><input id="goal" class="lvin box" prop:value=shown on:change=set_goal />
            <span>{move || chance.get().map_or("", |_| w::WITH_PROBABILITY.get(locale))}</span>{chances}</p>
        {found}
    };
    parts::section(w::GOAL_SEEK.get(locale).to_owned(), String::new(), ().into_any(), body.into_any())
}

fn alone(store: Store, facts: &Facts, seek: &SeekView, locale: Locale) -> impl IntoView + use<> {
    let is_item = |need: &&Need| need.item.is_some();
    let items = seek.alone.iter().filter(is_item).filter(|need| need.factor.is_some()).take(ITEMS);
    let rows: Vec<_> =
        seek.alone.iter().filter(|need| !is_item(need)).chain(items).filter_map(|need| row(store, facts, need, locale)).collect();
    view! {
        <table class="goal"><thead><tr><th>{w::ONE_ALONE.get(locale)}</th><th class="num">{w::NOW.get(locale)}</th><th class="num">{w::NEEDS.get(locale)}</th><th>{w::IN_REACH.get(locale)}</th></tr></thead><tbody>{rows}</tbody></table>
    }
}

fn row(store: Store, facts: &Facts, need: &Need, locale: Locale) -> Option<impl IntoView + use<>> {
    let info = facts.lever(need.lever, need.item.as_ref())?;
    let text = |factor: f64| at(info, factor, facts.currency.as_deref(), locale);
    let already = facts.library.draft().factor(&(need.lever, need.item.clone()));
    let (good, all) = need.quarters;
    let quarters = match locale {
        Locale::Chinese => format!("{all} 季中 {good} 季做到"),
        Locale::English => format!("{good} of {all} quarters"),
    };
    let best = need.best.map(|best| match locale {
        Locale::Chinese => format!("，最好 {}", text(best)),
        Locale::English => format!(", best {}", text(best)),
    });
    let verdict = match need.factor {
        None => view! { <span class="jd un">{w::NOT_ALONE.get(locale)}</span> }.into_any(),
        Some(factor) if (factor - 1.0).abs() < 1e-9 => view! { <span class="jd good">{w::REACHED_ALREADY.get(locale)}</span> }.into_any(),
        Some(_) if all == 0 => view! { <span class="jd un">{format::NONE}</span> }.into_any(),
        Some(_) => {
            let class = if good > 0 { "jd good" } else { "jd bad" };
            view! { <span class=class>{quarters}{best}</span> }.into_any()
        }
    };
    let (lever, factor) = ((need.lever, need.item.clone()), need.factor);
    let value = factor.map_or(format::NONE.to_owned().into_any(), |factor| {
        let set = move |_| store.send(Command::Scenario(Edit::Set(lever.clone(), factor * already)));
        view! { <button type="button" class="link" on:click=set>{text(factor * already)}</button> }.into_any()
    });
    let is_out = need.factor.is_none();
    Some(
        view! { <tr class=if is_out { "no" } else { "" }><td>{name(need.lever, need.item.as_ref(), locale)}</td><td class="num">{text(already)}</td><td class="num"><b>{value}</b></td><td>{verdict}</td></tr> },
    )
}

fn together(store: Store, facts: &Facts, seek: &SeekView, locale: Locale) -> impl IntoView + use<> {
    let Some(mix) = &seek.mix else {
        return view! { <p class="cap kn">{w::NOT_TOGETHER.get(locale)}" ("{facts.money(seek.reaches, locale)}")"</p> }.into_any();
    };
    let draft = facts.library.draft();
    let text = |change: &kpi_model::Change| {
        let info = facts.lever(change.lever, change.item.as_ref())?;
        let factor = change.factor * draft.factor(&(change.lever, change.item.clone()));
        Some(format!("{} {}", name(change.lever, change.item.as_ref(), locale), at(info, factor, facts.currency.as_deref(), locale)))
    };
    // A mix starts with what the scenario has already.
    let added: Vec<String> = mix.changes.iter().skip(draft.moved.len()).filter_map(text).collect();
    if added.is_empty() {
        return ().into_any();
    }
    let list = added.join(if locale == Locale::Chinese { "，" } else { ", " });
    view! {
        <p class="gs mix"><span>{w::LEAST_EFFORT.get(locale)}": "<b>{list}</b></span>
            <button type="button" class="btn sm" on:click=move |_| store.send(Command::Scenario(Edit::TakeMix))>{w::TAKE.get(locale)}</button></p>
    }
    .into_any()
}
