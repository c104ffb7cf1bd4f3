//! Who joins and leaves, what nobody holds, over-assignment, and whether teams may differ from the sum of their people.

use kpi_model::{Day, Locale, Member, PlanNode, Spread};
use kpi_ui::state::Command;
use kpi_ui::words::{self as w, Word};
use kpi_ui::{Store, format};
use leptos::ev::{Event, SubmitEvent};
use leptos::prelude::*;

/// The rules below the tree.
pub(super) fn section(store: Store, locale: Locale) -> impl IntoView {
    let spread = store.part(|app| app.intent.spread.clone());
    let nodes = store.part(|app| app.findings.plan.as_ref().map(|plan| plan.nodes.clone()).unwrap_or_default());
    let edit = move |change: &dyn Fn(&mut Spread)| {
        let mut next = spread.get();
        change(&mut next);
        store.send(Command::EditSpread(next));
    };
    let flag = move |word: Word, of: fn(&mut Spread) -> &mut bool| {
        let is_on = move || *of(&mut spread.get());
        view! { <label class="flag"><input type="checkbox" prop:checked=is_on on:change=move |event| { let on = event_target_checked(&event); edit(&|next| *of(next) = on); } />{word.get(locale)}</label> }
    };
    let has_regions = store.part(|app| app.findings.values.contains_key(&kpi_model::Dimension::Region));
    let regions = move || (has_regions.get() || spread.get().regions).then(|| flag(w::REGION_LEVEL, |spread| &mut spread.regions));
    view! {
        <details class="more roster"><summary>{w::PEOPLE_AND_RULES.get(locale)}</summary>
            <p class="gs">{regions}</p>
            <p class="gs">{flag(w::UNASSIGNED_NODE, |spread| &mut spread.unassigned)}{flag(w::TEAMS_MAY_DIFFER, |spread| &mut spread.teams_may_differ)}</p>
            <p class="gs">{over(store, spread, 0, w::OVER_TEAMS, locale)}{over(store, spread, 1, w::OVER_PEOPLE, locale)}</p>
            {members(store, spread, locale)}
            {joining(store, spread, nodes, locale)}
        </details>
    }
}

/// Over-assignment on one level, in percent.
fn over(store: Store, spread: Memo<Spread>, level: usize, word: Word, locale: Locale) -> impl IntoView {
    let at = move |over: (u32, u32)| if level == 0 { over.0 } else { over.1 };
    let shown = move || format!("{}%", format::grouped(f64::from(at(spread.get().over.unwrap_or_default())) / 100.0, 1));
    let set = move |event: Event| {
        let said = event_target_value(&event);
        let percent = format::parse_amount(said.trim().trim_end_matches(['%', '％'])).filter(|percent| *percent <= 100.0);
        let Some(percent) = percent else { return store.send(Command::NotUnderstood(said)) };
        let mut next = spread.get();
        let (teams, people) = next.over.unwrap_or_default();
        let hundredths = (percent * 100.0).round() as u32;
        let over = if level == 0 { (hundredths, people) } else { (teams, hundredths) };
        next.over = (over != (0, 0)).then_some(over);
        store.send(Command::EditSpread(next));
    };
    let id = format!("over-{level}");
    view! { <label for=id.clone()>{word.get(locale)}</label><input id=id class="lvin box" inputmode="decimal" prop:value=shown on:change=set /> }
}

/// People of whom something is known.
fn members(store: Store, spread: Memo<Spread>, locale: Locale) -> impl IntoView {
    let row = move |member: Member| {
        let day = |day: Option<Day>| day.map_or(format::NONE.to_owned(), |day| format::date(day, locale));
        let node = member.node.clone();
        let forget = move |_| {
            let mut next = spread.get();
            next.members.retain(|known| known.node != node);
            store.send(Command::EditSpread(next));
        };
        view! { <tr><th scope="row">{member.node}</th><td>{day(member.joins)}</td><td>{day(member.leaves)}</td><td><button type="button" class="btn sm" on:click=forget>{w::REMOVE.get(locale)}</button></td></tr> }
    };
    let table = move || {
        let rows = spread.get().members.into_iter().map(row).collect_view();
        view! { <table class="vr-t"><thead><tr><th>{w::TEAM_AND_PERSON.get(locale)}</th><th>{w::JOINS.get(locale)}</th><th>{w::LEAVES.get(locale)}</th><th></th></tr></thead><tbody>{rows}</tbody></table> }
    };
    move || (!spread.get().members.is_empty()).then(table)
}

/// The form for one more.
fn joining(store: Store, spread: Memo<Spread>, nodes: Memo<Vec<PlanNode>>, locale: Locale) -> impl IntoView {
    let (node, joins, leaves) = (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let add = move |event: SubmitEvent| {
        event.prevent_default();
        let member = Member {
            node: node.get().trim().to_owned(),
            joins: Day::parse_iso(&joins.get()),
            leaves: Day::parse_iso(&leaves.get()),
            ..Member::default()
        };
        let mut next = spread.get();
        next.members.retain(|known| known.node != member.node);
        next.members.push(member);
        store.send(Command::EditSpread(next));
        for field in [node, joins, leaves] {
            field.set(String::new());
        }
    };
    let field = move |id: &'static str, word: Word, kind: &'static str, value: RwSignal<String>| {
        view! { <label for=id>{word.get(locale)}</label><input id=id type=kind class="inp" list=(kind == "text").then_some("people") required=kind == "text" pattern=(kind == "text").then_some(".+/.+") prop:value=move || value.get() on:input=move |event| value.set(event_target_value(&event)) /> }
    };
    let known = move || {
        nodes.get().into_iter().filter(|node| node.kind.is_leaf()).map(|node| view! { <option value=node.id></option> }).collect_view()
    };
    view! {
        <form class="gs" on:submit=add>{field("member", w::TEAM_AND_PERSON, "text", node)}{field("joins", w::JOINS, "date", joins)}{field("leaves", w::LEAVES, "date", leaves)}
            <datalist id="people">{known}</datalist><button type="submit" class="btn sm">{w::ADD.get(locale)}</button></form>
        <p class="cap">{w::ROSTER_NOTE.get(locale)}</p>
    }
}
