//! How the risk of losing an opportunity goes with its age.

use kpi_engine::{Formula, What};

use super::{CREATED, deals};
use crate::definition::kpi;

fn lost(after: i64, until: i64) -> Formula {
    Formula::LostBetween(deals(What::Ending, &[], CREATED), after, until)
}

kpi! {
    /// Chance that an opportunity is lost within the next 90 days, of those still open at that age: where it rises, old
    /// opportunities die. Open ones count for as long as they were watched, won ones until their win. All four spans are equally long, so they compare.
    /// Trap: where dead opportunities are never closed, the risk of the old ones looks small.
    ///
    /// ```kpi
    /// opportunity id | stage | created    | closed
    /// 1              | Lost  | 2025-01-01 | 2025-01-31
    /// 2              | Won   | 2025-01-01 | 2025-03-01
    /// 3              | Lost  | 2025-01-01 | 2025-06-01
    /// 4              | Open  | 2025-01-01 |
    /// ? as_of=2025-12-31
    /// => days_0_90: 0.25
    /// => days_0_90: 1 of 4
    /// => days_91_180: 0.5
    /// => days_91_180: 1 of 2
    /// => days_181_270: 0
    /// ```
    /// Who ends on the 90th day ends in the first span.
    /// ```kpi
    /// stage | created    | closed
    /// Lost  | 2025-01-01 | 2025-04-01
    /// Won   | 2025-01-01 | 2025-04-02
    /// ? as_of=2025-12-31
    /// => days_0_90: 0.5
    /// => days_91_180: 0 of 1
    /// => days_181_270: missing emptyDenominator
    /// ```
    /// Nobody was watched that long.
    /// ```kpi
    /// stage | created    | closed
    /// Open  | 2025-01-01 |
    /// ? as_of=2025-02-01
    /// => days_0_90: missing notReached
    /// ```
    loss_by_age {
        family: Process, zh: "按账龄的输单风险", en: "Risk of loss by age", better: Lower,
        variants: {
            days_0_90 { "前 90 天", "first 90 days", "期间创建的商机：90 天内输单的概率，未关闭的按已观察天数计入（Aalen-Johansen）", "opportunities created in the period: probability of a loss within 90 days; open ones count for the days they were watched (Aalen-Johansen)", lost(0, 90) }
            days_91_180 { "第 91–180 天", "days 91 to 180", "同上，只算 90 天后仍未关闭的：再过 90 天内输单的概率", "the same of those still open after 90 days: probability of a loss within the next 90", lost(90, 180) }
            days_181_270 { "第 181–270 天", "days 181 to 270", "同上，只算 180 天后仍未关闭的", "the same of those still open after 180 days", lost(180, 270) }
            days_271_360 { "第 271–360 天", "days 271 to 360", "同上，只算 270 天后仍未关闭的", "the same of those still open after 270 days", lost(270, 360) }
        }
    }
}
