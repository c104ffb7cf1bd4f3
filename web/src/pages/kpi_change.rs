//! Why the figure of a KPI moved since the period it is compared with, group by group, without a rest.

use kpi_model::{ChangeView, Locale, Quantity, Unit};
use kpi_ui::words as w;
use kpi_ui::{Store, format};
use leptos::prelude::*;

use crate::parts::section;

/// Groups shown; the others are one row.
const MOST_ROWS: usize = 10;

/// A signed amount in the unit of the figure; shares move in points.
fn signed(value: Quantity, unit: Unit, currency: Option<&str>, locale: Locale) -> String {
    let size = value.as_f64();
    let text = match unit {
        Unit::Ratio => format::difference(size.abs(), 0.0, unit, locale).map(|(_, text)| text).unwrap_or_default(),
        _ => format::shown(Quantity::Number(size.abs()), unit, currency, locale).to_string(),
    };
    format::signed(size, text)
}

/// The section; nothing where there is no change to take apart.
pub(super) fn change(store: Store, unit: Unit, currency: Option<String>, locale: Locale) -> impl IntoView {
    let view = store.part(|app| app.findings.change.clone());
    let scope = store.part(|app| app.intent.scope.clone());
    let as_of = store.part(|app| app.findings.summary.as_ref().and_then(|summary| summary.as_of));
    let by = store.part(|app| app.chrome.breakdowns.first().copied());
    move || {
        let view = view.get().filter(|view| !view.effects.is_empty() && !view.totals.is_empty() && !view.rows.is_empty())?;
        let dimension = by.get().map(|by| w::dimension(by).get(locale)).unwrap_or_default();
        let (before, now) = scope.get().names(as_of.get(), locale).unwrap_or((view.before_period.to_string(), view.now_period.to_string()));
        let caption = format!("{before} → {now} · {} {dimension}", w::CHANGE_BY.get(locale));
        let body = table(&view, dimension, unit, currency.as_deref(), locale);
        Some(section(w::CHANGE.get(locale).to_owned(), caption, ().into_any(), body.into_any()))
    }
}

fn table(view: &ChangeView, dimension: &'static str, unit: Unit, currency: Option<&str>, locale: Locale) -> impl IntoView + use<> {
    // Effects that nobody has would be columns of nothing.
    let used: Vec<usize> = (0..view.effects.len())
        .filter(|i| view.rows.iter().any(|row| row.effects.get(*i).is_some_and(|effect| effect.as_f64() != 0.0)))
        .collect();
    let plain = |value: Option<Quantity>| match value {
        Some(value) => format::shown(value, unit, currency, locale).to_string(),
        None => format::NONE.to_owned(),
    };
    let effects = |effects: &[Quantity]| {
        let cell = |i: &usize| effects.get(*i).map_or(String::new(), |effect| signed(*effect, unit, currency, locale));
        used.iter().map(|i| view! { <td class="num">{cell(i)}</td> }).collect_view()
    };
    let heads =
        used.iter().filter_map(|i| view.effects.get(*i)).map(|effect| view! { <th class="num">{w::effect(*effect).get(locale)}</th> });
    let heads = heads.collect_view();
    let row = |row: &kpi_model::ChangeRow| {
        let name = row.group.clone().unwrap_or_else(|| w::NOT_FILLED.get(locale).to_owned());
        view! {
            <tr><th scope="row">{name}</th><td class="num">{plain(row.before)}</td><td class="num">{plain(row.now)}</td>{effects(&row.effects)}</tr>
        }
    };
    let rows = view.rows.iter().take(MOST_ROWS).map(row).collect_view();
    let more = view.rows.len().checked_sub(MOST_ROWS).filter(|more| *more > 0);
    let note = more.map(|more| match locale {
        Locale::Chinese => format!("另有 {more} 组，已计入合计"),
        Locale::English => format!("{more} more groups, counted in the total"),
    });
    view! {
        <div class="tw" tabindex="0" role="region" aria-label=w::CHANGE.get(locale)>
            <table class="vr-t">
                <thead><tr><th>{dimension}</th><th class="num">{w::BEFORE.get(locale)}</th><th class="num">{w::NOW.get(locale)}</th>{heads}</tr></thead>
                <tbody>{rows}</tbody>
                <tfoot><tr class="on"><th scope="row">{w::TOTAL.get(locale)}</th><td class="num">{plain(view.before)}</td><td class="num">{plain(view.now)}</td>{effects(&view.totals)}</tr></tfoot>
            </table>
        </div>
        <p class="cap">{note}</p>
    }
}
