//! What a won opportunity is worth.

use kpi_engine::Formula;

use super::won_amount;
use crate::definition::kpi;

kpi! {
    /// Amount of a won opportunity. Trap: a few large ones move the mean; the median tells what is usual.
    ///
    /// ```kpi
    /// stage | closed     | amount
    /// Won   | 2026-01-10 | 100
    /// Won   | 2026-01-11 | 200
    /// Won   | 2026-01-12 | 900
    /// Lost  | 2026-01-12 | 5000
    /// => mean: 400.00
    /// => median: 200.00
    /// ```
    /// Nothing won: undefined.
    /// ```kpi
    /// stage | closed     | amount
    /// Lost  | 2026-01-12 | 5000
    /// => mean: missing emptyDenominator
    /// => median: missing emptyDenominator
    /// ```
    /// A win without an amount is in neither side.
    /// ```kpi
    /// stage | closed     | amount
    /// Won   | 2026-01-10 | 100
    /// Won   | 2026-01-11 |
    /// => mean: 100.00 of 1
    /// ```
    average_deal_size {
        family: Results, zh: "平均单额", en: "Average deal size", better: Higher,
        variants: {
            mean { "平均", "mean", "赢单金额合计 ÷ 赢单数", "amount won ÷ number won", Formula::Mean(won_amount()) }
            median { "中位数", "median", "赢单金额的中位数", "median amount of won opportunities", Formula::Quantile(won_amount(), 50) }
        }
    }
}
