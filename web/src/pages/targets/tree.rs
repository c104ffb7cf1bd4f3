//! The tree itself: every figure can be typed over; the line below says what the last edit did.

use kpi_model::{Keep, Locale, Money, Moved, NodeKind, PlanNode};
use kpi_ui::state::Command;
use kpi_ui::words::{self as w};
use kpi_ui::{Store, format};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

use super::{Facts, company, take_text, typed};
/// The table.
pub(super) fn tree(store: Store, facts: &Facts, locale: Locale) -> impl IntoView + use<> {
    let largest = company(&facts.plan).map_or(0.0, |node| facts.total(node).as_f64());
    let (unit, unit_name) = format::table_unit(largest, locale);
    let quarter = |q: u8| {
        let months = company(&facts.plan).map(|node| facts.months(node)).unwrap_or_default();
        let sum: f64 = months.iter().skip(usize::from(q) * 3).take(3).map(|month| month.as_f64()).sum();
        let name = quarter_name(q, locale);
        let (shown, part) = (format::grouped(sum / unit, 0), facts.part.as_ref().map(|(_, part)| part.clone()));
        let before = shown.clone();
        let edit = move |event: leptos::ev::Event| {
            let text = take_text(&event, &before);
            match typed(&text, unit) {
                Some(amount) if text != before => {
                    store.send(Command::SetFigure { node: String::new(), month: None, quarter: Some(q), product: part.clone(), amount });
                }
                Some(_) => {}
                None => store.send(Command::NotUnderstood(text)),
            }
        };
        let label = format!("{} {name}", w::COMPANY.get(locale));
        view! { <th colspan="3" class="qh qe">{name}" "<input class="fig" inputmode="decimal" aria-label=label prop:value=shown on:change=edit /></th> }
    };
    let months: Vec<_> = (1u32..=12)
        .map(|month| view! { <th class=if month % 3 == 0 { "num qe" } else { "num" } scope="col">{format::month(month, locale)}</th> })
        .collect();
    let rows: Vec<_> = facts.plan.nodes.iter().map(|node| row(store, facts, node, unit, locale)).collect();
    let unit_word = if locale == Locale::Chinese { format!("单位 {unit_name}") } else { unit_name.to_owned() };
    view! {
        <div class="tw" tabindex="0" role="region" aria-label=w::TARGETS.get(locale)><table class=if facts.spread.regions { "tree pl deep" } else { "tree pl" } on:keydown=walk><colgroup>{(0..16).map(|_| view! { <col /> }).collect_view()}</colgroup><thead>
            <tr class="q"><th></th><th></th><th></th><th></th>{(0_u8..4).map(quarter).collect_view()}</tr>
            <tr><th scope="col">{unit_word}</th><th class="num" scope="col">{w::FULL_YEAR.get(locale)}</th><th class="num" scope="col">{w::LAST_YEAR.get(locale)}</th><th class="num" scope="col">{w::CHANCE_TO_REACH.get(locale)}</th>{months}</tr></thead>
            <tbody>{rows}</tbody></table></div>
    }
}

fn quarter_name(quarter: u8, locale: Locale) -> String {
    match locale {
        Locale::Chinese => format!("{}季度", ["一", "二", "三", "四"].get(usize::from(quarter)).unwrap_or(&"")),
        Locale::English => format!("Q{}", quarter + 1),
    }
}

