//! What a profile says of each noun: the entries of its TOML file, one type a noun. Not for
//! what is made of them (see `map`). `docs/profiles.md` tells it for librarians.

use std::collections::BTreeMap;

use bibliobus_catalog::{
    CreatorKind, IdentifierKind, LinkKind, Material, Scheme, SubjectKind,
};
use serde::de::Error;
use serde::{Deserialize, Deserializer};

use super::filter::Filter;
use super::values::{Codes, Place, Positions, Tags};

/// An entry about fields: which ones, and when.
pub(crate) trait Entry {
    /// Itself, out of whatever box it is in.
    fn as_entry(&self) -> &dyn Entry;
    /// The fields.
    fn tags(&self) -> &Tags;
    /// When they are meant.
    fn filter(&self) -> &Filter;
}

/// Makes the type of an entry: `field` and `where`, then what is its own.
macro_rules! entry {
    ($(#[$doc:meta])* $name:ident {
        $( $(#[$key_doc:meta])* $key:ident : $type:ty ),* $(,)?
    }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(crate) struct $name {
            field: Tags,
            #[serde(default, rename = "where")]
            filter: Filter,
            $(
                $(#[$key_doc])*
                #[serde(default)]
                pub(crate) $key: $type,
            )*
        }

        impl Entry for $name {
            fn as_entry(&self) -> &dyn Entry {
                self
            }

            fn tags(&self) -> &Tags {
                &self.field
            }

            fn filter(&self) -> &Filter {
                &self.filter
            }
        }
    };
}

entry! {
    /// `[[id]]`: the control number. The first entry that finds one wins.
    IdEntry {
        /// The subfields; without any, the whole field.
        text: Codes,
    }
}

entry! {
    /// `[[title]]`: the title with its parts.
    TitleEntry {
        /// The title proper: the first of these that is there.
        proper: Codes,
        /// Other title information, all of them.
        remainder: Codes,
        /// What stands between them.
        remainder_join: Join<' '>,
        /// Number and name of the part.
        part: Codes,
        /// The statement of responsibility.
        responsibility: Codes,
        /// What stands between its pieces.
        responsibility_join: Join<' '>,
        /// The indicator that says how many characters a sort skips.
        nonfiling: Option<Indicator>,
        /// When the title says nothing without that of the set.
        dependent: Filter,
        /// Whether a further one of these is another title.
        repeated: Repeated,
    }
}

entry! {
    /// `[[other_title]]`: uniform, variant, former titles, titles of works within.
    OtherTitleEntry {
        /// The subfields, in the order of the field.
        text: Codes,
        /// What stands between them.
        join: Join<'.'>,
        /// Number and name of the part, after a full stop.
        part: Codes,
        /// The subfield from which on the field is read: what is before is a name.
        from: Option<Code>,
    }
}

entry! {
    /// `[[creator]]`: a person, body or meeting.
    CreatorEntry {
        /// What it is.
        kind: Kind,
        /// Whether it is the main entry.
        main: bool,
        /// The name and what tells it from others, in the order of the field.
        name: Codes,
        /// What stands between the pieces of the name.
        join: Join<' '>,
        /// The rest of the name: the first of these, after a comma.
        given: Codes,
        /// What tells it from others, after the rest of the name and a comma.
        addition: Codes,
        /// Dates: the first of these.
        dates: Codes,
        /// Codes of roles, looked up in `[roles]`.
        role_code: Codes,
        /// Words for roles, looked up in `[roles]`.
        role_term: Codes,
        /// The role where the field gives none.
        role: Option<String>,
    }
}

entry! {
    /// `[[subject]]`: what the thing is about, and its genre.
    SubjectEntry {
        /// What the heading names.
        kind: About,
        /// The heading, in the order of the field.
        heading: Codes,
        /// The rest of a name: the first of these, after a comma.
        given: Codes,
        /// Subdivisions, each after ` -- `.
        subdivision: Codes,
        /// Whether each subfield is a heading by itself.
        each: bool,
        /// Signs between several headings in one subfield.
        split: Option<String>,
    }
}

entry! {
    /// `[[class]]`: a class number.
    ClassEntry {
        /// Whose number it is.
        scheme: SchemeOf,
        /// The number; each is one.
        number: Codes,
        /// The item part that follows a number.
        item: Codes,
    }
}

entry! {
    /// `[[identifier]]`: ISBN, ISSN and their like.
    IdentifierEntry {
        /// Whose number it is.
        kind: Number,
        /// The subfields; each is one number.
        number: Codes,
        /// What a number must begin with; others are passed over.
        begins: String,
    }
}

entry! {
    /// `[[edition]]`, `[[extent]]`, `[[note]]`, `[[summary]]`, `[[contents]]`: a text.
    TextEntry {
        /// The subfields, in the order of the field.
        text: Codes,
        /// Subfields that are left out of them.
        without: Codes,
        /// What stands between them.
        join: Join<' '>,
    }
}

entry! {
    /// `[[imprint]]`: place, publisher, date.
    ImprintEntry {
        /// The least rank that a record has is taken.
        rank: u8,
        /// The places.
        place: Codes,
        /// The publishers.
        publisher: Codes,
        /// The dates.
        date: Codes,
        /// Whether it only fills what a better imprint leaves open.
        fills: bool,
    }
}

entry! {
    /// `[[language]]`: languages as three-letter codes.
    LanguageEntry {
        /// The subfields.
        text: Codes,
        /// The positions of a code, where it stands at a fixed place.
        at: Option<Positions>,
        /// Whether it is the main language, wherever it stands.
        main: bool,
    }
}

entry! {
    /// `[[series]]`: a series, or the journal or book that an article is in.
    SeriesEntry {
        /// As it stands on the thing, as it files, or the host of a part.
        role: SeriesRole,
        /// The title, in the order of the field.
        title: Codes,
        /// The title where the subfields above have none.
        title_or: Codes,
        /// What stands between the pieces of the title.
        join: Join<'.'>,
        /// The number, or the place in the host.
        number: Codes,
        /// What stands between the pieces of the number.
        number_join: Join<','>,
        /// When a statement is said again by a tracing.
        traced: Filter,
        /// The subfield that begins an embedded field (UNIMARC 4XX `$1`).
        embedded: Option<Code>,
    }
}

entry! {
    /// `[[set]]`: the set or serial of which the thing is a part.
    SetEntry {
        /// Its title: the first of these.
        title: Codes,
        /// The number of the part in it.
        number: Codes,
        /// The subfield that begins an embedded field (UNIMARC 4XX `$1`).
        embedded: Option<Code>,
    }
}

entry! {
    /// `[[link]]`: how to open the thing.
    LinkEntry {
        /// The addresses; each is one link.
        address: Codes,
        /// The words of the link: the first of these.
        label: Codes,
        /// A note for the reader.
        note: Codes,
        /// What stands behind it.
        kind: Behind,
        /// What opening it takes: `0` is no login, `1` may be one (856 $7).
        terms: Codes,
        /// What goes before an address that is none yet.
        base: String,
    }
}

entry! {
    /// `[[vernacular]]`: the original script of another field (880).
    VernacularEntry {}
}

entry! {
    /// `[[holding]]`: where the thing stands, and copies of it.
    HoldingEntry {
        /// Of several ranks in a record only the highest is taken.
        rank: u8,
        /// The branch: the first of these.
        library: Codes,
        /// The branch where the field gives none.
        library_or: Option<String>,
        /// At how many characters a branch is no code any more.
        library_at_most: Option<usize>,
        /// The place in it: the first of these.
        place: Codes,
        /// The mark on the spine: its classification part.
        mark: Codes,
        /// The mark: its item part.
        mark_item: Codes,
        /// Whose rules the mark follows.
        scheme: SchemeOf,
        /// Notes for the reader.
        note: Codes,
        /// What the library has of a serial or set, in words.
        held: Codes,
        /// Addresses at which the copy is opened; each is a link.
        link: Codes,
        /// The subfield with the number of this holding, to which other fields refer.
        number: Option<Code>,
        /// The subfield with the number of another holding, to which this belongs.
        belongs_to: Option<Code>,
        /// The copy.
        item: Option<ItemEntry>,
    }
}

/// `item = { … }` in a holding.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
pub(crate) struct ItemEntry {
    /// A copy is told only if one of these is there; without any, always.
    pub(crate) needs: Codes,
    /// The barcode: the first of these.
    pub(crate) barcode: Codes,
    /// The inventory number: the first of these.
    pub(crate) inventory: Codes,
    /// The number of the copy: the first of these.
    pub(crate) copy: Codes,
    /// The volume or issue, all of them.
    pub(crate) enumeration: Codes,
    /// The day it is due.
    pub(crate) until: Codes,
    /// What the export says of it: the first that holds.
    pub(crate) status: Vec<StatusEntry>,
}

/// One line of `status = [ … ]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StatusEntry {
    /// The status.
    pub(crate) is: StatusIs,
    /// When it is so.
    #[serde(default, rename = "where")]
    pub(crate) filter: Filter,
}

/// The words for a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StatusIs {
    /// Nothing is said against its being there.
    Available,
    /// Lent.
    OnLoan,
    /// To be used in the library only.
    Reference,
    /// Lost, withdrawn, damaged.
    Missing,
    /// Ordered or being catalogued.
    OnOrder,
    /// The copy is not told at all: it was written off.
    Hidden,
}

/// `[[mark]]`: the mark of copies that have none of their own. For each part the first entry
/// that finds something wins.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MarkEntry {
    /// The place.
    pub(crate) at: Place,
    /// The classification part or the item part.
    #[serde(default)]
    pub(crate) part: MarkPart,
    /// Whose rules it follows.
    #[serde(default)]
    pub(crate) scheme: SchemeIs,
    /// The sign whose last occurrence ends the mark.
    #[serde(default)]
    pub(crate) until: Option<String>,
    /// The sign between the two parts, where one place has both.
    #[serde(default)]
    pub(crate) split: Option<String>,
}

