//! Contracts that are renewed, and customers that stay under contract.

use kpi_engine::{Formula, Kept, Measure, Test, What, When};
use kpi_model::{Field, TableKind};

use super::{BY_CUSTOMER, part};
use crate::definition::kpi;

const RENEWED: Test = Test::Between(Field::Exit, Field::ADVANCED, Field::ADVANCED);
const NOT_RENEWED: Test = Test::Between(Field::Exit, Field::LOST, Field::LOST);

/// Contracts by their last day, once their grace is over.
fn ended(what: What, tests: &[Test]) -> Measure {
    let tests = [&[Test::OlderThan(Field::Ends, Field::GRACE_DAYS), Test::Has(Field::Customer)], tests].concat();
    Measure::new(TableKind::Contracts, what, &tests, When::At(Field::Ends))
}

/// Contracts that run at the end of the period.
fn running(what: What) -> Measure {
    Measure::new(TableKind::Contracts, what, &[], When::OpenAtEnd)
}

kpi! {
    /// Orders that say until when they run. Renewed: the same customer has another that begins at most 30 days after the last day
    /// and ends later; ended less than 30 days ago: not yet counted. Kept customers, GRR and NRR: who ran at the start of the period
    /// and runs at its end; amounts are those of a year. Customers won in the period are in neither side.
    ///
    /// ```kpi
    /// # orders.csv
    /// order id | order date | contract end date | customer | amount | churn reason
    /// 1        | 2025-01-01 | 2025-12-31        | A        | 400    |
    /// 2        | 2026-01-10 | 2026-12-31        | A        | 712    |
    /// 3        | 2025-01-01 | 2025-12-31        | B        | 300    | price
    /// 4        | 2025-06-01 | 2026-05-31        | C        | 365    |
    /// ? from=2025-12-01 to=2026-01-01 as_of=2026-03-01
    /// => renewed: 1 of 2
    /// => renewed_amount: 400.00 of 700.00
    /// => not_renewed: 1
    /// => customers: 3
    /// => value: 1065.00
    /// ```
    /// A month later one is gone, and another pays more.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | contract end date | customer | amount | churn reason
    /// 1        | 2025-01-01 | 2025-12-31        | A        | 400    |
    /// 2        | 2026-01-10 | 2026-12-31        | A        | 712    |
    /// 3        | 2025-01-01 | 2025-12-31        | B        | 300    | price
    /// 4        | 2025-06-01 | 2026-05-31        | C        | 365    |
    /// ? from=2026-01-01 to=2026-02-01 as_of=2026-03-01
    /// => kept: 2 of 3
    /// => net: 1095.00 of 1065.00
    /// => gross: 765.00 of 1065.00
    /// ```
    /// Who lets a contract end is lost; a late one of 30 days is still renewed.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | contract end date | customer | amount
    /// 1        | 2024-01-01 | 2024-06-30        | A        | 100
    /// 2        | 2024-07-31 | 2025-06-30        | A        | 100
    /// 3        | 2024-01-01 | 2024-06-30        | B        | 100
    /// 4        | 2024-08-01 | 2025-06-30        | B        | 100
    /// ? from=2024-06-01 to=2024-07-01
    /// => renewed: 1 of 2
    /// ```
    /// Orders do not say until when they run.
    /// ```kpi
    /// # orders.csv
    /// order id | order date | customer | amount
    /// 1        | 2024-01-01 | A        | 100
    /// => renewed: missing needsField
    /// ```
    contract_retention {
        family: Customers, zh: "合同续约", en: "Contract retention", better: Higher,
        variants: {
            renewed { "续约率", "renewal rate", "期间到期的合同：已续约 ÷ 全部（到期满 30 天）", "contracts that ended in the period, at least 30 days ago: renewed ÷ all", part(ended(What::Rows, &[RENEWED]), ended(What::Rows, &[])) }
            renewed_amount { "续约率，按金额", "renewal rate, by amount", "期间到期的合同：已续约的年金额 ÷ 全部", "contracts that ended in the period: a year's amount of those renewed ÷ of all", part(ended(What::Sum(Field::Amount), &[RENEWED]), ended(What::Sum(Field::Amount), &[])) }
            not_renewed { "未续约合同", "not renewed", "期间到期、30 天内未续约的合同数", "contracts that ended in the period and were not renewed within 30 days", Formula::Total(ended(What::Rows, &[NOT_RENEWED])) }
            kept { "客户保留率", "customers kept", "期初有合同、期末仍有合同的客户 ÷ 期初有合同的客户", "customers under contract at the start and at the end of the period ÷ at the start", Formula::retained(running(What::Rows), BY_CUSTOMER, Kept::Keys) }
            net { "净保留 NRR", "net (NRR)", "期初客户期末的合同年金额 ÷ 期初", "a year's amount at the end of the customers at the start ÷ at the start", Formula::retained(running(What::Sum(Field::Amount)), BY_CUSTOMER, Kept::Value) }
            gross { "毛保留 GRR", "gross (GRR)", "同上，每个客户不超过期初金额", "the same, no customer for more than at the start", Formula::retained(running(What::Sum(Field::Amount)), BY_CUSTOMER, Kept::Capped) }
            customers { "在约客户", "customers under contract", "期末有合同的不同客户数", "different customers under contract at the end of the period", Formula::distinct(running(What::Rows), BY_CUSTOMER) }
            value { "在约年金额", "a year's amount under contract", "期末在约合同的年金额合计", "a year's amount of the contracts that run at the end of the period", Formula::Total(running(What::Sum(Field::Amount))) }
        }
    }
}
