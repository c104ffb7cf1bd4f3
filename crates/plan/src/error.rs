//! Plans that cannot be made.

use kpi_math::SpreadError;
use kpi_model::{Failure, Money, Text};

/// Why there is no tree or scenario.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PlanError {
    /// The files have no won opportunities with an amount and a close date.
    #[error("targets and scenarios need won opportunities with an amount and a close date")]
    NoHistory,
    /// The locks of a node do not fit its figure.
    #[error("the locked figures under {node} do not fit its total: off by {gap}")]
    Locks {
        /// Name of the node.
        node: String,
        /// Locked too much, or left over with nothing free.
        gap: Money,
    },
    /// A negative target.
    #[error("a target cannot be negative")]
    Negative,
    /// A lever that is no positive number.
    #[error("a lever must be a number between 0.01 and 100")]
    Lever,
}

impl PlanError {
    pub(crate) fn locks(node: &str, error: SpreadError) -> Self {
        let gap = match error {
            SpreadError::LockedTooMuch(gap) | SpreadError::NothingFree(gap) => gap,
            SpreadError::NoParts | SpreadError::TooLarge => 0,
        };
        Self::Locks { node: node.to_owned(), gap: Money::from_minor(gap) }
    }

    /// The refusal as shown to the user.
    #[must_use]
    pub fn failure(&self) -> Failure {
        let (code, zh, fix_zh, fix_en) = match self {
            Self::NoHistory => (
                "E-PLAN-HISTORY",
                "没有带金额和关闭日期的赢单".to_owned(),
                "拖入含阶段、金额、关闭日期的商机文件",
                "Drop an opportunity file with stage, amount and close date.",
            ),
            Self::Locks { node, gap } => (
                "E-PLAN-LOCKS",
                format!("“{node}”下锁定的数与合计相差 {gap}"),
                "解除一个锁定，或改合计",
                "Release a lock, or change the total.",
            ),
            Self::Negative => ("E-PLAN-NEGATIVE", "目标不能为负".to_owned(), "输入零或正数", "Type zero or more."),
            Self::Lever => {
                ("E-PLAN-LEVER", "杠杆要在 0.01 到 100 之间".to_owned(), "把它拖回标记的范围", "Move it back into the marked range.")
            }
        };
        Failure { code: code.to_owned(), what: Text::new(zh, format!("{self}.")), fix: Text::new(fix_zh, fix_en) }
    }
}
