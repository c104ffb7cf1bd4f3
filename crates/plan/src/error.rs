//! Plans that cannot be made.

use kpi_model::{Failure, Money, Text};

/// Why there is no tree or scenario.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PlanError {
    /// The files have neither won opportunities with an amount and a close date nor orders with an amount and a day.
    #[error("targets and scenarios need won opportunities with an amount and a close date, or orders with an amount and a day")]
    NoHistory,
    /// Locked figures that contradict each other or the total.
    #[error("the locked figures {} and the total miss each other by {gap}", core.join(", "))]
    Locks {
        /// The figures of a smallest contradiction.
        core: Vec<String>,
        /// The fewest figures to release.
        release: Vec<String>,
        /// By how much they miss each other.
        gap: Money,
    },
    /// Locked figures whose consistency was not decided within the limits of the search.
    #[error("whether the locked figures fit together was not decided")]
    Open,
    /// A negative target.
    #[error("a target cannot be negative")]
    Negative,
    /// A figure too large to split exactly.
    #[error("the total or a locked figure is above 90,000,000,000,000.00")]
    TooLarge,
    /// A node that is not in the tree.
    #[error("there is no \"{node}\" in the target tree")]
    Node {
        /// Its id.
        node: String,
    },
    /// A product axis that the won opportunities do not have, or with less than 2 or more than 60 values.
    #[error("targets cannot be split by this: it needs 2 to 60 values with won amounts")]
    Axis,
    /// Regions asked for where nothing booked has one, or there are no teams.
    #[error("the targets cannot be put under regions: what was booked has no region or no team")]
    Regions,
    /// A line of a text that gives no targets.
    #[error("line {line} of the targets cannot be read: \"{text}\"")]
    Line {
        /// From 1.
        line: usize,
        /// The cell in question.
        text: String,
    },
    /// Targets of another year than the one that is planned.
    #[error("these are targets of {found}; the year that is planned is {planned}")]
    OtherYear {
        /// Their year.
        found: i32,
        /// The planned one.
        planned: i32,
    },
    /// A role whose weights are not 100 percent, or that nobody defined.
    #[error("the weights of the role \"{role}\" must be 100 percent together")]
    Weights {
        /// Its id.
        role: String,
    },
    /// A floor above its cap, or steps that do not rise.
    #[error("{of}: a floor must not be above its cap, and steps must rise")]
    Bounds {
        /// The measure or the curve.
        of: String,
    },
    /// Less than twelve months, or less than ten wins.
    #[error("a forecast needs twelve months of opportunities with ten wins, or twelve months of orders")]
    Short,
    /// A year that is over or too far away.
    #[error("the year must be this one or one of the next three")]
    Year,
    /// More than four scenarios, or a grid of more than 400 cells.
    #[error("at most four scenarios, and at most 400 cells of two levers")]
    Many,
    /// A lever that the data cannot move.
    #[error("{lever} cannot be moved: {}", reason.en.trim_end_matches('.'))]
    Unsupported {
        /// Its name.
        lever: String,
        /// Why.
        reason: Text,
    },
    /// A lever that is no positive number.
    #[error("a lever must be a number between 0.01 and 100")]
    Lever,
}

