//! CSV and TSV, streamed: any chunk sizes give the same table.

use csv_core::ReadRecordResult;

use super::{ReadError, other_format};
use crate::raw::{RawColumn, RawTable, Unreadable};

/// Bytes looked at before the delimiter is decided.
const HEAD: usize = 64 * 1024;
const MOST_COLUMNS: usize = 16_384;
/// A record over more lines than this that also has the wrong number of cells has an unclosed quote.
const LONGEST_CELL_LINES: u32 = 100;

/// Reads one file chunk by chunk.
pub struct Reader {
    table: RawTable,
    /// Bytes held back until the delimiter is decided.
    head: Vec<u8>,
    core: Option<csv_core::Reader>,
    fields: Vec<u8>,
    ends: Vec<usize>,
    fields_len: usize,
    ends_len: usize,
    line: u32,
    record_line: u32,
    at_start: bool,
}

impl Reader {
    /// A reader of the file called `name`.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            table: RawTable { name: name.to_owned(), ..RawTable::default() },
            head: Vec::new(),
            core: None,
            fields: vec![0; 4096],
            ends: vec![0; 64],
            fields_len: 0,
            ends_len: 0,
            line: 1,
            record_line: 1,
            at_start: true,
        }
    }

    /// Reads a whole file at once.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn read(name: &str, bytes: &[u8]) -> Result<RawTable, ReadError> {
        let mut reader = Self::new(name);
        reader.push(bytes)?;
        reader.finish()
    }

    /// Takes the next chunk; returns the rows read so far.
    ///
    /// # Errors
    /// See [`ReadError`]; after an error the reader is of no further use.
    pub fn push(&mut self, chunk: &[u8]) -> Result<usize, ReadError> {
        self.table.bytes += chunk.len() as u64;
        if self.core.is_none() {
            self.head.extend_from_slice(chunk);
            if self.head.len() >= HEAD {
                self.start()?;
            }
        } else {
            self.feed(chunk)?;
        }
        Ok(self.table.len())
    }

    /// The table, when the last chunk has been taken.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn finish(mut self) -> Result<RawTable, ReadError> {
        if self.core.is_none() {
            self.start()?;
        }
        self.feed(b"\n")?; // a last line without a line end
        self.feed(b"")?;
        if self.table.headers.is_empty() {
            return Err(ReadError::Empty);
        }
        if self.table.headers.len() == 1 {
            return Err(ReadError::NotATable);
        }
        Ok(self.table)
    }

    fn start(&mut self) -> Result<(), ReadError> {
        let head = std::mem::take(&mut self.head);
        let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head);
        self.table.has_bom = text.len() < head.len();
        if text.iter().all(u8::is_ascii_whitespace) {
            return Err(ReadError::Empty);
        }
        if let Some(format) = other_format(text) {
            return Err(ReadError::OtherFormat(format));
        }
        self.table.delimiter = delimiter(text);
        self.core = Some(csv_core::ReaderBuilder::new().delimiter(self.table.delimiter).build());
        self.feed(text)
    }

    fn feed(&mut self, mut input: &[u8]) -> Result<(), ReadError> {
        let is_end = input.is_empty();
        loop {
            if self.at_start {
                // Line ends between records are counted here, so that a record knows the line it starts on.
                let skip = input.iter().take_while(|b| **b == b'\n' || **b == b'\r').count();
                self.advance(input.get(..skip).unwrap_or(&[]));
                input = input.get(skip..).unwrap_or(&[]);
                if input.is_empty() {
                    return Ok(());
                }
                self.record_line = self.line;
                self.at_start = false;
            }
            let Some(core) = self.core.as_mut() else {
                return Ok(());
            };
            let (fields, ends) = (self.fields.get_mut(self.fields_len..), self.ends.get_mut(self.ends_len..));
            let (result, read, fields_written, ends_written) = core.read_record(input, fields.unwrap_or(&mut []), ends.unwrap_or(&mut []));
            self.fields_len += fields_written;
            self.ends_len += ends_written;
            let (consumed, rest) = input.split_at_checked(read).unwrap_or((input, &[]));
            self.advance(consumed);
            input = rest;
            match result {
                ReadRecordResult::OutputFull => self.fields.resize(self.fields.len() * 2, 0),
                ReadRecordResult::OutputEndsFull if self.ends.len() > MOST_COLUMNS => {
                    return Err(ReadError::TooManyColumns);
                }
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                ReadRecordResult::InputEmpty | ReadRecordResult::End => return Ok(()),
                ReadRecordResult::Record => {
                    self.record()?;
                    (self.fields_len, self.ends_len, self.at_start) = (0, 0, true);
                    if is_end {
                        return Ok(());
                    }
                }
            }
        }
    }

    fn advance(&mut self, consumed: &[u8]) {
        self.line = self.line.saturating_add(u32::try_from(consumed.iter().filter(|b| **b == b'\n').count()).unwrap_or(u32::MAX));
    }

    fn record(&mut self) -> Result<(), ReadError> {
        let line = self.record_line;
        let all = self.fields.get(..self.fields_len).unwrap_or(&[]);
        let text = std::str::from_utf8(all).map_err(|_| ReadError::NotUtf8(line))?;
        let ends = self.ends.get(..self.ends_len).unwrap_or(&[]);
        let mut start = 0;
        let mut cells = ends.iter().map(|end| {
            let cell = text.get(start..*end).unwrap_or("");
            start = *end;
            cell
        });
        if self.table.headers.is_empty() {
            self.table.headers = unique_headers(cells);
            self.table.columns = vec![RawColumn::default(); self.table.headers.len()];
            return Ok(());
        }
        let width = self.table.headers.len();
        let has_extra =
            text.get(ends.get(width.wrapping_sub(1)).copied().unwrap_or(text.len())..).is_some_and(|rest| !rest.trim().is_empty());
        let is_unclosed = self.line - line > LONGEST_CELL_LINES && self.ends_len != width;
        if has_extra || is_unclosed {
            let code = if is_unclosed { "E-CSV-QUOTE" } else { "E-CSV-FIELDS" };
            self.table.unreadable.push(Unreadable { code, line });
            return Ok(());
        }
        if text.trim().is_empty() {
            return Ok(()); // a line of delimiters only, as spreadsheets leave behind
        }
        if self.ends_len < width {
            self.table.short_lines.push(line);
        }
        for column in &mut self.table.columns {
            column.push(cells.next().unwrap_or(""))?;
        }
        self.table.lines.push(line);
        Ok(())
    }
}

