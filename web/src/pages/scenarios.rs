//! Levers on the own history: the expected result at every step, and what one lever alone must be.

use kpi_model::{Levers, Locale, Money, Needed, ScenarioView};
use kpi_ui::state::Command;
use kpi_ui::words::{self as w, Word};
use kpi_ui::{Store, chart, format};
use leptos::prelude::*;

use crate::parts::{content_width, empty, icon, lead, section};

/// What the views below need.
#[derive(Clone, PartialEq)]
struct Facts {
    view: ScenarioView,
    needed: Vec<Needed>,
    currency: Option<String>,
}

const NAMES: [Word; 4] = [w::VOLUME, w::WIN_RATE, w::DEAL_SIZE, w::CYCLE];
/// A slider goes from half to double the base.
const SLIDER: (f64, f64) = (0.5, 1.5);

/// The page.
pub(crate) fn page(store: Store, locale: Locale) -> impl IntoView {
    let facts = store.part(|app| {
        Some(Facts {
            view: app.findings.scenario.clone()?,
            needed: app.findings.needed.clone().unwrap_or_default(),
            currency: app.findings.summary.as_ref().and_then(|summary| summary.currency.clone()),
        })
    });
    let is_known = store.part(|app| app.findings.scenario.is_some());
    view! {
        <h1 class="vh">{w::SCENARIOS.get(locale)}</h1>
        {move || if is_known.get() {
            // The sliders stay in place while the results around them change.
            view! {
                <div class="scn">
                    {levers(store, facts, locale)}
                    <div class="rc">{move || facts.get().map(|facts| right(&facts, locale))}</div>
                </div>
                {move || facts.get().map(|facts| compare(store, &facts, locale))}
            }.into_any()
        } else { empty(w::PLAN_NEEDS, locale).into_any() }}
    }
}

fn factor(levers: &Levers, lever: usize) -> f64 {
    [levers.volume, levers.win_rate, levers.deal_size, levers.cycle].get(lever).copied().unwrap_or(1.0)
}

/// A lever's value at a factor, in its own unit.
fn at(facts: &Facts, lever: usize, factor: f64, locale: Locale) -> String {
    let view = &facts.view;
    match lever {
        0 => format!("{} / {}", format::grouped(view.volume * factor, 0), if locale == Locale::Chinese { "月" } else { "month" }),
        1 => format::percent(view.win_rate * factor).to_string(),
        2 => format::money(view.deal_size.as_f64() * factor, facts.currency.as_deref(), locale).to_string(),
        _ => {
            format::shown(kpi_model::Quantity::Number((view.cycle_days * factor).round()), kpi_model::Unit::Days, None, locale).to_string()
        }
    }
}

fn levers(store: Store, facts: Memo<Option<Facts>>, locale: Locale) -> impl IntoView {
    let now = store.part(|app| app.intent.levers);
    let rows: Vec<_> = NAMES.into_iter().enumerate().map(|(lever, name)| slider(store, facts, now, lever, name, locale)).collect();
    view! {
        <aside class="panel lp" aria-label=w::LEVERS.get(locale)>
            <div class="sech"><h2>{w::SCENARIO.get(locale)}" A"</h2>
                <button type="button" class="btn ghost sm r" on:click=move |_| store.send(Command::SetLevers(Levers::default()))>{icon("reset", false)}{w::RESET.get(locale)}</button></div>
            <ol class="lev">{rows}</ol>
            <p class="cap kn">{w::MARKED_RANGE.get(locale)}</p>
        </aside>
    }
}

