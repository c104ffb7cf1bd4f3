//! The model a file's columns are bound to.

use serde::{Deserialize, Serialize};

/// What one row of a table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum TableKind {
    /// One sales opportunity (deal).
    Opportunities,
    /// One stage that an opportunity entered.
    StageHistory,
    /// One order or invoice line; returns are negative.
    Orders,
    /// One sales activity.
    Activities,
    /// One survey response.
    Survey,
    /// One target of a month and a person, team or region.
    Targets,
    /// One customer.
    Accounts,
    /// One sales person.
    People,
    /// One product.
    Products,
    /// One lead: somebody who might become a customer.
    Leads,
    /// Derived at bind: one customer at the day of its first win.
    FirstWins,
}

/// A meaning that a column can be bound to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the names are the documentation: one CRM column each")]
pub enum Field {
    Id,
    Opportunity,
    Customer,
    CustomerName,
    Person,
    Team,
    Manager,
    Region,
    Product,
    Series,
    Industry,
    Source,
    Stage,
    Created,
    Closed,
    Day,
    Month,
    Amount,
    Cost,
    ListPrice,
    Probability,
    Satisfaction,
    Recommend,
    Attended,
    ActivityType,
    Currency,
    Outcome,
    Quantity,
    Discount,
    Converted,
    PersonName,
    ProductName,
}

/// How the texts of a column are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum FieldType {
    /// Kept letter by letter.
    Text,
    /// A calendar day.
    Day,
    /// An amount of money.
    Money,
    /// A number.
    Number,
}

impl Field {
    /// How a column with this meaning is read.
    #[must_use]
    pub fn field_type(self) -> FieldType {
        match self {
            Self::Created | Self::Closed | Self::Day | Self::Month => FieldType::Day,
            Self::Amount | Self::Cost | Self::ListPrice => FieldType::Money,
            Self::Probability | Self::Satisfaction | Self::Recommend | Self::Quantity | Self::Discount => FieldType::Number,
            _ => FieldType::Text,
        }
    }

    /// Every field.
    pub const ALL: [Self; 32] = [
        Self::Id,
        Self::Opportunity,
        Self::Customer,
        Self::CustomerName,
        Self::Person,
        Self::Team,
        Self::Manager,
        Self::Region,
        Self::Product,
        Self::Series,
        Self::Industry,
        Self::Source,
        Self::Stage,
        Self::Created,
        Self::Closed,
        Self::Day,
        Self::Month,
        Self::Amount,
        Self::Cost,
        Self::ListPrice,
        Self::Probability,
        Self::Satisfaction,
        Self::Recommend,
        Self::Attended,
        Self::ActivityType,
        Self::Currency,
        Self::Outcome,
        Self::Quantity,
        Self::Discount,
        Self::Converted,
        Self::PersonName,
        Self::ProductName,
    ];
}

impl TableKind {
    /// The kinds a file can be; [`TableKind::FirstWins`] is derived and never read.
    pub const FILES: [Self; 10] = [
        Self::Opportunities,
        Self::StageHistory,
        Self::Orders,
        Self::Activities,
        Self::Survey,
        Self::Targets,
        Self::Accounts,
        Self::People,
        Self::Products,
        Self::Leads,
    ];

    /// The fields a table of this kind can hold: those without which it cannot be used come first,
    /// their number is the second value.
    #[must_use]
    pub fn fields(self) -> (&'static [Field], usize) {
        use Field as F;
        match self {
            Self::Opportunities | Self::FirstWins => (
                &[
                    F::Stage,
                    F::Id,
                    F::Amount,
                    F::Created,
                    F::Closed,
                    F::Customer,
                    F::Person,
                    F::Product,
                    F::Source,
                    F::Team,
                    F::Region,
                    F::Industry,
                    F::Cost,
                    F::Probability,
                    F::Currency,
                    F::Outcome,
                ],
                1,
            ),
            Self::StageHistory => (&[F::Opportunity, F::Stage, F::Day], 3),
            Self::Orders => (
                &[
                    F::Day,
                    F::Amount,
                    F::Id,
                    F::Opportunity,
                    F::Customer,
                    F::Person,
                    F::Product,
                    F::Cost,
                    F::Team,
                    F::Region,
                    F::Industry,
                    F::Source,
                    F::Currency,
                    F::Quantity,
                    F::ListPrice,
                    F::Discount,
                ],
                1,
            ),
            Self::Activities => {
                (&[F::Day, F::ActivityType, F::Id, F::Person, F::Customer, F::Opportunity, F::Attended, F::Team, F::Region], 1)
            }
            Self::Survey => (&[F::Day, F::Satisfaction, F::Recommend, F::Id, F::Customer, F::Person, F::Product, F::Team, F::Region], 0),
            Self::Targets => (&[F::Month, F::Amount, F::Person, F::Team, F::Region, F::Product, F::Currency], 2),
            Self::Accounts => (&[F::Customer, F::CustomerName, F::Industry, F::Region, F::Source, F::Created], 1),
            Self::People => (&[F::Person, F::PersonName, F::Team, F::Manager, F::Region, F::Created], 1),
            Self::Products => (&[F::Product, F::ProductName, F::Series, F::ListPrice, F::Cost], 1),
            Self::Leads => {
                (&[F::Id, F::Source, F::Stage, F::Created, F::Converted, F::Person, F::Customer, F::Team, F::Region, F::Industry], 1)
            }
        }
    }
}
