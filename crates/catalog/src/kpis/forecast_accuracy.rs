//! How far forecasts were off.

use kpi_engine::{Formula, Measure, Test, What};
use kpi_model::{Field, TableKind};

use super::DAY;
use crate::definition::kpi;

/// Its time is over.
const OVER: Test = Test::Happened(Field::Ends);
/// It was made before its time began.
const AHEAD: Test = Test::LongAfter(Field::Month, Field::Day, 0);

/// Of forecasts that can be compared, by the day they were made: without it, nothing says that they were.
fn of_actual(what: What, tests: &[Test]) -> Formula {
    let tests = [&[Test::Has(Field::Day), OVER, Test::Has(Field::Actual)], tests].concat();
    let measure = |what| Measure::new(TableKind::Forecasts, what, &tests, DAY);
    Formula::Ratio { numerator: measure(what), denominator: measure(What::Sum(Field::Actual)), is_part: false }
}

kpi! {
    /// Σ |forecast − actual| ÷ Σ actual, and the bias apart: Σ (forecast − actual) ÷ Σ actual. A forecast is of a month or quarter and of
    /// a person, a team, a region or all, and compared with what they won in it (net orders where there are no opportunities). It
    /// belongs to the day it was made and counts when its time is over. Traps: a file that is written over when the month goes on knows no
    /// forecast, only its last correction; and a person's error is made of few months.
    ///
    /// ```kpi
    /// # opportunities.csv
    /// stage | closed     | amount | owner
    /// Won   | 2026-01-10 | 90     | Ann
    /// Won   | 2026-02-11 | 70     | Ann
    /// Won   | 2026-02-20 | 40     | Bob
    /// Lost  | 2026-03-31 | 10     | Bob
    /// # forecasts.csv
    /// forecast date | forecast month | owner | forecast amount
    /// 2025-12-28    | 2026-01        | Ann   | 100
    /// 2026-02-03    | 2026-02        | Ann   | 50
    /// 2026-01-30    | 2026-02        | Bob   | 50
    /// 2026-02-28    | 2026-04        | Bob   | 50
    /// => error: 40.00 of 200.00
    /// => error_ahead: 20.00 of 130.00
    /// => bias: 0.00 of 200.00
    /// ```
    /// Nothing came of what was forecast: there is nothing to measure the error by.
    /// ```kpi
    /// # opportunities.csv
    /// stage | closed     | amount | owner
    /// Won   | 2026-01-10 | 90     | Bob
    /// Lost  | 2026-01-31 | 90     | Ann
    /// # forecasts.csv
    /// forecast date | forecast month | owner | forecast amount
    /// 2025-12-28    | 2026-01        | Ann   | 100
    /// => error: missing emptyDenominator
    /// => bias: missing emptyDenominator
    /// ```
    /// Nothing says when the forecast was made: it may be its last correction.
    /// ```kpi
    /// # opportunities.csv
    /// stage | closed     | amount | owner
    /// Won   | 2026-01-31 | 90     | Ann
    /// # forecasts.csv
    /// forecast month | owner | forecast amount
    /// 2026-01        | Ann   | 100
    /// => error: missing needsField
    /// ```
    /// A quarter is compared as a whole; best cases are no forecasts.
    /// ```kpi
    /// # opportunities.csv
    /// stage | closed     | amount | owner
    /// Won   | 2026-01-10 | 90     | Ann
    /// Won   | 2026-03-31 | 60     | Ann
    /// # forecasts.csv
    /// forecast date | forecast period | owner | forecast category | forecast amount
    /// 2025-12-28    | 2026 Q1         | Ann   | Commit            | 100
    /// 2025-12-28    | 2026 Q1         | Ann   | Best Case         | 400
    /// => error: 50.00 of 150.00
    /// => bias: -50.00 of 150.00
    /// ```
    forecast_accuracy {
        family: Process, zh: "预测误差率", en: "Forecast error", better: Lower,
        variants: {
            error { "全部预测", "all forecasts", "期间作出、所预测期间已结束的预测：Σ｜预测 − 实际｜÷ Σ 实际", "forecasts made in the period whose time is over: Σ |forecast − actual| ÷ Σ actual", of_actual(What::Sum(Field::Miss), &[]) }
            error_ahead { "提前作出的预测", "made ahead", "同上，只算在所预测期间开始前作出的", "the same, of those made before their time began", of_actual(What::Sum(Field::Miss), &[AHEAD]) }
            bias { "预测偏差", "bias", "期间作出、所预测期间已结束的预测：Σ（预测 − 实际）÷ Σ 实际；正数为偏高", "forecasts made in the period whose time is over: Σ (forecast − actual) ÷ Σ actual; above 0: too high", of_actual(What::Difference(Field::Amount, Field::Actual), &[]) }
        }
    }
}
