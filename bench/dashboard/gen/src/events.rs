//! What happens with accounts: activities, orders, survey answers.

use crate::accounts::Life;
use crate::company::{BASE, Company};
use crate::opportunities::Opp;
use crate::random::Weighted;
use crate::words::{ATYPE, BAD_DATES, OUTCOME, PRODUCT};
use crate::write::{DAY0, DAYS, Out, put_cents, put_cents_sep, put_date, put_id, put_int, put_str, put_ts};

/// Activities, most of them about an opportunity.
pub fn activities(company: &mut Company, life: &mut Life, opps: &[Opp]) {
    let Company { n, dir, r, day, rep_w, .. } = company;
    let (n, last) = (*n, (DAYS - 1) as i32);
    let m = n * 3;
    let tw = Weighted::new(&[0.4, 0.34, 0.16, 0.06, 0.04]);
    let ow = Weighted::new(&[0.35, 0.3, 0.1, 0.17, 0.08]);
    let mut v: Vec<(u32, u32, u32, u16, u8)> = Vec::with_capacity(m); // sec, acct, opp|MAX, rep, type
    for _ in 0..m {
        let ty = tw.get(r) as u8;
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
            let rep = if r.chance(0.93) { p.rep } else { rep_w.get(r) as u16 };
            v.push((t as u32, p.acct, k as u32, rep, ty));
        } else {
            let d = day.get(r) as i32;
            let ac = life.pick(r, d);
            let t = (DAY0 + d as i64) * 86400 + r.range(8 * 3600, 20 * 3600);
            life.first[ac] = life.first[ac].min(d);
            v.push((t as u32, ac as u32, u32::MAX, life.owner[ac], ty));
        }
    }
    v.sort_unstable();
    let mut o = Out::new(dir, "activities.csv", "id,type,account_id,opp_id,owner_id,at,duration,outcome");
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
            let k = match ty {
                0 => r.range(1, 60),
                1 => r.range(1, 10),
                2 => r.range(20, 240),
                3 => r.range(60, 180),
                _ => r.range(30, 480),
            };
            put_int(&mut o.b, k);
        }
        put_str(o.c(), OUTCOME[ow.get(r)]);
        o.end();
    }
    o.finish();
}

/// Orders with discounts; a few are dirty.
pub fn orders(company: &mut Company, life: &mut Life) {
    let Company { n, dir, r, day, rep_w, prod_w, .. } = company;
    let n = *n;
    let m = n * 2;
    let mut days: Vec<i32> = (0..m).map(|_| day.get(r) as i32).collect();
    days.sort_unstable();
    let dw = Weighted::new(&[0.46, 0.08, 0.14, 0.13, 0.09, 0.06, 0.04]);
    let dv = [0i64, 3, 5, 8, 10, 15, 25];
    let mut o = Out::new(dir, "orders.csv", "id,account_id,owner_id,date,product,qty,unit_price,discount,cost,amount");
    for i in 0..m {
        let d = days[i];
        let ac = life.pick(r, d);
        life.first[ac] = life.first[ac].min(d);
        let rep = if r.chance(0.9) { life.owner[ac] as usize } else { rep_w.get(r) };
        let p = prod_w.get(r);
        let qty = 1 + (r.lognorm(2.0, 0.9) as i64).min(500);
        let price = (BASE[p] / 12.0 * (1.0 + 0.04 * (d / 365) as f64) * (0.9 + 0.2 * r.f()) * 100.0) as i64;
        let disc = dv[dw.get(r)];
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
    o.finish();
}

/// Survey answers.
pub fn surveys(company: &mut Company, life: &Life) {
    let Company { n, dir, r, day, .. } = company;
    let n = *n;
    let m = n / 5;
    let nw = Weighted::new(&[0.01, 0.01, 0.02, 0.02, 0.03, 0.05, 0.08, 0.16, 0.24, 0.22, 0.16]);
    let mut days: Vec<i32> = (0..m).map(|_| day.get(r) as i32).collect();
    days.sort_unstable();
    let mut o = Out::new(dir, "surveys.csv", "account_id,at,nps,csat");
    for i in 0..m {
        let ac = life.pick(r, days[i]);
        put_id(&mut o.b, "AC", ac);
        put_date(o.c(), DAY0 + days[i] as i64);
        let k = nw.get(r) as i64;
        o.c();
        if !r.chance(0.01) {
            put_int(&mut o.b, k);
        }
        put_int(o.c(), (1 + (k + r.range(0, 3)) / 3).min(5));
        o.end();
    }
    o.finish();
}
