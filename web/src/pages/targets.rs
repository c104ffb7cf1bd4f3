//! The target tree: one company figure, spread to teams, people and months; always adding up.

use kpi_model::{Basis, Locale, Money, PlanNode, PlanView, Spread, TableFormat};
use kpi_ui::state::Command;
use kpi_ui::words::{self as w, Word};
use kpi_ui::{Store, chart, format};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

use crate::parts::{content_width, delta, empty, icon, put_back};

/// What the views below need.
#[derive(Clone, PartialEq)]
struct Facts {
    plan: PlanView,
    spread: Spread,
    currency: Option<String>,
    /// Position and name of the value of the third axis that is shown; none: all.
    part: Option<(usize, String)>,
}

impl Facts {
    /// The months of a node, of the part that is shown.
    fn months<'a>(&self, node: &'a PlanNode) -> &'a [Money] {
        let part = self.part.as_ref().and_then(|(at, _)| node.products.get(*at));
        part.unwrap_or(&node.months)
    }

    fn total(&self, node: &PlanNode) -> Money {
        if self.part.is_none() { node.total } else { Money::from_minor(self.months(node).iter().map(|month| month.minor).sum()) }
    }

    fn is_locked(&self, node: &PlanNode, month: Option<u8>) -> bool {
        match (&self.part, month) {
            (Some((_, part)), month) => {
                self.spread.locks.iter().any(|lock| lock.node == node.id && lock.month == month && lock.product.as_ref() == Some(part))
            }
            (None, None) => node.locked,
            (None, Some(month)) => node.locked_months.get(usize::from(month)).copied().unwrap_or(false),
        }
    }
}

/// The page.
pub(crate) fn page(store: Store, locale: Locale) -> impl IntoView {
    let facts = store.part(|app| {
        Some(Facts {
            part: app.chrome.part.clone().and_then(|part| {
                let at = app.findings.plan.as_ref()?.products.iter().position(|known| *known == part)?;
                Some((at, part))
            }),
            plan: app.findings.plan.clone()?,
            spread: app.intent.spread.clone(),
            currency: app.findings.summary.as_ref().and_then(|summary| summary.currency.clone()),
        })
    });
    let is_known = Memo::new(move |_| facts.with(Option::is_some));
    view! {
        {move || match facts.get() {
            Some(facts) => view! { {head(store, &facts, locale)}{rules(store, &facts, locale)}{tree(store, &facts, locale)}<p class="cap hint">{w::EDIT_HINT.get(locale)}</p> }.into_any(),
            None => view! { <h1 class="vh">{w::TARGETS.get(locale)}</h1>{empty(w::PLAN_NEEDS, locale)} }.into_any(),
        }}
        // What is typed here stays while the tree changes.
        {move || is_known.get().then(|| view! { {super::roster::section(store, locale)}{super::pay::section(store, locale)}{super::evidence::section(store, locale)}{super::versions::section(store, locale)} })}
    }
}

fn company(plan: &PlanView) -> Option<&PlanNode> {
    plan.nodes.first()
}

/// A typed amount as money: in the unit of the field unless it carries its own.
fn typed(text: &str, unit: f64) -> Option<Money> {
    let has_own_unit = text.chars().any(|c| matches!(c, '万' | '亿' | 'K' | 'k' | 'M' | 'm' | 'B'));
    let amount = format::parse_amount(text)? * if has_own_unit { 1.0 } else { unit };
    Some(Money::from_minor((amount * 100.0).round() as i128))
}

/// What was typed; the field shows the figure in force again until the engine has answered.
fn take_text(event: &leptos::ev::Event, shown: &str) -> String {
    let text = event_target_value(event);
    put_back(event, shown);
    text
}

