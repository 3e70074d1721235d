//! The index on disk, format version 2. One module for each part, with its writer, its reader
//! and their round-trip test.
//!
//! ```text
//! manifest.json            names the library and the segments; the only file that changes
//! ├ names of classes       of those that its records have; fetched when one is shown
//! ├ places                 plans, shelves, ways, hours; fetched when a record is shown
//! ├ services               logins, requests, interlibrary loan; fetched when a record is shown
//! └ root                   of a segment: its statistics, its directories, what coders start from
//!   ├ dictionary blocks    terms in order, short posting lists inside; about 4 KiB
//!   ├ posting chunks       long posting lists in runs; about 8 KiB
//!   ├ spellings            words by first letter and length, to mend others by
//!   ├ brief chunks         what a list shows of each record; 32 records, about 1.5 KiB
//!   ├ record chunks        the records in full
//!   ├ column chunks        one property of many records: by them hits are counted, narrowed
//!   │                      down and sorted
//!   ├ heading blocks       the headings of creators, subjects and series in order
//!   └ beginnings           where in those, and among titles, each letter begins
//! ```
//!
//! Every file but the manifest is a *chunk*: named by the hash of its bytes, compressed, and
//! begun by a byte that says what it holds. What every search reads is coded decision by
//! decision (`coder`), in chunks as small as a search needs them; the rest is deflated. A directory (key to chunk) lies in the root while
//! it is short and in pages when it is long.

pub(crate) mod beginnings;
pub(crate) mod briefs;
pub(crate) mod bytes;
pub(crate) mod chunk;
pub(crate) mod coder;
pub(crate) mod columns;
pub(crate) mod deleted;
pub(crate) mod dictionary;
pub(crate) mod directory;
pub(crate) mod headings;
pub(crate) mod left;
pub(crate) mod manifest;
pub(crate) mod postings;
pub(crate) mod record;
pub(crate) mod root;
pub(crate) mod services;
pub(crate) mod spellings;
pub(crate) mod store;
pub(crate) mod text;
pub(crate) mod thin;
