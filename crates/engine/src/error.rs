//! Requests that are refused.

use kpi_model::{Failure, Text};

/// Why a lens cannot be answered at all. "No answer" for one cell is not an error but [`kpi_model::Why`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EngineError {
    /// No KPI of this id.
    #[error("there is no KPI {0}")]
    UnknownKpi(String),
    /// No variant of this id.
    #[error("KPI {kpi} has no variant {variant}")]
    UnknownVariant {
        /// KPI.
        kpi: String,
        /// Variant.
        variant: String,
    },
    /// From is not before to.
    #[error("the period ends before it begins")]
    EmptyPeriod,
    /// Groups times periods is more than fits.
    #[error("{0} cells are too many")]
    TooManyCells(usize),
    /// Explain and rows need one KPI with one variant, without breakdown and grain.
    #[error("one KPI with one variant, without breakdown and grain, can be explained")]
    NotOneCell,
    /// A month or weekday that does not exist.
    #[error("a year begins in month 1 to 12 and, by weeks, ends on weekday 1 to 7")]
    NoSuchCalendar,
    /// A ranking needs a definition that counts a part of its rows, one breakdown and no grain.
    #[error("only a rate of counted rows, by one dimension and without a grain, can be ranked")]
    NotARate,
    /// A formula of the user's own cannot be read.
    #[error("{}", what.en)]
    Formula {
        /// What is wrong, and at which character.
        what: Text,
        /// What to do.
        fix: Text,
    },
}

impl EngineError {
    /// The refusal as shown to the user.
    #[must_use]
    pub fn failure(&self) -> Failure {
        if let Self::Formula { what, fix } = self {
            return Failure { code: "E-FORMULA".to_owned(), what: what.clone(), fix: fix.clone() };
        }
        let (code, zh, fix_zh, fix_en) = match self {
            Self::Formula { .. } => ("E-FORMULA", String::new(), "", ""),
            Self::UnknownKpi(id) => ("E-KPI", format!("没有指标 {id}"), "用 catalog 查看所有指标", "See the catalogue for all KPIs."),
            Self::UnknownVariant { kpi, variant } => {
                ("E-VARIANT", format!("指标 {kpi} 没有口径 {variant}"), "用 catalog 查看所有口径", "See the catalogue for its variants.")
            }
            Self::EmptyPeriod => (
                "E-PERIOD",
                "结束早于开始".to_owned(),
                "区间含开始日、不含结束日",
                "The span includes its first day and excludes its last; put from before to.",
            ),
            Self::TooManyCells(n) => {
                ("E-CELLS", format!("{n} 个格子太多"), "少用一个维度，或用更粗的周期", "Use one dimension less, or a coarser grain.")
            }
            Self::NotOneCell => (
                "E-ONECELL",
                "一次只能解释一个数".to_owned(),
                "给出一个指标和一个口径，不带维度和周期",
                "Give one KPI with one variant, without by and grain.",
            ),
            Self::NoSuchCalendar => (
                "E-CALENDAR",
                "年度从 1 到 12 月开始；按周时在周 1 到 7 结束".to_owned(),
                "改 firstMonth 或 lastWeekday",
                "Change firstMonth or lastWeekday.",
            ),
            Self::NotARate => (
                "E-RANKING",
                "只有按行计数的比率、按一个维度、不带周期时才能排名".to_owned(),
                "选一个计数口径（例如按关闭日期的赢单率），只按一个维度分",
                "Take a definition that counts rows, such as the win rate by close date, and one breakdown.",
            ),
        };
        Failure { code: code.to_owned(), what: Text::new(zh, format!("{self}.")), fix: Text::new(fix_zh, fix_en) }
    }
}
