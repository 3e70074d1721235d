//! What stands beside a record on the shelf.

use core::ops::Range;

use super::asking::Asking;
use crate::{Brief, format::columns::Column, loaded::SegmentRoot, order::Order};

/// More records than this are not looked through for one among others of the same mark.
const SAME_MARK: u32 = 4096;

/// How many places are looked at side by side to find one: each time is a round of files.
const PROBES: u32 = 8;

/// How many places more are looked at where some of the records no longer count.
const SPARE: u32 = 6;

/// A document that stands on the shelf: its key, its segment, and its number there.
type Standing<'b> = (String, usize, u32, &'b Brief);

/// The records that stand from `before` places to the left of a document to `after` places to
/// its right, of all segments, and the place of the document among them. `None` if it has no
/// place there, or files are missing.
pub(crate) fn beside(
    asking: &Asking<'_>,
    (own, doc): (usize, u32),
    before: u32,
    after: u32,
) -> Option<(Vec<Brief>, usize)> {
    let segments = asking.segments();
    let segment = segments.get(own)?;
    let mut rank = None;
    asking.column(segment, Column::CallNumber, &[doc], &mut |_, ranks| {
        rank = ranks.first().copied();
    });
    let place = place(asking, segment, doc, rank?)?;
    // The order of one segment is known; only several have to be merged.
    let is_alone = segments.len() == 1;
    let own_key = if is_alone { None } else { Some(asking.shelf_key(segment, doc)?) };
    let mut standing: Vec<Standing<'_>> = Vec::new();
    for (at, segment) in segments.iter().enumerate() {
        let here = match &own_key {
            Some(key) if at != own => place_of(asking, segment, key),
            _ => Some(place),
        };
        let Some(here) = here else { continue };
        let spare = if segment.deleted().is_empty() { 0 } else { SPARE };
        let from = here.saturating_sub(before + spare);
        let to = here.saturating_add(after + spare).saturating_add(1);
        for there in stands(asking, segment, from..to) {
            let Some(brief) = asking.brief(segment, there) else { continue };
            let key = if is_alone { None } else { asking.shelf_key(segment, there) };
            if !segment.is_deleted(there) {
                standing.push((key.unwrap_or_default(), at, there, brief));
            }
        }
    }
    if !is_alone {
        standing.order_by(|a, b| (&a.0, a.1, a.2).cmp(&(&b.0, b.1, b.2)));
    }
    let at = standing.iter().position(|&(_, at, there, _)| (at, there) == (own, doc))?;
    let from = at.saturating_sub(before as usize);
    let stretch = standing.into_iter().skip(from).take(at - from + 1 + after as usize);
    Some((stretch.map(|(_, _, _, brief)| brief.clone()).collect(), at - from))
}

/// The first place of a segment's shelf that does not come before `key`; `None` if files are
/// missing.
fn place_of(asking: &Asking<'_>, segment: &SegmentRoot, key: &str) -> Option<u32> {
    let (mut low, mut high) = (0, segment.root.records);
    while low < high {
        let width = high - low;
        let parts = PROBES.min(width);
        let probes: Vec<u32> = (0..parts).map(|n| low + width / parts * n).collect();
        // All of them are looked at, so that all that is missing is known at once.
        let looked: Vec<Option<bool>> =
            probes.iter().map(|at| is_before(asking, segment, *at, key)).collect();
        if !asking.has_all() {
            return None;
        }
        for (at, is_before) in probes.into_iter().zip(looked) {
            match is_before {
                Some(true) => low = at + 1,
                // Behind the last one that stands there is nothing.
                Some(false) | None => {
                    high = at;
                    break;
                }
            }
        }
    }
    Some(low)
}

/// Whether what stands at a place comes before `key`; `None` if nothing stands there.
fn is_before(
    asking: &Asking<'_>,
    segment: &SegmentRoot,
    place: u32,
    key: &str,
) -> Option<bool> {
    let doc = stands(asking, segment, place..place + 1).first().copied()?;
    Some(*asking.shelf_key(segment, doc)? < *key)
}

/// The place of a document on the shelf, among those of the same mark.
fn place(asking: &Asking<'_>, segment: &SegmentRoot, doc: u32, rank: u32) -> Option<u32> {
    let mut from = rank;
    let mut step = 32;
    while from < rank.saturating_add(SAME_MARK) {
        let here = stands(asking, segment, from..from.saturating_add(step));
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
fn stands(asking: &Asking<'_>, segment: &SegmentRoot, places: Range<u32>) -> Vec<u32> {
    let places: Vec<u32> = places.collect();
    let mut docs = Vec::new();
    asking.column(segment, Column::Shelf, &places, &mut |nth, values| {
        let place = places.get(nth).copied().unwrap_or_default();
        docs.extend(values.first().map(|value| value.wrapping_add(place)));
    });
    docs
}
