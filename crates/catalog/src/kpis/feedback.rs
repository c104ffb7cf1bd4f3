//! How many customers were heard.

use kpi_engine::{Formula, What};

use super::{ANSWERED, BY_CUSTOMER, answers};
use crate::definition::kpi;

kpi! {
    /// Answers received in the period, and how many different customers they came from. Few answers from few customers
    /// say little about all: who was not asked or did not answer is not in any score.
    ///
    /// ```kpi
    /// # survey.csv
    /// response id | response date | customer | satisfaction
    /// 1           | 2026-01-10    | A        | 5
    /// 2           | 2026-01-11    | A        | 2
    /// 3           | 2026-01-11    | B        | 4
    /// => answers: 3
    /// => customers: 2
    /// ```
    /// An answer with an empty question is still an answer.
    /// ```kpi
    /// # survey.csv
    /// response id | response date | customer | satisfaction | recommend
    /// 1           | 2026-01-10    | A        |              | 9
    /// => answers: 1
    /// ```
    /// Who was asked and did not answer gave none.
    /// ```kpi
    /// # survey.csv
    /// response id | response date | customer | satisfaction | recommend
    /// 1           | 2026-01-10    | A        | 5            | 9
    /// 2           | 2026-01-11    | B        |              |
    /// => answers: 1
    /// => customers: 1
    /// ```
    /// Nothing came: a real zero.
    /// ```kpi
    /// # survey.csv
    /// response id | response date | customer | satisfaction
    /// 1           | 2026-01-10    | A        | 5
    /// ? from=2026-02-01 to=2026-03-01
    /// => answers: 0
    /// => customers: 0
    /// ```
    feedback {
        family: Customers, zh: "客户反馈量", en: "Feedback", better: Higher,
        variants: {
            answers { "回答数", "answers", "期间收到的回答数", "answers received in the period", Formula::Total(answers(What::Rows, &[ANSWERED])) }
            customers { "反馈客户数", "customers heard", "期间给出回答的不同客户数", "different customers who answered in the period", Formula::distinct(answers(What::Rows, &[ANSWERED]), BY_CUSTOMER) }
        }
    }
}
