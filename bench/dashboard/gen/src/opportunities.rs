//! Opportunities and the stages they went through.

use crate::accounts::Life;
use crate::company::{BASE, CYCLE, Company};
use crate::random::Weighted;
use crate::words::{BAD_DATES, CHANNEL, DEAL, LOSS, PRODUCT, STAGE, company_name};
use crate::write::{DAY0, DAYS, Out, put_cents, put_cents_sep, put_date, put_id, put_int, put_str, put_ts};

/// What activities need to know of an opportunity.
pub struct Opp {
    pub acct: u32,
    pub rep: u16,
    /// 0 open, 1 won, 2 lost.
    pub status: u8,
    pub created: i32,
    /// −1: none.
    pub close: i32,
}

/// Writes both files.
pub fn opportunities(company: &mut Company, life: &mut Life) -> Vec<Opp> {
    let Company { n, dir, r, s, day, rep_w, prod_w, chan_w, .. } = company;
    let n = *n;
    let last = (DAYS - 1) as i32;
    let mut days: Vec<i32> = (0..n).map(|_| day.get(r) as i32).collect();
    days.sort_unstable();
    let mut opps: Vec<Opp> = Vec::with_capacity(n);
    // stage rows are built first as (sec, opp, stage), then sorted by time
    let mut hist: Vec<(u32, u32, u8)> = Vec::with_capacity(n * 9 / 2);
    let mut o = Out::new(
        dir,
        "opportunities.csv",
        "id,name,account_id,owner_id,product,source,stage,status,amount,currency,cost,created_at,close_date,expected_close,loss_reason,complexity,need_clarity",
    );
    for i in 0..n {
        let d = days[i];
        let ac = life.pick(r, d);
        let rep = if r.chance(0.85) { life.owner[ac] as usize } else { rep_w.get(r) };
        let p = prod_w.get(r);
        life.first[ac] = life.first[ac].min(d);
        let cx = 1 + Weighted::new(&[0.2, 0.3, 0.25, 0.15, 0.1]).get(r);
        let nc = 1 + Weighted::new(&[0.1, 0.2, 0.3, 0.25, 0.15]).get(r);
        let len = r.lognorm(CYCLE[p] * (0.8 + 0.1 * cx as f64), 0.55).max(1.0).min(700.0) as i32;
        let close = d + len;
        let stale = r.chance(0.05);
        let pw = 0.24 + 0.03 * nc as f64 - 0.02 * cx as f64 + 0.002 * (rep % 17) as f64;
        let (status, close) = if close > last || stale {
            (0u8, -1)
        } else if r.chance(pw) {
            (1, close)
        } else {
            (2, close)
        };
        // path through the stages
        let steps: usize = match status {
            1 => 5,
            2 => Weighted::new(&[0.22, 0.26, 0.22, 0.18, 0.12]).get(r) + 1,
            _ => {
                let prog = if stale { r.f() } else { (last - d) as f64 / (len.max(1)) as f64 };
                ((prog * 5.0) as usize).min(4) + 1
            }
        };
        let span = (match status {
            0 => (last - d).min(len).max(1),
            _ => len,
        }) as i64
            * 86400;
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
        let amt = (r.lognorm(BASE[p] * [1.0, 2.2, 6.0, 0.45][life.seg[ac] as usize], 0.8) * 100.0) as i64 + 100;
        let usd = r.chance(if life.region[ac] == 7 { 0.8 } else { 0.1 });
        let amt = if usd { amt / 7 } else { amt };
        let cost = (amt as f64 * (0.42 + 0.35 * r.f())) as i64;
        let b = &mut o.b;
        put_id(b, "OP", i);
        company_name(r, s);
        s.push_str(" - ");
        s.push_str(r.pick(&DEAL));
        put_str(o.c(), s);
        put_id(o.c(), "AC", ac);
        put_id(o.c(), "RP", rep);
        put_str(o.c(), PRODUCT[p]);
        put_str(o.c(), CHANNEL[chan_w.get(r)]);
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
        opps.push(Opp { acct: ac as u32, rep: rep as u16, status, created: d, close });
    }
    o.finish();
    hist.sort_unstable();
    let mut o = Out::new(dir, "stage_history.csv", "opp_id,stage,entered_at");
    for &(t, i, st) in &hist {
        put_id(&mut o.b, "OP", i as usize);
        put_str(o.c(), STAGE[st as usize]);
        put_ts(o.c(), t as i64);
        o.end();
    }
    o.finish();
    opps
}
