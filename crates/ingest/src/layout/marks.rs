//! Marks that a system writes before every value, so that a spreadsheet takes it as text: WeChat Pay writes `` ` ``.

use crate::profile::is_blank;
use crate::raw::{RawColumn, RawTable};

/// Rows looked at.
const SAMPLE: usize = 50;

/// Takes the mark off all values, where nearly all of them have it.
pub(super) fn strip(table: &mut RawTable) {
    let Some(mark) = ['`', '\''].into_iter().find(|mark| is_before_all(table, *mark)) else { return };
    for column in &mut table.columns {
        let mut plain = RawColumn::default();
        for cell in column.iter() {
            if plain.push(cell.strip_prefix(mark).unwrap_or(cell).trim()).is_err() {
                return;
            }
        }
        *column = plain;
    }
}

fn is_before_all(table: &RawTable, mark: char) -> bool {
    let cells = || (0..table.len().min(SAMPLE)).flat_map(|row| table.columns.iter().map(move |column| column.get(row)));
    let (all, marked) =
        cells().filter(|cell| !is_blank(cell)).fold((0, 0), |(all, marked), cell| (all + 1, marked + usize::from(cell.starts_with(mark))));
    all > 0 && marked * 10 >= all * 9
}

#[cfg(test)]
mod tests {
    use super::strip;
    use crate::raw::{RawColumn, RawTable};

    fn stripped(cells: &[&str]) -> Vec<String> {
        let mut column = RawColumn::default();
        cells.iter().for_each(|cell| column.push(cell).unwrap());
        let mut table = RawTable {
            headers: vec!["名".to_owned()],
            lines: (2..).take(cells.len()).collect(),
            columns: vec![column],
            ..RawTable::default()
        };
        strip(&mut table);
        table.columns[0].iter().map(str::to_owned).collect()
    }

    #[test]
    fn marks_before_all_values() {
        assert_eq!(stripped(&["`12.50", "`", "`2025-01-31 10:00:00", ""]), ["12.50", "", "2025-01-31 10:00:00", ""]);
        assert_eq!(stripped(&["'s-Hertogenbosch", "Utrecht"]), ["'s-Hertogenbosch", "Utrecht"]);
    }
}
