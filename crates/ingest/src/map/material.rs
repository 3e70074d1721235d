//! The kind of thing: the first line of the profile's table that holds.

use super::Draft;

/// What kind of thing the record describes; a book, if nothing else is said.
pub(super) fn settle(draft: &mut Draft<'_>) {
    let source = draft.source;
    let mut entries = draft.profile.materials.iter();
    let entry = entries.find(|entry| entry.filter.admits(source, None));
    draft.record.material = entry.map(|entry| entry.is.0).unwrap_or_default();
}
