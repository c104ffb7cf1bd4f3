//! Targets: one company figure, spread exactly to teams, people, months and products.

use serde::{Deserialize, Serialize};

use crate::{Day, Dimension, Money};

/// What a figure is spread by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Basis {
    /// In proportion to what was won in the last twelve months.
    #[default]
    History,
    /// The same for each.
    Even,
    /// Months only: the mean share of each calendar month over all whole years, or the profile given in [`Spread::season`].
    Season,
    /// People only: productivity × ramp × months in the job.
    Capacity,
    /// People only: the potential given for a member, else the amount of the own open opportunities.
    Potential,
}

/// A figure the spread must keep.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Lock {
    /// Node id, as [`PlanNode::id`].
    pub node: String,
    /// Month 0 to 11, or none for the whole year.
    pub month: Option<u8>,
    /// The figure.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub amount: Money,
    /// Value of the product axis, or none for all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub product: Option<String>,
    /// Put there by an edit, to hold what should not move; the user did not ask for it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<bool>", optional))]
    pub held: bool,
}

/// What is known about one person of the plan beyond the data: a new hire, a leaver, somebody part of the year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
pub struct Member {
    /// Node id, `team/person`. One that the data does not have is a new hire.
    pub node: String,
    /// First day in the job; default: long before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub joins: Option<Day>,
    /// First day no longer in the job. Months from then on count for the team's unassigned node, or for nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub leaves: Option<Day>,
    /// Amount a full month brings; default: the mean of the team's people with history.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub productivity: Option<Money>,
    /// Potential of the territory.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub potential: Option<Money>,
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
    /// A third axis, such as `product` or `industry`; each person's share by own history, else the company's.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<Dimension>"))]
    pub by: Option<Dimension>,
    /// New hires, leavers and what else is known about people.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<Member>,
    /// Percent of full productivity in each month after joining, then 100; default 25, 50, 75.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ramp: Option<Vec<u32>>,
    /// Weights of the twelve calendar months for [`Basis::Season`]; default from the own history.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub season: Option<Vec<u32>>,
    /// Over-assignment in hundredths of a percent: of teams against the company, of people against their team.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub over: Option<(u32, u32)>,
    /// Give each team a node for what nobody holds; it takes the months of leavers.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unassigned: bool,
    /// Put a level of regions between the company and its teams: each team stands under the region it booked most in.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub regions: bool,
    /// May a locked team figure differ from the sum of its people? Default no.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub teams_may_differ: bool,
}

impl Spread {
    /// Without the figures that only edits hold: where the whole changes, so does what an edit left alone.
    #[must_use]
    pub fn without_held(mut self) -> Self {
        self.locks.retain(|lock| !lock.held);
        self
    }
}

/// Which figures stay when one is edited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Keep {
    /// The node's year: its other months give or take the difference. For a whole year: as [`Keep::Parent`].
    #[default]
    Year,
    /// The parent's figure: the siblings give or take the difference.
    Parent,
    /// Everything else: the parents and the company grow or shrink by the difference.
    Others,
}

/// A figure typed into the tree.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
pub struct CellEdit {
    /// Node id.
    pub node: String,
    /// Month 0 to 11, or none for the whole year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub month: Option<u8>,
    /// Quarter 0 to 3 in place of a month: its months keep their parts of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quarter: Option<u8>,
    /// Value of the product axis.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// The new figure.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub amount: Money,
    /// What stays.
    pub keep: Keep,
}

/// Asks for the tree of a spread.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
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
    /// A figure typed into the tree of these rules: the reply has the rules that follow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub edit: Option<CellEdit>,
}

/// What a node of the tree is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum NodeKind {
    /// The whole.
    Company,
    /// The teams of a region.
    Region,
    /// A team.
    Team,
    /// A person with history.
    Person,
    /// A person without history.
    NewHire,
    /// A person who leaves within the year.
    Leaver,
    /// What nobody of the team holds.
    Unassigned,
}

impl NodeKind {
    /// Does it hold figures of its own, and is not the sum of others?
    #[must_use]
    pub const fn is_leaf(self) -> bool {
        matches!(self, Self::Person | Self::NewHire | Self::Leaver | Self::Unassigned)
    }
}

/// Company, region, team or person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PlanNode {
    /// `` for the company, `//region`, `team`, `team/person`; the unassigned node of a team is `team/*`.
    pub id: String,
    /// Name; empty where the data does not fill it in.
    pub name: String,
    /// Depth below the company, which is 0.
    pub level: u8,
    /// What it is.
    pub kind: NodeKind,
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
    /// Targets of the four quarters: sums of months.
    #[cfg_attr(feature = "typescript", ts(type = "string[]"))]
    pub quarters: Vec<Money>,
    /// Sum of the children less the own figure: the declared over-assignment, or what a team may differ by. 0 otherwise.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub over: Money,
    /// The months of each value of the product axis, in the order of [`PlanView::products`].
    #[cfg_attr(feature = "typescript", ts(type = "string[][]"))]
    pub products: Vec<Vec<Money>>,
    /// Productivity × ramp × months in the job, where it is known: what the node can do.
    #[cfg_attr(feature = "typescript", ts(type = "string | null"))]
    pub capacity: Option<Money>,
}

/// How far one figure moved by an edit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Moved {
    /// Node id.
    pub node: String,
    /// Month 0 to 11, or none for the whole year.
    pub month: Option<u8>,
    /// New less old.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub by: Money,
}

/// The tree, in the order company, region where asked for, team, its people, next team.
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
    /// Largest difference between a node and the sum of its children, over all nodes, months and products, beyond what
    /// [`PlanNode::over`] declares: 0 by construction.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub gap: Money,
    /// Is this spread the published one?
    pub published: bool,
    /// Values of the product axis; empty without one.
    pub products: Vec<String>,
    /// The rules of this tree: as asked, or as they follow from the edit.
    pub rules: Spread,
    /// What the edit moved beside the figure itself, largest first, at most 24.
    pub moved: Vec<Moved>,
}

/// Asks for a tree as a file: one line per person (and product), months as columns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
pub struct SavePlan {
    /// The rules of the tree.
    pub spread: Spread,
    /// Language of the header.
    pub locale: crate::Locale,
    /// CSV or workbook.
    pub format: crate::TableFormat,
}

/// Asks for the rules that give the figures of a file in any format the import reads: each filled cell becomes a lock, their
/// sum the total.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
pub struct ReadPlan {
    /// The text, in the form [`SavePlan`] writes.
    pub text: String,
    /// The bytes of a file in base64, in place of the text: a workbook, or text in any encoding.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub base64: String,
    /// The rules for what the text does not fill in.
    pub spread: Spread,
}

/// Targets as a caller keeps them: rules with a reason. The engine keeps none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PlanVersion {
    /// Number, from 1.
    pub number: u32,
    /// Why it was made.
    pub reason: String,
    /// The rules.
    pub spread: Spread,
}

/// Asks what changed from one version to another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ComparePlans {
    /// The earlier version.
    pub before: PlanVersion,
    /// The later version.
    pub after: PlanVersion,
}
