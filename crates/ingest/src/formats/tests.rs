//! Reading whole files and files in pieces.

use std::io::Write;

use kpi_model::ReadAs;

use super::{RawTable, ReadError, Reader};

fn one(name: &str, bytes: &[u8]) -> RawTable {
    let mut tables = Reader::read(name, bytes).unwrap();
    assert_eq!(tables.len(), 1, "{name}");
    tables.remove(0)
}

fn chunked(bytes: &[u8], size: usize) -> Vec<RawTable> {
    let mut reader = Reader::new("a.csv", ReadAs::default());
    for chunk in bytes.chunks(size) {
        reader.push(chunk).unwrap();
    }
    reader.finish().unwrap()
}

#[test]
fn any_chunk_size_gives_the_same_table() {
    let mut text = String::from("\u{feff}id,名称,note\r\n");
    for i in 0..4000 {
        text.push_str(&format!("{i},客户{i},\"line one\nline \"\"two\"\", {i}\"\r\n\r\n"));
    }
    let whole = one("a.csv", text.as_bytes());
    assert_eq!((whole.len(), whole.encoding.as_str()), (4000, "UTF-8 BOM"));
    assert_eq!(whole.columns[2].get(7), "line one\nline \"two\", 7");
    assert_eq!((whole.lines[0], whole.lines[1]), (2, 5));
    for size in [1, 7, 4096, 65_536, 70_001] {
        assert!(chunked(text.as_bytes(), size) == [whole.clone()], "chunk size {size}");
    }
    let (legacy, ..) = encoding_rs::GB18030.encode(text.trim_start_matches('\u{feff}'));
    let legacy_whole = one("a.csv", &legacy);
    assert_eq!((legacy_whole.encoding.as_str(), legacy_whole.columns[1].get(3999)), ("GB18030", "客户3999"));
    for size in [1, 7, 4096, 70_001] {
        assert!(chunked(&legacy, size) == [legacy_whole.clone()], "chunk size {size}");
    }
}

#[test]
fn delimiters_blank_and_ragged_lines() {
    for delimiter in [",", ";", "\t", "|"] {
        let text = ["a,b,c", "1,2,3", "", "4,5", "6,7,8,", ",,", "9,9,9,9"].join("\n").replace(',', delimiter);
        let table = one("a.csv", text.as_bytes());
        assert_eq!(table.delimiter, delimiter.as_bytes()[0]);
        assert_eq!(table.lines, [2, 4, 5]);
        assert_eq!(table.short_lines, [4]);
        assert_eq!(table.unreadable[0].line, 7);
    }
    let european = one("a.csv", b"a;b\n\"1,5\";2\n\"2,5\";3");
    assert_eq!((european.delimiter, european.columns[0].get(1)), (b';', "2,5"));
    let named = one("a.csv", b"sep=;\r\na;b\r\n1;2\r\n");
    assert_eq!((named.delimiter, named.header_line, named.lines[0]), (b';', 2, 3));
    let old = one("a.csv", b"a,b\r1,2\r3,4\r");
    assert_eq!(old.lines, [2, 3]);
}

#[test]
fn encodings_with_and_without_mark() {
    let text = "客户,金额\n北京,10\n";
    for (encoding, name) in [(encoding_rs::UTF_16LE, "UTF-16LE"), (encoding_rs::UTF_16BE, "UTF-16BE")] {
        let units: Vec<u8> = text
            .encode_utf16()
            .flat_map(|unit| if encoding == encoding_rs::UTF_16LE { unit.to_le_bytes() } else { unit.to_be_bytes() })
            .collect();
        assert_eq!(one("a.csv", &units).encoding, name);
        let mark = if name == "UTF-16LE" { [0xff, 0xfe] } else { [0xfe, 0xff] };
        let marked = one("a.csv", &[&mark, units.as_slice()].concat());
        assert_eq!((marked.encoding, marked.columns[0].get(0)), (format!("{name} BOM"), "北京"));
    }
    let mut reader = Reader::new("a.csv", ReadAs { encoding: Some("windows-1252".to_owned()), ..ReadAs::default() });
    reader.push(b"name,city\nM\xfcller,K\xf6ln\n").unwrap();
    assert_eq!(reader.finish().unwrap()[0].columns[1].get(0), "Köln");
}

fn read_as(bytes: &[u8], read_as: ReadAs) -> Result<Vec<RawTable>, ReadError> {
    let mut reader = Reader::new("a.csv", read_as);
    reader.push(bytes)?;
    reader.finish()
}

#[test]
fn what_the_user_decides_goes_before_what_is_found() {
    // A title that is as wide as the table, and names below it.
    let text = b"Deals|2024|East|all\nid|owner|stage|amount\n1|Ann, A|Won|5\n2|Bob, B|Lost|6\n";
    let lines = |line: u32| ReadAs { header_lines: [(String::new(), line)].into(), ..ReadAs::default() };
    let second = &read_as(text, lines(2)).unwrap()[0];
    assert_eq!((second.headers.join(" "), second.header_line, second.len()), ("id owner stage amount".to_owned(), 2, 2));
    let third = &read_as(text, lines(3)).unwrap()[0];
    assert_eq!((third.headers[1].as_str(), third.header_line, third.len()), ("Ann, A", 3, 1));
    let none = &read_as(text, lines(0)).unwrap()[0];
    assert_eq!((none.headers[0].as_str(), none.header_line, none.len()), ("Column 1", 0, 4));
    // A line that is not there changes nothing.
    assert_eq!(read_as(text, lines(99)).unwrap()[0].headers, read_as(text, ReadAs::default()).unwrap()[0].headers);
    let comma = &read_as(text, ReadAs { delimiter: Some(','), ..ReadAs::default() }).unwrap()[0];
    assert_eq!((comma.delimiter, comma.headers.len()), (b',', 2));
    for wrong in
        [ReadAs { encoding: Some("klingon".to_owned()), ..ReadAs::default() }, ReadAs { delimiter: Some('，'), ..ReadAs::default() }]
    {
        assert!(matches!(read_as(text, wrong), Err(ReadError::ReadAs(_))));
    }
}

