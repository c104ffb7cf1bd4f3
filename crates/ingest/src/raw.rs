//! A file as text cells, in columns, packed so that it crosses a worker boundary as one buffer.

use std::collections::BTreeMap;

use kpi_data::{Dictionary, NO_CODE, Texts};

use crate::codes::Codes;
use crate::formats::ReadError;
use crate::layout::trimmed;
use crate::packing::{Packer, Unpacker};
use crate::profile::Profile;

/// Rows after which a column of ever new texts stops looking for repeated ones; looked at again at each doubling.
const TRIAL: usize = 1 << 16;
/// Rows after which one of hardly anything but new texts does: of so many drawn from a list, one in sixteen would have come
/// again unless the list was that long that half of [`TRIAL`] were new.
const EARLY_TRIAL: usize = 1 << 13;

/// The texts of one column. What repeats is kept once: whoever reads a column reads each of its texts once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawColumn(Cells);

#[derive(Clone, Debug)]
enum Cells {
    /// Each row the code of its text; [`NO_CODE`] for an empty one.
    Coded { words: Dictionary, codes: Codes, recent: Recent },
    /// Each row its own text: ids, notes.
    Plain(Texts),
}

/// The codes of short texts met lately, as many as there are texts: most cells are found with one look at memory.
#[derive(Clone, Debug, Default)]
struct Recent(Vec<(Short, u32)>);

/// A text of at most 16 bytes as its first and last eight, and its length: equal if and only if the texts are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Short {
    first: u64,
    last: u64,
    len: usize,
}

impl Short {
    fn of(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let len = bytes.len();
        let (first, last) = match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
            (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
            _ => match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
                (Some(first), Some(last)) => (u64::from(u32::from_le_bytes(*first)), u64::from(u32::from_le_bytes(*last))),
                _ => (bytes.iter().fold(0, |all, byte| all << 8 | u64::from(*byte)), 0),
            },
        };
        (len > 0 && len <= 16).then_some(Self { first, last, len })
    }
}

impl Recent {
    const FEWEST: usize = 512;
    const MOST: usize = 1 << 17;
    /// Rows before it is worth its memory: a file may have thousands of columns.
    const FROM: usize = 1024;

    fn code(&mut self, cell: &str, words: &mut Dictionary, rows: usize) -> u32 {
        let Some(short) = Short::of(cell).filter(|_| rows >= Self::FROM) else { return words.intern(cell) };
        let mixed = (short.first ^ short.last.rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        // The upper bits are the well mixed ones; the number of slots is a power of two.
        let slots = self.0.len();
        let slot = self.0.get_mut((mixed >> 32) as usize & slots.wrapping_sub(1));
        if let Some((known, code)) = &slot
            && *known == short
        {
            return *code;
        }
        let code = words.intern(cell);
        // Texts met once are no reason to grow: half the rows must have been met before.
        if slots < words.len().min(Self::MOST) && words.len() * 2 < rows {
            let slots = (words.len() * 2).next_power_of_two().clamp(Self::FEWEST, Self::MOST);
            self.0 = vec![(Short::default(), NO_CODE); slots];
        } else if let Some(slot) = slot {
            *slot = (short, code);
        }
        code
    }
}

impl PartialEq for Cells {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Coded { words, codes, .. }, Self::Coded { words: other_words, codes: other_codes, .. }) => {
                codes == other_codes && words.texts() == other_words.texts()
            }
            (Self::Plain(texts), Self::Plain(other)) => texts == other,
            _ => false,
        }
    }
}

impl Eq for Cells {}

impl Default for RawColumn {
    fn default() -> Self {
        Self(Cells::Coded { words: Dictionary::default(), codes: Codes::default(), recent: Recent::default() })
    }
}

impl RawColumn {
    /// Adds a cell, without surrounding white space.
    ///
    /// # Errors
    /// [`ReadError::TooLarge`] where one column holds over 4 GiB of text.
    pub fn push(&mut self, cell: &str) -> Result<(), ReadError> {
        self.push_trimmed(trimmed(cell))
    }

