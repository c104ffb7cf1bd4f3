//! How much of the target is reached.

use kpi_engine::{Formula, Measure, What};
use kpi_model::Field;

use super::{credited, orders, target, won_amount};
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
    /// Shared credit counts towards the target of each.
    /// ```kpi
    /// # opportunities.csv
    /// opportunity id | stage | closed     | amount | owner
    /// O1             | Won   | 2026-01-10 | 90     | Ann
    /// # splits.csv
    /// opportunity id | split owner | split percentage
    /// O1             | Ann         | 60
    /// O1             | Bob         | 60
    /// # targets.csv
    /// month   | owner | target
    /// 2026-01 | Ann   | 100
    /// 2026-01 | Bob   | 100
    /// ? by=person
    /// => credited Bob: 45.00 of 100.00
    /// => bookings Ann: 90.00 of 100.00
    /// ```
    attainment {
        family: Results, zh: "目标达成率", en: "Attainment", better: Higher,
        variants: {
            bookings { "赢单金额 ÷ 目标", "amount won ÷ target", "期间赢单金额 ÷ 同期目标", "amount won in the period ÷ target of its months", of_target(won_amount()) }
            credited { "按分成的赢单金额 ÷ 目标", "amount won, shared ÷ target", "按分成归到人的期间赢单金额 ÷ 同期目标", "amount won in the period, to the people it is credited to ÷ target of its months", of_target(credited()) }
            orders { "订单金额 ÷ 目标", "orders ÷ target", "期间订单金额 ÷ 同期目标", "amount of orders in the period ÷ target of its months", of_target(orders(What::Sum(Field::Amount), &[])) }
        }
    }
}
