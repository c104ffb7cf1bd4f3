//! Signals in a series of single values (XmR chart).

/// Fewest values from which limits are drawn.
const FEWEST: usize = 6;

/// Natural limits per mean moving range: 3 ÷ 1.128.
const PER_RANGE: f64 = 2.66;

/// Values in a row on one side of the mean that are no chance any more.
const RUN: usize = 8;

/// Why a value is a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Beyond the limits.
    Beyond,
    /// The eighth or later in a row on one side of the mean.
    Run,
}

/// Mean, limits and signals of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct Xmr {
    /// Mean of the values.
    pub mean: f64,
    /// Mean − 2.66 × mean moving range.
    pub low: f64,
    /// Mean + 2.66 × mean moving range.
    pub high: f64,
    /// Places of the series with the rule that makes them a signal, in order.
    pub signals: Vec<(usize, Rule)>,
}

/// Limits and signals of a series; gaps are left out. `None` for fewer than six values.
///
/// Source: Wheeler, Understanding Variation (1993): limits from the mean moving range, signals beyond them or eight in a row on one
/// side of the mean. Values on the mean itself break a run.
#[must_use]
pub fn xmr(series: &[Option<f64>]) -> Option<Xmr> {
    let known: Vec<(usize, f64)> = series.iter().enumerate().filter_map(|(at, value)| Some((at, (*value)?))).collect();
    if known.len() < FEWEST {
        return None;
    }
    let n = known.len() as f64;
    let mean = known.iter().map(|(_, value)| value).sum::<f64>() / n;
    let ranges: f64 = known.windows(2).map(|two| two.first().zip(two.last()).map_or(0.0, |(a, b)| (b.1 - a.1).abs())).sum();
    let half = PER_RANGE * ranges / (n - 1.0);
    let (low, high) = (mean - half, mean + half);
    let mut signals = Vec::new();
    let (mut side, mut run) = (0.0, 0);
    for (at, value) in known {
        let now = if value > mean {
            1.0
        } else if value < mean {
            -1.0
        } else {
            0.0
        };
        run = if now == side && now != 0.0 { run + 1 } else { 1 };
        side = now;
        if value < low || value > high {
            signals.push((at, Rule::Beyond));
        } else if now != 0.0 && run >= RUN {
            signals.push((at, Rule::Run));
        }
    }
    Some(Xmr { mean, low, high, signals })
}

#[cfg(test)]
mod tests {
    use super::{Rule, xmr};

    #[test]
    fn limits_and_signals() {
        let steady: Vec<Option<f64>> = [10.0, 12.0, 10.0, 12.0, 10.0, 12.0, 30.0].map(Some).to_vec();
        let found = xmr(&steady).unwrap();
        // Mean 96 ÷ 7, mean moving range 28 ÷ 6.
        assert!((found.mean - 96.0 / 7.0).abs() < 1e-12 && (found.high - found.mean - 2.66 * 28.0 / 6.0).abs() < 1e-12);
        assert_eq!(found.signals, [(6, Rule::Beyond)]);
        let shifted: Vec<Option<f64>> = (0..16).map(|i| Some(if i < 8 { 10.0 } else { 12.0 } + f64::from(i % 2))).collect();
        let found = xmr(&shifted).unwrap();
        assert_eq!(found.signals, [(7, Rule::Run), (15, Rule::Run)]);
        assert_eq!(xmr(&[Some(1.0), None, Some(2.0), Some(1.0), Some(2.0), Some(1.0)]), None);
        // A constant series has limits of no width and no signal.
        assert!(xmr(&[Some(5.0); 9]).unwrap().signals.is_empty());
    }
}
