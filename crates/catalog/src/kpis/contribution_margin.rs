//! What is left after the cost of goods and of selling.

use kpi_engine::{Formula, Term};
use kpi_model::Unit;

use super::gross_margin::{profit, revenue};
use super::spent;
use crate::definition::kpi;

fn contribution() -> Term {
    Term::Sum(profit()).minus(Term::SumOfSome(spent()))
}

kpi! {
    /// Gross profit less the spend of the same period. Orders without a cost are left out, as in the gross margin; what is
    /// not in the spend file is not subtracted.
    ///
    /// ```kpi
    /// # orders.csv
    /// order id | order date | amount | cost
    /// 1        | 2026-01-10 | 100    | 60
    /// 2        | 2026-01-11 | 100    |
    /// # spend.csv
    /// date       | channel | spend
    /// 2026-01-03 | web     | 15
    /// => rate: 25.00 of 100.00
    /// => amount: 25.00
    /// ```
    /// More spent than earned is below 0.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | amount | cost
    /// 1        | 2026-01-10 | 100    | 60
    /// # spend.csv
    /// date       | channel | spend
    /// 2026-01-03 | web     | 90
    /// => rate: -0.5
    /// => amount: -50.00
    /// ```
    /// No spend recorded in the period: unknown. No revenue: no rate.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | amount | cost
    /// 1        | 2026-01-10 | 100    | 60
    /// 2        | 2026-02-10 | -20    | -12
    /// # spend.csv
    /// date       | channel | spend
    /// 2026-02-03 | web     | 90
    /// ? from=2026-01-01 to=2026-02-01
    /// => amount: missing notRecorded
    /// ```
    /// ```kpi
    /// # orders.csv
    /// order id | order date | amount | cost
    /// 2        | 2026-02-10 | -20    | -12
    /// # spend.csv
    /// date       | channel | spend
    /// 2026-02-03 | web     | 90
    /// => rate: missing belowZero
    /// => amount: -98.00
    /// ```
    contribution_margin {
        family: Results, zh: "边际贡献率", en: "Contribution margin", better: Higher,
        variants: {
            rate {
                "贡献率", "rate", "（净收入 − 成本 − 费用）÷ 净收入", "(net revenue − cost − spend) ÷ net revenue",
                Formula::Calculation(contribution().over(Term::Sum(revenue())), Unit::Ratio)
            }
            amount { "贡献", "contribution", "净收入 − 成本 − 费用", "net revenue − cost − spend", Formula::Calculation(contribution(), Unit::Money) }
        }
    }
}
