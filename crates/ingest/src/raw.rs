//! A file as text cells, in columns, packed so that it crosses a worker boundary as one buffer.

use crate::formats::ReadError;
use crate::layout::trimmed;

/// The texts of one column, end to end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawColumn {
    text: String,
    ends: Vec<u32>,
}

impl RawColumn {
    /// Adds a cell, without surrounding white space.
    ///
    /// # Errors
    /// [`ReadError::TooLarge`] where one column holds over 4 GiB of text.
    pub fn push(&mut self, cell: &str) -> Result<(), ReadError> {
        self.text.push_str(trimmed(cell));
        self.ends.push(u32::try_from(self.text.len()).map_err(|_| ReadError::TooLarge)?);
        Ok(())
    }

    /// The text of a row; empty past the end.
    #[must_use]
    pub fn get(&self, row: usize) -> &str {
        let start = row.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(row).copied().unwrap_or(start);
        self.text.get(start as usize..end as usize).unwrap_or("")
    }

    /// Number of cells.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// No cells?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All cells in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|row| self.get(row))
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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
    /// What stands above the header.
    pub title: String,
    /// Headers, unique and never empty.
    pub headers: Vec<String>,
    /// One column per header, all of the same length.
    pub columns: Vec<RawColumn>,
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
pub(crate) const NOTE_CODES: [&str; 10] = [
    "N-LAYOUT-PREAMBLE",
    "N-LAYOUT-TWOROWS",
    "N-LAYOUT-NOHEADER",
    "N-LAYOUT-AGAIN",
    "N-LAYOUT-TOTAL",
    "N-LAYOUT-FOOTER",
    "N-LAYOUT-MONTHS",
    "N-LAYOUT-TRANSPOSED",
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
        let mut out = Packer(Vec::new());
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
        for (header, column) in self.headers.iter().zip(&self.columns) {
            out.text(header);
            out.text(&column.text);
            out.numbers(&column.ends);
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
            table.columns.push(RawColumn { text: from.text()?, ends: from.numbers()? });
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

struct Packer(Vec<u8>);

impl Packer {
    fn number(&mut self, number: usize) {
        self.0.extend((number as u64).to_le_bytes());
    }
    fn text(&mut self, text: &str) {
        self.number(text.len());
        self.0.extend(text.as_bytes());
    }
    fn numbers(&mut self, numbers: &[u32]) {
        self.number(numbers.len());
        self.0.reserve(numbers.len() * 4);
        self.0.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
    }
}

struct Unpacker<'a>(&'a [u8]);

impl<'a> Unpacker<'a> {
    fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(head)
    }
    fn number(&mut self) -> Option<usize> {
        usize::try_from(u64::from_le_bytes(self.take(8)?.try_into().ok()?)).ok()
    }
    fn text(&mut self) -> Option<String> {
        let len = self.number()?;
        String::from_utf8(self.take(len)?.to_vec()).ok()
    }
    fn numbers(&mut self) -> Option<Vec<u32>> {
        let len = self.number()?.checked_mul(4)?;
        let bytes = self.take(len)?;
        Some(bytes.chunks_exact(4).filter_map(|chunk| Some(u32::from_le_bytes(chunk.try_into().ok()?))).collect())
    }
}
