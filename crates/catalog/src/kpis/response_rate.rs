//! How many of those asked answered.

use kpi_engine::{Formula, Test, What};
use kpi_model::Field;

use super::{ANSWERED, answers, part};
use crate::definition::kpi;

const ASKED: Test = Test::Has(Field::Asked);

fn of_asked(tests: &[Test]) -> Formula {
    part(answers(What::Rows, &[&[ASKED], tests].concat()), answers(What::Rows, &[ASKED]))
}

kpi! {
    /// Of everybody who was asked, the share that answered anything; and that answered each question. It needs a file that lists who
    /// did not answer, with the answers empty: from a file of answers alone nothing can be said. Few answers: who is content or
    /// angry answers more often than others, and no interval knows that.
    ///
    /// ```kpi
    /// # survey.csv
    /// response id | response date | customer | satisfaction | recommend
    /// 1           | 2026-01-10    | A        | 5            | 9
    /// 2           | 2026-01-11    | B        |              |
    /// 3           | 2026-01-11    | C        | 4            |
    /// => answered: 2 of 3
    /// => recommend: 1 of 3
    /// ```
    /// All rows are answers: who did not answer is not in the file.
    /// ```kpi
    /// # survey.csv
    /// response id | response date | customer | satisfaction
    /// 1           | 2026-01-10    | A        | 5
    /// 2           | 2026-01-11    | B        | 9
    /// => answered: missing needsField
    /// ```
    /// Nobody was asked in the period: undefined.
    /// ```kpi
    /// # survey.csv
    /// response id | response date | customer | satisfaction
    /// 1           | 2026-01-10    | A        | 5
    /// 2           | 2026-01-10    | B        |
    /// ? from=2026-02-01 to=2026-03-01
    /// => answered: missing emptyDenominator
    /// ```
    response_rate {
        family: Customers, zh: "问卷应答率", en: "Response rate", better: Higher,
        variants: {
            answered { "应答率", "answered", "有任一回答的 ÷ 全部受访", "with any answer ÷ all asked", of_asked(&[ANSWERED]) }
            satisfaction { "回答满意度", "answered satisfaction", "回答满意度的 ÷ 全部受访", "answers to satisfaction ÷ all asked", of_asked(&[Test::Has(Field::Satisfaction)]) }
            recommend { "回答推荐意愿", "answered recommendation", "回答推荐意愿的 ÷ 全部受访", "answers to recommendation ÷ all asked", of_asked(&[Test::Has(Field::Recommend)]) }
        }
    }
}
