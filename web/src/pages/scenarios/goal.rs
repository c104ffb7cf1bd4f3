//! Goal seek: what one lever alone must be, and the least that several must be together.

use kpi_model::{Locale, SeekView};
use kpi_ui::state::{Command, Edit, LeverId};
use kpi_ui::words::{self as w};
use kpi_ui::{Store, format};
use leptos::ev::Event;
use leptos::prelude::*;

use super::{Facts, at, lever_name, typed_money};
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
        parts::put_back(&event, &untrack(shown));
        store.send(typed_money(&said).map_or(Command::NotUnderstood(said), |goal| Command::Scenario(Edit::Goal(goal))));
    };
    let set_chance = move |event: Event| store.send(Command::Scenario(Edit::Chance(event_target_value(&event).parse().ok())));
    let option = |chosen: f64| view! { <option value=chosen.to_string() prop:selected=move || chance.get() == Some(chosen)>{format::whole_percent(chosen)}</option> };
    let chances = view! {
        <select id="goal-chance" aria-label=w::WITH_PROBABILITY.get(locale) on:change=set_chance>
            <option value="" prop:selected=move || chance.get().is_none()>{w::AS_EXPECTED.get(locale)}</option>{CHANCES.into_iter().map(option).collect_view()}</select>
    };
    let is_found = Memo::new(move |_| facts.with(|facts| facts.outlook.seek.is_some()));
    let mix = move || {
        let facts = facts.get();
        facts.outlook.seek.as_ref().map(|seek| together(store, &facts, seek, locale))
    };
    let body = view! {
        <p class="gs"><label for="goal">{w::REACH.get(locale)}</label><input id="goal" class="lvin box" prop:value=shown on:change=set_goal />
            <span>{move || chance.get().map_or("", |_| w::WITH_PROBABILITY.get(locale))}</span>{chances}</p>
        {move || is_found.get().then(|| alone(store, facts, locale))}{mix}{super::limits::section(store, facts, locale)}
    };
    parts::section(w::GOAL_SEEK.get(locale).to_owned(), String::new(), ().into_any(), body.into_any())
}

/// Each lever alone. Rows stay while their figures change, so that the button that was pressed keeps the focus.
fn alone(store: Store, facts: Memo<Facts>, locale: Locale) -> impl IntoView {
    let listed = Memo::new(move |_| {
        facts.with(|facts| {
            let alone = facts.outlook.seek.as_ref().map_or(&[][..], |seek| &seek.alone);
            let whole = alone.iter().filter(|need| need.item.is_none());
            let items = alone.iter().filter(|need| need.item.is_some() && need.factor.is_some()).take(ITEMS);
            whole.chain(items).map(|need| (need.lever, need.item.clone())).collect::<Vec<LeverId>>()
        })
    });
    view! {
        <table class="goal"><thead><tr><th>{w::ONE_ALONE.get(locale)}</th><th class="num">{w::NOW.get(locale)}</th><th class="num">{w::NEEDS.get(locale)}</th><th>{w::IN_REACH.get(locale)}</th></tr></thead>
            <tbody><For each=move || listed.get() key=|(lever, item)| format!("{} {}", lever.name(), item.as_deref().unwrap_or_default()) let:lever>{row(store, facts, lever, locale)}</For></tbody></table>
    }
}

/// What a row says of a lever.
#[derive(Clone, PartialEq)]
struct Said {
    now: String,
    needs: Option<String>,
    class: &'static str,
    verdict: String,
}

fn said(facts: &Facts, (lever, item): &LeverId, locale: Locale) -> Option<Said> {
    let need = facts.outlook.seek.as_ref()?.alone.iter().find(|need| need.lever == *lever && need.item == *item)?;
    let info = facts.lever(*lever, item.as_ref())?;
    let text = |factor: f64| at(info, factor, facts.currency.as_deref(), locale);
    let now = facts.library.draft().factor(&(*lever, item.clone()));
    // What is needed goes on from the scenario that was asked about.
    let asked = facts.outlook.seek.iter().flat_map(|seek| &seek.scenario.changes);
    let already: f64 = asked.filter(|change| change.lever == *lever && change.item == *item).map(|change| change.factor).product();
    let (good, all) = need.quarters;
    let (class, verdict) = match need.factor {
        None => ("jd un", w::NOT_ALONE.get(locale).to_owned()),
        Some(factor) if (factor - 1.0).abs() < 1e-9 => ("jd good", w::REACHED_ALREADY.get(locale).to_owned()),
        Some(_) if all == 0 => ("jd un", format::NONE.to_owned()),
        Some(_) => {
            let best =
                need.best.map(text).map(|best| if locale == Locale::Chinese { format!("，最好 {best}") } else { format!(", best {best}") });
            let quarters =
                if locale == Locale::Chinese { format!("{all} 季中 {good} 季做到") } else { format!("{good} of {all} quarters") };
            (if good > 0 { "jd good" } else { "jd bad" }, quarters + &best.unwrap_or_default())
        }
    };
    Some(Said { now: text(now), needs: need.factor.map(|factor| text(factor * already)), class, verdict })
}

fn row(store: Store, facts: Memo<Facts>, lever: LeverId, locale: Locale) -> impl IntoView {
    let of = lever.clone();
    let now = Memo::new(move |_| facts.with(|facts| said(facts, &of, locale)));
    let has_need = Memo::new(move |_| now.with(|said| said.as_ref().is_some_and(|said| said.needs.is_some())));
    let title =
        facts.with_untracked(|facts| facts.lever(lever.0, lever.1.as_ref()).map(|info| lever_name(info, locale)).unwrap_or_default());
    let part = move |of: fn(Said) -> String| move || now.get().map(of).unwrap_or_default();
    let value = move || {
        if !has_need.get() {
            return format::NONE.into_any();
        }
        let lever = lever.clone();
        let set = move |_| store.send(Command::Scenario(Edit::Reach(lever.clone())));
        view! { <button type="button" class="link" on:click=set>{part(|said| said.needs.unwrap_or_default())}</button> }.into_any()
    };
    view! {
        <tr class=move || if has_need.get() { "" } else { "no" }><td>{title}</td><td class="num">{part(|said| said.now)}</td><td class="num"><b>{value}</b></td>
            <td><span class=move || now.with(|said| said.as_ref().map_or("jd un", |said| said.class))>{part(|said| said.verdict)}</span></td></tr>
    }
}

fn together(store: Store, facts: &Facts, seek: &SeekView, locale: Locale) -> impl IntoView + use<> {
    let Some(mix) = &seek.mix else {
        return view! { <p class="cap kn">{w::NOT_TOGETHER.get(locale)}" ("{facts.money(seek.reaches, locale)}")"</p> }.into_any();
    };
    let draft = facts.library.draft();
    let text = |change: &kpi_model::Change| {
        let info = facts.lever(change.lever, change.item.as_ref())?;
        let factor = change.factor * draft.factor(&(change.lever, change.item.clone()));
        Some(format!("{} {}", lever_name(info, locale), at(info, factor, facts.currency.as_deref(), locale)))
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
