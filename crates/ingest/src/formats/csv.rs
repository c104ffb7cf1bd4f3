//! Delimited text: records, the lines they begin on, and the delimiter.

use csv_core::ReadRecordResult;

use super::ReadError;
use crate::layout::{Cells, Grid};
use crate::raw::{Note, RawTable, Unreadable};

pub(super) const MOST_COLUMNS: usize = 16_384;
/// A record over more lines than this that also has the wrong number of cells has an unclosed quote.
const LONGEST_CELL_LINES: u32 = 100;
/// Records looked at for the delimiter.
const SCORED: usize = 200;

/// Reads the records of one text.
pub(super) struct CsvReader {
    grid: Grid,
    core: csv_core::Reader,
    delimiter: u8,
    fields: Vec<u8>,
    ends: Vec<usize>,
    fields_len: usize,
    ends_len: usize,
    line: u32,
    record_line: u32,
    /// Where the next record begins unless lines are blank.
    next_line: u32,
    at_start: bool,
    /// The byte that ends a line: files of old systems know only carriage returns.
    line_end: u8,
    last_byte: u8,
}

impl CsvReader {
    /// A reader for a text that begins with `head`, of which `skipped` bytes are no data.
    pub(super) fn new(template: RawTable, head: &[u8], skipped: usize) -> Self {
        let delimiter = template.delimiter;
        let is_old = !head.contains(&b'\n') && head.contains(&b'\r');
        let before = head.get(..skipped).unwrap_or(&[]).iter().filter(|byte| **byte == b'\n').count();
        let line = 1 + u32::try_from(before).unwrap_or(0);
        Self {
            grid: Grid::new(template),
            core: csv_core::ReaderBuilder::new().delimiter(delimiter).build(),
            delimiter,
            fields: vec![0; 4096],
            ends: vec![0; 64],
            fields_len: 0,
            ends_len: 0,
            line,
            record_line: line,
            next_line: line,
            at_start: true,
            line_end: if is_old { b'\r' } else { b'\n' },
            last_byte: b'\n',
        }
    }

    pub(super) fn len(&self) -> usize {
        self.grid.len()
    }

    pub(super) fn finish(mut self) -> Result<Vec<RawTable>, ReadError> {
        self.push(b"\n")?; // a last line without a line end
        self.close_quote()?;
        self.push(b"")?;
        let tables = self.grid.finish()?;
        if tables.is_empty() {
            return Err(ReadError::Empty);
        }
        let tables: Vec<RawTable> = tables.into_iter().filter(|table| table.headers.len() > 1).collect();
        if tables.is_empty() { Err(ReadError::NotATable) } else { Ok(tables) }
    }

    /// What no line end has ended: a quote that nothing closes swallows all that follows. Only its own line is lost: those behind it are read as lines.
    fn close_quote(&mut self) -> Result<(), ReadError> {
        if self.at_start {
            return Ok(());
        }
        let from = self.ends_len.checked_sub(1).and_then(|last| self.ends.get(last)).copied().unwrap_or(0);
        let swallowed = self.fields.get(from..self.fields_len).unwrap_or(&[]).to_vec();
        let Some(end) = memchr::memchr(self.line_end, &swallowed) else { return Ok(()) };
        let lines = memchr::memchr_iter(self.line_end, &swallowed).count();
        let first = self.line.saturating_sub(u32::try_from(lines).unwrap_or(0));
        self.grid.table_mut().unreadable.push(Unreadable { code: "E-CSV-QUOTE", line: first });
        self.core = csv_core::ReaderBuilder::new().delimiter(self.delimiter).build();
        (self.fields_len, self.ends_len, self.at_start) = (0, 0, true);
        self.line = first.saturating_add(1);
        self.next_line = self.line;
        self.push(swallowed.get(end + 1..).unwrap_or(&[]))
    }

