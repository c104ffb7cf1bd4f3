//! What all tables of the company share: its size, its calendar and how its choices are weighted.

use std::path::PathBuf;

use crate::random::{Rng, Weighted};
use crate::write::{DAY0, DAYS, civil};

/// Mean amount of a deal by product.
pub const BASE: [f64; 12] = [42000.0, 68000.0, 25000.0, 31000.0, 180000.0, 15000.0, 9000.0, 120000.0, 21000.0, 88000.0, 6000.0, 12000.0];
/// Mean days from creation to the end of a deal by product.
pub const CYCLE: [f64; 12] = [42.0, 50.0, 30.0, 34.0, 95.0, 24.0, 18.0, 80.0, 28.0, 66.0, 14.0, 21.0];

pub struct Company {
    pub n: usize,
    pub na: usize,
    pub nr: usize,
    pub nteam: usize,
    pub dir: PathBuf,
    pub r: Rng,
    pub s: String,
    pub day: Weighted,
    pub rep_w: Weighted,
    pub prod_w: Weighted,
    pub chan_w: Weighted,
}

impl Company {
    pub fn new(n: usize, dir: PathBuf, seed: u64) -> Self {
        let nr = (n / 5000).max(20);
        Self {
            n,
            na: (n / 10).max(10),
            nr,
            nteam: (nr / 10).max(4),
            dir,
            r: Rng::new(seed ^ (n as u64).wrapping_mul(0x9E3779B97F4A7C15)),
            s: String::new(),
            day: days(),
            rep_w: Weighted::zipf(nr, 1),
            prod_w: Weighted::zipf(12, 1),
            chan_w: Weighted::new(&[0.26, 0.18, 0.07, 0.14, 0.13, 0.12, 0.05, 0.05]),
        }
    }
}

/// Days: growth of 1.4 % a month, a season of the year, quiet week-ends.
fn days() -> Weighted {
    let season = [0.82, 0.6, 1.08, 1.0, 1.02, 1.15, 0.95, 0.93, 1.1, 0.92, 1.12, 1.31];
    let mut wday = Vec::new();
    let mut g = 1.0;
    for d in 0..DAYS {
        let (_, m, _) = civil(DAY0 + d);
        g *= 1.00046;
        let wd = (DAY0 + d + 4).rem_euclid(7);
        let we = if wd == 0 || wd == 6 { 0.25 } else { 1.0 };
        wday.push(g * season[(m - 1) as usize] * we);
    }
    Weighted::new(&wday)
}
