//! What tables and columns are called.

use kpi_model::{Field, TableKind};

use super::Word;

/// The word for a kind of table.
#[must_use]
pub fn table(kind: TableKind) -> Word {
    match kind {
        TableKind::Opportunities => Word("商机", "Opportunities"),
        TableKind::StageHistory => Word("阶段历史", "Stage history"),
        TableKind::Orders => Word("订单", "Orders"),
        TableKind::Activities => Word("活动", "Activities"),
        TableKind::Survey => Word("满意度调查", "Survey"),
        TableKind::Targets => Word("目标", "Targets"),
        TableKind::Leads => Word("线索", "Leads"),
        TableKind::Payments => Word("回款", "Payments"),
        TableKind::Spend => Word("获客费用", "Marketing spend"),
        TableKind::Accounts => Word("客户", "Accounts"),
        TableKind::People => Word("人员", "People"),
        TableKind::Products => Word("产品", "Products"),
        TableKind::FirstWins => Word("首次赢单", "First wins"),
        TableKind::Purchases => Word("购买日", "Purchases"),
        TableKind::StageStays => Word("阶段停留", "Stays in stages"),
        TableKind::Receivables => Word("应收", "Receivables"),
        TableKind::Contracts => Word("合同", "Contracts"),
        TableKind::Participations => Word("商机参与的活动", "Kinds of activity"),
    }
}

/// The word for a field.
#[must_use]
pub fn field(field: Field) -> Word {
    match field {
        Field::Id => Word("编号", "ID"),
        Field::Opportunity => Word("商机编号", "Opportunity ID"),
        Field::Customer => Word("客户", "Account"),
        Field::CustomerName => Word("客户名称", "Account name"),
        Field::Person => Word("负责人", "Owner"),
        Field::Team => Word("团队", "Team"),
        Field::Manager => Word("经理", "Manager"),
        Field::Region => Word("区域", "Region"),
        Field::Product => Word("产品", "Product"),
        Field::Series => Word("系列", "Series"),
        Field::Industry => Word("行业", "Industry"),
        Field::Source => Word("来源", "Source"),
        Field::Stage => Word("阶段", "Stage"),
        Field::Created => Word("创建日期", "Created"),
        Field::Closed => Word("关闭日期", "Close date"),
        Field::Day => Word("日期", "Date"),
        Field::Month => Word("月份", "Month"),
        Field::Amount => Word("金额", "Amount"),
        Field::Cost => Word("成本", "Cost"),
        Field::ListPrice => Word("标价", "List price"),
        Field::Probability => Word("概率", "Probability"),
        Field::Satisfaction => Word("满意度", "Satisfaction"),
        Field::Recommend => Word("推荐意愿", "Recommendation"),
        Field::Attended => Word("是否出席", "Attended"),
        Field::ActivityType => Word("活动类型", "Activity type"),
        Field::Currency => Word("币种", "Currency"),
        Field::Outcome => Word("结果", "Outcome"),
        Field::Quantity => Word("数量", "Quantity"),
        Field::Discount => Word("折扣率", "Discount rate"),
        Field::Converted => Word("是否转化", "Converted"),
        Field::PersonName => Word("姓名", "Full name"),
        Field::ProductName => Word("产品名称", "Product name"),
        Field::LossReason => Word("输单原因", "Loss reason"),
        Field::Competitor => Word("竞争对手", "Competitor"),
        Field::Segment => Word("客户等级", "Segment"),
        Field::Duration => Word("时长", "Minutes"),
        Field::FirstPurchase => Word("首次购买", "First purchase"),
        Field::ExpectedClose => Word("预计成交日期", "Expected close"),
        Field::ExpectedAmount => Word("预计金额", "Expected amount"),
        Field::LostOn => Word("输单日期", "Lost on"),
        Field::IsClosed => Word("是否已关闭", "Is closed"),
        Field::Status => Word("单据状态或类型", "State or kind of document"),
        Field::Second => Word("时刻", "Time of day"),
        Field::Exit => Word("离开方式", "How it left"),
        Field::Visit => Word("第几次进入", "Visit"),
        Field::Further => Word("到达后续阶段", "Reached a later stage"),
        Field::Ends => Word("合同到期日", "End of the contract"),
        Field::DueOn => Word("应付日期", "Due date"),
        Field::PaidOn => Word("付款日期", "Paid on"),
        Field::AmountDue => Word("应收金额", "Amount due"),
        Field::AmountPaid => Word("已付金额", "Amount paid"),
        Field::Replied => Word("首次回复日期", "First answered"),
        Field::Resolved => Word("解决日期", "Resolved"),
        Field::FirstSale => Word("首次销售", "First sale"),
        Field::Sold => Word("售出日期", "Sold on"),
        Field::Answered => Word("是否回答", "Answered"),
        Field::Asked => Word("未回答的人", "People who did not answer"),
        Field::Skipped => Word("跳过的步骤", "Steps left out"),
    }
}
