//! How many opportunities there are, and what they are worth, by outcome.

use kpi_engine::{Formula, Test, What, When};
use kpi_model::Field;

use super::{CLOSED, CREATED, deals};
use crate::definition::kpi;

const AMOUNT: What = What::Sum(Field::Amount);

fn total(what: What, tests: &[Test], when: When) -> Formula {
    Formula::Total(deals(what, tests, when))
}

kpi! {
    /// Opportunities created, open, won and lost, as a number and as an amount.
    /// Created counts by created date, won and lost by close date, open at the end of the period.
    ///
    /// ```kpi
    /// stage | created    | closed     | amount
    /// Won   | 2026-01-01 | 2026-01-10 | 300
    /// Lost  | 2026-01-01 | 2026-02-12 | 100
    /// Open  | 2026-02-02 |            | 50.25
    /// ? from=2026-01-01 to=2026-02-01
    /// => count: 2
    /// => open: 1
    /// => won: 1
    /// => lost: 0
    /// => won_value: 300.00
    /// => open_value: 100.00
    /// ```
    /// No rows is a real zero; a missing amount is not.
    /// ```kpi
    /// stage | created    | closed     | amount
    /// Open  | 2026-01-01 |            |
    /// Won   | 2026-01-01 | 2026-01-05 | 7
    /// => lost: 0
    /// => lost_value: 0.00
    /// => open_value: missing needsField
    /// ```
    /// Seen from an earlier day, what closed later was still open.
    /// ```kpi
    /// stage | created    | closed     | amount
    /// Won   | 2026-01-01 | 2026-03-10 | 300
    /// Open  | 2026-03-01 |            | 10
    /// ? as_of=2026-02-01
    /// => count: 1
    /// => open: 1
    /// => won: 0
    /// ```
    opportunities {
        family: Process, zh: "商机", en: "Opportunities", better: Higher,
        variants: {
            count { "新建", "created", "期间创建的商机数", "opportunities created in the period", total(What::Rows, &[], CREATED) }
            open { "进行中", "open", "期末仍未关闭的商机数", "opportunities open at the end of the period", total(What::Rows, &[], When::OpenAtEnd) }
            won { "赢单", "won", "期间赢单的商机数", "opportunities won in the period", total(What::Rows, &[Test::Won], CLOSED) }
            lost { "输单", "lost", "期间输单的商机数", "opportunities lost in the period", total(What::Rows, &[Test::Lost], CLOSED) }
            value { "新建金额", "value created", "期间创建的商机金额", "amount of opportunities created in the period", total(AMOUNT, &[], CREATED) }
            open_value { "进行中金额", "open value", "期末未关闭商机的金额", "amount of opportunities open at the end of the period", total(AMOUNT, &[], When::OpenAtEnd) }
            won_value { "赢单金额", "won value", "期间赢单的金额", "amount won in the period", total(AMOUNT, &[Test::Won], CLOSED) }
            lost_value { "输单金额", "lost value", "期间输单的金额", "amount lost in the period", total(AMOUNT, &[Test::Lost], CLOSED) }
        }
    }
}
