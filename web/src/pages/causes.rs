//! What lies behind a figure of the process: the stage that costs most, what goes with winning, what an activity changes.

use kpi_model::{Bottleneck, BottleneckView, EffectRow, EffectsView, FactorRow, FactorsView, Locale, Outcomes, Unit};
use kpi_ui::state::Causes;
use kpi_ui::words::{self as w, Word};
use kpi_ui::{Store, format};
use leptos::prelude::*;

use crate::parts;

/// The section of a KPI that has one; nothing for the others.
pub(super) fn section(store: Store, locale: Locale) -> impl IntoView {
    let causes = store.part(|app| app.findings.causes.clone());
    let currency = store.part(|app| app.findings.summary.as_ref().and_then(|summary| summary.currency.clone()));
    move || {
        let currency = currency.get();
        causes.get().map(|causes| match causes {
            Causes::Bottlenecks(view) => bottlenecks(&view, currency.as_deref(), locale),
            Causes::Factors(view) => factors(&view, locale),
            Causes::Effects(view) => effects(&view, currency.as_deref(), locale),
        })
    }
}

fn table(title: Word, note: Word, lead: Option<AnyView>, head: Vec<AnyView>, rows: Vec<AnyView>, none: Word, locale: Locale) -> AnyView {
    let body = if rows.is_empty() {
        view! { <p class="cap">{none.get(locale)}</p> }.into_any()
    } else {
        view! {
            {lead}
            <div class="tw" tabindex="0" role="region" aria-label=title.get(locale)><table class="vr-t"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>
        }
        .into_any()
    };
    parts::section(title.get(locale).to_owned(), note.get(locale).to_owned(), ().into_any(), body).into_any()
}

fn heads(words: &[(Word, bool)], locale: Locale) -> Vec<AnyView> {
    let head = |(word, is_number): &(Word, bool)| {
        view! { <th scope="col" class=if *is_number { "num" } else { "" }>{word.get(locale)}</th> }.into_any()
    };
    words.iter().map(head).collect()
}

fn counts((part, whole): (u64, u64)) -> String {
    format!("{}/{}", format::count(part as f64), format::count(whole as f64))
}

fn share(part: u64, whole: u64) -> String {
    if whole == 0 { format::NONE.to_owned() } else { format::percent(part as f64 / whole as f64).to_string() }
}

/// A difference of shares in percentage points, with its sign.
fn points(value: f64, locale: Locale) -> String {
    let size = format::difference(value.abs(), 0.0, Unit::Ratio, locale).map(|(_, text)| text);
    format::signed(value, size.unwrap_or_default())
}

