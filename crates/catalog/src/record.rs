//! A record: one bibliographic description. Not for what a search engine makes of it.

use serde::{Deserialize, Serialize};

use crate::{CallNumber, Identifier, Picture, Scheme, Terms};

/// The control number of a record (MARC 001), unique within a collection.
pub type RecordId = String;

/// One bibliographic description: what the thing is, where it stands, how to open it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The control number (MARC 001).
    pub id: RecordId,
    /// The title and what belongs to it (MARC 245).
    pub title: Title,
    /// The title by which the work is known whatever an edition is called, such as that of the
    /// original of a translation (MARC 130, 240; UNIMARC 500).
    pub uniform_title: Option<String>,
    /// Other titles: variant, former, of works within (MARC 246, 247, 730, 740).
    pub other_titles: Vec<String>,
    /// People and bodies, the main entry first (MARC 1xx, 7xx).
    pub creators: Vec<Creator>,
    /// What it is about, and its genre (MARC 6xx).
    pub subjects: Vec<Subject>,
    /// Class numbers (MARC 050, 080, 082, 084, 086).
    pub classes: Vec<Class>,
    /// The edition statement (MARC 250 $a $b).
    pub edition: Option<String>,
    /// Place, publisher, date (MARC 260, 264).
    pub imprint: Imprint,
    /// The physical description (MARC 300).
    pub extent: Option<String>,
    /// Series that it belongs to (MARC 490, 830).
    pub series: Vec<Series>,
    /// General notes (MARC 5xx, without the two below).
    pub notes: Vec<String>,
    /// Summaries (MARC 520).
    pub summaries: Vec<String>,
    /// Contents, as one text for each note (MARC 505).
    pub contents: Vec<String>,
    /// Languages as three-letter MARC codes, the main one first (MARC 008/35–37, 041).
    pub languages: Vec<String>,
    /// What kind of thing it is (MARC leader/06–07, 007, 008).
    pub material: Material,
    /// The original script of other fields (MARC 880).
    pub vernacular: Vec<Vernacular>,
    /// ISBN, ISSN and their like.
    pub identifiers: Vec<Identifier>,
    /// Where it stands, one for each place that has it (MARC 852, Koha 952).
    pub holdings: Vec<Holding>,
    /// How to open it (MARC 856).
    pub links: Vec<Link>,
    /// The day it came to the catalogue, `yyyy-mm-dd` (MARC 008/00–05).
    pub added: Option<String>,
    /// What authority records say of its headings, for those that they say something of.
    pub references: Vec<Reference>,
    /// The records of other sources that became one with this one when an index was built.
    pub merged: Vec<Merged>,
    /// Which of its links lend it for a time, and under what terms.
    pub loans: Vec<DigitalLoan>,
    /// What the library's picture of its cover is, where it has one. Given when the index is
    /// built.
    pub cover: Option<Picture>,
    /// The key of the work that it is an edition of, where the index has others of it: they
    /// are found by `work:` and this. Given when the index is built.
    pub work: Option<String>,
}

impl Record {
    /// The language it is mostly in, as a MARC code.
    pub fn language(&self) -> Option<&str> {
        self.languages.first().map(String::as_str)
    }

    /// The year of publication, where one is known.
    pub fn year(&self) -> Option<i16> {
        self.imprint.year
    }

    /// The title of the original script, where the record gives one beside a romanization.
    pub fn original_title(&self) -> Option<&str> {
        self.vernacular.iter().find(|v| v.tag == "245").map(|v| v.text.as_str())
    }
}

/// A title with its parts (MARC 245), free of ISBD punctuation at the joints.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Title {
    /// The title proper ($a).
    pub proper: String,
    /// The other title information ($b).
    pub remainder: Option<String>,
    /// Number and name of the part ($n, $p).
    pub part: Option<String>,
    /// The statement of responsibility ($c).
    pub responsibility: Option<String>,
    /// How many characters of `proper` a sort skips (second indicator).
    pub nonfiling: u8,
}

impl Title {
    /// The whole title on one line: `proper : remainder. part`.
    pub fn full(&self) -> String {
        let mut full = self.proper.clone();
        for (joint, piece) in [(" : ", &self.remainder), (". ", &self.part)] {
            if let Some(piece) = piece {
                // An abbreviation has its full stop already: `в 3 вып. Вып. 2`.
                let joint = if full.ends_with('.') {
                    joint.trim_start_matches('.')
                } else {
                    joint
                };
                full.push_str(joint);
                full.push_str(piece);
            }
        }
        full
    }
}