/// Headers as found, made unique and never empty: `Amount`, `Amount (2)`, `Column 3`.
fn unique_headers<'a>(cells: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut headers: Vec<String> = Vec::new();
    for (i, cell) in cells.enumerate() {
        let name = cell.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let name = if name.is_empty() { format!("Column {}", i + 1) } else { name.to_owned() };
        let copies = headers.iter().filter(|h| **h == name || h.strip_prefix(&name).is_some_and(|rest| rest.starts_with(" ("))).count();
        headers.push(if copies == 0 { name } else { format!("{name} ({})", copies + 1) });
    }
    headers
}

/// The delimiter that cuts the first lines into the most consistent number of cells, at least two.
fn delimiter(head: &[u8]) -> u8 {
    let score = |candidate: u8| {
        let mut reader = csv_core::ReaderBuilder::new().delimiter(candidate).build();
        let (mut fields, mut ends) = (vec![0; head.len() + 1], vec![0; 4096]);
        let mut widths = Vec::new();
        let mut input = head;
        while widths.len() < 200 {
            let (result, read, _, width) = reader.read_record(input, &mut fields, &mut ends);
            input = input.get(read..).unwrap_or(&[]);
            match result {
                ReadRecordResult::Record => widths.push(width),
                _ => break,
            }
        }
        let first = widths.first().copied().unwrap_or(1);
        let same = widths.iter().filter(|width| **width == first).count();
        if first < 2 { 0 } else { same * 1000 / widths.len().max(1) * 100 + first.min(99) }
    };
    let candidates = [b',', b';', b'\t', b'|'].map(|candidate| (score(candidate), candidate));
    candidates.iter().rev().max_by_key(|(score, _)| *score).map_or(b',', |(_, candidate)| *candidate)
}

#[cfg(test)]
mod tests {
    use super::{ReadError, Reader};

    #[test]
    fn any_chunk_size_gives_the_same_table() {
        let mut text = String::from("\u{feff}id,名称,note\r\n");
        for i in 0..4000 {
            text.push_str(&format!("{i},客户{i},\"line one\nline \"\"two\"\", {i}\"\r\n\r\n"));
        }
        let whole = Reader::read("a.csv", text.as_bytes()).unwrap();
        assert_eq!(whole.len(), 4000);
        assert_eq!(whole.columns[2].get(7), "line one\nline \"two\", 7");
        assert_eq!((whole.lines[0], whole.lines[1]), (2, 5));
        for size in [1, 7, 4096, 65_536, 70_001] {
            let mut reader = Reader::new("a.csv");
            for chunk in text.as_bytes().chunks(size) {
                reader.push(chunk).unwrap();
            }
            assert!(reader.finish().unwrap() == whole, "chunk size {size}");
        }
    }

    #[test]
    fn delimiters_blank_and_ragged_lines() {
        for delimiter in [",", ";", "\t", "|"] {
            let text = ["a,b,c", "1,2,3", "", "4,5", "6,7,8,", ",,", "9,9,9,9"].join("\n").replace(',', delimiter);
            let table = Reader::read("a.csv", text.as_bytes()).unwrap();
            assert_eq!(table.delimiter, delimiter.as_bytes()[0]);
            assert_eq!(table.lines, [2, 4, 5]);
            assert_eq!(table.short_lines, [4]);
            assert_eq!(table.unreadable[0].line, 7);
        }
        let european = Reader::read("a.csv", b"a;b\n\"1,5\";2\n\"2,5\";3").unwrap();
        assert_eq!((european.delimiter, european.columns[0].get(1)), (b';', "2,5"));
    }

    #[test]
    fn refusals() {
        assert_eq!(Reader::read("a", b"\n \n"), Err(ReadError::Empty));
        assert_eq!(Reader::read("a", b"PK\x03\x04rest"), Err(ReadError::OtherFormat("Excel / ZIP")));
        assert_eq!(Reader::read("a", b"just a line\nand another"), Err(ReadError::NotATable));
        assert_eq!(Reader::read("a", b"a,b\n1,\xb0\xa1\n"), Err(ReadError::NotUtf8(2)));
    }

    #[test]
    fn unclosed_quote_is_one_listed_line() {
        let text = format!("a,b\n1,2\n3,\"open\n{}", "x,y\n".repeat(500));
        let table = Reader::read("a", text.as_bytes()).unwrap();
        assert_eq!(table.len() + table.unreadable.len(), 2);
    }

    #[test]
    fn packing_round_trips_and_rejects_noise() {
        let table = Reader::read("a.csv", "a,b\n1,二\n,x\n1,2,3".as_bytes()).unwrap();
        let packed = table.pack();
        assert_eq!(crate::RawTable::unpack(&packed), Some(table));
        for cut in 0..packed.len() {
            assert_eq!(crate::RawTable::unpack(&packed[..cut]), None);
        }
    }
}
