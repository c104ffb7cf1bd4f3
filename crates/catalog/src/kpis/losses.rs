//! Why opportunities are lost, and against whom.

use kpi_engine::{Formula, Measure, Test, What};
use kpi_model::Field;

use super::{CLOSED, deals, part};
use crate::definition::kpi;

fn lost(tests: &[Test]) -> Measure {
    deals(What::Rows, &[&[Test::Lost], tests].concat(), CLOSED)
}

fn closed(tests: &[Test]) -> Measure {
    deals(What::Rows, &[&[Test::Closed], tests].concat(), CLOSED)
}

kpi! {
    /// Reasons of lost opportunities, and how often a competitor was recorded. Break down by loss reason or competitor;
    /// the win rate by competitor tells against whom you win. Trap: competitors are often filled in only after a loss,
    /// which makes every one of them look strong: compare how often the field is filled in for won and lost.
    ///
    /// ```kpi
    /// stage | closed     | loss reason | competitor
    /// Lost  | 2026-01-10 | price       | Acme
    /// Lost  | 2026-01-11 | price       |
    /// Lost  | 2026-01-12 | timing      | Acme
    /// Won   | 2026-01-13 |             | Acme
    /// ? by=lossReason
    /// => share price: 2 of 3
    /// => lost timing: 1
    /// ```
    /// How well it is recorded.
    /// ```kpi
    /// stage | closed     | loss reason | competitor
    /// Lost  | 2026-01-10 | price       | Acme
    /// Lost  | 2026-01-11 |             | Acme
    /// Won   | 2026-01-13 |             |
    /// => reason_recorded: 1 of 2
    /// => competitor_present: 2 of 3
    /// => recorded_when_won: 0 of 1
    /// => recorded_when_lost: 2 of 2
    /// ```
    /// Nothing lost: no share.
    /// ```kpi
    /// stage | closed     | loss reason | competitor
    /// Won   | 2026-01-13 |             | Acme
    /// => share: missing emptyDenominator
    /// => reason_recorded: missing emptyDenominator
    /// => competitor_present: 1 of 1
    /// ```
    losses {
        family: Process, zh: "输单分析", en: "Losses", better: Lower,
        variants: {
            share { "占输单", "share of losses", "本组输单数 ÷ 全部输单数", "lost opportunities of the group ÷ all lost", Formula::Share(lost(&[])) }
            lost { "输单数", "lost", "期间输单的商机数", "opportunities lost in the period", Formula::Total(lost(&[])) }
            reason_recorded { "有原因", "reason recorded", "有输单原因的 ÷ 全部输单", "lost with a reason ÷ all lost", part(lost(&[Test::Has(Field::LossReason)]), lost(&[])) }
            competitor_present { "有竞争对手", "competitor present", "有竞争对手的 ÷ 全部已关闭", "closed with a competitor ÷ all closed", part(closed(&[Test::Has(Field::Competitor)]), closed(&[])) }
            recorded_when_won { "赢单时填写", "recorded when won", "有竞争对手的赢单 ÷ 全部赢单", "won with a competitor ÷ all won", part(deals(What::Rows, &[Test::Won, Test::Has(Field::Competitor)], CLOSED), deals(What::Rows, &[Test::Won], CLOSED)) }
            recorded_when_lost { "输单时填写", "recorded when lost", "有竞争对手的输单 ÷ 全部输单", "lost with a competitor ÷ all lost", part(lost(&[Test::Has(Field::Competitor)]), lost(&[])) }
        }
    }
}
