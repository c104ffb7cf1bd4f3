//! Strings as dense codes, in order of first appearance.

use foldhash::fast::FixedState;

use crate::NO_CODE;

/// Text ↔ code. Codes are `0..len` in order of first appearance, so they do not depend on hashing.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    values: Vec<String>,
    #[expect(clippy::disallowed_types, reason = "looked up only, never iterated; the order of codes comes from `values`")]
    codes: std::collections::HashMap<String, u32, FixedState>,
}

impl Dictionary {
    /// The code of a text, new or known. The empty text is "not filled in", [`NO_CODE`].
    pub fn intern(&mut self, text: &str) -> u32 {
        if text.is_empty() {
            return NO_CODE;
        }
        if let Some(code) = self.codes.get(text) {
            return *code;
        }
        let code = u32::try_from(self.values.len()).unwrap_or(NO_CODE);
        self.values.push(text.to_owned());
        self.codes.insert(text.to_owned(), code);
        code
    }

    /// The code of a known text.
    #[must_use]
    pub fn code(&self, text: &str) -> Option<u32> {
        self.codes.get(text).copied()
    }

    /// The text of a code; `None` for [`NO_CODE`].
    #[must_use]
    pub fn text(&self, code: u32) -> Option<&str> {
        self.values.get(code as usize).map(String::as_str)
    }

    /// Number of texts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// No texts at all?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The texts in code order.
    #[must_use]
    pub fn values(&self) -> &[String] {
        &self.values
    }
}

#[cfg(test)]
mod tests {
    use super::Dictionary;
    use crate::NO_CODE;

    #[test]
    fn codes_follow_first_appearance() {
        let mut dictionary = Dictionary::default();
        assert_eq!(["b", "a", "b", ""].map(|text| dictionary.intern(text)), [0, 1, 0, NO_CODE]);
        assert_eq!(dictionary.text(1), Some("a"));
        assert_eq!(dictionary.text(NO_CODE), None);
    }
}
