//! Names that most exports use, English and Chinese.

use kpi_model::Field as F;
use kpi_model::TableKind as T;

use super::Synonym;

const fn any(field: F, names: &'static [&'static str]) -> Synonym {
    Synonym { kinds: &[], field, names }
}

const fn of(kinds: &'static [T], field: F, names: &'static [&'static str]) -> Synonym {
    Synonym { kinds, field, names }
}

pub(super) const SYNONYMS: &[Synonym] = &[
    of(&[T::Opportunities], F::Id, &["opportunityid", "oppid", "dealid", "id", "recordid", "opportunitynumber", "商机编号", "机会编号", "商机id", "销售机会编号", "编号"]),
    of(&[T::Orders], F::Id, &["orderid", "ordernumber", "orderno", "invoiceno", "invoiceid", "invoicenumber", "订单编号", "订单号", "发票号", "单号", "合同编号", "id"]),
    of(&[T::Activities], F::Id, &["activityid", "eventid", "taskid", "engagementid", "活动编号", "跟进编号", "id", "编号"]),
    of(&[T::Survey], F::Id, &["responseid", "surveyid", "respnum", "answerid", "问卷编号", "答卷编号", "id", "编号"]),
    of(&[T::StageHistory, T::Orders, T::Activities], F::Opportunity, &["opportunityid", "oppid", "dealid", "opportunity", "deal", "商机编号", "机会编号", "商机id", "商机", "销售机会编号"]),
    any(F::Customer, &["account", "accountid", "accountname", "customer", "customerid", "customername", "company", "companyid", "companyname", "organization", "organisation", "client", "associatedcompany", "客户编号", "客户", "客户名称", "客户id", "公司", "公司名称", "单位名称"]),
    of(&[T::Accounts], F::CustomerName, &["accountname", "customername", "companyname", "name", "customernames", "客户名称", "公司名称", "客户全称", "名称"]),
    any(F::Person, &["salesagent", "owner", "dealowner", "opportunityowner", "accountowner", "salesperson", "salesrep", "rep", "agent", "salesname", "seller", "employee", "ownername", "assignedto", "responsible", "负责人", "销售", "销售人员", "业务员", "跟进人", "销售代表", "所有人", "归属人", "客户经理"]),
    of(&[T::People], F::Person, &["name", "姓名", "员工姓名", "fullname", "salesteam", "人员"]),
    any(F::Team, &["team", "salesteam", "group", "department", "部门", "团队", "小组", "销售团队", "所属部门"]),
    any(F::Manager, &["manager", "supervisor", "teamlead", "reportsto", "经理", "主管", "上级", "直属上级"]),
    any(F::Region, &["region", "regionaloffice", "territory", "area", "salesregion", "officelocation", "province", "state", "country", "区域", "大区", "地区", "省份", "销售区域", "收货地址"]),
    any(F::Product, &["product", "productname", "productid", "item", "sku", "productline", "产品", "产品名称", "商品", "商品名称", "产品线"]),
    of(&[T::Products], F::Product, &["name", "名称"]),
    any(F::Series, &["series", "category", "productcategory", "family", "productfamily", "系列", "类别", "分类", "产品类别"]),
    any(F::Industry, &["sector", "industry", "vertical", "segment", "行业", "所属行业", "客户行业"]),
    any(F::Source, &["source", "leadsource", "originalsource", "channel", "campaign", "leadorigin", "saleschannel", "来源", "线索来源", "商机来源", "客户来源", "渠道", "来源渠道"]),
    of(&[T::Opportunities, T::StageHistory], F::Stage, &["stage", "dealstage", "stagename", "salesstage", "opportunitystage", "status", "dealstatus", "阶段", "销售阶段", "商机阶段", "状态", "商机状态", "阶段名称"]),
    of(&[T::Opportunities, T::Accounts], F::Created, &["createddate", "createdate", "created", "creationdate", "opendate", "engagedate", "createdat", "opened", "startdate", "创建日期", "创建时间", "建立日期", "立项日期", "录入时间"]),
    of(&[T::People], F::Created, &["hiredate", "hired", "startdate", "joined", "入职日期", "入职时间"]),
    of(&[T::Opportunities], F::Closed, &["closedate", "closeddate", "closed", "closedat", "wontime", "expectedclosedate", "actualclosedate", "关闭日期", "关闭时间", "成交日期", "结单日期", "赢单日期", "预计成交日期", "预计结单日期", "签约日期"]),
    of(&[T::Orders], F::Day, &["orderdate", "invoicedate", "date", "salesdate", "purchasedate", "订单日期", "下单时间", "下单日期", "开票日期", "日期", "订单创建时间", "签订日期"]),
    of(&[T::Activities], F::Day, &["date", "activitydate", "duedate", "starttime", "日期", "活动日期", "跟进时间", "拜访日期", "活动时间"]),
    of(&[T::Survey], F::Day, &["responsedate", "date", "submittedat", "surveydate", "answered", "回复日期", "提交时间", "填写时间", "答卷日期", "日期"]),
    of(&[T::StageHistory], F::Day, &["entereddate", "createddate", "date", "changedate", "changedat", "entered", "enteredat", "dateentered", "进入日期", "变更日期", "变更时间", "修改时间", "日期"]),
    of(&[T::Targets], F::Month, &["month", "period", "date", "quarter", "月份", "月", "期间", "日期", "年月"]),
    of(&[T::Targets], F::Amount, &["target", "targetamount", "quota", "goal", "budget", "plan", "目标", "目标金额", "任务额", "指标", "销售目标", "业绩目标"]),
    of(&[T::Opportunities], F::Amount, &["closevalue", "amount", "value", "dealvalue", "dealamount", "opportunityamount", "expectedrevenue", "amountincompanycurrency", "revenue", "金额", "商机金额", "预计金额", "成交金额", "销售金额", "预计销售金额", "签约金额"]),
    of(&[T::Orders], F::Amount, &["amount", "orderamount", "total", "totalamount", "revenue", "sales", "netamount", "金额", "订单金额", "合同金额", "销售额", "成交金额", "总金额", "买家实际支付金额"]),
    any(F::Cost, &["cost", "cogs", "totalcost", "costofgoods", "成本", "成本金额", "总成本", "产品成本"]),
    any(F::ListPrice, &["salesprice", "listprice", "price", "unitprice", "standardprice", "标价", "单价", "目录价", "标准价格"]),
    any(F::Probability, &["probability", "winprobability", "dealprobability", "概率", "赢率", "赢单率", "成交概率", "可能性"]),
    of(&[T::Survey], F::Satisfaction, &["satisfaction", "csat", "rating", "score", "overallsatisfaction", "满意度", "总体满意度", "满意度评分", "评分"]),
    of(&[T::Survey], F::Recommend, &["likelihoodtorecommend", "nps", "recommend", "npsscore", "netpro", "推荐意愿", "推荐度", "推荐可能性", "推荐分"]),
    of(&[T::Activities], F::Attended, &["attended", "participated", "completed", "done", "是否出席", "出席", "是否参加", "是否完成", "参与"]),
    of(&[T::Activities], F::ActivityType, &["type", "activitytype", "kind", "category", "类型", "活动类型", "跟进方式", "跟进类型"]),
    any(F::Currency, &["currency", "currencycode", "currencyisocode", "币种", "货币"]),
];

pub(super) const FILE_HINTS: &[(T, &[&str])] = &[
    (T::StageHistory, &["history", "stagehistory", "阶段历史", "变更"]),
    (T::Opportunities, &["opportunit", "deal", "pipeline", "商机", "机会"]),
    (T::Orders, &["order", "invoice", "sales", "订单", "发票", "合同"]),
    (T::Activities, &["activit", "event", "engagement", "visit", "活动", "跟进", "拜访"]),
    (T::Survey, &["survey", "satisfaction", "nps", "csat", "满意度", "问卷", "调查"]),
    (T::Targets, &["target", "quota", "goal", "目标", "任务"]),
    (T::Accounts, &["account", "customer", "compan", "客户", "公司"]),
    (T::People, &["people", "team", "rep", "staff", "employee", "人员", "员工", "团队"]),
    (T::Products, &["product", "price", "产品", "商品"]),
];
