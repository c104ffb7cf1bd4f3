//! Damaged files: seeds of the corpus, changed at random, are read, bound, shown and computed. Nothing may panic.
//!
//! `KPI_FUZZ_SECONDS=600 cargo test --release -p kpi-tests --test fuzz -- --nocapture` looks for longer; a failure prints the seed
//! file and the number of the case, which always gives the same bytes again.
#![expect(clippy::panic, clippy::expect_used, clippy::indexing_slicing, clippy::print_stdout, reason = "a test")]

use std::io::{Cursor, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use kpi_model::{Ask, AskQuality, Board, LeftOut, Lens, Outcome, Preview, Reply, Summary};
use kpi_tests::root;
use kpi_workbench::Session;

/// xorshift64*: the same numbers everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).expect("smaller than a usize")
    }
}

/// Texts that parsers stumble over.
const WORDS: [&[u8]; 24] = [
    b"\"",
    b"\n",
    b"\r",
    b",",
    b";",
    b"\t",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"<",
    b">",
    b"&amp;",
    b"&#x110000;",
    b"{",
    b"[",
    b"}",
    b"1e309",
    b"-",
    b"99999999999999999999",
    b"2025-02-30",
    b"\xe5",
    b"=",
    b"r=\"A99999999999\"",
    b"65535",
];

fn changed(random: &mut Random, bytes: &mut Vec<u8>, other: &[u8]) {
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len() + 1);
        let end = (at + random.below(64)).min(bytes.len());
        match random.below(8) {
            0 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            1 => bytes.truncate(at),
            2 => drop(bytes.drain(at..end)),
            3 => {
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
            4 => drop(bytes.splice(at..at, WORDS[random.below(WORDS.len())].iter().copied())),
            5 if at + 4 <= bytes.len() => bytes[at..at + 4].copy_from_slice(&[0xff, 0xff, 0xff, [0x00, 0x7f, 0xff][random.below(3)]]),
            6 => {
                let from = random.below(other.len() + 1);
                let piece = other[from..(from + random.below(256)).min(other.len())].to_vec();
                bytes.splice(at..end, piece);
            }
            _ if at < bytes.len() => bytes[at] = random.next() as u8,
            _ => {}
        }
    }
}

/// A packed file with one of its parts changed: damage to the packing itself would be noticed before any part is read.
fn changed_inside(random: &mut Random, bytes: &[u8], other: &[u8]) -> Option<Vec<u8>> {
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let chosen = random.below(from.len());
    for i in 0..from.len() {
        let mut part = from.by_index(i).ok()?;
        let name = part.name().ok()?.into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).ok()?;
        if i == chosen {
            changed(random, &mut content, other);
        }
        to.start_file(name, zip::write::SimpleFileOptions::default()).ok()?;
        to.write_all(&content).ok()?;
    }
    Some(to.finish().ok()?.into_inner())
}

fn exercise(name: &str, bytes: &[u8]) {
    let mut session = Session::default();
    if session.add_bytes(name, bytes).is_err() {
        return;
    }
    let Outcome::Ok(Reply::Summary(summary)) = session.handle(Ask::Summary(Summary {})) else { panic!("no summary") };
    for table in &summary.tables {
        let lost: u32 = table.rejected.iter().map(|rejected| rejected.count).sum();
        assert!(table.kind.is_none() || table.counted + lost == table.rows, "{}: counted + not counted = rows", table.file);
        for left_out in [false, true] {
            session.handle(Ask::Preview(Preview { file: table.file.clone(), left_out, offset: 0, limit: 50 }));
        }
        session.handle(Ask::LeftOut(LeftOut { file: Some(table.file.clone()), ..LeftOut::default() }));
    }
    session.handle(Ask::Quality(AskQuality {}));
    session.handle(Ask::Board(Board { lenses: vec![Lens::default()] }));
}

fn seeds(endings: &[&str]) -> Vec<PathBuf> {
    fn walk(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = path.to_string_lossy().to_lowercase();
            if path.is_dir() {
                walk(&path, endings, found);
            } else if !name.ends_with("expected.json")
                && !name.ends_with("expected.txt")
                && endings.iter().any(|ending| name.ends_with(ending))
            {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join("tests/imports"), endings, &mut found);
    walk(&root().join("tests/corpus"), endings, &mut found);
    walk(&root().join("tests/parquet"), endings, &mut found);
    found.sort();
    found.retain(|path| path.metadata().is_ok_and(|data| data.len() < 64 * 1024));
    found
}

fn fuzz(endings: &[&str], is_packed: bool) {
    let seconds = std::env::var("KPI_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(4);
    let seeds = seeds(endings);
    assert!(!seeds.is_empty(), "no seeds for {endings:?}");
    let contents: Vec<Vec<u8>> = seeds.iter().map(|path| std::fs::read(path).expect("a seed can be read")).collect();
    let (started, mut cases, mut slowest) = (Instant::now(), 0_u64, Duration::ZERO);
    while started.elapsed() < Duration::from_secs(seconds) {
        cases += 1;
        let mut random = Random(cases.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let seed = random.below(seeds.len());
        let other = &contents[random.below(seeds.len())];
        let mut bytes = contents[seed].clone();
        match is_packed.then(|| changed_inside(&mut random, &contents[seed], other)).flatten() {
            Some(inside) => bytes = inside,
            None => changed(&mut random, &mut bytes, other),
        }
        let name = seeds[seed].file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let before = Instant::now();
        if catch_unwind(AssertUnwindSafe(|| exercise(&name, &bytes))).is_err() {
            panic!("case {cases} of {}", seeds[seed].display());
        }
        slowest = slowest.max(before.elapsed());
    }
    println!("{endings:?}: {cases} cases from {} seeds, none panicked; slowest {} ms", seeds.len(), slowest.as_millis());
}

#[test]
fn delimited_and_fixed_text() {
    fuzz(&[".csv", ".tsv", ".txt", ".dat", ".prn"], false);
}

#[test]
fn json() {
    fuzz(&[".json", ".ndjson", ".jsonl"], false);
}

#[test]
fn html_and_old_workbooks() {
    fuzz(&[".xls", ".html", ".htm"], false);
}

#[test]
fn packed_workbooks() {
    fuzz(&[".xlsx", ".xlsm", ".xlsb", ".ods"], true);
}

#[test]
fn parquet() {
    fuzz(&[".parquet"], false);
}

#[test]
fn archives() {
    fuzz(&[".zip", ".gz"], false);
}