fn row(store: Store, facts: &Facts, node: &PlanNode, unit: f64, locale: Locale) -> impl IntoView + use<> {
    let class = match node.kind {
        NodeKind::Company => "l0",
        NodeKind::Region => "lr",
        NodeKind::Team => "l1",
        _ => "l2",
    };
    let name = name(node, locale);
    let whole = facts.total(node);
    let total = if node.kind == NodeKind::Company && facts.part.is_none() {
        // It is typed at the top of the page.
        view! { <td class="tot">{format::grouped(whole.as_f64() / unit, 0)}</td> }.into_any()
    } else {
        view! { <td class=format!("tot{}", mark(facts, node, None))>{cell(store, facts, node, None, whole, unit, &name, locale)}</td> }
            .into_any()
    };
    let months: Vec<_> = facts
        .months(node)
        .iter()
        .zip(0u8..)
        .map(|(amount, month)| {
            let class = format!("m{}{}", if month % 3 == 2 { " qe" } else { "" }, mark(facts, node, Some(month)));
            view! { <td class=class>{cell(store, facts, node, Some(month), *amount, unit, &name, locale)}</td> }
        })
        .collect();
    view! { <tr class=class><th scope="row" title=name.clone()>{name.clone()}</th>{total}{if facts.part.is_none() {
        view! { <td class="g">{format::grouped(node.history.as_f64() / unit, 0)}</td>{chance(store, node.id.clone(), locale)} }.into_any()
    } else {
        view! { <td class="g">{format::NONE}</td><td class="g">{format::NONE}</td> }.into_any()
    }}{months}</tr> }
}

fn name(node: &PlanNode, locale: Locale) -> String {
    match node.kind {
        NodeKind::Company => w::COMPANY.get(locale).to_owned(),
        _ if node.name.is_empty() => w::UNNAMED.get(locale).to_owned(),
        _ => node.name.clone(),
    }
}

/// The class of a figure that the last edit changed: of people themselves, or of sums.
fn mark(facts: &Facts, node: &PlanNode, month: Option<u8>) -> &'static str {
    let Some(edit) = &facts.edited else { return "" };
    let is_itself = edit.node == node.id && edit.month == month;
    let has_moved = facts.plan.moved.iter().any(|moved| moved.node == node.id && moved.month == month);
    match node.kind.is_leaf() {
        true if is_itself || has_moved => " chg",
        false if is_itself || has_moved => " der",
        _ => "",
    }
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

/// A figure that can be typed over: a value locks it, an empty one releases it; L locks what stands there, or releases it.
#[expect(clippy::too_many_arguments, reason = "one cell of one table")]
fn cell(
    store: Store,
    facts: &Facts,
    node: &PlanNode,
    month: Option<u8>,
    amount: Money,
    unit: f64,
    name: &str,
    locale: Locale,
) -> impl IntoView + use<> {
    let part = facts.part.as_ref().map(|(_, part)| part.clone());
    let lock = facts.lock(node, month);
    let id = node.id.clone();
    let set = move |amount: Option<Money>| {
        store.send(Command::SetLock { node: id.clone(), month, product: part.clone(), amount });
    };
    let (part, id, release) = (facts.part.as_ref().map(|(_, part)| part.clone()), node.id.clone(), set.clone());
    let shown = format::grouped(amount.as_f64() / unit, 0);
    let before = shown.clone();
    let edit = move |event: leptos::ev::Event| {
        let text = take_text(&event, &before);
        if text.trim().is_empty() {
            release(None);
        } else if text != before {
            match typed(&text, unit) {
                Some(amount) => store.send(Command::SetFigure { node: id.clone(), month, quarter: None, product: part.clone(), amount }),
                None => store.send(Command::NotUnderstood(text)),
            }
        }
    };
    let is_locked = lock.is_some_and(|is_held| !is_held);
    let key = move |event: leptos::ev::KeyboardEvent| {
        if matches!(event.key().as_str(), "l" | "L") && !event.ctrl_key() && !event.meta_key() && !event.alt_key() {
            event.prevent_default();
            set((!is_locked).then_some(amount));
        }
    };
    let label = match month {
        Some(month) => format!("{name} {}", format::month(u32::from(month) + 1, locale)),
        None => format!("{name} {}", w::FULL_YEAR.get(locale)),
    };
    let sign = lock.map(|is_held| {
        let (class, word) = if is_held { ("i lk held", w::HELD) } else { ("i lk", w::LOCKED) };
        view! { <svg class=class viewBox="0 0 16 16" role="img" aria-label=word.get(locale)><title>{word.get(locale)}</title><use href="#i-lock" /></svg> }
    });
    view! { {sign}<input class="fig" inputmode="decimal" aria-label=label prop:value=shown on:change=edit on:keydown=key /> }
}

