//! One file per format; what a file is follows from its content, never from its name.

mod archive;
mod bytes;
mod compound;
mod csv;
mod decode;
mod fixed;
mod html;
mod json;
mod number_format;
mod ods;
mod parquet;
mod parts;
mod sheet;
mod text;
mod workbook;
mod xls;
mod xlsb;
mod xlsx;
mod xml;

use kpi_model::{Failure, ReadAs, Text};

use crate::layout::name_tables;
use crate::profile;
use crate::raw::RawTable;

/// Bytes that tell the format.
const MAGIC: usize = 8;
/// Bytes taken at once.
const CHUNK: usize = 1 << 20;
/// Files that can only be read whole.
const MOST_WHOLE: usize = 512 << 20;

/// Why a file cannot be read at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// Nothing in it.
    Empty,
    /// No delimiter and no second column: not a table.
    NotATable,
    /// Another known format.
    OtherFormat(&'static str),
    /// Damaged, or not what it seems: what the reader says.
    Broken(String),
    /// Protected with a password.
    Locked,
    /// Grows out of proportion when unpacked, or declares more than it holds.
    Bomb,
    /// Over a limit of the reader.
    TooLarge,
    /// Over 16,384 columns.
    TooManyColumns,
    /// The encoding or the delimiter that was asked for is none.
    ReadAs(String),
}

impl ReadError {
    /// The refusal as shown to the user.
    #[must_use]
    pub fn failure(&self, file: &str) -> Failure {
        let (code, what, fix) = match self {
            Self::Empty => (
                "E-FILE-EMPTY",
                ("文件里没有数据".into(), "there is no data in the file".into()),
                ("重新导出后再拖进来", "Export it again, then drop it."),
            ),
            Self::NotATable => (
                "E-FILE-NOTABLE",
                ("没有找到由列组成的表".into(), "no table with columns was found".into()),
                ("从 CRM 导出 Excel 或 CSV 再试", "Export it as Excel or CSV, then drop it."),
            ),
            Self::OtherFormat(format) => (
                "E-FILE-FORMAT",
                (format!("这是{format}文件，读不了这种格式"), format!("this is {format}, a format that is not read")),
                ("另存为 Excel 或 CSV 再拖进来", "Save it as Excel or CSV, then drop it."),
            ),
            Self::Broken(detail) => {
                // What a reader says may quote the file.
                let detail: String = detail.chars().filter(|c| !c.is_control()).take(120).collect();
                (
                    "E-FILE-BROKEN",
                    ("文件已损坏或不完整".to_owned(), format!("the file is damaged or incomplete ({detail})")),
                    ("重新下载或导出，再拖进来", "Download or export it again, then drop it."),
                )
            }
            Self::Locked => (
                "E-FILE-LOCKED",
                ("文件有密码保护".into(), "the file is protected with a password".into()),
                ("去掉密码另存一份再拖进来", "Save a copy without the password, then drop it."),
            ),
            Self::Bomb => (
                "E-FILE-BOMB",
                ("解压后大得不合理，为安全不读".into(), "it grows out of proportion when unpacked and is not read, to be safe".into()),
                ("用表格软件打开，另存为 CSV", "Open it in a spreadsheet and save it as CSV."),
            ),
            Self::TooLarge => (
                "E-FILE-SIZE",
                ("文件超过可读取的大小".into(), "the file is larger than can be read".into()),
                ("按年份拆成几个文件，或另存为 CSV", "Split it, for example by year, or save it as CSV."),
            ),
            Self::ReadAs(what) => {
                let what: String = what.chars().filter(|c| !c.is_control()).take(40).collect();
                (
                    "E-FILE-READAS",
                    (format!("不认识的编码或分隔符“{what}”"), format!("\"{what}\" is no encoding or delimiter that is known")),
                    (
                        "换一个编码名，或用一个 ASCII 字符作分隔符",
                        "Give the label of an encoding, or one ASCII character as the delimiter.",
                    ),
                )
            }
            Self::TooManyColumns => (
                "E-FILE-COLUMNS",
                ("超过 16,384 列".into(), "over 16,384 columns".into()),
                ("检查分隔符，或只导出需要的列", "Check the delimiter, or export fewer columns."),
            ),
        };
        Failure {
            code: code.to_owned(),
            what: Text::new(format!("{file}：{}", what.0), format!("{file}: {}.", what.1)),
            fix: Text::new(fix.0, fix.1),
        }
    }
}

