//! The original script of other fields (MARC 880, linked by $6).

use bibliobus_catalog::Vernacular;

use super::Draft;
use crate::marc::Field;
use crate::text::{joined, without_joint, without_stop};

/// One field in its original script. $6 begins with the tag of the field that it repeats:
/// `245-01/(3/r` (MARC 21 Appendix A).
pub(super) fn vernacular(draft: &mut Draft<'_>, field: Field<'_>) {
    let link = field.first(b'6').unwrap_or_default();
    let Some(tag) = link.get(..3).filter(|tag| tag.chars().all(|c| c.is_ascii_digit()))
    else {
        return;
    };
    let is_name = matches!(tag.as_bytes().first(), Some(b'1' | b'7'));
    let is_note = tag.starts_with('5');
    let shown = |code: u8| {
        code.is_ascii_lowercase()
            && !matches!(code, b'u' | b'w')
            && !(is_name && code == b'e')
    };
    let pieces = field.subfields().filter(|(code, _)| shown(*code)).map(|(_, text)| text);
    let Some(text) = joined(pieces, " ") else { return };
    let text = if is_note { without_joint(&text) } else { without_stop(&text) };
    if !text.is_empty() {
        draft
            .record
            .vernacular
            .push(Vernacular { tag: tag.to_owned(), text: text.to_owned() });
    }
}
