//! Every sentence that a person reads, by language. Not for what records say: that stays in
//! the language of the record.
//!
//! A sentence is a [`Phrase`] or a [`Telling`]; each language says all of them in one `match`, so
//! that a missing one does not compile. To add a language, add a variant to [`Language`] and a file beside
//! `ru.rs`; the compiler names the rest.

mod arranged;
mod browse;
mod citing;
mod device;
mod directions;
mod en;
mod help;
mod listing;
mod low_vision;
mod number;
mod phrase;
mod ru;
mod taking;

pub use bibliobus_catalog::marc_tag;
use bibliobus_catalog::{IdentifierKind, Material};
use bibliobus_worker::{Facet, Sort};
pub use browse::Browse;
pub use citing::Citing;
pub use device::Device;
pub use help::{Help, HelpLine, HelpPart};
pub use listing::Listing;
pub use phrase::{Line, OnDevice, Phrase, Telling};
pub use taking::Taking;

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Russian.
    Ru,
}

impl Language {
    /// All of them, in the order in which a reader chooses.
    pub const ALL: [Self; 2] = [Self::Ru, Self::En];

    /// The language for a tag such as `ru` or `en-GB`; English for one that we do not speak.
    pub fn of_tag(tag: &str) -> Self {
        let primary = tag.split('-').next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("ru") { Self::Ru } else { Self::En }
    }

    /// Its tag for `lang` attributes.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ru => "ru",
        }
    }

    /// Its own name for itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Ru => "Русский",
        }
    }
}

/// What speaks to the reader, in one language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The language that it speaks.
    pub language: Language,
}

impl Text {
    /// The voice of `language`.
    pub fn new(language: Language) -> Self {
        Self { language }
    }

    /// A sentence that is always the same.
    pub fn say(self, phrase: Phrase) -> &'static str {
        match self.language {
            Language::En => en::say(phrase),
            Language::Ru => ru::say(phrase),
        }
    }

    /// A sentence with a number, a day or a name in it.
    pub fn tell(self, telling: Telling<'_>) -> String {
        match self.language {
            Language::En => en::tell(telling),
            Language::Ru => ru::tell(telling),
        }
    }

    /// The name of a line of a record's description.
    pub fn line(self, line: Line) -> &'static str {
        match self.language {
            Language::En => en::line(line),
            Language::Ru => ru::line(line),
        }
    }

    /// The name of a facet.
    pub fn facet(self, facet: Facet) -> &'static str {
        match self.language {
            Language::En => en::facet(facet),
            Language::Ru => ru::facet(facet),
        }
    }

    /// How one gets at a thing, for a value of the facet; `None` for one of a later engine.
    pub fn access(self, code: &str) -> Option<&'static str> {
        match self.language {
            Language::En => en::access(code),
            Language::Ru => ru::access(code),
        }
    }

    /// The name of an order of hits.
    pub fn sort(self, sort: Sort) -> &'static str {
        match self.language {
            Language::En => en::sort(sort),
            Language::Ru => ru::sort(sort),
        }
    }

    /// The short name of a classification; `None` for one that has none here.
    pub fn scheme(self, code: &str) -> Option<&'static str> {
        match self.language {
            Language::En => en::scheme(code),
            Language::Ru => ru::scheme(code),
        }
    }

    /// What kind of thing it is.
    pub fn material(self, material: Material) -> &'static str {
        match self.language {
            Language::En => en::material(material),
            Language::Ru => ru::material(material),
        }
    }

    /// What a person did, for a MARC relator code; `None` for a code that has no word here.
    pub fn role(self, code: &str) -> Option<&'static str> {
        match self.language {
            Language::En => en::role(code),
            Language::Ru => ru::role(code),
        }
    }

    /// What a number is called. The names are the same in every language.
    pub fn identifier(self, kind: IdentifierKind) -> &'static str {
        match kind {
            IdentifierKind::Isbn => "ISBN",
            IdentifierKind::Issn => "ISSN",
            IdentifierKind::Lccn => "LCCN",
            IdentifierKind::Oclc => "OCLC",
            IdentifierKind::Doi => "DOI",
        }
    }

    /// A whole number, its digits in groups.
    pub fn number(self, number: u64) -> String {
        match self.language {
            Language::En => en::number(number),
            Language::Ru => ru::number(number),
        }
    }

    /// The day `yyyy-mm-dd` in words; text that is no such day stays as it is.
    pub fn day(self, iso: &str) -> String {
        match self.language {
            Language::En => en::day(iso),
            Language::Ru => ru::day(iso),
        }
    }

    /// The day `yyyy-mm-dd` in words without its year, for days that are near.
    pub fn day_and_month(self, iso: &str) -> String {
        match self.language {
            Language::En => en::day_and_month(iso),
            Language::Ru => ru::day_and_month(iso),
        }
    }

    /// A year; years before our era are written in words.
    pub fn year(self, year: i16) -> String {
        match (self.language, year) {
            (_, 0..) => year.to_string(),
            (Language::En, _) => format!("{} BC", year.unsigned_abs()),
            (Language::Ru, _) => format!("{} до н. э.", year.unsigned_abs()),
        }
    }
}
