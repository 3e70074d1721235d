//! Fields within a field: the embedded fields of UNIMARC 4XX, each begun by a `$1` with its tag
//! and indicators (UNIMARC Bibliographic, 4-- "Embedded fields technique"). Not for the
//! standard subfields technique, where 4XX has `$t` and its like.

use crate::marc::Field;
use crate::profile::{Code, Codes};

/// The texts of the subfields with one of these codes in the embedded fields with this tag.
pub(super) fn all<'r>(
    field: Field<'r>,
    begins: Option<Code>,
    tag: &'static str,
    codes: &Codes,
) -> impl Iterator<Item = &'r str> {
    let mut is_in_tag = false;
    let subfields = field.subfields().filter(move |(code, text)| {
        if begins.is_some_and(|begins| begins.0 == *code) {
            is_in_tag = text.starts_with(tag);
            return false;
        }
        is_in_tag
    });
    subfields.filter(|(code, _)| codes.has(*code)).map(|(_, text)| text)
}

/// The first of them.
pub(super) fn first<'r>(
    field: Field<'r>,
    begins: Option<Code>,
    tag: &'static str,
    codes: &Codes,
) -> Option<&'r str> {
    all(field, begins, tag, codes).next()
}