/// A part of a mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MarkPart {
    /// The classification part.
    #[default]
    Class,
    /// The item part.
    Item,
}

/// `[[year]]`: where the year of publication stands in coded form.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct YearEntry {
    /// The place.
    pub(crate) at: Place,
    /// When it is meant.
    #[serde(default, rename = "where")]
    pub(crate) filter: RecordFilter,
}

/// `[[added]]`: the day on which the record came to the catalogue.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AddedEntry {
    /// The place.
    pub(crate) at: Place,
    /// When it is meant.
    #[serde(default, rename = "where")]
    pub(crate) filter: RecordFilter,
}

/// A condition on the record as a whole.
#[derive(Clone, Debug, Default)]
pub(crate) struct RecordFilter(Filter);

impl std::ops::Deref for RecordFilter {
    type Target = Filter;

    fn deref(&self) -> &Filter {
        &self.0
    }
}

impl<'de> Deserialize<'de> for RecordFilter {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let filter = Filter::deserialize(deserializer)?;
        if filter.needs_field() {
            let message = "expected conditions on places such as leader/06, since this entry \
                           is about no field; found one on ind1, ind2 or a subfield";
            return Err(D::Error::custom(message));
        }
        Ok(Self(filter))
    }
}

/// `[[material]]`: what kind of thing it is; the first entry that holds.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct MaterialEntry {
    /// The kind.
    pub(crate) is: MaterialIs,
    /// When it is so.
    #[serde(default, rename = "where")]
    pub(crate) filter: RecordFilter,
}

