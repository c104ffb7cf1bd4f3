//! Rows of the files as they were read, on the screen and as a file.

use std::collections::BTreeMap;

use kpi_ingest::RawTable;
use kpi_model::{LeftOut, LoadSummary, Locale, Preview, PreviewPage, PreviewRow, Rejected, Table, Text, TextFile};

use crate::csv::Csv;

/// Rows returned at once.
const MOST_ROWS: u32 = 200;

/// A row of a table: one that was read, or a line that could not be cut into cells.
#[derive(Clone, Copy)]
enum Place {
    Row(usize),
    Line(u32),
}

/// A table with the reasons of its lines.
struct View<'a> {
    raw: &'a RawTable,
    reasons: BTreeMap<u32, &'a Rejected>,
}

impl<'a> View<'a> {
    fn new(tables: &'a [RawTable], summary: &'a LoadSummary, file: &str) -> Option<Self> {
        let raw = tables.iter().find(|table| table.name == file)?;
        let table: Option<&Table> = summary.tables.iter().find(|table| table.file == file);
        let rejected = table.into_iter().flat_map(|table| &table.rejected);
        let reasons = rejected.flat_map(|rejected| rejected.lines.iter().map(move |line| (*line, rejected))).collect();
        Some(Self { raw, reasons })
    }

    fn line(&self, place: Place) -> u32 {
        match place {
            Place::Row(row) => self.raw.lines.get(row).copied().unwrap_or(0),
            Place::Line(line) => line,
        }
    }

    fn reason(&self, place: Place) -> Option<&'a Rejected> {
        self.reasons.get(&self.line(place)).copied()
    }

    /// The rows that are not counted, by line.
    fn left_out(&self) -> Vec<Place> {
        let rows = (0..self.raw.len()).map(Place::Row).filter(|place| self.reason(*place).is_some());
        let lines = self.raw.unreadable.iter().map(|unreadable| Place::Line(unreadable.line));
        let mut places: Vec<Place> = rows.chain(lines).collect();
        places.sort_by_key(|place| self.line(*place));
        places
    }

    fn cells(&self, place: Place) -> Vec<String> {
        match place {
            Place::Row(row) => self.raw.columns.iter().map(|column| column.get(row).to_owned()).collect(),
            Place::Line(_) => Vec::new(),
        }
    }
}

/// Rows of a table as read.
pub(crate) fn preview(tables: &[RawTable], summary: &LoadSummary, ask: &Preview) -> PreviewPage {
    let Some(view) = View::new(tables, summary, &ask.file) else {
        return PreviewPage { file: ask.file.clone(), ..PreviewPage::default() };
    };
    let (skip, take) = (ask.offset as usize, ask.limit.min(MOST_ROWS) as usize);
    let (places, total): (Vec<Place>, usize) = if ask.left_out {
        let all = view.left_out();
        (all.iter().skip(skip).take(take).copied().collect(), all.len())
    } else {
        ((0..view.raw.len()).skip(skip).take(take).map(Place::Row).collect(), view.raw.len())
    };
    let row = |place: Place| PreviewRow {
        line: view.line(place),
        cells: view.cells(place),
        reason: view.reason(place).map(|rejected| rejected.reason.clone()),
    };
    PreviewPage {
        file: ask.file.clone(),
        headers: view.raw.headers.clone(),
        rows: places.into_iter().map(row).collect(),
        total: u32::try_from(total).unwrap_or(u32::MAX),
    }
}

/// The rows of a table that are not counted, or all findings, as a file.
pub(crate) fn left_out(tables: &[RawTable], summary: &LoadSummary, ask: &LeftOut) -> TextFile {
    let word = |zh: &str, en: &str| if ask.locale == Locale::Chinese { zh.to_owned() } else { en.to_owned() };
    let text = |text: &Text| text.get(ask.locale).to_owned();
    let mut out = Csv::default();
    let Some(view) = ask.file.as_ref().and_then(|file| View::new(tables, summary, file)) else {
        out.row(
            [word("文件", "file"), word("列", "column"), word("行号", "lines"), word("代码", "code"), word("数量", "count")]
                .into_iter()
                .chain([word("发现", "finding"), word("怎么办", "what to do")]),
        );
        for found in &summary.diagnostics {
            let lines: Vec<String> = found.lines.iter().map(u32::to_string).collect();
            let place = [found.place.file.clone(), found.place.column.clone().unwrap_or_default(), lines.join(" ")];
            out.row(place.into_iter().chain([found.code.clone(), found.count.to_string(), text(&found.what), text(&found.fix)]));
        }
        return out.file(&word("导入报告", "import report"));
    };
    let head = [word("行号", "line"), word("代码", "code"), word("原因", "reason")];
    out.row(head.into_iter().chain(view.raw.headers.iter().cloned()));
    for place in view.left_out() {
        let rejected = view.reason(place);
        let (code, reason) = rejected.map_or_else(Default::default, |rejected| (rejected.code.clone(), text(&rejected.reason)));
        out.row([view.line(place).to_string(), code, reason].into_iter().chain(view.cells(place)));
    }
    out.file(&format!("{} {}", view.raw.name.replace(['/', '\\', '›', ':'], " "), word("未计入", "not counted")))
}
