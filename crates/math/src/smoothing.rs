//! Exponential smoothing with trend and season, chosen by how well it foretold the own past.

/// How the season enters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Season {
    /// None.
    None,
    /// Added to the level.
    Additive,
    /// Multiplied with the level.
    Multiplicative,
}

/// A way of smoothing, with its weights in hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Smoothing {
    /// The season.
    pub season: Season,
    /// Does the level grow by a (damped) trend?
    pub has_trend: bool,
    /// Weight of the newest value in the level.
    pub level: u8,
    /// Weight in the trend.
    pub trend: u8,
    /// Weight in the season.
    pub seasonal: u8,
}

/// A chosen smoothing with its record.
#[derive(Clone, Debug, PartialEq)]
pub struct Foretold {
    /// What was chosen.
    pub smoothing: Smoothing,
    /// The values ahead.
    pub ahead: Vec<f64>,
    /// Σ |foretold − actual| ÷ Σ actual over the backtest.
    pub error: f64,
    /// Σ (foretold − actual) ÷ Σ actual.
    pub bias: f64,
    /// Origins of the backtest.
    pub origins: usize,
    /// Per origin: the sum foretold and the sum that came.
    pub sums: Vec<(f64, f64)>,
}

/// How much of the trend is left after each step.
const DAMPING: f64 = 0.95;
/// The grid: weights of level, trend and season in hundredths.
const LEVELS: [u8; 5] = [5, 15, 30, 50, 80];
const TRENDS: [u8; 3] = [2, 10, 30];
const SEASONS: [u8; 3] = [5, 20, 40];

impl Smoothing {
    /// The values `ahead` steps after the end of `values`; `None` with less than two cycles of values for a season, less than
    /// three without one, or a multiplicative season over values that are not positive.
    ///
    /// Holt and Winters with a damped trend (Gardner and McKenzie, Forecasting trends in time series, Management Science 31,
    /// 1985). Started from the first two cycles: mean, mean difference, mean deviation by place in the cycle.
    #[must_use]
    pub fn foretell(&self, values: &[f64], cycle: usize, ahead: usize) -> Option<Vec<f64>> {
        let weight = |hundredths: u8| f64::from(hundredths) / 100.0;
        let has_season = self.season != Season::None;
        let first = values.get(..cycle)?;
        if cycle == 0 || values.len() < if has_season { 2 * cycle } else { 3 } {
            return None;
        }
        if self.season == Season::Multiplicative && values.iter().any(|value| *value <= 0.0) {
            return None;
        }
        let mean = |list: &[f64]| list.iter().sum::<f64>() / list.len() as f64;
        let (mut level, mut trend, mut seasons) = if has_season {
            let second = values.get(cycle..2 * cycle)?;
            let (a, b) = (mean(first), mean(second));
            let deviation = |(x, y): (&f64, &f64)| match self.season {
                Season::Multiplicative => (x / a + y / b) / 2.0,
                _ => ((x - a) + (y - b)) / 2.0,
            };
            (a, (b - a) / cycle as f64, first.iter().zip(second).map(deviation).collect::<Vec<_>>())
        } else {
            (*values.first()?, 0.0, vec![0.0; cycle])
        };
        if !self.has_trend {
            trend = 0.0;
        }
        for (i, value) in values.iter().enumerate() {
            let season = seasons.get_mut(i % cycle)?;
            let before = level + DAMPING * trend;
            let plain = match self.season {
                Season::None => *value,
                Season::Additive => value - *season,
                Season::Multiplicative => value / *season,
            };
            let new = weight(self.level) * plain + (1.0 - weight(self.level)) * before;
            if self.has_trend {
                trend = weight(self.trend) * (new - level) + (1.0 - weight(self.trend)) * DAMPING * trend;
            }
            level = new;
            let seen = match self.season {
                Season::None => 0.0,
                Season::Additive => value - level,
                Season::Multiplicative => {
                    if level > 0.0 {
                        value / level
                    } else {
                        1.0
                    }
                }
            };
            *season = weight(self.seasonal) * seen + (1.0 - weight(self.seasonal)) * *season;
        }
        let (mut reached, mut step) = (level, trend);
        let mut foretold = Vec::with_capacity(ahead);
        for h in 0..ahead {
            step *= DAMPING;
            reached += step;
            let season = seasons.get((values.len() + h) % cycle)?;
            foretold.push(match self.season {
                Season::None => reached,
                Season::Additive => reached + season,
                Season::Multiplicative => reached * season,
            });
        }
        Some(foretold)
    }
}

