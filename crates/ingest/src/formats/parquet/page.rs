//! The pages of one column: levels that say what is there, and values.

use kpi_data::Texts;

use super::super::ReadError;
use super::schema::{Leaf, Physical};
use super::thrift::Value;
use super::{Meter, broken, codec, encoding};
use crate::raw::RawColumn;

const DATA: i64 = 0;
const DICTIONARY: i64 = 2;
const DATA_V2: i64 = 3;

/// One column of one row group.
pub(super) struct Chunk<'l> {
    leaf: &'l Leaf,
    codec: i64,
    /// Cells the column has when the row group is read.
    most: usize,
    dictionary: Texts,
    /// The items of a row that is a list; a list may go on in the next page.
    open: Option<String>,
}

/// The values of a page that are there.
enum Values {
    Own(Texts),
    /// By their place in the dictionary.
    Known(Vec<u32>),
}

/// A page in its parts.
struct Parts<'a> {
    repetition: Vec<u32>,
    definition: Vec<u32>,
    values: &'a [u8],
    encoding: i64,
    count: usize,
}

fn short() -> ReadError {
    broken("page shorter than declared")
}

fn width(most: u32) -> usize {
    (u32::BITS - most.leading_zeros()) as usize
}

impl<'l> Chunk<'l> {
    pub(super) fn new(leaf: &'l Leaf, codec: i64, most: usize) -> Self {
        Self { leaf, codec, most, dictionary: Texts::default(), open: None }
    }

    /// Reads a page; gives the number of values it declares.
    pub(super) fn page(&mut self, head: &Value<'_>, packed: &[u8], column: &mut RawColumn, meter: &mut Meter) -> Result<usize, ReadError> {
        let size = head.size(2).ok_or_else(short)?;
        match head.int(1) {
            Some(DICTIONARY) => {
                let of = head.field(7).ok_or_else(short)?;
                let bytes = codec::unpack(self.codec, packed, size)?;
                meter.add(bytes.len())?;
                self.dictionary = self.texts(0, &bytes, of.size(1).ok_or_else(short)?, meter)?;
                Ok(0)
            }
            Some(DATA) => {
                let of = head.field(5).ok_or_else(short)?;
                let bytes = codec::unpack(self.codec, packed, size)?;
                meter.add(bytes.len())?;
                let (count, mut rest) = (of.size(1).ok_or_else(short)?, &bytes[..]);
                self.within(count, column)?;
                let mut levels = |most: u32| match most {
                    0 => Ok(Vec::new()),
                    _ => {
                        let (len, after) = rest.split_first_chunk::<4>().ok_or_else(short)?;
                        let (levels, after) = after.split_at_checked(u32::from_le_bytes(*len) as usize).ok_or_else(short)?;
                        rest = after;
                        encoding::runs(levels, width(most), count).ok_or_else(short)
                    }
                };
                let (repetition, definition) = (levels(self.leaf.repetition)?, levels(self.leaf.definition)?);
                let parts = Parts { repetition, definition, values: rest, encoding: of.int(2).ok_or_else(short)?, count };
                self.add(&parts, column, meter)?;
                Ok(count)
            }
            Some(DATA_V2) => {
                let of = head.field(8).ok_or_else(short)?;
                let count = of.size(1).ok_or_else(short)?;
                self.within(count, column)?;
                let (lists, nulls) = (of.size(6).unwrap_or(0), of.size(5).unwrap_or(0));
                let (repetition, rest) = packed.split_at_checked(lists).ok_or_else(short)?;
                let (definition, rest) = rest.split_at_checked(nulls).ok_or_else(short)?;
                let levels = |bytes: &[u8], most: u32| match most {
                    0 => Ok(Vec::new()),
                    _ => encoding::runs(bytes, width(most), count).ok_or_else(short),
                };
                let (repetition, definition) = (levels(repetition, self.leaf.repetition)?, levels(definition, self.leaf.definition)?);
                let codec = if of.is(7) == Some(false) || rest.is_empty() { 0 } else { self.codec };
                let bytes = codec::unpack(codec, rest, size.checked_sub(lists + nulls).ok_or_else(short)?)?;
                meter.add(bytes.len())?;
                let parts = Parts { repetition, definition, values: &bytes, encoding: of.int(4).ok_or_else(short)?, count };
                self.add(&parts, column, meter)?;
                Ok(count)
            }
            // Index pages hold no values.
            _ => Ok(0),
        }
    }

    /// Ends the last row.
    pub(super) fn finish(mut self, column: &mut RawColumn) -> Result<(), ReadError> {
        self.open.take().map_or(Ok(()), |row| column.push(&row))
    }

    /// More values than rows are possible in lists only.
    fn within(&self, count: usize, column: &RawColumn) -> Result<(), ReadError> {
        let is_too_long = if self.leaf.repetition == 0 { column.len() + count > self.most } else { count > super::MOST_CELLS };
        if is_too_long { Err(broken("column of another length")) } else { Ok(()) }
    }

