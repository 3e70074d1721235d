//! What stands beside a record on the shelf.

use core::ops::Range;

use super::asking::Asking;
use crate::{Brief, format::columns::Column, loaded::SegmentRoot};

/// More records than this are not looked through for one among others of the same mark.
const SAME_MARK: u32 = 4096;

/// The records that stand from `before` places to the left of a document to `after` places to
/// its right, and the place of the document among them. `None` if it has no call number, or
/// files are missing.
///
/// It is regrettable that neighbours are those of the document's own segment. Builders of this
/// version write single segments.
pub(crate) fn beside(
    asking: &Asking<'_>,
    segment: &SegmentRoot,
    doc: u32,
    before: u32,
    after: u32,
) -> Option<(Vec<Brief>, usize)> {
    let mut rank = None;
    asking.column(segment, Column::CallNumber, &[doc], &mut |_, ranks| {
        rank = ranks.first().copied();
    });
    let at = place(asking, segment, doc, rank?)?;
    let from = at.saturating_sub(before);
    let around =
        standing(asking, segment, from..at.saturating_add(after).saturating_add(1));
    let mut briefs = Vec::new();
    let mut own = None;
    for there in around {
        let brief = asking.brief(segment, there);
        if there == doc {
            own = Some(briefs.len());
        }
        briefs.extend(brief.filter(|_| !segment.is_deleted(there)).cloned());
    }
    Some((briefs, own?))
}

/// The place of a document on the shelf, among those of the same mark.
fn place(asking: &Asking<'_>, segment: &SegmentRoot, doc: u32, rank: u32) -> Option<u32> {
    let mut from = rank;
    let mut step = 32;
    while from < rank.saturating_add(SAME_MARK) {
        let here = standing(asking, segment, from..from.saturating_add(step));
        if let Some(found) = here.iter().position(|there| *there == doc) {
            return Some(from + found as u32);
        }
        if (here.len() as u32) < step {
            return None;
        }
        from = from.saturating_add(step);
        step *= 2;
    }
    None
}

/// The documents at places of the shelf; fewer where it ends.
fn standing(asking: &Asking<'_>, segment: &SegmentRoot, places: Range<u32>) -> Vec<u32> {
    let places: Vec<u32> = places.collect();
    let mut docs = Vec::new();
    asking.column(segment, Column::Shelf, &places, &mut |nth, values| {
        let place = places.get(nth).copied().unwrap_or_default();
        docs.extend(values.first().map(|value| value.wrapping_add(place)));
    });
    docs
}
