//! What a year may bring: distributions on one axis, with the target.

use leptos::prelude::*;

use super::scale::Scale;

/// One distribution as a histogram: edges of each bar and its share of the whole.
#[derive(Clone, Debug, PartialEq)]
pub struct Density {
    /// From, to, share.
    pub bars: Vec<(f64, f64, f64)>,
    /// What is written beside its top.
    pub label: String,
}

impl Density {
    /// Middle and height of each bar: share by width, evened out over its neighbours (1 : 2 : 1) as a drawn curve is.
    fn points(&self) -> Vec<(f64, f64)> {
        let height = |at: usize| self.bars.get(at).map_or(0.0, |(from, to, share)| share / (to - from).max(1e-9));
        let even = |at: usize| (at.checked_sub(1).map_or(0.0, height) + 2.0 * height(at) + height(at + 1)) / 4.0;
        self.bars.iter().enumerate().map(|(at, (from, to, _))| (f64::midpoint(*from, *to), even(at))).collect()
    }
}

const HEIGHT: f64 = 112.0;
const FLOOR: f64 = 90.0;

/// The base dashed, the distribution that counts as a line, filled from the target on.
pub fn density(
    base: Option<&Density>,
    counts: &Density,
    target: f64,
    width: f64,
    tick: &dyn Fn(f64) -> String,
    name: String,
) -> impl IntoView + use<> {
    let curves: Vec<Vec<(f64, f64)>> = base.into_iter().chain([counts]).map(Density::points).collect();
    let points = curves.iter().flatten();
    let low = points.clone().map(|(x, _)| *x).fold(target, f64::min);
    let high = points.clone().map(|(x, _)| *x).fold(target, f64::max);
    let top = points.map(|(_, y)| *y).fold(1e-300, f64::max);
    let margin = ((high - low) * 0.02).max(1.0);
    let x = Scale::new(low - margin, high + margin, 0.0, width);
    let y = |height: f64| FLOOR - height / top * (FLOOR - 14.0);
    let path = |curve: &[(f64, f64)]| {
        let joined: Vec<String> = curve.iter().map(|(at, height)| format!("{:.1} {:.1}", x.at(*at), y(*height))).collect();
        format!("M{}", joined.join("L"))
    };
    let line = curves.last().cloned().unwrap_or_default();
    let dashed = base.and_then(|_| curves.first()).map(|curve| view! { <path d=path(curve) class="d-refd" /> });
    let reached = reached(&line, target);
    let area = (reached.len() > 1).then(|| {
        let ends = [reached.first(), reached.last()].map(|end| end.map_or(0.0, |(at, _)| x.at(*at)));
        view! { <path d=format!("{}L{:.1} {FLOOR}L{:.1} {FLOOR}Z", path(&reached), ends[1], ends[0]) class="fan2" /> }
    });
    let ticks: Vec<_> = x
        .ticks(4.0)
        .into_iter()
        .filter(|value| (24.0..width - 24.0).contains(&x.at(*value)))
        .map(|value| view! { <line x1=x.at(value) y1=FLOOR x2=x.at(value) y2={FLOOR + 4.0} class="axis" /><text x=x.at(value) y={FLOOR + 18.0} class="t-ax" text-anchor="middle">{tick(value)}</text> })
        .collect();
    // The words stand beside the curves' tops, on the side away from the other curve.
    let peak = |curve: &[(f64, f64)]| curve.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1)).map_or(0.0, |(at, _)| x.at(at));
    let (first, last) = (curves.first().map_or(0.0, |curve| peak(curve)), peak(&line));
    let beside = |at: f64, is_left: bool, class: &'static str, text: &str| {
        let (at, anchor) = if is_left { ((at - 40.0).max(2.0), "end") } else { ((at + 40.0).min(width - 2.0), "start") };
        let anchor = if is_left && at < 80.0 {
            "start"
        } else if !is_left && at > width - 80.0 {
            "end"
        } else {
            anchor
        };
        view! { <text x=at y="22" class=class text-anchor=anchor>{text.to_owned()}</text> }
    };
    let labels = (
        base.map(|base| beside(first, first <= last, "t-2", &base.label)),
        beside(last, base.is_some() && first > last, "t-acc", &counts.label),
    );
    view! {
        <svg class="ch" width=width height=HEIGHT viewBox=format!("0 0 {width} {HEIGHT}") role="img" aria-label=name>
            {area}{dashed}<path d=path(&line) class="d-line" /><line x1="0" y1=FLOOR x2=width y2=FLOOR class="axis" />
            <line x1=x.at(target) y1="4" x2=x.at(target) y2={FLOOR + 5.0} class="tick" />{ticks}{labels}</svg>
    }
}

/// The part of a curve from the target on; it begins on the curve at the target.
fn reached(line: &[(f64, f64)], target: f64) -> Vec<(f64, f64)> {
    let cut = line.windows(2).find_map(|pair| match pair {
        [(x0, y0), (x1, y1)] if *x0 < target && target <= *x1 => Some((target, y0 + (y1 - y0) * (target - x0) / (x1 - x0))),
        _ => None,
    });
    cut.into_iter().chain(line.iter().copied().filter(|(at, _)| *at >= target)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_begins_at_the_target() {
        let line = [(0.0, 0.0), (10.0, 4.0), (20.0, 0.0)];
        assert_eq!(reached(&line, 5.0), [(5.0, 2.0), (10.0, 4.0), (20.0, 0.0)]);
        assert_eq!(reached(&line, 10.0), [(10.0, 4.0), (10.0, 4.0), (20.0, 0.0)]);
        assert_eq!(reached(&line, 30.0), []);
        assert_eq!(reached(&line, -1.0), line);
    }

    #[test]
    fn a_curve_has_the_heights_of_its_bars_by_width() {
        let density = Density { bars: vec![(0.0, 1.0, 0.25), (1.0, 2.0, 0.5), (2.0, 3.0, 0.25)], label: String::new() };
        assert_eq!(density.points(), [(0.5, 0.25), (1.5, 0.375), (2.5, 0.25)]);
    }
}
