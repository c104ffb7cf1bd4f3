//! What the year may bring under a scenario, how good such forecasts were, and what moves it most.

use kpi_model::{Backtest, ForecastView, Locale, Money};
use kpi_ui::words::{self as w};
use kpi_ui::{chart, format};
use leptos::prelude::*;

use super::{Facts, at, lever_name, right_width};
use crate::parts::{lead, section};

/// Sentence, honesty and fan.
pub(super) fn view(facts: &Facts, locale: Locale) -> Option<impl IntoView + use<>> {
    let (base, now) = (facts.outlook.baseline.as_ref()?, facts.outlook.forecast.as_ref()?);
    Some(
        view! { <div>{sentence(facts, base, now, locale)}<p class="cap">{rests_on(base, locale)}</p></div>{fan(facts, base, now, locale)} },
    )
}

fn chance(view: &ForecastView) -> String {
    format::whole_percent(view.chance)
}

fn sentence(facts: &Facts, base: &ForecastView, now: &ForecastView, locale: Locale) -> impl IntoView + use<> {
    let (letter, target) = (facts.letter(), facts.money(now.target, locale));
    let (expected, was) = (facts.money(now.expected, locale), facts.money(base.expected, locale));
    let words = now.words.get(locale);
    let pieces = match (locale, now.words == base.words) {
        (Locale::Chinese, true) => {
            vec![format!("照现在这样，{} 年达到 {target} 的概率是 ", now.year), chance(now), "，预计 ".into(), expected, "。".into()]
        }
        (Locale::Chinese, false) => vec![
            format!("情景 {letter} 把达到 {target} 的概率从 {} 变到 ", chance(base)),
            chance(now),
            format!("，{} 年的预计从 {was} 变到 ", now.year),
            expected,
            format!("：{words}。"),
        ],
        (Locale::English, true) => {
            vec![
                format!("As things are, the chance of reaching {target} in {} is ", now.year),
                chance(now),
                "; expected are ".into(),
                expected,
                ".".into(),
            ]
        }
        (Locale::English, false) => vec![
            format!("Scenario {letter} moves the chance of reaching {target} from {} to ", chance(base)),
            chance(now),
            format!("; expected for {} moves from {was} to ", now.year),
            expected,
            format!(": {words}."),
        ],
    };
    lead(pieces)
}

/// Paths and seed, and how such forecasts did on the own past, or why that is not known.
fn rests_on(base: &ForecastView, locale: Locale) -> String {
    let zh = locale == Locale::Chinese;
    let paths = format::count(f64::from(base.paths));
    let drawn = if zh { format!("{paths} 条路径，种子 {}。", base.seed) } else { format!("{paths} paths, seed {}. ", base.seed) };
    let past = match (&base.backtest, &base.withheld) {
        (Some(past), _) => backtest(past, locale),
        (None, Some(why)) => why.get(locale).to_owned(),
        (None, None) => w::ON_TRIAL.get(locale).to_owned(),
    };
    drawn + &past
}

fn backtest(past: &Backtest, locale: Locale) -> String {
    let bias = format::signed(past.bias, format::percent(past.bias.abs()));
    let (wape, months) = (format::percent(past.wape), past.months);
    // What was tried is less than what is used: said where it is so.
    let short = (past.history < 12).then_some(past.history);
    let first = match (short, locale) {
        (None, _) => String::new(),
        (Some(months), Locale::Chinese) => format!("，最早只凭 {months} 个月的历史"),
        (Some(months), Locale::English) => format!(", the first from {months} months of history"),
    };
    let said = match locale {
        Locale::Chinese => {
            format!("在自己的过去试算 {months} 个月：平均差 {wape}，偏 {bias}，八成区间 {} 次中 {} 次", past.origins, past.inside)
        }
        Locale::English => {
            format!(
                "Tried on your own past, {months} months ahead: off by {wape}, bias {bias}, inside the 80% band {} of {} times",
                past.inside, past.origins
            )
        }
    };
    said + &first
}

