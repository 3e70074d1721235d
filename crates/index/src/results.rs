//! What an index answers, in a reader's words: plain data, no engine types.

use bibliobus_catalog::{
    Location, Material, Picture, PlaceAccess, Record, RecordId, Status, Terms, Way,
    best_status,
};
use serde::{Deserialize, Serialize};

/// The answer to a search.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Results {
    /// How many records match in all.
    pub total: u32,
    /// The hits asked for, best first.
    pub hits: Vec<Hit>,
    /// Whether `total` is only about right.
    pub is_about: bool,
    /// Which of the words the hits have.
    pub matching: Matching,
    /// What was changed in the reader's words to get these hits. Say so, and offer to undo it
    /// with [`Query::as_typed`](crate::Query::as_typed).
    pub changes: Vec<Change>,
    /// Whether files were missing, so that hits may be missing too. Say so to the reader.
    pub partial: bool,
}

/// Something that was changed in a query.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The word or words as typed.
    pub from: String,
    /// What was searched for instead; empty where `from` was left out.
    pub to: String,
    /// Why.
    pub step: Step,
}

/// A step of the ladder by which a query that finds nothing, or little, is rescued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Step {
    /// A letter too much, too few, wrong or swapped.
    Spelling,
    /// Two words written as one, or one as two.
    Spacing,
    /// Typed with the wrong keyboard layout.
    Layout,
    /// Written in another script.
    Transliteration,
    /// Pre-1918 Russian spelling.
    OldSpelling,
    /// Words that no record has, or not together with the others, were left out.
    FewerWords,
    /// The words were looked for in all fields instead of the one asked for.
    OtherFields,
    /// The filters were left out.
    WithoutFilters,
}

/// How many hits have which values of a facet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FacetCounts {
    /// The facet.
    pub facet: crate::Facet,
    /// Its values, the most frequent first; years in their order.
    pub values: Vec<Value>,
}

/// A value of a facet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    /// As a [`Filter`](crate::Filter) takes it.
    pub value: String,
    /// How many of the hits have it.
    pub count: u32,
}

/// How many of a query's hits have which values.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Counts {
    /// How many hits there are.
    pub total: u32,
    /// Whether the counts are only about right.
    pub is_about: bool,
    /// The facets that the collection has, in the order of [`Facet::ALL`](crate::Facet::ALL).
    pub facets: Vec<FacetCounts>,
    /// Whether files were missing.
    pub partial: bool,
}

/// What a half-typed query may become: each list in its own group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestions {
    /// Titles that begin with, or have, what was typed.
    pub titles: Vec<Suggestion>,
    /// Headings of creators.
    pub creators: Vec<Suggestion>,
    /// Subject headings.
    pub subjects: Vec<Suggestion>,
    /// Whether files were missing.
    pub partial: bool,
}

/// A stretch of a list in filing order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// Headings, and how many records have each.
    pub headings: Vec<Value>,
    /// The records, where the list is of titles.
    pub titles: Vec<Brief>,
    /// Whether more entries follow.
    pub has_more: bool,
    /// Where in the whole list which letters begin: each letter, behind it what is told apart
    /// within it.
    pub beginnings: Vec<Beginning>,
    /// Whether the numbers of the beginnings are only about right.
    pub is_about: bool,
    /// Whether files were missing.
    pub partial: bool,
}

/// What entries of a list begin with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beginning {
    /// The letters, folded: a [`Scan`](crate::Scan) may start there. One `0` stands for all
    /// digits, one `一` for all signs of Han, a syllable of Hangul for all with its first
    /// consonant.
    pub text: String,
    /// How many entries begin so.
    pub entries: u32,
}

/// One suggestion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// What to put into the search box.
    pub text: String,
    /// How many records it leads to.
    pub count: u32,
    /// The record itself, where the suggestion is the title of one.
    pub id: Option<RecordId>,
}

/// A stretch of a text that matched: where it begins and ends, in bytes of UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Range {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

/// The part of a longer text that matched best.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snippet {
    /// The part of the text.
    pub text: String,
    /// What matched in it.
    pub matches: Vec<Range>,
    /// Whether the text has more before it.
    pub has_before: bool,
    /// Whether the text has more after it.
    pub has_after: bool,
}

/// Which of the query's words the hits have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Matching {
    /// Every hit has all the words.
    #[default]
    All,
    /// No record, or few, had all of them: some hits have most of the words.
    Most,
}

