//! Competing risks: the Aalen-Johansen curves of two ways to end, with censoring.

/// How one observation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Event {
    /// Still running when last seen.
    Censored,
    /// Ended the first way.
    First,
    /// Ended the second way.
    Second,
}

#[derive(Clone, Copy, Debug)]
struct Step {
    time: i64,
    survival: f64,
    first: f64,
    second: f64,
    variance: f64,
}

/// Cumulative incidence of two competing events over whole time units.
///
/// At each time, events come before censorings. At every time `first + second + survival = 1`. Source: Aalen and
/// Johansen, An empirical transition matrix, Scand. J. Statist. 5 (1978); variance of the incidence by the
/// delta method as in Marubini and Valsecchi, Analysing Survival Data, 10.2.
#[derive(Clone, Debug, Default)]
pub struct Curves {
    steps: Vec<Step>,
    n: u64,
}

/// Running sums from which the variance of the incidence follows in one pass.
///
/// Var F(t) = Σ (F(t) − F(tᵢ))² aᵢ + Σ S(tᵢ₋)² bᵢ − 2 Σ (F(t) − F(tᵢ)) S(tᵢ₋) cᵢ, expanded in powers of F(t).
#[derive(Default)]
struct Delta {
    a: f64,
    af: f64,
    aff: f64,
    b: f64,
    c: f64,
    cf: f64,
}

impl Delta {
    fn add(&mut self, at_risk: f64, ended: f64, first: f64, survival_before: f64, incidence: f64) {
        let a = if at_risk > ended { ended / (at_risk * (at_risk - ended)) } else { 0.0 };
        let b = survival_before * survival_before * (at_risk - first) * first / (at_risk * at_risk * at_risk);
        let c = survival_before * first / (at_risk * at_risk);
        self.a += a;
        self.af += a * incidence;
        self.aff += a * incidence * incidence;
        self.b += b;
        self.c += c;
        self.cf += c * incidence;
    }

    fn variance(&self, f: f64) -> f64 {
        (f * f * self.a - 2.0 * f * self.af + self.aff + self.b - 2.0 * (f * self.c - self.cf)).max(0.0)
    }
}

/// Where the curves stood after the last censoring. Until the next one they move by whole observations, so that without
/// censoring a share is one division and exact: half is half.
struct Base {
    at_risk: f64,
    survival: f64,
    first: f64,
    second: f64,
    /// Ended since, the first way and the second.
    ended: (f64, f64),
}

impl Base {
    /// Incidence of both events, and survival.
    fn now(&self) -> (f64, f64, f64) {
        let part = |count: f64| self.survival * count / self.at_risk;
        // A sum of shares may pass 1 by its last bit.
        let (first, second) = ((self.first + part(self.ended.0)).min(1.0), (self.second + part(self.ended.1)).min(1.0));
        (first, second, part(self.at_risk - self.ended.0 - self.ended.1))
    }
}

impl Curves {
    /// The curves of observations `(time, event)`, in any order. Negative times are not observations and are skipped.
    ///
    /// ```
    /// use kpi_math::{Curves, Event};
    /// let curves = Curves::new(vec![(1, Event::First), (2, Event::Second), (3, Event::Censored), (4, Event::First)]);
    /// assert_eq!(curves.first(2), 0.25);
    /// assert_eq!(curves.first(4), 0.75);
    /// ```
    #[must_use]
    pub fn new(mut observations: Vec<(i64, Event)>) -> Self {
        observations.retain(|(time, _)| *time >= 0);
        observations.sort_unstable();
        let n = observations.len() as u64;
        let mut at_risk = n as f64;
        let (mut survival, mut first, mut second) = (1.0_f64, 0.0_f64, 0.0_f64);
        let mut base = Base { at_risk, survival, first, second, ended: (0.0, 0.0) };
        let mut delta = Delta::default();
        let mut steps = Vec::new();
        for same_time in observations.chunk_by(|a, b| a.0 == b.0) {
            let count = |event| same_time.iter().filter(|(_, e)| *e == event).count() as f64;
            let (ended_first, ended_second) = (count(Event::First), count(Event::Second));
            let ended = ended_first + ended_second;
            if ended > 0.0 {
                let before = survival;
                base.ended = (base.ended.0 + ended_first, base.ended.1 + ended_second);
                (first, second, survival) = base.now();
                delta.add(at_risk, ended, ended_first, before, first);
                let time = same_time.first().map_or(0, |(time, _)| *time);
                // What is certain has no spread, whatever rounding says.
                let variance = if survival > 0.0 || second > 0.0 { delta.variance(first) } else { 0.0 };
                steps.push(Step { time, survival, first, second, variance });
            }
            at_risk -= same_time.len() as f64;
            if same_time.iter().any(|(_, event)| *event == Event::Censored) {
                base = Base { at_risk, survival, first, second, ended: (0.0, 0.0) };
            }
        }
        Self { steps, n }
    }

