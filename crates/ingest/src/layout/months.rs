//! Months or quarters as columns: turned into one row for each of them.

use kpi_model::Day;

use crate::parse::{self, DayStyle};
use crate::raw::{Note, RawColumn, RawTable};
use crate::stages::normal;

use super::header::is_value;

const ZH_NUMBERS: [&str; 12] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];

/// A column name that is a span of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Span {
    Month(Option<i32>, u32),
    Quarter(Option<i32>, u32),
}

impl Span {
    /// With the year that stands elsewhere, where it has none itself.
    fn of_year(self, said: Option<i32>) -> Self {
        match self {
            Self::Month(year, month) => Self::Month(year.or(said), month),
            Self::Quarter(year, quarter) => Self::Quarter(year.or(said), quarter),
        }
    }
}

/// Does the cell name a month or quarter (`2025-01`, `Jan 2025`, `1月`, `Q1`)?
pub(crate) fn is_period(cell: &str) -> bool {
    span(cell).is_some()
}

/// A quarter or a year in so many words (`2025Q1`, `2025年`, `2025`): its first day and its months.
pub(crate) fn span_of(text: &str) -> Option<(Day, u32)> {
    if text.len() > 20 || !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    if let Some(Span::Quarter(Some(year), quarter)) = quarter(text) {
        return Some((Day::from_ymd(year, quarter * 3 - 2, 1)?, 3));
    }
    let word = normal(text);
    let digits = word.trim_end_matches("年度").trim_end_matches('年').trim_start_matches("fy");
    let year: i32 = digits.parse().ok().filter(|year| (1990..=2099).contains(year))?;
    Some((Day::from_ymd(year, 1, 1)?, 12))
}

/// The unit in brackets behind the name of a column: `1月（万元）`.
fn unit(header: &str) -> Option<&str> {
    let (at, bracket) = header.char_indices().find(|(at, c)| *at > 0 && matches!(c, '(' | '（'))?;
    header.get(at + bracket.len_utf8()..).map(|unit| unit.trim_end_matches([')', '）']))
}

fn span(header: &str) -> Option<Span> {
    // What came of a plan is no plan.
    if ["完成", "实际", "达成", "实绩", "率", "實際", "actual", "Actual", "achieved", "Achieved", " Ist"]
        .iter()
        .any(|word| header.contains(word))
    {
        return None;
    }
    let header = unit(header).and_then(|_| header.split(['(', '（']).next()).map_or(header, str::trim);
    // "2025年1月目标": the month is what the column is about.
    let header = ["目标", "计划", "预算", "任务", " target", " Target", " quota", " plan", " Plan", " budget"]
        .iter()
        .find_map(|word| header.strip_suffix(word))
        .unwrap_or(header)
        .trim();
    // Months under their quarter, in a header of two rows.
    if let Some((above, below)) = header.split_once(char::is_whitespace)
        && matches!(quarter(above), Some(Span::Quarter(..)))
        && !below.chars().all(|c| c.is_ascii_digit())
    {
        let year = year_in(above);
        return if is_sum(below) { None } else { span(below).map(|span| span.of_year(year)) };
    }
    if header.is_empty() || header.len() > 24 || header.split_whitespace().count() > 3 {
        return None;
    }
    if let Some(quarter) = quarter(header) {
        return Some(quarter);
    }
    if let Some(day) = parse::month(header, DayStyle::default()) {
        // Only the first of a month stands for the month: other dates are days.
        let is_month = parse::day(header, DayStyle::default()).is_none_or(|day| day.day_of_month() == 1);
        return is_month.then_some(Span::Month(Some(day.year()), day.month()));
    }
    let (text, year) = split_short_year(header);
    let word = normal(text);
    let bare = word.trim_end_matches("月份").trim_end_matches('月');
    let by_name = parse::month_named(&word).or_else(|| parse::month_named(bare)).map(|month| month as usize - 1);
    let by_number = || {
        let digits = if word.contains('月') { Some(bare) } else { word.strip_prefix('m') };
        digits.and_then(|digits| digits.parse::<usize>().ok()).filter(|n| (1..=12).contains(n)).map(|n| n - 1)
    };
    let by_zh = || if word.contains('月') { ZH_NUMBERS.iter().position(|name| *name == bare) } else { None };
    let month = by_name.or_else(by_number).or_else(by_zh)?;
    Some(Span::Month(year, u32::try_from(month).ok()? + 1))
}

