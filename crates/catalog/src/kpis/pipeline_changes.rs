//! From what was open at the start of a period to what is open at its end.

use kpi_engine::{Formula, Measure, Term, Test, What, When};
use kpi_model::{Field, TableKind, Unit};

use super::part;
use crate::definition::kpi;

fn of(what: What, (first, last): (i32, i32), when: When) -> Measure {
    Measure::new(TableKind::PipelineMoves, what, &[Test::Between(Field::Move, first, last)], when)
}

/// Amounts of the changes of a period from one kind to another.
fn amount(first: i32, last: i32) -> Measure {
    of(What::Sum(Field::Amount), (first, last), When::At(Field::Day))
}

fn change(kind: i32) -> Formula {
    Formula::Total(amount(kind, kind))
}

/// What is open is the sum of all that happened until then.
fn open() -> Measure {
    of(What::Sum(Field::Amount), (Field::CREATED, Field::REOPENED), When::OpenAtEnd)
}

fn slipped(what: What) -> Formula {
    let expected = |first: i32| {
        let tests = [Test::Has(Field::ExpectedClose), Test::Between(Field::Move, first, Field::SLIPPED)];
        Measure::new(TableKind::PipelineMoves, what, &tests, When::At(Field::Day))
    };
    part(expected(Field::SLIPPED), expected(Field::KEPT))
}

kpi! {
    /// The open pipeline at the start + created + raised − lowered − won − lost + opened again = at the end, exactly, at the amounts of then. Slipped: what was
    /// expected, at the start of a month, to close in it, and was still open at its end. Needs a stage history with amounts (and expected close dates), or an earlier
    /// export of the same opportunities beside the present one: changes between two exports are dated by the later one. Before the first known amount
    /// it is taken to have been the same. Trap: opportunities that the earlier export does not have and that were deleted since are in neither.
    ///
    /// ```kpi
    /// # opportunities.csv
    /// opportunity id | stage       | created    | closed     | amount
    /// 1              | Closed Won  | 2025-01-05 | 2025-02-20 | 150
    /// 2              | Proposal    | 2025-01-06 | 2025-05-01 | 80
    /// 3              | Closed Lost | 2025-01-07 | 2025-02-10 | 40
    /// 4              | Proposal    | 2025-02-08 | 2025-04-15 | 60
    /// # history.csv
    /// opportunity id | stage       | changed at | amount | close date
    /// 1              | Proposal    | 2025-01-05 | 100    | 2025-02-28
    /// 1              | Proposal    | 2025-02-03 | 150    | 2025-02-28
    /// 1              | Closed Won  | 2025-02-20 | 150    | 2025-02-20
    /// 2              | Proposal    | 2025-01-06 | 90     | 2025-02-15
    /// 2              | Proposal    | 2025-02-11 | 80     | 2025-05-01
    /// 3              | Proposal    | 2025-01-07 | 40     | 2025-03-31
    /// 3              | Closed Lost | 2025-02-10 | 40     | 2025-02-10
    /// 4              | Proposal    | 2025-02-08 | 60     | 2025-04-15
    /// ? from=2025-02-01 to=2025-03-01 as_of=2025-03-31
    /// => at_start: 230.00
    /// => created: 60.00
    /// => raised: 50.00
    /// => lowered: -10.00
    /// => won: -150.00
    /// => lost: -40.00
    /// => reopened: 0.00
    /// => at_end: 140.00
    /// => slipped: 1 of 2
    /// => slipped_amount: 90.00 of 190.00
    /// ```
    /// A later export of the same opportunities.
    /// ```kpi
    /// # pipeline_2025-01-31.csv
    /// opportunity id | stage       | created    | closed     | amount
    /// 1              | Proposal    | 2025-01-05 | 2025-02-20 | 100
    /// 2              | Proposal    | 2025-01-06 | 2025-02-15 | 90
    /// # pipeline_2025-02-28.csv
    /// opportunity id | stage       | created    | closed     | amount
    /// 1              | Closed Won  | 2025-01-05 | 2025-02-20 | 120
    /// 2              | Proposal    | 2025-01-06 | 2025-05-01 | 70
    /// 3              | Proposal    | 2025-02-07 | 2025-05-01 | 30
    /// ? from=2025-02-01 to=2025-03-01 as_of=2025-02-28
    /// => at_start: 190.00
    /// => created: 30.00
    /// => raised: 20.00
    /// => lowered: -20.00
    /// => won: -120.00
    /// => at_end: 100.00
    /// => slipped: 1 of 2
    /// ```
    /// What opportunities were worth earlier is not known.
    /// ```kpi
    /// stage    | created    | closed     | amount
    /// Proposal | 2025-01-05 | 2025-02-20 | 100
    /// => at_end: missing needsTable
    /// => slipped: missing needsTable
    /// ```
    pipeline_changes {
        family: Process, zh: "管道变动", en: "Pipeline changes", better: Higher,
        variants: {
            at_start { "期初", "at the start", "期初未关闭商机的当时金额", "amount open at the start of the period, as it was then", Formula::Calculation(Term::Sum(open()).minus(Term::Sum(amount(Field::CREATED, Field::REOPENED))), Unit::Money) }
            created { "新增", "created", "期间创建的商机，按创建时的金额", "opportunities created in the period, at the amount of then", change(Field::CREATED) }
            raised { "调高", "raised", "期间未关闭商机调高的金额", "by how much amounts of open opportunities were raised in the period", change(Field::RAISED) }
            lowered { "调低", "lowered", "期间未关闭商机调低的金额，为负数", "by how much amounts of open opportunities were lowered in the period, below 0", change(Field::LOWERED) }
            won { "赢单", "won", "期间赢单而离开管道的金额，为负数", "amount that left by a win in the period, below 0", change(Field::CLOSED_WON) }
            lost { "输单", "lost", "期间输单而离开管道的金额，为负数", "amount that left by a loss in the period, below 0", change(Field::CLOSED_LOST) }
            reopened { "重新打开", "opened again", "期间重新打开的商机金额", "amount of opportunities opened again in the period", change(Field::REOPENED) }
            at_end { "期末", "at the end", "期末未关闭商机的当时金额", "amount open at the end of the period, as it was then", Formula::Total(open()) }
            slipped { "推迟率", "slipped", "月初预计当月关闭的商机：月末仍未关闭 ÷ 全部，按月累计", "expected, at the start of a month, to close in it: still open at its end ÷ all; months of the period", slipped(What::Rows) }
            slipped_amount { "推迟率，按金额", "slipped, by amount", "同上，按月初的金额", "the same, by the amount at the start of the month", slipped(What::Sum(Field::Amount)) }
        }
    }
}
