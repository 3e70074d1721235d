//! What is odd in the settings: where, what was expected, what was found, how to mend it.

use std::fmt;

use serde::Serialize;

/// Something odd in `library.toml`. It never stops a build: what is in doubt is left out, and
/// readers get the next best words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Odd {
    /// The file.
    pub(crate) file: String,
    /// The line, from one.
    pub(crate) line: usize,
    /// What sort of thing it is, for programs: `shelf-backwards`.
    pub(crate) kind: &'static str,
    /// What was expected.
    pub(crate) expected: String,
    /// What was found.
    pub(crate) found: String,
    /// How to mend it.
    pub(crate) remedy: String,
}

impl fmt::Display for Odd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}:{}: expected {}, found {}; {}",
            self.file, self.line, self.expected, self.found, self.remedy
        )
    }
}

/// The text of the settings, and what was odd in it so far.
#[derive(Debug, Default)]
pub(super) struct Notes<'t> {
    pub(super) file: String,
    pub(super) text: &'t str,
    pub(super) odd: Vec<Odd>,
}

impl Notes<'_> {
    /// Notes something odd at a byte of the text.
    pub(super) fn note(
        &mut self,
        byte: usize,
        kind: &'static str,
        expected: impl Into<String>,
        found: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.odd.push(Odd {
            file: self.file.clone(),
            line: line_of(self.text, byte),
            kind,
            expected: expected.into(),
            found: found.into(),
            remedy: remedy.into(),
        });
    }
}

/// The line of a byte, from one.
pub(super) fn line_of(text: &str, byte: usize) -> usize {
    1 + text.bytes().take(byte).filter(|byte| *byte == b'\n').count()
}