fn slider(store: Store, facts: Memo<Option<Facts>>, now: Memo<Levers>, lever: usize, name: Word, locale: Locale) -> impl IntoView {
    let value = move || factor(&now.get(), lever);
    let id = format!("lever-{lever}");
    let share = |factor: f64| ((factor - SLIDER.0) / (SLIDER.1 - SLIDER.0) * 100.0).clamp(0.0, 100.0);
    let percent = |share: f64| format!("{share:.2}%");
    let text = move || {
        let facts = facts.get();
        let text = |factor: f64| facts.as_ref().map(|facts| at(facts, lever, factor, locale)).unwrap_or_default();
        let value = value();
        if (value - 1.0).abs() < 1e-9 {
            view! { <span class="t2">{text(1.0)}</span> }.into_any()
        } else {
            view! { <span class="mute">{text(1.0)}</span>{icon("arrow", true)}<b>{text(value)}</b> }.into_any()
        }
    };
    let marks = move || {
        let range = facts.get().and_then(|facts| facts.view.ranges.get(lever).copied()).unwrap_or((1.0, 1.0));
        let (low, high, at) = (share(range.0), share(range.1), share(value()));
        view! {
            <rect x="0" y="10" width="100%" height="3" rx="1" class="b-track" />
            <rect x=percent(low) y="10" width=percent((high - low).max(0.0)) height="3" class="b-ref" />
            <rect x=percent(at.min(50.0)) y="10" width=percent((at - 50.0).abs()) height="3" class="b-acc" />
            <line x1="50%" y1="6" x2="50%" y2="17" class="wk-ref" />
        }
    };
    let slide = move |event| {
        if let Ok(percent) = event_target_value(&event).parse::<f64>() {
            store.send(Command::SetLever(lever, percent / 100.0));
        }
    };
    let spoken = move || facts.get().map(|facts| at(&facts, lever, value(), locale)).unwrap_or_default();
    view! {
        <li class=move || if (value() - 1.0).abs() < 1e-9 { "" } else { "on" }>
            <div class="lh"><label for=id.clone()>{name.get(locale)}</label><span class="lv">{text}</span></div>
            <div class="rng"><svg class="ch" aria-hidden="true">{marks}</svg>
                <input id=id type="range" min=SLIDER.0 * 100.0 max=SLIDER.1 * 100.0 step="0.5" prop:value=move || value() * 100.0 aria-valuetext=spoken on:input=slide /></div>
        </li>
    }
}

fn right(facts: &Facts, locale: Locale) -> impl IntoView + use<> {
    view! {
        {sentence(facts, locale)}
        {monthly(facts, locale)}
        <div class="tg2">{what_moves(facts, locale)}{goal(facts, locale)}</div>
    }
}

fn money(facts: &Facts, amount: Money, locale: Locale) -> String {
    format::money(amount.as_f64(), facts.currency.as_deref(), locale).to_string()
}

fn sentence(facts: &Facts, locale: Locale) -> impl IntoView + use<> {
    let view = &facts.view;
    let share = |attainment: Option<f64>| attainment.map_or(format::NONE.to_owned(), |share| format::percent(share).to_string());
    let is_base = view.base == view.result;
    let gap = view.result.gap;
    let gap_text = money(facts, Money::from_minor(gap.minor.abs()), locale);
    let pieces = match (locale, is_base) {
        (Locale::Chinese, true) => vec![
            format!("照现在这样，{} 年预计 ", view.year),
            money(facts, view.result.expected, locale),
            format!("，是目标 {} 的 ", money(facts, view.target, locale)),
            share(view.result.attainment),
            "。".into(),
        ],
        (Locale::Chinese, false) => vec![
            format!("情景 A 把 {} 年的预计从 {} 变到 ", view.year, money(facts, view.base.expected, locale)),
            money(facts, view.result.expected, locale),
            "，达成率从 ".to_owned() + &share(view.base.attainment) + " 变到 ",
            share(view.result.attainment),
            if gap.minor < 0 { format!("，还差 {gap_text}。") } else { format!("，超出 {gap_text}。") },
        ],
        (Locale::English, true) => vec![
            format!("As things are, {} is expected to bring ", view.year),
            money(facts, view.result.expected, locale),
            ": ".to_owned(),
            share(view.result.attainment),
            format!(" of the {} target.", money(facts, view.target, locale)),
        ],
        (Locale::English, false) => vec![
            format!("Scenario A moves {} from {} to ", view.year, money(facts, view.base.expected, locale)),
            money(facts, view.result.expected, locale),
            format!(", attainment from {} to ", share(view.base.attainment)),
            share(view.result.attainment),
            if gap.minor < 0 { format!(", {gap_text} short.") } else { format!(", {gap_text} over.") },
        ],
    };
    lead(pieces)
}

