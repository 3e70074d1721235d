//! Classes: numbers that say what the thing is about.

use bibliobus_catalog::{Class, Scheme};

use super::Draft;
use crate::marc::Field;
use crate::profile::{ClassEntry, Compiled, Indicator, SchemeOf};
use crate::text::Fingerprint;

/// The class numbers of a field, each with the item part that follows it.
pub(super) fn class(draft: &mut Draft<'_>, field: Field<'_>, entry: &ClassEntry) {
    let scheme = scheme(draft.profile, field, &entry.scheme);
    let mut numbers: Vec<String> = Vec::new();
    if entry.number.has(crate::marc::WHOLE) && !field.text().is_empty() {
        numbers.push(field.text().trim().to_owned());
    }
    for (code, text) in field.subfields() {
        match numbers.last_mut() {
            _ if entry.number.has(code) => numbers.push(text.to_owned()),
            Some(number) if entry.item.has(code) => {
                number.push(' ');
                number.push_str(text);
            }
            _ => {}
        }
    }
    for number in numbers {
        add(draft, scheme, &number);
    }
}

/// Whose rules a number of the field follows.
pub(super) fn scheme(profile: &Compiled, field: Field<'_>, scheme: &SchemeOf) -> Scheme {
    match scheme {
        SchemeOf::Always(scheme) => *scheme,
        SchemeOf::Subfield(code) => {
            field.first(*code).map_or(Scheme::Local, |name| profile.scheme_called(name))
        }
        SchemeOf::Indicator(indicator, schemes) => {
            let value = match indicator {
                Indicator::Ind1 => field.first_indicator(),
                Indicator::Ind2 => field.second_indicator(),
            };
            match schemes.get(&value) {
                // The loader makes no table within a table.
                Some(SchemeOf::Indicator(..)) | None => Scheme::Local,
                Some(one) => self::scheme(profile, field, one),
            }
        }
    }
}

fn add(draft: &mut Draft<'_>, scheme: Scheme, number: &str) {
    let notation = match scheme {
        // Slashes and primes only show where a number may be cut (082, "Segmentation").
        Scheme::Ddc => number.replace(['/', '\''], ""),
        _ => number.to_owned(),
    };
    // "ISSN RECORD", "IN PROCESS" and their like stand in 050 without being classes.
    // A sign alone, as the template of some system left it, is no class of anybody.
    let is_number = if scheme == Scheme::Local {
        notation.contains(char::is_alphanumeric)
    } else {
        notation.contains(|c: char| c.is_ascii_digit())
    };
    let key = || Fingerprint::of("class").of_kind(scheme as u8).with(&notation);
    if is_number && draft.is_new(key()) {
        draft.record.classes.push(Class { scheme, notation });
    }
}
