//! The ways a KPI can be broken down.

use serde::{Deserialize, Serialize};

/// A breakdown every event table resolves to one code per row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Dimension {
    /// The sales person who owns the event.
    Person,
    /// The person's team, or the manager's name where only that is known.
    Team,
    /// Region of the event, else of the person, else of the customer.
    Region,
    /// Product.
    Product,
    /// Industry of the customer.
    Industry,
    /// Where the opportunity or the customer came from.
    Source,
    /// The customer.
    Customer,
    /// Present stage of an opportunity.
    Stage,
    /// Visit, call, exhibition …
    ActivityType,
    /// Why an opportunity was lost.
    LossReason,
    /// Who else was in the race.
    Competitor,
    /// Size or class of the customer, as the customer file says.
    Segment,
    /// What feedback is about, what kind of cost it is, what an opportunity asks for.
    Category,
    /// In which currency the amount was, where the files have more than one.
    Currency,
    /// Month of the customer's first purchase: the first order, else the first win.
    Cohort,
    /// Days from creation to the end of the opportunity, or to the as-of day while it is open.
    AgeBand,
    /// Mean discount of the customer's order lines, in steps of five percent.
    DiscountBand,
    /// What is left of the order's or opportunity's amount after its cost, in steps of ten percent.
    MarginBand,
}

impl Dimension {
    /// Every dimension; the position is its index in dense tables.
    pub const ALL: [Self; 18] = [
        Self::Person,
        Self::Team,
        Self::Region,
        Self::Product,
        Self::Industry,
        Self::Source,
        Self::Customer,
        Self::Stage,
        Self::ActivityType,
        Self::LossReason,
        Self::Competitor,
        Self::Segment,
        Self::Category,
        Self::Currency,
        Self::Cohort,
        Self::AgeBand,
        Self::DiscountBand,
        Self::MarginBand,
    ];

    /// The word on the wire and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Team => "team",
            Self::Region => "region",
            Self::Product => "product",
            Self::Industry => "industry",
            Self::Source => "source",
            Self::Customer => "customer",
            Self::Stage => "stage",
            Self::ActivityType => "activityType",
            Self::LossReason => "lossReason",
            Self::Competitor => "competitor",
            Self::Segment => "segment",
            Self::Category => "category",
            Self::Currency => "currency",
            Self::Cohort => "cohort",
            Self::AgeBand => "ageBand",
            Self::DiscountBand => "discountBand",
            Self::MarginBand => "marginBand",
        }
    }

    /// Do its values have an order of their own? It is the order of their codes.
    #[must_use]
    pub fn is_ordered(self) -> bool {
        matches!(self, Self::Cohort | Self::AgeBand | Self::DiscountBand | Self::MarginBand)
    }

    /// The position in [`Dimension::ALL`].
    #[must_use]
    pub fn index(self) -> usize {
        self as usize
    }
}