/// Actual months, then the base and the scenario by month.
fn monthly(facts: &Facts, locale: Locale) -> impl IntoView + use<> {
    let view = &facts.view;
    let actual: Vec<f64> = view.actual_months.iter().map(|month| month.as_f64()).collect();
    let months = |result: &kpi_model::ScenarioResult| result.months.iter().map(|month| month.as_f64()).collect::<Vec<f64>>();
    let (base, scenario) = (months(&view.base), months(&view.result));
    let start = view.history.from;
    // Months between the last whole one and the planned year are drawn as a gap.
    let first = kpi_model::Day::from_ymd(view.year, 1, 1).unwrap_or(start);
    let past = usize::try_from((first.year() - start.year()) * 12 + first.month().cast_signed() - start.month().cast_signed())
        .unwrap_or(actual.len());
    let label = |i: usize| {
        let month = start.month_start(i32::try_from(i).unwrap_or(0));
        format::axis_month(month, i == 0, locale)
    };
    let points: Vec<chart::Point> =
        (0..past + base.len()).map(|i| chart::Point { value: actual.get(i).copied(), interval: None, label: label(i) }).collect();
    let is_same = view.base == view.result;
    let ahead = |values: &[f64]| (0..past).map(|_| None).chain(values.iter().map(|value| Some(*value))).collect::<Vec<_>>();
    let line = chart::Line {
        points,
        lines: vec![
            chart::Band { values: ahead(&base), name: w::BASELINE.get(locale).to_owned(), is_focal: false },
            chart::Band { values: ahead(&scenario), name: if is_same { String::new() } else { "A".to_owned() }, is_focal: true },
        ],
        target: Some((view.target.as_f64() / 12.0, format!("{} {} / 12", w::TARGET.get(locale), money(facts, view.target, locale)))),
        from_zero: true,
        ..chart::Line::default()
    };
    let width = if content_width() > 900.0 { content_width() - 332.0 } else { content_width() };
    let currency = facts.currency.clone();
    let tick = move |value: f64| format::money(value, currency.as_deref(), locale).to_string();
    let name = format!("{} {} {}", w::MONTHLY.get(locale), w::EXPECTED.get(locale), money(facts, view.result.expected, locale));
    let caption = format!("{} / {}", w::ACTUAL.get(locale), w::FORECAST.get(locale));
    section(w::MONTHLY.get(locale).to_owned(), caption, ().into_any(), chart::line(&line, width, &tick, name).into_any())
}

fn what_moves(facts: &Facts, locale: Locale) -> impl IntoView + use<> {
    let view = &facts.view;
    let base = view.result.expected.as_f64();
    let mut swings: Vec<chart::Swing> = view
        .tornado
        .iter()
        .enumerate()
        .map(|(lever, (worst, best))| {
            let (low, high) = view.ranges.get(lever).copied().unwrap_or((1.0, 1.0));
            let (bad, good) = if lever == 3 { (high, low) } else { (low, high) };
            chart::Swing {
                name: NAMES.get(lever).map_or(String::new(), |name| name.get(locale).to_owned()),
                worst: worst.as_f64() - base,
                best: best.as_f64() - base,
                ends: (at(facts, lever, bad, locale), at(facts, lever, good, locale)),
            }
        })
        .collect();
    swings.sort_by(|a, b| (b.best - b.worst).total_cmp(&(a.best - a.worst)));
    let width = if content_width() > 900.0 { (content_width() - 332.0 - 32.0) / 2.0 } else { content_width() };
    let currency = facts.currency.clone();
    let tick = move |value: f64| format::money(value, currency.as_deref(), locale).to_string();
    let name = swings.first().map_or(String::new(), |swing| w::sentence(&[w::WHAT_MOVES.get(locale)], &swing.name, locale));
    section(
        w::WHAT_MOVES.get(locale).to_owned(),
        w::WORST_TO_BEST.get(locale).to_owned(),
        ().into_any(),
        chart::tornado(&swings, width, &tick, name).into_any(),
    )
}

