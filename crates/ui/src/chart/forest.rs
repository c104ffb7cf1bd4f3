//! Groups with their intervals on one ruler, beside the value of all.

use leptos::prelude::*;

use super::scale::Scale;

/// One group.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Name.
    pub name: String,
    /// Value, if there is one.
    pub value: Option<f64>,
    /// Interval.
    pub interval: Option<(f64, f64)>,
    /// Value as text.
    pub shown: String,
    /// What it is made of: `21/52`.
    pub parts: String,
    /// Good, bad or not to be told apart from all.
    pub judgement: Option<bool>,
}

const HEIGHT: f64 = 26.0;

/// Rows with interval and dot; without intervals, bars from zero.
pub fn forest(rows: &[Row], all: Option<f64>, width: f64, tick: &dyn Fn(f64) -> String, name: String) -> impl IntoView + use<> {
    let has_intervals = rows.iter().any(|row| row.interval.is_some());
    let labels = (width * 0.3).clamp(90.0, 130.0);
    let texts = 112.0;
    let values = rows
        .iter()
        .filter_map(|row| row.value)
        .chain(rows.iter().filter_map(|row| row.interval).flat_map(|(low, high)| [low, high]))
        .chain(all);
    let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
    let low = if has_intervals && low.is_finite() { low } else { 0.0_f64.min(low) };
    let x = Scale::new(low, high.max(low), labels, (width - texts).max(labels + 40.0));
    let bottom = rows.len() as f64 * HEIGHT;
    let ticks: Vec<_> = x
        .named_ticks(5.0, tick)
        .into_iter()
        .map(|(value, name)| {
            view! {
                <line x1=x.at(value) y1="0" x2=x.at(value) y2=bottom class="grid" />
                <text x=x.at(value) y={bottom + 16.0} text-anchor="middle">{name}</text>
            }
        })
        .collect();
    let reference = all.filter(|_| has_intervals).map(|all| view! { <line x1=x.at(all) y1="0" x2=x.at(all) y2=bottom class="d-ref" /> });
    let zero = x.at(0.0_f64.max(low));
    let marks: Vec<_> = rows
        .iter()
        .enumerate()
        .map(|(i, row)| {
            let y = i as f64 * HEIGHT + HEIGHT / 2.0;
            let (ci, dot, text) = match row.judgement {
                Some(true) => ("ci good", "b-good", "t-good"),
                Some(false) => ("ci bad", "b-bad", "t-bad"),
                None => ("ci", "b-ink", "t-b"),
            };
            let interval = row.interval.map(|(low, high)| {
                view! {
                    <line x1=x.at(low) y1=y x2=x.at(high) y2=y class=ci />
                    <line x1=x.at(low) y1={y - 4.0} x2=x.at(low) y2={y + 4.0} class=ci />
                    <line x1=x.at(high) y1={y - 4.0} x2=x.at(high) y2={y + 4.0} class=ci />
                }
            });
            let mark = row.value.map(|value| {
                let at = x.at(value);
                if has_intervals {
                    view! { <circle cx=at cy=y r="3.5" class=dot /> }.into_any()
                } else {
                    view! { <rect x=zero y={y - 6.0} width={(at - zero).max(0.0)} height="12" class="b-mid" rx="1" /> }.into_any()
                }
            });
            view! {
                <text x="0" y={y + 4.0} class="t-1 t-13">{clip(&row.name, labels)}</text>
                {interval}
                {mark}
                <text x={width - 56.0} y={y + 4.0} class=text text-anchor="end">{row.shown.clone()}</text>
                <text x=width y={y + 4.0} class="t-2" text-anchor="end">{row.parts.clone()}</text>
            }
        })
        .collect();
    let height = bottom + 22.0;
    view! {
        <svg class="ch" width=width height=height role="img" aria-label=name>
            {ticks}
            {reference}
            {marks}
        </svg>
    }
}

/// A name cut to the room it has: Han letters are about twice as wide as Latin ones.
pub(crate) fn clip(name: &str, room: f64) -> String {
    let mut used = 0.0;
    let mut cut = String::new();
    for c in name.chars() {
        used += if c.is_ascii() { 7.2 } else { 13.0 };
        if used > room - 8.0 {
            cut.push('…');
            return cut;
        }
        cut.push(c);
    }
    cut
}
