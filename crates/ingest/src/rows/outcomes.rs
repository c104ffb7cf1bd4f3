//! How opportunities stand, when they closed and what they are worth, from the columns that say so.

use std::collections::{BTreeMap, BTreeSet};

use kpi_data::{Dictionary, Facts, NO_CODE, NO_DAY, NO_MONEY, Outcome};
use kpi_model::{Dimension, Field, Mapping};

use super::Builder;
use crate::columns::{Source, Trouble};
use crate::{diagnose, stages};

impl Builder {
    /// Whether a lead was converted stands in its state.
    pub(super) fn note_converted(&mut self, source: &Source<'_>) {
        if let Some(header) = source.header(Field::Stage) {
            self.data.headers.entry((source.kind, Field::Converted)).or_default().push(header.to_owned());
        }
    }

    pub(super) fn outcomes(&mut self, source: &Source<'_>, rows: &[usize], mapping: &Mapping, part: &mut Facts) {
        let mut unknown: BTreeMap<&str, usize> = BTreeMap::new();
        let meaning = |word: &str| meaning(mapping, word);
        let in_stage = source.map(Field::Stage, rows, |stage| (stage, meaning(stage), mapping.stages.contains_key(stage)));
        // A column that says won or lost in so many words goes before the stage, which may be one's own invention.
        let is_decision = |said: &str| !said.is_empty() && (stages::outcome(said).1 || mapping.stages.contains_key(said));
        let mut in_outcome = source.map(Field::Outcome, rows, |said| is_decision(said).then(|| (said, meaning(said))));
        let in_stage = self.by_flags(source, rows, in_stage, &mut in_outcome);
        // What stands there and nobody knows is asked about: the stage alone may not tell that an opportunity is over.
        let is_unread = |said: &str| !said.is_empty() && !is_decision(said) && stages::flag(said).is_none();
        let mut unread: BTreeMap<&str, usize> = BTreeMap::new();
        let said = source.map(Field::Outcome, rows, |said| is_unread(said).then_some(said));
        for (said, _) in
            said.into_iter().zip(&in_stage).filter_map(|(said, stage)| Some((said?, stage.0))).filter(|(said, stage)| said != stage)
        {
            *unread.entry(said).or_default() += 1;
            self.stages.entry(said.to_owned()).or_insert((Outcome::Open, 0)).1 += 1;
        }
        let mut conflicts: Vec<u32> = Vec::new();
        let (mut words, mut counted) = (Dictionary::default(), Vec::<(Outcome, u32)>::new());
        for (((stage, of_stage, is_decided), said), row) in in_stage.into_iter().zip(in_outcome).zip(rows) {
            let decisions = [Some(of_stage), said.map(|(_, meaning)| meaning)];
            if let [Some((a, true)), Some((b, true))] = decisions
                && a != b
                && a != Outcome::Open
                && b != Outcome::Open
            {
                conflicts.push(source.raw.lines.get(*row).copied().unwrap_or(0));
            }
            let (word, (outcome, is_known)) = said.filter(|_| !is_decided).unwrap_or((stage, of_stage));
            if !is_known {
                *unknown.entry(word).or_default() += 1;
            }
            match counted.get_mut(words.intern(word) as usize) {
                Some((_, rows)) => *rows += 1,
                None => counted.push((outcome, 1)),
            }
            part.outcomes.push(outcome);
        }
        for (word, (outcome, rows)) in words.texts().iter().zip(counted) {
            self.stages.entry(word.to_owned()).or_insert((outcome, 0)).1 += rows;
        }
        if !conflicts.is_empty() {
            let column = source.header(Field::Outcome).unwrap_or("");
            self.diagnostics.push(diagnose::outcome_conflict(&source.raw.name, column, &conflicts));
        }
        for (field, unknown) in [(Field::Stage, unknown), (Field::Outcome, unread)].into_iter().filter(|(_, unknown)| !unknown.is_empty()) {
            let words: Vec<String> = unknown.keys().take(5).map(|word| (*word).to_owned()).collect();
            let column = source.header(field).unwrap_or("");
            self.diagnostics.push(diagnose::unknown_stage(&source.raw.name, column, &words, unknown.values().sum()));
        }
    }

    /// Where no stage and no outcome says lost, a reason for the loss of what is archived does.
    pub(super) fn lost_by_reason(&mut self, source: &Source<'_>, rows: &[usize], part: &mut Facts) {
        const LOSS: [&str; 8] = ["loss", "lost", "输", "丢", "失", "verlust", "perte", "perdida"];
        const ARCHIVE: [&str; 9] = ["active", "isactive", "archived", "有效", "已存档", "已归档", "aktiv", "actif", "activo"];
        let name = stages::normal(source.header(Field::LossReason).unwrap_or(""));
        let says_loss = LOSS.iter().any(|word| name.contains(word)) && !name.contains("win") && !name.contains('赢');
        // Archived is what is lost, and nothing else in the file says so.
        let is_wanted = says_loss && !part.outcomes.contains(&Outcome::Lost);
        let Some(archived) = source.archived(&ARCHIVE, rows).filter(|_| is_wanted) else { return };
        let reasons = part.dimension(Dimension::LossReason).to_vec();
        let mut count = 0;
        for ((outcome, reason), is_archived) in part.outcomes.iter_mut().zip(reasons).zip(archived) {
            if *outcome == Outcome::Open && reason != NO_CODE && is_archived {
                *outcome = Outcome::Lost;
                count += 1;
            }
        }
        if count > 0 {
            self.diagnostics.push(diagnose::lost_by_reason(&source.raw.name, source.header(Field::LossReason).unwrap_or(""), count));
        }
    }

