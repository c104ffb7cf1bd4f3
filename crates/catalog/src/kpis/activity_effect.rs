//! Do opportunities with a kind of activity end better than those without?

use kpi_engine::{Contrast, Formula, Measure, Side, Test, What};
use kpi_model::{Dimension, Field, TableKind};

use super::CLOSED;
use crate::definition::kpi;

fn closed(table: TableKind, what: What, test: Test) -> Measure {
    Measure::new(table, what, &[test], CLOSED)
}

fn rates(what: What, side: Side) -> Formula {
    let pair = |table| (closed(table, what, Test::Won), closed(table, what, Test::Closed));
    let (with, all) = (pair(TableKind::Participations), pair(TableKind::Opportunities));
    Formula::Contrast(Box::new(Contrast { with, all, of: Dimension::ActivityType, side }))
}

const AMOUNT: What = What::Sum(Field::Amount);

kpi! {
    /// Win rate of closed opportunities that had a kind of activity, of those that had not, and the difference. Only what
    /// happened up to the close counts. It is a difference, not yet an effect: people visit where the chances are good, and
    /// an opportunity that lives longer has more visits.
    ///
    /// ```kpi
    /// # opportunities.csv
    /// opportunity id | stage | created    | closed     | amount
    /// 1              | Won   | 2026-01-01 | 2026-01-10 | 100
    /// 2              | Lost  | 2026-01-01 | 2026-01-11 | 300
    /// 3              | Lost  | 2026-01-01 | 2026-01-12 | 100
    /// 4              | Won   | 2026-01-01 | 2026-01-13 | 100
    /// # activities.csv
    /// activity id | activity date | type  | opportunity id
    /// 1           | 2026-01-05    | visit | 1
    /// 2           | 2026-01-06    | visit | 1
    /// 3           | 2026-01-07    | visit | 2
    /// ? by=activityType
    /// => with visit: 1 of 2
    /// => without visit: 1 of 2
    /// => difference visit: 0
    /// => with_amount visit: 100.00 of 400.00
    /// => without_amount visit: 100.00 of 200.00
    /// ```
    /// A visit after the close had no part in it.
    /// ```kpi
    /// # opportunities.csv
    /// opportunity id | stage | created    | closed     | amount
    /// 1              | Won   | 2026-01-01 | 2026-01-10 | 100
    /// 2              | Lost  | 2026-01-01 | 2026-01-11 | 300
    /// # activities.csv
    /// activity id | activity date | type  | opportunity id
    /// 1           | 2026-01-05    | visit | 2
    /// 2           | 2026-01-12    | visit | 1
    /// ? by=activityType
    /// => with visit: 0 of 1
    /// => without visit: 1 of 1
    /// => difference visit: -1
    /// ```
    /// Everyone was visited: nothing to compare with. And it needs a kind.
    /// ```kpi
    /// # opportunities.csv
    /// opportunity id | stage | created    | closed
    /// 1              | Won   | 2026-01-01 | 2026-01-10
    /// # activities.csv
    /// activity id | activity date | type  | opportunity id
    /// 1           | 2026-01-05    | visit | 1
    /// => with: missing onlyByDimension
    /// ```
    activity_effect {
        family: Process, zh: "活动效果", en: "Activity effect", better: Higher,
        variants: {
            difference { "赢单率差", "difference in win rate", "有此类活动的赢单率 − 没有的", "win rate with this kind of activity − without", rates(What::Rows, Side::Difference) }
            with { "有活动", "with it", "有此类活动的已关闭商机：赢单 ÷ 全部", "closed opportunities that had this kind of activity: won ÷ all", rates(What::Rows, Side::With) }
            without { "没有活动", "without it", "没有此类活动的已关闭商机：赢单 ÷ 全部", "closed opportunities that had not: won ÷ all", rates(What::Rows, Side::Without) }
            difference_amount { "赢单率差，按金额", "difference, by amount", "按金额的赢单率：有此类活动的 − 没有的", "win rate by amount: with this kind of activity − without", rates(AMOUNT, Side::Difference) }
            with_amount { "有活动，按金额", "with it, by amount", "有此类活动的已关闭商机：赢单金额 ÷ 全部金额", "closed opportunities that had this kind of activity: amount won ÷ amount of all", rates(AMOUNT, Side::With) }
            without_amount { "没有活动，按金额", "without it, by amount", "没有此类活动的已关闭商机：赢单金额 ÷ 全部金额", "closed opportunities that had not: amount won ÷ amount of all", rates(AMOUNT, Side::Without) }
        }
    }
}
