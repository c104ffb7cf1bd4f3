//! Cells and rows of CSV files.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

pub const DAY0: i64 = 18993; // 2022-01-01
pub const DAYS: i64 = 1461; // .. 2025-12-31
pub fn civil(z: i64) -> (i64, i64, i64) {
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
pub fn put2(o: &mut Vec<u8>, v: i64) {
    o.push(b'0' + (v / 10) as u8);
    o.push(b'0' + (v % 10) as u8);
}
pub fn put_date(o: &mut Vec<u8>, day: i64) {
    let (y, m, d) = civil(day);
    put2(o, y / 100);
    put2(o, y % 100);
    o.push(b'-');
    put2(o, m);
    o.push(b'-');
    put2(o, d);
}
pub fn put_ts(o: &mut Vec<u8>, sec: i64) {
    put_date(o, sec.div_euclid(86400));
    let s = sec.rem_euclid(86400);
    o.push(b' ');
    put2(o, s / 3600);
    o.push(b':');
    put2(o, s / 60 % 60);
    o.push(b':');
    put2(o, s % 60);
}
pub fn put_int(o: &mut Vec<u8>, v: i64) {
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
pub fn put_cents(o: &mut Vec<u8>, c: i64) {
    put_int(o, c / 100);
    o.push(b'.');
    put2(o, c % 100);
}
pub fn put_cents_sep(o: &mut Vec<u8>, c: i64) {
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
pub fn put_str(o: &mut Vec<u8>, s: &str) {
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
pub fn put_id(o: &mut Vec<u8>, p: &str, i: usize) {
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

pub struct Out {
    w: BufWriter<File>,
    pub b: Vec<u8>,
    rows: usize,
}
impl Out {
    pub fn new(dir: &Path, name: &str, header: &str) -> Self {
        let mut o =
            Out { w: BufWriter::with_capacity(1 << 20, File::create(dir.join(name)).unwrap()), b: Vec::with_capacity(1 << 16), rows: 0 };
        o.b.extend_from_slice(header.as_bytes());
        o.b.push(b'\n');
        o
    }
    pub fn c(&mut self) -> &mut Vec<u8> {
        self.b.push(b',');
        &mut self.b
    }
    pub fn end(&mut self) {
        self.b.push(b'\n');
        self.rows += 1;
        if self.b.len() > 60_000 {
            self.w.write_all(&self.b).unwrap();
            self.b.clear();
        }
    }
    pub fn finish(mut self) -> usize {
        self.w.write_all(&self.b).unwrap();
        self.w.flush().unwrap();
        self.rows
    }
}
