//! Rows one after the other to tables: the first ones decide the header, the rest go straight into columns.

use crate::formats::ReadError;
use crate::raw::{Note, RawColumn, RawTable, Unreadable};

use super::cells::Line;
use super::header::{self, is_value};
use super::{Cells, groups, heads, marks, months, sums, totals};

/// Rows held back until the header is decided.
const HEAD: usize = 60;
/// Values of a column looked at when a row after a blank one might begin another table.
const TAIL: usize = 20;

/// Collects the tables of one sheet.
pub(crate) struct Grid {
    template: RawTable,
    table: RawTable,
    done: Vec<RawTable>,
    head: Vec<Line>,
    is_settled: bool,
    /// The row before was blank.
    is_after_blank: bool,
    /// Rows with a single text after a blank one: the title of the next table, or a note below the last.
    pending: Vec<Line>,
}

impl Grid {
    /// A grid whose tables carry the names and marks of `template`.
    pub(crate) fn new(template: RawTable) -> Self {
        let table = template.clone();
        Self { template, table, done: Vec::new(), head: Vec::new(), is_settled: false, is_after_blank: false, pending: Vec::new() }
    }

    /// Data rows so far.
    pub(crate) fn len(&self) -> usize {
        self.table.len() + self.head.len() + self.done.iter().map(RawTable::len).sum::<usize>()
    }

    /// The table being read, for what only its format knows.
    pub(crate) fn table_mut(&mut self) -> &mut RawTable {
        &mut self.table
    }

    /// Columns of the table being read; 0 before its header is known.
    pub(crate) fn width(&self) -> usize {
        self.table.headers.len()
    }

    /// A line without anything.
    pub(crate) fn blank(&mut self) {
        self.is_after_blank = true;
    }

    /// Takes the next row.
    ///
    /// # Errors
    /// [`ReadError::TooLarge`], [`ReadError::TooManyColumns`].
    pub(crate) fn row(&mut self, line: u32, cells: Cells<'_>) -> Result<(), ReadError> {
        if cells.is_blank() {
            self.is_after_blank = true;
            return Ok(());
        }
        let held = |is_after_blank| Line { line, row: cells.to_row(), is_after_blank };
        if !self.is_settled {
            self.head.push(held(std::mem::take(&mut self.is_after_blank)));
            if self.head.len() >= HEAD {
                self.settle()?;
            }
            return Ok(());
        }
        if self.is_header_again(cells) {
            // A new page of the same report: its title is no data either.
            let pending = std::mem::take(&mut self.pending);
            self.table.above.extend(pending.iter().flat_map(|held| held.row.cells().iter()).map(str::to_owned));
            let mut lines: Vec<u32> = pending.iter().map(|held| held.line).collect();
            lines.push(line);
            self.is_after_blank = false;
            self.skip("N-LAYOUT-AGAIN", &lines);
            return Ok(());
        }
        if self.is_after_blank || !self.pending.is_empty() {
            self.is_after_blank = false;
            if self.begins_table(cells) {
                self.close();
                self.head.append(&mut self.pending);
                self.head.push(held(false));
                self.is_settled = false;
                return Ok(());
            }
            if cells.filled() == 1 && self.width() >= 3 {
                self.pending.push(held(false));
                return Ok(());
            }
            for held in std::mem::take(&mut self.pending) {
                self.data(held.line, held.row.cells())?;
            }
        }
        self.data(line, cells)
    }

    /// The tables, when the last row has been taken.
    ///
    /// # Errors
    /// As [`Grid::row`].
    pub(crate) fn finish(mut self) -> Result<Vec<RawTable>, ReadError> {
        while !self.head.is_empty() {
            self.settle()?;
        }
        let lines: Vec<u32> = std::mem::take(&mut self.pending).iter().map(|held| held.line).collect();
        if !lines.is_empty() {
            self.table.notes.push(Note { code: "N-LAYOUT-FOOTER", lines, detail: String::new() });
        }
        self.close();
        Ok(self.done)
    }

