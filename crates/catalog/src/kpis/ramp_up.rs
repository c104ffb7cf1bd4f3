//! How long new sales people take until they sell.

use kpi_engine::{Formula, Measure, Test, What};
use kpi_model::{Field, TableKind};

use super::{CREATED, part};
use crate::definition::kpi;

fn starters(what: What, tests: &[Test]) -> Measure {
    Measure::new(TableKind::Starters, what, tests, CREATED)
}

kpi! {
    /// Sales people by the day they started, and how long they took to the first opportunity they won. Needs a list of people that says
    /// when they started. Who started before the opportunities begin is left out: the first win may not be in it. Trap: the days of those who
    /// have won are short while others are still waiting; the days until half have won count those too.
    ///
    /// ```kpi
    /// # people.csv
    /// employee id | full name | team  | hire date
    /// 1           | Ann       | north | 2026-01-05
    /// 2           | Bob       | north | 2026-02-01
    /// 3           | Cid       | south | 2026-02-01
    /// 4           | Old       | south | 2019-02-01
    /// # opportunities.csv
    /// stage | created    | closed     | owner | amount
    /// Won   | 2026-01-02 | 2026-01-04 | Old   | 10
    /// Won   | 2026-01-10 | 2026-01-25 | Ann   | 10
    /// Won   | 2026-02-10 | 2026-03-13 | Bob   | 10
    /// Won   | 2026-02-10 | 2026-06-13 | Bob   | 10
    /// Open  | 2026-02-10 |            | Cid   | 10
    /// => started: 3
    /// => first_win: 40
    /// => won_median: 30
    /// => won: 2 of 3
    /// ```
    /// Nobody started in the period.
    /// ```kpi
    /// # people.csv
    /// employee id | full name | hire date
    /// 1           | Ann       | 2026-01-05
    /// # opportunities.csv
    /// stage | created    | closed     | owner
    /// Won   | 2026-01-02 | 2026-01-14 | Ann
    /// ? from=2026-02-01 to=2026-03-01
    /// => started: 0
    /// => won: missing emptyDenominator
    /// ```
    /// The list does not say when people started.
    /// ```kpi
    /// # people.csv
    /// employee id | full name | team
    /// 1           | Ann       | north
    /// # opportunities.csv
    /// stage | created    | closed     | owner
    /// Won   | 2026-01-02 | 2026-01-14 | Ann
    /// => first_win: missing needsField
    /// ```
    ramp_up {
        family: Process, zh: "新人上手", en: "Ramp-up", better: Lower,
        variants: {
            first_win {
                "一半新人首次赢单所需天数", "days until half have won",
                "期间入职的人中有一半已首次赢单所需的天数，计入还没有赢单的人（Kaplan-Meier）",
                "days until half of those who started in the period won first; who has not won yet counts (Kaplan-Meier)",
                Formula::TimeTo(starters(What::Ending, &[]), 50)
            }
            won_90 { "90 天内首次赢单", "first win within 90 days", "期间入职的人在 90 天内首次赢单的概率，计入还没有赢单的人", "chance of a first win within 90 days of those who started in the period; who has not won yet counts", Formula::Within(starters(What::Ending, &[]), 90) }
            won { "已赢过单的新人", "have won", "期间入职的人：已赢过单 ÷ 全部", "those who started in the period: have won ÷ all", part(starters(What::Rows, &[Test::Won]), starters(What::Rows, &[])) }
            won_median { "赢单新人的中位天数", "median of those who won", "已赢过单的人：首次赢单日 − 入职日，中位数", "of those who have won: first win − start, median", Formula::Quantile(starters(What::Days(Field::Created, Field::Closed), &[Test::Won]), 50) }
            started { "入职人数", "people who started", "期间入职的人数", "people who started in the period", Formula::Total(starters(What::Rows, &[])) }
        }
    }
}
