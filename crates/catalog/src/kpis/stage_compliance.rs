//! Opportunities that go through the process as it is meant.

use kpi_engine::{Test, What};
use kpi_model::Field;

use super::{CLOSED, deals, part};
use crate::definition::kpi;

const THROUGH: Test = Test::Between(Field::Skipped, 0, 0);
const SKIPPING: Test = Test::Between(Field::Skipped, 1, i32::MAX);
const KNOWN: Test = Test::Has(Field::Skipped);

kpi! {
    /// Opportunities that left out no step on their way to the furthest stage they were in, and whether those win more often. A step
    /// is an open stage that at least half of the won ones were in. Needs stage history. Trap: a stage that nobody keeps in the
    /// system looks left out; and it is a difference, not an effect: sure wins are the ones that are hurried through.
    ///
    /// ```kpi
    /// # opportunities.csv
    /// opportunity id | stage    | created    | closed     | amount
    /// 1              | Won      | 2026-01-01 | 2026-02-01 | 10
    /// 2              | Won      | 2026-01-01 | 2026-02-02 | 10
    /// 3              | Lost     | 2026-01-01 | 2026-02-03 | 10
    /// 4              | Proposal | 2026-01-01 |            | 10
    /// 5              | Won      | 2026-01-01 | 2026-02-03 | 10
    /// # stage_history.csv
    /// opportunity id | stage         | change date
    /// 1              | Qualification | 2026-01-01
    /// 1              | Proposal      | 2026-01-11
    /// 2              | Qualification | 2026-01-01
    /// 3              | Qualification | 2026-01-01
    /// 4              | Proposal      | 2026-01-05
    /// 5              | Qualification | 2026-01-01
    /// 5              | On hold       | 2026-01-02
    /// 5              | Proposal      | 2026-01-03
    /// => through: 2 of 3
    /// => win_rate_through: 2 of 3
    /// => win_rate_skipping: 1 of 1
    /// ```
    /// Nothing was won: what the steps are, nothing says.
    /// ```kpi
    /// # opportunities.csv
    /// opportunity id | stage    | created    | closed     | amount
    /// 3              | Lost     | 2026-01-01 | 2026-02-03 | 10
    /// # stage_history.csv
    /// opportunity id | stage         | change date
    /// 3              | Qualification | 2026-01-01
    /// => through: missing emptyDenominator
    /// => win_rate_through: missing emptyDenominator
    /// ```
    /// No history: refused.
    /// ```kpi
    /// stage    | created    | closed
    /// Proposal | 2026-01-01 |
    /// => through: missing needsTable
    /// ```
    stage_compliance {
        family: Process, zh: "流程合规率", en: "Process compliance", better: Higher,
        variants: {
            through { "走完全部步骤", "no step left out", "期间赢单：没有跳过步骤 ÷ 有阶段历史的", "won in the period: no step left out ÷ with a history", part(deals(What::Rows, &[Test::Won, KNOWN, THROUGH], CLOSED), deals(What::Rows, &[Test::Won, KNOWN], CLOSED)) }
            win_rate_through { "未跳步的赢单率", "win rate without leaving out", "期间关闭、没有跳过步骤的商机：赢单 ÷ 全部", "closed in the period with no step left out: won ÷ all", part(deals(What::Rows, &[THROUGH, Test::Won], CLOSED), deals(What::Rows, &[THROUGH, Test::Closed], CLOSED)) }
            win_rate_skipping { "跳步的赢单率", "win rate of those that left out", "期间关闭、跳过步骤的商机：赢单 ÷ 全部", "closed in the period with a step left out: won ÷ all", part(deals(What::Rows, &[SKIPPING, Test::Won], CLOSED), deals(What::Rows, &[SKIPPING, Test::Closed], CLOSED)) }
        }
    }
}
