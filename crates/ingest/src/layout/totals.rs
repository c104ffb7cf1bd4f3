//! Rows that sum up others, and what reports print below their data.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use crate::parse;
use crate::raw::{RawColumn, RawTable};
use crate::stages::normal;

use super::header::is_value;

/// Whole cells that name a total, in normal form.
const TOTALS: &[&str] = &[
    "total",
    "totals",
    "grandtotal",
    "grandtotals",
    "totalgénéral",
    "totalgeneral",
    "totalamount",
    "totalrecords",
    "subtotal",
    "sum",
    "overalltotal",
    "totalsum",
    "合计",
    "累计",
    "本月累计",
    "本页合计",
    "本月合计",
    "本期合计",
    "本日合计",
    "本年累计",
    "本期累计",
    "总计",
    "小计",
    "共计",
    "汇总",
    "总和",
    "合計",
    "総計",
    "小計",
    "합계",
    "총계",
    "소계",
    "총합계",
    "summe",
    "gesamt",
    "totale",
    "итого",
    "average",
    "avg",
    "mean",
    "平均",
    "平均值",
    "均值",
    "median",
    "durchschnitt",
    "celkem",
    "razem",
    "totaal",
    "gesamtsumme",
    "soustotal",
    "totalgeral",
    "toplam",
    "geneltoplam",
    "aratoplam",
    "summa",
    "suma",
    "всего",
    "總計",
    "tổngcộng",
    "tổng",
    "jumlah",
    "jumlahtotal",
    "totalkeseluruhan",
    "totais",
    "totaux",
    "totales",
    "totali",
    "totalt",
    "totalen",
    "count",
    "recordcount",
    "headcount",
    "计数",
];
/// Rows looked at from the end for what a report prints below its data.
const MOST_FOOTERS: usize = 12;

/// Beginnings of what names a total inside a cell, in lower case.
const ASCII_HINTS: [&[u8]; 14] = [
    b"total", b"totai", b"totau", b"toplam", b"totaal", b"sum", b"gesamt", b"avera", b"avg", b"mean", b"median", b"celkem", b"razem",
    b"count",
];

/// Characters of words for totals in other scripts.
const OTHER_HINTS: [&str; 11] = ["计", "計", "汇", "和", "계", "均", "тог", "сего", "ổng", "ỔNG", "umlah"];

/// Could any of the cells in these bytes name a total? Most cannot, and there are millions: so written that many bytes are compared at once.
fn may_name_totals(bytes: &[u8]) -> bool {
    let at = |from: usize| bytes.get(from..).unwrap_or(&[]);
    let is = |byte: u8, letter: u8| byte | 0x20 == letter;
    // The first three bytes of all hints.
    let begins_hint = |(first, second, third): (u8, u8, u8)| {
        (is(first, b't') & is(second, b'o') & is(third, b't'))
            | (is(first, b's') & is(second, b'u') & is(third, b'm'))
            | (is(first, b't') & is(second, b'o') & is(third, b'p'))
            | (is(first, b'g') & is(second, b'e') & is(third, b's'))
            | (is(first, b'a') & is(second, b'v') & (is(third, b'e') | is(third, b'g')))
            | (is(first, b'm') & is(second, b'e') & (is(third, b'a') | is(third, b'd')))
            | (is(first, b'c') & is(second, b'e') & is(third, b'l'))
            | (is(first, b'r') & is(second, b'a') & is(third, b'z'))
            | (is(first, b'c') & is(second, b'o') & is(third, b'u'))
            | ((first == 0xE8) & (((second == 0xAE) & (third == 0xA1)) | ((second == 0xA8) & (third == 0x88))))
            | ((first == 0xE6) & (second == 0xB1) & (third == 0x87))
            | ((first == 0xE5) & (((second == 0x92) & (third == 0x8C)) | ((second == 0x9D) & (third == 0x87))))
            | ((first == 0xEA) & (second == 0xB3) & (third == 0x84))
            | (is(first, b'u') & is(second, b'm') & is(third, b'l'))
            | ((first == 0xE1) & (second == 0xBB) & ((third == 0x95) | (third == 0x94)))
            | ((first == 0xD1) & ((second == 0x82) | (second == 0x81)) & (third == 0xD0))
    };
    let has_star = bytes.iter().fold(false, |any, byte| any | (*byte == b'*'));
    has_star || at(0).iter().zip(at(1)).zip(at(2)).fold(false, |any, ((a, b), c)| any | begins_hint((*a, *b, *c)))
}