fn fan(facts: &Facts, base: &ForecastView, now: &ForecastView, locale: Locale) -> impl IntoView + use<> {
    let is_same = base.expected == now.expected;
    let months = now.trailing.iter().zip(&base.trailing).enumerate().map(|(i, (month, before))| {
        let of = |amount: Money| amount.as_f64();
        let is_ahead = month.actual.is_none();
        let is_named = month.month.month() % 3 == 0 && i > 0;
        chart::FanMonth {
            label: if is_named { format::axis_month(month.month, month.month.month() == 12, locale) } else { String::new() },
            actual: month.actual.map(of),
            expected: is_ahead.then(|| of(month.expected)),
            band: month.drawn.map(|drawn| [of(drawn.p10), of(drawn.p25), of(drawn.p75), of(drawn.p90)]),
            base: (is_ahead && !is_same).then(|| of(before.expected)),
        }
    });
    let target = match locale {
        Locale::Chinese => format!("{} 年目标 {}", now.year, facts.money(now.target, locale)),
        Locale::English => format!("Target {}: {}", now.year, facts.money(now.target, locale)),
    };
    let fan = chart::Fan {
        months: months.collect(),
        target: Some((now.target.as_f64(), target)),
        names: (if is_same { w::EXPECTED.get(locale).to_owned() } else { facts.letter() }, w::BASELINE.get(locale).to_owned()),
        sides: (w::ACTUAL.get(locale).to_owned(), w::FORECAST.get(locale).to_owned()),
    };
    let currency = facts.currency.clone();
    let tick = move |value: f64| format::money(value, currency.as_deref(), locale).to_string();
    let paths = format::count(f64::from(now.paths));
    let caption = match locale {
        Locale::Chinese => format!("深浅两带为 {paths} 条路径的一半和八成"),
        Locale::English => format!("Bands hold 50% and 80% of {paths} paths"),
    };
    let range = [now.drawn.p10, now.drawn.p90].map(|amount| facts.money(amount, locale)).join("–");
    let name = format!("{} {} {}, P10–P90 {range}", w::TRAILING.get(locale), now.year, facts.money(now.expected, locale));
    section(w::TRAILING.get(locale).to_owned(), caption, ().into_any(), chart::fan(&fan, right_width(), &tick, name).into_any())
}

/// Levers that are drawn.
const BARS: usize = 8;

/// The tornado.
pub(super) fn what_moves(facts: &Facts, locale: Locale) -> Option<impl IntoView + use<>> {
    let base = facts.outlook.forecast.as_ref()?.expected.as_f64();
    let bars = facts.outlook.swings.iter().filter_map(|swing| {
        let info = facts.lever(swing.lever, swing.item.as_ref())?;
        let end = |factor: f64| at(info, factor, facts.currency.as_deref(), locale);
        let ends = (end(swing.factors.0), end(swing.factors.1));
        Some(chart::Swing { name: lever_name(info, locale), worst: swing.worst.as_f64() - base, best: swing.best.as_f64() - base, ends })
    });
    let swings: Vec<chart::Swing> = bars.filter(|swing| swing.best - swing.worst > 0.5).take(BARS).collect();
    let full = right_width();
    let width = if full > 720.0 { (full - 32.0) / 2.0 } else { full };
    let currency = facts.currency.clone();
    let tick = move |value: f64| format::money(value, currency.as_deref(), locale).to_string();
    let name = swings.first().map_or(String::new(), |swing| w::sentence(&[w::WHAT_MOVES.get(locale)], &swing.name, locale));
    let chart = chart::tornado(&swings, width, &tick, name).into_any();
    Some(section(w::WHAT_MOVES.get(locale).to_owned(), w::WORST_TO_BEST.get(locale).to_owned(), ().into_any(), chart))
}
