//! How much comes from customers and products that are new.

use kpi_engine::{Formula, Test, What};
use kpi_model::Field;

use super::{orders, part};
use crate::definition::kpi;

/// What is known of a field's first day, and whether it is new.
fn share(first: Field) -> Formula {
    let amount = |tests: &[Test]| orders(What::Sum(Field::Amount), tests);
    part(amount(&[Test::Has(first), Test::SoonAfter(Field::Day, first, Field::NEW_DAYS)]), amount(&[Test::Has(first)]))
}

kpi! {
    /// Orders of customers and of products that were first sold at most 365 days before ÷ all orders: how fast the business finds new
    /// ground. Of the first 365 days of the data nothing can be said, since everything in them looks new: those orders are left out.
    ///
    /// ```kpi
    /// # orders.csv
    /// order id | order date | customer | product | amount
    /// 1        | 2024-01-10 | A        | Pump    | 100
    /// 2        | 2025-06-10 | A        | Pump    | 100
    /// 3        | 2025-06-11 | B        | Pump    | 300
    /// 4        | 2025-07-11 | A        | Valve   | 100
    /// => customers: 300.00 of 500.00
    /// => products: 100.00 of 500.00
    /// ```
    /// A year of data says nothing yet.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | customer | product | amount
    /// 1        | 2025-01-10 | A        | Pump    | 100
    /// 2        | 2025-06-10 | B        | Pump    | 100
    /// => customers: missing emptyDenominator
    /// ```
    /// Orders without customers.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | amount
    /// 1        | 2025-01-10 | 100
    /// => customers: missing needsField
    /// ```
    new_business {
        family: Results, zh: "新业务占比", en: "New business", better: Higher,
        variants: {
            customers { "新客户销售额占比", "from new customers", "首次购买 365 天以内的客户的订单金额 ÷ 全部订单金额", "orders of customers whose first purchase was at most 365 days before ÷ all orders", share(Field::FirstPurchase) }
            products { "新产品销售额占比", "from new products", "首次售出 365 天以内的产品的订单金额 ÷ 全部订单金额", "orders of products that were first sold at most 365 days before ÷ all orders", share(Field::FirstSale) }
        }
    }
}
