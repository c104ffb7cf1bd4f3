//! Names of columns, and words in them, in many languages, as text: a language or a system is more lines there, and nothing here.
//!
//! A line is `[kinds of table] field: names`, `[*]` for any table. Names are in normal form without accents (see [`folded`]), so that
//! `Número`, `NÚMERO` and `Numero` are one.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use kpi_model::{Field, TableKind};

use super::Synonym;

const FILES: [&str; 4] = [
    include_str!("languages/north_east.txt"),
    include_str!("languages/west.txt"),
    include_str!("languages/zh_en.txt"),
    include_str!("languages/asia.txt"),
];

/// What a word in a cell or a header says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Says {
    /// A document that was cancelled, refused or deleted.
    Void,
    /// A state of documents that are not concluded.
    VoidState,
    /// A return or credit note.
    Return,
    /// Header of a column that says of each row whether it is void.
    Gone,
    Won,
    Lost,
    Open,
    Yes,
    No,
    /// In a header: the amount is what is still open, or weighted.
    NotAmount,
    /// In a header: tax; and with or without it.
    Tax,
    TaxWhole,
    /// Begins a word of a header: not what happened.
    Expected,
    /// A month, from 1.
    Month(u32),
}

impl Says {
    const ALL: [(&str, Self); 13] = [
        ("void", Self::Void),
        ("voidState", Self::VoidState),
        ("return", Self::Return),
        ("gone", Self::Gone),
        ("won", Self::Won),
        ("lost", Self::Lost),
        ("open", Self::Open),
        ("yes", Self::Yes),
        ("no", Self::No),
        ("notAmount", Self::NotAmount),
        ("tax", Self::Tax),
        ("taxWhole", Self::TaxWhole),
        ("expected", Self::Expected),
    ];

    fn named(name: &str) -> Option<Self> {
        let month = || name.strip_prefix("month")?.parse().ok().map(Self::Month);
        Self::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, says)| says).or_else(month)
    }
}

const WORDS: &str = include_str!("languages/words.txt");

fn words() -> &'static BTreeMap<&'static str, Vec<Says>> {
    static KNOWN: OnceLock<BTreeMap<&'static str, Vec<Says>>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let mut known: BTreeMap<&'static str, Vec<Says>> = BTreeMap::new();
        for (says, of_line) in
            WORDS.lines().filter_map(|line| line.split_once(": ")).filter_map(|(name, words)| Some((Says::named(name)?, words)))
        {
            of_line.split(' ').for_each(|word| known.entry(word).or_default().push(says));
        }
        known
    })
}

/// Does a word in normal form say this, with or without its accents?
pub(crate) fn says(word: &str, what: Says) -> bool {
    words().get(folded(word).as_ref()).is_some_and(|all| all.contains(&what))
}

/// The month that a word in lower case names.
pub(crate) fn month(word: &str) -> Option<u32> {
    let of = |says: &Says| if let Says::Month(month) = says { Some(*month) } else { None };
    words().get(folded(word).as_ref())?.iter().find_map(of)
}

/// All words that say something.
pub(crate) fn all(what: Says) -> impl Iterator<Item = &'static str> {
    words().iter().filter(move |(_, says)| says.contains(&what)).map(|(word, _)| *word)
}

/// All lists of the files. Lines that name no kind or field there is are left out; a test finds them.
pub(crate) fn lists() -> Vec<Synonym> {
    let terms = Terms::new();
    FILES.iter().flat_map(|file| file.lines()).filter_map(|line| terms.list(line)).collect()
}

/// Fields and kinds of table by their names as they are written in messages, in lower case.
struct Terms {
    fields: BTreeMap<String, Field>,
    kinds: BTreeMap<String, TableKind>,
}

impl Terms {
    fn new() -> Self {
        let name = |value: &dyn std::fmt::Debug| format!("{value:?}").to_lowercase();
        Self {
            fields: Field::ALL.into_iter().map(|field| (name(&field), field)).collect(),
            kinds: TableKind::FILES.into_iter().map(|kind| (name(&kind), kind)).collect(),
        }
    }

