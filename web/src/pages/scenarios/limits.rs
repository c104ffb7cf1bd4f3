//! Constraints: a budget, a margin, what people can take on, and how far each lever may go.

use kpi_model::{Lever, LimitCheck, LimitKind, Limits, Locale, Money};
use kpi_ui::state::{Command, Edit};
use kpi_ui::words::{self as w, Word};
use kpi_ui::{Store, format};
use leptos::ev::Event;
use leptos::prelude::*;

use super::{Facts, at, lever_name, levers, typed_money};
use crate::parts::put_back;

/// The limits, folded away until they are wanted, and whether the scenario that is shown keeps to them.
pub(super) fn section(store: Store, facts: Memo<Facts>, locale: Locale) -> impl IntoView {
    let checks = move || {
        facts.with(|facts| {
            let list = facts.outlook.forecast.iter().flat_map(|view| &view.limits);
            list.map(|check| told(facts, check, locale)).collect_view()
        })
    };
    let movable = Memo::new(move |_| {
        facts.with(|facts| {
            let is_movable = |lever: &Lever| facts.lever(*lever, None).is_some_and(|info| info.reason.is_none());
            Lever::MIXED.into_iter().filter(is_movable).collect::<Vec<Lever>>()
        })
    });
    let farthest = move || movable.get().into_iter().map(|lever| farthest(store, facts, lever, locale)).collect_view();
    view! {
        <details class="more" id="limits"><summary>{w::LIMITS.get(locale)}</summary>
            <p class="gs">{field(store, facts, LimitKind::Budget, locale)}{field(store, facts, LimitKind::Margin, locale)}{field(store, facts, LimitKind::Load, locale)}</p>
            <p class="cap">{w::LIMIT_LEVERS.get(locale)}</p><p class="gs">{farthest}</p></details>
        <ul class="smart" id="limit-checks">{checks}</ul>
    }
}

fn send(store: Store, facts: Memo<Facts>, change: impl FnOnce(&mut Limits)) {
    let mut limits = facts.with_untracked(|facts| facts.library.limits.clone());
    change(&mut limits);
    store.send(Command::Scenario(Edit::Limit(limits)));
}

/// A limit as text, in the unit it is typed in.
fn shown(facts: &Facts, kind: LimitKind, value: f64, locale: Locale) -> String {
    match kind {
        LimitKind::Budget => format::money(value, facts.currency.as_deref(), locale).to_string(),
        LimitKind::Margin => format::percent(value).to_string(),
        LimitKind::Load => format::grouped(value, 1),
    }
}

/// A number as it was typed; a margin in percent.
fn read(kind: LimitKind, text: &str) -> Option<f64> {
    match kind {
        LimitKind::Budget => typed_money(text).flatten().map(Money::as_f64),
        LimitKind::Margin => format::parse_amount(text.trim().trim_end_matches(['%', '％']))
            .filter(|percent| *percent <= 100.0)
            .map(|percent| percent / 100.0),
        LimitKind::Load => format::parse_amount(text).filter(|load| *load > 0.0),
    }
}

/// One limit of the whole scenario.
fn field(store: Store, facts: Memo<Facts>, kind: LimitKind, locale: Locale) -> impl IntoView {
    let (id, word): (&str, Word) = match kind {
        LimitKind::Budget => ("limit-budget", w::LIMIT_BUDGET),
        LimitKind::Margin => ("limit-margin", w::LIMIT_MARGIN),
        LimitKind::Load => ("limit-load", w::LIMIT_LOAD),
    };
    let text = Memo::new(move |_| {
        facts.with(|facts| {
            let limits = &facts.library.limits;
            let value = match kind {
                LimitKind::Budget => limits.budget.map(Money::as_f64),
                LimitKind::Margin => limits.margin,
                LimitKind::Load => limits.load,
            };
            value.map(|value| shown(facts, kind, value, locale)).unwrap_or_default()
        })
    });
    let set = move |event: Event| {
        let said = event_target_value(&event);
        put_back(&event, &text.get_untracked());
        let value = read(kind, &said);
        if value.is_none() && !said.trim().is_empty() {
            return store.send(Command::NotUnderstood(said));
        }
        send(store, facts, |limits| match kind {
            LimitKind::Budget => limits.budget = value.map(|units| Money::from_minor((units * 100.0).round() as i128)),
            LimitKind::Margin => limits.margin = value,
            LimitKind::Load => limits.load = value,
        });
    };
    view! { <label for=id>{word.get(locale)}</label><input id=id class="lvin box" placeholder=format::NONE prop:value=move || text.get() on:change=set /> }
}

/// How far a lever may go in a mix.
fn farthest(store: Store, facts: Memo<Facts>, lever: Lever, locale: Locale) -> impl IntoView {
    let text = Memo::new(move |_| {
        facts.with(|facts| {
            let limit = facts.library.limits.levers.iter().find(|(own, _)| *own == lever).map(|(_, factor)| *factor);
            let info = facts.lever(lever, None);
            limit.zip(info).map(|(factor, info)| at(info, factor, facts.currency.as_deref(), locale)).unwrap_or_default()
        })
    });
    let set = move |event: Event| {
        let said = event_target_value(&event);
        put_back(&event, &text.get_untracked());
        let factor = facts.with_untracked(|facts| levers::read(facts.lever(lever, None)?, &said));
        if factor.is_none() && !said.trim().is_empty() {
            return store.send(Command::NotUnderstood(said));
        }
        send(store, facts, |limits| {
            limits.levers.retain(|(own, _)| *own != lever);
            limits.levers.extend(factor.map(|factor| (lever, factor)));
        });
    };
    let title = facts.with_untracked(|facts| facts.lever(lever, None).map(|info| lever_name(info, locale)).unwrap_or_default());
    let id = format!("limit-{}", lever.name());
    view! { <label for=id.clone()>{title}</label><input id=id class="lvin box" placeholder=format::NONE prop:value=move || text.get() on:change=set /> }
}

/// What a scenario has against a limit.
fn told(facts: &Facts, check: &LimitCheck, locale: Locale) -> impl IntoView + use<> {
    let word = match check.kind {
        LimitKind::Budget => w::LIMIT_BUDGET,
        LimitKind::Margin => w::LIMIT_MARGIN,
        LimitKind::Load => w::LIMIT_LOAD,
    };
    let class = match check.holds {
        Some(true) => "jd good",
        Some(false) => "jd bad",
        None => "jd un",
    };
    let value = check.value.map_or(w::LIMIT_UNKNOWN.get(locale).to_owned(), |value| shown(facts, check.kind, value, locale));
    let limit = shown(facts, check.kind, check.limit, locale);
    view! { <li><span class=class>{word.get(locale)}" "{limit}": "<b>{value}</b></span></li> }
}
