//! What an update reads of the segments that are there: their headings, to count what is left of
//! them, and the keys by which their records stand on the shelf, to see whether they still do.

use std::collections::{BTreeMap, BTreeSet};

use super::columns::HEADINGS;
use crate::{
    Index, Want,
    format::{
        columns::Column,
        headings::{Heading, List},
        left::Left,
    },
    loaded::SegmentRoot,
    search::asking::Asking,
};

impl Index {
    /// The files still missing for [`Builder::finish_update`](crate::Builder::finish_update),
    /// besides records: load them and ask again, until nothing is wanted.
    pub fn wants_to_update(&self) -> Vec<Want> {
        let asking = Asking::new(&self.loaded);
        for segment in asking.segments() {
            asking.pages(segment);
            filings_in(&asking, segment);
            left_in(&asking, segment, &BTreeSet::from([0]));
        }
        asking.into_missing()
    }

    /// For each place of the collection the filing key that is noted of its record.
    pub(super) fn filings(&self) -> Vec<Option<String>> {
        let asking = Asking::new(&self.loaded);
        let segments = asking.segments().into_iter();
        segments.flat_map(|segment| filings_in(&asking, segment)).collect()
    }

    /// What a segment has left of its headings without these documents; `None` where files are
    /// missing.
    pub(super) fn left(
        &self,
        segment: &SegmentRoot,
        deleted: &BTreeSet<u32>,
    ) -> Option<Vec<(u8, Left)>> {
        let asking = Asking::new(&self.loaded);
        let left = left_in(&asking, segment, deleted);
        asking.has_all().then_some(left)
    }
}

fn filings_in<'a>(asking: &Asking<'a>, segment: &'a SegmentRoot) -> Vec<Option<String>> {
    let keys: Vec<Heading> = asking.all_headings(segment, List::Filings);
    let docs: Vec<u32> = (0..segment.root.records).collect();
    let mut filings = vec![None; docs.len()];
    asking.column(segment, Column::Filing, &docs, &mut |doc, numbers| {
        let key = numbers.first().and_then(|&number| keys.get(number as usize));
        if let Some(filing) = filings.get_mut(doc) {
            *filing = key.map(|key| key.text.clone());
        }
    });
    filings
}

/// Counts, for the headings that deleted documents have, the other documents that have them.
fn left_in<'a>(
    asking: &Asking<'a>,
    segment: &'a SegmentRoot,
    deleted: &BTreeSet<u32>,
) -> Vec<(u8, Left)> {
    let (gone, kept): (Vec<u32>, Vec<u32>) =
        (0..segment.root.records).partition(|doc| deleted.contains(doc));
    let lists = HEADINGS.into_iter().filter(|(_, list)| *list != List::Filings);
    let of_list = |(column, list)| {
        let mut left: BTreeMap<u32, u32> = BTreeMap::new();
        asking.column(segment, column, &gone, &mut |_, numbers| {
            left.extend(numbers.iter().map(|number| (*number, 0)));
        });
        asking.column(segment, column, &kept, &mut |_, numbers| {
            for number in numbers {
                left.entry(*number).and_modify(|records| *records += 1);
            }
        });
        (list as u8, left.into_iter().collect())
    };
    lists.map(of_list).collect()
}
