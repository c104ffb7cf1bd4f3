//! What a row must fulfil to count.

use kpi_model::{Field, FieldType};

/// What must hold for a row to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Test {
    /// Won at the as-of day.
    Won,
    /// Lost at the as-of day.
    Lost,
    /// Won or lost at the as-of day.
    Closed,
    /// Open at the as-of day.
    Open,
    /// This column is filled in.
    Has(Field),
    /// This column is empty: a fact to report, not a fault of the row.
    Lacks(Field),
    /// The amount is above 0.
    Positive(Field),
    /// The amount is below 0.
    Negative(Field),
    /// The date lies more than so many days before the as-of day.
    OlderThan(Field, i32),
    /// This date lies more than so many days after that one; a row without the earlier date is left out.
    LongAfter(Field, Field, i32),
    /// This date lies at most so many days after that one, and had come by the as-of day.
    SoonAfter(Field, Field, i32),
    /// This had happened by the as-of day.
    Happened(Field),
    /// The score, or the amount in whole units, lies within.
    Between(Field, i32, i32),
    /// The text of a breakdown is this one.
    Is(Field, &'static str),
    /// It is another one, or empty.
    IsNot(Field, &'static str),
}

impl Test {
    /// What one of a [`Test::Between`] is in the column: cents of money, millionths of pieces, seconds of minutes, parts per million of shares in percent.
    fn one(field: Field) -> i64 {
        match field {
            Field::Quantity => 1_000_000,
            Field::Duration => 60,
            Field::Probability | Field::Discount | Field::Share | Field::Margin => 10_000,
            field if field.field_type() == FieldType::Money => 100,
            _ => 1,
        }
    }

    /// What lies within a [`Test::Between`], as it stands in the column. The least and the largest number are no ends.
    pub(crate) fn ends(field: Field, low: i32, high: i32) -> std::ops::RangeInclusive<i64> {
        let one = Self::one(field);
        let low = if low == i32::MIN { i64::MIN } else { i64::from(low) * one };
        let high = if high == i32::MAX { i64::MAX } else { i64::from(high) * one };
        low..=high
    }
}
