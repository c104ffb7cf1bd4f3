//! The parts of a packed workbook, inflated as they are read and within limits.

use std::cell::Cell;
use std::io::{BufRead, BufReader, Cursor, Read};
use std::rc::Rc;

use super::xml::Xml;
use super::{ReadError, archive};

/// Bytes without a tag: no text and no attribute of a workbook is longer.
const MOST_RUN: usize = 4 << 20;

/// What has been inflated so far, of all parts together: declared sizes can lie.
#[derive(Debug, Default)]
pub(super) struct Meter {
    packed: u64,
    inflated: Cell<u64>,
    refusal: Cell<Option<Refusal>>,
}

#[derive(Clone, Copy, Debug)]
enum Refusal {
    Bomb,
    Run,
}

impl Meter {
    /// The refusal behind an error of a reader, if a limit was the reason.
    pub(super) fn refusal(&self) -> Option<ReadError> {
        self.refusal.get().map(|refusal| match refusal {
            Refusal::Bomb => ReadError::Bomb,
            Refusal::Run => ReadError::Broken("a text of over 4 MB".to_owned()),
        })
    }
}

/// A part while it is inflated.
pub(super) struct Limited<R> {
    inner: R,
    meter: Rc<Meter>,
    run: usize,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let all = self.meter.inflated.get() + read as u64;
        self.meter.inflated.set(all);
        let chunk = buffer.get(..read).unwrap_or(&[]);
        self.run = memchr::memrchr(b'<', chunk).map_or(self.run + read, |at| read - at);
        let refusal = if archive::is_bomb(all, self.meter.packed) {
            Refusal::Bomb
        } else if self.run > MOST_RUN {
            Refusal::Run
        } else {
            return Ok(read);
        };
        self.meter.refusal.set(Some(refusal));
        Err(std::io::Error::other("over a limit"))
    }
}

/// A packed workbook.
pub(super) struct Parts<'a> {
    zip: zip::ZipArchive<Cursor<&'a [u8]>>,
    names: Vec<String>,
    pub(super) meter: Rc<Meter>,
}

impl<'a> Parts<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Result<Self, ReadError> {
        let zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| ReadError::Broken(error.to_string()))?;
        if zip.len() > archive::MOST_ENTRIES {
            return Err(ReadError::Bomb);
        }
        let names = archive::entry_names(&zip);
        Ok(Self { zip, names, meter: Rc::new(Meter { packed: bytes.len() as u64, ..Meter::default() }) })
    }

    /// Opens a part; names of parts are compared without regard to case (ECMA-376 part 2, 6.2.2.3).
    pub(super) fn open<'p>(&'p mut self, name: &str) -> Result<Option<BufReader<Limited<impl Read + use<'p, 'a>>>>, ReadError> {
        let Some(known) = self.names.iter().find(|known| known.trim_start_matches('/').eq_ignore_ascii_case(name)) else { return Ok(None) };
        let part = self.zip.by_name(known).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(text) if text.to_string().to_lowercase().contains("password") => ReadError::Locked,
            other => ReadError::Broken(other.to_string()),
        })?;
        Ok(Some(BufReader::new(Limited { inner: part, meter: Rc::clone(&self.meter), run: 0 })))
    }

    /// Opens a part that is XML.
    pub(super) fn xml<'p>(&'p mut self, name: &str) -> Result<Option<Xml<impl BufRead + use<'p, 'a>>>, ReadError> {
        let meter = Rc::clone(&self.meter);
        Ok(self.open(name)?.map(|part| Xml::new(part, meter)))
    }
}
