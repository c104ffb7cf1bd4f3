//! Accounts: when they live, who owns them, and how heavy they are.

use crate::company::Company;
use crate::random::{Rng, Weighted, powi_frac};
use crate::words::{CHANNEL, COUNTRY, INDUSTRY, REGION, SEGMENT, company_name};
use crate::write::{DAY0, DAYS, Out, put_date, put_id, put_int, put_str};

/// What is known of the accounts before anything happens; their rows are written last, created before their first trace.
pub struct Life {
    pub start: Vec<i32>,
    pub endd: Vec<i32>,
    pub owner: Vec<u16>,
    pub region: Vec<u8>,
    pub seg: Vec<u8>,
    /// Day of the first trace.
    pub first: Vec<i32>,
    mult: usize,
}

impl Life {
    pub fn draw(company: &mut Company) -> Self {
        let Company { r, rep_w, na, .. } = company;
        let na = *na;
        let mut start = vec![0i32; na];
        let mut endd = vec![0i32; na];
        let mut owner = vec![0u16; na];
        let mut region = vec![0u8; na];
        let mut seg = vec![0u8; na];
        let seg_w = Weighted::new(&[0.55, 0.25, 0.08, 0.12]);
        let reg_w = Weighted::new(&[0.28, 0.2, 0.16, 0.1, 0.09, 0.05, 0.05, 0.07]);
        for i in 0..na {
            start[i] = r.range(-500, DAYS - 5) as i32;
            if start[i] < 0 && r.chance(0.3) {
                start[i] = 0;
            }
            let life = if r.chance(0.45) { 100000 } else { 30 + (r.lognorm(300.0, 0.9)) as i64 };
            endd[i] = (start[i] as i64 + life).min(100000) as i32;
            owner[i] = rep_w.get(r) as u16;
            region[i] = reg_w.get(r) as u8;
            seg[i] = seg_w.get(r) as u8;
        }
        // heavy accounts are scattered by a multiplicative permutation
        let mult = {
            let mut m = (na as f64 * 0.618) as usize | 1;
            fn gcd(a: usize, b: usize) -> usize {
                if b == 0 { a } else { gcd(b, a % b) }
            }
            while gcd(m, na) != 1 {
                m += 2;
            }
            m
        };
        Self { start, endd, owner, region, seg, first: vec![i32::MAX; na], mult }
    }

    /// An account that lives on this day.
    pub fn pick(&self, r: &mut Rng, d: i32) -> usize {
        let na = self.start.len();
        let mut k = 0;
        for _ in 0..24 {
            let u = r.f();
            k = ((powi_frac(u, 5) * na as f64) as usize).min(na - 1) * self.mult % na;
            if self.start[k] <= d && d <= self.endd[k] {
                return k;
            }
        }
        k
    }
}

/// The accounts as rows.
pub fn accounts(company: &mut Company, life: &Life) {
    let Company { dir, r, s, na, chan_w, .. } = company;
    let mut o = Out::new(dir, "accounts.csv", "id,name,industry,region,country,segment,created_at,channel,employees");
    let iw = Weighted::zipf(12, 1);
    for i in 0..*na {
        put_id(&mut o.b, "AC", i);
        company_name(r, s);
        put_str(o.c(), s);
        put_str(o.c(), INDUSTRY[iw.get(r)]);
        put_str(o.c(), REGION[life.region[i] as usize]);
        put_str(o.c(), if life.region[i] == 7 { COUNTRY[1 + r.below(7)] } else { "CN" });
        put_str(o.c(), SEGMENT[life.seg[i] as usize]);
        let d = (life.start[i] as i64).min(life.first[i] as i64) - r.range(0, 45);
        put_date(o.c(), DAY0 + d);
        put_str(o.c(), CHANNEL[chan_w.get(r)]);
        put_int(o.c(), (r.lognorm([60.0, 400.0, 4000.0, 9.0][life.seg[i] as usize], 0.8) as i64).max(1));
        o.end();
    }
    o.finish();
}
