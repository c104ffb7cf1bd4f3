//! Decisions about all files at once: what stage words mean and how likely they lead to a win, which activity types are one, what
//! other currencies are worth.

use kpi_model::{LoadSummary, Locale, Mapping, TableKind};
use kpi_ui::state::Command;
use kpi_ui::words as w;
use kpi_ui::{Store, format};
use leptos::prelude::*;

use crate::parts::icon;

/// Stage words with their meaning and, for open ones, the chance of winning from there.
pub(super) fn stages(store: Store, summary: &LoadSummary, mapping: &Mapping, locale: Locale) -> impl IntoView + use<> {
    let has_order = !summary.stage_order.is_empty();
    let row = |(word, outcome, count): &(String, String, u32)| {
        let options: Vec<_> = [("open", w::OPEN), ("won", w::WON), ("lost", w::LOST)]
            .into_iter()
            .map(|(name, label)| view! { <option value=name prop:selected=outcome == name>{label.get(locale)}</option> })
            .collect();
        let (stage, label) = (word.clone(), word.clone());
        let pick = move |event| store.send(Command::SetStage { word: stage.clone(), outcome: event_target_value(&event) });
        let chance = (outcome == "open").then(|| {
            let (stage, given) = (word.clone(), mapping.chances.get(word).cloned().unwrap_or_default());
            let set = move |event| store.send(Command::SetChance { word: stage.clone(), chance: event_target_value(&event) });
            let label = format!("{word}: {}", w::CHANCE.get(locale));
            view! { <input class="inp num" inputmode="decimal" placeholder=w::FROM_HISTORY.get(locale) aria-label=label prop:value=given on:change=set /> }
        });
        let criteria = (outcome == "open").then(|| criteria(store, summary, word, locale));
        let place = summary.stage_order.iter().position(|known| known == word);
        let raise = place.filter(|place| *place > 0).map(|_| {
            let (stage, label) = (word.clone(), format!("{word}: {}", w::EARLIER.get(locale)));
            view! { <button type="button" class="icon" aria-label=label.clone() title=label on:click=move |_| store.send(Command::RaiseStage(stage.clone()))>"↑"</button> }
        });
        let order = has_order.then(|| view! { <td class="num">{place.map(|place| place + 1)}{raise}</td> });
        view! { <tr>{order}<td><bdi>{word.clone()}</bdi></td><td class="num">{format::count(f64::from(*count))}</td><td><select class="sel" aria-label=label on:change=pick>{options}</select></td><td>{chance}</td><td>{criteria}</td></tr> }
    };
    // In the order of the process; what is no step of it comes last.
    let mut stages: Vec<&(String, String, u32)> = summary.stages.iter().collect();
    stages.sort_by_key(|(word, ..)| summary.stage_order.iter().position(|known| known == word).unwrap_or(usize::MAX));
    let rows: Vec<_> = stages.into_iter().map(row).collect();
    let order = has_order.then(|| view! { <th class="num">{w::PLACE.get(locale)}</th> });
    view! {
        <section class="sec gap stg"><div class="sech"><h2>{w::STAGE_WORDS.get(locale)}</h2></div>
            <div class="tw" tabindex="0" role="region" aria-label=w::STAGE_WORDS.get(locale)><table><thead><tr>{order}<th>{w::STAGE.get(locale)}</th><th class="num">{w::ROWS.get(locale)}</th><th>{w::MEANING.get(locale)}</th><th>{w::CHANCE.get(locale)}</th><th>{w::EXIT_CRITERIA.get(locale)}</th></tr></thead><tbody>{rows}</tbody></table></div><p class="cap">{w::EXIT_CRITERIA_NOTE.get(locale)}</p></section>
    }
}

/// The columns a stage asks for before it is left, and a choice of the others of the opportunities.
fn criteria(store: Store, summary: &LoadSummary, stage: &str, locale: Locale) -> impl IntoView + use<> {
    let chosen = summary.criteria.get(stage).cloned().unwrap_or_default();
    let set = {
        let stage = stage.to_owned();
        move |columns: Vec<String>| store.send(Command::SetCriteria { stage: stage.clone(), columns })
    };
    let chip = |column: &String| {
        let (left, set): (Vec<String>, _) = (chosen.iter().filter(|other| *other != column).cloned().collect(), set.clone());
        let label = format!("{}: {column}", w::REMOVE.get(locale));
        let shown = column.strip_prefix(stage).map_or(column.as_str(), |rest| rest.trim_start_matches([':', '：', ' ']));
        view! { <button type="button" class="chip" title=label.clone() aria-label=label on:click=move |_| set(left.clone())><bdi>{shown.to_owned()}</bdi>{icon("x", true)}</button> }
    };
    let chips: Vec<_> = chosen.iter().map(chip).collect();
    let tables = summary.tables.iter().filter(|table| table.kind == Some(TableKind::Opportunities));
    let headers: std::collections::BTreeSet<&String> = tables.flat_map(|table| &table.columns).map(|column| &column.header).collect();
    let options: Vec<_> = headers
        .into_iter()
        .filter(|header| !chosen.contains(*header))
        .map(|header| view! { <option value=header.clone()>{header.clone()}</option> })
        .collect();
    let label = format!("{stage}: {}", w::EXIT_CRITERIA.get(locale));
    let choice = NodeRef::<leptos::html::Select>::new();
    let add = move |event| {
        set(chosen.iter().cloned().chain([event_target_value(&event)]).collect());
        // The choice is another one now, and nothing of it is chosen.
        if let Some(select) = choice.get_untracked() {
            select.set_value("");
        }
    };
    view! { <span class="crit">{chips}<select class="sel" node_ref=choice aria-label=label on:change=add><option value="">{w::ADD_COLUMN.get(locale)}</option>{options}</select></span> }
}

