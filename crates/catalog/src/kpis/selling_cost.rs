//! What selling costs.

use kpi_engine::{Formula, Measure, Term, Test, What};
use kpi_model::{Field, Unit};

use super::{CLOSED, deals, orders, spent, won_amount};
use crate::definition::kpi;

fn spent_over(denominator: Measure) -> Formula {
    Formula::Calculation(Term::SumOfSome(spent()).over(Term::Sum(denominator)), Unit::Ratio)
}

kpi! {
    /// Spend of the period ÷ what it brought. Only what is in the spend file is a cost here: salaries that are not in it are
    /// not counted. What nobody recorded is not 0.
    ///
    /// ```kpi
    /// # opportunities.csv
    /// stage | closed     | amount | source
    /// Won   | 2026-01-12 | 100    | web
    /// Won   | 2026-01-14 | 300    | fair
    /// Lost  | 2026-01-15 | 900    | fair
    /// # spend.csv
    /// date       | channel | spend
    /// 2026-01-03 | web     | 20
    /// 2026-01-03 | fair    | 60
    /// => of_won: 80.00 of 400.00
    /// => per_win: 80.00 of 2
    /// => of_orders: missing needsTable
    /// ```
    /// Money spent and nothing won: undefined.
    /// ```kpi
    /// # opportunities.csv
    /// stage | closed     | amount
    /// Won   | 2026-01-12 | 100
    /// # spend.csv
    /// date       | channel | spend
    /// 2026-02-03 | fair    | 60
    /// ? from=2026-02-01 to=2026-03-01
    /// => of_won: missing emptyDenominator
    /// => per_win: missing emptyDenominator
    /// ```
    /// Nothing recorded is not free.
    /// ```kpi
    /// # opportunities.csv
    /// stage | closed     | amount
    /// Won   | 2026-01-12 | 100
    /// # spend.csv
    /// date       | channel | spend
    /// 2026-02-03 | fair    | 60
    /// ? from=2026-01-01 to=2026-02-01
    /// => of_won: missing notRecorded
    /// ```
    selling_cost {
        family: Results, zh: "销售费用率", en: "Selling cost", better: Lower,
        variants: {
            of_won { "费用 ÷ 赢单金额", "spend ÷ amount won", "期间费用 ÷ 期间赢单金额", "spend of the period ÷ amount won in the period", spent_over(won_amount()) }
            of_orders { "费用 ÷ 订单金额", "spend ÷ orders", "期间费用 ÷ 期间订单金额", "spend of the period ÷ amount of orders in the period", spent_over(orders(What::Sum(Field::Amount), &[])) }
            per_win {
                "每个赢单的费用", "spend per win", "期间费用 ÷ 期间赢单数", "spend of the period ÷ opportunities won in the period",
                Formula::Calculation(Term::SumOfSome(spent()).over(Term::Count(deals(What::Rows, &[Test::Won], CLOSED))), Unit::Money)
            }
        }
    }
}