    /// Observations.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.n
    }

    fn at(&self, time: i64) -> Step {
        let none = Step { time: 0, survival: 1.0, first: 0.0, second: 0.0, variance: 0.0 };
        let position = self.steps.partition_point(|step| step.time <= time);
        position.checked_sub(1).and_then(|i| self.steps.get(i)).copied().unwrap_or(none)
    }

    /// Probability that the first event has happened by `time`.
    #[must_use]
    pub fn first(&self, time: i64) -> f64 {
        self.at(time).first
    }

    /// Probability that the second event has happened by `time`.
    #[must_use]
    pub fn second(&self, time: i64) -> f64 {
        self.at(time).second
    }

    /// Probability that neither has happened by `time`.
    #[must_use]
    pub fn survival(&self, time: i64) -> f64 {
        self.at(time).survival
    }

    /// 95 % interval of [`Curves::first`]: plain, clamped to 0…1.
    #[must_use]
    pub fn first_interval(&self, time: i64) -> (f64, f64) {
        let step = self.at(time);
        let half = crate::Z95 * step.variance.sqrt();
        ((step.first - half).max(0.0), (step.first + half).min(1.0))
    }

    /// The first time at which the incidence of the first event reaches `share`; `None` where it never does.
    #[must_use]
    pub fn first_reaches(&self, share: f64) -> Option<i64> {
        // Sums of shares may miss it by their last bits.
        self.steps.iter().find(|step| step.first >= share - 1e-12).map(|step| step.time)
    }

    /// 95 % interval of [`Curves::first_reaches`]: the times at which the upper and the lower end of the incidence's interval reach `share`
    /// (Brookmeyer and Crowley 1982, with the ends of [`Curves::first_interval`]). `None` where the lower end never does.
    #[must_use]
    pub fn reach_interval(&self, share: f64) -> Option<(i64, i64)> {
        let reaches = |end: fn((f64, f64)) -> f64| {
            self.steps.iter().find(|step| end(self.first_interval(step.time)) >= share - 1e-12).map(|step| step.time)
        };
        Some((reaches(|(_, high)| high)?, reaches(|(low, _)| low)?))
    }

    /// Highest incidence of the first event that was observed, and its time.
    #[must_use]
    pub fn first_end(&self) -> (i64, f64) {
        self.steps.last().map_or((0, 0.0), |step| (step.time, step.first))
    }
}

#[cfg(test)]
mod tests {
    use super::{Curves, Event};
    use proptest::prelude::*;

    fn event(code: u8) -> Event {
        match code % 3 {
            0 => Event::Censored,
            1 => Event::First,
            _ => Event::Second,
        }
    }

    proptest! {
        #[test]
        fn identity_and_monotone(codes in proptest::collection::vec((0i64..40, 0u8..3), 0..80)) {
            let observations: Vec<_> = codes.iter().map(|(t, c)| (*t, event(*c))).collect();
            let curves = Curves::new(observations.clone());
            let mut last = 0.0;
            for t in 0..41 {
                prop_assert!((curves.first(t) + curves.second(t) + curves.survival(t) - 1.0).abs() < 1e-12);
                prop_assert!(curves.first(t) >= last);
                let (low, high) = curves.first_interval(t);
                prop_assert!(low <= curves.first(t) && curves.first(t) <= high);
                last = curves.first(t);
            }
            let mut reversed = observations;
            reversed.reverse();
            prop_assert_eq!(Curves::new(reversed).first(20).to_bits(), curves.first(20).to_bits());
        }

        #[test]
        fn without_censoring_it_is_the_share(codes in proptest::collection::vec((0i64..40, 1u8..3), 1..80), t in 0i64..40) {
            let wins = codes.iter().filter(|(time, c)| *time <= t && *c == 1).count() as f64;
            let curves = Curves::new(codes.iter().map(|(t, c)| (*t, event(*c))).collect());
            prop_assert!((curves.first(t) - wins / codes.len() as f64).abs() < 1e-12);
        }
    }

    #[test]
    fn half_is_half_and_certain_is_certain() {
        for n in [12, 20, 26, 28, 30] {
            let curves = Curves::new((1..=n).map(|day| (day, if day <= n / 2 { Event::First } else { Event::Second })).collect());
            assert_eq!(curves.first_reaches(0.5), Some(n / 2), "{n}");
        }
        let curves = Curves::new((1..=4).map(|day| (day, Event::First)).collect());
        assert_eq!(curves.first_interval(90), (1.0, 1.0));
    }

    /// Without censoring the delta-method variance is the binomial one, p(1−p)/n.
    #[test]
    fn variance_is_binomial_without_censoring() {
        let observations: Vec<_> = (0..50).map(|i| (i, if i % 5 == 0 { Event::First } else { Event::Second })).collect();
        let step = Curves::new(observations).at(29);
        assert!((step.variance - step.first * (1.0 - step.first) / 50.0).abs() < 1e-12, "{step:?}");
    }
}
