//! All files and the user's decisions to one dataset and its import report.

use std::borrow::Cow;
use std::collections::BTreeMap;

use kpi_data::{Dataset, Facts, NO_DAY, NO_MONEY, Outcome};
use kpi_model::{Column, Day, Diagnostic, Field, FieldType, Fix, LoadSummary, Mapping, Rejected, Severity, Table, TableKind};

use crate::columns::Source;
use crate::diagnose;
use crate::kinds::{Guess, guess};
use crate::lines;
use crate::profile::{self, Profile};
use crate::raw::RawTable;
use crate::relate::relate;
use crate::rows::{Builder, RejectedLines};
use crate::{items, parse, same_sales, sheets, spellings, stages, styles, who, whole_orders};

/// What `bind` gives.
#[derive(Clone, Debug, Default)]
pub struct Bound {
    /// For the engine.
    pub dataset: Dataset,
    /// For the user.
    pub summary: LoadSummary,
}

/// Binds files to the model. The same files and decisions always give the same result, in any order of calls.
#[must_use]
pub fn bind(tables: &[RawTable], mapping: &Mapping) -> Bound {
    let mut tables = sheets::with_outcomes(tables);
    let day_first = |table: &RawTable| mapping.tables.get(&table.name).and_then(|decided| decided.day_first);
    let mut profiles: Vec<Vec<Profile>> = tables.iter().map(|table| profile::decided(table, day_first(table))).collect();
    set_zone(&mut profiles, mapping);
    let mut guesses: Vec<Guess> =
        tables.iter().zip(&profiles).map(|(table, profiles)| guess(table, profiles, mapping.tables.get(&table.name))).collect();
    for ((table, guess), profiles) in tables.iter().zip(&guesses).zip(&mut profiles) {
        styles::agree(table, guess, profiles);
    }
    show_names(&tables, &mut guesses, &profiles, mapping);
    sheets::name_rows(&mut tables, &mut guesses, &mut profiles, mapping);
    whole_orders::fill_items(&mut tables, &guesses, &profiles);
    let heads = lines::join(&mut tables, &mut guesses, &mut profiles, mapping);
    let same = same_sales::find(&tables, &guesses, &profiles, &heads, mapping);
    leave_out(&tables, &mut guesses, &heads, &same, mapping);
    let read = |replacements: &[kpi_model::Replacement]| -> Vec<Source<'_>> {
        let files = tables.iter().zip(&guesses).zip(&profiles).enumerate();
        files
            .filter_map(|(i, ((raw, guess), profiles))| {
                let covered = heads.iter().find(|head| head.head == i && head.is_whole).map_or_else(Vec::new, |head| head.rows.clone());
                let mut source = Source::new(raw, u16::try_from(i).ok()?, guess.kind?, guess, profiles, replacements);
                source.covered = covered;
                Some(source)
            })
            .collect()
    };
    let sources = read(&mapping.replacements);
    let mut related = relate(&sources, mapping);
    add_spellings(&mut related.fixes, &sources);
    let mut applied = Vec::new();
    if !mapping.replacements.is_empty() {
        let unrepaired = read(&[]);
        applied = relate(&unrepaired, mapping).fixes;
        add_spellings(&mut applied, &unrepaired);
    }
    let mut builder = Builder::build(&sources, &related, mapping, tables.iter().map(|table| table.name.clone()).collect());
    let mut diagnostics = std::mem::take(&mut builder.diagnostics);
    let name = |at: usize| tables.get(at).map_or("", |table| table.name.as_str());
    diagnostics
        .extend(heads.iter().map(|head| diagnose::lines_of_orders(name(head.head), name(head.lines), head.rows.len(), head.is_whole)));
    diagnostics.extend(same.iter().map(|same| diagnose::same_sales(name(same.out), name(same.kept), same.of)));
    diagnostics.extend(zone_finding(&tables, &guesses, &profiles, mapping));
    // Who is a lead need not be a customer.
    let are = |file: &str, kind: TableKind| sources.iter().any(|source| source.raw.name == file && source.kind == kind);
    let is_of_leads =
        |relation: &kpi_model::Relation| are(&relation.from_file, TableKind::Leads) && are(&relation.to_file, TableKind::Accounts);
    let is_strange = |relation: &&kpi_model::Relation| relation.unmatched > 0 && !is_of_leads(relation);
    diagnostics.extend(related.relations.iter().filter(is_strange).map(diagnose::unmatched_key));
    let mut summary = LoadSummary {
        relations: related.relations,
        fixes: related.fixes,
        applied: applied.into_iter().filter(|fix| mapping.replacements.contains(&fix.replacement)).collect(),
        stages: builder.stages.iter().map(|(word, (outcome, rows))| (word.clone(), stages::name(*outcome).to_owned(), *rows)).collect(),
        criteria: builder.known_criteria(),
        activity_types: builder.activity_types.iter().map(|(word, (name, rows))| (word.clone(), name.clone(), *rows)).collect(),
        currency: builder.data.currency.clone(),
        has_zones: diagnostics.iter().any(|found| found.code == "N-ZONE"),
        currencies: std::mem::take(&mut builder.currencies).into_iter().collect(),
        ..LoadSummary::default()
    };
    for (i, ((raw, guess), profiles)) in tables.iter().zip(&guesses).zip(&profiles).enumerate() {
        let rejected = sources.iter().position(|source| usize::from(source.file) == i).and_then(|at| builder.rejected.get(at));
        let unreadable = |field: Field| u16::try_from(i).ok().and_then(|file| builder.unreadable.get(&(file, field))).copied().unwrap_or(0);
        let table = table_report(raw, guess, profiles, rejected, unreadable);
        if let Some(kind) = guess.kind {
            let known = builder.data.rejected.entry(kind).or_default();
            known.extend(table.rejected.iter().map(|r| (r.code.clone(), r.reason.clone(), r.count)));
        }
        diagnostics.extend(file_findings(raw, guess, profiles, &table.rejected));
        summary.tables.push(table);
    }
    // Why a table is not used is said once.
    diagnostics.retain(|found| found.code != "W-FILE-UNUSED" || same.iter().all(|same| name(same.out) != found.place.file));
    let mut dataset = builder.data;
    if let Some(deals) = dataset.facts.get(&TableKind::Opportunities) {
        diagnostics.extend(contradictions(deals, &tables, &dataset));
    }
    (dataset.first_day, dataset.as_of) = extent(&dataset);
    (summary.first_day, summary.as_of) = (dataset.first_day, dataset.as_of);
    diagnostics.sort_by(|a, b| severity_rank(a).cmp(&severity_rank(b)).then(b.count.cmp(&a.count)).then(a.code.cmp(&b.code)));
    summary.diagnostics = diagnostics;
    Bound { dataset, summary }
}

