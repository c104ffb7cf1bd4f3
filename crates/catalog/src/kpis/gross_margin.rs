//! What is left after the cost of goods.

use kpi_engine::{Formula, Key, Measure, Term, Test, What};
use kpi_model::{Field, Unit};

use super::{orders, part};
use crate::definition::kpi;

const SALE: Test = Test::Positive(Field::Amount);
const COSTED: [Test; 1] = [Test::Has(Field::Cost)];

/// The whole order has a margin, and a negative one.
const KNOWN: Test = Test::Has(Field::Margin);
const LOSS: Test = Test::Negative(Field::Margin);

/// Different orders.
fn count(test: Test) -> Term {
    Term::Distinct(orders(What::Rows, &[test]), Key::Record)
}

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
    /// => coverage: 100.00 of 200.00
    /// ```
    /// Only returns: no rate.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | amount | cost
    /// 3        | 2026-01-12 | -20    | -12
    /// => rate: missing belowZero
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
    /// An order of several lines has one margin; break down by margin band for how margins are spread.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | amount | cost
    /// 1        | 2026-01-10 | 100    | 60
    /// 1        | 2026-01-10 | 100    | 150
    /// 2        | 2026-01-11 | 100    | 99
    /// 3        | 2026-01-12 | 100    |
    /// 4        | 2026-01-12 | -20    | -12
    /// => below_cost: 1 of 2
    /// => below_cost_amount: 200.00 of 300.00
    /// ```
    /// ```kpi
    /// # orders.csv
    /// order id | order date | amount | cost
    /// 1        | 2026-01-10 | 100    | 60
    /// 2        | 2026-01-11 | 100    | 100
    /// 3        | 2026-01-12 | 100    | 101
    /// ? by=marginBand
    /// => amount <0%: -1.00
    /// => amount 0–10%: 0.00
    /// => amount 40–50%: 40.00
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
                "有成本的收入占比", "revenue with a cost", "有成本的正数订单金额 ÷ 全部正数订单金额", "amount of sales with a cost ÷ amount of all sales",
                part(orders(What::Sum(Field::Amount), &[SALE, COSTED[0]]), orders(What::Sum(Field::Amount), &[SALE]))
            }
            below_cost { "亏本订单占比", "orders below cost", "毛利为负的订单 ÷ 成本已知、金额为正的订单", "orders with a negative margin ÷ orders above 0 whose cost is known", Formula::Calculation(count(LOSS).over(count(KNOWN)), Unit::Ratio) }
            below_cost_amount { "亏本订单的收入占比", "revenue below cost", "毛利为负的订单金额 ÷ 成本已知、金额为正的订单金额", "amount of orders with a negative margin ÷ of orders above 0 whose cost is known", part(orders(What::Sum(Field::Amount), &[LOSS]), orders(What::Sum(Field::Amount), &[KNOWN])) }
            cost { "成本", "cost", "期间订单成本合计，只计有金额的行；都没有则未知", "cost of the period's order lines, of those with an amount; unknown where none has both", Formula::Total(orders(What::Sum(Field::Cost), &[Test::Has(Field::Amount)])) }
        }
    }
}
