//! Every word of the data set in both languages, Chinese first.

use crate::Language;

/// A word in Chinese and in English.
pub(crate) type Word = (&'static str, &'static str);

impl Language {
    /// The word in this language.
    pub(crate) const fn word(self, word: Word) -> &'static str {
        match self {
            Self::Chinese => word.0,
            Self::English => word.1,
        }
    }

    /// The word at a position of a list, empty beyond its end.
    pub(crate) fn of(self, words: &[Word], position: usize) -> &'static str {
        words.get(position).map_or("", |word| self.word(*word))
    }
}

/// Name and hire date (year, month, day) of the people with a name of their own, with the share of
/// new accounts; they come in the order of the regions, four for each.
pub(crate) const PEOPLE: [(Word, (i64, i64, i64), i64); 12] = [
    (("林悦", "Lin Yue"), (2016, 3, 14), 115),
    (("陈博文", "Chen Bowen"), (2018, 7, 2), 104),
    (("王思齐", "Wang Siqi"), (2020, 5, 18), 98),
    (("赵晴", "Zhao Qing"), (2021, 9, 6), 92),
    (("刘子航", "Liu Zihang"), (2017, 4, 10), 110),
    (("孙嘉怡", "Sun Jiayi"), (2019, 2, 25), 102),
    (("周明远", "Zhou Mingyuan"), (2020, 11, 9), 97),
    (("吴桐", "Wu Tong"), (2022, 3, 7), 88),
    (("郑可", "Zheng Ke"), (2016, 10, 17), 106),
    (("何若曦", "He Ruoxi"), (2018, 6, 4), 100),
    (("许知行", "Xu Zhixing"), (2021, 4, 12), 92),
    (("高岚", "Gao Lan"), (2019, 8, 19), 100),
];

/// Regions.
pub(crate) const REGIONS: [Word; 3] = [("华东", "East"), ("华南", "South"), ("华北", "North")];
/// What follows the region in the name of a team.
pub(crate) const TEAM: Word = ("团队", " team");
/// How people without a name of their own are called, before their number.
pub(crate) const REP: Word = ("销售代表", "Sales rep ");

/// Sources of opportunities and accounts.
pub(crate) const SOURCES: [Word; 4] = [("官网", "Website"), ("转介绍", "Referral"), ("展会", "Event"), ("外呼", "Outbound")];

/// Stages of an opportunity.
pub(crate) const STAGES: [Word; 6] = [
    ("线索确认", "Qualification"),
    ("需求确认", "Discovery"),
    ("方案报价", "Proposal"),
    ("商务谈判", "Negotiation"),
    ("赢单", "Closed Won"),
    ("输单", "Closed Lost"),
];

/// Kinds of activities.
pub(crate) const KINDS: [Word; 4] = [("客户拜访", "Visit"), ("展会", "Exhibition"), ("研讨会", "Seminar"), ("电话", "Call")];

/// Yes.
pub(crate) const YES: Word = ("是", "Yes");
/// No.
pub(crate) const NO: Word = ("否", "No");

/// What answers of customers are about.
pub(crate) const THEMES: [Word; 5] =
    [("交付进度", "Delivery"), ("售后响应", "Support"), ("产品质量", "Product quality"), ("价格", "Price"), ("易用性", "Ease of use")];

/// Industries of the accounts.
pub(crate) const INDUSTRIES: [Word; 6] = [
    ("汽车零部件", "Automotive parts"),
    ("电子制造", "Electronics"),
    ("装备制造", "Machinery"),
    ("食品饮料", "Food and beverage"),
    ("医药", "Pharmaceuticals"),
    ("新能源", "New energy"),
];

/// A product: name, series, list price in cents, smallest and largest quantity, cost in per mille of
/// the list price, usual length of a deal in per cent of the average, and weight in the draw.
pub(crate) struct Product {
    pub name: Word,
    pub series: Word,
    pub price: i64,
    pub quantity: (i64, i64),
    pub cost: i64,
    pub pace: i64,
    pub weight: i64,
}

const PLANT: Word = ("制造运营", "Manufacturing");
const DESIGN: Word = ("研发设计", "Engineering");
const LINK: Word = ("工业物联", "Connectivity");

/// The products.
pub(crate) const PRODUCTS: [Product; 6] = [
    Product {
        name: ("恒越 MES 制造执行系统", "Hengyue MES"),
        series: PLANT,
        price: 38_000_000,
        quantity: (1, 2),
        cost: 600,
        pace: 122,
        weight: 20,
    },
    Product {
        name: ("恒越 APS 生产排程", "Hengyue APS"),
        series: PLANT,
        price: 22_000_000,
        quantity: (1, 2),
        cost: 570,
        pace: 106,
        weight: 16,
    },
    Product {
        name: ("恒越 PLM 产品数据平台", "Hengyue PLM"),
        series: DESIGN,
        price: 29_000_000,
        quantity: (1, 2),
        cost: 580,
        pace: 112,
        weight: 16,
    },
    Product {
        name: ("恒越 CAD 设计套件", "Hengyue CAD Suite"),
        series: DESIGN,
        price: 2_400_000,
        quantity: (4, 16),
        cost: 550,
        pace: 92,
        weight: 18,
    },
    Product {
        name: ("恒越 SCADA 数据采集", "Hengyue SCADA"),
        series: LINK,
        price: 16_000_000,
        quantity: (1, 3),
        cost: 590,
        pace: 98,
        weight: 16,
    },
    Product {
        name: ("恒越工业物联网关", "Hengyue IoT Gateway"),
        series: LINK,
        price: 1_800_000,
        quantity: (6, 26),
        cost: 620,
        pace: 82,
        weight: 14,
    },
];
