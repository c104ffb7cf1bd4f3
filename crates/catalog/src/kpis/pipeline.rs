//! What is still open, and what it may bring.

use kpi_engine::{Formula, Test, What, When};
use kpi_model::Field;

use super::deals;
use crate::definition::kpi;

fn open(what: What) -> Formula {
    Formula::Total(deals(what, &[], When::OpenAtEnd))
}

/// Open opportunities by the day they are expected to close.
fn due(what: What) -> Formula {
    Formula::Total(deals(what, &[Test::Open], When::Due(Field::Closed)))
}

kpi! {
    /// Opportunities open at the end of the period. Weighted: amount × probability from the file; without one, × the
    /// share won among the closed opportunities that entered the same stage (without stage history: among all closed).
    ///
    /// ```kpi
    /// stage    | created    | closed     | amount | probability
    /// Proposal | 2026-01-01 |            | 1000   | 25%
    /// Proposal | 2026-01-05 |            | 10.10  | 50%
    /// Won      | 2026-01-01 | 2026-01-20 | 500    | 100%
    /// => open: 1010.10
    /// => open_count: 2
    /// => weighted: 255.05
    /// ```
    /// The past can be asked for: what was open at the end of a month is counted then.
    /// ```kpi
    /// stage | created    | closed     | amount
    /// Won   | 2026-01-01 | 2026-02-20 | 500
    /// Open  | 2026-02-03 |            | 30
    /// ? from=2026-01-01 to=2026-02-01
    /// => open: 500.00
    /// => open_count: 1
    /// ```
    /// No chance is given and nothing is closed yet: the weighted amount is unknown, not 0.
    /// ```kpi
    /// stage | created    | closed | amount
    /// Open  | 2026-02-03 |        | 30
    /// => open: 30.00
    /// => weighted: missing needsField
    /// ```
    /// What is due counts in the month it is expected to close, also a month ahead.
    /// ```kpi
    /// stage | created    | closed     | amount | probability
    /// Open  | 2026-02-03 | 2026-04-10 | 30     | 50%
    /// Open  | 2026-02-04 | 2026-05-10 | 70     | 50%
    /// ? from=2026-04-01 to=2026-05-01
    /// => due: 30.00
    /// => due_count: 1
    /// => due_weighted: 15.00
    /// ```
    pipeline {
        family: Process, zh: "在途商机", en: "Pipeline", better: Higher,
        variants: {
            open { "金额", "amount", "期末未关闭商机的金额", "amount of opportunities open at the end of the period", open(What::Sum(Field::Amount)) }
            weighted { "加权金额", "weighted", "未关闭商机的金额 × 赢单概率", "amount × win probability of open opportunities", open(What::Expected(Field::Amount)) }
            open_count { "个数", "count", "期末未关闭的商机数", "opportunities open at the end of the period", open(What::Rows) }
            list_price { "标价", "at list price", "期末未关闭商机的产品标价", "list price of opportunities open at the end of the period", open(What::Sum(Field::ListPrice)) }
            due { "预计成交金额", "due", "预计在期间成交的未关闭商机金额", "amount of open opportunities expected to close in the period", due(What::Sum(Field::Amount)) }
            due_count { "预计成交个数", "due, count", "预计在期间成交的未关闭商机数", "open opportunities expected to close in the period", due(What::Rows) }
            due_weighted { "预计成交加权金额", "due, weighted", "预计在期间成交的未关闭商机：金额 × 赢单概率", "amount × win probability of open opportunities expected to close in the period", due(What::Expected(Field::Amount)) }
        }
    }
}
