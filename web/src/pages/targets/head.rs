//! The company's target, what the year may bring against it, and how much one may ask to be how sure.

use kpi_model::{EvidenceView, Locale, Money, TierKind, Unit, YearOdds};
use kpi_ui::state::{Command, Library};
use kpi_ui::words::{self as w};
use kpi_ui::{Store, chart, format};
use leptos::prelude::*;

use super::{company, take_text, typed};
use crate::parts::{content_width, delta};

/// What the head is made of.
#[derive(Clone, PartialEq)]
struct Facts {
    year: i32,
    total: Money,
    history: Money,
    months: Vec<Money>,
    currency: Option<String>,
    evidence: Option<EvidenceView>,
    /// Is the evidence about this total, and not about the one before?
    is_fresh: bool,
    /// The scenario that is shown.
    letter: String,
}

impl Facts {
    /// A chance as text; that of another total is none.
    fn chance(&self, odds: &YearOdds) -> String {
        if self.is_fresh { format::whole_percent(odds.chance) } else { format::NONE.to_owned() }
    }
}

/// The head of the page.
pub(super) fn head(store: Store, locale: Locale) -> impl IntoView {
    let facts = store.part(|app| {
        let plan = app.findings.plan.as_ref()?;
        let (total, history) = company(plan).map(|node| (node.total, node.history))?;
        let is_about = |view: &EvidenceView| view.tiers.iter().any(|tier| tier.kind == TierKind::Asked && tier.amount == total);
        Some(Facts {
            year: plan.year,
            total,
            history,
            months: company(plan).map(|node| node.months.clone()).unwrap_or_default(),
            currency: app.findings.summary.as_ref().and_then(|summary| summary.currency.clone()),
            is_fresh: app.findings.evidence.as_ref().is_some_and(is_about),
            evidence: app.findings.evidence.clone().filter(|view| view.year == plan.year),
            letter: Library::letter(app.intent.scenarios.shown),
        })
    });
    // The field stays while its evidence comes in, so that nothing that is being typed is lost.
    let about = Memo::new(move |_| {
        facts.with(|facts| facts.as_ref().map(|facts| Facts { evidence: None, is_fresh: false, letter: String::new(), ..facts.clone() }))
    });
    view! {
        <div class="tgt">{move || about.get().map(|about| target(store, facts, &about, locale))}
            {move || facts.get().map(|facts| year(&facts, locale))}{move || facts.get().map(|facts| sure(store, &facts, locale))}</div>
    }
}

fn take(store: Store, amount: Money) {
    store.send(Command::SetFigure { node: String::new(), month: None, quarter: None, product: None, amount });
}

fn target(store: Store, now: Memo<Option<Facts>>, facts: &Facts, locale: Locale) -> impl IntoView + use<> {
    let (total, history) = (facts.total.as_f64(), facts.history.as_f64());
    let (unit, unit_name) = format::table_unit(total.max(history), locale);
    let shown = format::grouped(total / unit, 0);
    let before = shown.clone();
    let edit = move |event: leptos::ev::Event| {
        let text = take_text(&event, &before);
        match typed(&text, unit) {
            Some(total) => take(store, total),
            None => store.send(Command::NotUnderstood(text)),
        }
    };
    let title = match locale {
        Locale::Chinese => format!("{} 年签约目标", facts.year),
        Locale::English => format!("{} bookings target", facts.year),
    };
    let change = format::difference(total, history, Unit::Money, locale);
    let odds = |of: fn(&EvidenceView) -> Option<&YearOdds>| {
        move || now.with(|now| now.as_ref().and_then(|facts| Some(facts.chance(of(facts.evidence.as_ref()?)?))))
    };
    let (base, scenario) = (odds(|view| Some(&view.base)), odds(|view| view.scenario.as_ref()));
    let base = move || base().unwrap_or(format::NONE.to_owned());
    let letter = move || now.with(|now| now.as_ref().map(|facts| facts.letter.clone()));
    let under =
        move || scenario().map(|chance| view! { <div><dt>{w::CHANCE_UNDER.get(locale)}" "{letter()}</dt><dd><b>{chance}</b></dd></div> });
    view! {
        <div class="tl"><h1>{title}</h1>
            <div class="tv"><label class="tin"><span class="vh">{w::COMPANY_TARGET.get(locale)}</span>
                <input id="company-target" inputmode="decimal" prop:value=shown on:change=edit /><em>{unit_name}</em></label></div>
            <dl class="tf"><div><dt>{format!("{} {}", w::AGAINST_LAST.get(locale), format::money(history, facts.currency.as_deref(), locale))}</dt>
                <dd>{change.map(|(size, text)| delta(size, &text, None, true))}</dd></div>
                <div><dt>{w::CHANCE_AS_IS.get(locale)}</dt><dd>{base}</dd></div>{under}</dl></div>
    }
}

