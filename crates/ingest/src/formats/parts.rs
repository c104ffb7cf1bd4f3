//! The parts of a packed workbook, inflated as they are read and within limits.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Cursor, Read};
use std::rc::Rc;

use super::xml::{Node, Xml};
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
    /// Bytes since the last tag; counted in XML only.
    run: Option<usize>,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let all = self.meter.inflated.get() + read as u64;
        self.meter.inflated.set(all);
        let chunk = buffer.get(..read).unwrap_or(&[]);
        self.run = self.run.map(|run| memchr::memrchr(b'<', chunk).map_or(run + read, |at| read - at));
        let refusal = if archive::is_bomb(all, self.meter.packed) {
            Refusal::Bomb
        } else if self.run > Some(MOST_RUN) {
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
        let zip = archive::open(bytes)?;
        let names = archive::entry_names(&zip);
        Ok(Self { zip, names, meter: Rc::new(Meter { packed: bytes.len() as u64, ..Meter::default() }) })
    }

    /// Opens a part; names of parts are compared without regard to case (ECMA-376 part 2, 6.2.2.3).
    fn find<'p>(&'p mut self, name: &str, is_xml: bool) -> Result<Option<BufReader<Limited<impl Read + use<'p, 'a>>>>, ReadError> {
        let Some(known) = self.names.iter().find(|known| known.trim_start_matches('/').eq_ignore_ascii_case(name)) else { return Ok(None) };
        let part = self.zip.by_name(known).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(text) if text.to_string().to_lowercase().contains("password") => ReadError::Locked,
            other => ReadError::Broken(other.to_string()),
        })?;
        Ok(Some(BufReader::new(Limited { inner: part, meter: Rc::clone(&self.meter), run: is_xml.then_some(0) })))
    }

    /// Opens a part as bytes.
    pub(super) fn open<'p>(&'p mut self, name: &str) -> Result<Option<impl BufRead + use<'p, 'a>>, ReadError> {
        self.find(name, false)
    }

    /// Opens a part that is XML.
    pub(super) fn xml<'p>(&'p mut self, name: &str) -> Result<Option<Xml<impl BufRead + use<'p, 'a>>>, ReadError> {
        let meter = Rc::clone(&self.meter);
        Ok(self.find(name, true)?.map(|part| Xml::new(part, meter)))
    }

    /// The relationships of a part, by their ids; those of the package itself for no part (ECMA-376 part 2, 6.5).
    pub(super) fn relations(&mut self, of: &str) -> Result<Relations, ReadError> {
        let (folder, name) = of.rsplit_once('/').unwrap_or(("", of));
        let path = if folder.is_empty() { format!("_rels/{name}.rels") } else { format!("{folder}/_rels/{name}.rels") };
        let mut found = Relations::default();
        let Some(mut xml) = self.xml(&path)? else { return Ok(found) };
        loop {
            match xml.next()? {
                Node::Open(element) if element.name() == "Relationship" => {
                    let (Some(id), Some(target)) = (element.get("Id"), element.get("Target")) else { continue };
                    if element.get("TargetMode").as_deref() != Some("External") {
                        found.0.insert(id, Relation { kind: element.get("Type").unwrap_or_default(), target: resolved(folder, &target) });
                    }
                }
                Node::End => return Ok(found),
                _ => {}
            }
        }
    }
}

/// Where a relationship leads, and to what kind of part.
pub(super) struct Relation {
    kind: String,
    pub(super) target: String,
}

impl Relation {
    /// Kinds are addresses that differ between editions of the standard; their last word is the same.
    pub(super) fn is(&self, kind: &str) -> bool {
        self.kind.rsplit('/').next() == Some(kind)
    }
}

/// The relationships of a part, by id.
#[derive(Default)]
pub(super) struct Relations(BTreeMap<String, Relation>);

impl Relations {
    pub(super) fn get(&self, id: &str) -> Option<&Relation> {
        self.0.get(id)
    }

    /// The first part of a kind; where there is none, the place where it usually is.
    pub(super) fn part(&self, kind: &str, usual: &str) -> String {
        self.0.values().find(|relation| relation.is(kind)).map_or(usual, |found| &found.target).to_owned()
    }
}

/// The path of a target, which may be absolute or relative to a folder.
fn resolved(folder: &str, target: &str) -> String {
    let mut path: Vec<&str> =
        if target.starts_with('/') { Vec::new() } else { folder.split('/').filter(|step| !step.is_empty()).collect() };
    for step in target.split('/').filter(|step| !step.is_empty() && *step != ".") {
        if step == ".." {
            path.pop();
        } else {
            path.push(step);
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::resolved;

    #[test]
    fn targets() {
        assert_eq!(resolved("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolved("xl", "/xl/a.xml"), "xl/a.xml");
        assert_eq!(resolved("xl/b", "../../../a.xml"), "a.xml");
    }
}
