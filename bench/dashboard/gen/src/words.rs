//! The words of the company: industries, products, stages, names.

use crate::random::Rng;

/// What stands where a date should: no reader can make a day of it.
pub const BAD_DATES: [&str; 6] = ["2024-02-30", "0000-00-00", "n/a", "2024-13-45", "TBD", ""];

// ---------------------------------------------------------------- vocabulary
pub const INDUSTRY: [&str; 12] =
    ["制造业", "软件", "零售", "金融", "医疗", "教育", "物流", "能源", "Automotive", "Telecom", "Food & Beverage", "Government"];
pub const REGION: [&str; 8] = ["华东", "华南", "华北", "华中", "西南", "西北", "东北", "海外"];
pub const COUNTRY: [&str; 8] = ["CN", "US", "DE", "JP", "SG", "GB", "FR", "AU"];
pub const SEGMENT: [&str; 4] = ["SMB", "Mid-Market", "Enterprise", "Micro"];
pub const CHANNEL: [&str; 8] = ["website", "referral", "exhibition", "partner", "cold_call", "ads", "seminar", "social"];
pub const PRODUCT: [&str; 12] = [
    "Aurora CRM",
    "极光 Pro",
    "Beacon Analytics",
    "云图 BI",
    "Cascade ERP",
    "灵犀客服",
    "Delta Sync",
    "智联 IoT",
    "Ember Pay",
    "方舟 WMS",
    "Flux API",
    "Gale Support",
];
pub const STAGE: [&str; 7] = ["Lead", "Qualified", "Discovery", "Proposal", "Negotiation", "Closed Won", "Closed Lost"];
pub const LOSS: [&str; 7] = ["price", "competitor", "no_budget", "timing", "no_response", "价格, 太高", "客户说\"再等等\""];
pub const ATYPE: [&str; 5] = ["call", "email", "visit", "seminar", "exhibition"];
pub const OUTCOME: [&str; 5] = ["positive", "neutral", "negative", "no_answer", ""];
pub const ROLE: [&str; 4] = ["AE", "SDR", "Senior AE", "Manager"];
pub const CITY: [&str; 12] = ["上海", "北京", "深圳", "广州", "杭州", "成都", "武汉", "西安", "南京", "苏州", "青岛", "沈阳"];
pub const WORD_ZH: [&str; 16] =
    ["华信", "宏达", "鼎新", "瑞丰", "中创", "博远", "天成", "德诚", "金桥", "海纳", "恒通", "启明", "安泰", "卓越", "盛世", "联合"];
pub const WORD_EN: [&str; 16] = [
    "Northwind",
    "Summit",
    "Harbor",
    "Vertex",
    "Pioneer",
    "Redwood",
    "Atlas",
    "Lumen",
    "Granite",
    "Orchid",
    "Falcon",
    "Meridian",
    "Cobalt",
    "Willow",
    "Quartz",
    "Zephyr",
];
pub const SUFFIX_EN: [&str; 5] = [" Ltd", ", Inc.", " GmbH", " Group", " Co., Ltd."];
pub const SUFFIX_ZH: [&str; 4] = ["科技有限公司", "实业集团", "贸易有限公司", "股份有限公司"];
pub const SURNAME: [&str; 16] = ["王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "林"];
pub const GIVEN: [&str; 16] = ["伟", "芳", "娜", "敏", "静", "强", "磊", "洋", "艳", "勇", "军", "杰", "娟", "涛", "明", "超"];
pub const DEAL: [&str; 8] = ["renewal", "expansion", "pilot", "new site", "年度框架", "二期项目", "升级", "migration"];

pub fn company_name(r: &mut Rng, s: &mut String) {
    s.clear();
    if r.chance(0.62) {
        s.push_str(r.pick(&CITY));
        s.push_str(r.pick(&WORD_ZH));
        s.push_str(r.pick(&WORD_ZH));
        s.push_str(r.pick(&SUFFIX_ZH));
    } else {
        s.push_str(r.pick(&WORD_EN));
        s.push(' ');
        s.push_str(r.pick(&WORD_EN));
        if r.chance(0.04) {
            s.push_str(" \"");
            s.push_str(r.pick(&CITY));
            s.push('"');
        }
        s.push_str(r.pick(&SUFFIX_EN));
    }
    if r.chance(0.002) {
        s.push('\n');
        s.push_str("(formerly ");
        s.push_str(r.pick(&WORD_EN));
        s.push(')');
    }
}
