//! Parquet: columns in pages, described at the end of the file
//! (<https://github.com/apache/parquet-format/blob/master/README.md>).

mod codec;
mod encoding;
mod page;
mod schema;
mod thrift;

use schema::Leaf;
use thrift::Value;

use self::page::Chunk;
use super::sheet::MOST_CELLS;
use super::{ReadError, archive};
use crate::raw::{RawColumn, RawTable};

/// Bytes of the description.
const MOST_FOOTER: usize = 16 << 20;
/// Rows that a number of bytes may stand for: a page of one repeated value takes a few bytes.
const CELLS_PER_BYTE: usize = 20;

/// What has been unpacked and written so far: declared sizes can lie, and texts can be built out of their neighbours.
pub(super) struct Meter {
    packed: u64,
    all: u64,
}

impl Meter {
    fn add(&mut self, bytes: usize) -> Result<(), ReadError> {
        self.all += bytes as u64;
        if archive::is_bomb(self.all, self.packed) { Err(ReadError::Bomb) } else { Ok(()) }
    }
}

fn broken(what: &str) -> ReadError {
    ReadError::Broken(format!("Parquet {what}"))
}

/// Reads the table of a Parquet file.
pub(super) fn read(template: &RawTable, bytes: &[u8]) -> Result<Vec<RawTable>, ReadError> {
    let footer = footer(bytes)?;
    let (meta, _) = Value::read(footer).ok_or_else(|| broken("footer"))?;
    if meta.field(8).is_some() {
        return Err(ReadError::Locked);
    }
    let leaves = schema::leaves(meta.list(2))?;
    let groups = meta.list(4);
    let rows = groups.iter().try_fold(0_usize, |rows, group| rows.checked_add(group.size(3)?)).ok_or_else(|| broken("rows"))?;
    let most = MOST_CELLS.max(bytes.len().saturating_mul(CELLS_PER_BYTE));
    if rows.saturating_mul(leaves.len().max(1)) > most || u32::try_from(rows).is_err() {
        return Err(ReadError::TooLarge);
    }
    if leaves.is_empty() {
        return Err(ReadError::NotATable);
    }
    let mut meter = Meter { packed: bytes.len() as u64, all: 0 };
    let mut columns: Vec<RawColumn> = leaves.iter().map(|_| RawColumn::default()).collect();
    for group in groups {
        let count = group.size(3).unwrap_or(0);
        for (at, (leaf, column)) in leaves.iter().zip(&mut columns).enumerate() {
            let before = column.len();
            let meta = group.list(1).get(at).and_then(|chunk| chunk.field(3)).ok_or_else(|| broken("column chunk"))?;
            chunk(bytes, meta, leaf, before + count, column, &mut meter)?;
            if column.len() != before + count {
                return Err(broken("column of another length"));
            }
        }
    }
    Ok(vec![RawTable {
        format: "Parquet".to_owned(),
        header_line: 1,
        headers: crate::layout::unique_names(leaves.into_iter().map(|leaf| leaf.name)),
        columns,
        lines: (1..=u32::try_from(rows).unwrap_or(u32::MAX)).collect(),
        ..template.clone()
    }])
}

/// The description of the file: before its last eight bytes.
fn footer(bytes: &[u8]) -> Result<&[u8], ReadError> {
    let (rest, mark) = bytes.split_last_chunk::<4>().ok_or_else(|| broken("end"))?;
    if mark == b"PARE" {
        return Err(ReadError::Locked);
    }
    let (rest, len) = rest.split_last_chunk::<4>().ok_or_else(|| broken("end"))?;
    let len = u32::from_le_bytes(*len) as usize;
    if mark != b"PAR1" || len > MOST_FOOTER {
        return Err(broken("end"));
    }
    rest.len().checked_sub(len).and_then(|start| rest.get(start..)).ok_or_else(|| broken("footer"))
}

/// Reads the pages of one column in one row group; stops at `most` rows.
fn chunk(bytes: &[u8], meta: &Value<'_>, leaf: &Leaf, most: usize, column: &mut RawColumn, meter: &mut Meter) -> Result<(), ReadError> {
    let data = meta.size(9).ok_or_else(|| broken("column place"))?;
    // Some writers leave 0 where there is no dictionary.
    let start = meta.size(11).filter(|at| *at > 0 && *at < data).unwrap_or(data);
    let len = meta.size(7).ok_or_else(|| broken("column size"))?;
    let mut rest = start.checked_add(len).and_then(|end| bytes.get(start..end)).ok_or_else(|| broken("column place"))?;
    let (codec, mut left) = (meta.int(4).unwrap_or(0), meta.size(5).unwrap_or(0));
    let mut chunk = Chunk::new(leaf, codec, most);
    while left > 0 && !rest.is_empty() {
        let (head, len) = Value::read(rest).ok_or_else(|| broken("page header"))?;
        let size = head.size(3).ok_or_else(|| broken("page size"))?;
        let page = rest.get(len..).and_then(|rest| rest.get(..size)).ok_or_else(|| broken("page size"))?;
        rest = rest.get(len + size..).unwrap_or(&[]);
        left = left.saturating_sub(chunk.page(&head, page, column, meter)?);
    }
    chunk.finish(column)
}
