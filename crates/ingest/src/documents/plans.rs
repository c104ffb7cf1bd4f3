//! What a row of a list of targets or forecasts is.

use crate::stages::normal;

/// Is a row of a list of forecasts beside the one that somebody stands for: the best case, the open pipeline, what is closed?
pub(crate) fn is_upside(word: &str) -> bool {
    let word = normal(word);
    [
        "bestcase",
        "upside",
        "pipeline",
        "omitted",
        "closed",
        "worstcase",
        "乐观",
        "最佳",
        "最好",
        "悲观",
        "管道",
        "已成交",
        "已结束",
        "已忽略",
    ]
    .iter()
    .any(|part| word.contains(part))
}

/// What a target is of, the one that counts first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Measured {
    Sales,
    Payments,
    Others,
}

/// What the word for a kind of target says that it is of: 签约额, 回款额, `New customers`.
pub(crate) fn measured(word: &str) -> Option<Measured> {
    let word = normal(word);
    let has = |list: &[&str]| list.iter().any(|part| word.contains(part));
    // How many contracts or orders is no amount of them.
    let is_count = ["数", "数量", "count", "number"].iter().any(|end| word.ends_with(end));
    if has(&["回款", "收款", "collection", "cash", "payment"]) {
        return Some(Measured::Payments);
    }
    let is_sales =
        has(&["签约", "合同", "订单", "销售", "业绩", "营收", "收入", "booking", "sales", "revenue", "orders", "turnover", "umsatz"]);
    // New customer sales are sales, new customers and margins of sales are none.
    let is_profit = has(&["毛利", "利润", "margin", "profit"]);
    if is_sales && !is_count && !is_profit {
        return Some(Measured::Sales);
    }
    if has(&[
        "新客",
        "客户数",
        "拜访",
        "毛利",
        "利润",
        "商机数",
        "线索",
        "margin",
        "profit",
        "visit",
        "calls",
        "meetings",
        "newcustomer",
        "leads",
    ]) {
        return Some(Measured::Others);
    }
    is_sales.then_some(Measured::Others)
}

/// Is a row of a list of targets a target (`目标`, `Plan`), or what it is compared with (`实际`, `完成率`)? None: the word says neither.
pub(crate) fn is_target(word: &str) -> Option<bool> {
    let word = normal(word);
    let is = |list: &[&str]| list.contains(&word.as_str());
    let has = |list: &[&str]| list.iter().any(|part| word.contains(part));
    if word.ends_with('率') || word.ends_with("rate") || has(&["差异", "差额", "實際", "实际", "實績", "実績", "실적"]) {
        return Some(false);
    }
    if has(&["目标", "目標", "计划", "任务", "预算", "목표"])
        || is(&["target", "targets", "plan", "quota", "budget", "goal", "ziel", "soll", "objectif", "objetivo", "salestarget"])
    {
        return Some(true);
    }
    let is_actual = is(&[
        "actual",
        "actuals",
        "achieved",
        "attainment",
        "variance",
        "difference",
        "ist",
        "istwert",
        "realised",
        "realized",
        "réalisé",
        "real",
    ]);
    (is_actual || has(&["完成", "达成", "달성"])).then_some(false)
}
