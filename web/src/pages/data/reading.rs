//! How a file was read, each guess to be changed: encoding, delimiter, line of the header.

use kpi_model::{Locale, ReadAs, Table};
use kpi_ui::Store;
use kpi_ui::state::Command;
use kpi_ui::words as w;
use leptos::prelude::*;

/// Encodings on offer where the one that was found gives wrong letters.
const ENCODINGS: [&str; 9] =
    ["utf-8", "gb18030", "big5", "shift_jis", "euc-kr", "windows-1252", "windows-1250", "windows-1251", "utf-16le"];

/// Delimiters on offer; the report calls the tab by its name.
const DELIMITERS: [char; 6] = [',', ';', '\t', '|', '^', '~'];

/// Lines on offer as the header: titles above a table are rarely more.
const MOST_LINES: u32 = 20;

/// One choice: what it is called, whether it is what was found, and the value.
type Choice = (String, bool, String);

/// The choices that a file of this format has.
pub(super) fn choices(store: Store, table: &Table, locale: Locale) -> impl IntoView + use<> {
    let is_text = ["CSV", "TSV", "TXT"].iter().any(|format| table.format.ends_with(format));
    let is_grid = is_text || ["XLSX", "XLSM", "XLSB", "XLS", "ODS", "HTML"].iter().any(|format| table.format.ends_with(format));
    let encoding = (!table.encoding.is_empty()).then(|| select(store, table, w::ENCODING.get(locale), encodings(table), set_encoding));
    let delimiter = is_text.then(|| select(store, table, w::DELIMITED_BY.get(locale), delimiters(table, locale), set_delimiter));
    let header = is_grid.then(|| select(store, table, w::HEADER.get(locale), lines(table, locale), set_line));
    view! { {encoding}{delimiter}{header} }
}

/// A list of choices; the one that is picked is put into what was decided about the file, and the file is read again.
fn select(
    store: Store,
    table: &Table,
    name: &'static str,
    choices: Vec<Choice>,
    set: fn(&mut ReadAs, &str, &str),
) -> impl IntoView + use<> {
    let file = table.source.clone();
    // The part of the file that the table is: `book.xlsx › Orders`.
    let part = table.file.strip_prefix(table.source.as_str()).and_then(|rest| rest.strip_prefix(" › ")).unwrap_or("").to_owned();
    let pick = move |event| {
        let value = event_target_value(&event);
        let mut read_as = store.peek(|app| app.intent.read_as.get(&file).cloned().unwrap_or_default());
        set(&mut read_as, &part, &value);
        store.send(Command::ReadAs { file: file.clone(), read_as });
    };
    // Always in one order: a choice that moves to the front would leave another one shown.
    let options: Vec<_> =
        choices.into_iter().map(|(name, is_now, value)| view! { <option value=value prop:selected=is_now>{name}</option> }).collect();
    view! { <label class="row"><span class="mute">{name}</span><select class="sel" on:change=pick>{options}</select></label> }
}

fn encodings(table: &Table) -> Vec<Choice> {
    let now = table.encoding.to_lowercase();
    let found = (!ENCODINGS.contains(&now.as_str())).then(|| (table.encoding.clone(), true, String::new()));
    found.into_iter().chain(ENCODINGS.into_iter().map(|label| (label.to_uppercase(), now == label, label.to_owned()))).collect()
}

fn set_encoding(read_as: &mut ReadAs, _: &str, label: &str) {
    read_as.encoding = (!label.is_empty()).then(|| label.to_owned());
}

fn delimiters(table: &Table, locale: Locale) -> Vec<Choice> {
    let is_now = |delimiter: char| if delimiter == '\t' { table.delimiter == "tab" } else { table.delimiter == delimiter.to_string() };
    let found = (!DELIMITERS.into_iter().any(is_now)).then(|| {
        let name = if table.delimiter.is_empty() { w::FIXED_WIDTH.get(locale).to_owned() } else { table.delimiter.clone() };
        (name, true, String::new())
    });
    let named = |delimiter: char| {
        let name = if delimiter == '\t' { w::TAB.get(locale).to_owned() } else { delimiter.to_string() };
        (name, is_now(delimiter), delimiter.to_string())
    };
    found.into_iter().chain(DELIMITERS.into_iter().map(named)).collect()
}

fn set_delimiter(read_as: &mut ReadAs, _: &str, delimiter: &str) {
    read_as.delimiter = delimiter.chars().next();
}

fn lines(table: &Table, locale: Locale) -> Vec<Choice> {
    let now = table.header_line;
    let name = |line: u32| match (line, locale) {
        (0, _) => w::NO_HEADER.get(locale).to_owned(),
        (_, Locale::Chinese) => format!("第 {line} 行"),
        (_, Locale::English) => format!("line {line}"),
    };
    let further = (now > MOST_LINES).then_some(now);
    (0..=MOST_LINES).chain(further).map(|line| (name(line), line == now, line.to_string())).collect()
}

fn set_line(read_as: &mut ReadAs, part: &str, line: &str) {
    if let Ok(line) = line.parse() {
        read_as.header_lines.insert(part.to_owned(), line);
    }
}
