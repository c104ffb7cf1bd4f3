//! Scores and pay: a role's measures, two plans of pay side by side, and what each person would get.

use kpi_model::{Catalog, Locale, Money, PayCurve, ScoreView, Unit};
use kpi_ui::state::{Command, Pay, PayEdit, Rule, rules, target};
use kpi_ui::words::{self as w, Word};
use kpi_ui::{Store, format};
use leptos::ev::Event;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

use crate::parts::put_back;

/// The section below the tree; asks for nothing before it is opened.
pub(super) fn section(store: Store, locale: Locale) -> impl IntoView {
    let pay = store.part(|app| app.intent.pay.clone());
    let is_open = store.part(|app| app.chrome.is_pay_open);
    let toggle = move |event: Event| {
        let is_now =
            event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()).is_some_and(|it| it.has_attribute("open"));
        if is_now != is_open.get_untracked() {
            store.send(Command::Pay(PayEdit::Open(is_now)));
        }
    };
    view! {
        <details class="more roster" id="pay" prop:open=move || is_open.get() on:toggle=toggle><summary>{w::SCORES_AND_PAY.get(locale)}</summary>
            {move || is_open.get().then(|| view! {
                <p class="cap">{w::SCORES_NOTE.get(locale)}</p>
                {head(store, pay, locale)}
                {measures(store, locale)}
                {curve(store, pay, Which::Plan, locale)}{curve(store, pay, Which::Other, locale)}
                {results(store, locale)}
            })}
        </details>
    }
}

fn head(store: Store, pay: Memo<Pay>, locale: Locale) -> impl IntoView {
    let roles = store.part(|app| app.findings.pay.roles.clone());
    let options = move || {
        let now = pay.with(|pay| pay.role.clone());
        roles
            .get()
            .into_iter()
            .map(|role| view! { <option value=role.id.clone() prop:selected=role.id == now>{role.name.get(locale).to_owned()}</option> })
            .collect_view()
    };
    let pick = move |event| store.send(Command::Pay(PayEdit::Role(event_target_value(&event))));
    let shown = move || format::grouped(pay.with(|pay| pay.amount.as_f64()), 0);
    let amount = move |event: Event| {
        let text = event_target_value(&event);
        put_back(&event, &untrack(shown));
        match format::parse_amount(&text) {
            Some(amount) => store.send(Command::Pay(PayEdit::Amount(Money::from_minor((amount * 100.0).round() as i128)))),
            None => store.send(Command::NotUnderstood(text)),
        }
    };
    view! {
        <p class="gs"><label for="pay-role">{w::ROLE.get(locale)}</label><select id="pay-role" class="sel" on:change=pick>{options}</select>
            <label for="pay-amount">{w::PAY_AT_TARGET.get(locale)}</label><input id="pay-amount" class="lvin box" inputmode="decimal" prop:value=shown on:change=amount /></p>
    }
}

/// A share typed in percent; an empty field is none.
fn share(text: &str) -> Option<Option<f64>> {
    let bare = text.trim().trim_end_matches(['%', '％']);
    if bare.is_empty() { Some(None) } else { format::parse_amount(bare).map(|percent| Some(percent / 100.0)) }
}

fn percent(share: f64) -> String {
    format!("{}%", format::grouped(share * 100.0, if (share * 100.0).fract().abs() < 1e-9 { 0 } else { 1 }))
}

/// A measure as the page shows it: its rule, the target in force, its name and unit.
#[derive(Clone, PartialEq)]
struct Shown {
    rule: Rule,
    target: Option<f64>,
    name: String,
    unit: Unit,
}

