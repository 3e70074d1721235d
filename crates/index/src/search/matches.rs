//! Matches: which documents of a segment have which words of the query, and where.

use super::{asking::Asking, variants::Variant};
use crate::{
    format::{
        dictionary::Postings,
        postings::{Fields, InTitle, List, Mark},
    },
    loaded::SegmentRoot,
    order::{Order, order_by_number, rising},
    weights::{SENTENCE, Weights},
};

/// A word of the query as the index knows it.
pub(crate) struct Word<'a> {
    /// The bit by which tallies remember it.
    pub(crate) bit: u64,
    /// Its place in the query, from 1.
    pub(crate) place: u8,
    pub(crate) fields: u8,
    pub(crate) idf: f32,
    /// In how many records of the collection it is, all variants together.
    pub(crate) doc_freq: u64,
    /// Whether other words were looked for that it may mean.
    pub(crate) is_mended: bool,
    /// For each segment, the terms that stand for it.
    pub(crate) variants: Vec<Vec<Variant<'a>>>,
}

/// What a document has of a query.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Tally {
    pub(crate) doc: u32,
    /// The sum over words, before coordination and bonuses.
    pub(crate) sum: f32,
    /// The words it has, by their bits.
    pub(crate) words: u64,
    pub(crate) in_title: u64,
    pub(crate) in_creator: u64,
    pub(crate) row: Row,
    /// The most that a word of the query tells (its idf), and the most that one tells which is
    /// not in the title.
    pub(crate) telling: f32,
    pub(crate) telling_outside: f32,
}

/// How the words stand in the title proper, as far as postings tell.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Row {
    /// How many words were met in the title proper.
    met: u8,
    /// How many different words it has, or its head.
    title_words: u8,
    /// From a word's place in the query to its place in the title, if that is known of any.
    shift: Option<i8>,
    /// Whether two words stand to each other otherwise than in the query.
    is_broken: bool,
    /// Whether one of them is the first of the title.
    has_first: bool,
    /// The first place in the query of a word that stands far on in the title.
    first_far: Option<u8>,
    /// Whether one of them is not the word as typed.
    is_inexact: bool,
}

impl Row {
    fn take(&mut self, place: u8, title: InTitle, is_exact: bool) {
        self.is_inexact |= !is_exact;
        self.met = self.met.saturating_add(1);
        self.title_words = self.title_words.max(title.words);
        self.has_first |= title.place == 1;
        if title.place == InTitle::FAR {
            self.first_far = Some(self.first_far.map_or(place, |far| far.min(place)));
            return;
        }
        let shift = title.place as i8 - place.min(100) as i8;
        self.is_broken |= self.shift.is_some_and(|known| known != shift);
        self.shift = Some(shift);
    }

    /// Whether the words stand in the title as they do in the query.
    pub(crate) fn is_in_order(self) -> bool {
        let is_far =
            |(far, shift): (u8, i8)| far.min(100) as i8 + shift >= InTitle::FAR as i8;
        !self.is_broken
            && self.shift.is_some()
            && self.first_far.zip(self.shift).is_none_or(is_far)
    }

    /// Whether both begin with them, title and query.
    fn begins_query(self) -> bool {
        self.begins_title() && self.shift == Some(0)
    }

    /// Whether the title begins with them.
    pub(crate) fn begins_title(self) -> bool {
        self.has_first && self.is_in_order()
    }

    /// Whether they are the whole title, or the whole head of it.
    pub(crate) fn is_whole(self) -> bool {
        match self.title_words {
            0 => false,
            InTitle::MANY => self.met >= InTitle::MANY && self.begins_title(),
            words => self.met == words,
        }
    }
}

impl Tally {
    pub(crate) fn take(&mut self, word: &Word, found: &Met) {
        self.sum += found.value;
        self.words |= word.bit;
        self.telling = self.telling.max(word.idf);
        let fields = found.mark.fields();
        let mask = fields.mask();
        if mask & Fields::TITLE != 0 {
            self.in_title |= word.bit;
        } else {
            self.telling_outside = self.telling_outside.max(word.idf);
        }
        if let Some(title) = fields.in_title() {
            self.row.take(word.place, title, found.is_exact);
        }
        if mask & Fields::CREATOR != 0 {
            self.in_creator |= word.bit;
        }
    }

