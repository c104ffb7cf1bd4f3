//! Results: a value with its evidence, or the reason why there is none.

use serde::de::{Error, Unexpected, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Day, Dimension, Field, Money, Period, TableKind};

/// An exact amount of money or a plain number; on the wire a decimal string or a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Quantity {
    /// Money in minor units.
    Money(Money),
    /// Counts (whole), rates (unrounded fractions), days, points.
    Number(f64),
}

impl Quantity {
    /// The size as a float: for drawing and comparing, never for further sums.
    #[must_use]
    pub fn as_f64(self) -> f64 {
        match self {
            Self::Money(money) => money.as_f64(),
            Self::Number(number) => number,
        }
    }
}

const LARGEST_WHOLE: f64 = 9_007_199_254_740_992.0;

impl Serialize for Quantity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Money(money) => money.serialize(serializer),
            // Whole numbers print without a decimal point, natively and in JavaScript alike.
            Self::Number(number) if number.fract() == 0.0 && number.abs() < LARGEST_WHOLE => serializer.serialize_i64(*number as i64),
            Self::Number(number) => serializer.serialize_f64(*number),
        }
    }
}

/// Told by what stands there, not by trying one after the other: in a browser each failure is an `Error` with its stack.
impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Wire;
        impl Visitor<'_> for Wire {
            type Value = Quantity;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("a number, or an amount as text with at most two decimals")
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<Quantity, E> {
                Ok(Quantity::Number(number))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Quantity, E> {
                Ok(Quantity::Number(number as f64))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Quantity, E> {
                Ok(Quantity::Number(number as f64))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Quantity, E> {
                Money::parse(text).map(Quantity::Money).ok_or_else(|| E::invalid_value(Unexpected::Str(text), &self))
            }
        }
        deserializer.deserialize_any(Wire)
    }
}

/// Why there is no answer. Never shown as 0.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", tag = "reason")]
pub enum Why {
    /// Nothing to divide by in this cell.
    EmptyDenominator,
    /// No file of this kind is loaded.
    NeedsTable {
        /// The missing table.
        table: TableKind,
    },
    /// The table is there, the column is not bound or is empty in every row that would count.
    NeedsField {
        /// The table that lacks it.
        table: TableKind,
        /// The missing column.
        field: Field,
    },
    /// The curve never reaches the asked quantile within the observed time.
    NotReached,
    /// There was nothing in the period compared with, so a growth rate has no meaning: it is new.
    New,
    /// The data begin later than what is compared with: less than half of that time is known.
    BeforeData,
    /// The dimension does not apply to this table, so a breakdown would be wrong.
    NotByThisDimension,
    /// The definition tells values of this dimension apart: break down by it, or filter to one of them.
    OnlyByDimension {
        /// The dimension.
        dimension: Dimension,
    },
    /// The table has no rows here, and that says nothing: what was not recorded is not 0.
    NotRecorded {
        /// The table.
        table: TableKind,
    },
    /// The target is reached already: nothing remains that could be covered.
    TargetMet,
    /// No day of the period is left: what is missing cannot come within it.
    PeriodOver,
    /// What is divided by is below 0: more came back than was sold, or a target is negative.
    BelowZero,
    /// It compares periods: over all time there is nothing to compare with.
    NeedsPeriod,
    /// The definition has no date: it is only meaningful over all time.
    NotByPeriod,
}

/// The values of the `by` dimensions of a cell, in their order; on the wire an object, `null` for "not filled in".
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Group(pub Vec<(String, Option<String>)>);

impl Group {
    /// The value of a dimension, if the cell has it and it is filled in.
    #[must_use]
    pub fn get(&self, dimension: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == dimension).and_then(|(_, value)| value.as_deref())
    }
}

impl Serialize for Group {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Group {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Group;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object of dimension values")
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Group, A::Error> {
                let mut group = Group::default();
                while let Some(entry) = map.next_entry()? {
                    group.0.push(entry);
                }
                Ok(group)
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}

/// How much may be said of a rate, mean or quantile with so many cases behind it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Grade {
    /// Fewer than 5: only the cases themselves.
    Counts,
    /// 5 to 29: with its interval, but in no ranking.
    Estimate,
    /// 30 and more, and every total: all of it.
    #[default]
    Full,
}

impl Grade {
    /// The grade of a figure formed from so many cases.
    #[must_use]
    pub fn of(n: u64) -> Self {
        [Self::Full, Self::Estimate].into_iter().find(|grade| n >= grade.least()).unwrap_or(Self::Counts)
    }

    /// The fewest cases that have it.
    #[must_use]
    pub fn least(self) -> u64 {
        match self {
            Self::Counts => 0,
            Self::Estimate => 5,
            Self::Full => 30,
        }
    }

    /// Is nothing held back?
    #[must_use]
    pub fn is_full(&self) -> bool {
        *self == Self::Full
    }
}

/// One number of a report with everything needed to trust it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Cell {
    /// KPI id.
    pub kpi: String,
    /// Variant id.
    pub variant: String,
    /// Values of the breakdown dimensions.
    #[cfg_attr(feature = "typescript", ts(type = "Record<string, string | null>"))]
    pub group: Group,
    /// Name of the period (`2025-Q3`), `from/to` where no grain was asked, or none for all time.
    pub period: Option<String>,
    /// The answer; money as a decimal string, rates as unrounded fractions, durations in days.
    #[cfg_attr(feature = "typescript", ts(type = "string | number | null"))]
    pub value: Option<Quantity>,
    /// What was divided, or the plain total.
    #[cfg_attr(feature = "typescript", ts(type = "string | number | null"))]
    pub numerator: Option<Quantity>,
    /// What it was divided by.
    #[cfg_attr(feature = "typescript", ts(type = "string | number | null"))]
    pub denominator: Option<Quantity>,
    /// Rows behind the value.
    #[cfg_attr(feature = "typescript", ts(type = "number"))]
    pub n: u64,
    /// Lower end of the 95 % interval, where one exists.
    #[cfg_attr(feature = "typescript", ts(type = "string | number | null"))]
    pub low: Option<Quantity>,
    /// Upper end of the 95 % interval.
    #[cfg_attr(feature = "typescript", ts(type = "string | number | null"))]
    pub high: Option<Quantity>,
    /// The reason where there is no value.
    pub missing: Option<Why>,
    /// How much may be said of so many cases; not written where it is all.
    #[serde(default, skip_serializing_if = "Grade::is_full")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<Grade>", optional))]
    pub grade: Grade,
}

/// The answer to one [`crate::Lens`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The day the data was seen from.
    #[cfg_attr(feature = "typescript", ts(type = "string"))]
    pub as_of: Day,
    /// The span that was asked for, if any.
    pub span: Option<Period>,
    /// Currency code of all amounts, where the data names one.
    pub currency: Option<String>,
    /// Cells in the order KPI, variant, group, period.
    pub cells: Vec<Cell>,
}

#[cfg(test)]
mod tests {
    use super::{Money, Quantity};

    #[test]
    fn money_is_text_and_numbers_are_numbers() {
        let (number, money) = (Quantity::Number(3.0), Quantity::Money(Money::from_minor(-5)));
        assert_ne!(number, money);
        assert!((money.as_f64() + 0.05).abs() < 1e-12);
    }
}
