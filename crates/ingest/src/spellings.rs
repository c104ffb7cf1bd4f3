//! One value written with several kinds of spaces: `Ann Lee` and `Ann  Lee`.

use std::collections::BTreeMap;

use kpi_data::{Dataset, Dictionary};
use kpi_model::{Diagnostic, Dimension};

use crate::columns::Source;
use crate::diagnose;

/// How the values of each dimension are written, apart from spaces.
#[derive(Default)]
pub(crate) struct Spellings {
    known: BTreeMap<Dimension, BTreeMap<String, u32>>,
    /// What was written otherwise, and the code of how it came first.
    others: BTreeMap<Dimension, Vec<(String, u32)>>,
}

impl Spellings {
    /// The code of a text that the dictionary does not have: that of another spelling of it, or a new one.
    pub(crate) fn code(&mut self, dimension: Dimension, text: &str, dictionary: &mut Dictionary) -> u32 {
        let Some(folded) = folded(dimension, text) else { return dictionary.intern(text) };
        let known = self.known.entry(dimension).or_default();
        if let Some(code) = known.get(&folded) {
            self.others.entry(dimension).or_default().push((text.to_owned(), *code));
            return *code;
        }
        let single = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let code = dictionary.intern(&single);
        known.insert(folded, code);
        if single != text {
            self.others.entry(dimension).or_default().push((text.to_owned(), code));
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

/// A name with single spaces. None for stages and types of activities, which the user gives a meaning word by word, and where there is
/// nothing to fold.
fn folded(dimension: Dimension, text: &str) -> Option<String> {
    let has_meaning = matches!(dimension, Dimension::Stage | Dimension::ActivityType | Dimension::Currency);
    (!has_meaning && text.contains(char::is_whitespace)).then(|| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::folded;
    use kpi_model::Dimension;

    #[test]
    fn names_and_keys() {
        let of = |text: &str| folded(Dimension::Person, text);
        assert_eq!([of("Ann Lee"), of("Ann  Lee"), of("Ann\u{a0}Lee")], [const { Some("Ann Lee") }; 3].map(|name| name.map(str::to_owned)));
        assert_eq!(of("0015g00000A1bC"), None);
        assert_eq!(folded(Dimension::Stage, "Won"), None);
    }
}
