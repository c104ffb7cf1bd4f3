//! How fast leads are contacted.

use kpi_engine::{Formula, Test, What};
use kpi_model::Field;

use super::lead_conversion::leads;
use super::part;
use crate::definition::kpi;

/// Younger ones may still be contacted in time.
const OLD_ENOUGH: Test = Test::OlderThan(Field::Created, 1);

kpi! {
    /// Days from the creation of a lead to the first contact: as the file of leads says, else the first activity with its customer
    /// from that day on. Trap: the median is of leads that were contacted; those that never were are in the shares.
    ///
    /// ```kpi
    /// # leads.csv
    /// lead id | lead source | created    | first contact date
    /// 1       | web         | 2026-01-10 | 2026-01-10
    /// 2       | web         | 2026-01-11 | 2026-01-15
    /// 3       | fair        | 2026-01-12 |
    /// 4       | fair        | 2026-01-12 | 2026-01-14
    /// => next_day: 1 of 4
    /// => contacted: 3 of 4
    /// => median: 2
    /// ```
    /// Without such a column the activities say it.
    /// ```kpi
    /// # leads.csv
    /// lead id | lead source | created    | company
    /// 1       | web         | 2026-01-10 | A
    /// 2       | web         | 2026-01-11 | B
    /// # activities.csv
    /// activity id | activity date | type | account
    /// 1           | 2026-01-05    | call | A
    /// 2           | 2026-01-13    | call | A
    /// 3           | 2026-01-20    | call | A
    /// => contacted: 1 of 2
    /// => median: 3
    /// ```
    /// Neither says it.
    /// ```kpi
    /// # leads.csv
    /// lead id | lead source | created
    /// 1       | web         | 2026-01-10
    /// => median: missing needsField
    /// ```
    lead_response {
        family: Customers, zh: "线索响应", en: "Lead response", better: Higher,
        variants: {
            next_day { "次日内联系", "contacted by the next day", "期间创建的线索：次日内联系 ÷ 全部（创建满 1 天）", "leads created in the period, at least a day ago: contacted by the next day ÷ all", part(leads(&[OLD_ENOUGH, Test::SoonAfter(Field::Replied, Field::Created, 1)]), leads(&[OLD_ENOUGH])) }
            contacted { "联系率", "contacted", "期间创建的线索：已联系 ÷ 全部", "leads created in the period: contacted ÷ all", part(leads(&[Test::Happened(Field::Replied)]), leads(&[])) }
            median { "首次联系天数", "days to the first contact", "首次联系日 − 创建日，中位数", "day of the first contact − created date, median", Formula::Quantile(kpi_engine::Measure { what: What::Days(Field::Created, Field::Replied), ..leads(&[Test::Happened(Field::Replied)]) }, 50) }
        }
    }
}
