//! All KPIs: one sentence, the matrix, what became of opportunities, who reached the target.

use kpi_model::{Cell, Family, KpiInfo, Locale, Quantity, Unit, VariantInfo};
use kpi_ui::state::{Board, Headline, headline, headlines, or_of_orders};
use kpi_ui::words::{self as w, Word};
use kpi_ui::{Store, chart, format};
use leptos::prelude::*;

use crate::parts::{content_width, delta, icon, lead, parts_text, section, value, variant};

/// What the views below need, read once per change.
#[derive(Clone, PartialEq)]
struct Facts {
    board: Board,
    kpis: Vec<KpiInfo>,
    currency: Option<String>,
    is_compared_by_year: bool,
    has_targets: bool,
    hot: usize,
    /// Only orders are known, no opportunities.
    of_orders: bool,
}

impl Facts {
    /// The variant of a KPI that is shown.
    fn variant(&self, of_wins: (&'static str, &'static str)) -> &'static str {
        or_of_orders(of_wins, self.of_orders).1
    }

    fn attainment(&self) -> Option<&Cell> {
        find(&self.board.now.cells, "attainment", self.variant(("attainment", "bookings")))
    }
}

/// The page.
pub(crate) fn page(store: Store, locale: Locale) -> impl IntoView {
    let facts = store.part(|app| {
        let board = app.findings.board.clone()?;
        let kpis = app.findings.catalog.as_ref()?.kpis.clone();
        let span = app.intent.scope.span();
        let months = span
            .map_or(0, |span| (span.to.year() - span.from.year()) * 12 + span.to.month().cast_signed() - span.from.month().cast_signed());
        Some(Facts {
            board,
            kpis,
            currency: app.findings.summary.as_ref().and_then(|summary| summary.currency.clone()),
            has_targets: app
                .findings
                .summary
                .iter()
                .flat_map(|summary| &summary.tables)
                .any(|table| table.kind == Some(kpi_model::TableKind::Targets)),
            is_compared_by_year: app.intent.scope.compare == kpi_ui::state::Compare::Year,
            hot: usize::try_from(months).unwrap_or(0).min(12),
            of_orders: app.of_orders(),
        })
    });
    view! {
        <h1 class="vh">{w::KPIS.get(locale)}</h1>
        {move || match facts.get() {
            Some(facts) => loaded(&facts, locale).into_any(),
            None => skeleton(locale).into_any(),
        }}
    }
}

/// The layout before the first numbers.
fn skeleton(locale: Locale) -> impl IntoView {
    let cell = || {
        view! { <article class="kpi"><span class="sk"></span><div class="kv"><span class="sk v"></span><span class="sk p"></span></div><span class="sk"></span><span class="sk w"></span></article> }
    };
    let band = |word: Word| view! { <section class="band" aria-label=word.get(locale)><div class="fam"><h2>{word.get(locale)}</h2></div>{(0..5).map(|_| cell()).collect_view()}</section> };
    view! {
        <p class="lead"><span class="sk full"></span></p>
        {band(w::RESULTS)}{band(w::PROCESS)}{band(w::CUSTOMERS)}
    }
}

fn loaded(facts: &Facts, locale: Locale) -> impl IntoView + use<> {
    let band = |family: Family, word: Word| {
        let known = headlines(facts.of_orders).filter_map(|(id, variant_id)| variant(&facts.kpis, id, variant_id));
        let cells: Vec<_> =
            known.filter(|(kpi, _)| kpi.family == family).map(|(kpi, variant)| kpi_cell(facts, kpi, variant, locale)).collect();
        view! { <section class="band" aria-label=word.get(locale)><div class="fam"><h2>{word.get(locale)}</h2></div>{cells}</section> }
    };
    view! {
        <div class="hd">{sentence(facts, locale)}</div>
        {band(Family::Results, w::RESULTS)}
        {band(Family::Process, w::PROCESS)}
        {band(Family::Customers, w::CUSTOMERS)}
        <div class="two">
            {(!facts.of_orders).then(|| outcomes(facts, locale))}
            {attainment(facts, locale)}
        </div>
        {small_multiples(facts, locale)}
        <p class="all"><a class="link" href="#/definitions">{w::ALL_DEFINITIONS.get(locale)}</a></p>
    }
}

