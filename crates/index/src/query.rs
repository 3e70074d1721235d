//! What is asked of an index.

use bibliobus_catalog::RecordId;
use serde::{Deserialize, Serialize};

/// A search: the reader's words as typed, what to narrow them down to, and which part of the
/// answer to give.
///
/// The words are read as a reader means them: see the README's "How to search".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// The words as typed; none ask for every record.
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
    /// How one gets at it: `online`, `shelf`, `request` (from a closed stack), `onsite`.
    Access,
    /// What kind of thing it is: a material's code.
    Material,
    /// The languages, as MARC codes.
    Language,
    /// The year of publication: a filter takes `1990..2000`, `1990..`, `..2000` or `1990`,
    /// and counts give every year.
    Year,
    /// The code of a branch.
    Branch,
    /// The codes of branch and place, `branch/place`.
    Place,
    /// A creator's heading.
    Creator,
    /// A subject heading.
    Subject,
    /// The title of a series.
    Series,
    /// A class: scheme and the beginning of its notation, `udc:94`. Counts give those above it
    /// too, `udc:9`.
    Class,
}

impl Facet {
    /// Every facet, in the order in which a page shows them.
    pub const ALL: [Self; 10] = [
        Self::Access,
        Self::Material,
        Self::Language,
        Self::Year,
        Self::Branch,
        Self::Place,
        Self::Creator,
        Self::Subject,
        Self::Series,
        Self::Class,
    ];

    /// Its name in addresses, options and lists: `language`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Material => "material",
            Self::Language => "language",
            Self::Year => "year",
            Self::Branch => "branch",
            Self::Place => "place",
            Self::Creator => "creator",
            Self::Subject => "subject",
            Self::Series => "series",
            Self::Class => "class",
        }
    }

    /// The facet with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.name() == name)
    }
}

/// A question for counts: see [`Index::counts`](crate::Index::counts).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counting {
    /// Whose hits are counted; its page and its order play no part.
    pub query: Query,
    /// The facets to count. Each takes files of its own, those of creators and subjects the
    /// most: ask for what is shown.
    pub facets: Vec<Facet>,
    /// How many creators, subjects and series to name at most, the most frequent first. A name
    /// may take a file.
    pub most: u32,
}

impl Counting {
    /// Every facet of a query's hits, with ten creators and ten subjects.
    pub fn new(query: Query) -> Self {
        Self { query, facets: Facet::ALL.to_vec(), most: 10 }
    }
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

impl Sort {
    /// Every order, in the order in which a page offers them.
    pub const ALL: [Self; 7] = [
        Self::Relevance,
        Self::Newest,
        Self::Oldest,
        Self::Title,
        Self::Creator,
        Self::CallNumber,
        Self::Added,
    ];

    /// Its name in addresses and options: `newest`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Relevance => "relevance",
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Title => "title",
            Self::Creator => "creator",
            Self::CallNumber => "call-number",
            Self::Added => "added",
        }
    }

    /// The order with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.name() == name)
    }
}

/// A question for a stretch of a list in filing order, as "scan" of SRU asks it: see
/// [`Index::scan`](crate::Index::scan).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scan {
    /// The list.
    pub list: ScanList,
    /// The stretch begins with the first entry that begins so, or else with the one that
    /// follows; with the first of all where this is empty.
    pub start: String,
    /// How many entries to give at most.
    pub limit: u32,
}

/// A list that can be looked through in filing order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ScanList {
    /// Those who made things: persons, bodies, meetings.
    #[default]
    Creators,
    /// The titles of the records.
    Titles,
    /// Subject headings.
    Subjects,
    /// Titles of series.
    Series,
}

impl ScanList {
    /// Every list, in the order in which a page offers them.
    pub const ALL: [Self; 4] =
        [Self::Creators, Self::Titles, Self::Subjects, Self::Series];

    /// Its name in addresses and options: `creators`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Creators => "creators",
            Self::Titles => "titles",
            Self::Subjects => "subjects",
            Self::Series => "series",
        }
    }

    /// The list with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|list| list.name() == name)
    }

    /// The facet whose values the entries are; none for titles.
    pub fn facet(self) -> Option<Facet> {
        match self {
            Self::Creators => Some(Facet::Creator),
            Self::Subjects => Some(Facet::Subject),
            Self::Series => Some(Facet::Series),
            Self::Titles => None,
        }
    }
}

/// Anything that an index can be asked and may need files for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Question {
    /// Which records match a query, best first.
    Search(Query),
    /// How many of a query's hits have which values of the facets.
    Counts(Counting),
    /// What a half-typed query may become.
    Suggest(String),
    /// One record in full.
    Record(RecordId),
    /// A stretch of a list in filing order.
    Scan(Scan),
    /// What stands beside a record: its id, so many places to the left and to the right.
    Shelf(RecordId, u32, u32),
    /// What classes are called (see [`Index::captions`](crate::Index::captions)).
    Captions,
    /// The record at a place, counted from zero, for whoever wants all of them (see
    /// `Index::record_at`).
    RecordAt(u32),
    /// Where things stand (see [`Index::shelving`](crate::Index::shelving)).
    Places,
    /// What the library arranges (see [`Index::services`](crate::Index::services)).
    Services,
    /// The list of every file of the collection (see `Index::files`).
    Files,
    /// The list of the files that a portion of it needs (see `Index::files_for`).
    Portion(Portion),
}

/// How much of a collection a device has room for.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize,
)]
#[non_exhaustive]
pub enum Portion {
    /// All of it.
    #[default]
    Whole,
    /// All that searching takes, and of each record what a list of hits shows.
    Brief,
    /// The same, and in full the records of which a branch, by its code, has a copy.
    Branch(String),
}
