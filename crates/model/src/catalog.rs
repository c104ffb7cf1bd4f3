//! What the product can compute, described for people and programs.

use serde::{Deserialize, Serialize};

use crate::{Dimension, Field, TableKind};

/// A text in both languages of the product.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub struct Text {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

/// A language of the product.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
pub enum Locale {
    /// Chinese, mainland conventions.
    #[default]
    #[serde(rename = "zh-CN")]
    Chinese,
    /// English.
    #[serde(rename = "en")]
    English,
}

impl Text {
    /// A text from its two forms.
    #[must_use]
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// The form of a language.
    #[must_use]
    pub fn get(&self, locale: Locale) -> &str {
        match locale {
            Locale::Chinese => &self.zh,
            Locale::English => &self.en,
        }
    }
}

/// What the value of a variant is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Unit {
    /// Whole things.
    Count,
    /// A fraction, shown as percent.
    Ratio,
    /// Money.
    Money,
    /// Days.
    Days,
    /// Points of a scale, such as NPS or a mean score.
    Points,
}

/// Which direction is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// Neither by itself.
    Neither,
}

/// The three families of the method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Family {
    /// 业绩
    Results,
    /// 过程
    Process,
    /// 客户
    Customers,
}

/// One published definition of a KPI.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct VariantInfo {
    /// Variant id, `close_date_count`.
    pub id: String,
    /// Name.
    pub name: Text,
    /// The formula in words.
    pub formula: Text,
    /// What the value is measured in.
    pub unit: Unit,
    /// Do groups add up to the total?
    pub additive: bool,
    /// The tables and columns it reads.
    pub needs: Vec<(TableKind, Vec<Field>)>,
    /// The formula in the language of own KPIs, where it has words for it.
    pub source: Option<Text>,
}

/// One KPI.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct KpiInfo {
    /// KPI id, equal to the file that defines it.
    pub id: String,
    /// Family.
    pub family: Family,
    /// Name.
    pub name: Text,
    /// What it means and its trap.
    pub about: String,
    /// Which direction is good.
    pub better: Better,
    /// Definitions, the default first.
    pub variants: Vec<VariantInfo>,
}

/// Everything that can be asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Catalog {
    /// Version of the messages; a client refuses another one.
    pub protocol: u32,
    /// KPIs in the order of the overview.
    pub kpis: Vec<KpiInfo>,
    /// Dimensions.
    pub dimensions: Vec<Dimension>,
}