fn find<'a>(cells: &'a [Cell], kpi: &str, variant: &str) -> Option<&'a Cell> {
    cells.iter().find(|cell| cell.kpi == kpi && cell.variant == variant)
}

/// The finding in words: bookings, change, attainment, and what stands out among the rates.
fn sentence(facts: &Facts, locale: Locale) -> impl IntoView + use<> {
    let currency = facts.currency.as_deref();
    let money = |value: f64| format::money(value, currency, locale).to_string();
    let zh = locale == Locale::Chinese;
    let mut pieces: Vec<String> = Vec::new();
    let line = |id: &str, variant_id: &str| {
        let (kpi, variant) = variant(&facts.kpis, id, variant_id)?;
        headline(&facts.board, id, variant_id, variant.unit, kpi.better, locale)
    };
    if let Some(bookings) = line("bookings", facts.variant(("bookings", "won_amount"))).filter(|line| line.now.value.is_some()) {
        let amount = bookings.now.value.map_or(0.0, Quantity::as_f64);
        let name = match (facts.of_orders, zh) {
            (false, true) => "签约 ",
            (false, false) => "Bookings ",
            (true, true) => "订单 ",
            (true, false) => "Orders ",
        };
        pieces.extend([name.to_owned(), money(amount)]);
        let against = if facts.is_compared_by_year { (" 同比", " year on year") } else { (" 环比", " on the period before") };
        let mut rest = match &bookings.change {
            Some((change, text)) if zh => format!("，{}{}{text}", against.0.trim(), if *change > 0.0 { "增长 " } else { "下降 " }),
            Some((change, text)) => format!(", {} {text}{}", if *change > 0.0 { "up" } else { "down" }, against.1),
            None => String::new(),
        };
        if let Some(cell) = facts.attainment()
            && let (Some(share), Some(above), Some(below)) = (cell.value, cell.numerator, cell.denominator)
        {
            rest.push_str(if zh { "，完成目标的 " } else { ", " });
            pieces.push(rest);
            pieces.push(format::percent(share.as_f64()).to_string());
            let gap = below.as_f64() - above.as_f64();
            rest = match (zh, gap > 0.0) {
                (true, true) => format!("，还差 {}。", money(gap)),
                (true, false) => format!("，超出 {}。", money(-gap)),
                (false, true) => format!(" of target, {} short. ", money(gap)),
                (false, false) => format!(" of target, {} over. ", money(-gap)),
            };
        } else {
            rest.push_str(if zh { "。" } else { ". " });
        }
        pieces.push(rest);
    } else {
        let nothing = match (facts.of_orders, zh) {
            (false, true) => "这个范围内没有赢单。",
            (false, false) => "Nothing was won in this scope. ",
            (true, true) => "这个范围内没有订单。",
            (true, false) => "There are no orders in this scope. ",
        };
        pieces.push(nothing.to_owned());
    }
    let rates = [("win_rate", "close_date_count"), ("gross_margin", "rate"), ("csat", "top_two"), ("sales_cycle", "won_median")];
    // Only rates with an interval and something to compare with can be said to have moved, or not.
    let compared: Vec<_> = rates
        .iter()
        .filter_map(|(id, variant_id)| {
            let line = line(id, variant_id).filter(|line| line.change.is_some() && line.now.low.is_some())?;
            let (kpi, variant) = variant(&facts.kpis, id, variant_id)?;
            Some((kpi.name.get(locale).to_owned(), line, variant.unit))
        })
        .collect();
    let moved = || compared.iter().filter(|(_, line, _)| !line.is_noise);
    match moved().find(|(_, line, _)| line.is_good == Some(false)).or_else(|| moved().next()) {
        Some((name, line, unit)) => {
            let now = line.now.value.map_or_else(String::new, |value| format::shown(value, *unit, currency, locale).to_string());
            let before =
                line.before.map_or_else(String::new, |value| format::shown(Quantity::Number(value), *unit, currency, locale).to_string());
            if zh {
                pieces.last_mut().into_iter().for_each(|last| last.push_str(&format!("{name}从 {before} 变到 ")));
                pieces.extend([now, "，超出波动。".to_owned()]);
            } else {
                pieces.last_mut().into_iter().for_each(|last| last.push_str(&format!("{name} went from {before} to ")));
                pieces.extend([now, ", beyond noise.".to_owned()]);
            }
        }
        None if compared.is_empty() => {}
        None => pieces
            .last_mut()
            .into_iter()
            .for_each(|last| last.push_str(if zh { "各项比率的变化都在波动内。" } else { "Every rate moved within noise." })),
    }
    lead(pieces)
}