/// What the year may bring; where no forecast can be made or it is not there yet, the months of the target.
fn year(facts: &Facts, locale: Locale) -> impl IntoView + use<> {
    let space = content_width();
    let width = if space > 1100.0 { 420.0_f64.min(space * 0.36) } else { (space - 4.0).min(560.0) };
    let currency = facts.currency.clone();
    let tick = move |value: f64| format::money(value, currency.as_deref(), locale).to_string();
    let Some(view) = &facts.evidence else {
        let label = |(amount, month): (&Money, u32)| chart::Point {
            value: Some(amount.as_f64()),
            interval: None,
            label: format::month(month, locale),
        };
        let points = facts.months.iter().zip(1u32..).map(label).collect();
        let line = chart::Line { points, from_zero: true, ..chart::Line::default() };
        let name = format!("{} {}", facts.year, w::MONTHLY.get(locale));
        return view! { <div class="td"><p class="cap hdc">{w::MONTHLY.get(locale)}</p>{chart::line(&line, width, &tick, name)}</div> }
            .into_any();
    };
    let curve = |odds: &YearOdds, name: &str| chart::Density {
        bars: odds.bins.iter().map(|bin| (bin.from.as_f64(), bin.to.as_f64(), bin.share)).collect(),
        label: format!("{name} {}", facts.chance(odds)),
    };
    let base = curve(&view.base, w::BASELINE.get(locale));
    let scenario = view.scenario.as_ref().map(|odds| curve(odds, &format!("{} {}", w::SCENARIO.get(locale), facts.letter)));
    let title = match locale {
        Locale::Chinese => format!("{} 年签约{}", facts.year, w::YEAR_ODDS.get(locale)),
        Locale::English => format!("{} {}", facts.year, w::YEAR_ODDS.get(locale)),
    };
    let drawn = match &scenario {
        Some(scenario) => chart::density(Some(&base), scenario, facts.total.as_f64(), width, &tick, title.clone()).into_any(),
        None => chart::density(None, &base, facts.total.as_f64(), width, &tick, title.clone()).into_any(),
    };
    view! { <div class="td"><p class="cap hdc">{title}</p>{drawn}</div> }.into_any()
}

/// What could be asked at which probability, with the present target in its place.
fn sure(store: Store, facts: &Facts, locale: Locale) -> impl IntoView + use<> {
    let view = facts.evidence.as_ref()?;
    let odds = view.scenario.as_ref().unwrap_or(&view.base);
    let mut rows: Vec<(f64, Money, bool)> =
        odds.sure.iter().filter(|(chance, _)| *chance >= 0.5).map(|(chance, amount)| (*chance, *amount, false)).collect();
    if facts.is_fresh {
        rows.push((odds.chance, facts.total, true));
    }
    rows.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let (history, currency) = (facts.history.as_f64(), facts.currency.clone());
    let row = |(chance, amount, is_own): (f64, Money, bool)| {
        let text = format::money(amount.as_f64(), currency.as_deref(), locale).to_string();
        let text = if is_own {
            view! { <span>{text}</span> }.into_any()
        } else {
            view! { <button type="button" class="link" title=w::TAKE.get(locale) on:click=move |_| take(store, amount)>{text}</button> }
                .into_any()
        };
        let change = (history > 0.0).then(|| amount.as_f64() / history - 1.0);
        let change = change.map(|size| format::signed(size, format::percent(size.abs())));
        view! { <tr class=if is_own { "on" } else { "" }><th scope="row">{format::whole_percent(chance)}</th><td class="num">{text}</td><td class="num">{change}</td></tr> }
    };
    let rows = rows.into_iter().map(row).collect_view();
    let scenario = view.scenario.as_ref().map(|_| format!(" ({} {})", w::SCENARIO.get(locale), facts.letter));
    Some(
        view! { <div class="to"><p class="cap hdc">{w::HOW_SURE.get(locale)}{scenario}</p><table class="alt" id="how-sure"><tbody>{rows}</tbody></table></div> },
    )
}
