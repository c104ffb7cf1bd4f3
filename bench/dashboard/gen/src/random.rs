//! Numbers that only look random: xoshiro256++ from a seed, the same on every platform.

pub struct Rng([u64; 4]);
impl Rng {
    pub fn new(seed: u64) -> Self {
        let mut z = seed;
        let mut s = [0u64; 4];
        for v in s.iter_mut() {
            z = z.wrapping_add(0x9E3779B97F4A7C15);
            let mut x = z;
            x = (x ^ (x >> 30)).wrapping_mul(0xBF58476D1CE4E5B9);
            x = (x ^ (x >> 27)).wrapping_mul(0x94D049BB133111EB);
            *v = x ^ (x >> 31);
        }
        Rng(s)
    }
    #[inline]
    pub fn u64(&mut self) -> u64 {
        let s = &mut self.0;
        let r = s[0].wrapping_add(s[3]).rotate_left(23).wrapping_add(s[0]);
        let t = s[1] << 17;
        s[2] ^= s[0];
        s[3] ^= s[1];
        s[1] ^= s[2];
        s[0] ^= s[3];
        s[2] ^= t;
        s[3] = s[3].rotate_left(45);
        r
    }
    pub fn f(&mut self) -> f64 {
        (self.u64() >> 11) as f64 / (1u64 << 53) as f64
    }
    pub fn below(&mut self, n: usize) -> usize {
        ((self.u64() as u128 * n as u128) >> 64) as usize
    }
    pub fn range(&mut self, a: i64, b: i64) -> i64 {
        a + self.below((b - a + 1) as usize) as i64
    }
    pub fn chance(&mut self, p: f64) -> bool {
        self.f() < p
    }
    /// approximately normal (sum of 12 uniforms)
    pub fn norm(&mut self) -> f64 {
        let mut s = 0.0;
        for _ in 0..12 {
            s += self.f();
        }
        s - 6.0
    }
    pub fn lognorm(&mut self, median: f64, sigma: f64) -> f64 {
        median * exp(sigma * self.norm())
    }
    pub fn pick<T: Copy>(&mut self, v: &[T]) -> T {
        v[self.below(v.len())]
    }
}

pub fn exp(x: f64) -> f64 {
    // range reduction by halving, then Taylor
    let k = 10;
    let y = x / 1024.0;
    let mut t = 1.0;
    let mut s = 1.0;
    for i in 1..12 {
        t *= y / i as f64;
        s += t;
    }
    for _ in 0..k {
        s *= s;
    }
    s
}
pub fn powi_frac(u: f64, p2: u32) -> f64 {
    // u^(p2/2)
    let s = u.sqrt();
    let mut r = 1.0;
    for _ in 0..p2 {
        r *= s;
    }
    r
}

/// Cumulative weights, binary search.
pub struct Weighted(Vec<f64>);
impl Weighted {
    pub fn new(w: &[f64]) -> Self {
        let mut c = Vec::with_capacity(w.len());
        let mut s = 0.0;
        for x in w {
            s += x;
            c.push(s);
        }
        Weighted(c)
    }
    pub fn zipf(n: usize, a2: u32) -> Self {
        let w: Vec<f64> = (0..n).map(|i| 1.0 / powi_frac((i + 1) as f64, a2)).collect();
        Weighted::new(&w)
    }
    pub fn get(&self, r: &mut Rng) -> usize {
        let x = r.f() * self.0[self.0.len() - 1];
        self.0.partition_point(|&c| c <= x).min(self.0.len() - 1)
    }
}
