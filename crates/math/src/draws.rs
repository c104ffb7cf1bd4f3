//! Seeded draws: the same seed gives the same numbers on every platform.

use crate::elementary::{exp, ln, normal_point, power};

/// One stream of random numbers: xoshiro256** (Blackman and Vigna, Scrambled linear pseudorandom number generators, ACM TOMS 47,
/// 2021), started by splitmix64.
#[derive(Clone, Debug)]
pub struct Draws {
    state: [u64; 4],
}

/// Counts with a mean above this are drawn as rounded normal numbers.
const LARGE: f64 = 60.0;

impl Draws {
    /// The stream of a seed and a number; streams of different numbers are unrelated.
    #[must_use]
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut start = seed ^ stream.wrapping_mul(0xD1B5_4A32_D192_ED03);
        let state = std::array::from_fn(|_| {
            start = start.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mixed = (start ^ (start >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            mixed ^ (mixed >> 31)
        });
        Self { state }
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
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

    /// A number in 0…1, neither end.
    pub fn share(&mut self) -> f64 {
        ((self.bits() >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }

    /// A number in `0..n`; 0 for n = 0.
    pub fn below(&mut self, n: usize) -> usize {
        let bits = self.bits();
        match u32::try_from(n) {
            // (bits · n) >> 64 without a product of 128 bits, which WebAssembly has no instruction for.
            Ok(n) => ((((bits >> 32) * u64::from(n)) + (((bits & 0xffff_ffff) * u64::from(n)) >> 32)) >> 32) as usize,
            Err(_) => ((u128::from(bits) * n as u128) >> 64) as usize,
        }
    }

    /// A standard normal number.
    pub fn normal(&mut self) -> f64 {
        normal_point(self.share())
    }

    /// A factor with mean 1 and this relative standard deviation, log-normal.
    pub fn factor(&mut self, deviation: f64) -> f64 {
        let normal = self.normal();
        // σ² ≈ variance for the small deviations this is for; −σ²/2 keeps the mean at 1.
        exp(deviation * normal - deviation * deviation / 2.0)
    }

    /// A number with a gamma distribution of this shape and scale 1; 0 for a shape ≤ 0. Source: Marsaglia and Tsang, A simple
    /// method for generating gamma variables, ACM TOMS 26 (2000).
    pub fn gamma(&mut self, shape: f64) -> f64 {
        if shape <= 0.0 {
            return 0.0;
        }
        if shape < 1.0 {
            let raised = self.gamma(shape + 1.0);
            return raised * power(self.share(), 1.0 / shape).unwrap_or(0.0);
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let normal = self.normal();
            let root = 1.0 + c * normal;
            if root <= 0.0 {
                continue;
            }
            let cube = root * root * root;
            let bound = 0.5 * normal * normal + d - d * cube + d * ln(cube).unwrap_or(0.0);
            if ln(self.share()).unwrap_or(-1.0) < bound {
                return d * cube;
            }
        }
    }

    /// A number with a beta distribution; ½ where both shapes are too small to tell.
    pub fn beta(&mut self, above: f64, below: f64) -> f64 {
        let (above, below) = (self.gamma(above), self.gamma(below));
        if above + below > 0.0 { above / (above + below) } else { 0.5 }
    }

    /// A count with a Poisson distribution; by inversion, above a mean of 60 a rounded normal number. 0 for a mean ≤ 0.
    pub fn count(&mut self, mean: f64) -> u32 {
        let share = self.share();
        if mean > LARGE {
            return (mean + mean.sqrt() * normal_point(share)).round_ties_even().max(0.0) as u32;
        }
        if mean <= 0.0 {
            return 0;
        }
        let mut probability = exp(-mean);
        let (mut below, mut count) = (probability, 0);
        while below < share && count < 1_000 {
            count += 1;
            probability *= mean / f64::from(count);
            below += probability;
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::Draws;

    #[test]
    fn the_stream_is_fixed() {
        let mut draws = Draws::new(42, 0);
        assert_eq!(
            [draws.bits(), draws.bits(), draws.bits()],
            [1_546_998_764_402_558_742, 6_990_951_692_964_543_102, 12_544_586_762_248_559_009]
        );
    }

    #[test]
    fn means_and_deviations() {
        let mut draws = Draws::new(1, 7);
        let n = 200_000;
        let mean = |list: &[f64]| list.iter().sum::<f64>() / list.len() as f64;
        let shares: Vec<f64> = (0..n).map(|_| draws.share()).collect();
        assert!((mean(&shares) - 0.5).abs() < 0.003);
        let normals: Vec<f64> = (0..n).map(|_| draws.normal()).collect();
        let squares: Vec<f64> = normals.iter().map(|x| x * x).collect();
        assert!(mean(&normals).abs() < 0.01 && (mean(&squares) - 1.0).abs() < 0.02);
        for rate in [0.3, 7.0, 55.0, 90.0] {
            let counts: Vec<f64> = (0..n).map(|_| f64::from(draws.count(rate))).collect();
            let squares: Vec<f64> = counts.iter().map(|x| (x - rate) * (x - rate)).collect();
            assert!((mean(&counts) / rate - 1.0).abs() < 0.01, "{rate}");
            assert!((mean(&squares) / rate - 1.0).abs() < 0.03, "{rate}");
        }
        let factors: Vec<f64> = (0..n).map(|_| draws.factor(0.2)).collect();
        assert!((mean(&factors) - 1.0).abs() < 0.01);
        assert!((0..1_000).all(|_| draws.below(7) < 7));
        for shape in [0.3, 1.0, 4.5, 80.0] {
            let gammas: Vec<f64> = (0..n).map(|_| draws.gamma(shape)).collect();
            let squares: Vec<f64> = gammas.iter().map(|x| (x - shape) * (x - shape)).collect();
            assert!((mean(&gammas) / shape - 1.0).abs() < 0.01 && (mean(&squares) / shape - 1.0).abs() < 0.03, "{shape}");
        }
        let betas: Vec<f64> = (0..n).map(|_| draws.beta(3.0, 5.0)).collect();
        assert!((mean(&betas) - 0.375).abs() < 0.002);
    }
}
