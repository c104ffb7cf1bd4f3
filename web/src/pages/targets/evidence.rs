//! Evidence for the target: three tiers with their chances, figures by source, and the SMART check.

use kpi_model::{Day, EvidenceView, Locale, Spread, SuggestionKind, Tier, TierKind, Unit};
use kpi_ui::state::{Assumed, Command};
use kpi_ui::words::{self as w, Word};
use kpi_ui::{Store, format};
use leptos::prelude::*;

use crate::parts::put_back;

/// The section below the tree; nothing until the engine has answered.
pub(super) fn section(store: Store, locale: Locale) -> impl IntoView {
    let view = store.part(|app| app.findings.evidence.clone());
    let spread = store.part(|app| app.intent.spread.clone());
    let assumed = store.part(|app| app.intent.assumed);
    let currency = store.part(|app| app.findings.summary.as_ref().and_then(|summary| summary.currency.clone()));
    let is_known = Memo::new(move |_| view.with(Option::is_some));
    let part = move |of: fn(Store, &EvidenceView, &Spread, Option<&str>, Locale) -> AnyView| {
        move || view.get().map(|view| of(store, &view, &spread.get(), currency.get().as_deref(), locale))
    };
    let body = move || {
        view! {
            <section class="sec"><div class="sech"><h2>{w::EVIDENCE.get(locale)}</h2><span class="cap">{w::EVIDENCE_NOTE.get(locale)}</span></div>
                {part(tiers)}<h3>{w::FIGURES_BY_SOURCE.get(locale)}</h3>
                // What is typed here stays while the evidence changes.
                {beyond(store, assumed, locale)}{part(sources)}<h3>"SMART"</h3>{part(smart)}</section>
        }
    };
    move || is_known.get().then(body)
}

/// What the data do not say: growth of the market and of a competitor, and when the target is looked at again.
fn beyond(store: Store, assumed: Memo<Assumed>, locale: Locale) -> impl IntoView {
    let growth = move |id: &'static str, word: Word, of: fn(&mut Assumed) -> &mut Option<f64>| {
        let shown = move || of(&mut assumed.get()).map(growth).unwrap_or_default();
        let set = move |event: leptos::ev::Event| {
            let said = event_target_value(&event);
            put_back(&event, &untrack(shown));
            let text = said.trim().trim_end_matches(['%', '％']).replace(format::MINUS, "-");
            let rate =
                text.trim_start_matches('+').parse::<f64>().ok().map(|percent| percent / 100.0).filter(|rate| (-1.0..=10.0).contains(rate));
            if rate.is_none() && !text.is_empty() {
                return store.send(Command::NotUnderstood(said));
            }
            let mut next = assumed.get_untracked();
            *of(&mut next) = rate;
            store.send(Command::Assume(next));
        };
        view! { <label for=id>{word.get(locale)}</label><input id=id class="lvin box" placeholder="%" prop:value=shown on:change=set /> }
    };
    let set_review = move |event: leptos::ev::Event| {
        store.send(Command::Assume(Assumed { review: Day::parse_iso(&event_target_value(&event)), ..assumed.get_untracked() }));
    };
    let review = move || assumed.get().review.map(|day| day.to_string()).unwrap_or_default();
    view! {
        <p class="gs beyond">{growth("market-growth", w::MARKET_GROWTH, |assumed| &mut assumed.market)}{growth("competitor-growth", w::COMPETITOR_GROWTH, |assumed| &mut assumed.competitor)}
            <label for="review-day">{w::REVIEW_DAY.get(locale)}</label><input id="review-day" type="date" class="inp" prop:value=review on:change=set_review /></p>
    }
}

fn tiers(store: Store, view: &EvidenceView, spread: &Spread, currency: Option<&str>, locale: Locale) -> AnyView {
    let rows = view.tiers.iter().map(|one| tier(store, one, spread, currency, locale)).collect_view();
    view! {
        <div class="tw" tabindex="0" role="region" aria-label=w::EVIDENCE.get(locale)><table class="vr-t"><thead><tr>
            <th>{w::TIER.get(locale)}</th><th class="num">{w::VALUE.get(locale)}</th><th class="num">{w::AGAINST_YEAR.get(locale)}</th><th class="num">{w::CHANCE_TO_REACH.get(locale)}</th><th class="num">{w::OWN_HISTORY.get(locale)}</th><th>{w::WOULD_TAKE.get(locale)}</th><th></th></tr></thead>
            <tbody>{rows}</tbody></table></div>
    }
    .into_any()
}

