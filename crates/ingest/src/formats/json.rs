//! JSON: a list of records, lists inside an object, columns of lists, or one record a line.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::ReadError;
use super::csv::MOST_COLUMNS;
use crate::layout::trimmed;
use crate::raw::{RawColumn, RawTable, Unreadable};

/// Records inside records are opened to this depth; what lies deeper stays as its text.
const DEEPEST: usize = 8;

/// Cells of a table of which most may be missing.
const MOST_SPARSE: usize = 20_000_000;

/// A single object with fewer fields is an answer or an error, not a record.
const LEAST_FIELDS: usize = 4;

/// Could the text be JSON? A bracket alone may also begin a CSV header.
pub(super) fn looks_like(head: &[u8]) -> bool {
    let mut rest = head.iter().copied().filter(|byte| !byte.is_ascii_whitespace());
    let opening = rest.next();
    let next = rest.next();
    match opening {
        // An empty object before anything but another one is the first line of something else: MYOB's exports begin so.
        Some(b'{') => next == Some(b'"') || (next == Some(b'}') && rest.next().is_none_or(|byte| byte == b'{')),
        Some(b'[') => matches!(next, Some(b'{' | b'[' | b']' | b'"')) || next.is_some_and(|byte| byte.is_ascii_digit()),
        _ => false,
    }
}

/// Reads the tables of a JSON text.
pub(super) fn read(template: &RawTable, text: &str) -> Result<Vec<RawTable>, ReadError> {
    let place = Lines::new(text);
    let tables = match serde_json::from_str::<Vec<&RawValue>>(text) {
        Ok(items) => vec![records(template, "", &items, &place)?],
        Err(_) => match serde_json::from_str::<BTreeMap<String, &RawValue>>(text) {
            Ok(object) => parts(template, &object, &place)?,
            Err(whole) => lines(template, text, &place)?.ok_or_else(|| ReadError::Broken(format!("line {}: {whole}", whole.line())))?,
        },
    };
    let tables: Vec<RawTable> = tables.into_iter().filter(|table| !table.headers.is_empty()).collect();
    if tables.is_empty() { Err(ReadError::NotATable) } else { Ok(tables) }
}

/// One record a line; a line that is broken costs itself only.
fn lines(template: &RawTable, text: &str, place: &Lines) -> Result<Option<Vec<RawTable>>, ReadError> {
    let mut builder = Builder::new(template, "");
    let mut read = 0;
    for line in text.lines().filter(|line| !trimmed(line).is_empty()) {
        let number = place.line(line.as_ptr() as usize);
        match serde_json::from_str::<Record>(trimmed(line)) {
            Ok(record) => {
                builder.record(number, &record)?;
                read += 1;
            }
            Err(_) => builder.broken(number),
        }
        if read == 0 && builder.unreadable.len() > 3 {
            return Ok(None);
        }
    }
    if read > 0 { builder.finish().map(|table| Some(vec![table])) } else { Ok(None) }
}

/// Lists of an object are tables of their own; lists of plain values side by side are columns.
fn parts(template: &RawTable, object: &BTreeMap<String, &RawValue>, place: &Lines) -> Result<Vec<RawTable>, ReadError> {
    if let Some(table) = matrix(template, object, place)? {
        return Ok(vec![table]);
    }
    let mut tables = Vec::new();
    let mut columns: Vec<(&str, Vec<Node>)> = Vec::new();
    for (name, value) in object {
        if let Ok(items) = serde_json::from_str::<Vec<&RawValue>>(value.get()) {
            let is_list_of_records = items.first().is_some_and(|item| item.get().starts_with(['{', '[']));
            if is_list_of_records {
                tables.push(records(template, name, &items, place)?);
            } else if let Ok(values) = serde_json::from_str::<Vec<Node>>(value.get()) {
                columns.push((name, values));
            }
        } else if let Ok(inner) = serde_json::from_str::<BTreeMap<String, &RawValue>>(value.get()) {
            // `{"response": {"records": [...]}}`
            let holds_lists = inner.values().any(|value| value.get().starts_with("[{"));
            if holds_lists {
                tables.extend(parts(template, &inner, place)?);
            }
        }
    }
    // As texts in written order: a map of names alone would sort them.
    columns.sort_by_key(|(name, _)| object.get(*name).map(|value| value.get().as_ptr() as usize));
    if tables.is_empty() && columns.len() > 1 {
        let mut builder = Builder::new(template, "");
        let rows = columns.iter().map(|(_, values)| values.len()).max().unwrap_or(0);
        for row in 0..rows {
            let cells = columns.iter().map(|(name, values)| ((*name).to_owned(), values.get(row).map_or_else(String::new, text_of)));
            builder.cells(u32::try_from(row + 1).unwrap_or(u32::MAX), cells)?;
        }
        tables.push(builder.finish()?);
    } else if tables.is_empty() && object.len() >= LEAST_FIELDS {
        let pairs = object.iter().filter_map(|(name, value)| Some((name.clone(), serde_json::from_str(value.get()).ok()?)));
        let record = Record(pairs.collect());
        let mut builder = Builder::new(template, "");
        builder.record(1, &record)?;
        tables.push(builder.finish()?);
    }
    // In the order in which they are written.
    tables.sort_by_key(|table| object.get(&table.part).map(|value| value.get().as_ptr() as usize));
    Ok(tables)
}