/// Sums foretold and sums that came.
type Pairs = Vec<(f64, f64)>;

/// Every smoothing of the grid, simpler ones first.
fn grid() -> Vec<Smoothing> {
    let mut all = Vec::new();
    for season in [Season::None, Season::Additive, Season::Multiplicative] {
        for has_trend in [false, true] {
            for level in LEVELS {
                for trend in TRENDS.iter().take(if has_trend { TRENDS.len() } else { 1 }) {
                    for seasonal in SEASONS.iter().take(if season == Season::None { 1 } else { SEASONS.len() }) {
                        all.push(Smoothing { season, has_trend, level, trend: *trend, seasonal: *seasonal });
                    }
                }
            }
        }
    }
    all
}

/// Foretells `ahead` values with the smoothing of the grid that would have foretold the sums of `window` values best.
///
/// Rolling origins: from every place with at least two cycles before it (one cycle and three values where there is less) and
/// `window` values after it, the next values are foretold from what was known then. Least Σ |foretold − actual| of the sums
/// wins, ties go to the simpler. `None` where there are less than three origins or nothing came in any of them.
#[must_use]
pub fn foretell(values: &[f64], cycle: usize, window: usize, ahead: usize) -> Option<Foretold> {
    let first = if values.len() >= 2 * cycle + window + 2 { 2 * cycle } else { cycle + 3 };
    let origins: Vec<usize> = (first..=values.len().checked_sub(window)?).collect();
    if origins.len() < 3 || window == 0 {
        return None;
    }
    let mut best: Option<(f64, Smoothing, Pairs)> = None;
    for smoothing in grid() {
        let pair = |origin: &usize| {
            let foretold = smoothing.foretell(values.get(..*origin)?, cycle, window)?;
            Some((foretold.iter().sum::<f64>(), values.get(*origin..origin + window)?.iter().sum::<f64>()))
        };
        let Some(sums) = origins.iter().map(pair).collect::<Option<Pairs>>() else { continue };
        let missed: f64 = sums.iter().map(|(foretold, actual)| (foretold - actual).abs()).sum();
        if best.as_ref().is_none_or(|(least, ..)| missed < *least) {
            best = Some((missed, smoothing, sums));
        }
    }
    let (missed, smoothing, sums) = best?;
    let came: f64 = sums.iter().map(|(_, actual)| actual).sum();
    if came <= 0.0 {
        return None;
    }
    let bias = sums.iter().map(|(foretold, actual)| foretold - actual).sum::<f64>() / came;
    let ahead = smoothing.foretell(values, cycle, ahead)?;
    Some(Foretold { smoothing, ahead, error: missed / came, bias, origins: sums.len(), sums })
}

#[cfg(test)]
mod tests {
    use super::{Season, foretell};

    #[test]
    fn a_season_is_found_and_continued() {
        let shape = [1.0, 0.8, 1.2, 0.9, 1.0, 1.3, 0.9, 0.8, 1.1, 0.9, 1.0, 1.6];
        let values: Vec<f64> = (0..48).map(|i| (100.0 + f64::from(i)) * shape[i as usize % 12]).collect();
        let found = foretell(&values, 12, 3, 12).unwrap();
        assert_ne!(found.smoothing.season, Season::None);
        assert!(found.error < 0.03, "{}", found.error);
        for (i, value) in found.ahead.iter().enumerate() {
            let truth = (148.0 + i as f64) * shape[i];
            assert!((value / truth - 1.0).abs() < 0.08, "{i}: {value} for {truth}");
        }
    }

    #[test]
    fn a_flat_line_needs_no_season_and_too_little_is_refused() {
        let flat = foretell(&[50.0; 30], 12, 3, 4).unwrap();
        assert_eq!((flat.smoothing.season, flat.smoothing.has_trend, flat.ahead.clone()), (Season::None, false, vec![50.0; 4]));
        assert_eq!((flat.error, flat.bias), (0.0, 0.0));
        assert_eq!(foretell(&[1.0; 16], 12, 3, 4), None);
        assert_eq!(foretell(&[0.0; 40], 12, 3, 4), None);
        assert_eq!(foretell(&[], 12, 3, 4), None);
    }
}
