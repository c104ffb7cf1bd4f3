//! What is left of the customers who began together.

use kpi_engine::{Formula, What};

use super::BY_CUSTOMER;
use super::active_customers::{sales, wins};
use crate::definition::kpi;

kpi! {
    /// Customers who buy in the period, as a share of all who have ever bought. Broken down by cohort, the month of the first
    /// purchase, and by month it is the cohort matrix: each row begins at 100 %.
    ///
    /// ```kpi
    /// # orders.csv
    /// order id | order date | customer | amount
    /// 1        | 2026-01-10 | A        | 100
    /// 2        | 2026-01-20 | B        | 50
    /// 3        | 2026-02-21 | B        | 10
    /// 4        | 2026-02-22 | C        | 10
    /// ? from=2026-02-01 to=2026-03-01 by=cohort
    /// => orders 2026-01: 1 of 2
    /// => orders 2026-02: 1 of 1
    /// ```
    /// Nobody of the cohort comes back: a real zero.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | customer | amount
    /// 1        | 2026-01-10 | A        | 100
    /// 2        | 2026-02-20 | B        | 50
    /// ? from=2026-02-01 to=2026-03-01 by=cohort
    /// => orders 2026-01: 0 of 1
    /// ```
    /// Who only returned something has no cohort; over all time everybody has bought.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | customer | amount
    /// 1        | 2026-01-10 | A        | 100
    /// 2        | 2026-01-10 | B        | -50
    /// ? from=2026-01-01 to=2026-02-01
    /// => orders: 1 of 1
    /// ```
    cohort_retention {
        family: Customers, zh: "同期群留存", en: "Cohort retention", better: Higher,
        variants: {
            orders { "按订单", "by orders", "期间有正数订单的客户 ÷ 曾有正数订单的客户", "customers with an order above 0 in the period ÷ customers who ever had one", Formula::active(sales(What::Rows), BY_CUSTOMER) }
            won { "按赢单", "by wins", "期间有赢单的客户 ÷ 曾有赢单的客户", "customers with a win in the period ÷ customers who ever had one", Formula::active(wins(What::Rows), BY_CUSTOMER) }
        }
    }
}
