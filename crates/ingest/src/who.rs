//! Whom a row is about, where files have a number and a name of them: people know customers and colleagues by their names.

use std::borrow::Cow;

use foldhash::fast::FixedState;
use hashbrown::HashMap;
use kpi_model::{Field, Mapping, TableKind, Text};

use crate::kinds::{Binding, Guess, column_of, rebind};
use crate::names::Header;
use crate::profile::{Profile, is_blank};
use crate::raw::RawTable;

/// Rows looked at to see whether a name goes with a number.
const ROWS: usize = 2_000;
/// Parts of headers that say that the cells are names.
const NAMES: [&str; 24] = [
    "name",
    "nom",
    "naam",
    "navn",
    "namn",
    "nazwa",
    "název",
    "наименование",
    "название",
    "имя",
    "фио",
    "denominación",
    "denominacion",
    "razónsocial",
    "razonsocial",
    "razãosocial",
    "razaosocial",
    "ragionesociale",
    "bezeichnung",
    "unvan",
    "名称",
    "名稱",
    "姓名",
    "氏名",
];

/// The field, the list whose rows tell the names of its numbers, and the field of names in that list.
const WHO: [(Field, TableKind, Field); 2] =
    [(Field::Customer, TableKind::Accounts, Field::CustomerName), (Field::Person, TableKind::People, Field::PersonName)];

/// Takes the name in place of the number: where no list tells the names of the numbers, every file with such numbers has the names, and
/// the user did not decide.
pub(crate) fn show_names(tables: &[Cow<'_, RawTable>], guesses: &mut [Guess], profiles: &[Vec<Profile>], mapping: &Mapping) {
    for (field, list, named) in WHO {
        if guesses.iter().any(|guess| guess.kind == Some(list)) {
            continue;
        }
        let mut better: Vec<(usize, usize, usize)> = Vec::new();
        let mut is_needed = false;
        for (at, ((table, guess), profiles)) in tables.iter().zip(&*guesses).zip(profiles).enumerate() {
            let Some(number) = column_of(&guess.columns, field) else {
                continue;
            };
            let decided = mapping.tables.get(&table.name).map(|decided| &decided.columns);
            let is_decided =
                |at: usize| table.headers.get(at).is_some_and(|header| decided.is_some_and(|columns| columns.contains_key(header)));
            if !are_numbers(table, profiles, number) {
                continue;
            }
            let is_free = |at: usize| guess.columns.get(at).is_some_and(Option::is_none) && !is_decided(at);
            let found = (!is_decided(number)).then(|| name_of(table, profiles, number, (field, named), is_free)).flatten();
            match found {
                Some(name) => better.push((at, number, name)),
                None => is_needed = true,
            }
        }
        // Elsewhere only the numbers are known: they are what joins the files.
        if is_needed {
            continue;
        }
        for (at, number, name) in better {
            let evidence = Text::new("与编号并列的名称", "the name beside the number");
            if let Some(columns) = guesses.get_mut(at).map(|guess| &mut guess.columns) {
                rebind(columns, number, name, Binding { field, confidence: 0.9, evidence, is_exact: true });
            }
        }
    }
}

/// Are the cells numbers or codes: nearly all have digits, and hardly any two words?
pub(crate) fn are_numbers(table: &RawTable, profiles: &[Profile], at: usize) -> bool {
    let Some(column) = table.columns.get(at) else { return false };
    if profiles.get(at).is_some_and(|profile| profile.number_share > 0.9) {
        return true;
    }
    let is_code =
        |cell: &str| cell.len() <= 40 && cell.bytes().any(|b| b.is_ascii_digit()) && cell.is_ascii() && !cell.contains([' ', '@']);
    let cells = || (0..column.len().min(ROWS)).map(|row| column.get(row)).filter(|cell| !is_blank(cell));
    let (all, codes) = cells().fold((0, 0), |(all, codes), cell| (all + 1, codes + usize::from(is_code(cell))));
    all > 0 && codes * 10 >= all * 9
}

/// The column of names that goes with a column of numbers, the nearest of several.
fn name_of(
    table: &RawTable,
    profiles: &[Profile],
    number: usize,
    fields: (Field, Field),
    is_free: impl Fn(usize) -> bool,
) -> Option<usize> {
    let says_name = |at: usize| {
        let Some(header) = table.headers.get(at).map(|header| Header::looked_up(header)) else { return false };
        let is_field = |field: Field| field == fields.0 || field == fields.1;
        let is_about =
            header.listed.iter().any(|(synonym, _)| is_field(synonym.field)) || header.stems.iter().any(|(field, _)| is_field(*field));
        is_about || (at == number + 1 && header.says(&NAMES))
    };
    let mut fitting: Vec<usize> =
        (0..table.headers.len()).filter(|at| is_free(*at) && says_name(*at) && !are_numbers(table, profiles, *at)).collect();
    fitting.sort_by_key(|at| (at.abs_diff(number), *at));
    fitting.into_iter().find(|at| go_together(table, number, *at))
}

/// Has each number one name, and each name one number? An address of mail or a telephone number is no name; two customers of one name, or one
/// that was renamed, are told apart by their numbers only.
pub(crate) fn go_together(table: &RawTable, number: usize, name: usize) -> bool {
    let (Some(numbers), Some(names)) = (table.columns.get(number), table.columns.get(name)) else { return false };
    let mut known: HashMap<&str, &str, FixedState> = HashMap::default();
    let mut back: HashMap<&str, &str, FixedState> = HashMap::default();
    for (number, name) in numbers.iter().zip(names.iter()).filter(|(number, _)| !is_blank(number)) {
        // Rows whose name is not filled in would be nobody's.
        if is_blank(name)
            || name.contains('@')
            || *known.entry(number).or_insert(name) != name
            || *back.entry(name).or_insert(number) != number
        {
            return false;
        }
    }
    !known.is_empty()
}
