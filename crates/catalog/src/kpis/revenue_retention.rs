//! Revenue of the customers who were there before.

use kpi_engine::{Formula, Kept, What};
use kpi_model::Field;

use super::active_customers::wins;
use super::{BY_CUSTOMER, orders};
use crate::definition::kpi;

fn kept(kept: Kept) -> Formula {
    Formula::retained(orders(What::Sum(Field::Amount), &[]), BY_CUSTOMER, kept)
}

kpi! {
    /// What the customers of the period before bring now ÷ what they brought then. Gross (GRR): no customer counts for
    /// more than before, so it cannot pass 100 %. Net (NRR): more counts too. New customers never enter.
    ///
    /// ```kpi
    /// # orders.csv
    /// order id | order date | customer | amount
    /// 1        | 2026-01-10 | A        | 100
    /// 2        | 2026-01-20 | B        | 50
    /// 3        | 2026-02-21 | B        | 80
    /// 4        | 2026-02-22 | C        | 500
    /// ? from=2026-02-01 to=2026-03-01
    /// => net: 80.00 of 150.00
    /// => gross: 50.00 of 150.00
    /// ```
    /// A customer who gave everything back brought nothing and is not in the base.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | customer | amount
    /// 1        | 2026-01-10 | A        | 100
    /// 2        | 2026-01-20 | A        | -100
    /// 3        | 2026-02-21 | A        | 80
    /// ? from=2026-02-01 to=2026-03-01
    /// => net: missing emptyDenominator
    /// ```
    /// Returns of now reduce what is kept, down to 0.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | customer | amount
    /// 1        | 2026-01-10 | A        | 100
    /// 2        | 2026-02-20 | A        | -30
    /// ? from=2026-02-01 to=2026-03-01
    /// => net: 0.00 of 100.00
    /// => gross: 0.00 of 100.00
    /// ```
    revenue_retention {
        family: Customers, zh: "收入保留率", en: "Revenue retention", better: Higher,
        variants: {
            net { "净保留 NRR", "net (NRR)", "上一期客户本期订单金额 ÷ 他们上一期订单金额", "orders now of the customers of the period before ÷ their orders then", kept(Kept::Value) }
            gross { "毛保留 GRR", "gross (GRR)", "同上，每个客户不超过上一期金额", "the same, no customer for more than then", kept(Kept::Capped) }
            net_won { "净保留，按赢单", "net, by wins", "上一期客户本期赢单金额 ÷ 他们上一期赢单金额", "amount won now from the customers of the period before ÷ amount won from them then", Formula::retained(wins(What::Sum(Field::Amount)), BY_CUSTOMER, Kept::Value) }
        }
    }
}
