//! The rules of the spread, the check that it adds up, and publishing.

use kpi_model::{Basis, Locale, Spread};
use kpi_ui::state::Command;
use kpi_ui::words::{self as w, Word};
use kpi_ui::{Store, format};
use leptos::prelude::*;

use super::Facts;
use crate::parts::icon;

/// The bar above the tree.
pub(super) fn rules(store: Store, facts: &Facts, locale: Locale) -> impl IntoView + use<> {
    let spread = &facts.spread;
    let basis = |word: Word, now: Basis, names: &[(Basis, Word)], set: fn(&Spread, Basis) -> Spread| {
        let buttons: Vec<_> = names
            .iter()
            .map(|(basis, name)| {
                let next = set(spread, *basis);
                view! { <button type="button" aria-pressed=(*basis == now).to_string() on:click=move |_| store.send(Command::EditSpread(next.clone().without_held()))>{name.get(locale)}</button> }
            })
            .collect();
        view! { <span class="mute">{word.get(locale)}</span><span class="seg" role="group" aria-label=word.get(locale)>{buttons}</span> }
    };
    let of_people = [
        (Basis::History, w::BY_HISTORY),
        (Basis::Even, w::EVEN),
        (Basis::Capacity, w::BY_CAPACITY_BASIS),
        (Basis::Potential, w::BY_POTENTIAL),
    ];
    let people = basis(w::SPREAD_PEOPLE, spread.people, &of_people, |spread, people| Spread { people, ..spread.clone() });
    let months = basis(w::SPREAD_MONTHS, spread.months, &[(Basis::History, w::BY_SEASON), (Basis::Even, w::EVEN)], |spread, months| {
        Spread { months, ..spread.clone() }
    });
    let locks = spread.locks.iter().filter(|lock| !lock.held).count();
    let released = Spread { locks: Vec::new(), ..spread.clone() };
    let lock_text = match locale {
        Locale::Chinese => format!("{} {locks} {}", w::LOCKED.get(locale), w::CELLS.get(locale)),
        Locale::English => format!("{locks} {} locked", w::CELLS.get(locale)),
    };
    let gap = facts.plan.gap.minor;
    let check = if gap == 0 {
        view! { <span class="jd good" id="sum-check">{w::ADDS_UP.get(locale)}</span> }.into_any()
    } else {
        view! { <span class="jd bad" id="sum-check">{format!("{} {}", w::DOES_NOT_ADD_UP.get(locale), facts.plan.gap)}</span> }.into_any()
    };
    let publish = if facts.plan.published { w::PUBLISHED } else { w::PUBLISH };
    view! {
        <div class="bar">{people}{months}{third(store, facts, locale)}
            {(!spread.locks.is_empty()).then(|| view! { <button type="button" class="chip" title=w::RELEASE_ALL.get(locale) on:click=move |_| store.send(Command::EditSpread(released.clone()))>{icon("lock", true)}{lock_text}{icon("x", true)}</button> })}
            <span class="sp"></span>{check}
            <button type="button" class="icon" title=w::UNDO.get(locale) aria-label=w::UNDO.get(locale) on:click=move |_| store.send(Command::Undo)>{icon("undo", false)}</button>
            <button type="button" class="btn pri" disabled=facts.plan.published on:click=move |_| store.send(Command::Publish)>{publish.get(locale)}</button></div>
    }
}

/// Dimensions that targets can be split by beside people and months.
const THIRD: [kpi_model::Dimension; 5] = [
    kpi_model::Dimension::Product,
    kpi_model::Dimension::Industry,
    kpi_model::Dimension::Segment,
    kpi_model::Dimension::Region,
    kpi_model::Dimension::Source,
];

/// The third axis, and which of its values is shown.
fn third(store: Store, facts: &Facts, locale: Locale) -> impl IntoView + use<> {
    let spread = facts.spread.clone();
    let now = spread.by;
    let options: Vec<_> = THIRD
        .iter()
        .map(|by| view! { <option value=by.name() prop:selected={now == Some(*by)}>{w::dimension(*by).get(locale)}</option> })
        .collect();
    let pick = move |event| {
        let name = event_target_value(&event);
        let by = THIRD.into_iter().find(|by| by.name() == name);
        // Locks on values of one axis mean nothing on another.
        let locks = spread.locks.iter().filter(|lock| lock.product.is_none()).cloned().collect();
        store.send(Command::ShowPart(None));
        store.send(Command::EditSpread(Spread { by, locks, ..spread.clone() }));
    };
    let shown = facts.part.as_ref().map(|(_, part)| part.clone());
    let parts: Vec<_> = facts
        .plan
        .products
        .iter()
        .map(|part| {
            let name = if part.is_empty() { w::UNNAMED.get(locale).to_owned() } else { part.clone() };
            view! { <option value=format!("={part}") prop:selected={shown.as_ref() == Some(part)}>{name}</option> }
        })
        .collect();
    let show = move |event| store.send(Command::ShowPart(event_target_value(&event).strip_prefix('=').map(str::to_owned)));
    let parts = now.is_some().then(|| view! {
        <label class="chip"><span class="vh">{w::SHOWN_PART.get(locale)}</span><select id="shown-part" on:change=show><option value="" prop:selected=shown.is_none()>{w::ALL_ROWS.get(locale)}</option>{parts}</select></label>
    });
    view! {
        <label class="chip"><span>{w::ALSO_BY.get(locale)}</span><select id="third-axis" on:change=pick><option value="" prop:selected=now.is_none()>{format::NONE}</option>{options}</select></label>{parts}
    }
}
