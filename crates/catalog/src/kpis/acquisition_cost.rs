//! What a new customer costs.

use kpi_engine::{Back, Formula, Measure, Term, Test, What, Window};
use kpi_model::{Field, TableKind, Unit};

use super::{CLOSED, CREATED, spent};
use crate::definition::kpi;

fn for_each(denominator: Measure) -> Formula {
    Formula::Calculation(Term::SumOfSome(spent()).over(Term::Count(denominator)), Unit::Money)
}

kpi! {
    /// What was spent on winning customers ÷ customers won, in the same period; by source, campaign spend against the customers
    /// of that source. Trap: customers come later than the money is spent, so take spans that are long beside the sales cycle, or the spend of the period before. No
    /// new customer: undefined, and the spend is shown beside.
    ///
    /// ```kpi
    /// # opportunities.csv
    /// stage | closed     | account | amount | source
    /// Won   | 2026-01-12 | A       | 100    | web
    /// Won   | 2026-02-12 | A       | 100    | web
    /// Won   | 2026-02-14 | B       | 100    | fair
    /// Won   | 2026-02-15 | C       | 100    | fair
    /// # spend.csv
    /// date       | channel | spend
    /// 2026-01-03 | web     | 50
    /// 2026-02-03 | fair    | 120
    /// ? by=source
    /// => first_win fair: 60.00
    /// => first_win fair: 120.00 of 2
    /// => first_win web: 50.00 of 1
    /// => spend web: 50.00
    /// ```
    /// Money spent and nobody won: undefined.
    /// ```kpi
    /// # opportunities.csv
    /// stage | closed     | account | amount
    /// Won   | 2026-01-12 | A       | 100
    /// # spend.csv
    /// date       | channel | spend
    /// 2026-02-03 | fair    | 120
    /// ? from=2026-02-01 to=2026-03-01
    /// => first_win: missing emptyDenominator
    /// => spend: 120.00
    /// ```
    /// Nothing recorded is not free: a period, or a source, without any spend has no cost.
    /// ```kpi
    /// # opportunities.csv
    /// stage | closed     | account | amount
    /// Won   | 2026-01-12 | A       | 100
    /// # spend.csv
    /// date       | channel | spend
    /// 2026-02-03 | fair    | 120
    /// ? from=2026-01-01 to=2026-02-01
    /// => first_win: missing notRecorded
    /// => spend: 0.00
    /// ```
    /// Spend a month ahead of the customers it brought.
    /// ```kpi
    /// # opportunities.csv
    /// stage | closed     | account | amount
    /// Won   | 2026-02-12 | A       | 100
    /// Won   | 2026-02-13 | B       | 100
    /// # spend.csv
    /// date       | channel | spend
    /// 2026-01-03 | fair    | 120
    /// 2026-02-03 | fair    | 10
    /// ? from=2026-02-01 to=2026-03-01
    /// => first_win_lagged: 60.00
    /// => first_win: 5.00
    /// ```
    /// Per lead, the leads created in the period count.
    /// ```kpi
    /// # leads.csv
    /// lead id | lead source | created    | converted
    /// 1       | web         | 2026-01-10 | yes
    /// 2       | web         | 2026-01-11 | no
    /// # spend.csv
    /// date       | channel | spend
    /// 2026-01-03 | web     | 50
    /// => lead: 25.00
    /// => first_win: missing needsTable
    /// ```
    acquisition_cost {
        family: Customers, zh: "获客成本", en: "Customer acquisition cost", better: Lower,
        variants: {
            first_win { "每个新客户", "per new customer", "期间获客费用 ÷ 期间首次赢单的客户数", "spend of the period ÷ customers whose first win falls in the period", for_each(Measure::new(TableKind::FirstWins, What::Rows, &[], CLOSED)) }
            first_win_lagged { "每个新客户，上期费用", "per new customer, spend of before", "上一期获客费用 ÷ 期间首次赢单的客户数", "spend of the period before ÷ customers whose first win falls in the period", Formula::Calculation(Term::SumOfSome(spent()).during(Window::Earlier(Back::Period)).over(Term::Count(Measure::new(TableKind::FirstWins, What::Rows, &[], CLOSED))), Unit::Money) }
            first_order { "每个首单客户", "per first order", "期间获客费用 ÷ 期间首次下单的客户数", "spend of the period ÷ customers whose first order falls in the period", for_each(Measure::new(TableKind::Purchases, What::Rows, &[Test::Lacks(Field::Created)], CLOSED)) }
            lead { "每条线索", "per lead", "期间获客费用 ÷ 期间创建的线索数", "spend of the period ÷ leads created in the period", for_each(Measure::new(TableKind::Leads, What::Rows, &[], CREATED)) }
            spend { "获客费用", "spend", "期间获客费用合计", "what was spent in the period", Formula::Total(spent()) }
        }
    }
}
