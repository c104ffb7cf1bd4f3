//! What must still come?

use kpi_engine::{Clock, Formula, Measure, Term, What};
use kpi_model::{Field, Unit};

use super::{due, orders, target, won_amount};
use crate::definition::kpi;

fn remaining(reached: Measure) -> Term {
    Term::Sum(target()).remaining(Term::Sum(reached))
}

fn gap(reached: Measure) -> Formula {
    Formula::Calculation(Term::SumOfSome(target()).minus(Term::Sum(reached)), Unit::Money)
}

/// What remains against what the rest of the time was meant to bring.
fn pace(reached: Measure, clock: Clock) -> Formula {
    let rest = Term::Sum(target()).minus(Term::Sum(due(clock)));
    Formula::Calculation(remaining(reached).over(rest), Unit::Ratio)
}

fn a_day(reached: Measure, clock: Clock) -> Formula {
    Formula::Calculation(remaining(reached).over(Term::DaysLeft(clock)), Unit::Money)
}

fn ordered() -> Measure {
    orders(What::Sum(Field::Amount), &[])
}

kpi! {
    /// The target of the period less what is reached, and what that asks of the days left. A needed pace above 100 % is more
    /// than the plan has for the rest of the period. Below 0 the gap is what is more than the target.
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
    /// => gap: 136.00
    /// => pace: 136.00 of 128.00
    /// => a_day: 3.02
    /// => a_working_day: 4.25
    /// => orders: missing needsTable
    /// ```
    /// Reached: nothing remains.
    /// ```kpi
    /// # opportunities.csv
    /// stage | closed     | amount | owner
    /// Won   | 2026-01-10 | 130    | Ann
    /// # targets.csv
    /// month   | owner | target
    /// 2026-01 | Ann   | 100
    /// ? from=2026-01-01 to=2026-02-01 as_of=2026-01-15
    /// => gap: -30.00
    /// => pace: missing targetMet
    /// => a_day: missing targetMet
    /// ```
    /// What is over cannot be caught up within it.
    /// ```kpi
    /// # opportunities.csv
    /// stage | closed     | amount | owner
    /// Won   | 2026-01-10 | 30     | Ann
    /// # targets.csv
    /// month   | owner | target
    /// 2026-01 | Ann   | 100
    /// ? from=2026-01-01 to=2026-02-01 as_of=2026-03-15
    /// => gap: 70.00
    /// => pace: missing periodOver
    /// => a_working_day: missing periodOver
    /// ```
    /// Without a target there is no gap.
    /// ```kpi
    /// # opportunities.csv
    /// stage | closed     | amount | owner
    /// Won   | 2026-02-10 | 30     | Ann
    /// # targets.csv
    /// month   | owner | target
    /// 2026-01 | Ann   | 100
    /// ? from=2026-02-01 to=2026-03-01
    /// => gap: missing notRecorded
    /// => pace: missing emptyDenominator
    /// ```
    remaining_target {
        family: Results, zh: "目标缺口", en: "Remaining target", better: Lower,
        variants: {
            gap { "缺口", "gap", "期间目标 − 赢单金额", "target of the period − amount won", gap(won_amount()) }
            pace {
                "所需进度", "pace needed",
                "（期间目标 − 赢单金额）÷（期间目标 − 截至数据日应完成的目标）",
                "(target of the period − amount won) ÷ (target of the period − target due by the as-of day)", pace(won_amount(), Clock::Calendar)
            }
            pace_working {
                "所需进度，按工作日", "pace needed, working days",
                "（期间目标 − 赢单金额）÷（期间目标 − 按工作日截至数据日应完成的目标）",
                "(target of the period − amount won) ÷ (target of the period − target due by the as-of day, by working days)", pace(won_amount(), Clock::Working)
            }
            a_day {
                "每天所需", "needed a day", "（期间目标 − 赢单金额）÷ 期间剩余天数", "(target of the period − amount won) ÷ days left in the period",
                a_day(won_amount(), Clock::Calendar)
            }
            a_working_day {
                "每个工作日所需", "needed a working day", "（期间目标 − 赢单金额）÷ 期间剩余工作日", "(target of the period − amount won) ÷ working days left in the period",
                a_day(won_amount(), Clock::Working)
            }
            orders { "缺口，按订单", "gap, orders", "期间目标 − 订单金额", "target of the period − amount of orders", gap(ordered()) }
            orders_a_working_day {
                "每个工作日所需，按订单", "needed a working day, orders", "（期间目标 − 订单金额）÷ 期间剩余工作日",
                "(target of the period − amount of orders) ÷ working days left in the period", a_day(ordered(), Clock::Working)
            }
        }
    }
}
