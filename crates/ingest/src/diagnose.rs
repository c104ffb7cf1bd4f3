//! Findings in words: one constructor for each code of `docs/diagnostics.md`.

mod layout;
mod zone;

use std::collections::BTreeMap;

use kpi_model::{Diagnostic, Place, Severity, Text};

pub(crate) use self::layout::layout;
use crate::columns::Trouble;
use crate::kinds::Other;
pub(crate) use zone::zoned;

#[expect(clippy::too_many_arguments, reason = "the parts of one finding, in the order of its fields")]
fn finding(
    code: &str,
    severity: Severity,
    file: &str,
    column: Option<&str>,
    lines: &[u32],
    count: usize,
    what: Text,
    fix: Text,
) -> Diagnostic {
    Diagnostic {
        code: code.to_owned(),
        severity,
        place: Place { file: file.to_owned(), column: column.map(str::to_owned), line: lines.first().copied() },
        what,
        fix,
        count: u32::try_from(count).unwrap_or(u32::MAX),
        lines: lines.iter().take(5).copied().collect(),
        examples: Vec::new(),
        affects: Vec::new(),
    }
}

/// The reason of a row that is not counted, by code.
pub(crate) fn reason(code: &str) -> Text {
    match code {
        "E-CSV-FIELDS" => Text::new("格子比表头多", "more cells than headers"),
        "E-CSV-QUOTE" => Text::new("引号没有闭合", "a quote is not closed"),
        "E-JSON-RECORD" => Text::new("这一条不是完整的 JSON 记录", "not a whole JSON record"),
        "E-ROW-DUPLICATE" => Text::new("与前面一行完全相同", "the same as an earlier row"),
        "E-ROW-OLDER" => Text::new("同一编号有更新的一行", "a later row has the same ID"),
        "E-ROW-NOSTAGE" => Text::new("没有阶段", "no stage"),
        "E-ROW-ORPHAN" => Text::new("找不到对应的商机", "its opportunity is not in the files"),
        "E-ROW-NODAY" => Text::new("没有可读的日期", "no readable date"),
        "E-ROW-NOAMOUNT" => Text::new("没有可读的金额", "no readable amount"),
        "E-ROW-HEAD" => {
            Text::new("订单的明细另有行，按明细算", "the lines of its order stand in rows of their own and are counted instead")
        }
        "E-ROW-TEST" => Text::new("名称说明是测试记录", "its name says that it is a trial"),
        "E-ROW-VOID" => Text::new("单据已取消、作废、退回或还没有成交", "the document is cancelled, void, returned or not concluded"),
        "E-ROW-ACTUAL" => Text::new("是实际数，不是目标", "an actual figure, no target"),
        "E-ROW-OTHERFIELD" => Text::new("是别的字段的变更", "a change of another field"),
        "E-ROW-MEASURE" => Text::new("是别的指标的目标，不是销售目标", "a target of something else than sales"),
        "E-ROW-LEVEL" => Text::new(
            "同一数字已在另一层级（人员、部门、月份、年度）列出",
            "the same figure stands there on another level: people, team, months, year",
        ),
        "E-ROW-UPSIDE" => Text::new("是乐观值、管道或已成交，不是预测", "a best case, the pipeline or what is closed, not the forecast"),
        "E-ROW-OVERLAY" => Text::new("是额外的业绩，不是分成", "extra credit, no part of the whole"),
        _ => Text::new("未计入", "not counted"),
    }
}

