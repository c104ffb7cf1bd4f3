//! Leads that became customers.

use kpi_engine::{Formula, Measure, Test, What};
use kpi_model::{Field, TableKind};

use super::{CREATED, part};
use crate::definition::kpi;

/// Days within which a lead should become a customer.
const HORIZON: i32 = 90;
const OF_AGE: Test = Test::OlderThan(Field::Created, HORIZON);
const SAID: Test = Test::Has(Field::Converted);

pub(super) fn leads(tests: &[Test]) -> Measure {
    Measure::new(TableKind::Leads, What::Rows, tests, CREATED)
}

kpi! {
    /// Leads that were converted ÷ leads created in the period. Trap: young leads have had little time; a recent period
    /// looks bad until its leads have aged.
    ///
    /// ```kpi
    /// # leads.csv
    /// lead id | lead source | created    | converted
    /// 1       | web         | 2026-01-10 | yes
    /// 2       | web         | 2026-01-11 | no
    /// 3       | fair        | 2026-01-12 | no
    /// 4       | fair        | 2026-01-12 | yes
    /// ? by=source
    /// => created fair: 1 of 2
    /// => leads web: 2
    /// ```
    /// A lead that says neither yes nor no is left out and listed; where nothing but yes is written, nothing is no.
    /// ```kpi
    /// # leads.csv
    /// lead id | lead source | created    | converted
    /// 1       | web         | 2026-01-10 | yes
    /// 2       | web         | 2026-01-11 |
    /// 3       | web         | 2026-01-11 | no
    /// => created: 1 of 2
    /// => leads: 3
    /// ```
    /// ```kpi
    /// # leads.csv
    /// lead id | lead source | created    | converted
    /// 1       | web         | 2026-01-10 | yes
    /// 2       | web         | 2026-01-11 |
    /// => created: 1 of 2
    /// ```
    /// Who became a customer within 90 days, the sales themselves say; younger leads wait.
    /// ```kpi
    /// # leads.csv
    /// lead id | lead source | created    | company
    /// 1       | web         | 2025-01-10 | A
    /// 2       | web         | 2025-01-10 | B
    /// 3       | web         | 2025-01-10 | C
    /// 4       | web         | 2025-01-10 | D
    /// 5       | web         | 2026-01-10 | E
    /// 6       | web         | 2025-01-10 |
    /// # orders.csv
    /// order id | order date | customer | amount
    /// 1        | 2025-02-10 | A        | 10
    /// 2        | 2025-09-10 | B        | 10
    /// 3        | 2024-02-10 | C        | 10
    /// 4        | 2026-01-20 | E        | 10
    /// => customer_90: 1 of 5
    /// ```
    /// No leads in the period: undefined.
    /// ```kpi
    /// # leads.csv
    /// lead id | lead source | created    | converted
    /// 1       | web         | 2026-01-10 | yes
    /// ? from=2026-02-01 to=2026-03-01
    /// => created: missing emptyDenominator
    /// => leads: 0
    /// ```
    lead_conversion {
        family: Customers, zh: "线索转化率", en: "Lead conversion", better: Higher,
        variants: {
            created { "按创建日期", "by created date", "期间创建的线索：已转化 ÷ 全部", "leads created in the period: converted ÷ all", part(leads(&[SAID, Test::Between(Field::Converted, 1, 1)]), leads(&[SAID])) }
            customer_90 { "90 天内成为客户", "customers within 90 days", "期间创建的线索：90 天内首次购买 ÷ 全部（创建满 90 天；没有客户的和早已是客户的只在分母）", "leads created in the period, at least 90 days ago: first purchase within 90 days ÷ all; leads without a customer and who was one before are only below the line", part(leads(&[Test::Has(Field::Customer), OF_AGE, Test::SoonAfter(Field::Created, Field::FirstPurchase, 0), Test::SoonAfter(Field::FirstPurchase, Field::Created, HORIZON)]), leads(&[OF_AGE])) }
            leads { "线索数", "leads", "期间创建的线索数", "leads created in the period", Formula::Total(leads(&[])) }
            converted { "已转化数", "converted", "期间创建、已转化的线索数", "leads created in the period that were converted", Formula::Total(leads(&[Test::Between(Field::Converted, 1, 1)])) }
        }
    }
}
