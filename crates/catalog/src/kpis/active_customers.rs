//! Customers who bought in the period.

use kpi_engine::{Formula, Measure, Test, What};
use kpi_model::Field;

use super::{BY_CUSTOMER, CLOSED, deals, orders};
use crate::definition::kpi;

pub(super) fn sales(what: What) -> Measure {
    orders(what, &[Test::Positive(Field::Amount)])
}

pub(super) fn wins(what: What) -> Measure {
    deals(what, &[Test::Won], CLOSED)
}

kpi! {
    /// Different customers with at least one sale in the period. A customer with several sales counts once; one who only
    /// returned something does not count. Groups overlap: a customer of two people is active for both.
    ///
    /// ```kpi
    /// # orders.csv
    /// order id | order date | customer | amount
    /// 1        | 2026-01-10 | A        | 100
    /// 2        | 2026-01-20 | A        | 50
    /// 3        | 2026-01-21 | B        | 10
    /// 4        | 2026-01-22 | C        | -10
    /// => orders: 2
    /// ```
    /// Rows without a customer bring revenue, and no customer.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | customer | amount
    /// 1        | 2026-01-10 | A        | 100
    /// 2        | 2026-01-20 |          | 50
    /// => orders: 1
    /// ```
    /// Nobody bought: a real zero.
    /// ```kpi
    /// stage | closed     | account | amount
    /// Lost  | 2026-01-10 | A       | 100
    /// => won: 0
    /// => orders: missing needsTable
    /// ```
    active_customers {
        family: Customers, zh: "活跃客户", en: "Active customers", better: Higher,
        variants: {
            orders { "有订单", "with an order", "期间有正数订单的不同客户数", "different customers with an order above 0 in the period", Formula::distinct(sales(What::Rows), BY_CUSTOMER) }
            won { "有赢单", "with a win", "期间有赢单的不同客户数", "different customers with a win in the period", Formula::distinct(wins(What::Rows), BY_CUSTOMER) }
        }
    }
}
