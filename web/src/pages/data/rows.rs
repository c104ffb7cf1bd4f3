//! The rows of a table as they were read, those that are not counted with the reason.

use kpi_model::{Locale, PreviewPage, Table};
use kpi_ui::state::{Command, ROWS_SHOWN, RowsShown};
use kpi_ui::words as w;
use kpi_ui::{Store, format};
use leptos::prelude::*;

/// The rows tab of one table.
pub(super) fn rows(store: Store, table: &Table, page: Option<&PreviewPage>, shown: RowsShown, locale: Locale) -> impl IntoView + use<> {
    let lost: u32 = table.rejected.iter().map(|rejected| rejected.count).sum();
    let choice = |left_out: bool, text: String| {
        let to = RowsShown { left_out, offset: 0 };
        view! { <button type="button" aria-pressed=(shown.left_out == left_out).to_string() on:click=move |_| store.send(Command::ShowRows(to))>{text}</button> }
    };
    let count = |word: w::Word, n: u32| format!("{} {}", word.get(locale), format::count(f64::from(n)));
    let file = table.file.clone();
    let download = (lost > 0).then(|| {
        view! { <button type="button" class="btn sm" on:click=move |_| store.send(Command::SaveLeftOut(Some(file.clone())))>{w::DOWNLOAD_LEFT_OUT.get(locale)}</button> }
    });
    let body = match page.filter(|page| page.file == table.file) {
        None => view! { <p class="t2">{w::READING.get(locale)}</p> }.into_any(),
        Some(page) if page.rows.is_empty() => view! { <p class="t2">{w::NO_ROWS.get(locale)}</p> }.into_any(),
        Some(page) => grid(store, page, shown, locale).into_any(),
    };
    view! {
        <div class="row rvh"><span class="seg" role="group" aria-label=w::ROWS.get(locale)>{choice(false, count(w::ALL_ROWS, table.rows))}{choice(true, count(w::LEFT_OUT, lost))}</span>{download}</div>
        {body}
    }
}

fn grid(store: Store, page: &PreviewPage, shown: RowsShown, locale: Locale) -> impl IntoView + use<> {
    let heads: Vec<_> = page.headers.iter().map(|header| view! { <th><bdi>{header.clone()}</bdi></th> }).collect();
    let width = page.headers.len();
    let rows: Vec<_> = page
        .rows
        .iter()
        .map(|row| {
            let cells: Vec<_> = (0..width).map(|i| view! { <td><bdi>{row.cells.get(i).cloned().unwrap_or_default()}</bdi></td> }).collect();
            let reason = match &row.reason {
                Some(reason) => view! { <span class="jd bad">{reason.get(locale).to_owned()}</span> }.into_any(),
                None => view! { <span class="mute">{w::COUNTED.get(locale)}</span> }.into_any(),
            };
            view! { <tr class=row.reason.is_some().then_some("r-off")><td class="num">{row.line}</td><td>{reason}</td>{cells}</tr> }
        })
        .collect();
    let last = page.total.min(shown.offset.saturating_add(ROWS_SHOWN));
    let go = |offset: Option<u32>, word: w::Word| {
        let to = RowsShown { offset: offset.unwrap_or(0), ..shown };
        view! { <button type="button" class="btn sm" disabled=offset.is_none() on:click=move |_| store.send(Command::ShowRows(to))>{word.get(locale)}</button> }
    };
    let range = format!("{}–{} / {}", shown.offset + 1, last, format::count(f64::from(page.total)));
    view! {
        <div class="tw" tabindex="0" role="region" aria-label=page.file.clone()>
            <table class="rowsview"><thead><tr><th class="num">{w::LINE.get(locale)}</th><th>{w::REASON.get(locale)}</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div>
        <p class="row pgr">{go(shown.offset.checked_sub(ROWS_SHOWN), w::PREVIOUS_ROWS)}<span class="cap">{range}</span>{go((last < page.total).then_some(last), w::NEXT_ROWS)}</p>
    }
}
