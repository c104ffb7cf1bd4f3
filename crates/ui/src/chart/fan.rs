//! What was, and what may come: a line that opens into bands.

use leptos::prelude::*;

use super::scale::Scale;

/// A month behind or ahead.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FanMonth {
    /// Under the axis; empty for none.
    pub label: String,
    /// What was.
    pub actual: Option<f64>,
    /// What is expected.
    pub expected: Option<f64>,
    /// One in ten is below, one in four, one in four above, one in ten.
    pub band: Option<[f64; 4]>,
    /// What is expected without changes.
    pub base: Option<f64>,
}

/// Everything a fan draws.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fan {
    /// Months in order, first those behind.
    pub months: Vec<FanMonth>,
    /// Dotted line over the months ahead, with its name.
    pub target: Option<(f64, String)>,
    /// Names at the ends: the scenario, the base where it is another, `P90` and `P10`.
    pub names: (String, String),
    /// Words left and right of today.
    pub sides: (String, String),
}

const HEIGHT: f64 = 308.0;
const BOTTOM: f64 = 284.0;
const TOP: f64 = 16.0;
/// Pixels between names at the right.
const LINE: f64 = 17.0;

/// The chart at a given width; `tick` writes a value.
pub fn fan(chart: &Fan, width: f64, tick: &dyn Fn(f64) -> String, name: String) -> impl IntoView + use<> {
    let is_narrow = width < 560.0;
    let (left, right) = (56.0, width - if is_narrow { 12.0 } else { 132.0 });
    let months = &chart.months;
    let values = months
        .iter()
        .flat_map(|month| [month.actual, month.expected, month.base].into_iter().flatten().chain(month.band.into_iter().flatten()));
    let all = values.chain(chart.target.as_ref().map(|(value, _)| *value));
    let (low, high) = all.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    let margin = (high - low) * 0.06;
    let y = Scale::new(low - margin, high + margin, BOTTOM, TOP);
    let x = Scale::new(0.0, (months.len().max(2) - 1) as f64, left + 4.0, right);
    let grid = y.ticks(4.0).into_iter().map(|value| {
        view! {
            <line x1=left y1=y.at(value) x2=right y2=y.at(value) class="grid" />
            <text x={left - 8.0} y={y.at(value) + 4.0} class="t-ax" text-anchor="end">{tick(value)}</text>
        }
    });
    // The bands open where the last actual month ends.
    let now = months.iter().rposition(|month| month.actual.is_some());
    let start = now.and_then(|at| Some((at, months.get(at)?.actual?)));
    let ahead: Vec<(usize, [f64; 4])> = months.iter().enumerate().filter_map(|(i, month)| Some((i, month.band?))).collect();
    let area = |low: usize, high: usize, class: &'static str| {
        let edge = |of: usize| ahead.iter().filter_map(move |(i, band)| Some((*i, *band.get(of)?)));
        let points: Vec<(usize, f64)> =
            start.into_iter().chain(edge(high)).chain(edge(low).collect::<Vec<_>>().into_iter().rev()).collect();
        (!ahead.is_empty()).then(|| view! { <path d=format!("{}Z", path(points, x, y)) class=class /> })
    };
    let line = |of: fn(&FanMonth) -> Option<f64>, from_now: bool| {
        let own = months.iter().enumerate().filter_map(move |(i, month)| Some((i, of(month)?)));
        path(start.filter(|_| from_now).into_iter().chain(own), x, y)
    };
    let has_base = months.iter().any(|month| month.base.is_some());
    let labels = months.iter().enumerate().filter(|(_, month)| !month.label.is_empty()).step_by(if is_narrow { 2 } else { 1 }).map(|(i, month)| {
        let at = x.at(i as f64);
        view! { <line x1=at y1=BOTTOM x2=at y2={BOTTOM + 4.0} class="axis" /><text x=at y={BOTTOM + 19.0} class="t-ax" text-anchor="middle">{month.label.clone()}</text> }
    });
    let today = start.map(|(at, value)| {
        let at = x.at(at as f64);
        view! {
            <line x1=at y1=TOP x2=at y2=BOTTOM class="tickl" />
            <text x={at - 8.0} y={TOP + 10.0} class="t-ax" text-anchor="end">{chart.sides.0.clone()}</text>
            <text x={at + 8.0} y={TOP + 10.0} class="t-ax">{chart.sides.1.clone()}</text>
            <circle cx=at cy=y.at(value) r="3" class="b-ink" />
        }
    });
    let target = chart.target.clone().map(|(value, name)| {
        let from = start.map_or(left, |(at, _)| x.at(at as f64) + 56.0);
        view! {
            <line x1=from y1=y.at(value) x2=right y2=y.at(value) class="d-tgt" />
            <text x={from + 2.0} y={y.at(value) - 7.0} class="t-b halo">{name}</text>
        }
    });
    let ends = if is_narrow { Vec::new() } else { ends(chart, right + 14.0, y, tick) };
    let last = months.len().saturating_sub(1) as f64;
    let dot = |value: Option<f64>, r: &'static str, class: &'static str| {
        value.map(|value| view! { <circle cx=x.at(last) cy=y.at(value) r=r class=class /> })
    };
    let (focal, base) = (months.last().and_then(|month| month.expected), months.last().and_then(|month| month.base));
    view! {
        <svg class="ch" width=width height=HEIGHT role="img" aria-label=name>
            {grid.collect_view()}
            {area(0, 3, "fan1")}{area(1, 2, "fan2")}
            {today}
            <path d=line(|month| month.actual, false) class="d-ink" />
            {has_base.then(|| view! { <path d=line(|month| month.base, true) class="d-refd" /> })}
            <path d=line(|month| month.expected.filter(|_| month.actual.is_none()), true) class="d-line th" />
            {target}
            {dot(focal, "4", "b-acc")}{dot(base, "3", "b-mark")}
            {ends}
            <line x1=left y1=BOTTOM x2=right y2=BOTTOM class="axis" />
            {labels.collect_view()}
        </svg>
    }
}