fn goal(facts: &Facts, locale: Locale) -> impl IntoView + use<> {
    let rows: Vec<_> = facts
        .needed
        .iter()
        .enumerate()
        .map(|(lever, needed)| {
            let name = NAMES.get(lever).map_or("", |name| name.get(locale));
            let is_best = |factor: f64| if lever == 3 { needed.best <= factor } else { needed.best >= factor };
            let (good, all) = needed.quarters;
            let verdict = match needed.factor {
                None => view! { <span class="jd un">{w::NOT_ALONE.get(locale)}</span> }.into_any(),
                Some(factor) => {
                    let text = match locale {
                        Locale::Chinese => format!("{all} 季中 {good} 季做到，最好 {}", at(facts, lever, needed.best, locale)),
                        Locale::English => format!("{good} of {all} quarters, best {}", at(facts, lever, needed.best, locale)),
                    };
                    view! { <span class=if is_best(factor) { "jd good" } else { "jd bad" }>{text}</span> }.into_any()
                }
            };
            let value = needed.factor.map_or(format::NONE.to_owned(), |factor| at(facts, lever, factor, locale));
            view! { <tr><td>{name}</td><td class="num">{at(facts, lever, 1.0, locale)}</td><td class="num"><b>{value}</b></td><td>{verdict}</td></tr> }
        })
        .collect();
    let table = view! {
        <p class="gs">{format!("{} {}", w::GOAL_NOTE.get(locale), money(facts, facts.view.target, locale))}</p>
        <table class="goal"><thead><tr><th></th><th class="num">{w::NOW.get(locale)}</th><th class="num">{w::NEEDS.get(locale)}</th><th>{w::IN_REACH.get(locale)}</th></tr></thead><tbody>{rows}</tbody></table>
    };
    section(w::GOAL_SEEK.get(locale).to_owned(), String::new(), ().into_any(), table.into_any())
}

fn compare(store: Store, facts: &Facts, locale: Locale) -> impl IntoView + use<> {
    let view = &facts.view;
    let most = view.base.expected.as_f64().max(view.result.expected.as_f64()).max(view.target.as_f64()) * 1.1;
    let row = |name: &'static str, note: String, result: &kpi_model::ScenarioResult, class: &'static str| {
        let share = result.attainment.map_or(format::NONE.to_owned(), |share| format::percent(share).to_string());
        view! {
            <tr class=class><td><b>{name}</b></td><td>{note}</td><td class="num" data-l=w::EXPECTED.get(locale)><b>{money(facts, result.expected, locale)}</b></td>
                <td>{chart::bullet(result.expected.as_f64(), view.target.as_f64(), most, 160.0, result.gap.minor >= 0)}</td>
                <td class="num" data-l=w::REACHES_TARGET.get(locale)><b>{share}</b></td><td class="num" data-l=w::FROM_OPEN.get(locale)>{money(facts, result.from_open, locale)}</td><td class="num" data-l=w::FROM_NEW.get(locale)>{money(facts, result.from_new, locale)}</td></tr>
        }
    };
    let changed = if view.base == view.result { String::new() } else { changes(store, facts, locale) };
    let button = view! { <button type="button" class="btn pri r" on:click=move |_| store.send(Command::UseAsTarget)>{w::USE_AS_TARGET.get(locale)}</button> };
    let table = view! {
        <table class="cmp"><thead><tr><th></th><th>{w::SCENARIO.get(locale)}</th><th class="num">{w::EXPECTED.get(locale)}</th><th>{w::TICK_IS_TARGET.get(locale)}</th><th class="num">{w::REACHES_TARGET.get(locale)}</th><th class="num">{w::FROM_OPEN.get(locale)}</th><th class="num">{w::FROM_NEW.get(locale)}</th></tr></thead>
            <tbody>{row(w::BASELINE.get(locale), String::new(), &view.base, "")}{row("A", changed, &view.result, "on")}</tbody></table>
    };
    view! { <div>{section(w::COMPARE_HEAD.get(locale).to_owned(), String::new(), button.into_any(), table.into_any())}</div> }
}

/// What differs from the base, in words.
fn changes(store: Store, facts: &Facts, locale: Locale) -> String {
    let levers = store.peek(|app| app.intent.levers);
    let moved = (0..NAMES.len()).filter(|lever| (factor(&levers, *lever) - 1.0).abs() > 1e-9);
    let text = moved.map(|lever| {
        format!("{} {}", NAMES.get(lever).map_or("", |name| name.get(locale)), at(facts, lever, factor(&levers, lever), locale))
    });
    text.collect::<Vec<_>>().join(if locale == Locale::Chinese { "，" } else { ", " })
}