fn head(store: Store, facts: &Facts, locale: Locale) -> impl IntoView + use<> {
    let plan = &facts.plan;
    let total = company(plan).map_or(0.0, |node| node.total.as_f64());
    let history = company(plan).map_or(0.0, |node| node.history.as_f64());
    let (unit, unit_name) = format::table_unit(total.max(history), locale);
    let spread = facts.spread.clone();
    let shown = format::grouped(total / unit, 0);
    let before = shown.clone();
    let edit = move |event: leptos::ev::Event| {
        let text = take_text(&event, &before);
        match typed(&text, unit) {
            Some(total) => store.send(Command::EditSpread(Spread { total: Some(total), ..spread.clone() })),
            None => store.send(Command::NotUnderstood(text)),
        }
    };
    let title = match locale {
        Locale::Chinese => format!("{} 年签约目标", plan.year),
        Locale::English => format!("{} bookings target", plan.year),
    };
    let change = format::difference(total, history, kpi_model::Unit::Money, locale);
    let months = company(plan).map(|node| node.months.iter().map(|month| month.as_f64()).collect::<Vec<f64>>()).unwrap_or_default();
    let points: Vec<chart::Point> = months
        .iter()
        .zip(1u32..)
        .map(|(amount, month)| chart::Point { value: Some(*amount), interval: None, label: format::month(month, locale) })
        .collect();
    let name = format!("{title} {}", w::MONTHLY.get(locale));
    let currency = facts.currency.clone();
    let tick = move |value: f64| format::money(value, currency.as_deref(), locale).to_string();
    let width = (content_width() * if content_width() > 900.0 { 0.6 } else { 1.0 }).max(280.0);
    let line = chart::Line { points, from_zero: true, end_label: String::new(), ..chart::Line::default() };
    view! {
        <div class="tgt t2c"><div class="tl"><h1>{title}</h1>
            <div class="tv"><label class="tin"><span class="vh">{w::COMPANY_TARGET.get(locale)}</span>
                <input id="company-target" inputmode="decimal" prop:value=shown on:change=edit /><em>{unit_name}</em></label></div>
            <dl class="tf"><div><dt>{format!("{} {}", w::AGAINST_LAST.get(locale), format::money(history, facts.currency.as_deref(), locale))}</dt>
                <dd>{change.map(|(size, text)| delta(size, &text, None, true))}</dd></div></dl></div>
            <div class="td"><p class="cap hdc">{w::MONTHLY.get(locale)}</p>{chart::line(&line, width, &tick, name)}</div></div>
    }
}