/// Reads one file chunk by chunk.
pub struct Reader {
    name: String,
    read_as: ReadAs,
    bytes: u64,
    is_nested: bool,
    state: State,
}

enum State {
    Start(Vec<u8>),
    Text(Box<text::TextReader>),
    Gzip(Box<archive::GzipReader>),
    /// Formats whose table of contents is at the end.
    Whole(Whole, Vec<u8>),
}

#[derive(Clone, Copy)]
enum Whole {
    Zip,
    Ole,
    Parquet,
}

impl Reader {
    /// A reader of the file called `name`.
    #[must_use]
    pub fn new(name: &str, read_as: ReadAs) -> Self {
        Self { name: name.to_owned(), read_as, bytes: 0, is_nested: false, state: State::Start(Vec::new()) }
    }

    /// A reader of something inside another file: nothing packed is opened in there.
    fn nested(name: &str, read_as: ReadAs) -> Self {
        Self { is_nested: true, ..Self::new(name, read_as) }
    }

    /// Reads a whole file at once.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn read(name: &str, bytes: &[u8]) -> Result<Vec<RawTable>, ReadError> {
        let mut reader = Self::new(name, ReadAs::default());
        for chunk in bytes.chunks(CHUNK) {
            reader.push(chunk)?;
        }
        reader.finish()
    }

    fn len(&self) -> usize {
        match &self.state {
            State::Text(text) => text.len(),
            State::Gzip(gzip) => gzip.len(),
            _ => 0,
        }
    }

    /// Takes the next chunk; returns the rows read so far.
    ///
    /// # Errors
    /// See [`ReadError`]; after an error the reader is of no further use.
    pub fn push(&mut self, chunk: &[u8]) -> Result<usize, ReadError> {
        self.bytes += chunk.len() as u64;
        match &mut self.state {
            State::Start(head) => {
                head.extend_from_slice(chunk);
                if head.len() >= MAGIC {
                    self.begin()?;
                }
            }
            State::Text(text) => text.push(chunk)?,
            State::Gzip(gzip) => gzip.push(chunk)?,
            State::Whole(_, all) => {
                if all.len() + chunk.len() > MOST_WHOLE {
                    return Err(ReadError::TooLarge);
                }
                all.extend_from_slice(chunk);
            }
        }
        Ok(self.len())
    }

    fn template(&self) -> RawTable {
        let header_lines = self.read_as.header_lines.clone();
        RawTable {
            name: self.name.clone(),
            file: self.name.clone(),
            bytes: self.bytes,
            decided_headers: header_lines,
            ..RawTable::default()
        }
    }

    fn begin(&mut self) -> Result<(), ReadError> {
        let State::Start(head) = &mut self.state else { return Ok(()) };
        if let Some(label) = self.read_as.encoding.as_deref().filter(|label| encoding_rs::Encoding::for_label(label.as_bytes()).is_none()) {
            return Err(ReadError::ReadAs(label.to_owned()));
        }
        if let Some(delimiter) = self.read_as.delimiter.filter(|delimiter| !delimiter.is_ascii()) {
            return Err(ReadError::ReadAs(delimiter.to_string()));
        }
        let head = std::mem::take(head);
        let whole = match head.get(..4) {
            Some(b"PK\x03\x04") => Some(Whole::Zip),
            Some(b"PK\x05\x06") => return Err(ReadError::Empty),
            Some(b"\xd0\xcf\x11\xe0") => Some(Whole::Ole),
            Some(b"PAR1") => Some(Whole::Parquet),
            Some(b"PARE") => return Err(ReadError::Locked),
            _ => None,
        };
        if let Some(whole) = whole {
            if self.is_nested && matches!(whole, Whole::Zip) && !is_workbook(&head) {
                return Err(ReadError::OtherFormat("ZIP / ZIP"));
            }
            self.state = State::Whole(whole, head);
            return Ok(());
        }
        if head.starts_with(b"\x1f\x8b") {
            if self.is_nested {
                return Err(ReadError::OtherFormat("gzip / ZIP"));
            }
            let mut gzip = archive::GzipReader::new(&self.name, self.read_as.clone());
            gzip.push(&head)?;
            self.state = State::Gzip(Box::new(gzip));
            return Ok(());
        }
        if let Some(format) = other_format(&head) {
            return Err(ReadError::OtherFormat(format));
        }
        let mut text = text::TextReader::new(self.template(), self.read_as.clone());
        text.push(&head)?;
        self.state = State::Text(Box::new(text));
        Ok(())
    }

    /// The tables, when the last chunk has been taken.
    ///
    /// # Errors
    /// See [`ReadError`].
    pub fn finish(mut self) -> Result<Vec<RawTable>, ReadError> {
        if let State::Start(head) = &self.state {
            if head.is_empty() {
                return Err(ReadError::Empty);
            }
            self.begin()?;
        }
        let template = self.template();
        let tables = match self.state {
            State::Text(text) => text.finish()?,
            State::Gzip(gzip) => gzip.finish(&template)?,
            State::Whole(Whole::Zip, bytes) => archive::read_zip(&template, &bytes, &self.read_as)?,
            State::Whole(Whole::Ole, bytes) => read_ole(&template, &bytes)?,
            State::Whole(Whole::Parquet, bytes) => parquet::read(&template, &bytes)?,
            State::Start(_) => Vec::new(),
        };
        let sized = tables.into_iter().map(|table| RawTable { bytes: template.bytes, ..table }).collect();
        let mut tables = name_tables(sized);
        // What is inside another file gets its name there.
        if !self.is_nested {
            tables.iter_mut().for_each(|table| table.looks = profile::of_table(table));
        }
        Ok(tables)
    }
}

