//! Win rate in its published definitions, side by side.

use kpi_engine::{Formula, Measure, Term, Test, What, When};
use kpi_model::{Field, Unit};

use super::lead_conversion::leads;
use super::{CLOSED, CREATED, deals, part};
use crate::definition::kpi;

/// Days without a close date after which an open opportunity counts against the penalised rate.
const STALE_DAYS: i32 = 180;

fn within(days: i64) -> Formula {
    Formula::Within(deals(What::Ending, &[], CREATED), days)
}

/// Closed or stale opportunities.
fn stale(tests: &[Test]) -> Term {
    Term::Count(deals(What::Rows, tests, When::ClosedOrStale(STALE_DAYS)))
}

fn both(what: What, tests: &[Test], all: &[Test], when: When) -> Formula {
    let with = |tests: &[Test]| -> Measure { deals(what, tests, when) };
    part(with(tests), with(all))
}

kpi! {
    /// Share of sales opportunities that are won. The published definitions differ; all are computed side by side.
    /// Trap: the close-date rate rises when people leave dead opportunities open. The horizon rate does not: it
    /// counts open opportunities for as long as they have been watched.
    ///
    /// ```kpi
    /// opportunity id | stage | created    | closed     | amount
    /// 1              | Won   | 2026-01-01 | 2026-01-10 | 300
    /// 2              | Lost  | 2026-01-01 | 2026-01-12 | 100
    /// 3              | Open  | 2026-01-02 |            | 500
    /// => close_date_count: 1 of 2
    /// => close_date_amount: 300.00 of 400.00
    /// => all_created: 1 of 3
    /// => all_no_date: 1 of 3
    /// => penalised: 1 of 2
    /// ```
    /// Nothing closed yet: undefined, never 0.
    /// ```kpi
    /// stage | created    | closed
    /// Open  | 2026-01-02 | 2026-09-01
    /// => close_date_count: missing emptyDenominator
    /// => all_created: 0 of 1
    /// ```
    /// An open opportunity past its due date counts against the penalised rate.
    /// ```kpi
    /// stage | created    | closed
    /// Won   | 2025-01-01 | 2026-01-10
    /// Open  | 2025-01-02 | 2025-12-01
    /// => penalised: 1 of 2
    /// => stale_won: 2 of 2
    /// => close_date_count: 1 of 1
    /// => horizon_180: 0 of 2
    /// ```
    /// Beside the leads people were given: both are counted for themselves, so nothing is counted twice. A lead of nobody is no
    /// one's chance.
    /// ```kpi
    /// # opportunities.csv
    /// stage | created    | closed     | owner
    /// Won   | 2026-01-01 | 2026-01-10 | Ann
    /// Lost  | 2026-01-02 | 2026-01-10 | Ann
    /// # leads.csv
    /// lead id | lead owner | created    | lead source
    /// 1       | Ann        | 2026-01-01 | web
    /// 2       | Ann        | 2026-01-03 | web
    /// 3       | Bob        | 2026-01-03 | web
    /// 4       |            | 2026-01-04 | web
    /// => assigned_leads: 1 of 3
    /// ```
    win_rate {
        family: Process, zh: "赢单率", en: "Win rate", better: Higher,
        variants: {
            horizon_180 {
                "180 天内赢单", "won within 180 days",
                "创建后 180 天内赢单的概率，未关闭的按已观察天数计入（Aalen-Johansen）",
                "probability of a win within 180 days of creation; open ones count for the days they were watched (Aalen-Johansen)",
                within(180)
            }
            close_date_count {
                "按关闭日期，个数", "by close date, count",
                "期间关闭的商机：赢单 ÷（赢单 + 输单）", "opportunities closed in the period: won ÷ (won + lost)",
                both(What::Rows, &[Test::Won], &[Test::Closed], CLOSED)
            }
            close_date_amount {
                "按关闭日期，金额", "by close date, amount",
                "期间关闭的商机：赢单金额 ÷（赢单 + 输单）金额", "opportunities closed in the period: amount won ÷ amount (won + lost)",
                both(What::Sum(Field::Amount), &[Test::Won], &[Test::Closed], CLOSED)
            }
            close_date_list_price {
                "按关闭日期，标价", "by close date, list price",
                "期间关闭的商机：赢单产品标价 ÷（赢单 + 输单）产品标价", "opportunities closed in the period: list price won ÷ list price (won + lost)",
                both(What::Sum(Field::ListPrice), &[Test::Won], &[Test::Closed], CLOSED)
            }
            all_created {
                "按创建日期，全部", "all created",
                "期间创建的商机：赢单 ÷ 全部（含未关闭）", "opportunities created in the period: won ÷ all, open ones included",
                both(What::Rows, &[Test::Won], &[], CREATED)
            }
            all_no_date {
                "全部，不分日期", "all, no date",
                "赢单数 ÷ 所有机会数", "won ÷ all opportunities, whatever their date",
                both(What::Rows, &[Test::Won], &[], When::Never)
            }
            penalised {
                "计入逾期和老化", "penalised for overdue and old",
                "赢单 ÷（赢单 + 输单 + 逾期未关 + 180 天以上未关）", "won ÷ (won + lost + open past the due date + open for over 180 days)",
                both(What::Rows, &[Test::Won], &[], When::ClosedOrStale(STALE_DAYS))
            }
            stale_won {
                "停滞的都赢", "if all stale were won",
                "（赢单 + 逾期未关 + 180 天以上未关）÷（赢单 + 输单 + 逾期未关 + 180 天以上未关）：与上一项之间是停滞商机使赢单率不确定的范围",
                "(won + open past the due date + open for over 180 days) ÷ (won + lost + the same): with the one above, the band the stale ones leave open",
                Formula::Calculation(stale(&[]).minus(stale(&[Test::Lost])).over(stale(&[])), Unit::Ratio)
            }
            assigned_leads {
                "赢单 ÷ 分配的线索", "won ÷ assigned leads",
                "期间赢单的商机数 ÷ 期间分配给负责人的线索数", "opportunities won in the period ÷ leads of the period that somebody was given",
                Formula::Ratio { numerator: deals(What::Rows, &[Test::Won], CLOSED), denominator: leads(&[Test::Has(Field::Person)]), is_part: false }
            }
            horizon_90 {
                "90 天内赢单", "won within 90 days",
                "创建后 90 天内赢单的概率（Aalen-Johansen）", "probability of a win within 90 days of creation (Aalen-Johansen)",
                within(90)
            }
            horizon_365 {
                "365 天内赢单", "won within 365 days",
                "创建后 365 天内赢单的概率（Aalen-Johansen）", "probability of a win within 365 days of creation (Aalen-Johansen)",
                within(365)
            }
        }
    }
}