fn shown(app: &kpi_ui::state::App, at: usize, locale: Locale) -> Option<Shown> {
    let rule = rules(app).get(at)?.clone();
    let info = app.findings.catalog.as_ref().and_then(|catalog: &Catalog| catalog.kpis.iter().find(|kpi| kpi.id == rule.measured.kpi));
    let name = info.map_or_else(|| rule.measured.kpi.clone(), |kpi| kpi.name.get(locale).to_owned());
    let unit = info.and_then(|kpi| kpi.variants.first()).map_or(Unit::Count, |variant| variant.unit);
    Some(Shown { target: target(app, &rule), rule, name, unit })
}

/// The measures: rows stay while figures in them change, so that the one being typed in keeps the focus.
fn measures(store: Store, locale: Locale) -> impl IntoView {
    let kpis = store.part(|app| rules(app).into_iter().map(|rule| rule.measured.kpi).collect::<Vec<_>>());
    let sum = store.part(|app| rules(app).iter().map(|rule| rule.measured.weight).sum::<u32>());
    let rows = move || (0..kpis.with(Vec::len)).map(|at| measure(store, at, locale)).collect_view();
    let check = move || {
        let sum = sum.get();
        (sum != 100 && sum > 0).then(|| view! { <p class="jd bad">{format!("{} {sum}%", w::WEIGHTS_ARE.get(locale))}</p> })
    };
    view! {
        <div class="tw" tabindex="0" role="region" aria-label=w::MEASURE.get(locale)><table class="vr-t"><thead><tr>
            <th>{w::MEASURE.get(locale)}</th><th class="num">{w::WEIGHT.get(locale)}</th><th class="num">{w::FLOOR.get(locale)}</th><th class="num">{w::CAP.get(locale)}</th><th class="num">{w::TARGET_EACH.get(locale)}</th></tr></thead>
            <tbody>{rows}</tbody></table></div>{check}
    }
}

fn measure(store: Store, at: usize, locale: Locale) -> impl IntoView {
    let now = store.part(move |app| shown(app, at, locale));
    let field = move |word: Word, of: fn(&Shown) -> String, set: fn(&mut Shown, &str) -> Option<()>| {
        let value = move || now.with(|now| now.as_ref().map(of).unwrap_or_default());
        let label = move || now.with(|now| format!("{} {}", now.as_ref().map_or("", |now| &now.name), word.get(locale)));
        let edit = move |event: Event| {
            let (text, Some(mut next)) = (event_target_value(&event), now.get_untracked()) else { return };
            put_back(&event, &untrack(value));
            match set(&mut next, &text) {
                Some(()) => store.send(Command::Pay(PayEdit::Rule(at, next.rule))),
                None => store.send(Command::NotUnderstood(text)),
            }
        };
        view! { <td class="num"><input class="lvin box" inputmode="decimal" aria-label=label prop:value=value on:change=edit /></td> }
    };
    let weight = field(
        w::WEIGHT,
        |now| format!("{}%", now.rule.measured.weight),
        |next, text| {
            let weight = share(text)?.filter(|weight| (0.0..=1.0).contains(weight))?;
            next.rule.measured.weight = (weight * 100.0).round() as u32;
            Some(())
        },
    );
    let floor = field(
        w::FLOOR,
        |now| now.rule.measured.floor.map(percent).unwrap_or_default(),
        |next, text| {
            next.rule.measured.floor = share(text)?;
            Some(())
        },
    );
    let cap = field(
        w::CAP,
        |now| now.rule.measured.cap.map(percent).unwrap_or_default(),
        |next, text| {
            next.rule.measured.cap = share(text)?;
            Some(())
        },
    );
    let each = field(w::TARGET_EACH, each, |next, text| {
        next.rule.target =
            if next.unit == Unit::Ratio || text.trim().is_empty() { share(text)? } else { Some(format::parse_amount(text)?) };
        Some(())
    });
    view! { <tr><th scope="row">{move || now.with(|now| now.as_ref().map(|now| now.name.clone()))}</th>{weight}{floor}{cap}{each}</tr> }
}

