//! Names of accounts, teams and people, made from short lists of syllables and numbers.

use crate::Language;
use crate::model::{Account, REGIONS};
use crate::words::{self, Word};

const CITIES: [[Word; 10]; REGIONS] = [
    [
        ("上海", "Shanghai"),
        ("苏州", "Suzhou"),
        ("杭州", "Hangzhou"),
        ("南京", "Nanjing"),
        ("宁波", "Ningbo"),
        ("无锡", "Wuxi"),
        ("合肥", "Hefei"),
        ("常州", "Changzhou"),
        ("嘉兴", "Jiaxing"),
        ("南通", "Nantong"),
    ],
    [
        ("深圳", "Shenzhen"),
        ("广州", "Guangzhou"),
        ("东莞", "Dongguan"),
        ("佛山", "Foshan"),
        ("珠海", "Zhuhai"),
        ("厦门", "Xiamen"),
        ("惠州", "Huizhou"),
        ("中山", "Zhongshan"),
        ("福州", "Fuzhou"),
        ("南宁", "Nanning"),
    ],
    [
        ("北京", "Beijing"),
        ("天津", "Tianjin"),
        ("青岛", "Qingdao"),
        ("济南", "Jinan"),
        ("石家庄", "Shijiazhuang"),
        ("大连", "Dalian"),
        ("沈阳", "Shenyang"),
        ("太原", "Taiyuan"),
        ("烟台", "Yantai"),
        ("唐山", "Tangshan"),
    ],
];

#[rustfmt::skip]
const FIRST: [Word; 32] = [
    ("瑞", "Rui"), ("华", "Hua"), ("天", "Tian"), ("金", "Jin"), ("东", "Dong"), ("盛", "Sheng"),
    ("安", "An"), ("博", "Bo"), ("创", "Chuang"), ("德", "De"), ("丰", "Feng"), ("光", "Guang"),
    ("海", "Hai"), ("宏", "Hong"), ("佳", "Jia"), ("凯", "Kai"), ("立", "Li"), ("联", "Lian"),
    ("龙", "Long"), ("明", "Ming"), ("宁", "Ning"), ("鹏", "Peng"), ("启", "Qi"), ("荣", "Rong"),
    ("泰", "Tai"), ("同", "Tong"), ("万", "Wan"), ("新", "Xin"), ("兴", "Xing"), ("永", "Yong"),
    ("正", "Zheng"), ("中", "Zhong"),
];

#[rustfmt::skip]
const SECOND: [Word; 32] = [
    ("达", "da"), ("峰", "feng"), ("辉", "hui"), ("杰", "jie"), ("康", "kang"), ("利", "li"),
    ("隆", "long"), ("茂", "mao"), ("能", "neng"), ("普", "pu"), ("强", "qiang"), ("森", "sen"),
    ("盛", "sheng"), ("顺", "shun"), ("拓", "tuo"), ("通", "tong"), ("威", "wei"), ("祥", "xiang"),
    ("旭", "xu"), ("信", "xin"), ("业", "ye"), ("益", "yi"), ("源", "yuan"), ("展", "zhan"),
    ("志", "zhi"), ("卓", "zhuo"), ("科", "ke"), ("腾", "teng"), ("诚", "cheng"), ("诺", "nuo"),
    ("宝", "bao"), ("邦", "bang"),
];

const TRADES: [Word; 6] = [
    ("汽车部件", "Auto Parts"),
    ("电子", "Electronics"),
    ("机械", "Machinery"),
    ("食品", "Foods"),
    ("制药", "Pharma"),
    ("新能源", "New Energy"),
];

/// Number of different names in one region before they get a number.
const COMBINATIONS: i64 = 32 * 32 * 10;

/// The name of an account; no two accounts of a region share city and syllables.
pub(crate) fn account(language: Language, account: &Account) -> String {
    let code = (account.sequence * 3677 + 1913).rem_euclid(COMBINATIONS);
    let round = account.sequence / COMBINATIONS;
    let position = |value: i64| usize::try_from(value).unwrap_or(0);
    let cities = CITIES.get(account.region).map_or(&[][..], |list| &list[..]);
    let city = language.of(cities, position(code / 1024));
    let first = language.of(&FIRST, position(code / 32 % 32));
    let second = language.of(&SECOND, position(code % 32));
    let trade = language.of(&TRADES, account.industry);
    let number = if round > 0 { format!(" {}", round + 1) } else { String::new() };
    match language {
        Language::Chinese => format!("{city}{first}{second}{trade}有限公司{number}"),
        Language::English => format!("{city} {first}{second} {trade} Co., Ltd.{number}"),
    }
}

/// The name of a team: region and suffix, with a number from the second team of a region on.
pub(crate) fn team(language: Language, team: usize) -> String {
    let region = language.of(&words::REGIONS, team % REGIONS);
    let suffix = language.word(words::TEAM);
    match team / REGIONS {
        0 => format!("{region}{suffix}"),
        further => format!("{region}{suffix} {}", further + 1),
    }
}

/// The name of a person; beyond the twelve known ones a numbered one.
pub(crate) fn person(language: Language, person: usize) -> String {
    match words::PEOPLE.get(person) {
        Some((name, _, _)) => language.word(*name).to_owned(),
        None => format!("{}{:03}", language.word(words::REP), person + 1),
    }
}
