//! What was recognised about the form of a table, in words.

use kpi_model::{Diagnostic, Severity, Text};

use super::finding;

/// What stands above the rows of groups, and sheets without a table.
fn others(note: &crate::Note) -> (Severity, Text, Text) {
    let (n, detail) = (note.lines.len(), note.detail.as_str());
    match note.code {
        "N-LAYOUT-GROUPS" => (
            Severity::Note,
            Text::new(
                format!("{n} 行是分组的名称，已填到各组的行里"),
                format!("The names of {n} groups stand above their rows and are given to them"),
            ),
            Text::new("核对第一列的含义", "Check what the first column means."),
        ),
        _ => (
            Severity::Note,
            Text::new(format!("这些工作表里没有表，未使用：{detail}"), format!("No table was found on these sheets: {detail}")),
            Text::new("不用处理", "Nothing to do."),
        ),
    }
}

/// Months or quarters that stood in columns.
fn months(note: &crate::Note) -> (Severity, Text, Text) {
    let detail = note.detail.as_str();
    let what = match note.code {
        "N-LAYOUT-ACTUALS" => Text::new(
            "各月的实际数单独成表，与目标分开",
            "What came of the plan stands in columns of its own and is a table apart from the targets",
        ),
        _ if detail.is_empty() => {
            Text::new("月份或季度在列上，已转成每月一行", "Months or quarters stand in columns and were turned into rows")
        }
        _ => Text::new(
            format!("月份或季度在列上，已转成每月一行；合计列不用：{detail}"),
            format!("Months or quarters stand in columns and were turned into rows; columns of sums are not used: {detail}"),
        ),
    };
    (Severity::Note, what, Text::new("不用处理", "Nothing to do."))
}

/// What was recognised about the form of a table.
pub(crate) fn layout(file: &str, note: &crate::Note) -> Diagnostic {
    let n = note.lines.len();
    let detail = note.detail.as_str();
    let (severity, what, fix) = match note.code {
        "N-LAYOUT-GROUPS" | "N-SHEET-EMPTY" => others(note),
        "N-LAYOUT-MONTHS" | "N-LAYOUT-ACTUALS" => months(note),
        "N-LAYOUT-PREAMBLE" => (
            Severity::Note,
            Text::new(format!("表头上面有 {n} 行标题或说明，不作为数据"), format!("{n} rows of titles above the header are no data")),
            Text::new("不用处理", "Nothing to do."),
        ),
        "N-LAYOUT-TWOROWS" => (
            Severity::Note,
            Text::new("表头有两行，已合并成一行", "The header has two rows, read as one"),
            Text::new("核对列名", "Check the column names."),
        ),
        "N-LAYOUT-NOHEADER" => (
            Severity::Check,
            Text::new("没有找到表头，列名为 Column 1、Column 2……", "No header was found; the columns are called Column 1, Column 2 …"),
            Text::new("选择表头所在的行，或逐列指定含义", "Choose the line of the header, or say what each column means."),
        ),
        "N-LAYOUT-AGAIN" => (
            Severity::Note,
            Text::new(
                format!("表头在数据中又出现 {n} 次，不作为数据"),
                format!("The header appears {n} times more inside the data and is skipped"),
            ),
            Text::new("不用处理", "Nothing to do."),
        ),
        "N-LAYOUT-TOTAL" => (
            Severity::Note,
            Text::new(format!("{n} 行是合计或小计，不作为数据"), format!("{n} rows are totals or subtotals and no data")),
            Text::new("不用处理；合计由数据重新算出", "Nothing to do; totals are computed from the data."),
        ),
        "N-LAYOUT-FOOTER" => (
            Severity::Note,
            Text::new(format!("表下面有 {n} 行附注，不作为数据"), format!("{n} rows of notes below the table are no data")),
            Text::new("不用处理", "Nothing to do."),
        ),
        "N-LAYOUT-TRANSPOSED" => (
            Severity::Check,
            Text::new(
                "表是横着的，已转过来；报告里的行号是原来的列号",
                "The table lies on its side and was turned; lines in this report are its columns",
            ),
            Text::new("核对前几行", "Check the first rows."),
        ),
        "N-LAYOUT-HEADS" => (
            Severity::Note,
            Text::new(
                format!("{n} 行只写了明细，单据头取自上面的一行"),
                format!("{n} rows only have their own line: the head of the document is taken from above"),
            ),
            Text::new("核对前几行", "Check the first rows."),
        ),
        "N-SHEET-HIDDEN" => (
            Severity::Note,
            Text::new(format!("隐藏的工作表没有读：{detail}"), format!("Hidden sheets are not read: {detail}")),
            Text::new("需要时在表格软件里取消隐藏，再拖进来", "Unhide them in the spreadsheet if you need them, then drop it again."),
        ),
        _ => (
            Severity::Check,
            Text::new(format!("{n} 行有损坏的字符，显示为 �"), format!("{n} rows hold damaged letters, shown as �")),
            Text::new("换一种编码重新读，或重新导出", "Read it with another encoding, or export it again."),
        ),
    };
    finding(note.code, severity, file, None, &note.lines, n, what, fix)
}
