//! Sales people and their targets.

use crate::company::Company;
use crate::words::{GIVEN, REGION, ROLE, SURNAME, WORD_EN};
use crate::write::{DAY0, Out, put_date, put_id, put_int, put_str, put2};

/// Sales people, in teams by turns.
pub fn people(company: &mut Company) {
    let Company { dir, r, s, nr, nteam, .. } = company;
    let mut o = Out::new(dir, "reps.csv", "id,name,team,region,role,hired_at");
    for i in 0..*nr {
        let t = i % *nteam;
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
        put_str(o.c(), s);
        put_str(o.c(), &format!("Team {:02}", t + 1));
        put_str(o.c(), REGION[t % 8]);
        put_str(o.c(), r.pick(&ROLE));
        let h = DAY0 - r.range(0, 1500) + r.range(0, 800);
        put_date(o.c(), h);
        o.end();
    }
    o.finish();
}

/// A target for each person and month.
pub fn targets(company: &mut Company) {
    let Company { dir, r, n, nr, .. } = company;
    let mut o = Out::new(dir, "targets.csv", "rep_id,month,target");
    for i in 0..*nr {
        let scale = *n as f64 * 2.0 * 9000.0 / 48.0 / *nr as f64 * (*nr as f64).sqrt() / (2.0 * ((i + 1) as f64).sqrt());
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
                put_int(o.c(), t);
                o.b.extend_from_slice(b".00");
                o.end();
            }
        }
    }
    o.finish();
}
