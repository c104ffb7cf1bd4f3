//! Tables of people, customers and products: what other tables know them by, and what is known of them.

use kpi_data::{Facts, NO_CODE, NO_MONEY, Origin};
use kpi_model::{Dimension, Field, TableKind};

use super::{Attributes, Builder, NOTHING, get, put};
use crate::append::append;
use crate::columns::{Source, Trouble};
use crate::diagnose;

impl Builder {
    pub(super) fn lookup(&mut self, source: &Source<'_>) {
        let rows: Vec<usize> = (0..source.raw.len()).collect();
        match source.kind {
            TableKind::People => self.staff(source, &rows),
            TableKind::Accounts => self.accounts(source, &rows),
            // Taken before all else; here what cannot be read is said.
            TableKind::Rates => {
                let (mut rates, mut days) = (Trouble::default(), Trouble::default());
                source.millionths(Field::Rate, &rows, &mut rates);
                source.days(Field::Day, &rows, &mut days);
                self.report(source, Field::Rate, &rates);
                self.report(source, Field::Day, &days);
            }
            _ => {
                let codes = self.named(source, &rows, Dimension::Product, Field::Product, Field::ProductName);
                let mut trouble = Trouble::default();
                let prices = source.money(Field::ListPrice, &rows, &mut trouble);
                self.report(source, Field::ListPrice, &trouble);
                if source.has(Field::Cost) {
                    let mut trouble = Trouble::default();
                    let costs = source.money(Field::Cost, &rows, &mut trouble);
                    self.report(source, Field::Cost, &trouble);
                    for (code, cost) in codes.iter().zip(costs) {
                        put(&mut self.costs, *code, cost, NO_MONEY);
                    }
                }
                for (code, price) in codes.into_iter().zip(prices) {
                    put(&mut self.list_prices, code, price, NO_MONEY);
                }
            }
        }
        for field in source.columns.keys() {
            self.note_header(source, *field);
        }
    }

    fn staff(&mut self, source: &Source<'_>, rows: &[usize]) {
        let team_field = if source.has(Field::Team) { Field::Team } else { Field::Manager };
        let codes = self.named(source, rows, Dimension::Person, Field::Person, Field::PersonName);
        let teams = self.codes(Dimension::Team, source, team_field, rows);
        let regions = self.codes(Dimension::Region, source, Field::Region, rows);
        for ((code, team), region) in codes.iter().zip(&teams).zip(&regions) {
            // Who is listed twice is one person, as listed first.
            if self.people.get(*code as usize).is_none_or(|known| !known.is_listed) {
                put(&mut self.people, *code, Attributes { team: *team, region: *region, is_listed: true, ..NOTHING }, NOTHING);
            }
        }
        if !source.has(Field::Created) {
            return;
        }
        let mut part = Facts::new(TableKind::People);
        part.len = rows.len();
        part.days.insert(Field::Created, source.days(Field::Created, rows, &mut Trouble::default()));
        part.origins = rows.iter().map(|row| Origin { file: source.file, row: u32::try_from(*row).unwrap_or(u32::MAX) }).collect();
        let columns = [
            (Dimension::Person, codes, true),
            (Dimension::Team, teams, source.has(team_field)),
            (Dimension::Region, regions, source.has(Field::Region)),
        ];
        for (dimension, codes, _) in columns.into_iter().filter(|(.., is_bound)| *is_bound) {
            if let Some(slot) = part.dimensions.get_mut(dimension.index()) {
                *slot = codes;
            }
        }
        let mut facts = self.data.facts.remove(&TableKind::People).unwrap_or_else(|| Facts::new(TableKind::People));
        append(&mut facts, part);
        self.data.facts.insert(TableKind::People, facts);
    }

