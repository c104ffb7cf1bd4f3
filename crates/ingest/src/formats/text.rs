//! Text files, streamed: any chunk sizes give the same tables. What kind of text it is follows from its beginning.

use super::csv::CsvReader;
use super::decode::Decoder;
use super::{ReadError, fixed, html, json};
use kpi_model::ReadAs;

use crate::raw::RawTable;

/// Bytes looked at before anything is decided.
const HEAD: usize = 64 * 1024;
/// Text kept whole for formats that cannot be streamed.
const MOST_WHOLE: usize = 512 << 20;

/// Reads one text file chunk by chunk.
pub(crate) struct TextReader {
    template: RawTable,
    read_as: ReadAs,
    /// Bytes held back until the encoding is decided.
    first: Vec<u8>,
    decoder: Option<Decoder>,
    /// Text held back until the format is decided.
    head: Vec<u8>,
    mode: Mode,
}

enum Mode {
    Undecided,
    Csv(Box<CsvReader>),
    Whole(Whole, Vec<u8>),
}

#[derive(Clone, Copy)]
enum Whole {
    Fixed,
    Json,
    Html,
}

impl TextReader {
    pub(crate) fn new(template: RawTable, read_as: ReadAs) -> Self {
        Self { template, read_as, first: Vec::new(), decoder: None, head: Vec::new(), mode: Mode::Undecided }
    }

    /// Rows so far.
    pub(crate) fn len(&self) -> usize {
        if let Mode::Csv(csv) = &self.mode { csv.len() } else { 0 }
    }

    pub(crate) fn push(&mut self, chunk: &[u8]) -> Result<(), ReadError> {
        if self.decoder.is_none() {
            self.first.extend_from_slice(chunk);
            return if self.first.len() >= HEAD { self.begin() } else { Ok(()) };
        }
        self.decode(chunk, false)
    }

    fn begin(&mut self) -> Result<(), ReadError> {
        let first = std::mem::take(&mut self.first);
        let decided = self.read_as.encoding.as_deref().and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()));
        let (decoder, mark) = Decoder::new(&first, decided);
        self.decoder = Some(decoder);
        self.decode(first.get(mark..).unwrap_or(&[]), false)
    }

    fn decode(&mut self, chunk: &[u8], is_last: bool) -> Result<(), ReadError> {
        let Some(mut decoder) = self.decoder.take() else { return Ok(()) };
        let result = decoder.decode(chunk, is_last, |text| self.text(text));
        self.template.encoding = decoder.label().to_owned();
        self.decoder = Some(decoder);
        result
    }

    fn text(&mut self, text: &[u8]) -> Result<(), ReadError> {
        match &mut self.mode {
            // Nothing would mean the end to it.
            Mode::Csv(_) if text.is_empty() => Ok(()),
            Mode::Csv(csv) => csv.push(text),
            Mode::Whole(_, all) => {
                all.extend_from_slice(text);
                if all.len() > MOST_WHOLE { Err(ReadError::TooLarge) } else { Ok(()) }
            }
            Mode::Undecided => {
                self.head.extend_from_slice(text);
                if self.head.len() >= HEAD { self.decide() } else { Ok(()) }
            }
        }
    }

    fn decide(&mut self) -> Result<(), ReadError> {
        let head = std::mem::take(&mut self.head);
        if head.iter().all(u8::is_ascii_whitespace) {
            return Err(ReadError::Empty);
        }
        // However much came at once, as much is looked at.
        let seen = head.get(..HEAD).unwrap_or(&head);
        if seen.contains(&0) && !is_mostly_text(seen) {
            return Err(ReadError::OtherFormat("binary"));
        }
        let (found, skipped) = super::csv::delimiter(seen);
        let decided = self.read_as.delimiter.and_then(|delimiter| u8::try_from(delimiter).ok());
        let delimiter = decided.or_else(|| found.filter(|found| skipped > 0 || !is_inside_cells(seen, *found)));
        let opening = head.iter().find(|byte| !byte.is_ascii_whitespace());
        if matches!(opening, Some(b'{' | b'[')) && json::looks_like(seen) {
            self.template.format = "JSON".to_owned();
            self.mode = Mode::Whole(Whole::Json, head);
        } else if html::looks_like(seen) {
            self.mode = Mode::Whole(Whole::Html, head);
        } else if let Some(delimiter) = delimiter {
            self.template.format = if delimiter == b'\t' { "TSV".to_owned() } else { "CSV".to_owned() };
            self.template.delimiter = delimiter;
            let mut csv = CsvReader::new(self.template.clone(), seen, skipped);
            csv.push(head.get(skipped..).unwrap_or(&[]))?;
            self.mode = Mode::Csv(Box::new(csv));
        } else {
            self.template.format = "TXT".to_owned();
            self.mode = Mode::Whole(Whole::Fixed, head);
        }
        Ok(())
    }

    pub(crate) fn finish(mut self) -> Result<Vec<RawTable>, ReadError> {
        if self.decoder.is_none() {
            self.begin()?;
        }
        self.decode(b"", true)?;
        if matches!(self.mode, Mode::Undecided) {
            self.decide()?;
        }
        let template = self.template;
        let mut tables = match self.mode {
            Mode::Csv(csv) => csv.finish()?,
            Mode::Whole(Whole::Json, text) => json::read(&template, &String::from_utf8_lossy(&text))?,
            Mode::Whole(Whole::Html, text) => html::read(&template, &String::from_utf8_lossy(&text))?,
            Mode::Whole(Whole::Fixed, text) => fixed::read(&template, &String::from_utf8_lossy(&text))?,
            Mode::Undecided => Vec::new(),
        };
        // Known only now: a file that begins in ASCII tells its encoding later.
        tables.iter_mut().for_each(|table| table.encoding.clone_from(&template.encoding));
        Ok(tables)
    }
}

/// Commas of numbers in columns of fixed width: the header has none.
fn is_inside_cells(head: &[u8], delimiter: u8) -> bool {
    let first = head.split(|byte| *byte == b'\n').find(|line| !line.is_ascii() || !line.trim_ascii().is_empty()).unwrap_or(&[]);
    delimiter != b'\t' && !first.contains(&delimiter) && fixed::has_columns(&String::from_utf8_lossy(head))
}

/// A few zero bytes in a text are damage; many are another format.
fn is_mostly_text(head: &[u8]) -> bool {
    head.iter().filter(|byte| **byte < 9).count() * 20 < head.len()
}
