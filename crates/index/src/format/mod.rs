//! The index on disk, format version 1. One module for each part, with its writer, its reader
//! and their round-trip test.
//!
//! ```text
//! manifest.json            names the library and the segments; the only file that changes
//! └ root                   of a segment: its statistics and its directories
//!   ├ dictionary blocks    terms in order, short posting lists inside
//!   ├ posting chunks       long posting lists in runs
//!   ├ brief chunks         what a list shows of each record
//!   ├ record chunks        the records in full
//!   ├ column chunks        one property of many records: by them hits are counted, narrowed
//!   │                      down and sorted
//!   └ heading blocks       the headings of creators and subjects in order
//! ```
//!
//! Every file but the manifest is a *chunk*: named by the hash of its bytes, compressed, and
//! begun by a byte that says what it holds. A directory (key to chunk) lies in the root while
//! it is short and in pages when it is long.

pub(crate) mod bytes;
pub(crate) mod chunk;
pub(crate) mod columns;
pub(crate) mod deleted;
pub(crate) mod dictionary;
pub(crate) mod directory;
pub(crate) mod headings;
pub(crate) mod manifest;
pub(crate) mod postings;
pub(crate) mod record;
pub(crate) mod root;
pub(crate) mod store;