#[test]
fn damaged_lines_among_plain_ones_are_listed_and_the_others_lose_nothing() {
    let mut bytes = "id,名称\n".as_bytes().to_vec();
    for i in 0..20_000 {
        bytes.extend(format!("{i},客户{i}").as_bytes());
        bytes.extend(if i % 7_001 == 5 { &b"\xff\n"[..] } else { &b"\n"[..] });
    }
    let whole = one("a.csv", &bytes);
    assert_eq!((whole.len(), whole.notes[0].lines.as_slice()), (20_000, [7, 7_008, 14_009].as_slice()));
    assert_eq!(
        [whole.columns[1].get(6), whole.columns[1].get(7_006), whole.columns[1].get(19_999)],
        ["客户6", "客户7006\u{fffd}", "客户19999"]
    );
    for size in [999, 70_000] {
        assert!(chunked(&bytes, size)[0].columns == whole.columns, "{size}");
    }
}

#[test]
fn damaged_letters_cost_their_letter() {
    let table = one("a.csv", "name,city\n客户,北京\nA\u{fffd},x\n".replace('\u{fffd}', "\u{1}").replace('\u{1}', "?").as_bytes());
    assert!(table.notes.is_empty());
    let mut bytes = "name,city\n客户,北京\n".as_bytes().to_vec();
    bytes.extend(vec![b'x'; 70_000]);
    bytes.extend(b",y\nA\xff,z\n");
    let table = one("a.csv", &bytes);
    assert_eq!((table.len(), table.notes[0].code, table.notes[0].lines.as_slice()), (3, "W-TEXT-BYTES", [4].as_slice()));
}

#[test]
fn refusals() {
    assert_eq!(Reader::read("a", b""), Err(ReadError::Empty));
    assert_eq!(Reader::read("a", b"\n \n"), Err(ReadError::Empty));
    assert_eq!(Reader::read("a", b"%PDF-1.7 ..."), Err(ReadError::OtherFormat("PDF")));
    assert_eq!(Reader::read("a", b"just a line\nand another"), Err(ReadError::NotATable));
    assert_eq!(Reader::read("a", b"just a line, with commas\nand another\nand a third one"), Err(ReadError::NotATable));
    assert!(matches!(Reader::read("a", b"PK\x03\x04rest of it"), Err(ReadError::Broken(_))));
}

#[test]
fn unclosed_quote_costs_its_own_line_only() {
    let text = format!("a,b\n1,2\n3,\"open\n{}", "x,y\n".repeat(500));
    let table = one("a", text.as_bytes());
    let lines: Vec<_> = table.unreadable.iter().map(|line| (line.code, line.line)).collect();
    assert_eq!((table.len(), lines), (501, vec![("E-CSV-QUOTE", 3)]));
    assert_eq!((table.columns[0].get(500), table.lines[500]), ("x", 503));
    // A cell of two lines at the end of a file without a last line end is closed.
    let table = one("a", b"a,b\n1,2\n3,\"two\nlines\"");
    assert_eq!((table.len(), table.unreadable.len(), table.columns[1].get(1)), (2, 0, "two\nlines"));
}

#[test]
fn packing_round_trips_and_rejects_noise() {
    let tables = Reader::read("a.csv", "title\n\na,b\n1,二\n,x\n1,2,3\n\nTotal,5".as_bytes()).unwrap();
    let packed = RawTable::pack_all(&tables);
    assert_eq!(RawTable::unpack_all(&packed), Some(tables));
    for cut in 0..packed.len() {
        assert_eq!(RawTable::unpack_all(&packed[..cut]), None);
    }
}

#[test]
fn packed_files() {
    let text = b"id,stage\n1,Won\n2,Lost\n";
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(text).unwrap();
    let gzip = gzip.finish().unwrap();
    let table = one("deals.csv.gz", &gzip);
    assert_eq!((table.name.as_str(), table.len(), table.format.as_str()), ("deals.csv.gz", 2, "gzip, CSV"));
    assert!(matches!(Reader::read("a.gz", &gzip[..gzip.len() - 4]), Err(ReadError::Broken(_))));

    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for name in ["deals.csv", "__MACOSX/._deals.csv", "more/deals.csv"] {
        zip.start_file(name, options).unwrap();
        zip.write_all(text).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    let tables = Reader::read("export.zip", &bytes).unwrap();
    let names: Vec<&str> = tables.iter().map(|table| table.name.as_str()).collect();
    assert_eq!(names, ["export.zip › deals.csv", "export.zip › more/deals.csv"]);

    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("zeros.csv", options).unwrap();
    for _ in 0..300 {
        zip.write_all(&[b'0'; 100_000]).unwrap();
    }
    let bomb = zip.finish().unwrap().into_inner();
    assert_eq!(Reader::read("bomb.zip", &bomb), Err(ReadError::Bomb));
}
