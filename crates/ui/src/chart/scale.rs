//! From values to pixels, and the values worth a tick.

/// A linear scale.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Scale {
    /// Values `low…high` onto pixels `from…to`; a scale without width is opened a little.
    pub(crate) fn new(low: f64, high: f64, from: f64, to: f64) -> Self {
        let (low, high) = if high > low { (low, high) } else { (low - 1.0, low + 1.0) };
        Self { low, high, from, to }
    }

    pub(crate) fn at(self, value: f64) -> f64 {
        let share = (value - self.low) / (self.high - self.low);
        let pixel = self.from + share * (self.to - self.from);
        (pixel * 100.0).round() / 100.0
    }

    /// Round values inside the scale, about `count` of them.
    pub(crate) fn ticks(self, count: f64) -> Vec<f64> {
        let raw = (self.high - self.low) / count;
        let mut power = 1.0;
        while power * 10.0 <= raw {
            power *= 10.0;
        }
        while power > raw {
            power /= 10.0;
        }
        let step = [1.0, 2.0, 5.0, 10.0].iter().map(|factor| factor * power).find(|step| *step >= raw).unwrap_or(raw);
        let first = (self.low / step).ceil() as i64;
        (first..).map(|i| i as f64 * step).take_while(|tick| *tick <= self.high + step * 1e-9).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Scale;

    #[test]
    fn ticks_are_round_and_inside() {
        assert_eq!(Scale::new(0.18, 0.52, 0.0, 100.0).ticks(4.0), [0.2, 0.30000000000000004, 0.4, 0.5]);
        assert_eq!(Scale::new(0.0, 97.0, 0.0, 1.0).ticks(4.0), [0.0, 50.0]);
        assert_eq!(Scale::new(5.0, 5.0, 0.0, 10.0).at(5.0), 5.0);
    }
}
