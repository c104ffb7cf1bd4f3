//! What is spent, and on what.

use kpi_engine::{Back, Formula};

use super::spent;
use crate::definition::kpi;

kpi! {
    /// Spend of the period, by kind of cost, product, customer, person, channel or region, as far as the files say. What an activity cost
    /// or goods cost stands in their own files and figures.
    ///
    /// ```kpi
    /// # expenses.csv
    /// date       | category | employee | amount
    /// 2026-01-03 | travel   | Ann      | 20
    /// 2026-01-05 | travel   | Bob      | 10
    /// 2026-01-20 | fairs    | Ann      | 90
    /// ? by=category
    /// => amount travel: 30.00
    /// => share travel: 30.00 of 120.00
    /// ```
    /// What was paid back is taken off.
    /// ```kpi
    /// # spend.csv
    /// date       | channel | spend
    /// 2026-01-03 | web     | 20
    /// 2026-01-09 | web     | -5
    /// => amount: 15.00
    /// ```
    /// Nothing is known of the time before: no growth.
    /// ```kpi
    /// # spend.csv
    /// date       | channel | spend
    /// 2026-01-03 | web     | 20
    /// ? from=2026-01-01 to=2026-02-01
    /// => growth: missing beforeData
    /// ```
    costs {
        family: Results, zh: "费用", en: "Costs", better: Lower,
        variants: {
            amount { "费用合计", "spend", "期间费用合计", "spend of the period", Formula::Total(spent()) }
            share { "费用占比", "part of all", "本组费用 ÷ 全部费用", "spend of the group ÷ spend of all", Formula::Share(spent()) }
            growth { "环比增长", "growth on the period before", "费用 ÷ 上一期 − 1", "spend ÷ period before − 1", Formula::Growth(spent(), Back::Period) }
            growth_year { "同比增长", "growth on the year before", "费用 ÷ 去年同期 − 1", "spend ÷ same period a year before − 1", Formula::Growth(spent(), Back::Year) }
        }
    }
}
