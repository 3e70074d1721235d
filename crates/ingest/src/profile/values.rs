//! The small values that a profile is written in: tags, subfield codes, places, choices of
//! names. Not for what they are used for (see `nouns`).

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};

use crate::marc::{Field, MarcRecord, WHOLE};

/// Which fields an entry is about: `"245"`, `"500-505"`, `"HLD"`, or a list of these.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tags(Vec<TagRange>);

/// Fields that follow each other, or one whose name is no number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TagRange {
    /// From the first number to the last one.
    Numbers(u16, u16),
    /// A local field, such as `HLD` in Alma.
    Named(String),
}

/// More fields than any format has, so that no range makes a table without end.
pub(crate) const MOST_TAGS: u16 = 9999;

impl Tags {
    /// The ranges as they were written.
    pub(crate) fn ranges(&self) -> &[TagRange] {
        &self.0
    }

    fn parse(texts: &[String]) -> Result<Self, String> {
        texts.iter().map(|text| TagRange::parse(text)).collect::<Result<_, _>>().map(Self)
    }
}

impl TagRange {
    fn parse(text: &str) -> Result<Self, String> {
        let refused = || {
            format!(
                "expected a field such as \"245\", \"500-505\" or \"HLD\", found {text:?}"
            )
        };
        let (from, to) = text.split_once('-').unwrap_or((text, text));
        match (from.parse::<u16>(), to.parse::<u16>()) {
            (Ok(from), Ok(to)) if from <= to && to <= MOST_TAGS => {
                Ok(Self::Numbers(from, to))
            }
            (Err(_), Err(_)) if from == to && is_name(text) => {
                Ok(Self::Named(text.to_owned()))
            }
            _ => Err(refused()),
        }
    }
}

/// Whether this can be the tag of a local field.
fn is_name(text: &str) -> bool {
    text.len() <= 5
        && text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Subfield codes, in the order in which they are preferred: `"abcq"`, `"a-z"`. `*` is what
/// stands before the first subfield (IRBIS), or the whole of a field without subfields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Codes {
    list: Vec<u8>,
    mask: u128,
}

impl Codes {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut codes = Self::default();
        let mut rest = text.as_bytes();
        while let Some((first, after)) = rest.split_first() {
            let (last, after) = match after {
                [b'-', last, after @ ..] => (last, after),
                _ => (first, after),
            };
            if !first.is_ascii_graphic() || !last.is_ascii_graphic() || last < first {
                return Err(format!(
                    "expected subfield codes such as \"abc\" or \"a-z\", found {text:?}"
                ));
            }
            (*first..=*last).for_each(|code| codes.push(code));
            rest = after;
        }
        Ok(codes)
    }

    fn push(&mut self, code: u8) {
        self.list.push(code);
        self.mask |= 1_u128 << (code & 0x7f);
    }

    /// Whether the code is one of these.
    pub(crate) fn has(&self, code: u8) -> bool {
        code < 0x80 && self.mask & (1 << code) != 0
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The codes in the order of preference.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u8> + '_ {
        self.list.iter().copied()
    }

    /// The text of the first of these subfields, in the order of preference, that a field has.
    pub(crate) fn first_in<'r>(&self, field: Field<'r>) -> Option<&'r str> {
        self.iter().find_map(|code| match code {
            WHOLE => Some(field.whole()).filter(|text| !text.is_empty()),
            code => field.first(code),
        })
    }

    /// The code of the first of these subfields that a field has, for a finding.
    pub(crate) fn code_in(&self, field: Field<'_>) -> Option<u8> {
        self.iter().find(|code| field.first(*code).is_some())
    }
}

/// Bytes `from` to `to` of a text, both counted from zero as the standards do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Positions {
    from: usize,
    to: usize,
}

impl Positions {
    fn parse(text: &str) -> Option<Self> {
        let (from, to) = text.split_once('-').unwrap_or((text, text));
        let (from, to) = (from.parse().ok()?, to.parse().ok()?);
        (from <= to && to < 10_000).then_some(Self { from, to })
    }

    /// What stands at the positions, if the text is that long.
    pub(crate) fn of<'t>(&self, text: &'t str) -> Option<&'t str> {
        text.get(self.from..=self.to)
    }
}

/// Where in a record a text stands: `leader/06`, `008/35-37`, `100$a/9-12`, `903`, `200$v`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    written: String,
    tag: Option<u16>,
    code: Option<u8>,
    positions: Option<Positions>,
}

