//! What a profile says of each noun: the entries of its TOML file, one type a noun. Not for
//! what is made of them (see `map`). `docs/profiles.md` tells it for librarians.

use serde::de::Error;
use serde::{Deserialize, Deserializer};

use super::filter::Filter;
use super::values::{Codes, Place, Positions, Tags};
use super::words::{
    About, Behind, Code, Indicator, Join, Joints, Kind, MaterialIs, Number, Repeated,
    SchemeIs, SchemeOf, SeriesRole,
};

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
        /// Whether it is the title by which the work is known in all its editions.
        uniform: bool,
        /// The subfield that begins an embedded field (UNIMARC 4XX `$1`).
        embedded: Option<Code>,
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
        /// Numbers of the authority record of the heading.
        authority: Codes,
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
        /// What tells a name from others, each after a comma.
        addition: Codes,
        /// What stands between the other pieces of the heading.
        join: Join<' '>,
        /// Subdivisions, each after ` -- `.
        subdivision: Codes,
        /// Whether each subfield is a heading by itself.
        each: bool,
        /// Signs between several headings in one subfield.
        split: Option<String>,
        /// Numbers of the authority record of the heading.
        authority: Codes,
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
        /// What stands before some of them instead (ISBD: `:` before other details).
        before: Joints,
        /// What follows the first of them: ` с.` after a number of pages.
        unit: String,
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
        /// Other title information, after ` : `.
        remainder: Codes,
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
        /// What a note for the reader begins with, which is not a part of it; others are passed
        /// over (Symphony: `.PUBLIC.`).
        note_begins: String,
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