/// Could a cell name a total?
fn is_candidate(cell: &str) -> bool {
    let bytes = cell.as_bytes();
    let begins = |at: usize, hint: &[u8]| bytes.get(at..at + hint.len()).is_some_and(|part| part.eq_ignore_ascii_case(hint));
    may_name_totals(bytes)
        && ((0..bytes.len()).any(|at| ASCII_HINTS.iter().any(|hint| begins(at, hint)))
            || OTHER_HINTS.iter().any(|hint| cell.contains(hint)))
}

/// Does a cell name a total? `Some(true)`: it says nothing else.
fn total_word(cell: &str) -> Option<bool> {
    // ERP lists mark sums with stars.
    if !cell.is_empty() && cell.len() <= 3 && cell.bytes().all(|b| b == b'*') {
        return Some(true);
    }
    if cell.len() < 3 || cell.len() > 120 || !is_candidate(cell) {
        return None;
    }
    let word = normal(cell);
    if TOTALS.contains(&word.as_str()) {
        return Some(true);
    }
    is_total_of_group(cell).then_some(false)
}

fn is_day(cell: &str) -> bool {
    [true, false].iter().any(|first| parse::day(cell, parse::DayStyle { day_first: *first, ..parse::DayStyle::default() }).is_some())
}

/// How many there are: 共31项, 本页共41户次.
fn is_count(cell: &str) -> bool {
    let rest = ["共计", "本页共", "合计共", "共"].iter().find_map(|begin| cell.strip_prefix(begin)).unwrap_or("");
    let unit = rest.trim_start().trim_start_matches(|c: char| c.is_ascii_digit() || c == ',');
    unit.len() < rest.trim_start().len() && (1..=3).contains(&unit.trim().chars().count())
}

/// The code of a currency stands beside sums as well.
fn is_code(cell: &str) -> bool {
    cell.len() == 3 && cell.bytes().all(|b| b.is_ascii_uppercase())
}

/// Does a cell name the total of a group: `East Total`, `小计：华东`, 一部小计? `TotalEnergies` and 小计软件公司 are names.
fn is_total_of_group(cell: &str) -> bool {
    let lower = cell.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_latin_total = |word: &str| word.is_ascii() && TOTALS.contains(&word);
    // Customer Count and Dim Sum are no sums of groups.
    let ends = words.len() > 1 && words.last().is_some_and(|last| is_latin_total(last) && !matches!(*last, "count" | "suma" | "summa"));
    // Total for Acme, as accounting systems close the lines of a customer.
    let begins = words.first().is_some_and(|first| matches!(*first, "subtotal" | "subtotals" | "zwischensumme"))
        || (words.first().is_some_and(|first| is_latin_total(first)) && lower.contains(':'))
        || (words.first() == Some(&"total") && (lower.contains(" - ") || lower.contains(" – ") || words.get(1) == Some(&"for")));
    // Grand totals (18 records)
    let both = words.get(..2).map(|first| first.concat()).is_some_and(|first| TOTALS.contains(&first.as_str()));
    let named = ["小计", "合计", "总计", "小計", "合計", "総計", "소계", "합계"];
    // 李总计 is somebody.
    let ends_asian = named.iter().any(|total| lower.strip_suffix(total).is_some_and(|group| group.chars().count() >= 2));
    let begins_asian =
        named.iter().any(|total| lower.strip_prefix(total).is_some_and(|rest| rest.starts_with(['：', ':', ' ', '-', '（', '('])));
    ends || begins || both || ends_asian || begins_asian
}