    /// Decides the header among the rows held back, and takes the others as data.
    fn settle(&mut self) -> Result<(), ReadError> {
        let rows = std::mem::take(&mut self.head);
        if rows.is_empty() {
            return Ok(());
        }
        self.is_settled = true;
        let may_turn = rows.len() < HEAD && self.template.decided_headers.is_empty();
        let on_its_side = if may_turn { transposed(&rows) } else { None };
        let is_on_its_side = on_its_side.is_some();
        let rows = on_its_side.unwrap_or(rows);
        let decided = self.decided_header(&rows);
        let mut header = decided.unwrap_or_else(|| header::find(&rows));
        let mut names = header::names(&rows, header);
        if decided.is_none() {
            if let Some(questions) = header::questions(&rows, header) {
                (names, header.count) = (questions, 3);
            }
            header.count += usize::from(header::has_row_of_explanations(&rows, header));
        }
        let above: Vec<u32> = rows.iter().take(header.first).map(|held| held.line).collect();
        self.table.title = rows.iter().take(header.first).flat_map(|held| held.row.cells().iter()).collect::<Vec<_>>().join(" ");
        self.table.above = rows.iter().take(header.first).flat_map(|held| held.row.cells().iter()).map(str::to_owned).collect();
        let first_line = rows.get(header.first).map_or(0, |held| held.line);
        let note = |code, lines| Note { code, lines, detail: String::new() };
        if !above.is_empty() {
            self.table.notes.push(note("N-LAYOUT-PREAMBLE", above));
        }
        if is_on_its_side {
            self.table.notes.push(note("N-LAYOUT-TRANSPOSED", Vec::new()));
        }
        match header.count {
            0 => {
                names = vec![String::new(); header.width.max(1)];
                self.table.notes.push(note("N-LAYOUT-NOHEADER", vec![first_line]));
            }
            2 | 3 => self.table.notes.push(note("N-LAYOUT-TWOROWS", vec![first_line])),
            _ => {}
        }
        self.table.header_line = if header.count == 0 { 0 } else { first_line };
        self.table.headers = header::unique(names.into_iter());
        self.table.columns = vec![RawColumn::default(); self.table.headers.len()];
        for held in rows.iter().skip(header.first + header.count) {
            self.is_after_blank = held.is_after_blank;
            self.row(held.line, held.row.cells())?;
        }
        Ok(())
    }

    /// The header that the user chose, where it is among these rows.
    fn decided_header(&self, rows: &[Line]) -> Option<header::Header> {
        let part = self.template.part.as_str();
        // `Orders (2)` is the second table of a sheet.
        let is_here = |name: &str| {
            name.is_empty() || part.is_empty() || name.strip_prefix(part).is_some_and(|rest| rest.is_empty() || rest.starts_with(" ("))
        };
        let lines = || self.template.decided_headers.iter().filter(|(name, _)| is_here(name)).map(|(_, line)| *line);
        let width = rows.iter().map(|held| held.row.cells().extent()).max().unwrap_or(0);
        let first = lines().find_map(|line| rows.iter().position(|held| held.line == line));
        let none = || lines().any(|line| line == 0).then_some(header::Header { first: 0, count: 0, width });
        first.map(|first| header::Header { first, count: 1, width }).or_else(none)
    }

    fn data(&mut self, line: u32, cells: Cells<'_>) -> Result<(), ReadError> {
        let width = self.table.headers.len();
        if (width..cells.len()).any(|i| !cells.get(i).is_empty()) {
            self.table.unreadable.push(Unreadable { code: "E-CSV-FIELDS", line });
            return Ok(());
        }
        if is_rule(cells) || (self.table.is_empty() && is_numbering(cells)) {
            self.skip("N-LAYOUT-AGAIN", &[line]);
            return Ok(());
        }
        if cells.len() < width {
            self.table.short_lines.push(line);
        }
        for (i, column) in self.table.columns.iter_mut().enumerate() {
            column.push_trimmed(cells.get(i))?;
        }
        self.table.lines.push(line);
        Ok(())
    }

