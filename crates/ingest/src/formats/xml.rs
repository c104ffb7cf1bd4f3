//! XML of workbooks, tag by tag: no document type, no deep nesting, no entities but the five that XML itself has.

use std::borrow::Cow;
use std::io::BufRead;
use std::rc::Rc;

use quick_xml::events::{BytesEnd, BytesStart, Event};

use super::ReadError;
use super::parts::Meter;

const MOST_DEPTH: u32 = 64;

/// Reads one part.
pub(super) struct Xml<R> {
    reader: quick_xml::Reader<R>,
    buffer: Vec<u8>,
    depth: u32,
    meter: Rc<Meter>,
}

/// A tag or a text.
pub(super) enum Node<'a> {
    /// An element begins.
    Open(Element<'a>),
    /// An element ends, also one that was empty.
    Close(Ending<'a>),
    /// Text, or a piece of one.
    Text(Cow<'a, str>),
    /// Nothing follows.
    End,
}

/// The beginning of an element.
pub(super) struct Element<'a>(BytesStart<'a>);

/// The end of an element.
pub(super) struct Ending<'a>(BytesEnd<'a>);

impl Element<'_> {
    /// Name without prefix.
    pub(super) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// An attribute by its name without prefix.
    pub(super) fn get(&self, name: &str) -> Option<String> {
        let found = self.0.attributes().with_checks(false).flatten().find(|attribute| attribute.key.local_name().into_inner() == name)?;
        Some(quick_xml::escape::unescape(&found.value).map_or_else(|_| found.value.to_string(), Cow::into_owned))
    }

    /// An attribute that is a whole number.
    pub(super) fn number(&self, name: &str) -> Option<u64> {
        self.get(name)?.trim().parse().ok()
    }

    /// An attribute that says yes.
    pub(super) fn is_true(&self, name: &str) -> bool {
        self.get(name).is_some_and(|value| matches!(value.as_str(), "1" | "true" | "on"))
    }
}

impl Ending<'_> {
    /// Name without prefix.
    pub(super) fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }
}

impl<R: BufRead> Xml<R> {
    pub(super) fn new(part: R, meter: Rc<Meter>) -> Self {
        let mut reader = quick_xml::Reader::from_reader(part);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        Self { reader, buffer: Vec::new(), depth: 0, meter }
    }

    /// The next tag or text.
    pub(super) fn next(&mut self) -> Result<Node<'_>, ReadError> {
        self.buffer.clear();
        let meter = &self.meter;
        let event = self
            .reader
            .read_event_into(&mut self.buffer)
            .map_err(|error| meter.refusal().unwrap_or_else(|| ReadError::Broken(error.to_string())))?;
        Ok(match event {
            Event::Start(start) => {
                self.depth += 1;
                if self.depth > MOST_DEPTH {
                    return Err(ReadError::Broken("XML nested too deeply".to_owned()));
                }
                Node::Open(Element(start))
            }
            Event::End(end) => {
                self.depth = self.depth.saturating_sub(1);
                Node::Close(Ending(end))
            }
            Event::Text(text) => Node::Text(text.into_inner()),
            Event::CData(text) => Node::Text(text.into_inner()),
            Event::GeneralRef(name) => {
                let name = name.into_inner();
                Node::Text(
                    quick_xml::escape::unescape(&format!("&{name};"))
                        .map_or_else(|_| Cow::Owned(format!("&{name};")), |text| Cow::Owned(text.into_owned())),
                )
            }
            Event::DocType(_) => return Err(ReadError::Broken("a document type declaration".to_owned())),
            Event::Eof => Node::End,
            // Comments, declarations and processing instructions say nothing.
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => Node::Text(Cow::Borrowed("")),
        })
    }
}
