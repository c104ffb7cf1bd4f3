//! Every KPI, in the order of the overview.

mod acquisition_cost;
mod acquisition_rate;
mod active_customers;
mod activities;
mod activity_effect;
mod attainment;
mod average_deal_size;
mod average_discount;
mod average_order_value;
mod bookings;
mod care_coverage;
mod closing_on_time;
mod cohort_retention;
mod collections;
mod contract_retention;
mod contribution_margin;
mod costs;
mod csat;
mod customer_pareto;
mod customer_retention;
mod data_completeness;
mod exit_criteria;
mod feedback;
mod feedback_handling;
mod forecast_accuracy;
mod gross_margin;
mod lead_conversion;
mod lead_response;
mod lifetime_value;
mod loss_by_age;
mod losses;
mod new_business;
mod new_customers;
mod nps;
mod opportunities;
mod pace;
mod participation;
mod pipeline;
mod pipeline_changes;
mod pipeline_coverage;
mod purchase_interval;
mod ramp_up;
mod receivables;
mod remaining_target;
mod repeat_purchase;
mod response_rate;
mod returns;
mod revenue_concentration;
mod revenue_per_customer;
mod revenue_retention;
mod revenue_share;
mod rework;
mod sales_cycle;
mod sales_velocity;
mod selling_cost;
mod stage_compliance;
mod stage_conversion;
mod stage_flow;
mod stale_pipeline;
mod time_in_stage;
mod units_sold;
mod win_rate;

use kpi_engine::{Clock, Formula, Key, Measure, Test, What, When};
use kpi_model::{Dimension, Field, TableKind};

use crate::definition::Kpi;

/// All KPIs.
#[must_use]
pub fn all() -> Vec<Kpi> {
    vec![
        bookings::bookings(),
        units_sold::units_sold(),
        collections::collections(),
        receivables::receivables(),
        attainment::attainment(),
        pace::pace(),
        remaining_target::remaining_target(),
        gross_margin::gross_margin(),
        contribution_margin::contribution_margin(),
        selling_cost::selling_cost(),
        costs::costs(),
        average_deal_size::average_deal_size(),
        average_order_value::average_order_value(),
        average_discount::average_discount(),
        returns::returns(),
        revenue_share::revenue_share(),
        new_business::new_business(),
        revenue_concentration::revenue_concentration(),
        customer_pareto::customer_pareto(),
        win_rate::win_rate(),
        opportunities::opportunities(),
        pipeline::pipeline(),
        pipeline_changes::pipeline_changes(),
        pipeline_coverage::pipeline_coverage(),
        sales_velocity::sales_velocity(),
        sales_cycle::sales_cycle(),
        stage_conversion::stage_conversion(),
        stage_flow::stage_flow(),
        time_in_stage::time_in_stage(),
        losses::losses(),
        loss_by_age::loss_by_age(),
        rework::rework(),
        stage_compliance::stage_compliance(),
        exit_criteria::exit_criteria(),
        closing_on_time::closing_on_time(),
        forecast_accuracy::forecast_accuracy(),
        stale_pipeline::stale_pipeline(),
        activities::activities(),
        participation::participation(),
        activity_effect::activity_effect(),
        ramp_up::ramp_up(),
        data_completeness::data_completeness(),
        new_customers::new_customers(),
        acquisition_cost::acquisition_cost(),
        acquisition_rate::acquisition_rate(),
        active_customers::active_customers(),
        customer_retention::customer_retention(),
        contract_retention::contract_retention(),
        cohort_retention::cohort_retention(),
        care_coverage::care_coverage(),
        revenue_retention::revenue_retention(),
        repeat_purchase::repeat_purchase(),
        purchase_interval::purchase_interval(),
        revenue_per_customer::revenue_per_customer(),
        lifetime_value::lifetime_value(),
        lead_conversion::lead_conversion(),
        lead_response::lead_response(),
        csat::csat(),
        nps::nps(),
        feedback::feedback(),
        response_rate::response_rate(),
        feedback_handling::feedback_handling(),
    ]
}

const CREATED: When = When::At(Field::Created);
const CLOSED: When = When::At(Field::Closed);
const BY_CUSTOMER: Key = Key::Of(Dimension::Customer);
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

/// Somebody answered.
const ANSWERED: Test = Test::Between(Field::Answered, 1, 1);

/// Stays in stages by the day they began.
fn stays(what: What, tests: &[Test]) -> Measure {
    Measure::new(TableKind::StageStays, what, tests, CREATED)
}

/// Amounts of won opportunities by close date.
fn won_amount() -> Measure {
    deals(What::Sum(Field::Amount), &[Test::Won], CLOSED)
}

/// The same by the people the amounts are credited to.
fn credited() -> Measure {
    Measure { table: TableKind::Credits, ..won_amount() }
}

/// Targets of the months of the period, also of those to come.
fn target() -> Measure {
    Measure::new(TableKind::Targets, What::Sum(Field::Amount), &[], When::At(Field::Month))
}

/// What of the targets is due by the end of the as-of day.
fn due(clock: Clock) -> Measure {
    Measure::new(TableKind::Targets, What::ToDate(Field::Amount, clock), &[], When::At(Field::Month))
}

/// What was spent on winning customers.
fn spent() -> Measure {
    Measure::new(TableKind::Spend, What::Sum(Field::Amount), &[], DAY)
}

/// A part of the same rows.
fn part(numerator: Measure, denominator: Measure) -> Formula {
    Formula::Ratio { numerator, denominator, is_part: true }
}
