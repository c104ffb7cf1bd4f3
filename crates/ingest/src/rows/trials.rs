//! Rows that somebody made to try the system out: listed, not counted.

use kpi_model::{Field, Mapping, TableKind};

use super::{Builder, RejectedLines, take_out};
use crate::columns::Source;
use crate::stages::normal;

/// Names of columns that say what a record is about, in normal form.
const NAMES: [&str; 35] = [
    "딜이름",
    "거래명",
    "案件名",
    "商談名",
    "name",
    "firstname",
    "title",
    "subject",
    "dealname",
    "dealtitle",
    "opportunityname",
    "potentialname",
    "leadname",
    "topic",
    "company",
    "companyname",
    "accountname",
    "organization",
    "nome",
    "nombre",
    "nom",
    "titel",
    "empresa",
    "firma",
    "商机名称",
    "机会名称",
    "销售机会名称",
    "项目名称",
    "线索名称",
    "客户名称",
    "公司名称",
    "名称",
    "姓名",
    "标题",
    "主题",
];

/// Words that say so.
const TRIAL: [&str; 13] =
    ["test", "tests", "teste", "prueba", "dummy", "zztest", "testdeal", "testaccount", "asdf", "тест", "тестовая", "тестовый", "тестовое"];

/// What stands beside them and says nothing else.
const BESIDE: [&str; 50] = [
    "badge",
    "scan",
    "recipient",
    "сделка",
    "компания",
    "не",
    "удалять",
    "удалить",
    "использовать",
    "deal",
    "opportunity",
    "opp",
    "record",
    "account",
    "company",
    "customer",
    "client",
    "contact",
    "order",
    "entry",
    "please",
    "pls",
    "delete",
    "ignore",
    "do",
    "not",
    "use",
    "me",
    "this",
    "a",
    "the",
    "for",
    "only",
    "apagar",
    "excluir",
    "borrar",
    "ignorar",
    "empresa",
    "cliente",
    "negocio",
    "negócio",
    "oportunidade",
    "oportunidad",
    "kunde",
    "firma",
    "bitte",
    "löschen",
    "inc",
    "ltd",
    "co",
];

/// The same in Chinese, longer words first.
const BESIDE_CHINESE: [&str; 28] = [
    "请勿删除",
    "请勿跟进",
    "请勿使用",
    "请忽略",
    "勿跟进",
    "请删除",
    "测试用",
    "销售机会",
    "勿动",
    "勿删",
    "请勿",
    "忽略",
    "删除",
    "作废",
    "商机",
    "机会",
    "客户",
    "公司",
    "订单",
    "线索",
    "数据",
    "账号",
    "专用",
    "项目",
    "单",
    "用",
    "的",
    "一下",
];

/// Could a text say so? Most cannot, and there are millions: so written that many bytes are compared at once.
fn may_be_trial(text: &str) -> bool {
    let bytes = text.as_bytes();
    let at = |from: usize| bytes.get(from..).unwrap_or(&[]);
    let is = |byte: u8, letter: u8| byte | 0x20 == letter;
    // Three bytes of each word: est, dum, pru, asd, ест, 测, 테, テ.
    let holds_hint = |(first, second, third): (u8, u8, u8)| {
        (is(first, b'e') & is(second, b's') & is(third, b't'))
            | (is(first, b'd') & is(second, b'u') & is(third, b'm'))
            | (is(first, b'p') & is(second, b'r') & is(third, b'u'))
            | (is(first, b'a') & is(second, b's') & is(third, b'd'))
            | ((first == 0xB5) & (second == 0xD1) & (third == 0x81))
            | ((first == 0x95) & (second == 0xD0) & (third == 0xA1))
            | ((first == 0xE6) & (second == 0xB5) & (third == 0x8B))
            | ((first == 0xED) & (second == 0x85) & (third == 0x8C))
            | ((first == 0xE3) & (second == 0x83) & (third == 0x86))
    };
    bytes.len() <= 60 && at(0).iter().zip(at(1)).zip(at(2)).fold(false, |any, ((a, b), c)| any | holds_hint((*a, *b, *c)))
}

