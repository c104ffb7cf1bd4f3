//! One row of text cells, before anyone knows what it is.

/// A row in somebody else's buffer: the texts one after the other, and where each one ends.
#[derive(Clone, Copy)]
pub(crate) struct Cells<'a> {
    text: &'a str,
    ends: &'a [usize],
    /// Bytes between a text and the next.
    gap: usize,
}

impl<'a> Cells<'a> {
    pub(crate) fn new(text: &'a str, ends: &'a [usize]) -> Self {
        Self { text, ends, gap: 0 }
    }

    /// Texts with a delimiter of one byte between them.
    pub(crate) fn delimited(text: &'a str, ends: &'a [usize]) -> Self {
        Self { text, ends, gap: 1 }
    }

    pub(crate) fn len(self) -> usize {
        self.ends.len()
    }

    /// A cell without surrounding white space; empty past the end.
    pub(crate) fn get(self, i: usize) -> &'a str {
        let start = i.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| end + self.gap);
        let end = self.ends.get(i).copied().unwrap_or(start);
        trimmed(self.text.get(start..end).unwrap_or(""))
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = &'a str> {
        (0..self.len()).map(move |i| self.get(i))
    }

    /// No cell with anything in it?
    pub(crate) fn is_blank(self) -> bool {
        trimmed(self.text).is_empty() || self.iter().all(str::is_empty)
    }

    pub(crate) fn filled(self) -> usize {
        self.iter().filter(|cell| !cell.is_empty()).count()
    }

    /// Cells up to the last one that is filled.
    pub(crate) fn extent(self) -> usize {
        (0..self.len()).rev().find(|i| !self.get(*i).is_empty()).map_or(0, |last| last + 1)
    }

    pub(crate) fn to_row(self) -> Row {
        let mut row = Row::default();
        self.iter().for_each(|cell| row.push(cell));
        row
    }
}

/// Without white space, byte order marks and the zero-width characters that web exports leave at the edges.
///
/// `="00123"` is how exports keep spreadsheets from changing an id: the id is what stands between the quotes.
pub(crate) fn trimmed(cell: &str) -> &str {
    // Nearly every cell begins and ends with a letter or a digit.
    if let [first, .., last] | [first @ last] = cell.as_bytes()
        && first.is_ascii_alphanumeric()
        && last.is_ascii_alphanumeric()
    {
        return cell;
    }
    let cell = cell.strip_prefix("=\"").and_then(|inner| inner.strip_suffix('"')).unwrap_or(cell);
    cell.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\0' | '\u{1a}' | '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}'))
}

/// A row of its own.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    text: String,
    ends: Vec<usize>,
}

impl Row {
    pub(crate) fn cells(&self) -> Cells<'_> {
        Cells::new(&self.text, &self.ends)
    }

    pub(crate) fn push(&mut self, cell: &str) {
        self.text.push_str(cell);
        self.ends.push(self.text.len());
    }

    /// Puts a cell at a position to the right of all others.
    pub(crate) fn put(&mut self, at: usize, cell: &str) {
        while self.ends.len() < at {
            self.ends.push(self.text.len());
        }
        self.push(cell);
    }

    pub(crate) fn clear(&mut self) {
        self.text.clear();
        self.ends.clear();
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }
}

/// A row held back, with its place.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) line: u32,
    pub(crate) row: Row,
    pub(crate) is_after_blank: bool,
}
