//! Profiles: which field says what, as data. A profile is a TOML file; those for the common
//! formats and systems ship with the tool, and any of them can be built upon.
//!
//! ```
//! use bibliobus_ingest::Profile;
//!
//! let koha = Profile::named("koha")?;
//! assert_eq!(koha.name(), "koha");
//!
//! let own = Profile::parse("own", "extends = ['marc21']\n[[note]]\nfield = '590'\ntext = 'a'\n")?;
//! assert_eq!(own.name(), "own");
//!
//! let wrong = Profile::parse("own", "[[note]]\nfield = '590'\ntxt = 'a'\n").unwrap_err();
//! assert_eq!(wrong.to_string(), "own: line 3: unknown key `txt`; did you mean `text`?");
//! # Ok::<(), bibliobus_ingest::ProfileError>(())
//! ```
//!
//! Not for what is done with a field (see `map`).

mod fault;
mod file;
mod filter;
mod load;
mod nouns;
mod shipped;
mod values;
mod words;

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use bibliobus_catalog::Scheme;

pub use fault::ProfileError;
pub(crate) use file::Says;
pub(crate) use nouns::{
    AddedEntry, ClassEntry, CreatorEntry, HoldingEntry, IdEntry, IdentifierEntry,
    ImprintEntry, ItemEntry, LanguageEntry, LinkEntry, MarkEntry, MarkPart,
    MaterialEntry, OtherTitleEntry, SeriesEntry, SetEntry, SkipEntry, StatusIs,
    SubjectEntry, TextEntry, TitleEntry, YearEntry,
};
pub(crate) use values::{Codes, Place};
pub(crate) use words::{Code, Indicator, Repeated, SchemeOf, SeriesRole};

use crate::marc::{Field, MarcRecord};

/// Which field says what: a mapping from fields to the catalogue's nouns, checked and ready for
/// use. Copies are cheap.
#[derive(Clone)]
pub struct Profile(Arc<Compiled>);

/// What a profile comes to.
#[derive(Default)]
pub(crate) struct Compiled {
    name: String,
    about: String,
    rules: Vec<Rule>,
    by_number: Vec<Vec<u16>>,
    by_name: BTreeMap<String, Vec<u16>>,
    /// Whether fields are read in the order of their tags, not of the file.
    pub(crate) by_tag: bool,
    pub(crate) marks: Vec<MarkEntry>,
    pub(crate) years: Vec<YearEntry>,
    pub(crate) added: Vec<AddedEntry>,
    pub(crate) materials: Vec<MaterialEntry>,
    pub(crate) skips: Vec<SkipEntry>,
    pub(crate) title_or: Vec<Place>,
    roles: BTreeMap<String, String>,
    schemes: BTreeMap<String, Scheme>,
}

/// One entry of a profile, and where it is written.
pub(crate) struct Rule {
    /// What it says.
    pub(crate) says: Says,
    /// The profile that it is from.
    pub(crate) profile: Arc<str>,
    /// The line at which it begins, from one.
    pub(crate) line: usize,
}

impl Profile {
    /// The profile of this name that ships with the tool.
    pub fn named(name: &str) -> Result<Self, ProfileError> {
        load::named(name)
    }

    /// The profile of this name, or in the file at this path: what ends with `.toml` or has a
    /// folder before it is a file.
    pub fn find(name: &str) -> Result<Self, ProfileError> {
        let is_file = name.ends_with(".toml") || name.contains(['/', '\\']);
        if is_file { load::file(Path::new(name)) } else { load::named(name) }
    }

    /// The profile written in `text`; `name` stands for it in errors.
    pub fn parse(name: &str, text: &str) -> Result<Self, ProfileError> {
        load::text(name, text)
    }

    /// The names of the profiles that ship with the tool, each with a sentence about it.
    pub fn shipped() -> Vec<(&'static str, String)> {
        shipped::names().map(|name| (name, load::about(name))).collect()
    }

    /// The file of a profile that ships with the tool.
    pub fn source(name: &str) -> Result<&'static str, ProfileError> {
        load::source(name)
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// What it is for, in a sentence.
    pub fn about(&self) -> &str {
        &self.0.about
    }

    /// What it comes to.
    pub(crate) fn compiled(&self) -> &Compiled {
        &self.0
    }
}

impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Profile").field(&self.0.name).finish()
    }
}

impl Compiled {
    /// The name of the profile.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The rules for a field, in the order in which they are to be followed.
    pub(crate) fn rules_for(&self, field: Field<'_>) -> impl Iterator<Item = &Rule> {
        let numbers: &[u16] = match field.number() {
            Some(number) => {
                self.by_number.get(usize::from(number)).map_or(&[], Vec::as_slice)
            }
            None if self.by_name.is_empty() => &[],
            None => self.named(&field.tag().to_string()),
        };
        numbers.iter().filter_map(|number| self.rules.get(usize::from(*number)))
    }

    fn named(&self, tag: &str) -> &[u16] {
        self.by_name.get(tag).map_or(&[], Vec::as_slice)
    }

    /// Whether the record is one that the profile's rules are about, or what it is instead.
    pub(crate) fn other_kind(&self, source: &MarcRecord) -> Option<&str> {
        let skip = self.skips.iter().find(|skip| skip.filter.admits(source, None))?;
        Some(&skip.what)
    }

    /// The relator code for a code or word, as it is written in lower case.
    pub(crate) fn role(&self, word: &str) -> Option<&str> {
        self.roles.get(word).map(String::as_str)
    }

    /// The scheme with this code or name.
    pub(crate) fn scheme_called(&self, code: &str) -> Scheme {
        let code = code.trim().to_lowercase();
        self.schemes.get(&code).copied().unwrap_or_default()
    }

    /// The first title statement's field and subfield, for a finding: `245 $a`.
    pub(crate) fn title_place(&self) -> String {
        self.title_or
            .first()
            .map(|place| place.as_str().replace('$', " $"))
            .unwrap_or_default()
    }
}
