//! Authorities: under which other names people look for a heading. Not for records of things
//! (see `map`).
//!
//! MARC 21 Format for Authority Data (1xx, 4xx, 5xx, 7xx) and UNIMARC Manual: Authorities Format
//! (2xx, 4xx, 5xx, 7xx; RUSMARC/Authorities is the same) are read, and tables of names.

mod index;
mod keys;
mod marc;
mod names;

use std::io::Read;
use std::path::Path;

pub use index::{Authorities, Usage};
pub(crate) use marc::entry;
pub(crate) use names::Reader as NamesReader;

use crate::{Input, InputError, Options};

/// A name or term as one authority file has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Authority {
    /// Its numbers, as records give them to link to it: the control number first.
    pub numbers: Vec<String>,
    /// What it names.
    pub kind: AuthorityKind,
    /// The form that is used as heading, then the same in other scripts or languages.
    pub headings: Vec<Heading>,
    /// Forms that are not used as heading.
    pub see_from: Vec<Heading>,
    /// Other headings under which one might look as well.
    pub see_also: Vec<Heading>,
}

/// A form of a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heading {
    /// The name, as records have it: `Twain, Mark`.
    pub name: String,
    /// The dates that belong to it: `1835-1910`.
    pub dates: Option<String>,
    /// The name with initials only, as briefer records have it: `Горький, М.`
    pub initials: Option<String>,
}

/// What an [`Authority`] names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum AuthorityKind {
    /// A person, a family, a body or a meeting.
    Name,
    /// A work: a title, or a name with a title.
    Work,
    /// A topic, a place, a time, a genre.
    Topic,
    /// Not said: a table of names.
    #[default]
    Any,
}

/// Opens a file of authorities: records in ISO 2709 or MARCXML (MARC 21 or UNIMARC), or a
/// table whose first column is the heading and the others are its variants. Each entry that is
/// one has an `authority`; a bibliographic record among them is a finding.
///
/// # Errors
/// As [`Input::open`] gives them, and [`InputError::NoAuthorities`] for a file of other things.
pub fn open_authorities(path: &Path, options: &Options) -> Result<Input, InputError> {
    Input::of_authorities(path, options)
}

/// The same, from anything; `name` stands for the file in findings and errors.
///
/// # Errors
/// As [`open_authorities`].
pub fn authorities_in(
    name: &str,
    reader: Box<dyn Read + Send>,
    options: &Options,
) -> Result<Input, InputError> {
    Input::of_authorities_in(name, reader, options)
}