/// What the last edit did, and what the next one leaves alone.
pub(super) fn foot(store: Store, facts: &Facts, locale: Locale) -> impl IntoView + use<> {
    let said = facts.edited.as_ref().map(|edit| what_moved(facts, edit, locale));
    let keep = store.part(|app| app.chrome.keep);
    let choices = [(Keep::Year, w::KEEP_YEAR), (Keep::Parent, w::KEEP_PARENT), (Keep::Others, w::KEEP_OTHERS)].map(|(rule, word)| {
        view! { <button type="button" aria-pressed=move || (keep.get() == rule).to_string() on:click=move |_| store.send(Command::SetKeep(rule))>{word.get(locale)}</button> }
    });
    view! {
        <div class="stat" id="last-edit">{said.unwrap_or_else(|| view! { <span class="cap">{w::EDIT_HINT.get(locale)}</span> }.into_any())}<span class="sp"></span>
            <span class="mute">{w::EDIT_KEEPS.get(locale)}</span><span class="seg" role="group" aria-label=w::EDIT_KEEPS.get(locale)>{choices}</span>
            <span class="mute"><kbd>"Tab"</kbd>{w::NEXT_CELL.get(locale)}</span><span class="mute"><kbd>"L"</kbd>{w::LOCK_CELL.get(locale)}</span></div>
    }
}

/// Figures told in the line below the tree.
const TOLD: usize = 3;

fn what_moved(facts: &Facts, edit: &kpi_model::CellEdit, locale: Locale) -> AnyView {
    let (unit, unit_name) = format::table_unit(company(&facts.plan).map_or(0.0, |node| facts.total(node).as_f64()), locale);
    let place = |id: &str, month: Option<u8>| {
        let name = facts.plan.nodes.iter().find(|node| node.id == id).map_or(id.to_owned(), |node| name(node, locale));
        let month = month.map_or(w::FULL_YEAR.get(locale).to_owned(), |month| format::month(u32::from(month) + 1, locale));
        format!("{name} {month}")
    };
    let by = |one: &Moved| {
        let by = one.by.as_f64();
        format!("{} {}", place(&one.node, one.month), format::signed(by, format::grouped(by.abs() / unit, 1)))
    };
    let is_whole = edit.node.is_empty() && edit.month.is_none() && edit.quarter.is_none() && edit.product.is_none();
    let kept = match edit.keep {
        _ if is_whole => w::KEPT_LOCKS,
        Keep::Year if edit.month.is_some() || edit.quarter.is_some() => w::KEPT_YEAR,
        Keep::Year | Keep::Parent => w::KEPT_PARENT,
        Keep::Others => w::KEPT_OTHERS,
    };
    let (comma, stop) = if locale == Locale::Chinese { ("、", "；") } else { (", ", "; ") };
    // What gave or took first: the row itself, then other people, then the sums that follow.
    let is_leaf = |id: &str| facts.plan.nodes.iter().any(|node| node.id == id && node.kind.is_leaf());
    let mut told: Vec<&Moved> = facts.plan.moved.iter().collect();
    told.sort_by_key(|one| (one.node != edit.node, !is_leaf(&one.node)));
    let moved: Vec<String> = told.into_iter().take(TOLD).map(by).collect();
    let mut text = kept.get(locale).to_owned();
    if !moved.is_empty() {
        text = format!("{text}{stop}{} {}", w::ALSO_MOVED.get(locale), moved.join(comma));
    }
    if facts.plan.moved.len() > TOLD {
        text = format!("{text} {}", w::AND_MORE.get(locale));
    }
    let title = match edit.quarter {
        Some(quarter) => {
            format!("{} {}", place(&edit.node, None).trim_end_matches(w::FULL_YEAR.get(locale)).trim_end(), quarter_name(quarter, locale))
        }
        None => place(&edit.node, edit.month),
    };
    let amount = format!("{} {unit_name}", format::grouped(edit.amount.as_f64() / unit, 0));
    view! { <b>{title}</b><b>{amount}</b><span class="t2" aria-live="polite">{text}</span> }.into_any()
}
