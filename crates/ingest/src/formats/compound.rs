//! The compound file of old Office documents ([MS-CFB]): streams scattered over sectors.

use super::ReadError;
use super::bytes::{Bytes, wide};

const HEADER: usize = 512;
/// Streams shorter than this lie in the small sectors of the root stream.
const SMALL: u64 = 4096;
const SMALL_SECTOR: usize = 64;
/// Numbers from here on are no sectors.
const MOST_SECTOR: u32 = 0xffff_fffa;

/// A compound file.
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    chains: Vec<u32>,
    small_chains: Vec<u32>,
    small: Vec<u8>,
    entries: Vec<Entry>,
}

struct Entry {
    name: String,
    start: u32,
    size: u64,
}

fn broken(what: &str) -> ReadError {
    ReadError::Broken(format!("OLE: {what}"))
}

impl<'a> Compound<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Result<Self, ReadError> {
        let mut header = Bytes(bytes.get(30..HEADER).ok_or_else(|| broken("header"))?);
        let sector = match header.u16() {
            Some(9) => 512,
            Some(12) => 4096,
            _ => return Err(broken("sector size")),
        };
        let numbers: Vec<u32> = std::iter::from_fn({
            let mut rest = Bytes(bytes.get(44..HEADER).unwrap_or(&[]));
            move || rest.u32()
        })
        .collect();
        let number = |at: usize| numbers.get(at).copied().unwrap_or(u32::MAX);
        let (directory, first_small, first_table) = (number(1), number(4), number(6));
        let mut file = Self { bytes, sector, chains: Vec::new(), small_chains: Vec::new(), small: Vec::new(), entries: Vec::new() };
        // The table of tables: 109 places in the header, the rest in sectors of its own, each leading to the next.
        let mut tables: Vec<u32> = numbers.get(8..).unwrap_or(&[]).to_vec();
        let (mut next, mut steps) = (first_table, 0);
        while next < MOST_SECTOR && steps <= bytes.len() / sector {
            let Some(table) = file.sector(next) else { break };
            let mut places = numbers_of(table);
            next = places.pop().unwrap_or(u32::MAX);
            tables.extend(places);
            steps += 1;
        }
        for table in tables.into_iter().filter(|table| *table < MOST_SECTOR) {
            let Some(sector) = file.sector(table).map(numbers_of) else { break };
            file.chains.extend(sector);
            // There are no more sectors than the file has bytes for.
            if file.chains.len() > bytes.len() / file.sector + 1024 {
                break;
            }
        }
        let directory = file.stream(directory, u64::MAX);
        for entry in directory.chunks_exact(128) {
            let mut rest = Bytes(entry.get(64..).unwrap_or(&[]));
            let units = rest.u16().unwrap_or(0);
            let name = wide(entry.get(..usize::from(units.min(64)).saturating_sub(2)).unwrap_or(&[]));
            let kind = rest.u8();
            let mut rest = Bytes(entry.get(116..).unwrap_or(&[]));
            let (Some(start), Some(size)) = (rest.u32(), rest.u32()) else { continue };
            if kind == Some(5) {
                file.small = file.stream(start, u64::from(size));
            } else if kind == Some(2) {
                file.entries.push(Entry { name, start, size: u64::from(size) });
            }
        }
        file.small_chains = numbers_of(&file.stream(first_small, u64::MAX));
        Ok(file)
    }

    fn sector(&self, number: u32) -> Option<&'a [u8]> {
        let start = (number as usize).checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end).filter(|sector| !sector.is_empty())
    }

    /// The bytes of a chain of sectors; a chain that runs in a circle ends where the file would.
    fn stream(&self, start: u32, size: u64) -> Vec<u8> {
        let mut out = Vec::new();
        let (mut next, most) = (start, usize::try_from(size).unwrap_or(usize::MAX).min(self.bytes.len()));
        while out.len() < most {
            let Some(sector) = self.sector(next) else { break };
            out.extend_from_slice(sector);
            next = self.chains.get(next as usize).copied().unwrap_or(u32::MAX);
        }
        out.truncate(most);
        out
    }

    fn small_stream(&self, start: u32, size: u64) -> Vec<u8> {
        let mut out = Vec::new();
        let (mut next, most) = (start, usize::try_from(size).unwrap_or(0));
        while out.len() < most {
            let at = (next as usize).saturating_mul(SMALL_SECTOR);
            let Some(sector) = self.small.get(at..at.saturating_add(SMALL_SECTOR).min(self.small.len())).filter(|s| !s.is_empty()) else {
                break;
            };
            out.extend_from_slice(sector);
            next = self.small_chains.get(next as usize).copied().unwrap_or(u32::MAX);
        }
        out.truncate(most);
        out
    }

    /// Is there a stream of this name?
    pub(super) fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// A stream by its name.
    pub(super) fn open(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name))?;
        Some(if entry.size < SMALL { self.small_stream(entry.start, entry.size) } else { self.stream(entry.start, entry.size) })
    }
}

fn numbers_of(bytes: &[u8]) -> Vec<u32> {
    let (numbers, _) = bytes.as_chunks::<4>();
    numbers.iter().map(|number| u32::from_le_bytes(*number)).collect()
}
