//! Conditions: when an entry of a profile is meant. Not for what it then says.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::{Deserializer, Error};

use super::values::{Codes, Pattern, Place, Texts};
use crate::marc::{Field, MarcRecord};

/// Tests that must all hold.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter(Vec<Test>);

#[derive(Clone, Debug)]
struct Test {
    of: Of,
    /// Whether it must *not* be so (`!` before the key).
    negated: bool,
    is: Is,
}

/// What is looked at.
#[derive(Clone, Debug)]
enum Of {
    /// The first indicator of the field (`ind1`).
    First,
    /// The second indicator (`ind2`).
    Second,
    /// Some subfield of the field with one of these codes (`$2`, `$opy`).
    Subfields(Codes),
    /// A place anywhere in the record (`leader/07`).
    Place(Place),
}

/// What it must be.
#[derive(Clone, Debug)]
enum Is {
    /// It must be there (`true`).
    There,
    /// One of these characters.
    OneOf(Vec<u8>),
    /// One of these patterns.
    Like(Vec<Pattern>),
}

impl Filter {
    /// Whether all tests hold for a field of a record.
    pub(crate) fn admits(&self, source: &MarcRecord, field: Option<Field<'_>>) -> bool {
        self.0.iter().all(|test| test.holds(source, field))
    }

    /// Whether there are no tests.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether some test looks at a field, so that it makes sense only where there is one.
    pub(crate) fn needs_field(&self) -> bool {
        self.0.iter().any(|test| !matches!(test.of, Of::Place(_)))
    }
}

impl Test {
    fn holds(&self, source: &MarcRecord, field: Option<Field<'_>>) -> bool {
        self.is_so(source, field) != self.negated
    }

    fn is_so(&self, source: &MarcRecord, field: Option<Field<'_>>) -> bool {
        match (&self.of, field) {
            (Of::First, Some(field)) => self.is.is_indicator(field.first_indicator()),
            (Of::Second, Some(field)) => self.is.is_indicator(field.second_indicator()),
            (Of::Subfields(codes), Some(field)) => self.is.is_among(field.all(codes)),
            // A coded field that comes again speaks of a further part of the thing.
            (Of::Place(place), _) if place.is_one_character() => match &self.is {
                Is::OneOf(characters) => {
                    place.sign(source).is_some_and(|sign| characters.contains(&sign))
                }
                is => is.is_among(place.first(source).into_iter()),
            },
            (Of::Place(place), _) => self.is.is_among(place.all(source)),
            (Of::First | Of::Second | Of::Subfields(_), None) => false,
        }
    }
}

impl Is {
    fn is_indicator(&self, indicator: u8) -> bool {
        match self {
            Self::OneOf(characters) => characters.contains(&indicator),
            Self::There | Self::Like(_) => indicator != b' ',
        }
    }

    fn is_among<'t>(&self, mut texts: impl Iterator<Item = &'t str>) -> bool {
        texts.any(|text| match self {
            Self::There => !text.is_empty(),
            Self::OneOf(characters) => {
                text.bytes().next().is_some_and(|first| characters.contains(&first))
            }
            Self::Like(patterns) => patterns.iter().any(|pattern| pattern.admits(text)),
        })
    }
}

/// A value in a condition.
#[derive(Deserialize)]
#[serde(untagged)]
enum Value {
    Bool(bool),
    Texts(Texts),
}

impl<'de> Deserialize<'de> for Filter {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let table = BTreeMap::<String, Value>::deserialize(deserializer)?;
        let tests = table.into_iter().map(|(key, value)| test(&key, value));
        tests.collect::<Result<_, _>>().map(Self).map_err(Error::custom)
    }
}

fn test(key: &str, value: Value) -> Result<Test, String> {
    let (negated, name) = match key.strip_prefix('!') {
        Some(name) => (true, name),
        None => (false, key),
    };
    let of = of(name)?;
    let takes_characters = match &of {
        Of::First | Of::Second => true,
        Of::Place(place) => place.is_one_character(),
        Of::Subfields(_) => false,
    };
    let (negated, is) = match value {
        Value::Bool(there) => (negated == there, Is::There),
        Value::Texts(texts) if takes_characters => {
            (negated, Is::OneOf(texts.0.concat().into_bytes()))
        }
        Value::Texts(texts) => {
            (negated, Is::Like(texts.0.iter().map(|text| Pattern::new(text)).collect()))
        }
    };
    Ok(Test { of, negated, is })
}

fn of(name: &str) -> Result<Of, String> {
    match (name, name.strip_prefix('$')) {
        ("ind1", _) => Ok(Of::First),
        ("ind2", _) => Ok(Of::Second),
        (_, Some(codes)) => Codes::parse(codes).map(Of::Subfields),
        _ => Place::parse(name).map(Of::Place).map_err(|_| {
            format!(
                "expected a condition on ind1, ind2, a subfield such as $2 or a place such \
                 as leader/07, found {name:?}"
            )
        }),
    }
}
