//! How many of the customers on file ever bought.

use kpi_engine::{Formula, Measure, Test, What};
use kpi_model::{Field, TableKind};

use super::{CREATED, part};
use crate::definition::kpi;

fn listed(tests: &[Test]) -> Measure {
    Measure::new(TableKind::Accounts, What::Rows, tests, CREATED)
}

kpi! {
    /// Of the customers entered into the customer file in the period, the share that has bought since. Recent ones had less
    /// time to buy: compare periods that are old enough.
    ///
    /// ```kpi
    /// # accounts.csv
    /// account | created date
    /// A       | 2026-01-02
    /// B       | 2026-01-03
    /// C       | 2026-02-03
    /// # orders.csv
    /// order id | order date | customer | amount
    /// 1        | 2026-02-10 | A        | 100
    /// 2        | 2026-03-10 | C        | 100
    /// ? from=2026-01-01 to=2026-02-01
    /// => bought: 1 of 2
    /// => listed: 2
    /// ```
    /// Nobody was entered: undefined.
    /// ```kpi
    /// # accounts.csv
    /// account | created date
    /// A       | 2026-01-02
    /// # orders.csv
    /// order id | order date | customer | amount
    /// 1        | 2026-02-10 | A        | 100
    /// ? from=2026-02-01 to=2026-03-01
    /// => bought: missing emptyDenominator
    /// ```
    /// What was bought after the as-of day had not happened, and a return is no purchase.
    /// ```kpi
    /// # accounts.csv
    /// account | created date
    /// A       | 2026-01-02
    /// B       | 2026-01-02
    /// # orders.csv
    /// order id | order date | customer | amount
    /// 1        | 2026-02-10 | A        | 100
    /// 2        | 2026-01-10 | B        | -5
    /// ? as_of=2026-01-31
    /// => bought: 0 of 2
    /// ```
    acquisition_rate {
        family: Customers, zh: "客户转化率", en: "Accounts that buy", better: Higher,
        variants: {
            bought { "已购买", "have bought", "期间建档的客户中已购买的 ÷ 期间建档的客户", "customers entered in the period who have bought ÷ customers entered in the period", part(listed(&[Test::Happened(Field::FirstPurchase)]), listed(&[])) }
            listed { "建档客户", "entered", "期间建档的客户数", "customers entered in the period", Formula::Total(listed(&[])) }
        }
    }
}
