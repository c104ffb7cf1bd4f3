//! One KPI: value with interval, months, breakdowns, all definitions, and the work shown.

use kpi_model::{
    Cell, Dimension, Explanation, Grade, Grain, KpiInfo, Locale, Quantity, Report, RowsPage, Signal, SignalRule, TrendView, Unit,
    VariantInfo,
};
use kpi_ui::state::{Command, Scope, WorkShown};
use kpi_ui::words as w;
use kpi_ui::{Store, chart, format};
use leptos::prelude::*;

use crate::parts::{content_width, delta, empty, icon, parts_text, section, variant};

/// What the views below need.
#[derive(Clone, PartialEq)]
struct Facts {
    reports: Vec<Report>,
    kpi: KpiInfo,
    variant: VariantInfo,
    currency: Option<String>,
    scope: Scope,
    breakdowns: [Dimension; 2],
    trend: Option<TrendView>,
}

impl Facts {
    fn currency(&self) -> Option<&str> {
        self.currency.as_deref()
    }

    fn shown(&self, value: Quantity, locale: Locale) -> String {
        format::shown(value, self.variant.unit, self.currency(), locale).to_string()
    }
}

/// The page.
pub(crate) fn page(store: Store, locale: Locale, id: String, variant_id: String) -> impl IntoView {
    let (kpi_id, of_variant) = (id.clone(), variant_id.clone());
    let facts = store.part(move |app| {
        let kpis = &app.findings.catalog.as_ref()?.kpis;
        let (kpi, variant) = variant(kpis, &kpi_id, &of_variant)?;
        let reports = app
            .findings
            .detail
            .clone()
            .filter(|reports| reports.first().and_then(|r| r.cells.first()).is_some_and(|cell| cell.kpi == kpi_id))?;
        Some(Facts {
            reports,
            kpi: kpi.clone(),
            variant: variant.clone(),
            currency: app.findings.summary.as_ref().and_then(|summary| summary.currency.clone()),
            scope: app.intent.scope.clone(),
            breakdowns: app.chrome.breakdowns,
            trend: app.findings.trend.clone(),
        })
    });
    let has_data = store.part(kpi_ui::state::App::has_data);
    let is_open = store.part(|app| app.chrome.is_work_open);
    view! {
        <div class="det">
            <div class="lcol">
                {move || match facts.get() {
                    Some(facts) => left(store, &facts, locale).into_any(),
                    None if has_data.get() => view! { <p class="lead"><span class="sk full"></span></p> }.into_any(),
                    None => empty(w::PLAN_NEEDS, locale).into_any(),
                }}
            </div>
            {move || is_open.get().then(|| work(store, locale, facts))}
        </div>
    }
}

fn current(facts: &Facts, report: usize) -> Option<&Cell> {
    facts.reports.get(report)?.cells.iter().find(|cell| cell.variant == facts.variant.id)
}

fn left(store: Store, facts: &Facts, locale: Locale) -> impl IntoView + use<> {
    let family = match facts.kpi.family {
        kpi_model::Family::Results => w::RESULTS,
        kpi_model::Family::Process => w::PROCESS,
        kpi_model::Family::Customers => w::CUSTOMERS,
    };
    let is_open = store.peek(|app| app.chrome.is_work_open);
    view! {
        <p class="crumb"><a href="#/kpis">{w::KPIS.get(locale)}</a>{icon("right", true)}<span>{family.get(locale)}</span></p>
        {hero(facts, locale)}
        {months(facts, locale)}
        {super::kpi_change::change(store, facts.variant.unit, facts.currency.clone(), locale)}
        {variants(facts, locale)}
        <section class="sec">
            <div class="sech"><h2>{w::BREAKDOWN.get(locale)}</h2><span class="cap">{if has_interval(facts) { w::BREAKDOWN_NOTE } else { w::BREAKDOWN_BARS }.get(locale)}</span>
                {(!is_open).then(|| view! { <button type="button" class="how r" on:click=move |_| store.send(Command::ToggleWork)>{w::SHOW_WORK.get(locale)}</button> })}</div>
            <div class="br">{breakdown(store, facts, 0, locale)}{breakdown(store, facts, 1, locale)}</div>
        </section>
        {super::causes::section(store, locale)}{super::ranking::section(store, facts.kpi.better, locale)}
    }
}

