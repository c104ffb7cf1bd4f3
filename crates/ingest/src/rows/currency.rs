//! Amounts in one currency, and win chances as the user gave them.

use std::collections::BTreeMap;

use kpi_data::{Dictionary, Facts, NO_DAY, NO_MONEY, NO_NUMBER};
use kpi_model::{Dimension, Field, Mapping, TableKind};

use super::{Builder, get};
use crate::columns::Source;
use crate::diagnose;
use crate::parse;
use crate::rates::{Rates, of_rows, of_user};

impl Builder {
    /// Amounts in another currency at the rate of their day; without a rate they have no value.
    pub(super) fn one_currency(&mut self, source: &Source<'_>, rows: &[usize], mapping: &Mapping, part: &mut Facts) {
        let Some(main) = self.data.currency.clone() else { return };
        let other = |code| if code == main { "" } else { code };
        let codes: Vec<&str> = if source.has(Field::Currency) {
            source.map(Field::Currency, rows, |text| other(parse::currency_code(text)))
        } else if let Some(marks) = source.currency_marks(Field::Amount, rows) {
            marks.into_iter().map(other).collect()
        } else if self.is_mixed {
            vec![""; rows.len()]
        } else {
            return;
        };
        if self.is_mixed && part.money.contains_key(&Field::Amount) {
            self.keep_original(&main, &codes, part);
        }
        let given = std::mem::take(&mut self.rates);
        let rates = Rates::new(&given);
        // What a row says of itself goes before any list, but not before the user.
        let said = of_user(&mapping.rates);
        let is_said = |code: &str, day: i32| said.iter().any(|rate| rate.currency == code && (rate.from <= day || day == NO_DAY));
        let own = of_rows(source, mapping, rows).filter(|(base, _)| *base == main).map(|(_, rates)| rates).unwrap_or_default();
        let at = [Field::Closed, Field::Day, Field::Month].into_iter().find_map(|field| part.days.get(&field)).cloned().unwrap_or_default();
        let (mut unknown, mut converted) = (BTreeMap::<&str, usize>::new(), 0);
        for (i, code) in codes.into_iter().enumerate().filter(|(_, code)| !code.is_empty()) {
            if !self.currencies.contains(code) {
                self.currencies.insert(code.to_owned());
            }
            let day = at.get(i).copied().unwrap_or(NO_DAY);
            let rate = own.get(i).copied().flatten().filter(|_| !is_said(code, day)).or_else(|| rates.at(code, day));
            for (_, column) in
                part.money.iter_mut().filter(|(field, _)| !matches!(field, Field::Quantity | Field::Original | Field::OriginalCost))
            {
                if let Some(amount) = column.get_mut(i).filter(|amount| **amount != NO_MONEY) {
                    *amount = rate.and_then(|rate| rate.convert(*amount)).unwrap_or(NO_MONEY);
                }
            }
            match rate {
                Some(_) => converted += 1,
                None => *unknown.entry(code).or_default() += 1,
            }
        }
        self.rates = given;
        if !unknown.is_empty() {
            let codes: Vec<&str> = unknown.keys().take(5).copied().collect();
            self.diagnostics.push(diagnose::other_currency(&source.raw.name, &main, &codes, unknown.values().sum()));
        }
        if converted > 0 {
            self.diagnostics.push(diagnose::converted(&source.raw.name, &main, converted));
        }
    }

    /// Which currency each amount was in, and how much of it: what moved with the rates is told apart by it.
    fn keep_original(&mut self, main: &str, codes: &[&str], part: &mut Facts) {
        let mut known: BTreeMap<&str, u32> = BTreeMap::new();
        let mut code_of =
            |code| *known.entry(code).or_insert_with(|| self.intern(Dimension::Currency, if code.is_empty() { main } else { code }));
        // Most rows are in the currency of the row before.
        let mut last: Option<(&str, u32)> = None;
        let mut codes_of = |code| match last {
            Some((before, number)) if before == code => number,
            _ => last.insert((code, code_of(code))).1,
        };
        let codes = codes.iter().map(|code| codes_of(*code)).collect();
        if let Some(slot) = part.dimensions.get_mut(Dimension::Currency.index()) {
            *slot = codes;
        }
        for (converted, original) in [(Field::Amount, Field::Original), (Field::Cost, Field::OriginalCost)] {
            if let Some(amounts) = part.money.get(&converted).cloned() {
                part.money.insert(original, amounts);
            }
        }
    }

    /// Win chances the user gave for stages go before what the files say.
    pub(super) fn chances(&self, mapping: &Mapping, part: &mut Facts) {
        let style = parse::NumberStyle::default();
        let ppm = |word: &str| {
            let text = mapping.chances.get(word)?.trim();
            let chance = parse::number(text, style)?;
            // Above 1 it is meant in percent, as in files.
            let chance = if chance > 1_000_000 && !text.ends_with(['%', '％']) { chance / 100 } else { chance };
            i32::try_from(chance).ok().filter(|chance| (0..=1_000_000).contains(chance))
        };
        let words = self.data.dictionary(Dimension::Stage).map(Dictionary::texts);
        let of_stage: Vec<i32> = words.map(|words| words.iter().map(|word| ppm(word).unwrap_or(NO_NUMBER)).collect()).unwrap_or_default();
        let codes = part.dimension(Dimension::Stage);
        let chances = codes.iter().map(|code| get(&of_stage, *code, NO_NUMBER)).collect();
        part.numbers.insert(Field::Probability, chances);
    }
}

/// The currency codes of all files, the commonest first.
pub(super) fn currencies(sources: &[Source<'_>]) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    // A list of rates has as many rows of a currency as days.
    for source in sources.iter().filter(|source| source.kind != TableKind::Rates) {
        let rows: Vec<usize> = (0..source.raw.len()).collect();
        let codes = if source.has(Field::Currency) {
            source.map(Field::Currency, &rows, parse::currency_code)
        } else {
            source.currency_marks(Field::Amount, &rows).unwrap_or_default()
        };
        for code in codes.into_iter().filter(|code| !code.is_empty()) {
            *counts.entry(code).or_default() += 1;
        }
    }
    let mut codes: Vec<(&str, usize)> = counts.into_iter().collect();
    codes.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    codes.into_iter().map(|(code, _)| code.to_owned()).collect()
}
