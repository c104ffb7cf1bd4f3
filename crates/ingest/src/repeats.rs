//! The same record twice, in one file or in several: counted once.

use std::collections::BTreeMap;
use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashTable;
use kpi_model::{Field, TableKind};

use crate::columns::Source;
use crate::documents::is_converted;
use crate::parse::day_in_name;
use crate::profile::is_blank;
use crate::rows::RejectedLines;

/// The kinds whose rows are records with an id of their own. Order lines share an order's id and are none.
const RECORDS: [TableKind; 5] = [TableKind::Opportunities, TableKind::Activities, TableKind::Survey, TableKind::Leads, TableKind::Payments];

/// Rows of each source that another row of the same id stands for.
///
/// A copy (the same values) is left out. An opportunity that comes again with other values is an update: the later row
/// counts; files by the days in their names where all have one, else in load order. Other records with the same id and other values all count.
pub(crate) fn repeats(sources: &[Source<'_>]) -> Vec<RejectedLines> {
    let mut rejected = vec![RejectedLines::new(); sources.len()];
    for kind in RECORDS {
        let mut of_kind: Vec<(usize, &Source<'_>)> = sources.iter().enumerate().filter(|(_, source)| source.kind == kind).collect();
        let days: Option<Vec<i32>> = of_kind.iter().map(|(_, source)| Some(day_in_name(&source.raw.name)?.0)).collect();
        if days.is_some() {
            of_kind.sort_by_key(|(_, source)| day_in_name(&source.raw.name).map(|day| day.0));
        }
        let ids: Vec<Vec<&str>> = sources.iter().map(|source| if source.kind == kind { all_ids(source) } else { Vec::new() }).collect();
        let id_at = |(s, row): (usize, usize)| ids.get(s).and_then(|ids| ids.get(row)).copied().unwrap_or("");
        let hash = |id: &str| FixedState::default().hash_one(id.as_bytes());
        // The latest row of each id: as places, so that no text is copied.
        let mut latest: HashTable<(usize, usize)> = HashTable::with_capacity(ids.iter().map(Vec::len).sum());
        for (s, source) in of_kind {
            for (row, id) in ids.get(s).into_iter().flatten().enumerate().filter(|(_, id)| !id.is_empty()) {
                let hashed = hash(id);
                let Some(known) = latest.find_mut(hashed, |place| id_at(*place) == *id) else {
                    latest.insert_unique(hashed, (s, row), |place| hash(id_at(*place)));
                    continue;
                };
                let is_copy = sources.get(known.0).is_some_and(|other| is_same(other, known.1, source, row));
                let gone = match (is_copy, kind) {
                    (true, _) => ("E-ROW-DUPLICATE", (s, row)),
                    (false, TableKind::Opportunities) => ("E-ROW-OLDER", std::mem::replace(known, (s, row))),
                    // A ticket or a lead that a later export has again stands there as it is now.
                    (false, TableKind::Survey | TableKind::Leads)
                        if known.0 != s && sources.get(known.0).is_some_and(|other| is_same_case(other, known.1, source, row)) =>
                    {
                        // What is settled is not open again.
                        let is_settled = |source: &Source<'_>, row: usize| {
                            [Field::Resolved, Field::Converted].iter().any(|field| !is_blank(cell_of(source, *field, row)))
                                || is_converted(cell_of(source, Field::Stage, row))
                        };
                        let was_settled = sources.get(known.0).is_some_and(|other| is_settled(other, known.1));
                        if was_settled && !is_settled(source, row) {
                            ("E-ROW-OLDER", (s, row))
                        } else {
                            ("E-ROW-OLDER", std::mem::replace(known, (s, row)))
                        }
                    }
                    _ => continue,
                };
                if let Some(lines) = rejected.get_mut(gone.1.0) {
                    lines.entry(gone.0).or_default().push(gone.1.1);
                }
            }
        }
    }
    overlaps(sources, TableKind::Orders, &mut rejected);
    for kind in RECORDS {
        overlaps(sources, kind, &mut rejected);
    }
    rejected
}

/// Lines of orders that an earlier file has as well, in every column with a meaning: exports that overlap. Two equal lines within a file are
/// two lines; and without a number only a file that is a copy as a whole is one. Of other records without a bound number: rows that an
/// earlier file has in every column, where some column has another value on each row, as numbers that nobody knows by name have.
fn overlaps(sources: &[Source<'_>], kind: TableKind, rejected: &mut [RejectedLines]) {
    let is_order = |source: &&Source<'_>| source.kind == kind && (kind == TableKind::Orders || !source.has(Field::Id));
    if sources.iter().filter(is_order).count() < 2 {
        return;
    }
    // Opportunities without a number change from export to export: only a copy as a whole is one.
    let needs_number = matches!(kind, TableKind::Orders | TableKind::Opportunities);
    let tells_rows_apart = |source: &Source<'_>| {
        let is_key =
            |profile: &crate::profile::Profile| profile.distinct > 20 && profile.distinct == profile.distinct_of && !profile.is_row_number;
        source.profiles.iter().any(is_key)
    };
    let mut known: BTreeMap<u64, u32> = BTreeMap::new();
    for (s, source) in sources.iter().enumerate().filter(|(_, source)| is_order(source)) {
        let rows: Vec<usize> = (0..source.raw.len()).collect();
        let columns: Vec<(u32, Vec<&str>)> = match kind {
            TableKind::Orders => source.columns.keys().map(|field| (*field as u32, source.texts(*field, &rows))).collect(),
            _ => (0..).zip(0..source.raw.columns.len()).map(|(place, at)| (place, source.texts_at(at, &rows))).collect(),
        };
        let line = |row: usize| {
            let cells = columns.iter().filter_map(|(place, texts)| Some((*place, *texts.get(row)?)));
            FixedState::default().hash_one(cells.filter(|(_, text)| !text.is_empty()).collect::<Vec<_>>())
        };
        let (mut own, mut copies): (BTreeMap<u64, u32>, Vec<usize>) = (BTreeMap::new(), Vec::new());
        for row in rows {
            let hash = line(row);
            let times = own.entry(hash).or_default();
            *times += 1;
            if known.get(&hash).is_some_and(|before| before >= times) {
                copies.push(row);
            }
        }
        for (hash, times) in own {
            let most = known.entry(hash).or_default();
            *most = (*most).max(times);
        }
        // Opportunities of two months may be written alike: only a download of the same file is a copy.
        let is_download =
            kind != TableKind::Opportunities || sources.iter().take(s).any(|before| stem(&before.raw.name) == stem(&source.raw.name));
        let is_copy = source.raw.len() > 1 && copies.len() == source.raw.len() && is_download;
        if (source.has(Field::Id) || is_copy || (!needs_number && tells_rows_apart(source)))
            && !copies.is_empty()
            && let Some(lines) = rejected.get_mut(s)
        {
            lines.entry("E-ROW-DUPLICATE").or_default().extend(copies);
        }
    }
}

/// The name of a file without what a browser or a user adds to a copy: `deals (1).csv`, `deals - Kopie.csv`.
fn stem(name: &str) -> String {
    let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase();
    let name = name
        .rsplit_once('(')
        .filter(|(_, rest)| rest.trim_end_matches(')').chars().all(|c| c.is_ascii_digit()))
        .map_or(name.as_str(), |(stem, _)| stem);
    let ends = ["kopie", "copy", "copie", "copia", "cópia", "副本", "コピー", "복사본"];
    let name = name.trim();
    ends.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name).trim_end_matches([' ', '-', '_']).to_owned()
}