fn has_interval(facts: &Facts) -> bool {
    current(facts, 0).is_some_and(|cell| cell.low.is_some())
}

fn hero(facts: &Facts, locale: Locale) -> impl IntoView + use<> {
    let cell = current(facts, 0);
    let before = current(facts, 2).and_then(|cell| cell.value);
    let unit = facts.variant.unit;
    let shown = cell.and_then(|cell| cell.value).map(|value| format::shown(value, unit, facts.currency(), locale));
    let few = cell.and_then(|cell| counts_only(facts, cell));
    let big = match &shown {
        _ if few.is_some() => view! { <span class="v">{few.clone()}</span><p class="cap">{w::COUNTS_ONLY.get(locale)}</p> }.into_any(),
        Some(shown) => view! { <span class="v">{shown.number.clone()}<small>{shown.unit.clone()}</small></span> }.into_any(),
        None => {
            let why = cell.and_then(|cell| cell.missing.as_ref()).map(|why| w::why(why, locale)).unwrap_or_default();
            view! { <span class="v">{format::NONE}</span><p class="cap">{why}</p> }.into_any()
        }
    };
    let ends = cell.filter(|_| few.is_none()).and_then(|cell| Some((cell.low?, cell.value?, cell.high?)));
    let ruler = ends.map(|(low, value, high)| {
        let caption = format!("{} {}，n {}", w::INTERVAL.get(locale), format::interval(low, high, unit, facts.currency(), locale), format::count(cell.map_or(0, |cell| cell.n) as f64));
        let caption = if locale == Locale::English { caption.replace('，', ", ") } else { caption };
        view! { {chart::whisker(low.as_f64(), value.as_f64(), high.as_f64(), before.map(Quantity::as_f64), 200.0)}<p class="cap">{caption}</p> }
    });
    let compared = facts.scope.names(facts.reports.first().map(|report| report.as_of), locale).map(|(before, _)| before);
    let now = cell.and_then(|cell| cell.value);
    let change = now.zip(before).and_then(|(now, before)| format::difference(now.as_f64(), before.as_f64(), unit, locale));
    let is_noise =
        ends.zip(before).is_some_and(|((low, _, high), before)| low.as_f64() <= before.as_f64() && before.as_f64() <= high.as_f64());
    let compare_fact = compared.map(|name| {
        let change = match &change {
            Some((size, text)) => view! { {delta(*size, text, format::is_good(*size, facts.kpi.better), is_noise)}" "<span class="mute">{is_noise.then(|| w::WITHIN_NOISE.get(locale))}</span> }.into_any(),
            None => view! { <span class="mute">{w::NOTHING_BEFORE.get(locale)}</span> }.into_any(),
        };
        view! { <div><dt>{format!("{} {name}", w::COMPARE.get(locale))}</dt><dd>{change}</dd></div> }
    });
    let last_month = facts.reports.get(1).and_then(|report| report.cells.iter().rev().find(|cell| cell.value.is_some()));
    let all = current(facts, 3).and_then(|cell| cell.value);
    let signal = last_month.zip(all).and_then(|(month, all)| {
        let (low, high) = (month.low?.as_f64(), month.high?.as_f64());
        // The natural limits decide where there are any; they know how much months differ, an interval does not.
        let is_outside = match facts.trend.as_ref().filter(|trend| trend.low.is_some()) {
            Some(trend) => trend.signals.iter().any(|signal| Some(&signal.period) == month.period.as_ref()),
            None => all.as_f64() < low || all.as_f64() > high,
        };
        Some(if is_outside { ("jd bad", w::MONTH_OUTSIDE) } else { ("jd un", w::MONTH_INSIDE) })
    });
    let signal = signal
        .map(|(class, word)| view! { <div><dt>{w::SIGNAL.get(locale)}</dt><dd><span class=class>{word.get(locale)}</span></dd></div> });
    let definition = view! { <div><dt>{w::DEFINITION.get(locale)}</dt><dd>{facts.variant.name.get(locale).to_owned()}</dd></div> };
    view! {
        <div class="hero"><div><h1>{facts.kpi.name.get(locale).to_owned()}</h1><div class="big">{big}</div></div>
            <div class="herow">{ruler}</div>
            <dl class="facts">{compare_fact}{signal}{definition}</dl></div>
    }
}

