//! Months that stood across a sheet: plans or what was sold, only words tell.

use kpi_model::TableKind;

use crate::names::Header;
use crate::raw::RawTable;
use crate::stages::normal;

/// Have columns of months become rows?
pub(crate) fn is_across(table: &RawTable) -> bool {
    table.notes.iter().any(|note| note.code == "N-LAYOUT-MONTHS")
}

/// Does it hold what came of a plan that stands beside it?
pub(super) fn is_actual(table: &RawTable) -> bool {
    table.notes.iter().any(|note| note.code == "N-LAYOUT-ACTUALS")
}

/// The headers of what was sold or paid month by month, across the sheet, where the name of the file or its title says that it was.
pub(super) fn told_across(kind: TableKind, table: &RawTable) -> Option<Vec<Header>> {
    const SALES: &[&str] = &[
        "sales",
        "revenue",
        "turnover",
        "umsatz",
        "ventas",
        "ventes",
        "vendite",
        "销售额",
        "销售明细",
        "销售统计",
        "业绩",
        "营收",
        "提货",
        "出货",
        "发货统计",
        "收入",
        "売上",
        "매출",
        "販売",
    ];
    const PAYMENTS: &[&str] = &["回款", "收款", "payments", "collections", "cashreceipts"];
    const PLANS: &[&str] =
        &["target", "quota", "plan", "budget", "goal", "forecast", "目标", "计划", "预算", "任务", "指标", "预测", "目標", "kpi"];
    const OTHERS: &[&str] = &[
        "expense",
        "cost",
        "headcount",
        "calls",
        "visits",
        "meetings",
        "leads",
        "pipeline",
        "tax",
        "salary",
        "commission",
        "stock",
        "inventory",
        "units",
        "人数",
        "拜访",
        "费用",
        "成本",
        "工资",
        "库存",
        "线索",
        "客户数",
        "数量",
        "台数",
        "提成",
        "采购",
    ];
    let words = match kind {
        TableKind::Orders => SALES,
        TableKind::Payments => PAYMENTS,
        _ => return None,
    };
    let name = normal(&format!("{} {}", table.name, table.title));
    let says = |words: &[&str]| words.iter().any(|word| name.contains(word));
    let is_of_plan = says(PLANS) && !is_actual(table) || says(OTHERS);
    let is_told = says(words) || is_actual(table);
    if !is_across(table) || !is_told || is_of_plan || (kind == TableKind::Orders) == says(PAYMENTS) {
        return None;
    }
    across(kind, table)
}

/// The headers of a list of contracts, whose start and end are those of the contract.
pub(super) fn told_terms(kind: TableKind, table: &RawTable) -> Option<Vec<Header>> {
    let names: Vec<String> = table.headers.iter().map(|header| normal(header)).collect();
    let has = |wanted: &[&str]| names.iter().any(|name| wanted.contains(&name.as_str()));
    let are_contracts = has(&["contract", "contractno", "contractnumber", "contractid", "agreement", "subscription"]);
    if kind != TableKind::Orders || !are_contracts || !has(&["start"]) || !has(&["end"]) {
        return None;
    }
    let renamed = |(header, name): (&String, &String)| match name.as_str() {
        "start" => Header::looked_up("order date"),
        "end" => Header::looked_up("contract end date"),
        "contract" => Header::looked_up("contract number"),
        _ => Header::looked_up(header),
    };
    Some(table.headers.iter().zip(&names).map(renamed).collect())
}

/// The same where the user says that it was sold or paid.
pub(super) fn across(kind: TableKind, table: &RawTable) -> Option<Vec<Header>> {
    if !is_across(table) || !matches!(kind, TableKind::Orders | TableKind::Payments) {
        return None;
    }
    let name = normal(&format!("{} {}", table.name, table.title));
    let last = table.headers.len().checked_sub(2)?;
    // What the lines are of, where only the name of the report says so.
    let of_lines = [
        ("customer", "customer"),
        ("客户", "customer"),
        ("salesperson", "salesperson"),
        ("业务员", "salesperson"),
        ("product", "product"),
        ("产品", "product"),
    ];
    let is_unnamed = |header: &str| header.is_empty() || header == "Column 1";
    let renamed = |(i, header): (usize, &String)| match i.checked_sub(last) {
        Some(0) => Header::looked_up("date"),
        Some(_) => Header::looked_up("amount"),
        None if i == 0 && is_unnamed(header) => {
            Header::looked_up(of_lines.iter().find(|(word, _)| name.contains(word)).map_or(header, |(_, meant)| meant))
        }
        None => Header::looked_up(header),
    };
    Some(table.headers.iter().enumerate().map(renamed).collect())
}
