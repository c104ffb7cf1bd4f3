//! Exponential, logarithm and the normal distribution from `+ − × ÷ √` alone, so that every platform agrees bit for bit.

const LN2: f64 = std::f64::consts::LN_2;
/// ln 2 in two parts: the first has so few digits that a multiple of it is exact.
const LN2_HIGH: f64 = 0.693_147_180_369_123_8;
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;

/// eˣ, to about 15 digits. Below −708 it is 0, above 709 it stays at the largest power that fits.
///
/// Range reduction by powers of two, then the Taylor series.
///
/// ```
/// assert!((kpi_math::exp(1.0) - 2.718281828459045).abs() < 1e-15);
/// assert_eq!(kpi_math::exp(0.0), 1.0);
/// ```
#[must_use]
pub fn exp(x: f64) -> f64 {
    if x.is_nan() || x < -708.0 {
        return 0.0;
    }
    let x = x.min(709.0);
    let power = (x / LN2).round_ties_even();
    let rest = (x - power * LN2_HIGH) - power * LN2_LOW;
    let mut sum = 1.0;
    for n in (1..=17).rev() {
        sum = 1.0 + rest / f64::from(n) * sum;
    }
    let exponent = (power as i64 + 1023).clamp(1, 2046);
    sum * f64::from_bits(exponent.cast_unsigned() << 52)
}

/// Natural logarithm, to about 15 digits. `None` for numbers that are not positive and finite.
///
/// ```
/// assert_eq!(kpi_math::ln(1.0), Some(0.0));
/// assert!((kpi_math::ln(10.0).unwrap() - 2.302585092994046).abs() < 1e-15);
/// assert_eq!(kpi_math::ln(0.0), None);
/// ```
#[must_use]
pub fn ln(x: f64) -> Option<f64> {
    if !(f64::MIN_POSITIVE..f64::INFINITY).contains(&x) {
        return None;
    }
    let bits = x.to_bits();
    let mut exponent = ((bits >> 52) & 0x7ff).cast_signed() - 1023;
    let mut mantissa = f64::from_bits((bits & 0x000f_ffff_ffff_ffff) | 0x3ff0_0000_0000_0000);
    if mantissa > std::f64::consts::SQRT_2 {
        mantissa /= 2.0;
        exponent += 1;
    }
    // ln m = 2 artanh((m − 1) ÷ (m + 1)).
    let s = (mantissa - 1.0) / (mantissa + 1.0);
    let square = s * s;
    let mut sum = 0.0;
    for n in (0..=12).rev() {
        sum = sum * square + 1.0 / f64::from(2 * n + 1);
    }
    let exponent = exponent as f64;
    Some(exponent * LN2_HIGH + (2.0 * s * sum + exponent * LN2_LOW))
}

/// xᵃ for positive x; `None` otherwise.
#[must_use]
pub fn power(x: f64, a: f64) -> Option<f64> {
    ln(x).map(|ln| exp(a * ln))
}

/// ln Γ(x) for positive x, to about 13 digits; 0 otherwise. Stirling's series, after raising small arguments: Abramowitz and
/// Stegun, 6.1.40.
fn ln_gamma(x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    let (mut x, mut product) = (x, 1.0);
    while x < 10.0 {
        product *= x;
        x += 1.0;
    }
    let square = x * x;
    let series = [1.0 / 12.0, -1.0 / 360.0, 1.0 / 1_260.0, -1.0 / 1_680.0, 1.0 / 1_188.0, -691.0 / 360_360.0];
    let tail = polynomial(1.0 / square, &series) / x;
    let log = ln(x).unwrap_or(0.0);
    (x - 0.5) * log - x + 0.5 * ln(2.0 * std::f64::consts::PI).unwrap_or(0.0) + tail - ln(product).unwrap_or(0.0)
}

/// ln B(a, b) for positive a and b.
pub(crate) fn ln_beta(a: f64, b: f64) -> f64 {
    ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b)
}

fn polynomial(x: f64, coefficients: &[f64]) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * x + coefficient)
}

