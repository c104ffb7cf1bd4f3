//! How much was sold, counted in pieces.

use kpi_engine::{Back, Formula, Term, Test, What};
use kpi_model::{Field, Unit};

use super::orders;
use crate::definition::kpi;

const UNITS: What = What::Sum(Field::Quantity);

kpi! {
    /// Pieces sold, returns taken off, and what one piece brought. Adds up only where all products are counted in the
    /// same unit: else look at one product at a time.
    ///
    /// ```kpi
    /// # orders.csv
    /// order id | order date | quantity | amount
    /// 1        | 2026-01-10 | 3        | 30
    /// 2        | 2026-01-20 | 2.5      | 26
    /// 3        | 2026-01-21 | -1       | -10
    /// => units: 4.5
    /// => price: 10.22
    /// ```
    /// Nothing sold: undefined, not free.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | quantity | amount
    /// 1        | 2026-01-10 | 3        | 30
    /// 2        | 2026-01-20 | 0        | 5
    /// ? from=2026-01-20 to=2026-01-21
    /// => units: 0
    /// => price: missing emptyDenominator
    /// ```
    /// More came back than was sold: there is no price of less than nothing.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | quantity | amount
    /// 1        | 2026-01-10 | 1        | 30
    /// 2        | 2026-01-20 | -3       | -40
    /// => units: -2
    /// => price: missing belowZero
    /// ```
    /// A line without a quantity counts in neither amount nor pieces of the price.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | quantity | amount
    /// 1        | 2026-01-10 | 3        | 30
    /// 2        | 2026-01-20 |          | 500
    /// => units: 3
    /// => price: 10.00
    /// ```
    units_sold {
        family: Results, zh: "销量", en: "Units sold", better: Higher,
        variants: {
            units { "数量", "pieces", "期间订单数量合计，退货为负", "quantity of orders in the period, returns negative", Formula::Total(orders(UNITS, &[])) }
            price { "平均单价", "average price", "有数量的订单金额 ÷ 数量", "amount of order lines with a quantity ÷ quantity", Formula::Calculation(Term::Sum(orders(What::Sum(Field::Amount), &[Test::Has(Field::Quantity)])).over(Term::Sum(orders(UNITS, &[Test::Has(Field::Amount)]))), Unit::Money) }
            lines { "订单行数", "order lines", "期间的订单行数，含退货和没有金额的", "order lines in the period, returns and those without an amount included", Formula::Total(orders(What::Rows, &[])) }
            growth { "环比增长", "growth on the period before", "数量 ÷ 上一期 − 1", "quantity ÷ period before − 1", Formula::Growth(orders(UNITS, &[]), Back::Period) }
        }
    }
}
