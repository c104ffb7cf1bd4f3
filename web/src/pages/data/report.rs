//! The quality report: one line for each finding, what it affects, and one button; and what the faults cost.

use kpi_model::{Catalog, Cost, Diagnostic, LoadSummary, Locale, Quality, Quantity, Severity, Unit};
use kpi_ui::state::Command;
use kpi_ui::words as w;
use kpi_ui::{Store, format};
use leptos::prelude::*;

use crate::parts::variant;

/// KPIs named in one line.
const NAMED: usize = 3;

/// The report below the mapping.
pub(super) fn report(
    store: Store,
    summary: &LoadSummary,
    quality: Option<&Quality>,
    catalog: Option<&Catalog>,
    locale: Locale,
) -> impl IntoView + use<> {
    let offered = summary.fixes.iter().map(|fix| {
        let replacement = fix.replacement.clone();
        let place = format!("{} · {}", fix.replacement.file, fix.replacement.column);
        line("jd bad", fix.what.get(locale).to_owned(), place, String::new(), {
            view! { <button type="button" class="btn sm" on:click=move |_| store.send(Command::TakeFix(replacement.clone()))>{w::APPLY_FIX.get(locale)}</button> }.into_any()
        })
    });
    let taken = summary.applied.iter().map(|fix| {
        let replacement = fix.replacement.clone();
        let rows = format!("{} {}", fix.rows, w::ROWS.get(locale));
        line("jd good", format!("{} → {}", fix.replacement.from, fix.replacement.to), rows, String::new(), {
            view! { <button type="button" class="btn sm" on:click=move |_| store.send(Command::DropFix(replacement.clone()))>{w::UNDO_FIX.get(locale)}</button> }.into_any()
        })
    });
    let findings = summary.diagnostics.iter().map(|diagnostic| finding(store, summary, diagnostic, catalog, locale));
    let items: Vec<AnyView> = offered.chain(taken).chain(findings).collect();
    let is_clean = quality.is_none_or(|quality| quality.losses.is_empty());
    let body = if items.is_empty() {
        is_clean.then(|| view! { <p class="t2">{w::NOTHING_FOUND.get(locale)}</p> }).into_any()
    } else {
        view! { <ol class="ql">{items}</ol> }.into_any()
    };
    let save = move |_| store.send(Command::SaveLeftOut(None));
    view! {
        <section class="sec gap"><div class="sech qh"><h2>{w::QUALITY.get(locale)}</h2><span class="cap">{w::QUALITY_NOTE.get(locale)}</span>
                <button type="button" class="link r" on:click=save>{w::DOWNLOAD_LOG.get(locale)}</button></div>
            {quality.zip(catalog).map(|(quality, catalog)| score(quality, catalog, locale))}{body}</section>
    }
}

fn line(glyph: &'static str, what: String, place: String, affects: String, action: AnyView) -> AnyView {
    view! { <li><span class=glyph></span><div><span>{what}</span><span class="t2"><bdi>{place}</bdi></span><span class="cap">{affects}</span></div>{action}</li> }.into_any()
}

fn kpi_name(catalog: Option<&Catalog>, id: &str, locale: Locale) -> String {
    let kpi = catalog.and_then(|catalog| catalog.kpis.iter().find(|kpi| kpi.id == id));
    kpi.map_or_else(|| id.to_owned(), |kpi| kpi.name.get(locale).to_owned())
}

/// `Affects Win rate, Bookings and 4 more`.
fn affects(diagnostic: &Diagnostic, catalog: Option<&Catalog>, locale: Locale) -> String {
    let list = &diagnostic.affects;
    let names: Vec<String> = list.iter().take(NAMED).map(|id| kpi_name(catalog, id, locale)).collect();
    let more = list.len().saturating_sub(NAMED);
    match (names.is_empty(), more, locale) {
        (true, ..) => String::new(),
        (_, 0, Locale::Chinese) => format!("影响{}", names.join("、")),
        (_, 0, Locale::English) => format!("Affects {}", names.join(", ")),
        (_, _, Locale::Chinese) => format!("影响{}等 {} 个指标", names.join("、"), list.len()),
        (_, _, Locale::English) => format!("Affects {} and {more} more", names.join(", ")),
    }
}