/// `Jan-25`, `Jan 25`, `25年1月`: a year of two digits beside a month that is written out.
fn split_short_year(header: &str) -> (&str, Option<i32>) {
    let year = |digits: &str| digits.parse::<i32>().ok().filter(|_| digits.len() == 2).map(|year| 2000 + year);
    if let Some((front, back)) = header.rsplit_once(['-', ' ', '\'', '/'])
        && let Some(year) = year(back)
        && front.chars().any(char::is_alphabetic)
    {
        return (front, Some(year));
    }
    if let Some((front, back)) = header.split_once('年')
        && let Some(year) = year(front)
    {
        return (back, Some(year));
    }
    (header, None)
}

fn quarter(header: &str) -> Option<Span> {
    let text = normal(header);
    let year = year_in(header).or_else(|| {
        let after = text.strip_prefix("fy").or_else(|| text.strip_prefix("财年"))?;
        after.get(..2)?.parse::<i32>().ok().map(|year| 2000 + year)
    });
    let number = |digit: char| digit.to_digit(10).filter(|n| (1..=4).contains(n));
    if let Some(zh) = text.find("季度").or_else(|| text.find("季")) {
        let before = text.get(..zh)?.chars().next_back()?;
        let n = number(before).or_else(|| ["一", "二", "三", "四"].iter().position(|n| n.starts_with(before)).map(|i| i as u32 + 1));
        return n.map(|n| Span::Quarter(year, n));
    }
    let at = text.find('q')?;
    let around = text.chars().all(|c| c.is_ascii_digit() || matches!(c, 'q' | 'f' | 'y'));
    let n = text.get(at + 1..)?.chars().next().and_then(number)?;
    (around && text.len() <= 8).then_some(Span::Quarter(year, n))
}

/// A year between 1990 and 2099 in a text.
pub(crate) fn year_in(text: &str) -> Option<i32> {
    let digits: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|part| part.len() == 4).collect();
    digits.into_iter().filter_map(|part| part.parse().ok()).find(|year| (1990..=2099).contains(year))
}

/// A column that sums months: not a month, and not a key either.
fn is_sum(header: &str) -> bool {
    let below = header.split_once(char::is_whitespace).filter(|(above, _)| quarter(above).is_some()).map_or(header, |(_, below)| below);
    let word = normal(below);
    [
        "total",
        "sum",
        "合计",
        "总计",
        "小计",
        "全年",
        "年度",
        "yeartotal",
        "fullyear",
        "ytd",
        "annual",
        "year",
        "h1",
        "h2",
        "上半年",
        "下半年",
        "gesamt",
    ]
    .iter()
    .any(|sum| word == *sum || word.contains("合计") || word.contains("total"))
        || word.strip_suffix("年").is_some_and(|year| year.len() == 4)
        || year_in(header).is_some_and(|year| word == year.to_string() || word == format!("fy{year}"))
}

/// Names of a column of years, in normal form.
const YEARS: [&str; 7] = ["year", "年份", "年度", "年", "jahr", "année", "año"];

/// The years of a column of years, row by row; `None` where there is none or a row says none.
fn years(table: &RawTable) -> Option<Vec<i32>> {
    let at = table.headers.iter().position(|header| YEARS.contains(&normal(header).as_str()))?;
    let column = table.columns.get(at)?;
    let found: Option<Vec<i32>> = column.iter().map(|cell| year_in(cell.trim_end_matches(".0"))).collect();
    found.filter(|years| !years.is_empty())
}

