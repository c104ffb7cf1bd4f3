//! Net promoter score.

use kpi_engine::{Formula, Measure, Test, What};
use kpi_model::Field;

use super::answers;
use crate::definition::kpi;

fn between(low: i32, high: i32) -> Measure {
    answers(What::Rows, &[Test::Between(Field::Recommend, low, high)])
}

kpi! {
    /// Share of answers 9 and 10 minus share of answers 0 to 6, in points from −100 to 100. 7 and 8 count in n.
    /// Answers off the scale of 0 to 10 are left out and listed. Interval: adjusted Wald.
    ///
    /// ```kpi
    /// # survey.csv
    /// response id | response date | recommend
    /// 1           | 2026-01-10    | 10
    /// 2           | 2026-01-10    | 9
    /// 3           | 2026-01-11    | 8
    /// 4           | 2026-01-11    | 3
    /// 5           | 2026-01-11    | 11
    /// => score: 25
    /// => score: 1 of 4
    /// ```
    /// No valid answer: undefined.
    /// ```kpi
    /// # survey.csv
    /// response id | response date | recommend
    /// 1           | 2026-01-10    | 11
    /// => score: missing emptyDenominator
    /// ```
    /// Only passives: 0 points, and a real answer.
    /// ```kpi
    /// # survey.csv
    /// response id | response date | recommend
    /// 1           | 2026-01-10    | 7
    /// 2           | 2026-01-10    | 8
    /// => score: 0 of 2
    /// ```
    nps {
        family: Customers, zh: "净推荐值 NPS", en: "NPS", better: Higher,
        variants: {
            score {
                "净推荐值", "score", "100 ×（9–10 分 − 0–6 分）÷ 有效回答", "100 × (9 and 10 − 0 to 6) ÷ answers",
                Formula::NetScore { plus: between(9, 10), minus: between(0, 6), base: between(0, 10) }
            }
        }
    }
}