/// `[[skip]]`: records that describe no thing in the catalogue.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SkipEntry {
    /// What they are, for a person: `an authority record`.
    pub(crate) what: String,
    /// When a record is one, unless it has a title all the same.
    #[serde(rename = "where")]
    pub(crate) filter: RecordFilter,
}

/// A subfield code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Code(pub(crate) u8);

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match text.as_bytes() {
            [code] if code.is_ascii_graphic() => Ok(Self(*code)),
            _ => Err(D::Error::custom(format!(
                "expected one subfield code such as \"8\", found {text:?}"
            ))),
        }
    }
}

/// An indicator of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Indicator {
    /// The first.
    Ind1,
    /// The second.
    Ind2,
}

/// What a further title statement is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Repeated {
    /// Another title.
    #[default]
    OtherTitle,
    /// Passed over.
    PassedOver,
}

/// Part of which a series statement is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum SeriesRole {
    /// As it stands on the thing.
    #[default]
    Statement,
    /// As it files.
    Tracing,
    /// The journal or book that it is in.
    Host,
}

/// What stands between pieces; by default the sign `D` (`.` and `,` with a blank after them).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Join<const D: char>(String);

impl<const D: char> Default for Join<D> {
    fn default() -> Self {
        Self(if D == ' ' { " ".to_owned() } else { format!("{D} ") })
    }
}

impl<const D: char> Join<D> {
    /// The text between the pieces.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de, const D: char> Deserialize<'de> for Join<D> {
    fn deserialize<T: Deserializer<'de>>(deserializer: T) -> Result<Self, T::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

/// Makes a name in a profile stand for one of the catalogue's kinds.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident : $kind:ty = $default:expr; $( $word:literal => $value:expr ),* $(,)?) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) struct $name(pub(crate) $kind);

        impl Default for $name {
            fn default() -> Self {
                Self($default)
            }
        }

        impl $name {
            /// The kind of this name.
            pub(crate) fn named(word: &str) -> Option<Self> {
                match word {
                    $( $word => Some(Self($value)), )*
                    _ => None,
                }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<T: Deserializer<'de>>(deserializer: T) -> Result<Self, T::Error> {
                const WORDS: &[&str] = &[$( $word ),*];
                let word = String::deserialize(deserializer)?;
                Self::named(&word).ok_or_else(|| T::Error::unknown_variant(&word, WORDS))
            }
        }
    };
}