fn kpi_cell(facts: &Facts, kpi: &KpiInfo, variant: &VariantInfo, locale: Locale) -> impl IntoView + use<> {
    let currency = facts.currency.as_deref();
    let line = headline(&facts.board, &kpi.id, &variant.id, variant.unit, kpi.better, locale);
    let name = kpi.name.get(locale).to_owned();
    let href = format!("#/kpi/{}/{}", kpi.id, variant.id);
    let Some(line) = line else {
        return view! { <article class="kpi"><h3><a href=href>{name}</a></h3></article> }.into_any();
    };
    if kpi.id == "revenue_share" {
        return top_share(facts, name, href, locale).into_any();
    }
    if let (None, Some(why)) = (&line.now.value, &line.now.missing) {
        let is_empty = matches!(why, kpi_model::Why::EmptyDenominator | kpi_model::Why::NotReached | kpi_model::Why::New);
        if !is_empty {
            return view! {
                <article class="kpi lock">
                    <h3><a href=href>{name}</a>{icon("lock", true)}</h3>
                    <p class="why">{w::why(why, locale)}</p>
                    <a class="link" href="#/data">{w::OPEN_DATA.get(locale)}</a>
                </article>
            }
            .into_any();
        }
        return view! {
            <article class="kpi">
                <h3><a href=href>{name}</a></h3>
                <div class="kv"><span class="val weak">{format::NONE}</span></div>
                <div class="kd">{w::why(why, locale)}</div>
                <div class="kf"><span class="how">"n 0"</span></div>
            </article>
        }
        .into_any();
    }
    let shown = line.now.value.map(|value| format::shown(value, variant.unit, currency, locale)).unwrap_or_default();
    view! {
        <article class="kpi">
            <h3><a href=href.clone()>{name}</a></h3>
            <div class="kv">{weak_or_value(&line, variant, &shown, locale)}{chart::spark(&line.months, facts.hot)}</div>
            <div class="kd">{change(facts, &line, locale)}</div>
            <div class="kf">{foot(facts, &line, variant, locale)}<a class="how" href=href>{parts_text(&line.now, Unit::Count)}</a></div>
        </article>
    }
    .into_any()
}

/// Rows below which a rate is shown as its interval.
const SMALL_SAMPLE: u64 = 30;

/// How many cases a rate is of: customers, where customers are counted and not their orders.
fn cases(cell: &Cell) -> u64 {
    match cell.denominator {
        Some(Quantity::Number(all)) => all as u64,
        _ => cell.n,
    }
}

fn weak_or_value(line: &Headline, variant: &VariantInfo, shown: &format::Shown, locale: Locale) -> AnyView {
    match (line.now.low, line.now.high) {
        (Some(low), Some(high)) if cases(&line.now) < SMALL_SAMPLE && variant.unit == Unit::Ratio => {
            let text = format::interval(low, high, variant.unit, None, locale);
            let number = text.strip_suffix('%').unwrap_or(&text).to_owned();
            view! { <span class="val weak">{number}<small>"%"</small></span> }.into_any()
        }
        _ => value(shown).into_any(),
    }
}

fn change(facts: &Facts, line: &Headline, locale: Locale) -> AnyView {
    if facts.board.now.span.is_none() {
        return ().into_any();
    }
    let Some((size, text)) = &line.change else {
        let word = if line.before.is_some() { w::IS_NEW } else { w::NOTHING_BEFORE };
        return view! { <span class="mute">{word.get(locale)}</span> }.into_any();
    };
    let against = match (line.is_noise, facts.is_compared_by_year, locale) {
        (true, ..) => w::WITHIN_NOISE.get(locale),
        (_, true, Locale::Chinese) => "同比",
        (_, true, Locale::English) => "year on year",
        (_, false, Locale::Chinese) => "环比",
        (_, false, Locale::English) => "on the period before",
    };
    view! { {delta(*size, text, line.is_good, line.is_noise)}" "{against} }.into_any()
}

