//! Gathering the spellings: which words a reader may have meant.

use crate::format::{
    dictionary::{TermKind, surface_of},
    postings::Fields,
    spellings::spelling_key,
};

/// Words shorter than this are not mended: too many others are near.
const MIN_LETTERS: usize = 4;

/// Whether a word is among the spellings for standing in these fields.
pub(super) fn is_mended_in(fields: Fields) -> bool {
    fields.mask() != Fields::OTHER
}

/// The words of titles, creators and subjects, with their frequencies.
#[derive(Debug, Default)]
pub(super) struct Spellings {
    words: Vec<(Vec<u8>, u8)>,
}

impl Spellings {
    /// Takes a term with the fields in which it stands.
    pub(super) fn take(
        &mut self,
        key: &[u8],
        mut fields: impl Iterator<Item = Fields>,
        doc_freq: usize,
    ) {
        if key.first() != Some(&(TermKind::Word as u8)) {
            return;
        }
        let Ok(word) = core::str::from_utf8(surface_of(key)) else { return };
        let is_mended =
            word.chars().count() >= MIN_LETTERS && word.chars().all(char::is_alphabetic);
        if !is_mended || !fields.any(is_mended_in) {
            return;
        }
        if let Some(key) = spelling_key(word) {
            self.words.push((key, doc_freq.max(1).ilog2() as u8));
        }
    }

    /// The words in the order of their keys.
    pub(super) fn into_words(mut self) -> Vec<(Vec<u8>, u8)> {
        self.words.sort_unstable();
        self.words
    }
}
