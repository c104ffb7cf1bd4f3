//! The data set as plain values, before it is written in one of the languages.

use crate::date::END;

/// Stage position of a won deal.
pub(crate) const WON: usize = 4;
/// Stage position of a lost deal.
pub(crate) const LOST: usize = 5;
/// Number of regions.
pub(crate) const REGIONS: usize = 3;
/// Position of the East region and of its first team.
pub(crate) const EAST: usize = 0;
/// Position of the South region and of its first team.
pub(crate) const SOUTH: usize = 1;
/// Position of the North region and of its first team.
pub(crate) const NORTH: usize = 2;
/// Position of the source Referral.
pub(crate) const REFERRAL: usize = 1;
/// Position of the source Outbound.
pub(crate) const OUTBOUND: usize = 3;
/// Position of Gao Lan among the people.
pub(crate) const GAO_LAN: usize = 11;

/// A sales person.
#[derive(Clone, Copy)]
pub(crate) struct Person {
    pub team: usize,
    pub region: usize,
    pub hired: i64,
    /// Share of new accounts relative to the others.
    pub weight: i64,
}

/// A customer account; it belongs to one person for good.
pub(crate) struct Account {
    pub owner: usize,
    pub region: usize,
    pub industry: usize,
    pub source: usize,
    pub created: i64,
    /// Position of the account inside its region, from which its name is made.
    pub sequence: i64,
}

/// How a deal ends (when its planned close date has come).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    Won,
    Lost,
    /// Never marked: stays open and goes stale.
    Stale,
}

/// An opportunity.
pub(crate) struct Deal {
    pub account: usize,
    pub owner: usize,
    pub team: usize,
    pub region: usize,
    pub product: usize,
    pub source: usize,
    pub created: i64,
    /// Planned close date; it lies after the end of the data for deals still open.
    pub close: i64,
    pub fate: Fate,
    /// Closed, but the close date was never filled in.
    pub undated: bool,
    /// How many pieces of the product.
    pub quantity: i64,
    pub amount: i64,
    pub cost: i64,
    /// Dates on which the open stages were entered, in order.
    pub steps: Vec<i64>,
}

impl Deal {
    /// Whether the deal has been closed within the period.
    pub(crate) fn closed(&self) -> bool {
        self.fate != Fate::Stale && self.close <= END
    }

    /// The close date as it is written in the data.
    pub(crate) fn closing(&self) -> Option<i64> {
        (self.closed() && !self.undated).then_some(self.close)
    }

    /// The close date of a won deal, as it is written in the data.
    pub(crate) fn won_on(&self) -> Option<i64> {
        self.closing().filter(|_| self.fate == Fate::Won)
    }

    /// Position of the present stage.
    pub(crate) fn stage(&self) -> usize {
        match (self.closed(), self.fate) {
            (true, Fate::Won) => WON,
            (true, _) => LOST,
            _ => self.steps.len().saturating_sub(1),
        }
    }
}

/// A sales activity.
pub(crate) struct Activity {
    pub date: i64,
    pub kind: usize,
    pub owner: usize,
    pub account: usize,
    pub deal: Option<usize>,
    pub attended: bool,
}

/// An order, a renewal of a service contract for a year (without a deal) or a return (negative).
pub(crate) struct Order {
    pub date: i64,
    pub deal: Option<usize>,
    pub account: usize,
    pub owner: usize,
    pub product: usize,
    pub amount: i64,
    pub cost: i64,
}

/// A response to the customer survey.
pub(crate) struct Response {
    pub account: usize,
    pub date: i64,
    pub satisfaction: Option<i64>,
    pub recommend: Option<i64>,
    /// What it is about, if it says.
    pub theme: Option<usize>,
}

/// The target of one person for one month.
pub(crate) struct Target {
    pub month: i64,
    pub owner: usize,
    pub amount: i64,
}

/// Somebody who might become a customer.
pub(crate) struct Lead {
    /// The account it became.
    pub account: Option<usize>,
    pub owner: usize,
    pub source: usize,
    pub created: i64,
    pub contacted: Option<i64>,
}

/// A part of an order that fell due.
pub(crate) struct Payment {
    pub order: usize,
    pub due: i64,
    pub amount: i64,
    pub paid: Option<i64>,
}

/// What a source of customers cost in a month.
pub(crate) struct Spend {
    pub month: i64,
    pub source: usize,
    pub amount: i64,
}

/// An extra copy of an opportunity row, written behind the row at position `behind`.
pub(crate) struct Copy {
    pub deal: usize,
    pub behind: usize,
}

/// The whole data set.
pub(crate) struct World {
    pub people: Vec<Person>,
    pub accounts: Vec<Account>,
    pub deals: Vec<Deal>,
    pub copies: Vec<Copy>,
    pub activities: Vec<Activity>,
    pub orders: Vec<Order>,
    pub responses: Vec<Response>,
    pub targets: Vec<Target>,
    pub leads: Vec<Lead>,
    pub payments: Vec<Payment>,
    pub spend: Vec<Spend>,
}