fn sources(_: Store, view: &EvidenceView, _: &Spread, currency: Option<&str>, locale: Locale) -> AnyView {
    let kind = |kind: SuggestionKind| match kind {
        SuggestionKind::Smoothing => w::BY_SMOOTHING,
        SuggestionKind::Pipeline => w::BY_PIPELINE,
        SuggestionKind::Funnel => w::BY_FUNNEL,
        SuggestionKind::Capacity => w::BY_CAPACITY,
        SuggestionKind::Market => w::BY_MARKET,
        SuggestionKind::Competitor => w::BY_COMPETITOR,
    };
    let source = |one: &kpi_model::Suggestion| {
        let amount = one.amount.map_or(format::NONE.to_owned(), |amount| format::money(amount.as_f64(), currency, locale).to_string());
        view! { <tr><th scope="row">{kind(one.kind).get(locale)}</th><td class="num"><b>{amount}</b></td><td class="num">{one.growth.map(growth)}</td><td class="t2">{one.how.get(locale).to_owned()}</td></tr> }
    };
    let rows = view.suggestions.iter().map(source).collect_view();
    view! { <div class="tw" tabindex="0" role="region" aria-label=w::FIGURES_BY_SOURCE.get(locale)><table class="vr-t"><tbody>{rows}</tbody></table></div> }
        .into_any()
}

fn smart(_: Store, view: &EvidenceView, _: &Spread, _: Option<&str>, locale: Locale) -> AnyView {
    let check = |one: &kpi_model::SmartCheck| {
        let class = if one.holds { "jd good" } else { "jd bad" };
        view! { <li><b>{one.letter.clone()}</b>" "<span class=class>{one.why.get(locale).to_owned()}</span></li> }
    };
    view! { <ul class="smart">{view.smart.iter().map(check).collect_view()}</ul> }.into_any()
}

/// `+12.3%`
fn growth(fraction: f64) -> String {
    format::signed(fraction, format::percent(fraction.abs()))
}

fn tier(store: Store, tier: &Tier, spread: &Spread, currency: Option<&str>, locale: Locale) -> impl IntoView + use<> {
    let (name, can_take): (Word, bool) = match tier.kind {
        TierKind::Base => (w::TIER_BASE, true),
        TierKind::Stretch => (w::TIER_STRETCH, true),
        TierKind::Challenge => (w::TIER_CHALLENGE, true),
        TierKind::Asked => (w::TIER_ASKED, false),
    };
    let of = |(good, all): (u32, u32)| match locale {
        Locale::Chinese => format!("{all} 次中 {good} 次"),
        Locale::English => format!("{good} of {all}"),
    };
    // The levers that could do it alone, the easiest first as the engine lists them.
    let needs: Vec<String> = tier
        .needs
        .iter()
        .filter_map(|need| Some((need, need.factor?)))
        .take(3)
        .map(|(need, factor)| {
            let item = need.item.as_ref().map(|item| format!(" {item}")).unwrap_or_default();
            format!("{}{item} ×{} ({})", need.name.get(locale), format::grouped(factor, 2), of(need.quarters))
        })
        .collect();
    let next = Spread { total: Some(tier.amount), ..spread.clone().without_held() };
    let take = can_take.then(|| {
        view! { <button type="button" class="btn sm" on:click=move |_| store.send(Command::EditSpread(next.clone()))>{w::TAKE.get(locale)}</button> }
    });
    let amount = format::shown(kpi_model::Quantity::Money(tier.amount), Unit::Money, currency, locale).to_string();
    view! {
        <tr><th scope="row">{name.get(locale)}</th><td class="num"><b>{amount}</b></td><td class="num">{tier.growth.map(growth)}</td>
            <td class="num">{format::percent(tier.chance).to_string()}</td><td class="num">{of(tier.history)}</td><td class="t2">{needs.join(if locale == Locale::Chinese { "；" } else { "; " })}</td><td>{take}</td></tr>
    }
}