impl PlanError {
    /// The refusal as shown to the user.
    #[must_use]
    #[expect(clippy::too_many_lines, reason = "one arm for each refusal")]
    pub fn failure(&self) -> Failure {
        let (code, zh, fix_zh, fix_en) = match self {
            Self::NoHistory => (
                "E-PLAN-HISTORY",
                "没有带金额和关闭日期的赢单，也没有带金额和日期的订单".to_owned(),
                "拖入含阶段、金额、关闭日期的商机文件，或含金额、日期的订单文件".to_owned(),
                "Drop an opportunity file with stage, amount and close date, or an order file with amount and day.".to_owned(),
            ),
            Self::Locks { core, release, gap } => (
                "E-PLAN-LOCKS",
                format!("锁定的 {} 与合计相差 {gap}", core.join("、")),
                format!("放开 {}，或改合计", release.join("、")),
                format!("Release {}, or change the total.", release.join(", ")),
            ),
            Self::Open => (
                "E-PLAN-OPEN",
                "没能判定锁定的数是否相容".to_owned(),
                "放开一些锁定再试".to_owned(),
                "Release some locks and try again.".to_owned(),
            ),
            Self::Negative => ("E-PLAN-NEGATIVE", "目标不能为负".to_owned(), "输入零或正数".to_owned(), "Type zero or more.".to_owned()),
            Self::TooLarge => (
                "E-PLAN-LARGE",
                "合计或锁定的数超过 90,000,000,000,000.00".to_owned(),
                "换更大的单位".to_owned(),
                "Use a larger unit.".to_owned(),
            ),
            Self::Node { node } => (
                "E-PLAN-NODE",
                format!("目标树里没有“{node}”"),
                "检查团队和姓名，形式为 团队/姓名".to_owned(),
                "Check team and name; the form is team/name.".to_owned(),
            ),
            Self::Axis => (
                "E-PLAN-AXIS",
                "目标不能按这一项拆分：要有 2 到 60 个带赢单金额的值".to_owned(),
                "换一个维度，或不按它拆分".to_owned(),
                "Choose another dimension, or none.".to_owned(),
            ),
            Self::Regions => (
                "E-PLAN-REGIONS",
                "目标不能按区域归组：签约记录没有区域或没有团队".to_owned(),
                "给数据加上区域和团队列，或不设区域层".to_owned(),
                "Add columns for region and team to the data, or leave the regions out.".to_owned(),
            ),
            Self::Line { line, text } => (
                "E-PLAN-LINE",
                format!("目标文件第 {line} 行读不懂：“{text}”"),
                "按导出文件的列写：团队、人员、十二个月".to_owned(),
                "Use the columns of an exported file: team, person, twelve months.".to_owned(),
            ),
            Self::OtherYear { found, planned } => (
                "E-PLAN-YEAR",
                format!("文件里是 {found} 年的目标，这里计划的是 {planned} 年"),
                format!("把月份改成 {planned} 年，或只写月份"),
                format!("Write the months of {planned}, or months without a year."),
            ),
            Self::Weights { role } => (
                "E-SCORE-WEIGHTS",
                format!("角色“{role}”的权重合计要是 100%"),
                "改权重，或检查角色的名字".to_owned(),
                "Change the weights, or check the name of the role.".to_owned(),
            ),
            Self::Bounds { of } => (
                "E-SCORE-BOUNDS",
                format!("{of}：下限不能高于上限，台阶要递增"),
                "改下限、上限或台阶".to_owned(),
                "Change the floor, the cap or the steps.".to_owned(),
            ),
            Self::Short => (
                "E-FORECAST-SHORT",
                "预测要有十二个月的商机，其中十个赢单，或十二个月的订单".to_owned(),
                "导入更长的历史".to_owned(),
                "Export a longer history.".to_owned(),
            ),
            Self::Year => {
                ("E-FORECAST-YEAR", "年份要是今年或之后三年".to_owned(), "换一个年份".to_owned(), "Choose another year.".to_owned())
            }
            Self::Many => {
                ("E-FORECAST-MANY", "最多四个情景，两个杠杆最多 400 格".to_owned(), "去掉一些".to_owned(), "Take some out.".to_owned())
            }
            Self::Unsupported { lever, reason } => (
                "E-PLAN-UNSUPPORTED",
                format!("“{lever}”不能改：{}", reason.zh),
                "去掉这一项，或补上缺的数据".to_owned(),
                "Take the lever out, or add the data it needs.".to_owned(),
            ),
            Self::Lever => (
                "E-PLAN-LEVER",
                "杠杆要在 0.01 到 100 之间".to_owned(),
                "把它拖回标记的范围".to_owned(),
                "Move it back into the marked range.".to_owned(),
            ),
        };
        Failure { code: code.to_owned(), what: Text::new(zh, format!("{self}.")), fix: Text::new(fix_zh, fix_en) }
    }
}