    pub(super) fn push(&mut self, mut input: &[u8]) -> Result<(), ReadError> {
        let is_end = input.is_empty();
        let has_returns = self.line_end != b'\r' && memchr::memchr(b'\r', input).is_some();
        // Which bytes are text is found out for many lines at once: one of them is too short for that to be fast.
        let (all, mut from, mut text) = (input, 0, valid(input));
        loop {
            if self.at_start {
                // Line ends between records are counted here, so that a record knows the line it starts on.
                let skip = input.iter().take_while(|b| **b == b'\n' || **b == b'\r').count();
                let skipped = input.get(..skip).unwrap_or(&[]);
                self.advance(skipped);
                input = input.get(skip..).unwrap_or(&[]);
                if input.is_empty() {
                    return Ok(());
                }
                if self.line > self.next_line {
                    self.grid.blank();
                }
                self.record_line = self.line;
                let at = all.len() - input.len();
                if at >= from + text.len() {
                    (from, text) = (at, valid(input)); // behind damaged bytes there is text again
                }
                if let Some(read) = self.plain_line(text.get(at - from..).unwrap_or(""), has_returns)? {
                    input = input.get(read..).unwrap_or(&[]);
                    continue;
                }
                self.at_start = false;
            }
            let (fields, ends) = (self.fields.get_mut(self.fields_len..), self.ends.get_mut(self.ends_len..));
            let (result, read, fields_written, ends_written) =
                self.core.read_record(input, fields.unwrap_or(&mut []), ends.unwrap_or(&mut []));
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
                    // The line feed of a carriage return is still to come.
                    self.next_line = self.line.saturating_add(u32::from(self.last_byte == b'\r' && self.line_end == b'\n'));
                    (self.fields_len, self.ends_len, self.at_start) = (0, 0, true);
                    if is_end {
                        return Ok(());
                    }
                }
            }
        }
    }

    /// Takes a whole line in which nothing is quoted straight from the input, which is several times faster; `None` where
    /// the line is not such a one. Gives the bytes read.
    fn plain_line(&mut self, text: &str, has_returns: bool) -> Result<Option<usize>, ReadError> {
        // The buffer is borrowed while the row is read from it.
        let mut ends = std::mem::take(&mut self.ends);
        ends.clear();
        let mut end = None;
        for at in memchr::memchr3_iter(self.delimiter, self.line_end, b'"', text.as_bytes()) {
            let byte = text.as_bytes().get(at).copied().unwrap_or(b'"');
            if byte == self.delimiter {
                ends.push(at);
                continue;
            }
            end = (byte == self.line_end).then_some(at);
            break;
        }
        let line = end.and_then(|end| text.get(..end)).map(|line| line.strip_suffix('\r').unwrap_or(line));
        let result = match line.filter(|line| !has_returns || memchr::memchr(b'\r', line.as_bytes()).is_none()) {
            Some(line) => {
                ends.push(line.len());
                if ends.len() > MOST_COLUMNS {
                    Err(ReadError::TooManyColumns)
                } else {
                    self.grid.row(self.record_line, Cells::delimited(line, &ends)).map(|()| end)
                }
            }
            None => Ok(None),
        };
        ends.resize(ends.len().max(64), 0);
        self.ends = ends;
        let Some(end) = result? else { return Ok(None) };
        self.line = self.line.saturating_add(1);
        self.next_line = self.line;
        self.last_byte = self.line_end;
        Ok(Some(end + 1))
    }

    fn advance(&mut self, consumed: &[u8]) {
        let ends = consumed.iter().filter(|byte| **byte == self.line_end).count();
        self.line = self.line.saturating_add(u32::try_from(ends).unwrap_or(u32::MAX));
        self.last_byte = consumed.last().copied().unwrap_or(self.last_byte);
    }

    fn record(&mut self) -> Result<(), ReadError> {
        let line = self.record_line;
        let all = self.fields.get(..self.fields_len).unwrap_or(&[]);
        let ends = self.ends.get(..self.ends_len).unwrap_or(&[]);
        if self.line - line > LONGEST_CELL_LINES && self.ends_len != self.grid.width() {
            self.grid.table_mut().unreadable.push(Unreadable { code: "E-CSV-QUOTE", line });
            return Ok(());
        }
        match std::str::from_utf8(all) {
            Ok(text) => self.grid.row(line, Cells::new(text, ends)),
            Err(_) => {
                // Damaged bytes cost their letter, not the file; the line is listed.
                let mut row = crate::layout::Row::default();
                let mut start = 0;
                for end in ends {
                    row.push(&String::from_utf8_lossy(all.get(start..*end).unwrap_or(&[])));
                    start = *end;
                }
                let notes = &mut self.grid.table_mut().notes;
                match notes.iter_mut().find(|note| note.code == "W-TEXT-BYTES") {
                    Some(note) => note.lines.push(line),
                    None => notes.push(Note { code: "W-TEXT-BYTES", lines: vec![line], detail: String::new() }),
                }
                self.grid.row(line, row.cells())
            }
        }
    }
}

