//! A small seeded random number generator (xoshiro256** started by splitmix64).

/// State of one random stream.
pub(crate) struct Rng {
    state: [u64; 4],
}

/// One step of splitmix64: moves the state on and returns the mixed value.
fn splitmix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

impl Rng {
    /// A stream of its own for each part of the data, so that parts do not disturb each other.
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        let mut start = seed ^ stream.wrapping_mul(0xD1B5_4A32_D192_ED03);
        let state = std::array::from_fn(|_| splitmix(&mut start));
        Self { state }
    }

    /// The next 64 random bits.
    fn next(&mut self) -> u64 {
        let [mut a, mut b, mut c, mut d] = self.state;
        let result = b.wrapping_mul(5).rotate_left(7).wrapping_mul(9);
        let shifted = b << 17;
        c ^= a;
        d ^= b;
        b ^= c;
        a ^= d;
        c ^= shifted;
        d = d.rotate_left(45);
        self.state = [a, b, c, d];
        result
    }

    /// A number in `0..limit` (0 when the limit is not positive).
    pub(crate) fn below(&mut self, limit: i64) -> i64 {
        let limit = u64::try_from(limit).unwrap_or(0);
        let wide = (u128::from(self.next()) * u128::from(limit)) >> 64;
        i64::try_from(wide).unwrap_or(0)
    }

    /// A number in `low..=high`.
    pub(crate) fn range(&mut self, low: i64, high: i64) -> i64 {
        low + self.below(high - low + 1)
    }

    /// A position in a list of `length` entries (0 for an empty list).
    pub(crate) fn index(&mut self, length: usize) -> usize {
        usize::try_from(self.below(i64::try_from(length).unwrap_or(i64::MAX))).unwrap_or(0)
    }

    /// True in `per_mille` of 1,000 cases.
    pub(crate) fn chance(&mut self, per_mille: i64) -> bool {
        self.below(1000) < per_mille
    }

    /// A position drawn in proportion to the weights (0 for an empty list).
    pub(crate) fn weighted(&mut self, weights: &[i64]) -> usize {
        let mut rest = self.below(weights.iter().sum());
        for (position, weight) in weights.iter().enumerate() {
            rest -= weight;
            if rest < 0 {
                return position;
            }
        }
        0
    }

    /// A draw from a distribution given by (per mille, value) points of its quantile function.
    pub(crate) fn quantile(&mut self, points: &[(i64, i64)]) -> i64 {
        let at = self.below(1000);
        for pair in points.windows(2) {
            if let [(low, from), (high, to)] = pair
                && at < *high
            {
                return from + (to - from) * (at - low) / (high - low).max(1);
            }
        }
        points.last().map_or(0, |point| point.1)
    }
}
