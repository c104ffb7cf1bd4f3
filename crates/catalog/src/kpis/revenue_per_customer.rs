//! What one customer brings.

use kpi_engine::{Formula, Measure, Term, Test, What};
use kpi_model::{Field, Unit};

use super::{BY_CUSTOMER, CLOSED, deals, orders};
use crate::definition::kpi;

fn each(sum: Measure) -> Formula {
    Formula::Calculation(Term::Sum(sum.clone()).over(Term::Distinct(sum, BY_CUSTOMER)), Unit::Money)
}

kpi! {
    /// Net amount ÷ different customers in the period. Only rows with a customer count on either side.
    ///
    /// ```kpi
    /// # orders.csv
    /// order id | order date | customer | amount
    /// 1        | 2026-01-10 | A        | 100
    /// 2        | 2026-01-12 | A        | 50
    /// 3        | 2026-01-13 | B        | 20
    /// 4        | 2026-01-13 |          | 900
    /// => orders: 85.00
    /// => orders: 170.00 of 2
    /// ```
    /// Nobody bought: undefined.
    /// ```kpi
    /// stage | closed     | account | amount
    /// Lost  | 2026-01-10 | A       | 100
    /// => won: missing emptyDenominator
    /// ```
    /// Halves of a cent go to the even one.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | customer | amount
    /// 1        | 2026-01-10 | A        | 0.05
    /// 2        | 2026-01-12 | B        | 0.00
    /// => orders: 0.02
    /// ```
    revenue_per_customer {
        family: Customers, zh: "客单收入", en: "Revenue per customer", better: Higher,
        variants: {
            orders { "按订单", "by orders", "期间有客户的订单金额 ÷ 不同客户数", "amount of orders with a customer in the period ÷ different customers", each(orders(What::Sum(Field::Amount), &[Test::Has(Field::Customer)])) }
            won { "按赢单", "by wins", "期间有客户的赢单金额 ÷ 不同客户数", "amount won with a customer in the period ÷ different customers", each(deals(What::Sum(Field::Amount), &[Test::Won, Test::Has(Field::Customer)], CLOSED)) }
        }
    }
}