fn reason_fix(code: &str) -> Text {
    match code {
        "E-CSV-FIELDS" => Text::new(
            "看看这几行：有没加引号的分隔符，或者是另一张表",
            "Look at these lines: delimiters without quotes, or rows of another table.",
        ),
        "E-CSV-QUOTE" => Text::new("在原文件里补上引号", "Close the quote in the source file."),
        "E-JSON-RECORD" => Text::new("在原文件里改正后重新拖入", "Correct it in the source file and drop it again."),
        "E-ROW-TEST" => Text::new(
            "不用处理；要计入就把说明名称的那一列设为“不使用”，客户列则重新指定一次",
            "Nothing to do; to count them, set the column of the names to \"not used\", or say yourself that it is the customer.",
        ),
        "E-ROW-VOID" | "E-ROW-ACTUAL" | "E-ROW-OTHERFIELD" | "E-ROW-OVERLAY" | "E-ROW-UPSIDE" | "E-ROW-MEASURE" => Text::new(
            "不用处理；要计入就把说明状态的那一列设为“不使用”",
            "Nothing to do; to count them, set the column that says so to \"not used\".",
        ),
        "E-ROW-LEVEL" => Text::new("不用处理，只算一次", "Nothing to do: it counts once."),
        "E-ROW-HEAD" => Text::new("不用处理，金额只算一次", "Nothing to do: the amount counts once."),
        "E-ROW-DUPLICATE" | "E-ROW-OLDER" => Text::new("不用处理，每个编号只算一次", "Nothing to do: each ID counts once."),
        "E-ROW-ORPHAN" => Text::new("一起拖入商机文件，或导出相同的时间范围", "Drop the opportunities too, or export the same time range."),
        _ => Text::new("在原文件里补上后重新拖入", "Fill it in in the source file and drop it again."),
    }
}

/// Rows that are not counted, for one reason.
pub(crate) fn not_counted(file: &str, code: &str, lines: &[u32]) -> Diagnostic {
    let (reason, n) = (reason(code), lines.len());
    let what = Text::new(format!("{n} 行未计入：{}", reason.zh), format!("{n} rows not counted: {}", reason.en));
    finding(code, Severity::NotCounted, file, None, lines, n, what, reason_fix(code))
}

/// A column whose header names a unit of thousands or millions.
pub(crate) fn unit_in_header(file: &str, column: &str, power: u8) -> Diagnostic {
    let factor = 10_u64.checked_pow(u32::from(power)).unwrap_or(1);
    let what = Text::new(
        format!("“{column}”按表头或表名里的单位读，每个数乘以 {factor}"),
        format!("\"{column}\" is read in the unit that its header or the title names: each number times {factor}"),
    );
    let fix = Text::new("不对就改表头再拖进来", "If that is wrong, change the header and drop the file again.");
    finding("N-UNIT-HEADER", Severity::Check, file, Some(column), &[], 1, what, fix)
}

/// Points taken for signs between thousands, and nothing in the file proves it.
pub(crate) fn grouped_by_guess(file: &str, column: &str, example: &str) -> Diagnostic {
    let bare = example.replace('.', "");
    let what = Text::new(
        format!("“{column}”里的点按千位分隔读：{example} 是 {bare}"),
        format!("Points in \"{column}\" are read as signs between thousands: {example} is {bare}"),
    );
    let fix = Text::new(
        "如果是小数点，请把这一列写成两位小数再拖进来",
        "If decimals are meant, write them with two digits and drop the file again.",
    );
    finding("W-NUMBER-GROUPED", Severity::Check, file, Some(column), &[], 1, what, fix)
}

/// Answers on another scale than from 1 to 5.
pub(crate) fn other_scale(file: &str, column: &str, highest: i32) -> Diagnostic {
    let what = Text::new(
        format!("“{column}”有 {highest} 分的回答；满意度按 1–5 分算，超出的不计；超过三分之一时整列不计"),
        format!(
            "\"{column}\" has answers of {highest}; satisfaction is counted from 1 to 5: others are left out, and all where they are more than a third"
        ),
    );
    let fix = Text::new(
        "0–10 分的推荐题请设为“推荐意愿”；其他量表请先换算成 1–5 分",
        "Set a 0–10 question on recommending to \"Recommendation\"; convert other scales to 1–5 first.",
    );
    finding("W-SCALE", Severity::Check, file, Some(column), &[], 1, what, fix)
}

/// The words by which documents do not count.
pub(crate) fn void_words(file: &str, column: &str, words: &BTreeMap<&str, usize>) -> Diagnostic {
    let count = words.values().sum();
    let listed: Vec<String> = words.iter().take(6).map(|(word, rows)| format!("{word} {rows}")).collect();
    let what = Text::new(
        format!("“{column}”为这些的行不计：{}", listed.join("，")),
        format!("Rows with these words in \"{column}\" do not count: {}", listed.join(", ")),
    );
    let fix = Text::new("要计入就把这一列设为“不使用”", "To count them, set this column to \"not used\".");
    finding("W-DOCUMENTS", Severity::Check, file, Some(column), &[], count, what, fix)
}

