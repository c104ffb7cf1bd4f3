//! Who came.

use kpi_engine::{Formula, Test};
use kpi_model::Field;

use super::activities::done;
use super::part;
use crate::definition::kpi;

const SAID: Test = Test::Has(Field::Attended);
const CAME: Test = Test::Between(Field::Attended, 1, 1);

kpi! {
    /// Activities that were attended ÷ activities that say whether they were. Break down by activity type, team or person.
    /// An activity that says nothing is in neither side and is listed: not to know is not to be absent.
    ///
    /// ```kpi
    /// # activities.csv
    /// activity id | activity date | type  | owner | account | attended
    /// 1           | 2026-01-10    | visit | Ann   | A       | yes
    /// 2           | 2026-01-11    | visit | Ann   | A       | no
    /// 3           | 2026-01-12    | fair  | Bob   | B       | yes
    /// 4           | 2026-01-13    | fair  | Bob   | B       |
    /// ? by=activityType
    /// => attended visit: 1 of 2
    /// => attended fair: 1 of 1
    /// => absences visit: 1
    /// ```
    /// No column says who came: refused.
    /// ```kpi
    /// # activities.csv
    /// activity id | activity date | type  | owner | account
    /// 1           | 2026-01-10    | visit | Ann   | A
    /// => attended: missing needsField
    /// ```
    /// Nothing happened: undefined.
    /// ```kpi
    /// # activities.csv
    /// activity id | activity date | type  | owner | account | attended
    /// 1           | 2026-01-10    | visit | Ann   | A       | yes
    /// ? from=2026-02-01 to=2026-03-01
    /// => attended: missing emptyDenominator
    /// => absences: 0
    /// ```
    participation {
        family: Process, zh: "活动参与度", en: "Activity participation", better: Higher,
        variants: {
            attended { "出席率", "attended", "已出席 ÷ 有出席记录的活动", "attended ÷ activities that say who came", part(done(&[SAID, CAME]), done(&[SAID])) }
            absences { "缺席数", "absences", "期间记为缺席的活动数", "activities of the period marked as missed", Formula::Total(done(&[Test::Between(Field::Attended, 0, 0)])) }
        }
    }
}
