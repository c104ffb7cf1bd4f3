//! Customers won for the first time.

use kpi_engine::{Formula, Measure, Term, Test, What, When};
use kpi_model::{Field, TableKind, Unit};

use super::{BY_CUSTOMER, CLOSED};
use crate::definition::kpi;

/// Days without an order after which a customer counts as gone.
const AWAY_DAYS: i32 = 365;

fn bought(tests: &[Test]) -> Measure {
    Measure::new(TableKind::Purchases, What::Rows, tests, CLOSED)
}

fn won(when: When) -> Term {
    Term::Count(Measure::new(TableKind::FirstWins, What::Rows, &[], when))
}

kpi! {
    /// Customers whose first ever won opportunity closed in the period (without opportunities: first order). A customer
    /// counts once, with the person, product and source of that first win.
    ///
    /// ```kpi
    /// stage | closed     | account | amount
    /// Won   | 2026-01-10 | A       | 1
    /// Won   | 2026-02-10 | A       | 1
    /// Won   | 2026-02-11 | B       | 1
    /// Lost  | 2026-02-12 | C       | 1
    /// ? from=2026-02-01 to=2026-03-01
    /// => first_win: 1
    /// => growth: 1 of 1
    /// ```
    /// Nobody won: a real zero.
    /// ```kpi
    /// stage | closed     | account | amount
    /// Lost  | 2026-02-12 | C       | 1
    /// => first_win: 0
    /// ```
    /// Who comes back after more than a year is won back, not new.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | customer | amount
    /// 1        | 2024-01-10 | A        | 100
    /// 2        | 2026-02-20 | A        | 50
    /// 3        | 2026-02-21 | B        | 10
    /// ? from=2026-02-01 to=2026-03-01
    /// => first_order: 1
    /// => won_back: 1
    /// => first_win: 1
    /// ```
    /// An order that came back in full made nobody a customer.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | customer | amount
    /// 1        | 2026-02-10 | A        | 100
    /// 1        | 2026-02-20 | A        | -100
    /// 2        | 2026-02-21 | B        | 10
    /// => first_order: 1
    /// ```
    new_customers {
        family: Customers, zh: "新客户", en: "New customers", better: Higher,
        variants: {
            first_win { "首次赢单", "first win", "首次赢单落在期间内的客户数", "customers whose first win falls in the period", Formula::Total(Measure::new(TableKind::FirstWins, What::Rows, &[], CLOSED)) }
            first_order { "首次订单", "first order", "首个正数订单落在期间内的客户数；全额退回的订单不算", "customers whose first order above 0 falls in the period; orders that came back in full are none", Formula::Total(bought(&[Test::Lacks(Field::Created)])) }
            growth { "客户增长率", "customer growth", "期间新客户 ÷ 期初客户数", "new customers of the period ÷ customers at its start", Formula::Calculation(won(CLOSED).over(won(When::OpenAtEnd).minus(won(CLOSED))), Unit::Ratio) }
            won_back { "赢回", "won back", "隔 365 天以上再次下单的客户数", "customers who ordered again after more than 365 days", Formula::distinct(bought(&[Test::LongAfter(Field::Closed, Field::Created, AWAY_DAYS)]), BY_CUSTOMER) }
        }
    }
}