fn rules(store: Store, facts: &Facts, locale: Locale) -> impl IntoView + use<> {
    let spread = &facts.spread;
    let basis = |word: Word, now: Basis, names: &[(Basis, Word)], set: fn(&Spread, Basis) -> Spread| {
        let buttons: Vec<_> = names
            .iter()
            .map(|(basis, name)| {
                let next = set(spread, *basis);
                view! { <button type="button" aria-pressed=(*basis == now).to_string() on:click=move |_| store.send(Command::EditSpread(next.clone()))>{name.get(locale)}</button> }
            })
            .collect();
        view! { <span class="mute">{word.get(locale)}</span><span class="seg" role="group" aria-label=word.get(locale)>{buttons}</span> }
    };
    let of_people = [
        (Basis::History, w::BY_HISTORY),
        (Basis::Even, w::EVEN),
        (Basis::Capacity, w::BY_CAPACITY_BASIS),
        (Basis::Potential, w::BY_POTENTIAL),
    ];
    let people = basis(w::SPREAD_PEOPLE, spread.people, &of_people, |spread, people| Spread { people, ..spread.clone() });
    let months = basis(w::SPREAD_MONTHS, spread.months, &[(Basis::History, w::BY_SEASON), (Basis::Even, w::EVEN)], |spread, months| {
        Spread { months, ..spread.clone() }
    });
    let locks = spread.locks.len();
    let released = Spread { locks: Vec::new(), ..spread.clone() };
    let lock_text = match locale {
        Locale::Chinese => format!("{} {locks} {}", w::LOCKED.get(locale), w::CELLS.get(locale)),
        Locale::English => format!("{locks} {} locked", w::CELLS.get(locale)),
    };
    let gap = facts.plan.gap.minor;
    let check = if gap == 0 {
        view! { <span class="jd good" id="sum-check">{w::ADDS_UP.get(locale)}</span> }.into_any()
    } else {
        view! { <span class="jd bad" id="sum-check">{format!("{} {}", w::DOES_NOT_ADD_UP.get(locale), facts.plan.gap)}</span> }.into_any()
    };
    let read = move |event: leptos::ev::Event| {
        if let Some(input) = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok()) {
            kpi_ui::effects::chosen_bytes(&input, move |bytes| store.send(Command::ReadPlan(bytes)));
        }
    };
    let publish = if facts.plan.published { w::PUBLISHED } else { w::PUBLISH };
    view! {
        <div class="bar">{people}{months}{third(store, facts, locale)}
            {(locks > 0).then(|| view! { <button type="button" class="chip" title=w::RELEASE_ALL.get(locale) on:click=move |_| store.send(Command::EditSpread(released.clone()))>{icon("lock", true)}{lock_text}{icon("x", true)}</button> })}
            <span class="sp"></span>{check}
            <label class="btn ghost"><input class="vh" id="read-plan" type="file" accept=".csv,.tsv,.txt,.xlsx,.xlsm,.xlsb,.xls,.ods" on:change=read />{w::READ_PLAN.get(locale)}</label>
            {[(TableFormat::Csv, w::SAVE_CSV), (TableFormat::Xlsx, w::SAVE_XLSX)].map(|(format, word)| view! {
                <button type="button" class="btn ghost" on:click=move |_| store.send(Command::SavePlan(format))>{word.get(locale)}</button> })}
            <button type="button" class="icon" title=w::UNDO.get(locale) aria-label=w::UNDO.get(locale) on:click=move |_| store.send(Command::Undo)>{icon("undo", false)}</button>
            <button type="button" class="btn pri" disabled=facts.plan.published on:click=move |_| store.send(Command::Publish)>{publish.get(locale)}</button></div>
    }
}

/// Dimensions that targets can be split by beside people and months.
const THIRD: [kpi_model::Dimension; 5] = [
    kpi_model::Dimension::Product,
    kpi_model::Dimension::Industry,
    kpi_model::Dimension::Segment,
    kpi_model::Dimension::Region,
    kpi_model::Dimension::Source,
];

/// The third axis, and which of its values is shown.
fn third(store: Store, facts: &Facts, locale: Locale) -> impl IntoView + use<> {
    let spread = facts.spread.clone();
    let now = spread.by;
    let options: Vec<_> = THIRD
        .iter()
        .map(|by| view! { <option value=by.name() prop:selected={now == Some(*by)}>{w::dimension(*by).get(locale)}</option> })
        .collect();
    let pick = move |event| {
        let name = event_target_value(&event);
        let by = THIRD.into_iter().find(|by| by.name() == name);
        // Locks on values of one axis mean nothing on another.
        let locks = spread.locks.iter().filter(|lock| lock.product.is_none()).cloned().collect();
        store.send(Command::ShowPart(None));
        store.send(Command::EditSpread(Spread { by, locks, ..spread.clone() }));
    };
    let shown = facts.part.as_ref().map(|(_, part)| part.clone());
    let parts: Vec<_> = facts
        .plan
        .products
        .iter()
        .map(|part| {
            let name = if part.is_empty() { w::UNNAMED.get(locale).to_owned() } else { part.clone() };
            view! { <option value=format!("={part}") prop:selected={shown.as_ref() == Some(part)}>{name}</option> }
        })
        .collect();
    let show = move |event| store.send(Command::ShowPart(event_target_value(&event).strip_prefix('=').map(str::to_owned)));
    let parts = now.is_some().then(|| view! {
        <label class="chip"><span class="vh">{w::SHOWN_PART.get(locale)}</span><select id="shown-part" on:change=show><option value="" prop:selected=shown.is_none()>{w::ALL_ROWS.get(locale)}</option>{parts}</select></label>
    });
    view! {
        <label class="chip"><span>{w::ALSO_BY.get(locale)}</span><select id="third-axis" on:change=pick><option value="" prop:selected=now.is_none()>{format::NONE}</option>{options}</select></label>{parts}
    }
}

