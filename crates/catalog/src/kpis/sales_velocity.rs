//! What the pipeline brings a day.

use kpi_engine::{Formula, Measure, Term, Test, What, When};
use kpi_model::{Field, Unit};

use super::{CLOSED, deals, won_amount};
use crate::definition::kpi;

fn number(tests: &[Test]) -> Term {
    Term::Sum(deals(What::Rows, tests, CLOSED))
}

/// Days of won opportunities; one that closed before it was created has none.
fn days() -> Measure {
    deals(What::Days(Field::Created, Field::Closed), &[Test::Won], CLOSED)
}

kpi! {
    /// Open opportunities × win rate × mean amount won ÷ mean days to the win, all of the same period: money a day.
    /// Undefined where any factor is. A change comes from one of the four factors: look at them one by one.
    ///
    /// ```kpi
    /// stage | created    | closed     | amount
    /// Won   | 2026-01-01 | 2026-01-11 | 100
    /// Won   | 2026-01-01 | 2026-01-31 | 300
    /// Lost  | 2026-01-02 | 2026-01-20 | 50
    /// Lost  | 2026-01-02 | 2026-01-20 | 50
    /// Open  | 2026-01-03 |            | 70
    /// Open  | 2026-01-03 |            | 70
    /// => per_day: 10.00
    /// ```
    /// Nothing won: undefined.
    /// ```kpi
    /// stage | created    | closed     | amount
    /// Lost  | 2026-01-02 | 2026-01-20 | 50
    /// Open  | 2026-01-03 |            | 70
    /// => per_day: missing emptyDenominator
    /// ```
    /// Won on the day of creation: no days to divide by.
    /// ```kpi
    /// stage | created    | closed     | amount
    /// Won   | 2026-01-02 | 2026-01-02 | 50
    /// Open  | 2026-01-03 |            | 70
    /// => per_day: missing emptyDenominator
    /// ```
    sales_velocity {
        family: Process, zh: "销售速度", en: "Sales velocity", better: Higher,
        variants: {
            per_day {
                "每天", "per day", "期末未关闭数 × 赢单率 × 平均赢单额 ÷ 平均赢单天数", "open at the end × win rate × mean amount won ÷ mean days to the win",
                Formula::Calculation(
                    Term::Sum(deals(What::Rows, &[], When::OpenAtEnd))
                        .times(number(&[Test::Won]).over(number(&[Test::Closed])))
                        .times(Term::Sum(won_amount()).over(Term::Count(won_amount())))
                        .over(Term::Sum(days()).over(Term::Count(days()))),
                    Unit::Money,
                )
            }
        }
    }
}
