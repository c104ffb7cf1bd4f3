//! What targets and scenarios are about: what was won, or where no opportunity tells, what was ordered.

use kpi_data::{Dataset, Facts, NO_DAY, NO_MONEY, Outcome};
use kpi_engine::{Measure, Test, What, When};
use kpi_model::{Field, TableKind};

use crate::error::PlanError;

/// Where bookings are read from. Never from both: orders may be the wins once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Booked {
    /// Won opportunities, by close date.
    Wins,
    /// Orders, by their day: a company without a sales process on record.
    Orders,
}

impl Booked {
    /// Wins where one has amount and close date; otherwise orders with amount and day.
    pub(crate) fn of(dataset: &Dataset) -> Result<Self, PlanError> {
        let wins = dataset.facts(TableKind::Opportunities).is_some_and(|deals| has_row(deals, Field::Closed, Some(Outcome::Won)));
        let orders = || dataset.facts(TableKind::Orders).is_some_and(|orders| has_row(orders, Field::Day, None));
        if wins { Ok(Self::Wins) } else { orders().then_some(Self::Orders).ok_or(PlanError::NoHistory) }
    }

    pub(crate) fn table(self) -> TableKind {
        match self {
            Self::Wins => TableKind::Opportunities,
            Self::Orders => TableKind::Orders,
        }
    }

    /// Σ amount by day of booking.
    pub(crate) fn amount(self) -> Measure {
        match self {
            Self::Wins => Measure::new(self.table(), What::Sum(Field::Amount), &[Test::Won], When::At(Field::Closed)),
            Self::Orders => Measure::new(self.table(), What::Sum(Field::Amount), &[], When::At(Field::Day)),
        }
    }
}

fn has_row(facts: &Facts, day: Field, outcome: Option<Outcome>) -> bool {
    let Some((days, amounts)) = facts.days.get(&day).zip(facts.money.get(&Field::Amount)) else { return false };
    (0..facts.len).any(|row| {
        days.get(row).is_some_and(|day| *day != NO_DAY)
            && amounts.get(row).is_some_and(|amount| *amount != NO_MONEY)
            && outcome.is_none_or(|outcome| facts.outcomes.get(row) == Some(&outcome))
    })
}