    /// A column that says yes or no to won: yes is won; no is lost, unless another column says that the opportunity is not closed,
    /// or its stage says what it is.
    fn by_flags<'s>(
        &self,
        source: &'s Source<'_>,
        rows: &[usize],
        mut in_stage: Vec<(&'s str, (Outcome, bool), bool)>,
        in_outcome: &mut [Option<(&'s str, (Outcome, bool))>],
    ) -> Vec<(&'s str, (Outcome, bool), bool)> {
        let is_closed = source.has(Field::IsClosed).then(|| source.flags(Field::IsClosed, rows, &mut Trouble::default()));
        let not_closed = |at: usize| is_closed.as_ref().and_then(|flags| flags.get(at)).is_some_and(|flag| *flag == 0);
        let decision = |at: usize, word: &str| match stages::flag(word) {
            Some(true) => Some(Outcome::Won),
            Some(false) if not_closed(at) => Some(Outcome::Open),
            Some(false) => Some(Outcome::Lost),
            None => None,
        };
        if source.asks_for_won(Field::Stage) {
            for (at, (stage, meaning, is_decided)) in in_stage.iter_mut().enumerate().filter(|(_, (_, (_, is_known), _))| !is_known) {
                if let Some(outcome) = decision(at, stage).filter(|_| !*is_decided) {
                    *meaning = (outcome, true);
                }
            }
        }
        if !source.asks_for_won(Field::Outcome) {
            return in_stage;
        }
        let mut all_closed: BTreeMap<&str, bool> = BTreeMap::new();
        for ((stage, ..), closed) in in_stage.iter().zip(is_closed.iter().flatten()) {
            *all_closed.entry(stage).or_insert(true) &= *closed == 1;
        }
        let all_closed: BTreeSet<&str> = all_closed.into_iter().filter(|(_, all)| *all).map(|(stage, _)| stage).collect();
        let said = source.texts(Field::Outcome, rows);
        for (at, (slot, word)) in in_outcome.iter_mut().zip(said).enumerate().filter(|(_, (slot, _))| slot.is_none()) {
            // A stage that says how the opportunity stands goes before yes and no; a plain "no" alone says nothing of an unknown stage.
            // A stage that sounds open and whose opportunities are all flagged as closed is not known.
            let is_known = in_stage.get(at).is_some_and(|(stage, (outcome, is_known), is_decided)| {
                *is_known && (*is_decided || *outcome != Outcome::Open || !all_closed.contains(stage))
            });
            let adds = !is_known && (is_closed.is_some() || stages::flag(word) == Some(true));
            *slot = decision(at, word).filter(|_| adds).map(|outcome| (word, (outcome, true)));
        }
        in_stage
    }
}

/// What a stage word means, and whether that is known: as decided, else by the dictionary of stages.
pub(super) fn meaning(mapping: &Mapping, word: &str) -> (Outcome, bool) {
    let decided = mapping.stages.get(word).and_then(|decided| stages::decided(decided)).map(|outcome| (outcome, true));
    decided.unwrap_or_else(|| stages::outcome(word))
}

/// An opportunity is worth what it is expected to be where nothing says what it was; one that was lost closed when it was lost; an
/// open one closes when it is expected to, unless its close date already says when that is.
pub(super) fn expect(part: &mut Facts) {
    let mut replaced = Vec::new();
    if let Some(expected) = part.money.remove(&Field::ExpectedAmount) {
        let amounts = part.money.entry(Field::Amount).or_insert_with(|| vec![NO_MONEY; expected.len()]);
        for (row, ((amount, expected), outcome)) in amounts.iter_mut().zip(expected).zip(&part.outcomes).enumerate() {
            if *amount == NO_MONEY || (*amount == 0 && *outcome != Outcome::Won && expected != NO_MONEY) {
                *amount = expected;
                replaced.push(row);
            }
        }
    }
    if let Some(original) = part.money.get_mut(&Field::Original) {
        // What it was in its own currency was the other column's.
        replaced.into_iter().for_each(|row| original.get_mut(row).map(|amount| *amount = NO_MONEY).unwrap_or_default());
    }
    if let Some(lost) = part.days.remove(&Field::LostOn) {
        let closed = part.days.entry(Field::Closed).or_insert_with(|| vec![NO_DAY; lost.len()]);
        for ((closed, lost), _) in closed.iter_mut().zip(lost).zip(&part.outcomes).filter(|(_, outcome)| **outcome == Outcome::Lost) {
            if *closed == NO_DAY {
                *closed = lost;
            }
        }
    }
    // Kept beside: whether an opportunity closed when it was expected to, only the two together tell.
    let Some(expected) = part.days.get(&Field::ExpectedClose).cloned() else { return };
    let closed = part.days.entry(Field::Closed).or_insert_with(|| vec![NO_DAY; expected.len()]);
    for ((closed, expected), outcome) in closed.iter_mut().zip(expected).zip(&part.outcomes) {
        if *closed == NO_DAY && *outcome == Outcome::Open {
            *closed = expected;
        }
    }
}
