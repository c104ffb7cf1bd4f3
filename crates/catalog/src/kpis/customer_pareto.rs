//! How few customers bring how much.

use kpi_engine::{Formula, Spread, What};
use kpi_model::Field;

use super::{BY_CUSTOMER, orders, won_amount};
use crate::definition::kpi;

fn ordered(spread: Spread) -> Formula {
    Formula::concentration(orders(What::Sum(Field::Amount), &[]), BY_CUSTOMER, spread)
}

fn won(spread: Spread) -> Formula {
    Formula::concentration(won_amount(), BY_CUSTOMER, spread)
}

kpi! {
    /// The Pareto curve: what the largest so many percent of customers bring, and how many customers bring 80 %. So many
    /// percent of the customers is rounded up to a whole customer; who is at or below 0 in the period is none.
    ///
    /// ```kpi
    /// # orders.csv
    /// order id | order date | customer | amount
    /// 1        | 2026-01-10 | A        | 60
    /// 2        | 2026-01-10 | B        | 25
    /// 3        | 2026-01-10 | C        | 10
    /// 4        | 2026-01-10 | D        | 4
    /// 5        | 2026-01-10 | E        | 1
    /// => largest_20: 60.00 of 100.00
    /// => largest_50: 95.00 of 100.00
    /// => for_80: 2 of 5
    /// ```
    /// Nothing sold: no curve.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | customer | amount
    /// 1        | 2026-01-10 | A        | -60
    /// => largest_20: missing emptyDenominator
    /// => for_80: missing emptyDenominator
    /// ```
    /// One customer has it all.
    /// ```kpi
    /// stage | closed     | account | amount
    /// Won   | 2026-01-10 | A       | 60
    /// => won_20: 60.00 of 60.00
    /// => won_for_80: 1 of 1
    /// ```
    customer_pareto {
        family: Results, zh: "客户帕累托", en: "Customer Pareto", better: Neither,
        variants: {
            largest_20 { "前 20% 客户占比", "largest 20 %", "订单金额最大的 20% 客户 ÷ 全部", "orders of the largest 20 % of customers ÷ of all", ordered(Spread::LargestPercent(20)) }
            for_80 { "贡献 80% 的客户数", "customers for 80 %", "从大到小合计达到 80% 订单金额的客户数", "customers, from the largest down, that make up 80 % of the orders", ordered(Spread::KeysFor(80)) }
            largest_10 { "前 10% 客户占比", "largest 10 %", "订单金额最大的 10% 客户 ÷ 全部", "orders of the largest 10 % of customers ÷ of all", ordered(Spread::LargestPercent(10)) }
            largest_30 { "前 30% 客户占比", "largest 30 %", "订单金额最大的 30% 客户 ÷ 全部", "orders of the largest 30 % of customers ÷ of all", ordered(Spread::LargestPercent(30)) }
            largest_40 { "前 40% 客户占比", "largest 40 %", "订单金额最大的 40% 客户 ÷ 全部", "orders of the largest 40 % of customers ÷ of all", ordered(Spread::LargestPercent(40)) }
            largest_50 { "前 50% 客户占比", "largest 50 %", "订单金额最大的 50% 客户 ÷ 全部", "orders of the largest 50 % of customers ÷ of all", ordered(Spread::LargestPercent(50)) }
            largest_60 { "前 60% 客户占比", "largest 60 %", "订单金额最大的 60% 客户 ÷ 全部", "orders of the largest 60 % of customers ÷ of all", ordered(Spread::LargestPercent(60)) }
            largest_70 { "前 70% 客户占比", "largest 70 %", "订单金额最大的 70% 客户 ÷ 全部", "orders of the largest 70 % of customers ÷ of all", ordered(Spread::LargestPercent(70)) }
            largest_80 { "前 80% 客户占比", "largest 80 %", "订单金额最大的 80% 客户 ÷ 全部", "orders of the largest 80 % of customers ÷ of all", ordered(Spread::LargestPercent(80)) }
            largest_90 { "前 90% 客户占比", "largest 90 %", "订单金额最大的 90% 客户 ÷ 全部", "orders of the largest 90 % of customers ÷ of all", ordered(Spread::LargestPercent(90)) }
            won_20 { "前 20% 客户占比，赢单", "largest 20 %, won", "赢单金额最大的 20% 客户 ÷ 全部", "amount won from the largest 20 % of customers ÷ from all", won(Spread::LargestPercent(20)) }
            won_for_80 { "贡献 80% 的客户数，赢单", "customers for 80 %, won", "从大到小合计达到 80% 赢单金额的客户数", "customers, from the largest down, that make up 80 % of the amount won", won(Spread::KeysFor(80)) }
        }
    }
}