named! {
    /// What a creator is.
    Kind: CreatorKind = CreatorKind::Person;
    "person" => CreatorKind::Person,
    "corporate" => CreatorKind::Corporate,
    "meeting" => CreatorKind::Meeting,
}

named! {
    /// What a subject names.
    About: SubjectKind = SubjectKind::Topic;
    "topic" => SubjectKind::Topic,
    "name" => SubjectKind::Name,
    "place" => SubjectKind::Place,
    "time" => SubjectKind::Time,
    "genre" => SubjectKind::Genre,
    "keyword" => SubjectKind::Keyword,
}

named! {
    /// Whose number an identifier is.
    Number: IdentifierKind = IdentifierKind::Isbn;
    "isbn" => IdentifierKind::Isbn,
    "issn" => IdentifierKind::Issn,
    "lccn" => IdentifierKind::Lccn,
    "oclc" => IdentifierKind::Oclc,
    "doi" => IdentifierKind::Doi,
}

named! {
    /// What stands behind a link.
    Behind: LinkKind = LinkKind::Resource;
    "resource" => LinkKind::Resource,
    "version" => LinkKind::Version,
    "related" => LinkKind::Related,
}

named! {
    /// What kind of thing it is.
    MaterialIs: Material = Material::Book;
    "book" => Material::Book,
    "serial" => Material::Serial,
    "article" => Material::Article,
    "map" => Material::Map,
    "score" => Material::Score,
    "music" => Material::Music,
    "audiobook" => Material::Audiobook,
    "video" => Material::Video,
    "image" => Material::Image,
    "electronic" => Material::Electronic,
    "manuscript" => Material::Manuscript,
    "object" => Material::Object,
    "mixed" => Material::Mixed,
}

named! {
    /// Whose rules a class or mark follows.
    SchemeIs: Scheme = Scheme::Local;
    "lcc" => Scheme::Lcc,
    "ddc" => Scheme::Ddc,
    "udc" => Scheme::Udc,
    "bbk" => Scheme::Bbk,
    "nlm" => Scheme::Nlm,
    "sudoc" => Scheme::SuDoc,
    "fixed" => Scheme::Fixed,
    "local" => Scheme::Local,
}

/// Whose rules a number follows: always the same (`"udc"`), as a subfield says (`"$2"`,
/// looked up in `[schemes]`), or by an indicator (`{ ind1 = { "0" = "lcc", "7" = "$2" } }`).
#[derive(Clone, Debug)]
pub(crate) enum SchemeOf {
    /// Always this one.
    Always(Scheme),
    /// The one that this subfield names.
    Subfield(u8),
    /// By the first or second indicator.
    Indicator(Indicator, BTreeMap<u8, SchemeOf>),
}

impl Default for SchemeOf {
    fn default() -> Self {
        Self::Always(Scheme::Local)
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum WrittenScheme {
    Word(String),
    Table(BTreeMap<String, BTreeMap<String, String>>),
}

impl<'de> Deserialize<'de> for SchemeOf {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match WrittenScheme::deserialize(deserializer)? {
            WrittenScheme::Word(word) => scheme_in(&word),
            WrittenScheme::Table(table) => scheme_by(table),
        }
        .map_err(D::Error::custom)
    }
}

fn scheme_in(word: &str) -> Result<SchemeOf, String> {
    match word.strip_prefix('$').map(str::as_bytes) {
        Some([code]) => Ok(SchemeOf::Subfield(*code)),
        _ => match SchemeIs::named(word) {
            Some(scheme) => Ok(SchemeOf::Always(scheme.0)),
            None => Err(format!(
                "expected lcc, ddc, udc, bbk, nlm, sudoc, fixed, local or a subfield such as \
                 $2, found {word:?}"
            )),
        },
    }
}

fn scheme_by(
    table: BTreeMap<String, BTreeMap<String, String>>,
) -> Result<SchemeOf, String> {
    let refused = || "expected { ind1 = { \"0\" = \"lcc\" } } or ind2".to_owned();
    let mut table = table.into_iter();
    let (Some((name, values)), None) = (table.next(), table.next()) else {
        return Err(refused());
    };
    let indicator = match name.as_str() {
        "ind1" => Indicator::Ind1,
        "ind2" => Indicator::Ind2,
        _ => return Err(refused()),
    };
    let mut schemes = BTreeMap::new();
    for (value, word) in values {
        let scheme = scheme_in(&word)?;
        value.bytes().for_each(|byte| {
            schemes.insert(byte, scheme.clone());
        });
    }
    Ok(SchemeOf::Indicator(indicator, schemes))
}
