//! Steps back.

use kpi_engine::{Test, What};
use kpi_model::Field;

use super::{part, stays};
use crate::definition::kpi;

const ENDED: Test = Test::Between(Field::Exit, Field::ADVANCED, Field::REGRESSED);

kpi! {
    /// Stays that led back to an earlier stage ÷ stays that ended; and stays in a stage the opportunity had been in
    /// before ÷ all stays. Both by the day the stay began.
    ///
    /// ```kpi
    /// # opportunities.csv
    /// opportunity id | stage    | created    | closed     | amount
    /// 1              | Won      | 2026-01-01 | 2026-02-01 | 10
    /// 2              | Proposal | 2026-01-01 |            | 10
    /// 3              | Proposal | 2026-01-01 |            | 10
    /// # stage_history.csv
    /// opportunity id | stage         | change date
    /// 1              | Qualification | 2026-01-01
    /// 1              | Proposal      | 2026-01-11
    /// 2              | Qualification | 2026-01-01
    /// 2              | Proposal      | 2026-01-05
    /// 2              | Qualification | 2026-01-09
    /// 2              | Proposal      | 2026-01-15
    /// 3              | Qualification | 2026-01-01
    /// 3              | Proposal      | 2026-01-15
    /// => regressed: 1 of 6
    /// => again: 2 of 8
    /// ```
    /// Nothing has ended: undefined.
    /// ```kpi
    /// # opportunities.csv
    /// opportunity id | stage    | created    | closed | amount
    /// 3              | Proposal | 2026-01-01 |        | 10
    /// # stage_history.csv
    /// opportunity id | stage    | change date
    /// 3              | Proposal | 2026-01-01
    /// => regressed: missing emptyDenominator
    /// => again: 0 of 1
    /// ```
    /// No history: refused.
    /// ```kpi
    /// stage    | created    | closed
    /// Proposal | 2026-01-01 |
    /// => regressed: missing needsTable
    /// ```
    rework {
        family: Process, zh: "返工率", en: "Rework", better: Lower,
        variants: {
            regressed { "退回", "went back", "退回前面阶段的停留 ÷ 已结束的停留", "stays that led back ÷ stays that ended", part(stays(What::Rows, &[ENDED, Test::Between(Field::Exit, Field::REGRESSED, Field::REGRESSED)]), stays(What::Rows, &[ENDED])) }
            again { "再次进入", "entered again", "第二次以上进入同一阶段 ÷ 全部停留", "second or later stays in a stage ÷ all stays", part(stays(What::Rows, &[Test::Between(Field::Visit, 2, i32::MAX)]), stays(What::Rows, &[])) }
        }
    }
}
