//! Leads that became customers.

use kpi_engine::{Formula, Measure, Test, What};
use kpi_model::{Field, TableKind};

use super::{CREATED, part};
use crate::definition::kpi;

const SAID: Test = Test::Has(Field::Converted);

fn leads(tests: &[Test]) -> Measure {
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
    /// A lead that says neither yes nor no is left out and listed.
    /// ```kpi
    /// # leads.csv
    /// lead id | lead source | created    | converted
    /// 1       | web         | 2026-01-10 | yes
    /// 2       | web         | 2026-01-11 |
    /// => created: 1 of 1
    /// => leads: 2
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
            leads { "线索数", "leads", "期间创建的线索数", "leads created in the period", Formula::Total(leads(&[])) }
            converted { "已转化数", "converted", "期间创建、已转化的线索数", "leads created in the period that were converted", Formula::Total(leads(&[Test::Between(Field::Converted, 1, 1)])) }
        }
    }
}
