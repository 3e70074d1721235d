//! Identifiers: numbers that name the thing elsewhere too (MARC 010, 020, 022, 024, 035).

use bibliobus_catalog::{Identifier, IdentifierKind};

use super::Draft;
use crate::findings::quote;
use crate::marc::Field;
use crate::{FindingKind, Severity};

/// Library of Congress Control Number (010 $a).
pub(super) fn lccn(draft: &mut Draft<'_>, field: Field<'_>) {
    each(draft, field, IdentifierKind::Lccn, "a Library of Congress control number");
}

/// ISBN (020 $a; cancelled ones in $z are not taken).
pub(super) fn isbn(draft: &mut Draft<'_>, field: Field<'_>) {
    each(draft, field, IdentifierKind::Isbn, "an ISBN with a right check digit");
}

/// ISSN (022 $a).
pub(super) fn issn(draft: &mut Draft<'_>, field: Field<'_>) {
    each(draft, field, IdentifierKind::Issn, "an ISSN with a right check digit");
}

/// DOI (024, first indicator 7, $2 `doi`).
pub(super) fn other(draft: &mut Draft<'_>, field: Field<'_>) {
    let source = field.first(b'2').unwrap_or_default();
    if field.first_indicator() == b'7' && source.eq_ignore_ascii_case("doi") {
        each(draft, field, IdentifierKind::Doi, "a DOI");
    }
}

/// OCLC number (035 $a with the prefix `(OCoLC)`).
pub(super) fn oclc(draft: &mut Draft<'_>, field: Field<'_>) {
    for number in field.all(b"a").filter(|number| number.starts_with("(OCoLC)")) {
        draft.add_identifier(Identifier::new(IdentifierKind::Oclc, number));
    }
}

/// The DOI in an address of a resolver (856 $u).
pub(super) fn doi_in_address(draft: &mut Draft<'_>, address: &str) {
    let place = address.find("doi.org/10.");
    let doi = place.and_then(|place| address.get(place..));
    draft.add_identifier(doi.and_then(|doi| Identifier::new(IdentifierKind::Doi, doi)));
}

fn each(draft: &mut Draft<'_>, field: Field<'_>, kind: IdentifierKind, expected: &str) {
    for number in
        field.all(b"a").filter(|text| text.contains(|c: char| c.is_ascii_digit()))
    {
        let identifier = Identifier::new(kind, number);
        if identifier.is_none() {
            let found = quote(number);
            let (kind, severity) = (FindingKind::Identifier, Severity::Note);
            draft.note(field, Some(b'a'), kind, severity, (expected, found));
        }
        draft.add_identifier(identifier);
    }
}

impl Draft<'_> {
    fn add_identifier(&mut self, identifier: Option<Identifier>) {
        if let Some(identifier) = identifier
            && self.is_new(
                "identifier",
                format!("{:?} {}", identifier.kind, identifier.value),
            )
        {
            self.record.identifiers.push(identifier);
        }
    }
}
