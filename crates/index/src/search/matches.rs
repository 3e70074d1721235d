//! Matches: which documents of a segment have which words of the query, and where.

use super::{asking::Asking, variants::Variant};
use crate::{
    format::{
        dictionary::Postings,
        postings::{Fields, Posting},
    },
    loaded::SegmentRoot,
    weights::{ALL_IN_TITLE, COORDINATION, TITLE_AND_CREATOR, WHOLE_TITLE},
};

/// A word of the query as the index knows it.
pub(crate) struct Word {
    /// The bit by which tallies remember it.
    pub(crate) bit: u32,
    pub(crate) fields: u8,
    pub(crate) idf: f32,
    /// In how many records of the collection it is, all variants together.
    pub(crate) doc_freq: u64,
    /// For each segment, the terms that stand for it.
    pub(crate) variants: Vec<Vec<Variant>>,
}

/// What a document has of a query.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Tally {
    pub(crate) doc: u32,
    /// The sum over words, before coordination and bonuses.
    pub(crate) sum: f32,
    /// The words it has, by their bits.
    pub(crate) words: u32,
    pub(crate) in_title: u32,
    pub(crate) in_creator: u32,
    /// How many different words the title proper has, where a word was met there.
    pub(crate) title_words: u8,
}

impl Tally {
    fn take(&mut self, bit: u32, found: &Met) {
        self.sum += found.value;
        self.words |= bit;
        let mask = found.fields.mask();
        if mask & Fields::TITLE != 0 {
            self.in_title |= bit;
            self.title_words = found.fields.title_words().unwrap_or(self.title_words);
        }
        if mask & Fields::CREATOR != 0 {
            self.in_creator |= bit;
        }
    }

    /// The score, and the factors that made it from the sum.
    pub(crate) fn score(&self, asked: u32) -> (f32, Factors) {
        let share = self.words.count_ones() as f32 / asked.max(1) as f32;
        let coordination = COORDINATION + (1.0 - COORDINATION) * share * share;
        let has_all = self.words.count_ones() == asked;
        let placing = if has_all { self.placing() } else { 1.0 };
        (self.sum * coordination * placing, Factors { coordination, placing })
    }

    /// The bonus for where the words stand, in a record that has them all.
    fn placing(&self) -> f32 {
        let outside = self.words & !self.in_title;
        let title_count = self.in_title.count_ones();
        let known_title = u32::from(self.title_words);
        let is_whole =
            title_count == known_title || known_title == 15 && title_count > 15;
        let by_creator =
            outside != 0 && outside & !self.in_creator == 0 && title_count > 0;
        let whole = if is_whole && title_count > 0 { WHOLE_TITLE } else { 1.0 };
        match (outside, by_creator) {
            (0, _) => whole.max(ALL_IN_TITLE),
            (_, true) => TITLE_AND_CREATOR * whole,
            _ => 1.0,
        }
    }
}

/// What made a score from a sum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Factors {
    pub(crate) coordination: f32,
    pub(crate) placing: f32,
}

/// A document that has a word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Met {
    pub(crate) doc: u32,
    pub(crate) value: f32,
    pub(crate) fields: Fields,
}

/// The documents of a segment that have all of `words` but `misses`, in their order.
pub(crate) fn tallies(
    asking: &Asking<'_>,
    segment: &SegmentRoot,
    at: usize,
    words: &[&Word],
    misses: usize,
) -> Vec<Tally> {
    // A document that misses `misses` words has one of any `misses + 1`: the rarest of them
    // are read whole, the others only where these have documents.
    let mut by_rarity: Vec<&&Word> = words.iter().collect();
    by_rarity.sort_by_key(|word| word.doc_freq);
    let mut tallies: Vec<Tally> = Vec::new();
    for (rank, word) in by_rarity.iter().enumerate() {
        if rank <= misses {
            tallies = joined(&tallies, &met(asking, segment, at, word, None), word.bit);
        } else {
            let among: Vec<u32> = tallies.iter().map(|tally| tally.doc).collect();
            add(&mut tallies, &met(asking, segment, at, word, Some(&among)), word.bit);
            // What can no longer have enough words need not be looked up for the next.
            let needed = (rank + 1).saturating_sub(misses) as u32;
            tallies.retain(|tally| tally.words.count_ones() >= needed);
        }
    }
    let needed = words.len().saturating_sub(misses) as u32;
    tallies.retain(|tally| {
        tally.words.count_ones() >= needed && !segment.is_deleted(tally.doc)
    });
    tallies
}

