//! Targets: one company figure with its evidence, spread to regions, teams, people and months; always adding up.

mod evidence;
mod head;
mod pay;
mod roster;
mod rules;
mod tree;
mod versions;

use kpi_model::{CellEdit, Locale, Money, PlanNode, PlanView, Spread};
use kpi_ui::words::{self as w};
use kpi_ui::{Store, format};
use leptos::prelude::*;

use crate::parts::{empty, put_back};

/// What the views below need.
#[derive(Clone, PartialEq)]
struct Facts {
    plan: PlanView,
    spread: Spread,
    currency: Option<String>,
    /// Position and name of the value of the third axis that is shown; none: all.
    part: Option<(usize, String)>,
    /// The last edit, where the tree is what followed from it.
    edited: Option<CellEdit>,
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

    /// Is a figure locked, and only because an edit holds it?
    fn lock(&self, node: &PlanNode, month: Option<u8>) -> Option<bool> {
        let part = self.part.as_ref().map(|(_, part)| part);
        let lock = self.spread.locks.iter().rev().find(|lock| lock.node == node.id && lock.month == month && lock.product.as_ref() == part);
        lock.map(|lock| lock.held)
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
            edited: app.chrome.edited.clone(),
            spread: app.intent.spread.clone(),
            currency: app.findings.summary.as_ref().and_then(|summary| summary.currency.clone()),
        })
    });
    let is_known = Memo::new(move |_| facts.with(Option::is_some));
    view! {
        {move || is_known.get().then(|| head::head(store, locale))}
        {move || match facts.get() {
            Some(facts) => view! { {rules::rules(store, &facts, locale)}{tree::tree(store, &facts, locale)}{tree::foot(store, &facts, locale)} }.into_any(),
            None => view! { <h1 class="vh">{w::TARGETS.get(locale)}</h1>{empty(w::PLAN_NEEDS, locale)} }.into_any(),
        }}
        // What is typed here stays while the tree changes.
        {move || is_known.get().then(|| view! { {roster::section(store, locale)}{pay::section(store, locale)}{evidence::section(store, locale)}{versions::section(store, locale)} })}
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
