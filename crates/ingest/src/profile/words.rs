//! The words of a profile: names for the catalogue's kinds, joints, codes, schemes. Not for
//! which entry has which of them (see `nouns`).

use std::collections::BTreeMap;

use bibliobus_catalog::{
    CreatorKind, IdentifierKind, LinkKind, Material, Scheme, SubjectKind,
};
use serde::de::Error;
use serde::{Deserialize, Deserializer};

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

/// What stands before the text of some subfields, by their codes: `{ c = " : ", d = " ; " }`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Joints(BTreeMap<u8, String>);

impl Joints {
    /// What stands before a subfield with this code, if that was said.
    pub(crate) fn before(&self, code: u8) -> Option<&str> {
        self.0.get(&code).map(String::as_str)
    }
}

impl<'de> Deserialize<'de> for Joints {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let table = BTreeMap::<String, String>::deserialize(deserializer)?;
        let pairs = table.into_iter().map(|(code, joint)| match code.as_bytes() {
            [code] => Ok((*code, joint)),
            _ => Err(D::Error::custom(format!(
                "expected a subfield code and what stands before it, as in {{ c = \" : \" }}, \
                 found {code:?}"
            ))),
        });
        pairs.collect::<Result<_, _>>().map(Self)
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
