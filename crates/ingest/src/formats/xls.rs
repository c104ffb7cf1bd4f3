//! XLS ([MS-XLS]): the records of Excel 97 to 2003, and of Excel 5 and 95.

use std::collections::BTreeMap;

use encoding_rs::Encoding;
use kpi_data::Texts;

use super::ReadError;
use super::bytes::Bytes;
use super::compound::Compound;
use super::number_format::{self, Shown};
use super::sheet::Sheet;
use super::workbook::{Book, MOST_SHEETS};

/// The records in use ([MS-XLS] 2.3).
mod id {
    pub(super) const FORMULA: u16 = 0x06;
    pub(super) const EOF: u16 = 0x0a;
    pub(super) const DATE_MODE: u16 = 0x22;
    pub(super) const FILE_PASS: u16 = 0x2f;
    pub(super) const CONTINUE: u16 = 0x3c;
    pub(super) const CODE_PAGE: u16 = 0x42;
    pub(super) const SHEET: u16 = 0x85;
    pub(super) const MUL_RK: u16 = 0xbd;
    pub(super) const RICH_TEXT: u16 = 0xd6;
    pub(super) const STYLE: u16 = 0xe0;
    pub(super) const MERGED: u16 = 0xe5;
    pub(super) const SHARED_TEXTS: u16 = 0xfc;
    pub(super) const SHARED: u16 = 0xfd;
    pub(super) const NUMBER: u16 = 0x203;
    pub(super) const LABEL: u16 = 0x204;
    pub(super) const BOOL_OR_ERROR: u16 = 0x205;
    pub(super) const STRING: u16 = 0x207;
    pub(super) const RK: u16 = 0x27e;
    pub(super) const FORMAT: u16 = 0x41e;
    pub(super) const BOF: u16 = 0x809;
}

/// The next record of a stream: its id and content.
fn record<'a>(rest: &mut Bytes<'a>) -> Option<(u16, Bytes<'a>)> {
    let (id, len) = (rest.u16()?, rest.u16()?);
    Some((id, Bytes(rest.take(usize::from(len))?)))
}

/// What the cells of all sheets refer to.
struct Context {
    /// Before Excel 97: texts are bytes in a code page.
    is_old: bool,
    encoding: &'static Encoding,
    is_1904: bool,
    shared: Texts,
    custom: BTreeMap<u16, Shown>,
    styles: Vec<u16>,
}

impl Context {
    fn shown(&self, style: u16) -> Shown {
        let format = self.styles.get(usize::from(style)).copied().unwrap_or(0);
        self.custom.get(&format).copied().unwrap_or_else(|| number_format::builtin(u64::from(format)))
    }

    fn number(&self, number: f64, style: u16) -> String {
        number_format::text(number, self.shown(style), self.is_1904)
    }

    /// A text whose length stands before it, in one byte or two.
    fn text(&self, bytes: &mut Bytes<'_>, is_short: bool) -> Option<String> {
        let units = if is_short { usize::from(bytes.u8()?) } else { usize::from(bytes.u16()?) };
        if self.is_old {
            let text = bytes.take(units.min(bytes.0.len()))?;
            return Some(self.encoding.decode_without_bom_handling(text).0.into_owned());
        }
        letters(bytes, units)
    }
}

/// Letters of one byte or two, as the flag before them says.
fn letters(bytes: &mut Bytes<'_>, units: usize) -> Option<String> {
    let flags = bytes.u8()?;
    if flags & 1 == 1 { bytes.utf16(units.min(bytes.0.len() / 2)) } else { Some(latin(bytes.take(units.min(bytes.0.len()))?)) }
}

fn latin(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

/// The encoding of a code page.
fn encoding(page: u16) -> &'static Encoding {
    match page {
        874 => encoding_rs::WINDOWS_874,
        932 => encoding_rs::SHIFT_JIS,
        936 => encoding_rs::GB18030,
        949 => encoding_rs::EUC_KR,
        950 => encoding_rs::BIG5,
        1250 => encoding_rs::WINDOWS_1250,
        1251 => encoding_rs::WINDOWS_1251,
        1253 => encoding_rs::WINDOWS_1253,
        1254 => encoding_rs::WINDOWS_1254,
        1255 => encoding_rs::WINDOWS_1255,
        1256 => encoding_rs::WINDOWS_1256,
        1257 => encoding_rs::WINDOWS_1257,
        1258 => encoding_rs::WINDOWS_1258,
        10000 => encoding_rs::MACINTOSH,
        _ => encoding_rs::WINDOWS_1252,
    }
}