fn tree(store: Store, facts: &Facts, locale: Locale) -> impl IntoView + use<> {
    let largest = company(&facts.plan).map_or(0.0, |node| facts.total(node).as_f64());
    let (unit, unit_name) = format::table_unit(largest, locale);
    let quarter = |q: usize| {
        let sum: f64 =
            company(&facts.plan).iter().flat_map(|node| facts.months(node).iter().skip(q * 3).take(3)).map(|month| month.as_f64()).sum();
        let name = match locale {
            Locale::Chinese => format!("{}季度 ", ["一", "二", "三", "四"].get(q).unwrap_or(&"")),
            Locale::English => format!("Q{} ", q + 1),
        };
        view! { <th colspan="3" class="qh qe">{name}<span>{format::grouped(sum / unit, 0)}</span></th> }
    };
    let months: Vec<_> = (1u32..=12)
        .map(|month| view! { <th class=if month % 3 == 0 { "num qe" } else { "num" } scope="col">{format::month(month, locale)}</th> })
        .collect();
    let rows: Vec<_> = facts.plan.nodes.iter().map(|node| row(store, facts, node, unit, locale)).collect();
    let unit_word = if locale == Locale::Chinese { format!("单位 {unit_name}") } else { unit_name.to_owned() };
    view! {
        <div class="tw" tabindex="0" role="region" aria-label=w::TARGETS.get(locale)><table class="tree pl" on:keydown=walk><colgroup>{(0..16).map(|_| view! { <col /> }).collect_view()}</colgroup><thead>
            <tr class="q"><th></th><th></th><th></th><th></th>{(0..4).map(quarter).collect_view()}</tr>
            <tr><th scope="col">{unit_word}</th><th class="num" scope="col">{w::FULL_YEAR.get(locale)}</th><th class="num" scope="col">{w::LAST_YEAR.get(locale)}</th><th class="num" scope="col">{w::CHANCE_TO_REACH.get(locale)}</th>{months}</tr></thead>
            <tbody>{rows}</tbody></table></div>
    }
}

fn row(store: Store, facts: &Facts, node: &PlanNode, unit: f64, locale: Locale) -> impl IntoView + use<> {
    let class = format!("l{}", node.level);
    let name = if node.level == 0 {
        w::COMPANY.get(locale).to_owned()
    } else if node.name.is_empty() {
        w::UNNAMED.get(locale).to_owned()
    } else {
        node.name.clone()
    };
    let is_company = node.level == 0;
    let whole = facts.total(node);
    let part = facts.part.as_ref().map(|(_, part)| part);
    let total = if is_company {
        view! { <td class="tot">{format::grouped(whole.as_f64() / unit, 0)}</td> }.into_any()
    } else {
        view! { <td class="tot">{cell(store, node, (None, part), whole, facts.is_locked(node, None), unit, &name, locale)}</td> }.into_any()
    };
    let months: Vec<_> = facts
        .months(node)
        .iter()
        .zip(0u8..)
        .map(|(amount, month)| {
            let class = if month % 3 == 2 { "m qe" } else { "m" };
            let is_locked = facts.is_locked(node, Some(month));
            if node.level < 2 {
                view! { <td class=class>{format::grouped(amount.as_f64() / unit, 0)}</td> }.into_any()
            } else {
                view! { <td class=class>{cell(store, node, (Some(month), part), *amount, is_locked, unit, &name, locale)}</td> }.into_any()
            }
        })
        .collect();
    view! { <tr class=class><th scope="row">{name}</th>{total}{if facts.part.is_none() {
        view! { <td class="g">{format::grouped(node.history.as_f64() / unit, 0)}</td>{chance(store, node.id.clone(), locale)} }.into_any()
    } else {
        view! { <td class="g">{format::NONE}</td><td class="g">{format::NONE}</td> }.into_any()
    }}{months}</tr> }
}