/// Does a text say nothing but that it is a trial? `TEST - do not use`, 测试商机-勿动; `Penetration test for Acme` and 苏州测试技术公司 do not.
fn is_trial(text: &str) -> bool {
    if text.len() > 60 {
        return false;
    }
    let lower = text.to_lowercase();
    if ["테스트", "テスト"].iter().any(|word| lower.contains(word)) {
        const BESIDE: [&str; 9] = ["테스트", "삭제", "예정", "テスト", "削除", "予定", "用", "データ", "데이터"];
        let rest = BESIDE.iter().fold(lower, |rest, word| rest.replace(word, ""));
        return rest.chars().all(|letter| !letter.is_alphabetic());
    }
    if let Some(at) = lower.find("测试") {
        let rest = [lower.get(..at), lower.get(at + "测试".len()..)].into_iter().flatten().collect::<String>();
        let rest = BESIDE_CHINESE.iter().fold(rest.replace("测试", ""), |rest, word| rest.replace(word, ""));
        let latin = rest.replace("test", "");
        return latin.chars().all(|letter| !letter.is_alphabetic());
    }
    let mut words = lower.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let numbered = |word: &str| word.trim_end_matches(|letter: char| letter.is_ascii_digit()).to_owned();
    let mut is_said = false;
    let is_plain = words.all(|word| {
        let word = numbered(word);
        let says = TRIAL.contains(&word.as_str());
        // A lead in water may be asked for a lead test.
        let is_lead = is_said && word == "lead";
        is_said |= says;
        says || is_lead || is_number(&word) || BESIDE.contains(&word.as_str())
    });
    is_said && is_plain
}

impl Builder {
    /// Takes out rows whose name, or whose customer's, says that they were made as a trial. A column that the user set to "not used" says nothing.
    pub(super) fn drop_trials(&self, source: &Source<'_>, mapping: &Mapping, rows: &mut Vec<usize>, rejected: &mut RejectedLines) {
        if !matches!(source.kind, TableKind::Opportunities | TableKind::Orders | TableKind::Leads | TableKind::Payments | TableKind::Survey)
        {
            return;
        }
        // Of people a title is what they are.
        let headers = || source.raw.headers.iter().map(|header| normal(header));
        let are_people = headers().any(|header| matches!(header.as_str(), "firstname" | "lastname" | "vorname" | "nachname"));
        let is_name = |header: &str| NAMES.contains(&header) && !(are_people && matches!(header, "title" | "titel"));
        let free = headers().enumerate().filter(|(at, header)| is_name(header) && source.is_free(mapping, *at)).map(|(at, _)| at);
        let decided = mapping.tables.get(&source.raw.name).map(|table| &table.columns);
        let is_decided = |at: &usize| source.raw.headers.get(*at).is_some_and(|header| decided.is_some_and(|of| of.contains_key(header)));
        let bound = [Field::Customer, Field::CustomerName].into_iter().filter_map(|field| source.columns.get(&field).copied());
        let bound = bound.filter(|at| !is_decided(at));
        let mut trial = vec![false; rows.len()];
        for at in free.chain(bound) {
            let found = source.tested_at(at, rows, |text| may_be_trial(text) && is_trial(text));
            trial.iter_mut().zip(found).for_each(|(trial, found)| *trial |= found);
        }
        // Where most are, it is a trial of the importer.
        let count = trial.iter().filter(|trial| **trial).count();
        if count == 0 || count * 2 > rows.len() {
            return;
        }
        rejected.insert("E-ROW-TEST", take_out(rows, trial));
    }
}

#[cfg(test)]
mod tests {
    use super::{is_trial, may_be_trial};

    #[test]
    fn trials_are_told_from_tests() {
        for text in [
            "TEST - do not use",
            "test test",
            "Test Account",
            "TEST DEAL (please delete)",
            "Test Lead",
            "TESTE - apagar",
            "Empresa Teste",
            "测试商机-勿动",
            "测试公司",
            "测试",
            "test1",
            "Test 2",
            "客户测试",
            "[테스트] 삭제 예정",
            "テスト",
            "ТЕСТ",
            "тестовая сделка",
            "PRUEBA",
            "Dummy",
        ] {
            assert!(is_trial(text) && may_be_trial(text), "{text}");
        }
        for text in [
            "Penetration test for Acme",
            "苏州测试技术有限公司",
            "Testa AB",
            "Contest Ltd",
            "Delete Inc",
            "中国电子测试集团",
            "",
            "Acme",
            "Company",
            "Do Not Use",
            "Test & Measurement GmbH",
            "软件测试服务",
            "User Testing",
            "Data Testing",
            "Lead test",
            "Testing Inc",
        ] {
            assert!(!is_trial(text), "{text}");
        }
    }
}
