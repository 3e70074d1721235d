//! Evaluation: from a query to documents in the order of their ranks.
//!
//! A query that finds nothing, or hardly anything, is mended step by step, and each step is
//! said in the answer: words that no record has are looked for joined, on the other keyboard
//! layout, in the other script, one or two slips away; then words that few records have, then
//! all words; then some of the words will do, then other fields.

use super::{
    asking::Asking,
    highlight::{Sought, sought},
    matches::{Tally, Word, any_tallies, met, tallies},
    mending::stand_ins,
    phrases::keep_phrases,
    reading::{AskedWord, Reading},
    variants::{Variant, numbers, stand_in, variants},
};
use crate::{
    Matching,
    analysis::Analyzer,
    format::postings::Fields,
    loaded::SegmentRoot,
    order::{Order, order_by_number, rising},
    results::{Change, Step},
    weights::{FEW, SENTENCE, Weights},
};

/// What an evaluation found.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Found {
    /// Documents, best first.
    pub(crate) ranked: Vec<Ranked>,
    pub(crate) matching: Matching,
    /// What was changed in the query.
    pub(crate) changes: Vec<Change>,
    /// Whether it went as far as it could without chunks that are missing, and no further.
    pub(crate) is_cut_short: bool,
    /// The words by which hits were found, for highlighting.
    pub(crate) sought: Vec<Sought>,
}

/// A document and its rank.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Ranked {
    pub(crate) tier: Tier,
    pub(crate) score: f32,
    /// The place of its segment in the manifest.
    pub(crate) segment: usize,
    pub(crate) doc: u32,
}

/// What comes before what, whatever the scores.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tier {
    /// A number that could mean something else.
    MayBe,
    /// Most of the words.
    Most,
    /// All of the words.
    All,
    /// A number that hardly means anything else.
    Number,
}

/// Evaluates a query. With `patient`, it stops where chunks are missing, because what follows
/// depends on them; otherwise it goes on with what there is.
pub(crate) fn evaluate(
    asking: &Asking<'_>,
    reading: &Reading,
    analyzer: &Analyzer,
    patient: bool,
) -> Found {
    Evaluation::new(asking, reading.clone(), analyzer, patient).run()
}

/// A query on its way.
pub(crate) struct Evaluation<'q, 'a> {
    asking: &'q Asking<'a>,
    segments: Vec<&'a SegmentRoot>,
    analyzer: &'q Analyzer,
    patient: bool,
    pub(crate) reading: Reading,
    pub(crate) words: Vec<Word<'a>>,
    changes: Vec<Change>,
}

/// Chunks are missing that the rest depends on.
struct Stopped;

impl<'q, 'a> Evaluation<'q, 'a> {
    pub(crate) fn new(
        asking: &'q Asking<'a>,
        reading: Reading,
        analyzer: &'q Analyzer,
        patient: bool,
    ) -> Self {
        let segments = asking.segments();
        let (words, changes) = (Vec::new(), Vec::new());
        Self { asking, segments, analyzer, patient, reading, words, changes }
    }

    /// Evaluates; the words as they were searched for are in `words` then.
    pub(crate) fn run(&mut self) -> Found {
        match self.evaluate() {
            Ok(found) => found,
            Err(Stopped) => Found { is_cut_short: true, ..Found::default() },
        }
    }

    fn stop_if_missing(&self) -> Result<(), Stopped> {
        if self.patient && !self.asking.has_all() { Err(Stopped) } else { Ok(()) }
    }

    fn evaluate(&mut self) -> Result<Found, Stopped> {
        self.stop_if_missing()?;
        self.words = self.look_up(&self.reading.words);
        let numbers = ranked_numbers(self.asking, &self.segments, &self.reading);
        self.stop_if_missing()?;
        let is_number = numbers.iter().any(|ranked| ranked.tier == Tier::Number);
        let may_mend = !self.reading.as_typed && !is_number;
        if may_mend {
            self.mend_unknown()?;
        }
        let (mut by_words, mut matching) = self.ranked_words(may_mend)?;
        if by_words.is_empty() && may_mend && self.free_fields() {
            (by_words, matching) = self.ranked_words(may_mend)?;
        }
        if may_mend {
            self.tell_changes(&by_words, matching);
        }
        let mut ranked = numbers;
        ranked.extend(by_words);
        self.stop_if_missing()?;
        let changes = core::mem::take(&mut self.changes);
        let sought = sought(&self.reading.words, &self.words);
        let ranked = in_order(ranked);
        Ok(Found { ranked, matching, changes, is_cut_short: false, sought })
    }

