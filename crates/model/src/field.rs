//! The model a file's columns are bound to.

use serde::{Deserialize, Serialize};

use crate::Dimension;

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
    LossReason,
    Competitor,
    Segment,
    /// When an open opportunity is expected to close, where the file has a column of its own for it.
    ExpectedClose,
    /// Length of an activity in minutes.
    Duration,
    /// What an opportunity is expected to be worth, where the file has a column of its own for what it was worth in the end.
    ExpectedAmount,
    /// When an opportunity was lost, where wins have a date of their own.
    LostOn,
    /// Yes or no: is the opportunity won or lost? Beside a column that says yes or no to won.
    IsClosed,
    /// Whether a document counts: `cancelled`, `credit note`; in a file of targets or forecasts what each row is: `target`, `actual`, `best case`.
    Status,
    /// The last day of what was ordered: a contract, a subscription.
    Ends,
    /// By when an invoice or a planned payment is to be paid.
    DueOn,
    /// When an invoice was paid.
    PaidOn,
    /// What a planned payment is to bring.
    AmountDue,
    /// What was paid of an invoice.
    AmountPaid,
    /// When somebody was answered first: a lead, feedback.
    Replied,
    /// When what feedback was about was settled.
    Resolved,
    /// What feedback is about, what kind of cost it is, what an opportunity asks for.
    Category,
    /// The part of an opportunity that is credited to somebody.
    Share,
    /// What one unit of a currency is worth.
    Rate,
    /// The currency in which a rate is given; that of the report where it is not said.
    RateIn,
    /// Derived: what came of a forecast, once its month is over.
    Actual,
    /// Derived: what is left of the amount of the whole order after its cost, in parts per million.
    Margin,
    /// Derived: how far a forecast was off, whichever way.
    Miss,
    /// Derived, only where the files have several currencies: the amount as it was, before it was converted.
    Original,
    /// Derived beside [`Field::Original`]: the cost as it was, before it was converted.
    OriginalCost,
    /// Derived: the day of the customer's first purchase; of orders only where the data goes back far enough to know it, see
    /// [`Field::NEW_DAYS`].
    FirstPurchase,
    /// Derived, as [`Field::FirstPurchase`]: the day on which the product was first sold.
    FirstSale,
    /// Derived: of a return the day on which what came back was sold, where its order says so; else the row's own day.
    Sold,
    /// Derived: 1 where a survey has any answer of somebody, 0 where all its questions are empty.
    Answered,
    /// Derived, only where a survey lists who did not answer: 1 for everybody.
    Asked,
    /// Derived: how many steps of the process the opportunity left out on its way.
    Skipped,
    /// Derived: 1 where the exit criteria of the stages it went on from were met, 0 where not.
    Criteria,
    /// Derived: second of the day beside a day, where the files say times.
    Second,
    /// Derived: how a stay in a stage ended, see [`Field::STILL_THERE`] and the codes after it.
    Exit,
    /// Derived: the how-manieth stay of the opportunity in this stage, from 1.
    Visit,
    /// Derived: the first day on which the opportunity was in a later stage or won.
    Further,
    /// Derived: the day of the customer's next purchase.
    Next,
    /// Derived: the day by which four in five who buy again have done so.
    Awaited,
    /// Derived: 1 where the customer bought again by [`Field::Awaited`], 0 where not.
    Again,
    /// Derived: how the pipeline changed, see [`Field::CREATED`] and the codes after it.
    Move,
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
            Self::Created
            | Self::Closed
            | Self::Day
            | Self::Month
            | Self::Further
            | Self::Next
            | Self::Awaited
            | Self::FirstPurchase
            | Self::FirstSale
            | Self::Sold
            | Self::ExpectedClose
            | Self::LostOn
            | Self::Ends
            | Self::DueOn
            | Self::PaidOn
            | Self::Replied
            | Self::Resolved => FieldType::Day,
            Self::Amount
            | Self::Cost
            | Self::ListPrice
            | Self::ExpectedAmount
            | Self::AmountDue
            | Self::AmountPaid
            | Self::Original
            | Self::OriginalCost
            | Self::Actual
            | Self::Miss => FieldType::Money,
            Self::Probability
            | Self::Satisfaction
            | Self::Recommend
            | Self::Quantity
            | Self::Discount
            | Self::Duration
            | Self::Share
            | Self::Rate
            | Self::Second
            | Self::Exit
            | Self::Visit
            | Self::Move
            | Self::Answered
            | Self::Asked
            | Self::Margin
            | Self::Again
            | Self::Criteria
            | Self::Skipped => FieldType::Number,
            _ => FieldType::Text,
        }
    }

    /// Every field.
    pub const ALL: [Self; 52] = [
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
        Self::LossReason,
        Self::Competitor,
        Self::Segment,
        Self::ExpectedClose,
        Self::Duration,
        Self::ExpectedAmount,
        Self::LostOn,
        Self::IsClosed,
        Self::Status,
        Self::Ends,
        Self::DueOn,
        Self::PaidOn,
        Self::AmountDue,
        Self::AmountPaid,
        Self::Replied,
        Self::Resolved,
        Self::Category,
        Self::Share,
        Self::Rate,
        Self::RateIn,
    ];
}

impl Field {
    /// Days for which a customer or a product is new, from the first sale on.
    pub const NEW_DAYS: i32 = 365;
    /// Days after its last day within which a contract that is followed by another is renewed.
    pub const GRACE_DAYS: i32 = 30;
    /// A stay that has not ended.
    pub const STILL_THERE: i32 = 0;
    /// A stay that led to a later stage, or to the win.
    pub const ADVANCED: i32 = 1;
    /// A stay in which the opportunity was lost.
    pub const LOST: i32 = 2;
    /// A stay that led back to an earlier stage.
    pub const REGRESSED: i32 = 3;
    /// An opportunity that was created.
    pub const CREATED: i32 = 1;
    /// An amount that was raised.
    pub const RAISED: i32 = 2;
    /// An amount that was lowered.
    pub const LOWERED: i32 = 3;
    /// An opportunity that was won.
    pub const CLOSED_WON: i32 = 4;
    /// An opportunity that was lost.
    pub const CLOSED_LOST: i32 = 5;
    /// An opportunity that was opened again.
    pub const REOPENED: i32 = 6;
    /// One that was expected to close in a month, at its start, and did.
    pub const KEPT: i32 = 7;
    /// One that was expected to and did not.
    pub const SLIPPED: i32 = 8;

    /// The dimension whose codes hold the values of this field, if it is one.
    #[must_use]
    pub fn dimension(self) -> Option<Dimension> {
        Some(match self {
            Self::Person => Dimension::Person,
            Self::Team => Dimension::Team,
            Self::Region => Dimension::Region,
            Self::Product => Dimension::Product,
            Self::Industry => Dimension::Industry,
            Self::Source => Dimension::Source,
            Self::Customer => Dimension::Customer,
            Self::Stage => Dimension::Stage,
            Self::ActivityType => Dimension::ActivityType,
            Self::LossReason => Dimension::LossReason,
            Self::Competitor => Dimension::Competitor,
            Self::Segment => Dimension::Segment,
            Self::Category => Dimension::Category,
            Self::Currency => Dimension::Currency,
            _ => return None,
        })
    }
}
