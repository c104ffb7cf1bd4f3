//! Customers who came back.

use kpi_engine::{Formula, What};

use super::BY_CUSTOMER;
use super::active_customers::{sales, wins};
use crate::definition::kpi;

kpi! {
    /// Of the customers with a sale in the period, the share with two or more. Lines of one order are one sale.
    ///
    /// ```kpi
    /// # orders.csv
    /// order id | order date | customer | amount
    /// 1        | 2026-01-10 | A        | 100
    /// 1        | 2026-01-10 | A        | 50
    /// 2        | 2026-01-12 | B        | 10
    /// 3        | 2026-01-13 | B        | 10
    /// => orders: 1 of 2
    /// ```
    /// Nobody bought: undefined.
    /// ```kpi
    /// stage | closed     | account | amount
    /// Lost  | 2026-01-10 | A       | 100
    /// => won: missing emptyDenominator
    /// ```
    /// Two sales in two periods: no repeat in either.
    /// ```kpi
    /// stage | closed     | account | amount
    /// Won   | 2026-01-10 | A       | 100
    /// Won   | 2026-02-10 | A       | 100
    /// ? from=2026-02-01 to=2026-03-01
    /// => won: 0 of 1
    /// ```
    repeat_purchase {
        family: Customers, zh: "复购率", en: "Repeat purchase", better: Higher,
        variants: {
            orders { "按订单", "by orders", "期间有两张以上订单的客户 ÷ 有订单的客户", "customers with two or more orders in the period ÷ customers with any", Formula::repeated(sales(What::Record), BY_CUSTOMER, 2) }
            won { "按赢单", "by wins", "期间有两次以上赢单的客户 ÷ 有赢单的客户", "customers with two or more wins in the period ÷ customers with any", Formula::repeated(wins(What::Record), BY_CUSTOMER, 2) }
        }
    }
}