    fn list(&self, line: &'static str) -> Option<Synonym> {
        let (kinds, rest) = line.strip_prefix('[')?.split_once("] ")?;
        let (field, names) = rest.split_once(": ")?;
        let field = *self.fields.get(&field.to_lowercase())?;
        let kind = |name: &str| self.kinds.get(&name.to_lowercase()).copied();
        let kinds: Vec<TableKind> = if kinds == "*" { Vec::new() } else { kinds.split(',').map(kind).collect::<Option<_>>()? };
        // Read once and kept as long as the program runs, as the lists that are written in Rust.
        Some(Synonym { kinds: kinds.leak(), field, names: names.split(' ').collect::<Vec<_>>().leak() })
    }
}

/// A text in lower case with its Latin letters as they are without accents. Other scripts stay as they are.
pub(crate) fn folded(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        match bare(letter) {
            Some(bare) => folded.push_str(bare),
            None => folded.push(letter),
        }
    }
    Cow::Owned(folded)
}

fn bare(letter: char) -> Option<&'static str> {
    const LETTERS: [(&str, &str); 24] = [
        ("àáâäãåāăąạảấầẩẫậắằẳẵặ", "a"),
        ("çćčĉċ", "c"),
        ("ďđ", "d"),
        ("éèêëėęěēẹẻẽếềểễệ", "e"),
        ("ğģĝġ", "g"),
        ("ħ", "h"),
        ("íìîïıīįịỉĩ", "i"),
        ("ĵ", "j"),
        ("ķ", "k"),
        ("łľļĺ", "l"),
        ("ñńňņ", "n"),
        ("óòôöõőøōọỏốồổỗộơớờởỡợ", "o"),
        ("řŕ", "r"),
        ("śšşșŝ", "s"),
        ("ťţț", "t"),
        ("úùûüűůūųụủũưứừửữự", "u"),
        ("ŵ", "w"),
        ("ýÿỳỵỷỹ", "y"),
        ("źžż", "z"),
        ("æ", "ae"),
        ("œ", "oe"),
        ("ß", "ss"),
        // What is left of a Turkish İ in lower case.
        ("\u{307}", ""),
        ("\u{301}\u{300}\u{302}\u{308}\u{303}\u{327}", ""),
    ];
    ((letter as u32) < 0x2000 && letter as u32 > 0x7f)
        .then(|| LETTERS.iter().find(|(letters, _)| letters.contains(letter)).map(|(_, bare)| *bare))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::{FILES, Says, Terms, WORDS, folded};

    #[test]
    fn every_line_is_a_list_of_names_in_normal_form() {
        let terms = Terms::new();
        for line in FILES.iter().flat_map(|file| file.lines()).filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let list = terms.list(line).unwrap_or_else(|| panic!("{line}"));
            for name in list.names {
                let is_plain =
                    name.chars().all(|c| c.is_alphanumeric() || matches!(c as u32, 0x300..=0xfff)) && name.to_lowercase() == *name;
                assert!(!name.is_empty() && is_plain && folded(name) == *name, "{name} in {line:.60}");
            }
        }
    }

    #[test]
    fn every_line_of_words_says_something() {
        for line in WORDS.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
            let (name, words) = line.split_once(": ").unwrap_or_else(|| panic!("{line:.60}"));
            assert!(Says::named(name).is_some() && words.split(' ').all(|word| !word.is_empty()), "{line:.60}");
        }
    }

    #[test]
    fn accents_are_dropped_and_other_scripts_kept() {
        assert_eq!(folded("fakturadátuma"), "fakturadatuma");
        assert_eq!(folded("i̇şegirişştarihi"), "isegirisstarihi");
        assert_eq!(folded("датадокумента"), "датадокумента");
        assert_eq!(folded("客户名称"), "客户名称");
    }
}