    /// The score, and the factors that made it from the sum.
    pub(crate) fn score(&self, asked: u32, weights: &Weights) -> (f32, Factors) {
        let share = self.words.count_ones() as f32 / asked.max(1) as f32;
        let is_sentence = asked as usize >= SENTENCE;
        let least = if is_sentence {
            weights.sentence_coordination
        } else {
            weights.coordination
        };
        let coordination = least + (1.0 - least) * share * share;
        let has_all = self.words.count_ones() == asked;
        let placing = if has_all { self.placing(weights) } else { 1.0 };
        (self.sum * coordination * placing, Factors { coordination, placing })
    }

    /// The bonus for where the words stand, in a record that has them all.
    fn placing(&self, weights: &Weights) -> f32 {
        let outside = self.words & !self.in_title;
        let is_elsewhere = outside & !self.in_creator != 0 || self.in_title == 0;
        if is_elsewhere {
            return 1.0;
        }
        let row = self.row;
        // A word in the remainder may stand anywhere, one word alone is in no order, and a title
        // is asked for by words that follow one another.
        let are_placed = u32::from(row.met) == self.in_title.count_ones();
        // One word half typed is any word: `a` is not yet a whole title «Afghanistan».
        let is_whole = row.is_whole()
            && (are_placed || row.begins_query())
            && (row.met > 1 || !row.is_inexact);
        let is_row =
            is_together(self.in_title) && are_placed && (row.met > 1 || outside == 0);
        let order = match (row.begins_title(), row.is_in_order()) {
            _ if !(is_row || is_whole) => 1.0,
            (true, _) if !row.is_inexact => weights.title_begins,
            (true, _) | (_, true) => weights.in_order,
            _ => 1.0,
        };
        let whole = if is_whole { weights.whole_title } else { 1.0 };
        whole * order * self.fields_factor(outside, weights)
    }

    /// The bonus for the fields that the words are in. A creator is asked for by a word that
    /// tells something: `of` in the name of an office is chance.
    fn fields_factor(&self, outside: u64, weights: &Weights) -> f32 {
        if outside == 0 {
            weights.all_in_title
        } else if 2.0 * self.telling_outside >= self.telling {
            weights.title_and_creator
        } else {
            1.0
        }
    }
}

/// Whether the bits of a word follow one another.
fn is_together(words: u64) -> bool {
    let run = words >> words.trailing_zeros().min(63);
    run & run.wrapping_add(1) == 0
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
    pub(crate) mark: Mark,
    /// Whether it has the very word, not another form or a word that may be meant.
    pub(crate) is_exact: bool,
}

