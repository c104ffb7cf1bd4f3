//! Rows that sum up the rows above them, told by their figures: whatever language the word for it is in.

use crate::parse::{self, NumberStyle};
use crate::profile::is_blank;
use crate::raw::{RawColumn, RawTable};

use super::header::is_value;
use super::totals::with_at_most;

/// Cells looked at to tell what a column holds.
const SAMPLE: usize = 60;

/// A column of amounts, with the style they are written in.
struct Figures<'a> {
    column: &'a RawColumn,
    style: NumberStyle,
}

impl Figures<'_> {
    fn get(&self, row: usize) -> Option<i128> {
        parse::money_minor(self.column.get(row), self.style).map(|(minor, _)| i128::from(minor))
    }
}

/// The columns of figures, and those of anything else.
fn parted(table: &RawTable) -> (Vec<Figures<'_>>, Vec<&RawColumn>) {
    let step = (table.len() / SAMPLE).max(1);
    let (mut figures, mut others) = (Vec::new(), Vec::new());
    for column in &table.columns {
        let cells: Vec<&str> = (0..table.len()).step_by(step).map(|row| column.get(row)).filter(|cell| !is_blank(cell)).collect();
        let reads =
            |style: &NumberStyle| cells.iter().filter(|cell| parse::money_minor(cell, *style).is_some()).count() * 10 >= cells.len() * 9;
        let styles = [false, true].map(|decimal_comma| NumberStyle { decimal_comma, power: 0 });
        match styles.into_iter().find(reads).filter(|_| !cells.is_empty()) {
            Some(style) => figures.push(Figures { column, style }),
            None => others.push(column),
        }
    }
    (figures, others)
}

/// Rows with hardly any text whose figures are the sums of the rows since the last such row, or of all so far.
///
/// A record may repeat the figure above it: one row is summed up only where sums of several are there, and most such rows are sums.
pub(super) fn rows(table: &RawTable) -> Vec<usize> {
    let (figures, others) = parted(table);
    let usual = (0..table.len().min(20)).map(|row| others.iter().filter(|column| !is_blank(column.get(row))).count()).max().unwrap_or(0);
    if figures.is_empty() || usual < 3 {
        return Vec::new();
    }
    let thin: Vec<usize> = with_at_most(1, &others, table.len(), |cell| !is_blank(cell))
        .into_iter()
        .filter(|row| figures.iter().any(|column| column.get(*row).is_some()) && !others.iter().any(|column| is_value(column.get(*row))))
        .collect();
    if thin.is_empty() || thin.len() * 2 > table.len() {
        return Vec::new();
    }
    // A number of pieces may well repeat what stands above: the largest figures must be sums.
    let is_thin = |row: &usize| thin.binary_search(row).is_ok();
    let size = |column: &Figures<'_>| -> i128 {
        (0..table.len()).filter(|row| !is_thin(row)).filter_map(|row| column.get(row)).map(i128::abs).sum()
    };
    let Some(main) = figures.iter().enumerate().max_by_key(|(at, column)| (size(column), std::cmp::Reverse(*at))).map(|(at, _)| at) else {
        return Vec::new();
    };
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut all = vec![0_i128; figures.len()];
    // What the totals since the last higher one come to, and how many there are: regions above shops.
    let (mut lower, mut totals) = (vec![0_i128; figures.len()], 0);
    let (mut from, mut summed) = (0, 0);
    for row in thin.iter().copied() {
        // Columns that are the sum of the block, of all so far, and of figures at all.
        let (mut of_block, mut of_all, mut of_lower, mut any) = (0, 0, 0, 0);
        let (mut main_of_block, mut main_of_all, mut main_of_lower) = (true, true, true);
        summed += row - from;
        for (((at, column), all), lower) in figures.iter().enumerate().zip(&mut all).zip(&lower) {
            let block: i128 = (from..row).filter_map(|row| column.get(row)).sum();
            *all += block;
            if let Some(figure) = column.get(row).filter(|figure| *figure != 0) {
                any += 1;
                of_block += usize::from(figure == block && row > from);
                of_all += usize::from(figure == *all && summed > 1);
                of_lower += usize::from(figure == *lower && totals > 1);
                if at == main {
                    (main_of_block, main_of_all, main_of_lower) = (figure == block, figure == *all, figure == *lower);
                }
            }
        }
        if of_block > 0 && of_block * 2 >= any && main_of_block {
            found.push((row, row - from));
            totals += 1;
            for (column, lower) in figures.iter().zip(&mut lower) {
                *lower += column.get(row).unwrap_or(0);
            }
        } else if of_lower > 0 && of_lower * 2 >= any && main_of_lower {
            found.push((row, totals));
            (totals, lower) = (0, vec![0; figures.len()]);
        } else if of_all > 0 && of_all * 2 >= any && main_of_all {
            found.push((row, summed));
        }
        from = row + 1;
    }
    let has_proof = found.iter().any(|(_, summed)| *summed > 1);
    if !has_proof || found.len() * 5 < thin.len() * 4 {
        return Vec::new();
    }
    found.into_iter().map(|(row, _)| row).collect()
}

