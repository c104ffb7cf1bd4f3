//! One value written with several kinds of spaces: `Ann Lee` and `Ann  Lee`.

use std::collections::{BTreeMap, BTreeSet};

use kpi_data::{Dataset, Dictionary};
use kpi_model::{Diagnostic, Dimension, Fix, Replacement, Text};

use crate::columns::Source;
use crate::diagnose;
use crate::raw::RawColumn;
use crate::stages::normal;

/// How the values of each dimension are written, apart from spaces.
#[derive(Default)]
pub(crate) struct Spellings {
    known: BTreeMap<Dimension, BTreeMap<String, u32>>,
    /// What was written otherwise, and the code of how it came first.
    others: BTreeMap<Dimension, BTreeSet<(String, u32)>>,
}

impl Spellings {
    /// The code of a text that the dictionary does not have: that of another spelling of it, or a new one.
    pub(crate) fn code(&mut self, dimension: Dimension, text: &str, dictionary: &mut Dictionary) -> u32 {
        let Some(folded) = folded(dimension, text) else { return dictionary.intern(text) };
        let known = self.known.entry(dimension).or_default();
        if let Some(code) = known.get(&folded) {
            self.others.entry(dimension).or_default().insert((text.to_owned(), *code));
            return *code;
        }
        let single = single(text);
        let code = dictionary.intern(&single);
        known.insert(folded, code);
        if single != text {
            self.others.entry(dimension).or_default().insert((text.to_owned(), code));
        }
        code
    }

    /// Says which spellings count as one.
    pub(crate) fn report(&self, sources: &[Source<'_>], data: &Dataset, diagnostics: &mut Vec<Diagnostic>) {
        for (dimension, others) in &self.others {
            let mut pairs: Vec<(&str, &str)> =
                others.iter().filter_map(|(other, code)| Some((other.as_str(), data.dictionary(*dimension)?.text(*code)?))).collect();
            pairs.sort_unstable();
            pairs.dedup();
            let place = sources.iter().find_map(|source| {
                let at = source.columns.iter().find(|(field, _)| field.dimension() == Some(*dimension)).map(|(_, at)| *at)?;
                Some((source.raw.name.as_str(), source.raw.headers.get(at)?.as_str()))
            });
            let (file, column) = place.unwrap_or(("", ""));
            diagnostics.push(diagnose::spellings(file, column, &pairs));
        }
    }
}

/// Is the way a value of the dimension is written given a meaning elsewhere?
fn has_meaning(dimension: Dimension) -> bool {
    matches!(dimension, Dimension::Stage | Dimension::ActivityType | Dimension::Currency)
}

/// A name with single spaces. None for stages and types of activities, which the user gives a meaning word by word, and where there is
/// nothing to fold.
fn folded(dimension: Dimension, text: &str) -> Option<String> {
    (!has_meaning(dimension) && text.contains(char::is_whitespace)).then(|| single(text))
}

/// A text with single spaces; names of two characters, which lists spread to the width of three, without.
fn single(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_character = |word: &&str| {
        let mut letters = word.chars();
        letters.next().is_some_and(|letter| ('\u{4E00}'..='\u{9FFF}').contains(&letter)) && letters.next().is_none()
    };
    words.join(if words.len() == 2 && words.iter().all(is_character) { "" } else { " " })
}

/// Most different texts of a column that are looked at.
const MOST: usize = 5_000;

/// Values of a column that differ from a commoner one in case, spaces and punctuation only: offered as repairs, as nobody but the user
/// knows whether `Google` and `google` are one.
pub(crate) fn offered(sources: &[Source<'_>]) -> Vec<Fix> {
    let mut fixes = Vec::new();
    for source in sources {
        for (field, at) in &source.columns {
            let is_named = field.dimension().is_some_and(|dimension| !has_meaning(dimension));
            if let (true, Some(column), Some(header)) = (is_named, source.raw.columns.get(*at), source.raw.headers.get(*at)) {
                fixes.extend(variants(column).into_iter().map(|(wrong, right, rows)| Fix {
                    what: Text::new(
                        format!("{rows} 行写作“{wrong}”，更多的行是“{right}”"),
                        format!("{rows} rows say \"{wrong}\"; more say \"{right}\""),
                    ),
                    replacement: Replacement {
                        file: source.raw.name.clone(),
                        column: header.clone(),
                        from: wrong.to_owned(),
                        to: right.to_owned(),
                    },
                    rows,
                }));
            }
        }
    }
    fixes
}

/// The rarer spellings of a column, each with the commonest one and its rows.
fn variants(column: &RawColumn) -> Vec<(&str, &str, u32)> {
    if column.distinct().is_none_or(|distinct| distinct > MOST) {
        return Vec::new();
    }
    let mut spelt: BTreeMap<String, Vec<(u32, &str)>> = BTreeMap::new();
    // Keys have digits: those that differ in case are different keys.
    column.each(|text, rows| {
        if !text.is_empty() && !text.bytes().any(|b| b.is_ascii_digit()) {
            spelt.entry(normal(text)).or_default().push((rows, text));
        }
    });
    let mut found = Vec::new();
    for (_, mut spellings) in spelt.into_iter().filter(|(name, _)| !name.is_empty()) {
        // The commonest last, and of equals the first in the order of letters.
        spellings.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(a.1)));
        if let Some((_, right)) = spellings.pop() {
            found.extend(
                spellings.into_iter().filter(|(_, wrong)| single(wrong) != single(right)).map(|(rows, wrong)| (wrong, right, rows)),
            );
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{folded, variants};
    use crate::raw::RawColumn;
    use kpi_model::Dimension;

    #[test]
    fn rarer_spellings_are_offered_the_commonest() {
        let mut column = RawColumn::default();
        for text in ["Web", "Web", "web", "Ann Lee", "ann lee", "ann  lee", "A1", "a1", "-", "Mail"] {
            column.push(text).unwrap();
        }
        assert_eq!(variants(&column), [("ann lee", "Ann Lee", 1), ("ann  lee", "Ann Lee", 1), ("web", "Web", 1)]);
    }

    #[test]
    fn names_and_keys() {
        let of = |text: &str| folded(Dimension::Person, text);
        assert_eq!([of("Ann Lee"), of("Ann  Lee"), of("Ann\u{a0}Lee")], [const { Some("Ann Lee") }; 3].map(|name| name.map(str::to_owned)));
        assert_eq!([of("张　三"), of("大西 真理")], ["张三", "大西 真理"].map(|name| Some(name.to_owned())));
        assert_eq!(of("0015g00000A1bC"), None);
        assert_eq!(folded(Dimension::Stage, "Won"), None);
    }
}
