//! Edition, physical description, notes, summaries and contents: texts as they are.

use super::Draft;
use crate::marc::{Field, WHOLE};
use crate::profile::TextEntry;
use crate::text::{joined, without_joint};

/// The edition statement.
pub(super) fn edition(draft: &mut Draft<'_>, field: Field<'_>, entry: &TextEntry) {
    append(&mut draft.record.edition, text(field, entry));
}

/// The physical description with its ISBD punctuation.
pub(super) fn extent(draft: &mut Draft<'_>, field: Field<'_>, entry: &TextEntry) {
    append(&mut draft.record.extent, text(field, entry));
}

fn append(whole: &mut Option<String>, next: Option<String>) {
    let next = next.as_deref().map(without_joint).filter(|text| !text.is_empty());
    *whole = joined(whole.as_deref().into_iter().chain(next), " ; ");
}

/// A note.
pub(super) fn note(draft: &mut Draft<'_>, field: Field<'_>, entry: &TextEntry) {
    draft.record.notes.extend(text(field, entry));
}

/// A summary.
pub(super) fn summary(draft: &mut Draft<'_>, field: Field<'_>, entry: &TextEntry) {
    draft.record.summaries.extend(text(field, entry));
}

/// The contents, without what leads over to nothing.
pub(super) fn contents(draft: &mut Draft<'_>, field: Field<'_>, entry: &TextEntry) {
    let Some(whole) = text(field, entry) else { return };
    let whole = without_joint(whole.trim_end_matches(" --"));
    if !whole.is_empty() {
        draft.record.contents.push(whole.to_owned());
    }
}

/// The subfields that are to be read, joined.
fn text(field: Field<'_>, entry: &TextEntry) -> Option<String> {
    let shown = |code: u8| entry.text.has(code) && !entry.without.has(code);
    let whole = Some((WHOLE, field.text())).filter(|(_, text)| !text.is_empty());
    let pieces = whole.into_iter().chain(field.subfields());
    let mut text = String::new();
    for (code, piece) in pieces.filter(|(code, _)| shown(*code)) {
        if text.is_empty() {
            text.push_str(piece);
            text.push_str(&entry.unit);
        } else {
            text.push_str(entry.before.before(code).unwrap_or(entry.join.as_str()));
            text.push_str(piece);
        }
    }
    (!text.is_empty()).then_some(text)
}