impl Place {
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        Self::parsed(text).ok_or_else(|| {
            format!(
                "expected a place such as \"leader/06\", \"008/35-37\" or \"200$a\", \
                 found {text:?}"
            )
        })
    }

    fn parsed(text: &str) -> Option<Self> {
        let (name, positions) = match text.split_once('/') {
            Some((name, positions)) => (name, Some(Positions::parse(positions)?)),
            None => (text, None),
        };
        let written = text.to_owned();
        if name == "leader" {
            positions?;
            return Some(Self { written, tag: None, code: None, positions });
        }
        let (tag, code) = match name.split_once('$') {
            Some((tag, code)) => match code.as_bytes() {
                [code] if code.is_ascii_graphic() => (tag, Some(*code)),
                _ => return None,
            },
            None => (name, None),
        };
        let tag = tag.parse().ok().filter(|tag| *tag <= MOST_TAGS)?;
        Some(Self { written, tag: Some(tag), code, positions })
    }

    /// Whether the place is one character, so that what is expected there are characters.
    pub(crate) fn is_one_character(&self) -> bool {
        self.positions.is_some_and(|positions| positions.from == positions.to)
    }

    /// The place without its `$`, as findings name fields: `245$a`, `008/07-10`.
    pub(crate) fn as_str(&self) -> &str {
        &self.written
    }

    /// The texts that stand here, one for each time the field comes.
    pub(crate) fn all<'r>(
        &self,
        source: &'r MarcRecord,
    ) -> impl Iterator<Item = &'r str> {
        let leader = self.tag.is_none().then(|| source.leader().text());
        let (code, positions) = (self.code, self.positions);
        let fields = self.tag.into_iter().flat_map(|tag| source.tagged(tag));
        let texts = fields.filter_map(move |field| match code {
            Some(code) => field.first(code),
            None => Some(field.whole()),
        });
        leader.into_iter().chain(texts).filter_map(move |text| match positions {
            Some(positions) => positions.of(text),
            None => Some(text),
        })
    }

    /// The first sign of ASCII that stands at a place of one character.
    pub(crate) fn sign(&self, source: &MarcRecord) -> Option<u8> {
        let position = self.positions?.from;
        let Some(tag) = self.tag else { return source.leader().sign(position) };
        source.tagged(tag).find_map(|field| {
            let text = match self.code {
                Some(code) => field.first(code)?,
                None => field.whole(),
            };
            text.as_bytes().get(position).copied().filter(u8::is_ascii)
        })
    }

    /// Whether the record has the field, whatever is in it.
    pub(crate) fn is_in(&self, source: &MarcRecord) -> bool {
        self.tag.is_none_or(|tag| source.tagged(tag).next().is_some())
    }

    /// The first text that stands here.
    pub(crate) fn first<'r>(&self, source: &'r MarcRecord) -> Option<&'r str> {
        self.all(source).next()
    }
}

/// What a text must be: itself, a beginning (`(OCoLC)*`), or a number (`>0`, `<0`, `<>0`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Pattern {
    /// This text, in any case.
    Text(String),
    /// A text that begins so, in any case.
    Beginning(String),
    /// A number greater than zero.
    Positive,
    /// A number less than zero.
    Negative,
    /// A number other than zero.
    NonZero,
}

impl Pattern {
    /// The pattern that a text of a profile means.
    pub(crate) fn new(text: &str) -> Self {
        match (text, text.strip_suffix('*')) {
            (">0", _) => Self::Positive,
            ("<0", _) => Self::Negative,
            ("<>0", _) => Self::NonZero,
            (_, Some(beginning)) => Self::Beginning(beginning.to_lowercase()),
            _ => Self::Text(text.to_owned()),
        }
    }

    /// Whether the text is so.
    pub(crate) fn admits(&self, text: &str) -> bool {
        let text = text.trim();
        let number = || text.parse::<i64>().unwrap_or(0);
        match self {
            Self::Text(expected) => is_same(text, expected),
            Self::Beginning(beginning) if text.is_ascii() => text
                .get(..beginning.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(beginning)),
            Self::Beginning(beginning) => {
                text.to_lowercase().starts_with(beginning.as_str())
            }
            Self::Positive => number() > 0,
            Self::Negative => number() < 0,
            Self::NonZero => number() != 0,
        }
    }
}

/// Whether two texts are the same in any case.
fn is_same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
        || (!one.is_ascii() && one.to_lowercase() == other.to_lowercase())
}

/// One text, or a list of texts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Texts(pub(crate) Vec<String>);

struct TextsVisitor;

impl<'de> Visitor<'de> for TextsVisitor {
    type Value = Texts;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a list of texts")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Texts, E> {
        Ok(Texts(vec![text.to_owned()]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Texts, A::Error> {
        let mut texts = Vec::new();
        while let Some(text) = list.next_element()? {
            texts.push(text);
        }
        Ok(Texts(texts))
    }
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextsVisitor)
    }
}

impl<'de> Deserialize<'de> for Tags {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&Texts::deserialize(deserializer)?.0).map_err(Error::custom)
    }
}

impl<'de> Deserialize<'de> for Codes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(Error::custom)
    }
}

impl<'de> Deserialize<'de> for Place {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(Error::custom)
    }
}

impl<'de> Deserialize<'de> for Positions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| {
            Error::custom(format!("expected positions such as \"35-37\", found {text:?}"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_letters_and_ranges() {
        let codes = Codes::parse("a-cx*").unwrap();
        assert_eq!(codes.iter().collect::<Vec<_>>(), b"abcx*");
        assert!(codes.has(b'b') && !codes.has(b'd') && !codes.has(0xd0));
        for wrong in ["c-a", "a b", "я"] {
            assert!(Codes::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn tags_are_numbers_ranges_and_names() {
        let one = |text: &str| TagRange::parse(text).ok();
        assert_eq!(one("245"), Some(TagRange::Numbers(245, 245)));
        assert_eq!(one("500-505"), Some(TagRange::Numbers(500, 505)));
        assert_eq!(one("HLD"), Some(TagRange::Named("HLD".into())));
        for wrong in ["", "505-500", "1-70000", "H-L", "2x-30"] {
            assert_eq!(one(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn places_are_as_the_standards_write_them() {
        for right in ["leader/06", "008/35-37", "100$a/9-12", "903", "200$v"] {
            assert!(Place::parse(right).is_ok(), "{right}");
        }
        for wrong in ["leader", "245$", "245$ab", "x", "008/9-3", "008/x"] {
            assert!(Place::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn patterns_compare_texts_and_numbers() {
        let cases = [
            ("doi", "DOI", true),
            ("(OCoLC)*", "(OCoLC)12", true),
            ("(OCoLC)*", "12", false),
            ("<>0", "x", false),
            ("<>0", "-1", true),
            ("<0", "-1", true),
            (">0", "0", false),
        ];
        for (pattern, text, expected) in cases {
            assert_eq!(Pattern::new(pattern).admits(text), expected, "{pattern} {text}");
        }
    }
}