/// The documents of a segment that have all of `words` but `misses`, in their order.
pub(crate) fn tallies<'a>(
    asking: &Asking<'a>,
    segment: &'a SegmentRoot,
    at: usize,
    words: &[&Word<'a>],
    misses: usize,
) -> Vec<Tally> {
    // A document that misses `misses` words has one of any `misses + 1`: the rarest of them
    // are read whole, the others only where these have documents.
    let mut by_rarity: Vec<&&Word<'a>> = words.iter().collect();
    by_rarity.order_by_key(|word| word.doc_freq);
    let mut tallies: Vec<Tally> = Vec::new();
    for (rank, word) in by_rarity.iter().enumerate() {
        if rank <= misses {
            tallies = joined(&tallies, &met(asking, segment, at, word, None), word);
        } else {
            let among: Vec<u32> = tallies.iter().map(|tally| tally.doc).collect();
            add(&mut tallies, &met(asking, segment, at, word, Some(&among)), word);
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

/// Lists of postings are read whole up to this many in all, the rarest words first.
const MAX_UNION: u64 = 16_384;

/// The documents of a segment that have any of `words`, as far as these are not too common:
/// a word that most records have only counts where others were found.
pub(crate) fn any_tallies<'a>(
    asking: &Asking<'a>,
    segment: &'a SegmentRoot,
    at: usize,
    words: &[&Word<'a>],
) -> Vec<Tally> {
    let mut by_rarity: Vec<&&Word<'a>> = words.iter().collect();
    by_rarity.order_by_key(|word| word.doc_freq);
    let mut tallies: Vec<Tally> = Vec::new();
    let mut read = 0;
    for word in by_rarity {
        read += word.doc_freq;
        if read <= MAX_UNION || tallies.is_empty() {
            tallies = joined(&tallies, &met(asking, segment, at, word, None), word);
        } else {
            let among: Vec<u32> = tallies.iter().map(|tally| tally.doc).collect();
            add(&mut tallies, &met(asking, segment, at, word, Some(&among)), word);
        }
    }
    tallies.retain(|tally| !segment.is_deleted(tally.doc));
    tallies
}

/// The documents that have a word, each with the best of its variants; with `among`, only
/// those.
pub(crate) fn met<'a>(
    asking: &Asking<'a>,
    segment: &'a SegmentRoot,
    at: usize,
    word: &Word<'a>,
    among: Option<&[u32]>,
) -> Vec<Met> {
    let more = asking.weights().more_forms;
    let variants = word.variants.get(at).map(Vec::as_slice).unwrap_or_default();
    let mut all: Vec<Met> = Vec::new();
    for variant in variants {
        let factor = word.idf * variant.weight / 255.0;
        postings(asking, segment, &variant.entry.postings, among, &mut |doc, mark| {
            if word.fields == Fields::ANY || mark.fields().mask() & word.fields != 0 {
                let value = factor * f32::from(mark.impact());
                all.push(Met { doc, value, mark, is_exact: variant.weight >= 1.0 });
            }
        });
    }
    if variants.len() > 1 {
        let place = |met: &Met| u64::from(met.doc) << 32 | u64::from(!rising(met.value));
        order_by_number(&mut all, place);
        all.dedup_by(|later, best| {
            let is_same = later.doc == best.doc;
            if is_same {
                // The place in the title may be that of another form.
                best.is_exact &=
                    later.is_exact || best.mark.fields().in_title().is_some();
                best.mark = best.mark.or(later.mark.fields());
                best.value += more * later.value;
            }
            is_same
        });
    }
    all
}

/// Gives every posting to `each`, in order; with `among`, only those of these documents.
fn postings<'a>(
    asking: &Asking<'a>,
    segment: &'a SegmentRoot,
    postings: &Postings<'a>,
    among: Option<&[u32]>,
    each: &mut impl FnMut(u32, Mark),
) {
    let runs = match postings {
        Postings::Inline(list) => return postings_of(*list, among, each),
        Postings::Runs(runs) => *runs,
    };
    for run in runs {
        let here = among.map(|docs| within(docs, run.first, run.last));
        if here.is_none_or(|docs| !docs.is_empty()) {
            postings_of(asking.run(segment, run), here, each);
        }
    }
}

/// The documents from `first` to `last`.
fn within(docs: &[u32], first: u32, last: u32) -> &[u32] {
    let from = docs.partition_point(|&doc| doc < first);
    let to = docs.partition_point(|&doc| doc <= last);
    docs.get(from..to.max(from)).unwrap_or_default()
}

fn postings_of(list: List<'_>, among: Option<&[u32]>, each: &mut impl FnMut(u32, Mark)) {
    let Some(among) = among else {
        return list.iter().for_each(|(doc, mark)| each(doc, mark));
    };
    let mut from = 0;
    for &doc in among {
        let rest = list.docs.get(from..).unwrap_or_default();
        from += before(rest, doc);
        if list.docs.get(from) == Some(&doc)
            && let Some(&mark) = list.marks.get(from)
        {
            each(doc, mark);
        }
    }
}

/// How many of `docs` are before `doc`: in ever longer steps, then by halves, so that it is
/// quick where it is near.
fn before(docs: &[u32], doc: u32) -> usize {
    let mut step = 1;
    while docs.get(step).is_some_and(|&at| at < doc) {
        step *= 2;
    }
    let near = docs.get(step / 2..docs.len().min(step + 1)).unwrap_or_default();
    step / 2 + near.partition_point(|&at| at < doc)
}

/// The union of tallies and documents met, both in order.
fn joined(tallies: &[Tally], met: &[Met], word: &Word) -> Vec<Tally> {
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
        tally.take(word, found);
        out.push(tally);
    }
    out.extend_from_slice(rest);
    out
}

