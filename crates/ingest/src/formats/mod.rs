//! One file per format; what is not a format we read is refused in words.

mod csv;

use kpi_model::{Failure, Text};

pub use csv::Reader;

/// Why a file cannot be read at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// Nothing in it.
    Empty,
    /// No delimiter and no second column: not a table.
    NotATable,
    /// Another known format.
    OtherFormat(&'static str),
    /// Not UTF-8: first offending line of the file.
    NotUtf8(u32),
    /// Over a limit of the reader.
    TooLarge,
    /// Over 16,384 columns.
    TooManyColumns,
}

impl ReadError {
    /// The refusal as shown to the user.
    #[must_use]
    pub fn failure(&self, file: &str) -> Failure {
        let (code, what, fix) = match self {
            Self::Empty => (
                "E-FILE-EMPTY",
                ("文件是空的".into(), "the file is empty".into()),
                ("重新导出后再拖进来", "Export it again, then drop it."),
            ),
            Self::NotATable => (
                "E-CSV-NOTABLE",
                ("没有找到逗号、分号或制表符分隔的列".into(), "no columns separated by comma, semicolon or tab".into()),
                ("从 CRM 导出 CSV 再试", "Export it as CSV, then drop it."),
            ),
            Self::OtherFormat(format) => (
                "E-FILE-FORMAT",
                (format!("这是{format}文件，这里只读 CSV 和 TSV"), format!("this is {format}; only CSV and TSV are read")),
                ("另存为 CSV（UTF-8）再拖进来", "Save it as CSV (UTF-8), then drop it."),
            ),
            Self::NotUtf8(line) => (
                "E-CSV-UTF8",
                (format!("第 {line} 行不是 UTF-8 编码"), format!("line {line} is not UTF-8")),
                ("另存为“CSV UTF-8”再拖进来", "Save it as \"CSV UTF-8\", then drop it."),
            ),
            Self::TooLarge => (
                "E-FILE-SIZE",
                ("文件超过可读取的大小（每列文字 4 GiB）".into(), "the file is larger than can be read (4 GiB of text per column)".into()),
                ("按年份拆成几个文件", "Split it, for example by year."),
            ),
            Self::TooManyColumns => (
                "E-CSV-COLUMNS",
                ("超过 16,384 列".into(), "over 16,384 columns".into()),
                ("检查分隔符，或只导出需要的列", "Check the delimiter, or export fewer columns."),
            ),
        };
        Failure {
            code: code.to_owned(),
            what: Text::new(format!("{file}：{}", what.0), format!("{file}: {}.", what.1)),
            fix: Text::new(fix.0, fix.1),
        }
    }
}

/// Names a format by its first bytes, if it is one we know and do not read.
fn other_format(head: &[u8]) -> Option<&'static str> {
    const MAGIC: [(&[u8], &str); 9] = [
        (b"PK\x03\x04", "Excel / ZIP"),
        (b"\xd0\xcf\x11\xe0", "Excel 97 / password-protected Office"),
        (b"%PDF", "PDF"),
        (b"\x1f\x8b", "gzip"),
        (b"PAR1", "Parquet"),
        (b"\x89PNG", "PNG"),
        (b"\xff\xd8\xff", "JPEG"),
        (b"\xff\xfe", "UTF-16"),
        (b"\xfe\xff", "UTF-16"),
    ];
    let known = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, name)| *name);
    known.or_else(|| head.contains(&0).then_some("binary"))
}