/// A tick of the axis in the unit of the KPI.
fn tick(unit: Unit, currency: Option<String>, locale: Locale) -> impl Fn(f64) -> String {
    move |value| match unit {
        Unit::Ratio => format!("{}%", format::grouped(value * 100.0, 0)),
        Unit::Money => format::money(value, currency.as_deref(), locale).to_string(),
        _ => format::grouped(value, 0),
    }
}

fn months(facts: &Facts, locale: Locale) -> impl IntoView + use<> {
    let Some(report) = facts.reports.get(1) else {
        return ().into_any();
    };
    let calendar = facts.scope.calendar;
    let month = |i: usize| report.span.map(|span| calendar.start(Grain::Month, span.from, i32::try_from(i).unwrap_or(0)));
    let label = |i: usize| match month(i) {
        // A month of four or five weeks is none of the year that everyone knows.
        Some(month) if calendar.weeks.is_some() => format!("P{:02}", calendar.place(Grain::Month, month).1 + 1),
        Some(month) => format::axis_month(month, i == 0, locale),
        None => String::new(),
    };
    let points: Vec<chart::Point> = report
        .cells
        .iter()
        .enumerate()
        .map(|(i, cell)| chart::Point {
            value: cell.value.map(Quantity::as_f64),
            interval: cell.low.zip(cell.high).map(|(low, high)| (low.as_f64(), high.as_f64())),
            label: label(i),
        })
        .collect();
    let span = facts.scope.span();
    let inside: Vec<usize> = (0..points.len()).filter(|i| month(*i).zip(span).is_some_and(|(month, span)| span.contains(month))).collect();
    let marked = inside
        .first()
        .zip(inside.last())
        .zip(facts.scope.period)
        .map(|((from, to), (grain, start))| (*from, *to, format::period(start, grain, facts.scope.calendar, locale)));
    let last = report.cells.iter().rev().find_map(|cell| cell.value);
    // A mean lies among its months. What does not, as the number of different customers of all of them, is none, and would flatten them.
    let values = || points.iter().filter_map(|point| point.value);
    let (low, high) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
    let is_mean = |value: &Quantity| !facts.variant.additive && (low..=high).contains(&value.as_f64());
    let all = current(facts, 3).and_then(|cell| cell.value).filter(is_mean);
    let line = chart::Line {
        end_label: last.map(|value| facts.shown(value, locale)).unwrap_or_default(),
        reference: all.map(|value| (value.as_f64(), format!("{} {}", w::MEAN.get(locale), facts.shown(value, locale)))),
        marked,
        from_zero: facts.variant.unit == Unit::Money || facts.variant.unit == Unit::Count,
        lines: limits(facts, report, locale),
        points,
        ..chart::Line::default()
    };
    let panel = if content_width() > 1000.0 { 392.0 } else { 0.0 };
    let width = content_width() - panel;
    let sentence = w::sentence(&[facts.kpi.name.get(locale), w::MONTHLY.get(locale)], &line.end_label, locale);
    let svg = chart::line(&line, width, &tick(facts.variant.unit, facts.currency.clone(), locale), sentence);
    let caption = match (has_interval(facts), all.is_some()) {
        (true, true) => format!("{}；{}", w::BAND_INTERVAL.get(locale), w::MEAN_LINE.get(locale)),
        (true, false) => w::BAND_INTERVAL.get(locale).to_owned(),
        (false, _) => facts.variant.formula.get(locale).to_owned(),
    };
    let caption = if locale == Locale::English { caption.replace('；', "; ") } else { caption };
    let table = month_table(facts, report, locale);
    if last.is_none() {
        // An axis without a value would be a scale of nothing.
        let why = report.cells.iter().rev().find_map(|cell| cell.missing.as_ref()).map(|why| w::why(why, locale));
        let body = view! { <p class="t2">{why}</p>{table} };
        return section(w::MONTHLY.get(locale).to_owned(), caption, ().into_any(), body.into_any()).into_any();
    }
    let body = view! { {svg}<p class="cap">{signals(facts, locale)}</p>{table} };
    section(w::MONTHLY.get(locale).to_owned(), caption, ().into_any(), body.into_any()).into_any()
}