/// A person or body who made the thing or had a part in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Creator {
    /// The heading as it files: `Толстой, Лев Николаевич`.
    pub name: String,
    /// Dates that belong to the heading ($d): `1828–1910`.
    pub dates: Option<String>,
    /// Roles as three-letter MARC relator codes where known (`aut`, `trl`), otherwise the
    /// source's own words.
    pub roles: Vec<String>,
    /// A person, a body or a meeting.
    pub kind: CreatorKind,
    /// Whether this is the main entry (MARC 1xx).
    pub main: bool,
}

/// The other forms of a heading, as an authority record or a list of names gives them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// The heading as it stands in the record, without dates.
    pub heading: String,
    /// The form that is preferred, where the record has another.
    pub preferred: Option<String>,
    /// Other forms of the same name (tracings "see from", MARC authority 4xx).
    pub see_from: Vec<String>,
    /// Other names under which one might look: pseudonyms, earlier and later names of a body
    /// (tracings "see also from", MARC authority 5xx).
    pub see_also: Vec<String>,
}

/// A record that became one with another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    /// Its control number, as it would have been in the catalogue.
    pub id: RecordId,
    /// The file that it stood in.
    pub source: String,
    /// By what it is known to be the same.
    pub reason: Sameness,
}

/// By what two records are known to describe the same edition.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Sameness {
    /// The same control number of the same agency (MARC 001 with 003, or 035).
    #[default]
    ControlNumber,
    /// The same ISBN, title and year.
    IsbnTitleYear,
}

/// What a [`Creator`] is.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize,
)]
pub enum CreatorKind {
    /// A person or family (MARC 100, 700).
    #[default]
    Person,
    /// A corporate body (MARC 110, 710).
    Corporate,
    /// A meeting (MARC 111, 711).
    Meeting,
}

/// A subject heading with its subdivisions joined by ` -- `.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// The heading: `Russia -- History -- 1801-1917`.
    pub heading: String,
    /// What sort of heading it is.
    pub kind: SubjectKind,
}

/// What a [`Subject`] names.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize,
)]
pub enum SubjectKind {
    /// A topic (MARC 650).
    #[default]
    Topic,
    /// A person, body, meeting or work written about (MARC 600, 610, 611, 630).
    Name,
    /// A place (MARC 651).
    Place,
    /// A time (MARC 648).
    Time,
    /// A genre or form (MARC 655).
    Genre,
    /// An uncontrolled keyword (MARC 653).
    Keyword,
}

/// A class number with the scheme that it belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Class {
    /// Whose number it is.
    pub scheme: Scheme,
    /// The number as written: `94(47)`.
    pub notation: String,
}

/// Place, publisher and date of publication (MARC 260, 264).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imprint {
    /// The place of publication ($a).
    pub place: Option<String>,
    /// The publisher ($b).
    pub publisher: Option<String>,
    /// The date as the source wrote it ($c).
    pub date: Option<String>,
    /// The year, from 008/07–10 or read from `date`. Negative before our era.
    pub year: Option<i16>,
}

/// A series and the place of the thing in it (MARC 490, 830).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    /// The title of the series ($a).
    pub title: String,
    /// The volume or number ($v).
    pub number: Option<String>,
}

/// A field in its original script (MARC 880).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vernacular {
    /// The tag of the field that it repeats ($6): `245`.
    pub tag: String,
    /// The text, subfields joined as for the romanized field.
    pub text: String,
}

/// What kind of thing a record describes.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
)]
pub enum Material {
    /// Language material: a book.
    #[default]
    Book,
    /// A journal, newspaper or other serial.
    Serial,
    /// A part of another thing: an article, a chapter.
    Article,
    /// A map, atlas or globe.
    Map,
    /// Notated music.
    Score,
    /// A musical sound recording.
    Music,
    /// Spoken sound: an audiobook.
    Audiobook,
    /// A film or video.
    Video,
    /// A picture, poster, photograph.
    Image,
    /// Software, a data set, a web site.
    Electronic,
    /// A manuscript.
    Manuscript,
    /// A three-dimensional thing, a game.
    Object,
    /// A kit of several kinds.
    Mixed,
}

