//! Show your work: engine fates, catalogue words and the rows as they stand in the files.

use kpi_data::Dataset;
use kpi_engine::{Definition, Formula, Kept, Side, Spread, What, evaluate};
use kpi_ingest::RawTable;
use kpi_model::{Explanation, Failure, Field, Lens, LoadSummary, RowGroup, Rows, RowsPage, SaveRows, TableKind, Text, TextFile};

use crate::csv::Csv;

/// How one cell was computed. Counted + excluded + rows left out at import = all rows of the table.
pub(crate) fn explain(dataset: &Dataset, lens: &Lens, definition: &Definition) -> Result<Explanation, Failure> {
    let failure = |error: kpi_engine::EngineError| error.failure();
    let fates = kpi_engine::explain(dataset, lens, definition).map_err(failure)?;
    let reports = evaluate(dataset, &[(lens.clone(), vec![definition.clone()])]).map_err(failure)?;
    let cell = reports.first().and_then(|report| report.cells.first());
    let table = definition.formula.base().table;
    let from_file = |(code, label, count): &(String, Text, u32)| RowGroup { code: code.clone(), label: label.clone(), count: *count };
    let mut excluded: Vec<RowGroup> = dataset.rejected.get(&table).into_iter().flatten().map(from_file).collect();
    let rejected: u32 = excluded.iter().map(|group| group.count).sum();
    excluded.extend(fates.excluded);
    let kpis = kpi_catalog::all();
    let kpi = kpis.iter().find(|kpi| kpi.id == definition.kpi);
    let variant = kpi.and_then(|kpi| kpi.variants.iter().find(|variant| variant.id == definition.variant));
    // What the user wrote has no words of the catalogue: its name is the id, its formula as the language prints it.
    let (name, words) = match variant {
        Some(variant) => (Text::new(variant.name.0, variant.name.1), Text::new(variant.words.0, variant.words.1)),
        None => {
            let words = kpi_catalog::language::print(&definition.formula).unwrap_or_default();
            (Text::new(definition.kpi.as_str(), definition.kpi.as_str()), words)
        }
    };
    let (above, below) = line_labels(&definition.formula);
    let mut columns: Vec<String> = Vec::new();
    for measure in definition.formula.measures() {
        for field in measure.fields() {
            columns.extend(headers(dataset, measure.table, field));
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    columns.retain(|column| seen.insert(column.clone()));
    Ok(Explanation {
        kpi: definition.kpi.clone(),
        variant: definition.variant.clone(),
        name,
        formula: words,
        numerator_label: above,
        denominator_label: below,
        value: cell.and_then(|cell| cell.value),
        numerator: cell.and_then(|cell| cell.numerator),
        denominator: cell.and_then(|cell| cell.denominator),
        interval: interval(&definition.formula),
        table,
        files: files(dataset, table),
        total: fates.rows + rejected,
        excluded,
        counted: fates.counted,
        in_numerator: fates.in_numerator,
        columns,
    })
}

fn headers(dataset: &Dataset, table: TableKind, field: Field) -> Vec<String> {
    dataset.headers.get(&(source(dataset, table), field)).cloned().unwrap_or_default()
}

/// The kind of the files the rows of a table come from.
fn source(dataset: &Dataset, table: TableKind) -> TableKind {
    dataset.facts(table).map_or(table.origin(), |facts| facts.source)
}

fn files(dataset: &Dataset, table: TableKind) -> Vec<String> {
    let Some(facts) = dataset.facts(table) else {
        return Vec::new();
    };
    let mut files: Vec<u16> = facts.origins.iter().map(|origin| origin.file).collect();
    files.sort_unstable();
    files.dedup();
    files.into_iter().filter_map(|file| dataset.files.get(usize::from(file)).cloned()).collect()
}

fn line_labels(formula: &Formula) -> (Text, Text) {
    let pair = |a: (&str, &str), b: (&str, &str)| (Text::new(a.0, a.1), Text::new(b.0, b.1));
    match formula {
        Formula::Total(_) | Formula::Quantile(..) | Formula::TimeTo(..) => (Text::default(), Text::default()),
        Formula::Ratio { is_part: true, .. } => pair(("符合的", "matching"), ("全部计入的", "all counted")),
        Formula::Ratio { .. } => pair(("分子", "above the line"), ("分母", "below the line")),
        Formula::Mean(_) => pair(("合计", "sum"), ("个数", "number")),
        Formula::Within(..) => pair(("期限内已赢单", "won within the horizon"), ("商机", "opportunities")),
        Formula::LostBetween(..) => pair(("这段时间内输单", "lost in these days"), ("到这段开始仍未关闭", "open when they began")),
        Formula::NetScore { .. } => pair(("推荐者 − 贬损者", "promoters − detractors"), ("有效回答", "answers")),
        Formula::Growth(..) => pair(("本期", "this period"), ("对比期", "period compared")),
        Formula::Distinct(..) => (Text::default(), Text::default()),
        Formula::Repeated(..) => pair(("多次的", "more than once"), ("全部", "all")),
        Formula::Retained(_, _, Kept::Keys) => pair(("留下的", "still there"), ("上一期全部", "all of the period before")),
        Formula::Retained(..) => {
            pair(("上一期客户本期带来", "brought now by those of before"), ("他们上一期带来", "brought by them before"))
        }
        Formula::Reached(..) => pair(("本期有记录的", "with rows in the period"), ("上一期全部", "all of the period before")),
        Formula::Active(..) => pair(("本期有记录的", "with rows in the period"), ("曾经有记录的", "ever with rows")),
        Formula::Contrast(contrast) if contrast.side == Side::Difference => (Text::default(), Text::default()),
        Formula::Contrast(_) => pair(("符合的", "matching"), ("全部计入的", "all counted")),
        Formula::Concentration(_, _, Spread::Largest(_) | Spread::LargestPercent(_)) => pair(("最大的", "the largest"), ("全部", "all")),
        Formula::Concentration(..) => (Text::default(), Text::default()),
        Formula::Calculation(..) => pair(("被除数", "above the line"), ("除数", "below the line")),
        Formula::Share(_) => pair(("本组", "this group"), ("全部", "all")),
        Formula::Lifetime(..) => pair(("每个客户", "one customer"), ("流失的部分", "the part lost")),
    }
}

fn interval(formula: &Formula) -> Text {
    match formula {
        Formula::Ratio { is_part: true, denominator, .. } if !denominator.what.is_money() => {
            Text::new("区间：Wilson，95%", "Interval: Wilson score, 95%")
        }
        Formula::Contrast(contrast) if contrast.side == Side::Difference && contrast.all.1.what == What::Rows => {
            Text::new("区间：Newcombe，95%", "Interval: Newcombe, 95%")
        }
        Formula::Contrast(contrast) if contrast.all.1.what == What::Rows => Text::new("区间：Wilson，95%", "Interval: Wilson score, 95%"),
        Formula::Repeated(..) | Formula::Retained(_, _, Kept::Keys) | Formula::Reached(..) | Formula::Active(..) => {
            Text::new("区间：Wilson，95%", "Interval: Wilson score, 95%")
        }
        Formula::Ratio { is_part: true, .. } => Text::new("区间：比值线性化，95%", "Interval: linearised ratio, 95%"),
        Formula::Mean(_) => Text::new("区间：均值 ± 1.96 标准误", "Interval: mean ± 1.96 standard errors"),
        Formula::Quantile(..) => Text::new("区间：次序统计量，95%", "Interval: order statistics, 95%"),
        Formula::Within(..) | Formula::LostBetween(..) => Text::new("区间：Aalen-Johansen，95%", "Interval: Aalen-Johansen, 95%"),
        Formula::TimeTo(..) => Text::new(
            "区间：Aalen-Johansen 区间的两端各自达到的日子，95%",
            "Interval: when the ends of the Aalen-Johansen interval get there, 95%",
        ),
        Formula::Lifetime(..) => Text::new("区间：流失的部分，Wilson，95%", "Interval: of the part lost, Wilson score, 95%"),
        Formula::NetScore { .. } => Text::new("区间：调整 Wald，95%", "Interval: adjusted Wald, 95%"),
        _ => Text::new("全量统计，没有区间", "A census: no interval"),
    }
}

/// Rows returned at once.
const MOST_ROWS: u32 = 200;
/// Rows of one file.
const MOST_SAVED: usize = 100_000;

/// Rows of one fate as a CSV file, with the file and line each stands on.
pub(crate) fn save_rows(
    tables: &[RawTable],
    dataset: &Dataset,
    summary: &LoadSummary,
    ask: &SaveRows,
    definition: &Definition,
) -> Result<TextFile, Failure> {
    let page = page(tables, dataset, summary, (&ask.lens, &ask.code), definition, 0..MOST_SAVED)?;
    let mut csv = Csv::default();
    csv.row(page.headers.into_iter());
    page.rows.into_iter().for_each(|row| csv.row(row.into_iter()));
    Ok(csv.file(&format!("{} {}", definition.kpi, ask.code)))
}

/// Rows of one fate, as they stand in the files. Rows the import left out are found by the lines of the import report.
pub(crate) fn rows(
    tables: &[RawTable],
    dataset: &Dataset,
    summary: &LoadSummary,
    ask: &Rows,
    definition: &Definition,
) -> Result<RowsPage, Failure> {
    let first = ask.offset as usize;
    let places = first..first.saturating_add(ask.limit.min(MOST_ROWS) as usize);
    page(tables, dataset, summary, (&ask.lens, &ask.code), definition, places)
}

fn page(
    tables: &[RawTable],
    dataset: &Dataset,
    summary: &LoadSummary,
    (lens, code): (&Lens, &str),
    definition: &Definition,
    places: std::ops::Range<usize>,
) -> Result<RowsPage, Failure> {
    let table = definition.formula.base().table;
    let (origins, total) =
        kpi_engine::rows(dataset, lens, definition, code, places.start, places.len()).map_err(|error| error.failure())?;
    let source = source(dataset, table);
    let used = summary.tables.iter().filter(|known| known.kind == Some(source));
    let mut headers: Vec<String> = vec!["file".to_owned(), "line".to_owned()];
    // What lines take over from their orders stands in no row of theirs.
    let is_there = |header: &String| tables.iter().any(|raw| raw.headers.contains(header));
    for column in used.flat_map(|known| known.columns.iter()).filter(|column| column.field.is_some()) {
        if !headers.contains(&column.header) && is_there(&column.header) {
            headers.push(column.header.clone());
        }
    }
    if code.starts_with("E-") {
        return Ok(left_out(tables, summary, code, table, headers, places));
    }
    let row = |origin: &kpi_data::Origin| {
        let raw = tables.get(usize::from(origin.file))?;
        let at = origin.row as usize;
        let mut cells = vec![raw.name.clone(), raw.lines.get(at).copied().unwrap_or(0).to_string()];
        cells.extend(headers.iter().skip(2).map(|header| {
            let column = raw.headers.iter().position(|known| known == header).and_then(|i| raw.columns.get(i));
            column.map_or(String::new(), |column| column.get(at).to_owned())
        }));
        Some(cells)
    };
    let rows = origins.iter().filter_map(row).collect();
    Ok(RowsPage { headers, rows, total })
}

/// Rows the import left out for one reason, by the lines of the import report. A line that is no row at all (too many
/// cells, an open quote) has its place and no cells.
fn left_out(
    tables: &[RawTable],
    summary: &LoadSummary,
    code: &str,
    kind: TableKind,
    headers: Vec<String>,
    page: std::ops::Range<usize>,
) -> RowsPage {
    let mut rows = Vec::new();
    for table in summary.tables.iter().filter(|table| table.kind == Some(kind)) {
        let Some(raw) = tables.iter().find(|raw| raw.name == table.file) else { continue };
        for line in table.rejected.iter().filter(|rejected| rejected.code == code).flat_map(|rejected| &rejected.lines) {
            let at = raw.lines.binary_search(line).ok();
            let cell = |header: &String| {
                let column = raw.headers.iter().position(|known| known == header).and_then(|i| raw.columns.get(i));
                column.zip(at).map_or(String::new(), |(column, at)| column.get(at).to_owned())
            };
            rows.push([vec![raw.name.clone(), line.to_string()], headers.iter().skip(2).map(cell).collect()].concat());
        }
    }
    let total = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    RowsPage { headers, rows: rows.into_iter().skip(page.start).take(page.len()).collect(), total }
}
