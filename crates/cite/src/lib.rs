//! Records as citations, and in the formats that other programs read. Texts in, texts out.
//!
//! ```
//! use bibliobus_catalog::{Creator, Record};
//! use bibliobus_cite::{Manner, Style, cite};
//!
//! let mut record = Record::default();
//! record.title.proper = "Чайка".into();
//! record.imprint.year = Some(1896);
//! let name = "Чехов, Антон Павлович".into();
//! record.creators = vec![Creator { name, main: true, ..Creator::default() }];
//! let citation = cite(&record, Manner { style: Style::Apa, ..Manner::default() });
//! assert_eq!(citation.plain(), "Чехов, А. П. (1896). Чайка.");
//! ```
//!
//! Titles and names stand as recorded; what a record does not say is left out, with the
//! punctuation that belongs to it.
//!
//! # Limits
//!
//! * A record is a text of its source: what stands in the wrong field is cited as such.
//! * The host of an article is the first of its series, with its place in words; volume, issue
//!   and pages are read from them as far as they follow usage.
//! * Lists of citations stay in the order in which they are given.

mod facts;
mod host;
mod line;
mod name;
mod out;
mod style;

pub use line::{Citation, Piece};
pub use out::{Flat, FlatItem, Format, export, marcxml, table};
pub use style::{Manner, Style, Voice, cite};