/// The natural limits of the months as dashed lines.
fn limits(facts: &Facts, report: &Report, locale: Locale) -> Vec<chart::Band> {
    let trend = facts.trend.as_ref();
    let factor = |cell: &Cell| {
        let season = trend.map_or(&[][..], |trend| &trend.season);
        season.iter().find(|(period, _)| cell.period.as_ref() == Some(period)).map_or(1.0, |(_, factor)| *factor)
    };
    let band = |value: Option<f64>, word: w::Word| {
        let name = word.get(locale).to_owned();
        value.map(|value| chart::Band {
            values: report.cells.iter().map(|cell| Some(value * factor(cell))).collect(),
            name,
            is_focal: false,
        })
    };
    // What is counted or shared is never below 0, and a share never above 1.
    let low = trend.and_then(|trend| trend.low).filter(|low| *low > 0.0);
    let high = trend.and_then(|trend| trend.high).filter(|high| facts.variant.unit != Unit::Ratio || *high < 1.0);
    [band(high, w::UPPER), band(low, w::LOWER)].into_iter().flatten().collect()
}

/// Which months stand out, in words.
fn signals(facts: &Facts, locale: Locale) -> Option<String> {
    let trend = facts.trend.as_ref()?;
    let (Some(low), Some(high)) = (trend.low, trend.high) else { return Some(w::XMR_FEW.get(locale).to_owned()) };
    // A share is neither below 0 nor above 1, whatever its limits come to.
    let is_share = facts.variant.unit == Unit::Ratio;
    if is_share && low <= 0.0 && high >= 1.0 {
        return Some(w::sentence(&[w::XMR.get(locale)], w::LIMITS_WIDE.get(locale), locale));
    }
    let (low, high) = if is_share { (low.max(0.0), high.min(1.0)) } else { (low, high) };
    let shown = |value: f64| facts.shown(Quantity::Number(value), locale);
    let rule = |rule: SignalRule| if rule == SignalRule::Beyond { w::SIGNAL_BEYOND } else { w::SIGNAL_RUN };
    let is_shown = |signal: &&Signal| {
        facts.reports.get(1).is_some_and(|report| report.cells.iter().any(|cell| cell.period.as_ref() == Some(&signal.period)))
    };
    let listed: Vec<String> =
        trend.signals.iter().filter(is_shown).map(|signal| format!("{} {}", signal.period, rule(signal.rule).get(locale))).collect();
    let said = if listed.is_empty() {
        w::SIGNALS_NONE.get(locale).to_owned()
    } else {
        listed.join(if locale == Locale::Chinese { "、" } else { ", " })
    };
    let season = if trend.season.is_empty() { "" } else { w::SEASON_OUT.get(locale) };
    Some(w::sentence(&[&format!("{} {} – {}{season}", w::XMR.get(locale), shown(low), shown(high))], &said, locale))
}

/// The same values as the chart, for reading and copying.
fn month_table(facts: &Facts, report: &Report, locale: Locale) -> impl IntoView + use<> {
    let rows: Vec<_> = report
        .cells
        .iter()
        .map(|cell| {
            let value = cell.value.map_or(format::NONE.to_owned(), |value| facts.shown(value, locale));
            let interval = cell.low.zip(cell.high).map(|(low, high)| format::interval(low, high, facts.variant.unit, facts.currency(), locale)).unwrap_or_default();
            view! { <tr><th scope="row">{cell.period.clone()}</th><td class="num">{value}</td><td class="num">{interval}</td><td class="num">{format::count(cell.n as f64)}</td></tr> }
        })
        .collect();
    view! {
        <details class="tb"><summary class="how">{w::SHOW_TABLE.get(locale)}</summary>
            <table><thead><tr><th></th><th class="num">{w::VALUE.get(locale)}</th><th class="num">{w::INTERVAL.get(locale)}</th><th class="num">"n"</th></tr></thead><tbody>{rows}</tbody></table>
        </details>
    }
}

