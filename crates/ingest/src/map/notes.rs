//! Notes, summaries and contents (MARC 5xx).

use super::Draft;
use crate::marc::Field;
use crate::text::{joined, without_joint};

/// A note, by its tag.
pub(super) fn note(draft: &mut Draft<'_>, field: Field<'_>) {
    let number = field.number().unwrap_or_default();
    match number {
        505 => draft.record.contents.extend(contents(field)),
        520 => draft.record.summaries.extend(field.joined(b"ab")),
        _ if is_for_staff(number, field.first_indicator()) => {}
        _ => draft.record.notes.extend(text(field)),
    }
}

/// Notes that help the library, not its readers: restrictions (506, 540, which links say),
/// where it was got (541, 561 private), copyright (542), what was done to it (583), what the
/// description is based on (588), local notes (59x).
fn is_for_staff(number: u16, first_indicator: u8) -> bool {
    match number {
        506 | 540 | 541 | 542 | 583 | 588 | 590..=599 => true,
        561 => first_indicator == b'0',
        _ => false,
    }
}

/// All that is to be read: letters, without addresses ($u) and control numbers ($w).
fn text(field: Field<'_>) -> Option<String> {
    let shown = |code: &u8| code.is_ascii_lowercase() && !matches!(code, b'u' | b'w');
    joined(field.subfields().filter(|(code, _)| shown(code)).map(|(_, text)| text), " ")
}

/// The contents (505): in one piece ($a), or by titles and names ($t $r $g).
fn contents(field: Field<'_>) -> Option<String> {
    let text = field.joined(b"agrt")?;
    let text = without_joint(text.trim_end_matches(" --"));
    (!text.is_empty()).then(|| text.to_owned())
}
