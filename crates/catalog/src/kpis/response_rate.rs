//! How many of those asked answered.

use kpi_engine::{Test, What};
use kpi_model::Field;

use super::{answers, part};
use crate::definition::kpi;

kpi! {
    /// Rows with an answer to the question ÷ all rows of the survey. It needs a file that lists everybody who was asked, with an empty
    /// answer where none came. Trap: a file of answers only says 100 %, and that is no response rate. Few answers: who is content or
    /// angry answers more often than others, and no interval knows that.
    ///
    /// ```kpi
    /// # survey.csv
    /// response id | response date | customer | satisfaction | recommend
    /// 1           | 2026-01-10    | A        | 5            | 9
    /// 2           | 2026-01-11    | B        |              |
    /// 3           | 2026-01-11    | C        | 4            |
    /// => satisfaction: 2 of 3
    /// => recommend: 1 of 3
    /// ```
    /// An answer off the scale is an answer.
    /// ```kpi
    /// # survey.csv
    /// response id | response date | customer | satisfaction
    /// 1           | 2026-01-10    | A        | 5
    /// 2           | 2026-01-11    | B        | 9
    /// => satisfaction: 2 of 2
    /// ```
    /// Nobody was asked in the period: undefined.
    /// ```kpi
    /// # survey.csv
    /// response id | response date | customer | satisfaction
    /// 1           | 2026-01-10    | A        | 5
    /// ? from=2026-02-01 to=2026-03-01
    /// => satisfaction: missing emptyDenominator
    /// ```
    response_rate {
        family: Customers, zh: "问卷应答率", en: "Response rate", better: Higher,
        variants: {
            satisfaction { "满意度", "satisfaction", "回答满意度的 ÷ 全部", "answers to satisfaction ÷ all asked", part(answers(What::Rows, &[Test::Has(Field::Satisfaction)]), answers(What::Rows, &[])) }
            recommend { "推荐意愿", "recommendation", "回答推荐意愿的 ÷ 全部", "answers to recommendation ÷ all asked", part(answers(What::Rows, &[Test::Has(Field::Recommend)]), answers(What::Rows, &[])) }
        }
    }
}