fn foot(facts: &Facts, line: &Headline, variant: &VariantInfo, locale: Locale) -> AnyView {
    let currency = facts.currency.as_deref();
    let cell = &line.now;
    if cell.kpi == "bookings"
        && let Some(target) = facts.attainment().and_then(|cell| cell.denominator)
        && let Some(actual) = cell.value
        && target.as_f64() > 0.0
    {
        let (actual, target) = (actual.as_f64(), target.as_f64());
        return view! { {chart::bullet(actual, target, target * 1.1, 56.0, actual >= target)}<span>{w::TARGET.get(locale)}" "{format::money(target, currency, locale).to_string()}</span> }.into_any();
    }
    if cell.kpi == "attainment"
        && let (Some(above), Some(below)) = (cell.numerator, cell.denominator)
    {
        let gap = below.as_f64() - above.as_f64();
        let word = if gap > 0.0 { w::GAP } else { w::OVER };
        // While the period runs: how much of its target is due by now.
        let time =
            find(&facts.board.now.cells, "pace", "time").and_then(|cell| cell.value).map(Quantity::as_f64).filter(|time| *time < 1.0);
        let gone = time.map(|time| {
            format!("{}{} {}", if locale == Locale::Chinese { "，" } else { ", " }, w::TIME_GONE.get(locale), format::percent(time))
        });
        return view! { <span>{word.get(locale)}" "{format::money(gap.abs(), currency, locale).to_string()}{gone}</span> }.into_any();
    }
    match (cell.low, cell.high, cell.value) {
        (Some(low), Some(high), Some(at)) => {
            let text = if cases(cell) < SMALL_SAMPLE && variant.unit == Unit::Ratio {
                parts_text(cell, variant.unit)
            } else {
                format::interval(low, high, variant.unit, currency, locale)
            };
            view! { {chart::whisker(low.as_f64(), at.as_f64(), high.as_f64(), line.before, 56.0)}<span>{text}</span> }.into_any()
        }
        _ if cell.kpi == "pipeline" => {
            let weighted = find(&facts.board.now.cells, "pipeline", "weighted").and_then(|cell| cell.value);
            let text = weighted.map(|value| format::money(value.as_f64(), currency, locale).to_string());
            text.map(|text| view! { <span>{if locale == Locale::Chinese { "加权 " } else { "weighted " }}{text}</span> }).into_any()
        }
        _ => ().into_any(),
    }
}

/// The largest share of one person, and everybody on a strip.
fn top_share(facts: &Facts, name: String, href: String, locale: Locale) -> impl IntoView + use<> {
    let people = facts.board.people.cells.iter().filter(|cell| cell.kpi == "revenue_share");
    let mut shares: Vec<(f64, String)> =
        people.filter_map(|cell| Some((cell.value?.as_f64(), cell.group.get("person")?.to_owned()))).collect();
    shares.sort_by(|a, b| b.0.total_cmp(&a.0));
    let most = shares.first().map_or(1.0, |(share, _)| *share).max(1e-9);
    let dots: Vec<_> =
        shares.iter().map(|(share, _)| view! { <circle cx={4.0 + share / most * 68.0} cy="16" r="2.5" class="b-mark" /> }).collect();
    let n = shares.len();
    let top = shares.first().cloned();
    view! {
        <article class="kpi">
            <h3><a href=href.clone()>{name}</a></h3>
            <div class="kv">
                {match &top { Some((share, _)) => value(&format::percent(*share)).into_any(), None => view! { <span class="val weak">{format::NONE}</span> }.into_any() }}
                <svg class="ch spark" width="76" height="32" viewBox="0 0 76 32" aria-hidden="true"><line x1="0" y1="16" x2="76" y2="16" class="wk-track" />{dots}</svg>
            </div>
            <div class="kd"><span class="t2">{top.map(|(_, person)| format!("{} {person}", w::TOP.get(locale)))}</span></div>
            <div class="kf"><a class="how" href=href>{format!("n {n}")}</a></div>
        </article>
    }
}