fn variants(facts: &Facts, locale: Locale) -> impl IntoView + use<> {
    let Some(report) = facts.reports.first() else {
        return ().into_any();
    };
    let rows: Vec<_> = facts
        .kpi
        .variants
        .iter()
        .map(|variant| {
            let cell = report.cells.iter().find(|cell| cell.variant == variant.id);
            let value = match cell.and_then(|cell| cell.value) {
                Some(value) => view! { <b>{format::shown(value, variant.unit, facts.currency(), locale).to_string()}</b> }.into_any(),
                None => {
                    let why = cell.and_then(|cell| cell.missing.as_ref()).map(|why| w::why(why, locale)).unwrap_or_default();
                    view! { <span class="mute">{format!("{} {why}", format::NONE)}</span> }.into_any()
                }
            };
            let interval = cell.and_then(|cell| cell.low.zip(cell.high)).map(|(low, high)| format::interval(low, high, variant.unit, facts.currency(), locale)).unwrap_or_default();
            let class = if variant.id == facts.variant.id { "on" } else { "" };
            view! {
                <tr class=class><td><a class="link" href=format!("#/kpi/{}/{}", facts.kpi.id, variant.id) aria-current=(variant.id == facts.variant.id).then_some("true")>{variant.name.get(locale).to_owned()}</a><br/><span class="cap">{variant.formula.get(locale).to_owned()}</span></td>
                    <td class="num">{value}</td><td class="num">{interval}</td><td class="num">{cell.map(|cell| parts_text(cell, variant.unit))}</td></tr>
            }
        })
        .collect();
    let table = view! {
        <div class="tw" tabindex="0" role="region" aria-label=w::VARIANTS.get(locale)><table class="vr-t var"><thead><tr><th>{w::DEFINITION.get(locale)}</th><th class="num">{w::VALUE.get(locale)}</th><th class="num">{w::INTERVAL.get(locale)}</th><th class="num">"n"</th></tr></thead><tbody>{rows}</tbody></table></div>
    };
    section(w::VARIANTS.get(locale).to_owned(), w::VARIANTS_NOTE.get(locale).to_owned(), ().into_any(), table.into_any()).into_any()
}

/// Groups shown in a breakdown.
const MOST_GROUPS: usize = 12;

fn breakdown(store: Store, facts: &Facts, slot: usize, locale: Locale) -> impl IntoView + use<> {
    let chosen = facts.breakdowns.get(slot).copied().unwrap_or(Dimension::Person);
    let options: Vec<_> = Dimension::ALL.into_iter().map(|dimension| view! { <option value=dimension.name() selected=dimension == chosen>{w::dimension(dimension).get(locale)}</option> }).collect();
    let pick = move |event| {
        let name = event_target_value(&event);
        if let Some(dimension) = Dimension::ALL.into_iter().find(|dimension| dimension.name() == name) {
            store.send(Command::SetBreakdown(slot, dimension));
        }
    };
    let cells: Vec<&Cell> = facts.reports.get(4 + slot).map(|report| report.cells.iter().collect()).unwrap_or_default();
    // What adds up is not to be compared with its sum.
    let all = current(facts, 0).and_then(|cell| cell.value).map(Quantity::as_f64).filter(|_| !facts.variant.additive);
    let missing = cells
        .iter()
        .all(|cell| cell.value.is_none())
        .then(|| cells.first().and_then(|cell| cell.missing.as_ref()).map(|why| w::why(why, locale)).unwrap_or_default());
    let mut rows: Vec<chart::Row> = cells
        .iter()
        .filter(|cell| cell.n > 0 || cell.value.is_some_and(|value| value.as_f64() != 0.0))
        .map(|cell| row(facts, cell, chosen, all, locale))
        .collect();
    rows.sort_by(|a, b| b.value.unwrap_or(f64::NEG_INFINITY).total_cmp(&a.value.unwrap_or(f64::NEG_INFINITY)));
    let rest = rows.len().saturating_sub(MOST_GROUPS);
    rows.truncate(MOST_GROUPS);
    let panel = if content_width() > 1000.0 { 392.0 } else { 0.0 };
    let width = if content_width() > 760.0 { (content_width() - panel - 32.0) / 2.0 } else { content_width() };
    let name = format!("{} {}", facts.kpi.name.get(locale), w::dimension(chosen).get(locale));
    let body = match missing {
        Some(why) => view! { <p class="t2">{why}</p> }.into_any(),
        None => chart::forest(&rows, all, width, &tick(facts.variant.unit, facts.currency.clone(), locale), name).into_any(),
    };
    let more = (rest > 0).then(|| if locale == Locale::Chinese { format!("另有 {rest} 组") } else { format!("{rest} more groups") });
    view! { <div><label class="chip"><span>{w::BY.get(locale)}</span><select on:change=pick>{options}</select></label>{body}<p class="cap">{more}</p></div> }
}

