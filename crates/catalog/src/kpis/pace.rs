//! Is it enough for today?

use kpi_engine::{Clock, Formula, Measure, What};
use kpi_model::Field;

use super::{due, orders, target, won_amount};
use crate::definition::kpi;

fn of_due(numerator: Measure, clock: Clock) -> Formula {
    Formula::Ratio { numerator, denominator: due(clock), is_part: false }
}

kpi! {
    /// Of months that are over the whole target is due, of the present one the part of its days that is over, the as-of day
    /// included. The targets carry the season, so a pace of 100 % is on plan in any month.
    ///
    /// ```kpi
    /// # opportunities.csv
    /// stage | closed     | amount | owner
    /// Won   | 2026-01-10 | 90     | Ann
    /// Won   | 2026-02-05 | 30     | Ann
    /// # targets.csv
    /// month   | owner | target
    /// 2026-01 | Ann   | 100
    /// 2026-02 | Ann   | 56
    /// 2026-03 | Ann   | 100
    /// ? from=2026-01-01 to=2026-04-01 as_of=2026-02-14
    /// => to_date: 120.00 of 128.00
    /// => time: 128.00 of 256.00
    /// => orders: missing needsTable
    /// ```
    /// By working days: ten of twenty are over on Friday the 13th, not thirteen of 28.
    /// ```kpi
    /// # opportunities.csv
    /// stage | closed     | amount | owner
    /// Won   | 2026-02-05 | 30     | Ann
    /// # targets.csv
    /// month   | owner | target
    /// 2026-02 | Ann   | 56
    /// ? from=2026-02-01 to=2026-03-01 as_of=2026-02-13
    /// => to_date: 30.00 of 26.00
    /// => to_date_working: 30.00 of 28.00
    /// ```
    /// No target: undefined.
    /// ```kpi
    /// # opportunities.csv
    /// stage | closed     | amount | owner
    /// Won   | 2026-01-10 | 30     | Ann
    /// # targets.csv
    /// month   | owner | target
    /// 2026-01 | Ann   | 100
    /// ? from=2026-02-01 to=2026-03-01 as_of=2026-02-15
    /// => to_date: missing emptyDenominator
    /// ```
    pace {
        family: Results, zh: "目标进度", en: "Pace", better: Higher,
        variants: {
            to_date {
                "对截至今日的目标", "against the target to date",
                "期间赢单金额 ÷ 截至数据日应完成的目标", "amount won in the period ÷ target due by the as-of day", of_due(won_amount(), Clock::Calendar)
            }
            to_date_working {
                "对截至今日的目标，按工作日", "against the target to date, working days",
                "期间赢单金额 ÷ 按工作日截至数据日应完成的目标", "amount won in the period ÷ target due by the as-of day, by working days",
                of_due(won_amount(), Clock::Working)
            }
            orders {
                "订单对截至今日的目标", "orders against the target to date",
                "期间订单金额 ÷ 截至数据日应完成的目标", "amount of orders in the period ÷ target due by the as-of day",
                of_due(orders(What::Sum(Field::Amount), &[]), Clock::Calendar)
            }
            orders_working {
                "订单对截至今日的目标，按工作日", "orders against the target to date, working days",
                "期间订单金额 ÷ 按工作日截至数据日应完成的目标", "amount of orders in the period ÷ target due by the as-of day, by working days",
                of_due(orders(What::Sum(Field::Amount), &[]), Clock::Working)
            }
            time {
                "时间进度", "time gone",
                "截至数据日应完成的目标 ÷ 期间目标", "target due by the as-of day ÷ target of the period",
                Formula::Ratio { numerator: due(Clock::Calendar), denominator: target(), is_part: false }
            }
        }
    }
}
