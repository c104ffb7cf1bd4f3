//! A line over time with intervals, a reference, a marked span and direct labels.

use leptos::prelude::*;

use super::scale::Scale;

/// One month.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Value, a gap if none.
    pub value: Option<f64>,
    /// Interval.
    pub interval: Option<(f64, f64)>,
    /// Label under the axis; empty for none.
    pub label: String,
}

/// A second, dashed line with a name at its end.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// Values by month.
    pub values: Vec<Option<f64>>,
    /// Name.
    pub name: String,
    /// The focal line in the accent, or a reference in grey dashes.
    pub is_focal: bool,
}

/// Everything a line chart draws.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// Months of the main line.
    pub points: Vec<Point>,
    /// Name at the end of the main line.
    pub end_label: String,
    /// Grey line over all months, with its name.
    pub reference: Option<(f64, String)>,
    /// Dotted line, with its name.
    pub target: Option<(f64, String)>,
    /// First month of the marked span, with its name.
    pub marked: Option<(usize, usize, String)>,
    /// More lines.
    pub lines: Vec<Band>,
    /// Start the axis at zero.
    pub from_zero: bool,
}

const HEIGHT: f64 = 264.0;
const BOTTOM: f64 = 236.0;
const TOP: f64 = 18.0;

/// The chart at a given width; `tick` writes a value of the axis.
#[expect(clippy::too_many_lines, reason = "one picture, drawn from back to front")]
pub fn line(chart: &Line, width: f64, tick: &dyn Fn(f64) -> String, name: String) -> impl IntoView + use<> {
    let points = &chart.points;
    let is_narrow = width < 480.0;
    let (left, right) = (52.0, width - if is_narrow { 8.0 } else { 116.0 });
    let ends =
        points.iter().flat_map(|point| [point.value, point.interval.map(|(low, _)| low), point.interval.map(|(_, high)| high)]).flatten();
    let others = chart.lines.iter().flat_map(|line| line.values.iter().flatten().copied());
    let fixed = [chart.reference.as_ref().map(|(value, _)| *value), chart.target.as_ref().map(|(value, _)| *value)].into_iter().flatten();
    let (low, high) = ends.chain(others).chain(fixed).fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
    let low = if chart.from_zero { 0.0_f64.min(low) } else { low };
    let y = Scale::new(low, high + (high - low) * 0.05, BOTTOM, TOP);
    let x = Scale::new(0.0, (points.len().max(2) - 1) as f64, left + 12.0, right - 12.0);
    let grid: Vec<_> = y
        .ticks(4.0)
        .into_iter()
        .map(|value| {
            view! {
                <line x1=left y1=y.at(value) x2=right y2=y.at(value) class="grid" />
                <text x={left - 8.0} y={y.at(value) + 4.0} text-anchor="end">{tick(value)}</text>
            }
        })
        .collect();
    let half = (x.at(1.0) - x.at(0.0)) / 2.0;
    let marked = chart.marked.clone().map(|(from, to, name)| {
        let (from, to) = (x.at(from as f64) - half, x.at(to as f64) + half);
        // On a phone the name is wider than the span, and the last value stands where it would.
        let (at, up, anchor) = if is_narrow { (right, TOP - 6.0, "end") } else { ((from + to) / 2.0, BOTTOM - 6.0, "middle") };
        view! {
            <rect x=from y=TOP width={to - from} height={BOTTOM - TOP} class="b-paper" rx="2" />
            <text x=at y=up text-anchor=anchor class="t-2">{name}</text>
        }
    });
    let step = (points.iter().filter(|point| !point.label.is_empty()).count() as f64 / if is_narrow { 4.0 } else { 10.0 }).ceil().max(1.0)
        as usize;
    let labels: Vec<_> = points
        .iter()
        .enumerate()
        .filter(|(_, point)| !point.label.is_empty())
        .step_by(step)
        .map(|(i, point)| {
            let at = x.at(i as f64);
            view! {
                <line x1=at y1=BOTTOM x2=at y2={BOTTOM + 4.0} class="axis" />
                <text x=at y={BOTTOM + 18.0} text-anchor="middle">{point.label.clone()}</text>
            }
        })
        .collect();
    let intervals: Vec<_> = points
        .iter()
        .enumerate()
        .filter_map(|(i, point)| point.interval.map(|ends| (i, ends)))
        .map(|(i, (low, high))| view! { <line x1=x.at(i as f64) y1=y.at(low) x2=x.at(i as f64) y2=y.at(high) class="ci" opacity="0.45" /> })
        .collect();
    let main: Vec<Option<f64>> = points.iter().map(|point| point.value).collect();
    let dots: Vec<_> = main
        .iter()
        .enumerate()
        .filter_map(|(i, value)| value.map(|value| view! { <circle cx=x.at(i as f64) cy=y.at(value) r="2.75" class="b-ink" /> }))
        .collect();
    let reference =
        chart.reference.as_ref().map(|(value, _)| view! { <line x1=left y1=y.at(*value) x2=right y2=y.at(*value) class="d-ref" /> });
    let target = chart.target.clone().map(|(value, name)| {
        view! {
            <line x1=left y1=y.at(value) x2=right y2=y.at(value) class="d-tgt" />
            <text x={right - 4.0} y={y.at(value) - 6.0} class="t-b" text-anchor="end">{name}</text>
        }
    });
    let class = |line: &Band| if line.is_focal { ("d-line th", "t-acc") } else { ("d-refd", "t-2") };
    let lines: Vec<_> = chart.lines.iter().map(|line| view! { <path d=path(&line.values, x, y) class=class(line).0 /> }).collect();
    let last = |values: &[Option<f64>]| values.iter().rev().flatten().next().copied();
    let of_reference = chart.reference.iter().map(|(value, name)| (*value, name.clone(), "t-2"));
    let of_lines = chart.lines.iter().filter_map(|line| Some((last(&line.values)?, line.name.clone(), class(line).1)));
    let of_main = last(&main).filter(|_| !chart.end_label.is_empty()).map(|value| (value, chart.end_label.clone(), "t-b"));
    let named: Vec<(f64, String, &str)> = of_reference.chain(of_lines).chain(of_main).collect();
    // Inside a narrow picture they stand below the name of the span.
    let beside = |value: f64| if is_narrow { (y.at(value) - 6.0).max(TOP + 8.0) } else { y.at(value) + 4.0 };
    let wanted: Vec<f64> = named.iter().map(|(value, ..)| beside(*value)).collect();
    let (at, anchor) = if is_narrow { (right, "end") } else { (right + 8.0, "start") };
    let names: Vec<_> = named
        .into_iter()
        .zip(apart(&wanted, 14.0))
        .map(|((_, text, class), y)| view! { <text x=at y=y class=class text-anchor=anchor>{text}</text> })
        .collect();
    view! {
        <svg class="ch" width=width height=HEIGHT role="img" aria-label=name>
            {marked}
            {grid}
            {reference}
            {intervals}
            <path d=path(&main, x, y) class="d-ink" />
            {dots}
            {lines}
            {target}
            {names}
            <line x1=left y1=BOTTOM x2=right y2=BOTTOM class="axis" />
            {labels}
        </svg>
    }
}