/// Does a cell say so in a word that hardly means anything else?
fn says_total(cell: &str) -> bool {
    let lower = cell.to_lowercase();
    ["total", "totaal", "summe", "toplam", "小计", "合计", "总计", "小計", "合計", "總計", "総計", "소계", "합계", "итого", "всего"]
        .iter()
        .any(|word| lower.contains(word))
}

/// The rows of which at most `most` cells pass a test. Columns whose texts repeat go first: in most tables a few of them
/// leave no row over, and a repeated text is tested once.
pub(super) fn with_at_most(most: u8, columns: &[&RawColumn], len: usize, test: impl Fn(&str) -> bool) -> Vec<usize> {
    let (repeating, others): (Vec<&RawColumn>, Vec<_>) = columns.iter().partition(|column| column.distinct().is_some());
    let mut rows: Vec<(usize, u8)> = (0..len).map(|row| (row, 0)).collect();
    for column in repeating.into_iter().chain(others) {
        let passed = column.map(rows.iter().map(|(row, _)| *row), &test);
        rows.iter_mut().zip(passed).for_each(|((_, count), passed)| *count = count.saturating_add(u8::from(passed)));
        rows.retain(|(_, count)| *count <= most);
        if rows.is_empty() {
            break;
        }
    }
    rows.into_iter().map(|(row, _)| row).collect()
}

fn filled(table: &RawTable, row: usize) -> usize {
    table.columns.iter().filter(|column| !column.get(row).is_empty()).count()
}

/// Rows of totals and subtotals: a word for it in one of the first columns, and hardly any other text.
pub(crate) fn total_rows(table: &RawTable) -> Vec<usize> {
    let is_filled = |cell: &str| !crate::profile::is_blank(cell) && cell != "/" && !is_value(cell) && !is_code(cell) && !is_count(cell);
    // `Subtotal` and `Sum` beside each other are one text.
    let is_text = |cell: &str| is_filled(cell) && total_word(cell) != Some(true);
    let width = table.columns.len();
    let is_total = |row: &usize| {
        let first = table.columns.iter().take(3).find_map(|column| total_word(column.get(*row)));
        let Some(is_whole) = first.or_else(|| table.columns.iter().skip(3).find_map(|column| total_word(column.get(*row)))) else {
            return false;
        };
        let is_sparse = filled(table, *row) * 3 <= width * 2;
        // 华东 | 江苏小计: what stands before the word says of whom.
        let at = table.columns.iter().position(|column| total_word(column.get(*row)).is_some()).unwrap_or(0);
        let is_sure = table.columns.get(at).is_some_and(|column| says_total(column.get(*row)));
        let is_behind = at > 0 && is_sure && table.columns.iter().skip(at + 1).all(|column| !is_text(column.get(*row)));
        // East total: a record of a customer of that name has a date or another text beside it.
        let has_day = table.columns.iter().any(|column| is_day(column.get(*row)));
        let texts = table.columns.iter().filter(|column| is_text(column.get(*row))).count();
        if !is_whole {
            return (texts == 1 || is_behind) && !has_day;
        }
        is_sparse || texts == 0 || (is_behind && !has_day)
    };
    // The word first: it is the cheaper test, and hardly any row has one.
    let (mut named, mut sure): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
    // Ledgers name theirs in the column of what each line is about.
    let is_about = |at: usize| table.headers.get(at).is_some_and(|header| header.contains("摘要"));
    for (_, column) in table.columns.iter().enumerate().filter(|(at, _)| *at < 3 || is_about(*at)) {
        named.extend(column.rows_where_some(may_name_totals, |cell| total_word(cell).is_some()));
    }
    // The last rows of a list may name their total in any column.
    for row in table.len().saturating_sub(MOST_FOOTERS)..table.len() {
        named.extend(table.columns.iter().skip(3).any(|column| total_word(column.get(row)) == Some(true)).then_some(row));
    }
    // Where the first columns are empty it may stand in any other, under the name of its group.
    let unnamed = table.columns.first().map_or_else(Vec::new, |column| column.rows_where(crate::profile::is_blank));
    if unnamed.len() * 3 < table.len() {
        let says =
            |row: &usize| table.columns.iter().skip(3).any(|column| says_total(column.get(*row)) && total_word(column.get(*row)).is_some());
        named.extend(unnamed.iter().copied().filter(says));
    }
    // Total Acme, where Acme stands above its rows: as QuickBooks closes a customer.
    for column in table.columns.iter().take(3) {
        let begins = |cell: &str| cell.strip_prefix("Total ").is_some_and(|group| !group.is_empty());
        let closing = column.rows_where(begins);
        if closing.is_empty() {
            continue;
        }
        let groups: std::collections::BTreeSet<&str> = closing.iter().filter_map(|row| column.get(*row).strip_prefix("Total ")).collect();
        // Above them, or on each of them.
        let cells = table.columns.iter().flat_map(|column| column.iter());
        let known: std::collections::BTreeSet<&str> = cells.filter(|cell| groups.contains(cell)).collect();
        // A record of a customer of that name has a date or another text beside it.
        let is_bare = |row: &usize| {
            let cells = || table.columns.iter().map(|column| column.get(*row));
            cells().filter(|cell| is_text(cell)).count() == 1 && !cells().any(is_day)
        };
        let closes = |row: &usize| column.get(*row).strip_prefix("Total ").is_some_and(|group| known.contains(group));
        sure.extend(closing.into_iter().filter(|row| closes(row) && is_bare(row)));
    }
    sure.extend(unnamed_totals(table, &unnamed, &is_text));
    // What else is told of each group stands below its total: how many there are, their average.
    if let Some(beside) = named.iter().find_map(|row| labels(table, *row)) {
        named.extend(table.columns.get(beside).map_or_else(Vec::new, |column| column.rows_where(|cell| total_word(cell) == Some(true))));
    }
    named.sort_unstable();
    named.dedup();
    let texts = |row: usize| table.columns.iter().filter(|column| is_text(column.get(row))).count();
    sure.extend(named.into_iter().filter(|row| texts(*row) <= 2 && is_total(row)));
    sure.sort_unstable();
    sure.dedup();
    sure
}

