//! What becomes of the stays in a stage, as an account.

use kpi_engine::{Formula, Test, What};
use kpi_model::Field;

use super::stays;
use crate::definition::kpi;

fn left(exit: i32) -> Formula {
    Formula::Total(stays(What::Rows, &[Test::Between(Field::Exit, exit, exit)]))
}

kpi! {
    /// Stays that began in the period, by how they ended: entered = advanced + lost + regressed + still there, exactly.
    /// An opportunity that comes back begins another stay.
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
    /// 1              | Proposal      | 2026-01-10
    /// 2              | Qualification | 2026-01-01
    /// 2              | Proposal      | 2026-01-05
    /// 2              | Qualification | 2026-01-09
    /// 3              | Qualification | 2026-01-01
    /// 3              | Proposal      | 2026-01-15
    /// => entered: 7
    /// => advanced: 4
    /// => lost: 1
    /// => regressed: 1
    /// => still_there: 1
    /// ```
    /// A row in the stage the opportunity is in already begins nothing.
    /// ```kpi
    /// # opportunities.csv
    /// opportunity id | stage    | created    | closed | amount
    /// 3              | Proposal | 2026-01-01 |        | 10
    /// # stage_history.csv
    /// opportunity id | stage    | change date
    /// 3              | Proposal | 2026-01-01
    /// 3              | Proposal | 2026-01-15
    /// => entered: 1
    /// => still_there: 1
    /// ```
    /// Nothing entered: a real zero.
    /// ```kpi
    /// # opportunities.csv
    /// opportunity id | stage    | created    | closed | amount
    /// 3              | Proposal | 2026-01-01 |        | 10
    /// # stage_history.csv
    /// opportunity id | stage    | change date
    /// 3              | Proposal | 2026-01-01
    /// ? from=2026-02-01 to=2026-03-01
    /// => entered: 0
    /// ```
    stage_flow {
        family: Process, zh: "阶段流转", en: "Stage flow", better: Neither,
        variants: {
            entered { "进入", "entered", "期间开始的阶段停留数", "stays that began in the period", Formula::Total(stays(What::Rows, &[])) }
            advanced { "前进", "advanced", "其中进入后续阶段或赢单", "of them, went on to a later stage or were won", left(Field::ADVANCED) }
            lost { "输单", "lost", "其中输单", "of them, were lost", left(Field::LOST) }
            regressed { "退回", "regressed", "其中退回前面阶段", "of them, went back to an earlier stage", left(Field::REGRESSED) }
            still_there { "仍在", "still there", "其中尚未离开", "of them, have not left", left(Field::STILL_THERE) }
        }
    }
}
