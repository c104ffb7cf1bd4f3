//! Parquet files of every encoding and compression, written by another program (`tests/parquet/make.py`), against what they say.
#![cfg(test)]

use kpi_model::Failure;
use kpi_tests::root;
use kpi_workbench::{RawTable, Reader};

fn read(path: &std::path::Path) -> Result<Vec<RawTable>, Failure> {
    let name = path.file_name().unwrap().to_string_lossy();
    Reader::read(&name, &std::fs::read(path).unwrap()).map_err(|error| error.failure(&name))
}

fn cells(table: &RawTable, header: &str) -> Vec<String> {
    let at = table.headers.iter().position(|known| known == header).unwrap_or_else(|| panic!("no column {header}"));
    table.columns[at].iter().map(str::to_owned).collect()
}

#[test]
fn files_say_what_they_hold() {
    let folder = root().join("tests/parquet");
    let expected = read(&folder.join("expected.csv")).unwrap().remove(0);
    let mut seen = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|end| end != "parquet") {
            continue;
        }
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let got = read(&path);
        if name == "brotli" {
            let failure = got.unwrap_err();
            assert_eq!(failure.code, "E-FILE-FORMAT");
            assert!(failure.what.en.contains("Parquet + Brotli"), "{failure:?}");
            continue;
        }
        let table = got.unwrap_or_else(|error| panic!("{name}: {error:?}")).remove(0);
        assert_eq!((table.format.as_str(), table.header_line), ("Parquet", 1));
        if name == "empty" {
            assert_eq!((table.len(), table.headers.len()), (0, 16));
            continue;
        }
        assert_eq!(table.len(), expected.len(), "{name}");
        for header in &table.headers {
            assert_eq!(cells(&table, header), cells(&expected, header), "{name}: {header}");
        }
        seen += table.headers.len();
    }
    // 24 files of 16 columns and one without its lists.
    assert_eq!(seen, 24 * 16 + 13);
}
