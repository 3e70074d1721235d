//! What the crate promises: citations beside those of a CSL processor and of the standards, and
//! files that other programs can read, whatever the record.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]
// Tests read what was kept, and lists of records are long.
#![allow(clippy::disallowed_methods, clippy::too_many_lines)]

mod citations;
mod formats;
mod records;
mod sound;
