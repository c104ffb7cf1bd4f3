//! What is left after the cost of goods.

use kpi_engine::{Formula, Measure, Test, What};
use kpi_model::Field;

use super::{orders, part};
use crate::definition::kpi;

const COSTED: [Test; 1] = [Test::Has(Field::Cost)];

/// Net revenue less cost, of orders with a cost.
pub(super) fn profit() -> Measure {
    orders(What::Difference(Field::Amount, Field::Cost), &COSTED)
}

/// Net revenue of the same orders.
pub(super) fn revenue() -> Measure {
    orders(What::Sum(Field::Amount), &COSTED)
}

kpi! {
    /// (Net revenue − cost) ÷ net revenue of orders. Orders without a cost are left out of both sides; coverage says
    /// how much revenue has a cost. Returns take back their cost too. Net revenue of 0 or less: undefined.
    ///
    /// ```kpi
    /// # orders.csv
    /// order id | order date | amount | cost
    /// 1        | 2026-01-10 | 100    | 60
    /// 2        | 2026-01-11 | 100    |
    /// 3        | 2026-01-12 | -20    | -12
    /// => rate: 32.00 of 80.00
    /// => amount: 32.00
    /// => coverage: 80.00 of 180.00
    /// ```
    /// Only returns: no rate.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | amount | cost
    /// 3        | 2026-01-12 | -20    | -12
    /// => rate: missing emptyDenominator
    /// => amount: -8.00
    /// ```
    /// The cost is unknown for every order: neither a rate nor 100 %.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | amount | cost
    /// 1        | 2026-01-10 | 100    |
    /// 2        | 2026-02-10 | 100    | 40
    /// ? from=2026-01-01 to=2026-02-01
    /// => rate: missing needsField
    /// => coverage: 0.00 of 100.00
    /// ```
    gross_margin {
        family: Results, zh: "销售利润率", en: "Gross margin", better: Higher,
        variants: {
            rate {
                "毛利率", "rate", "（净收入 − 成本）÷ 净收入", "(net revenue − cost) ÷ net revenue",
                Formula::Ratio {
                    numerator: profit(),
                    denominator: revenue(),
                    is_part: false,
                }
            }
            amount { "毛利", "gross profit", "净收入 − 成本", "net revenue − cost", Formula::Total(profit()) }
            coverage {
                "有成本的收入占比", "revenue with a cost", "有成本的订单金额 ÷ 全部订单金额", "amount of orders with a cost ÷ amount of all orders",
                part(revenue(), orders(What::Sum(Field::Amount), &[]))
            }
            cost { "成本", "cost", "期间订单成本合计，只计有金额的行；都没有则未知", "cost of the period's order lines, of those with an amount; unknown where none has both", Formula::Total(orders(What::Sum(Field::Cost), &[Test::Has(Field::Amount)])) }
        }
    }
}
