//! A file as text cells, in columns, packed so that it crosses a worker boundary as one buffer.

use crate::formats::ReadError;

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
        self.text.push_str(cell.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}'));
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

/// One file as read: nothing is interpreted yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawTable {
    /// File name.
    pub name: String,
    /// Size of the file.
    pub bytes: u64,
    /// Delimiter found.
    pub delimiter: u8,
    /// Did the file start with a byte order mark?
    pub has_bom: bool,
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
}

/// Codes a reader can give to an unreadable line.
pub(crate) const UNREADABLE_CODES: [&str; 2] = ["E-CSV-FIELDS", "E-CSV-QUOTE"];

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

    /// One buffer for all of it: lengths and texts, little endian.
    #[must_use]
    pub fn pack(&self) -> Vec<u8> {
        let mut out = Packer(Vec::new());
        out.text(&self.name);
        out.0.extend(self.bytes.to_le_bytes());
        out.0.extend([self.delimiter, u8::from(self.has_bom)]);
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
        out.0
    }

    /// The table of a buffer made by [`RawTable::pack`]; `None` for anything else.
    #[must_use]
    pub fn unpack(packed: &[u8]) -> Option<Self> {
        let mut from = Unpacker(packed);
        let mut table = Self { name: from.text()?, bytes: u64::from_le_bytes(from.take(8)?.try_into().ok()?), ..Self::default() };
        let [delimiter, has_bom] = from.take(2)?.try_into().ok()?;
        (table.delimiter, table.has_bom) = (delimiter, has_bom != 0);
        for _ in 0..from.number()? {
            table.headers.push(from.text()?);
            table.columns.push(RawColumn { text: from.text()?, ends: from.numbers()? });
        }
        table.lines = from.numbers()?;
        table.short_lines = from.numbers()?;
        for _ in 0..from.number()? {
            let [code, line] = from.numbers()?.try_into().ok()?;
            table.unreadable.push(Unreadable { code: UNREADABLE_CODES.get(code as usize)?, line });
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
