//! Small marks that sit in text: sparkline, whisker, bullet.

use leptos::prelude::*;

use super::scale::Scale;

/// A line of months; the last `hot` in the accent. Gaps stay gaps.
pub fn spark(values: &[Option<f64>], hot: usize) -> impl IntoView + use<> {
    let (width, height) = (76.0, 32.0);
    let known = || values.iter().flatten().copied();
    let (low, high) = known().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
    let x = Scale::new(0.0, (values.len().max(2) - 1) as f64, 1.0, width - 4.0);
    let y = Scale::new(low, high, height - 4.0, 4.0);
    let path = |from: usize| {
        let mut path = String::new();
        let mut is_new = true;
        for (i, value) in values.iter().enumerate().skip(from) {
            match value {
                Some(value) => {
                    let verb = if is_new { 'M' } else { 'L' };
                    path.push_str(&format!("{verb}{} {}", x.at(i as f64), y.at(*value)));
                    is_new = false;
                }
                None => is_new = true,
            }
        }
        path
    };
    let hot_from = values.len().saturating_sub(hot + 1);
    let end = values.iter().enumerate().rev().find_map(|(i, value)| value.map(|value| (x.at(i as f64), y.at(value))));
    let is_drawn = known().count() > 1;
    is_drawn.then(|| {
        view! {
            <svg class="ch spark" width="76" height="32" viewBox="0 0 76 32" aria-hidden="true">
                <path d=path(0) class="sp" />
                <path d=path(hot_from) class="sp hot" />
                {end.map(|(x, y)| view! { <circle cx=x cy=y r="2.5" class="sp-d" /> })}
            </svg>
        }
    })
}

/// An interval with its value and the value compared with, on a scale that holds them all.
pub fn whisker(low: f64, value: f64, high: f64, before: Option<f64>, width: f64) -> impl IntoView + use<> {
    let ends = [Some(low), Some(high), Some(value), before];
    let (least, most) = ends.iter().flatten().fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| (a.min(*v), b.max(*v)));
    let margin = (most - least) * 0.25;
    let x = Scale::new(least - margin, most + margin, 0.0, width);
    view! {
        <svg class="ch wk" width=width height="12" viewBox=format!("0 0 {width} 12") aria-hidden="true">
            <line x1="0" y1="6" x2=width y2="6" class="wk-track" />
            <line x1=x.at(low) y1="6" x2=x.at(high) y2="6" class="wk-line" />
            <line x1=x.at(low) y1="3" x2=x.at(low) y2="9" class="wk-line" />
            <line x1=x.at(high) y1="3" x2=x.at(high) y2="9" class="wk-line" />
            {before.map(|before| view! { <line x1=x.at(before) y1="0" x2=x.at(before) y2="12" class="wk-ref" /> })}
            <circle cx=x.at(value) cy="6" r="2.5" class="wk-dot" />
        </svg>
    }
}

/// An interval with its value and a target, on a scale that several rows share.
pub fn ruler((low, value, high): (f64, f64, f64), target: f64, span: (f64, f64), width: f64, is_focal: bool) -> impl IntoView + use<> {
    let margin = (span.1 - span.0) * 0.04;
    let x = Scale::new(span.0 - margin, span.1 + margin, 0.0, width);
    view! {
        <svg class="ch wk" width=width height="14" viewBox=format!("0 0 {width} 14") aria-hidden="true">
            <line x1=x.at(low) y1="7" x2=x.at(high) y2="7" class="wk-line" />
            <line x1=x.at(low) y1="4" x2=x.at(low) y2="10" class="wk-line" />
            <line x1=x.at(high) y1="4" x2=x.at(high) y2="10" class="wk-line" />
            <line x1=x.at(target) y1="0" x2=x.at(target) y2="14" class="tick" />
            <circle cx=x.at(value) cy="7" r="3" class=if is_focal { "b-acc" } else { "b-ink" } />
        </svg>
    }
}

/// Actual against target: bar and tick on one scale.
pub fn bullet(actual: f64, target: f64, most: f64, width: f64, is_reached: bool) -> impl IntoView + use<> {
    let x = Scale::new(0.0, most.max(actual).max(target), 0.0, width - 2.0);
    let class = if is_reached { "b-good" } else { "b-acc" };
    view! {
        <svg class="ch" width=width height="12" viewBox=format!("0 0 {width} 12") aria-hidden="true">
            <rect x="0" y="0" width=x.at(target) height="12" class="b-track" rx="2" />
            <rect x="0" y="3.5" width=x.at(actual.max(0.0)) height="5" class=class rx="1" />
            <line x1=x.at(target) y1="0" x2=x.at(target) y2="12" class="tick" />
        </svg>
    }
}
