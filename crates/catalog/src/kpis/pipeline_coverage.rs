//! Is there enough in the pipeline for what is left of the target?

use kpi_engine::{Formula, Term, Test, What, When};
use kpi_model::{Field, Unit};

use super::{deals, target, won_amount};
use crate::definition::kpi;

kpi! {
    /// Open opportunities due in the period ÷ target less what is won already. How much is needed depends on your own
    /// win rate, 1 ÷ win rate, not on a rule of thumb. Target reached: nothing remains to be covered.
    ///
    /// ```kpi
    /// # opportunities.csv
    /// stage    | created    | closed     | amount | owner
    /// Won      | 2026-01-01 | 2026-01-10 | 40     | Ann
    /// Proposal | 2026-01-05 | 2026-01-25 | 120    | Ann
    /// Proposal | 2026-01-05 | 2026-02-25 | 900    | Ann
    /// # targets.csv
    /// month   | owner | target
    /// 2026-01 | Ann   | 100
    /// ? from=2026-01-01 to=2026-02-01 as_of=2026-01-15
    /// => remaining: 2
    /// => remaining: 120.00 of 60.00
    /// ```
    /// No target: undefined.
    /// ```kpi
    /// # opportunities.csv
    /// stage    | created    | closed     | amount | owner
    /// Proposal | 2026-01-05 | 2026-03-25 | 120    | Ann
    /// # targets.csv
    /// month   | owner | target
    /// 2026-01 | Ann   | 100
    /// ? from=2026-03-01 to=2026-04-01 as_of=2026-01-15
    /// => remaining: missing emptyDenominator
    /// ```
    /// Target reached.
    /// ```kpi
    /// # opportunities.csv
    /// stage    | created    | closed     | amount | owner
    /// Won      | 2026-01-01 | 2026-01-10 | 140    | Ann
    /// Proposal | 2026-01-05 | 2026-01-25 | 120    | Ann
    /// # targets.csv
    /// month   | owner | target
    /// 2026-01 | Ann   | 100
    /// ? from=2026-01-01 to=2026-02-01 as_of=2026-01-15
    /// => remaining: missing targetMet
    /// ```
    pipeline_coverage {
        family: Process, zh: "商机覆盖率", en: "Pipeline coverage", better: Higher,
        variants: {
            remaining {
                "对剩余目标", "of what remains", "期间到期的未关闭商机金额 ÷（目标 − 已赢单）", "open opportunities due in the period ÷ (target − won)",
                Formula::Calculation(
                    Term::Sum(deals(What::Sum(Field::Amount), &[Test::Open], When::Due(Field::Closed)))
                        .over(Term::Sum(target()).remaining(Term::Sum(won_amount()))),
                    Unit::Ratio,
                )
            }
        }
    }
}
