//! A profile as its file has it: one list of entries a noun. Not for how profiles build on each
//! other (see `load`).

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::nouns::{
    AddedEntry, ClassEntry, CreatorEntry, Entry, HoldingEntry, IdEntry, IdentifierEntry,
    ImprintEntry, LanguageEntry, LinkEntry, MarkEntry, MaterialEntry, OtherTitleEntry,
    SeriesEntry, SetEntry, SkipEntry, SubjectEntry, TextEntry, TitleEntry,
    VernacularEntry, YearEntry,
};
use super::values::{Place, Tags};
use super::words::SchemeIs;

/// What an entry about fields says of them.
#[derive(Clone, Debug)]
pub(crate) enum Says {
    Id(IdEntry),
    Title(TitleEntry),
    OtherTitle(OtherTitleEntry),
    Creator(CreatorEntry),
    Subject(SubjectEntry),
    Class(ClassEntry),
    Identifier(IdentifierEntry),
    Edition(TextEntry),
    Extent(TextEntry),
    Imprint(ImprintEntry),
    Language(LanguageEntry),
    Series(SeriesEntry),
    Set(SetEntry),
    Note(TextEntry),
    Summary(TextEntry),
    Contents(TextEntry),
    Link(LinkEntry),
    Vernacular(VernacularEntry),
    Holding(Box<HoldingEntry>),
}

/// Makes the list of the nouns once for the file, its entries and their names.
macro_rules! nouns {
    ($( $key:ident : $entry:ty => $says:ident ),* $(,)?) => {
        /// The TOML file.
        #[derive(Clone, Debug, Default, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub(super) struct File {
            /// What it is for, in a sentence.
            pub(super) about: String,
            /// The profiles that it builds on.
            pub(super) extends: Vec<Spanned<String>>,
            /// The nouns of which it takes nothing from them.
            pub(super) replace: Vec<Spanned<String>>,
            /// Whether fields are read in the order of their tags, not of the file.
            pub(super) by_tag: bool,
            /// Where a title is taken from if the title statement has none.
            pub(super) title_or: Vec<Place>,
            $( $key: Vec<Spanned<$entry>>, )*
            pub(super) mark: Vec<MarkEntry>,
            pub(super) year: Vec<YearEntry>,
            pub(super) added: Vec<AddedEntry>,
            pub(super) material: Vec<MaterialEntry>,
            pub(super) skip: Vec<SkipEntry>,
            /// Codes and words for roles, and the relator codes for them.
            pub(super) roles: BTreeMap<String, String>,
            /// Codes and words for schemes.
            pub(super) schemes: BTreeMap<String, SchemeIs>,
        }

        /// The nouns that entries about fields speak of.
        pub(super) const NOUNS: &[&str] = &[$( stringify!($key) ),*];

        impl File {
            /// The entries about fields, each with the byte at which it begins.
            pub(super) fn take_entries(&mut self) -> Vec<(Says, usize)> {
                let mut entries = Vec::new();
                $(
                    for entry in std::mem::take(&mut self.$key) {
                        let byte = entry.span().start;
                        entries.push((Says::$says(entry.into_inner()), byte));
                    }
                )*
                entries
            }
        }

        impl Says {
            /// The noun that it speaks of, as the file names it.
            pub(crate) fn noun(&self) -> &'static str {
                match self {
                    $( Self::$says(_) => stringify!($key), )*
                }
            }

            fn entry(&self) -> &dyn Entry {
                match self {
                    $( Self::$says(entry) => entry.as_entry(), )*
                }
            }
        }
    };
}

nouns! {
    id: IdEntry => Id,
    title: TitleEntry => Title,
    other_title: OtherTitleEntry => OtherTitle,
    creator: CreatorEntry => Creator,
    subject: SubjectEntry => Subject,
    class: ClassEntry => Class,
    identifier: IdentifierEntry => Identifier,
    edition: TextEntry => Edition,
    extent: TextEntry => Extent,
    imprint: ImprintEntry => Imprint,
    language: LanguageEntry => Language,
    series: SeriesEntry => Series,
    set: SetEntry => Set,
    note: TextEntry => Note,
    summary: TextEntry => Summary,
    contents: TextEntry => Contents,
    link: LinkEntry => Link,
    vernacular: VernacularEntry => Vernacular,
    holding: Box<HoldingEntry> => Holding,
}

impl Says {
    /// The fields that it is about.
    pub(super) fn tags(&self) -> &Tags {
        self.entry().tags()
    }

    /// When they are meant.
    pub(crate) fn filter(&self) -> &super::filter::Filter {
        self.entry().filter()
    }
}
