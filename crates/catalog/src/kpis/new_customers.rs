//! Customers won for the first time.

use kpi_engine::{Formula, Measure, What};
use kpi_model::TableKind;

use super::CLOSED;
use crate::definition::kpi;

kpi! {
    /// Customers whose first ever won opportunity closed in the period (without opportunities: first order). A customer
    /// counts once, with the person, product and source of that first win.
    ///
    /// ```kpi
    /// stage | closed     | account | amount
    /// Won   | 2026-01-10 | A       | 1
    /// Won   | 2026-02-10 | A       | 1
    /// Won   | 2026-02-11 | B       | 1
    /// Lost  | 2026-02-12 | C       | 1
    /// ? from=2026-02-01 to=2026-03-01
    /// => first_win: 1
    /// ```
    /// Nobody won: a real zero.
    /// ```kpi
    /// stage | closed     | account | amount
    /// Lost  | 2026-02-12 | C       | 1
    /// => first_win: 0
    /// ```
    new_customers {
        family: Customers, zh: "新客户", en: "New customers", better: Higher,
        variants: {
            first_win { "首次赢单", "first win", "首次赢单落在期间内的客户数", "customers whose first win falls in the period", Formula::Total(Measure::new(TableKind::FirstWins, What::Rows, &[], CLOSED)) }
        }
    }
}