fn finding(store: Store, summary: &LoadSummary, diagnostic: &Diagnostic, catalog: Option<&Catalog>, locale: Locale) -> AnyView {
    let lines = diagnostic.lines.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
    let mut place = diagnostic.place.file.clone();
    if let Some(column) = &diagnostic.place.column {
        place = format!("{place} · {column}");
    }
    if !lines.is_empty() {
        place = if locale == Locale::Chinese { format!("{place}，第 {lines} 行") } else { format!("{place}, line {lines}") };
    }
    let file = diagnostic.place.file.clone();
    let is_left_out =
        summary.tables.iter().any(|table| table.file == file && table.rejected.iter().any(|rejected| rejected.code == diagnostic.code));
    let action = if diagnostic.code == "Q-DAY-ORDER" {
        view! { <span class="cap abv">{w::ASKED_ABOVE.get(locale)}</span> }.into_any()
    } else if is_left_out {
        let count = format::count(f64::from(diagnostic.count));
        let text = if locale == Locale::Chinese { format!("看这 {count} 行") } else { format!("Show {count}") };
        let show = move |_| {
            store.send(Command::ShowLeftOut(file.clone()));
            // They stand far above the button.
            request_animation_frame(|| {
                if let Some(section) = document().get_element_by_id("table") {
                    section.scroll_into_view();
                }
            });
        };
        view! { <button type="button" class="btn sm" on:click=show>{text}</button> }.into_any()
    } else {
        view! { <span></span> }.into_any()
    };
    let class = if diagnostic.severity == Severity::Note { "jd un" } else { "jd bad" };
    let (what, fix, code) = (diagnostic.what.get(locale).to_owned(), diagnostic.fix.get(locale).to_owned(), diagnostic.code.clone());
    let affects = affects(diagnostic, catalog, locale);
    view! {
        <li><span class=class></span><div><span>{what}<br/><span class="cap">{fix}" "<code>{code}</code></span></span><span class="t2"><bdi>{place}</bdi></span><span class="cap">{affects}</span></div>{action}</li>
    }
    .into_any()
}

/// The score, and the faults that cost it points, each with what it costs.
fn score(quality: &Quality, catalog: &Catalog, locale: Locale) -> AnyView {
    let Some(score) = quality.score else { return ().into_any() };
    // 99.97 is not full marks.
    let shown = (score * 10.0).floor() / 10.0;
    let note = w::SCORE_NOTE.get(locale);
    let rows: Vec<_> = quality
        .losses
        .iter()
        .map(|loss| {
            let costs: Vec<String> = loss.costs.iter().map(|cost| cost_text(cost, catalog, locale)).collect();
            let points = if loss.points < 0.05 { "< 0.1".to_owned() } else { format::grouped(loss.points, 1) };
            view! { <tr><td class="num">{points}</td><td>{loss.label.get(locale).to_owned()}</td><td class="t2">{costs.join(if locale == Locale::Chinese { "；" } else { "; " })}</td></tr> }
        })
        .collect();
    let table = (!rows.is_empty()).then(|| {
        view! { <div class="tw" tabindex="0" role="region" aria-label=w::POINTS.get(locale)><table class="qt"><thead><tr><th class="num">{w::POINTS.get(locale)}</th><th>{w::FAULT.get(locale)}</th><th>{w::COSTS.get(locale)}</th></tr></thead><tbody>{rows}</tbody></table></div> }
    });
    view! { <p class="qs"><b class="val">{format::grouped(shown, 1)}</b>" "<span class="cap">{note}</span></p>{table} }.into_any()
}

/// `Win rate, 37 rows: 63.1%, could be 61.2–64.9%`.
fn cost_text(cost: &Cost, catalog: &Catalog, locale: Locale) -> String {
    let name = kpi_name(Some(catalog), &cost.kpi, locale);
    let rows = format::count(f64::from(cost.rows));
    let many = || format::many(cost.rows, "row", "rows");
    let is_share = variant(&catalog.kpis, &cost.kpi, &cost.variant).is_some_and(|(_, variant)| variant.unit == Unit::Ratio);
    let percent = |share: f64| format::grouped(share * 100.0, 1);
    let range = cost.low.zip(cost.high).zip(cost.value).filter(|_| is_share);
    match (range, locale) {
        (Some(((low, high), Quantity::Number(value))), Locale::Chinese) => {
            format!("{name} {rows} 行：{}%，可能是 {}–{}%", percent(value), percent(low), percent(high))
        }
        (Some(((low, high), Quantity::Number(value))), Locale::English) => {
            format!("{name}, {}: {}%, could be {}–{}%", many(), percent(value), percent(low), percent(high))
        }
        (_, Locale::Chinese) => format!("{name} {rows} 行"),
        (_, Locale::English) => format!("{name}, {}", many()),
    }
}