/// The names at the right, each near its value and none over another; the scenario keeps its place.
fn ends(chart: &Fan, x: f64, y: Scale, tick: &dyn Fn(f64) -> String) -> Vec<AnyView> {
    let Some(last) = chart.months.last() else { return Vec::new() };
    let band = last.band;
    let text = |name: &str, value: f64| format!("{name} {}", tick(value)).trim().to_owned();
    let mut names: Vec<(f64, String, &'static str)> = [
        band.map(|band| (y.at(band[3]), text("P90", band[3]), "t-2")),
        last.expected.map(|value| (y.at(value), text(&chart.names.0, value), "t-acc t-14")),
        band.map(|band| (y.at(band[0]), text("P10", band[0]), "t-2")),
        last.base.map(|value| (y.at(value), text(&chart.names.1, value), "t-2")),
    ]
    .into_iter()
    .flatten()
    .collect();
    names.sort_by(|a, b| a.0.total_cmp(&b.0));
    let places = apart(&names.iter().map(|name| name.0).collect::<Vec<f64>>(), LINE);
    let name =
        |((_, text, class), at): ((f64, String, &'static str), f64)| view! { <text x=x y={at + 5.0} class=class>{text}</text> }.into_any();
    names.into_iter().zip(places).map(name).collect()
}

/// Sorted places moved as little as a pass down and a pass up can, until all are a line apart.
fn apart(places: &[f64], line: f64) -> Vec<f64> {
    let mut moved = places.to_vec();
    for i in 1..moved.len() {
        let above = moved.get(i - 1).copied().unwrap_or(0.0);
        if let Some(place) = moved.get_mut(i) {
            *place = place.max(above + line);
        }
    }
    // Half of what the group was pushed down is given back at its top.
    let pushed = moved.last().zip(places.last()).map_or(0.0, |(now, before)| now - before) / 2.0;
    moved.into_iter().map(|place| place - pushed).collect()
}

fn path(points: impl IntoIterator<Item = (usize, f64)>, x: Scale, y: Scale) -> String {
    let mut path = String::new();
    for (i, value) in points {
        path.push_str(&format!("{}{} {}", if path.is_empty() { 'M' } else { 'L' }, x.at(i as f64), y.at(value)));
    }
    path
}

#[cfg(test)]
mod tests {
    use super::apart;

    #[test]
    fn names_do_not_stand_on_each_other() {
        assert_eq!(apart(&[10.0, 50.0], 17.0), [10.0, 50.0]);
        let close = apart(&[10.0, 12.0, 13.0], 17.0);
        assert!(close.windows(2).all(|pair| pair[1] - pair[0] >= 17.0), "{close:?}");
        assert!(close[0] < 10.0 && close[2] > 13.0, "{close:?}");
    }
}
