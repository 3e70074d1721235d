//! What is asked of an index.

use bibliobus_catalog::RecordId;
use serde::{Deserialize, Serialize};

/// A search: the reader's words as typed, and which part of the answer to give.
///
/// The words are read as a reader means them: `автор:` and `author:` (also `title:`,
/// `subject:`, `isbn:`, `shelf:` and their Russian names) bind the word after them to a field,
/// `"…"` and stray signs are plain words, and the last word may still be in the typing: it
/// matches as a beginning unless a space follows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// The words as typed.
    pub text: String,
    /// How many hits to leave out at the start.
    pub offset: u32,
    /// How many hits to give at most.
    pub limit: u32,
}

impl Query {
    /// The first ten hits for `text`.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), offset: 0, limit: 10 }
    }
}

/// Anything that an index can be asked and may need files for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Question {
    /// Which records match a query, best first.
    Search(Query),
    /// One record in full.
    Record(RecordId),
    /// The list of every file of the collection (see `Index::files`).
    Files,
}
