//! Who is better than whom, with chance taken out: shrunken rates, ranges of ranks, and who stands out.

use kpi_model::{Better, Grade, Locale, RankedGroup, RankingView};
use kpi_ui::words::{self as w};
use kpi_ui::{Store, format};
use leptos::prelude::*;

use crate::parts;

/// The section of a KPI that can be ranked; nothing for the others.
pub(super) fn section(store: Store, better: Better, locale: Locale) -> impl IntoView {
    let view = store.part(|app| app.findings.ranking.clone());
    move || view.get().filter(|view| view.groups.len() > 1).map(|view| ranking(&view, better, locale))
}

fn ranking(view: &RankingView, better: Better, locale: Locale) -> impl IntoView + use<> {
    let is_reversed = better == Better::Lower;
    let ranked = u32::try_from(view.groups.iter().filter(|group| group.rank.is_some()).count()).unwrap_or(u32::MAX);
    let place = |rank: u32| if is_reversed { ranked.saturating_add(1).saturating_sub(rank) } else { rank };
    let mut groups: Vec<&RankedGroup> = view.groups.iter().collect();
    // Those without a rank stay below.
    groups.sort_by_key(|group| group.rank.map_or(u32::MAX, place));
    let end = view.groups.iter().filter_map(|group| group.interval).fold(0.0, |end: f64, (_, high)| end.max(high));
    let rows = groups.into_iter().map(|group| row(group, &place, end, view.pooled, locale)).collect_view();
    let dimension = w::dimension(view.dimension).get(locale);
    let head = format!("{} · {dimension}", w::RANKING.get(locale));
    let body = view! {
        <p class="cap">{said(view, locale)}</p>
        <div class="tw" tabindex="0" role="region" aria-label=head.clone()><table class="vr-t"><thead><tr>
            <th class="num">{w::RANK.get(locale)}</th><th>{dimension}</th><th class="num">"n"</th><th class="num">{w::RAW_RATE.get(locale)}</th><th class="num">{w::SHRUNKEN.get(locale)}</th><th></th><th class="num">{w::INTERVAL.get(locale)}</th><th>{w::SIGNAL.get(locale)}</th></tr></thead>
            <tbody>{rows}</tbody></table></div>
    };
    parts::section(head, w::RANKING_NOTE.get(locale).to_owned(), ().into_any(), body.into_any())
}

/// How much the groups differ at all.
fn said(view: &RankingView, locale: Locale) -> String {
    let searched = view.searched;
    match (view.pooled, view.weight, locale) {
        (None, ..) => w::NOTHING_TO_RANK.get(locale).to_owned(),
        (Some(_), None, Locale::Chinese) => format!("查看了 {searched} 组：差异不超过偶然，名次没有意义"),
        (Some(_), None, Locale::English) => {
            format!("{searched} groups looked at: they differ by no more than chance, so ranks mean nothing")
        }
        (Some(pooled), Some(weight), Locale::Chinese) => {
            format!("查看了 {searched} 组，整体 {}；{} 例时自身与整体各占一半", format::percent(pooled), format::grouped(weight, 0))
        }
        (Some(pooled), Some(weight), Locale::English) => {
            format!(
                "{searched} groups looked at, {} over all; with {} cases a group is half its own, half all",
                format::percent(pooled),
                format::grouped(weight, 0)
            )
        }
    }
}

fn row(group: &RankedGroup, place: &dyn Fn(u32) -> u32, end: f64, pooled: Option<f64>, locale: Locale) -> impl IntoView + use<> {
    let rank = group.rank.zip(group.ranks).map(|(rank, (best, worst))| {
        let (one, other) = (place(best), place(worst));
        format!("{} ({}–{})", place(rank), one.min(other), one.max(other))
    });
    let name = group.group.clone().unwrap_or_else(|| w::UNNAMED.get(locale).to_owned());
    let counts = format!("{}/{}", format::count(group.part as f64), format::count(group.n as f64));
    let percent = |share: f64| format::percent(share).to_string();
    let rate = group.rate.filter(|_| group.grade != Grade::Counts).map(percent);
    let interval = group.interval.map(|(low, high)| format!("{}–{}", percent(low), percent(high)));
    let marks = group.interval.zip(group.shrunken).filter(|_| end > 0.0).map(|((low, high), value)| {
        let at = |share: f64| format!("{:.2}%", share / end * 100.0);
        view! {
            <svg class="ch" width="120" height="12" aria-hidden="true"><rect x="0" y="5" width="100%" height="2" class="b-track" />
                <rect x=at(low) y="4" width=at((high - low).max(0.0)) height="4" class="b-ref" /><circle cx=at(value) cy="6" r="3.5" class="b-acc" />
                {pooled.map(|pooled| view! { <line x1=at(pooled) y1="0" x2=at(pooled) y2="12" class="wk-ref" /> })}</svg>
        }
    });
    let signal = match (group.grade, group.stands_out) {
        (Grade::Counts, _) => view! { <span class="jd un">{w::COUNTS_ONLY.get(locale)}</span> }.into_any(),
        (Grade::Estimate, false) => view! { <span class="jd un">{w::NOT_RANKED.get(locale)}</span> }.into_any(),
        (_, true) => view! { <b>{w::STANDS_OUT.get(locale)}</b> }.into_any(),
        (Grade::Full, false) => view! { <span class="mute">{w::WITHIN_NOISE.get(locale)}</span> }.into_any(),
    };
    let or_none = |text: Option<String>| text.unwrap_or_else(|| format::NONE.to_owned());
    view! {
        <tr><td class="num">{or_none(rank)}</td><th scope="row">{name}</th><td class="num">{counts}</td><td class="num">{or_none(rate)}</td>
            <td class="num"><b>{or_none(group.shrunken.map(percent))}</b></td><td>{marks}</td><td class="num t2">{interval}</td><td>{signal}</td></tr>
    }
}