/// Reads the visible sheets.
pub(super) fn read(file: &Compound<'_>, book: &mut Book<'_>) -> Result<(), ReadError> {
    let stream = file.open("Workbook").or_else(|| file.open("Book")).ok_or_else(|| ReadError::Broken("no workbook".to_owned()))?;
    let mut context = Context {
        is_old: false,
        encoding: encoding_rs::WINDOWS_1252,
        is_1904: false,
        shared: Texts::default(),
        custom: BTreeMap::new(),
        styles: Vec::new(),
    };
    let mut sheets: Vec<(u32, bool, String)> = Vec::new();
    let mut rest = Bytes(&stream);
    while let Some((id, mut content)) = record(&mut rest) {
        match id {
            id::BOF => context.is_old = content.u16().is_some_and(|version| version < 0x600),
            id::FILE_PASS => return Err(ReadError::Locked),
            id::CODE_PAGE => context.encoding = encoding(content.u16().unwrap_or(1252)),
            id::DATE_MODE => context.is_1904 = content.u16() == Some(1),
            id::FORMAT => {
                if let (Some(format), Some(code)) = (content.u16(), context.text(&mut content, context.is_old)) {
                    context.custom.insert(format, number_format::custom(&code));
                }
            }
            id::STYLE => context.styles.push(content.u16().and_then(|_| content.u16()).unwrap_or(0)),
            id::SHEET => {
                let (place, state, kind) = (content.u32(), content.u8(), content.u8());
                // Kind 0 is a sheet; others are charts and macros.
                if let (Some(place), Some(state), Some(0), Some(name)) = (place, state, kind, context.text(&mut content, true)) {
                    sheets.push((place, state & 3 != 0, name));
                }
                if sheets.len() > MOST_SHEETS {
                    return Err(ReadError::TooLarge);
                }
            }
            id::SHARED_TEXTS => context.shared = shared(content, &mut rest)?,
            id::EOF => break,
            _ => {}
        }
    }
    for (place, is_hidden, name) in sheets {
        if is_hidden {
            book.hidden.push(name);
            continue;
        }
        let records = Bytes(stream.get(place as usize..).unwrap_or(&[]));
        let mut sheet = Sheet::new(book.template, &name, &mut book.budget);
        merged(records, &mut sheet);
        cells(records, &context, &mut sheet)?;
        let tables = sheet.finish()?;
        book.add(&name, tables);
    }
    Ok(())
}

/// The shared texts, which run on over CONTINUE records ([MS-XLS] 2.5.293): a text that is cut tells anew after the cut
/// whether its letters take one byte or two.
fn shared(first: Bytes<'_>, rest: &mut Bytes<'_>) -> Result<Texts, ReadError> {
    let mut pieces = vec![first];
    loop {
        let mut ahead = *rest;
        match record(&mut ahead) {
            Some((id::CONTINUE, piece)) => {
                pieces.push(piece);
                *rest = ahead;
            }
            _ => break,
        }
    }
    let mut from = Pieces { pieces: pieces.into_iter(), now: Bytes(&[]) };
    from.advance();
    from.skip(8);
    let mut texts = Texts::default();
    while let Some(text) = from.text() {
        texts.push(&text).ok_or(ReadError::TooLarge)?;
    }
    Ok(texts)
}

/// One record and those that continue it.
struct Pieces<'a> {
    pieces: std::vec::IntoIter<Bytes<'a>>,
    now: Bytes<'a>,
}

impl Pieces<'_> {
    fn advance(&mut self) -> bool {
        match self.pieces.next() {
            Some(next) => {
                self.now = next;
                true
            }
            None => false,
        }
    }

    fn skip(&mut self, mut bytes: usize) {
        while bytes > 0 {
            let here = bytes.min(self.now.0.len());
            self.now.take(here);
            bytes -= here;
            if bytes > 0 && !self.advance() {
                return;
            }
        }
    }

    /// The next text; nothing at the end.
    fn text(&mut self) -> Option<String> {
        while self.now.0.is_empty() {
            if !self.advance() {
                return None;
            }
        }
        let (mut units, mut flags) = (usize::from(self.now.u16()?), self.now.u8()?);
        let runs = if flags & 8 == 0 { 0 } else { usize::from(self.now.u16()?) };
        let more = if flags & 4 == 0 { 0 } else { self.now.u32()? as usize };
        let mut text = String::new();
        loop {
            let width = if flags & 1 == 1 { 2 } else { 1 };
            let here = units.min(self.now.0.len() / width);
            let bytes = self.now.take(here * width)?;
            if width == 2 {
                text.push_str(&super::bytes::wide(bytes))
            } else {
                text.push_str(&latin(bytes))
            }
            units -= here;
            if units == 0 {
                break;
            }
            if !self.advance() {
                return Some(text);
            }
            flags = self.now.u8()?;
        }
        self.skip(runs * 4);
        self.skip(more);
        Some(text)
    }
}

