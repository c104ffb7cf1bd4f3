//! How much of what is needed is filled in.

use kpi_engine::{Formula, Test, What};
use kpi_model::Field;

use super::{CREATED, deals, part};
use crate::definition::kpi;

fn filled(tests: &[Test], all: &[Test]) -> Formula {
    part(deals(What::Rows, &[all, tests].concat(), CREATED), deals(What::Rows, all, CREATED))
}

kpi! {
    /// Share of opportunities created in the period in which a field is filled in. What is empty is missing from every
    /// figure that needs it: fill it in before drawing conclusions from them.
    ///
    /// ```kpi
    /// stage | created    | closed     | amount | owner | account
    /// Won   | 2026-01-01 | 2026-03-01 | 100    | Ann   | A
    /// Won   | 2026-01-01 |            |        | Ann   |
    /// Open  | 2026-01-02 |            | 50     |       | B
    /// => amount: 2 of 3
    /// => owner: 2 of 3
    /// => customer: 2 of 3
    /// => close_date: 1 of 2
    /// => due_date: 0 of 1
    /// ```
    /// A column that is not there is no gap in the data: the figure is refused.
    /// ```kpi
    /// stage | created    | amount
    /// Open  | 2026-01-02 | 50
    /// => owner: missing needsField
    /// => amount: 1 of 1
    /// ```
    /// Nothing created: undefined.
    /// ```kpi
    /// stage | created    | amount
    /// Open  | 2026-01-02 | 50
    /// ? from=2026-02-01 to=2026-03-01
    /// => amount: missing emptyDenominator
    /// ```
    data_completeness {
        family: Process, zh: "数据完整度", en: "Data completeness", better: Higher,
        variants: {
            amount { "金额", "amount", "有金额的商机 ÷ 全部", "opportunities with an amount ÷ all", filled(&[Test::Has(Field::Amount)], &[]) }
            owner { "负责人", "owner", "有负责人的商机 ÷ 全部", "opportunities with an owner ÷ all", filled(&[Test::Has(Field::Person)], &[]) }
            customer { "客户", "account", "有客户的商机 ÷ 全部", "opportunities with an account ÷ all", filled(&[Test::Has(Field::Customer)], &[]) }
            source { "来源", "source", "有来源的商机 ÷ 全部", "opportunities with a source ÷ all", filled(&[Test::Has(Field::Source)], &[]) }
            product { "产品", "product", "有产品的商机 ÷ 全部", "opportunities with a product ÷ all", filled(&[Test::Has(Field::Product)], &[]) }
            close_date { "关闭日期", "close date", "有关闭日期的已关闭商机 ÷ 已关闭", "closed opportunities with a close date ÷ closed", filled(&[Test::Has(Field::Closed)], &[Test::Closed]) }
            due_date { "预计关闭日期", "due date", "有预计关闭日期的未关闭商机 ÷ 未关闭", "open opportunities with a due date ÷ open", filled(&[Test::Has(Field::Closed)], &[Test::Open]) }
        }
    }
}