/// The old Office container: a workbook, a protected one, or something else.
fn read_ole(template: &RawTable, bytes: &[u8]) -> Result<Vec<RawTable>, ReadError> {
    let file = compound::Compound::new(bytes)?;
    if file.has("EncryptedPackage") || file.has("EncryptionInfo") {
        return Err(ReadError::Locked);
    }
    if !file.has("Workbook") && !file.has("Book") {
        return Err(if bytes.len() < 2048 { ReadError::Broken("OLE".to_owned()) } else { ReadError::OtherFormat("Office 97") });
    }
    workbook::read(workbook::Kind::Xls, template, bytes)
}

/// Does a ZIP file begin like a workbook? Its first entries say so.
fn is_workbook(head: &[u8]) -> bool {
    let has = |word: &[u8]| head.windows(word.len()).any(|part| part == word);
    has(b"[Content_Types]") || has(b"_rels/") || has(b"mimetype") || has(b"xl/") || has(b"docProps")
}

/// Names a format by its first bytes, if it is one we know and do not read.
fn other_format(head: &[u8]) -> Option<&'static str> {
    const MAGIC: [(&[u8], &str); 8] = [
        (b"%PDF", "PDF"),
        (b"\x89PNG", "PNG"),
        (b"\xff\xd8\xff", "JPEG"),
        (b"GIF8", "GIF"),
        (b"SQLite f", "SQLite"),
        (b"Rar!", "RAR"),
        (b"7z\xbc\xaf", "7-Zip"),
        (b"{\\rtf", "RTF"),
    ];
    MAGIC.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests;