/// Merged areas stand behind the cells.
fn merged(mut rest: Bytes<'_>, sheet: &mut Sheet<'_>) {
    let mut depth = 0;
    while let Some((id, mut content)) = record(&mut rest) {
        match id {
            id::BOF => depth += 1,
            id::EOF if depth <= 1 => return,
            id::EOF => depth -= 1,
            id::MERGED if depth == 1 => {
                content.u16();
                while let (Some(top), Some(bottom), Some(left), Some(_)) = (content.u16(), content.u16(), content.u16(), content.u16()) {
                    sheet.merge((u32::from(top), u32::from(left)), u32::from(bottom));
                }
            }
            _ => {}
        }
    }
}

fn cells(mut rest: Bytes<'_>, context: &Context, sheet: &mut Sheet<'_>) -> Result<(), ReadError> {
    // A chart inside a sheet is a stream of records of its own.
    let mut depth = 0;
    // The text of a formula stands in a record behind it.
    let mut waiting = None;
    while let Some((id, mut content)) = record(&mut rest) {
        match id {
            id::BOF => depth += 1,
            id::EOF if depth <= 1 => return Ok(()),
            id::EOF => depth -= 1,
            _ if depth > 1 => {}
            id::STRING => {
                if let Some(place) = waiting.take() {
                    sheet.cell(place, &context.text(&mut content, false).unwrap_or_default())?;
                }
            }
            id::MUL_RK => {
                let (Some(row), Some(first)) = (content.u16(), content.u16()) else { continue };
                let mut column = u32::from(first);
                while let (Some(style), Some(packed)) = (content.u16(), content.u32()) {
                    sheet.cell((u32::from(row), column), &context.number(number_format::rk(packed), style))?;
                    column += 1;
                }
            }
            id::NUMBER | id::RK | id::SHARED | id::LABEL | id::RICH_TEXT | id::BOOL_OR_ERROR | id::FORMULA => {
                let (Some(row), Some(column), Some(style)) = (content.u16(), content.u16(), content.u16()) else { continue };
                let place = (u32::from(row), u32::from(column));
                let value = match id {
                    id::NUMBER => content.f64().map(|number| context.number(number, style)),
                    id::RK => content.u32().map(|packed| context.number(number_format::rk(packed), style)),
                    id::SHARED => content.u32().and_then(|number| context.shared.get(number as usize)).map(str::to_owned),
                    id::BOOL_OR_ERROR => content.u8().zip(content.u8()).map(|(value, is_error)| of_code(value, is_error != 0)),
                    id::FORMULA => match result(content) {
                        Some(Outcome::Number(number)) => Some(context.number(number, style)),
                        Some(Outcome::Code(value, is_error)) => Some(of_code(value, is_error)),
                        Some(Outcome::Text) => {
                            waiting = Some(place);
                            None
                        }
                        None => None,
                    },
                    _ => context.text(&mut content, false),
                };
                sheet.cell(place, &value.unwrap_or_default())?;
            }
            _ => {}
        }
    }
    Ok(())
}

fn of_code(value: u8, is_error: bool) -> String {
    if is_error { number_format::error(value) } else { number_format::truth(value != 0) }.to_owned()
}

/// The stored value of a formula.
enum Outcome {
    Number(f64),
    /// A truth value, or an error.
    Code(u8, bool),
    /// In the next record.
    Text,
}

/// [MS-XLS] 2.5.133: a number, unless its last two bytes are all ones.
fn result(mut content: Bytes<'_>) -> Option<Outcome> {
    let bytes: [u8; 8] = content.take(8)?.try_into().ok()?;
    match bytes {
        [0, .., 0xff, 0xff] => Some(Outcome::Text),
        [1, _, value, .., 0xff, 0xff] => Some(Outcome::Code(value, false)),
        [2, _, value, .., 0xff, 0xff] => Some(Outcome::Code(value, true)),
        [.., 0xff, 0xff] => None,
        _ => Some(Outcome::Number(f64::from_le_bytes(bytes))),
    }
}
