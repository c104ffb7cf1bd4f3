//! A table as an XLSX workbook of one sheet: a header, texts, amounts, and sums that stay formulas.
//!
//! Written here, as a general writer would be a fifth of the module for one plain sheet. Parts and names: ECMA-376-1, 12.3 and 18.

use std::io::{Cursor, Write};

use kpi_model::Money;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// One cell.
pub(crate) enum Cell {
    /// A text, never a formula.
    Text(String),
    /// An amount.
    Amount(Money),
    /// The sum of the amounts of its line before it, with its value.
    Sum(Money),
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// The bytes of a workbook with one sheet.
///
/// # Errors
/// Where a part is too large to be packed.
pub(crate) fn workbook(name: &str, header: &[String], rows: &[Vec<Cell>]) -> zip::result::ZipResult<Vec<u8>> {
    let type_of = |part: &str, kind: &str| {
        format!(
            "<Override PartName=\"/xl/{part}\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.{kind}+xml\"/>"
        )
    };
    let relation = |id: u32, kind: &str, target: &str| format!("<Relationship Id=\"r{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>");
    let relations = |all: &str| format!("{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">{all}</Relationships>");
    let types = [type_of("workbook.xml", "sheet.main"), type_of("worksheets/sheet1.xml", "worksheet"), type_of("styles.xml", "styles")];
    let parts = [
        (
            "[Content_Types].xml",
            format!(
                "{HEAD}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" \
                 ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>{}</Types>",
                types.concat()
            ),
        ),
        ("_rels/.rels", relations(&relation(1, "officeDocument", "xl/workbook.xml"))),
        (
            "xl/workbook.xml",
            format!(
                "{HEAD}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"{}\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
                escaped(name)
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            relations(&[relation(1, "worksheet", "worksheets/sheet1.xml"), relation(2, "styles", "styles.xml")].concat()),
        ),
        ("xl/styles.xml", format!("{HEAD}{STYLES}")),
        ("xl/worksheets/sheet1.xml", sheet(header, rows)),
    ];
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default())?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

/// Cell forms by position: 0 plain, 1 bold header, 2 amounts.
const STYLES: &str = "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
    <fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>\
    <fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>\
    <borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs>\
    <cellXfs count=\"3\"><xf/><xf fontId=\"1\" applyFont=\"1\"/><xf numFmtId=\"4\" applyNumberFormat=\"1\"/></cellXfs>\
    <cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>";

fn sheet(header: &[String], rows: &[Vec<Cell>]) -> String {
    let labels = rows.first().map_or(0, |row| row.iter().take_while(|cell| matches!(cell, Cell::Text(_))).count());
    let corner = format!("{}2", letters(labels));
    let mut text = format!(
        "{HEAD}<worksheet xmlns=\"{MAIN}\"><sheetViews><sheetView workbookViewId=\"0\"><pane xSplit=\"{labels}\" ySplit=\"1\" \
         topLeftCell=\"{corner}\" activePane=\"bottomRight\" state=\"frozen\"/></sheetView></sheetViews>\
         <cols><col min=\"1\" max=\"{}\" width=\"14\" customWidth=\"1\"/></cols><sheetData><row r=\"1\">",
        header.len().max(1)
    );
    for (column, name) in header.iter().enumerate() {
        text.push_str(&format!("<c r=\"{}1\" s=\"1\" t=\"inlineStr\"><is><t>{}</t></is></c>", letters(column), escaped(name)));
    }
    text.push_str("</row>");
    for (row, cells) in rows.iter().enumerate() {
        let number = row + 2;
        text.push_str(&format!("<row r=\"{number}\">"));
        for (column, cell) in cells.iter().enumerate() {
            let at = format!("{}{number}", letters(column));
            text.push_str(&match cell {
                Cell::Text(value) => {
                    format!("<c r=\"{at}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>", escaped(value))
                }
                Cell::Amount(value) => format!("<c r=\"{at}\" s=\"2\"><v>{value}</v></c>"),
                Cell::Sum(value) => {
                    let (first, last) = (letters(labels), letters(column.saturating_sub(1)));
                    format!("<c r=\"{at}\" s=\"2\"><f>SUM({first}{number}:{last}{number})</f><v>{value}</v></c>")
                }
            });
        }
        text.push_str("</row>");
    }
    text.push_str("</sheetData></worksheet>");
    text
}

/// The name of a column, from 0: `A`, `Z`, `AA`.
fn letters(column: usize) -> String {
    let last = char::from(b'A' + u8::try_from(column % 26).unwrap_or(0));
    if column < 26 { last.to_string() } else { format!("{}{last}", letters(column / 26 - 1)) }
}

/// Text within XML 1.0, which has no place for most control characters.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' | '\n' | '\r' => escaped.push(letter),
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workbook_is_read_as_it_was_written() {
        let header = ["name", "2026-01", "year"].map(str::to_owned);
        let amount = Money::from_minor(123_456_789);
        let rows = [vec![Cell::Text("=A1 & <b>\u{7}".to_owned()), Cell::Amount(amount), Cell::Sum(amount)]];
        let bytes = workbook("x", &header, &rows).unwrap();
        assert_eq!(bytes, workbook("x", &header, &rows).unwrap(), "the same bytes each time");
        let tables = kpi_ingest::Reader::read("x.xlsx", &bytes).unwrap();
        let cells: Vec<&str> = tables[0].columns.iter().map(|column| column.get(0)).collect();
        assert_eq!(cells, ["=A1 & <b>", "1234567.89", "1234567.89"]);
    }

    #[test]
    fn columns_have_names() {
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(letters), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
