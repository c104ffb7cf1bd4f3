//! The tables of the model: what a row is, and which fields it can hold.

use serde::{Deserialize, Serialize};

use crate::Field;

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
    /// One payment received.
    Payments,
    /// One cost of winning customers: advertising, a fair, a campaign.
    Spend,
    /// The part of one opportunity that is credited to one person.
    Splits,
    /// What a currency is worth from a day on.
    Rates,
    /// What somebody said would be won in a month or quarter, and when it was said.
    Forecasts,
    /// Derived at bind: one customer at the day of its first win.
    FirstWins,
    /// The days on which customers bought, with the day each bought before, derived from orders.
    Purchases,
    /// The stays of opportunities in their stages, derived from stage history.
    StageStays,
    /// Which kinds of activity an opportunity had before it ended, derived from activities: one row per opportunity and kind.
    Participations,
    /// Orders that say until when they run, with what they bring a year and whether they were renewed, derived from orders.
    Contracts,
    /// What was to be paid by when and what was, derived from orders and payments that say when they are due.
    Receivables,
    /// Amounts of opportunities by the people they are credited to, derived from splits.
    Credits,
    /// Sales people from the day they started to their first win, derived from people.
    Starters,
    /// What entered and left the open pipeline and what changed in it, derived from stage history with amounts and from earlier exports.
    PipelineMoves,
}

const OPPORTUNITY_FIELDS: &[Field] = &[
    Field::Stage,
    Field::Id,
    Field::Amount,
    Field::Created,
    Field::Closed,
    Field::ExpectedClose,
    Field::Customer,
    Field::Person,
    Field::Product,
    Field::Source,
    Field::Team,
    Field::Region,
    Field::Industry,
    Field::Cost,
    Field::Probability,
    Field::Currency,
    Field::Outcome,
    Field::LossReason,
    Field::Competitor,
    Field::Segment,
    Field::ExpectedAmount,
    Field::LostOn,
    Field::IsClosed,
    Field::Category,
    Field::Quantity,
];

const ORDER_FIELDS: &[Field] = &[
    Field::Day,
    Field::Amount,
    Field::Id,
    Field::Opportunity,
    Field::Customer,
    Field::Person,
    Field::Product,
    Field::Cost,
    Field::Team,
    Field::Region,
    Field::Industry,
    Field::Source,
    Field::Currency,
    Field::Quantity,
    Field::ListPrice,
    Field::Discount,
    Field::Segment,
    Field::Status,
    Field::Ends,
    Field::LossReason,
    Field::DueOn,
    Field::PaidOn,
    Field::AmountPaid,
];

const PAYMENT_FIELDS: &[Field] = &[
    Field::Day,
    Field::Amount,
    Field::Id,
    Field::Opportunity,
    Field::Customer,
    Field::Person,
    Field::Product,
    Field::Team,
    Field::Region,
    Field::Currency,
    Field::Segment,
    Field::Status,
    Field::DueOn,
    Field::AmountDue,
];

impl TableKind {
    /// The kind of the files this table comes from: itself, unless it is derived.
    #[must_use]
    pub fn origin(self) -> Self {
        match self {
            Self::FirstWins => Self::Opportunities,
            Self::StageStays | Self::PipelineMoves => Self::StageHistory,
            Self::Purchases | Self::Contracts => Self::Orders,
            Self::Participations => Self::Activities,
            Self::Receivables => Self::Payments,
            Self::Credits => Self::Splits,
            Self::Starters => Self::People,
            other => other,
        }
    }

    /// The kinds a file can be. The others are derived and never read.
    pub const FILES: [Self; 15] = [
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
        Self::Payments,
        Self::Spend,
        Self::Splits,
        Self::Rates,
        Self::Forecasts,
    ];

    /// The fields a table of this kind can hold: those without which it cannot be used come first,
    /// their number is the second value.
    #[must_use]
    pub fn fields(self) -> (&'static [Field], usize) {
        use Field as F;
        match self {
            Self::Opportunities | Self::FirstWins | Self::Participations | Self::Credits | Self::Starters | Self::PipelineMoves => {
                (OPPORTUNITY_FIELDS, 1)
            }
            Self::StageHistory | Self::StageStays => {
                (&[F::Opportunity, F::Stage, F::Day, F::Status, F::Amount, F::ExpectedClose, F::Currency], 3)
            }
            Self::Orders | Self::Purchases | Self::Contracts => (ORDER_FIELDS, 1),
            Self::Activities => {
                let fields = &[
                    F::Day,
                    F::ActivityType,
                    F::Id,
                    F::Person,
                    F::Customer,
                    F::Opportunity,
                    F::Attended,
                    F::Duration,
                    F::Cost,
                    F::Team,
                    F::Region,
                ];
                (fields, 1)
            }
            Self::Survey => {
                let fields = &[
                    F::Day,
                    F::Satisfaction,
                    F::Recommend,
                    F::Id,
                    F::Customer,
                    F::Person,
                    F::Product,
                    F::Team,
                    F::Region,
                    F::Replied,
                    F::Resolved,
                    F::Category,
                ];
                (fields, 0)
            }
            Self::Targets => (&[F::Month, F::Amount, F::Person, F::Team, F::Region, F::Product, F::Currency, F::Status], 2),
            Self::Forecasts => (&[F::Month, F::Amount, F::Day, F::Person, F::Team, F::Region, F::Product, F::Currency, F::Status], 2),
            Self::Accounts => (&[F::Customer, F::CustomerName, F::Industry, F::Region, F::Source, F::Segment, F::Created], 1),
            Self::People => (&[F::Person, F::PersonName, F::Team, F::Manager, F::Region, F::Created], 1),
            Self::Products => (&[F::Product, F::ProductName, F::Series, F::ListPrice, F::Cost], 1),
            Self::Payments => (PAYMENT_FIELDS, 2),
            Self::Receivables => (PAYMENT_FIELDS, 2),
            Self::Spend => {
                let fields =
                    &[F::Day, F::Amount, F::Source, F::Region, F::Product, F::Team, F::Currency, F::Category, F::Person, F::Customer];
                (fields, 2)
            }
            Self::Rates => (&[F::Currency, F::Rate, F::Day, F::RateIn], 2),
            Self::Splits => (&[F::Opportunity, F::Person, F::Share, F::Amount, F::Team, F::Region, F::Status], 2),
            Self::Leads => {
                let fields = &[
                    F::Id,
                    F::Source,
                    F::Stage,
                    F::Created,
                    F::Converted,
                    F::Person,
                    F::Customer,
                    F::Team,
                    F::Region,
                    F::Industry,
                    F::Replied,
                ];
                (fields, 0)
            }
        }
    }
}
