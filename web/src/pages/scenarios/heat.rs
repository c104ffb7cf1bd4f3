//! Two levers against each other.

use kpi_model::{LeverInfo, Locale};
use kpi_ui::state::{Command, Edit, LeverId, heat_factors};
use kpi_ui::words::{self as w, Word};
use kpi_ui::{Store, format};
use leptos::ev::Event;
use leptos::prelude::*;

use super::{Facts, at, lever_name};
use crate::parts;

/// The section.
pub(super) fn section(store: Store, facts: Memo<Facts>, locale: Locale) -> impl IntoView {
    let levers = Memo::new(move |_| {
        let all = facts.get().outlook.baseline.map(|view| view.levers).unwrap_or_default();
        all.into_iter().filter(|info| info.reason.is_none() && info.range.is_some()).collect::<Vec<LeverInfo>>()
    });
    let chosen = store.part(|app| app.chrome.heat.clone());
    let id = |info: &LeverInfo| -> LeverId { (info.lever, info.item.clone()) };
    let pick = move |html_id: &'static str,
                     word: Word,
                     of: fn((LeverId, LeverId)) -> LeverId,
                     with: fn((LeverId, LeverId), LeverId) -> (LeverId, LeverId)| {
        let set = move |event: Event| {
            let position = event_target_value(&event).parse::<usize>().unwrap_or(0);
            if let Some(lever) = levers.get().get(position).map(id) {
                let (down, across) = with(chosen.get(), lever);
                store.send(Command::Scenario(Edit::Heat(down, across)));
            }
        };
        let option = move |(i, info): (usize, LeverInfo)| {
            let own = id(&info);
            view! { <option value=i.to_string() prop:selected=move || of(chosen.get()) == own>{lever_name(&info, locale)}</option> }
        };
        view! { <label for=html_id class="mute">{word.get(locale)}</label><select id=html_id class="sel" on:change=set>{move || levers.get().into_iter().enumerate().map(option).collect_view()}</select> }
    };
    let body = view! {
        <p class="gs">{pick("heat-down", w::DOWN, |both| both.0, |both, lever| (lever, both.1))}{pick("heat-across", w::ACROSS, |both| both.1, |both, lever| (both.0, lever))}</p>
        {move || table(&facts.get(), &chosen.get(), locale)}
    };
    parts::section(w::TWO_LEVERS.get(locale).to_owned(), w::TWO_LEVERS_NOTE.get(locale).to_owned(), ().into_any(), body.into_any())
}

fn table(facts: &Facts, (down, across): &(LeverId, LeverId), locale: Locale) -> Option<impl IntoView + use<>> {
    let view = facts.outlook.heat.as_ref()?;
    let target = facts.outlook.forecast.as_ref()?.target;
    let (rows, columns) = (facts.lever(down.0, down.1.as_ref())?, facts.lever(across.0, across.1.as_ref())?);
    let text = |info: &LeverInfo, factor: f64| at(info, factor, facts.currency.as_deref(), locale);
    let unit = format::table_unit(view.amounts.iter().flatten().map(|amount| amount.as_f64()).fold(0.0, f64::max), locale);
    let head =
        heat_factors(columns).into_iter().map(|factor| view! { <th scope="col" class="num">{text(columns, factor)}</th> }).collect_view();
    let line = |(amounts, factor): (&Vec<kpi_model::Money>, f64)| {
        let cell = |amount: &kpi_model::Money| {
            let class = if *amount >= target { "num hit" } else { "num" };
            view! { <td class=class>{format::grouped(amount.as_f64() / unit.0, 0)}</td> }
        };
        view! { <tr><th scope="row">{text(rows, factor)}</th>{amounts.iter().map(cell).collect_view()}</tr> }
    };
    let body = view.amounts.iter().zip(heat_factors(rows)).map(line).collect_view();
    let label = format!("{} × {}", lever_name(rows, locale), lever_name(columns, locale));
    Some(
        view! { <div class="tw" tabindex="0" role="region" aria-label=label><table class="heat"><thead><tr><th>{unit.1}</th>{head}</tr></thead><tbody>{body}</tbody></table></div> },
    )
}