    /// Adds a cell that has no white space around it.
    pub(crate) fn push_trimmed(&mut self, cell: &str) -> Result<(), ReadError> {
        match &mut self.0 {
            Cells::Plain(texts) => texts.push(cell).ok_or(ReadError::TooLarge),
            Cells::Coded { words, codes, recent } => {
                let code = recent.code(cell, words, codes.len());
                if code == NO_CODE && !cell.is_empty() {
                    return Err(ReadError::TooLarge);
                }
                codes.push(code);
                let rows = codes.len();
                if rows.is_power_of_two()
                    && (rows >= TRIAL && words.len() * 2 > rows || rows == EARLY_TRIAL && words.len() > rows / 16 * 15)
                {
                    let mut texts = Texts::default();
                    for code in codes.iter() {
                        texts.push(words.text(code).unwrap_or("")).ok_or(ReadError::TooLarge)?;
                    }
                    self.0 = Cells::Plain(texts);
                }
                Ok(())
            }
        }
    }

    /// The text of a row; empty past the end.
    #[must_use]
    pub fn get(&self, row: usize) -> &str {
        match &self.0 {
            Cells::Plain(texts) => texts.get(row),
            Cells::Coded { words, codes, .. } => words.text(codes.get(row)),
        }
        .unwrap_or("")
    }

    /// Number of cells.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.0 {
            Cells::Plain(texts) => texts.len(),
            Cells::Coded { codes, .. } => codes.len(),
        }
    }

    /// No cells?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All cells in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|row| self.get(row))
    }

    /// What `read` makes of the cells of some rows. A repeated text is read once, at its first row.
    pub(crate) fn map<'a, T: Copy>(&'a self, rows: impl Iterator<Item = usize>, mut read: impl FnMut(&'a str) -> T) -> Vec<T> {
        match &self.0 {
            Cells::Plain(texts) => rows.map(|row| read(texts.get(row).unwrap_or(""))).collect(),
            Cells::Coded { words, codes, .. } => {
                // The first place is that of the empty text.
                let mut known: Vec<Option<T>> = vec![None; words.len() + 1];
                let mut of = |row: usize| {
                    let code = codes.get(row);
                    let mut fresh = || read(words.text(code).unwrap_or(""));
                    match known.get_mut(code.wrapping_add(1) as usize) {
                        Some(slot) => *slot.get_or_insert_with(fresh),
                        None => fresh(),
                    }
                };
                rows.map(&mut of).collect()
            }
        }
    }

    /// The rows whose text passes a test; each repeated text is tested once.
    pub(crate) fn rows_where(&self, test: impl Fn(&str) -> bool) -> Vec<usize> {
        match &self.0 {
            Cells::Plain(texts) => texts.iter().enumerate().filter(|(_, text)| test(text)).map(|(row, _)| row).collect(),
            Cells::Coded { words, codes, .. } => {
                let passes: Vec<bool> = std::iter::once("").chain(words.texts().iter()).map(test).collect();
                let is_passed = |code: u32| passes.get(code.wrapping_add(1) as usize).is_some_and(|passes| *passes);
                if !passes.contains(&true) {
                    return Vec::new();
                }
                codes.iter().enumerate().filter(|(_, code)| is_passed(*code)).map(|(row, _)| row).collect()
            }
        }
    }

    /// As [`RawColumn::rows_where`]; where `may` says of some bytes that no text in them passes, they are not tested one by one.
    pub(crate) fn rows_where_some(&self, may: impl Fn(&[u8]) -> bool, test: impl Fn(&str) -> bool) -> Vec<usize> {
        /// Texts looked at together.
        const BLOCK: usize = 64;
        let Cells::Plain(texts) = &self.0 else { return self.rows_where(test) };
        let (text, ends) = texts.parts();
        let (mut rows, mut start) = (Vec::new(), 0);
        for (block, ends) in ends.chunks(BLOCK).enumerate() {
            let end = ends.last().map_or(start, |end| *end as usize);
            if may(text.as_bytes().get(start..end).unwrap_or(&[])) {
                let first = block * BLOCK;
                rows.extend((first..first + ends.len()).filter(|row| test(texts.get(*row).unwrap_or(""))));
            }
            start = end;
        }
        rows
    }

    /// Each text and how many rows say so, in order of first appearance. Where texts do not repeat, row by row.
    pub(crate) fn each<'a>(&'a self, mut take: impl FnMut(&'a str, u32)) {
        match &self.0 {
            Cells::Plain(texts) => texts.iter().for_each(|text| take(text, 1)),
            Cells::Coded { words, codes, .. } => {
                let mut rows = vec![0_u32; words.len() + 1];
                for code in codes.iter() {
                    if let Some(count) = rows.get_mut(code.wrapping_add(1) as usize) {
                        *count += 1;
                    }
                }
                for (text, count) in std::iter::once("").chain(words.texts().iter()).zip(rows).filter(|(_, count)| *count > 0) {
                    take(text, count);
                }
            }
        }
    }

    /// The number of different texts, where it is known.
    pub(crate) fn distinct(&self) -> Option<usize> {
        match &self.0 {
            Cells::Plain(_) => None,
            Cells::Coded { words, .. } => Some(words.len()),
        }
    }

    /// Nearly the bytes it takes when packed.
    fn packed_len(&self) -> usize {
        let (texts, codes) = match &self.0 {
            Cells::Plain(texts) => (texts, 0),
            Cells::Coded { words, codes, .. } => (words.texts(), codes.bytes()),
        };
        texts.parts().0.len() + texts.len() * 4 + codes + 64
    }

    fn pack_into(&self, out: &mut Packer) {
        let (texts, codes) = match &self.0 {
            Cells::Plain(texts) => (texts, None),
            Cells::Coded { words, codes, .. } => (words.texts(), Some(codes)),
        };
        let (text, ends) = texts.parts();
        out.text(text);
        out.numbers(ends);
        out.0.push(u8::from(codes.is_some()));
        if let Some(codes) = codes {
            codes.pack_into(out);
        }
    }

    fn unpack_from(from: &mut Unpacker<'_>) -> Option<Self> {
        let texts = Texts::from_parts(from.text()?, from.numbers()?);
        Some(Self(match from.take(1)? {
            [0] => Cells::Plain(texts),
            _ => Cells::Coded { words: Dictionary::from_texts(texts), codes: Codes::unpack_from(from)?, recent: Recent::default() },
        }))
    }
}