/// Created, won, lost and open as labelled bars.
fn outcomes(facts: &Facts, locale: Locale) -> impl IntoView + use<> {
    let rows = [
        ("count", "value", w::CREATED, "b-mid"),
        ("won", "won_value", w::WON, "b-acc"),
        ("lost", "lost_value", w::LOST, "b-ref"),
        ("open", "open_value", w::OPEN, "b-mid"),
    ];
    let number = |variant: &str| find(&facts.board.now.cells, "opportunities", variant).and_then(|cell| cell.value).map(Quantity::as_f64);
    let most = rows.iter().filter_map(|row| number(row.0)).fold(1.0, f64::max);
    let width = (content_width() * if content_width() > 900.0 { 0.48 } else { 1.0 }).max(240.0);
    let bars: Vec<_> = rows
        .into_iter()
        .enumerate()
        .map(|(i, (count, amount, word, class))| {
            let y = i as f64 * 36.0;
            let n = number(count).unwrap_or(0.0);
            let bar = n / most * (width - 220.0).max(40.0);
            let amount =
                number(amount).map(|value| format::money(value, facts.currency.as_deref(), locale).to_string()).unwrap_or_default();
            view! {
                <text x="0" y={y + 17.0} class="t-1 t-13">{word.get(locale)}</text>
                <rect x="72" y=y width=bar height="24" class=class rx="2" />
                <text x={bar + 80.0} y={y + 17.0} class="t-b">{format::count(n)}</text>
                <text x=width y={y + 17.0} class="t-2" text-anchor="end">{amount}</text>
            }
        })
        .collect();
    let name = rows_sentence(facts, locale);
    section(
        w::BY_OUTCOME.get(locale).to_owned(),
        w::CREATED_IN_PERIOD.get(locale).to_owned(),
        ().into_any(),
        view! { <svg class="ch" width=width height="144" role="img" aria-label=name>{bars}</svg> }.into_any(),
    )
}

fn rows_sentence(facts: &Facts, locale: Locale) -> String {
    let number = |variant: &str| {
        find(&facts.board.now.cells, "opportunities", variant)
            .and_then(|cell| cell.value)
            .map_or(format::NONE.to_owned(), |v| format::count(v.as_f64()))
    };
    match locale {
        Locale::Chinese => {
            format!("新建 {}，赢单 {}，输单 {}，期末进行中 {}", number("count"), number("won"), number("lost"), number("open"))
        }
        Locale::English => {
            format!("{} created, {} won, {} lost, {} open at the end", number("count"), number("won"), number("lost"), number("open"))
        }
    }
}