    fn add(&mut self, parts: &Parts<'_>, column: &mut RawColumn, meter: &mut Meter) -> Result<(), ReadError> {
        let is_there = |at: usize| parts.definition.get(at).is_none_or(|level| *level == self.leaf.definition);
        let there = (0..parts.count).filter(|at| is_there(*at)).count();
        let values = self.values(parts, there, meter)?;
        let mut next = 0;
        for at in 0..parts.count {
            let text = if parts.definition.get(at).is_none_or(|level| *level == self.leaf.definition) {
                next += 1;
                match &values {
                    Values::Own(texts) => texts.get(next - 1),
                    Values::Known(keys) => keys.get(next - 1).and_then(|key| self.dictionary.get(*key as usize)),
                }
                .ok_or_else(short)?
            } else {
                ""
            };
            if self.leaf.repetition == 0 {
                column.push(text)?;
                continue;
            }
            let goes_on = parts.repetition.get(at).is_some_and(|level| *level > 0);
            match &mut self.open {
                Some(row) if goes_on => {
                    meter.add(text.len() + 2)?;
                    row.push_str(", ");
                    row.push_str(text);
                }
                open => {
                    if let Some(row) = open.replace(text.to_owned()) {
                        if column.len() >= self.most {
                            return Err(broken("column of another length"));
                        }
                        column.push(&row)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn values(&self, parts: &Parts<'_>, there: usize, meter: &mut Meter) -> Result<Values, ReadError> {
        const PLAIN_DICTIONARY: i64 = 2;
        const DICTIONARY_KEYS: i64 = 8;
        if !matches!(parts.encoding, PLAIN_DICTIONARY | DICTIONARY_KEYS) {
            return self.texts(parts.encoding, parts.values, there, meter).map(Values::Own);
        }
        if there == 0 {
            return Ok(Values::Known(Vec::new()));
        }
        let (width, keys) = parts.values.split_first().ok_or_else(short)?;
        encoding::runs(keys, usize::from(*width), there).map(Values::Known).ok_or_else(short)
    }

    /// The texts of stored values.
    fn texts(&self, encoding: i64, bytes: &[u8], count: usize, meter: &mut Meter) -> Result<Texts, ReadError> {
        let mut texts = Texts::default();
        let mut refusal = None;
        let mut take = |value: &[u8]| {
            let text = self.leaf.text(value)?;
            if let Err(error) = meter.add(text.len()) {
                refusal = Some(error);
                return None;
            }
            texts.push(&text)
        };
        let done = each(self.leaf.physical, encoding, bytes, count, &mut take);
        match (refusal, done) {
            (Some(error), _) => Err(error),
            (None, Some(())) if texts.len() >= count => Ok(texts),
            _ if !(0..=9).contains(&encoding) => Err(broken("encoding")),
            _ => Err(short()),
        }
    }
}

/// Gives each stored value to `take`.
fn each(physical: Physical, encoding: i64, bytes: &[u8], count: usize, take: &mut impl FnMut(&[u8]) -> Option<()>) -> Option<()> {
    const PLAIN: i64 = 0;
    const RUNS: i64 = 3;
    const DELTAS: i64 = 5;
    const DELTA_LENGTHS: i64 = 6;
    const DELTA_TEXTS: i64 = 7;
    const STREAMS: i64 = 9;
    let fixed = |bytes: &[u8], width: usize, take: &mut dyn FnMut(&[u8]) -> Option<()>| {
        bytes.get(..width.checked_mul(count)?)?.chunks_exact(width).try_for_each(take)
    };
    match (encoding, physical) {
        (PLAIN, Physical::Boolean) => encoding::flags(bytes, count)?.iter().try_for_each(|flag| take(&[u8::from(*flag != 0)])),
        (PLAIN, Physical::Bytes) => {
            let mut rest = bytes;
            for _ in 0..count {
                let (len, after) = rest.split_first_chunk::<4>()?;
                let (value, after) = after.split_at_checked(u32::from_le_bytes(*len) as usize)?;
                take(value)?;
                rest = after;
            }
            Some(())
        }
        (PLAIN, _) => fixed(bytes, physical.width()?, take),
        (RUNS, Physical::Boolean) => {
            let flags = encoding::runs(bytes.get(4..)?, 1, count)?;
            flags.iter().try_for_each(|flag| take(&[u8::from(*flag != 0)]))
        }
        (DELTAS, Physical::Int32) => {
            let (numbers, _) = encoding::deltas(bytes, count)?;
            // Differences of 32-bit numbers wrap around at 32 bits.
            numbers.iter().try_for_each(|number| number.to_le_bytes().first_chunk::<4>().and_then(|low| take(low)))
        }
        (DELTAS, Physical::Int64) => {
            let (numbers, _) = encoding::deltas(bytes, count)?;
            numbers.iter().try_for_each(|number| take(&number.to_le_bytes()))
        }
        (DELTA_LENGTHS, Physical::Bytes) => encoding::delta_lengths(bytes, count)?.into_iter().try_for_each(take),
        (DELTA_TEXTS, Physical::Bytes | Physical::Fixed(_)) => encoding::delta_texts(bytes, count, take),
        (STREAMS, _) => {
            let width = physical.width()?;
            fixed(&encoding::streams(bytes, width, count)?, width, take)
        }
        _ => None,
    }
}