/// `3/4`, where a rate has so few cases that they are all that may be said.
fn counts_only(facts: &Facts, cell: &Cell) -> Option<String> {
    let is_rate = facts.variant.unit == Unit::Ratio && matches!(cell.numerator, Some(Quantity::Number(_)));
    (is_rate && cell.grade == Grade::Counts && cell.value.is_some()).then(|| parts_text(cell, facts.variant.unit))
}

fn row(facts: &Facts, cell: &Cell, dimension: Dimension, all: Option<f64>, locale: Locale) -> chart::Row {
    let interval = cell.low.zip(cell.high).map(|(low, high)| (low.as_f64(), high.as_f64()));
    let judgement = interval.zip(all).and_then(|((low, high), all)| match (all < low, all > high) {
        (true, _) => format::is_good(1.0, facts.kpi.better),
        (_, true) => format::is_good(-1.0, facts.kpi.better),
        _ => None,
    });
    // Of a handful of cases no rate is said.
    if let Some(counts) = counts_only(facts, cell) {
        let name = cell.group.get(dimension.name()).map_or_else(|| w::UNNAMED.get(locale).to_owned(), str::to_owned);
        return chart::Row { name, shown: counts, ..chart::Row::default() };
    }
    chart::Row {
        name: cell.group.get(dimension.name()).map_or_else(|| w::UNNAMED.get(locale).to_owned(), str::to_owned),
        value: cell.value.map(Quantity::as_f64),
        interval,
        shown: cell.value.map_or(format::NONE.to_owned(), |value| facts.shown(value, locale)),
        parts: parts_text(cell, facts.variant.unit).replace("n ", ""),
        judgement,
    }
}

fn work(store: Store, locale: Locale, facts: Memo<Option<Facts>>) -> impl IntoView {
    let explanation = store.part(|app| app.findings.explanation.clone());
    let rows = store.part(|app| app.findings.rows.clone());
    view! {
        <aside class="panel work" aria-label=w::SHOW_WORK.get(locale)>
            <div class="sech"><h2>{w::SHOW_WORK.get(locale)}</h2>
                <button type="button" class="icon r" aria-label=w::CLOSE.get(locale) on:click=move |_| store.send(Command::ToggleWork)>{icon("x", false)}</button></div>
            {move || explanation.get().zip(facts.get()).map(|(explanation, facts)| explained(store, &explanation, &facts, locale))}
            {move || rows.get().map(|rows| shown_rows(store, &rows, explanation.get().as_ref(), locale))}
        </aside>
    }
}

fn explained(store: Store, explanation: &Explanation, facts: &Facts, locale: Locale) -> impl IntoView + use<> {
    let plain = |value: Option<Quantity>| match value {
        Some(Quantity::Money(money)) => format::grouped(money.as_f64(), 2),
        Some(Quantity::Number(number)) => format::grouped(number, usize::from(number.fract() != 0.0) * 2),
        None => format::NONE.to_owned(),
    };
    let result = explanation.value.map_or(format::NONE.to_owned(), |value| facts.shown(value, locale));
    let fraction = explanation.denominator.map(|_| {
        let (above, below) = (explanation.numerator_label.get(locale).to_owned(), explanation.denominator_label.get(locale).to_owned());
        view! {
            <span class="frac"><span>{above}</span><span>{below}</span></span><span class="eq">" = "</span>
            <span class="frac"><span>{plain(explanation.numerator)}</span><span>{plain(explanation.denominator)}</span></span><span class="eq">" = "</span>
        }
    });
    let line =
        |label: String, count: String, class: &'static str| view! { <tr class=class><td>{label}</td><td class="num">{count}</td></tr> };
    let excluded: Vec<_> = explanation
        .excluded
        .iter()
        .map(|group| {
            let code = group.code.clone();
            let show = move |_| store.send(Command::ShowWork { code: code.clone(), limit: WorkShown::FEW });
            let label = group.label.get(locale).to_owned();
            let count = format!("{}{}", format::MINUS, format::count(f64::from(group.count)));
            view! { <tr class="m"><td><button type="button" class="link" on:click=show>{label}</button></td><td class="num">{count}</td></tr> }
        })
        .collect();
    let files = explanation.files.join(", ");
    // What is derived has rows of its own, not one for each of the file.
    let is_derived = explanation.table.origin() != explanation.table;
    let files = if is_derived && !files.is_empty() { format!("{} ({files})", w::table(explanation.table).get(locale)) } else { files };
    let columns: Vec<_> = explanation.columns.iter().map(|column| view! { <code>{column.clone()}</code>" " }).collect();
    view! {
        <h3>{w::FORMULA.get(locale)}</h3>
        <p class="fx">{fraction}<b>{result}</b></p>
        <p class="cap">{explanation.formula.get(locale).to_owned()}</p>
        <p class="cap">{explanation.interval.get(locale).to_owned()}</p>
        <h3>{w::FROM_ROWS.get(locale)}</h3>
        <table class="led"><tbody>
            {line(if files.is_empty() { w::ROWS_IN_FILES.get(locale).to_owned() } else { files }, format::count(f64::from(explanation.total)), "")}
            {excluded}
            {line(w::COUNTED.get(locale).to_owned(), format::count(f64::from(explanation.counted)), "tot")}
            {explanation.in_numerator.map(|n| line(w::OF_THEM.get(locale).to_owned(), format::count(f64::from(n)), ""))}
        </tbody></table>
        <h3>{w::COLUMNS_USED.get(locale)}</h3>
        <p class="cols">{columns}</p>
    }
}

