//! Workbooks with a sheet for each person, team or region: what the names of the sheets say of their rows.

use std::borrow::Cow;
use std::collections::BTreeMap;

use kpi_data::Outcome;
use kpi_model::{Field, Mapping, TableKind, Text};

use crate::dialects::Synonym;
use crate::kinds::{Binding, Guess};
use crate::names::{EXACT, Header};
use crate::profile::{self, Profile};
use crate::raw::{RawColumn, RawTable};
use crate::stages::{self, normal};

/// The header of the column that is added.
const HEADER: &str = "Sheet";
/// The header of the column that says what became of the rows of a sheet.
const STAGE: &str = "Stage";

/// Names of regions, in normal form.
const REGIONS: [&str; 52] = [
    "north",
    "south",
    "east",
    "west",
    "central",
    "northeast",
    "northwest",
    "southeast",
    "southwest",
    "midwest",
    "emea",
    "apac",
    "amer",
    "americas",
    "latam",
    "europe",
    "asia",
    "africa",
    "dach",
    "benelux",
    "nordics",
    "uk",
    "us",
    "usa",
    "germany",
    "france",
    "spain",
    "italy",
    "nord",
    "süd",
    "sud",
    "ost",
    "est",
    "ouest",
    "norte",
    "sur",
    "este",
    "oeste",
    "华东",
    "华南",
    "华北",
    "华中",
    "西南",
    "西北",
    "东北",
    "北区",
    "南区",
    "东区",
    "西区",
    "中区",
    "海外",
    "港澳台",
];

/// The name of the sheet of a table.
fn sheet(table: &RawTable) -> Option<&str> {
    // The files of an archive are no sheets.
    let is_file = |name: &str| {
        name.rsplit_once('.').is_some_and(|(_, end)| (2..=7).contains(&end.len()) && end.bytes().all(|b| b.is_ascii_alphanumeric()))
    };
    table.name.strip_prefix(table.file.as_str())?.strip_prefix(" › ").map(str::trim).filter(|name| !name.is_empty() && !is_file(name))
}

fn is_region(name: &str) -> bool {
    let plain = normal(name);
    let ends = ["大区", "片区", "地区", "区域", "区", "省", "region", "territory"];
    REGIONS.contains(&plain.as_str())
        || ends.iter().any(|end| plain.strip_suffix(end).is_some_and(|rest| (1..=12).contains(&rest.chars().count())))
}

fn is_team(name: &str) -> bool {
    let plain = normal(name);
    let words: Vec<String> = name.split_whitespace().map(normal).collect();
    let is_word = |word: Option<&String>| word.is_some_and(|word| matches!(word.as_str(), "team" | "squad"));
    ["组", "部", "队"].iter().any(|end| plain.len() > end.len() && plain.ends_with(end))
        || (words.len() > 1 && (is_word(words.first()) || is_word(words.last())))
}

/// First names that are hardly anything else, in normal form. Single words may be anything: shops, currencies, goods.
const GIVEN: &str = include_str!("dialects/languages/given.txt");

/// Common family names in Chinese.
const FAMILIES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文欧阳";

/// The name of somebody: a known first name, alone or before others, or a Chinese family name and one or two characters.
fn is_person(name: &str) -> bool {
    let words: Vec<String> = name.split_whitespace().map(normal).collect();
    let is_name = |letter: char| letter.is_alphabetic() || " .'-’".contains(letter);
    let Some(first) = words.first().filter(|_| words.len() <= 3 && name.chars().all(is_name)) else { return false };
    let letters: Vec<char> = name.chars().collect();
    let is_chinese = letters.iter().all(|letter| ('\u{4E00}'..='\u{9FFF}').contains(letter));
    match (is_chinese, letters.first()) {
        (true, Some(family)) => (2..=3).contains(&letters.len()) && FAMILIES.contains(*family),
        _ => GIVEN.lines().skip(1).any(|line| line.split(' ').any(|name| name == first)),
    }
}

/// What all the names of sheets say.
fn field_of(names: &[String]) -> Option<Field> {
    let all = |test: fn(&str) -> bool| names.iter().all(|name| test(name));
    if all(is_region) {
        return Some(Field::Region);
    }
    if all(is_team) {
        return Some(Field::Team);
    }
    all(is_person).then_some(Field::Person)
}