fn bottlenecks(view: &BottleneckView, currency: Option<&str>, locale: Locale) -> AnyView {
    let money = |amount: kpi_model::Money| format::money(amount.as_f64(), currency, locale).to_string();
    let row = |stage: &Bottleneck| {
        let (now, before) = ((stage.now.1, stage.now.0), (stage.before.1, stage.before.0));
        let missing = stage.missing.map(|missing| format::signed(missing, format::grouped(missing.abs(), 1)));
        let signal = match stage.interval {
            None if stage.value.is_none() => view! { <span class="jd un">{w::TOO_FEW.get(locale)}</span> }.into_any(),
            Some((low, high)) if low.minor <= 0 && high.minor >= 0 => {
                view! { <span class="jd un">{w::NOT_CLEAR.get(locale)}</span> }.into_any()
            }
            Some((low, _)) if low.minor > 0 => view! { <span class="jd bad">{w::DIFFERS.get(locale)}</span> }.into_any(),
            _ => view! { <span class="jd good">{w::DIFFERS.get(locale)}</span> }.into_any(),
        };
        let interval =
            stage.interval.map(|(low, high)| view! { <br /><small class="mute">{format!("{} – {}", money(low), money(high))}</small> });
        view! {
            <tr><th scope="row">{stage.stage.clone()}</th><td class="num"><b>{stage.value.map_or(format::NONE.to_owned(), money)}</b>{interval}</td><td>{signal}</td>
                <td class="num">{missing.unwrap_or(format::NONE.to_owned())}</td><td class="num">{counts(now)}" · "{share(now.0, now.1)}</td><td class="num">{counts(before)}" · "{share(before.0, before.1)}</td>
                <td class="num">{counts((stage.ended.1, stage.ended.0))}</td><td class="num">{stage.size.map(money)}</td><td class="num">{stage.point.map(money)}</td></tr>
        }
        .into_any()
    };
    // Only what stands out of chance is called a bottleneck.
    let worst = view.stages.iter().find(|stage| stage.interval.is_some_and(|(low, _)| low.minor > 0));
    let lead = worst.and_then(|stage| {
        let (missing, value) = (format::grouped(stage.missing?, 0), money(stage.value?));
        Some(match locale {
            Locale::Chinese => format!("{}：少前进 {missing} 个商机，约 {value}", stage.stage),
            Locale::English => format!("{}: {missing} opportunities fewer got further, about {value}", stage.stage),
        })
    });
    let head = heads(
        &[
            (w::STAGE, false),
            (w::AT_STAKE, true),
            (w::SIGNAL, false),
            (w::MISSING_DEALS, true),
            (w::GOT_FURTHER, true),
            (w::BEFORE, true),
            (w::WON_OF_ENDED, true),
            (w::MEAN_WON, true),
            (w::ONE_MORE, true),
        ],
        locale,
    );
    let lead = lead.map(|lead| view! { <p class="lead">{lead}</p> }.into_any());
    table(w::BOTTLENECKS, w::BOTTLENECKS_NOTE, lead, head, view.stages.iter().map(row).collect(), w::NOTHING_TO_RANK, locale)
}

fn factors(view: &FactorsView, locale: Locale) -> AnyView {
    let is_rate = view.of == Outcomes::Win;
    let shown = |value: f64| if is_rate { format::percent(value).to_string() } else { format::grouped(value, 1) };
    let apart = |value: f64| if is_rate { points(value, locale) } else { format::signed(value, format::grouped(value.abs(), 1)) };
    let end = view.rows.iter().filter_map(|row| row.interval).fold(1e-9, |end: f64, (low, high)| end.max(high.abs()).max(low.abs()));
    let mut last = None;
    let row = |row: &FactorRow| {
        let group = (last != Some(row.factor))
            .then(|| view! { <tr class="gr"><th colspan="8" scope="rowgroup">{w::factor(row.factor).get(locale)}</th></tr> });
        last = Some(row.factor);
        let marks = row.interval.zip(row.adjusted).map(|((low, high), value)| {
            let at = |value: f64| 60.0 + value / end * 56.0;
            view! {
                <svg class="ch" width="120" height="12" aria-hidden="true"><line x1="60" y1="0" x2="60" y2="12" class="wk-ref" /><rect x=at(low) y="4" width={(at(high) - at(low)).max(0.0)} height="4" class="b-ref" /><circle cx=at(value) cy="6" r="3.5" class="b-acc" /></svg>
            }
        });
        let signal = match (row.adjusted, row.stands_out) {
            (None, _) => view! { <span class="jd un">{w::NO_FACTORS.get(locale)}</span> }.into_any(),
            (_, true) => view! { <b>{w::DIFFERS.get(locale)}</b> }.into_any(),
            (_, false) => view! { <span class="mute">{w::WITHIN_NOISE.get(locale)}</span> }.into_any(),
        };
        // The unit stands once.
        let bare = |text: String| text.trim_end_matches(|c: char| !c.is_ascii_digit()).to_owned();
        let interval = row.interval.map(|(low, high)| format!("{} – {}", bare(apart(low)), apart(high)));
        view! {
            {group}<tr><th scope="row">{row.level.get(locale).to_owned()}</th><td class="num"><b>{row.adjusted.map_or(format::NONE.to_owned(), apart)}</b></td><td>{marks}</td><td class="num t2">{interval}</td><td>{signal}</td>
                <td class="num">{row.plain.map(apart)}</td><td class="num">{row.value.map(shown)}</td><td class="num">{format::count(row.n as f64)}</td></tr>
        }
        .into_any()
    };
    let rows = view.rows.iter().map(row).collect();
    let value = if is_rate { w::RAW_RATE } else { w::MEAN_DAYS };
    let head = heads(
        &[
            (w::LEVEL, false),
            (w::AMONG_LIKE, true),
            (Word("", ""), false),
            (w::INTERVAL, true),
            (w::SIGNAL, false),
            (w::AS_IT_IS, true),
            (value, true),
            (Word("n", "n"), true),
        ],
        locale,
    );
    let note = if view.adjusted_for.is_empty() { w::FACTORS_PLAIN_NOTE } else { w::FACTORS_NOTE };
    table(w::FACTORS, note, None, head, rows, w::NO_FACTORS, locale)
}

