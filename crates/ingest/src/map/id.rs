//! The control number, and what stands for it where there is none.

use sha2::{Digest, Sha256};

use super::Draft;
use crate::marc::{Field, MarcRecord};
use crate::profile::IdEntry;
use crate::{FindingKind, Severity};

/// The first control number; a second one is against the format and passed over.
pub(super) fn control_number(draft: &mut Draft<'_>, field: Field<'_>, entry: &IdEntry) {
    if draft.record.id.is_empty() {
        let text = if entry.text.is_empty() {
            Some(field.whole())
        } else {
            entry.text.first_in(field)
        };
        draft.record.id = text.unwrap_or_default().trim().to_owned();
    }
}

/// A record without a number gets one from its content, so that the same record has the same
/// number in every build.
pub(super) fn settle(draft: &mut Draft<'_>) {
    if draft.record.id.is_empty() {
        draft.record.id = content_id(draft.source);
        let found = format!("none; {} was made from the content", draft.record.id);
        let expected = "a control number (001)";
        draft.findings.add(FindingKind::NoId, Severity::Warning, expected, found);
    }
}

fn content_id(source: &MarcRecord) -> String {
    let mut hash = Sha256::new();
    for field in source.fields() {
        hash.update(field.tag().to_string());
        hash.update(field.text());
        for (code, text) in field.subfields() {
            hash.update([0x1f, code]);
            hash.update(text);
        }
        hash.update([0x1e]);
    }
    short_id(&hash.finalize())
}

/// `x` and the first twelve hexadecimal digits of a hash.
fn short_id(hash: &[u8]) -> String {
    hash.iter().take(6).fold("x".to_owned(), |id, byte| format!("{id}{byte:02x}"))
}

/// A control number made from any content.
pub(crate) fn id_of(content: &[u8]) -> String {
    short_id(&Sha256::digest(content))
}
