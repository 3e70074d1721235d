//! Edition, physical description, notes, summaries and contents: texts as they are.

use super::Draft;
use crate::marc::Field;
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
    let join = entry.join.as_str();
    if !entry.unit.is_empty() {
        let mut pieces: Vec<&str> = field.all(&entry.text).collect();
        let first = pieces.first().map(|first| format!("{first}{}", entry.unit))?;
        pieces.splice(..1, [first.as_str()]);
        return joined(pieces.into_iter(), join);
    }
    if entry.without.is_empty() {
        return joined(field.all(&entry.text), join);
    }
    let shown = |code: &u8| entry.text.has(*code) && !entry.without.has(*code);
    let pieces = field.subfields().filter(|(code, _)| shown(code)).map(|(_, text)| text);
    joined(pieces, join)
}