    pub(crate) fn analyzer(&self) -> &'q Analyzer {
        self.analyzer
    }

    fn records(&self) -> u64 {
        self.segments.iter().map(|segment| u64::from(segment.root.records)).sum()
    }

    /// Looks words up in every segment.
    fn look_up(&self, asked: &[AskedWord]) -> Vec<Word<'a>> {
        let word = |(at, asked): (usize, &AskedWord)| {
            let in_segment =
                |segment: &&'a SegmentRoot| variants(self.asking, segment, asked);
            let mut word = Word {
                bit: 1 << at.min(63),
                place: asked.place,
                fields: asked.fields,
                idf: 0.0,
                doc_freq: 0,
                is_mended: false,
                variants: self.segments.iter().map(in_segment).collect(),
            };
            word.count(self.records());
            word
        };
        asked.iter().enumerate().map(word).collect()
    }

    /// Mends the words that no record has.
    fn mend_unknown(&mut self) -> Result<(), Stopped> {
        if self.words.iter().all(|word| word.doc_freq > 0) {
            return Ok(());
        }
        if self.words.iter().all(|word| word.doc_freq == 0) && self.turn_layout()? {
            return Ok(());
        }
        self.join_words()?;
        self.mend(|word| word.doc_freq == 0)
    }

    /// Reads the query on the other keyboard layout, if all its words are known there.
    fn turn_layout(&mut self) -> Result<bool, Stopped> {
        let Some(other) = self.reading.other_layout.take() else { return Ok(false) };
        let words = self.look_up(&other.words);
        self.stop_if_missing()?;
        let is_meant = !words.is_empty() && words.iter().all(|word| word.doc_freq > 0);
        if is_meant {
            self.changes.push(Change {
                from: self.reading.text.clone(),
                to: other.text.clone(),
                step: Step::Layout,
            });
            self.words = words;
            self.reading = *other;
        }
        Ok(is_meant)
    }

    /// Joins a word that no record has with a neighbour, if records have the two as one.
    fn join_words(&mut self) -> Result<(), Stopped> {
        let mut at = 0;
        while at + 1 < self.words.len() && self.reading.phrases.is_empty() {
            let pair = self.words.get(at..at + 2).unwrap_or_default();
            let is_unknown = pair.iter().any(|word| word.doc_freq == 0);
            let asked = self.reading.words.get(at..at + 2).unwrap_or_default();
            if let [first, second] = asked
                && is_unknown
            {
                let surface = format!("{}{}", first.surface, second.surface);
                let from = format!("{} {}", first.surface, second.surface);
                let joined = AskedWord {
                    stem: self.analyzer.stem(&surface),
                    surface,
                    ..second.clone()
                };
                let known = self.look_up(core::slice::from_ref(&joined));
                self.stop_if_missing()?;
                if known.iter().all(|word| word.doc_freq > 0) {
                    let to = joined.surface.clone();
                    self.changes.push(Change { from, to, step: Step::Spacing });
                    self.reading.words.splice(at..at + 2, [joined]);
                    self.words = self.look_up(&self.reading.words);
                    continue;
                }
            }
            at += 1;
        }
        Ok(())
    }

    /// Adds the words that some of the words may mean.
    fn mend(&mut self, is_asked: impl Fn(&Word) -> bool) -> Result<(), Stopped> {
        let mut all = Vec::new();
        for (at, (word, asked)) in self.words.iter().zip(&self.reading.words).enumerate()
        {
            if !word.is_mended && is_asked(word) && asked.alternatives.is_empty() {
                let surface = &asked.surface;
                all.push((
                    at,
                    stand_ins(self.asking, &self.segments, surface, self.analyzer),
                ));
            }
        }
        self.stop_if_missing()?;
        let records = self.records();
        for (at, stand_ins) in all {
            let in_segment = |segment: &&'a SegmentRoot| {
                let found = stand_ins
                    .iter()
                    .filter_map(|word| stand_in(self.asking, segment, word));
                found.collect::<Vec<Variant<'a>>>()
            };
            let variants: Vec<Vec<Variant<'a>>> =
                self.segments.iter().map(in_segment).collect();
            if let Some(word) = self.words.get_mut(at) {
                word.is_mended = true;
                for (known, more) in word.variants.iter_mut().zip(variants) {
                    let is_new = |v: &Variant<'a>| {
                        !known.iter().any(|known| known.surface == v.surface)
                    };
                    let more: Vec<Variant<'a>> =
                        more.into_iter().filter(is_new).collect();
                    known.extend(more);
                }
                word.count(records);
            }
        }
        self.stop_if_missing()
    }

    /// Lets words count in all fields; answers whether any was bound to one.
    fn free_fields(&mut self) -> bool {
        let bound: Vec<usize> = (0..self.words.len())
            .filter(|&at| {
                self.words.get(at).is_some_and(|word| word.fields != Fields::ANY)
            })
            .collect();
        for &at in &bound {
            if let (Some(word), Some(asked)) =
                (self.words.get_mut(at), self.reading.words.get_mut(at))
            {
                (word.fields, asked.fields) = (Fields::ANY, Fields::ANY);
                let (from, to) = (asked.surface.clone(), asked.surface.clone());
                self.changes.push(Change { from, to, step: Step::OtherFields });
            }
        }
        !bound.is_empty()
    }

    /// The documents that have the words: all of them, or else most, or else any.
    fn ranked_words(
        &mut self,
        may_mend: bool,
    ) -> Result<(Vec<Ranked>, Matching), Stopped> {
        let asked = self.words.len();
        let mut all = self.with_all(asked);
        self.stop_if_missing()?;
        let is_short = (2..=SENTENCE).contains(&asked);
        for limit in [FEW as u64, u64::MAX] {
            let is_asked = limit == FEW as u64 || is_short;
            if all.is_empty()
                && may_mend
                && is_asked
                && asked > 0
                && asked <= 2 * SENTENCE
            {
                self.mend(|word| word.doc_freq < limit)?;
                all = self.with_all(asked);
                self.stop_if_missing()?;
            }
        }
        // Words that no record has cannot be asked of any; then the others decide.
        let known = self.words.iter().filter(|word| word.doc_freq > 0).count();
        let is_enough = !all.is_empty() && (all.len() >= FEW || known < 3);
        if known == 0 || is_enough {
            return Ok((all, Matching::All));
        }
        // Of a sentence, or where no record has nearly all words, any part will do.
        let is_sentence = known >= SENTENCE;
        let mut most = if is_sentence { Vec::new() } else { self.with_all(known) };
        if !is_sentence && known > 1 && most.len() < FEW {
            most = self.with_all(known - 1);
        }
        self.stop_if_missing()?;
        if most.is_empty() {
            most = self.with_any();
            self.stop_if_missing()?;
        }
        let is_wider = known < asked || most.len() > all.len();
        Ok((most, if is_wider { Matching::Most } else { Matching::All }))
    }

    /// The documents that have at least `needed` of the words that any has.
    fn with_all(&self, needed: usize) -> Vec<Ranked> {
        let known: Vec<&Word<'a>> =
            self.words.iter().filter(|word| word.doc_freq > 0).collect();
        let Some(misses) = known.len().checked_sub(needed) else { return Vec::new() };
        self.in_segments(|at, segment| tallies(self.asking, segment, at, &known, misses))
    }

    fn with_any(&self) -> Vec<Ranked> {
        let known: Vec<&Word<'a>> =
            self.words.iter().filter(|word| word.doc_freq > 0).collect();
        self.in_segments(|at, segment| any_tallies(self.asking, segment, at, &known))
    }

    fn in_segments(
        &self,
        tallies: impl Fn(usize, &'a SegmentRoot) -> Vec<Tally>,
    ) -> Vec<Ranked> {
        let excluded: Vec<Vec<Word<'a>>> =
            self.reading.excluded.iter().map(|words| self.look_up(words)).collect();
        let asked = self.words.len() as u32;
        let weights = self.asking.weights();
        let mut ranked = Vec::new();
        for (at, segment) in self.segments.iter().enumerate() {
            let mut found = tallies(at, segment);
            keep_phrases(self.asking, segment, at, self, &mut found);
            for words in &excluded {
                shut_out(self.asking, segment, at, words, &mut found);
            }
            ranked.extend(found.iter().map(|tally| rank(at, tally, asked, &weights)));
        }
        ranked
    }

    /// Says what the best hit has instead of the words as typed.
    fn tell_changes(&mut self, ranked: &[Ranked], matching: Matching) {
        let better = |a: &&Ranked, b: &&Ranked| {
            a.tier
                .cmp(&b.tier)
                .then(a.score.total_cmp(&b.score))
                .then_with(|| (b.segment, b.doc).cmp(&(a.segment, a.doc)))
        };
        let Some(best) = ranked.iter().max_by(better) else { return };
        let Some(segment) = self.segments.get(best.segment) else { return };
        let is_sentence = self.words.len() > SENTENCE;
        for (word, asked) in self.words.iter().zip(&self.reading.words) {
            let mut variants: Vec<&Variant<'a>> =
                word.variants.get(best.segment).into_iter().flatten().collect();
            variants.order_by(|a, b| b.weight.total_cmp(&a.weight));
            let has = |variant: &&&Variant<'a>| {
                let one = word.with(vec![(**variant).clone()]);
                let met = met(self.asking, segment, 0, &one, Some(&[best.doc]));
                met.iter().any(|met| met.doc == best.doc)
            };
            let (to, step) = match variants.iter().find(has) {
                Some(Variant { step: None, .. }) => continue,
                Some(Variant { step: Some(step), surface, .. }) => {
                    (surface.clone(), *step)
                }
                None if matching == Matching::All => continue,
                None if is_sentence && word.doc_freq > 0 => continue,
                None => (String::new(), Step::FewerWords),
            };
            self.changes.push(Change { from: asked.surface.clone(), to, step });
        }
    }
}

