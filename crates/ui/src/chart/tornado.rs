//! What each lever moves, from its worst to its best.

use leptos::prelude::*;

use super::scale::Scale;

/// One lever.
#[derive(Clone, Debug, PartialEq)]
pub struct Swing {
    /// Name.
    pub name: String,
    /// Result at the worst, as a difference.
    pub worst: f64,
    /// Result at the best.
    pub best: f64,
    /// The lever's own worst and best as text.
    pub ends: (String, String),
}

const HEIGHT: f64 = 34.0;

/// Bars left and right of no change, largest first.
pub fn tornado(swings: &[Swing], width: f64, tick: &dyn Fn(f64) -> String, name: String) -> impl IntoView + use<> {
    let labels = if width > 360.0 { 132.0 } else { 96.0 };
    let most = swings.iter().flat_map(|swing| [swing.worst.abs(), swing.best.abs()]).fold(1e-9, f64::max);
    let x = Scale::new(-most, most, labels + 48.0, width - 56.0);
    let bottom = swings.len() as f64 * HEIGHT;
    let ticks: Vec<_> = x
        .named_ticks(4.0, tick)
        .into_iter()
        .map(|(value, name)| {
            let class = if value == 0.0 { "axis" } else { "grid" };
            view! {
                <line x1=x.at(value) y1="0" x2=x.at(value) y2=bottom class=class />
                <text x=x.at(value) y={bottom + 16.0} text-anchor="middle">{name}</text>
            }
        })
        .collect();
    let bars: Vec<_> = swings
        .iter()
        .enumerate()
        .map(|(i, swing)| {
            let y = i as f64 * HEIGHT + 8.0;
            let (low, zero, high) = (x.at(swing.worst.min(0.0)), x.at(0.0), x.at(swing.best.max(0.0)));
            view! {
                <text x="0" y={y + 13.0} class="t-1 t-13">{super::forest::clip(&swing.name, labels + 16.0)}</text>
                <rect x=low y=y width={zero - low} height="18" class="b-ref" rx="1" />
                <rect x=zero y=y width={high - zero} height="18" class={if i == 0 { "b-acc" } else { "b-mid" }} rx="1" />
                <text x={low - 5.0} y={y + 13.0} class="t-2" text-anchor="end">{swing.ends.0.clone()}</text>
                <text x={high + 5.0} y={y + 13.0} class="t-2">{swing.ends.1.clone()}</text>
            }
        })
        .collect();
    view! {
        <svg class="ch" width=width height={bottom + 22.0} role="img" aria-label=name>
            {ticks}
            {bars}
        </svg>
    }
}
