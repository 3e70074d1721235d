//! Classes: numbers that say what the thing is about (MARC 050-099).

use bibliobus_catalog::{Class, Scheme};

use super::Draft;
use crate::marc::Field;

/// The class numbers of a field: each $a is one, with the $b that follows it.
pub(super) fn class(draft: &mut Draft<'_>, field: Field<'_>) {
    let Some(scheme) = scheme(field) else { return };
    let mut numbers: Vec<String> = Vec::new();
    for (code, text) in field.subfields() {
        match (code, numbers.last_mut()) {
            (b'a', _) => numbers.push(text.to_owned()),
            (b'b', Some(number)) if has_item_part(field) => {
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

/// Whose number it is, by tag and source.
fn scheme(field: Field<'_>) -> Option<Scheme> {
    match field.number()? {
        50 | 55 => Some(Scheme::Lcc),
        60 => Some(Scheme::Nlm),
        80 => Some(Scheme::Udc),
        82 | 83 => Some(Scheme::Ddc),
        84 => Some(field.first(b'2').map_or(Scheme::Local, scheme_called)),
        86 if field.first_indicator() == b'0' => Some(Scheme::SuDoc),
        86 => Some(field.first(b'2').map_or(Scheme::Local, scheme_called)),
        90 | 92 | 96 | 98 | 99 => Some(Scheme::Local),
        _ => None,
    }
}

/// The scheme with this code (Classification Scheme Source Codes; Koha's own `lcc`, `ddc`).
pub(super) fn scheme_called(code: &str) -> Scheme {
    match code.trim().to_lowercase().as_str() {
        "lcc" => Scheme::Lcc,
        "ddc" => Scheme::Ddc,
        "udc" => Scheme::Udc,
        "nlm" => Scheme::Nlm,
        "rubbk" | "bbk" | "rubbkd" | "rubbkk" | "rubbkm" | "rubbkmv" | "rubbkn"
        | "rubbknp" | "rubbko" | "rubbks" => Scheme::Bbk,
        "sudoc" | "sudocs" => Scheme::SuDoc,
        _ => Scheme::Local,
    }
}

/// Whether $b is an item number rather than a note (MARC 21, 05X-08X).
fn has_item_part(field: Field<'_>) -> bool {
    matches!(field.number(), Some(50 | 55 | 60 | 80 | 84 | 90 | 92 | 96 | 98 | 99))
}

fn add(draft: &mut Draft<'_>, scheme: Scheme, number: &str) {
    let notation = match scheme {
        // Slashes and primes only show where a number may be cut (082, "Segmentation").
        Scheme::Ddc => number.replace(['/', '\''], ""),
        _ => number.to_owned(),
    };
    // "ISSN RECORD", "IN PROCESS" and their like stand in 050 without being classes.
    let is_number =
        scheme == Scheme::Local || notation.contains(|c: char| c.is_ascii_digit());
    if is_number && draft.is_new("class", format!("{scheme:?} {notation}")) {
        draft.record.classes.push(Class { scheme, notation });
    }
}