/// Quarters and months that leave their year to the column beside them get it: 2025 | Q3 becomes 2025 | 2025-Q3.
pub(crate) fn join_years(table: &mut RawTable) {
    const PERIODS: [&str; 10] = ["quarter", "季度", "季", "month", "月份", "月", "quartal", "monat", "trimestre", "mois"];
    let Some(years) = years(table) else { return };
    let Some(at) = table.headers.iter().position(|header| PERIODS.contains(&normal(header).as_str())) else { return };
    let Some(column) = table.columns.get(at) else { return };
    let is_quarter = table
        .headers
        .get(at)
        .is_some_and(|header| ["quarter", "季", "quartal", "trimestre"].iter().any(|word| normal(header).contains(word)));
    let joined = |(cell, year): (&str, &i32)| {
        let digit = cell.trim().trim_end_matches(".0").parse::<u32>().ok();
        let found = match digit {
            Some(n @ 1..=4) if is_quarter => Some(Span::Quarter(None, n)),
            Some(n @ 1..=12) if !is_quarter => Some(Span::Month(None, n)),
            Some(_) => None,
            None => span(cell),
        };
        match found.map(|span| span.of_year(Some(*year)))? {
            // A cell with a year of its own needs no other.
            Span::Month(own, month) => (own == Some(*year)).then(|| format!("{year}-{month:02}")),
            Span::Quarter(own, quarter) => (own == Some(*year)).then(|| format!("{year}-Q{quarter}")),
        }
    };
    let cells: Option<Vec<String>> = column.iter().zip(&years).map(joined).collect();
    let mut new = RawColumn::default();
    if cells.is_some_and(|cells| cells.iter().all(|cell| new.push(cell).is_ok()))
        && let Some(column) = table.columns.get_mut(at)
    {
        *column = new;
    }
}

/// The table with one row for each filled month cell; `None` where fewer than three columns are months.
pub(crate) fn unpivot(table: &RawTable) -> Option<RawTable> {
    let spans: Vec<Option<Span>> = table.headers.iter().map(|header| span(header)).collect();
    let months = spans.iter().flatten().filter(|span| matches!(span, Span::Month(..))).count();
    let quarters = spans.iter().flatten().count() - months;
    if months < 3 && (quarters < 2 || months > 0) {
        return None;
    }
    let is_wanted = |span: &Span| matches!(span, Span::Month(..)) == (months >= 3);
    let hint = year_in(&table.title).or_else(|| year_in(&table.name));
    let of_rows = years(table);
    // A quarter stays one: its target is that of three months.
    let written = |span: Span, row: usize| {
        let said = of_rows.as_ref().and_then(|years| years.get(row).copied()).or(hint);
        match span.of_year(said) {
            Span::Month(year, month) => Some(Day::from_ymd(year?, month, 1)?.to_string()),
            Span::Quarter(year, quarter) => Some(format!("{}-Q{quarter}", year?)),
        }
    };
    let periods: Vec<(usize, Span)> = spans.iter().enumerate().filter_map(|(i, span)| Some((i, span.filter(is_wanted)?))).collect();
    for (_, span) in &periods {
        written(*span, 0)?;
    }
    // Cells that are no numbers make it a table of something else.
    let filled = |i: &usize| {
        table.columns.get(*i).map_or((0, 0), |column| {
            let cells = column.iter().filter(|cell| !crate::profile::is_blank(cell));
            cells.fold((0, 0), |(all, values), cell| (all + 1, values + usize::from(is_value(cell) || cell.contains('%'))))
        })
    };
    let (all, values) = periods.iter().map(|(i, _)| filled(i)).fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
    if all == 0 || values * 2 < all {
        return None;
    }
    let is_key = |i: &usize| spans.get(*i).is_some_and(Option::is_none) && !table.headers.get(*i).is_some_and(|header| is_sum(header));
    let keys: Vec<usize> = (0..table.headers.len()).filter(is_key).collect();
    let left_out: Vec<String> = (0..table.headers.len())
        .filter(|i| !keys.contains(i) && !periods.iter().any(|(period, _)| period == i))
        .filter_map(|i| table.headers.get(i).cloned())
        .collect();
    let mut headers: Vec<String> = keys.iter().filter_map(|i| table.headers.get(*i).cloned()).collect();
    // The unit of the months is that of their values.
    let mut units: Vec<Option<&str>> = periods.iter().map(|(i, _)| table.headers.get(*i).and_then(|header| unit(header))).collect();
    units.dedup();
    let value = match units.as_slice() {
        [Some(unit)] => format!("Value ({unit})"),
        _ => "Value".to_owned(),
    };
    headers.extend(["Month".to_owned(), value]);
    let mut long = RawTable {
        headers,
        columns: vec![RawColumn::default(); keys.len() + 2],
        lines: Vec::new(),
        short_lines: Vec::new(),
        ..table.clone()
    };
    for row in 0..table.len() {
        for (i, span) in &periods {
            let day = written(*span, row)?;
            let value = table.columns.get(*i).map_or("", |column| column.get(row));
            if crate::profile::is_blank(value) {
                continue;
            }
            let cells = keys.iter().map(|key| table.columns.get(*key).map_or("", |column| column.get(row)).to_owned());
            let cells = cells.chain([day, value.to_owned()]);
            for (column, cell) in long.columns.iter_mut().zip(cells) {
                column.push(&cell).ok()?;
            }
            long.lines.push(table.lines.get(row).copied().unwrap_or(0));
        }
    }
    let lines = table.lines.iter().take(1).copied().collect();
    long.notes.push(Note { code: "N-LAYOUT-MONTHS", lines, detail: left_out.join(", ") });
    Some(long)
}