/// The point below which a standard normal number lies with probability `p`; `p` is kept within 10⁻³⁰⁰…1 − 10⁻¹⁶.
///
/// Source: Wichura, The percentage points of the normal distribution, algorithm AS 241 (PPND16), Appl. Statist. 37 (1988).
///
/// ```
/// assert!((kpi_math::normal_point(0.975) - kpi_math::Z95).abs() < 1e-14);
/// assert_eq!(kpi_math::normal_point(0.5), 0.0);
/// ```
#[must_use]
pub fn normal_point(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * polynomial(r, &NEAR.0) / polynomial(r, &NEAR.1);
    }
    let tail = if q < 0.0 { p } else { 1.0 - p }.max(1e-300);
    let r = (-ln(tail).unwrap_or(-690.0)).sqrt();
    let (shift, (above, below)) = if r <= 5.0 { (1.6, &FAR) } else { (5.0, &FARTHEST) };
    let value = polynomial(r - shift, above) / polynomial(r - shift, below);
    if q < 0.0 { -value } else { value }
}

type Quotient = ([f64; 8], [f64; 8]);

const NEAR: Quotient = (
    [
        3.387_132_872_796_366_6,
        133.141_667_891_784_38,
        1_971.590_950_306_551_3,
        13_731.693_765_509_46,
        45_921.953_931_549_87,
        67_265.770_927_008_7,
        33_430.575_583_588_13,
        2_509.080_928_730_122_7,
    ],
    [
        1.0,
        42.313_330_701_600_91,
        687.187_007_492_057_9,
        5_394.196_021_424_751,
        21_213.794_301_586_597,
        39_307.895_800_092_71,
        28_729.085_735_721_943,
        5_226.495_278_852_854,
    ],
);

const FAR: Quotient = (
    [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        0.241_780_725_177_450_6,
        0.022_723_844_989_269_184,
        0.000_774_545_014_278_341_4,
    ],
    [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        0.689_767_334_985_1,
        0.148_103_976_427_480_08,
        0.015_198_666_563_616_457,
        0.000_547_593_808_499_534_5,
        1.050_750_071_644_416_9e-9,
    ],
);

const FARTHEST: Quotient = (
    [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        0.296_560_571_828_504_87,
        0.026_532_189_526_576_124,
        0.001_242_660_947_388_078_4,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ],
    [
        1.0,
        0.599_832_206_555_887_9,
        0.136_929_880_922_735_8,
        0.014_875_361_290_850_615,
        0.000_786_869_131_145_613_3,
        1.846_318_317_510_054_8e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ],
);

#[cfg(test)]
mod tests {
    use super::{exp, ln, ln_gamma, normal_point, power};

    /// The platform's functions are banned from results, not from checking them.
    #[test]
    #[expect(clippy::disallowed_methods, reason = "the comparison is the point")]
    fn as_the_platform_has_them() {
        for i in -7_000..7_000 {
            let x = f64::from(i) / 10.0;
            assert!((exp(x) / x.exp() - 1.0).abs() < 1e-14, "exp {x}");
            let y = x.exp();
            assert!((ln(y).unwrap() - y.ln()).abs() <= 1e-14 * y.ln().abs().max(1.0), "ln {y}");
        }
        assert!((power(2.0, 10.0).unwrap() - 1024.0).abs() < 1e-9);
        // Γ(n) = (n − 1)!, Γ(½) = √π.
        let mut factorial = 1.0;
        for n in 1..30 {
            assert!((ln_gamma(f64::from(n)) - f64::ln(factorial)).abs() < 1e-12 * f64::ln(factorial).abs().max(1.0), "{n}");
            factorial *= f64::from(n);
        }
        assert!((ln_gamma(0.5) - 0.572_364_942_924_700_1).abs() < 1e-13 && (ln_gamma(1e6) - 12_815_504.569_147_6).abs() < 1e-6);
        assert_eq!((exp(f64::NEG_INFINITY), ln(-1.0), power(0.0, 1.0)), (0.0, None, None));
    }

    #[test]
    fn points_of_the_normal_distribution() {
        // Wichura's own test values, and symmetry.
        for (p, z) in [(0.25, -0.674_489_750_196_081_7), (0.001, -3.090_232_306_167_814), (1e-20, -9.262_340_089_798_408)] {
            assert!((normal_point(p) - z).abs() < 1e-13, "{p}: {}", normal_point(p));
        }
        assert!((normal_point(0.1) + normal_point(0.9)).abs() < 1e-14);
    }
}