/// People against their targets, by team.
fn attainment(facts: &Facts, locale: Locale) -> impl IntoView + use<> {
    let cells: Vec<&Cell> = facts.board.people.cells.iter().filter(|cell| cell.kpi == "attainment" && cell.value.is_some()).collect();
    let link = view! { <a class="link r" href="#/targets">{w::CHANGE_TARGETS.get(locale)}</a> }.into_any();
    let head = (w::TARGET_REACHED.get(locale).to_owned(), w::TICK_IS_TARGET.get(locale).to_owned());
    if cells.is_empty() {
        return section(
            head.0,
            head.1,
            link,
            view! { <p class="t2">{(if facts.has_targets { w::NO_TARGETS_HERE } else { w::NO_TARGETS }).get(locale)}</p> }.into_any(),
        )
        .into_any();
    }
    let amount = |quantity: Option<Quantity>| quantity.map_or(0.0, Quantity::as_f64);
    let most = cells.iter().map(|cell| amount(cell.numerator).max(amount(cell.denominator))).fold(1.0, f64::max);
    let (unit, unit_name) = format::table_unit(most, locale);
    let figure = |value: f64| format::grouped(value / unit, 0);
    let mut teams: Vec<(String, Vec<&Cell>)> = Vec::new();
    for cell in cells {
        let team = cell.group.get("team").unwrap_or("").to_owned();
        match teams.last_mut().filter(|(name, _)| *name == team) {
            Some((_, people)) => people.push(cell),
            None => teams.push((team, vec![cell])),
        }
    }
    let rows: Vec<_> = teams
        .into_iter()
        .map(|(team, mut people)| {
            people.sort_by(|a, b| amount(b.value).total_cmp(&amount(a.value)));
            let (above, below) = people.iter().fold((0.0, 0.0), |sum, cell| (sum.0 + amount(cell.numerator), sum.1 + amount(cell.denominator)));
            let team_row = (!team.is_empty()).then(|| view! { <tr class="tm"><th scope="rowgroup" colspan="2">{team}</th><td class="num"><b>{format!("{} / {}", figure(above), figure(below))}</b></td><td></td></tr> });
            let people: Vec<_> = people
                .into_iter()
                .take(12)
                .map(|cell| {
                    let (actual, target, share) = (amount(cell.numerator), amount(cell.denominator), amount(cell.value));
                    let class = if share >= 1.0 { "jd good" } else if share < 0.8 { "jd bad" } else { "jd un" };
                    view! {
                        <tr><td>{cell.group.get("person").unwrap_or("").to_owned()}</td><td class="bl">{chart::bullet(actual, target, most * 1.05, 160.0, share >= 1.0)}</td>
                            <td class="num">{format!("{} / {}", figure(actual), figure(target))}</td><td class="num"><span class=class>{format::percent(share).to_string()}</span></td></tr>
                    }
                })
                .collect();
            view! { {team_row}{people} }
        })
        .collect();
    let table = view! {
        <table class="att"><thead><tr><th></th><th></th><th class="num">{format!("{} {unit_name}", w::ACTUAL_TARGET.get(locale))}</th><th class="num">{w::ATTAINMENT.get(locale)}</th></tr></thead><tbody>{rows}</tbody></table>
    };
    section(head.0, head.1, link, table.into_any()).into_any()
}

/// One small line per person on one scale.
fn small_multiples(facts: &Facts, locale: Locale) -> impl IntoView + use<> {
    let mut people: Vec<(String, Vec<f64>)> = Vec::new();
    for cell in &facts.board.people_months.cells {
        let Some(person) = cell.group.get("person") else {
            continue;
        };
        let amount = cell.value.map_or(0.0, Quantity::as_f64);
        match people.last_mut().filter(|(name, _)| name == person) {
            Some((_, months)) => months.push(amount),
            None => people.push((person.to_owned(), vec![amount])),
        }
    }
    people.retain(|(_, months)| months.iter().any(|amount| *amount > 0.0));
    people.sort_by(|a, b| b.1.iter().sum::<f64>().total_cmp(&a.1.iter().sum::<f64>()));
    people.truncate(12);
    if people.len() < 2 {
        return ().into_any();
    }
    let most = people.iter().flat_map(|(_, months)| months).copied().fold(1.0, f64::max);
    let figures: Vec<_> = people
        .into_iter()
        .map(|(name, months)| {
            let step = 160.0 / (months.len().max(2) - 1) as f64;
            let hot_from = months.len().saturating_sub(facts.hot + 1);
            let at = |i: usize, amount: f64| format!("{} {}", i as f64 * step, 40.0 - amount / most * 36.0);
            let path = |from: usize| {
                let points: Vec<String> = months.iter().enumerate().skip(from).map(|(i, amount)| at(i, *amount)).collect();
                format!("M{}", points.join("L"))
            };
            let total = format::money(months.iter().sum(), facts.currency.as_deref(), locale).to_string();
            view! {
                <figure class="sm"><figcaption><b>{name}</b><span class="mute">{total}</span></figcaption>
                    <svg class="ch" width="170" height="44" viewBox="0 0 170 44" aria-hidden="true"><line x1="0" y1="40" x2="162" y2="40" class="axis" /><path d=path(0) class="d-ink" /><path d=path(hot_from) class="d-line th" /></svg></figure>
            }
        })
        .collect();
    section(
        w::PEOPLE_MONTHS.get(locale).to_owned(),
        w::SAME_SCALE.get(locale).to_owned(),
        ().into_any(),
        view! { <div class="smalls">{figures}</div> }.into_any(),
    )
    .into_any()
}
