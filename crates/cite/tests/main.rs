//! What the crate promises: citations beside those of a CSL processor and of the standards, and
//! files that other programs can read, whatever the record.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod citations;
mod formats;
mod records;
mod sound;