/// Names in place of numbers: of what is sold, of customers and of people.
fn show_names(tables: &[Cow<'_, RawTable>], guesses: &mut [Guess], profiles: &[Vec<Profile>], mapping: &Mapping) {
    items::show_names(tables, guesses, profiles, mapping);
    who::show_names(tables, guesses, profiles, mapping);
}

/// Times that say their zone are moved to that of the business.
fn set_zone(profiles: &mut [Vec<Profile>], mapping: &Mapping) {
    let zone = mapping.zone.as_deref().and_then(parse::offset);
    for profile in profiles.iter_mut().flatten().filter(|profile| profile.has_zone) {
        profile.day_style.zone = zone;
    }
}

/// That times have a zone, and what was made of it.
fn zone_finding(tables: &[Cow<'_, RawTable>], guesses: &[Guess], profiles: &[Vec<Profile>], mapping: &Mapping) -> Option<Diagnostic> {
    let zoned = zoned_columns(tables, guesses, profiles);
    let said = mapping.zone.as_deref().filter(|said| !said.trim().is_empty()).map(|said| (said, parse::offset(said).is_some()));
    (!zoned.is_empty()).then(|| diagnose::zoned(&zoned, said))
}

/// The columns of days whose times have a zone, with their files.
fn zoned_columns<'a>(tables: &'a [Cow<'_, RawTable>], guesses: &[Guess], profiles: &[Vec<Profile>]) -> Vec<(&'a str, &'a str)> {
    let of_table = |((table, guess), profiles): ((&'a Cow<'_, RawTable>, &Guess), &Vec<Profile>)| {
        let columns = table.headers.iter().zip(&guess.columns).zip(profiles);
        let is_zoned = |((_, binding), profile): &((&String, &Option<crate::kinds::Binding>), &Profile)| {
            profile.has_zone && binding.as_ref().is_some_and(|binding| binding.field.field_type() == FieldType::Day)
        };
        columns.filter(is_zoned).map(|((header, _), _)| (table.name.as_str(), header.as_str())).collect::<Vec<_>>()
    };
    tables.iter().zip(guesses).zip(profiles).flat_map(of_table).collect()
}

/// Takes the meaning from tables whose sales another one tells, and from lines that stand alone or do not add up to their orders.
fn leave_out(tables: &[Cow<'_, RawTable>], guesses: &mut [Guess], heads: &[lines::Head], same: &[same_sales::Same], mapping: &Mapping) {
    for (i, (table, guess)) in tables.iter().zip(guesses).enumerate() {
        let is_decided = mapping.tables.get(&table.name).is_some_and(|decided| decided.kind.is_some());
        let are_alone = guess.is_lines && !is_decided && heads.iter().all(|head| head.lines != i);
        let are_parts = heads.iter().any(|head| head.lines == i && !head.is_whole);
        if are_alone || are_parts || same.iter().any(|same| same.out == i) {
            *guess = Guess { columns: vec![None; table.headers.len()], ..Guess::default() };
        }
    }
}

/// Adds other spellings of values to the repairs of keys.
fn add_spellings(fixes: &mut Vec<Fix>, sources: &[Source<'_>]) {
    let is_known = |fix: &Fix| {
        fixes.iter().any(|known| {
            let (a, b) = (&known.replacement, &fix.replacement);
            (&a.file, &a.column, &a.from) == (&b.file, &b.column, &b.from)
        })
    };
    let others: Vec<Fix> = spellings::offered(sources).into_iter().filter(|fix| !is_known(fix)).collect();
    fixes.extend(others);
}

fn severity_rank(diagnostic: &Diagnostic) -> u8 {
    match diagnostic.severity {
        Severity::Check => 0,
        Severity::NotCounted => 1,
        Severity::Note => 2,
    }
}

fn table_report(
    raw: &RawTable,
    guess: &Guess,
    profiles: &[Profile],
    rejected: Option<&RejectedLines>,
    unreadable: impl Fn(Field) -> u32,
) -> Table {
    let mut by_code: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for line in &raw.unreadable {
        by_code.entry(line.code).or_default().push(line.line);
    }
    for (code, rows) in rejected.into_iter().flatten() {
        let lines = rows.iter().map(|row| raw.lines.get(*row).copied().unwrap_or(0));
        by_code.entry(code).or_default().extend(lines);
    }
    let size = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let rejected: Vec<Rejected> = by_code
        .into_iter()
        .map(|(code, lines)| Rejected { code: code.to_owned(), reason: diagnose::reason(code), count: size(lines.len()), lines })
        .collect();
    let rows = size(raw.len() + raw.unreadable.len());
    let lost: u32 = rejected.iter().map(|r| r.count).sum();
    let columns = raw.headers.iter().zip(profiles).zip(&guess.columns).map(|((header, profile), binding)| Column {
        header: header.clone(),
        sample: profile.sample.chars().take(60).collect(),
        field: binding.as_ref().map(|binding| binding.field),
        column_type: binding.as_ref().map_or_else(|| profile.column_type(), |binding| binding.field.field_type()),
        confidence: binding.as_ref().map_or(0.0, |binding| binding.confidence),
        evidence: binding.as_ref().map(|binding| binding.evidence.clone()).unwrap_or_default(),
        filled: profile.filled,
        distinct: profile.distinct.min(1_000),
        unreadable: binding.as_ref().map_or(0, |binding| unreadable(binding.field)),
        shape: profile.shape.clone(),
    });
    Table {
        file: raw.name.clone(),
        source: raw.file.clone(),
        format: raw.format.clone(),
        header_line: raw.header_line,
        bytes: raw.bytes,
        kind: guess.kind,
        confidence: guess.confidence,
        encoding: raw.encoding.clone(),
        delimiter: match raw.delimiter {
            0 => String::new(),
            b'\t' => "tab".to_owned(),
            other => char::from(other).to_string(),
        },
        rows,
        counted: if guess.kind.is_some() { rows - lost } else { 0 },
        rejected,
        columns: columns.collect(),
    }
}

fn file_findings(raw: &RawTable, guess: &Guess, profiles: &[Profile], rejected: &[Rejected]) -> Vec<Diagnostic> {
    let file = raw.name.as_str();
    let mut found: Vec<Diagnostic> = rejected.iter().map(|r| diagnose::not_counted(file, &r.code, &r.lines)).collect();
    found.extend(raw.notes.iter().map(|note| diagnose::layout(file, note)));
    if guess.kind.is_none() {
        found.push(diagnose::unused(file, guess.other));
        return found;
    }
    if raw.is_empty() && raw.unreadable.is_empty() {
        found.push(diagnose::no_rows(file));
    }
    found.extend(
        raw.headers
            .iter()
            .zip(&raw.columns)
            .zip(&guess.columns)
            .filter_map(|((header, column), binding)| {
                let is_key =
                    binding.as_ref().is_some_and(|binding| matches!(binding.field, Field::Id | Field::Customer | Field::Opportunity));
                let rows = if is_key { column.rows_where(is_rounded_key) } else { Vec::new() };
                let lines: Vec<u32> = rows.iter().filter_map(|row| raw.lines.get(*row)).copied().collect();
                let example = column.get(*rows.first()?);
                Some(diagnose::rounded_keys(file, header, &lines, example))
            })
            .collect::<Vec<_>>(),
    );
    // Sheets leave out empty cells at the end of a row: nothing is shifted there.
    if !raw.short_lines.is_empty() && raw.delimiter != 0 {
        found.push(diagnose::short_lines(file, &raw.short_lines));
    }
    for ((header, profile), binding) in raw.headers.iter().zip(profiles).zip(&guess.columns) {
        let is_number = binding.as_ref().is_some_and(|binding| matches!(binding.field.field_type(), FieldType::Money | FieldType::Number));
        if is_number && profile.number_style.power > 0 {
            found.push(diagnose::unit_in_header(file, header, profile.number_style.power));
        }
        if is_number && profile.is_grouped_by_guess {
            found.push(diagnose::grouped_by_guess(file, header, &profile.sample));
        }
        let is_satisfaction = binding.as_ref().is_some_and(|binding| binding.field == Field::Satisfaction);
        if is_satisfaction && profile.highest_score > 5 {
            found.push(diagnose::other_scale(file, header, profile.highest_score));
        }
    }
    // One question per file: the answer holds for all its columns.
    let mut columns = raw.headers.iter().zip(profiles).zip(&guess.columns);
    let open = columns.find(|((_, profile), binding)| binding.is_some() && profile.is_order_open);
    found.extend(open.map(|((header, profile), _)| diagnose::day_order(file, header, &profile.sample)));
    found
}

/// `1.23457E+11`: a long number that a spreadsheet rounded when it was saved as text.
fn is_rounded_key(cell: &str) -> bool {
    // Nearly no key has a point there, and there are millions.
    if cell.as_bytes().get(1) != Some(&b'.') {
        return false;
    }
    let parts = cell.split_once("E+").or_else(|| cell.split_once("e+"));
    parts.is_some_and(|(front, power)| {
        front.contains('.') && front.bytes().all(|b| b.is_ascii_digit() || b == b'.') && power.parse::<u8>().is_ok_and(|power| power >= 10)
    })
}

/// Findings that need outcome, dates and amounts side by side.
fn contradictions(deals: &Facts, tables: &[Cow<'_, RawTable>], dataset: &Dataset) -> Vec<Diagnostic> {
    let line = |row: usize| {
        let origin = deals.origins.get(row)?;
        let table = tables.get(usize::from(origin.file))?;
        Some((table.name.as_str(), table.lines.get(origin.row as usize).copied().unwrap_or(0)))
    };
    let header =
        |field: Field| dataset.headers.get(&(TableKind::Opportunities, field)).and_then(|headers| headers.first()).map(String::as_str);
    let closed = |row: usize| deals.outcomes.get(row).is_some_and(|outcome| *outcome != Outcome::Open);
    let days = |field: Field| deals.days.get(&field).map_or(&[][..], Vec::as_slice);
    let (created_days, closed_days) = (days(Field::Created), days(Field::Closed));
    let at = |days: &[i32], row: usize| days.get(row).copied().unwrap_or(NO_DAY);
    let rows_where = |test: &dyn Fn(usize) -> bool| (0..deals.len).filter(|row| test(*row)).collect::<Vec<usize>>();
    let mut found = Vec::new();
    let mut add = |rows: Vec<usize>, field: Field, make: fn(&str, Option<&str>, &[u32]) -> Diagnostic| {
        let lines: Vec<u32> = rows.iter().filter_map(|row| line(*row)).map(|(_, line)| line).collect();
        if let Some((file, _)) = rows.first().and_then(|row| line(*row)) {
            found.push(make(file, header(field), &lines));
        }
    };
    if deals.days.contains_key(&Field::Closed) {
        add(rows_where(&|row| closed(row) && at(closed_days, row) == NO_DAY), Field::Closed, diagnose::closed_without_day);
        let is_early = |row: usize| {
            let (created, closed_on) = (at(created_days, row), at(closed_days, row));
            closed(row) && created != NO_DAY && closed_on != NO_DAY && closed_on < created
        };
        add(rows_where(&is_early), Field::Closed, diagnose::closed_before_created);
    }
    if let Some(amounts) = deals.money.get(&Field::Amount) {
        let lost: Vec<usize> = rows_where(&|row| deals.outcomes.get(row) == Some(&Outcome::Lost));
        let is_nothing = |row: &usize| amounts.get(*row).is_none_or(|amount| *amount == 0 || *amount == NO_MONEY);
        if !lost.is_empty() && lost.iter().all(is_nothing) {
            let file = lost.first().and_then(|row| line(*row)).map_or("", |(file, _)| file);
            found.push(diagnose::lost_amount_zero(file, header(Field::Amount).unwrap_or(""), lost.len()));
        }
    }
    found
}

/// First and last day on which something is recorded to have happened. Plans do not count: targets and the
/// expected close dates of open opportunities lie in the future. That a customer was written down is no event either, nor that somebody was hired.
fn extent(dataset: &Dataset) -> (Option<Day>, Option<Day>) {
    let mut days: Vec<i32> = Vec::new();
    for (kind, facts) in
        dataset.facts.iter().filter(|(kind, _)| !matches!(kind, TableKind::Targets | TableKind::Accounts | TableKind::People))
    {
        // What is expected or agreed to come says nothing of when the data was made.
        for (field, column) in
            facts.days.iter().filter(|(field, _)| !matches!(field, Field::ExpectedClose | Field::Ends | Field::DueOn | Field::Month))
        {
            let is_plan = |row: usize| {
                *kind == TableKind::Opportunities && *field == Field::Closed && facts.outcomes.get(row) == Some(&Outcome::Open)
            };
            let known = column.iter().enumerate().filter(|(row, day)| **day != NO_DAY && !is_plan(*row)).map(|(_, day)| *day);
            let (low, high) = known.fold((i32::MAX, i32::MIN), |(low, high), day| (low.min(day), high.max(day)));
            if low <= high {
                days.extend([low, high]);
            }
        }
    }
    (days.iter().min().map(|day| Day(*day)), days.iter().max().map(|day| Day(*day)))
}
