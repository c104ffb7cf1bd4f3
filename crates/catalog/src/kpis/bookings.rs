//! What was sold.

use kpi_engine::{Back, Formula, Test, What, When};
use kpi_model::Field;

use super::{credited, orders, won_amount};
use crate::definition::kpi;

kpi! {
    /// Amount of won opportunities by close date, or of orders by order date; returns are negative and stand in their
    /// own period. Growth compares periods of the same shape; from nothing it is "new", not a rate, and there is none where
    /// the data know less than half of the time compared with.
    ///
    /// ```kpi
    /// stage | closed     | amount
    /// Won   | 2026-01-10 | 100
    /// Won   | 2026-02-11 | 150.50
    /// Lost  | 2026-02-11 | 900
    /// ? from=2026-02-01 to=2026-03-01
    /// => won_amount: 150.50
    /// => growth: 0.505
    /// => growth_year: missing beforeData
    /// ```
    /// ```kpi
    /// stage | closed     | amount
    /// Lost  | 2026-01-10 | 100
    /// Won   | 2026-02-11 | 150.50
    /// ? from=2026-02-01 to=2026-03-01
    /// => growth: missing new
    /// ```
    /// Returns reduce the period in which they happen.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | amount
    /// 1        | 2026-01-10 | 100
    /// 2        | 2026-01-20 | -30
    /// => orders: 70.00
    /// ```
    /// A period in which nothing was sold is 0; one whose sales have no amount is unknown.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | amount
    /// 1        | 2026-01-10 |
    /// 2        | 2026-02-20 | 5
    /// ? from=2026-03-01 to=2026-04-01
    /// => orders: 0.00
    /// ```
    /// ```kpi
    /// # orders.csv
    /// order id | order date | amount
    /// 1        | 2026-01-10 |
    /// 2        | 2026-02-20 | 5
    /// ? from=2026-01-01 to=2026-02-01
    /// => orders: missing needsField
    /// ```
    /// Two share one opportunity; the team counts it once.
    /// ```kpi
    /// # opportunities.csv
    /// opportunity id | stage | closed     | amount | owner
    /// O1             | Won   | 2026-01-10 | 100    | Ann
    /// O2             | Won   | 2026-01-11 | 7      | Bob
    /// # splits.csv
    /// opportunity id | split owner | split percentage
    /// O1             | Ann         | 66.67
    /// O1             | Bob         | 33.33
    /// ? by=person
    /// => credited Ann: 66.67
    /// => credited Bob: 40.33
    /// => won_amount Ann: 100.00
    /// ```
    bookings {
        family: Results, zh: "签约额", en: "Bookings", better: Higher,
        variants: {
            won_amount { "赢单金额", "amount won", "期间赢单商机的金额合计", "amount of opportunities won in the period", Formula::Total(won_amount()) }
            orders { "订单金额", "orders", "期间订单金额合计，退货为负", "amount of orders in the period, returns negative", Formula::Total(orders(What::Sum(Field::Amount), &[])) }
            orders_restated { "订单金额，退货归售出日", "orders, returns restated", "订单金额合计，退货计入其订单售出的期间", "amount of orders, returns in the period in which their order was sold", Formula::Total(kpi_engine::Measure { when: When::At(Field::Sold), ..orders(What::Sum(Field::Amount), &[Test::Happened(Field::Day)]) }) }
            credited { "赢单金额，按分成", "amount won, shared", "期间赢单商机的金额合计，按业绩分成归到人", "amount of opportunities won in the period, to the people it is credited to", Formula::Total(credited()) }
            growth { "环比增长", "growth on the period before", "赢单金额 ÷ 上一期 − 1", "amount won ÷ period before − 1", Formula::Growth(won_amount(), Back::Period) }
            growth_year { "同比增长", "growth on the year before", "赢单金额 ÷ 去年同期 − 1", "amount won ÷ same period a year before − 1", Formula::Growth(won_amount(), Back::Year) }
            orders_growth { "订单环比增长", "orders, growth on the period before", "订单金额 ÷ 上一期 − 1", "orders ÷ period before − 1", Formula::Growth(orders(What::Sum(Field::Amount), &[]), Back::Period) }
            orders_growth_year { "订单同比增长", "orders, growth on the year before", "订单金额 ÷ 去年同期 − 1", "orders ÷ same period a year before − 1", Formula::Growth(orders(What::Sum(Field::Amount), &[]), Back::Year) }
        }
    }
}
