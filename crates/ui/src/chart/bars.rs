//! Bars inside table cells.

use leptos::prelude::*;

/// A share of a track: confidence, coverage.
pub fn track(share: f64, width: f64) -> impl IntoView + use<> {
    view! {
        <svg class="ch" width=width height="8" viewBox=format!("0 0 {width} 8") aria-hidden="true">
            <rect x="0" y="2" width=width height="4" class="b-track" rx="2" />
            <rect x="0" y="2" width={width * share.clamp(0.0, 1.0)} height="4" class="b-ink" rx="2" />
        </svg>
    }
}

/// The distribution of a column: heights 0 to 100.
pub fn shape(heights: &[u8]) -> impl IntoView + use<> {
    let step = 64.0 / heights.len().max(1) as f64;
    let bars: Vec<_> = heights
        .iter()
        .enumerate()
        .map(|(i, height)| {
            let height = f64::from(*height) * 0.18;
            view! { <rect x={i as f64 * step} y={18.0 - height} width={step - 1.0} height=height class="b-ref" /> }
        })
        .collect();
    (!heights.is_empty()).then(|| view! { <svg class="ch" width="64" height="18" viewBox="0 0 64 18" aria-hidden="true">{bars}</svg> })
}