    /// Notes lines that are no data.
    fn skip(&mut self, code: &'static str, lines: &[u32]) {
        match self.table.notes.iter_mut().find(|note| note.code == code) {
            Some(note) => note.lines.extend(lines),
            None => self.table.notes.push(Note { code, lines: lines.to_vec(), detail: String::new() }),
        }
    }

    /// The header repeated inside the data, as pages of a report do.
    fn is_header_again(&self, cells: Cells<'_>) -> bool {
        let Some(first) = self.table.headers.first() else { return false };
        is_same_name(first, cells.get(0))
            && self.table.headers.len() > 1
            && self.table.headers.iter().zip(cells.iter()).all(|(header, cell)| is_same_name(header, cell))
    }

    /// After a blank row: names where the table so far has numbers or dates begin another table.
    fn begins_table(&self, cells: Cells<'_>) -> bool {
        if self.table.is_empty() || cells.filled() < 2 || cells.iter().any(|cell| is_value(cell) && !months::is_period(cell)) {
            return false;
        }
        let holds_values = |column: &RawColumn| {
            let tail = column.len().saturating_sub(TAIL)..column.len();
            let (all, values) = tail
                .map(|row| column.get(row))
                .filter(|cell| !cell.is_empty())
                .fold((0, 0), |(all, values), cell| (all + 1, values + usize::from(is_value(cell))));
            all > 0 && values * 5 >= all * 4
        };
        let is_name = |cell: &str| !cell.is_empty() && !is_value(cell) && cell.len() > 1;
        self.table.columns.iter().enumerate().any(|(i, column)| is_name(cells.get(i)) && holds_values(column))
    }

    /// Ends the table being read.
    fn close(&mut self) {
        let mut table = std::mem::replace(&mut self.table, self.template.clone());
        self.is_settled = false;
        if table.headers.is_empty() {
            return;
        }
        let seller = groups::seller_above(&table);
        marks::strip(&mut table);
        groups::fill(&mut table);
        groups::beside(&mut table);
        let sums = sums::rows(&table);
        take_out(&mut table, "N-LAYOUT-TOTAL", &sums);
        groups::label(&mut table);
        drop_empty_columns(&mut table);
        // One after the other: what the first takes out moves the rows below it up.
        let notes = totals::footer_rows(&table);
        take_out(&mut table, "N-LAYOUT-FOOTER", &notes);
        let sums = totals::total_rows(&table);
        take_out(&mut table, "N-LAYOUT-TOTAL", &sums);
        heads::fill_down(&mut table);
        months::join_years(&mut table);
        groups::of_seller(&mut table, seller);
        table.above.clear();
        let actuals = months::actuals(&table);
        self.done.push(months::unpivot(&table).unwrap_or(table));
        self.done.extend(actuals);
    }
}

/// Takes rows out and notes their lines. A table of nothing but such rows keeps them: they are its data.
fn take_out(table: &mut RawTable, code: &'static str, rows: &[usize]) {
    if rows.is_empty() || rows.len() == table.len() {
        return;
    }
    let lines = table.retain(|row| rows.binary_search(&row).is_err());
    table.short_lines.retain(|line| !lines.contains(line));
    match table.notes.iter_mut().find(|note| note.code == code) {
        Some(note) => {
            note.lines.extend(lines);
            note.lines.sort_unstable();
        }
        None => table.notes.push(Note { code, lines, detail: String::new() }),
    }
}

