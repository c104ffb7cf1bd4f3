//! Fractions of whole numbers.

/// A fraction in lowest terms with a positive denominator.
///
/// Exact as long as both parts fit into 128 bits; beyond that as near as a float comes, the same everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rational {
    above: i128,
    below: i128,
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl Rational {
    /// A whole number.
    #[must_use]
    pub fn whole(number: i128) -> Self {
        Self { above: number, below: 1 }
    }

    /// `above ÷ below`; `below` must not be 0, else the result is 0.
    #[must_use]
    pub fn new(above: i128, below: i128) -> Self {
        let divisor = gcd(above.unsigned_abs(), below.unsigned_abs());
        let Ok(divisor) = i128::try_from(divisor) else { return Self::whole(0) };
        if divisor == 0 || below == 0 {
            return Self::whole(0);
        }
        let sign = below.signum();
        Self { above: above / divisor * sign, below: (below / divisor).abs() }
    }

    /// Is it 0?
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.above == 0
    }

    /// Is it below 0?
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.above < 0
    }

    /// a × b
    #[must_use]
    pub fn times(self, other: Self) -> Self {
        // Reduced crosswise first, so that the parts stay small.
        let (a, b) = (Self::new(self.above, other.below), Self::new(other.above, self.below));
        let exact = a.above.checked_mul(b.above).zip(a.below.checked_mul(b.below));
        exact.map_or_else(|| Self::near(self.as_f64() * other.as_f64()), |(above, below)| Self { above, below })
    }

    /// a ÷ b; 0 for b = 0, which the caller has to rule out.
    #[must_use]
    pub fn over(self, other: Self) -> Self {
        self.times(Self::new(other.below, other.above))
    }

    /// a + b
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        self.minus(Self { above: other.above.saturating_neg(), below: other.below })
    }

    /// a − b
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        let parts = self.above.checked_mul(other.below).zip(other.above.checked_mul(self.below)).zip(self.below.checked_mul(other.below));
        let exact = parts.and_then(|((a, b), below)| Some((a.checked_sub(b)?, below)));
        exact.map_or_else(|| Self::near(self.as_f64() - other.as_f64()), |(above, below)| Self::new(above, below))
    }

    /// A fraction near a float.
    fn near(number: f64) -> Self {
        const UNITS: i128 = 1 << 62;
        let scaled = number * UNITS as f64;
        if scaled.abs() < 1e38 { Self::new(scaled as i128, UNITS) } else { Self::whole(number as i128) }
    }

    /// The largest whole number not above it.
    #[must_use]
    pub fn floor(self) -> i128 {
        self.above.div_euclid(self.below)
    }

    /// The nearest whole number, halves to even.
    #[must_use]
    pub fn rounded(self) -> i128 {
        let (quotient, remainder) = (self.above.div_euclid(self.below), self.above.rem_euclid(self.below));
        let is_over_half = remainder > self.below - remainder || (remainder == self.below - remainder && quotient % 2 != 0);
        quotient + i128::from(is_over_half)
    }

    /// As a float: both parts rounded, then divided.
    #[must_use]
    pub fn as_f64(self) -> f64 {
        self.above as f64 / self.below as f64
    }
}

#[cfg(test)]
mod tests {
    use super::Rational;

    #[test]
    fn fractions_are_exact() {
        let third = Rational::new(-1, -3);
        assert_eq!(third.times(Rational::whole(3)), Rational::whole(1));
        assert_eq!(third.over(third), Rational::whole(1));
        assert_eq!(third.minus(Rational::new(1, 6)), Rational::new(1, 6));
        assert_eq!([5, 15, 25, -5, -15].map(|tenths| Rational::new(tenths, 10).rounded()), [0, 2, 2, 0, -2]);
        assert_eq!((Rational::new(7, 0), Rational::new(0, 5)), (Rational::whole(0), Rational::whole(0)));
    }

    #[test]
    fn what_does_not_fit_is_near() {
        let (a, b) = ((1_i128 << 100) + 1, 3_i128.pow(40));
        let (c, d) = (5_i128.pow(50), (1_i128 << 90) + 1);
        let got = Rational::new(a, b).times(Rational::new(c, d)).as_f64();
        let expected = (a as f64 / b as f64) * (c as f64 / d as f64);
        assert!((got / expected - 1.0).abs() < 1e-12, "{got} {expected}");
    }
}