/// A record found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// The record's id.
    pub id: RecordId,
    /// How well it matches; only comparable within one answer.
    pub score: f32,
    /// What a list shows of it.
    pub brief: Brief,
    /// What matched in the title.
    pub in_title: Vec<Range>,
    /// What matched in the original title.
    pub in_original_title: Vec<Range>,
    /// What matched in each of the creators.
    pub in_creators: Vec<Vec<Range>>,
}

/// What a list shows of a record: is it the one, and how do I get it soonest?
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brief {
    /// The record's id.
    pub id: RecordId,
    /// The title proper with its remainder and part.
    pub title: String,
    /// The title in its original script, where the record gives both.
    pub original_title: Option<String>,
    /// Up to three creators as their headings file.
    pub creators: Vec<String>,
    /// The edition statement.
    pub edition: Option<String>,
    /// The year of publication.
    pub year: Option<i16>,
    /// The main language, a MARC code.
    pub language: Option<String>,
    /// What kind of thing it is.
    pub material: Material,
    /// The easiest ways to get it, three at most.
    pub ways: Vec<BriefWay>,
    /// How many more ways there are.
    pub more_ways: u16,
    /// How many characters of the title its order skips, where the cataloguer counted other
    /// than the list of articles would.
    pub nonfiling: Option<u8>,
    /// What the library's picture of its cover is, where it has one.
    pub cover: Option<Picture>,
}

impl Brief {
    /// How many ways a brief form has at most; the others are only counted.
    pub const WAYS: usize = 3;

    /// The brief form of a record, with the easiest of `ways`
    /// (see [`bibliobus_catalog::ways`]).
    pub fn new(record: &Record, ways: &[Way]) -> Self {
        Self {
            id: record.id.clone(),
            title: record.title.full(),
            original_title: record.original_title().map(str::to_owned),
            creators: record.creators.iter().take(3).map(|c| c.name.clone()).collect(),
            edition: record.edition.clone(),
            year: record.year(),
            language: record.language().map(str::to_owned),
            material: record.material,
            ways: ways.iter().take(Self::WAYS).map(BriefWay::new).collect(),
            more_ways: u16::try_from(ways.len().saturating_sub(Self::WAYS))
                .unwrap_or(u16::MAX),
            nonfiling: None,
            cover: record.cover,
        }
    }

    /// The easiest of its ways for a reader at home in the branch `own` (see
    /// [`bibliobus_catalog::Way::effort_from`]); `None` where it has none. Of many ways a brief
    /// form has only some.
    pub fn soonest_from(&self, own: &str) -> Option<&BriefWay> {
        let first = self.ways.first()?;
        let is_elsewhere = |way: &BriefWay| match way {
            BriefWay::AtPlace { location, .. } => location.is_elsewhere(own),
            BriefWay::Online { .. } => false,
        };
        // A link behind a place asks for a login, or is only about the thing.
        let is_nearer = |way: &&BriefWay| match way {
            BriefWay::AtPlace { status, .. } => {
                !is_elsewhere(way)
                    && matches!(status, Status::Available | Status::Reference)
            }
            BriefWay::Online { terms, .. } => *terms == Terms::Remote,
        };
        let nearer = self.ways.iter().find(is_nearer).filter(|_| is_elsewhere(first));
        nearer.or(Some(first))
    }
}

/// A way to get at a thing, short enough for a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum BriefWay {
    /// It can be opened online.
    Online {
        /// The address; it is safe to show as a link.
        url: String,
        /// What opening it takes.
        terms: Terms,
    },
    /// It is at a place.
    AtPlace {
        /// The codes of branch and place.
        location: Location,
        /// Whether one may walk up to it.
        access: PlaceAccess,
        /// The mark on the spine, on one line.
        call_number: Option<String>,
        /// The status of the copy that is easiest to get.
        status: Status,
    },
}

impl BriefWay {
    fn new(way: &Way) -> Self {
        match way {
            Way::Online { link } => {
                Self::Online { url: link.url.clone(), terms: link.terms }
            }
            Way::AtPlace { location, access, call_number, items, .. } => Self::AtPlace {
                location: location.clone(),
                access: *access,
                call_number: call_number.as_ref().map(|mark| mark.label()),
                status: best_status(items),
            },
        }
    }
}
