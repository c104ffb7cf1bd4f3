//! What one order is worth.

use kpi_engine::{Formula, Key, Term, What};
use kpi_model::{Field, Unit};

use super::active_customers::sales;
use crate::definition::kpi;

kpi! {
    /// Amount of sales ÷ orders. Lines of one order are one order; returns are no sales.
    ///
    /// ```kpi
    /// # orders.csv
    /// order id | order date | amount
    /// 1        | 2026-01-10 | 100
    /// 1        | 2026-01-10 | 50
    /// 2        | 2026-01-12 | 30
    /// 3        | 2026-01-13 | -30
    /// => mean: 90.00
    /// => mean: 180.00 of 2
    /// => orders: 2
    /// => lines: 3
    /// ```
    /// Only returns: undefined.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | amount
    /// 3        | 2026-01-13 | -30
    /// => mean: missing emptyDenominator
    /// => orders: 0
    /// ```
    /// Without order numbers each row is an order.
    /// ```kpi
    /// # orders.csv
    /// order date | customer | amount
    /// 2026-01-10 | A        | 100
    /// 2026-01-10 | A        | 50
    /// => orders: 2
    /// ```
    average_order_value {
        family: Results, zh: "平均订单额", en: "Average order value", better: Higher,
        variants: {
            mean { "平均", "mean", "正数订单金额 ÷ 不同订单数", "amount of sales ÷ different orders", Formula::Calculation(Term::Sum(sales(What::Sum(Field::Amount))).over(Term::Distinct(sales(What::Sum(Field::Amount)), Key::Record)), Unit::Money) }
            orders { "订单数", "orders", "期间不同的订单数（正数）", "different orders with sales in the period", Formula::distinct(sales(What::Rows), Key::Record) }
            lines { "订单行数", "order lines", "期间的正数订单行", "lines with sales in the period", Formula::Total(sales(What::Rows)) }
        }
    }
}