/// The amount of a whole order on each of its lines.
pub(crate) fn amount_of_order(file: &str, column: &str, count: usize) -> Diagnostic {
    let what = Text::new(
        format!("“{column}”是整张订单的金额，每行都写了一遍：只算一次，其余 {count} 行记 0"),
        format!("\"{column}\" is the amount of the whole order, written on each of its lines: counted once, 0 on {count} other lines"),
    );
    let fix = Text::new(
        "按产品看金额时请用每行的金额：把那一列设为“金额”",
        "To see amounts by product, set the column with the amount of each line to \"Amount\".",
    );
    finding("W-ORDER-AMOUNT", Severity::Check, file, Some(column), &[], count, what, fix)
}

/// Targets of more than a month.
pub(crate) fn spread(file: &str, column: &str, count: usize) -> Diagnostic {
    let what = Text::new(
        format!("{count} 个目标是季度或年度的，平均分到各月"),
        format!("{count} targets are of quarters or years: spread evenly over their months"),
    );
    let fix = Text::new("不是平均分的，请按月给出目标", "If they are not even, give targets by month.");
    finding("W-TARGET-SPREAD", Severity::Check, file, Some(column), &[], count, what, fix)
}

/// Documents whose amounts are taken off.
pub(crate) fn returns(file: &str, column: &str, count: usize) -> Diagnostic {
    let what = Text::new(
        format!("{count} 行按“{column}”是退货或退款，金额记为负数"),
        format!("{count} rows are returns or refunds by \"{column}\": their amounts count as negative"),
    );
    let fix = Text::new("不对就把这一列设为“不使用”", "If that is wrong, set the column to \"not used\".");
    finding("N-RETURNS", Severity::Check, file, Some(column), &[], count, what, fix)
}

/// Orders in one file and their lines in another.
pub(crate) fn lines_of_orders(heads: &str, lines: &str, count: usize, is_whole: bool) -> Diagnostic {
    if !is_whole {
        let what = Text::new(
            format!("{lines} 是 {heads} 里 {count} 张订单的明细，但加起来与订单金额不符：只算订单，明细不用"),
            format!(
                "{lines} holds the lines of {count} orders in {heads}, which do not add up to their amounts: the orders are counted, the lines not used"
            ),
        );
        let fix = Text::new("要按明细算就不用订单文件", "To count the lines, set the file with the orders to \"not used\".");
        return finding("N-ORDER-LINES", Severity::Check, lines, None, &[], count, what, fix);
    }
    let what = Text::new(
        format!("{lines} 是 {heads} 里 {count} 张订单的明细：金额按明细算，客户、日期等取自订单"),
        format!(
            "{lines} holds the lines of {count} orders in {heads}: amounts are those of the lines, customer and day those of the order"
        ),
    );
    let fix = Text::new("要按整单算就不用明细文件", "To count whole orders, set the file with the lines to \"not used\".");
    finding("N-ORDER-LINES", Severity::Check, lines, None, &[], count, what, fix)
}

/// Values that differ in spaces only.
pub(crate) fn spellings(file: &str, column: &str, pairs: &[(&str, &str)]) -> Diagnostic {
    let shown: Vec<String> = pairs.iter().take(3).map(|(other, first)| format!("“{other}” = “{first}”")).collect();
    let n = pairs.len();
    let what = Text::new(
        format!("“{column}”里 {n} 种写法只差空格，按同一个算：{}", shown.join("，")),
        format!("{n} spellings in \"{column}\" differ in spaces only and count as one: {}", shown.join(", ")),
    );
    let fix =
        Text::new("不用处理；确是两个的请在原文件里改名", "Nothing to do; if they are two, give them different names in the source file.");
    finding("N-SPELLING", Severity::Note, file, Some(column), &[], n, what, fix)
}

/// Customers that the list of customers has several times, with different details.
pub(crate) fn listed_twice(file: &str, column: &str, lines: &[u32], example: &str) -> Diagnostic {
    let n = lines.len();
    let what = Text::new(
        format!("{n} 行的客户前面已有（如 {example}），各项内容以第一次出现的为准"),
        format!("{n} rows repeat a customer listed above (such as {example}): what the first one says counts"),
    );
    let fix =
        Text::new("在原文件里合并重复的客户，或给它们不同的编号", "Merge the customers in the source file, or give them different IDs.");
    finding("W-CUSTOMER-TWICE", Severity::Check, file, Some(column), lines, n, what, fix)
}

