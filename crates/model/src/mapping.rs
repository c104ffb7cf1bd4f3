//! What the user decided about the meaning of the files.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Day, Field, TableKind};

/// Decisions about one file; what is not decided is guessed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
pub struct TableMapping {
    /// What a row is; `None` leaves the guess.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<TableKind>,
    /// The whole file is left out.
    pub ignored: bool,
    /// Column header to meaning; `null` means the column is not used.
    pub columns: BTreeMap<String, Option<Field>>,
    /// Are ambiguous dates such as 03/08 day first? `None` where the column decides by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day_first: Option<bool>,
}

/// A spelling that stands for another one, in every row of a column.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Replacement {
    /// File name.
    pub file: String,
    /// Column header.
    pub column: String,
    /// As found.
    pub from: String,
    /// As meant.
    pub to: String,
}

/// What one unit of another currency is worth from a day on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExchangeRate {
    /// Its code, `USD`; names and signs mean their code.
    pub currency: String,
    /// In the currency of the report, as a decimal number: `7.1`.
    pub rate: String,
    /// First day it holds; none for a rate that holds from the beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<String>"))]
    pub from: Option<Day>,
}

/// All decisions; saved with a project and usable for the next export.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "typescript", ts(optional_fields))]
pub struct Mapping {
    /// By file name.
    pub tables: BTreeMap<String, TableMapping>,
    /// Stage word to what it means: `won`, `lost` or `open`.
    pub stages: BTreeMap<String, String>,
    /// Open stages from the first to the last; those that are not named follow in the order of their history. Empty: all do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stage_order: Vec<String>,
    /// Exit criteria: stage to the columns of opportunities that must be filled in, and not say no, before it is left. A stage that is not
    /// named asks for the columns whose header names it: `Qualification: budget confirmed`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub criteria: BTreeMap<String, Vec<String>>,
    /// Accepted spelling repairs.
    pub replacements: Vec<Replacement>,
    /// The currency of all reports; the commonest of the files where it is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
    /// Where the business is, as hours ahead of UTC: `UTC+08:00`. Times that say their zone are moved there; a day counts as it is written where it is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// What other currencies are worth. Amounts without a rate are not counted.
    pub rates: Vec<ExchangeRate>,
    /// Stage word to the chance of winning from there, as a fraction or in percent: `0.3`, `30%`, `30`.
    pub chances: BTreeMap<String, String>,
    /// Activity type as it stands in the files to the type it is counted under: `Anruf` to `Call`.
    pub activity_types: BTreeMap<String, String>,
}

/// Asks for the present mapping as a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct SaveMapping {}

/// Asks what a saved mapping says about the tables that are loaded. The reply is not bound yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct ReadMapping {
    /// The file that was saved.
    pub text: String,
}
