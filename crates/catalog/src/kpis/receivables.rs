//! What was due and what was paid of it.

use kpi_engine::{Formula, Measure, Term, Test, What, When};
use kpi_model::{Field, TableKind, Unit};

use super::part;
use crate::definition::kpi;

const LATE: Test = Test::LongAfter(Field::PaidOn, Field::DueOn, 0);

/// Receivables by the day they fell due.
fn fallen(what: What, tests: &[Test]) -> Measure {
    Measure::new(TableKind::Receivables, what, tests, When::At(Field::DueOn))
}

/// What was due.
fn owed() -> Measure {
    fallen(What::Sum(Field::Amount), &[])
}

/// What was paid of it by the as-of day; also where nothing says when.
fn paid() -> Term {
    let amount = |test: Test| Term::Sum(fallen(What::Sum(Field::AmountPaid), &[test]));
    amount(Test::Happened(Field::PaidOn)).plus(amount(Test::Lacks(Field::PaidOn)))
}

kpi! {
    /// What fell due in the period, what was paid of it, and how late. Needs due dates: in a list of invoices with the day or the
    /// amount of payment, or in a list of planned payments. What is due after the as-of day is not due yet. Trap: a period looks
    /// better the longer ago it is, for what came late came all the same; on time does not.
    ///
    /// ```kpi
    /// # orders.csv
    /// order id | order date | customer | amount | payment due date | paid date
    /// 1        | 2026-01-01 | A        | 100    | 2026-01-31       | 2026-01-20
    /// 2        | 2026-01-01 | B        | 300    | 2026-01-31       | 2026-02-20
    /// 3        | 2026-01-02 | C        | 100    | 2026-01-31       |
    /// 4        | 2026-03-02 | C        | 900    | 2026-04-30       |
    /// => collected: 400.00 of 500.00
    /// => on_time: 100.00 of 500.00
    /// => overdue: 100.00
    /// => days_late: 20
    /// => days_to_pay: 34.5
    /// ```
    /// Seen from the first of February only one was paid.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | customer | amount | payment due date | paid date  | amount paid
    /// 1        | 2026-01-01 | A        | 100    | 2026-01-31       | 2026-01-20 | 60
    /// 2        | 2026-01-01 | B        | 300    | 2026-01-31       | 2026-02-20 | 300
    /// ? as_of=2026-02-01
    /// => collected: 60.00 of 400.00
    /// => overdue: 340.00
    /// ```
    /// A list of planned payments says both.
    /// ```kpi
    /// # payments.csv
    /// payment id | customer | planned payment date | planned amount | payment date | amount received
    /// 1          | A        | 2026-01-31           | 100            | 2026-01-20   | 100
    /// 2          | B        | 2026-01-31           | 300            |              |
    /// ? as_of=2026-02-28
    /// => collected: 100.00 of 400.00
    /// ```
    /// Invoices and the plan how they are to be paid: what is owed is owed once.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | customer | amount | payment due date
    /// 1        | 2026-01-01 | A        | 100    | 2026-01-31
    /// # payments.csv
    /// payment id | customer | planned payment date | planned amount | payment date | amount received
    /// 1          | A        | 2026-01-31           | 100            | 2026-01-20   | 100
    /// ? as_of=2026-02-28
    /// => collected: 100.00 of 100.00
    /// ```
    /// Nothing says when anything was due.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | customer | amount
    /// 1        | 2026-01-01 | A        | 100
    /// => collected: missing needsField
    /// ```
    receivables {
        family: Results, zh: "应收回款", en: "Receivables", better: Higher,
        variants: {
            collected { "回款率", "collected", "期间到期的应收：已收 ÷ 应收", "what fell due in the period: paid ÷ due", Formula::Calculation(paid().over(Term::Sum(owed())), Unit::Ratio) }
            on_time { "按期回款率", "paid on time", "期间到期的应收：到期日前付清的应收额 ÷ 应收", "what fell due in the period: amounts paid by their due date ÷ due", part(fallen(What::Sum(Field::Amount), &[Test::SoonAfter(Field::PaidOn, Field::DueOn, 0)]), owed()) }
            overdue { "逾期未收", "overdue", "期间到期的应收 − 已收", "what fell due in the period less what was paid of it", Formula::Calculation(Term::Sum(owed()).minus(paid()), Unit::Money) }
            days_late { "逾期天数", "days late", "晚于到期日付款的：付款日 − 到期日，中位数", "paid after the due date: day of payment − due date, median", Formula::Quantile(fallen(What::Days(Field::DueOn, Field::PaidOn), &[Test::Happened(Field::PaidOn), LATE]), 50) }
            days_to_pay { "开单到回款天数", "days from invoice to cash", "付款日 − 订单日，中位数", "day of payment − order date, median", Formula::Quantile(fallen(What::Days(Field::Day, Field::PaidOn), &[Test::Happened(Field::PaidOn), Test::Has(Field::Day)]), 50) }
        }
    }
}