/// Activity types with the type each is counted under: systems call the same thing by different names.
pub(super) fn activity_types(store: Store, summary: &LoadSummary, locale: Locale) -> impl IntoView + use<> {
    let row = |(word, name, count): &(String, String, u32)| {
        let (known, label) = (word.clone(), format!("{word}: {}", w::COUNTED_AS.get(locale)));
        let set = move |event| store.send(Command::SetActivityType { word: known.clone(), name: event_target_value(&event) });
        view! { <tr><td><bdi>{word.clone()}</bdi></td><td class="num">{format::count(f64::from(*count))}</td>
        <td><input class="inp" list="activity-types" aria-label=label prop:value=name.clone() on:change=set /></td></tr> }
    };
    let rows: Vec<_> = summary.activity_types.iter().map(row).collect();
    let names: std::collections::BTreeSet<String> = summary.activity_types.iter().map(|(_, name, _)| name.clone()).collect();
    let names: Vec<_> = names.into_iter().map(|name| view! { <option value=name></option> }).collect();
    view! {
        <section class="sec gap stg"><div class="sech"><h2>{w::ACTIVITY_TYPES.get(locale)}</h2></div>
            <div class="tw" tabindex="0" role="region" aria-label=w::ACTIVITY_TYPES.get(locale)><table><thead><tr><th>{w::ACTIVITY_TYPES.get(locale)}</th><th class="num">{w::ROWS.get(locale)}</th><th>{w::COUNTED_AS.get(locale)}</th></tr></thead><tbody>{rows}</tbody></table></div>
            <datalist id="activity-types">{names}</datalist></section>
    }
}

/// What one unit of each other currency is worth; nothing where the files have one currency.
pub(super) fn rates(store: Store, summary: &LoadSummary, mapping: &Mapping, locale: Locale) -> Option<impl IntoView + use<>> {
    let main = summary.currency.clone().filter(|_| !summary.currencies.is_empty())?;
    let has_file = summary.tables.iter().any(|table| table.kind == Some(kpi_model::TableKind::Rates));
    let otherwise = if has_file { w::AS_IN_FILE.get(locale) } else { "" };
    let row = |currency: &String| {
        let given = mapping.rates.iter().find(|rate| rate.currency == *currency && rate.from.is_none()).map(|rate| rate.rate.clone());
        let code = currency.clone();
        let set = move |event| store.send(Command::SetRate { currency: code.clone(), rate: event_target_value(&event) });
        view! {
            <li><label><span>{format!("1 {currency} =")}</span>
                <input class="inp num" inputmode="decimal" placeholder=otherwise prop:value=given.unwrap_or_default() on:change=set /><span>{main.clone()}</span></label></li>
        }
    };
    let rows: Vec<_> = summary.currencies.iter().map(row).collect();
    Some(view! {
        <section class="sec gap"><div class="sech"><h2>{w::RATES.get(locale)}</h2><span class="cap">{w::RATES_NOTE.get(locale)}</span></div>
            <ul class="rates">{rows}</ul></section>
    })
}

/// Where the business is; nothing where no time says its zone.
pub(super) fn zone(store: Store, summary: &LoadSummary, mapping: &Mapping, locale: Locale) -> Option<impl IntoView + use<>> {
    /// Hours ahead of UTC in use, and the minutes of those that are not whole.
    const PARTS: [(i32, i32); 8] = [(-3, 30), (3, 30), (4, 30), (5, 30), (5, 45), (6, 30), (9, 30), (10, 30)];
    let whole = (-12..=14).map(|hours| (hours, 0));
    let mut all: Vec<(i32, i32)> = whole.chain(PARTS).collect();
    all.sort_by_key(|(hours, minutes)| hours * 60 + if *hours < 0 { -minutes } else { *minutes });
    let chosen = mapping.zone.clone().unwrap_or_default();
    let names = all.into_iter().map(|(hours, minutes)| format!("UTC{}{:02}:{minutes:02}", if hours < 0 { '-' } else { '+' }, hours.abs()));
    let options: Vec<_> =
        names.map(|name| view! { <option value=name.clone() prop:selected=name == chosen>{name.clone()}</option> }).collect();
    let pick = move |event| store.send(Command::SetZone(event_target_value(&event)));
    summary.has_zones.then(|| view! {
        <section class="sec gap"><div class="sech"><h2>{w::BUSINESS_ZONE.get(locale)}</h2><span class="cap">{w::BUSINESS_ZONE_NOTE.get(locale)}</span></div>
            <select class="sel" aria-label=w::BUSINESS_ZONE.get(locale) on:change=pick><option value="" prop:selected=chosen.is_empty()>{w::AS_WRITTEN.get(locale)}</option>{options}</select></section>
    })
}