/// `{"columns": ["id", "amount"], "data": [[1, 2], [3, 4]]}`.
fn matrix(template: &RawTable, object: &BTreeMap<String, &RawValue>, place: &Lines) -> Result<Option<RawTable>, ReadError> {
    let list = |names: &[&str]| names.iter().find_map(|name| serde_json::from_str::<Vec<&RawValue>>(object.get(*name)?.get()).ok());
    let (Some(names), Some(rows)) = (list(&["columns", "fields", "headers", "header"]), list(&["rows", "data", "values", "records"]))
    else {
        return Ok(None);
    };
    let name = |item: &&RawValue| match serde_json::from_str::<Node>(item.get()) {
        Ok(Node::Record(fields)) => fields
            .iter()
            .find(|(key, _)| matches!(key.as_str(), "name" | "label" | "title"))
            .map_or_else(String::new, |(_, value)| text_of(value)),
        Ok(other) => text_of(&other),
        Err(_) => String::new(),
    };
    if !rows.first().is_some_and(|row| row.get().starts_with('[')) {
        return Ok(None);
    }
    let names = crate::layout::unique_names(names.iter().map(name));
    let mut builder = Builder::new(template, "");
    for row in rows {
        let line = place.line(row.get().as_ptr() as usize);
        match serde_json::from_str::<Vec<Node>>(row.get()) {
            Ok(cells) => builder.cells(line, names.iter().cloned().zip(cells.iter().map(text_of)))?,
            Err(_) => builder.broken(line),
        }
    }
    builder.finish().map(Some)
}

fn records(template: &RawTable, part: &str, items: &[&RawValue], place: &Lines) -> Result<RawTable, ReadError> {
    let mut builder = Builder::new(template, part);
    let mut header: Option<Vec<String>> = None;
    for item in items {
        let number = place.line(item.get().as_ptr() as usize);
        if let Ok(record) = serde_json::from_str::<Record>(item.get()) {
            builder.record(number, &record)?;
        } else if let Ok(list) = serde_json::from_str::<Vec<Node>>(item.get()) {
            // A list of lists: the first one names the columns.
            match &header {
                None => header = Some(crate::layout::unique_names(list.iter().map(text_of))),
                Some(names) => builder.cells(number, names.iter().cloned().zip(list.iter().map(text_of)))?,
            }
        } else {
            builder.broken(number);
        }
    }
    builder.finish()
}

struct Builder<'a> {
    template: &'a RawTable,
    part: String,
    headers: Vec<String>,
    positions: BTreeMap<String, usize>,
    columns: Vec<RawColumn>,
    lines: Vec<u32>,
    unreadable: Vec<Unreadable>,
    /// Cells that are there; the others are filled up at the end.
    filled: usize,
}

impl<'a> Builder<'a> {
    fn new(template: &'a RawTable, part: &str) -> Self {
        Self {
            template,
            part: part.to_owned(),
            headers: Vec::new(),
            positions: BTreeMap::new(),
            columns: Vec::new(),
            lines: Vec::new(),
            unreadable: Vec::new(),
            filled: 0,
        }
    }

    fn record(&mut self, line: u32, record: &Record) -> Result<(), ReadError> {
        let mut cells = Vec::new();
        flatten("", &record.0, 0, &mut cells);
        self.cells(line, cells.into_iter())
    }

    fn cells(&mut self, line: u32, cells: impl Iterator<Item = (String, String)>) -> Result<(), ReadError> {
        let mut seen = BTreeSet::new();
        for (name, text) in cells {
            let at = match self.positions.get(&name) {
                Some(at) => *at,
                None => {
                    if self.headers.len() >= MOST_COLUMNS {
                        return Err(ReadError::TooManyColumns);
                    }
                    self.positions.insert(name.clone(), self.headers.len());
                    self.headers.push(name);
                    self.columns.push(RawColumn::default());
                    self.headers.len() - 1
                }
            };
            if seen.insert(at)
                && let Some(column) = self.columns.get_mut(at)
            {
                fill(column, self.lines.len())?;
                column.push(&text)?;
                self.filled += 1;
            }
        }
        self.lines.push(line);
        // Records with next to no key in common are no table, and would take the memory of a full one.
        let all = self.headers.len() * self.lines.len();
        if all > MOST_SPARSE && self.filled < all / 50 { Err(ReadError::TooManyColumns) } else { Ok(()) }
    }

    fn broken(&mut self, line: u32) {
        self.unreadable.push(Unreadable { code: "E-JSON-RECORD", line });
    }

