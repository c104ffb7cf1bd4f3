//! How many get further, stage by stage.

use kpi_engine::{Measure, Test, What};
use kpi_model::{Field, TableKind};

use super::{CLOSED, part, stays};
use crate::definition::kpi;

const FIRST: Test = Test::Between(Field::Visit, 1, 1);

fn first(tests: &[Test]) -> Measure {
    stays(What::Rows, &[&[FIRST], tests].concat())
}

/// Stays by the day they ended: whoever is still there is in neither side, so young entries do not pull the figure down.
fn ended(tests: &[Test]) -> Measure {
    let is_over = Test::Between(Field::Exit, Field::ADVANCED, Field::REGRESSED);
    Measure::new(TableKind::StageStays, What::Rows, &[&[is_over], tests].concat(), CLOSED)
}

fn left(exit: i32) -> [Test; 1] {
    [Test::Between(Field::Exit, exit, exit)]
}

kpi! {
    /// Of the opportunities that entered a stage in the period, those that got to any later stage or were won. The first
    /// entry counts; what comes back later is rework. A skipped stage was not entered, and whoever skipped it is in
    /// neither side. Recent entries have had little time: see those still there. Needs stage history; without it, what
    /// stage an opportunity stands in today says nothing about conversion.
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
    /// 1              | Won           | 2026-02-01
    /// 2              | Qualification | 2026-01-01
    /// 2              | Lost          | 2026-02-02
    /// 3              | Qualification | 2026-01-01
    /// 3              | Proposal      | 2026-01-15
    /// ? by=stage
    /// => further Qualification: 2 of 3
    /// => further Proposal: 1 of 2
    /// => of_ended Qualification: 2 of 3
    /// => of_ended Proposal: 1 of 1
    /// => lost Qualification: 1 of 3
    /// => still_there Proposal: 1 of 2
    /// ```
    /// Without history: refused, not guessed.
    /// ```kpi
    /// stage    | created    | closed
    /// Proposal | 2026-01-01 |
    /// => further: missing needsTable
    /// ```
    /// Seen from an earlier day, what came later had not happened.
    /// ```kpi
    /// # opportunities.csv
    /// opportunity id | stage | created    | closed     | amount
    /// 1              | Won   | 2026-01-01 | 2026-02-01 | 10
    /// # stage_history.csv
    /// opportunity id | stage         | change date
    /// 1              | Qualification | 2026-01-01
    /// 1              | Won           | 2026-02-01
    /// ? as_of=2026-01-15
    /// => further: 0 of 1
    /// => still_there: 1 of 1
    /// => of_ended: missing emptyDenominator
    /// ```
    /// Nobody entered: undefined.
    /// ```kpi
    /// # opportunities.csv
    /// opportunity id | stage    | created    | closed | amount
    /// 3              | Proposal | 2026-01-01 |        | 10
    /// # stage_history.csv
    /// opportunity id | stage         | change date
    /// 3              | Qualification | 2026-01-01
    /// 3              | Proposal      | 2026-01-15
    /// ? from=2026-02-01 to=2026-03-01
    /// => further: missing emptyDenominator
    /// ```
    stage_conversion {
        family: Process, zh: "阶段转化率", en: "Stage conversion", better: Higher,
        variants: {
            further { "到达后续阶段", "got further", "期间首次进入该阶段的商机：到达任一后续阶段或赢单 ÷ 进入", "opportunities that first entered the stage in the period: reached any later stage or won ÷ entered", part(first(&[Test::Happened(Field::Further)]), first(&[])) }
            of_ended { "离开时前进", "of those that left", "期间离开阶段的停留：前进 ÷ 全部离开", "stays that ended in the period: advanced ÷ all that ended", part(ended(&left(Field::ADVANCED)), ended(&[])) }
            advanced { "直接前进", "went straight on", "首次停留之后直接进入后续阶段 ÷ 进入", "went on to a later stage from their first stay ÷ entered", part(first(&left(Field::ADVANCED)), first(&[])) }
            lost { "在该阶段输单", "lost there", "首次停留之后输单 ÷ 进入", "lost from their first stay ÷ entered", part(first(&left(Field::LOST)), first(&[])) }
            regressed { "退回", "went back", "首次停留之后退回前面阶段 ÷ 进入", "went back to an earlier stage from their first stay ÷ entered", part(first(&left(Field::REGRESSED)), first(&[])) }
            still_there { "仍在该阶段", "still there", "首次停留尚未结束 ÷ 进入", "still in their first stay ÷ entered", part(first(&left(Field::STILL_THERE)), first(&[])) }
        }
    }
}
