//! How long customers take to buy again.

use kpi_engine::{Formula, Measure, Test, What};
use kpi_model::{Field, TableKind};

use super::CLOSED;
use crate::definition::kpi;

fn days() -> Measure {
    Measure::new(TableKind::Purchases, What::Days(Field::Created, Field::Closed), &[Test::Has(Field::Created)], CLOSED)
}

kpi! {
    /// Days from one purchase of a customer to the next, by the later one. Orders of one day are one purchase. P80 is a fair
    /// time to wait before calling a customer lost. Trap: who never came back is in none of these figures.
    ///
    /// ```kpi
    /// # orders.csv
    /// order id | order date | customer | amount
    /// 1        | 2026-01-10 | A        | 100
    /// 2        | 2026-01-20 | A        | 50
    /// 3        | 2026-01-20 | A        | 50
    /// 4        | 2026-02-19 | A        | 50
    /// 5        | 2026-01-01 | B        | 10
    /// => median: 20
    /// => mean: 20
    /// => p80: 26
    /// ```
    /// Nobody bought twice: undefined.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | customer | amount
    /// 1        | 2026-01-10 | A        | 100
    /// => median: missing emptyDenominator
    /// ```
    /// A return is no purchase.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | customer | amount
    /// 1        | 2026-01-10 | A        | 100
    /// 2        | 2026-01-15 | A        | -100
    /// 3        | 2026-01-30 | A        | 70
    /// => median: 20
    /// ```
    purchase_interval {
        family: Customers, zh: "复购间隔", en: "Purchase interval", better: Lower,
        variants: {
            median { "中位数", "median", "同一客户相邻两次购买的间隔天数，中位数", "days between two purchases of a customer in a row, median", Formula::Quantile(days(), 50) }
            mean { "平均", "mean", "同一客户相邻两次购买的间隔天数，平均", "days between two purchases of a customer in a row, mean", Formula::Mean(days()) }
            p80 { "P80", "P80", "同一客户相邻两次购买的间隔天数，第 80 百分位", "days between two purchases of a customer in a row, 80th percentile", Formula::Quantile(days(), 80) }
            p90 { "P90", "P90", "同一客户相邻两次购买的间隔天数，第 90 百分位", "days between two purchases of a customer in a row, 90th percentile", Formula::Quantile(days(), 90) }
        }
    }
}