/// The rows behind the figure: a few, or as many as are given at once. What the figure reads comes first.
fn shown_rows(store: Store, page: &RowsPage, explanation: Option<&Explanation>, locale: Locale) -> impl IntoView + use<> {
    let shown = store.peek(|app| app.chrome.work.clone());
    let is_counted = shown.code == WorkShown::default().code;
    if page.rows.is_empty() && is_counted {
        return ().into_any();
    }
    let is_few = shown.limit <= WorkShown::FEW;
    let is_used = |at: &usize| {
        let header = page.headers.get(*at);
        header.is_some_and(|header| explanation.is_some_and(|explanation| explanation.columns.contains(header)))
    };
    let all = 2..page.headers.len();
    let places: Vec<usize> = std::iter::once(1).chain(all.clone().filter(is_used)).chain(all.filter(|at| !is_used(at))).collect();
    let places: Vec<usize> = if is_few { places.into_iter().take(6).collect() } else { places };
    let line = if locale == Locale::Chinese { "行号" } else { "line" };
    let name = |at: &usize| if *at == 1 { line.to_owned() } else { page.headers.get(*at).cloned().unwrap_or_default() };
    let heads = places.iter().map(|at| view! { <th>{name(at)}</th> }).collect_view();
    let cells = |row: &Vec<String>| places.iter().map(|at| view! { <td>{row.get(*at).cloned()}</td> }).collect_view();
    let rows = page.rows.iter().map(|row| view! { <tr>{cells(row)}</tr> }).collect_view();
    let reason = explanation.and_then(|explanation| explanation.excluded.iter().find(|group| group.code == shown.code));
    let what = reason.map_or(w::ROWS.get(locale), |group| group.label.get(locale)).to_owned();
    let head = match locale {
        Locale::Chinese => format!("{what} {} / {}", page.rows.len(), format::count(f64::from(page.total))),
        Locale::English => format!("{what} {} of {}", page.rows.len(), format::count(f64::from(page.total))),
    };
    let code = shown.code.clone();
    let open = (is_few && page.total > WorkShown::FEW).then(|| {
        let open = move |_| store.send(Command::ShowWork { code: code.clone(), limit: WorkShown::MOST });
        view! { <button type="button" class="btn sm" on:click=open>{format!("{} {}", w::OPEN_ALL.get(locale), format::count(f64::from(page.total.min(WorkShown::MOST))))}</button> }
    });
    let back = (!is_counted).then(|| {
        let back = move |_| store.send(Command::ShowWork { code: "counted".to_owned(), limit: WorkShown::FEW });
        view! { <button type="button" class="btn sm" on:click=back>{w::COUNTED_ROWS.get(locale)}</button> }
    });
    view! {
        <h3>{head}</h3>
        <div class="tw" tabindex="0" role="region" aria-label=w::ROWS.get(locale)><table class="rows"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>
        <p class="row">{open}{back}<button type="button" class="btn sm" on:click=move |_| store.send(Command::SaveWork)>{w::SAVE_ROWS.get(locale)}</button></p>
    }
    .into_any()
}
