//! Targets: one company figure, spread exactly to teams, people and months.

use serde::{Deserialize, Serialize};

use crate::{Day, Money};

/// What a figure is spread by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Basis {
    /// In proportion to what was won before.
    #[default]
    History,
    /// The same for each.
    Even,
}

/// A figure the spread must keep.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Lock {
    /// Node id: `team` or `team/person`.
    pub node: String,
    /// Month 0 to 11, or none for the whole year.
    pub month: Option<u8>,
    /// The figure.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub amount: Money,
}

/// The rules of a target tree; the tree itself follows from them and the data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
pub struct Spread {
    /// Calendar year that is planned; default the year after `asOf`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    /// Company target of the year; default last twelve months plus ten percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub total: Option<Money>,
    /// How to spread over teams and people.
    pub people: Basis,
    /// How to spread over months.
    pub months: Basis,
    /// Figures to keep.
    pub locks: Vec<Lock>,
}

/// Asks for the tree of a spread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PlanEdit {
    /// The rules.
    pub spread: Spread,
    /// Make the tree the target of attainment from now on.
    pub publish: bool,
    /// Take back what was published: the targets of the files count again.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", ts(as = "Option<bool>", optional))]
    pub withdraw: bool,
}

/// Company, team or person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PlanNode {
    /// `` for the company, `team`, `team/person`.
    pub id: String,
    /// Name; empty where the data does not fill it in.
    pub name: String,
    /// 0 company, 1 team, 2 person.
    pub level: u8,
    /// Won in the twelve months before.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub history: Money,
    /// Target of the year.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub total: Money,
    /// Is the year's figure locked?
    pub locked: bool,
    /// Targets of the months.
    #[cfg_attr(feature = "typescript", ts(type = "string[]"))]
    pub months: Vec<Money>,
    /// Which months are locked.
    pub locked_months: Vec<bool>,
}

/// The tree, in the order company, team, its people, next team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PlanView {
    /// Planned year.
    pub year: i32,
    /// The twelve months that history was taken from: first day.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub history_from: Day,
    /// First day after them.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub history_to: Day,
    /// Nodes.
    pub nodes: Vec<PlanNode>,
    /// Largest difference between a node and the sum of its children, over all nodes and months: 0 by construction.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub gap: Money,
    /// Is this spread the published one?
    pub published: bool,
}
