//! Whether opportunities close when they are expected to.

use kpi_engine::{Formula, Test, What, When};
use kpi_model::Field;

use super::{CLOSED, deals, part};
use crate::definition::kpi;

const DUE: When = When::At(Field::ExpectedClose);
const EXPECTED: Test = Test::Has(Field::ExpectedClose);
const LATE: Test = Test::LongAfter(Field::Closed, Field::ExpectedClose, 0);

kpi! {
    /// Opportunities by the day they were expected to close: closed by then, or slipped. Needs a column of the expected date beside
    /// that of the close. Trap: the file knows only the last expectation; who moves the date along never slips, so the true figure is
    /// at best this one.
    ///
    /// ```kpi
    /// # opportunities.csv
    /// opportunity id | stage    | created    | expected close date | actual close date | amount
    /// 1              | Won      | 2026-01-01 | 2026-02-10          | 2026-02-10        | 10
    /// 2              | Lost     | 2026-01-01 | 2026-02-10          | 2026-02-01        | 10
    /// 3              | Won      | 2026-01-01 | 2026-02-10          | 2026-02-20        | 10
    /// 4              | Proposal | 2026-01-01 | 2026-02-15          |                   | 10
    /// 5              | Proposal | 2026-01-01 | 2026-06-15          |                   | 10
    /// => on_time: 2 of 4
    /// => on_time_amount: 20.00 of 40.00
    /// => won_late: 1 of 2
    /// => days_late: 10
    /// ```
    /// Nothing was due in the period: undefined.
    /// ```kpi
    /// # opportunities.csv
    /// opportunity id | stage    | created    | expected close date | actual close date | amount
    /// 1              | Won      | 2026-01-01 | 2026-02-10          | 2026-02-10        | 10
    /// ? from=2026-01-01 to=2026-02-01
    /// => on_time: missing emptyDenominator
    /// ```
    /// One date for both: nothing says what was expected.
    /// ```kpi
    /// stage    | created    | closed
    /// Won      | 2026-01-01 | 2026-02-01
    /// => on_time: missing needsField
    /// ```
    closing_on_time {
        family: Process, zh: "按期关闭率", en: "Closing on time", better: Higher,
        variants: {
            on_time { "按期关闭", "closed by the expected day", "预计在期间关闭的商机：按期关闭 ÷ 全部", "opportunities expected to close in the period: closed by then ÷ all", part(deals(What::Rows, &[EXPECTED, Test::Closed, Test::SoonAfter(Field::Closed, Field::ExpectedClose, 0)], DUE), deals(What::Rows, &[EXPECTED], DUE)) }
            on_time_amount { "按期关闭，按金额", "closed by the expected day, by amount", "预计在期间关闭的商机：按期关闭的金额 ÷ 全部", "opportunities expected to close in the period: amount closed by then ÷ of all", part(deals(What::Sum(Field::Amount), &[EXPECTED, Test::Closed, Test::SoonAfter(Field::Closed, Field::ExpectedClose, 0)], DUE), deals(What::Sum(Field::Amount), &[EXPECTED], DUE)) }
            won_late { "晚于预计的赢单", "won later than expected", "期间赢单：晚于预计 ÷ 有预计关闭日的", "won in the period: later than expected ÷ with an expected day", part(deals(What::Rows, &[Test::Won, EXPECTED, LATE], CLOSED), deals(What::Rows, &[Test::Won, EXPECTED], CLOSED)) }
            days_late { "延迟天数", "days late", "晚于预计的赢单：关闭日 − 预计关闭日，中位数", "won later than expected: close date − expected day, median", Formula::Quantile(deals(What::Days(Field::ExpectedClose, Field::Closed), &[Test::Won, LATE], CLOSED), 50) }
        }
    }
}