/// Adds what was met to the tallies that are there.
fn add(tallies: &mut [Tally], met: &[Met], word: &Word) {
    let mut rest = met;
    for tally in tallies {
        let before = rest.partition_point(|found| found.doc < tally.doc);
        rest = rest.get(before..).unwrap_or_default();
        if let Some(found) = rest.first().filter(|found| found.doc == tally.doc) {
            tally.take(word, found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(n: u8) -> Word<'static> {
        Word {
            bit: 1 << n,
            place: n + 1,
            fields: Fields::ANY,
            idf: 1.0,
            doc_freq: 1,
            is_mended: false,
            variants: Vec::new(),
        }
    }

    fn met(doc: u32) -> Met {
        Met { doc, value: 1.0, mark: Mark::default(), is_exact: true }
    }

    /// A record with a word for each of `found`, in the order of the query: its fields, and
    /// the length of the title and the place in it.
    fn tally(found: &[(u8, Option<(u8, u8)>)]) -> Tally {
        let mut tally = Tally::default();
        for (n, &(mask, place)) in (0..).zip(found) {
            let in_title = place.map(|(words, place)| InTitle { words, place });
            let fields = Fields::new(mask, in_title);
            tally.take(&word(n), &Met { mark: Mark::new(fields, 0), ..met(1) });
        }
        tally
    }

    #[test]
    fn what_stands_where_decides_between_records_with_all_words() {
        let title = |words, place| (Fields::TITLE, Some((words, place)));
        let asked = 3;
        let score = |found: &[_]| tally(found).score(asked, &Weights::default()).0;
        let whole = score(&[title(3, 1), title(3, 2), title(3, 3)]);
        let shuffled = score(&[title(3, 2), title(3, 1), title(3, 3)]);
        let beginning = score(&[title(6, 1), title(6, 2), title(6, 3)]);
        let in_order = score(&[title(6, 3), title(6, 4), title(6, 5)]);
        let in_title = score(&[title(6, 3), title(6, 1), title(6, 5)]);
        let elsewhere = score(&[title(6, 1), title(6, 2), (Fields::SUBJECT, None)]);
        let by_creator = score(&[(Fields::CREATOR, None), title(2, 1), title(2, 2)]);
        assert!(whole > shuffled && shuffled > beginning && beginning > in_order);
        assert!(in_order > in_title && in_title > elsewhere);
        assert!(by_creator > beginning);
    }

    #[test]
    fn a_creators_name_counts_if_it_tells_something() {
        let with = |idf: f32| {
            let mut tally = tally(&[(Fields::TITLE, Some((6, 1)))]);
            let creator =
                Met { mark: Mark::new(Fields::new(Fields::CREATOR, None), 0), ..met(1) };
            tally.take(&Word { idf, ..word(1) }, &creator);
            tally.score(2, &Weights::default()).1.placing
        };
        assert_eq!(with(0.2), 1.0);
        assert_eq!(with(0.9), Weights::default().title_and_creator);
    }

    #[test]
    fn one_word_half_typed_is_no_whole_title() {
        let of = |is_exact: bool| {
            let mut tally = Tally::default();
            let in_title = InTitle { words: 1, place: 1 };
            let mark = Mark::new(Fields::new(Fields::TITLE, Some(in_title)), 0);
            tally.take(&word(0), &Met { mark, is_exact, ..met(1) });
            tally.score(1, &Weights::default()).1.placing
        };
        assert!(of(true) > of(false));
    }

    #[test]
    fn words_of_a_title_that_are_not_together_are_in_no_order() {
        let title = |place| (Fields::TITLE, Some((6, place)));
        let creator = (Fields::CREATOR, None);
        let placing = |found: &[_]| tally(found).score(3, &Weights::default()).1.placing;
        let apart = placing(&[title(1), creator, title(3)]);
        assert!(placing(&[title(1), title(2), creator]) > apart);
        assert_eq!(apart, Weights::default().title_and_creator);
    }

    #[test]
    fn places_far_on_are_in_order_if_they_can_be() {
        let title = |words, place| (Fields::TITLE, Some((words, place)));
        let far = tally(&[title(6, 4), title(6, 5), title(6, 5)]);
        assert!(far.row.is_in_order() && !far.row.begins_title());
        assert!(!tally(&[title(6, 1), title(6, 5)]).row.is_in_order());
        assert!(!tally(&[title(6, 5), title(6, 5)]).row.is_in_order());
    }

    #[test]
    fn fewer_words_score_less() {
        let all =
            tally(&[(8, None), (8, None), (8, None)]).score(3, &Weights::default()).0;
        let most = tally(&[(8, None), (8, None)]).score(3, &Weights::default()).0;
        assert!(all > most);
    }

    #[test]
    fn tallies_and_documents_met_are_joined_in_order() {
        let first = joined(&[], &[met(1), met(5)], &word(0));
        let both = joined(&first, &[met(0), met(5), met(9)], &word(1));
        let docs: Vec<(u32, u64)> =
            both.iter().map(|tally| (tally.doc, tally.words)).collect();
        assert_eq!(docs, [(0, 2), (1, 1), (5, 3), (9, 2)]);
        let mut added = both;
        add(&mut added, &[met(1), met(7)], &word(2));
        assert_eq!(added.get(1).map(|tally| tally.words), Some(5));
    }
}