fn all_ids<'s>(source: &'s Source<'_>) -> Vec<&'s str> {
    source.texts(Field::Id, &(0..source.raw.len()).collect::<Vec<_>>())
}

fn cell_of<'s>(source: &'s Source<'_>, field: Field, row: usize) -> &'s str {
    source.columns.get(&field).and_then(|at| source.raw.columns.get(*at)).map_or("", |column| column.get(row))
}

/// Are two rows of one number the same ticket or lead: begun on the same day, by the same customer? Two lists may count from 1 each.
fn is_same_case(a: &Source<'_>, row_a: usize, b: &Source<'_>, row_b: usize) -> bool {
    let begun = if a.kind == TableKind::Leads { Field::Created } else { Field::Day };
    let is_case = a.kind == TableKind::Leads || (a.has(Field::Resolved) && b.has(Field::Resolved));
    let is_same = |field: Field| cell_of(a, field, row_a) == cell_of(b, field, row_b);
    is_case && a.has(begun) && b.has(begun) && is_same(begun) && is_same(Field::Customer)
}

/// Within a file every column must agree; between files the columns with a meaning.
fn is_same(a: &Source<'_>, row_a: usize, b: &Source<'_>, row_b: usize) -> bool {
    if a.file == b.file {
        return a.raw.columns.iter().all(|column| column.get(row_a) == column.get(row_b));
    }
    let cell = |source: &Source<'_>, field: Field, row: usize| {
        let column = source.columns.get(&field).and_then(|i| source.raw.columns.get(*i));
        column.map_or("", |column| column.get(row)).to_owned()
    };
    a.columns.keys().chain(b.columns.keys()).all(|field| {
        let (left, right) = (cell(a, *field, row_a), cell(b, *field, row_b));
        left == right || (is_blank(&left) && is_blank(&right))
    })
}
