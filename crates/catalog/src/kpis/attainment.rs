//! How much of the target is reached.

use kpi_engine::{Formula, Measure, What};
use kpi_model::Field;

use super::{orders, target, won_amount};
use crate::definition::kpi;

fn of_target(numerator: Measure) -> Formula {
    Formula::Ratio { numerator, denominator: target(), is_part: false }
}

kpi! {
    /// Actual ÷ target of the same months. Over all time, the months that have targets. No target: undefined.
    ///
    /// ```kpi
    /// # opportunities.csv
    /// stage | closed     | amount | owner
    /// Won   | 2026-01-10 | 90     | Ann
    /// Won   | 2026-03-11 | 70     | Ann
    /// # targets.csv
    /// month   | owner | target
    /// 2026-01 | Ann   | 100
    /// 2026-02 | Ann   | 20
    /// => bookings: 90.00 of 120.00
    /// ```
    /// A period without a target has no attainment.
    /// ```kpi
    /// # opportunities.csv
    /// stage | closed     | amount | owner
    /// Won   | 2026-03-11 | 70     | Ann
    /// # targets.csv
    /// month   | owner | target
    /// 2026-01 | Ann   | 100
    /// ? from=2026-03-01 to=2026-04-01
    /// => bookings: missing emptyDenominator
    /// => orders: missing needsTable
    /// ```
    /// What was won has no amount: unknown, not 0 %.
    /// ```kpi
    /// # opportunities.csv
    /// stage | closed     | amount | owner
    /// Won   | 2026-01-10 |        | Ann
    /// Won   | 2026-02-10 | 5      | Ann
    /// # targets.csv
    /// month   | owner | target
    /// 2026-01 | Ann   | 100
    /// ? from=2026-01-01 to=2026-02-01
    /// => bookings: missing needsField
    /// ```
    attainment {
        family: Results, zh: "目标达成率", en: "Attainment", better: Higher,
        variants: {
            bookings { "赢单金额 ÷ 目标", "amount won ÷ target", "期间赢单金额 ÷ 同期目标", "amount won in the period ÷ target of its months", of_target(won_amount()) }
            orders { "订单金额 ÷ 目标", "orders ÷ target", "期间订单金额 ÷ 同期目标", "amount of orders in the period ÷ target of its months", of_target(orders(What::Sum(Field::Amount), &[])) }
        }
    }
}
