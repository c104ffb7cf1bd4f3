//! The season of a series: what each place of the year is to the others.

/// Factors of the places of a season with mean 1, by the ratio to a centred moving average; `None` where a value is not above 0, or for
/// less than two whole seasons. A factor of 1.2 says: a fifth above the rest of the year.
///
/// The classical multiplicative decomposition: Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd edition, section 3.4.
///
/// ```
/// let series: Vec<f64> = (0..24).map(|month| if month % 12 == 11 { 30.0 } else { 10.0 }).collect();
/// let factors = kpi_math::season(&series, 12).unwrap();
/// assert!((factors[11] / factors[0] - 3.0).abs() < 1e-9);
/// ```
#[must_use]
pub fn season(series: &[f64], places: usize) -> Option<Vec<f64>> {
    if places < 2 || series.len() < 2 * places || series.iter().any(|value| *value <= 0.0) {
        return None;
    }
    // An even season is centred by half weights at both ends.
    let reach = places / 2;
    let trend = |at: usize| {
        let window = series.get(at.checked_sub(reach)?..=at + reach)?;
        let sum: f64 = window.iter().sum();
        let ends = if places.is_multiple_of(2) { f64::midpoint(*window.first()?, *window.last()?) } else { 0.0 };
        Some((sum - ends) / places as f64)
    };
    let mut sums = vec![(0.0, 0_u32); places];
    for (at, value) in series.iter().enumerate() {
        if let (Some(trend), Some((sum, count))) = (trend(at), sums.get_mut(at % places)) {
            *sum += value / trend;
            *count += 1;
        }
    }
    let means: Vec<f64> = sums.into_iter().map(|(sum, count)| sum / f64::from(count.max(1))).collect();
    let mean = means.iter().sum::<f64>() / places as f64;
    Some(means.into_iter().map(|one| one / mean).collect())
}

#[cfg(test)]
mod tests {
    use super::season;

    #[test]
    fn too_short_or_not_positive_has_none() {
        assert_eq!(season(&[1.0; 23], 12), None);
        assert_eq!(season(&[0.0; 24], 12), None);
        assert_eq!(season(&[2.0; 25], 12), Some(vec![1.0; 12]));
    }

    #[test]
    fn a_trend_is_no_season() {
        let growing: Vec<f64> = (0..36).map(|month| 100.0 + f64::from(month)).collect();
        assert!(season(&growing, 12).unwrap().iter().all(|factor| (factor - 1.0).abs() < 0.01));
        let quarters: Vec<f64> = (0..12).map(|quarter| [80.0, 100.0, 90.0, 130.0][quarter % 4]).collect();
        let found = season(&quarters, 4).unwrap();
        assert!([0.8, 1.0, 0.9, 1.3].iter().zip(found).all(|(want, got)| (want - got).abs() < 1e-12));
    }
}