impl<'a> Word<'a> {
    /// Counts the records that have it.
    fn count(&mut self, records: u64) {
        let frequencies = self
            .variants
            .iter()
            .flatten()
            .map(|variant| u64::from(variant.entry.doc_freq));
        self.doc_freq = frequencies.sum::<u64>().min(records);
        self.idf = idf(self.doc_freq, records);
    }

    /// The same with other variants, in the first segment.
    pub(crate) fn with(&self, variants: Vec<Variant<'a>>) -> Self {
        let variants = vec![variants];
        Self { variants, ..*self }
    }
}

/// How much a word tells: BM25's inverse document frequency, never below zero.
fn idf(doc_freq: u64, records: u64) -> f32 {
    let (with, without) = (doc_freq as f32, records.saturating_sub(doc_freq) as f32);
    libm::logf(1.0 + (without + 0.5) / (with + 0.5))
}

fn rank(segment: usize, tally: &Tally, asked: u32, weights: &Weights) -> Ranked {
    let tier = if tally.words.count_ones() == asked { Tier::All } else { Tier::Most };
    Ranked { tier, score: tally.score(asked, weights).0, segment, doc: tally.doc }
}

/// Leaves out the documents that have all of `words`; of several, in the same field.
fn shut_out<'a>(
    asking: &Asking<'a>,
    segment: &'a SegmentRoot,
    at: usize,
    words: &[Word<'a>],
    tallies: &mut Vec<Tally>,
) {
    let among: Vec<u32> = tallies.iter().map(|tally| tally.doc).collect();
    let met: Vec<_> =
        words.iter().map(|word| met(asking, segment, at, word, Some(&among))).collect();
    let has_all = |doc: u32| {
        let fields = met.iter().map(|met| {
            let place = met.binary_search_by_key(&doc, |met| met.doc).ok();
            place
                .and_then(|place| met.get(place))
                .map_or(0, |met| met.mark.fields().mask())
        });
        fields.fold(Fields::ANY, |common, mask| common & mask) != 0
    };
    if !words.is_empty() {
        tallies.retain(|tally| !has_all(tally.doc));
    }
}

