//! How the tables belong together.

use kpi_model::{LoadSummary, Locale};
use kpi_ui::chart::{Edge, Node, relations};
use kpi_ui::{format, words as w};
use leptos::prelude::*;

use crate::parts::content_width;

/// The links tab: a picture of the keys of one table, and all keys in figures.
pub(super) fn links(summary: &LoadSummary, selected: &str, locale: Locale) -> impl IntoView + use<> {
    if summary.relations.is_empty() {
        return view! { <p class="t2">{w::NO_LINKS.get(locale)}</p> }.into_any();
    }
    let nodes: Vec<Node> = summary
        .tables
        .iter()
        .map(|table| {
            let kind = table.kind.map_or_else(|| w::IGNORE_FILE.get(locale), |kind| w::table(kind).get(locale));
            let rows = format::count(f64::from(table.rows));
            let caption = if locale == Locale::Chinese {
                format!("{kind}，{rows} 行")
            } else {
                format!("{kind}, {}", format::many(table.rows, "row", "rows"))
            };
            Node { name: table.file.clone(), caption }
        })
        .collect();
    let position = |file: &str| summary.tables.iter().position(|table| table.file == file);
    let edges: Vec<Edge> = summary
        .relations
        .iter()
        .filter(|relation| relation.from_file == selected || relation.to_file == selected)
        .filter_map(|relation| {
            let (matched, all) = (f64::from(relation.matched), f64::from(relation.matched + relation.unmatched));
            let found = if all > 0.0 { matched / all } else { 1.0 };
            // 99.97 % is not all of them.
            let percent = if found < 1.0 { (found * 1000.0).floor() / 10.0 } else { 100.0 };
            let label = format!("{} {percent}%", relation.from_column);
            Some(Edge { from: position(&relation.from_file)?, to: position(&relation.to_file)?, found, label })
        })
        .collect();
    let rows: Vec<_> = summary
        .relations
        .iter()
        .map(|relation| {
            let class = if relation.unmatched == 0 { "jd good" } else { "jd bad" };
            view! {
                <tr><td><bdi>{relation.from_file.clone()}</bdi><br/><span class="cap"><bdi>{relation.from_column.clone()}</bdi></span></td><td><bdi>{relation.to_file.clone()}</bdi><br/><span class="cap"><bdi>{relation.to_column.clone()}</bdi></span></td>
                    <td class="num">{format::count(f64::from(relation.matched))}</td><td class="num"><span class=class>{format::count(f64::from(relation.unmatched))}</span></td><td class="num">{format::count(f64::from(relation.empty))}</td></tr>
            }
        })
        .collect();
    let width = (content_width() - 300.0).clamp(560.0, 860.0);
    view! {
        {relations(&nodes, &edges, width, w::LINKS.get(locale).to_owned())}
        <div class="tw" tabindex="0" role="region" aria-label=w::LINKS.get(locale)><table><thead><tr><th>{w::FROM_TABLE.get(locale)}</th><th>{w::TO_TABLE.get(locale)}</th><th class="num">{w::FOUND.get(locale)}</th><th class="num">{w::NOT_FOUND.get(locale)}</th><th class="num">{w::EMPTY.get(locale)}</th></tr></thead><tbody>{rows}</tbody></table></div>
    }
    .into_any()
}
