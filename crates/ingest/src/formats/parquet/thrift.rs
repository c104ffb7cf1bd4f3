//! Thrift's compact protocol, in which Parquet describes itself
//! (<https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md>).

/// Structures inside structures.
const DEEPEST: u32 = 24;

/// A value as written; nothing is taken from declared lengths that is not there.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value<'a> {
    Bool(bool),
    Int(i64),
    Bytes(&'a [u8]),
    List(Vec<Value<'a>>),
    Struct(Vec<(i64, Value<'a>)>),
    /// A float or a map: not used by Parquet where we look.
    Other,
}

impl<'a> Value<'a> {
    /// A structure at the beginning of some bytes, and the bytes it takes.
    pub(super) fn read(bytes: &'a [u8]) -> Option<(Self, usize)> {
        let mut from = Compact { bytes };
        let value = from.structure(0)?;
        Some((value, bytes.len() - from.bytes.len()))
    }

    /// The field with a number.
    pub(super) fn field(&self, id: i64) -> Option<&Self> {
        match self {
            Self::Struct(fields) => fields.iter().find(|(known, _)| *known == id).map(|(_, value)| value),
            _ => None,
        }
    }

    pub(super) fn int(&self, id: i64) -> Option<i64> {
        match self.field(id)? {
            Self::Int(number) => Some(*number),
            _ => None,
        }
    }

    /// A size or a place: never negative.
    pub(super) fn size(&self, id: i64) -> Option<usize> {
        usize::try_from(self.int(id)?).ok()
    }

    pub(super) fn is(&self, id: i64) -> Option<bool> {
        match self.field(id)? {
            Self::Bool(is) => Some(*is),
            _ => None,
        }
    }

    pub(super) fn text(&self, id: i64) -> Option<&'a str> {
        match self.field(id)? {
            Self::Bytes(bytes) => std::str::from_utf8(bytes).ok(),
            _ => None,
        }
    }

    pub(super) fn list(&self, id: i64) -> &[Self] {
        match self.field(id) {
            Some(Self::List(items)) => items,
            _ => &[],
        }
    }
}

struct Compact<'a> {
    bytes: &'a [u8],
}

impl<'a> Compact<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*first)
    }

    fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.bytes.split_at_checked(len)?;
        self.bytes = rest;
        Some(head)
    }

    fn unsigned(&mut self) -> Option<u64> {
        let (number, len) = varint(self.bytes)?;
        self.take(len)?;
        Some(number)
    }

    fn structure(&mut self, depth: u32) -> Option<Value<'a>> {
        if depth > DEEPEST {
            return None;
        }
        let (mut fields, mut id) = (Vec::new(), 0_i64);
        loop {
            let head = self.byte()?;
            let kind = head & 0x0f;
            if kind == 0 {
                return Some(Value::Struct(fields));
            }
            id = match head >> 4 {
                0 => unzigzag(self.unsigned()?),
                step => id + i64::from(step),
            };
            let value = match kind {
                1 | 2 => Value::Bool(kind == 1),
                _ => self.value(kind, depth)?,
            };
            fields.push((id, value));
        }
    }

    fn value(&mut self, kind: u8, depth: u32) -> Option<Value<'a>> {
        Some(match kind {
            // Inside a list a truth value is a byte.
            1 | 2 => Value::Bool(self.byte()? == 1),
            3 => Value::Int(i64::from(self.byte()?.cast_signed())),
            4..=6 => Value::Int(unzigzag(self.unsigned()?)),
            7 => {
                self.take(8)?;
                Value::Other
            }
            8 => {
                let len = usize::try_from(self.unsigned()?).ok()?;
                Value::Bytes(self.take(len)?)
            }
            9 | 10 => {
                let head = self.byte()?;
                let count = match head >> 4 {
                    15 => self.unsigned()?,
                    count => u64::from(count),
                };
                let mut items = Vec::new();
                for _ in 0..count {
                    // Each takes at least a byte, so a lie about the count ends here.
                    items.push(self.inner(head & 0x0f, depth)?);
                }
                Value::List(items)
            }
            11 => {
                let count = self.unsigned()?;
                if count > 0 {
                    let kinds = self.byte()?;
                    for _ in 0..count {
                        self.inner(kinds >> 4, depth)?;
                        self.inner(kinds & 0x0f, depth)?;
                    }
                }
                Value::Other
            }
            12 => self.structure(depth + 1)?,
            _ => return None,
        })
    }

    fn inner(&mut self, kind: u8, depth: u32) -> Option<Value<'a>> {
        if depth > DEEPEST { None } else { self.value(kind, depth + 1) }
    }
}

/// A number of 7 bits a byte, the lowest first, and the bytes it takes.
pub(super) fn varint(bytes: &[u8]) -> Option<(u64, usize)> {
    let mut number = 0_u64;
    for (at, byte) in bytes.iter().take(10).enumerate() {
        number |= u64::from(byte & 0x7f).checked_shl(u32::try_from(at).ok()? * 7)?;
        if byte & 0x80 == 0 {
            return Some((number, at + 1));
        }
    }
    None
}

/// 0, -1, 1, -2 … from 0, 1, 2, 3 …
pub(super) fn unzigzag(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
}
