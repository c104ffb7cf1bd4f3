//! The base and all scenarios on one ruler, and what can be done with them.

use kpi_model::Locale;
use kpi_ui::state::{Command, Edit, Library, MOST};
use kpi_ui::words::{self as w, Word};
use kpi_ui::{Store, chart, format};
use leptos::prelude::*;

use super::Facts;
use crate::parts::{self, icon};

/// The section.
pub(super) fn section(store: Store, facts: Memo<Facts>, locale: Locale) -> impl IntoView {
    let body = table(store, facts, locale);
    view! { <div>{parts::section(w::COMPARE_HEAD.get(locale).to_owned(), String::new(), actions(store, facts, locale).into_any(), body.into_any())}</div> }
}

fn actions(store: Store, facts: Memo<Facts>, locale: Locale) -> impl IntoView {
    let library = Memo::new(move |_| facts.get().library);
    let is_full = move || library.get().drafts.len() >= MOST;
    let add = move |word: Word, edit: Edit| {
        view! { <button type="button" class="btn sm" disabled=is_full on:click=move |_| store.send(Command::Scenario(edit.clone()))>{word.get(locale)}</button> }
    };
    let half = |is_best: bool, word: Word| Edit::Halfway(is_best, word.get(locale).to_owned());
    view! {
        <span class="acts r">
            <button type="button" class="btn sm" id="new-scenario" disabled=is_full on:click=move |_| store.send(Command::Scenario(Edit::New))>{icon("plus", true)}{w::NEW_SCENARIO.get(locale)}</button>
            {add(w::DUPLICATE, Edit::Copy)}
            {add(w::OPTIMISTIC, half(true, w::OPTIMISTIC))}
            {add(w::CAUTIOUS, half(false, w::CAUTIOUS))}
            <button type="button" class="btn sm" disabled=move || library.get().shown == 0 on:click=move |_| store.send(Command::Scenario(Edit::Up))>{w::MOVE_UP.get(locale)}</button>
            <button type="button" class="btn sm" on:click=move |_| store.send(Command::Scenario(Edit::Remove))>{w::REMOVE.get(locale)}</button>
            <button type="button" class="btn sm" on:click=move |_| store.send(Command::Scenario(Edit::Link))>{w::LINK.get(locale)}</button>
            <button type="button" class="btn pri" on:click=move |_| store.send(Command::UseAsTarget)>{w::USE_AS_TARGET.get(locale)}" ("{move || Library::letter(library.get().shown)}")"</button>
        </span>
    }
}

/// Rows stay while their figures change, so that the letter that was pressed keeps the focus.
fn table(store: Store, facts: Memo<Facts>, locale: Locale) -> impl IntoView {
    let count = Memo::new(move |_| facts.with(|facts| facts.outlook.compared.len()));
    let rows = move || (0..count.get()).map(|position| line(store, facts, position, locale)).collect_view();
    view! {
        <table class="cmp"><thead><tr><th></th><th>{w::SCENARIO.get(locale)}</th><th class="num">{w::EXPECTED.get(locale)}</th><th>{w::TICK_IS_TARGET.get(locale)}</th><th class="num">"P10–P90"</th>
            <th class="num">{w::CHANCE_TO_REACH.get(locale)}</th><th class="num">{w::MARGIN.get(locale)}</th><th class="num">{w::GROSS_PROFIT.get(locale)}</th><th class="num">{w::PROGRAMME_COST.get(locale)}</th></tr></thead>
            <tbody>{rows}</tbody></table>
    }
}

fn line(store: Store, facts: Memo<Facts>, position: usize, locale: Locale) -> impl IntoView {
    let own = position.checked_sub(1);
    let letter = own.map_or(w::BASELINE.get(locale).to_owned(), Library::letter);
    let is_shown = Memo::new(move |_| own == Some(facts.with(|facts| facts.library.shown)));
    let title = match own {
        Some(at) => view! { <button type="button" class="link" aria-pressed=move || is_shown.get().to_string() on:click=move |_| store.send(Command::Scenario(Edit::Show(at)))>{letter}</button> }.into_any(),
        None => letter.into_any(),
    };
    let cells = move || facts.with(|facts| cells(facts, position, is_shown.get(), locale));
    view! { <tr class=move || if is_shown.get() { "on" } else { "" }><td><b>{title}</b></td>{cells}</tr> }
}

/// What the row says after the letter.
fn cells(facts: &Facts, position: usize, is_shown: bool, locale: Locale) -> Option<impl IntoView + use<>> {
    let row = facts.outlook.compared.get(position)?;
    let target = facts.outlook.forecast.as_ref().map_or(0.0, |view| view.target.as_f64());
    let ends = || facts.outlook.compared.iter().flat_map(|row| [row.drawn.p10.as_f64(), row.drawn.p90.as_f64()]).chain([target]);
    let span = (ends().fold(f64::INFINITY, f64::min), ends().fold(0.0, f64::max));
    let (low, high) = (row.drawn.p10.as_f64(), row.drawn.p90.as_f64());
    let words = row.words.get(locale).to_owned();
    let kept = position.checked_sub(1).and_then(|at| facts.library.drafts.get(at)).map(|draft| draft.note.clone());
    let kept = kept.filter(|kept| !kept.is_empty()).map(|kept| view! { <br/><q class="mute">{kept}</q> });
    let note = if row.name.is_empty() {
        view! { {words}{kept} }.into_any()
    } else {
        view! { <b>{row.name.clone()}</b><br/><span class="mute">{words}</span>{kept} }.into_any()
    };
    let margin = row.margin.map_or(format::NONE.to_owned(), |margin| format::percent(margin).to_string());
    let profit = row.gross_profit.map_or(format::NONE.to_owned(), |profit| facts.money(profit, locale));
    let cost = if row.programme_cost.minor == 0 { format::NONE.to_owned() } else { facts.money(row.programme_cost, locale) };
    let interval = format!("{}–{}", facts.money(row.drawn.p10, locale), facts.money(row.drawn.p90, locale));
    Some(view! {
        <td>{note}</td><td class="num" data-l=w::EXPECTED.get(locale)><b>{facts.money(row.expected, locale)}</b></td>
        <td>{chart::ruler((low, row.expected.as_f64(), high), target, span, 160.0, is_shown)}</td>
        <td class="num t2" data-l="P10–P90">{interval}</td><td class="num" data-l=w::CHANCE_TO_REACH.get(locale)><b>{format::whole_percent(row.chance)}</b></td>
        <td class="num" data-l=w::MARGIN.get(locale)>{margin}</td><td class="num" data-l=w::GROSS_PROFIT.get(locale)>{profit}</td><td class="num" data-l=w::PROGRAMME_COST.get(locale)>{cost}</td>
    })
}
