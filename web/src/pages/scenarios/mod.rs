//! Levers on the own history: what a year may bring, what moves it, what reaches a goal, and scenarios side by side.

mod compare;
mod goal;
mod heat;
mod levers;
mod limits;
mod outcome;

use kpi_model::{Lever, LeverInfo, Locale, Money, Unit};
use kpi_ui::state::{Library, Outlook};
use kpi_ui::words::{self as w};
use kpi_ui::{Store, format};
use leptos::prelude::*;

use crate::parts::{content_width, empty};

/// What the views need.
#[derive(Clone, PartialEq)]
struct Facts {
    outlook: Outlook,
    library: Library,
    currency: Option<String>,
}

impl Facts {
    fn money(&self, amount: Money, locale: Locale) -> String {
        format::money(amount.as_f64(), self.currency.as_deref(), locale).to_string()
    }

    /// Name of the scenario that is shown: its letter, as the table below has it.
    fn letter(&self) -> String {
        Library::letter(self.library.shown)
    }

    /// A lever of the data.
    fn lever(&self, lever: Lever, item: Option<&String>) -> Option<&LeverInfo> {
        let levers = self.outlook.baseline.as_ref().map_or(&[][..], |view| &view.levers);
        levers.iter().find(|info| info.lever == lever && info.item.as_ref() == item)
    }
}

/// The page.
pub(crate) fn page(store: Store, locale: Locale) -> impl IntoView {
    let facts = store.part(|app| Facts {
        outlook: app.findings.outlook.clone(),
        library: app.intent.scenarios.clone(),
        currency: app.findings.summary.as_ref().and_then(|summary| summary.currency.clone()),
    });
    let is_known = store.part(|app| app.findings.outlook.baseline.is_some() && app.findings.outlook.forecast.is_some());
    let is_planned = store.part(|app| app.findings.plan.is_some());
    let refused = store.part(|app| app.findings.outlook.refused.clone());
    view! {
        <h1 class="vh">{w::SCENARIOS.get(locale)}</h1>
        {move || match (is_known.get(), refused.get()) {
            // The sliders stay in place while the results around them change.
            (true, _) => view! {
                <div class="scn">
                    {levers::panel(store, facts, locale)}
                    <div class="rc">{move || outcome::view(&facts.get(), locale)}
                        <div class="tg2">{move || outcome::what_moves(&facts.get(), locale)}{goal::section(store, facts, locale)}</div></div>
                </div>
                {compare::section(store, facts, locale)}
                {heat::section(store, facts, locale)}
            }.into_any(),
            (false, Some(failure)) => view! { <p class="lead">{failure.what.get(locale).to_owned()}". "{failure.fix.get(locale).to_owned()}</p> }.into_any(),
            (false, None) if is_planned.get() => ().into_any(), // on its way
            (false, None) => empty(w::PLAN_NEEDS, locale).into_any(),
        }}
    }
}

/// A lever with its source or stage.
fn lever_name(info: &LeverInfo, locale: Locale) -> String {
    let name = info.name.get(locale);
    match &info.item {
        Some(item) if info.lever == Lever::StageConversion => item.clone() + " →",
        Some(item) => format!("{item} · {name}"),
        None => name.to_owned(),
    }
}

/// A lever's value at a factor, in its own unit.
fn at(info: &LeverInfo, factor: f64, currency: Option<&str>, locale: Locale) -> String {
    let zh = locale == Locale::Chinese;
    let value = info.value.unwrap_or(1.0) * factor;
    match info.lever {
        Lever::Volume | Lever::Activity => format!("{}/{}", format::grouped(value, 0), if zh { "月" } else { "mo" }),
        Lever::WinRate | Lever::StageConversion | Lever::Discount | Lever::Cost => format::percent(value).to_string(),
        Lever::DealSize | Lever::Retention => format::money(value, currency, locale).to_string(),
        Lever::Price => {
            let change = (factor - 1.0) * 100.0;
            let sign = if change < -0.049 {
                format::MINUS.to_string()
            } else if change > 0.049 {
                "+".to_owned()
            } else {
                "±".to_owned()
            };
            format!("{sign}{}%", format::grouped(change.abs(), 1))
        }
        Lever::Cycle => format::shown(kpi_model::Quantity::Number(value.round()), Unit::Days, None, locale).to_string(),
        Lever::Headcount => format::grouped(value, 1),
    }
}

/// A typed amount: `Some(None)` where the field was emptied, `None` where it is no amount.
fn typed_money(said: &str) -> Option<Option<Money>> {
    if said.trim().is_empty() {
        return Some(None);
    }
    format::parse_amount(said).map(|amount| Some(Money::from_minor((amount * 100.0).round() as i128)))
}

/// Width of the right column.
fn right_width() -> f64 {
    match content_width() {
        width if width > 900.0 => width - 332.0,
        width => width,
    }
}
