//! Scanning: a stretch of a list in filing order, as one walks along the drawers of a card
//! catalogue.

use super::asking::Asking;
use crate::{
    Beginning, Brief, Scan, ScanList, Stretch, Value,
    analysis::Analyzer,
    build::title_key,
    format::{
        beginnings,
        columns::Column,
        headings::{Heading, List},
        left,
    },
    loaded::SegmentRoot,
    order::{Order, order_by_number},
};

/// No stretch is longer, whoever asks.
const MOST: u32 = 1000;

/// So many titles of a drawer are passed over to come to a start that is no label of it. A
/// start farther within is not looked for: each title may take a file.
const PASSED: usize = 100;

/// The stretch of a list that was asked for, from what is loaded.
pub(crate) fn scan(asking: &Asking<'_>, analyzer: &Analyzer, wanted: &Scan) -> Stretch {
    let limit = wanted.limit.min(MOST) as usize;
    let walk = Walk {
        asking,
        analyzer,
        list: list(wanted.list),
        start: analyzer.filing(&wanted.start),
        // One more says whether there are more.
        most: limit + 1,
    };
    let mut stretch = match wanted.list {
        ScanList::Titles => walk.titles(),
        _ => walk.headings(),
    };
    stretch.has_more = stretch.headings.len().max(stretch.titles.len()) > limit;
    stretch.headings.truncate(limit);
    stretch.titles.truncate(limit);
    stretch
}

fn list(list: ScanList) -> List {
    match list {
        ScanList::Creators => List::Creators,
        ScanList::Titles => List::Titles,
        ScanList::Subjects => List::Subjects,
        ScanList::Series => List::Series,
    }
}

/// A walk along a list.
struct Walk<'w> {
    asking: &'w Asking<'w>,
    analyzer: &'w Analyzer,
    list: List,
    /// The filing key from which on entries are wanted.
    start: String,
    most: usize,
}

impl<'w> Walk<'w> {
    fn headings(&self) -> Stretch {
        let mut found: Vec<(String, Heading)> = Vec::new();
        let segments = self.asking.segments();
        for segment in &segments {
            found.extend(self.headings_in(segment));
        }
        found.order_by(|(a_key, a), (b_key, b)| (a_key, &a.text).cmp(&(b_key, &b.text)));
        let mut headings: Vec<Value> = Vec::new();
        for (_, heading) in found {
            match headings.last_mut() {
                Some(last) if last.value == heading.text => last.count += heading.records,
                _ => headings.push(Value { value: heading.text, count: heading.records }),
            }
        }
        Stretch { headings, ..self.letters(&segments) }
    }

    /// The first headings of a segment from the start on, with their keys.
    fn headings_in(&self, segment: &'w SegmentRoot) -> Vec<(String, Heading)> {
        let guide = self.asking.guide(segment, self.list).unwrap_or_default();
        let left = self.asking.left(segment, self.list);
        let letters = self.asking.beginnings(segment, self.list);
        let exact = letters.into_iter().find(|beginning| beginning.text == self.start);
        // Keys of blocks are cut short, so one that is equal may have the start behind it, and
        // the block before may have others with that key.
        let from = match exact {
            Some(exact) => {
                guide.blocks.partition_point(|(number, _)| *number <= exact.first)
            }
            None => guide.blocks.partition_point(|(_, key)| *key < self.start),
        };
        let blocks = guide.blocks.get(from.saturating_sub(1)..).unwrap_or_default();
        let mut found = Vec::new();
        for (at, (first, _)) in blocks.iter().enumerate() {
            let block = self.asking.headings(segment, self.list, *first);
            let block = block.unwrap_or_default();
            let keyed = self.asking.living(segment, self.list, block).into_iter();
            let keyed = keyed.map(|h| (self.analyzer.filing(&h.text), h));
            found.extend(keyed.filter(|(key, _)| *key >= self.start));
            // All blocks behind the first one are wanted whole, so it is known at once how many
            // of them it takes.
            let behind = blocks.get(1).zip(blocks.get(at + 1));
            let sure = behind.map_or(0, |((from, _), (to, _))| {
                to.saturating_sub(*from).saturating_sub(left::gone(&left, *from, *to))
            });
            if sure as usize >= self.most || found.len() >= self.most {
                break;
            }
        }
        found.truncate(self.most);
        found
    }

    fn titles(&self) -> Stretch {
        let segments = self.asking.segments();
        let mut found: Vec<(String, &Brief)> = Vec::new();
        for segment in &segments {
            found.extend(self.titles_in(segment));
        }
        found.order_by(|(a, _), (b, _)| a.cmp(b));
        let titles = found.into_iter().map(|(_, brief)| brief.clone()).collect();
        Stretch { titles, ..self.letters(&segments) }
    }

    /// The first records of a segment from the start on, with the keys of their titles.
    fn titles_in(&self, segment: &'w SegmentRoot) -> Vec<(String, &'w Brief)> {
        let mut found = Vec::new();
        let letters = self.asking.beginnings(segment, self.list);
        let is_whole = self.start.is_empty() || letters.is_empty();
        let first =
            if is_whole { Some(0) } else { beginnings::first(&letters, &self.start) };
        let Some(first) = first else { return found };
        let docs: Vec<u32> =
            (0..segment.root.records).filter(|&doc| !segment.is_deleted(doc)).collect();
        let mut ranked: Vec<(u32, u32)> = Vec::new();
        self.asking.column(segment, Column::Title, &docs, &mut |place, ranks| {
            if let (Some(&doc), Some(&rank)) = (docs.get(place), ranks.first())
                && rank >= first
            {
                ranked.push((rank, doc));
            }
        });
        order_by_number(&mut ranked, |(rank, doc)| {
            u64::from(*rank) << 32 | u64::from(*doc)
        });
        // Some may stand before the start: where it is none of the segment's beginnings.
        let is_exact = is_whole || letters.iter().any(|letter| letter.text == self.start);
        let most = if is_exact { self.most } else { self.most + PASSED };
        for (_, doc) in ranked.into_iter().take(most) {
            let Some(brief) = self.asking.brief(segment, doc) else { continue };
            let key = title_key(brief, self.analyzer);
            if is_exact || key >= self.start {
                found.push((key, brief));
            }
        }
        found.truncate(self.most);
        found
    }

    /// The letters of the whole list: those of all segments together.
    fn letters(&self, segments: &[&'w SegmentRoot]) -> Stretch {
        let mut letters: Vec<Beginning> = Vec::new();
        for segment in segments {
            let left = self.asking.left(segment, self.list);
            for mut beginning in self.asking.beginnings(segment, self.list) {
                let end = beginning.first.saturating_add(beginning.entries);
                let gone = left::gone(&left, beginning.first, end);
                beginning.entries = beginning.entries.saturating_sub(gone);
                if beginning.entries == 0 {
                    continue;
                }
                let place = letters.binary_search_by(|b| b.text.cmp(&beginning.text));
                match place {
                    Ok(at) => {
                        if let Some(known) = letters.get_mut(at) {
                            known.entries += beginning.entries;
                        }
                    }
                    Err(at) => {
                        let entries = beginning.entries;
                        letters.insert(at, Beginning { text: beginning.text, entries });
                    }
                }
            }
        }
        Stretch {
            beginnings: letters,
            is_about: segments.len() > 1,
            ..Stretch::default()
        }
    }
}