/// How sure the node is to reach its figure, once the engine has said it; the reason where it cannot.
fn chance(store: Store, node: String, locale: Locale) -> impl IntoView {
    let known = store.part(move |app| app.findings.chances.get(&node).map(|one| (one.chance, one.reason.clone())));
    let text = move || known.with(|known| known.as_ref().map(|(chance, _)| chance.map_or(format::NONE.to_owned(), format::whole_percent)));
    let why =
        move || known.with(|known| known.as_ref().and_then(|(_, reason)| reason.as_ref()).map(|reason| reason.get(locale).to_owned()));
    view! { <td class="g" title=why>{text}</td> }
}

/// Up and down go to the figure above or below; left and right to the next one, from the end of the text.
fn walk(event: leptos::ev::KeyboardEvent) {
    let Some(input) = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok()) else { return };
    let caret = (input.selection_start().ok().flatten(), input.selection_end().ok().flatten());
    let end = u32::try_from(input.value().encode_utf16().count()).unwrap_or(u32::MAX);
    let (by_row, is_back) = match event.key().as_str() {
        "ArrowUp" => (true, true),
        "ArrowDown" => (true, false),
        // A figure that is selected as a whole is not being edited.
        "ArrowLeft" if caret.0 == Some(0) => (false, true),
        "ArrowRight" if caret.1 == Some(end) => (false, false),
        _ => return,
    };
    if event.ctrl_key() || event.meta_key() || event.alt_key() || event.shift_key() {
        return;
    }
    let next = |element: &web_sys::Element| if is_back { element.previous_element_sibling() } else { element.next_element_sibling() };
    let (Ok(Some(cell)), Ok(Some(row))) = (input.closest("td"), input.closest("tr")) else { return };
    let place = std::iter::successors(Some(cell.clone()), web_sys::Element::previous_element_sibling).count();
    let mut at = next(if by_row { &row } else { &cell });
    let found = std::iter::from_fn(|| {
        let now = at.take()?;
        at = next(&now);
        Some(if by_row { now.query_selector(&format!(":scope > :nth-child({place}) input")) } else { now.query_selector("input") })
    });
    let field = found.filter_map(|field| field.ok().flatten()).find_map(|field| field.dyn_into::<web_sys::HtmlInputElement>().ok());
    if let Some(field) = field {
        event.prevent_default();
        field.focus().unwrap_or_default();
        field.select();
    }
}

/// A figure that can be typed over: a value locks it, an empty one releases it.
#[expect(clippy::too_many_arguments, reason = "one cell of one table")]
fn cell(
    store: Store,
    node: &PlanNode,
    (month, part): (Option<u8>, Option<&String>),
    amount: Money,
    is_locked: bool,
    unit: f64,
    name: &str,
    locale: Locale,
) -> impl IntoView + use<> {
    let (id, part) = (node.id.clone(), part.cloned());
    let shown = format::grouped(amount.as_f64() / unit, 0);
    let before = shown.clone();
    let edit = move |event: leptos::ev::Event| {
        let text = take_text(&event, &before);
        if text.trim().is_empty() {
            store.send(Command::SetLock { node: id.clone(), month, product: part.clone(), amount: None });
        } else if text != before {
            match typed(&text, unit) {
                Some(amount) => store.send(Command::SetLock { node: id.clone(), month, product: part.clone(), amount: Some(amount) }),
                None => store.send(Command::NotUnderstood(text)),
            }
        }
    };
    let label = match month {
        Some(month) => format!("{name} {}", format::month(u32::from(month) + 1, locale)),
        None => format!("{name} {}", w::FULL_YEAR.get(locale)),
    };
    view! { {is_locked.then(|| view! { <svg class="i lk" viewBox="0 0 16 16" aria-hidden="true"><use href="#i-lock" /></svg> })}<input class="fig" inputmode="decimal" aria-label=label prop:value=shown on:change=edit /> }
}
