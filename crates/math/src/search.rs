//! Finding where an increasing function reaches a value.

/// The smallest `x` in `low…high` (to float precision) with `f(x) ≥ goal`, for a non-decreasing `f`.
///
/// `None` where `f(high) < goal`; `low` where `f(low) ≥ goal` already. Bisection: at most 200 calls.
///
/// ```
/// let x = kpi_math::solve_increasing(0.0, 10.0, 2.0, |x| x * x).unwrap();
/// assert!((x - 2f64.sqrt()).abs() < 1e-12);
/// ```
pub fn solve_increasing(low: f64, high: f64, goal: f64, f: impl Fn(f64) -> f64) -> Option<f64> {
    if f(low) >= goal {
        return Some(low);
    }
    if f(high) < goal {
        return None;
    }
    let (mut low, mut high) = (low, high);
    for _ in 0..200 {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            break;
        }
        if f(middle) >= goal {
            high = middle;
        } else {
            low = middle;
        }
    }
    Some(high)
}

#[cfg(test)]
mod tests {
    use super::solve_increasing;

    #[test]
    fn edges() {
        assert_eq!(solve_increasing(1.0, 2.0, 0.5, |x| x), Some(1.0));
        assert_eq!(solve_increasing(1.0, 2.0, 3.0, |x| x), None);
        assert_eq!(solve_increasing(0.0, 1.0, 1.0, |x| if x < 0.5 { 0.0 } else { 1.0 }), Some(0.5));
    }
}
