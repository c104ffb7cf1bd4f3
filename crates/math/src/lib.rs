//! Numbers: intervals, quantiles, competing risks, exact spreading, search, smoothing and seeded draws.
//!
//! No word of CRM appears here and nothing depends on another crate. Only `+ − × ÷ √` are used on
//! floats, which IEEE 754 fixes exactly, so native and WebAssembly builds agree bit for bit.

mod attain;
mod competing;
mod control;
mod cube;
mod decompose;
mod draws;
mod elementary;
mod interval;
mod quantile;
mod rational;
mod search;
mod seasonal;
mod shrink;
mod smoothing;
mod spread;
mod stratified;
mod xmr;

pub use attain::{attain, sums};
pub use competing::{Curves, Event};
pub use control::{Limits, proportion_limits};
pub use cube::{Cube, CubeError, CubeLock, spread_cube};
pub use decompose::{MixRate, Pair, PriceVolumeMix, mix_and_rate, price_volume_mix, rounded_to_sum};
pub use draws::Draws;
pub use elementary::{exp, ln, normal_point, power};
pub use interval::{difference_adjusted, mean, newcombe, wilson};
pub use quantile::{quantile, quantile_interval};
pub use rational::Rational;
pub use search::solve_increasing;
pub use seasonal::season;
pub use shrink::{Peers, Shrunk, discoveries, shrink};
pub use smoothing::{Foretold, Season, Smoothing, foretell};
pub use spread::{SpreadError, spread};
pub use stratified::{Difference, Moments, Stratum, mean_difference, rate_difference};
pub use xmr::{Rule, Xmr, xmr};

/// The 97.5 % point of the normal distribution: half-width of a 95 % interval in standard errors.
pub const Z95: f64 = 1.959_963_984_540_054;