/// A header without rows.
pub(crate) fn no_rows(file: &str) -> Diagnostic {
    let what = Text::new("有表头，没有数据行", "There is a header and no row below it");
    let fix = Text::new("重新导出，或选有数据的时间范围", "Export it again, or choose a time range that has data.");
    finding("W-FILE-NOROWS", Severity::Check, file, None, &[], 1, what, fix)
}

/// Keys that a spreadsheet rounded.
pub(crate) fn rounded_keys(file: &str, column: &str, lines: &[u32], example: &str) -> Diagnostic {
    let n = lines.len();
    let what = Text::new(
        format!("“{column}”里 {n} 个编号被表格软件改写成了近似数（如 {example}），不同的编号可能变成同一个"),
        format!("{n} keys in \"{column}\" were rounded by a spreadsheet (such as {example}): different ones may have become the same"),
    );
    let fix = Text::new("从系统重新导出，不要用表格软件另存", "Export the file again from its system, without saving it in a spreadsheet.");
    finding("W-KEY-ROUNDED", Severity::Check, file, Some(column), lines, n, what, fix)
}

/// What was paid back stands in a column of its own.
pub(crate) fn refunds(file: &str, column: &str, count: usize) -> Diagnostic {
    let what =
        Text::new(format!("{count} 行的“{column}”已从金额中减去"), format!("\"{column}\" of {count} rows is taken off their amounts"));
    let fix = Text::new(
        "不用处理；金额列已是退款后的就把这一列设为“不使用”",
        "Nothing to do; if the amounts are net of it already, set this column to \"not used\".",
    );
    finding("N-REFUNDS", Severity::Check, file, Some(column), &[], count, what, fix)
}

/// Opportunities whose parts are not one whole.
pub(crate) fn shares(file: &str, column: &str, count: usize, example: (&str, String)) -> Diagnostic {
    let (name, sum) = example;
    let what = Text::new(
        format!("{count} 个商机的“{column}”加起来不是 100%（如 {name}：{sum}%），按比例算成 100%"),
        format!("\"{column}\" of {count} opportunities does not add up to 100% (such as {name}: {sum}%) and is scaled to it"),
    );
    let fix = Text::new("在原文件里改正分成比例", "Correct the parts in the source file.");
    finding("W-SPLIT-SUM", Severity::Check, file, Some(column), &[], count, what, fix)
}

/// Opportunities that are lost because somebody wrote down why.
pub(crate) fn lost_by_reason(file: &str, column: &str, count: usize) -> Diagnostic {
    let what = Text::new(
        format!("没有一个阶段说输单；已归档并填了“{column}”的 {count} 行算输单"),
        format!("No stage says lost; {count} archived rows with a \"{column}\" count as lost"),
    );
    let fix = Text::new("不对就把这一列设为“不使用”", "If that is wrong, set the column to \"not used\".");
    finding("W-LOST-REASON", Severity::Check, file, Some(column), &[], count, what, fix)
}

/// Cells that cannot be read as the type of their column.
pub(crate) fn unreadable(file: &str, column: &str, trouble: &Trouble, kind: (&str, &str)) -> Diagnostic {
    let (n, example) = (trouble.count, trouble.examples.first().map_or("", String::as_str));
    let what = Text::new(
        format!("{n} 个格子读不成{}，例如“{example}”", kind.0),
        format!("{n} cells cannot be read as {}, for example \"{example}\"", kind.1),
    );
    let fix = Text::new(
        "这些格子当作空；改正后重新拖入，或改变这一列的含义",
        "They count as empty. Correct them, or change what the column means.",
    );
    let diagnostic = finding("E-CELL-TYPE", Severity::NotCounted, file, Some(column), &trouble.lines, n as usize, what, fix);
    Diagnostic { examples: trouble.examples.clone(), ..diagnostic }
}

/// Amounts with more than two decimals.
pub(crate) fn rounded(file: &str, column: &str, count: u32) -> Diagnostic {
    let what = Text::new(
        format!("{count} 个金额多于两位小数，已四舍六入到分"),
        format!("{count} amounts have more than two decimals and are rounded to cents"),
    );
    finding("W-MONEY-ROUNDED", Severity::Note, file, Some(column), &[], count as usize, what, Text::new("不用处理", "Nothing to do."))
}