/// Total December, in the column of customers: rows without a number or a day that begin with the word and say nothing else.
fn unnamed_totals(table: &RawTable, unnamed: &[usize], is_text: &dyn Fn(&str) -> bool) -> Vec<usize> {
    const WORDS: [&str; 6] = ["total", "totaal", "totale", "summe", "suma", "итого"];
    let begins = |cell: &str| {
        let lower = cell.to_lowercase();
        WORDS.iter().any(|word| lower.strip_prefix(word).is_some_and(|rest| rest.starts_with([' ', ':'])))
    };
    let is_total = |row: &&usize| {
        let cells = || table.columns.iter().map(|column| column.get(**row));
        let mut texts = cells().filter(|cell| is_text(cell));
        let figures = cells().filter(|cell| is_value(cell)).count();
        texts.next().is_some_and(begins) && texts.next().is_none() && figures > 0 && !cells().any(is_day)
    };
    let is_few = unnamed.len() * 3 < table.len();
    let found: Vec<usize> = unnamed.iter().filter(|_| is_few).filter(is_total).copied().collect();
    // A product may be called so: sums are the sums of what stands above them.
    if super::sums::are_sums(table, &found) { found } else { Vec::new() }
}

/// The second column of a row that names a total: `Subtotal` and behind it `Sum`.
fn labels(table: &RawTable, row: usize) -> Option<usize> {
    let mut named = table.columns.iter().enumerate().filter(|(_, column)| total_word(column.get(row)) == Some(true));
    named.nth(1).map(|(at, _)| at)
}

