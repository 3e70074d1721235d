//! What is asked of an index.

use bibliobus_catalog::RecordId;
use serde::{Deserialize, Serialize};

/// A search: the reader's words as typed, what to narrow them down to, and which part of the
/// answer to give.
///
/// The words are read as a reader means them: see the README's "How to search".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// The words as typed.
    pub text: String,
    /// What hits are narrowed down to: the values of one facet are alternatives, the facets
    /// all have to agree, and what is excluded must not be there.
    pub filters: Vec<Filter>,
    /// The order of the hits.
    pub sort: Sort,
    /// Search for the words exactly as typed: nothing in them is mended or converted.
    pub as_typed: bool,
    /// How many hits to leave out at the start.
    pub offset: u32,
    /// How many hits to give at most.
    pub limit: u32,
}

impl Query {
    /// The first ten hits for `text`.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), limit: 10, ..Self::default() }
    }
}

/// A property of records by which hits are counted and narrowed down.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[non_exhaustive]
pub enum Facet {
    /// How one gets at it: `online`, `shelf`, `request`, `onsite` (see `access_kinds`).
    Access,
    /// What kind of thing it is: a material's code.
    Material,
    /// The languages, as MARC codes.
    Language,
    /// The year of publication: `1990..2000`, `1990..`, `..2000` or `1990`.
    Year,
    /// The code of a branch.
    Branch,
    /// The codes of branch and place, `branch/place`.
    Place,
    /// A creator's heading.
    Creator,
    /// A subject heading.
    Subject,
    /// A class: scheme and the beginning of its notation, `udc:94`.
    Class,
}

impl Facet {
    /// Every facet, in the order in which a page shows them.
    pub const ALL: [Self; 9] = [
        Self::Access,
        Self::Material,
        Self::Language,
        Self::Year,
        Self::Branch,
        Self::Place,
        Self::Creator,
        Self::Subject,
        Self::Class,
    ];
}

/// A value that hits must have, or must not have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Filter {
    /// The facet.
    pub facet: Facet,
    /// Its value, as [`Value::value`](crate::Value::value) gives it.
    pub value: String,
    /// Whether hits must not have it.
    pub is_excluded: bool,
}

/// The order of hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Sort {
    /// The best first.
    #[default]
    Relevance,
    /// The latest year first; records without a year come last.
    Newest,
    /// The earliest year first; records without a year come last.
    Oldest,
    /// By title, articles and quotation marks skipped; ё stands beside е.
    Title,
    /// By the main creator's heading.
    Creator,
    /// As they stand on the shelf.
    CallNumber,
    /// The latest addition to the catalogue first.
    Added,
}

/// Anything that an index can be asked and may need files for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Question {
    /// Which records match a query, best first.
    Search(Query),
    /// How many of a query's hits have which values of the facets.
    Counts(Query),
    /// What a half-typed query may become.
    Suggest(String),
    /// One record in full.
    Record(RecordId),
    /// The list of every file of the collection (see `Index::files`).
    Files,
}
