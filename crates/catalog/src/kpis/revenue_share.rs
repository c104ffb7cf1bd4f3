//! Who or what brings the revenue.

use kpi_engine::{Formula, What};
use kpi_model::Field;

use super::{credited, orders, won_amount};
use crate::definition::kpi;

kpi! {
    /// Part of each group in the total of all groups, in the same period and under the same filters.
    ///
    /// ```kpi
    /// stage | closed     | amount | owner
    /// Won   | 2026-01-10 | 90     | Ann
    /// Won   | 2026-01-11 | 30     | Bob
    /// ? by=person
    /// => bookings Ann: 90.00 of 120.00
    /// => bookings Bob: 0.25
    /// ```
    /// Nothing sold: no share.
    /// ```kpi
    /// stage | closed     | amount | owner
    /// Lost  | 2026-01-10 | 90     | Ann
    /// ? by=person
    /// => bookings Ann: missing emptyDenominator
    /// ```
    /// A return takes its group below 0; the shares still add up to 1.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | amount | owner
    /// 1        | 2026-01-10 | 90     | Ann
    /// 2        | 2026-01-11 | -30    | Bob
    /// ? by=person
    /// => orders Ann: 1.5
    /// => orders Bob: -0.5
    /// ```
    /// What two share is credited to both.
    /// ```kpi
    /// # opportunities.csv
    /// opportunity id | stage | closed     | amount | owner
    /// O1             | Won   | 2026-01-10 | 90     | Ann
    /// # splits.csv
    /// opportunity id | split owner | split percentage
    /// O1             | Ann         | 50
    /// O1             | Bob         | 50
    /// ? by=person
    /// => credited Bob: 45.00 of 90.00
    /// => bookings Ann: 1
    /// ```
    revenue_share {
        family: Results, zh: "销售额占比", en: "Revenue share", better: Neither,
        variants: {
            bookings { "赢单金额占比", "of amount won", "本组赢单金额 ÷ 全部赢单金额", "amount won by the group ÷ amount won by all", Formula::Share(won_amount()) }
            credited { "赢单金额占比，按分成", "of amount won, shared", "本组按分成的赢单金额 ÷ 全部赢单金额", "amount won credited to the group ÷ amount won by all", Formula::Share(credited()) }
            orders { "订单金额占比", "of orders", "本组订单金额 ÷ 全部订单金额", "orders of the group ÷ orders of all", Formula::Share(orders(What::Sum(Field::Amount), &[])) }
        }
    }
}