/// Rows shorter than the header.
pub(crate) fn short_lines(file: &str, lines: &[u32]) -> Diagnostic {
    let n = lines.len();
    let what = Text::new(
        format!("{n} 行的格子比表头少，缺的当作空"),
        format!("{n} rows have fewer cells than headers; the missing ones count as empty"),
    );
    finding(
        "W-CSV-SHORT",
        Severity::Check,
        file,
        None,
        lines,
        n,
        what,
        Text::new("看看这几行是否错位", "See whether these rows are shifted."),
    )
}

/// Day and month order cannot be decided.
pub(crate) fn day_order(file: &str, column: &str, sample: &str) -> Diagnostic {
    let what = Text::new(
        format!("“{sample}”是几月几日？这一列分不出日和月的先后"),
        format!("Which comes first in \"{sample}\", day or month? The column does not tell"),
    );
    let fix = Text::new("现在按月/日读；如果是日/月，点“日在前”", "Read as month/day now; choose \"day first\" if that is wrong.");
    finding("Q-DAY-ORDER", Severity::Check, file, Some(column), &[], 1, what, fix)
}

/// A file that is not used, and what it holds where it is known.
pub(crate) fn unused(file: &str, other: Option<Other>) -> Diagnostic {
    let what = other.map_or_else(
        || Text::new("看不出这个文件是什么，没有使用", "This file is none of the known tables and is not used"),
        |other| {
            let other = other.text();
            Text::new(format!("没有使用：看来是{}", other.zh), format!("Not used: it looks like {}", other.en))
        },
    );
    let fix = Text::new("如果是数据，选择它是哪种表", "If it holds data, choose what its rows are.");
    finding("W-FILE-UNUSED", Severity::Note, file, None, &[], 1, what, fix)
}

/// Stages in which opportunities began, taken from their first change.
pub(crate) fn first_stages(file: &str, column: &str, count: usize) -> Diagnostic {
    let what = Text::new(
        format!("{count} 个商机最初的阶段取自第一次变更的“{column}”，进入日期为创建日期"),
        format!(
            "The first stage of {count} opportunities is taken from \"{column}\" of their first change, entered on the day they were created"
        ),
    );
    finding("N-STAGE-FIRST", Severity::Note, file, Some(column), &[], count, what, Text::new("不用处理", "Nothing to do."))
}

/// List prices that are of one piece beside amounts of several.
pub(crate) fn price_of_piece(file: &str, column: &str, count: usize) -> Diagnostic {
    let what = Text::new(
        format!("{count} 个商机的金额远高于产品标价：标价是单件的，不知道件数，折扣不计算"),
        format!(
            "The amounts of {count} opportunities are far above the list price of their product: it is that of one piece, and how many there are nothing says; no discounts"
        ),
    );
    let fix = Text::new("在商机文件里加一列“数量”", "Add a column \"quantity\" to the opportunities.");
    finding("W-PRICE-PIECE", Severity::Check, file, Some(column), &[], count, what, fix)
}

/// Two files tell the same sales.
pub(crate) fn same_sales(file: &str, other: &str, of: Option<(usize, usize)>) -> Diagnostic {
    let (same, all) = of.unwrap_or((1, 1));
    let summary = Text::new(
        format!("按月汇总，同一时期的单笔销售在 {other} 里：只算一次，这个文件没有使用"),
        format!("Sums of months, and {other} has the single sales of the same time: they count once, this file is not used"),
    );
    let documents = Text::new(
        format!("{all} 张单据中有 {same} 张（客户和金额相同）在 {other} 里已有：同一笔销售只算一次，这个文件没有使用"),
        format!(
            "{same} of {all} documents stand in {other} too, with the same customer and amount: a sale counts once, this file is not used"
        ),
    );
    let what = if of.is_some() { documents } else { summary };
    let fix = Text::new(
        "要改用这个文件，为它选择“订单”，把另一个设为不使用",
        "To use this file instead, choose \"orders\" for it and leave the other one out.",
    );
    finding("W-SALES-TWICE", Severity::Check, file, None, &[], same, what, fix)
}

