//! Identifiers: numbers that name the thing elsewhere too.

use bibliobus_catalog::{Identifier, IdentifierKind};

use super::Draft;
use crate::findings::quote;
use crate::marc::Field;
use crate::profile::IdentifierEntry;
use crate::text::Fingerprint;
use crate::{FindingKind, Severity};

/// The numbers of a field; one that cannot be right is a finding.
pub(super) fn identifier(
    draft: &mut Draft<'_>,
    field: Field<'_>,
    entry: &IdentifierEntry,
) {
    let kind = entry.kind.0;
    let has_digit = |text: &&str| text.contains(|c: char| c.is_ascii_digit());
    let begins = |text: &&str| text.starts_with(&entry.begins);
    for number in field.all(&entry.number).filter(has_digit).filter(begins) {
        let identifier = Identifier::new(kind, number);
        if identifier.is_none() && kind != IdentifierKind::Oclc {
            let found = quote(number);
            let (what, severity) = (FindingKind::Identifier, Severity::Note);
            let code = entry.number.code_in(field);
            draft.note(field, code, what, severity, (expected(entry.kind.0), found));
        }
        draft.add_identifier(identifier.or_else(|| Identifier::misprinted(kind, number)));
    }
}

fn expected(kind: IdentifierKind) -> &'static str {
    match kind {
        IdentifierKind::Isbn => "an ISBN with a right check digit",
        IdentifierKind::Issn => "an ISSN with a right check digit",
        IdentifierKind::Lccn => "a Library of Congress control number",
        IdentifierKind::Oclc => "an OCLC number",
        IdentifierKind::Doi => "a DOI",
    }
}

/// The DOI in an address of a resolver.
pub(super) fn doi_in_address(draft: &mut Draft<'_>, address: &str) {
    let place = address.find("doi.org/10.");
    let doi = place.and_then(|place| address.get(place..));
    draft.add_identifier(doi.and_then(|doi| Identifier::new(IdentifierKind::Doi, doi)));
}

impl Draft<'_> {
    fn add_identifier(&mut self, identifier: Option<Identifier>) {
        let Some(identifier) = identifier else { return };
        let key = Fingerprint::of("identifier").of_kind(identifier.kind as u8);
        if self.is_new(key.with(&identifier.value)) {
            self.record.identifiers.push(identifier);
        }
    }
}
