//! How sure each node of a target tree is to be reached.

use std::collections::BTreeMap;

use kpi_data::NO_CODE;
use kpi_model::{AskChances, Day, NodeChance, NodeKind, PlanView, Text};

use super::expected::Odds;
use super::paths::{Course, reaching, sums};
use super::{Forecaster, SEED, paths_of, view};
use crate::error::PlanError;

/// Paths unless asked otherwise.
const PATHS: u32 = 1_000;

impl Forecaster {
    /// The chance of every node of a tree, all from the same paths: people share the shocks of a path, teams are sums of theirs.
    /// What is not created yet is split by the wins of the last twelve months. The company is drawn as in the forecast, so that
    /// one question has one answer.
    ///
    /// # Errors
    /// As [`Forecaster::forecast`].
    pub fn chances(&self, ask: &AskChances, view: &PlanView) -> Result<Vec<NodeChance>, PlanError> {
        let year = self.year(Some(view.year))?;
        let months = self.setting(year, &ask.scenario)?.driven.months;
        let code = |name: &str| self.history.people.iter().position(|known| known == name).and_then(|code| u32::try_from(code).ok());
        let leaves: Vec<usize> = (0..view.nodes.len()).filter(|at| view.nodes.get(*at).is_some_and(|node| node.kind.is_leaf())).collect();
        // A group per person, and one for all others.
        let others = leaves.len();
        let mut groups: BTreeMap<u32, usize> =
            (0..self.history.people.len()).filter_map(|code| Some((u32::try_from(code).ok()?, others))).collect();
        groups.insert(NO_CODE, others);
        for (group, at) in leaves.iter().enumerate() {
            let person = view.nodes.get(*at).filter(|node| node.kind != NodeKind::Unassigned && node.kind != NodeKind::NewHire);
            if let Some(code) = person.and_then(|node| code(&node.name)) {
                groups.insert(code, group);
            }
        }
        let mut shares = vec![0.0; others + 1];
        for (person, wins) in &self.snapshot.wins_by_person {
            if let Some(share) = groups.get(person).and_then(|group| shares.get_mut(*group)) {
                *share += f64::from(*wins) / f64::from(self.snapshot.wins.max(1));
            }
        }
        let booked = self.booked_by(year, &groups, others + 1);
        let (seed, count) = (u64::from(ask.seed.unwrap_or(SEED)), paths_of(ask.paths, PATHS));
        let odds = Odds::new(&self.snapshot, &months);
        let course = Course::new(&self.snapshot, &months, &odds, Some(&groups));
        let drawn = course.by_group(seed, count, &shares, Self::first(year, &months));
        let paths = Course::new(&self.snapshot, &months, &odds, None).by_month(seed, count);
        let whole = sums(&paths, Self::first(year, &months), months.len(), self.booked(year) as f64);
        let known: Vec<bool> = (0..others).map(|group| groups.values().any(|own| *own == group)).collect();
        let mut chances = Vec::new();
        for (at, node) in view.nodes.iter().enumerate() {
            let within = view.nodes.iter().skip(at + 1).take_while(|child| child.level > node.level).count();
            let own: Vec<usize> =
                leaves.iter().enumerate().filter(|(_, leaf)| (at..=at + within).contains(*leaf)).map(|(group, _)| group).collect();
            let is_known = own.iter().any(|group| known.get(*group) == Some(&true));
            if !is_known {
                let reason = Text::new("没有历史可以推算", "There is no history to go by.");
                chances.push(NodeChance { node: node.id.clone(), chance: None, drawn: None, reason: Some(reason) });
                continue;
            }
            let sum = |path: &Vec<f64>| own.iter().filter_map(|group| Some(path.get(*group)? + booked.get(*group)?)).sum::<f64>();
            let mut sorted: Vec<f64> = if node.level == 0 { whole.clone() } else { drawn.iter().map(sum).collect() };
            sorted.sort_by(f64::total_cmp);
            chances.push(NodeChance {
                node: node.id.clone(),
                chance: Some(reaching(&sorted, node.total.minor as f64)),
                drawn: Some(view::distribution(&sorted)),
                reason: None,
            });
        }
        Ok(chances)
    }

    fn booked_by(&self, year: i32, groups: &BTreeMap<u32, usize>, count: usize) -> Vec<f64> {
        let mut sums = vec![0.0; count];
        let is_in = |day: i32| day <= self.history.as_of && Day(day).year() == year;
        for deal in self.history.deals.iter().filter(|deal| deal.is_won && deal.ended.is_some_and(is_in)) {
            if let Some(slot) = groups.get(&deal.person).and_then(|group| sums.get_mut(*group)) {
                *slot += deal.amount.unwrap_or(0) as f64;
            }
        }
        if let Some(last) = sums.last_mut() {
            let extras = self.history.extras().filter(|(day, _)| is_in(*day));
            *last += extras.map(|(_, amount)| *amount as f64).sum::<f64>();
        }
        sums
    }
}
