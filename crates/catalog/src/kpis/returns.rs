//! What came back.

use kpi_engine::{Formula, Measure, Term, Test, What, When};
use kpi_model::{Field, Unit};

use super::orders;
use crate::definition::kpi;

fn amount(tests: &[Test]) -> Measure {
    orders(What::Sum(Field::Amount), tests)
}

/// By the day on which what came back was sold.
fn restated(tests: &[Test]) -> Measure {
    Measure { when: When::At(Field::Sold), ..amount(&[&[Test::Happened(Field::Day)], tests].concat()) }
}

kpi! {
    /// Amount below 0 in the period, and its part of the sales of the same period. A return stands in the period in which
    /// it happens, so after a strong period the rate can look high; restated, it stands in the
    /// period in which its order was sold, if it names one.
    ///
    /// ```kpi
    /// # orders.csv
    /// order id | order date | amount
    /// 1        | 2026-01-10 | 100
    /// 2        | 2026-01-12 | 100
    /// 3        | 2026-01-13 | -30
    /// => rate: 0.15
    /// => rate: 30.00 of 200.00
    /// => amount: -30.00
    /// => lines: 1
    /// ```
    /// What came back in February was sold in January.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | amount
    /// 1        | 2026-01-10 | 100
    /// 2        | 2026-02-12 | 100
    /// 1        | 2026-02-13 | -30
    /// ? from=2026-01-01 to=2026-02-01
    /// => rate: 0.00 of 100.00
    /// => restated: 30.00 of 100.00
    /// ```
    /// No sales: no rate.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | amount
    /// 3        | 2026-01-13 | -30
    /// => rate: missing emptyDenominator
    /// => amount: -30.00
    /// ```
    /// Nothing came back: a real zero.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | amount
    /// 1        | 2026-01-10 | 100
    /// => rate: 0.00 of 100.00
    /// => lines: 0
    /// ```
    returns {
        family: Results, zh: "退货", en: "Returns", better: Lower,
        variants: {
            rate { "退货率", "rate", "退货金额 ÷ 正数订单金额", "amount returned ÷ amount of sales", Formula::Calculation(Term::Sum(amount(&[Test::Positive(Field::Amount)])).minus(Term::Sum(amount(&[]))).over(Term::Sum(amount(&[Test::Positive(Field::Amount)]))), Unit::Ratio) }
            restated { "退货率，按售出日", "rate, restated", "按售出日归期的退货金额 ÷ 正数订单金额", "amount returned by the day it was sold ÷ amount of sales", Formula::Calculation(Term::Sum(amount(&[Test::Positive(Field::Amount)])).minus(Term::Sum(amount(&[Test::Positive(Field::Amount)])).plus(Term::Sum(restated(&[Test::Negative(Field::Amount)])))).over(Term::Sum(amount(&[Test::Positive(Field::Amount)]))), Unit::Ratio) }
            amount { "退货金额", "amount", "期间负数订单金额合计", "amount of orders below 0 in the period", Formula::Total(amount(&[Test::Negative(Field::Amount)])) }
            lines { "退货行数", "lines", "期间负数订单行", "lines below 0 in the period", Formula::Total(orders(What::Rows, &[Test::Negative(Field::Amount)])) }
        }
    }
}
