//! What has been paid.

use kpi_engine::{Back, Formula, Measure, Test, What};
use kpi_model::{Field, TableKind};

use super::{DAY, orders, won_amount};
use crate::definition::kpi;

fn paid(what: What, tests: &[Test]) -> Measure {
    Measure::new(TableKind::Payments, what, tests, DAY)
}

fn of(denominator: Measure) -> Formula {
    let numerator = paid(What::Sum(Field::Amount), &[]);
    Formula::Ratio { numerator, denominator, is_part: false }
}

kpi! {
    /// Money received, by the day it came in: the third of the three measures beside what was booked and what was ordered or
    /// invoiced. Trap: received ÷ booked of one period sets payments for earlier contracts against new contracts; over long
    /// spans it is the share that was paid.
    ///
    /// ```kpi
    /// # opportunities.csv
    /// id | stage | closed     | amount
    /// O1 | Won   | 2026-01-10 | 100
    /// O2 | Won   | 2026-02-01 | 300
    /// # payments.csv
    /// payment id | opportunity id | payment date | amount received
    /// P1         | O1             | 2026-01-30   | 60
    /// P2         | O1             | 2026-02-09   | 40
    /// P3         | O2             | 2026-02-21   | 100
    /// => amount: 200.00
    /// => of_won: 200.00 of 400.00
    /// => to_cash: 20
    /// ```
    /// A period without contracts has no share, and its payments count all the same.
    /// ```kpi
    /// # opportunities.csv
    /// id | stage | closed     | amount
    /// O1 | Won   | 2026-01-10 | 100
    /// # payments.csv
    /// payment id | opportunity id | payment date | amount received
    /// P1         | O1             | 2026-03-30   | 60
    /// ? from=2026-03-01 to=2026-04-01
    /// => amount: 60.00
    /// => of_won: missing emptyDenominator
    /// ```
    /// A payment that names no opportunity has no days to cash; money paid back is negative.
    /// ```kpi
    /// # payments.csv
    /// payment id | customer | payment date | amount received
    /// P1         | Acme     | 2026-03-30   | 60
    /// P2         | Acme     | 2026-04-02   | -10
    /// => amount: 50.00
    /// => of_won: missing needsTable
    /// => to_cash: missing needsField
    /// ```
    collections {
        family: Results, zh: "回款", en: "Collections", better: Higher,
        variants: {
            amount { "回款额", "amount received", "期间收到的金额合计，退款为负", "amounts received in the period, money paid back negative", Formula::Total(paid(What::Sum(Field::Amount), &[])) }
            of_won { "回款 ÷ 签约", "received ÷ won", "期间回款 ÷ 期间赢单金额", "amount received in the period ÷ amount won in the period", of(won_amount()) }
            of_orders { "回款 ÷ 订单", "received ÷ orders", "期间回款 ÷ 期间订单金额", "amount received in the period ÷ orders of the period", of(orders(What::Sum(Field::Amount), &[])) }
            to_cash { "签约到回款天数", "days from win to cash", "回款日 − 赢单日，中位数（按回款笔数，不含赢单前的预付）", "day of payment − day won, median over payments that came no earlier", Formula::Quantile(paid(What::Days(Field::Closed, Field::Day), &[Test::Happened(Field::Closed)]), 50) }
            growth { "环比增长", "growth on the period before", "回款额 ÷ 上一期 − 1", "amount received ÷ period before − 1", Formula::Growth(paid(What::Sum(Field::Amount), &[]), Back::Period) }
            growth_year { "同比增长", "growth on the year before", "回款额 ÷ 去年同期 − 1", "amount received ÷ same period a year before − 1", Formula::Growth(paid(What::Sum(Field::Amount), &[]), Back::Year) }
        }
    }
}
