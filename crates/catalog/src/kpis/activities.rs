//! What the sales people do.

use kpi_engine::{Formula, Key, Measure, Term, Test, What};
use kpi_model::{Dimension, Field, TableKind, Unit};

use super::{BY_CUSTOMER, DAY};
use crate::definition::kpi;

pub(super) fn done(tests: &[Test]) -> Measure {
    Measure::new(TableKind::Activities, What::Rows, tests, DAY)
}

kpi! {
    /// Activities in the period, how many a person did, and how many customers they reached. More is not
    /// better by itself: see what follows from them.
    ///
    /// ```kpi
    /// # activities.csv
    /// activity id | activity date | type  | owner | account | attended
    /// 1           | 2026-01-10    | visit | Ann   | A       | yes
    /// 2           | 2026-01-11    | visit | Ann   | A       | no
    /// 3           | 2026-01-12    | fair  | Bob   | B       | yes
    /// => count: 3
    /// => per_person: 1.5
    /// => customers: 2
    /// ```
    /// One opportunity was seen twice; a call without a length is not counted as 0 minutes.
    /// ```kpi
    /// # opportunities.csv
    /// opportunity id | stage | created    | amount
    /// 7              | Open  | 2026-01-01 | 10
    /// 8              | Won   | 2026-01-02 | 10
    /// # activities.csv
    /// activity id | activity date | type  | opportunity id | duration
    /// 1           | 2026-01-10    | visit | 7              | 30
    /// 2           | 2026-01-11    | visit | 7              |
    /// 3           | 2026-01-12    | call  |                | 5
    /// => opportunities: 1
    /// => minutes: 35
    /// ```
    /// What it cost for each opportunity that was won after it.
    /// ```kpi
    /// # opportunities.csv
    /// opportunity id | stage | created    | closed     | amount
    /// 7              | Won   | 2026-01-01 | 2026-02-01 | 10
    /// 8              | Won   | 2026-01-02 | 2026-02-01 | 10
    /// # activities.csv
    /// activity id | activity date | type  | opportunity id | cost
    /// 1           | 2026-01-10    | visit | 7              | 30
    /// 2           | 2026-01-11    | call  | 7              | 20
    /// 3           | 2026-01-12    | fair  |                | 150
    /// => cost: 200.00
    /// => cost_per_win: 200.00
    /// ```
    /// Nobody is named: nothing to divide by.
    /// ```kpi
    /// # activities.csv
    /// activity id | activity date | type  | owner | account
    /// 1           | 2026-01-10    | visit |       | A
    /// => count: 1
    /// => per_person: missing emptyDenominator
    /// ```
    /// Nothing happened: a real zero.
    /// ```kpi
    /// # activities.csv
    /// activity id | activity date | type  | owner | account | attended
    /// 1           | 2026-01-10    | visit | Ann   | A       | yes
    /// ? from=2026-02-01 to=2026-03-01
    /// => count: 0
    /// ```
    activities {
        family: Process, zh: "销售活动", en: "Activities", better: Higher,
        variants: {
            count { "活动数", "number", "期间的活动数", "activities in the period", Formula::Total(done(&[])) }
            per_person { "人均活动数", "per person", "有负责人的活动数 ÷ 不同人员数", "activities with an owner ÷ different people", Formula::Calculation(Term::Sum(done(&[Test::Has(Field::Person)])).over(Term::distinct(done(&[]), Key::Of(Dimension::Person))), Unit::Count) }
            customers { "覆盖客户数", "customers reached", "期间有活动的不同客户数", "different customers with an activity in the period", Formula::distinct(done(&[]), BY_CUSTOMER) }
            opportunities { "覆盖商机数", "opportunities reached", "期间有活动的不同商机数", "different opportunities with an activity in the period", Formula::distinct(done(&[]), Key::Opportunity) }
            per_win {
                "每个赢单的活动数", "per win", "期间活动数 ÷ 期间赢单数", "activities in the period ÷ opportunities won in the period",
                Formula::Calculation(Term::Sum(done(&[])).over(Term::Count(super::deals(What::Rows, &[Test::Won], super::CLOSED))), Unit::Count)
            }
            cost { "活动费用", "cost", "期间活动的费用合计", "cost of the activities in the period", Formula::Total(Measure::new(TableKind::Activities, What::Sum(Field::Cost), &[], DAY)) }
            cost_per_win {
                "每个赢单的活动费用", "cost per win", "期间活动费用 ÷ 期间赢单、赢单前有此类活动的商机数", "cost of activities in the period ÷ opportunities won in the period that had such an activity before",
                Formula::Calculation(Term::SumOfSome(Measure::new(TableKind::Activities, What::Sum(Field::Cost), &[], DAY)).over(Term::distinct(Measure::new(TableKind::Participations, What::Rows, &[Test::Won], super::CLOSED), Key::Opportunity)), Unit::Money)
            }
            minutes { "总时长", "minutes", "期间活动时长合计，分钟", "minutes of the activities in the period", Formula::Total(Measure::new(TableKind::Activities, What::Sum(Field::Duration), &[], DAY)) }
        }
    }
}
