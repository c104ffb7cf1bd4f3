//! Unpacking of pages; the size a page declares is the most it may have.

use std::borrow::Cow;
use std::io::Read;

use super::super::ReadError;

/// Bytes of one page, unpacked.
const MOST_PAGE: usize = 64 << 20;

/// The bytes of a page. `size` is what its header declares.
pub(super) fn unpack(codec: i64, packed: &[u8], size: usize) -> Result<Cow<'_, [u8]>, ReadError> {
    if size > MOST_PAGE {
        return Err(ReadError::TooLarge);
    }
    let bytes = match codec {
        0 => return Ok(Cow::Borrowed(packed)),
        1 => snappy(packed, size)?,
        2 => read(flate2::read::MultiGzDecoder::new(packed), size)?,
        4 => return Err(ReadError::OtherFormat("Parquet + Brotli")),
        5 => lz4_framed(packed, size).map_or_else(|| lz4(packed, size), Ok)?,
        6 => read(ruzstd::decoding::StreamingDecoder::new(packed).map_err(broken)?, size)?,
        7 => lz4(packed, size)?,
        _ => return Err(ReadError::OtherFormat("Parquet + LZO")),
    };
    if bytes.len() == size { Ok(Cow::Owned(bytes)) } else { Err(broken("a page of another size than declared")) }
}

fn broken(error: impl std::fmt::Display) -> ReadError {
    ReadError::Broken(error.to_string())
}

fn read(from: impl Read, size: usize) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    // One more than declared, so that a longer page is noticed.
    from.take(size as u64 + 1).read_to_end(&mut bytes).map_err(broken)?;
    Ok(bytes)
}

fn snappy(packed: &[u8], size: usize) -> Result<Vec<u8>, ReadError> {
    if snap::raw::decompress_len(packed).map_err(broken)? != size {
        return Err(broken("a page of another size than declared"));
    }
    snap::raw::Decoder::new().decompress_vec(packed).map_err(broken)
}

fn lz4(packed: &[u8], size: usize) -> Result<Vec<u8>, ReadError> {
    lz4_flex::block::decompress(packed, size).map_err(broken)
}

/// The older form: blocks, each after its two sizes.
fn lz4_framed(packed: &[u8], size: usize) -> Option<Vec<u8>> {
    let (mut out, mut rest) = (Vec::new(), packed);
    while !rest.is_empty() {
        let (sizes, after) = rest.split_at_checked(8)?;
        let number = |at: usize| Some(u32::from_be_bytes(sizes.get(at..at + 4)?.try_into().ok()?) as usize);
        let (full, len) = (number(0)?, number(4)?);
        let (block, after) = after.split_at_checked(len)?;
        if out.len() + full > size {
            return None;
        }
        out.extend(lz4_flex::block::decompress(block, full).ok()?);
        rest = after;
    }
    Some(out)
}