/// Tables of workbooks with a sheet for what was won and one for what was lost: 已成交, `Lost`. The name of the sheet is the stage of its rows,
/// where no column says what became of them.
pub(crate) fn with_outcomes(tables: &[RawTable]) -> Vec<Cow<'_, RawTable>> {
    let outcome = |table: &RawTable| sheet(table).map(stages::outcome).filter(|(_, is_known)| *is_known).map(|(outcome, _)| outcome);
    let says = |table: &RawTable| {
        let is_stage = |header: &String| {
            let is_of_deal = |(synonym, (score, _)): &(&Synonym, (f64, &'static str))| {
                matches!(synonym.field, Field::Stage | Field::Outcome)
                    && synonym.kinds.contains(&TableKind::Opportunities)
                    && *score > EXACT
            };
            Header::looked_up(header).listed.iter().any(&is_of_deal)
        };
        table.headers.iter().any(is_stage) || table.looks.iter().any(|look| look.is_decided)
    };
    let has = |file: &str, wanted: Outcome| tables.iter().any(|table| table.file == file && outcome(table) == Some(wanted));
    let named = |table: &RawTable| {
        let name = sheet(table).filter(|_| outcome(table).is_some())?;
        (has(&table.file, Outcome::Won) && has(&table.file, Outcome::Lost) && !table.is_empty() && !says(table)).then(|| name.to_owned())
    };
    let with_stage = |table: &RawTable, name: &str| {
        let mut table = table.clone();
        let mut column = RawColumn::default();
        (0..table.len()).all(|_| column.push(name).is_ok()).then(|| {
            table.headers.push(STAGE.to_owned());
            table.columns.push(column);
            table.looks = profile::of_table(&table);
            table
        })
    };
    let of_table = |table| match named(table).and_then(|name| with_stage(table, &name)) {
        Some(table) => Cow::Owned(table),
        None => Cow::Borrowed(table),
    };
    tables.iter().map(of_table).collect()
}

/// Adds a column with the name of its sheet to tables of one kind in one workbook, where all the names say a region, a team or a person and no column does.
pub(crate) fn name_rows(tables: &mut [Cow<'_, RawTable>], guesses: &mut [Guess], profiles: &mut [Vec<Profile>], mapping: &Mapping) {
    let mut books: BTreeMap<(String, TableKind), Vec<usize>> = BTreeMap::new();
    for (i, (table, guess)) in tables.iter().zip(guesses.iter()).enumerate() {
        let is_event = |kind: &TableKind| {
            matches!(kind, TableKind::Opportunities | TableKind::Orders | TableKind::Activities | TableKind::Leads | TableKind::Payments)
        };
        if let Some(kind) = guess.kind.filter(is_event)
            && sheet(table).is_some()
        {
            books.entry((table.file.clone(), kind)).or_default().push(i);
        }
    }
    for members in books.into_values().filter(|members| members.len() > 1) {
        let names: Vec<String> = members.iter().filter_map(|i| tables.get(*i).and_then(|table| sheet(table))).map(str::to_owned).collect();
        let is_told = |field: Field| {
            let has = |guess: &Guess| guess.columns.iter().flatten().any(|binding| binding.field == field);
            members.iter().filter_map(|i| guesses.get(*i)).any(has)
        };
        let Some(field) = field_of(&names).filter(|field| !is_told(*field)) else { continue };
        for (i, name) in members.into_iter().zip(names) {
            let (Some(table), Some(guess), Some(profiles)) = (tables.get_mut(i), guesses.get_mut(i), profiles.get_mut(i)) else { continue };
            if table.headers.iter().any(|header| header == HEADER) {
                continue;
            }
            let mut column = RawColumn::default();
            if (0..table.len()).any(|_| column.push(&name).is_err()) {
                return;
            }
            let decision = mapping.tables.get(&table.name).and_then(|decided| decided.columns.get(HEADER)).copied();
            let (field, confidence) = decision.map_or((Some(field), 0.8), |field| (field, 1.0));
            for binding in guess.columns.iter_mut().filter(|binding| binding.as_ref().is_some_and(|known| Some(known.field) == field)) {
                *binding = None;
            }
            let evidence = Text::new("工作表的名称", "the name of the sheet");
            let filled = u32::try_from(table.len()).unwrap_or(u32::MAX);
            let table = table.to_mut();
            table.headers.push(HEADER.to_owned());
            table.columns.push(column);
            guess.columns.push(field.map(|field| Binding { field, confidence, evidence, is_exact: true }));
            profiles.push(Profile { filled, distinct: 1, distinct_of: filled, sample: name, ..Profile::default() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{is_person, is_region, is_team};

    #[test]
    fn what_sheets_are_called() {
        for name in ["华东区", "西南", "North", "EMEA", "South Region"] {
            assert!(is_region(name), "{name}");
        }
        for name in ["销售一组", "Team Alpha", "Enterprise Team"] {
            assert!(is_team(name), "{name}");
        }
        for name in ["Hamish", "Maria Lopez", "李雷", "欧阳修"] {
            assert!(is_person(name), "{name}");
        }
        for name in [
            "Sheet1",
            "Sheet 1",
            "Jan 2024",
            "January",
            "1月",
            "2023",
            "Q1",
            "Summary",
            "Open Deals",
            "汇总",
            "订单明细",
            "Won",
            "Retail",
            "Amazon",
            "USD",
            "Furniture",
            "灯具",
            "家具",
            "Steam",
            "Key Accounts",
        ] {
            assert!(!is_person(name) && !is_region(name) && !is_team(name), "{name}");
        }
    }
}