fn ranked_numbers<'a>(
    asking: &Asking<'a>,
    segments: &[&'a SegmentRoot],
    reading: &Reading,
) -> Vec<Ranked> {
    let mut ranked = Vec::new();
    for number in &reading.numbers {
        let tier = if number.is_certain { Tier::Number } else { Tier::MayBe };
        for (at, segment) in segments.iter().enumerate() {
            let variants = numbers(asking, segment, number);
            let word = Word {
                bit: 1,
                place: 1,
                fields: Fields::ANY,
                idf: 1.0,
                doc_freq: 0,
                is_mended: false,
                variants: vec![variants],
            };
            let met = met(asking, segment, 0, &word, None);
            let met = met.into_iter().filter(|met| !segment.is_deleted(met.doc));
            ranked.extend(met.map(|met| Ranked {
                tier,
                score: 1.0,
                segment: at,
                doc: met.doc,
            }));
        }
    }
    ranked
}

/// Best first; a document that was found in two ways counts once, by the better.
fn in_order(mut ranked: Vec<Ranked>) -> Vec<Ranked> {
    let place = |it: &Ranked| (it.segment as u64) << 32 | u64::from(it.doc);
    let worth = |it: &Ranked| (it.tier as u64) << 32 | u64::from(rising(it.score));
    order_by_number(&mut ranked, place);
    ranked.dedup_by(|later, best| {
        let is_same = place(later) == place(best);
        if is_same && worth(later) > worth(best) {
            *best = *later;
        }
        is_same
    });
    order_by_number(&mut ranked, |it| !worth(it));
    ranked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_before_words_and_all_words_before_most() {
        let ranked = |tier, score, doc| Ranked { tier, score, segment: 0, doc };
        let docs: Vec<u32> = in_order(vec![
            ranked(Tier::Most, 9.0, 1),
            ranked(Tier::All, 1.0, 2),
            ranked(Tier::All, 2.0, 3),
            ranked(Tier::Number, 1.0, 1),
        ])
        .iter()
        .map(|ranked| ranked.doc)
        .collect();
        assert_eq!(docs, [1, 3, 2]);
    }

    #[test]
    fn rare_words_tell_more() {
        assert!(idf(1, 1000) > idf(500, 1000));
        assert!(idf(1000, 1000) >= 0.0);
    }
}
