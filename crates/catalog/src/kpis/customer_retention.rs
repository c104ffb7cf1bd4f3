//! Customers who stayed.

use kpi_engine::{Formula, Kept, What};

use super::BY_CUSTOMER;
use super::active_customers::{sales, wins};
use crate::definition::kpi;

kpi! {
    /// Of the customers who bought in the period before, the share that bought again in this one. Customers won in this
    /// period are in neither side, so growth cannot hide losses. The period before has the same shape: the month before
    /// a month, as many days before a span.
    ///
    /// ```kpi
    /// # orders.csv
    /// order id | order date | customer | amount
    /// 1        | 2026-01-10 | A        | 100
    /// 2        | 2026-01-20 | B        | 50
    /// 3        | 2026-02-21 | B        | 10
    /// 4        | 2026-02-22 | C        | 10
    /// ? from=2026-02-01 to=2026-03-01
    /// => orders: 1 of 2
    /// ```
    /// Nobody bought before: undefined, not 100 %.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | customer | amount
    /// 1        | 2026-02-10 | A        | 100
    /// ? from=2026-02-01 to=2026-03-01
    /// => orders: missing emptyDenominator
    /// ```
    /// Over all time there is no period before.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | customer | amount
    /// 1        | 2026-02-10 | A        | 100
    /// => orders: missing needsPeriod
    /// ```
    customer_retention {
        family: Customers, zh: "客户保留率", en: "Customer retention", better: Higher,
        variants: {
            orders { "按订单", "by orders", "上一期与本期都有订单的客户 ÷ 上一期有订单的客户", "customers with orders in the period before and in this one ÷ customers with orders in the period before", Formula::retained(sales(What::Rows), BY_CUSTOMER, Kept::Keys) }
            won { "按赢单", "by wins", "上一期与本期都有赢单的客户 ÷ 上一期有赢单的客户", "customers with wins in the period before and in this one ÷ customers with wins in the period before", Formula::retained(wins(What::Rows), BY_CUSTOMER, Kept::Keys) }
        }
    }
}