/// Small tables that stand on their side: the first column names the fields, every other column is a record.
fn transposed(rows: &[Line]) -> Option<Vec<Line>> {
    let known = |cells: &[&str]| cells.iter().filter(|cell| !cell.is_empty() && crate::names::is_known_name(cell)).count();
    let first = rows.first()?.row.cells();
    let names: Vec<&str> = rows.iter().map(|line| line.row.cells().get(0)).collect();
    let across: Vec<&str> = first.iter().skip(1).collect();
    let is_on_its_side =
        rows.len() >= 3 && across.len() >= 2 && known(&names) >= 3 && known(&names) * 2 > names.len() && known(&across) == 0;
    if !is_on_its_side || rows.iter().any(|line| line.row.cells().extent() > first.len()) {
        return None;
    }
    let column = |i: usize| {
        let mut row = super::Row::default();
        rows.iter().for_each(|line| row.push(line.row.cells().get(i)));
        row
    };
    // A record has no line of its own: its column stands for it.
    Some((0..first.len()).map(|i| Line { line: u32::try_from(i + 1).unwrap_or(u32::MAX), row: column(i), is_after_blank: false }).collect())
}

/// The same name, whatever the case; a name made for a blank or repeated header stands for what was there.
fn is_same_name(header: &str, cell: &str) -> bool {
    header.eq_ignore_ascii_case(cell)
        || (!cell.is_ascii() && header.to_lowercase() == cell.to_lowercase())
        || (cell.is_empty() && header.starts_with("Column "))
        || header.strip_prefix(cell).is_some_and(|rest| rest.starts_with(" ("))
}

/// A row that only draws a line under the header.
fn is_rule(cells: Cells<'_>) -> bool {
    cells.iter().all(|cell| cell.chars().all(|c| matches!(c, '-' | '=' | '_' | '—' | '+' | ':'))) && cells.iter().any(|cell| cell.len() > 2)
}

/// A row that numbers the columns: 1, 2, 3 or (1), (2), (3).
fn is_numbering(cells: Cells<'_>) -> bool {
    cells.len() >= 5 && cells.iter().enumerate().all(|(i, cell)| cell.trim_matches(['(', ')', '（', '）', '.']) == (i + 1).to_string())
}

/// Columns without name and without content, as trailing delimiters leave them.
fn drop_empty_columns(table: &mut RawTable) {
    let is_empty = |header: &str, column: &RawColumn| header.starts_with("Column ") && column.iter().all(str::is_empty);
    let kept: Vec<bool> = table.headers.iter().zip(&table.columns).map(|(header, column)| !is_empty(header, column)).collect();
    if kept.contains(&true) {
        let mut flags = kept.iter();
        table.headers.retain(|_| flags.next() == Some(&true));
        let mut flags = kept.iter();
        table.columns.retain(|_| flags.next() == Some(&true));
    }
}

/// Gives the tables of a file their names: the file's own, or with the part where there are several.
pub(crate) fn name_tables(mut tables: Vec<RawTable>) -> Vec<RawTable> {
    let is_single = tables.len() == 1;
    let mut used: Vec<String> = Vec::new();
    for (i, table) in tables.iter_mut().enumerate() {
        let part = if table.part.is_empty() { (i + 1).to_string() } else { table.part.clone() };
        let mut name = if is_single { table.file.clone() } else { format!("{} › {part}", table.file) };
        if used.contains(&name) {
            name = format!("{name} ({})", i + 1);
        }
        used.push(name.clone());
        table.name = name;
    }
    tables
}

#[cfg(test)]
mod tests {
    use super::{Grid, RawTable};
    use crate::layout::Row;

    fn read(lines: &[&str]) -> Vec<RawTable> {
        let mut grid = Grid::new(RawTable { name: "Targets 2025".to_owned(), ..RawTable::default() });
        for (i, line) in lines.iter().enumerate() {
            let mut row = Row::default();
            if line.is_empty() {
                grid.blank();
                continue;
            }
            line.split('|').for_each(|cell| row.push(cell.trim()));
            grid.row(i as u32 + 1, row.cells()).unwrap();
        }
        grid.finish().unwrap()
    }

