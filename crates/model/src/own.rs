//! KPIs of the user's own, written as formulas.

use serde::{Deserialize, Serialize};

use crate::{Field, TableKind, Text, Unit};

/// Asks what a formula means.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct AskFormula {
    /// The formula as written.
    pub text: String,
}

/// What is wrong with a formula, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct FormulaFault {
    /// First character, from 0.
    pub at: u32,
    /// Characters concerned.
    pub len: u32,
    /// What is wrong.
    pub what: Text,
    /// What to do.
    pub fix: Text,
    /// Words that could stand here.
    pub expected: Vec<Text>,
}

/// What a formula means, or what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct FormulaInfo {
    /// What the value is measured in; none where the formula is wrong.
    pub unit: Option<Unit>,
    /// The formula as the product writes it.
    pub text: Option<Text>,
    /// The tables and columns it reads.
    pub needs: Vec<(TableKind, Vec<Field>)>,
    /// What is wrong with it.
    pub fault: Option<FormulaFault>,
}