/// The text that bytes begin with.
fn valid(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_else(|error| {
        let known = bytes.get(..error.valid_up_to()).unwrap_or(&[]);
        std::str::from_utf8(known).unwrap_or("")
    })
}

/// The delimiter that cuts the first lines into the most consistent number of cells, at least two; and how many bytes
/// at the start only name it (`sep=;`).
pub(super) fn delimiter(head: &[u8]) -> (Option<u8>, usize) {
    let first_line = head.split(|byte| *byte == b'\n' || *byte == b'\r').next().unwrap_or(&[]);
    if let Some([delimiter]) = first_line.strip_prefix(b"sep=").map(|rest| if rest.is_empty() { b"\t" } else { rest }) {
        let line_end = head.get(first_line.len()..).unwrap_or(&[]).iter().take(2).take_while(|b| matches!(b, b'\n' | b'\r')).count();
        return (Some(*delimiter), first_line.len() + line_end);
    }
    let best = [b',', b';', b'\t', b'|', b'^', b'~', 0x1f]
        .map(|candidate| (score(head, candidate), candidate))
        .into_iter()
        .rev()
        .max_by_key(|(score, _)| *score);
    (best.filter(|(score, _)| *score > 0).map(|(_, candidate)| candidate), 0)
}

fn score(head: &[u8], candidate: u8) -> usize {
    let mut reader = csv_core::ReaderBuilder::new().delimiter(candidate).build();
    let (mut fields, mut ends) = (vec![0; head.len() + 1], vec![0; MOST_COLUMNS + 1]);
    let mut widths = Vec::new();
    let mut input = head;
    while widths.len() < SCORED {
        let (result, read, _, width) = reader.read_record(input, &mut fields, &mut ends);
        input = input.get(read..).unwrap_or(&[]);
        match result {
            ReadRecordResult::Record => widths.push(width),
            // The last line may be cut off, or may be the whole of it.
            ReadRecordResult::InputEmpty if widths.len() < 2 && width > 0 => {
                widths.push(width);
                break;
            }
            _ => break,
        }
    }
    let mut counts: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
    for width in &widths {
        *counts.entry(*width).or_default() += 1;
    }
    // Titles and notes have fewer cells: they are part of no width over one.
    let Some((width, same)) = counts.iter().filter(|(width, _)| **width > 1).max_by_key(|(width, n)| (**n, **width)) else { return 0 };
    let cut = widths.iter().filter(|width| **width > 1).count();
    let consistency = same * 1000 / cut.max(1);
    let reach = cut * 1000 / widths.len().max(1);
    // One stray comma in a long prose text is no table.
    if reach <= 500 && cut < 2 { 0 } else { (consistency * reach / 1000).max(1) * 100 + (*width).min(99) }
}
