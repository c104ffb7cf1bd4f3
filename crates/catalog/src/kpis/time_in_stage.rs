//! How long opportunities stay in a stage.

use kpi_engine::{Formula, Measure, What};
use kpi_model::Field;

use super::stays;
use crate::definition::kpi;

fn days() -> Measure {
    stays(What::Days(Field::Created, Field::Closed), &[])
}

kpi! {
    /// Days from entering a stage to leaving it, of stays that began in the period. Trap: stays that have ended look
    /// short, because the long ones still go on; the competing-risk figure counts those too.
    ///
    /// ```kpi
    /// # opportunities.csv
    /// opportunity id | stage    | created    | closed     | amount
    /// 1              | Won      | 2026-01-01 | 2026-02-01 | 10
    /// 2              | Lost     | 2026-01-01 | 2026-02-02 | 10
    /// 3              | Proposal | 2026-01-01 |            | 10
    /// # stage_history.csv
    /// opportunity id | stage         | change date
    /// 1              | Qualification | 2026-01-01
    /// 1              | Proposal      | 2026-01-11
    /// 2              | Qualification | 2026-01-01
    /// 3              | Qualification | 2026-01-01
    /// 3              | Proposal      | 2026-01-21
    /// ? by=stage
    /// => median Qualification: 20
    /// => mean Qualification: 20.666666666666668
    /// => median Proposal: 21
    /// ```
    /// Nobody has left yet: undefined, not 0 days.
    /// ```kpi
    /// # opportunities.csv
    /// opportunity id | stage    | created    | closed | amount
    /// 3              | Proposal | 2026-01-01 |        | 10
    /// # stage_history.csv
    /// opportunity id | stage    | change date
    /// 3              | Proposal | 2026-01-01
    /// => median: missing emptyDenominator
    /// ```
    /// Half of them never went on: not reached.
    /// ```kpi
    /// # opportunities.csv
    /// opportunity id | stage    | created    | closed     | amount
    /// 1              | Lost     | 2026-01-01 | 2026-01-08 | 10
    /// 2              | Proposal | 2026-01-01 |            | 10
    /// # stage_history.csv
    /// opportunity id | stage    | change date
    /// 1              | Proposal | 2026-01-01
    /// 2              | Proposal | 2026-01-01
    /// => median: 7
    /// => time_to_advance: missing notReached
    /// ```
    time_in_stage {
        family: Process, zh: "阶段停留时间", en: "Time in stage", better: Lower,
        variants: {
            median { "中位数", "median", "已结束的停留：离开日 − 进入日，中位数", "stays that ended: day left − day entered, median", Formula::Quantile(days(), 50) }
            mean { "平均", "mean", "已结束的停留：离开日 − 进入日，平均", "stays that ended: day left − day entered, mean", Formula::Mean(days()) }
            p90 { "P90", "P90", "已结束的停留：离开日 − 进入日，第 90 百分位", "stays that ended: day left − day entered, 90th percentile", Formula::Quantile(days(), 90) }
            time_to_advance { "一半前进所需天数", "days until half went on", "进入后一半前进所需的天数，计入仍在和输单（Aalen-Johansen）", "days until half of those who entered went on; those still there and lost count (Aalen-Johansen)", Formula::TimeTo(stays(What::Ending, &[]), 50) }
        }
    }
}