    fn finish(mut self) -> Result<RawTable, ReadError> {
        let rows = self.lines.len();
        self.columns.iter_mut().try_for_each(|column| fill(column, rows))?;
        let headers = crate::layout::unique_names(self.headers.into_iter().map(|name| trimmed(&name).to_owned()));
        Ok(RawTable {
            part: self.part,
            header_line: 1,
            headers,
            columns: self.columns,
            lines: self.lines,
            unreadable: self.unreadable,
            ..self.template.clone()
        })
    }
}

/// Fills a column up to as many rows.
fn fill(column: &mut RawColumn, rows: usize) -> Result<(), ReadError> {
    (column.len()..rows).try_for_each(|_| column.push_trimmed(""))
}

/// `{"owner": {"name": "Ann"}}` becomes the cell `owner.name`.
fn flatten(prefix: &str, record: &[(String, Node)], depth: usize, out: &mut Vec<(String, String)>) {
    for (name, value) in record {
        let name = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        match value {
            Node::Record(inner) if depth < DEEPEST => flatten(&name, inner, depth + 1, out),
            _ => out.push((name, text_of(value))),
        }
    }
}

fn text_of(value: &Node) -> String {
    match value {
        Node::Text(text) => text.clone(),
        Node::List(items) => items.iter().map(text_of).collect::<Vec<_>>().join(", "),
        Node::Record(fields) => fields.iter().map(|(name, value)| format!("{name}: {}", text_of(value))).collect::<Vec<_>>().join("; "),
    }
}

/// A value as texts, in the order in which it is written.
enum Node {
    Text(String),
    List(Vec<Node>),
    Record(Vec<(String, Node)>),
}

/// An object as its fields, in the order in which they are written.
struct Record(Vec<(String, Node)>);

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match deserializer.deserialize_map(NodeVisitor)? {
            Node::Record(fields) => Ok(Self(fields)),
            _ => Err(serde::de::Error::custom("not an object")),
        }
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Text(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Text(String::new()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let mut fields = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            fields.push(entry);
        }
        Ok(Node::Record(fields))
    }
}

/// The line of a place in a text.
struct Lines {
    start: usize,
    ends: Vec<usize>,
}

impl Lines {
    fn new(text: &str) -> Self {
        Self { start: text.as_ptr() as usize, ends: text.match_indices('\n').map(|(at, _)| at).collect() }
    }

    fn line(&self, address: usize) -> u32 {
        let at = address.saturating_sub(self.start);
        u32::try_from(self.ends.partition_point(|end| *end < at) + 1).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::{RawTable, ReadError, read};

    fn rows(table: &RawTable) -> Vec<String> {
        (0..table.len()).map(|row| table.columns.iter().map(|column| column.get(row)).collect::<Vec<_>>().join("|")).collect()
    }

    fn tables(text: &str) -> Vec<RawTable> {
        read(&RawTable::default(), text).unwrap()
    }

    #[test]
    fn shapes() {
        let list = tables("[\n{\"id\":1,\"owner\":{\"name\":\"Ann\"}},\n{\"id\":\"002\",\"won\":true,\"tags\":[\"a\",\"b\"]}\n]");
        assert_eq!(list[0].headers, ["id", "owner.name", "won", "tags"]);
        assert_eq!(rows(&list[0]), ["1|Ann||", "002||true|a, b"]);
        assert_eq!(list[0].lines, [2, 3]);
        let lists = tables(r#"{"meta":{"n":1},"deals":[{"id":1}],"accounts":[{"name":"x"}]}"#);
        assert_eq!(lists.iter().map(|table| table.part.as_str()).collect::<Vec<_>>(), ["deals", "accounts"]);
        let columns = tables(r#"{"id":[1,2],"amount":[10.5,null]}"#);
        assert_eq!(rows(&columns[0]), ["1|10.5", "2|"]);
        let matrix = tables(r#"[["id","amount"],[1,2],[3,4]]"#);
        assert_eq!(rows(&matrix[0]), ["1|2", "3|4"]);
        let nested = tables(r#"{"response":{"records":[{"id":1}]}}"#);
        assert_eq!(rows(&nested[0]), ["1"]);
    }

    #[test]
    fn broken_records_are_listed() {
        let lines = tables("{\"id\":1}\n{\"id\":\n{\"id\":3}\n");
        assert_eq!((lines[0].lines.as_slice(), lines[0].unreadable[0].line), ([1, 3].as_slice(), 2));
        let list = tables("[{\"id\":1},\n{\"id\":1e309},\n{\"id\":3}]");
        assert_eq!((list[0].len(), list[0].unreadable[0].line), (2, 2));
    }

    #[test]
    fn refusals() {
        assert!(matches!(read(&RawTable::default(), "[{\"id\":1}"), Err(ReadError::Broken(_))));
        assert!(matches!(read(&RawTable::default(), "[1,2]"), Ok(_) | Err(ReadError::NotATable)));
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(read(&RawTable::default(), &deep).is_err());
    }
}
