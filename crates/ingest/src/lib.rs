//! Other people's files into records and findings.
//!
//! An [`Input`] opens one file, sees what is inside, and gives its records one after the
//! other, each with the [`Finding`]s made on the way:
//!
//! ```
//! use bibliobus_ingest::{Format, Input, Options};
//!
//! let lines = r#"{"id":"1","title":"Чайка : комедия","authors":["Чехов, Антон"]}"#;
//! let reader = Box::new(std::io::Cursor::new(lines));
//! let mut input = Input::from_reader("plays.ndjson", reader, &Options::default())?;
//! assert_eq!(input.format(), Format::Ndjson);
//!
//! let entry = input.next().ok_or("no entry")??;
//! let record = entry.record.ok_or("no record")?;
//! assert_eq!(record.title.proper, "Чайка");
//! assert!(entry.findings.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A record that cannot be read is a finding with its place, and the reading goes on. Only a
//! file that cannot be opened, or a stream that breaks, is an [`InputError`].
//!
//! # Limits
//!
//! * A record, a line or a row has at most 16 MiB; what is longer is skipped with a finding,
//!   so that no file can eat the memory.
//! * Text comes out as UTF-8, composed (NFC), whatever [`Encoding`] it was in. Encodings are told
//!   by the bytes; of Latin ones without marks only Windows-1252 is recognized by itself, others
//!   have to be declared (XML) or named ([`Options::encoding`]).
//! * The same control number twice is not noticed here, because that would need all of them
//!   in memory: whoever collects the records sees it.
//! * An archive within an archive is not opened.

mod authority;
mod crew;
mod elasticlunr;
mod encoding;
mod fence;
mod finding;
mod findings;
mod flat;
mod input;
mod inspect;
mod irbis;
mod lending;
mod map;
mod marc;
mod marcxml;
mod mst;
mod ndjson;
mod oai;
mod opds2;
mod open;
mod profile;
mod table;
mod text;
mod xml;

pub use authority::{
    Authorities, Authority, AuthorityKind, Heading, Usage, authorities_in,
    open_authorities,
};
pub use encoding::Encoding;
pub use finding::{Finding, FindingKind, Severity};
pub use input::{Entry, Format, Input, InputError, Options, Progress, Raw};
pub use inspect::{Inspection, RawField, inspect};
pub use map::Step;
pub use oai::{OaiPage, OaiRecord};
pub use open::decompressed;
pub use profile::{Profile, ProfileError};

/// The keys that a column of a table can stand for, as in `Автор=authors`.
pub fn column_keys() -> impl Iterator<Item = &'static str> {
    table::keys()
}

/// The key that goes by this name: `creator` is `authors`.
pub fn column_key(name: &str) -> Option<&'static str> {
    table::known_key(name)
}