    #[test]
    fn lines_take_over_the_head_of_their_document() {
        let tables = read(&[
            "No|Date|Customer|Item|Amount",
            "A1|2025-01-02|Acme|Bolts|10",
            "|||Nuts|20",
            "A2|2025-01-03|Best|Bolts|30",
            "|||Nuts|40",
            "|||Rods|50",
        ]);
        let table = &tables[0];
        assert_eq!((0..5).map(|row| table.columns[0].get(row)).collect::<Vec<_>>(), ["A1", "A1", "A2", "A2", "A2"]);
        assert_eq!(table.columns[2].get(4), "Best");
        // A customer without an owner is only that.
        let tables = read(&["Name|Owner|City|Sales", "Acme|Ann|Bonn|10", "Best||Bonn|20", "Core|Bob|Bonn|30", "Dune||Bonn|40"]);
        assert_eq!(tables[0].columns[1].get(1), "");
    }

    #[test]
    fn title_totals_and_footers_are_no_data() {
        let tables = read(&[
            "Sales report",
            "",
            "region|owner|amount",
            "East|Ann|10",
            "East|Bob|20",
            "East Total||30",
            "Total||30",
            "",
            "Printed 2025-01-01 by Ann",
        ]);
        assert_eq!(tables.len(), 1);
        assert_eq!((tables[0].header_line, tables[0].lines.as_slice()), (3, [4, 5].as_slice()));
        let notes: Vec<_> = tables[0].notes.iter().map(|note| (note.code, note.lines.as_slice())).collect();
        assert_eq!(notes, [("N-LAYOUT-PREAMBLE", [1].as_slice()), ("N-LAYOUT-FOOTER", &[9]), ("N-LAYOUT-TOTAL", &[6, 7])]);
    }

    #[test]
    fn headings_and_totals_take_out_themselves_only() {
        let tables = read(&[
            "region|owner|day|amount",
            "North",
            "N1|Ann|2025-01-01|10",
            "N2|Bob|2025-01-02|20",
            "Subtotal|||30",
            "South",
            "S1|Cid|2025-01-03|40",
            "Subtotal|||40",
            "S2|Dee|2025-01-04|50",
        ]);
        assert_eq!(tables[0].lines, [3, 4, 7, 9]);
        assert_eq!(tables[0].columns[0].iter().collect::<Vec<_>>(), ["N1", "N2", "S1", "S2"]);
    }

    #[test]
    fn a_second_table_after_a_blank_row() {
        let tables = read(&["id|day|amount", "1|2025-01-01|5", "2|2025-01-02|6", "", "Targets", "name|month|target", "Ann|2025-01|9"]);
        assert_eq!(tables.iter().map(RawTable::len).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(tables[1].headers, ["name", "month", "target"]);
        assert_eq!(tables[1].title, "Targets");
    }

    #[test]
    fn blank_rows_do_not_split_a_table() {
        let tables = read(&["id|name|amount", "1|a|5", "", "2|b|6", "", "3|c|7"]);
        assert_eq!((tables.len(), tables[0].len()), (1, 3));
    }

    #[test]
    fn months_become_rows() {
        let tables = read(&["name|Jan|Feb|Mar|Q1|Total", "Ann|1|2||3|3", "Bob|4|5|6|15|15"]);
        assert_eq!(tables[0].headers, ["name", "Month", "Value"]);
        let cells: Vec<String> =
            (0..tables[0].len()).map(|row| tables[0].columns.iter().map(|c| c.get(row)).collect::<Vec<_>>().join(" ")).collect();
        assert_eq!(cells, ["Ann 2025-01-01 1", "Ann 2025-02-01 2", "Bob 2025-01-01 4", "Bob 2025-02-01 5", "Bob 2025-03-01 6"]);
        assert_eq!(tables[0].notes[0].detail, "Q1, Total");
    }

    #[test]
    fn a_header_inside_the_data_is_skipped() {
        let tables = read(&["id|amount", "1|5", "id|amount", "2|6"]);
        assert_eq!(tables[0].lines, [2, 4]);
    }
}