/// The target as it can be typed.
fn each(now: &Shown) -> String {
    match (now.target, now.unit) {
        (None, _) => String::new(),
        (Some(target), Unit::Ratio) => percent(target),
        (Some(target), Unit::Money) => format::grouped(target, 0),
        (Some(target), _) => format::grouped(target, if target.fract().abs() < 1e-9 { 0 } else { 1 }),
    }
}

/// Which of the two plans.
#[derive(Clone, Copy, PartialEq)]
enum Which {
    Plan,
    Other,
}

impl Which {
    fn of(self, pay: &Pay) -> Option<PayCurve> {
        match self {
            Self::Plan => Some(pay.curve.clone()),
            Self::Other => pay.other.clone(),
        }
    }

    fn edit(self, curve: PayCurve) -> PayEdit {
        match self {
            Self::Plan => PayEdit::Curve(curve),
            Self::Other => PayEdit::Other(Some(curve)),
        }
    }
}

/// Kinds of curves with the figures one begins with.
fn kinds() -> [(&'static str, Word, PayCurve); 3] {
    [
        ("linear", w::LINEAR, PayCurve::Linear { floor: 0.0, cap: None }),
        ("stepped", w::STEPPED, PayCurve::Stepped { steps: vec![(0.8, 0.5), (1.0, 1.0), (1.2, 1.5)] }),
        ("accelerated", w::ACCELERATED, PayCurve::Accelerated { floor: 0.5, from: 1.0, rate: 1.5, cap: Some(2.0) }),
    ]
}

fn kind(curve: &PayCurve) -> &'static str {
    match curve {
        PayCurve::Linear { .. } => "linear",
        PayCurve::Stepped { .. } => "stepped",
        PayCurve::Accelerated { .. } => "accelerated",
    }
}

fn curve(store: Store, pay: Memo<Pay>, which: Which, locale: Locale) -> impl IntoView {
    let now = Memo::new(move |_| pay.with(|pay| which.of(pay)));
    let of_kind = Memo::new(move |_| now.with(|now| now.as_ref().map(kind)));
    let (id, word) = if which == Which::Plan { ("pay-plan", w::PAY_PLAN) } else { ("pay-other", w::COMPARED_PLAN) };
    let pick = move |event: Event| {
        let picked = event_target_value(&event);
        match kinds().into_iter().find(|(kind, ..)| *kind == picked) {
            Some((.., curve)) => store.send(Command::Pay(which.edit(curve))),
            None => store.send(Command::Pay(PayEdit::Other(None))),
        }
    };
    let options = move || {
        let options = kinds()
            .map(|(kind, word, _)| view! { <option value=kind prop:selected=of_kind.get() == Some(kind)>{word.get(locale)}</option> });
        let none = (which == Which::Other)
            .then(|| view! { <option value="" prop:selected=of_kind.get().is_none()>{w::NO_PLAN.get(locale)}</option> });
        view! { {none}{options.into_iter().collect_view()} }
    };
    let fields = move || {
        let all = match of_kind.get()? {
            "linear" => vec![figure(store, now, which, 0, w::FLOOR, locale), figure(store, now, which, 1, w::CAP, locale)],
            "accelerated" => [(0, w::FLOOR), (2, w::ACCELERATES_FROM), (3, w::RATE), (1, w::CAP)]
                .map(|(at, word)| figure(store, now, which, at, word, locale))
                .into(),
            _ => vec![figure(store, now, which, 4, w::STEPS_OF_PAY, locale)],
        };
        Some(all.collect_view())
    };
    view! { <p class="gs"><label for=id>{word.get(locale)}</label><select id=id class="sel" on:change=pick>{options}</select>{fields}</p> }
}