/// The same heights in the same order, moved no further than it takes for none to be nearer to another than the gap.
fn apart(wanted: &[f64], gap: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted.get(*a).partial_cmp(&wanted.get(*b)).unwrap_or(std::cmp::Ordering::Equal));
    // Blocks of heights that touch: where each begins, and how many there are; a block lies around the middle of what its members want.
    let mut blocks: Vec<(f64, usize)> = Vec::new();
    for at in &order {
        blocks.push((wanted.get(*at).copied().unwrap_or(0.0), 1));
        while let [.., (before, some), (start, more)] = blocks.as_slice()
            && before + gap * *some as f64 > *start
        {
            let (n, m) = (*some as f64, *more as f64);
            let middle = (before * n + (start - gap * n) * m) / (n + m);
            let joined = (middle, some + more);
            blocks.truncate(blocks.len() - 2);
            blocks.push(joined);
        }
    }
    let mut found = vec![0.0; wanted.len()];
    let places = blocks.into_iter().flat_map(|(start, count)| (0..count).map(move |i| start + gap * i as f64));
    for (at, place) in order.into_iter().zip(places) {
        if let Some(slot) = found.get_mut(at) {
            *slot = place;
        }
    }
    found
}

fn path(values: &[Option<f64>], x: Scale, y: Scale) -> String {
    let mut path = String::new();
    let mut is_new = true;
    for (i, value) in values.iter().enumerate() {
        match value {
            Some(value) => {
                path.push_str(&format!("{}{} {}", if is_new { 'M' } else { 'L' }, x.at(i as f64), y.at(*value)));
                is_new = false;
            }
            None => is_new = true,
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::{Scale, apart, path};

    #[test]
    fn a_missing_month_is_a_gap() {
        let (x, y) = (Scale::new(0.0, 3.0, 0.0, 3.0), Scale::new(0.0, 1.0, 1.0, 0.0));
        assert_eq!(path(&[Some(0.0), Some(1.0), None, Some(1.0)], x, y), "M0 1L1 0M3 0");
    }

    #[test]
    fn names_keep_their_order_and_their_distance() {
        assert_eq!(apart(&[100.0, 20.0], 14.0), [100.0, 20.0]);
        assert_eq!(apart(&[50.0, 52.0], 14.0), [44.0, 58.0]);
        assert_eq!(apart(&[52.0, 50.0, 51.0], 14.0), [65.0, 37.0, 51.0]);
        assert_eq!(apart(&[], 14.0), Vec::<f64>::new());
    }
}
