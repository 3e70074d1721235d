//! Why nothing was written: what was expected, what was found, how to mend it. The page says it
//! in the reader's language by its kind; the sentence here is for those who read the answer.

use serde_json::{Value, json};

/// Why nothing was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    /// What sort of thing it is, for the page: `stale`.
    pub(super) kind: &'static str,
    /// What was found.
    pub(super) found: String,
    /// What was expected, and how to mend it.
    sentence: &'static str,
}

/// The kinds with their sentences. The page has the same in two languages.
const KINDS: &[(&str, &str)] = &[
    (
        "stale",
        "expected the settings as the page had loaded them; somebody changed the file, or a drawing, since: load it anew",
    ),
    (
        "unreadable",
        "expected floors, shelves and kiosks as the page sends them: load the page anew",
    ),
    (
        "settings",
        "expected settings that can be read; mend the line in the file, then load the page anew",
    ),
    ("gone", "expected each thing of the file once: load the page anew"),
    (
        "id",
        "expected an id or code of 1 to 60 letters, digits, dots, hyphens or underscores; give it another one",
    ),
    ("twice", "expected an id or code that nothing else has; give it another one"),
    ("number", "expected a number from -100000 to 100000"),
    ("text", "expected at most 300 signs on one line; shorten it"),
    ("row", "expected a row with a width and a height; draw it anew"),
    ("wall", "expected a wall with a length; draw it anew"),
    ("words", "expected words in one language at least; write them, or remove them"),
    ("facing", "expected degrees from 0 to 359"),
    ("end", "expected both ends of a path to be points of its floor; choose them anew"),
    ("branch", "expected a branch that the settings describe; choose another"),
    ("place", "expected a place that the settings describe; choose another"),
    ("scheme", "expected a scheme that the settings know; choose another"),
    ("mark", "expected a first mark; write it as on the label"),
    ("floor", "expected no shelves on a floor that is to go; move them first"),
    (
        "outside",
        "expected a drawing (.svg) inside the folder of the settings; move the file there",
    ),
    (
        "drawing",
        "expected a drawing in SVG that ends with </svg>; mend the file, or name another one",
    ),
    (
        "odd",
        "expected settings that can be changed piece by piece; make this change in the file by hand",
    ),
    ("write", "the file could not be written"),
];

impl Refusal {
    /// A refusal of a known kind; `found` says where and what.
    pub(super) fn new(kind: &'static str, found: impl Into<String>) -> Self {
        let sentence = KINDS.iter().find(|(known, _)| *known == kind);
        Self { kind, found: found.into(), sentence: sentence.map_or("", |(_, s)| s) }
    }

    /// The refusal for the page.
    pub(super) fn json(&self) -> Value {
        let sentence = match self.found.is_empty() {
            true => self.sentence.to_owned(),
            false => format!("{}: {}", self.found, self.sentence),
        };
        json!({ "kind": self.kind, "found": self.found, "sentence": sentence })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_words_on_the_page_in_both_languages() {
        let words = include_str!("page/words.js");
        for (kind, sentence) in KINDS {
            assert!(sentence.contains("expected") || *kind == "write", "{kind}");
            let key = format!("'refused.{kind}':");
            assert_eq!(words.matches(&key).count(), 1, "{key}");
        }
    }
}