/// A line of the file that could not become a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Diagnostic code.
    pub code: &'static str,
    /// Line of the file, from 1.
    pub line: u32,
}

/// Something about the form of a table that was recognised while reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Diagnostic code.
    pub code: &'static str,
    /// Lines concerned.
    pub lines: Vec<u32>,
    /// Names or words concerned.
    pub detail: String,
}

/// One table of a file as read: nothing is interpreted yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawTable {
    /// What the table is called everywhere: the name of its file, and what it is in there where a file holds several
    /// (`book.xlsx › Orders`).
    pub name: String,
    /// Name of the file.
    pub file: String,
    /// Name inside the file: sheet, entry or list; empty where the file is the table.
    pub part: String,
    /// Size of the file.
    pub bytes: u64,
    /// `CSV`, `XLSX`, `JSON` …
    pub format: String,
    /// Encoding of its text; empty where the format has its own.
    pub encoding: String,
    /// Delimiter found; 0 where the format has none.
    pub delimiter: u8,
    /// Line of the header, from 1; 0 where the columns have no names.
    pub header_line: u32,
    /// Lines of headers that the user chose, see [`kpi_model::ReadAs`]: known while the file is read.
    pub(crate) decided_headers: BTreeMap<String, u32>,
    /// What stands above the header.
    pub title: String,
    /// The same cell by cell, while the file is read.
    pub(crate) above: Vec<String>,
    /// Headers, unique and never empty.
    pub headers: Vec<String>,
    /// One column per header, all of the same length.
    pub columns: Vec<RawColumn>,
    /// What the values of each column look like.
    pub(crate) looks: Vec<Profile>,
    /// Line of the file of each row.
    pub lines: Vec<u32>,
    /// Lines that are no rows.
    pub unreadable: Vec<Unreadable>,
    /// Rows with fewer cells than headers: filled up with empty cells.
    pub short_lines: Vec<u32>,
    /// What was recognised about its form.
    pub notes: Vec<Note>,
}

/// Codes a reader can give to an unreadable line.
pub(crate) const UNREADABLE_CODES: [&str; 3] = ["E-CSV-FIELDS", "E-CSV-QUOTE", "E-JSON-RECORD"];
/// Codes of notes on the form of a table.
pub(crate) const NOTE_CODES: [&str; 14] = [
    "N-LAYOUT-PREAMBLE",
    "N-LAYOUT-TWOROWS",
    "N-LAYOUT-NOHEADER",
    "N-LAYOUT-AGAIN",
    "N-LAYOUT-TOTAL",
    "N-LAYOUT-FOOTER",
    "N-LAYOUT-MONTHS",
    "N-LAYOUT-ACTUALS",
    "N-LAYOUT-TRANSPOSED",
    "N-LAYOUT-HEADS",
    "N-LAYOUT-GROUPS",
    "N-SHEET-EMPTY",
    "N-SHEET-HIDDEN",
    "W-TEXT-BYTES",
];

