//! Strings as dense codes, in order of first appearance.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use hashbrown::HashTable;

use crate::{NO_CODE, Texts};

/// Text ↔ code. Codes are `0..len` in order of first appearance, so they do not depend on hashing.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    texts: Texts,
    /// Codes by the hash of their text: looked up only.
    codes: HashTable<Entry>,
}

/// The hash is kept, so that a growing table does not read its texts again.
#[derive(Clone, Copy, Debug)]
struct Entry {
    code: u32,
    hash: u32,
}

impl Entry {
    /// The table takes some of the highest bits and some of the lowest.
    fn spread(hash: u32) -> u64 {
        u64::from(hash) << 32 | u64::from(hash)
    }
}

fn hash(text: &str) -> u32 {
    let hash = FixedState::default().hash_one(text.as_bytes());
    (hash >> 32) as u32 ^ hash as u32
}

impl Dictionary {
    /// A dictionary of texts that are all different and not empty.
    #[must_use]
    pub fn from_texts(texts: Texts) -> Self {
        let mut codes = HashTable::with_capacity(texts.len());
        for (code, text) in (0..NO_CODE).zip(texts.iter()) {
            let hash = hash(text);
            codes.insert_unique(Entry::spread(hash), Entry { code, hash }, |entry| Entry::spread(entry.hash));
        }
        Self { texts, codes }
    }

    /// An empty dictionary with room for as many texts.
    #[must_use]
    pub fn with_capacity(texts: usize) -> Self {
        Self { texts: Texts::default(), codes: HashTable::with_capacity(texts) }
    }

    /// The code of a text, new or known. The empty text is "not filled in", [`NO_CODE`]; so is one too many to keep (over
    /// 4 GiB of text).
    pub fn intern(&mut self, text: &str) -> u32 {
        if text.is_empty() {
            return NO_CODE;
        }
        let hashed = hash(text);
        if let Some(code) = self.find(hashed, text) {
            return code;
        }
        let Ok(code) = u32::try_from(self.texts.len()) else { return NO_CODE };
        if code == NO_CODE || self.texts.push(text).is_none() {
            return NO_CODE;
        }
        self.codes.insert_unique(Entry::spread(hashed), Entry { code, hash: hashed }, |entry| Entry::spread(entry.hash));
        code
    }

    fn find(&self, hash: u32, text: &str) -> Option<u32> {
        let found = self.codes.find(Entry::spread(hash), |entry| entry.hash == hash && self.text(entry.code) == Some(text));
        found.map(|entry| entry.code)
    }

    /// The code of a known text.
    #[must_use]
    pub fn code(&self, text: &str) -> Option<u32> {
        self.find(hash(text), text)
    }

    /// The text of a code; `None` for [`NO_CODE`].
    #[must_use]
    pub fn text(&self, code: u32) -> Option<&str> {
        self.texts.get(code as usize)
    }

    /// Number of texts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// No texts at all?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// The texts in code order.
    #[must_use]
    pub fn texts(&self) -> &Texts {
        &self.texts
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
        assert_eq!(dictionary.code("c"), None);
    }

    #[test]
    fn texts_keep_their_codes_when_taken_over() {
        let mut dictionary = Dictionary::default();
        for i in 0..10_000 {
            dictionary.intern(&format!("客户 {}", i * 7 % 4_001));
        }
        let again = Dictionary::from_texts(dictionary.texts().clone());
        assert_eq!(again.len(), 4_001);
        for text in dictionary.texts().iter() {
            assert_eq!(again.code(text), dictionary.code(text));
        }
    }
}
