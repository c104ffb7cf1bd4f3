//! How many customers were heard.

use kpi_engine::{Formula, Key, Spread, What};
use kpi_model::Dimension;

use super::{ANSWERED, BY_CUSTOMER, answers};
use crate::definition::kpi;

const BY_THEME: Key = Key::Of(Dimension::Category);

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
    /// A log of complaints: what they are about, most of them first (Pareto).
    /// ```kpi
    /// # complaints.csv
    /// case number | date opened | account | issue type | first response | resolved
    /// 1           | 2026-01-10  | A       | delivery   | 2026-01-10     | 2026-01-12
    /// 2           | 2026-01-11  | B       | delivery   | 2026-01-12     |
    /// 3           | 2026-01-11  | B       | delivery   |                |
    /// 4           | 2026-01-12  | C       | price      | 2026-01-13     | 2026-01-14
    /// 5           | 2026-01-12  | C       |            |                |
    /// => answers: 5
    /// => main_theme: 3 of 4
    /// => themes_80: 2
    /// ```
    feedback {
        family: Customers, zh: "客户反馈量", en: "Feedback", better: Higher,
        variants: {
            answers { "回答数", "answers", "期间收到的回答数", "answers received in the period", Formula::Total(answers(What::Rows, &[ANSWERED])) }
            main_theme { "首要主题占比", "the largest theme", "最多的一个主题的回答数 ÷ 有主题的回答数", "answers about the most frequent theme ÷ answers with a theme", Formula::concentration(answers(What::Rows, &[ANSWERED]), BY_THEME, Spread::Largest(1)) }
            themes_80 { "占八成的主题数", "themes that make up 80%", "从最多的主题起，合计达到 80% 所需的主题数", "how many themes, from the most frequent down, make up 80% of the answers with a theme", Formula::concentration(answers(What::Rows, &[ANSWERED]), BY_THEME, Spread::KeysFor(80)) }
            customers { "反馈客户数", "customers heard", "期间给出回答的不同客户数", "different customers who answered in the period", Formula::distinct(answers(What::Rows, &[ANSWERED]), BY_CUSTOMER) }
        }
    }
}
