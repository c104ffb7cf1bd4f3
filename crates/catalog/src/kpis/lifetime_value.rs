//! What a customer brings as long as it stays.

use kpi_engine::{Formula, Test, What};
use kpi_model::Field;

use super::{BY_CUSTOMER, orders};
use crate::definition::kpi;

const SALE: Test = Test::Positive(Field::Amount);

kpi! {
    /// What one customer brings in the period ÷ the part of the customers of the period before that did not buy again. Not
    /// discounted, and as if margin and churn stayed as they are. Trap: take periods in which a customer usually buys again,
    /// such as years; in short ones those who only pause look lost. Nobody lost: no end can be told, so no value.
    ///
    /// ```kpi
    /// # orders.csv
    /// order id | order date | customer | amount | cost
    /// 1        | 2025-01-10 | A        | 100    | 60
    /// 2        | 2025-03-10 | B        | 100    | 60
    /// 3        | 2026-01-10 | A        | 300    | 100
    /// 4        | 2026-01-12 | C        | 100    | 60
    /// ? from=2026-01-01 to=2027-01-01 as_of=2027-01-01
    /// => margin: 120.00 of 0.5
    /// => margin: 240.00
    /// => revenue: 400.00
    /// ```
    /// Everybody bought again: it has no end that could be told.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | customer | amount | cost
    /// 1        | 2025-01-10 | A        | 100    | 60
    /// 3        | 2026-01-10 | A        | 300    | 100
    /// ? from=2026-01-01 to=2027-01-01 as_of=2027-01-01
    /// => margin: missing notReached
    /// ```
    /// No customers before: nothing says how many stay.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | customer | amount | cost
    /// 3        | 2026-01-10 | A        | 300    | 100
    /// ? from=2026-01-01 to=2027-01-01 as_of=2027-01-01
    /// => margin: missing emptyDenominator
    /// ```
    lifetime_value {
        family: Customers, zh: "客户终身价值", en: "Customer lifetime value", better: Higher,
        variants: {
            margin { "毛利", "gross profit", "每个客户的期间毛利（正数订单）÷ 流失率", "gross profit of sales per customer ÷ customers lost", Formula::lifetime(orders(What::Difference(Field::Amount, Field::Cost), &[SALE]), BY_CUSTOMER) }
            revenue { "销售额", "sales", "每个客户的期间销售额 ÷ 流失率", "sales per customer ÷ customers lost", Formula::lifetime(orders(What::Sum(Field::Amount), &[SALE]), BY_CUSTOMER) }
        }
    }
}