    fn accounts(&mut self, source: &Source<'_>, rows: &[usize]) {
        let codes = self.named(source, rows, Dimension::Customer, Field::Customer, Field::CustomerName);
        let industries = self.codes(Dimension::Industry, source, Field::Industry, rows);
        let regions = self.codes(Dimension::Region, source, Field::Region, rows);
        let sources = self.codes(Dimension::Source, source, Field::Source, rows);
        let segments = self.codes(Dimension::Segment, source, Field::Segment, rows);
        let days = source.days(Field::Created, rows, &mut Trouble::default());
        let mut facts = self.data.facts.remove(&TableKind::Accounts).unwrap_or_else(|| Facts::new(TableKind::Accounts));
        let mut part = Facts::new(TableKind::Accounts);
        let mut twice: Vec<usize> = Vec::new();
        for (i, code) in codes.into_iter().enumerate() {
            let at = |codes: &[u32]| codes.get(i).copied().unwrap_or(NO_CODE);
            let (industry, region) = (at(&industries), at(&regions));
            let (from, segment) = (at(&sources), at(&segments));
            let is_new = self.customers.get(code as usize).is_none_or(|known| !known.is_listed);
            // A customer that is listed twice is one customer.
            let known = self.customers.get(code as usize).filter(|_| !is_new && code != NO_CODE);
            let differs = |known: &Attributes| {
                [(known.industry, industry), (known.region, region), (known.source, from), (known.segment, segment)]
                    .iter()
                    .any(|(a, b)| a != b)
            };
            twice.extend(known.is_some_and(differs).then_some(i));
            if !is_new || code == NO_CODE {
                continue;
            }
            put(&mut self.customers, code, Attributes { industry, region, source: from, segment, is_listed: true, ..NOTHING }, NOTHING);
            let values = [
                (Dimension::Customer, code, true),
                (Dimension::Industry, industry, source.has(Field::Industry)),
                (Dimension::Region, region, source.has(Field::Region)),
                (Dimension::Source, from, source.has(Field::Source)),
                (Dimension::Segment, segment, source.has(Field::Segment)),
            ];
            for (dimension, code, _) in values.into_iter().filter(|(.., is_bound)| *is_bound) {
                part.dimensions.get_mut(dimension.index()).map(|codes| codes.push(code)).unwrap_or_default();
            }
            if let Some(day) = days.get(i) {
                part.days.entry(Field::Created).or_default().push(*day);
            }
            part.origins.push(Origin { file: source.file, row: u32::try_from(i).unwrap_or(u32::MAX) });
            part.len += 1;
        }
        append(&mut facts, part);
        self.data.facts.insert(TableKind::Accounts, facts);
        if let Some(first) = twice.first() {
            let lines: Vec<u32> = twice.iter().filter_map(|row| source.raw.lines.get(*row)).copied().collect();
            let shown = if source.has(Field::CustomerName) { Field::CustomerName } else { Field::Customer };
            let example = source.texts(shown, &[*first]).first().copied().unwrap_or("").to_owned();
            self.diagnostics.push(diagnose::listed_twice(&source.raw.name, source.header(shown).unwrap_or(""), &lines, &example));
        }
    }

    /// The codes of a lookup table's rows, shown by name where it has names; ids and names both lead there from now on.
    fn named(&mut self, source: &Source<'_>, rows: &[usize], dimension: Dimension, key: Field, name: Field) -> Vec<u32> {
        let joined = if dimension == Dimension::Person && !source.has(name) { source.joined_names(rows) } else { Vec::new() };
        let (keys, names) = (source.texts(key, rows), source.texts(name, rows));
        let names: Vec<&str> = if joined.is_empty() { names } else { joined.iter().map(String::as_str).collect() };
        let mut codes = Vec::with_capacity(rows.len());
        for (key, name) in keys.into_iter().zip(names) {
            let known = self.aliases.get(&dimension).and_then(|aliases| Some(get(&aliases.codes, aliases.keys.code(key)?, NO_CODE)));
            if let Some(code) = known.filter(|code| *code != NO_CODE && !key.is_empty()) {
                codes.push(code);
                continue;
            }
            let is_taken = self.data.dictionary(dimension).is_some_and(|names| names.code(name).is_some());
            let label = if name.is_empty() {
                key.to_owned()
            } else if is_taken && name != key {
                format!("{name} ({key})")
            } else {
                name.to_owned()
            };
            let code = self.intern(dimension, &label);
            self.alias(dimension, key, code);
            if !name.is_empty() {
                self.alias(dimension, name, code);
                // `Miller, Anna` is Anna Miller elsewhere.
                if let (Dimension::Person, Some((last, first))) = (dimension, name.split_once(", ")) {
                    self.alias(dimension, &format!("{first} {last}"), code);
                }
            }
            codes.push(code);
        }
        codes
    }
}
