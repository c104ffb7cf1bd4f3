//! ZIP and gzip: what is inside is read like a file of its own, within limits.

use std::io::{Cursor, Read, Write};

use flate2::write::MultiGzDecoder;

use kpi_model::ReadAs;

use super::{ReadError, Reader, workbook};
use crate::raw::RawTable;

const MOST_ENTRIES: usize = 10_000;
const MOST_INFLATED: u64 = 1 << 30;
/// Inflated bytes from which on the ratio counts.
const RATIO_FROM: u64 = 10 << 20;
const MOST_RATIO: u64 = 200;
const CHUNK: usize = 64 * 1024;

pub(super) fn is_bomb(inflated: u64, packed: u64) -> bool {
    inflated > MOST_INFLATED || (inflated > RATIO_FROM && inflated / packed.max(1) > MOST_RATIO)
}

fn broken(error: impl std::fmt::Display) -> ReadError {
    ReadError::Broken(error.to_string())
}

/// Opens a ZIP file. Entries are counted first: opening one with very many takes much memory.
pub(super) fn open(bytes: &[u8]) -> Result<zip::ZipArchive<Cursor<&[u8]>>, ReadError> {
    const ENTRY: &[u8] = b"PK\x01\x02";
    if memchr::memmem::find_iter(bytes, ENTRY).take(MOST_ENTRIES + 1).count() > MOST_ENTRIES {
        return Err(ReadError::Bomb);
    }
    zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)
}

/// The names of all entries that have a readable one.
pub(super) fn entry_names<R: Read + std::io::Seek>(zip: &zip::ZipArchive<R>) -> Vec<String> {
    zip.file_names().filter_map(|name| Some(name.ok()?.into_owned())).collect()
}

/// What was decided about one file of an archive.
fn inside(read_as: &ReadAs, path: &str) -> ReadAs {
    let header_lines =
        read_as.header_lines.iter().filter(|(part, _)| part.is_empty() || *part == path).map(|(_, line)| (String::new(), *line));
    ReadAs { header_lines: header_lines.collect(), ..read_as.clone() }
}

/// Reads a ZIP file: a workbook, or an archive of files.
pub(super) fn read_zip(template: &RawTable, bytes: &[u8], read_as: &ReadAs) -> Result<Vec<RawTable>, ReadError> {
    let mut zip = open(bytes)?;
    let names = entry_names(&zip);
    if let Some(kind) = workbook::kind_of_zip(&names) {
        return workbook::read(kind, template, bytes);
    }
    let (mut tables, mut first_refusal, mut all) = (Vec::new(), None, 0u64);
    for i in 0..zip.len() {
        let mut entry = match zip.by_index(i) {
            Ok(entry) => entry,
            Err(zip::result::ZipError::UnsupportedArchive(text)) if text.to_string().to_lowercase().contains("password") => {
                return Err(ReadError::Locked);
            }
            Err(error) => return Err(broken(error)),
        };
        let path = entry.name().map_err(broken)?.into_owned();
        let is_hidden = path.split('/').any(|part| part.starts_with('.') || part == "__MACOSX");
        if entry.is_dir() || is_hidden {
            continue;
        }
        let mut reader = Reader::nested(&path, inside(read_as, &path));
        let mut buffer = vec![0u8; CHUNK];
        let result = loop {
            let read = match entry.read(&mut buffer) {
                Ok(0) => break reader.finish(),
                Ok(read) => read,
                Err(error) => break Err(broken(error)),
            };
            all += read as u64;
            if is_bomb(all, bytes.len() as u64) {
                return Err(ReadError::Bomb);
            }
            if let Err(error) = reader.push(buffer.get(..read).unwrap_or(&[])) {
                break Err(error);
            }
        };
        match result {
            Ok(inner) => tables.extend(inner.into_iter().map(|table| RawTable {
                part: if table.part.is_empty() { path.clone() } else { format!("{path} › {}", table.part) },
                file: template.file.clone(),
                bytes: template.bytes,
                format: format!("ZIP, {}", table.format),
                ..table
            })),
            Err(error) => first_refusal = first_refusal.or(Some(error)),
        }
    }
    match (tables.is_empty(), first_refusal) {
        (true, Some(error)) => Err(error),
        (true, None) => Err(ReadError::Empty),
        _ => Ok(tables),
    }
}

/// A gzip file, inflated as it comes.
pub(super) struct GzipReader {
    decoder: MultiGzDecoder<Inner>,
    packed: u64,
}

struct Inner {
    reader: Reader,
    inflated: u64,
    failure: Option<ReadError>,
}

impl Write for Inner {
    fn write(&mut self, chunk: &[u8]) -> std::io::Result<usize> {
        self.inflated += chunk.len() as u64;
        if self.failure.is_none() {
            self.failure = self.reader.push(chunk).err();
        }
        Ok(chunk.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl GzipReader {
    pub(super) fn new(name: &str, read_as: ReadAs) -> Self {
        let inner = name.strip_suffix(".gz").unwrap_or(name);
        let inner = Inner { reader: Reader::nested(inner, read_as), inflated: 0, failure: None };
        Self { decoder: MultiGzDecoder::new(inner), packed: 0 }
    }

    pub(super) fn len(&self) -> usize {
        self.decoder.get_ref().reader.len()
    }

    pub(super) fn push(&mut self, chunk: &[u8]) -> Result<(), ReadError> {
        // In small pieces, so that a bomb is noticed before it has grown.
        for piece in chunk.chunks(CHUNK) {
            self.packed += piece.len() as u64;
            self.decoder.write_all(piece).map_err(broken)?;
            let inner = self.decoder.get_mut();
            if let Some(failure) = inner.failure.take() {
                return Err(failure);
            }
            if is_bomb(inner.inflated, self.packed) {
                return Err(ReadError::Bomb);
            }
        }
        Ok(())
    }

    pub(super) fn finish(self, template: &RawTable) -> Result<Vec<RawTable>, ReadError> {
        let inner = self.decoder.finish().map_err(broken)?;
        if let Some(failure) = inner.failure {
            return Err(failure);
        }
        let tables = inner.reader.finish()?;
        let named = tables.into_iter().map(|table| RawTable {
            file: template.file.clone(),
            bytes: template.bytes,
            format: format!("gzip, {}", table.format),
            ..table
        });
        Ok(named.collect())
    }
}
