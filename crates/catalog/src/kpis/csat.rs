//! Customer satisfaction.

use kpi_engine::{Formula, Test, What};
use kpi_model::Field;

use super::{answers, part};
use crate::definition::kpi;

const ON_SCALE: Test = Test::Between(Field::Satisfaction, 1, 5);

kpi! {
    /// Satisfaction on a scale of 1 to 5: share of answers 4 and 5. The mean is another number and named so.
    /// Answers off the scale and empty ones are left out and listed.
    ///
    /// ```kpi
    /// # survey.csv
    /// response id | response date | satisfaction
    /// 1           | 2026-01-10    | 5
    /// 2           | 2026-01-10    | 4
    /// 3           | 2026-01-11    | 2
    /// 4           | 2026-01-11    |
    /// 5           | 2026-01-11    | 9
    /// => top_two: 2 of 3
    /// => mean: 3.6666666666666665
    /// ```
    /// No answers: undefined.
    /// ```kpi
    /// # survey.csv
    /// response id | response date | satisfaction | recommend
    /// 1           | 2026-01-10    |              | 7
    /// 2           | 2026-01-10    | 9            | 7
    /// => top_two: missing emptyDenominator
    /// ```
    /// A month counts the answers of the month; all of them content is 100 %.
    /// ```kpi
    /// # survey.csv
    /// response id | response date | satisfaction
    /// 1           | 2026-01-31    | 1
    /// 2           | 2026-02-01    | 4
    /// ? from=2026-02-01 to=2026-03-01
    /// => top_two: 1 of 1
    /// => mean: 4
    /// ```
    csat {
        family: Customers, zh: "客户满意度", en: "Satisfaction", better: Higher,
        variants: {
            top_two {
                "4–5 分占比", "answers 4 and 5", "（4 分 + 5 分）÷ 有效回答", "(4 + 5) ÷ answers",
                part(answers(What::Rows, &[ON_SCALE, Test::Between(Field::Satisfaction, 4, 5)]), answers(What::Rows, &[ON_SCALE]))
            }
            mean { "平均分", "mean score", "满意度平均分（1–5）", "mean satisfaction (1 to 5)", Formula::Mean(answers(What::Sum(Field::Satisfaction), &[ON_SCALE])) }
        }
    }
}