/// Stage words that are in no dictionary.
pub(crate) fn unknown_stage(file: &str, column: &str, words: &[String], rows: usize) -> Diagnostic {
    let list = words.join(", ");
    let what = Text::new(format!("不认识的阶段：{list}，当作进行中"), format!("Unknown stages: {list}; taken as open"));
    let fix = Text::new("在阶段词表里指定赢单或输单", "Say in the list of stages which are won or lost.");
    finding("Q-STAGE-UNKNOWN", Severity::Check, file, Some(column), &[], rows, what, fix)
}

/// Closed opportunities without a close date.
pub(crate) fn closed_without_day(file: &str, column: Option<&str>, lines: &[u32]) -> Diagnostic {
    let n = lines.len();
    let what = Text::new(format!("{n} 个已关闭商机没有关闭日期"), format!("{n} closed opportunities have no close date"));
    let fix = Text::new("分期指标不计这些行，合计仍计入", "Left out of figures by period, counted in the total.");
    finding("W-CLOSED-NODAY", Severity::Check, file, column, lines, n, what, fix)
}

/// Opportunities closed before they were created.
pub(crate) fn closed_before_created(file: &str, column: Option<&str>, lines: &[u32]) -> Diagnostic {
    let n = lines.len();
    let what = Text::new(format!("{n} 个商机的关闭日期早于创建日期"), format!("{n} opportunities closed before they were created"));
    let fix = Text::new("销售周期不计这些行", "Left out of the sales cycle.");
    finding("W-CLOSED-EARLY", Severity::Check, file, column, lines, n, what, fix)
}

/// Every lost opportunity carries the amount 0.
pub(crate) fn lost_amount_zero(file: &str, column: &str, rows: usize) -> Diagnostic {
    let what = Text::new(format!("{rows} 个输单的金额全是 0 或空"), format!("All {rows} lost opportunities have no amount or 0"));
    let fix =
        Text::new("按金额的赢单率没有意义；可用按标价的口径", "The win rate by amount means nothing here; use the variant by list price.");
    finding("W-LOST-ZERO", Severity::Check, file, Some(column), &[], rows, what, fix)
}

/// Keys that are not in the other file.
pub(crate) fn unmatched_key(relation: &kpi_model::Relation) -> Diagnostic {
    let n = relation.unmatched;
    let what = Text::new(
        format!("{n} 行的“{}”在 {} 里找不到", relation.from_column, relation.to_file),
        format!("{n} rows have a {} that is not in {}", relation.from_column, relation.to_file),
    );
    let fix = Text::new("这些行照样计入，但没有对方文件里的分组", "They are counted, but without the groups of the other file.");
    finding("W-KEY-UNMATCHED", Severity::Check, &relation.from_file, Some(&relation.from_column), &[], n as usize, what, fix)
}

/// A column that says won where another says lost.
pub(crate) fn outcome_conflict(file: &str, column: &str, lines: &[u32]) -> Diagnostic {
    let n = lines.len();
    let what =
        Text::new(format!("{n} 个商机一列说赢单，另一列说输单"), format!("{n} opportunities are won by one column and lost by the other"));
    let fix = Text::new("按这一列算；不对就把它设为“不使用”", "This column counts; set it to \"not used\" if it is wrong.");
    finding("W-OUTCOME-CONFLICT", Severity::Check, file, Some(column), lines, n, what, fix)
}

/// Amounts in another currency than the report's, without a rate.
pub(crate) fn other_currency(file: &str, main: &str, codes: &[&str], rows: usize) -> Diagnostic {
    let what = Text::new(
        format!("{rows} 行是 {}，没有折成 {main} 的汇率，金额不计", codes.join("、")),
        format!("{rows} rows are in {}; without a rate to {main} their amounts are not counted", codes.join(", ")),
    );
    let fix = Text::new("填写汇率，或拖入汇率表", "Enter the rate, or drop a file of rates.");
    finding("W-CURRENCY", Severity::NotCounted, file, None, &[], rows, what, fix)
}

/// Amounts that were converted at the rates of the user or a file.
pub(crate) fn converted(file: &str, main: &str, rows: usize) -> Diagnostic {
    let what = Text::new(format!("{rows} 行按给出的汇率折成 {main}"), format!("{rows} rows were converted to {main} at the rates given"));
    let fix = Text::new("核对汇率", "Check the rates.");
    finding("N-CURRENCY", Severity::Note, file, None, &[], rows, what, fix)
}
