//! Whether what is to be done in a stage is done before it is left.

use kpi_engine::{Test, What};
use kpi_model::Field;

use super::{CLOSED, deals, part, stays};
use crate::definition::kpi;

const LED_ON: Test = Test::Between(Field::Exit, Field::ADVANCED, Field::ADVANCED);
const ASKED: Test = Test::Has(Field::Criteria);
const MET: Test = Test::Between(Field::Criteria, 1, 1);
const UNMET: Test = Test::Between(Field::Criteria, 0, 0);

kpi! {
    /// Whether opportunities meet the exit criteria of the stages they go on from, and whether those that do win more often. A
    /// criterion is a column of the opportunities that must be filled in and not say no. Which ones a stage asks for is set on the
    /// data page; a column called "Qualification: budget confirmed" belongs to its stage by itself. Trap: the file says what is filled
    /// in now, not what was when the stage was left.
    ///
    /// ```kpi
    /// # opportunities.csv
    /// opportunity id | stage    | created    | closed     | amount | Qualification: budget confirmed | Proposal: decision maker
    /// 1              | Won      | 2026-01-01 | 2026-02-01 | 10     | yes                             | Ann
    /// 2              | Won      | 2026-01-01 | 2026-02-02 | 10     | no                              | Bob
    /// 3              | Lost     | 2026-01-01 | 2026-02-03 | 10     | no                              |
    /// 4              | Lost     | 2026-01-01 | 2026-02-03 | 10     |                                 |
    /// # stage_history.csv
    /// opportunity id | stage         | change date
    /// 1              | Qualification | 2026-01-01
    /// 1              | Proposal      | 2026-01-11
    /// 2              | Qualification | 2026-01-01
    /// 2              | Proposal      | 2026-01-11
    /// 3              | Qualification | 2026-01-01
    /// 3              | Proposal      | 2026-01-11
    /// 4              | Qualification | 2026-01-01
    /// => left: 3 of 5
    /// => won: 1 of 2
    /// => win_rate_met: 1 of 1
    /// => win_rate_unmet: 1 of 2
    /// ```
    /// Without a history: what was won went on from all stages; of what was lost nothing is known.
    /// ```kpi
    /// opportunity id | stage         | created    | closed     | Qualification: budget
    /// 1              | Won           | 2026-01-01 | 2026-02-01 | 100
    /// 2              | Won           | 2026-01-01 | 2026-02-02 |
    /// 3              | Lost          | 2026-01-01 | 2026-02-03 |
    /// 4              | Qualification | 2026-01-01 |            |
    /// => won: 1 of 2
    /// => left: missing needsTable
    /// ```
    /// No stage asks for anything: refused, not 100 %.
    /// ```kpi
    /// stage    | created    | closed
    /// Proposal | 2026-01-01 |
    /// => won: missing needsField
    /// ```
    exit_criteria {
        family: Process, zh: "出口条件达成率", en: "Exit criteria met", better: Higher,
        variants: {
            left { "离开阶段时", "on leaving a stage", "期间开始、进入后续阶段的停留：该阶段的出口条件全部满足 ÷ 有出口条件的", "stays that began in the period and led on: all exit criteria of the stage met ÷ those with any", part(stays(What::Rows, &[LED_ON, MET]), stays(What::Rows, &[LED_ON, ASKED])) }
            won { "赢单商机", "won ones", "期间赢单：经过的阶段的出口条件全部满足 ÷ 有出口条件的", "won in the period: exit criteria of all stages it went on from met ÷ those with any", part(deals(What::Rows, &[Test::Won, MET], CLOSED), deals(What::Rows, &[Test::Won, ASKED], CLOSED)) }
            win_rate_met { "全部满足的赢单率", "win rate with all met", "期间关闭、出口条件全部满足的商机：赢单 ÷ 全部", "closed in the period with all exit criteria met: won ÷ all", part(deals(What::Rows, &[MET, Test::Won], CLOSED), deals(What::Rows, &[MET, Test::Closed], CLOSED)) }
            win_rate_unmet { "有未满足的赢单率", "win rate with some unmet", "期间关闭、有出口条件未满足的商机：赢单 ÷ 全部", "closed in the period with an exit criterion unmet: won ÷ all", part(deals(What::Rows, &[UNMET, Test::Won], CLOSED), deals(What::Rows, &[UNMET, Test::Closed], CLOSED)) }
        }
    }
}
