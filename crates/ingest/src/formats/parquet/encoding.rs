//! The encodings of values and levels
//! (<https://github.com/apache/parquet-format/blob/master/Encodings.md>). `None`: the bytes do not hold what they declare.

use super::thrift::{unzigzag, varint};

/// Bits of whole numbers, the lowest first.
fn bits(bytes: &[u8], at: usize, width: usize) -> Option<u64> {
    let mut number = 0_u128;
    let first = at / 8;
    for (place, byte) in bytes.get(first..(at + width).div_ceil(8))?.iter().enumerate() {
        number |= u128::from(*byte) << (place * 8);
    }
    let number = u64::try_from((number >> (at % 8)) & u128::from(u64::MAX)).ok()?;
    Some(if width >= 64 { number } else { number & ((1 << width) - 1) })
}

/// Levels, keys of a dictionary, truth values: runs and groups of eight.
pub(super) fn runs(mut bytes: &[u8], width: usize, count: usize) -> Option<Vec<u32>> {
    let mut numbers = Vec::new();
    if width > 32 {
        return None;
    }
    while numbers.len() < count {
        let (head, len) = varint(bytes)?;
        bytes = bytes.get(len..)?;
        let left = count - numbers.len();
        let size = usize::try_from(head >> 1).ok()?;
        if head & 1 == 0 {
            let len = width.div_ceil(8);
            let value = u32::try_from(bits(bytes, 0, len * 8)?).ok()?;
            bytes = bytes.get(len..)?;
            numbers.resize(numbers.len() + size.min(left), value);
            if size == 0 {
                return None;
            }
        } else {
            // The last group may be cut off where nothing of it is needed.
            for at in 0..size.checked_mul(8)?.min(left) {
                numbers.push(u32::try_from(bits(bytes, at.checked_mul(width)?, width)?).ok()?);
            }
            bytes = bytes.get(size.checked_mul(width)?.min(bytes.len())..)?;
        }
    }
    Some(numbers)
}

/// Truth values, one bit each.
pub(super) fn flags(bytes: &[u8], count: usize) -> Option<Vec<u32>> {
    (0..count).map(|at| bits(bytes, at, 1).and_then(|bit| u32::try_from(bit).ok())).collect()
}

/// Differences of whole numbers in blocks; also the bytes they take.
pub(super) fn deltas(bytes: &[u8], most: usize) -> Option<(Vec<i64>, usize)> {
    let mut at = 0;
    let next = |at: &mut usize| {
        let (number, len) = varint(bytes.get(*at..)?)?;
        *at += len;
        Some(number)
    };
    let block = usize::try_from(next(&mut at)?).ok()?;
    let minis = usize::try_from(next(&mut at)?).ok()?;
    let count = usize::try_from(next(&mut at)?).ok()?;
    let mut value = unzigzag(next(&mut at)?);
    let size = block.checked_div(minis)?;
    if count > most || size == 0 || size % 8 != 0 || minis > 1024 {
        return None;
    }
    let mut numbers = Vec::new();
    if count > 0 {
        numbers.push(value);
    }
    while numbers.len() < count {
        let least = unzigzag(next(&mut at)?);
        let widths = bytes.get(at..at + minis)?;
        at += minis;
        for width in widths.iter().map(|width| usize::from(*width)) {
            let left = count - numbers.len();
            if left == 0 {
                break;
            }
            if width > 64 {
                return None;
            }
            let packed = bytes.get(at..)?;
            for place in 0..size.min(left) {
                let step = bits(packed, place.checked_mul(width)?, width)?.cast_signed();
                value = value.wrapping_add(least).wrapping_add(step);
                numbers.push(value);
            }
            at = at.checked_add(size.checked_mul(width)? / 8)?.min(bytes.len());
        }
    }
    Some((numbers, at))
}

/// Texts after all their lengths.
pub(super) fn delta_lengths(bytes: &[u8], most: usize) -> Option<Vec<&[u8]>> {
    let (lengths, at) = deltas(bytes, most)?;
    let mut rest = bytes.get(at..)?;
    let mut texts = Vec::with_capacity(lengths.len());
    for length in lengths {
        let (text, after) = rest.split_at_checked(usize::try_from(length).ok()?)?;
        texts.push(text);
        rest = after;
    }
    Some(texts)
}

/// Texts that share their beginning with the one before, given to `take` one by one; it says when it has enough.
pub(super) fn delta_texts(bytes: &[u8], most: usize, mut take: impl FnMut(&[u8]) -> Option<()>) -> Option<()> {
    let (shared, at) = deltas(bytes, most)?;
    let ends = delta_lengths(bytes.get(at..)?, most)?;
    let mut text: Vec<u8> = Vec::new();
    for (shared, end) in shared.iter().zip(&ends) {
        let shared = usize::try_from(*shared).ok().filter(|len| *len <= text.len())?;
        text.truncate(shared);
        text.extend_from_slice(end);
        take(&text)?;
    }
    (shared.len() == ends.len()).then_some(())
}

/// Numbers whose first bytes stand together, then their second ones.
pub(super) fn streams(bytes: &[u8], width: usize, count: usize) -> Option<Vec<u8>> {
    if bytes.len() != width.checked_mul(count)? {
        return None;
    }
    let mut out = Vec::with_capacity(bytes.len());
    for at in 0..count {
        for stream in 0..width {
            out.push(*bytes.get(stream * count + at)?);
        }
    }
    Some(out)
}
