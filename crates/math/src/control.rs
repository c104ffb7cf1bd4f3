//! Control limits for a proportion by period (p-chart).

/// Mean and limits of one period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Σ successes ÷ Σ n over all periods.
    pub mean: f64,
    /// Mean − 3 σ of this period's n, not below 0.
    pub low: f64,
    /// Mean + 3 σ, not above 1.
    pub high: f64,
}

/// 3-sigma limits per period for `(successes, n)`; a period without observations has none.
///
/// Source: Shewhart's p-chart, σ = √(p̄(1−p̄)/nᵢ). Empty input or all n = 0: every entry is `None`.
#[must_use]
pub fn proportion_limits(periods: &[(u64, u64)]) -> Vec<Option<Limits>> {
    let (successes, n) = periods.iter().fold((0u64, 0u64), |sum, p| (sum.0 + p.0, sum.1 + p.1));
    let mean = successes as f64 / n as f64;
    let limits = |n: u64| {
        let sigma = (mean * (1.0 - mean) / n as f64).sqrt();
        Limits { mean, low: (mean - 3.0 * sigma).max(0.0), high: (mean + 3.0 * sigma).min(1.0) }
    };
    periods.iter().map(|(_, n)| (*n > 0).then(|| limits(*n))).collect()
}

#[cfg(test)]
mod tests {
    use super::proportion_limits;

    #[test]
    fn golden() {
        let limits = proportion_limits(&[(30, 100), (0, 0), (20, 100)]);
        let first = limits[0].unwrap();
        assert!((first.mean - 0.25).abs() < 1e-15);
        assert!((first.low - (0.25 - 3.0 * (0.1875f64 / 100.0).sqrt())).abs() < 1e-15);
        assert_eq!(limits[1], None);
        assert!(proportion_limits(&[(0, 0)])[0].is_none());
    }
}