/// A text with each run of letters, digits and Chinese characters as one: `A-17` and `B-4` have one shape.
fn shape(text: &str) -> String {
    let kind = |c: char| match c {
        _ if c.is_ascii_digit() => '9',
        _ if c.is_ascii_alphabetic() => 'a',
        _ if c.is_alphabetic() => '字',
        _ => c,
    };
    let mut shape = String::new();
    for kind in text.trim().chars().map(kind) {
        if !shape.ends_with(kind) {
            shape.push(kind);
        }
    }
    shape
}

/// Rows looked at for the shape of a column, evenly from all.
const SHAPES: usize = 200;

/// The shape that four in five cells of a column have, where it has digits: a row with nothing but such a cell is a record of
/// which nothing else is known. A note is written like nothing above it.
fn shape_of_column(table: &RawTable, column: usize) -> Option<String> {
    let column = table.columns.get(column)?;
    let step = (table.len() / SHAPES).max(1);
    let cells = (0..table.len()).step_by(step).map(|row| column.get(row)).filter(|cell| !cell.is_empty());
    let mut shapes: BTreeMap<String, usize> = BTreeMap::new();
    cells.for_each(|cell| *shapes.entry(shape(cell)).or_default() += 1);
    let all: usize = shapes.values().sum();
    let most = shapes.into_iter().max_by_key(|(_, count)| *count)?;
    (all > 3 && most.1 * 5 >= all * 4 && most.0.contains('9')).then_some(most.0)
}

/// Rows that hold one text only, in a table whose rows hold several: notes and copyright lines at the end, headings of
/// groups and page numbers in between. A last row of nothing but figures sums up the others.
pub(crate) fn footer_rows(table: &RawTable) -> Vec<usize> {
    let body: usize = (0..table.len().min(20)).map(|row| filled(table, row)).max().unwrap_or(0);
    if body < 3 {
        return Vec::new();
    }
    let is_text = |row: usize| table.columns.iter().any(|column| !column.get(row).is_empty() && !is_value(column.get(row)));
    let shapes: Vec<OnceCell<Option<String>>> = vec![OnceCell::new(); table.columns.len()];
    let is_record = |row: usize| {
        let known = table.columns.iter().zip(&shapes).enumerate().find(|(_, (column, _))| !column.get(row).is_empty());
        known.is_some_and(|(at, (column, usual))| {
            usual.get_or_init(|| shape_of_column(table, at)).as_deref() == Some(shape(column.get(row)).as_str())
        })
    };
    let columns: Vec<&RawColumn> = table.columns.iter().collect();
    let single = with_at_most(1, &columns, table.len(), |cell| !cell.is_empty());
    // The time of printing below all else.
    let is_printed = |row: usize| {
        let cell = || table.columns.iter().map(|column| column.get(row)).find(|cell| !cell.is_empty());
        row + 1 == table.len() && body >= 5 && cell().is_some_and(|cell| cell.contains(':') && is_day(cell))
    };
    // 本页共41户次 | 支行行长签字：
    let is_signed = |row: &usize| {
        let cells = || table.columns.iter().map(|column| column.get(*row)).filter(|cell| !cell.is_empty());
        cells().count() > 1 && cells().all(|cell| is_count(cell) || cell.ends_with(['：', ':'])) && body >= 5
    };
    let mut notes: Vec<usize> = single.into_iter().filter(|row| (is_text(*row) || is_printed(*row)) && !is_record(*row)).collect();
    notes.extend((table.len().saturating_sub(MOST_FOOTERS)..table.len()).filter(is_signed));
    notes.sort_unstable();
    let is_note = |row: usize| notes.binary_search(&row).is_ok();
    let last = table.len();
    let end = (last.saturating_sub(MOST_FOOTERS)..last).rev().take_while(|row| is_note(*row)).last().unwrap_or(last);
    let is_figures_only = |row: usize| {
        let cells = table.columns.iter().map(|column| column.get(row)).filter(|cell| !cell.is_empty());
        let (all, values) = cells.fold((0, 0), |(all, values), cell| (all + 1, values + usize::from(is_value(cell))));
        all > 0 && all == values && all * 2 <= body && !is_dated(table, row)
    };
    let sum = end.checked_sub(1).filter(|row| *row > 0 && is_figures_only(*row) && !is_figures_only(*row - 1));
    let mut rows: Vec<usize> = notes.iter().copied().filter(|row| *row >= end || body >= 4).chain(sum).collect();
    rows.extend(sums_below(table).into_iter().flat_map(|first| first..last));
    rows.sort_unstable();
    rows.dedup();
    rows
}