impl Material {
    /// Every material, in the order in which lists show them.
    pub const ALL: [Self; 13] = [
        Self::Book,
        Self::Serial,
        Self::Article,
        Self::Map,
        Self::Score,
        Self::Music,
        Self::Audiobook,
        Self::Video,
        Self::Image,
        Self::Electronic,
        Self::Manuscript,
        Self::Object,
        Self::Mixed,
    ];

    /// Its code in addresses, filters and lists: `book`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Book => "book",
            Self::Serial => "serial",
            Self::Article => "article",
            Self::Map => "map",
            Self::Score => "score",
            Self::Music => "music",
            Self::Audiobook => "audiobook",
            Self::Video => "video",
            Self::Image => "image",
            Self::Electronic => "electronic",
            Self::Manuscript => "manuscript",
            Self::Object => "object",
            Self::Mixed => "mixed",
        }
    }
}

/// One library's statement that it has the thing, at one place (MARC 852; Koha 952 by place).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holding {
    /// Where it stands.
    pub location: Location,
    /// The mark on the spine.
    pub call_number: Option<CallNumber>,
    /// The copies, where the source lists them.
    pub items: Vec<Item>,
    /// What the library has of a serial or set, in words (MARC 866).
    pub extent: Option<String>,
    /// Notes for the reader (852 $z).
    pub notes: Vec<String>,
}

/// Where a holding stands, in the codes of its source (852 $a, $b, $c).
/// A [`Library`](crate::Library) gives the codes their names.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize,
)]
pub struct Location {
    /// The branch (852 $b; Koha 952 $b; where there is none, 852 $a).
    pub library: String,
    /// The place within it (852 $c; Koha 952 $c).
    pub sublocation: Option<String>,
}

impl Location {
    /// Whether it is at another branch than `own`. Where either is not known (`""`), it is not.
    pub fn is_elsewhere(&self, own: &str) -> bool {
        !own.is_empty() && !self.library.is_empty() && self.library != own
    }
}

/// One copy that one can take from a shelf.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The barcode (852 $p; Koha 952 $p).
    pub barcode: Option<String>,
    /// The inventory or accession number (Koha 952 $i).
    pub inventory: Option<String>,
    /// The number of the copy (852 $t).
    pub copy: Option<String>,
    /// The volume or issue, for serials and sets (Koha 952 $h).
    pub enumeration: Option<String>,
    /// What the export said of this copy.
    pub status: Status,
}

/// What the library's export said of a copy on the day it was made. Not what is true now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// Nothing was said against its being there.
    #[default]
    Available,
    /// Lent until a day, `yyyy-mm-dd`, where the source gives one.
    OnLoan {
        /// The day it is due.
        until: Option<String>,
    },
    /// To be used in the library only (Koha 952 $7; DAIA `presentation`).
    Reference,
    /// Lost, withdrawn, damaged, at the binder.
    Missing,
    /// Ordered or being catalogued.
    OnOrder,
}

/// A web address that a record gives (MARC 856).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The address ($u). Show it only if [`is_safe_url`](crate::is_safe_url).
    pub url: String,
    /// The words of the link ($y, otherwise $3).
    pub label: Option<String>,
    /// A note for the reader ($z).
    pub note: Option<String>,
    /// The thing itself, another version of it, or something about it.
    pub kind: LinkKind,
    /// What opening it takes.
    pub terms: Terms,
}

/// The terms under which a link lends an e-book for a time (OPDS `acquisition/borrow`), as its
/// source gave them on the day of the export.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigitalLoan {
    /// The address of the [`Link`].
    pub url: String,
    /// Whether a copy could be borrowed at once; `None` where the source does not say.
    pub is_available: Option<bool>,
    /// How many copies the library may lend.
    pub copies: Option<u32>,
    /// How many of them were free.
    pub free: Option<u32>,
    /// How many readers waited.
    pub waiting: Option<u32>,
    /// What one has in the end, by its names: `EPUB`, `Readium LCP`.
    pub formats: Vec<String>,
}

/// What stands behind a [`Link`] (second indicator of MARC 856).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize,
)]
pub enum LinkKind {
    /// The thing itself (856 x0), or not said (856 x blank).
    #[default]
    Resource,
    /// An electronic version of it (856 x1).
    Version,
    /// Something related: a table of contents, a review (856 x2).
    Related,
}