/// The text of a figure of a curve: 0 floor, 1 cap, 2 from, 3 rate, 4 all steps.
fn figure_text(curve: &PayCurve, at: usize) -> String {
    match (curve, at) {
        (PayCurve::Linear { floor, .. } | PayCurve::Accelerated { floor, .. }, 0) => percent(*floor),
        (PayCurve::Linear { cap, .. } | PayCurve::Accelerated { cap, .. }, 1) => cap.map(percent).unwrap_or_default(),
        (PayCurve::Accelerated { from, .. }, 2) => percent(*from),
        (PayCurve::Accelerated { rate, .. }, 3) => format::grouped(*rate, 1),
        (PayCurve::Stepped { steps }, _) => {
            steps.iter().map(|(score, pay)| format!("{}→{}", percent(*score), percent(*pay))).collect::<Vec<_>>().join(" ")
        }
        _ => String::new(),
    }
}

/// The curve with one figure changed; `None` where the text is no such figure.
fn with_figure(curve: PayCurve, at: usize, text: &str) -> Option<PayCurve> {
    Some(match (curve, at) {
        (PayCurve::Linear { cap, .. }, 0) => PayCurve::Linear { floor: share(text)?.unwrap_or(0.0), cap },
        (PayCurve::Linear { floor, .. }, 1) => PayCurve::Linear { floor, cap: share(text)? },
        (PayCurve::Accelerated { from, rate, cap, .. }, 0) => PayCurve::Accelerated { floor: share(text)?.unwrap_or(0.0), from, rate, cap },
        (PayCurve::Accelerated { floor, from, rate, .. }, 1) => PayCurve::Accelerated { floor, from, rate, cap: share(text)? },
        (PayCurve::Accelerated { floor, rate, cap, .. }, 2) => PayCurve::Accelerated { floor, from: share(text)??, rate, cap },
        (PayCurve::Accelerated { floor, from, cap, .. }, 3) => {
            PayCurve::Accelerated { floor, from, rate: format::parse_amount(text)?, cap }
        }
        (PayCurve::Stepped { .. }, _) => {
            let step = |pair: &str| {
                let (score, pay) = pair.split_once(['→', '>', '='])?;
                Some((share(score.trim_end_matches('-'))??, share(pay)??))
            };
            let steps = text.split([' ', ',', '，', '；', ';']).filter(|pair| !pair.is_empty()).map(step).collect::<Option<Vec<_>>>()?;
            if steps.is_empty() || !steps.is_sorted_by(|(before, _), (after, _)| before < after) {
                return None;
            }
            PayCurve::Stepped { steps }
        }
        (curve, _) => curve,
    })
}

fn figure(store: Store, now: Memo<Option<PayCurve>>, which: Which, at: usize, word: Word, locale: Locale) -> AnyView {
    let value = move || now.with(|now| now.as_ref().map(|curve| figure_text(curve, at)).unwrap_or_default());
    let edit = move |event: Event| {
        let (text, Some(curve)) = (event_target_value(&event), now.get_untracked()) else { return };
        put_back(&event, &untrack(value));
        match with_figure(curve, at, &text) {
            Some(curve) => store.send(Command::Pay(which.edit(curve))),
            None => store.send(Command::NotUnderstood(text)),
        }
    };
    let class = if at == 4 { "inp wide" } else { "lvin box" };
    view! { <label class="flag">{word.get(locale)}<input class=class prop:value=value on:change=edit /></label> }.into_any()
}

fn results(store: Store, locale: Locale) -> impl IntoView {
    let score = store.part(|app| app.findings.pay.score.clone());
    let currency = store.part(|app| app.findings.summary.as_ref().and_then(|summary| summary.currency.clone()));
    let names =
        store.part(move |app| (0..rules(app).len()).filter_map(|at| shown(app, at, locale)).map(|one| one.name).collect::<Vec<_>>());
    move || {
        let view = score.get().filter(|view| !view.rows.is_empty())?;
        let currency = currency.get();
        Some(view! { {sentence(&view, currency.as_deref(), locale)}{table(&view, &names.get(), currency.as_deref(), locale)} })
    }
}

