//! What a file is and what its columns mean: names and values scored together.

use kpi_model::{Field, FieldType, TableKind, TableMapping, Text};

use crate::dialects::{DIALECTS, FILE_HINTS, Synonym};
use crate::profile::Profile;
use crate::raw::RawTable;
use crate::stages::normal;

/// Below this a binding is not made.
const LEAST: f64 = 0.5;

/// The meaning of one column and why.
#[derive(Clone, Debug)]
pub(crate) struct Binding {
    pub(crate) field: Field,
    pub(crate) confidence: f64,
    pub(crate) evidence: Text,
}

/// The best reading of one file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Guess {
    pub(crate) kind: Option<TableKind>,
    pub(crate) confidence: f64,
    pub(crate) columns: Vec<Option<Binding>>,
}

pub(crate) fn guess(table: &RawTable, profiles: &[Profile], mapping: Option<&TableMapping>) -> Guess {
    let none = || Guess { columns: vec![None; table.headers.len()], ..Guess::default() };
    if mapping.is_some_and(|mapping| mapping.ignored) {
        return none();
    }
    if let Some(kind) = mapping.and_then(|mapping| mapping.kind) {
        return Guess { kind: Some(kind), confidence: 1.0, columns: assign(kind, table, profiles, mapping) };
    }
    let file = normal(&table.name);
    let best = TableKind::FILES
        .iter()
        .filter_map(|kind| {
            let columns = assign(*kind, table, profiles, mapping);
            fits(*kind, &columns, profiles).then(|| {
                let sum: f64 = columns.iter().flatten().map(|binding| binding.confidence).sum();
                let hint = FILE_HINTS.iter().any(|(hinted, words)| hinted == kind && words.iter().any(|word| file.contains(word)));
                (sum + if hint { 1.0 } else { 0.0 }, *kind, columns)
            })
        })
        .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    best.map_or_else(none, |(score, kind, columns)| Guess { kind: Some(kind), confidence: (0.5 + score / 10.0).min(0.99), columns })
}

/// Does a file with these bindings hold rows of this kind at all?
fn fits(kind: TableKind, columns: &[Option<Binding>], profiles: &[Profile]) -> bool {
    let (fields, required) = kind.fields();
    let position = |field: Field| columns.iter().position(|binding| binding.as_ref().is_some_and(|binding| binding.field == field));
    let has_required = fields.iter().take(required).all(|field| position(*field).is_some());
    let is_key_unique = || {
        let profile = fields.first().and_then(|key| position(*key)).and_then(|i| profiles.get(i));
        profile.is_some_and(|profile| f64::from(profile.distinct) >= 0.9 * f64::from(profile.distinct_of))
    };
    has_required
        && match kind {
            TableKind::Survey => position(Field::Satisfaction).is_some() || position(Field::Recommend).is_some(),
            TableKind::Accounts | TableKind::People | TableKind::Products => columns.iter().flatten().count() > 1 && is_key_unique(),
            _ => true,
        }
}

/// One column per field and one field per column, best score first.
fn assign(kind: TableKind, table: &RawTable, profiles: &[Profile], mapping: Option<&TableMapping>) -> Vec<Option<Binding>> {
    let (fields, _) = kind.fields();
    let mut columns: Vec<Option<Binding>> = vec![None; table.headers.len()];
    let mut is_free: Vec<bool> = vec![true; table.headers.len()];
    let mut open: Vec<Field> = fields.to_vec();
    for (i, header) in table.headers.iter().enumerate() {
        let Some(decision) = mapping.and_then(|mapping| mapping.columns.get(header)) else {
            continue;
        };
        if let (Some(free), Some(column)) = (is_free.get_mut(i), columns.get_mut(i)) {
            *free = false;
            *column = decision.filter(|field| fields.contains(field)).map(|field| Binding {
                field,
                confidence: 1.0,
                evidence: Text::new("你指定的", "set by you"),
            });
            open.retain(|field| Some(*field) != *decision);
        }
    }
    let mut scored: Vec<(f64, usize, Binding)> = Vec::new();
    for (i, (header, profile)) in table.headers.iter().zip(profiles).enumerate() {
        if is_free.get(i) == Some(&true) {
            scored.extend(
                open.iter().filter_map(|field| score(kind, *field, header, profile)).map(|binding| (binding.confidence, i, binding)),
            );
        }
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.field.cmp(&b.2.field)));
    for (_, i, binding) in scored {
        let is_taken = columns.iter().flatten().any(|other| other.field == binding.field);
        if let (false, Some(free @ true), Some(column)) = (is_taken, is_free.get_mut(i), columns.get_mut(i)) {
            *free = false;
            *column = Some(binding);
        }
    }
    columns
}

fn score(kind: TableKind, field: Field, header: &str, profile: &Profile) -> Option<Binding> {
    let bare = header.split(['(', '（', '[']).next().unwrap_or(header);
    let header = normal(if bare.trim().is_empty() { header } else { bare });
    let names = DIALECTS.iter().flat_map(|dialect| dialect.iter());
    let by_name = names.filter(|synonym| synonym.field == field && (synonym.kinds.is_empty() || synonym.kinds.contains(&kind)));
    let (name_score, name) = by_name.filter_map(|synonym| name_score(synonym, &header)).max_by(|a, b| a.0.total_cmp(&b.0))?;
    let share = match field.field_type() {
        FieldType::Day if field == Field::Month => profile.month_share,
        FieldType::Day => profile.day_share,
        FieldType::Money | FieldType::Number => profile.number_share,
        FieldType::Text if field == Field::Stage => 0.6 + 0.4 * profile.stage_share,
        FieldType::Text => 1.0,
    };
    let by_value = if profile.filled == 0 {
        0.6
    } else if share >= 0.9 {
        1.0
    } else if share >= 0.5 {
        0.85
    } else {
        0.2
    };
    let confidence = name_score * by_value;
    let evidence = Text::new(
        format!("列名像“{name}”，{:.0}% 的值读得通", share * 100.0),
        format!("header like \"{name}\", {:.0}% of the values fit", share * 100.0),
    );
    (confidence >= LEAST).then_some(Binding { field, confidence, evidence })
}

/// Same name: 0.99 for the commonest, a little less down the list; a part of the header: 0.7.
fn name_score(synonym: &Synonym, header: &str) -> Option<(f64, &'static str)> {
    let exact = synonym.names.iter().position(|name| *name == header).and_then(|i| Some((0.99 - i as f64 * 0.002, *synonym.names.get(i)?)));
    let part = || {
        let long_enough = |name: &str| {
            if name.is_ascii() { name.len() >= 4 } else { name.chars().count() >= 2 }
        };
        let fits = synonym.names.iter().filter(|name| long_enough(name) && header.contains(**name));
        fits.max_by_key(|name| name.len()).map(|name| (0.6 + 0.2 * name.len() as f64 / header.len().max(1) as f64, *name))
    };
    exact.or_else(part)
}
