//! Opportunities that nobody moves.

use kpi_engine::{Formula, Measure, Term, Test, What, When};
use kpi_model::{Field, Unit};

use super::{deals, part};
use crate::definition::kpi;

fn open(what: What, tests: &[Test]) -> Measure {
    deals(what, &[&[Test::Open], tests].concat(), When::Never)
}

/// Open amount: all of it, or what is past its date or old.
fn amount(when: When) -> Term {
    Term::Sum(deals(What::Sum(Field::Amount), &[Test::Open], when))
}

kpi! {
    /// Of the opportunities open at the as-of day: past their due date, or old. Dead opportunities that stay open make
    /// pipeline, coverage and close-date win rate look better than they are. Seen from one day, so it has no periods.
    ///
    /// ```kpi
    /// stage | created    | closed     | amount
    /// Open  | 2026-01-01 | 2026-03-01 | 100
    /// Open  | 2026-05-01 | 2026-09-01 | 300
    /// Open  | 2026-06-01 |            | 50
    /// Won   | 2026-06-01 | 2026-06-30 | 50
    /// ? as_of=2026-06-30
    /// => overdue: 1 of 2
    /// => overdue_amount: 100.00 of 400.00
    /// => fresh_amount: 350.00 of 450.00
    /// => over_90_days: 1 of 3
    /// => over_180_days: 0 of 3
    /// => median_age: 60
    /// ```
    /// Nothing open: undefined.
    /// ```kpi
    /// stage | created    | closed     | amount
    /// Won   | 2026-06-01 | 2026-06-30 | 50
    /// => over_90_days: missing emptyDenominator
    /// => median_age: missing emptyDenominator
    /// ```
    /// By period there is no answer.
    /// ```kpi
    /// stage | created    | closed     | amount
    /// Open  | 2026-01-01 | 2026-03-01 | 100
    /// ? from=2026-01-01 to=2026-02-01
    /// => overdue: missing notByPeriod
    /// ```
    stale_pipeline {
        family: Process, zh: "停滞商机", en: "Stale pipeline", better: Lower,
        variants: {
            overdue { "逾期", "overdue", "预计关闭日已过 ÷ 有预计关闭日的未关闭商机", "past the expected close date ÷ open opportunities with one", part(open(What::Rows, &[Test::Has(Field::Closed), Test::OlderThan(Field::Closed, 0)]), open(What::Rows, &[Test::Has(Field::Closed)])) }
            overdue_amount { "逾期金额", "overdue, amount", "预计关闭日已过的金额 ÷ 有预计关闭日的未关闭金额", "amount past the expected close date ÷ open amount with one", part(open(What::Sum(Field::Amount), &[Test::Has(Field::Closed), Test::OlderThan(Field::Closed, 0)]), open(What::Sum(Field::Amount), &[Test::Has(Field::Closed)])) }
            over_90_days { "90 天以上", "over 90 days old", "创建超过 90 天 ÷ 未关闭商机", "created more than 90 days ago ÷ open opportunities", part(open(What::Rows, &[Test::Has(Field::Created), Test::OlderThan(Field::Created, 90)]), open(What::Rows, &[Test::Has(Field::Created)])) }
            over_180_days { "180 天以上", "over 180 days old", "创建超过 180 天 ÷ 未关闭商机", "created more than 180 days ago ÷ open opportunities", part(open(What::Rows, &[Test::Has(Field::Created), Test::OlderThan(Field::Created, 180)]), open(What::Rows, &[Test::Has(Field::Created)])) }
            fresh_amount { "未停滞金额占比", "not stale, amount", "既未逾期、创建也不超过 180 天的金额 ÷ 未关闭金额：停滞的都不成交时剩下的管道", "amount neither past its expected date nor created over 180 days ago ÷ open amount: what of the pipeline is left if nothing stale is won", Formula::Calculation(amount(When::Never).minus(amount(When::ClosedOrStale(180))).over(amount(When::Never)), Unit::Ratio) }
            median_age { "年龄中位数", "median age", "未关闭商机创建至今的天数，中位数", "days since creation of open opportunities, median", Formula::Quantile(open(What::Age(Field::Created), &[]), 50) }
            mean_age { "平均年龄", "mean age", "未关闭商机创建至今的天数，平均", "days since creation of open opportunities, mean", Formula::Mean(open(What::Age(Field::Created), &[])) }
        }
    }
}