/// What came of a plan, where it stands in columns of its own beside the months of the plan: 1月 目标 | 1月 实际.
pub(crate) fn actuals(table: &RawTable) -> Option<RawTable> {
    const WORDS: [&str; 9] = ["实际完成额", "实际完成", "实际", "实绩", "實際", "完成额", "Actuals", "Actual", "actual"];
    let bare = |header: &String| {
        let word = WORDS.iter().find(|word| header.contains(**word))?;
        let rest =
            header.replacen(word, "", 1).trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '_' | '/' | ':' | '：')).to_owned();
        span(&rest).is_some().then_some(rest)
    };
    let told: Vec<Option<String>> = table.headers.iter().map(bare).collect();
    let (actual, planned) = (told.iter().flatten().count(), table.headers.iter().filter(|header| span(header).is_some()).count());
    if actual < 3 || planned < 3 {
        return None;
    }
    let is_kept = |i: usize| told.get(i).is_some_and(Option::is_some) || table.headers.get(i).is_some_and(|header| span(header).is_none());
    let kept: Vec<usize> = (0..table.headers.len()).filter(|i| is_kept(*i)).collect();
    let header = |i: &usize| told.get(*i).cloned().flatten().or_else(|| table.headers.get(*i).cloned());
    let one = RawTable {
        part: if table.part.is_empty() { "实际".to_owned() } else { format!("{} › 实际", table.part) },
        headers: kept.iter().filter_map(header).collect(),
        columns: kept.iter().filter_map(|i| table.columns.get(*i)).cloned().collect(),
        ..table.clone()
    };
    let mut long = unpivot(&one)?;
    let lines = table.lines.iter().take(1).copied().collect();
    long.notes.push(Note { code: "N-LAYOUT-ACTUALS", lines, detail: String::new() });
    Some(long)
}

#[cfg(test)]
mod tests {
    use super::{Span, span};

    #[test]
    fn headers_that_are_months() {
        for header in ["2025-01", "Jan 2025", "2025年1月", "2025-01-01 00:00:00", "Jan-25", "202501", "25年1月"] {
            assert_eq!(span(header), Some(Span::Month(Some(2025), 1)), "{header}");
        }
        for header in ["Jan", "January", "1月", "01月", "一月", "M1", "1月份", "1月（万元）", "1月目标（万）"] {
            assert_eq!(span(header), Some(Span::Month(None, 1)), "{header}");
        }
        for header in ["Q1 2025", "2025Q1", "2025-Q1", "FY25 Q1", "2025年第一季度"] {
            assert_eq!(span(header), Some(Span::Quarter(Some(2025), 1)), "{header}");
        }
        for header in ["", "Amount", "Mar Ltd", "2025-01-17", "12", "Q7ALL", "M", "Month", "Quarter", "marketing"] {
            assert_eq!(span(header), None, "{header}");
        }
    }
}
