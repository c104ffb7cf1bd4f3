//! How fast feedback is answered and settled.

use kpi_engine::{Formula, Test, What};
use kpi_model::Field;

use super::{answers, part};
use crate::definition::kpi;

kpi! {
    /// How fast feedback is answered and settled, by the day it came. Trap: the medians are of what was answered or settled; what is
    /// still open may take longer, so look at the share that was settled too.
    ///
    /// ```kpi
    /// # survey.csv
    /// response id | response date | customer | satisfaction | first response date | resolved date
    /// 1           | 2026-01-10    | A        | 2            | 2026-01-10          | 2026-01-14
    /// 2           | 2026-01-11    | B        | 1            | 2026-01-14          |
    /// 3           | 2026-01-12    | C        | 3            |                     |
    /// 4           | 2026-01-12    | C        | 3            | 2026-01-13          | 2026-01-22
    /// => resolved: 2 of 4
    /// => answered: 3 of 4
    /// => next_day: 2 of 4
    /// => time_to_reply: 1
    /// => time_to_resolve: 7
    /// ```
    /// Settled before it came: a mistake, left out and listed.
    /// ```kpi
    /// # survey.csv
    /// response id | response date | customer | satisfaction | first response date | resolved date
    /// 1           | 2026-01-10    | A        | 2            | 2026-01-10          | 2026-01-04
    /// => time_to_resolve: missing emptyDenominator
    /// ```
    /// The file does not say when.
    /// ```kpi
    /// # survey.csv
    /// response id | response date | customer | satisfaction
    /// 1           | 2026-01-10    | A        | 2
    /// => resolved: missing needsField
    /// ```
    feedback_handling {
        family: Customers, zh: "反馈处理", en: "Handling of feedback", better: Higher,
        variants: {
            resolved { "解决率", "resolved", "期间收到的反馈：已解决 ÷ 全部", "feedback received in the period: resolved ÷ all", part(answers(What::Rows, &[Test::Happened(Field::Resolved)]), answers(What::Rows, &[])) }
            answered { "回复率", "answered", "期间收到的反馈：已回复 ÷ 全部", "feedback received in the period: answered ÷ all", part(answers(What::Rows, &[Test::Happened(Field::Replied)]), answers(What::Rows, &[])) }
            next_day { "次日内回复", "answered by the next day", "期间收到的反馈：次日内回复 ÷ 全部", "feedback received in the period: answered by the next day ÷ all", part(answers(What::Rows, &[Test::SoonAfter(Field::Replied, Field::Day, 1)]), answers(What::Rows, &[])) }
            time_to_reply { "首次回复天数", "days to the first answer", "首次回复日 − 收到日，中位数", "day of the first answer − day received, median", Formula::Quantile(answers(What::Days(Field::Day, Field::Replied), &[Test::Happened(Field::Replied)]), 50) }
            time_to_resolve { "解决天数", "days to the end", "解决日 − 收到日，中位数", "day resolved − day received, median", Formula::Quantile(answers(What::Days(Field::Day, Field::Resolved), &[Test::Happened(Field::Resolved)]), 50) }
        }
    }
}
