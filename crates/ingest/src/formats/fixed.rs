//! Text in columns of fixed width, as databases and old systems print it.

use super::ReadError;
use crate::layout::{Grid, Row};
use crate::raw::RawTable;

/// Lines that decide where the columns are.
const SCORED: usize = 200;

/// Reads a text whose columns are set apart by blanks in the same place on every line.
pub(super) fn read(template: &RawTable, text: &str) -> Result<Vec<RawTable>, ReadError> {
    let lines: Vec<&str> = text.lines().collect();
    let starts = columns(&lines).ok_or(ReadError::NotATable)?;
    let mut grid = Grid::new(template.clone());
    for (i, line) in lines.iter().enumerate() {
        let line_number = u32::try_from(i + 1).unwrap_or(u32::MAX);
        if line.trim().is_empty() || is_rule(line) {
            if line.trim().is_empty() {
                grid.blank();
            }
            continue;
        }
        grid.row(line_number, cut(line, &starts).cells())?;
    }
    let tables: Vec<RawTable> = grid.finish()?.into_iter().filter(|table| table.headers.len() > 1 && !table.is_empty()).collect();
    if tables.is_empty() { Err(ReadError::NotATable) } else { Ok(tables) }
}

/// Are there at least three columns at fixed places, the first line included?
pub(super) fn has_columns(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().collect();
    columns(&lines).is_some_and(|starts| {
        let first = lines.iter().find(|line| !line.trim().is_empty()).map(|line| cut(line, &starts));
        starts.len() >= 3 && first.is_some_and(|row| row.cells().filled() == starts.len())
    })
}

/// A line that only draws: `-----  ----`, `+---+`.
fn is_rule(line: &str) -> bool {
    line.chars().all(|c| matches!(c, '-' | '=' | '+' | '|' | ' ' | '_')) && line.contains(['-', '=', '_'])
}

/// The place of each letter on a terminal: East Asian letters take two.
fn places(line: &str) -> impl Iterator<Item = (usize, usize, char)> {
    let mut place = 0;
    line.char_indices().map(move |(at, c)| {
        let here = place;
        let is_wide = matches!(c as u32, 0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE4F | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x20000..=0x3FFFD);
        place += if is_wide { 2 } else { 1 };
        (at, here, c)
    })
}

/// Where columns begin: after places that are blank on every line and at least two wide, or one wide where a rule of
/// dashes says so.
fn columns(lines: &[&str]) -> Option<Vec<usize>> {
    let body: Vec<&str> = lines.iter().copied().filter(|line| !line.trim().is_empty() && !is_rule(line)).take(SCORED).collect();
    let longest = body.iter().map(|line| places(line).last().map_or(0, |(_, place, _)| place + 1)).max()?;
    if body.len() < 3 || longest > 4_000 {
        return None;
    }
    // Titles above and notes below are not cut: most lines decide.
    let mut used = vec![0usize; longest + 1];
    for line in &body {
        for (_, place, c) in places(line) {
            if c != ' '
                && let Some(slot) = used.get_mut(place)
            {
                *slot += 1;
            }
        }
    }
    let few = body.len() / 20;
    let is_blank = |place: usize| used.get(place).is_none_or(|n| *n <= few);
    let mut starts = Vec::new();
    for place in 0..longest {
        let is_start = !is_blank(place) && (place == 0 || (is_blank(place - 1) && (place == 1 || is_blank(place - 2))));
        if is_start {
            starts.push(place);
        }
    }
    (starts.len() > 1).then_some(starts)
}

fn cut(line: &str, starts: &[usize]) -> Row {
    let mut row = Row::default();
    let at = |wanted: usize| places(line).find(|(_, place, _)| *place >= wanted).map_or(line.len(), |(at, _, _)| at);
    for (i, start) in starts.iter().enumerate() {
        let from = if i == 0 { 0 } else { at(*start) };
        let to = starts.get(i + 1).map_or(line.len(), |next| at(*next));
        row.push(line.get(from..to.max(from)).unwrap_or("").trim());
    }
    row
}

#[cfg(test)]
mod tests {
    use super::{ReadError, read};
    use crate::raw::RawTable;

    #[test]
    fn columns_at_fixed_places() {
        let text = "id    客户        amount\n----  ----------  ------\n1     北京华远      10.50\n22    上海        2000.00\n333   Acme Ltd       3.00\n";
        let tables = read(&RawTable::default(), text).unwrap();
        assert_eq!(tables[0].headers, ["id", "客户", "amount"]);
        assert_eq!(tables[0].lines, [3, 4, 5]);
        assert_eq!(tables[0].columns[1].get(2), "Acme Ltd");
        assert_eq!(tables[0].columns[2].get(1), "2000.00");
    }

    #[test]
    fn prose_is_no_table() {
        let text = "Dear all,\nplease find the numbers below.\nBest regards\nThe team\n";
        assert_eq!(read(&RawTable::default(), text), Err(ReadError::NotATable));
    }
}
