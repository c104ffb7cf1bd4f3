//! Headers that only tables of one kind have.

use crate::names::Header;

/// Headers that only payments have; a date of payment also stands in orders.
pub(super) const PAYMENT_HEADERS: &[&str] = &[
    "fromemailaddress",
    "payoutdate",
    "statementdescriptor",
    "paymentintent",
    "计划回款",
    "应回款",
    "回款日",
    "回款时间",
    "到账日",
    "到账时间",
    "datereceived",
    "receiptdate",
    "amountreceived",
    "应结订单金额",
    "微信退款单号",
];

/// Headers that only logs of tickets, cases and complaints have.
pub(super) const TICKET_HEADERS: &[&str] = &[
    "casenumber",
    "tickettype",
    "solvedat",
    "requesterid",
    "casereason",
    "caseorigin",
    "ticketid",
    "ticketnumber",
    "ticketnr",
    "issuekey",
    "requesttype",
    "conversationid",
    "openedat",
    "callerid",
    "reklamation",
    "工单号",
    "工单编号",
    "投诉编号",
    "投诉类型",
];

/// Headers of whose part it is in credit shared between people; and of who it is, which also stands in orders.
pub(super) const SHARE_HEADERS: &[&str] = &["splitpercent", "分成比例", "分摊比例", "业绩占比"];

pub(super) const SPLIT_HEADERS: &[&str] = &["splitowner", "splittype", "splitamount", "业绩归属人"];

/// Headers that only marketing spend and other costs have.
pub(super) const SPEND_HEADERS: &[&str] = &[
    "adspend",
    "marketingspend",
    "amountspent",
    "totalspent",
    "impr",
    "clicks",
    "klicks",
    "costperclick",
    "clickthrough",
    "投放金额",
    "投放费用",
    "广告费",
    "推广费",
    "展现量",
    "展示量",
    "展示次数",
    "点击量",
    "点击次数",
    "点击率",
    "kostenart",
    "kontenbezeichnung",
    "reimbursable",
    "expenseid",
    "cardholder",
    "receiptattached",
    "expensedate",
    "reviewstatus",
    "expensetype",
    "expensecategory",
    "费用类型",
    "费用类别",
    "费用科目",
    "报销金额",
    "报销人",
];

/// Headers of who buys.
pub(super) const BUYER_HEADERS: &[&str] = &["account", "customer", "company", "client", "客户", "公司"];

/// Headers that only forecasts have, and such of targets beside them.
pub(super) const FORECAST_HEADERS: &[&str] =
    &["forecastamount", "forecastmonth", "forecastperiod", "submittedforecast", "预测金额", "预测月份", "预测期间"];

pub(super) const TARGET_HEADERS: &[&str] = &["quota", "target", "目标", "任务"];

/// Headers of bills of journeys, in normal form: what staff spent.
const TRAVEL_HEADERS: &[&str] =
    &["乘机人", "乘车人", "出行人", "旅客姓名", "航班号", "车次", "民航基金", "passengername", "travelername", "travellername", "airfare"];

/// Are these the headers of a bill of journeys? A hotel calls its guests as a travel agency does, but has one name.
pub(super) fn are_journeys(headers: &[Header]) -> bool {
    let has = |name: &str| headers.iter().any(|header| header.normal == name);
    // Who sells journeys tells for whom they are.
    let is_customer = |header: &Header| header.says(&["客户", "customer", "client", "account", "托运", "发货", "货主", "shipper"]);
    if headers.iter().any(is_customer) {
        return false;
    }
    TRAVEL_HEADERS.iter().any(|name| has(name)) || has("入住人") && has("酒店名称")
}
