//! Every KPI, in the order of the overview.

mod attainment;
mod average_deal_size;
mod bookings;
mod csat;
mod gross_margin;
mod new_customers;
mod nps;
mod opportunities;
mod pipeline;
mod revenue_share;
mod sales_cycle;
mod win_rate;

use kpi_engine::{Formula, Measure, Test, What, When};
use kpi_model::{Field, TableKind};

use crate::definition::Kpi;

/// All KPIs.
#[must_use]
pub fn all() -> Vec<Kpi> {
    vec![
        bookings::bookings(),
        attainment::attainment(),
        gross_margin::gross_margin(),
        average_deal_size::average_deal_size(),
        revenue_share::revenue_share(),
        win_rate::win_rate(),
        opportunities::opportunities(),
        pipeline::pipeline(),
        sales_cycle::sales_cycle(),
        new_customers::new_customers(),
        csat::csat(),
        nps::nps(),
    ]
}

const CREATED: When = When::At(Field::Created);
const CLOSED: When = When::At(Field::Closed);
const DAY: When = When::At(Field::Day);

fn deals(what: What, tests: &[Test], when: When) -> Measure {
    Measure::new(TableKind::Opportunities, what, tests, when)
}

fn orders(what: What, tests: &[Test]) -> Measure {
    Measure::new(TableKind::Orders, what, tests, DAY)
}

fn answers(what: What, tests: &[Test]) -> Measure {
    Measure::new(TableKind::Survey, what, tests, DAY)
}

/// Amounts of won opportunities by close date.
fn won_amount() -> Measure {
    deals(What::Sum(Field::Amount), &[Test::Won], CLOSED)
}

/// A part of the same rows.
fn part(numerator: Measure, denominator: Measure) -> Formula {
    Formula::Ratio { numerator, denominator, is_part: true, covering: None }
}
