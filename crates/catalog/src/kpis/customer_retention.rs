//! Customers who stayed.

use kpi_engine::{Formula, Kept, Measure, Test, What, When};
use kpi_model::{Field, TableKind};

use super::active_customers::{sales, wins};
use super::{BY_CUSTOMER, part};
use crate::definition::kpi;

/// The last purchase of each customer in the period, of those whose time to buy again is over.
fn last_purchases(tests: &[Test]) -> Measure {
    let tests: Vec<Test> = [Test::Happened(Field::Awaited)].iter().chain(tests).copied().collect();
    Measure::new(TableKind::Purchases, What::Rows, &tests, When::Last(Field::Closed, Field::Next))
}

kpi! {
    /// Of the customers who bought in the period before, the share that bought again in this one. Customers won in this
    /// period are in neither side, so growth cannot hide losses. The period before has the same shape: the month before
    /// a month, as many days before a span. Customers who buy seldom look lost in short periods: "in time" gives each, from
    /// the last purchase of the period on, the days within which four in five of those do who buy again (P80 of the intervals of
    /// their class of customers, or of all where the class has fewer than 30), and leaves out whose days are not over.
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
    /// In time is within P80 of the intervals: of 10 and 30 days, 26. B has until 15 February, D's time is not over.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | customer | amount
    /// 1        | 2026-01-10 | A        | 100
    /// 2        | 2026-01-20 | A        | 50
    /// 3        | 2026-02-19 | A        | 50
    /// 4        | 2026-01-20 | B        | 10
    /// 5        | 2026-01-31 | D        | 10
    /// ? from=2026-01-01 to=2026-02-01
    /// => in_time: 0 of 2
    /// ```
    /// Over all time there is no period before.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | customer | amount
    /// 1        | 2026-02-10 | A        | 100
    /// => orders: missing needsPeriod
    /// => in_time: missing needsPeriod
    /// ```
    customer_retention {
        family: Customers, zh: "客户保留率", en: "Customer retention", better: Higher,
        variants: {
            orders { "按订单", "by orders", "上一期与本期都有订单的客户 ÷ 上一期有订单的客户", "customers with orders in the period before and in this one ÷ customers with orders in the period before", Formula::retained(sales(What::Rows), BY_CUSTOMER, Kept::Keys) }
            in_time { "按期再购", "in time", "本期最后一次购买后，在 P80 复购间隔内再次购买的客户 ÷ 本期购买且间隔已满的客户", "customers who bought again within P80 of the purchase intervals after their last purchase of the period ÷ customers of the period whose days are over", part(last_purchases(&[Test::Between(Field::Again, 1, 1)]), last_purchases(&[])) }
            won { "按赢单", "by wins", "上一期与本期都有赢单的客户 ÷ 上一期有赢单的客户", "customers with wins in the period before and in this one ÷ customers with wins in the period before", Formula::retained(wins(What::Rows), BY_CUSTOMER, Kept::Keys) }
        }
    }
}