/// The code of a list, as it is written there.
fn known(list: &'static [&'static str], position: u32) -> Option<&'static str> {
    list.get(position as usize).copied()
}

impl RawTable {
    /// Number of rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// No rows?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Keeps the rows for which `is_kept` says so; gives the lines of the others.
    pub(crate) fn retain(&mut self, is_kept: impl Fn(usize) -> bool) -> Vec<u32> {
        let gone = (0..self.len()).filter(|row| !is_kept(*row)).filter_map(|row| self.lines.get(row).copied()).collect();
        for column in &mut self.columns {
            let mut kept = RawColumn::default();
            for row in (0..column.len()).filter(|row| is_kept(*row)) {
                // Shorter than before, so it cannot be too long.
                kept.push(column.get(row)).unwrap_or_default();
            }
            *column = kept;
        }
        let mut row = 0;
        self.lines.retain(|_| {
            row += 1;
            is_kept(row - 1)
        });
        gone
    }

    /// One buffer for all tables of a file: lengths and texts, little endian.
    #[must_use]
    pub fn pack_all(tables: &[Self]) -> Vec<u8> {
        let bytes: usize = tables.iter().flat_map(|table| &table.columns).map(RawColumn::packed_len).sum();
        let mut out = Packer(Vec::with_capacity(bytes + bytes / 8 + 4096));
        out.number(tables.len());
        tables.iter().for_each(|table| table.pack_into(&mut out));
        out.0
    }

    /// The tables of a buffer made by [`RawTable::pack_all`]; `None` for anything else.
    #[must_use]
    pub fn unpack_all(packed: &[u8]) -> Option<Vec<Self>> {
        let mut from = Unpacker(packed);
        let count = from.number()?;
        let mut tables = Vec::new();
        for _ in 0..count {
            tables.push(Self::unpack_from(&mut from)?);
        }
        from.0.is_empty().then_some(tables)
    }

    fn pack_into(&self, out: &mut Packer) {
        for text in [&self.name, &self.file, &self.part, &self.format, &self.encoding, &self.title] {
            out.text(text);
        }
        out.0.extend(self.bytes.to_le_bytes());
        out.0.push(self.delimiter);
        out.0.extend(self.header_line.to_le_bytes());
        out.number(self.headers.len());
        for ((header, column), look) in self.headers.iter().zip(&self.columns).zip(&self.looks) {
            out.text(header);
            column.pack_into(out);
            out.bytes(&serde_json::to_vec(look).unwrap_or_default());
        }
        out.numbers(&self.lines);
        out.numbers(&self.short_lines);
        out.number(self.unreadable.len());
        for line in &self.unreadable {
            let code = UNREADABLE_CODES.iter().position(|code| *code == line.code).unwrap_or(0);
            out.numbers(&[code as u32, line.line]);
        }
        out.number(self.notes.len());
        for note in &self.notes {
            let code = NOTE_CODES.iter().position(|code| *code == note.code).unwrap_or(0);
            out.number(code);
            out.numbers(&note.lines);
            out.text(&note.detail);
        }
    }

    fn unpack_from(from: &mut Unpacker<'_>) -> Option<Self> {
        let mut table = Self::default();
        for text in [&mut table.name, &mut table.file, &mut table.part, &mut table.format, &mut table.encoding, &mut table.title] {
            *text = from.text()?;
        }
        table.bytes = u64::from_le_bytes(from.take(8)?.try_into().ok()?);
        let [delimiter] = from.take(1)?.try_into().ok()?;
        table.delimiter = delimiter;
        table.header_line = u32::from_le_bytes(from.take(4)?.try_into().ok()?);
        for _ in 0..from.number()? {
            table.headers.push(from.text()?);
            table.columns.push(RawColumn::unpack_from(from)?);
            table.looks.push(serde_json::from_slice(from.bytes()?).ok()?);
        }
        table.lines = from.numbers()?;
        table.short_lines = from.numbers()?;
        for _ in 0..from.number()? {
            let [code, line] = from.numbers()?.try_into().ok()?;
            table.unreadable.push(Unreadable { code: known(&UNREADABLE_CODES, code)?, line });
        }
        for _ in 0..from.number()? {
            let code = known(&NOTE_CODES, u32::try_from(from.number()?).ok()?)?;
            table.notes.push(Note { code, lines: from.numbers()?, detail: from.text()? });
        }
        table.columns.iter().all(|column| column.len() == table.len()).then_some(table)
    }
}
