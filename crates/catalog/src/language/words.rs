//! The words of the language, English and Chinese.

use kpi_model::{Dimension, Field, TableKind};

/// An aggregate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Aggregate {
    Count,
    Sum,
    Mean,
    Median,
    P90,
    Distinct,
}

/// What is made of rows beyond an aggregate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Function {
    Percentile,
    Growth,
    YearGrowth,
    Share,
    Within,
    TimeTo,
    NetScore,
    Repeated,
    Retained,
    RetainedValue,
    RetainedCapped,
    Reached,
    Active,
    Lifetime,
    Largest,
    LargestPercent,
    KeysFor,
    Concentration,
    With,
    Without,
    Difference,
    SumKnown,
    Remaining,
    DaysLeft,
    WorkingDaysLeft,
}

/// Everything a word can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    Aggregate(Aggregate),
    Function(Function),
    Table(TableKind),
    Field(Field),
    Dimension(Dimension),
    Where,
    And,
    On,
    Won,
    Lost,
    Ended,
    Open,
    Has,
    Lacks,
    Between,
    To,
    Days,
    OpenAtEnd,
    AnyTime,
    Due,
    ClosedOrStale,
    By,
    Record,
    Age,
    Expected,
    ToDate,
    ToWorkingDate,
    OlderThan,
    LongAfter,
    SoonAfter,
    Happened,
}