/// Cost, who gains, and how much of the ranking is chance.
fn sentence(view: &ScoreView, currency: Option<&str>, locale: Locale) -> impl IntoView + use<> {
    let money = |amount: Money| format::money(amount.as_f64(), currency, locale).to_string();
    let (cost, full, (low, high)) = (money(view.cost), money(view.target_cost), (money(view.costs.0), money(view.costs.1)));
    let mut said = match locale {
        Locale::Chinese => vec!["奖金共 ".to_owned(), cost, format!("（十次里九次 {low}–{high}），全员达标为 {full}。")],
        Locale::English => vec![
            "Pay of all is ".to_owned(),
            cost,
            format!(" ({low}–{high} in nine of ten repetitions); {full} if everyone is at target. "),
        ],
    };
    if let (Some(other), Some((more, less, same))) = (view.other_cost, view.against) {
        let other = money(other);
        said.extend(match locale {
            Locale::Chinese => [format!("{more} 人多、{less} 人少、{same} 人不变"), format!("，对比方案共 {other}。")],
            Locale::English => {
                [format!("{more} gain, {less} lose, {same} stay"), format!(" against the other plan, which costs {other}. ")]
            }
        });
    }
    if let Some(stable) = view.stable {
        let stable = format::whole_percent(stable);
        said.extend(match locale {
            Locale::Chinese => [stable, " 的两两名次在重复观察时不变。".to_owned()],
            Locale::English => [stable, " of all pairs keep their order when repeated.".to_owned()],
        });
    }
    crate::parts::lead(said)
}

fn table(view: &ScoreView, names: &[String], currency: Option<&str>, locale: Locale) -> impl IntoView + use<> {
    let money = |amount: Money| format::money(amount.as_f64(), currency, locale).to_string();
    let mut rows: Vec<_> = view.rows.iter().collect();
    rows.sort_by(|one, other| other.score.partial_cmp(&one.score).unwrap_or(std::cmp::Ordering::Equal).then(one.name.cmp(&other.name)));
    let none = || format::NONE.to_owned();
    let row = |row: &kpi_model::ScoreRow| {
        let parts =
            row.parts.iter().map(|(_, attained, _)| view! { <td class="num">{attained.map_or_else(none, percent)}</td> }).collect_view();
        let rank = match (row.rank, row.ranks) {
            (Some(rank), Some((best, worst))) if best < worst => format!("{rank} ({best}–{worst})"),
            (Some(rank), _) => rank.to_string(),
            (None, _) => none(),
        };
        let range = row.pays.filter(|(low, high)| low != high).map(|(low, high)| format!(" ({}–{})", money(low), money(high)));
        let against = row.other.map(|other| {
            let by = row.pay.as_f64() - other.as_f64();
            let sign = if by > 0.0 { "+" } else { "" };
            format!("{sign}{}", format::money(by, currency, locale))
        });
        view! {
            <tr><th scope="row">{row.name.clone()}</th><td class="num"><b>{row.score.map_or_else(none, percent)}</b></td><td class="num">{rank}</td>
                <td class="num"><b>{money(row.pay)}</b><span class="mute">{range}</span></td><td class="num">{against}</td>{parts}
                <td class="t2">{row.note.as_ref().map(|note| note.get(locale).to_owned())}</td></tr>
        }
    };
    let rows = rows.into_iter().map(row).collect_view();
    let heads = names.iter().map(|name| view! { <th class="num">{name.clone()}</th> }).collect_view();
    view! {
        <div class="tw" tabindex="0" role="region" aria-label=w::SCORE.get(locale)><table class="vr-t"><thead><tr>
            <th>{kpi_ui::words::dimension(kpi_model::Dimension::Person).get(locale)}</th><th class="num">{w::SCORE.get(locale)}</th><th class="num">{w::RANK.get(locale)}</th><th class="num">{w::PAY.get(locale)}</th><th class="num">{w::AGAINST_PLAN.get(locale)}</th>{heads}<th></th></tr></thead>
            <tbody>{rows}</tbody></table></div>
    }
}
