//! Makes the CRM export of the benchmark: skewed, slightly dirty, the same bytes everywhere.
//!
//! `crmgen <opportunities> <folder> [seed]`. Integers from a seed; of floats only + − × ÷ √ and an exponential of its own, so that
//! no platform differs.

use std::fs::{create_dir_all, File};
use std::io::{BufWriter, Write};
use std::path::PathBuf;

// ---------------------------------------------------------------- PRNG
struct Rng([u64; 4]);
impl Rng {
    fn new(seed: u64) -> Self {
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
    fn u64(&mut self) -> u64 {
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
    fn f(&mut self) -> f64 {
        (self.u64() >> 11) as f64 / (1u64 << 53) as f64
    }
    fn below(&mut self, n: usize) -> usize {
        ((self.u64() as u128 * n as u128) >> 64) as usize
    }
    fn range(&mut self, a: i64, b: i64) -> i64 {
        a + self.below((b - a + 1) as usize) as i64
    }
    fn chance(&mut self, p: f64) -> bool {
        self.f() < p
    }
    /// approximately normal (sum of 12 uniforms)
    fn norm(&mut self) -> f64 {
        let mut s = 0.0;
        for _ in 0..12 {
            s += self.f();
        }
        s - 6.0
    }
    fn lognorm(&mut self, median: f64, sigma: f64) -> f64 {
        median * exp(sigma * self.norm())
    }
    fn pick<T: Copy>(&mut self, v: &[T]) -> T {
        v[self.below(v.len())]
    }
}

fn exp(x: f64) -> f64 {
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
fn powi_frac(u: f64, p2: u32) -> f64 {
    // u^(p2/2)
    let s = u.sqrt();
    let mut r = 1.0;
    for _ in 0..p2 {
        r *= s;
    }
    r
}

/// Cumulative weights, binary search.
struct Weighted(Vec<f64>);
impl Weighted {
    fn new(w: &[f64]) -> Self {
        let mut c = Vec::with_capacity(w.len());
        let mut s = 0.0;
        for x in w {
            s += x;
            c.push(s);
        }
        Weighted(c)
    }
    fn zipf(n: usize, a2: u32) -> Self {
        let w: Vec<f64> = (0..n).map(|i| 1.0 / powi_frac((i + 1) as f64, a2)).collect();
        Weighted::new(&w)
    }
    fn get(&self, r: &mut Rng) -> usize {
        let x = r.f() * self.0[self.0.len() - 1];
        self.0.partition_point(|&c| c <= x).min(self.0.len() - 1)
    }
}

// ---------------------------------------------------------------- dates
const DAY0: i64 = 18993; // 2022-01-01
const DAYS: i64 = 1461; // .. 2025-12-31
fn civil(z: i64) -> (i64, i64, i64) {
    let z = z + 719468;
    let era = z.div_euclid(146097);
    let doe = z.rem_euclid(146097);
    let yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let d = doy - (153 * mp + 2) / 5 + 1;
    let m = if mp < 10 { mp + 3 } else { mp - 9 };
    (yoe + era * 400 + if m <= 2 { 1 } else { 0 }, m, d)
}
fn put2(o: &mut Vec<u8>, v: i64) {
    o.push(b'0' + (v / 10) as u8);
    o.push(b'0' + (v % 10) as u8);
}
fn put_date(o: &mut Vec<u8>, day: i64) {
    let (y, m, d) = civil(day);
    put2(o, y / 100);
    put2(o, y % 100);
    o.push(b'-');
    put2(o, m);
    o.push(b'-');
    put2(o, d);
}
fn put_ts(o: &mut Vec<u8>, sec: i64) {
    put_date(o, sec.div_euclid(86400));
    let s = sec.rem_euclid(86400);
    o.push(b' ');
    put2(o, s / 3600);
    o.push(b':');
    put2(o, s / 60 % 60);
    o.push(b':');
    put2(o, s % 60);
}
fn put_int(o: &mut Vec<u8>, v: i64) {
    let mut b = [0u8; 20];
    let mut i = 20;
    let mut n = v.unsigned_abs();
    loop {
        i -= 1;
        b[i] = b'0' + (n % 10) as u8;
        n /= 10;
        if n == 0 {
            break;
        }
    }
    if v < 0 {
        o.push(b'-');
    }
    o.extend_from_slice(&b[i..]);
}
fn put_cents(o: &mut Vec<u8>, c: i64) {
    put_int(o, c / 100);
    o.push(b'.');
    put2(o, c % 100);
}
fn put_cents_sep(o: &mut Vec<u8>, c: i64) {
    let s = (c / 100).to_string();
    o.push(b'"');
    for (i, ch) in s.bytes().enumerate() {
        if i > 0 && (s.len() - i) % 3 == 0 {
            o.push(b',');
        }
        o.push(ch);
    }
    o.push(b'.');
    put2(o, c % 100);
    o.push(b'"');
}
fn put_str(o: &mut Vec<u8>, s: &str) {
    if s.bytes().any(|b| b == b',' || b == b'"' || b == b'\n' || b == b'\r') {
        o.push(b'"');
        for b in s.bytes() {
            if b == b'"' {
                o.push(b'"');
            }
            o.push(b);
        }
        o.push(b'"');
    } else {
        o.extend_from_slice(s.as_bytes());
    }
}
/// prefix + 8 base-36 characters, a bijection of i that hides the row order
fn put_id(o: &mut Vec<u8>, p: &str, i: usize) {
    const M: u64 = 2821109907456; // 36^8
    let mut x = ((i as u128 * 1_234_567_890_113u128 + 987_654_321_011u128) % M as u128) as u64;
    let mut b = [0u8; 8];
    for k in (0..8).rev() {
        b[k] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[(x % 36) as usize];
        x /= 36;
    }
    o.extend_from_slice(p.as_bytes());
    o.extend_from_slice(&b);
}
const BAD_DATES: [&str; 6] = ["2024-02-30", "0000-00-00", "n/a", "2024-13-45", "TBD", ""];

// ---------------------------------------------------------------- vocabulary
const INDUSTRY: [&str; 12] = ["制造业", "软件", "零售", "金融", "医疗", "教育", "物流", "能源", "Automotive", "Telecom", "Food & Beverage", "Government"];
const REGION: [&str; 8] = ["华东", "华南", "华北", "华中", "西南", "西北", "东北", "海外"];
const COUNTRY: [&str; 8] = ["CN", "US", "DE", "JP", "SG", "GB", "FR", "AU"];
const SEGMENT: [&str; 4] = ["SMB", "Mid-Market", "Enterprise", "Micro"];
const CHANNEL: [&str; 8] = ["website", "referral", "exhibition", "partner", "cold_call", "ads", "seminar", "social"];
const PRODUCT: [&str; 12] = ["Aurora CRM", "极光 Pro", "Beacon Analytics", "云图 BI", "Cascade ERP", "灵犀客服", "Delta Sync", "智联 IoT", "Ember Pay", "方舟 WMS", "Flux API", "Gale Support"];
const STAGE: [&str; 7] = ["Lead", "Qualified", "Discovery", "Proposal", "Negotiation", "Closed Won", "Closed Lost"];
const LOSS: [&str; 7] = ["price", "competitor", "no_budget", "timing", "no_response", "价格, 太高", "客户说\"再等等\""];
const ATYPE: [&str; 5] = ["call", "email", "visit", "seminar", "exhibition"];
const OUTCOME: [&str; 5] = ["positive", "neutral", "negative", "no_answer", ""];
const ROLE: [&str; 4] = ["AE", "SDR", "Senior AE", "Manager"];
const CITY: [&str; 12] = ["上海", "北京", "深圳", "广州", "杭州", "成都", "武汉", "西安", "南京", "苏州", "青岛", "沈阳"];
const WORD_ZH: [&str; 16] = ["华信", "宏达", "鼎新", "瑞丰", "中创", "博远", "天成", "德诚", "金桥", "海纳", "恒通", "启明", "安泰", "卓越", "盛世", "联合"];
const WORD_EN: [&str; 16] = ["Northwind", "Summit", "Harbor", "Vertex", "Pioneer", "Redwood", "Atlas", "Lumen", "Granite", "Orchid", "Falcon", "Meridian", "Cobalt", "Willow", "Quartz", "Zephyr"];
const SUFFIX_EN: [&str; 5] = [" Ltd", ", Inc.", " GmbH", " Group", " Co., Ltd."];
const SUFFIX_ZH: [&str; 4] = ["科技有限公司", "实业集团", "贸易有限公司", "股份有限公司"];
const SURNAME: [&str; 16] = ["王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "林"];
const GIVEN: [&str; 16] = ["伟", "芳", "娜", "敏", "静", "强", "磊", "洋", "艳", "勇", "军", "杰", "娟", "涛", "明", "超"];
const DEAL: [&str; 8] = ["renewal", "expansion", "pilot", "new site", "年度框架", "二期项目", "升级", "migration"];

fn company(r: &mut Rng, s: &mut String) {
    s.clear();
    if r.chance(0.62) {
        s.push_str(r.pick(&CITY));
        s.push_str(r.pick(&WORD_ZH));
        s.push_str(r.pick(&WORD_ZH));
        s.push_str(r.pick(&SUFFIX_ZH));
    } else {
        s.push_str(r.pick(&WORD_EN));
        s.push(' ');
        s.push_str(r.pick(&WORD_EN));
        if r.chance(0.04) {
            s.push_str(" \"");
            s.push_str(r.pick(&CITY));
            s.push('"');
        }
        s.push_str(r.pick(&SUFFIX_EN));
    }
    if r.chance(0.002) {
        s.push('\n');
        s.push_str("(formerly ");
        s.push_str(r.pick(&WORD_EN));
        s.push(')');
    }
}

struct Out {
    w: BufWriter<File>,
    b: Vec<u8>,
    rows: usize,
}
impl Out {
    fn new(dir: &PathBuf, name: &str, header: &str) -> Self {
        let mut o = Out { w: BufWriter::with_capacity(1 << 20, File::create(dir.join(name)).unwrap()), b: Vec::with_capacity(1 << 16), rows: 0 };
        o.b.extend_from_slice(header.as_bytes());
        o.b.push(b'\n');
        o
    }
    fn c(&mut self) -> &mut Vec<u8> {
        self.b.push(b',');
        &mut self.b
    }
    fn end(&mut self) {
        self.b.push(b'\n');
        self.rows += 1;
        if self.b.len() > 60_000 {
            self.w.write_all(&self.b).unwrap();
            self.b.clear();
        }
    }
    fn finish(mut self) -> usize {
        self.w.write_all(&self.b).unwrap();
        self.w.flush().unwrap();
        self.rows
    }
}

struct Opp {
    acct: u32,
    rep: u16,
    product: u8,
    status: u8, // 0 open 1 won 2 lost
    stage: u8,
    created: i32,
    close: i32, // -1: none
}

fn main() {
    let a: Vec<String> = std::env::args().collect();
    if a.len() < 3 {
        eprintln!("usage: crmgen <n> <dir> [seed]");
        std::process::exit(2);
    }
    let n: usize = a[1].parse().unwrap();
    let dir = PathBuf::from(&a[2]);
    let seed: u64 = a.get(3).map(|s| s.parse().unwrap()).unwrap_or(20251231);
    create_dir_all(&dir).unwrap();
    let na = (n / 10).max(10);
    let nr = (n / 5000).max(20);
    let nteam = (nr / 10).max(4);
    let mut r = Rng::new(seed ^ (n as u64).wrapping_mul(0x9E3779B97F4A7C15));
    let mut s = String::new();

    // day distribution: growth 1.4 % a month, yearly season, weak week-ends
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
    let day = Weighted::new(&wday);

    // reps
    let rep_w = Weighted::zipf(nr, 1);
    let mut rep_team = Vec::new();
    {
        let mut o = Out::new(&dir, "reps.csv", "id,name,team,region,role,hired_at");
        for i in 0..nr {
            let t = i % nteam;
            rep_team.push(t);
            put_id(&mut o.b, "RP", i);
            s.clear();
            s.push_str(r.pick(&SURNAME));
            s.push_str(r.pick(&GIVEN));
            if r.chance(0.5) {
                s.push_str(r.pick(&GIVEN));
            }
            if r.chance(0.1) {
                s.push_str(", Jr. \"");
                s.push_str(r.pick(&WORD_EN));
                s.push('"');
            }
            put_str(o.c(), &s);
            put_str(o.c(), &format!("Team {:02}", t + 1));
            put_str(o.c(), REGION[t % 8]);
            put_str(o.c(), r.pick(&ROLE));
            let h = DAY0 - r.range(0, 1500) + r.range(0, 800);
            put_date(o.c(), h);
            o.end();
        }
        println!("reps {}", o.finish());
    }

    // accounts: life window and weights (attributes are written later, with created_at)
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
        owner[i] = rep_w.get(&mut r) as u16;
        region[i] = reg_w.get(&mut r) as u8;
        seg[i] = seg_w.get(&mut r) as u8;
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
    let pick_acct = |r: &mut Rng, d: i32| -> usize {
        let mut k = 0;
        for _ in 0..24 {
            let u = r.f();
            k = ((powi_frac(u, 5) * na as f64) as usize).min(na - 1) * mult % na;
            if start[k] <= d && d <= endd[k] {
                return k;
            }
        }
        k
    };
    let mut first = vec![i32::MAX; na];

    // opportunities
    let prod_w = Weighted::zipf(12, 1);
    let chan_w = Weighted::new(&[0.26, 0.18, 0.07, 0.14, 0.13, 0.12, 0.05, 0.05]);
    let base: [f64; 12] = [42000.0, 68000.0, 25000.0, 31000.0, 180000.0, 15000.0, 9000.0, 120000.0, 21000.0, 88000.0, 6000.0, 12000.0];
    let cyc: [f64; 12] = [42.0, 50.0, 30.0, 34.0, 95.0, 24.0, 18.0, 80.0, 28.0, 66.0, 14.0, 21.0];
    let last = (DAYS - 1) as i32;
    let mut days: Vec<i32> = (0..n).map(|_| day.get(&mut r) as i32).collect();
    days.sort_unstable();
    let mut opps: Vec<Opp> = Vec::with_capacity(n);
    // stage rows are built first as (sec, opp, stage), then sorted by time
    let mut hist: Vec<(u32, u32, u8)> = Vec::with_capacity(n * 9 / 2);
    {
        let mut o = Out::new(&dir, "opportunities.csv", "id,name,account_id,owner_id,product,source,stage,status,amount,currency,cost,created_at,close_date,expected_close,loss_reason,complexity,need_clarity");
        for i in 0..n {
            let d = days[i];
            let ac = pick_acct(&mut r, d);
            let rep = if r.chance(0.85) { owner[ac] as usize } else { rep_w.get(&mut r) };
            let p = prod_w.get(&mut r);
            first[ac] = first[ac].min(d);
            let cx = 1 + Weighted::new(&[0.2, 0.3, 0.25, 0.15, 0.1]).get(&mut r);
            let nc = 1 + Weighted::new(&[0.1, 0.2, 0.3, 0.25, 0.15]).get(&mut r);
            let len = r.lognorm(cyc[p] * (0.8 + 0.1 * cx as f64), 0.55).max(1.0).min(700.0) as i32;
            let close = d + len;
            let stale = r.chance(0.05);
            let pw = 0.24 + 0.03 * nc as f64 - 0.02 * cx as f64 + 0.002 * (rep % 17) as f64;
            let (status, close) = if close > last || stale { (0u8, -1) } else if r.chance(pw) { (1, close) } else { (2, close) };
            // path through the stages
            let steps: usize = match status {
                1 => 5,
                2 => Weighted::new(&[0.22, 0.26, 0.22, 0.18, 0.12]).get(&mut r) + 1,
                _ => {
                    let prog = if stale { r.f() } else { (last - d) as f64 / (len.max(1)) as f64 };
                    ((prog * 5.0) as usize).min(4) + 1
                }
            };
            let span = (match status { 0 => (last - d).min(len).max(1), _ => len }) as i64 * 86400;
            let t0 = (DAY0 + d as i64) * 86400 + r.range(8 * 3600, 19 * 3600);
            let mut t = t0;
            let mut path = [0u8; 16];
            let mut np = 0;
            for k in 0..steps {
                path[np] = k as u8;
                np += 1;
                if k >= 2 && r.chance(0.05) && np < 7 {
                    path[np] = (k - 1) as u8; // fell back one stage
                    path[np + 1] = k as u8;
                    np += 2;
                }
            }
            if status == 1 {
                path[np] = 5;
                np += 1;
            } else if status == 2 {
                path[np] = 6;
                np += 1;
            }
            for k in 0..np {
                hist.push((t as u32, i as u32, path[k]));
                let left = t0 + span - t;
                let f = if k + 2 >= np && status != 0 { 1.0 } else { (0.3 + r.f()) / (np - k) as f64 };
                t += ((left as f64 * f) as i64).max(60);
            }
            let stage = path[np - 1];
            let amt = (r.lognorm(base[p] * [1.0, 2.2, 6.0, 0.45][seg[ac] as usize], 0.8) * 100.0) as i64 + 100;
            let usd = r.chance(if region[ac] == 7 { 0.8 } else { 0.1 });
            let amt = if usd { amt / 7 } else { amt };
            let cost = (amt as f64 * (0.42 + 0.35 * r.f())) as i64;
            let b = &mut o.b;
            put_id(b, "OP", i);
            company(&mut r, &mut s);
            s.push_str(" - ");
            s.push_str(r.pick(&DEAL));
            put_str(o.c(), &s);
            put_id(o.c(), "AC", ac);
            put_id(o.c(), "RP", rep);
            put_str(o.c(), PRODUCT[p]);
            put_str(o.c(), CHANNEL[chan_w.get(&mut r)]);
            put_str(o.c(), STAGE[stage as usize]);
            put_str(o.c(), ["open", "won", "lost"][status as usize]);
            let dirty = if r.chance(0.01) { 1 + r.below(4) } else { 0 };
            match dirty {
                1 => {
                    o.c();
                }
                2 => put_cents_sep(o.c(), amt * 10),
                _ => put_cents(o.c(), amt),
            }
            put_str(o.c(), if usd { "USD" } else { "CNY" });
            put_cents(o.c(), cost);
            if dirty == 3 {
                put_str(o.c(), r.pick(&BAD_DATES));
            } else {
                put_date(o.c(), DAY0 + d as i64);
            }
            if dirty == 4 {
                put_str(o.c(), r.pick(&BAD_DATES));
            } else if close >= 0 {
                put_date(o.c(), DAY0 + close as i64);
            } else {
                o.c();
            }
            put_date(o.c(), DAY0 + (d + len + r.range(-15, 30) as i32).max(d + 1) as i64);
            if status == 2 {
                put_str(o.c(), r.pick(&LOSS));
            } else {
                o.c();
            }
            put_int(o.c(), cx as i64);
            put_int(o.c(), nc as i64);
            o.end();
            opps.push(Opp { acct: ac as u32, rep: rep as u16, product: p as u8, status, stage, created: d, close });
        }
        println!("opportunities {}", o.finish());
    }
    hist.sort_unstable();
    {
        let mut o = Out::new(&dir, "stage_history.csv", "opp_id,stage,entered_at");
        for &(t, i, st) in &hist {
            put_id(&mut o.b, "OP", i as usize);
            put_str(o.c(), STAGE[st as usize]);
            put_ts(o.c(), t as i64);
            o.end();
        }
        println!("stage_history {}", o.finish());
    }
    drop(hist);

    // activities
    {
        let m = n * 3;
        let tw = Weighted::new(&[0.4, 0.34, 0.16, 0.06, 0.04]);
        let ow = Weighted::new(&[0.35, 0.3, 0.1, 0.17, 0.08]);
        let mut v: Vec<(u32, u32, u32, u16, u8)> = Vec::with_capacity(m); // sec, acct, opp|MAX, rep, type
        for _ in 0..m {
            let ty = tw.get(&mut r) as u8;
            if r.chance(0.7) {
                // deals that close well carry more touches
                let mut k = r.below(n);
                if opps[k].status != 1 && r.chance(0.25) {
                    k = r.below(n);
                }
                if ty == 4 && opps[k].status == 2 && r.chance(0.4) {
                    k = r.below(n);
                }
                let p = &opps[k];
                let e = if p.close >= 0 { p.close } else { last };
                let d = p.created as i64 + r.range(0, (e - p.created).max(0) as i64);
                let t = (DAY0 + d) * 86400 + r.range(8 * 3600, 20 * 3600);
                let rep = if r.chance(0.93) { p.rep } else { rep_w.get(&mut r) as u16 };
                v.push((t as u32, p.acct, k as u32, rep, ty));
            } else {
                let d = day.get(&mut r) as i32;
                let ac = pick_acct(&mut r, d);
                let t = (DAY0 + d as i64) * 86400 + r.range(8 * 3600, 20 * 3600);
                first[ac] = first[ac].min(d);
                v.push((t as u32, ac as u32, u32::MAX, owner[ac], ty));
            }
        }
        v.sort_unstable();
        let mut o = Out::new(&dir, "activities.csv", "id,type,account_id,opp_id,owner_id,at,duration,outcome");
        for (i, &(t, ac, op, rep, ty)) in v.iter().enumerate() {
            put_id(&mut o.b, "AT", i);
            put_str(o.c(), ATYPE[ty as usize]);
            put_id(o.c(), "AC", ac as usize);
            o.c();
            if op != u32::MAX {
                put_id(&mut o.b, "OP", op as usize);
            }
            put_id(o.c(), "RP", rep as usize);
            put_ts(o.c(), t as i64);
            o.c();
            if !r.chance(0.1) {
                let k = match ty { 0 => r.range(1, 60), 1 => r.range(1, 10), 2 => r.range(20, 240), 3 => r.range(60, 180), _ => r.range(30, 480) };
                put_int(&mut o.b, k);
            }
            put_str(o.c(), OUTCOME[ow.get(&mut r)]);
            o.end();
        }
        println!("activities {}", o.finish());
    }

    // orders
    {
        let m = n * 2;
        let mut days: Vec<i32> = (0..m).map(|_| day.get(&mut r) as i32).collect();
        days.sort_unstable();
        let dw = Weighted::new(&[0.46, 0.08, 0.14, 0.13, 0.09, 0.06, 0.04]);
        let dv = [0i64, 3, 5, 8, 10, 15, 25];
        let mut o = Out::new(&dir, "orders.csv", "id,account_id,owner_id,date,product,qty,unit_price,discount,cost,amount");
        for i in 0..m {
            let d = days[i];
            let ac = pick_acct(&mut r, d);
            first[ac] = first[ac].min(d);
            let rep = if r.chance(0.9) { owner[ac] as usize } else { rep_w.get(&mut r) };
            let p = prod_w.get(&mut r);
            let qty = 1 + (r.lognorm(2.0, 0.9) as i64).min(500);
            let price = (base[p] / 12.0 * (1.0 + 0.04 * (d / 365) as f64) * (0.9 + 0.2 * r.f()) * 100.0) as i64;
            let disc = dv[dw.get(&mut r)];
            let amt = (qty * price * (100 - disc) + 50) / 100;
            let cost = (qty as f64 * price as f64 * (0.4 + 0.25 * r.f())) as i64;
            put_id(&mut o.b, "OR", i);
            put_id(o.c(), "AC", ac);
            put_id(o.c(), "RP", rep);
            let dirty = if r.chance(0.01) { 1 + r.below(3) } else { 0 };
            if dirty == 3 {
                put_str(o.c(), r.pick(&BAD_DATES));
            } else {
                put_date(o.c(), DAY0 + d as i64);
            }
            put_str(o.c(), PRODUCT[p]);
            put_int(o.c(), qty);
            put_cents(o.c(), price);
            put_cents(o.c(), disc);
            put_cents(o.c(), cost);
            match dirty {
                1 => {
                    o.c();
                }
                2 => put_cents_sep(o.c(), amt),
                _ => put_cents(o.c(), amt),
            }
            o.end();
        }
        println!("orders {}", o.finish());
    }

    // accounts (created before their first trace)
    {
        let mut o = Out::new(&dir, "accounts.csv", "id,name,industry,region,country,segment,created_at,channel,employees");
        let iw = Weighted::zipf(12, 1);
        for i in 0..na {
            put_id(&mut o.b, "AC", i);
            company(&mut r, &mut s);
            put_str(o.c(), &s);
            put_str(o.c(), INDUSTRY[iw.get(&mut r)]);
            put_str(o.c(), REGION[region[i] as usize]);
            put_str(o.c(), if region[i] == 7 { COUNTRY[1 + r.below(7)] } else { "CN" });
            put_str(o.c(), SEGMENT[seg[i] as usize]);
            let d = (start[i] as i64).min(first[i] as i64) - r.range(0, 45);
            put_date(o.c(), DAY0 + d);
            put_str(o.c(), CHANNEL[chan_w.get(&mut r)]);
            put_int(o.c(), (r.lognorm([60.0, 400.0, 4000.0, 9.0][seg[i] as usize], 0.8) as i64).max(1));
            o.end();
        }
        println!("accounts {}", o.finish());
    }

    // surveys
    {
        let m = n / 5;
        let nw = Weighted::new(&[0.01, 0.01, 0.02, 0.02, 0.03, 0.05, 0.08, 0.16, 0.24, 0.22, 0.16]);
        let mut days: Vec<i32> = (0..m).map(|_| day.get(&mut r) as i32).collect();
        days.sort_unstable();
        let mut o = Out::new(&dir, "surveys.csv", "account_id,at,nps,csat");
        for i in 0..m {
            let ac = pick_acct(&mut r, days[i]);
            put_id(&mut o.b, "AC", ac);
            put_date(o.c(), DAY0 + days[i] as i64);
            let k = nw.get(&mut r) as i64;
            o.c();
            if !r.chance(0.01) {
                put_int(&mut o.b, k);
            }
            put_int(o.c(), (1 + (k + r.range(0, 3)) / 3).min(5));
            o.end();
        }
        println!("surveys {}", o.finish());
    }

    // targets: rep x month
    {
        let mut o = Out::new(&dir, "targets.csv", "rep_id,month,target");
        for i in 0..nr {
            let scale = n as f64 * 2.0 * 9000.0 / 48.0 / nr as f64 * (nr as f64).sqrt() / (2.0 * ((i + 1) as f64).sqrt());
            for y in 2022..=2025 {
                for m in 1..=12 {
                    put_id(&mut o.b, "RP", i);
                    let b = o.c();
                    put2(b, y / 100);
                    put2(b, y % 100);
                    b.push(b'-');
                    put2(b, m);
                    b.extend_from_slice(b"-01");
                    let t = (scale * (0.7 + 0.6 * r.f())) as i64 / 100 * 100;
                    put_int(o.c(), t * 1);
                    o.b.extend_from_slice(b".00");
                    o.end();
                }
            }
        }
        println!("targets {}", o.finish());
    }
    let _ = (opps.iter().map(|o| o.stage as usize + o.product as usize).sum::<usize>(), rep_team);
}
