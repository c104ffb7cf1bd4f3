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

    /// The same with their names, as many as stand beside each other without touching.
    pub(crate) fn named_ticks(self, count: f64, name: &dyn Fn(f64) -> String) -> Vec<(f64, String)> {
        // Digits take half of what a Chinese character takes.
        let wide = |text: &str| text.chars().map(|letter| if letter.is_ascii() { 6.5 } else { 12.0 }).sum::<f64>();
        let named = |count: f64| self.ticks(count).into_iter().map(|tick| (tick, name(tick))).collect::<Vec<_>>();
        let fits = |ticks: &[(f64, String)]| {
            ticks.windows(2).all(|two| match two {
                [(a, left), (b, right)] => (self.at(*b) - self.at(*a)).abs() >= (wide(left) + wide(right)) / 2.0 + 6.0,
                _ => true,
            })
        };
        let fewer = [count, 3.0, 2.0, 1.0].into_iter().map(named).find(|ticks| fits(ticks));
        fewer.unwrap_or_else(|| named(1.0).into_iter().take(1).collect())
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
        // Long names leave room for fewer of them.
        let long = |value: f64| format!("{value:.2}M");
        let scale = Scale::new(0.0, 35.0, 0.0, 100.0);
        assert_eq!((scale.ticks(4.0).len(), scale.named_ticks(4.0, &long).len()), (4, 2));
        assert_eq!(Scale::new(0.0, 35.0, 0.0, 400.0).named_ticks(4.0, &long).len(), 4);
    }
}