/// English, Chinese, meaning. Longer Chinese words first where one begins with another.
pub(super) const WORDS: &[(&str, &str, Word)] = &[
    ("count", "计数", Word::Aggregate(Aggregate::Count)),
    ("sum", "求和", Word::Aggregate(Aggregate::Sum)),
    ("mean", "平均", Word::Aggregate(Aggregate::Mean)),
    ("median", "中位数", Word::Aggregate(Aggregate::Median)),
    ("p90", "第90百分位", Word::Aggregate(Aggregate::P90)),
    ("distinct", "去重", Word::Aggregate(Aggregate::Distinct)),
    ("percentile", "百分位", Word::Function(Function::Percentile)),
    ("growth", "环比增长", Word::Function(Function::Growth)),
    ("yearGrowth", "同比增长", Word::Function(Function::YearGrowth)),
    ("share", "占比", Word::Function(Function::Share)),
    ("within", "限期赢单率", Word::Function(Function::Within)),
    ("timeTo", "达到天数", Word::Function(Function::TimeTo)),
    ("netScore", "净值", Word::Function(Function::NetScore)),
    ("repeated", "重复率", Word::Function(Function::Repeated)),
    ("retained", "保留率", Word::Function(Function::Retained)),
    ("retainedValue", "金额保留率", Word::Function(Function::RetainedValue)),
    ("retainedCapped", "封顶保留率", Word::Function(Function::RetainedCapped)),
    ("reached", "覆盖率", Word::Function(Function::Reached)),
    ("active", "活跃率", Word::Function(Function::Active)),
    ("largest", "最大占比", Word::Function(Function::Largest)),
    ("largestPercent", "头部占比", Word::Function(Function::LargestPercent)),
    ("keysFor", "贡献个数", Word::Function(Function::KeysFor)),
    ("lifetime", "终身价值", Word::Function(Function::Lifetime)),
    ("concentration", "集中指数", Word::Function(Function::Concentration)),
    ("with", "有者比率", Word::Function(Function::With)),
    ("without", "无者比率", Word::Function(Function::Without)),
    ("difference", "有无之差", Word::Function(Function::Difference)),
    ("sumKnown", "已知求和", Word::Function(Function::SumKnown)),
    ("remaining", "剩余", Word::Function(Function::Remaining)),
    ("daysLeft", "剩余天数", Word::Function(Function::DaysLeft)),
    ("workingDaysLeft", "剩余工作日", Word::Function(Function::WorkingDaysLeft)),
    ("opportunities", "商机", Word::Table(TableKind::Opportunities)),
    ("orders", "订单", Word::Table(TableKind::Orders)),
    ("activities", "活动", Word::Table(TableKind::Activities)),
    ("survey", "调查", Word::Table(TableKind::Survey)),
    ("targets", "目标", Word::Table(TableKind::Targets)),
    ("leads", "线索", Word::Table(TableKind::Leads)),
    ("payments", "回款", Word::Table(TableKind::Payments)),
    ("spend", "获客费用", Word::Table(TableKind::Spend)),
    ("customers", "客户表", Word::Table(TableKind::Accounts)),
    ("stays", "阶段停留", Word::Table(TableKind::StageStays)),
    ("purchases", "购买", Word::Table(TableKind::Purchases)),
    ("contracts", "合同", Word::Table(TableKind::Contracts)),
    ("firstWins", "首次赢单", Word::Table(TableKind::FirstWins)),
    ("participations", "活动参与", Word::Table(TableKind::Participations)),
    ("where", "其中", Word::Where),
    ("and", "且", Word::And),
    ("on", "按", Word::On),
    ("won", "赢单", Word::Won),
    ("lost", "输单", Word::Lost),
    ("ended", "已关闭", Word::Ended),
    ("open", "未关闭", Word::Open),
    ("has", "有", Word::Has),
    ("lacks", "无", Word::Lacks),
    ("between", "介于", Word::Between),
    ("to", "到", Word::To),
    ("days", "天数", Word::Days),
    ("openAtEnd", "期末未关闭", Word::OpenAtEnd),
    ("anyTime", "不分期间", Word::AnyTime),
    ("due", "应在", Word::Due),
    ("closedOrStale", "关闭或停滞", Word::ClosedOrStale),
    ("by", "归于", Word::By),
    ("record", "单据", Word::Record),
    ("age", "至今天数", Word::Age),
    ("expected", "加权", Word::Expected),
    ("toDate", "截至今日", Word::ToDate),
    ("toWorkingDate", "按工作日截至今日", Word::ToWorkingDate),
    ("olderThan", "早于天数", Word::OlderThan),
    ("longAfter", "晚于", Word::LongAfter),
    ("soonAfter", "不晚于", Word::SoonAfter),
    ("happened", "已发生", Word::Happened),
    ("amount", "金额", Word::Field(Field::Amount)),
    ("cost", "成本", Word::Field(Field::Cost)),
    ("listPrice", "标价", Word::Field(Field::ListPrice)),
    ("quantity", "数量", Word::Field(Field::Quantity)),
    ("duration", "时长", Word::Field(Field::Duration)),
    ("satisfaction", "满意度", Word::Field(Field::Satisfaction)),
    ("recommend", "推荐意愿", Word::Field(Field::Recommend)),
    ("attended", "出席", Word::Field(Field::Attended)),
    ("converted", "转化", Word::Field(Field::Converted)),
    ("created", "创建日期", Word::Field(Field::Created)),
    ("closed", "关闭日期", Word::Field(Field::Closed)),
    ("day", "日期", Word::Field(Field::Day)),
    ("month", "月份", Word::Field(Field::Month)),
    ("firstPurchase", "首次购买", Word::Field(Field::FirstPurchase)),
    ("firstSale", "首次销售", Word::Field(Field::FirstSale)),
    ("sold", "售出日期", Word::Field(Field::Sold)),
    ("answered", "是否回答", Word::Field(Field::Answered)),
    ("asked", "问卷受访", Word::Field(Field::Asked)),
    ("skipped", "跳过步骤", Word::Field(Field::Skipped)),
    ("expectedClose", "预计成交日期", Word::Field(Field::ExpectedClose)),
    ("ends", "到期日", Word::Field(Field::Ends)),
    ("replied", "首次回复", Word::Field(Field::Replied)),
    ("resolved", "解决日期", Word::Field(Field::Resolved)),
    ("further", "到达后续阶段", Word::Field(Field::Further)),
    ("exit", "离开方式", Word::Field(Field::Exit)),
    ("visit", "第几次进入", Word::Field(Field::Visit)),
    ("opportunity", "商机编号", Word::Field(Field::Opportunity)),
    ("person", "人员", Word::Dimension(Dimension::Person)),
    ("team", "团队", Word::Dimension(Dimension::Team)),
    ("region", "区域", Word::Dimension(Dimension::Region)),
    ("product", "产品", Word::Dimension(Dimension::Product)),
    ("industry", "行业", Word::Dimension(Dimension::Industry)),
    ("source", "来源", Word::Dimension(Dimension::Source)),
    ("customer", "客户", Word::Dimension(Dimension::Customer)),
    ("stage", "阶段", Word::Dimension(Dimension::Stage)),
    ("activityType", "活动类型", Word::Dimension(Dimension::ActivityType)),
    ("lossReason", "输单原因", Word::Dimension(Dimension::LossReason)),
    ("competitor", "竞争对手", Word::Dimension(Dimension::Competitor)),
    ("segment", "客户等级", Word::Dimension(Dimension::Segment)),
];

/// The meaning of a word; the case of Latin letters does not matter.
pub(super) fn meaning(text: &str) -> Option<Word> {
    WORDS.iter().find(|(en, zh, _)| en.eq_ignore_ascii_case(text) || *zh == text).map(|(.., word)| *word)
}

/// The word for a meaning, English and Chinese.
pub(super) fn name(word: Word) -> (&'static str, &'static str) {
    WORDS.iter().find(|(.., known)| *known == word).map_or(("", ""), |(en, zh, _)| (en, zh))
}

/// The longest Chinese word a text begins with.
pub(super) fn longest(text: &str) -> Option<&'static str> {
    WORDS.iter().map(|(_, zh, _)| *zh).filter(|zh| text.starts_with(zh)).max_by_key(|zh| zh.len())
}

/// The dimension of a word for it, as a field.
pub(super) fn field_of(dimension: Dimension) -> Option<Field> {
    Field::ALL.into_iter().find(|field| field.dimension() == Some(dimension))
}
