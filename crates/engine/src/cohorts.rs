//! What is known of customers from what they bought: when first, and at what discount.

use kpi_data::{Dataset, NO_CODE, NO_DAY, Outcome};
use kpi_model::{Day, Dimension, Field, TableKind};

use crate::bands::discount_bands;

/// Gives every table that names customers the cohort and the discount band of each row's customer, and the tables of customers
/// and leads the day of the first purchase.
pub(crate) fn mark_customers(dataset: &mut Dataset) {
    let firsts = first_purchases(dataset);
    let cohorts = firsts.as_ref().map(|firsts| cohorts(dataset, firsts));
    let bands = discount_bands(dataset);
    for facts in dataset.facts.values_mut() {
        let customers = facts.dimension(Dimension::Customer).to_vec();
        if customers.is_empty() {
            continue;
        }
        for (dimension, of_customer) in [(Dimension::Cohort, &cohorts), (Dimension::DiscountBand, &bands)] {
            if let (Some(of_customer), Some(slot)) = (of_customer, facts.dimensions.get_mut(dimension.index())) {
                *slot = customers.iter().map(|customer| of_customer.get(*customer as usize).copied().unwrap_or(NO_CODE)).collect();
            }
        }
        if let (TableKind::Accounts | TableKind::Leads, Some(firsts)) = (facts.kind, &firsts) {
            let days = customers.iter().map(|customer| firsts.get(*customer as usize).copied().unwrap_or(NO_DAY));
            facts.days.insert(Field::FirstPurchase, days.collect());
        }
    }
}

/// The day of each customer's first order above 0, else first won opportunity where there are no orders; by customer code.
fn first_purchases(dataset: &Dataset) -> Option<Vec<i32>> {
    let mut firsts = vec![NO_DAY; dataset.dictionary(Dimension::Customer).map_or(0, kpi_data::Dictionary::len)];
    let mut note = |customer: u32, day: i32| {
        if let Some(first) = firsts.get_mut(customer as usize)
            && day != NO_DAY
            && (*first == NO_DAY || day < *first)
        {
            *first = day;
        }
    };
    if let Some(orders) = dataset.facts(TableKind::Orders).filter(|orders| !orders.dimension(Dimension::Customer).is_empty()) {
        let (days, amounts) = (orders.days.get(&Field::Day)?, orders.money.get(&Field::Amount)?);
        for ((customer, day), _) in orders.dimension(Dimension::Customer).iter().zip(days).zip(amounts).filter(|(_, amount)| **amount > 0) {
            note(*customer, *day);
        }
    } else {
        let deals = dataset.facts(TableKind::Opportunities).filter(|deals| !deals.dimension(Dimension::Customer).is_empty())?;
        let days = deals.days.get(&Field::Closed)?;
        let won = deals.dimension(Dimension::Customer).iter().zip(days).zip(&deals.outcomes);
        for ((customer, day), _) in won.filter(|(_, outcome)| **outcome == Outcome::Won) {
            note(*customer, *day);
        }
    }
    Some(firsts)
}

/// The months of the first purchases as codes in the order of time; by customer code.
fn cohorts(dataset: &mut Dataset, firsts: &[i32]) -> Vec<u32> {
    let month = |day: i32| Day(day).month_start(0);
    let mut months: Vec<Day> = firsts.iter().filter(|day| **day != NO_DAY).map(|day| month(*day)).collect();
    months.sort_unstable();
    months.dedup();
    if let Some(names) = dataset.dictionaries.get_mut(Dimension::Cohort.index()) {
        for month in &months {
            names.intern(&format!("{:04}-{:02}", month.year(), month.month()));
        }
    }
    let code = |day: &i32| match *day {
        NO_DAY => NO_CODE,
        day => months.binary_search(&month(day)).ok().and_then(|place| u32::try_from(place).ok()).unwrap_or(NO_CODE),
    };
    firsts.iter().map(code).collect()
}