fn effects(view: &EffectsView, currency: Option<&str>, locale: Locale) -> AnyView {
    let money = |amount: kpi_model::Money| format::money(amount.as_f64(), currency, locale).to_string();
    let percent = |value: f64| format::percent(value).to_string();
    let row = |row: &EffectRow| {
        let signal = match row.interval {
            None => view! { <span class="jd un">{w::NO_FACTORS.get(locale)}</span> }.into_any(),
            Some((low, _)) if low > 0.0 => view! { <span class="jd good">{w::DIFFERS.get(locale)}</span> }.into_any(),
            Some((_, high)) if high < 0.0 => view! { <span class="jd bad">{w::DIFFERS.get(locale)}</span> }.into_any(),
            Some(_) => view! { <span class="mute">{w::WITHIN_NOISE.get(locale)}</span> }.into_any(),
        };
        let kind = row.kind.clone().unwrap_or_else(|| w::UNNAMED.get(locale).to_owned());
        let interval = row.interval.map(|(low, high)| format!("{} – {}", points(low, locale), points(high, locale)));
        let or_none = |text: Option<String>| text.unwrap_or(format::NONE.to_owned());
        view! {
            <tr><th scope="row">{kind}</th><td class="num">{counts((row.matched, row.n))}</td><td class="num">{or_none(row.rate.map(percent))}</td><td class="num">{or_none(row.others.map(percent))}</td>
                <td class="num"><b>{or_none(row.difference.map(|value| points(value, locale)))}</b></td><td class="num t2">{interval}</td><td class="num">{or_none(row.cost_per_effect.map(money))}</td><td>{signal}</td></tr>
        }
        .into_any()
    };
    let head = heads(
        &[
            (w::dimension(kpi_model::Dimension::ActivityType), false),
            (w::COMPARABLE, true),
            (w::WITH_IT, true),
            (w::BESIDE_IT, true),
            (w::DIFFERENCE, true),
            (w::INTERVAL, true),
            (w::COST_PER_EFFECT, true),
            (w::SIGNAL, false),
        ],
        locale,
    );
    let (days, goal) = (view.days, view.by_stage);
    let lead = match (locale, goal) {
        (Locale::Chinese, true) => format!("{days} 天内进入后续阶段或赢单的比例"),
        (Locale::Chinese, false) => format!("{days} 天内赢单的比例"),
        (Locale::English, true) => format!("Part that reached a later stage or was won within {days} days"),
        (Locale::English, false) => format!("Part that was won within {days} days"),
    };
    let lead = view! { <p class="cap">{lead}</p> }.into_any();
    table(w::EFFECTS, w::EFFECTS_NOTE, Some(lead), head, view.rows.iter().map(row).collect(), w::NO_EFFECTS, locale)
}
