//! How much hangs on a few.

use kpi_engine::{Formula, Key, Spread, What};
use kpi_model::{Dimension, Field};

use super::orders;
use super::{BY_CUSTOMER, won_amount};
use crate::definition::kpi;

fn won(key: Key, spread: Spread) -> Formula {
    Formula::concentration(won_amount(), key, spread)
}

fn ordered(spread: Spread) -> Formula {
    Formula::concentration(orders(What::Sum(Field::Amount), &[]), BY_CUSTOMER, spread)
}

kpi! {
    /// Part of the largest customer, person or product in the amount of the period, and the Herfindahl index Σ share²:
    /// 1 ÷ n where all are equal, 1 where one has everything. Who is at or below 0 in the period has no share.
    ///
    /// ```kpi
    /// stage | closed     | account | owner | amount
    /// Won   | 2026-01-10 | A       | Ann   | 60
    /// Won   | 2026-01-11 | B       | Ann   | 20
    /// Won   | 2026-01-12 | C       | Bob   | 20
    /// => largest_customer: 60.00 of 100.00
    /// => ten_customers: 100.00 of 100.00
    /// => customer_index: 0.44000000000000006
    /// => largest_person: 80.00 of 100.00
    /// ```
    /// Nothing sold: no share.
    /// ```kpi
    /// stage | closed     | account | owner | amount
    /// Lost  | 2026-01-10 | A       | Ann   | 60
    /// => largest_customer: missing emptyDenominator
    /// => customer_index: missing emptyDenominator
    /// ```
    /// A customer who returned more than was bought is left out, not counted as negative.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | customer | amount
    /// 1        | 2026-01-10 | A        | 100
    /// 2        | 2026-01-12 | B        | -50
    /// => orders_largest: 100.00 of 100.00
    /// ```
    revenue_concentration {
        family: Results, zh: "收入集中度", en: "Revenue concentration", better: Neither,
        variants: {
            largest_customer { "最大客户占比", "largest customer", "赢单金额最大的客户 ÷ 全部", "amount won from the largest customer ÷ from all", won(BY_CUSTOMER, Spread::Largest(1)) }
            ten_customers { "前十客户占比", "ten largest customers", "赢单金额最大的十个客户 ÷ 全部", "amount won from the ten largest customers ÷ from all", won(BY_CUSTOMER, Spread::Largest(10)) }
            customer_index { "客户集中指数", "index over customers", "各客户占比的平方和（HHI）", "sum of the squared shares of customers (HHI)", won(BY_CUSTOMER, Spread::Index) }
            largest_person { "最大个人占比", "largest person", "赢单金额最大的人员 ÷ 全部", "amount won by the largest person ÷ by all", won(Key::Of(Dimension::Person), Spread::Largest(1)) }
            person_index { "人员集中指数", "index over people", "各人员占比的平方和（HHI）", "sum of the squared shares of people (HHI)", won(Key::Of(Dimension::Person), Spread::Index) }
            largest_product { "最大产品占比", "largest product", "赢单金额最大的产品 ÷ 全部", "amount won with the largest product ÷ with all", won(Key::Of(Dimension::Product), Spread::Largest(1)) }
            orders_largest { "最大客户占比，订单", "largest customer, orders", "订单金额最大的客户 ÷ 全部", "orders of the largest customer ÷ of all", ordered(Spread::Largest(1)) }
            orders_ten { "前十客户占比，订单", "ten largest customers, orders", "订单金额最大的十个客户 ÷ 全部", "orders of the ten largest customers ÷ of all", ordered(Spread::Largest(10)) }
            orders_index { "客户集中指数，订单", "index over customers, orders", "各客户订单占比的平方和（HHI）", "sum of the squared order shares of customers (HHI)", ordered(Spread::Index) }
        }
    }
}
