//! Styles of citation, one a file.

mod apa;
mod chicago;
mod description;
mod mla;
mod reference;
mod words;

use bibliobus_catalog::Record;

use crate::facts::Facts;
use crate::line::Citation;
pub(crate) use words::{numeral, two_letters};

/// A style of citation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// The bibliographic description of GOST R 7.0.100-2018.
    #[default]
    Description,
    /// The reference of GOST R 7.0.5-2008, as it stands in a list behind the text.
    Reference,
    /// The manual of the American Psychological Association, 7th edition.
    Apa,
    /// The handbook of the Modern Language Association, 9th edition.
    Mla,
    /// The Chicago Manual of Style, author and date.
    Chicago,
}

impl Style {
    /// All of them, in the order in which a reader chooses.
    pub const ALL: [Self; 5] =
        [Self::Description, Self::Reference, Self::Apa, Self::Mla, Self::Chicago];

    /// Its code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Description => "gost-7.0.100",
            Self::Reference => "gost-7.0.5",
            Self::Apa => "apa",
            Self::Mla => "mla",
            Self::Chicago => "chicago",
        }
    }

    /// The style of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|style| style.code() == code)
    }
}

/// The language of the words that a style adds, such as "editor". The standards of Russia have
/// theirs, whatever this is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Voice {
    /// English.
    #[default]
    En,
    /// Russian.
    Ru,
}

impl Voice {
    /// The voice for a tag such as `ru`; English for one that there is no voice for.
    pub fn of_tag(tag: &str) -> Self {
        if tag == "ru" { Self::Ru } else { Self::En }
    }
}

/// How to cite.
#[derive(Clone, Copy, Debug, Default)]
pub struct Manner<'a> {
    /// The style.
    pub style: Style,
    /// The language of its words.
    pub voice: Voice,
    /// The day of looking at what is online, `yyyy-mm-dd`; empty where nobody knows.
    pub today: &'a str,
}

/// The record as a citation.
pub fn cite(record: &Record, manner: Manner<'_>) -> Citation {
    let facts = Facts::of(record);
    match manner.style {
        Style::Description => description::cite(&facts, manner.today),
        Style::Reference => reference::cite(&facts, manner.today),
        Style::Apa => apa::cite(&facts, manner.voice),
        Style::Mla => mla::cite(&facts, manner.voice),
        Style::Chicago => chicago::cite(&facts, manner.voice),
    }
}