/// Where a small table of sums begins below the last record: a row of nothing but names of sums.
fn sums_below(table: &RawTable) -> Option<usize> {
    let is_sum = |cell: &str| cell.contains('总') || says_total(cell);
    let cells = |row: usize| table.columns.iter().map(move |column| column.get(row)).filter(|cell| !cell.is_empty());
    let is_names_of_sums = |row: &usize| {
        let names = cells(*row).count();
        names >= 3 && !cells(*row).any(is_value) && cells(*row).filter(|cell| is_sum(cell)).count() * 5 >= names * 4
    };
    // Nothing but the sums below, and no record behind them.
    let are_sums = |row: &usize| {
        *row + 3 >= table.len() && cells(*row + 1).count() >= 3 && cells(*row + 1).all(is_value) && !is_dated(table, *row + 1)
    };
    (table.len().saturating_sub(MOST_FOOTERS)..table.len()).find(|row| is_names_of_sums(row) && are_sums(row))
}

/// Does the row say a day? A sum is of no day.
fn is_dated(table: &RawTable, row: usize) -> bool {
    let is_number = |cell: &str| parse::number(cell, parse::NumberStyle::default()).is_some();
    let is_day = |cell: &str| {
        let styles = [true, false].map(|day_first| parse::DayStyle { day_first, ..parse::DayStyle::default() });
        !is_number(cell) && styles.iter().any(|style| parse::day(cell, *style).is_some())
    };
    table.columns.iter().any(|column| is_day(column.get(row)))
}

#[cfg(test)]
mod tests {
    use super::{ASCII_HINTS, OTHER_HINTS, may_name_totals, shape, total_word};

    #[test]
    fn shapes() {
        assert_eq!([shape("A-17"), shape("OPP 0042"), shape("客户3"), shape("Page 2 of 3")], ["a-9", "a 9", "字9", "a 9 a 9"]);
    }

    #[test]
    fn every_hint_is_seen_among_other_bytes() {
        for hint in OTHER_HINTS.iter().map(|hint| hint.as_bytes()).chain(ASCII_HINTS) {
            let text = [b"Acme 12 ", hint, "，2025-01-31 北京华远".as_bytes()].concat();
            assert!(may_name_totals(&text) && may_name_totals(&text.to_ascii_uppercase()), "{hint:?}");
        }
        assert!(may_name_totals(b"12.5**") && !may_name_totals("ATCLPZVREB 8386.97 2025-01-31 上海卓越中创贸易有限公司".as_bytes()));
    }

    #[test]
    fn words() {
        for word in ["Total", "合计", "Grand Total", "小计：", "TOTAL"] {
            assert_eq!(total_word(word), Some(true), "{word}");
        }
        for word in ["East Total", "小计：华东", "Subtotal East"] {
            assert_eq!(total_word(word), Some(false), "{word}");
        }
        for word in ["Total for Acme", "Total - WID-100", "江苏小计", "Total: 12"] {
            assert_eq!(total_word(word), Some(false), "{word}");
        }
        for word in ["MEAN WELL LRS-350-24", "Total Quartz 9000 5W-40", "Customer Count", "TotalEnergies"] {
            assert_eq!(total_word(word), None, "{word}");
        }
        for word in ["Consumer Goods", "Acme", "和平公司", "设计院", "Summit"] {
            assert_eq!(total_word(word).filter(|_| word != "Summit"), None, "{word}");
        }
    }
}
