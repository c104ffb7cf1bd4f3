//! Are those who bought looked after?

use kpi_engine::{Formula, Measure, What};
use kpi_model::TableKind;

use super::active_customers::{sales, wins};
use super::{BY_CUSTOMER, DAY};
use crate::definition::kpi;

fn touched() -> Measure {
    Measure::new(TableKind::Activities, What::Rows, &[], DAY)
}

kpi! {
    /// Of the customers who bought in the period before, the share with an activity in this one. With a filter on the
    /// segment it is about key accounts. An activity that is not written down is not there, and care is not its effect: who
    /// stays is shown by customer retention.
    ///
    /// ```kpi
    /// # orders.csv
    /// order id | order date | customer | amount
    /// 1        | 2026-01-10 | A        | 100
    /// 2        | 2026-01-20 | B        | 50
    /// 3        | 2026-02-21 | C        | 10
    /// # activities.csv
    /// activity type | date       | account
    /// visit         | 2026-01-15 | B
    /// visit         | 2026-02-03 | A
    /// call          | 2026-02-09 | A
    /// call          | 2026-02-09 | C
    /// ? from=2026-02-01 to=2026-03-01
    /// => orders: 1 of 2
    /// => won: missing needsTable
    /// ```
    /// Nobody bought before: undefined, not 100 %.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | customer | amount
    /// 1        | 2026-02-10 | A        | 100
    /// # activities.csv
    /// activity type | date       | account
    /// visit         | 2026-02-15 | A
    /// ? from=2026-02-01 to=2026-03-01
    /// => orders: missing emptyDenominator
    /// ```
    /// Over all time there is no period before.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | customer | amount
    /// 1        | 2026-02-10 | A        | 100
    /// # activities.csv
    /// activity type | date       | account
    /// visit         | 2026-02-15 | A
    /// => orders: missing needsPeriod
    /// ```
    care_coverage {
        family: Customers, zh: "客户关怀覆盖率", en: "Care coverage", better: Higher,
        variants: {
            orders {
                "有订单的客户", "of those who ordered", "上一期有订单的客户中本期有活动的 ÷ 上一期有订单的客户",
                "customers with orders in the period before who had an activity in this one ÷ customers with orders in the period before",
                Formula::reached(touched(), sales(What::Rows), BY_CUSTOMER)
            }
            won {
                "有赢单的客户", "of those who were won", "上一期有赢单的客户中本期有活动的 ÷ 上一期有赢单的客户",
                "customers with wins in the period before who had an activity in this one ÷ customers with wins in the period before",
                Formula::reached(touched(), wins(What::Rows), BY_CUSTOMER)
            }
        }
    }
}