/// The documents that have a word, each with the best of its variants; with `among`, only
/// those (and perhaps some more).
pub(crate) fn met(
    asking: &Asking<'_>,
    segment: &SegmentRoot,
    at: usize,
    word: &Word,
    among: Option<&[u32]>,
) -> Vec<Met> {
    let variants = word.variants.get(at).map(Vec::as_slice).unwrap_or_default();
    let mut all: Vec<Met> = Vec::new();
    for variant in variants {
        let postings = postings(asking, segment, &variant.entry.postings, among);
        let factor = word.idf * variant.weight / 255.0;
        all.extend(postings.into_iter().filter(|p| is_asked(p, word.fields)).map(
            |posting| Met {
                doc: posting.doc,
                value: factor * f32::from(posting.impact),
                fields: posting.fields,
            },
        ));
    }
    if variants.len() > 1 {
        all.sort_by(|a, b| a.doc.cmp(&b.doc).then(b.value.total_cmp(&a.value)));
        all.dedup_by(|later, best| {
            let is_same = later.doc == best.doc;
            if is_same {
                best.fields = Fields(best.fields.0 | later.fields.mask());
            }
            is_same
        });
    }
    all
}

fn is_asked(posting: &Posting, fields: u8) -> bool {
    fields == Fields::ANY || posting.fields.mask() & fields != 0
}

fn postings(
    asking: &Asking<'_>,
    segment: &SegmentRoot,
    postings: &Postings,
    among: Option<&[u32]>,
) -> Vec<Posting> {
    let runs = match postings {
        Postings::Inline(postings) => return postings.clone(),
        Postings::Runs(runs) => runs,
    };
    let mut is_wanted = |first: u32, last: u32| match among {
        None => true,
        Some(docs) => {
            let from = docs.partition_point(|&doc| doc < first);
            docs.get(from).is_some_and(|&doc| doc <= last)
        }
    };
    let mut into = Vec::new();
    for run in runs {
        if is_wanted(run.next, run.last) {
            asking.run(segment, run, &mut is_wanted, &mut into);
        }
    }
    into
}

/// The union of tallies and documents met, both in order.
fn joined(tallies: &[Tally], met: &[Met], bit: u32) -> Vec<Tally> {
    let mut out = Vec::with_capacity(tallies.len() + met.len());
    let mut rest = tallies;
    for found in met {
        let before = rest.partition_point(|tally| tally.doc < found.doc);
        let (earlier, later) = rest.split_at(before);
        out.extend_from_slice(earlier);
        let mut tally = Tally { doc: found.doc, ..Tally::default() };
        rest = match later.split_first() {
            Some((same, after)) if same.doc == found.doc => {
                tally = *same;
                after
            }
            _ => later,
        };
        tally.take(bit, found);
        out.push(tally);
    }
    out.extend_from_slice(rest);
    out
}

/// Adds what was met to the tallies that are there.
fn add(tallies: &mut [Tally], met: &[Met], bit: u32) {
    let mut rest = met;
    for tally in tallies {
        let before = rest.partition_point(|found| found.doc < tally.doc);
        rest = rest.get(before..).unwrap_or_default();
        if let Some(found) = rest.first().filter(|found| found.doc == tally.doc) {
            tally.take(bit, found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(words: u32, in_title: u32, in_creator: u32, title_words: u8) -> Tally {
        Tally { doc: 1, sum: 1.0, words, in_title, in_creator, title_words }
    }

    #[test]
    fn a_whole_title_counts_more_than_words_in_a_title() {
        let whole = tally(0b111, 0b111, 0, 3).score(3).0;
        let part = tally(0b111, 0b111, 0, 9).score(3).0;
        let creator = tally(0b111, 0b110, 0b001, 2).score(3).0;
        let elsewhere = tally(0b111, 0b011, 0, 9).score(3).0;
        assert!(creator > whole && whole > part && part > elsewhere);
    }

    #[test]
    fn fewer_words_score_less() {
        let all = tally(0b111, 0, 0, 0).score(3).0;
        let most = tally(0b011, 0, 0, 0).score(3).0;
        assert!(all > most);
    }

    #[test]
    fn tallies_and_documents_met_are_joined_in_order() {
        let met = |doc| Met { doc, value: 1.0, fields: Fields::default() };
        let first = joined(&[], &[met(1), met(5)], 1);
        let both = joined(&first, &[met(0), met(5), met(9)], 2);
        let docs: Vec<(u32, u32)> =
            both.iter().map(|tally| (tally.doc, tally.words)).collect();
        assert_eq!(docs, [(0, 2), (1, 1), (5, 3), (9, 2)]);
        let mut added = both;
        add(&mut added, &[met(1), met(7)], 4);
        assert_eq!(added.get(1).map(|tally| tally.words), Some(5));
    }
}
