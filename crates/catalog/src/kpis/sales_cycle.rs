//! How long it takes to win.

use kpi_engine::{Formula, Measure, Test, What};
use kpi_model::Field;

use super::{CLOSED, CREATED, deals};
use crate::definition::kpi;

fn days(test: Test) -> Measure {
    deals(What::Days(Field::Created, Field::Closed), &[test], CLOSED)
}

kpi! {
    /// Days from creation to the win. Trap: won opportunities alone look fast, because slow ones are still open;
    /// the competing-risk figure counts those too, and says so where half are never won.
    ///
    /// ```kpi
    /// stage | created    | closed
    /// Won   | 2026-01-01 | 2026-01-11
    /// Won   | 2026-01-01 | 2026-01-21
    /// Won   | 2026-01-01 | 2026-01-26
    /// Lost  | 2026-01-01 | 2026-01-03
    /// => won_median: 20
    /// => won_mean: 18.333333333333332
    /// => time_to_win: 20
    /// => lost_mean: 2
    /// ```
    /// Closed before created is an error in the data and left out.
    /// ```kpi
    /// stage | created    | closed
    /// Won   | 2026-02-01 | 2026-01-11
    /// => won_median: missing emptyDenominator
    /// ```
    /// Fewer than half are ever won: the time is not reached, not short.
    /// ```kpi
    /// stage | created    | closed
    /// Won   | 2026-01-01 | 2026-01-02
    /// Lost  | 2026-01-01 | 2026-01-03
    /// Open  | 2026-01-01 |
    /// => time_to_win: missing notReached
    /// => won_median: 1
    /// ```
    sales_cycle {
        family: Process, zh: "销售周期", en: "Sales cycle", better: Lower,
        variants: {
            won_median { "赢单中位数", "median of won", "赢单：关闭日 − 创建日，中位数", "won: close date − created date, median", Formula::Quantile(days(Test::Won), 50) }
            won_mean { "赢单平均", "mean of won (legacy)", "赢单：关闭日 − 创建日，平均", "won: close date − created date, mean", Formula::Mean(days(Test::Won)) }
            won_p90 { "赢单 P90", "P90 of won", "赢单：关闭日 − 创建日，第 90 百分位", "won: close date − created date, 90th percentile", Formula::Quantile(days(Test::Won), 90) }
            time_to_win {
                "一半赢单所需天数", "days until half are won",
                "创建的商机中有一半已赢单所需的天数，计入未关闭和输单（Aalen-Johansen）",
                "days until half of the opportunities created are won; open and lost ones count (Aalen-Johansen)",
                Formula::TimeTo(deals(What::Ending, &[], CREATED), 50)
            }
            lost_median { "输单中位数", "median of lost", "输单：关闭日 − 创建日，中位数", "lost: close date − created date, median", Formula::Quantile(days(Test::Lost), 50) }
            lost_mean { "输单平均", "mean of lost", "输单：关闭日 − 创建日，平均", "lost: close date − created date, mean", Formula::Mean(days(Test::Lost)) }
            lost_p90 { "输单 P90", "P90 of lost", "输单：关闭日 − 创建日，第 90 百分位", "lost: close date − created date, 90th percentile", Formula::Quantile(days(Test::Lost), 90) }
        }
    }
}