/// Are the figures of most of these rows the sums of the rows since the one before, or of all so far that are none of them?
pub(super) fn are_sums(table: &RawTable, rows: &[usize]) -> bool {
    if rows.is_empty() {
        return false;
    }
    let (figures, _) = parted(table);
    let is_sum = |column: &Figures<'_>| {
        let (mut all, mut block, mut proved, mut told) = (0_i128, 0_i128, 0, 0);
        // Totals of regions are the sums of the totals of their shops.
        let (mut of_totals, mut of_higher) = (0_i128, 0_i128);
        for row in 0..table.len() {
            let figure = column.get(row).unwrap_or(0);
            if rows.binary_search(&row).is_err() {
                (all, block) = (all + figure, block + figure);
                continue;
            }
            told += usize::from(figure != 0);
            if figure != 0 && figure == block {
                (proved, of_totals) = (proved + 1, of_totals + figure);
            } else if figure != 0 && figure == of_totals {
                (proved, of_higher, of_totals) = (proved + 1, of_higher + figure, 0);
            } else if figure != 0 && (figure == of_higher || figure == all) {
                proved += 1;
            }
            block = 0;
        }
        told > 0 && proved * 5 >= told * 4 && told * 2 > rows.len()
    };
    figures.iter().any(is_sum)
}

#[cfg(test)]
mod tests {
    use super::rows;
    use crate::raw::{RawColumn, RawTable};

    fn table(lines: &[&str]) -> RawTable {
        let mut columns = vec![RawColumn::default(); 5];
        for line in lines {
            line.split('|').zip(&mut columns).for_each(|(cell, column)| column.push(cell).unwrap());
        }
        let headers = ["Dato", "Nr", "Kunde", "Vare", "Sum"].map(str::to_owned).to_vec();
        RawTable { headers, lines: (2..).take(lines.len()).collect(), columns, ..RawTable::default() }
    }

    #[test]
    fn sums_are_told_by_their_figures() {
        let lines = [
            "2024-01-01|a|Acme|x|10",
            "2024-01-02|b|Best|y|5.50",
            "I alt Acme||||15.50",
            "2024-01-03|c|Best|y|1",
            "I alt Best||||1",
            "Alt||||16.50",
        ];
        assert_eq!(rows(&table(&lines)), [2, 4, 5]);
    }

    #[test]
    fn sums_of_sums_as_well() {
        let lines = [
            "2024-01-01|a|Acme|x|10",
            "2024-01-02|b|Best|y|5",
            "Shop 1||||15",
            "2024-01-03|c|Best|y|1",
            "2024-01-03|d|Best|x|2",
            "Shop 2||||3",
            "North||||18",
            "2024-01-04|e|Acme|y|7",
            "2024-01-05|f|Acme|x|4",
            "Shop 3||||11",
            "2024-01-06|g|Best|y|6",
            "2024-01-07|h|Best|x|3",
            "Shop 4||||9",
            "South||||20",
            "All||||38",
        ];
        assert_eq!(rows(&table(&lines)), [2, 5, 6, 9, 12, 13, 14]);
    }

    #[test]
    fn a_record_of_which_little_is_known_is_none() {
        let lines = ["2024-01-01|a|Acme|x|10", "2024-01-02|b|Best|y|10", "|c|||10", "2024-01-03|d|Best|y|1", "|e|||2"];
        assert_eq!(rows(&table(&lines)), [0_usize; 0]);
    }
}
