//! Tables as CSV.

use kpi_model::TextFile;

/// A CSV text that spreadsheets open as text, whatever is in it.
#[derive(Default)]
pub(crate) struct Csv(String);

impl Csv {
    /// Adds a line.
    pub(crate) fn row(&mut self, cells: impl Iterator<Item = String>) {
        for (i, cell) in cells.enumerate() {
            if i > 0 {
                self.0.push(',');
            }
            let cell = harmless(&cell);
            if cell.contains([',', '"', '\n', '\r']) {
                self.0.push_str(&format!("\"{}\"", cell.replace('"', "\"\"")));
            } else {
                self.0.push_str(&cell);
            }
        }
        self.0.push_str("\r\n");
    }

    /// The file of this name.
    pub(crate) fn file(self, name: &str) -> TextFile {
        TextFile { name: format!("{name}.csv"), text: format!("\u{feff}{}", self.0), base64: false }
    }
}

/// A text that a spreadsheet would run as a formula gets a quote before it (OWASP ASVS 1.2.10); numbers stay as they are.
fn harmless(cell: &str) -> String {
    let is_formula = cell.trim_start_matches([' ', '"', '\'']).starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n']);
    let is_figure = || cell.chars().all(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | ',' | ' ' | '%' | '(' | ')' | '/'));
    if is_formula && !is_figure() { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn formulas_become_text_and_figures_stay() {
        for cell in ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd", " =A1", "＝1", "\t=1"] {
            assert_eq!(harmless(cell), format!("'{cell}"));
        }
        for cell in ["-12.50", "+86 (10) 6552", "-5%", "Acme", "12-3"] {
            assert_eq!(harmless(cell), cell);
        }
    }
}
