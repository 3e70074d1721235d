//! Edition and physical description (MARC 250, 300).

use super::Draft;
use crate::marc::Field;
use crate::text::{joined, without_joint};

/// The edition statement (250 $a $b).
pub(super) fn edition(draft: &mut Draft<'_>, field: Field<'_>) {
    append(&mut draft.record.edition, field.joined(b"ab"));
}

/// The physical description (300 $a $b $c $e $f $g) with its ISBD punctuation.
pub(super) fn extent(draft: &mut Draft<'_>, field: Field<'_>) {
    append(&mut draft.record.extent, field.joined(b"abcefg"));
}

fn append(whole: &mut Option<String>, next: Option<String>) {
    let next = next.as_deref().map(without_joint).filter(|text| !text.is_empty());
    *whole = joined(whole.as_deref().into_iter().chain(next), " ; ");
}
