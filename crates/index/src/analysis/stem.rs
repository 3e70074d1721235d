//! Stems: what the forms of a word share, by the Snowball algorithms.
//! Not for languages that they do not know: there, a word is its own stem.

use frostem::{Algorithm, Stemmer};

/// The stemmers of a collection's languages, one for each script.
pub(crate) struct Stemmers {
    latin: Stemmer,
    cyrillic: Stemmer,
}

impl core::fmt::Debug for Stemmers {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("Stemmers { latin: english, cyrillic: russian }")
    }
}

impl Stemmers {
    /// English for Latin script, Russian for Cyrillic, so that one query may hold both.
    pub(crate) fn new() -> Self {
        Self {
            latin: Stemmer::new(Algorithm::English),
            cyrillic: Stemmer::new(Algorithm::Russian),
        }
    }

    /// The stem of a folded word. Words with digits, signs or letters of other alphabets are
    /// their own stems, so the algorithms see only what they were written for.
    pub(crate) fn stem(&self, surface: &str) -> String {
        let stemmer = if surface.bytes().all(|b| b.is_ascii_lowercase()) {
            &self.latin
        } else if surface.chars().all(|c| ('а'..='я').contains(&c)) {
            &self.cyrillic
        } else {
            return surface.to_owned();
        };
        stemmer.stem(surface).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn russian_and_english_words_are_stemmed_by_their_script() {
        let stemmers = Stemmers::new();
        let cases = [
            ("программирование", "программирован"),
            ("libraries", "librari"),
            ("їжак", "їжак"),
            ("1984", "1984"),
            ("b52", "b52"),
            ("", ""),
        ];
        for (word, stem) in cases {
            assert_eq!(stemmers.stem(word), stem);
        }
    }
}
